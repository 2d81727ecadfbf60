"""How an office's ledger looks: title rows, headings of one or two rows, merged cells, borders, footers, print setup.

A `Page` says what is on a sheet; `write_book` draws pages into one workbook whose bytes depend on nothing but them:
fixed document dates, and members stored uncompressed so that no version of zlib shows through.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from math import ceil
from pathlib import Path

import xlsxwriter

from examples.printing import stored, styles

__all__ = ["Col", "Page", "Section", "Total", "write_book"]

CREATED = datetime(2022, 9, 5, 8, 0, 0)
OFFICE = "区“执行力建设年”领导小组办公室（演示数据）"
LINE = 17.0

Cell = str | int | float | date | None


@dataclass(frozen=True)
class Col:
    """A column: heading, width in characters, kind of cell, and the group heading above it, if any."""

    heading: str
    width: float
    kind: str = "centre"
    group: str = ""


@dataclass(frozen=True)
class Section:
    """A row across the whole table that names what follows: 一、重要改革."""

    text: str


@dataclass(frozen=True)
class Total:
    """A 小计 / 合计 row: the cells of a row, printed bold."""

    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Page:
    """One sheet: title, line under it, columns, rows, columns merged where a value goes on, lines below the table."""

    sheet: str
    title: str
    note: str
    columns: tuple[Col, ...]
    rows: Sequence[tuple[Cell, ...] | Section | Total]
    merged: tuple[int, ...] = ()
    footer: tuple[str, ...] = ()
    above: tuple[str, ...] = ()


def write_book(path: Path, pages: Sequence[Page]) -> None:
    """Draw the pages into one workbook at `path`."""
    memory = io.BytesIO()
    book = xlsxwriter.Workbook(memory, {"in_memory": True})
    book.set_properties({
        "title": f"{pages[0].title}", "author": OFFICE, "company": OFFICE, "comments": "演示数据，进度和人名均为虚构",
        "created": CREATED,
    })  # fmt: skip
    formats = styles(book)
    for page in pages:
        _Canvas(book.add_worksheet(page.sheet), page, formats).draw()
    book.close()
    path.write_bytes(stored(memory.getvalue()))


def _lines(value: Cell, column: Col) -> int:
    """Lines that a text takes in its column: a Chinese character is two columns of print wide."""
    if not isinstance(value, str):
        return 1
    return sum(ceil(max(1, sum(2 if ord(c) > 255 else 1 for c in line)) / column.width) for line in value.split("\n"))


@dataclass(frozen=True)
class _Canvas:
    """One worksheet being drawn from top to bottom; rows and columns count from 0."""

    sheet: xlsxwriter.worksheet.Worksheet
    page: Page
    styles: dict

    def draw(self) -> None:
        columns = self.page.columns
        for index, column in enumerate(columns):
            self.sheet.set_column(index, index, column.width)
        heading = self.draw_top()
        first = self.draw_headings(heading)
        for row, cells in enumerate(self.page.rows, first):
            self.draw_row(row, cells)
        for index in self.page.merged:
            self.merge_runs(first, index)
        below = first + len(self.page.rows)
        for row, line in enumerate(self.page.footer, below):
            self.sheet.write(row, 0, line, self.styles["note"])
        self.set_print(heading, first, last=below + len(self.page.footer))

    def draw_top(self) -> int:
        """Lines above the title, the title, the note; returns the row where the heading begins."""
        for row, line in enumerate(self.page.above):
            self.sheet.write(row, 0, line, self.styles["note"])
        row, last = len(self.page.above), len(self.page.columns) - 1
        for offset, (name, text, height) in enumerate((("title", self.page.title, 36), ("note", self.page.note, 22))):
            self.sheet.merge_range(row + offset, 0, row + offset, last, text, self.styles[name])
            self.sheet.set_row(row + offset, height)
        return row + 2

    def draw_headings(self, row: int) -> int:
        """One heading row, or two where a column has a group; returns the row of the first data."""
        grouped = any(column.group for column in self.page.columns)
        index = 0
        for group, run in groupby(self.page.columns, key=lambda column: column.group):
            columns = list(run)
            if group:
                self.write_block((row, index), (row, index + len(columns) - 1), group)
            for column in columns:
                top = row + 1 if group else row
                self.write_block((top, index), (row + grouped, index), column.heading)
                index += 1
        for heading_row in range(row, row + 1 + grouped):
            self.sheet.set_row(heading_row, 30)
        return row + 1 + grouped

    def write_block(self, start: tuple[int, int], end: tuple[int, int], text: str) -> None:
        """A heading in one cell, or in the merged cells from `start` to `end`."""
        if start == end:
            self.sheet.write(*start, text, self.styles["head"])
        else:
            self.sheet.merge_range(*start, *end, text, self.styles["head"])

    def draw_row(self, row: int, cells: tuple[Cell, ...] | Section | Total) -> None:
        columns = self.page.columns
        if isinstance(cells, Section):
            self.sheet.merge_range(row, 0, row, len(columns) - 1, cells.text, self.styles["section"])
            self.sheet.set_row(row, 24)
            return
        prefix, values = ("total ", cells.cells) if isinstance(cells, Total) else ("", cells)
        for index, (column, value) in enumerate(zip(columns, values, strict=True)):
            self.write((row, index), value, prefix + column.kind)
        lines = max(_lines(value, column) for column, value in zip(columns, values, strict=True))
        self.sheet.set_row(row, max(24.0, LINE * lines))

    def write(self, at: tuple[int, int], value: Cell, style: str) -> None:
        """One cell; a date in a column of any kind keeps a date's format."""
        if value is None:
            self.sheet.write_blank(*at, None, self.styles[style])
        elif isinstance(value, date):
            self.sheet.write_datetime(*at, datetime(value.year, value.month, value.day), self.styles["date"])
        else:
            self.sheet.write(*at, value, self.styles[style])

    def merge_runs(self, first: int, index: int) -> None:
        """Merge a column's cells where one value goes on; a section or total row ends a run."""
        kind = self.page.columns[index].kind
        keys = [cells[index] if isinstance(cells, tuple) else (row,) for row, cells in enumerate(self.page.rows)]
        row = first
        for key, run in groupby(keys):
            length = len(list(run))
            if length > 1 and key is not None:
                self.sheet.merge_range(row, index, row + length - 1, index, "", self.styles[kind])
                self.write((row, index), key, kind)
            row += length

    def set_print(self, heading: int, first: int, *, last: int) -> None:
        """A3 across, one page wide, headings on every page, 演示数据 at the foot."""
        sheet = self.sheet
        sheet.freeze_panes(first, 0)
        sheet.set_landscape()
        sheet.set_paper(8)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(heading, first - 1)
        sheet.print_area(0, 0, last - 1, len(self.page.columns) - 1)
        sheet.set_footer("&C演示数据    第 &P 页，共 &N 页")
