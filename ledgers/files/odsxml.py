"""What the workbook library does not tell about an .ods, read from its XML in one pass: how far a sheet reaches (one
cell may stand for a billion), merged cells, percents, errors, what is hidden or commented.

Only the beginnings and ends of elements are looked at; a document type with entities is refused.
"""

import re
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import BinaryIO, NamedTuple
from xml.parsers import expat

from ledgers.files.marks import MERGED_MOST, Marks, Merge, Place

__all__ = ["Scanned", "is_locked", "scan"]

Check = Callable[[str, int, int], None]
"""Raises when a sheet (name, rows, columns) reaches too far."""

_CHUNK = 1 << 20
_MOST = 1 << 40
_LOCK = b"encryption-data"
_NO_HEIGHT = re.compile(r"0(?:\.0\d*)?[a-z]*")


class Scanned(NamedTuple):
    """One sheet: its merged ranges and its marks."""

    merges: list[Merge]
    marks: Marks


class _Cell(NamedTuple):
    """A cell that holds something, or a comment; `count` columns from `column` on."""

    column: int
    count: int
    error: str | None
    percent: bool


def is_locked(stream: BinaryIO) -> bool:
    """Whether the parts are encrypted, as the list of parts says."""
    stream.seek(0)
    part = "META-INF/manifest.xml"
    try:
        with zipfile.ZipFile(stream) as archive, archive.open(part) as listed:
            return _LOCK in listed.read(_CHUNK)
    except (KeyError, zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError):
        return False  # who reads the sheets will say that the file is broken


def scan(archive: zipfile.ZipFile, *, check: Check) -> dict[str, Scanned]:
    """Sheet name -> what was found. `check` is called with each sheet's reach before anything is repeated."""
    walk = _Walk(check)
    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = walk.start, walk.end
    parser.CharacterDataHandler = walk.text
    parser.StartDoctypeDeclHandler = _refuse
    with archive.open("content.xml") as stream:
        while chunk := stream.read(_CHUNK):
            parser.Parse(chunk)
    parser.Parse(b"", True)
    return walk.sheets


def _refuse(*_: object) -> None:
    raise expat.ExpatError("a sheet has no document type")


class _Walk:
    """Where the pass stands: sheet, row, column, and what this row holds so far."""

    def __init__(self, check: Check) -> None:
        self.sheets: dict[str, Scanned] = {}
        self._check = check
        self._starts: Mapping[str, Callable[[dict[str, str]], None]] = {
            "table:table": self._sheet, "table:table-column": self._columns, "table:table-row": self._row,
            "table:table-cell": self._cell, "table:covered-table-cell": self._cell,
            "office:annotation": self._annotation, "style:style": self._style_begins,
            "style:table-row-properties": self._height,
        }  # fmt: skip
        self._ends = {
            "table:table": self._sheet_done, "table:table-row": self._row_done, "office:annotation": self._annotated
        }  # fmt: skip
        self._in_annotation = False
        self._style, self._flat = "", set[str]()
        self._error: list[str] | None = None
        self._sheet({})

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        if (act := self._starts.get(name)) and not self._in_annotation:
            act(attributes)

    def end(self, name: str) -> None:
        """An element ends."""
        if act := self._ends.get(name):
            act()
        elif self._error is not None and name in ("table:table-cell", "table:covered-table-cell"):
            self._cells[-1] = self._cells[-1]._replace(error="".join(self._error) or "#N/A")
            self._error = None

    def text(self, words: str) -> None:
        """Text matters only in cells with an error."""
        if self._error is not None and not self._in_annotation:
            self._error.append(words)

    def _style_begins(self, attributes: dict[str, str]) -> None:
        self._style = attributes.get("style:name", "")

    def _height(self, attributes: dict[str, str]) -> None:
        if _NO_HEIGHT.fullmatch(attributes.get("style:row-height", "")):
            self._flat.add(self._style)

    def _sheet(self, attributes: dict[str, str]) -> None:
        self._name = attributes.get("table:name", "")
        self._rows = self._width = self._at = self._column = self._next_column = 0
        self._repeat, self._cells = 1, []
        self._hidden_columns: set[int] = set()
        self._hidden: list[tuple[int, int]] = []
        self._filtered = False
        self._merges: list[Merge] = []
        self._comments: set[Place] = set()
        self._errors: dict[Place, str] = {}
        self._uncached: set[Place] = set()
        self._percents: dict[int, set[int]] = defaultdict(set)

    def _sheet_done(self) -> None:
        hidden = {row for first, stop in self._hidden for row in range(first, min(stop, self._rows))}
        marks = Marks(
            self._errors, frozenset(self._uncached), frozenset(hidden), frozenset(self._hidden_columns),
            self._filtered, frozenset(self._comments), dict(self._percents),
        )  # fmt: skip
        self.sheets.setdefault(self._name, Scanned(self._merges, marks))

    def _columns(self, attributes: dict[str, str]) -> None:
        count = _count(attributes, "table:number-columns-repeated")
        if attributes.get("table:visibility", "visible") != "visible":
            self._hidden_columns.update(range(self._next_column, min(self._next_column + count, 1 << 14)))
        self._next_column += count

    def _row(self, attributes: dict[str, str]) -> None:
        self._column, self._cells = 0, []
        self._repeat = _count(attributes, "table:number-rows-repeated")
        seen = attributes.get("table:visibility", "visible")
        if seen != "visible" or attributes.get("table:style-name") in self._flat:
            self._hidden.append((self._at, self._at + self._repeat))
            self._filtered |= seen == "filter"

    def _cell(self, attributes: dict[str, str]) -> None:
        count = _count(attributes, "table:number-columns-repeated")
        kind, formula = attributes.get("office:value-type"), "table:formula" in attributes
        if kind or formula:
            failed = attributes.get("calcext:value-type") == "error"
            self._error = [] if failed else None
            error = None if kind else ""
            self._cells.append(_Cell(self._column, count, error, kind == "percentage"))
        across = _count(attributes, "table:number-columns-spanned")
        down = _count(attributes, "table:number-rows-spanned")
        if across * down > 1 and len(self._merges) < MERGED_MOST:
            self._merges.append((self._at, self._column, self._at + down - 1, self._column + across - 1))
        self._column += count

    def _annotation(self, _: dict[str, str]) -> None:
        self._in_annotation = True
        self._comments.add((self._at, self._column - 1))

    def _annotated(self) -> None:
        self._in_annotation = False

    def _row_done(self) -> None:
        """Settle the row: only one that holds something counts, and only then are its repetitions real."""
        if self._cells:
            last = self._cells[-1]
            self._rows, self._width = self._at + self._repeat, max(self._width, last.column + last.count)
            self._check(self._name, self._rows, self._width)
            self._told(cell for cell in self._cells if cell.percent or cell.error is not None)
        self._at += self._repeat

    def _told(self, cells: Iterable[_Cell]) -> None:
        rows = range(self._at, self._at + self._repeat)
        for cell in cells:
            for column in range(cell.column, cell.column + cell.count):
                if cell.percent:
                    self._percents[column].update(rows)
                elif cell.error:
                    self._errors |= dict.fromkeys(((row, column) for row in rows), cell.error)
                else:
                    self._uncached.update((row, column) for row in rows)


def _count(attributes: Mapping[str, str], name: str) -> int:
    """A count that is 1 where nothing is written; what is no plain number is refused."""
    text = attributes.get(name, "1")
    if not (text.isascii() and text.isdigit()):
        raise expat.ExpatError(f"{name} is no count")
    return min(int(text), _MOST) if len(text) < 16 else _MOST
