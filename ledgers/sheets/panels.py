"""Tables that stand side by side on one sheet, cut apart into sheets of their own in which every cell keeps its place.

An empty column alone cuts nothing: many offices leave one inside a table. What stands right of it must be a ledger by
itself and show it: by a heading in other rows, a numbering of its own, a title of its own, or by naming again what the
table on its left already names.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from ledgers.cells.months import month_heading
from ledgers.cells.texts import compact, shown
from ledgers.columns.headings import claims, normal
from ledgers.columns.kinds import RULES
from ledgers.files.grid import Grid
from ledgers.sheets.heading_rows import best_heading, heading_paths

__all__ = ["cut", "side_by_side", "with_titles"]

_HEAD_ROWS = 60
"""A column that is empty so far is worth being looked at down to its end."""
_SUBJECTS = ("task", "project", "order_no", "unit", "matter")
"""What a row of a table of its own is about: one of these must be among its columns."""
_REPORT = {"progress": ("percent", "progress_text", "status")}
_TITLE_SIGNS = 4


@dataclass(frozen=True)
class _Part:
    """Columns of the sheet as a table by themselves: the rows of their heading, and its texts by column."""

    columns: range
    heading: range
    paths: dict[int, tuple[str, ...]]

    @property
    def fields(self) -> frozenset[str]:
        return frozenset(field for path in self.paths.values() for field in _fields(path))

    @property
    def is_ledger(self) -> bool:
        """Whether some kind of ledger could be made of these columns alone."""
        fields = self.fields
        of_a_kind = any(all(fields & set(group.split()) for group in groups) for groups in RULES.values())
        return of_a_kind and bool(fields & set(_SUBJECTS))


def side_by_side(grid: Grid, area: range, block: range) -> list[range]:
    """The columns of each table that stands in these rows of the sheet, left to right; [] when there is only one.

    `block` is where the heading was found when the rows were taken for one table.
    """
    paths = heading_paths(grid, block)
    pieces = list(_pieces(grid, area, block, paths=paths))
    tables: list[_Part] = []
    for columns in pieces if len(pieces) > 1 else ():
        part = _part(grid, area, columns)
        if tables and tables[-1].is_ledger and part.is_ledger and _is_own(grid, area, tables[-1], part):
            tables.append(part)
        elif tables:
            tables[-1] = _part(grid, area, range(tables[-1].columns.start, columns.stop))
        else:
            tables.append(part)
    return [table.columns for table in tables] if len(tables) > 1 else []


def cut(grid: Grid, columns: range, rows: range | None = None) -> Grid:
    """The sheet with nothing but these columns (and rows); every cell keeps its place. A cell merged from a neighbour
    into them (a title or a section over all tables) begins with their first one.

    >>> cut(Grid("a", [["甲", "", "乙", "丙"]]), range(2, 3)).rows
    [['', '', '乙']]
    """
    rows = range(len(grid.rows)) if rows is None else rows
    before, nothing = [""] * columns.start, [""] * columns.stop
    cells = [
        before + row[columns.start : columns.stop] if place in rows else nothing for place, row in enumerate(grid.rows)
    ]
    over = [
        merge for merge in grid.merges if merge[0] in rows and merge[1] < columns.stop and merge[3] >= columns.start
    ]
    for top, left, _, _ in over:
        if left < columns.start:
            cells[top][columns.start] = grid.rows[top][left]
    merges = tuple(
        (top, max(left, columns.start), bottom, min(right, columns.stop - 1)) for top, left, bottom, right in over
    )
    broken = {place: text for place, text in (grid.broken or {}).items() if place[1] in columns and place[0] in rows}
    return replace(grid, rows=cells, merges=merges, broken=broken or None, left=columns.start)


def with_titles(grid: Grid, panel: Grid, *, columns: range, rows: range) -> Grid:
    """The panel with the title lines (`rows`) that it shares with its neighbours: those in which it has no words of its
    own, and lines such as 填报日期：. A title merged over a neighbour alone belongs to that neighbour."""
    cells = list(panel.rows)
    for row in rows:
        own = [cell for cell in cells[row] if cell != ""]
        others = [(place, cell) for place, cell in enumerate(grid.rows[row]) if cell != "" and place not in columns]
        shared = [shown(cell).strip() for place, cell in others if _is_shared(grid, (row, place), columns, own)]
        if shared:
            line = " ".join([*shared, *(shown(cell).strip() for cell in own)])
            cells[row] = [*[""] * columns.start, line, *[""] * (columns.stop - columns.start - 1)]
    return replace(panel, rows=cells)


def _is_shared(grid: Grid, place: tuple[int, int], columns: range, own: Sequence[object]) -> bool:
    """A title that is not merged goes to the tables on its right that have none."""
    if own:
        return ":" in compact(grid.rows[place[0]][place[1]]) and not any(":" in compact(cell) for cell in own)
    is_wide = any(merge[:2] == place and merge[3] > merge[1] for merge in grid.merges)
    return place[1] < columns.start and not is_wide


# -- where it could be cut ---------------------------------------------------------------------------------------------


def _pieces(grid: Grid, area: range, block: range, *, paths: dict[int, tuple[str, ...]]) -> Iterator[range]:
    """Columns between empty ones, cut once more where a heading begins again."""
    gaps = _gaps(grid, area, block, paths)
    start = grid.left
    for gap in [*gaps, grid.width]:
        if start < gap:
            yield from _cut_at_repeats(range(start, gap), paths)
        start = gap + 1


def _gaps(grid: Grid, area: range, block: range, paths: Collection[int]) -> list[int]:
    """Columns without heading or cell; a group merged across one is its heading."""
    head = grid.rows[area.start : min(area.stop, block.stop + _HEAD_ROWS)]
    lines = [row for place, row in enumerate(head, area.start) if place >= block.start or not _is_line(row)]
    empty = [place for place in range(grid.left, grid.width) if place not in paths]
    empty = [place for place in empty if all(row[place] == "" for row in lines)]
    if not empty:
        return []
    below = grid.rows[block.stop + _HEAD_ROWS : area.stop]
    return [place for place in empty if all(row[place] == "" for row in below)]


def _is_line(row: Sequence[object]) -> bool:
    """Whether a row is a title or a line such as 填报单位：, not cells of a table."""
    return len(row) - row.count("") <= 2


def _cut_at_repeats(columns: range, paths: dict[int, tuple[str, ...]]) -> list[range]:
    """The columns cut where the first heading stands again, followed by at least one more of the same headings."""
    leaves = {place: normal(paths[place][-1])[0] for place in columns if place in paths}
    if not leaves:
        return [columns]
    first, *others = leaves
    starts = [columns.start, *(place for place in others if leaves[place] == leaves[first])]
    pieces = [range(start, stop) for start, stop in zip(starts, [*starts[1:], columns.stop], strict=True)]
    known = {leaf for place, leaf in leaves.items() if place in pieces[0]}
    kept = [pieces[0]]
    for piece in pieces[1:]:
        again = [place for place in piece if leaves.get(place) in known]
        if len(again) > 1 and any(_is_subject(paths[place]) for place in again):
            kept.append(piece)
        else:
            kept[-1] = range(kept[-1].start, piece.stop)
    return kept


# -- whether it is a table of its own ----------------------------------------------------------------------------------


def _part(grid: Grid, area: range, columns: range) -> _Part:
    own = cut(grid, columns, rows=range(area.start, min(area.stop, area.start + 2 * _HEAD_ROWS)))
    block = best_heading(own, area.start)
    return _Part(columns, block or range(0), heading_paths(own, block) if block else {})


def _is_own(grid: Grid, area: range, left: _Part, right: _Part) -> bool:
    """Whether a ledger right of another one shows that it is not just more columns of it."""
    if not set(left.heading) & set(right.heading):
        return True
    both = {normal(path[-1])[0] for path in left.paths.values()}
    again = [path for path in right.paths.values() if normal(path[-1])[0] in both]
    if any(_is_subject(path) for path in again) or "aliases" in right.fields:
        return True
    numbered = "no" in left.fields and "no" in _fields(right.paths[min(right.paths)])
    return numbered or _has_title(grid, range(area.start, right.heading.start), right.columns)


def _has_title(grid: Grid, rows: range, columns: range) -> bool:
    texts = [compact(grid.rows[row][place]) for row in rows for place in columns]
    return any(len(text) >= _TITLE_SIGNS and ":" not in text for text in texts)


def _is_subject(path: tuple[str, ...]) -> bool:
    return bool(_fields(path) & set(_SUBJECTS))


def _fields(path: tuple[str, ...]) -> frozenset[str]:
    """The fields that a heading may mean in some kind of table."""
    if month_heading(path, year=2000):
        return frozenset(("month",))
    named = {claim.field for kind in (None, *RULES) for claim in claims(path, kind=kind)[:1]}
    return frozenset(named.union(*(_REPORT.get(field, ()) for field in named)))
