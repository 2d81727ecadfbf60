"""The rows of a sheet that are the heading of a table: one to four of them, merged or not, below any title."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from ledgers.cells.months import month_heading
from ledgers.cells.texts import compact, shown
from ledgers.columns.headings import claims, is_known, known_words, normal
from ledgers.files.grid import Grid, Merge
from ledgers.sheets.figure_headings import is_wide_heading

__all__ = ["best_heading", "heading_paths"]

_DEEPEST = 60
"""Rows from the start of the sheet (or from the end of the table before) in which a heading is looked for."""
_LEVELS = 4
_ROWS_AFTER_BEST = 10
"""So far below the best heading a better one is still looked for."""
_LONGEST = 40
_OF_FIGURES = 1.5
"""How much a heading of figures counts that names no two fields of a ledger."""
_WIDE = 0.7
"""A merged cell over this share of the sheet's width is a title, not a group of columns."""


def best_heading(grid: Grid, start: int) -> range | None:
    """The rows from `start` on whose joined texts name the most fields (at least two), or None."""
    best, best_score = None, 0.0
    end = min(start + _DEEPEST, len(grid.rows))
    grid = replace(grid, merges=tuple(merge for merge in grid.merges if start <= merge[0] < end + _LEVELS))
    known = [_knows(row) for row in grid.rows[start : end + _LEVELS]]
    for first in range(start, end):
        if best and first > best[-1] + _ROWS_AFTER_BEST:
            break
        if any(known[first - start : first - start + _LEVELS]):
            for block in _blocks(grid, first):
                if (score := _score(grid, block)) > best_score:
                    best, best_score = block, score
    return _whole(grid, best) if best else None


def heading_paths(grid: Grid, block: range) -> dict[int, tuple[str, ...]]:
    """Column -> its heading texts from the top down, merged titles spread over their columns."""
    spread = {row: _spread(grid, row, block) for row in block}
    paths = {}
    for column in range(grid.width):
        texts = (spread[row].get(column, "") for row in block)
        if path := tuple(dict.fromkeys(text for text in texts if text)):
            paths[column] = path
    return paths


def _blocks(grid: Grid, first: int) -> list[range]:
    """The blocks that begin at a row: it alone, and with the rows below that are levels of the same heading."""
    blocks = []
    for last in range(first, min(first + _LEVELS, len(grid.rows))):
        if not _may_be_heading(grid.rows[last]) or (last > first and not _linked(grid, last - 1)):
            break
        blocks.append(range(first, last + 1))
    return blocks


def _whole(grid: Grid, block: range) -> range:
    """The block with the rows that its cells, merged downwards, also cover: they are levels of the same heading."""
    ends = [bottom for top, _, bottom, _ in grid.merges if top in block and bottom - block[0] < _LEVELS]
    return range(block[0], max([block[-1], *ends]) + 1)


def _knows(row: Sequence[object]) -> bool:
    """Whether any cell of the row is a heading's word or a month; a cheap look before the close one."""
    words = known_words()
    texts = (cell for cell in row if isinstance(cell, str) and 0 < len(cell) <= _LONGEST)
    return any(normal(text)[0] in words or "月" in text or claims((text,)) for text in texts)


def _may_be_heading(row: Sequence[object]) -> bool:
    cells = [cell for cell in row if cell != ""]
    long = sum(isinstance(cell, str) and len(cell) > _LONGEST for cell in cells)
    numbers = sum(isinstance(cell, float) for cell in cells)
    return bool(cells) and long * 3 <= len(cells) and numbers * 3 <= len(cells)


def _score(grid: Grid, block: range) -> float:
    """Distinct fields named, a bonus for groups that cover several leaves, minus a little for every row taken."""
    paths = heading_paths(grid, block)
    exact = {claims(path)[:1] or path for path in paths.values() if is_known(path)}
    loose = {found[0].field for path in paths.values() if not is_known(path) and (found := claims(path))}
    months = sum(month_heading(path, year=2000) is not None for path in paths.values())
    if len(exact) + min(len(loose), 1) + min(months, 2) < 2:
        return _OF_FIGURES if is_wide_heading(grid, block, paths) else 0.0
    grouped = any(_is_group(grid, merge, block) for merge in grid.merges if merge[0] in block[:-1])
    return len(exact) + 0.5 * len(loose) + 0.6 * months + 0.5 * grouped - 0.2 * (len(block) - 1)


def _is_group(grid: Grid, merge: Merge, block: range) -> bool:
    """A merged title over several leaf headings, and not a title or a 填报单位: line over the whole table."""
    top, left, bottom, right = merge
    if right == left or bottom >= block[-1] or right - left + 1 >= _WIDE * grid.breadth:
        return False
    text = compact(grid.rows[top][left])
    below = grid.rows[bottom + 1][left : right + 1]
    return bool(text) and ":" not in text and len(text) <= 20 and len(below) - below.count("") >= 2


def _linked(grid: Grid, row: int) -> bool:
    """Whether the row and the one below are two levels of one heading: by merged cells, or by complementing gaps."""
    for top, left, bottom, right in grid.merges:
        if top <= row < bottom and right - left + 1 < max(_WIDE * grid.breadth, 2):
            return True
        if bottom == row and right > left and _is_group(grid, (top, left, bottom, right), range(row, row + 2)):
            return True
    upper, lower = grid.rows[row], grid.rows[row + 1]
    pairs = list(zip(upper, lower, strict=True))
    new = {place for place, (above, below) in enumerate(pairs) if above == "" and below != ""}
    both = [place for place, (above, below) in enumerate(pairs) if above != "" and below != ""]
    leaves = [place for place, below in enumerate(lower) if below != ""]
    following = dict(pairwise(leaves))
    if not leaves or len(upper) - upper.count("") <= 1 or grid.left in new:
        return False
    grouped = bool(new) and all(following.get(place) in new for place in both)
    return grouped or (leaves[0] > grid.left and all(_is_leaf(lower[place]) for place in leaves))


def _is_leaf(cell: object) -> bool:
    """Whether a cell alone would be a heading: under an unmerged group of one column nothing else tells it apart."""
    path = (_heading_text(cell),)
    return is_known(path) or month_heading(path, year=2000) is not None


def _spread(grid: Grid, row: int, block: range) -> dict[int, str]:
    """Texts of one heading row by column; a group's title also stands over the gaps to its right."""
    texts = {place: _heading_text(cell) for place, cell in enumerate(grid.rows[row]) if cell != ""}
    covered: set[int] = set()
    for top, left, bottom, right in grid.merges:
        if block[0] <= top <= row <= bottom and left < grid.width:
            own = range(left, min(right, grid.width - 1) + 1)
            texts |= dict.fromkeys(own, _heading_text(grid.rows[top][left]))
            covered |= set(own)
    if row != block[-1]:
        below = zip(*grid.rows[row + 1 : block[-1] + 1], strict=True)
        _spread_unmerged([any(cell != "" for cell in cells) for cells in below], texts, covered)
    return {place: text for place, text in texts.items() if text}


def _spread_unmerged(has_leaf: Sequence[bool], texts: dict[int, str], covered: set[int]) -> None:
    """A title whose group was not merged: extend it while the rows below have leaves and this row has gaps."""
    for place in range(1, len(has_leaf)):
        left = place - 1
        if place not in texts and has_leaf[place] and left in texts and left not in covered and has_leaf[left]:
            texts[place] = texts[left]


def _heading_text(cell: object) -> str:
    """The heading as written, line breaks gone; a whole number keeps its digits, a day its ISO form.

    >>> _heading_text("责任\\n单位 "), _heading_text(2022.0)
    ('责任单位', '2022')
    """
    return "".join(shown(cell).splitlines()).strip()
