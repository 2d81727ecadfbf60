"""Rows of sums checked against their parts: a 合计 that differs from what stands above it says that a row is missing,
was added, or was mistyped."""

import re
from collections.abc import Callable, Sequence

from ledgers.cells.texts import compact, shown
from ledgers.columns.understanding import Found
from ledgers.files.sheetxml import cell_name
from ledgers.reading import Finding

__all__ = ["about_totals"]

_SUMMED = ("weight", "points")
"""Fields whose total is a sum; the total of percents may be a mean of any kind and is not checked."""
_COUNTED = ("task", "project")
_SUM_WORD = re.compile("合计|小计|总计|共计|总和")
_COUNT = re.compile(r"共?(\d+)[项个件]")
_CLOSE = 0.01


def about_totals(found: Found) -> list[Finding]:
    """A warning for every total of weights, points or counts that is the sum of no set of rows it could be meant for:
    all of them, those since the total or section before, or those until the next."""
    findings = []
    for row in found.layout.totals:
        if not any(_SUM_WORD.search(compact(cell)) for cell in found.grid.rows[row][:5]):
            continue
        sets = _could_be_meant(found, row)
        for column in found.understood.columns:
            written, add = _written(found.grid.rows[row][column.place], column.field)
            if written is None:
                continue
            sums = [add([found.grid.rows[each][column.place] for each in rows]) for rows in sets]
            if sums and all(abs(each - written) > _CLOSE for each in sums):
                findings.append(_differs(found, row, column.place, heading=column.heading, sums=(written, sums[-1])))
    return findings


def _could_be_meant(found: Found, row: int) -> list[list[int]]:
    """The sets of data rows a total may speak of, all of them first and the nearest last; [] when there are none."""
    rows = found.layout.rows
    bounds = sorted({*found.layout.totals, *found.layout.sections})
    above = max((each for each in bounds if each < row), default=-1)
    below = min((each for each in bounds if each > row), default=len(found.grid.rows))
    sets = [[each for each in rows if row < each < below], [each for each in rows if above < each < row]]
    return [each for each in (rows, *sets) if each]


def _written(cell: object, field: str) -> tuple[float | None, Callable[[Sequence[object]], float]]:
    """The number in a total's cell and how its parts add up; None when there is none to check."""
    if field in _SUMMED and isinstance(cell, float):
        return cell, _sum
    if field in _COUNTED and (count := _COUNT.fullmatch(compact(cell))):
        return float(count[1]), _count
    return None, _sum


def _sum(cells: Sequence[object]) -> float:
    """Sum of the numbers among the cells.

    >>> _sum([2.0, "3", "", "/"])
    5.0
    """
    return sum(float(compact(cell)) for cell in cells if re.fullmatch(r"-?\d+(?:\.\d+)?", compact(cell)))


def _count(cells: Sequence[object]) -> float:
    return float(sum(compact(cell) != "" for cell in cells))


def _differs(found: Found, row: int, place: int, *, heading: str, sums: tuple[float, float]) -> Finding:
    written, parts = (f"{number:g}" for number in sums)
    message = (
        f"合计行写的“{heading}”是 {written}，上下各行加起来是 {parts}，对不上；请核对是漏了行、多了行还是数写错了。"
    )
    return Finding(
        found.grid.sheet, cell_name(row, place), "warning", "total_differs", shown(found.grid.rows[row][place]), message
    )
