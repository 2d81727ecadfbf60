"""Rows of sums checked against their parts: a 合计 that differs from what stands above it says that a row is missing,
was added, or was mistyped."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from ledgers.cells.percents import percent_of
from ledgers.cells.texts import compact, shown
from ledgers.cells.values import Values
from ledgers.columns.understanding import Chosen, Found
from ledgers.files.sheetxml import cell_name
from ledgers.reading import Finding
from ledgers.schema import PERCENTS

__all__ = ["about_totals"]

_SUMMED = ("weight", "points")
_COUNTED = ("task", "project")
_SUM_WORD = re.compile("合计|小计|总计|共计|总和")
_MEAN_WORD = re.compile("平均|均值")
_COUNT = re.compile(r"共?(\d+)[项个件]")
_WEIGHING = re.compile(r".*(?:投资|资金|金额|产值|权重|分值|面积|里程|工程量|任务数|总量|目标值?).*")
"""Headings of columns by which a total percent may be weighed."""
_CLOSE = 0.01
_ROUNDED = 0.5000001
"""A total percent may be rounded to a whole one."""


def about_totals(found: Found, read: Mapping[Chosen, Values]) -> list[Finding]:
    """A warning for every total that cannot be right: of weights, points or counts one that is the sum of no set of
    rows it could be meant for (all, those since the total or section before, those until the next); of percents
    one beyond the smallest or the largest of each set. A percent in between that is no mean we know is only told."""
    findings = []
    for row in found.layout.totals:
        words = "".join(compact(cell) for cell in found.grid.rows[row][:5] if not isinstance(cell, float))
        if not (_SUM_WORD.search(words) or _MEAN_WORD.search(words)):
            continue
        sets = _could_be_meant(found, row)
        for column, values in read.items() if sets else ():
            if column.field in PERCENTS:
                findings += _about_percent(found, row, column, values=values, sets=sets)
            elif _SUM_WORD.search(words):
                findings += _about_sum(found, row, column, sets=sets)
    return findings


def _could_be_meant(found: Found, row: int) -> list[list[int]]:
    """The sets of data rows a total may speak of, all of them first and the nearest last; [] when there are none."""
    rows = found.layout.rows
    bounds = sorted({*found.layout.totals, *found.layout.sections})
    above = max((each for each in bounds if each < row), default=-1)
    below = min((each for each in bounds if each > row), default=len(found.grid.rows))
    sets = [[each for each in rows if row < each < below], [each for each in rows if above < each < row]]
    return [each for each in (rows, *sets) if each]


# -- sums --------------------------------------------------------------------------------------------------------------


def _about_sum(found: Found, row: int, column: Chosen, *, sets: Sequence[Sequence[int]]) -> list[Finding]:
    written, add = _written(found.grid.rows[row][column.place], column.field)
    if written is None:
        return []
    sums = [add([found.grid.rows[each][column.place] for each in rows]) for rows in sets]
    if any(abs(each - written) <= _CLOSE for each in sums):
        return []
    return [_told(found, row, column, words=_SUM.format(column.heading, f"{written:g}", f"{sums[-1]:g}"))]


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


# -- percents ----------------------------------------------------------------------------------------------------------


def _about_percent(
    found: Found, row: int, column: Chosen, *, values: Values, sets: Sequence[Sequence[int]]
) -> list[Finding]:
    """A mean of any kind lies between the smallest and the largest of its parts, where a part not known may be 0."""
    written = _as_percents(found.grid.rows[row][column.place])
    percents = dict(zip(found.layout.rows, values.values, strict=True))
    known = [rows for rows in sets if any(percents[each] is not None for each in rows)]
    if not written or not known:
        return []
    meant = [number for rows in known for number in _means(found, {each: percents[each] for each in rows})]
    if any(abs(each - number) <= _ROUNDED for each in written for number in meant):
        return []
    parts = [value or 0.0 for value in percents.values()]
    low, high, shown_as = min(parts), max(parts), f"{written[0]:g}%"
    if all(each < low - _ROUNDED or each > high + _ROUNDED for each in written):
        words = _BEYOND.format(column.heading, shown_as, f"{low:g}%", f"{high:g}%")
        return [_told(found, row, column, words=words)]
    near = [percents[each] for each in known[-1] if percents[each] is not None]
    words = _NO_MEAN.format(column.heading, shown_as, f"{sum(near) / len(near):g}%")
    return [_told(found, row, column, words=words, code="total_not_mean")]


def _as_percents(cell: object) -> list[float]:
    """What a total's cell may say: 0.5 may be shown as 50%, and then is 50."""
    if isinstance(cell, float):
        return [cell * 100, cell] if 0 < cell <= 3 else [cell]
    value = percent_of(cell).value if isinstance(cell, str) and "%" in compact(cell) else None
    return [] if value is None else [value]


def _means(found: Found, parts: Mapping[int, float | None]) -> Iterator[float]:
    """What a total of percents (by row) may be: their mean, what is not known left out or taken as 0, each plain and
    weighed by every column of amounts; and their sum, which some offices write."""
    known = {row: value for row, value in parts.items() if value is not None}
    filled = {row: value or 0.0 for row, value in parts.items()}
    yield sum(known.values())
    places = [place for place, path in found.layout.paths.items() if _WEIGHING.fullmatch("".join(map(compact, path)))]
    for each in (known, filled):
        yield sum(each.values()) / len(each)
        for place in places:
            weights = {row: _amount(found.grid.rows[row][place]) for row in each}
            if total := sum(weights.values()):
                yield sum(value * weights[row] for row, value in each.items()) / total


def _amount(cell: object) -> float:
    found = re.match(r"\d[\d,]*(?:\.\d+)?", compact(cell))
    return float(found[0].replace(",", "")) if found else 0.0


# -- what is told ------------------------------------------------------------------------------------------------------

_SUM = "合计行写的“{}”是 {}，上下各行加起来是 {}，对不上；请核对是漏了行、多了行还是数写错了。"
_BEYOND = (
    "合计（平均）行写的“{}”是 {}，各行都在 {} 到 {} 之间，怎样平均都不会是这个数；请核对是漏了行、多了行还是数写错了。"
)
_NO_MEAN = (
    "合计（平均）行写的“{}”是 {}，各行的平均是 {}，按表里的投资额、权重加权也不是这个数；如果按别的口径算，不必改。"
)


def _told(found: Found, row: int, column: Chosen, *, words: str, code: str = "total_differs") -> Finding:
    value, cell = shown(found.grid.rows[row][column.place]), cell_name(row, column.place)
    return Finding(found.grid.sheet, cell, "warning" if code == "total_differs" else "info", code, value, words)
