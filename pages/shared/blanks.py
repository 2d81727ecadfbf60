"""Blank ledgers to be filled in: which kinds, for whom, for which month. One of the doors to the ledgers."""

import pandas as pd

from ledgers.clerk import template
from pages.shared import data
from pages.shared.keeping import shared


def blank_kinds() -> dict[str, str]:
    """Return the kinds of blank ledger: kind and name."""
    return template.kinds()


def blank_units() -> tuple[str, ...]:
    """Return the units for which a blank ledger can be filled in; none in an empty store."""
    return _units(str(data.store_path()), data.current())


@shared(most=6)
def _units(path: str, snapshot: str | None) -> tuple[str, ...]:
    return template.units(data.version_facts(snapshot)) if snapshot else ()


def blank(kind: str, unit: str | None, period: str | None = None) -> bytes:
    """Return a blank ledger, with the rows of a unit where one is named, for a month (2022-11) where one is named."""
    return template.template(kind, store=data.store(), unit=unit, period=period)


def blank_months() -> tuple[str, ...]:
    """Return the months that a blank ledger can be for (2022-11): those around the newest reported day, newest first;
    around today in an empty store."""
    days = data.report_days(data.current()) or (data.today(),)
    months = pd.period_range(end=pd.Period(days[0], "M") + 2, periods=6, freq="M")
    return tuple(f"{month:%Y-%m}" for month in reversed(months))
