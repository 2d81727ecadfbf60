"""What a person at the workbook would not see, or not take for data: hidden and filtered rows and columns (read, and
said so), comments (not read, and said so)."""

from collections.abc import Collection, Iterator
from itertools import groupby

from ledgers.files.grid import Grid
from ledgers.files.sheetxml import cell_name, column_letter
from ledgers.reading import Finding

__all__ = ["about_unseen"]

_NAMED = 12


def about_unseen(grid: Grid) -> list[Finding]:
    """A warning that names what is hidden and was read, a line on comments, and how the file was understood."""
    findings = [Finding(grid.sheet, "", "info", "read_as", "", grid.said)] if grid.said else []
    return [*_hidden(grid), *findings, *_comments(grid)]


def _hidden(grid: Grid) -> list[Finding]:
    rows = [
        row for row in sorted(grid.marks.hidden_rows) if row < len(grid.rows) and any(c != "" for c in grid.rows[row])
    ]
    columns = [
        column
        for column in sorted(grid.marks.hidden_columns)
        if column < grid.width and any(row[column] != "" for row in grid.rows)
    ]
    if not rows and not columns:
        return []
    by_filter = "（筛选没有显示的行也算）" if rows and grid.marks.filtered else ""
    named = [f"第 {_spans(rows, lambda row: str(row + 1))} 行"] if rows else []
    named += [f"{_spans(columns, column_letter)} 列"] if columns else []
    message = f"{'和 '.join(named)}是隐藏的{by_filter}，也读入了；如果不该读入，请删去后再上传。"
    cell = f"A{rows[0] + 1}" if rows else f"{column_letter(columns[0])}1"
    return [Finding(grid.sheet, cell, "warning", "hidden_cells", "", message)]


def _comments(grid: Grid) -> list[Finding]:
    if not grid.marks.comments:
        return []
    first = cell_name(*min(grid.marks.comments))
    message = f"有 {len(grid.marks.comments)} 处批注，第一处在 {first}；批注不作为数据读入。"
    return [Finding(grid.sheet, first, "info", "comments_not_read", "", message)]


def _spans(numbers: Collection[int], name) -> str:
    """Numbers as runs: 5、8–12; after a dozen runs only how many there are.

    >>> _spans([4, 7, 8, 9], lambda row: str(row + 1))
    '5、8–10'
    """
    runs = list(_runs(numbers))
    named = [name(first) if first == last else f"{name(first)}–{name(last)}" for first, last in runs[:_NAMED]]
    return "、".join(named) + (f" 等 {len(numbers)} " if len(runs) > _NAMED else "")


def _runs(numbers: Collection[int]) -> Iterator[tuple[int, int]]:
    for _, run in groupby(enumerate(numbers), lambda each: each[1] - each[0]):
        members = [number for _, number in run]
        yield members[0], members[-1]
