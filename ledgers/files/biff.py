"""What the workbook library does not tell about an old .xls, read from its records: which cells hold an error, which
are shown as percents, what is hidden or commented, how far a sheet reaches, and whether the whole is locked.

A record is a number, a length and bytes; only the few kinds named below are looked at.
"""

import re
import struct
from collections import defaultdict
from collections.abc import Iterator
from typing import BinaryIO

import olefile

from ledgers.errors import LedgerError
from ledgers.files.filetypes import AS_XLSX, BROKEN
from ledgers.files.marks import Marks

__all__ = ["Scanned", "is_locked", "scan"]

_STREAMS = ("Workbook", "Book")
_BOF, _EOF, _FILEPASS, _SHEET, _XF, _FORMAT = 0x809, 0x0A, 0x2F, 0x85, 0xE0, 0x41E
_ROW, _COLUMNS, _NOTE, _FILTERED = 0x208, 0x7D, 0x1C, 0x9B
_NUMBER, _RK, _RKS, _FORMULA, _ERROR = 0x203, 0x27E, 0xBD, 0x06, 0x205
_VALUED = frozenset((_NUMBER, _RK, _FORMULA, _ERROR, 0xFD, 0x204, 0xD6, 0x206, 0x406))
_HEADER = struct.Struct("<HH")
_CELL = struct.Struct("<HHH")
_PERCENTS = (9, 10)
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}


class Scanned:
    """One sheet: how far its cells reach, and its marks."""

    def __init__(self, percents: frozenset[int]) -> None:
        self.rows = self.columns = 0
        self._percent_styles = percents
        self._errors: dict[tuple[int, int], str] = {}
        self._hidden_rows: set[int] = set()
        self._flat_rows: set[int] = set()
        self._has_height = False
        self._hidden_columns: set[int] = set()
        self._comments: set[tuple[int, int]] = set()
        self._percents: dict[int, set[int]] = defaultdict(set)
        self._filtered = False

    @property
    def marks(self) -> Marks:
        """What the records said."""
        return Marks(
            self._errors,
            hidden_rows=frozenset(self._hidden_rows | (self._flat_rows if self._has_height else set())),
            hidden_columns=frozenset(self._hidden_columns),
            filtered=self._filtered,
            comments=frozenset(self._comments),
            percents=dict(self._percents),
        )

    def take(self, kind: int, data: bytes) -> None:
        """Look at one record."""
        if kind in _VALUED:
            self._cell(kind, data)
        elif kind == _RKS:
            self._numbers(data)
        elif kind == _NOTE:
            self._comments.add(_HEADER.unpack_from(data))
        else:
            self._display(kind, data)

    def _display(self, kind: int, data: bytes) -> None:
        """What is hidden."""
        if kind == _ROW and len(data) >= 14:
            self._row(data)
        elif kind == _COLUMNS and len(data) >= 10 and data[8] & 1:
            first, last = _HEADER.unpack_from(data)
            self._hidden_columns.update(range(first, last + 1))
        elif kind == _FILTERED:
            self._filtered = True

    def _row(self, data: bytes) -> None:
        """A height of nothing hides a row, unless the writer gave none of them any."""
        row, height = _HEADER.unpack_from(data)[0], struct.unpack_from("<H", data, 6)[0]
        self._has_height |= height != 0
        if data[12] & 0x20:
            self._hidden_rows.add(row)
        elif not height:
            self._flat_rows.add(row)

    def _cell(self, kind: int, data: bytes) -> None:
        row, column, style = _CELL.unpack_from(data)
        self._reach(row, column)
        if style in self._percent_styles:
            self._percents[column].add(row)
        if kind == _ERROR and len(data) >= 8 and data[7]:
            self._errors[row, column] = _ERRORS.get(data[6], "#N/A")
        elif kind == _FORMULA and len(data) >= 14 and data[12:14] == b"\xff\xff" and data[6] == 2:
            self._errors[row, column] = _ERRORS.get(data[8], "#N/A")

    def _numbers(self, data: bytes) -> None:
        row, first = _HEADER.unpack_from(data)
        count = (len(data) - 6) // 6
        self._reach(row, first + count - 1)
        for place in range(count):
            if struct.unpack_from("<H", data, 4 + 6 * place)[0] in self._percent_styles:
                self._percents[first + place].add(row)

    def _reach(self, row: int, column: int) -> None:
        self.rows, self.columns = max(self.rows, row + 1), max(self.columns, column + 1)


def is_locked(stream: BinaryIO, *, name: str) -> bool:
    """Whether a record near the beginning says that the others are encrypted."""
    for place, (kind, _) in enumerate(_records(_workbook(stream, name))):
        if kind == _FILEPASS:
            return True
        if place > 8:
            break
    return False


def scan(stream: BinaryIO, *, name: str) -> list[Scanned]:
    """The sheets in the order of the workbook. LedgerError when the file's directory or its records are broken."""
    content = _workbook(stream, name)
    try:
        starts, percents = _globals(content)
        return [_sheet(content, start, percents) for start in starts]
    except struct.error as error:
        raise LedgerError(f"{name} {BROKEN}") from error


def _workbook(stream: BinaryIO, name: str) -> bytes:
    """The stream of records, from the file's directory of streams."""
    try:
        with olefile.OleFileIO(stream) as directory:
            found = next((each for each in _STREAMS if directory.exists(each)), None)
            if found:
                return directory.openstream(found).read()
    except (OSError, ValueError, TypeError, IndexError, struct.error) as error:
        raise LedgerError(f"{name} {BROKEN}") from error
    raise LedgerError(f"{name} 里没有 Excel 的表（可能是 Word 或 WPS 的别种文件）；{AS_XLSX}")


def _records(content: bytes, start: int = 0) -> Iterator[tuple[int, bytes]]:
    end = len(content) - 4
    while start <= end:
        kind, length = _HEADER.unpack_from(content, start)
        yield kind, content[start + 4 : start + 4 + length]
        start += 4 + length


def _globals(content: bytes) -> tuple[list[int], frozenset[int]]:
    """Where the sheets begin, and which cell styles show a percent."""
    starts: list[int] = []
    styles: list[int] = []
    formats = set(_PERCENTS)
    for kind, data in _records(content):
        if kind == _SHEET:
            starts.append(struct.unpack_from("<I", data)[0])
        elif kind == _XF:
            styles.append(_HEADER.unpack_from(data)[1])
        elif kind == _FORMAT and b"%" in re.sub(rb'"[^"]*"', b"", data[2:].replace(b"\0", b"")):
            formats.add(_HEADER.unpack_from(data)[0])
        elif kind == _EOF:
            break
    return starts, frozenset(place for place, number in enumerate(styles) if number in formats)


def _sheet(content: bytes, start: int, percents: frozenset[int]) -> Scanned:
    """Records up to the sheet's end; a chart within it has an end of its own."""
    found, depth = Scanned(percents), 0
    for kind, data in _records(content, start):
        if kind == _BOF:
            depth += 1
        elif kind == _EOF:
            depth -= 1
            if depth <= 0:
                break
        elif depth == 1:
            found.take(kind, data)
    return found
