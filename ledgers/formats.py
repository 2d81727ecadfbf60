"""Which cells of percent columns are shown as percents; the XML is opened only when the numbers leave it open."""

import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from ledgers.grid import Grid
from ledgers.percents import unclear_numbers
from ledgers.sheetxml import plain_cells

__all__ = ["Formats"]


class Formats:
    """Number formats of one workbook, looked up when asked."""

    def __init__(self, path: Path | None) -> None:
        self._path = path

    def plain_rows(self, grid: Grid, columns: Mapping[int, Sequence[object]]) -> dict[int, set[int]]:
        """Column -> rows (from 0) not shown as percents, for the columns in which a number could be a fraction.

        A column that is missing from the answer is to be read by its numbers alone.
        """
        asked = frozenset(place for place, cells in columns.items() if unclear_numbers(set(cells)))
        if not asked or self._path is None or grid.part is None:
            return {}
        with zipfile.ZipFile(self._path) as archive:
            return plain_cells(archive, grid.part, asked) or {}
