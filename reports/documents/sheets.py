"""Sheets of our workbooks: one table each, described by its columns; formulas carry the value that they come to, so
that viewers which do not reckon show it too. Words of ledgers are text cells, whatever they begin with."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import pandas as pd
import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from reports.documents.situation import Situation
from reports.words.levels import LEVELS, UNREPORTED
from reports.words.wording import width

__all__ = ["Book", "Column", "Formula", "cell_text", "put"]

HEAD = 4
"""Row of the headings, counted from 1; title and ground stand above."""
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_LONGEST = 32767
FACE = "等线"
_HEAD_FILL, _STRIPE, _EDGE = "#14607a", "#f2f5f7", "#d3dae1"


class Formula(NamedTuple):
    """A formula and what it comes to."""

    text: str
    value: float | str


@dataclass(frozen=True)
class Column:
    """One column: its name, how it looks (text, number, percent, day, share), what it means, its unit, where it comes
    from, and its value in a row: the row as a mapping, its number on the sheet."""

    name: str
    look: str
    meaning: str
    value: Callable[[dict, int], object]
    unit: str = ""
    source: str = ""
    wide: float | None = None


def cell_text(value: object) -> str:
    """Words for a cell: without what a file cannot hold, not longer than a cell may be.

    >>> cell_text("=1+1\\x00")
    '=1+1'
    """
    return _NOT_IN_XML.sub("", str(value))[:_LONGEST]


def put(sheet: object, row: int, place: int, *, value: object, look: object) -> None:
    """Write one value as what it is: a formula only where we made one, words always as words."""
    if isinstance(value, Formula):
        sheet.write_formula(row, place, value.text, look, value.value)
    elif isinstance(value, (bool, str)):
        sheet.write_string(row, place, cell_text(value), look)
    elif value is None or pd.isna(value):
        sheet.write_blank(row, place, None, look)
    elif isinstance(value, (date, pd.Timestamp)):
        sheet.write_datetime(row, place, pd.Timestamp(value).to_pydatetime(), look)
    else:
        sheet.write_number(row, place, float(value), look)


class Book:
    """A workbook that is being written; the sheets of it in their order."""

    def __init__(self, target: object, made: Situation) -> None:
        """Begin a workbook about a situation in an open binary file."""
        self.made = made
        self.book = xlsxwriter.Workbook(
            target,
            {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
        )
        about = {"title": f"{made.words}评价得分", "author": "施工图", "comments": made.note, "keywords": made.mark}
        self.book.set_properties(about | {"created": pd.Timestamp(made.as_of).to_pydatetime()})
        self.book.set_calc_mode("auto")
        base = {"font_name": FACE, "font_size": 10.5, "valign": "vcenter", "bottom": 1, "bottom_color": _EDGE}
        looks = {
            "text": {"text_wrap": True}, "number": {"num_format": "0.00", "align": "right"},
            "count": {"num_format": "0", "align": "right"}, "share": {"num_format": "0%", "align": "right"},
            "day": {"num_format": "yyyy-mm-dd", "align": "center"}, "word": {"align": "center"},
        }  # fmt: skip
        self.looks = {name: self.book.add_format(base | look) for name, look in looks.items()}
        self.head = self.book.add_format(base | {"bold": True, "font_color": "#ffffff", "bg_color": _HEAD_FILL,
                                                 "align": "center", "text_wrap": True})  # fmt: skip
        self.title = self.book.add_format({"font_name": FACE, "font_size": 16, "bold": True, "font_color": "#0f3d50"})
        self.note = self.book.add_format({"font_name": FACE, "font_size": 9, "font_color": "#5d6673"})
        self.described: list[tuple[str, Column]] = []

    def sheet(
        self, name: str, title: str, *, columns: Sequence[Column], rows: Sequence[dict], paper: str = "A4",
        frozen: int = 1,
    ) -> object:  # fmt: skip
        """Write one sheet and return it; its columns are described on the sheet of definitions."""
        sheet = self.book.add_worksheet(name)
        sheet.write_string(0, 0, cell_text(title), self.title)
        sheet.write_string(1, 0, cell_text(f"{self.made.note} · {self.made.mark}"), self.note)
        for place, column in enumerate(columns):
            sheet.write_string(HEAD - 1, place, column.name, self.head)
            self.described.append((name, column))
        for line, row in enumerate(rows):
            for place, column in enumerate(columns):
                put(sheet, HEAD + line, place, value=column.value(row, HEAD + line + 1), look=self.looks[column.look])
        for place, column in enumerate(columns):
            sheet.set_column(place, place, column.wide or _wide(column, rows))
        self._printed(sheet, columns, len(rows), paper=paper)
        sheet.freeze_panes(HEAD, frozen)
        if rows:
            sheet.autofilter(HEAD - 1, 0, HEAD + len(rows) - 1, len(columns) - 1)
        return sheet

    def _printed(self, sheet: object, columns: Sequence[Column], count: int, *, paper: str) -> None:
        """Across on one page, the headings on every page, version and hash in the head."""
        mark = self.made.mark.replace("&", "&&")
        sheet.set_landscape()
        sheet.set_paper({"A4": 9, "A3": 8}[paper])
        sheet.set_margins(left=0.5, right=0.5, top=0.8, bottom=0.7)
        sheet.set_header(f'&L&"{FACE},Regular"&9 {self.made.words}评价得分&R&"{FACE},Regular"&9 {mark}')
        sheet.set_footer(f'&L&"{FACE},Regular"&9 {self.made.note.replace("&", "&&")}&R&9— &P —')
        sheet.repeat_rows(HEAD - 1)
        sheet.fit_to_pages(1, 0)
        sheet.print_area(0, 0, HEAD + max(count, 1) - 1, len(columns) - 1)
        sheet.hide_gridlines(2)
        sheet.set_row(0, 26)
        sheet.set_row(HEAD - 1, 32)

    def levels(self, sheet: object, column: int, count: int) -> None:
        """Colour the words of levels; each stands with its shape, so that grey print tells them apart too."""
        for mark in (*(LEVELS[number] for number in range(5)), UNREPORTED):
            form = self.book.add_format({"font_color": mark.text(), "bold": True, "bg_color": _tint(mark.fill())})
            sheet.conditional_format(HEAD, column, HEAD + max(count, 1) - 1, column, {
                "type": "text", "criteria": "containing", "value": mark.word, "format": form,
            })  # fmt: skip

    def bars(self, sheet: object, column: int, count: int, *, colour: str) -> None:
        """A bar from 0 to 100 in every cell of a column."""
        sheet.conditional_format(HEAD, column, HEAD + max(count, 1) - 1, column, {
            "type": "data_bar", "bar_color": colour, "bar_solid": True, "min_type": "num", "max_type": "num",
            "min_value": 0, "max_value": 100, "data_bar_2010": True,
        })  # fmt: skip

    def above(self, sheet: object, column: int, count: int, *, bounds: Sequence[tuple[float, str]]) -> None:
        """Colour numbers from each bound on, the highest bound first."""
        for bound, colour in bounds:
            form = self.book.add_format({"bg_color": _tint(colour), "bold": True})
            place = f"{xl_col_to_name(column)}{HEAD + 1}"
            sheet.conditional_format(HEAD, column, HEAD + max(count, 1) - 1, column, {
                "type": "formula", "criteria": f"=AND(ISNUMBER({place}),{place}>={bound:g})", "format": form,
                "stop_if_true": True,
            })  # fmt: skip


def _tint(colour: str) -> str:
    """The same hue, four fifths of the way to white.

    >>> _tint("#000000")
    '#cccccc'
    """
    parts = [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(part + (255 - part) * 0.8):02x}" for part in parts)


def _wide(column: Column, rows: Sequence[dict]) -> float:
    """Room for most of a column's words, at most 22 characters."""
    said = [width(str(column.value(row, 1))) for row in rows[:60]] if column.look in ("text", "word") else []
    fixed = {"number": 9.5, "count": 7.5, "share": 9.0, "day": 11.5}.get(column.look, 6.0)
    words = sorted(said)[int(len(said) * 0.9)] if said else 0
    return min(22.0, max(fixed, 2 * min(width(column.name), 5) + 2, words * 1.9 + 1.5))
