"""Words of other people in workbooks of ours: always text, never a formula, never a sign that breaks the file."""

import re

from openpyxl.cell import Cell
from openpyxl.styles import Font
from openpyxl.utils import quote_sheetname

__all__ = ["FONT", "link_to", "safe_text", "write_text"]

FONT = "微软雅黑"
"""Of the sheets that we write: without a name every program takes another one, and digits and words differ."""

_BROKEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_LONGEST = 32_000


def safe_text(text: str) -> str:
    """The text without signs that XML cannot hold, as long as a cell may be.

    >>> safe_text("a\\x07b")
    'ab'
    """
    return _BROKEN.sub("", text)[:_LONGEST]


def write_text(cell: Cell, text: str) -> Cell:
    """Write words as words: =1+1 stays =1+1, also after someone has edited the cell."""
    cell.value = safe_text(text)
    cell.data_type = "s"  # set last: the library takes what starts with = for a formula
    cell.font = Font(name=FONT, size=10)
    cell.quotePrefix = text[:1] in "=+-@" and bool(text)
    return cell


def link_to(sheet: str, place: str) -> str:
    """The address of a place within the workbook, whatever the sheet is called.

    >>> link_to("9月'进度", "D7"), link_to("任务榜", "D")
    ("'9月''进度'!D7", "'任务榜'!D:D")
    """
    return f"{quote_sheetname(sheet)}!{place if place[-1].isdigit() else f'{place}:{place}'}"
