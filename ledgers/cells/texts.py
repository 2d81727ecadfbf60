"""What one cell says: texts, plain numbers, status words. Dates, percents and lists of names have modules of their own.

Every function here takes a raw cell (text, float, day, … as the workbook library gives it) and returns `Read`: the
value, and a `Note` when a person should know how it was understood. A value that cannot be read is None with an error
note; nothing is guessed and nothing missing becomes a number.
"""

import re
import unicodedata
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

__all__ = [
    "DITTO",
    "MONEY",
    "NOTHING",
    "Money",
    "Note",
    "Read",
    "compact",
    "done_of",
    "money_of",
    "money_unit",
    "number_of",
    "plain_numbers",
    "plain_text",
    "plain_texts",
    "quoted",
    "shown",
    "text_of",
]


class Note(NamedTuple):
    """What to tell about a cell: severity error|warning|info, a stable code, a Chinese sentence."""

    severity: str
    code: str
    message: str


class Read(NamedTuple):
    """A value (None: the ledger does not say) and what to tell about it."""

    value: Any
    note: Note | None = None


class Money(NamedTuple):
    """A sum of money as written: digits, and one of the units in `MONEY`."""

    digits: str
    unit: str


NOTHING = frozenset(
    "/ // - -- --- — —— ——— ― – − _ __ \\ 、 . 。 * 无 暂无 没有 未报 未填 未填报 未上报 空 N/A n/a NA na none "
    "None null nil".split()
) | {""}
"""Cell texts that mean: not written. They become None, never zero."""

DITTO = frozenset(
    lead + word + tail
    for word in ("同上", "同 上", "同前", "〃", "″", "“", "”", '"', "''", "同上行")
    for lead in ("", " ", "\u3000")
    for tail in ("", " ", "\u3000", "\n", "。")
)
"""Cell texts that mean: as in the row above."""

_DONE = frozenset(
    "是 已完成 完成 已办结 办结 已销号 销号 已结案 结案 已整改 整改完成 已竣工 竣工 已完工 完工 已达标 全部完成 "
    "按时完成 √ ✓ ✔ ☑ 100% 1 Y YES".split()
)
_OPEN = frozenset(
    "否 未完成 未办结 未销号 未启动 未开始 未动工 未开工 进行中 推进中 正在推进 实施中 办理中 整改中 在建 施工中 "
    "正常推进 "
    "滞后 逾期 已逾期 已开始 已启动 按序时 慢序时 × ✗ ✘ ☐ □ 0% 0 N NO".split()
)
_NUMBER = re.compile(r"[+-]?\d[\d,]*(?:\.\d+)?")
_RANK = re.compile(r"(?:并列)?第?(\d+)(?:名|位)?(?:/\d+)?")
_UNIT_TAIL = r"(?:分|%|项|个|名|位|件|次|家|人|公里|亩|吨)?"
_DIGITS = r"(?:加|减|扣|计)?([+-]?\d[\d,]*(?:\.\d+)?)"
_PLAIN_NUMBER = re.compile(rf"{_DIGITS}{_UNIT_TAIL}")
MONEY = {"元": 1, "千元": 10**3, "万元": 10**4, "百万元": 10**6, "千万元": 10**7, "亿元": 10**8}
"""Units of money and what they are in 元."""
_SUM_OF_MONEY = re.compile(rf"{_DIGITS}\(?(亿元?|千万元|百万元|万元?|千元|元)\)?")
_UNITS_OF_MONEY = "亿元|千万元|百万元|万元|千元"
_HEADED = re.compile(rf"[(:/\-]({_UNITS_OF_MONEY}|元)(?=[)\-\s]|$)|({_UNITS_OF_MONEY})$")
_CHINESE = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}


def compact(raw: object) -> str:
    """The cell as half-width text without any blanks, for comparing only.

    >>> compact(" 已 完成\\n６５％ ")
    '已完成65%'
    """
    return "".join(unicodedata.normalize("NFKC", shown(raw)).split())


def shown(raw: object) -> str:
    """The cell as a person sees it: whole numbers without ".0", days in ISO form.

    >>> shown(3.0), shown(2.5), shown(datetime(2022, 9, 5)), shown("")
    ('3', '2.5', '2022-09-05', '')
    """
    if isinstance(raw, str):
        return raw
    if isinstance(raw, bool):
        return "是" if raw else "否"
    if isinstance(raw, float):
        return str(int(raw)) if raw.is_integer() and abs(raw) < 1e15 else repr(raw)
    if isinstance(raw, datetime):
        return raw.isoformat(" ") if raw.time() != time() else raw.date().isoformat()
    return "" if raw is None else str(raw)


def text_of(raw: object) -> Read:
    """A text with its own characters, outer blanks gone; a number as written; None when nothing is written.

    >>> text_of("  太和镇 ").value, text_of(1.0).value, text_of("——").value
    ('太和镇', '1', None)
    """
    return Read(plain_text(raw))


def quoted(name: str) -> str:
    """A name in quotation marks, those within it made single.

    >>> quoted("“四好农村路”改造")
    '“‘四好农村路’改造”'
    """
    return f"“{name.translate(str.maketrans('“”', '‘’'))}”"


def plain_text(raw: object) -> str | None:
    """The value of `text_of`, which never has a note."""
    text = (raw if type(raw) is str else shown(raw)).strip(_BLANKS)
    return None if len(text) <= 4 and text in NOTHING else text


def plain_texts(cells: Sequence[str]) -> list[str | None]:
    """`plain_text` of many cells that are all text."""
    stripped = [cell.strip(_BLANKS) for cell in cells]
    return [None if text in NOTHING else text for text in stripped]


def plain_numbers(cells: Sequence[float]) -> list[str]:
    """`plain_text` of many cells that are all numbers.

    >>> plain_numbers([3.0, 2.5])
    ['3', '2.5']
    """
    return [str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell) for cell in cells]


def number_of(raw: object, *, unit: str = "") -> Read:
    """A plain number: 3, "3", "+2分", "第1名", "1,200". Anything else is an error note. A sum of money is given in
    `unit` (万元); without one, in the unit in which it is written.

    >>> number_of("第一").value, number_of("+2分").value, number_of("/").value, number_of("1.2亿元", unit="万元").value
    (1.0, 2.0, None, 12000.0)
    >>> number_of("约三").note.code
    'bad_number'
    """
    if isinstance(raw, float | int) and not isinstance(raw, bool):
        return Read(float(raw))
    text = compact(raw)
    if text in NOTHING:
        return Read(None)
    if isinstance(raw, str) and (found := _PLAIN_NUMBER.fullmatch(text)):
        value = float(found[1].replace(",", ""))
        return Read(-abs(value) if text[0] in "减扣" else value)
    if isinstance(raw, str) and (sum_of_money := money_of(raw)):
        return _in_unit(sum_of_money, raw, text, unit=unit)
    if found := _RANK.fullmatch("".join(str(_CHINESE.get(sign, sign)) for sign in text)):
        rank = Note("info", "rank_read", f"“{shown(raw)}”按第 {found[1]} 名读入。") if "/" in text else None
        return Read(float(found[1]), rank)
    return Read(None, Note("error", "bad_number", f"“{shown(raw)}”不是数字，请改成数字，或留空表示没有。"))


def money_of(raw: str) -> Money | None:
    """The sum of money that a text is, or None: 1.2亿元, 3500万, 3,500（万元）.

    >>> money_of("3,500（万元）"), money_of("3500亩")
    (Money(digits='3500', unit='万元'), None)
    """
    found = _SUM_OF_MONEY.fullmatch(compact(raw))
    return Money(found[1].replace(",", ""), found[2].rstrip("元") + "元") if found else None


def money_unit(heading: str) -> str:
    """The unit of money that a heading, or a line such as 单位：万元, names; "" when it names none.

    >>> money_unit("总投资（亿元）"), money_unit("完成投资万元"), money_unit("单位：万元"), money_unit("责任单元")
    ('亿元', '万元', '万元', '')
    """
    found = [each or other for each, other in _HEADED.findall(compact(heading))]
    return found[-1] if found else ""


def _in_unit(written: Money, raw: str, text: str, *, unit: str) -> Read:
    value = -abs(Decimal(written.digits)) if text[0] in "减扣" else Decimal(written.digits)
    if unit in ("", written.unit):
        told = Note("info", "money_unit", f"“{raw.strip()}”按 {value:f} 读入，单位是{written.unit}。")
        return Read(float(value), None if unit else told)
    value = value * MONEY[written.unit] / MONEY[unit]
    message = f"“{raw.strip()}”换算成这一列的单位，按 {value.normalize():f} {unit}读入。"
    return Read(float(value), Note("info", "money_converted", message))


def done_of(raw: object) -> bool | None:
    """Whether a status word says finished (True), not finished (False), or neither (None).

    >>> done_of("已完成"), done_of("推进中"), done_of(""), done_of("基本完成")
    (True, False, None, None)
    """
    word = compact(raw).upper().rstrip("。.!")
    if word in _DONE:
        return True
    return False if word in _OPEN else None


def is_moment(raw: object) -> bool:
    """Whether the workbook library gave a clock time or a duration, which no ledger column holds."""
    return isinstance(raw, time | timedelta)


_BLANKS = " \t\r\n\v\f\u00a0\u3000\u200b\ufeff"
