"""What people decided about how a workbook is to be read: columns that they named, cells that they put right.

It travels with the job into the child that parses. The original never changes: what a cell held is told beside what
holds instead.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from ledgers.cells.texts import shown
from ledgers.files.grid import Grid
from ledgers.files.sheetxml import cell_place
from ledgers.reading import Finding

__all__ = ["NO_MENDS", "Mends", "mended"]

Cells = Mapping[str, str]


@dataclass(frozen=True)
class Mends:
    """`columns`: layout fingerprint -> heading key -> canonical column, "" for a column to leave out.
    `cells`: sheet -> cell name -> the text to read there, "" for nothing."""

    columns: Mapping[str, Cells] = field(default_factory=dict)
    cells: Mapping[str, Cells] = field(default_factory=dict)


NO_MENDS = Mends()


def mended(grid: Grid, cells: Cells) -> tuple[Grid, list[Finding]]:
    """The sheet with `cells` (name -> text) in place of its own, and a finding for each: what stood there.

    A cell beyond the sheet's last row or column is left alone and told of.
    """
    if not cells:
        return grid, []
    rows, broken, findings = list(grid.rows), dict(grid.broken or {}), []
    for (row, column), (name, text) in sorted((cell_place(name), (name, text)) for name, text in cells.items()):
        if row >= len(rows) or column >= grid.width:
            message = f"更正的单元格 {name} 不在这张表里，没有用上；请核对后再改。"
            findings.append(Finding(grid.sheet, name, "warning", "mend_without_cell", text, message))
            continue
        was = shown(rows[row][column])
        rows[row] = [*rows[row][:column], text, *rows[row][column + 1 :]]
        broken.pop((row, column), None)
        message = f"原件写的是{_said(was)}，按更正读作{_said(text)}；原件没有改动。"
        findings.append(Finding(grid.sheet, name, "info", "mended", was, message))
    return replace(grid, rows=rows, broken=broken), findings


def _said(text: str) -> str:
    return f"“{text}”" if text else "空白"
