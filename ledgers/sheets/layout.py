"""Where the tables stand on a sheet: title rows, heading rows, data rows. What the other rows below a heading are is
told apart in `row_kinds`."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ledgers.cells.texts import compact, shown
from ledgers.columns.headings import claims, is_known, known_words
from ledgers.files.grid import Grid
from ledgers.sheets.heading_rows import best_heading, heading_paths
from ledgers.sheets.panels import cut, side_by_side, with_titles
from ledgers.sheets.row_kinds import Body, is_footer, rows_with, sorted_rows

__all__ = ["Layout", "find_tables"]


@dataclass(frozen=True)
class Layout:
    """One table. Rows and columns count from 0; `paths` is column -> heading texts from the top level to the leaf;
    `panel` are its columns when other tables stand beside it."""

    title: str
    heading: range
    paths: dict[int, tuple[str, ...]]
    rows: list[int]
    sections: dict[int, str] = field(default_factory=dict)
    totals: tuple[int, ...] = ()
    hints: tuple[int, ...] = ()
    asides: tuple[int, ...] = ()
    bare_columns: tuple[int, ...] = ()
    panel: range | None = None


def find_tables(grid: Grid) -> list[Layout]:
    """Every table of the sheet, top to bottom, of those beside each other the left one first; [] when no row looks like
    the heading of a ledger."""
    filled = [len(row) - row.count("") for row in grid.rows]
    found, start = [], 0
    while block := best_heading(grid, start):
        if beside := side_by_side(grid, range(start, len(grid.rows)), block):
            return found + _panels(grid, range(start, len(grid.rows)), beside)
        paths = heading_paths(grid, block)
        following = _next_heading(grid, block[-1], paths, filled=filled)
        area = range(start, following)
        beside = side_by_side(grid, area, block) if following < len(grid.rows) else []
        found += _panels(grid, area, beside) or [_table(grid, area, block, paths=paths, filled=filled)]
        start = following
    return found


def _panels(grid: Grid, area: range, beside: Sequence[range]) -> list[Layout]:
    """The tables of each group of columns, as if the others were not there."""
    panels = [cut(grid, columns, area) for columns in beside]
    headings = [block.start for panel in panels if (block := best_heading(panel, area.start))]
    titles = range(area.start, min(headings, default=area.start))
    found = []
    for panel, columns in zip(panels, beside, strict=True):
        tables = find_tables(with_titles(grid, panel, columns=columns, rows=titles))
        found += [replace(table, panel=columns) for table in tables]
    return found


def _table(
    grid: Grid, area: range, block: range, *, paths: dict[int, tuple[str, ...]], filled: Sequence[int]
) -> Layout:
    lines = [
        " ".join(filter(None, (shown(cell).strip() for cell in row))) for row in grid.rows[area.start : block.start]
    ]
    counting = {column for column, path in paths.items() if (found := claims(path)) and found[0].field == "no"}
    heading = [compact(paths[column][-1]) if column in paths else "" for column in range(grid.width)]
    wide = tuple(merge for merge in grid.merges if merge[3] - merge[1] >= max(2, grid.breadth // 2 - 1))
    levels = [[compact(cell) for cell in grid.rows[row]] for row in block]
    above = frozenset(compact(line) for line in lines)
    body = Body(grid, range(block.stop, area.stop), heading, levels, counting, wide, above)
    found = sorted_rows(body, filled)
    unnamed = (column for column in range(grid.width) if column not in paths)
    return Layout(
        "\n".join(filter(None, lines)),
        block,
        paths,
        found.data,
        found.sections,
        tuple(found.total),
        hints=tuple(found.hint),
        asides=tuple(found.aside),
        bare_columns=tuple(column for column in unnamed if any(grid.rows[row][column] != "" for row in found.data)),
    )


# -- the next table on the same sheet ----------------------------------------------------------------------------------


def _next_heading(grid: Grid, after: int, paths: dict[int, tuple[str, ...]], *, filled: Sequence[int]) -> int:
    """The row at which the next table's title or heading begins, or the end of the sheet."""
    own = {column: compact(path[-1]) for column, path in paths.items()}
    below = range(after + 1, len(grid.rows))
    watched = [column for column, path in paths.items() if is_known(path)][:4]
    for row in sorted(set().union(*(rows_with(grid, below, column, words=known_words()) for column in watched))):
        texts = [compact(cell) for cell in grid.rows[row]]
        same = sum(column < len(texts) and texts[column] == text for column, text in own.items())
        known = sum(is_known((text,)) for text in texts if text and not text.isdigit())
        if known >= 3 and known * 2 >= filled[row] and same < known:
            return _title_start(grid, row, after=after, filled=filled)
    return len(grid.rows)


def _title_start(grid: Grid, row: int, *, after: int, filled: Sequence[int]) -> int:
    """Go up over the title rows (one or two filled cells) that belong to a heading further down the sheet."""
    while row - 1 > after and 0 < filled[row - 1] <= 2:
        if is_footer(compact("".join(map(shown, grid.rows[row - 1])))):
            break
        row -= 1
    return row
