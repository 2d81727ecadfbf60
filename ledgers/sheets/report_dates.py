"""Which day a workbook reports: given by hand, else named by a title or a sheet, else by the file's name.

A workbook of several months (a sheet each) is dated by its last one; a sheet of another month keeps its own day, as
columns of that day.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from ledgers.cells.dates import month_end
from ledgers.cells.months import Period, month_without_year, period_of
from ledgers.reading import Column, Finding
from ledgers.sheets.later_dates import about_later_dates
from ledgers.sheets.tables import Taken

__all__ = ["Draft", "Settled", "dated", "own_period"]

_NO_PERIOD = Period()
_PROGRESS = ("percent", "progress_text")


@dataclass(frozen=True)
class Draft:
    """A table as read, with what its own title or sheet says of its period."""

    taken: Taken
    own: Period = _NO_PERIOD
    own_from: str = ""


@dataclass(frozen=True)
class Settled:
    """All tables with their days settled. `report_date_from` is 参数, 标题, 工作表名, 文件名 or None."""

    drafts: list[Draft]
    period: str | None
    report_date: date | None
    report_date_from: str | None
    findings: list[Finding]


def own_period(title: str, sheet: str, *, year: int | None) -> tuple[Period, str]:
    """What a table's title says of its period, else the sheet's name, which may leave out the year.

    >>> own_period("2022年任务榜", "9月", year=None)[0].period, own_period("任务榜", "9月", year=None)[0].period
    ('2022-09', None)
    """
    told = period_of(title)
    named = period_of(sheet)
    named = named if named.day else month_without_year(sheet, year=named.year or told.year or year)
    if told.day and not _is_within(named, told):
        return told, "标题"
    if named.day:
        return named, "工作表名"
    return (told, "标题") if told.year else (Period(period_of(sheet).year), "工作表名")


def _is_within(named: Period, told: Period) -> bool:
    """Whether a sheet's week is one of its title's month: then the sheet says it more closely."""
    if not named.words.endswith(("周", "旬")) or told.period != f"{told.day:%Y-%m}" or told.day != month_end(told.day):
        return False
    return f"{named.day:%Y-%m}" == told.period or timedelta() < named.day - told.day < timedelta(7)


def dated(drafts: list[Draft], *, given: date | None, from_file: Period) -> Settled:
    """Settle the workbook's report date, and the columns and findings that follow from it."""
    settled = _settled(drafts, given=given, from_file=from_file)
    later = [
        finding
        for draft in settled.drafts
        for finding in about_later_dates(
            draft.taken,
            draft.own if draft.own.day else from_file,
            source=draft.own_from if draft.own.day else "文件名",
        )
    ]
    return replace(settled, findings=[*settled.findings, *later])


def _settled(drafts: list[Draft], *, given: date | None, from_file: Period) -> Settled:
    latest = max((draft for draft in drafts if draft.own.day), key=lambda draft: draft.own.day, default=None)
    period = latest.own.period if latest else from_file.period
    if given:
        findings = [_differs(draft, given) for draft in drafts if draft.own.day and draft.own.day != given]
        return Settled(drafts, period, given, "参数", findings)
    said = [_in_words(draft.taken.table.sheet, draft.own, draft.own_from) for draft in drafts if draft.own.words]
    if latest:
        settled = [_with_own_day(draft) if draft.own.day not in (None, latest.own.day) else draft for draft in drafts]
        return Settled(settled, period, latest.own.day, latest.own_from, said + _other_month(latest, from_file))
    if from_file.day:
        said = [_in_words("", from_file, "文件名")] if from_file.words else []
        return Settled(drafts, period, from_file.day, "文件名", said)
    return Settled(drafts, period, None, None, [_undated(draft) for draft in drafts if _has_undated_progress(draft)])


def _differs(draft: Draft, given: date) -> Finding:
    message = (
        f"{draft.own_from}里写的是 {draft.own.day}，与指定的数据日期 {given} 不同，"
        "按指定的日期读入；请确认没有传错月份。"
    )
    return Finding(draft.taken.table.sheet, "", "warning", "report_date_differs", str(draft.own.day), message)


def _in_words(sheet: str, named: Period, source: str) -> Finding:
    """A week, a quarter or a half was taken for its last day: offices count weeks in more than one way."""
    by_standard = "按国家标准的周次（周一到周日）" if named.words.endswith("周") else ""
    message = (
        f"{source}里的“{named.words}”{by_standard}算到最后一天，作为数据日期 {named.day} 读入；"
        "如果不对，请在标题里写明截至哪一天。"
    )
    return Finding(sheet, "", "info", "day_from_words", named.words, message)


def _other_month(draft: Draft, from_file: Period) -> list[Finding]:
    """The file's name and what stands in it speak of different months."""
    said, named = draft.own, from_file
    if not named.day or (said.day.year, said.day.month) == (named.day.year, named.day.month):
        return []
    month, other = (f"{day.year}年{day.month}月" for day in (said.day, named.day))
    source = draft.own_from
    message = f"文件名里写的是 {other}，{source}里写的是 {month}，按{source}读入；请确认没有传错月份。"
    return [Finding(draft.taken.table.sheet, "", "warning", "period_differs", str(named.day), message)]


def _with_own_day(draft: Draft) -> Draft:
    """The table's current progress as columns of its own day (sheets named 9月, 10月 in one workbook)."""
    taken, day = draft.taken, draft.own.day
    if "report_date" in taken.columns or any(f"{field}@{day}" in taken.columns for field in _PROGRESS):
        return draft
    columns = {f"{key}@{day}" if key in _PROGRESS else key: values for key, values in taken.columns.items()}
    described = tuple(
        Column(each.field, each.heading, each.letter, day) if each.key in _PROGRESS else each
        for each in taken.table.columns
    )
    return replace(draft, taken=replace(taken, columns=columns, table=replace(taken.table, columns=described)))


def _has_undated_progress(draft: Draft) -> bool:
    keys = {column.key for column in draft.taken.table.columns}
    return draft.taken.table.kind is not None and bool(keys & set(_PROGRESS)) and "report_date" not in keys


def _undated(draft: Draft) -> Finding:
    message = "有进度列，但标题、工作表名、文件名里都没有写明是哪一天的数据；请指定数据日期，否则按导入当天计。"
    return Finding(draft.taken.table.sheet, "", "warning", "no_report_date", "", message)
