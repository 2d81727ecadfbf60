"""What the cells alone do not tell about a sheet, whatever kind of file it comes from."""

from dataclasses import dataclass, field

__all__ = ["MERGED_MOST", "Marks", "Merge", "Place"]

Place = tuple[int, int]
"""Row and column of a cell, from 0."""

Merge = tuple[int, int, int, int]
"""First row, first column, last row, last column, from 0."""

MERGED_MOST = 200_000
"""More merged ranges than this are no table's; what would follow is left out."""


@dataclass(frozen=True)
class Marks:
    """Cells that look empty but are not (errors with their text, formulas without result), and what a person would not
    see or not take for data. `percents`: column -> rows shown as percents, None where a format tells it otherwise."""

    errors: dict[Place, str] = field(default_factory=dict)
    uncached: frozenset[Place] = frozenset()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    filtered: bool = False
    comments: frozenset[Place] = frozenset()
    percents: dict[int, set[int]] | None = None
