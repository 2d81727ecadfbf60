"""An XML 电子表格 2003 (SpreadsheetML): sheets, cells, merged ranges, percents, what is hidden.

One pass; a document type, and with it any entity, is refused.
"""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any
from xml.parsers import expat

from ledgers.files.marks import MERGED_MOST, Marks, Merge, Place
from ledgers.files.source import Source

__all__ = ["XmlSheet", "read_xml_book"]

_CHUNK = 1 << 20
_MOST = 1 << 24
_NO_HEIGHT = re.compile(r"0(?:\.0\d*)?")


@dataclass
class XmlSheet:
    """A sheet as it is being read; `cells` by row."""

    name: str
    visible: bool = True
    cells: dict[int, dict[int, Any]] = field(default_factory=lambda: defaultdict(dict))
    width: int = 0
    merges: list[Merge] = field(default_factory=list)
    errors: dict[Place, str] = field(default_factory=dict)
    uncached: set[Place] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    filtered: bool = False
    comments: set[Place] = field(default_factory=set)
    percents: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))

    @property
    def rows(self) -> list[list[Any]]:
        """All rows, equally wide."""
        height = max(self.cells, default=-1) + 1
        return [[self.cells[row].get(column, "") for column in range(self.width)] for row in range(height)]

    @property
    def marks(self) -> Marks:
        """What the cells alone do not tell."""
        return Marks(
            self.errors, frozenset(self.uncached), frozenset(self.hidden_rows), frozenset(self.hidden_columns),
            self.filtered, frozenset(self.comments), dict(self.percents),
        )  # fmt: skip


def read_xml_book(source: Source) -> list[XmlSheet]:
    """All sheets. ExpatError when the XML is broken or has a document type."""
    walk = _Walk(source)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = walk.start, walk.end
    parser.CharacterDataHandler = walk.text
    parser.StartDoctypeDeclHandler = _refuse
    with source.open() as stream:
        while chunk := stream.read(_CHUNK):
            parser.Parse(chunk)
    parser.Parse(b"", True)
    return walk.sheets


def _refuse(*_: object) -> None:
    raise expat.ExpatError("a workbook has no document type")


class _Walk:
    """Where the pass stands: the sheet, its row and column, the open cell's kind and text."""

    def __init__(self, source: Source) -> None:
        self.sheets: list[XmlSheet] = []
        self._source = source
        self._styles: set[str] = set()
        self._style = ""
        self._row = self._column = self._next_row = self._next_column = 0
        self._place, self._shown = (0, 0), ""
        self._kind: str | None = None
        self._text: list[str] | None = None
        self._in_comment = False
        self._starts = {
            "Style": self._style_begins, "NumberFormat": self._format, "Worksheet": self._sheet,
            "Column": self._columns, "Row": self._row_begins, "Cell": self._cell, "Data": self._data,
            "Comment": self._comment, "Visible": self._words, "AutoFilterColumn": self._filter,
        }  # fmt: skip

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins; prefixes do not matter."""
        if act := self._starts.get(name.rpartition(" ")[2]):
            act({key.rpartition(" ")[2]: value for key, value in attributes.items()})

    def end(self, name: str) -> None:
        """An element ends."""
        name = name.rpartition(" ")[2]
        if name == "Data" and self._text is not None and not self._in_comment:
            self._put("".join(self._text))
        elif name == "Visible" and self._text is not None and self.sheets:
            self.sheets[-1].visible = "".join(self._text).strip() == "SheetVisible"
        elif name == "Comment":
            self._in_comment = False
        if name in ("Data", "Visible"):
            self._text = None

    def text(self, words: str) -> None:
        """Text matters inside cells."""
        if self._text is not None:
            self._text.append(words)

    def _style_begins(self, given: dict[str, str]) -> None:
        self._style = given.get("ID", "")

    def _format(self, given: dict[str, str]) -> None:
        shown = given.get("Format", "")
        if "%" in shown or shown == "Percent":
            self._styles.add(self._style)

    def _sheet(self, given: dict[str, str]) -> None:
        self.sheets.append(XmlSheet(given.get("Name", "")))
        self._next_row = self._next_column = 0

    def _columns(self, given: dict[str, str]) -> None:
        first = _number(given, "Index", self._next_column + 1) - 1
        self._next_column = first + 1 + _number(given, "Span", 0)
        if given.get("Hidden") == "1":
            self._here.hidden_columns.update(range(first, min(self._next_column, 1 << 14)))

    def _row_begins(self, given: dict[str, str]) -> None:
        self._row, self._column = _number(given, "Index", self._next_row + 1) - 1, -1
        self._next_row = self._row + 1 + _number(given, "Span", 0)
        if given.get("Hidden") == "1" or _NO_HEIGHT.fullmatch(given.get("Height", "")):
            self._here.hidden_rows.update(range(self._row, min(self._next_row, self._source.limits.rows)))

    def _cell(self, given: dict[str, str]) -> None:
        self._column = _number(given, "Index", self._column + 2) - 1
        self._shown = given.get("StyleID", "")
        down, across = _number(given, "MergeDown", 0), _number(given, "MergeAcross", 0)
        if (down or across) and len(self._here.merges) < MERGED_MOST:
            self._here.merges.append((self._row, self._column, self._row + down, self._column + across))
        self._place = self._row, self._column
        self._column += across
        if "Formula" in given:
            self._here.uncached.add(self._place)

    def _data(self, given: dict[str, str]) -> None:
        self._text, self._kind = [], given.get("Type", "String")

    def _words(self, _: dict[str, str]) -> None:
        self._text = []

    def _comment(self, _: dict[str, str]) -> None:
        self._in_comment = True
        self._here.comments.add(self._place)

    def _filter(self, _: dict[str, str]) -> None:
        self._here.filtered = True

    @property
    def _here(self) -> XmlSheet:
        if not self.sheets:
            raise expat.ExpatError("a cell without a sheet")
        return self.sheets[-1]

    def _put(self, text: str) -> None:
        sheet, (row, column) = self._here, self._place
        if not text:
            return
        sheet.width = max(sheet.width, column + 1)
        self._source.check_reach(sheet.name, row + 1, sheet.width)
        sheet.uncached.discard(self._place)
        if self._kind == "Error":
            sheet.errors[self._place] = text
        sheet.cells[row][column] = "" if self._kind == "Error" else _value(text, self._kind)
        if self._shown in self._styles:
            sheet.percents[column].add(row)


def _value(text: str, kind: str | None) -> Any:
    """The cell as the workbook library would give it; a number or day that is none stays text."""
    try:
        if kind == "Number":
            return float(text)
        if kind == "DateTime":
            return _moment(datetime.fromisoformat(text))
    except ValueError:
        return text
    return text == "1" if kind == "Boolean" else text


def _moment(moment: datetime) -> date | datetime | time:
    if moment.year < 1900:
        return moment.time()
    return moment.date() if moment.time() == time() else moment


def _number(given: dict[str, str], name: str, otherwise: int) -> int:
    text = given.get(name, "")
    return min(int(text), _MOST) if text.isascii() and text.isdigit() and len(text) < 16 else otherwise
