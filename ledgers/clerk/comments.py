"""Our words in the comments of a workbook, and our colours under its cells: put in, and taken out again.

A cell has one comment. Where a person has written one, ours stands below it between two lines of its own, so that it
can be taken out later without a word of theirs.
"""

import re
from collections.abc import Mapping, Sequence
from xml.etree.ElementTree import ParseError

from openpyxl.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.styles.fills import Fill
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.xml.functions import fromstring, tostring

from ledgers.clerk.advice import WORDS
from ledgers.clerk.own_sheets import COMMENT_START
from ledgers.clerk.texts import safe_text

__all__ = ["AUTHOR", "COLOURS", "Place", "clear", "mark"]

AUTHOR = "施工图"
COLOURS = {"error": "FFF4B084", "warning": "FFFFE699"}
"""Not red, which is praise here. Cells that are only explained keep their own colour."""

Place = tuple[str, str]
"""Sheet and cell."""

_END = "（以上由施工图写入，再次核对时自动更新）"
_ONLY_LISTED = ("comments_not_read",)
"""No comment about comments."""
_OURS = re.compile(rf"\s*{COMMENT_START}.*?{_END}", re.DOTALL)
_CELL = re.compile(r"[A-Z]{1,3}[1-9]\d{0,6}")
_WIDTH, _SIGNS_A_LINE, _LINE, _LONGEST = 330, 24, 19, 8_000


def mark(book: Workbook, findings: Sequence[Mapping[str, str]]) -> dict[Place, tuple[str, str]]:
    """Write every finding that names a cell there. Returns, for coloured cells, the cell that carries the colour (of a
    merged range the first) and the fill it had before, as XML; "" for none."""
    cells: dict[Place, Cell] = {}
    said: dict[Place, list[Mapping[str, str]]] = {}
    before: dict[Place, tuple[str, str]] = {}
    for finding in findings:
        if finding["code"] in _ONLY_LISTED:
            continue
        if cell := _cell(book, finding["sheet"], finding["cell"]):
            carrier = finding["sheet"], cell.coordinate
            cells[carrier] = cell
            said.setdefault(carrier, []).append(finding)
            if any(each["severity"] in COLOURS for each in said[carrier]):
                before.setdefault((finding["sheet"], finding["cell"]), (cell.coordinate, _fill_as_text(cell)))
    for carrier, each in said.items():
        _write(cells[carrier], each)
    return before


def clear(book: Workbook, before: Mapping[Place, str]) -> None:
    """Take out what an earlier run wrote. `before`: the fills that cells had; a cell that has moved since has none."""
    for sheet in book.worksheets:
        for cell in list(sheet._cells.values()):
            if comment := cell.comment:
                theirs = _theirs(comment)
                if theirs != comment.text and _is_ours(cell):
                    _give_back(cell, before.get((sheet.title, cell.coordinate), ""))
                cell.comment = _sized(theirs, comment.author) if theirs else None
    for (sheet, name), fill in before.items():
        cell = _cell(book, sheet, name)
        if cell and _is_ours(cell):
            _give_back(cell, fill)


def _cell(book: Workbook, sheet: str, name: str) -> Cell | None:
    """The cell that carries comment and colour: of a merged range its first one."""
    if sheet not in book.sheetnames or not _CELL.fullmatch(name) or not isinstance(book[sheet], Worksheet):
        return None
    cell = book[sheet][name]
    if not isinstance(cell, MergedCell):
        return cell
    merge = next(each for each in book[sheet].merged_cells.ranges if name in each)
    return book[sheet].cell(merge.min_row, merge.min_col)


def _write(cell: Cell, findings: Sequence[Mapping[str, str]]) -> None:
    lines = dict.fromkeys(f"{WORDS[each['severity']]}：{safe_text(each['message'])}" for each in findings)
    ours = "\n".join([COMMENT_START, *lines])[:_LONGEST] + f"\n{_END}"
    theirs = cell.comment
    text = f"{theirs.text}\n{ours}" if theirs else ours
    cell.comment = _sized(text, theirs.author if theirs else AUTHOR)
    worst = next((name for name in COLOURS if any(each["severity"] == name for each in findings)), None)
    if worst:
        cell.fill = PatternFill("solid", fgColor=COLOURS[worst])


def _theirs(comment: Comment) -> str:
    """What a person wrote into a comment; a comment of ours whose frame was edited away is ours all the same."""
    text, ours = _OURS.subn("", comment.text)
    if ours:
        return text.strip()
    return "" if comment.author == AUTHOR else comment.text


def _sized(text: str, author: str | None) -> Comment:
    """A comment in a box that shows all of it: the library forgets the box that was there."""
    lines = sum(1 + len(line) // _SIGNS_A_LINE for line in text.split("\n"))
    return Comment(text, author or "", height=min(600, 24 + _LINE * lines), width=_WIDTH)


def _is_ours(cell: Cell) -> bool:
    return cell.fill.fill_type == "solid" and cell.fill.fgColor.rgb in COLOURS.values()


def _fill_as_text(cell: Cell) -> str:
    return tostring(cell.fill.to_tree()).decode() if cell.fill.fill_type else ""


def _give_back(cell: Cell, fill: str) -> None:
    try:
        cell.fill = Fill.from_tree(fromstring(fill)) if fill else PatternFill()
    except (ParseError, TypeError, ValueError, AttributeError, IndexError):  # somebody wrote into the hidden column
        cell.fill = PatternFill()
