"""Percents as offices write them: 65%, 0.65 shown as 65%, 65, 122.6%, 已完成, 约八成, 过半 …

A number without a percent sign means nothing alone: whether 0.8 is 80 % or 0.8 % is decided by the cell's format, then
by the heading and by the other numbers of its column. What stays unclear is an error that asks, never a guess.
"""

import re
from collections.abc import Collection, Sequence

from ledgers.cells.texts import NOTHING, Note, Read, compact, is_moment, shown

__all__ = ["looks_like_percent", "percent_of", "proposed_percent", "read_percents", "unclear_numbers"]

IMPLAUSIBLE = 1000.0
"""Above this a percent is refused when written without a sign, and asked about when written with one."""

_FULL = frozenset(
    "已完成 完成 已办结 办结 全部完成 已全部完成 已销号 已竣工 竣工 已完工 完工 已建成 已整改 整改完成 √ ✓ ✔".split()
)
_NONE_YET = frozenset("未启动 未开始 未开工 未动工 尚未启动 尚未开始 尚未开工 未实施".split())
_UNDER_WAY = re.compile(
    r"(?:按|快|慢|超|落后于?|滞后于?|达到?)?序时(?:进度|推进)?|(?:正在|正常|有序|持续|稳步|加快|全面)?(?:进行|推进|实施|办理|整改|施工|建设)中?"
    r"|已启动|已开始|已开工|在建|基本完成|部分完成|未完成|滞后|提前|正常|达标|未达标"
)
_SIGNED = re.compile(r"([+-]?\d[\d,]*(?:\.\d+)?)[%‰]")
_SENTENCE = re.compile(
    r"(?:已|现|累计|总体|目前|当前)*(?:完成|进度|形象进度|完成率)?(?:达到|达|为|至|是|:)?(\d+(?:\.\d+)?)%(?:。|,|;)?"
)
_VAGUE = re.compile(
    r"(?:约|大约|近|将近|接近|超|超过|逾|已|完成|大概|已完成)*(\d+(?:\.\d+)?%|[一二三四五六七八九]成半?|过?半|一半)(?:左右|以上|多|余)?"
)
_WORDED = re.compile(r"百分之([一二三四五六七八九十百\d.]+)")
_TENTHS = {sign: (place + 1) * 10 for place, sign in enumerate("一二三四五六七八九")}


def looks_like_percent(raw: object) -> bool:
    """Whether a cell of a 进度 column is a percent, or a word used in place of one, rather than a sentence.

    >>> [looks_like_percent(raw) for raw in (0.65, "65%", "已完成", "推进中", "主体封顶")]
    [True, True, True, True, False]
    """
    if isinstance(raw, float | int):
        return True
    if not isinstance(raw, str) or len(raw) > 24:
        return False
    word = compact(raw)
    if _UNDER_WAY.fullmatch(word):
        return True
    return bool(
        _SIGNED.fullmatch(word)
        or _bare(word) is not None
        or word in _FULL
        or word in _NONE_YET
        or _VAGUE.fullmatch(word)
    )


def unclear_numbers(raws: Collection[object]) -> bool:
    """Whether the column holds a number for which the cell's own format must be asked: anything from 0 to 3.

    >>> unclear_numbers([65.0, 80.0]), unclear_numbers([0.65, "80%"]), unclear_numbers([0.0, "80%"])
    (False, True, False)
    """
    return any(type(raw) is float and 0 < raw <= 3 for raw in raws)


def read_percents(raws: Sequence[object], *, in_percent: bool, formatted: Collection[int], loose: bool) -> list[Read]:
    """Percents (0–100, may exceed 100) of one column, one `Read` per cell.

    `in_percent`: the heading says %. `formatted`: positions whose cell format is a percent. `loose`: the heading allows
    sentences (形象进度), so a sentence is text and no error.
    """
    distinct = set(raws)
    numbers = {raw: _numeric(raw) for raw in distinct}
    unmarked = {raw for place, raw in enumerate(raws) if place not in formatted} if formatted else distinct
    rule = _rule({number for raw in unmarked if (number := numbers[raw]) is not None}, distinct, in_percent)
    memo = {
        raw: percent_of(raw, loose=loose) if number is None else _number(number, rule)
        for raw, number in numbers.items()
    }
    reads = [memo[raw] for raw in raws]
    if formatted:
        hundredfold = {raw: _checked(raw * 100, raw, signed=True) for raw in distinct if type(raw) is float}
        reads = [
            hundredfold[raw] if type(raw) is float and place in formatted else read
            for place, (raw, read) in enumerate(zip(raws, reads, strict=True))
        ]
    return _with_rule_told(reads, raws, formatted) if rule == "fractions" else reads


def _with_rule_told(reads: list[Read], raws: Sequence[object], formatted: Collection[int]) -> list[Read]:
    """One notice, at the first such cell, that the column's plain fractions were read as percents."""
    for place, raw in enumerate(raws):
        if place not in formatted and (number := _numeric(raw)):
            message = (
                f"这一列的数都不大于 1、又没有百分号，按小数读成百分比（{_trim(number)} → {_trim(number * 100)}%）。"
            )
            reads[place] = Read(reads[place].value, Note("info", "percent_from_fractions", message))
            break
    return reads


def _numeric(raw: object) -> float | None:
    """The cell as a number without any sign of percent; a number kept as text counts as a number."""
    if type(raw) is float:
        return raw
    return _bare(compact(raw)) if type(raw) is str and raw and raw[-1].isdigit() else None


def _rule(numbers: set, cells: set, in_percent: bool) -> str:
    """How numbers without a percent format are meant: as_is, fractions, or asked about (small, mixed).

    >>> _rule({65.0, 80.0}, set(), False), _rule({0.5, 1.0}, set(), True), _rule({0.5, 60.0}, set(), False)
    ('as_is', 'fractions', 'mixed')
    """
    positive = [number for number in numbers if number > 0]
    broken = any(number < 1 for number in positive)
    top = max(positive, default=0)
    if top <= 1:
        signed = any(isinstance(cell, str) and _SIGNED.fullmatch(compact(cell)) for cell in cells)
        return "fractions" if broken or (signed and positive) else "small"
    if in_percent or not broken:
        return "as_is"
    return "small" if top <= 3 else "mixed"


def _number(raw: float, rule: str) -> Read:
    if rule == "fractions" and raw >= 0:
        return _checked(raw * 100, raw, signed=True)
    asked = {"small": 0 < raw <= 3, "mixed": 0 < raw < 1}.get(rule, False)
    if asked:
        return _ambiguous(raw)
    return _checked(raw, raw, signed=False)


def percent_of(raw: object, *, loose: bool = False) -> Read:
    """The percent that a text names; a note says whenever it took more than reading digits.

    >>> percent_of("122.6%").value, percent_of("６５％").value, percent_of("已完成").value, percent_of("——").value
    (122.6, 65.0, 100.0, None)
    >>> percent_of("约八成").note.message
    '“约八成”不是准确的数，未作为百分比读入；如果是 80%，请直接写 80%。'
    """
    if not isinstance(raw, str):
        return _bad(raw) if is_moment(raw) or raw not in ("", None) else Read(None)
    word = compact(raw)
    if word in NOTHING:
        return Read(None)
    if found := _SIGNED.fullmatch(word):
        return _checked(float(found[1].replace(",", "")) / (10 if word.endswith("‰") else 1), raw, signed=True)
    if (number := _bare(word)) is not None:
        return _checked(number, raw, signed=False) if number == 0 or number > 1 else _unsigned_text(raw, number)
    return _from_words(raw, word, loose=loose)


def _from_words(raw: str, word: str, *, loose: bool) -> Read:
    if word in _FULL or word in _NONE_YET:
        number = 100.0 if word in _FULL else 0.0
        return Read(number, Note("info", "percent_from_words", f"“{raw.strip()}”按 {number:.0f}% 读入。"))
    if (found := _SENTENCE.fullmatch(word)) or (found := _WORDED.fullmatch(word)):
        number = _worded(found[1])
        if number is not None:
            return _checked(number, raw, signed=True, words=True)
    if (said := _verdict(raw, word)) is not None:
        return said
    if word.count("%") >= 2:
        message = (
            f"“{raw.strip()}”里有不止一个百分比，未作为百分比读入，原文记为进展情况；请只写该任务的总体完成百分比。"
        )
        return Read(None, Note("warning", "two_percents", message))
    if found := _VAGUE.fullmatch(word):
        return _proposed(raw, found[1])
    if _UNDER_WAY.fullmatch(word) or (loose and _is_sentence(word)):
        message = f"“{raw.strip()}”没有说明百分比，按未报百分比读入，原文记为进展情况。"
        return Read(None, Note("info", "percent_not_given", message))
    return _bad(raw)


_VERDICT = re.compile(r"属实|不实|核[实查验]")
_VERDICT_PERCENT = re.compile(
    r"(实际)?(?:已|现|累计|总体|目前)*(?:完成|进度|形象进度|完成率)(?:达到|达|为|至|是|:)?(\d+(?:\.\d+)?)%(?!左右|以上|多|余|的)"
)
_OF_ANOTHER = re.compile(r"未|填报(?!不)|上报|自报|计划|目标|应当?完成|约|近|超过|接近")
"""Words with which the percent beside a verdict is what was reported, planned or missed, or only nearly so."""


def _verdict(raw: str, word: str) -> Read | None:
    """What a check on the spot found, where it is told in words: the percent that stands there, if exactly one does and
    says what it is; None where the words are no verdict.

    >>> _verdict("已核实，完成80%", "已核实,完成80%").value, _verdict("不属实", "不属实").value
    (80.0, None)
    """
    if not _VERDICT.search(word):
        return None
    found = _VERDICT_PERCENT.findall(word)
    if len(found) == 1 and word.count("%") == 1 and not _OF_ANOTHER.search(word):
        really, number = found[0]
        if really or "不" not in word:  # of what is said to be false, only what it is in fact
            return _checked(float(number), raw, signed=True, words=True)
    message = f"“{raw.strip()}”没有写明核实到百分之几，按没有核验进度读入，原文保留。"
    return Read(None, Note("info", "percent_not_given", message))


def _is_sentence(word: str) -> bool:
    return len(re.findall(r"[\u4e00-\u9fff]", word)) >= 4


def proposed_percent(raw: str) -> float | None:
    """The number that vague words come near to; it is proposed to people and never loaded by itself.

    >>> proposed_percent("约八成"), proposed_percent("过半"), proposed_percent("主体封顶")
    (80.0, 50.0, None)
    """
    found = _VAGUE.fullmatch(compact(raw))
    return float(_vague(found[1])) if found else None


def _vague(word: str) -> str:
    return word.rstrip("%") if word.endswith("%") else _trim(_TENTHS.get(word[0], 50) + 5 * (len(word) == 3))


def _proposed(raw: str, word: str) -> Read:
    number = _vague(word)
    message = f"“{raw.strip()}”不是准确的数，未作为百分比读入；如果是 {number}%，请直接写 {number}%。"
    return Read(None, Note("info", "percent_proposed", message))


def _worded(word: str) -> float | None:
    """Digits, or Chinese numerals up to a hundred.

    >>> _worded("65"), _worded("六十五"), _worded("一百")
    (65.0, 65.0, 100.0)
    """
    if re.fullmatch(r"\d+(?:\.\d+)?", word):
        return float(word)
    if word in ("百", "一百"):
        return 100.0
    ones = {sign: value // 10 for sign, value in _TENTHS.items()}
    tens, ten, rest = word.partition("十")
    if any(sign not in ones for sign in tens + rest) or len(tens) > 1 or len(rest) > 1:
        return None
    return float((ones.get(tens, 1) * 10 if ten else ones.get(tens, 0)) + ones.get(rest, 0))


def _bare(word: str) -> float | None:
    return float(word.replace(",", "")) if re.fullmatch(r"[+-]?\d[\d,]*(?:\.\d+)?", word) else None


def _unsigned_text(raw: str, number: float) -> Read:
    if number < 0:
        return _bad(raw)
    return _ambiguous(number)


def _ambiguous(number: float) -> Read:
    hundredfold = _trim(number * 100)
    message = (
        f"{_trim(number)} 分不清是 {hundredfold}% 还是 {_trim(number)}%，请写成带百分号的数，例如 {hundredfold}%。"
    )
    return Read(None, Note("error", "ambiguous_percent", message))


def _checked(number: float, raw: object, *, signed: bool, words: bool = False) -> Read:
    number = round(number, 6)
    if number < 0 or (number > IMPLAUSIBLE and not signed):
        return _bad(raw)
    if number > IMPLAUSIBLE:
        message = f"{_trim(number)}% 高得不寻常，已照此读入；如果本意是 {_trim(number / 100)}%，请改正后重新上传。"
        return Read(number, Note("warning", "implausible_percent", message))
    if words:
        return Read(number, Note("info", "percent_from_words", f"“{shown(raw).strip()}”按 {_trim(number)}% 读入。"))
    return Read(number)


def _bad(raw: object) -> Read:
    message = f"“{shown(raw).strip()}”不是能读懂的完成百分比，请改成像 65% 这样的数，或留空表示未报。"
    return Read(None, Note("error", "bad_percent", message))


def _trim(number: float) -> str:
    return f"{round(number, 6):g}" if abs(number) < 1e6 else str(number)
