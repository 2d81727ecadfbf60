"""How a name answers to what a person typed: by part, in any order, by first letters of its pinyin.

The first letters are a table (`initials.txt`): a line a letter, then every character that may begin with it, 多音字
under each of theirs. Made from the pinyin order of the Unicode collation for Chinese, checked against that of GB2312.
"""

import unicodedata
from functools import cache, lru_cache
from pathlib import Path

__all__ = ["MISSED", "bare", "closeness", "letters"]

MISSED = 99
"""How far a name is from a word that it does not answer to at all."""

_EXACT, _BEGINS, _WITHIN, _ALIAS, _LETTERS, _ABOUT, _SCATTERED = range(7)
_TABLE = Path(__file__).with_name("initials.txt")


@lru_cache(maxsize=100_000)  # a district's names, asked for at every letter that is typed
def bare(text: str) -> str:
    """Strip a text to what counts when it is typed: letters, digits and characters, wide and narrow alike.

    >>> bare("清执令〔２０２２〕第01号"), bare("X401 线")
    ('清执令2022第01号', 'x401线')
    """
    return "".join(each for each in unicodedata.normalize("NFKC", text).casefold() if each.isalnum())


@lru_cache(maxsize=100_000)
def letters(text: str) -> tuple[str, ...]:
    """Return for every sign of a bare text the letters that it may be typed as; "" where there is none.

    >>> letters("三坑镇"), letters("长x")
    (('s', 'k', 'z'), ('cz', 'x'))
    """
    known = _initials()
    return tuple(known.get(each, each if each.isascii() else "") for each in text)


def closeness(typed: str, name: str, *, aliases: tuple[str, ...] = (), about: str = "") -> int:
    """Say how far a bare name is from one bare word: 0 the same … 6 all its characters somewhere; MISSED not at all.

    >>> closeness("三坑", "三坑镇"), closeness("skz", "三坑镇"), closeness("征收太平", "太平新城土地征收")
    (1, 4, 6)
    >>> closeness("区城管局", "区城市管理综合执法局", aliases=("区城管局",)), closeness("石潭", "三坑镇")
    (3, 99)
    """
    if typed in name:
        return _EXACT if typed == name else _BEGINS if name.startswith(typed) else _WITHIN
    if any(typed in alias for alias in aliases):
        return _ALIAS
    if typed.isascii() and typed.isalpha() and any(_spells(typed, each) for each in (name, *aliases)):
        return _LETTERS
    if typed in about:
        return _ABOUT
    wanted = set(typed)
    return _SCATTERED if len(wanted) > 1 and not typed.isascii() and wanted <= set(name) else MISSED


def _spells(typed: str, name: str) -> bool:
    """Whether the letters are the first ones of characters that follow each other in the name."""
    read = letters(name)
    starts = range(len(read) - len(typed) + 1)
    return any(all(letter in read[start + place] for place, letter in enumerate(typed)) for start in starts)


@cache
def _initials() -> dict[str, str]:
    """Return every character with the letters that it may begin with."""
    found: dict[str, str] = {}
    for line in _TABLE.read_text(encoding="utf-8").splitlines():
        letter, signs = line.split(" ", 1)
        for sign in signs:
            found[sign] = found.get(sign, "") + letter
    return found
