"""What this program itself writes into people's workbooks, and how it knows that again when it comes back."""

from ledgers.reading import Finding

__all__ = ["COMMENT_START", "GUIDE", "OWN_SHEET", "SUMMARY", "is_own", "mark", "skipped"]

SUMMARY, GUIDE = "核对结果", "填表说明"
OWN_SHEET = "own_sheet"
"""Code of the finding that says that such a sheet was skipped."""


COMMENT_START = "【施工图核对】"
"""How our words in a comment begin; a comment that begins so holds nobody else's."""


def mark(name: str) -> str:
    """What stands in A1 of a sheet of ours: offices have sheets called 填表说明 of their own.

    >>> mark(GUIDE)
    '填表说明（施工图）'
    """
    return f"{name}（施工图）"


def is_own(sheet: str, first_cell: object) -> bool:
    """Whether a sheet is ours, by its name (a copy may be called 核对结果1) and by its first cell.

    >>> is_own("核对结果1", "核对结果（施工图）"), is_own("核对结果", "项目")
    (True, False)
    """
    return any(sheet.startswith(name) and first_cell == mark(name) for name in (SUMMARY, GUIDE))


def skipped(sheet: str) -> Finding:
    """What the reader says of a sheet of ours."""
    return Finding(sheet, "", "info", OWN_SHEET, "", "这是施工图自己写的表，不是台账，没有读入。")
