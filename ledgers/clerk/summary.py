"""The first sheet of an annotated workbook: how many findings, and every one with a link to its cell."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.workbook import Workbook
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from ledgers.clerk.advice import ADVICE, BY_SEVERITY, WORDS
from ledgers.clerk.comments import COLOURS, Place
from ledgers.clerk.own_sheets import SUMMARY, is_own, mark
from ledgers.clerk.texts import FONT, link_to, write_text

__all__ = ["remembered_fills", "remove_summaries", "write_summary"]

_COLUMNS = (("级别", 9), ("工作表", 18), ("单元格", 9), ("原值", 24), ("说明", 62), ("怎么改", 40))
_MEANINGS = {
    "error": "所在的整行暂存、没有读入，也不当作零；改好后重新上传。",
    "warning": "已读入，请核对；没有错就不用动。",
    "info": "只说明是怎样理解的，不用改。",
}
_HOW = "就在这份里改，改好后整个工作簿原样再上传。批注、底色和这张表下次会自动换成新的，不用手工删除。"
_WHOLE_FILE = "（整个文件）"
_MEMORY = "G"
"""A hidden column: which fill a coloured cell had before, so that it gets it back once it is mended."""
_REMEMBERED = re.compile(r"([A-Z]+\d+) ?(.*)", re.DOTALL)
_MOST = 20_000
_LINE = Side(style="thin", color="FFBFBFBF")
_BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_TOP = Alignment(wrap_text=True, vertical="top")


def write_summary(
    book: Workbook,
    findings: Sequence[Mapping[str, str]],
    before: Mapping[Place, tuple[str, str]],
    *,
    about: Mapping[str, str],
) -> str:
    """Add the sheet in front and open the workbook there. `about`: what else is said in its head. Returns its name."""
    sheet = book.create_sheet(SUMMARY, 0)
    row = _head(sheet, Counter(each["severity"] for each in findings), about)
    row = _table_heading(sheet, row)
    first = dict.fromkeys((each["sheet"], each["cell"]) for each in findings)
    for finding in findings[:_MOST]:
        place = finding["sheet"], finding["cell"]
        _line(sheet, row, finding, linked=finding["sheet"] in book.sheetnames)
        if place in before and place in first:
            sheet[f"{_MEMORY}{row}"] = " ".join(before[place]).strip()
            del first[place]
        row += 1
    if len(findings) > _MOST:
        write_text(sheet.cell(row, 1), f"只列出前 {_MOST} 处，其余的在各单元格的批注里。")
    _print_setup(sheet)
    for other in book.worksheets:  # sheets selected together would be edited together
        other.sheet_view.tabSelected = other is sheet
    book.active = 0
    return sheet.title


def remembered_fills(book: Workbook) -> dict[Place, str]:
    """What earlier summaries say of the fills that cells had."""
    fills = {}
    for sheet in _own(book):
        for row in sheet.iter_rows(min_col=2, max_col=7, values_only=True):
            if isinstance(row[5], str) and (found := _REMEMBERED.fullmatch(row[5])):
                fills[str(row[0]), found[1]] = found[2]
    return fills


def remove_summaries(book: Workbook) -> None:
    """Take out the summaries of earlier runs."""
    for sheet in _own(book):
        book.remove(sheet)


def _own(book: Workbook) -> list[Worksheet]:
    return [
        sheet for sheet in book.worksheets if sheet.title.startswith(SUMMARY) and is_own(sheet.title, sheet["A1"].value)
    ]


def _head(sheet: Worksheet, counts: Mapping[str, int], about: Mapping[str, str]) -> int:
    """Title, counts, and what else is to be said; returns the next free row."""
    write_text(sheet["A1"], mark(SUMMARY)).font = Font(name=FONT, bold=True, size=16)
    sheet.row_dimensions[1].height = 28
    row = 2
    for severity, word in WORDS.items():
        _label(sheet, row, word, severity)
        sheet.cell(row, 2, counts[severity]).alignment = Alignment(horizontal="left")
        sheet.cell(row, 2).font = Font(name=FONT, size=10, bold=True)
        write_text(sheet.cell(row, 3), _MEANINGS[severity])
        row += 1
    for word, text in {**about, "怎么用": _HOW}.items():
        _label(sheet, row, word, "")
        write_text(sheet.cell(row, 2), text).alignment = _TOP
        sheet.merge_cells(start_row=row, end_row=row, start_column=2, end_column=len(_COLUMNS))
        sheet.row_dimensions[row].height = 16 * (1 + len(text) // 75)
        row += 1
    return row + 1


def _label(sheet: Worksheet, row: int, word: str, severity: str) -> None:
    cell = write_text(sheet.cell(row, 1), word)
    cell.font, cell.alignment = Font(name=FONT, size=10, bold=True), Alignment(vertical="top")
    if severity in COLOURS:
        cell.fill = PatternFill("solid", fgColor=COLOURS[severity])


def _table_heading(sheet: Worksheet, row: int) -> int:
    for column, (name, width) in enumerate(_COLUMNS, start=1):
        cell = write_text(sheet.cell(row, column), name)
        cell.font, cell.fill, cell.border = (
            Font(name=FONT, size=10, bold=True),
            PatternFill("solid", fgColor="FFE7E6E6"),
            _BOX,
        )
        sheet.column_dimensions[cell.column_letter].width = width
    sheet.column_dimensions[_MEMORY].hidden = True
    sheet.print_title_rows = f"{row}:{row}"
    return row + 1


def _line(sheet: Worksheet, row: int, finding: Mapping[str, str], *, linked: bool) -> None:
    severity, place = finding["severity"], finding["cell"]
    todo = ADVICE.get(finding["code"], BY_SEVERITY[severity])
    texts = (WORDS[severity], finding["sheet"] or _WHOLE_FILE, place, finding["value"] or "", finding["message"], todo)
    for column, text in enumerate(texts, start=1):
        cell = write_text(sheet.cell(row, column), text) if text else sheet.cell(row, column)
        cell.alignment, cell.border = _TOP, _BOX
    if severity in COLOURS:
        sheet.cell(row, 1).fill = PatternFill("solid", fgColor=COLOURS[severity])
    if place and linked:
        cell = sheet.cell(row, 3)
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=link_to(finding["sheet"], place), display=place)
        cell.font = Font(name=FONT, size=10, color="FF0563C1", underline="single")


def _print_setup(sheet: Worksheet) -> None:
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_view.showGridLines = False
