"""A heading that no word and no pattern knows, compared letter by letter: 存在困难和问题呢.

It is only ever asked after exact words and patterns have failed, and its answer is always told to people: taken with an
info finding when it is sure, proposed in a finding when it is not.
"""

from functools import cache
from typing import NamedTuple

from ledgers.columns.headings import candidates, is_ignored
from ledgers.columns.vocabulary import SYNONYMS

__all__ = ["SURE", "Near", "nearest"]

SURE = 0.88
"""From this likeness on, a heading is taken for the field; two differing characters in short words stay below it."""
_WORTH_NAMING = 0.6
_APART = 0.05
"""So much nearer than the next field a heading must be to be unambiguous."""
_SHORTEST = 3
_TURNS = frozenset("不非未无否副原上前旧拟应计划金额数")
"""A heading that differs by one of these says something else (副牵头单位, 未完成率)."""


class Near(NamedTuple):
    """The field whose word a heading is most like, that word, the likeness (0–1), and whether it may be taken."""

    field: str
    word: str
    likeness: float
    is_sure: bool


@cache
def nearest(path: tuple[str, ...]) -> Near | None:
    """The field whose word is most like the heading, or None when nothing is near or the heading is to be left alone.

    >>> nearest(("存在困难和问题呢",)).field, nearest(("存在困难和问题呢",)).is_sure
    ('problem', True)
    >>> nearest(("完成时现",)).field, nearest(("完成时现",)).is_sure, nearest(("序时进度",)), nearest(("里程",))
    ('deadline', False, None, None)
    """
    from rapidfuzz import fuzz, process  # only when a heading is unknown: the child must start fast

    names = candidates(path)
    if not names or any(is_ignored(name) for name in names) or len(names[-1]) < _SHORTEST:
        return None
    words = _words()
    found = process.extract(names[-1], words, scorer=fuzz.ratio, limit=30, score_cutoff=_WORTH_NAMING * 100)
    if not found:
        return None
    word, score = found[0][0], found[0][1] / 100
    field = words_to_fields()[word]
    other = max((each[1] / 100 for each in found if words_to_fields()[each[0]] != field), default=0.0)
    turned = bool((set(names[-1]) ^ set(word)) & _TURNS)
    is_sure = score >= SURE and score - other >= _APART and not turned and field != "progress"
    return Near(field, word, round(score, 2), is_sure)


@cache
def words_to_fields() -> dict[str, str]:
    """Every word of the general vocabulary that is long enough to be compared, with its field."""
    return {name: field for field, names in SYNONYMS.items() for name in names.split() if len(name) >= _SHORTEST}


@cache
def _words() -> list[str]:
    return list(words_to_fields())
