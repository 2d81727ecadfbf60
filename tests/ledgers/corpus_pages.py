"""Tables laid out on sheets as offices do it, with a record of what stands where: `Page`, `Dress`, `lay`, `save`.

A table is a list of columns (its key as the reader must call it, its heading's levels, its cells). A dress says what is
put around and between the rows. The record, `Expected`, is made while writing, so nothing has to be found again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter
from openpyxl.utils import get_column_letter

from tests.ledgers.corpus_spelling import HELD, Cell, spaced

__all__ = ["Book", "Column", "Dress", "Expected", "Page", "lay", "save"]

LEGEND = ("图例", "■ 正常", "■ 滞后")


@dataclass(frozen=True)
class Column:
    """A column. `key` is None when it must be left unread; `also` are further keys that its cells give."""

    key: str | None
    path: tuple[str, ...]
    cells: list[Cell]
    also: Mapping[str, list[Any]] = field(default_factory=dict)


@dataclass(frozen=True)
class Dress:
    """What surrounds and interrupts the rows of a table."""

    titles: tuple[str, ...] = ("2022年任务榜工作台账",)
    form: tuple[str, ...] = ()
    legend: bool = False
    merged: bool = True
    spaced: bool = False
    broken: bool = False
    under: str = ""
    sections: Sequence[str] = ()
    wide_sections: bool = False
    subtotals: bool = False
    total: str = ""
    wrong_total: bool = False
    repeat_after: int = 0
    footer: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    spare_rows: int = 0
    origin: tuple[int, int] = (0, 0)


@dataclass
class Expected:
    """What must be read from one table: Excel row -> key -> value, column letter -> key, key -> column letter."""

    sheet: str
    kinds: tuple[str, ...]
    columns: dict[str, str | None] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    rows: dict[int, dict[str, Any] | str] = field(default_factory=dict)
    headings: set[int] = field(default_factory=set)
    told: tuple[str, ...] = ()


@dataclass
class Page:
    """One sheet under construction; rows and columns count from 0."""

    name: str
    hidden: bool = False
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    expected: list[Expected] = field(default_factory=list)
    next_row: int = 0

    def put(self, row: int, column: int, written: Any, *, format: str | None = None) -> None:
        """Write a cell; None leaves it out."""
        if written is not None:
            self.cells[row, column] = Cell(written, None, format)

    def merge(self, top: int, left: int, bottom: int, right: int) -> None:
        """Merge a range of more than one cell."""
        if (top, left) != (bottom, right):
            self.merges.append((top, left, bottom, right))


@dataclass(frozen=True)
class Book:
    """A workbook as written: its file's name, its pages, codes of findings that must be among those told."""

    name: str
    pages: list[Page]
    told: tuple[str, ...] = ()
    traps: tuple[str, ...] = ()


def lay(page: Page, columns: Sequence[Column], dress: Dress, **about: Any) -> Expected:
    """Write a table below what the page holds. `about`: kinds, and `given` (key -> values that no column holds)."""
    expected = Expected(page.name, about.get("kinds", ("tasks",)), told=about.get("told", ()))
    row = _above(page, len(columns), dress)
    row = _heading(page, columns, dress, row=row, expected=expected)
    row = _under(page, columns, dress, row)
    if dress.total == "before":
        row = _total(page, columns, dress, row=row, span=None)
    row = _body(page, columns, dress, row=row, expected=expected, given=about.get("given", {}))
    if dress.total == "after":
        row = _total(page, columns, dress, row=row, span=None)
    left = dress.origin[1]
    for spare in range(dress.spare_rows):
        page.put(row, left, len(columns[0].cells) + spare + 1)
        row += 1
    for place, text in enumerate(dress.footer):
        page.put(row, left + place * 2, text)
    row += bool(dress.footer)
    for text in dress.notes:
        page.put(row, left, text)
        row += 1
    page.next_row = row
    page.expected.append(expected)
    return expected


def _above(page: Page, width: int, dress: Dress) -> int:
    row, left = page.next_row + dress.origin[0], dress.origin[1]
    for text in dress.titles:
        page.put(row, left, text)
        if dress.merged and width > 1:
            page.merge(row, left, row, left + width - 1)
        row += 1
    for place, text in enumerate(dress.form):
        page.put(row, left + place * max(2, width // 2), text)
    row += bool(dress.form)
    for text in LEGEND if dress.legend else ():
        page.put(row, left, text)
        row += 1
    return row


def _heading(page: Page, columns: Sequence[Column], dress: Dress, *, row: int, expected: Expected) -> int:
    """The heading's rows; groups stand over their first column and are merged when the dress merges."""
    height, left = max(len(column.path) for column in columns), dress.origin[1]
    for place, column in enumerate(columns):
        letter = get_column_letter(left + place + 1)
        expected.columns[letter] = column.key
        if column.key:
            expected.places.setdefault(column.key, letter)
            expected.places |= {key: letter for key in column.also if key not in expected.places}
    write_heading(page, columns, dress, row=row)
    expected.headings |= set(range(row + 1, row + height + 1))
    return row + height


def write_heading(page: Page, columns: Sequence[Column], dress: Dress, *, row: int) -> None:
    """Write the levels: a level is written once over its group, the leaf reaches down to the last row when merged."""
    height, left = max(len(column.path) for column in columns), dress.origin[1]
    for level in range(height):
        place = 0
        while place < len(columns):
            path = columns[place].path
            if level >= len(path):
                place += 1
                continue
            end = place
            leaf = level == len(path) - 1
            while not leaf and end + 1 < len(columns) and columns[end + 1].path[: level + 1] == path[: level + 1]:
                end += 1
            page.put(row + level, left + place, _dressed(path[level], dress))
            if dress.merged:
                page.merge(row + level, left + place, row + (height - 1 if leaf else level), left + end)
            place = end + 1


def _dressed(text: str, dress: Dress) -> str:
    if dress.spaced and text.isalpha():
        return spaced(text)
    return text[:2] + "\n" + text[2:] if dress.broken and len(text) > 3 and text.isalpha() else text


UNDER = {
    "numbers": lambda place, _key: place + 1,
    "brackets": lambda place, _key: f"（{place + 1}）",
    "chinese": lambda place, _key: "甲乙丙丁戊己庚辛壬癸"[place] if place < 10 else place - 9,
    "allowed": lambda _place, key: {
        "no": None, "category": "重要改革/攻城拔寨/底线必保", "task": "必填", "lead_units": "填单位全称，多个用顿号隔开",
        "deadline": "格式：2022-09-30", "percent": "0-100%", "status": "未启动/推进中/已完成", "leaders": "必填，1至2人",
    }.get((key or "").partition("@")[0], "选填"),
    "example": lambda _place, key: {
        "no": "示例", "category": "重要改革", "task": "推进××改革", "lead_units": "××局", "deadline": "2022-09-30",
        "percent": "50%", "status": "推进中",
    }.get((key or "").partition("@")[0]),
}  # fmt: skip
"""Rows that stand between heading and data."""


def _under(page: Page, columns: Sequence[Column], dress: Dress, row: int) -> int:
    if not dress.under:
        return row
    for place, column in enumerate(columns):
        page.put(row, dress.origin[1] + place, UNDER[dress.under](place, column.key))
    return row + 1


def _total(page: Page, columns: Sequence[Column], dress: Dress, *, row: int, span: range | None) -> int:
    """A row of sums: the label in the first column, sums of weights, a count of rows under the task."""
    left, rows = dress.origin[1], span or range(len(columns[0].cells))
    page.put(row, left, "小计" if span else "合  计")
    for place, column in enumerate(columns[1:], 1):
        if column.key == "weight":
            page.put(
                row, left + place, sum(column.cells[each].written for each in rows) + (7 if dress.wrong_total else 0)
            )
        elif column.key == "task":
            page.put(row, left + place, f"{len(rows)}项")
    return row + 1


def _body(
    page: Page, columns: Sequence[Column], dress: Dress, *, row: int, expected: Expected, given: Mapping[str, list[Any]]
) -> int:
    left, count, first = dress.origin[1], len(columns[0].cells), 0
    for place in range(count):
        if dress.sections and (place == 0 or dress.sections[place] != dress.sections[place - 1]):
            if dress.subtotals and place:
                row = _total(page, columns, dress, row=row, span=range(first, place))
            first = place
            page.put(row, left, dress.sections[place])
            if dress.wide_sections:
                page.merge(row, left, row, left + len(columns) - 1)
            row += 1
        if dress.repeat_after and place == dress.repeat_after:
            write_heading(page, columns, dress, row=row)
            row += max(len(column.path) for column in columns)
        _data(page, columns, place, at=(row, left))
        expected.rows[row + 1] = _true_row(columns, place, given)
        row += 1
    return row


def _data(page: Page, columns: Sequence[Column], place: int, *, at: tuple[int, int]) -> None:
    for offset, column in enumerate(columns):
        cell = column.cells[place]
        page.put(at[0], at[1] + offset, cell.written, format=cell.format)


def _true_row(columns: Sequence[Column], place: int, given: Mapping[str, list[Any]]) -> dict[str, Any] | str:
    if any(column.cells[place].expected == HELD for column in columns):
        return HELD
    row = {column.key: column.cells[place].expected for column in columns if column.key}
    for column in columns:
        row |= {key: values[place] for key, values in column.also.items() if key not in row or row[key] is None}
    return row | {key: values[place] for key, values in given.items()}


# -- files -------------------------------------------------------------------------------------------------------------


def save(book: Book, folder: Path, *, writer: str) -> Path:
    """Write the workbook with openpyxl or xlsxwriter; the bytes differ, the ledger does not."""
    path = folder / book.name
    {"openpyxl": _with_openpyxl, "xlsxwriter": _with_xlsxwriter}[writer](book, path)
    return path


def _with_openpyxl(book: Book, path: Path) -> None:
    file = openpyxl.Workbook()
    file.remove(file.active)
    for page in book.pages:
        sheet = file.create_sheet(page.name)
        for (row, column), cell in page.cells.items():
            target = sheet.cell(row + 1, column + 1, cell.written)
            if cell.format:
                target.number_format = cell.format
            if isinstance(cell.written, str) and cell.written.startswith("#") and cell.written.isupper():
                target.data_type = "e"
        for top, left, bottom, right in page.merges:
            sheet.merge_cells(start_row=top + 1, start_column=left + 1, end_row=bottom + 1, end_column=right + 1)
        sheet.sheet_state = "hidden" if page.hidden else "visible"
    file.save(path)


def _with_xlsxwriter(book: Book, path: Path) -> None:
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd", "strings_to_formulas": False}) as file:
        formats: dict[str, Any] = {}
        for page in book.pages:
            sheet = file.add_worksheet(page.name)
            for top, left, bottom, right in page.merges:
                sheet.merge_range(top, left, bottom, right, "")
            for (row, column), cell in page.cells.items():
                if cell.format and cell.format not in formats:
                    formats[cell.format] = file.add_format({"num_format": cell.format})
                sheet.write(row, column, cell.written, *((formats[cell.format],) if cell.format else ()))
            if page.hidden:
                sheet.hide()
