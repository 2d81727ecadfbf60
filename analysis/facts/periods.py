"""Which days are looked at: the end of the period before, the weeks behind a day; months and quarters by name."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from analysis.facts.sifting import Facts

__all__ = ["Span", "named_span", "previous_period_end", "review_days", "spans_between"]

_WEEK = timedelta(days=7)
_MOST_WEEKS = 53
_NAME = re.compile(r"(\d{4})-(?:(0[1-9]|1[0-2])|Q([1-4]))")


@dataclass(frozen=True)
class Span:
    """A month or a quarter: its name (2022-10, 2022-Q4), first and last day."""

    name: str
    first: date
    last: date

    @property
    def words(self) -> str:
        """The name as people say it.

        >>> named_span("2022-10").words, named_span("2022-Q4").words
        ('2022年10月', '2022年第四季度')
        """
        quarter = f"第{'一二三四'[(self.last.month - 1) // 3]}季度"
        return f"{self.first.year}年" + (quarter if "Q" in self.name else f"{self.first.month}月")

    def holds(self, day: date) -> bool:
        """Whether the day is one of its days."""
        return self.first <= day <= self.last

    @property
    def months(self) -> tuple[str, ...]:
        """The names of its months.

        >>> named_span("2022-Q4").months
        ('2022-10', '2022-11', '2022-12')
        """
        return tuple(f"{self.first.year}-{month:02d}" for month in range(self.first.month, self.last.month + 1))


def named_span(name: str) -> Span:
    """The month or quarter of that name; ValueError for any other text.

    >>> named_span("2022-Q4").first, named_span("2022-Q4").last
    (datetime.date(2022, 10, 1), datetime.date(2022, 12, 31))
    """
    found = _NAME.fullmatch(name)
    if not found:
        raise ValueError(f"周期“{name}”应写成 2022-10（月）或 2022-Q4（季度）的样子。")
    year, month, quarter = found.groups()
    first = int(month) if month else 3 * int(quarter) - 2
    end = pd.Timestamp(int(year), first if month else first + 2, 1) + pd.offsets.MonthEnd(0)
    return Span(name, date(int(year), first, 1), end.date())


def spans_between(first: date, last: date) -> tuple[Span, ...]:
    """Every month that has a day in `first` … `last`, each quarter after its last month.

    >>> [span.name for span in spans_between(date(2022, 8, 22), date(2022, 10, 5))]
    ['2022-08', '2022-09', '2022-Q3', '2022-10']
    """
    names = []
    for month in pd.period_range(first, last, freq="M"):
        names.append(f"{month.year}-{month.month:02d}")
        if month.month % 3 == 0:
            names.append(f"{month.year}-Q{month.quarter}")
    return tuple(map(named_span, names))


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
