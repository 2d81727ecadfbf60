"""Days in the rows against the month that title, sheet or file name: what happened after it, or a report of another
month altogether, says that a month was mistaken somewhere, and only a person knows where."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from ledgers.cells.dates import month_end
from ledgers.cells.months import Period
from ledgers.reading import Column, Finding
from ledgers.sheets.tables import Taken

__all__ = ["about_later_dates"]

_HAPPENED = ("report_date", "done_on", "visited_on", "opened_on", "closed_on")
"""Days of what has been done or seen: none can lie after the month that is reported."""
_OF_THE_PERIOD = ("report_date", "visited_on")
"""Days of which at least one lies in the month that is reported."""

_AFTER = (
    "{source}说的是 {month}，“{heading}”却有 {count} 处在这个月以后，第一处是 {cell} 的 {day}；"
    "请确认没有传错月份、写错日期。"
)
_ELSEWHERE = "{source}说的是 {month}，“{heading}”的日期却都在别的月份（{first} 到 {last}）；请确认没有传错月份。"


def about_later_dates(taken: Taken, period: Period, *, source: str) -> list[Finding]:
    """A warning for every column whose days, or own day, do not fit the period that `source` (标题, 文件名) names."""
    if period.day is None:
        return []
    end = month_end(period.day)
    said = {"source": source, "month": f"{end.year}年{end.month}月"}
    begin = end.replace(day=1) if period.period == f"{end:%Y-%m}" else date.min  # a quarter may hold days of any month
    findings = []
    for column in taken.table.columns:
        values = taken.columns.get(column.key, ())
        if column.report_date:
            findings += _month_column(taken, column, values=values, end=end, said=said)
        elif column.field in _HAPPENED:
            findings += _days(taken, column, values=values, within=(begin, end), said=said)
    return findings


def _month_column(
    taken: Taken, column: Column, *, values: Sequence[Any], end: date, said: Mapping[str, str]
) -> list[Finding]:
    """A column such as 10月进度; one that was only prepared for later holds nothing."""
    if column.report_date <= end or not any(value is not None for value in values):
        return []
    filled = [place for place, value in enumerate(values) if value is not None]
    return [_after(taken, column, places=filled, day=column.report_date, said=said)]


def _days(
    taken: Taken, column: Column, *, values: Sequence[Any], within: tuple[date, date], said: Mapping[str, str]
) -> list[Finding]:
    begin, end = within
    days = {day for day in set(values) if day is not None}
    if not days:
        return []
    if max(days) > end:
        late = [place for place, day in enumerate(values) if day is not None and day > end]
        return [_after(taken, column, places=late, day=values[late[0]], said=said)]
    if column.field not in _OF_THE_PERIOD or max(days) >= begin:
        return []
    message = _ELSEWHERE.format(heading=column.heading, first=min(days), last=max(days), **said)
    return [_told(taken, column, place=values.index(max(days)), value=str(max(days)), message=message)]


def _after(taken: Taken, column: Column, *, places: Sequence[int], day: date, said: Mapping[str, str]) -> Finding:
    cell = f"{column.letter}{taken.numbers[places[0]]}"
    message = _AFTER.format(heading=column.heading, count=len(places), cell=cell, day=day, **said)
    return _told(taken, column, place=places[0], value=str(day), message=message)


def _told(taken: Taken, column: Column, *, place: int, value: str, message: str) -> Finding:
    cell = f"{column.letter}{taken.numbers[place]}"
    return Finding(taken.table.sheet, cell, "warning", "dates_after_period", value, message)
