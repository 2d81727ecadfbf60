"""Which days are looked at: the end of the period before, and the weeks behind a day."""

from datetime import date, timedelta

import pandas as pd

from analysis.sifting import Facts

__all__ = ["previous_period_end", "review_days"]

_WEEK = timedelta(days=7)
_MOST_WEEKS = 53


def previous_period_end(as_of: date) -> date:
    """The last day of the month before the month of `as_of`: what "last period" (上期) means on every screen.

    >>> previous_period_end(date(2022, 11, 30))
    datetime.date(2022, 10, 31)
    """
    return pd.Timestamp(as_of).date().replace(day=1) - timedelta(days=1)


def review_days(facts: Facts, *, as_of: date) -> tuple[date, ...]:
    """Weekly days that end at `as_of`, oldest first, back to the first report (at most a year); `as_of` alone when
    nothing was reported by then."""
    day = pd.Timestamp(as_of).date()
    first = facts["progress"]["report_date"].min()
    weeks = 0 if pd.isna(first) else (day - first.date()) // _WEEK
    return tuple(day - _WEEK * back for back in range(max(0, min(weeks, _MOST_WEEKS - 1)), -1, -1))
