"""One sheet as rows of raw cells with its merged ranges; the only module that talks to the workbook library.

Every kind of file ends here as the same `Grid`: what comes after does not know where a sheet came from.
"""

import zipfile
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any
from xml.parsers import expat

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from ledgers.errors import LedgerError
from ledgers.files import odsxml
from ledgers.files.filetypes import BROKEN, HTML, ODS, TEXT, XLS, XLSX, XML
from ledgers.files.marks import Marks, Merge, Place
from ledgers.files.sheetxml import declared_cells, marks, real_cells, sheet_parts
from ledgers.files.source import Source

__all__ = ["Grid", "Merge", "clipped", "read_grids"]

UNCACHED_TEXT = "（公式没有结果）"
_NO_MARKS = Marks()


@dataclass(frozen=True)
class Grid:
    """A sheet: rows of raw cells from A1 on ("" is empty), merged ranges, broken cells, whether it is shown, what the
    cells alone do not tell, and a sentence where the file could have been understood otherwise. `left`: the first
    column that belongs to it, where it was cut out of a sheet of several tables."""

    sheet: str
    rows: list[list[Any]]
    merges: tuple[Merge, ...] = ()
    broken: dict[Place, str] | None = None
    part: str | None = None
    visible: bool = True
    worksheet: bool = True
    marks: Marks = _NO_MARKS
    said: str = ""
    left: int = 0

    @property
    def width(self) -> int:
        """Columns of a row; all rows have as many."""
        return len(self.rows[0]) if self.rows else 0

    @property
    def breadth(self) -> int:
        """Columns that belong to it."""
        return self.width - self.left


def read_grids(source: Source) -> Iterator[Grid]:
    """The file's sheets, one after the other. LedgerError with one sentence where it cannot be read."""
    try:
        yield from _READERS[source.type.code](source)
    except PasswordError as error:
        raise LedgerError(f"{source.name} 有密码，无法读入；请用 Excel 去掉密码后另存为 .xlsx 再上传。") from error
    except (CalamineError, zipfile.BadZipFile, expat.ExpatError, KeyError, OSError, EOFError) as error:
        raise LedgerError(f"{source.name} {BROKEN}") from error


# -- xlsx ------------------------------------------------------------------------------------------------------------


def _xlsx(source: Source) -> Iterator[Grid]:
    """One sheet in memory at a time; its XML is searched beside the library's reading."""
    with (
        source.open() as stream,
        source.open() as again,
        zipfile.ZipFile(again) as archive,
        ThreadPoolExecutor(1) as beside,
    ):
        parts = sheet_parts(archive)
        _check_reach(source, archive, parts)
        book = CalamineWorkbook.from_filelike(stream)
        for about in book.sheets_metadata:
            if about.typ != SheetTypeEnum.WorkSheet:
                yield Grid(about.name, [], worksheet=False)
                continue
            part = parts.get(about.name)
            scan = beside.submit(marks, archive, part) if part else None
            sheet = book.get_sheet_by_name(about.name)
            rows = sheet.to_python(skip_empty_area=False)
            found = scan.result() if scan else _NO_MARKS
            merges = ((*first, *last) for first, last in sheet.merged_cell_ranges or ())
            yield _grid(about.name, rows, merges, found, part=part, visible=about.visible == SheetVisibleEnum.Visible)


def _check_reach(source: Source, archive: zipfile.ZipFile, parts: dict[str, str]) -> None:
    """Before the library opens a sheet: two cells far apart can break the process.

    The sheet's declared extent is believed when it is small – a lie costs this process, which is made for that – and
    checked against the real cells when it is large, because many offices format a whole column.
    """
    for sheet, part in parts.items():
        declared = declared_cells(archive, part)
        if declared is None or declared > source.limits.cells:
            source.check_reach(sheet, *real_cells(archive, part))


# -- other workbooks ---------------------------------------------------------------------------------------------------


def _xls(source: Source) -> Iterator[Grid]:
    """Whole numbers become floats, as they are in every other workbook."""
    from ledgers.files import biff  # needs a library that other files do not

    with source.open() as stream:
        scanned = biff.scan(stream, name=source.name)
        rows = columns = 0
        for place, each in enumerate(scanned, 1):
            rows, columns = rows + each.rows, max(columns, each.columns)
            source.check_reach(str(place), rows, columns)
        stream.seek(0)
        book = CalamineWorkbook.from_filelike(stream)
    for place, about in enumerate(book.sheets_metadata):
        if about.typ != SheetTypeEnum.WorkSheet:
            yield Grid(about.name, [], worksheet=False)
            continue
        sheet = book.get_sheet_by_index(place)
        cells = [[float(c) if type(c) is int else c for c in row] for row in sheet.to_python(skip_empty_area=False)]
        merges = ((*first, *last) for first, last in sheet.merged_cell_ranges or ())
        found = scanned[place].marks if place < len(scanned) else _NO_MARKS
        yield _grid(about.name, cells, merges, found, visible=about.visible == SheetVisibleEnum.Visible)


def _ods(source: Source) -> Iterator[Grid]:
    with source.open() as stream, zipfile.ZipFile(stream) as archive:
        scanned = odsxml.scan(archive, check=source.check_reach)
    with source.open() as stream:
        book = CalamineWorkbook.from_filelike(stream)
    for about in book.sheets_metadata:
        rows = book.get_sheet_by_name(about.name).to_python(skip_empty_area=False)
        merges, found = scanned.get(about.name, ((), _NO_MARKS))
        yield _grid(about.name, rows, merges, found, visible=about.visible == SheetVisibleEnum.Visible)


def _xml(source: Source) -> Iterator[Grid]:
    from ledgers.files.xmlbook import read_xml_book

    for sheet in read_xml_book(source):
        yield _grid(sheet.name, sheet.rows, sheet.merges, sheet.marks, visible=sheet.visible)


# -- files with one sheet ----------------------------------------------------------------------------------------------


def _text(source: Source) -> Iterator[Grid]:
    from ledgers.files.textfile import text_rows

    rows, said = text_rows(source)
    yield Grid(source.stem, rows, said=said)


def _page(source: Source) -> Iterator[Grid]:
    from ledgers.files.htmltable import read_page

    page = read_page(source)
    yield _grid(page.sheet, page.rows, page.merges, page.marks)


_READERS: dict[str, Callable[[Source], Iterator[Grid]]] = {
    XLSX.code: _xlsx, XLS.code: _xls, ODS.code: _ods, XML.code: _xml, TEXT.code: _text, HTML.code: _page,
}  # fmt: skip


# -- for all -----------------------------------------------------------------------------------------------------------


def _grid(
    name: str, rows: list[list[Any]], merges: Iterable[Merge], found: Marks, *, part: str | None = None,
    visible: bool = True,
) -> Grid:  # fmt: skip
    broken = _mark(rows, found)
    return Grid(name, rows, clipped(merges, rows), broken, part, visible, marks=found)


def clipped(merges: Iterable[Merge], rows: list[list[Any]]) -> tuple[Merge, ...]:
    """Merged ranges without what lies beyond the last row and column that hold something.

    >>> clipped([(0, 0, 3, 1), (2, 0, 3, 0)], [["a", ""], ["b", ""]])
    ((0, 0, 1, 1),)
    """
    height, width = len(rows), len(rows[0]) if rows else 0
    inside = (merge for merge in merges if merge[0] < height and merge[1] < width)
    return tuple((top, left, min(bottom, height - 1), min(right, width - 1)) for top, left, bottom, right in inside)


def _mark(rows: list[list[Any]], found: Marks) -> dict[Place, str]:
    """Write the text of broken cells where the library left them empty, so that nothing takes them for blank."""
    broken = found.errors | dict.fromkeys(found.uncached, UNCACHED_TEXT)
    kept = {}
    for (row, column), text in broken.items():
        if row < len(rows) and column < len(rows[row]) and rows[row][column] == "":
            rows[row][column] = kept[row, column] = text
    return kept
