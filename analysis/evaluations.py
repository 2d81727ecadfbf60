"""The days of the weekly evaluation and the ends of months. They hang on the calendar, not on the day that is looked
at, so that a past week is judged the same whenever one asks."""

from datetime import date, timedelta

import numpy as np
import pandas as pd

from analysis.sifting import Facts

__all__ = ["evaluation_days", "month_ends", "month_number"]

_WEEK = timedelta(days=7)


def evaluation_days(facts: Facts, *, as_of: date, weekday: int) -> tuple[date, ...]:
    """Every `weekday` (Monday is 1) from the first day that anything is known of up to `as_of`, then `as_of` itself
    where it is another day. Not further back than the first day of the year before: what is remembered of the ladder
    reaches back twelve months."""
    last = pd.Timestamp(as_of).date()
    first = max(_first_day(facts, last), date(last.year - 1, 1, 1))
    day = first + timedelta(days=(weekday - first.isoweekday()) % 7)
    weekly = [day + _WEEK * k for k in range(max(0, (last - day).days // 7 + 1))]
    return tuple(weekly) if weekly and weekly[-1] == last else (*weekly, last)


def _first_day(facts: Facts, last: date) -> date:
    known = [
        facts["tasks"]["start"].min(),
        facts["progress"]["report_date"].min(),
        facts["milestones"]["planned_on"].min(),
    ]
    known = [day.date() for day in known if not pd.isna(day)]
    return min([*known, last])


def month_ends(first: date, last: date) -> tuple[date, ...]:
    """The last days of all months that end within `first` … `last`.

    >>> [f"{day:%m-%d}" for day in month_ends(date(2022, 9, 15), date(2022, 11, 29))]
    ['09-30', '10-31']
    """
    return tuple(pd.date_range(first, last, freq="ME").date)


def month_number(days: pd.Series) -> np.ndarray:
    """Months counted through the years, so that following months differ by one.

    >>> month_number(pd.Series(pd.to_datetime(["2022-12-31", "2023-01-31"]))).tolist()
    [24275, 24276]
    """
    return (days.dt.year * 12 + days.dt.month - 1).to_numpy()
