"""The days of the weekly evaluation and the ends of months. They hang on the calendar, not on the day that is looked
at, so that a past week is judged the same whenever one asks."""

from datetime import date, timedelta

import numpy as np
import pandas as pd

from analysis.facts.sifting import Facts
from analysis.rules.rulecalendar import Rules

__all__ = ["evaluation_days", "is_month_end", "month_ends", "month_number"]


def evaluation_days(facts: Facts, *, as_of: date, rules: Rules) -> tuple[date, ...]:
    """Every weekly evaluation and every month's last day up to `as_of`, and `as_of` itself, from the first day of the
    phases of the pack in force at first: nobody is judged before the mechanism begins. Not further back than the first
    day that anything is known of, nor than the first of the year before, since what is remembered reaches back twelve
    months. Which weekday it is, is up to the pack in force on that day."""
    last = pd.Timestamp(as_of).date()
    first = max(_first_day(facts, last), date(last.year - 1, 1, 1))
    begins = rules.at(first).phases[0].first
    if begins <= last:
        first = max(first, begins)
    days = (first + timedelta(days=k) for k in range((last - first).days + 1))
    weekly = [day for day in days if day.isoweekday() == rules.at(day).persistence.weekday]
    return tuple(sorted({*weekly, *month_ends(first, last), last}))


def is_month_end(day: date) -> bool:
    """Whether the next day is in another month.

    >>> is_month_end(date(2022, 9, 30)), is_month_end(date(2022, 9, 29))
    (True, False)
    """
    return (day + timedelta(days=1)).day == 1


def _first_day(facts: Facts, last: date) -> date:
    told = (("tasks", "start"), ("progress", "report_date"), ("milestones", "planned_on"))
    known = [facts[table][column].min() for table, column in told]
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
