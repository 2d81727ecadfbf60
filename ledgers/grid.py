"""One sheet as rows of raw cells with its merged ranges; the only module that talks to the workbook library."""

import zipfile
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from ledgers.sheetxml import Marks, marks, sheet_parts

__all__ = ["Grid", "Merge", "clipped", "read_grids"]

Merge = tuple[int, int, int, int]
"""First row, first column, last row, last column, from 0."""

UNCACHED_TEXT = "（公式没有结果）"


@dataclass(frozen=True)
class Grid:
    """A sheet: rows of raw cells from A1 on ("" is empty), merged ranges, broken cells, and whether it is shown."""

    sheet: str
    rows: list[list[Any]]
    merges: tuple[Merge, ...] = ()
    broken: dict[tuple[int, int], str] | None = None
    part: str | None = None
    visible: bool = True
    worksheet: bool = True

    @property
    def width(self) -> int:
        """Columns of a row; all rows have as many."""
        return len(self.rows[0]) if self.rows else 0


def read_grids(path: Path) -> Iterator[Grid]:
    """The workbook's sheets, one after the other (so that only one is in memory at a time)."""
    with path.open("rb") as stream, zipfile.ZipFile(path) as archive, ThreadPoolExecutor(1) as beside:
        book = CalamineWorkbook.from_filelike(stream)
        parts = sheet_parts(archive)
        for about in book.sheets_metadata:
            if about.typ != SheetTypeEnum.WorkSheet:
                yield Grid(about.name, [], worksheet=False)
                continue
            part = parts.get(about.name)
            scan = beside.submit(marks, archive, part) if part else None
            sheet = book.get_sheet_by_name(about.name)
            rows = sheet.to_python(skip_empty_area=False)
            broken = _mark(rows, scan.result() if scan else Marks({}, frozenset()))
            merges = clipped(((*first, *last) for first, last in sheet.merged_cell_ranges or ()), rows)
            visible = about.visible == SheetVisibleEnum.Visible
            yield Grid(about.name, rows, merges=merges, broken=broken, part=part, visible=visible)


def clipped(merges: Iterable[Merge], rows: list[list[Any]]) -> tuple[Merge, ...]:
    """Merged ranges without what lies beyond the last row and column that hold something.

    >>> clipped([(0, 0, 3, 1), (2, 0, 3, 0)], [["a", ""], ["b", ""]])
    ((0, 0, 1, 1),)
    """
    height, width = len(rows), len(rows[0]) if rows else 0
    inside = (merge for merge in merges if merge[0] < height and merge[1] < width)
    return tuple((top, left, min(bottom, height - 1), min(right, width - 1)) for top, left, bottom, right in inside)


def _mark(rows: list[list[Any]], found: Marks) -> dict[tuple[int, int], str]:
    """Write the text of broken cells where the library left them empty, so that nothing takes them for blank."""
    broken = found.errors | dict.fromkeys(found.uncached, UNCACHED_TEXT)
    kept = {}
    for (row, column), text in broken.items():
        if row < len(rows) and column < len(rows[row]) and rows[row][column] == "":
            rows[row][column] = kept[row, column] = text
    return kept
