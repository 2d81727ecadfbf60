"""Which cells of percent columns are shown as percents; of an xlsx the XML is opened only when the numbers leave it
open, other files were looked through before."""

import zipfile
from collections.abc import Mapping, Sequence

from ledgers.cells.percents import unclear_numbers
from ledgers.files.grid import Grid
from ledgers.files.sheetxml import plain_cells
from ledgers.files.source import Source

__all__ = ["Formats"]


class Formats:
    """Number formats of one workbook, looked up when asked."""

    def __init__(self, source: Source) -> None:
        self._source = source

    def plain_rows(self, grid: Grid, columns: Mapping[int, Sequence[object]]) -> dict[int, set[int]]:
        """Column -> rows (from 0) not shown as percents, for the columns in which a number could be a fraction.

        A column that is missing from the answer is to be read by its numbers alone.
        """
        asked = frozenset(place for place, cells in columns.items() if unclear_numbers(set(cells)))
        if not asked:
            return {}
        if grid.part is None:
            percents = grid.marks.percents
            every = set(range(len(grid.rows)))
            return {place: every - percents.get(place, set()) for place in asked} if percents else {}
        with self._source.open() as stream, zipfile.ZipFile(stream) as archive:
            return plain_cells(archive, grid.part, asked) or {}
