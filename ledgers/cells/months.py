"""Headings that carry a day of their own: 8月进度, 2022年9月底形象进度, 第三季度完成率, a heading cell that is a date.

Also the day or period that a title, a sheet's name or a file's name tells.
"""

import calendar
import re
import unicodedata
from datetime import date
from functools import cache
from typing import NamedTuple

from ledgers.cells.dates import month_end, numerals, span_of
from ledgers.columns.headings import candidates, normal

__all__ = ["Period", "month_heading", "period_of", "year_of"]

_DAY = (
    r"(?:\d{4}年?|\d{2}年)?(?:1[月]?[-—~至])?(?:\d{1,2}月(?:份|底|末|上旬|中旬|下旬|\d{1,2}日|第[\d一二三四五]周)?|第?[1-4一二三四]季度(?:末|底)?"
    r"|[上下]半年|第[\d一二三四五六七八九十]{1,3}周)"
    r"|[一二三四五六七八九十]{1,2}月(?:份|底|末|第[\d一二三四五]周)?|\d{4}[./\-]\d{1,2}(?:[./\-]\d{1,2})?|\d{4}年\d{1,2}月\d{1,2}日|(?:\d{4}年)?年底"
)
_WORDS = (
    r"(?:累计|实际|形象|工程|工作|项目|总体|任务|填报|上报|自报|当前|目标|整体|完成)*"
    r"(?:进度|进展|完成率|完成百分比|百分比|完成比例|完成度|完成|完成情况|推进情况|落实情况|情况|实际|%|状态)(?:情况|百分比|说明|动态|完成率)?%?"
)
_DAY_FIRST = re.compile(rf"(?:截至|截止到?|至|到)?({_DAY})(?:前|止)?(?:的)?({_WORDS})?")
_DAY_LAST = re.compile(
    rf"({_WORDS}|各?月度?|按月|逐月|各月|分月|每月|.*(?:进度|进展|完成率|完成情况|推进情况|百分比)%?)(?:截至|至)?({_DAY})"
)
_PLAN = re.compile(r".*(?:计划|序时|应达|应完成|产值|投资|资金|金额|增速|同比|上年|去年|任务数|目标(?!任务完成)).*")
_STRONG = re.compile(r".*(?:率|百分比|比例|完成度|%).*")
_NEUTRAL = re.compile(
    r"(?:\d{4}年?度?|.*(?:进度|进展|完成率|完成情况|推进情况|百分比|月份|各月|分月|月度|每月|逐月|按月|形象)%?.*|月|)"
)

_STATED = re.compile(
    r"(?:截至|截止到?|填报日期|填报时间|填报月份|统计时间|统计日期|数据日期|报告期|报告日期|上报时间|报送时间|上报日期|报送日期|更新时间|更新日期)[:]?"
)
_ISSUED = re.compile(r"^.{0,4}(?:印发|发布|制定|下发|通过|修订|签发|起|开始|成立)")
_NAMED = re.compile(
    r"(?P<year>20\d{2})[年.\-_/]?(?:"
    r"(?P<span>(?:1[月]?|一月?)[-—~–至到])?(?P<month>1[0-2]|0?[1-9])(?:月(?:份|底|末)?(?:(?P<day>3[01]|[12]\d|0?[1-9])(?:日|号)?)?|[.\-_/](?P<day2>3[01]|[12]\d|0?[1-9])日?(?![\d月])|(?![\d.\-年]))"
    r"|(?:第?(?P<quarter>[1-4])季度?|Q(?P<q>[1-4])))"
)
_PART = (
    r"(?:(?:1[0-2]|0?[1-9])月份?)?第?\d{1,2}周(?!年|期)|(?:1[0-2]|0?[1-9])月份?[上中下]旬"
    r"|(?:第?1(?:季度)?[-—~–至到])?第?[1-4]季度|[上下]半年"
)
_PART_OF_YEAR = re.compile(rf"(?P<year>20\d{{2}})年?度?(?P<part>{_PART})")
_YEARLESS_PART = re.compile(rf"(?<![\d.\-])(?:{_PART})")
_TO_ANOTHER = re.compile(rf"^[-—~–至到]+(?:{_PART})")
_COMPACT = re.compile(r"(?<!\d)(20\d{2})(0[1-9]|1[0-2])([0-2]\d|3[01])?(?!\d)")
_YEARLESS = re.compile(r"(?<![\d年.\-])(1[0-2]|0?[1-9])月(?:份|底|末)?(?:(3[01]|[12]\d|0?[1-9])[日号])?")
_RANGE_AFTER = re.compile(r"^(?:份|底|末)?(?:\d{1,2}日)?[-—~–至到]\d")


class MonthHeading(NamedTuple):
    """A heading's own day. `day` is None when no year is known; `strong`: only percents can stand below."""

    day: date | None
    has_year: bool
    strong: bool


class Period(NamedTuple):
    """What a title or name tells: a year, and with more luck the period ("2022-09") and its last day. `words` is what
    was written where taking it for that day is an interpretation (第36周, 第三季度), else ""."""

    year: int | None = None
    period: str | None = None
    day: date | None = None
    words: str = ""


def month_heading(path: tuple[str, ...], *, year: int | None) -> MonthHeading | None:
    """The day that a heading carries, or None when it is no heading of a month's progress.

    >>> month_heading(("8月底形象进度",), year=2022).day.isoformat()
    '2022-08-31'
    >>> month_heading(("各月进度", "2022年9月"), year=None).day.isoformat()
    '2022-09-30'
    >>> month_heading(("8月计划进度",), year=2022), month_heading(("计划进度", "8月"), year=2022)
    (None, None)
    """
    if any(_PLAN.fullmatch(normal(level)[0]) for level in path):
        return None
    neutral = all(_NEUTRAL.fullmatch(normal(level)[0]) or _in_words(normal(level)[0]) for level in path[:-1])
    for name in candidates(path) if neutral else ():
        if found := _split(name):
            return _dated(found, path, year)
    return None


def _in_words(name: str) -> bool:
    return bool(_DAY_FIRST.fullmatch(name) or re.fullmatch(_WORDS, name))


@cache
def _split(name: str) -> tuple[str, str] | None:
    if found := _DAY_FIRST.fullmatch(name):
        return found[1], found[2] or ""
    if found := _DAY_LAST.fullmatch(name):
        return found[2], found[1]
    return None


def _dated(found: tuple[str, str], path: tuple[str, ...], year: int | None) -> MonthHeading | None:
    words = "".join(found[1]) + "".join("".join(normal(level)) for level in path)
    own = re.search(r"20\d{2}", "".join(path))
    span = span_of(_from_january(found[0]), year=int(own[0]) if own else year)
    if span is None:
        unknown = span_of(_from_january(found[0]), year=2000) is not None
        return MonthHeading(None, False, bool(_STRONG.fullmatch(words))) if unknown else None
    return MonthHeading(
        _month_end(span[0][1], found[0]), own is not None or not span[1], bool(_STRONG.fullmatch(words))
    )


def _from_january(text: str) -> str:
    """1-8月 is cumulative: its day is the end of August.

    >>> _from_january("2022年1-8月"), _from_january("8月")
    ('2022年8月', '8月')
    """
    return re.sub(r"^((?:\d{4}年?|\d{2}年)?)1月?[-—~至](?=\d{1,2}月)", r"\1", text)


def _month_end(day: date, text: str) -> date:
    """A date cell shown as 2022年8月 holds the first of the month; a report of a month is dated at its end."""
    if day.day == 1 and re.fullmatch(r"\d{4}-\d{2}-01", text):
        return month_end(day)
    return day


def period_of(text: str) -> Period:
    """The period a title, a sheet's name or a file's name tells. A range of months that does not start in January is
    the plan's span and names no day of reporting; a bare year gives only the year.

    >>> period_of("2022年9月工作台账").day.isoformat(), period_of("任务榜（截至2022年11月15日）").day.isoformat()
    ('2022-09-30', '2022-11-15')
    >>> period_of("2022年8月-12月任务榜").day, period_of("2022年任务榜").year, period_of("2022年第36周").period
    (None, 2022, '2022-W36')
    """
    plain = _plain(text)
    stated = _STATED.search(plain)
    for part in (plain[stated.end() :], plain) if stated else (plain,):
        names = [*_PART_OF_YEAR.finditer(part), *_NAMED.finditer(part)]
        for found in sorted(names, key=lambda each: each.start()):
            named, after = _named(found, part), part[found.end() :]
            if named and not _ISSUED.match(after):
                has_day = found.groupdict().get("day") or found.groupdict().get("day2")
                return named if has_day else _closer(named, after)
        if found := _COMPACT.search(part):
            return _compact(found)
    return Period(year_of(plain))


def month_without_year(text: str, *, year: int | None) -> Period:
    """9月, 第36周, 9月第2周, 第三季度, 上半年 in a sheet's name, with the year known from elsewhere.

    >>> month_without_year("9月", year=2022).period, month_without_year("8月-12月", year=2022).period
    ('2022-09', None)
    >>> [str(month_without_year(name, year=2022).day) for name in ("第36周", "9月第二周", "三季度", "上半年")]
    ['2022-09-11', '2022-09-11', '2022-09-30', '2022-06-30']
    """
    plain = _plain(text)
    if year and (found := _YEARLESS_PART.search(plain)):
        return _part_period(found[0], year, plain[found.end() :])
    found = _YEARLESS.search(plain)
    if found is None or year is None or _RANGE_AFTER.match(plain[found.end() :]):
        return Period(year)
    return _month_period(year, int(found[1]), found[2])


def _plain(text: str) -> str:
    return numerals("".join(unicodedata.normalize("NFKC", text).split()))


def _part_period(words: str, year: int, after: str) -> Period:
    """The last day of a week (36周 too, which in a cell would be a duration), a third of a month, a quarter or a half;
    a range of them names no day."""
    words = re.sub(r"^.*[-—~–至到](?=.*季度$)", "", words)
    span = span_of(f"第{words}" if words[0].isdigit() and "月" not in words else words, year=year)
    if span is None or _TO_ANOTHER.match(after):
        return Period(year)
    (first, last), _ = span
    if words.endswith("周"):
        iso = first.isocalendar()
        return Period(year, f"{iso.year}-W{iso.week:02d}", last, words)
    whole = {"季度": f"{year}-Q{last.month // 3}", "半年": f"{year}-H{last.month // 6}"}
    return Period(year, whole.get(words[-2:], f"{last:%Y-%m}"), last, words)


def year_of(text: str) -> int | None:
    """The one year a text names, or None."""
    years = set(re.findall(r"(?<!\d)(20\d{2})(?=年|\D|$)", text))
    return int(next(iter(years))) if len(years) == 1 else None


def _named(found: re.Match[str], part: str) -> Period | None:
    year = int(found["year"])
    if "part" in found.re.groupindex:
        return _part_period(found["part"], year, part[found.end() :])
    if quarter := found["quarter"] or found["q"]:
        return _part_period(f"{quarter}季度", year, "")
    if _RANGE_AFTER.match(part[found.end() :]):
        return _range(found, part, year)
    if re.match(r"[-—~–至到]", part[found.end("month") :]) and not found["day2"]:
        return None
    return _month_period(year, int(found["month"]), found["day"] or found["day2"])


def _closer(named: Period, after: str) -> Period:
    """2022年9月任务榜（第36周）: the week says more closely which day of the year is meant."""
    if named.day and not named.words and (week := re.search(r"第\d{1,2}周(?!年|期)", after)):
        return _part_period(week[0], named.day.year, "")
    return named


def _range(found: re.Match[str], part: str, year: int) -> Period:
    """2022年1月-9月 is a cumulative report at the end of September; 2022年8月-12月 is a plan."""
    end = re.match(r"^(?:份|底|末)?[-—~–至到](1[0-2]|0?[1-9])月", part[found.end() :])
    if int(found["month"]) == 1 and not found["day"] and end:
        return _month_period(year, int(end[1]), None)
    return Period(year)


def _month_period(year: int, month: int, day: str | None) -> Period:
    last = calendar.monthrange(year, month)[1]
    return Period(year, f"{year}-{month:02d}", date(year, month, min(int(day), last) if day else last))


def _compact(found: re.Match[str]) -> Period:
    return _month_period(int(found[1]), int(found[2]), found[3] if found[3] and int(found[3]) else None)
