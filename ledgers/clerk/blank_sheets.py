"""The two sheets of a blank ledger: what to fill in, and the table to fill in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from ledgers.clerk.blanks import Ask, Blank
from ledgers.clerk.known_rows import LAST_PERCENT
from ledgers.clerk.own_sheets import GUIDE, mark
from ledgers.clerk.texts import FONT, write_text

__all__ = ["Page", "write_guide", "write_table"]

_HINTS = (
    "在后面那张表里填：白格子可以填，灰格子是已经定了的内容，锁住了（没有密码，真要改可以撤销工作表保护）。",
    "没有数就留空，不要填 0，也不用写“无”：没有报和零不是一回事。",
    "填好后整个工作簿原样上传，不用删这张说明；多出来的空行不用管。",
)
_GUIDE = (("列名", 18), ("填什么", 46), ("怎么写", 28), ("例子", 28), ("必填", 8))
_FIRST_LIST = len(_GUIDE) + 2
_BLANK_ROWS, _SPARE_ROWS = 100, 20
_HEADING = 3
_LAST = Ask(LAST_PERCENT, "上月进度", "", "", "", "percent", 10, is_key=True)
_FORMATS = {"day": "yyyy-mm-dd", "percent": "0.0%", "text": "@"}
_CHOSEN_ONLY = ("boards", "statuses", "sequences")
"""Other lists offer what is usual; a word that is not on them is asked about, not refused."""
_LINE = Side(style="thin", color="FFBFBFBF")
_BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_GREY, _HEAD = PatternFill("solid", fgColor="FFEDEDED"), PatternFill("solid", fgColor="FFD9E2F3")
_WRAPPED = Alignment(wrap_text=True, vertical="center")
_CENTRED = Alignment(horizontal="center", vertical="center", wrap_text=True)


@dataclass(frozen=True)
class Page:
    """What stands on the table's sheet: title, note, rows filled in, and the day that a report is of."""

    title: str
    note: str
    rows: Sequence[Mapping[str, Any]] = ()
    day: date | None = None


def write_guide(sheet: Worksheet, blank: Blank, lists: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Instructions column by column, and beside them the lists to choose from. Returns where each list stands."""
    sheet.title = GUIDE
    write_text(sheet["A1"], mark(GUIDE)).font = Font(name=FONT, bold=True, size=16)
    for row, hint in enumerate((f"这是一份{blank.name}。", *_HINTS), start=2):
        write_text(sheet.cell(row, 1), hint)
    top = len(_HINTS) + 4
    for column, (name, width) in enumerate(_GUIDE, start=1):
        _heading(sheet.cell(top, column), name)
        sheet.column_dimensions[get_column_letter(column)].width = width
    for row, ask in enumerate(blank.columns, start=top + 1):
        texts = (ask.heading, ask.what, ask.form, ask.example, "是" if ask.is_needed else "")
        for column, text in enumerate(texts, start=1):
            cell = write_text(sheet.cell(row, column), text)
            cell.alignment, cell.border = _WRAPPED, _BOX
    places = _write_lists(sheet, blank, lists, top=top)
    _set_up(sheet)
    sheet.print_area = f"A1:E{top + len(blank.columns)}"
    return places


def _write_lists(sheet: Worksheet, blank: Blank, lists: Mapping[str, Sequence[str]], *, top: int) -> dict[str, str]:
    headings = {ask.check: ask.heading for ask in reversed(blank.columns)}
    places = {}
    for column, (name, words) in enumerate(lists.items(), start=_FIRST_LIST):
        heading = "单位" if name == "units" else headings[name]
        _heading(sheet.cell(top, column), f"可选的{heading}")
        for row, word in enumerate(words, start=top + 1):
            write_text(sheet.cell(row, column), word).border = _BOX
        letter = get_column_letter(column)
        sheet.column_dimensions[letter].width = 30 if name in ("tasks", "units") else 16
        places[name] = f"{quote_sheetname(GUIDE)}!${letter}${top + 1}:${letter}${top + len(words)}"
    return places


def write_table(sheet: Worksheet, blank: Blank, page: Page, *, lists: Mapping[str, str]) -> None:
    """The table: title, note, headings, the rows that are known, and empty ones."""
    columns = _columns(blank, page)
    last = _HEADING + (len(page.rows) + _SPARE_ROWS if page.rows else _BLANK_ROWS)
    _head(sheet, columns, page)
    for number, ask in enumerate(columns, start=1):
        letter = get_column_letter(number)
        sheet.column_dimensions[letter].width = ask.width
        sheet.column_dimensions[letter].protection = Protection(locked=False)  # below the last row prepared here
        for row in range(_HEADING + 1, last + 1):
            _prepare(sheet.cell(row, number), ask)
        if check := _check(ask, lists):
            check.add(f"{letter}{_HEADING + 1}:{letter}{last}")
            sheet.add_data_validation(check)
    for row, values in enumerate(page.rows, start=_HEADING + 1):
        for number, ask in enumerate(columns, start=1):
            _fill(sheet.cell(row, number), ask, {"report_date": page.day} | dict(values))
        sheet.row_dimensions[row].height = _height(columns, values)
    _set_up(sheet)
    sheet.freeze_panes = sheet.cell(_HEADING + 1, 1 + _held_still(columns))
    sheet.print_title_rows = f"1:{_HEADING}"
    sheet.print_area = f"A1:{get_column_letter(len(columns))}{last if page.rows else _HEADING + 25}"


def _columns(blank: Blank, page: Page) -> list[Ask]:
    """The columns asked for; last month's figure stands before this month's where rows bring it."""
    columns = list(blank.columns)
    if any(LAST_PERCENT in row for row in page.rows):
        columns.insert(next(place for place, ask in enumerate(columns) if ask.field == "percent"), _LAST)
    return columns


def _head(sheet: Worksheet, columns: Sequence[Ask], page: Page) -> None:
    for row, text, font, height in (
        (1, page.title, Font(name=FONT, bold=True, size=16), 32),
        (2, page.note, Font(name=FONT, size=11), 20),
    ):
        cell = write_text(sheet.cell(row, 1), text)
        cell.font, cell.alignment = font, _CENTRED if row == 1 else _WRAPPED
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=len(columns))
        sheet.row_dimensions[row].height = height
    sheet["A2"].protection = Protection(locked=False)  # names and telephone are written there
    for number, ask in enumerate(columns, start=1):
        _heading(sheet.cell(_HEADING, number), ask.heading)
    sheet.row_dimensions[_HEADING].height = 32


def _heading(cell: Cell, text: str) -> None:
    write_text(cell, text)
    cell.font, cell.fill, cell.border, cell.alignment = Font(name=FONT, size=10, bold=True), _HEAD, _BOX, _CENTRED


def _prepare(cell: Cell, ask: Ask) -> None:
    cell.font = Font(name=FONT, size=10)
    cell.border, cell.alignment, cell.protection = _BOX, _WRAPPED, Protection(locked=ask is _LAST)
    cell.number_format = _FORMATS.get(ask.check, "General")
    if ask.field == "no":
        cell.number_format, cell.alignment = "General", _CENTRED


def _fill(cell: Cell, ask: Ask, values: Mapping[str, Any]) -> None:
    value = values.get(ask.field)
    if isinstance(value, str):
        if ask.field == "no" and value.isdecimal() and str(int(value)) == value:
            cell.value = int(value)
        else:
            write_text(cell, value)
    elif value is not None:
        cell.value = value / 100 if ask.check == "percent" else value
    if ask.is_key:
        cell.protection, cell.fill = Protection(locked=True), _GREY


def _height(columns: Sequence[Ask], values: Mapping[str, Any]) -> float:
    """Room for the longest text of a row: not every program finds it by itself."""
    lines = (1 + 2 * len(str(values.get(ask.field) or "")) // ask.width for ask in columns if ask.check != "day")
    return 6 + 14 * min(max(lines), 8)


def _check(ask: Ask, lists: Mapping[str, str]) -> DataValidation | None:
    """What may be typed into a column, and what is said about it."""
    checks = {
        "day": ("date", "DATE(2000,1,1)", "DATE(2099,12,31)", "请填日期，例如 2022-09-30。"),
        "percent": ("decimal", "0", "10", "请填百分比，例如 65%；可以超过 100%，没有数就留空。"),
        "number": ("decimal", "-1000000", "1000000", "请只写数字；没有就留空。"),
    }
    if ask is _LAST or (ask.check not in checks and ask.check not in lists):
        return None
    if ask.check in checks:
        kind, low, high, words = checks[ask.check]
        check = DataValidation(type=kind, operator="between", formula1=low, formula2=high)
        check.errorStyle = "stop"
    else:
        words = f"{ask.form}；名单在“{GUIDE}”里。"
        check = DataValidation(type="list", formula1=lists[ask.check])
        check.errorStyle = "stop" if ask.check in _CHOSEN_ONLY else "warning"
    check.allow_blank, check.showErrorMessage, check.showInputMessage = True, True, True
    check.errorTitle, check.error = ask.heading, words
    check.promptTitle, check.prompt = ask.heading, f"{ask.what}。{ask.form}。"
    return check


def _held_still(columns: Sequence[Ask]) -> int:
    """How many columns stay in sight at the left: up to the one that names the row, if that is near."""
    named = next((place for place, ask in enumerate(columns) if ask.is_key and ask.is_needed), 0)
    return named + 1 if named < 3 else 0


def _set_up(sheet: Worksheet) -> None:
    """A4 across, as wide as the page; locked without a password, widths and heights still free."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.print_options.horizontalCentered = True
    sheet.oddFooter.center.text = "第 &P 页，共 &N 页"
    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = False
    sheet.protection.sort = sheet.protection.autoFilter = sheet.protection.insertRows = False
