"""Which canonical column a heading names: by its words, never by its place."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from ledgers.columns.vocabulary import FALLBACKS, IGNORED, KIND_WORDS, LOOSE, SYNONYMS

__all__ = ["Claim", "Match", "assign", "candidates", "claims", "is_ignored", "is_known", "known_words", "normal"]

_EXACT, _IN_KIND, _BY_PATTERN = 0, 500, 1000
_BRACKETS = re.compile(r"[(\[【〔{<《「]([^)\]】〕}>》」]*)[)\]】〕}>》」]")
_NUMBERING = re.compile(r"^(?:\d{1,2}[.、)]|\(\d{1,2}\)|[①-⑩]|[一二三四五六七八九十][、.])(?=\D)")
_YEAR = re.compile(r"^(?:\d{4}年?度?|本年度?|今年)(?=[^\d月])")
_PLAN = re.compile(r"计划|目标|序时|上年|去年|同期|上月")
_REPORTED = ("percent", "progress", "status", "progress_text", "done_on")
"""What stands under a group title such as 计划 is no report."""
_DECORATION = "*★☆※●■:#\"'“”"


class Claim(NamedTuple):
    """A field that a heading may mean; the lower `rank`, the more specific the word."""

    field: str
    rank: int


class Match(NamedTuple):
    """Columns assigned to fields: position -> field; position of a loser -> (field it wanted, winner's position)."""

    fields: dict[int, str]
    ranks: dict[int, int]
    losers: dict[int, tuple[str, int]]


def normal(heading: str) -> tuple[str, str]:
    """A heading without blanks, line breaks, brackets and decoration, and what stood in its brackets.

    >>> normal(" 分 管\\n县领导 "), normal("形象进度（％）"), normal("*1.任务名称：")
    (('分管县领导', ''), ('形象进度', '%'), ('任务名称', ''))
    """
    text = "".join(unicodedata.normalize("NFKC", heading).split()).strip(_DECORATION)
    hint = "".join(_BRACKETS.findall(text))
    plain = _NUMBERING.sub("", _BRACKETS.sub("", text)).strip(_DECORATION + ".、,")
    return (plain or hint, hint if plain else "")


@cache
def candidates(path: tuple[str, ...]) -> tuple[str, ...]:
    """Names to look up for a heading of one or more levels, the fullest first.

    >>> candidates(("计划", "完成时间"))[:3]
    ('计划完成时间', '完成时间计划', '完成时间')
    >>> candidates(("责任单位（牵头）",))[:3]
    ('责任单位牵头', '牵头责任单位', '责任单位')
    """
    parts = [normal(level) for level in path if normal(level)[0]]
    if not parts:
        return ()
    leaf, hint = parts[-1]
    above = [name for name, _ in parts[:-1] if name != leaf]
    names = []
    for group in ("".join(above), *reversed(above)):
        names += [group + leaf + hint, group + leaf, leaf + group] if group else []
    names += [leaf + hint, hint + leaf, leaf]
    names += [_YEAR.sub("", name) for name in names]
    return tuple(dict.fromkeys(names))


def claims(path: tuple[str, ...], *, kind: str | None = None) -> tuple[Claim, ...]:
    """The fields a heading may mean in a table of this kind, the likeliest first; () when it means none.

    >>> [claim.field for claim in claims(("完成时间",), kind="milestones")][:2]
    ['planned_on', 'done_on']
    >>> claims(("上月进度",)), claims(("序时进度",))
    ((), ())
    """
    found = _named(path, kind)
    if len(path) > 1 and any(_PLAN.search(level) for level in path[:-1]):
        return tuple(claim for claim in found if claim.field not in _REPORTED)
    return found


def _named(path: tuple[str, ...], kind: str | None) -> tuple[Claim, ...]:
    names = candidates(path)
    for name in names:
        if is_ignored(name):
            return ()
        if found := (*_table(kind).get(name, ()), *_table(None).get(name, ())):
            return found
    return next((found for name in names if (found := _by_pattern(name))), ())


def is_known(path: tuple[str, ...]) -> bool:
    """Whether any kind of table has a field of exactly this name (patterns do not count: they match sentences)."""
    names = candidates(path)
    return any(name in _table(kind) for name in names for kind in (None, *KIND_WORDS))


@cache
def known_words() -> frozenset[str]:
    """Every normalised heading of every kind, for a quick look at many cells."""
    return frozenset(name for kind in (None, *KIND_WORDS) for name in _table(kind))


def assign(wanted: Sequence[Sequence[Claim]], *, headings: Sequence[str]) -> Match:
    """Give every field to the column whose heading is the most specific; a loser tries its next claim.

    `wanted` holds each column's claims, `headings` its normalised heading. Deferred acceptance, so the result does not
    depend on the order of columns except between equally specific headings, where the left one wins. It ends because no
    column asks for a field that it has lost.
    """
    contest = _Contest(wanted, headings)
    queue = [place for place, each in enumerate(wanted) if each]
    while queue:
        place = queue.pop(0)
        loser = contest.ask(place)
        if loser is not None and contest.open[loser]:
            queue.append(loser)
    ranks = {place: rank for rank, place in contest.held.values()}
    fields = {place: field for field, (_, place) in contest.held.items()}
    return Match(fields, ranks, {place: lost for place, lost in contest.losers.items() if place not in fields})


class _Contest:
    """Columns asking for fields: `held` is field -> (rank, place), `open` the claims a column has not yet made."""

    def __init__(self, wanted: Sequence[Sequence[Claim]], headings: Sequence[str]) -> None:
        self.headings = headings
        self.open = [list(each) for each in wanted]
        self.held: dict[str, tuple[int, int]] = {}
        self.losers: dict[int, tuple[str, int]] = {}
        self._given_up: list[set[str]] = [set() for _ in wanted]

    def ask(self, place: int) -> int | None:
        """Let a column make its next claim; gives the column that lost the field by it, if one did."""
        claim = self.open[place].pop(0)
        asking, holding = (claim.rank, place), self.held.get(claim.field)
        if holding is None:
            self.held[claim.field] = asking
            return None
        self.held[claim.field] = min(asking, holding)
        rank, loser = max(asking, holding)
        self._give_up(Claim(claim.field, rank), loser, winner=min(asking, holding)[1])
        return loser

    def _give_up(self, lost: Claim, place: int, *, winner: int) -> None:
        self.losers[place] = (lost.field, winner)
        self._given_up[place].add(lost.field)
        claims_left = self.open[place]
        if other := _instead(lost.field, self.headings[place], self.headings[winner]):
            claims_left = [Claim(other, lost.rank), *(claim for claim in claims_left if claim.field != other)]
        self.open[place] = [claim for claim in claims_left if claim.field not in self._given_up[place]]


def _instead(lost: str, loser: str, winner: str) -> str | None:
    """The field that a heading means once it has lost one to the winner's heading.

    >>> _instead("lead_units", "责任单位", "牵头责任单位")
    'support_units'
    """
    for field, loser_words, winner_words, other in FALLBACKS:
        if field == lost and _full(loser_words, loser) and _full(winner_words, winner):
            return other
    return None


@cache
def _table(kind: str | None) -> Mapping[str, tuple[Claim, ...]]:
    words = SYNONYMS if kind is None else KIND_WORDS[kind]
    start = _EXACT if kind is None else _IN_KIND
    table: dict[str, tuple[Claim, ...]] = {}
    for field, names in words.items():
        for rank, name in enumerate(names.split()):
            key = normal(name)[0] if name not in ("NO", "NO.", "%") else name
            table[key] = (*table.get(key, ()), Claim(field, start + rank))
    return table


@cache
def _compiled(pattern: str) -> Callable[[str], re.Match[str] | None]:
    return re.compile(pattern).fullmatch


def _full(pattern: str, name: str) -> bool:
    return _compiled(pattern)(name) is not None


@cache
def is_ignored(name: str) -> bool:
    """Whether a normalised heading says something that must be left alone (the plan, last month, a sum of money)."""
    return any(_full(pattern, name) for pattern in IGNORED)


@cache
def _by_pattern(name: str) -> tuple[Claim, ...]:
    if len(name) > 24:
        return ()
    return tuple(
        Claim(field, _BY_PATTERN + rank) for rank, (field, pattern) in enumerate(LOOSE) if _full(pattern, name)
    )[:2]
