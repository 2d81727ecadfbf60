"""Words as official prose has them: no blanks between figures and characters, numbers of headings, counts in a row."""

import re
from collections.abc import Iterable

__all__ = ["chinese_number", "counted", "heading", "named", "quoted", "tight"]

_BLANK = re.compile(r"(?<=[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef“”]) (?=[\d−+])|(?<=[\d%]) (?=[\u4e00-\u9fff“])")
_DIGITS = "零一二三四五六七八九"
_MOST = 5


def tight(text: str) -> str:
    """Take out the blanks that screens put around figures.

    >>> tight("滞后 12.3 个百分点，第 3 名（1–7）")
    '滞后12.3个百分点，第3名（1–7）'
    """
    return _BLANK.sub("", text)


def chinese_number(value: int) -> str:
    """A number from 1 to 99 in characters.

    >>> [chinese_number(n) for n in (1, 10, 12, 20, 35)]
    ['一', '十', '十二', '二十', '三十五']
    """
    tens, ones = divmod(value, 10)
    lead = "" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return lead + (_DIGITS[ones] if ones or not tens else "")


def heading(level: int, number: int, text: str) -> str:
    """A heading with its number: 一、 （一） 1.

    >>> heading(1, 2, "红旗"), heading(2, 11, "镇"), heading(3, 3, "约谈")
    ('二、红旗', '（十一）镇', '3. 约谈')
    """
    return {1: f"{chinese_number(number)}、", 2: f"（{chinese_number(number)}）", 3: f"{number}. "}[level] + text


def counted(pairs: Iterable[tuple[str, int]], measure: str) -> str:
    """Names with their counts, those with none left out.

    >>> counted([("黄牌", 3), ("约谈", 0), ("预警", 2)], "项")
    '黄牌3项、预警2项'
    """
    return "、".join(f"{name}{count}{measure}" for name, count in pairs if count)


def named(names: Iterable[str], measure: str, *, most: int = _MOST) -> str:
    """The first names, and how many there are when not all are said.

    >>> named(["甲", "乙"], "个"), named(list("甲乙丙丁"), "个单位", most=2)
    ('甲、乙', '甲、乙等4个单位')
    """
    every = list(names)
    return "、".join(every[:most]) + (f"等{len(every)}{measure}" if len(every) > most else "")


def quoted(text: object) -> str:
    """A name in quotation marks; those within it become single ones.

    >>> quoted("“四好农村路”和危桥改造")
    '“‘四好农村路’和危桥改造”'
    """
    return f"“{str(text).replace('“', '‘').replace('”', '’')}”"
