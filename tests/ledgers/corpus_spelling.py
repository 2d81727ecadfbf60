"""How offices spell what is true: one value -> the cell that stands in the workbook and what must be read from it.

`ASK` stands for a cell that must not be loaded and must be told about. The forms are those of ledgers/README.md (what was
met in real files), not those that the reader happens to know.
"""

import random
from collections.abc import Callable
from datetime import date, datetime
from typing import Any, NamedTuple

from tests.ledgers.corpus_truth import month_end

__all__ = ["ASK", "DAYS", "HELD", "NOTHING", "PERCENTS", "Cell", "full_width", "join", "labelled", "people", "spaced"]

ASK = "?"
"""Must stay unloaded, with a finding at the cell."""
HELD = "held"
"""The whole row must be held, with an error."""
NOTHING = ("/", "——", "-", "无", "", " ", None)


class Cell(NamedTuple):
    """What is written, what must be read, and the number format, if any."""

    written: Any
    expected: Any = None
    format: str | None = None


def full_width(text: str) -> str:
    """Digits and percent signs as a Chinese keyboard gives them.

    >>> full_width("65%")
    '６５％'
    """
    return text.translate({ord(sign): ord(sign) + 0xFEE0 for sign in "0123456789%"})


def spaced(text: str) -> str:
    """Blanks inside and behind a short word, as people pad columns.

    >>> spaced("备注")
    '备 注 '
    """
    return " ".join(text) + " " if len(text) < 4 else text[:2] + " " + text[2:] + "  "


# -- days --------------------------------------------------------------------------------------------------------------


def _serial(day: date) -> int:
    return (day - date(1899, 12, 30)).days


def _quarter_end(day: date) -> date:
    return month_end((day.month - 1) // 3 * 3 + 3, year=day.year)


def _half_end(day: date) -> date:
    return date(day.year, 12, 31) if day.month > 6 else date(day.year, 6, 30)


_QUARTERS = "一二三四"


def _quarter(day: date) -> str:
    return _QUARTERS[(day.month - 1) // 3]


DAYS: dict[str, Callable[[date], Cell]] = {
    "date": lambda day: Cell(datetime(day.year, day.month, day.day), day, "yyyy-mm-dd"),
    "date_cn": lambda day: Cell(datetime(day.year, day.month, day.day), day, 'yyyy"年"m"月"d"日"'),
    "dots": lambda day: Cell(f"{day.year}.{day.month}.{day.day}", day),
    "slashes": lambda day: Cell(f"{day.year}/{day.month}/{day.day}", day),
    "cn": lambda day: Cell(f"{day.year}年{day.month}月{day.day}日", day),
    "cn_before": lambda day: Cell(f"{day.year}年{day.month}月{day.day}日前完成", day),
    "padded": lambda day: Cell(f" {day.year} 年 {day.month} 月 {day.day} 日 ", day),
    "wide": lambda day: Cell(full_width(f"{day.year}年{day.month}月{day.day}日"), day),
    "year_month": lambda day: Cell(f"{day.year}.{day.month}", month_end(day.month, year=day.year)),
    "month_end": lambda day: Cell(f"{day.year}年{day.month}月底前", month_end(day.month, year=day.year)),
    "half": lambda day: Cell(f"{day.year}年{'下' if day.month > 6 else '上'}半年", _half_end(day)),
    "quarter": lambda day: Cell(f"{day.year}年第{_quarter(day)}季度", _quarter_end(day)),
    "quarter_digit": lambda day: Cell(f"{day.year}年{(day.month + 2) // 3}季度", _quarter_end(day)),
    "quarter_alone": lambda day: Cell(f"第{_quarter(day)}季度", _quarter_end(day)),
    "no_year": lambda day: Cell(f"{day.month}月{day.day}日", day),
    "no_year_end": lambda day: Cell(f"{day.month}月底", month_end(day.month, year=day.year)),
    "number": lambda day: Cell(int(f"{day:%Y%m%d}"), day),
    "digits": lambda day: Cell(f"{day:%Y%m%d}", day),
    "clock": lambda day: Cell(f"{day:%Y%m%d} 00:00:00", day),
    "iso_clock": lambda day: Cell(f"{day:%Y-%m-%d} 00:00:00", day),
    "serial": lambda day: Cell(_serial(day), day),
    "serial_text": lambda day: Cell(str(_serial(day)), day),
    "broken_line": lambda day: Cell(f"{day.year}年\n{day.month}月{day.day}日", day),
    "year_end": lambda day: Cell(f"{day.year}年底", date(day.year, 12, 31)),
    "decade": lambda day: Cell(f"{day.year}年{day.month}月上旬", day.replace(day=10)),
    "span": lambda day: Cell(f"{day.year}年7月-{day.month}月", month_end(day.month, year=day.year)),
    "short_year": lambda day: Cell(f"{day.year % 100}.{day.month}.{day.day}", day),
    "english": lambda day: Cell(f"{day.day:02d}/{day.month:02d}/{day.year}", ASK),
    "nonsense": lambda _day: Cell("待区政府常务会议研究后确定", ASK),
    "duration": lambda _day: Cell("12个月", ASK),
    "october": lambda day: Cell(day.year + 0.1, ASK),
    "evergreen": lambda _day: Cell("长期坚持", None),
    "ongoing": lambda _day: Cell("持续推进", None),
    "blank": lambda _day: Cell(None, None),
    "slash": lambda _day: Cell("/", None),
}
"""Name -> spelling of one day. Forms without a year need one from the title, the sheet or the file's name."""


# -- percents ----------------------------------------------------------------------------------------------------------


def _trim(number: float) -> str:
    return f"{number:g}"


PERCENTS: dict[str, Callable[[float], Cell]] = {
    "plain": lambda number: Cell(number, number),
    "format": lambda number: Cell(round(number / 100, 6), number, "0.0%"),
    "fraction": lambda number: Cell(round(number / 100, 6), number),
    "text": lambda number: Cell(f"{_trim(number)}%", number),
    "wide": lambda number: Cell(full_width(f"{_trim(number)}%"), number),
    "padded": lambda number: Cell(f" {_trim(number)} % ", number),
    "digits": lambda number: Cell(_trim(number), number),
    "sentence": lambda number: Cell(f"已完成{_trim(number)}%", number),
    "over": lambda _number: Cell("122.6%", 122.6),
    "over_format": lambda _number: Cell(1.226, 122.6, "0.0%"),
    "hundred_text": lambda _number: Cell("100%", 100.0),
    "done": lambda _number: Cell("已完成", 100.0),
    "not_begun": lambda _number: Cell("未启动", 0.0),
    "eighty_or_so": lambda _number: Cell("约八成", ASK),
    "over_half": lambda _number: Cell("过半", ASK),
    "about": lambda _number: Cell("约65%", ASK),
    "in_step": lambda _number: Cell("按序时", ASK),
    "two_bases": lambda _number: Cell("完成1-4月投资计划的132.1%,完成年度投资计划的21.3%", ASK),
    "blank": lambda _number: Cell(None, None),
    "slash": lambda _number: Cell("/", None),
    "dash": lambda _number: Cell("——", None),
}
"""Name -> spelling of one percent."""


# -- names -------------------------------------------------------------------------------------------------------------

SEPARATORS = ("、", "/", "+", "\n", "，", "；", "、\n", " / ")


def join(dice: random.Random, names: tuple[str, ...], *, separator: str | None = None) -> Cell:
    """Units in one cell; none is one of the marks for nothing."""
    if not names:
        return Cell(dice.choice(NOTHING), None)
    text = (separator or dice.choice(SEPARATORS)).join(names)
    return Cell(text + dice.choice(("", "", "  ", "。")), list(names))


def labelled(dice: random.Random, lead: tuple[str, ...], support: tuple[str, ...]) -> str:
    """Both roles in one cell, each behind its label."""
    first, second = "、".join(lead), "、".join(support)
    if not support:
        return f"牵头单位：{first}"
    return dice.choice(
        (
            f"牵头:{first};配合:{second}", f"牵头单位：{first}\n配合单位：{second}", f"牵头单位:\n{first}\n责任单位:\n{second}",
            f"主办：{first}；协办：{second}",
        )
    )  # fmt: skip


def people(dice: random.Random, names: tuple[str, ...]) -> Cell:
    """Names of people, short ones padded to three characters, now and then without any separator between them."""
    padded = [" ".join(name) if len(name) == 2 and dice.random() < 0.5 else name for name in names]
    if len(names) > 1 and all(len(name) == 2 for name in names) and dice.random() < 0.5:
        return Cell("".join(" ".join(name) for name in names), list(names))
    return Cell(dice.choice(("、", "\n", "，")).join(padded), list(names))
