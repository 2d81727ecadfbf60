"""What a table is (its kind) and what its columns are, from headings, the cells below them and the sheet's name."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from ledgers.cells.months import MonthHeading, month_heading
from ledgers.cells.percents import looks_like_percent
from ledgers.cells.texts import compact, done_of
from ledgers.columns.fingerprints import heading_key
from ledgers.columns.headings import Claim, Match, assign, claims, normal
from ledgers.columns.kinds import AGAINST, CONTEXT, MARKS, REFERRING, RULES, WEIGHTS
from ledgers.columns.nearest import Near, nearest
from ledgers.columns.vocabulary import STATUS_LIKE
from ledgers.files.grid import Grid
from ledgers.files.sheetxml import cell_name
from ledgers.sheets.layout import Layout

__all__ = ["Chosen", "Found", "Understood", "heading_of", "understand"]

_SAMPLE = 500
_AGAINST_POINTS = 3.0
_CONTEXT_POINTS = 1.5
_COUNTING = ("序号", "序", "号", "NO", "编号")
_SENTENCE_HEADINGS = ("情况", "进展", "动态", "说明", "描述", "状况", "成效")

_NOTHING_TOLD: Mapping = {}

Paths = Mapping[int, tuple[str, ...]]


@dataclass(frozen=True)
class Chosen:
    """One column: its field, its own day when the heading carries one, and whether the heading says percent."""

    place: int
    field: str
    heading: str
    day: date | None = None
    month: MonthHeading | None = None
    in_percent: bool = False
    loose: bool = False
    near: Near | None = None
    told: bool = False
    """A person said which column this is."""


@dataclass(frozen=True)
class Understood:
    """A table's kind (None: no ledger) with its columns; `conflicts` are (place, field wanted, place of the winner),
    `undated` are month columns of which no year is known, `left_out` those that a person wants left out."""

    kind: str | None
    columns: tuple[Chosen, ...]
    unknown: tuple[int, ...]
    conflicts: tuple[tuple[int, str, int], ...]
    undated: tuple[int, ...]
    left_out: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Found:
    """A table on its sheet: where it stands and what it was understood to be."""

    grid: Grid
    layout: Layout
    understood: Understood

    def cell(self, position: int, place: int) -> str:
        """Name of a cell in the table's data rows: the row by position among them, the column from 0."""
        return cell_name(self.layout.rows[position], place)


def understand(
    layout: Layout,
    cells: Callable[[int], Sequence[object]],
    *,
    names: str,
    year: int | None,
    told: Mapping[str, str] = _NOTHING_TOLD,
) -> Understood:
    """The table's kind and columns. `cells(place)` gives a column's raw cells, `names` is sheet name plus title, `told`
    is what people said before: heading key -> column, "" to leave it out."""
    paths = layout.paths
    said = _said(paths, told) if told else {}
    months = {
        place: found for place, path in paths.items() if place not in said and (found := month_heading(path, year=year))
    }
    contents = {
        place: _content(cells(place), path) for place, path in paths.items() if place in months or _is_open(path)
    }
    plain = {place: path for place, path in paths.items() if place not in months}
    serials = {place for place, path in plain.items() if _is_serial(path, cells(place))}
    matches = {kind: _match(plain, contents, kind=kind, serials=serials, said=said) for kind in RULES}
    kind = _kind(matches, with_months=bool(months), names=names)
    match = matches[kind] if kind else _match(plain, contents, kind=None, said=said)
    columns = [
        _plain_column(place, name, paths[place], loose=place in contents, told=place in said)
        for place, name in match.fields.items()
    ]
    if kind:
        columns += _misspelt(plain, {*match.fields, *match.losers, *said}, taken=set(match.fields.values()))
    columns += [_month_column(place, found, paths[place], contents) for place, found in months.items() if found.day]
    kept = _once_per_day(sorted(columns, key=lambda column: column.place))
    taken = {column.place for column in kept}
    return Understood(
        kind,
        tuple(kept),
        tuple(place for place in paths if place not in taken),
        tuple((place, name, winner) for place, (name, winner) in match.losers.items()),
        tuple(place for place, found in months.items() if found.day is None),
        frozenset(place for place, name in said.items() if not name),
    )


def _said(paths: Paths, told: Mapping[str, str]) -> dict[int, str]:
    """Which columns people have named: place -> field, "" to leave out."""
    keys = {place: heading_key(heading_of(path)) for place, path in paths.items()}
    return {place: told[key] for place, key in keys.items() if key in told}


def heading_of(path: tuple[str, ...]) -> str:
    """The heading as shown: levels joined by "-".

    >>> heading_of(("计划", "完成时间"))
    '计划-完成时间'
    """
    return "-".join(path)


# -- what stands below a heading ---------------------------------------------------------------------------------------


def _is_open(path: tuple[str, ...]) -> bool:
    """Whether the heading leaves open if percents or sentences stand below it."""
    return any(claim.field == "progress" for claim in claims(path))


def _content(cells: Sequence[object], path: tuple[str, ...]) -> str:
    """percent, progress_text or status, by the cells; an empty column follows its heading."""
    words = list(islice((cell for cell in dict.fromkeys(cells) if cell != "" and compact(cell)), _SAMPLE))
    leaf = normal(path[-1])[0]
    sentence = leaf.endswith(_SENTENCE_HEADINGS) and not _says_percent(path)
    if not words:
        return "progress_text" if sentence else "percent"
    numeric = sum(map(_has_digit, words))
    if leaf in STATUS_LIKE and not numeric and all(done_of(cell) is not None for cell in words):
        return "status"
    alike = [cell for cell in words if looks_like_percent(cell)]
    share = len(alike) / len(words)
    if sentence:
        return "percent" if share >= 0.8 and any(map(_has_digit, alike)) else "progress_text"
    return "percent" if share >= 0.5 or (share >= 0.25 and any(map(_has_digit, alike))) else "progress_text"


def _has_digit(cell: object) -> bool:
    return isinstance(cell, float) or (isinstance(cell, str) and any(sign.isdigit() for sign in cell))


def _says_percent(path: tuple[str, ...]) -> bool:
    """Whether the heading says that its numbers are percents.

    >>> _says_percent(("各月进度（％）", "8月")), _says_percent(("完成率",))
    (True, False)
    """
    return any(sign in "".join(path) for sign in ("%", "％", "百分"))


def _is_serial(path: tuple[str, ...], cells: Sequence[object]) -> bool:
    """Whether a 序号 column only counts its own rows: every cell filled, none twice."""
    return normal(path[-1])[0].upper() in _COUNTING and "" not in cells and len(set(cells)) == len(cells)


# -- fields and kind ---------------------------------------------------------------------------------------------------


def _match(
    paths: Paths,
    contents: Mapping[int, str],
    *,
    kind: str | None,
    serials: Collection[int] = (),
    said: Mapping[int, str] = _NOTHING_TOLD,
) -> Match:
    """Columns of a table taken as `kind`; what people said (`said`) goes before what headings say."""
    places = list(paths)
    counts = serials if kind in REFERRING else ()
    wanted = [
        _told_claims(said[place])
        if place in said
        else _settled(claims(path, kind=kind), contents.get(place, "progress_text"), counts=place in counts)
        for place, path in paths.items()
    ]
    found = assign(wanted, headings=[normal(path[-1])[0] for path in paths.values()])
    fields = found.fields
    # 项目名称 names the task itself where no other column does; praise is no task, its project only says whose it is
    if "task" not in fields.values() and kind != "honours":
        fields = {place: "task" if name == "project" else name for place, name in fields.items()}
    return Match(
        {places[place]: name for place, name in fields.items()},
        {places[place]: rank for place, rank in found.ranks.items()},
        {places[place]: (name, places[winner]) for place, (name, winner) in found.losers.items()},
    )


def _told_claims(name: str) -> list[Claim]:
    return [Claim(name, -1)] if name else []


def _settled(wanted: Sequence[Claim], content: str, *, counts: bool) -> list[Claim]:
    """Claims with `progress` replaced by what the cells say (below 完成率), and `no` by `serial` where it counts."""
    settled = [Claim(content, claim.rank + 100) if claim.field == "progress" else claim for claim in wanted]
    return [Claim("serial", claim.rank) if counts and claim.field == "no" else claim for claim in settled]


def _kind(matches: Mapping[str, Match], *, with_months: bool, names: str) -> str | None:
    scores = {kind: _score(kind, match, with_months=with_months, names=names) for kind, match in matches.items()}
    best = max(scores, key=lambda kind: scores[kind])
    return best if scores[best] > 0 else None


def _score(kind: str, match: Match, *, with_months: bool, names: str) -> float:
    """How much the columns speak for a kind; 0 when a needed column is missing."""
    found = {name: match.ranks[place] for place, name in match.fields.items()} | ({"month": 0} if with_months else {})
    if not all(any(name in found for name in group.split()) for group in RULES[kind]):
        return 0.0
    in_context = any(word in names for word in CONTEXT[kind])
    if kind in MARKS and not in_context and not any(found.get(name, 500) < 500 for name in MARKS[kind].split()):
        return 0.0
    weights = WEIGHTS[kind]
    score = sum(weights.get(name, 0) * (0.5 if rank >= 500 else 1) for name, rank in found.items())
    score -= _AGAINST_POINTS * sum(name in found for name in AGAINST.get(kind, "").split())
    return score + _CONTEXT_POINTS * in_context


def _plain_column(place: int, name: str, path: tuple[str, ...], *, loose: bool, told: bool) -> Chosen:
    return Chosen(place, name, heading_of(path), in_percent=_says_percent(path), loose=loose, told=told)


def _misspelt(paths: Paths, settled: Collection[int], *, taken: set[str]) -> list[Chosen]:
    """Columns whose heading is surely a misspelt word of a field that no other column has; each is told of."""
    near = {place: found for place, path in paths.items() if place not in settled and (found := nearest(path))}
    sure = {place: found for place, found in near.items() if found.is_sure and found.field not in taken}
    fields = [found.field for found in sure.values()]
    return [
        Chosen(place, found.field, heading_of(paths[place]), in_percent=_says_percent(paths[place]), near=found)
        for place, found in sure.items()
        if fields.count(found.field) == 1
    ]


def _month_column(place: int, found: MonthHeading, path: tuple[str, ...], contents: Mapping[int, str]) -> Chosen:
    name = "percent" if found.strong else contents[place]
    return Chosen(
        place,
        "percent" if name == "percent" else "progress_text",
        heading_of(path),
        day=found.day,
        month=found,
        in_percent=_says_percent(path),
        loose=not found.strong,
    )


def _once_per_day(columns: Sequence[Chosen]) -> list[Chosen]:
    """Of two month columns for the same day and field the left one stays; the other is not known."""
    kept: dict[tuple[str, date | None], Chosen] = {}
    for column in columns:
        kept.setdefault((column.field, column.day), column)
    return list(kept.values())
