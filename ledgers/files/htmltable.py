"""The tables of a web page as one sheet, the way Excel opens it: one below the other, text between them as rows.

Many systems export such pages and call them .xls. Nothing a page asks for is fetched or run.
"""

import re
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser
from itertools import islice
from typing import NamedTuple

from ledgers.errors import LedgerError
from ledgers.files.charset import encoding_of
from ledgers.files.filetypes import AS_XLSX
from ledgers.files.marks import MERGED_MOST, Marks, Merge, Place
from ledgers.files.source import Source

__all__ = ["Page", "read_page"]

_MUTED = ("script", "style", "title", "comment", "noscript", "template")
_BREAKS = ("br", "p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6")
_HIDDEN = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|mso-hide\s*:\s*all)", re.IGNORECASE)
_NO_HEIGHT = re.compile(r"(?:^|;)\s*height\s*:\s*0(?:\.0\d*)?(?:px|pt|cm|in)?\s*(?:;|$)", re.IGNORECASE)
_SHEET_NAME = re.compile(r"<x:ExcelWorksheet>\s*<x:Name>([^<]{1,60})</x:Name>", re.IGNORECASE)
_WRAPPED = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef])[ \t]*[\r\n]\s*(?=[\u3000-\u9fff\uff00-\uffef])")
_MOST_TAGS = 2_000_000
"""More take longer than an upload may; 45,000 rows of 20 cells have fewer."""
_LONG_TAG, _MOST_ATTRIBUTES = 1 << 16, 10_000
"""Each attribute costs the parser a hundred times its length; pictures written into a page make long tags of few."""
_TAG = re.compile(r"""<(?:[^>=]++|=\s*+"[^"]*+"|=\s*+'[^']*+'|=)*+""")
_ATTRIBUTE = re.compile(r"""=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"'][^\s>]*+)|[\s/]""")
_ENDS = "]]>-->"
"""Closes what a page left open: the parser of the standard library looks for the end again from every beginning."""
_MOST_DOWN, _MOST_ACROSS = 1_048_576, 16_384


class Page(NamedTuple):
    """The sheet: its name, rows equally wide, merged ranges, marks."""

    sheet: str
    rows: list[list[str]]
    merges: list[Merge]
    marks: Marks


def read_page(source: Source) -> Page:
    """All tables of the page. LedgerError when it has none, or reaches too far."""
    with source.open() as stream:
        encoding = encoding_of(stream, name=source.name)
        stream.seek(0)
        text = stream.read().decode(encoding)
    if text.count("<") > _MOST_TAGS:
        raise LedgerError(f"{source.name} 是网页，标签太多，读不完；{AS_XLSX}")
    names = _SHEET_NAME.findall(text[: 64 << 10])
    parser = _Parser(source, sheet=names[0] if len(names) == 1 else source.stem)
    parser.feed(text + _ENDS)
    parser.close()
    if not parser.tables:
        raise LedgerError(f"{source.name} 是网页，里面没有表格；{AS_XLSX}")
    return parser.page()


class _Parser(HTMLParser):
    """Where the page stands: how deep in tables, which row and cell is open, which columns cells above still cover."""

    def __init__(self, source: Source, *, sheet: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tables = 0
        self._source, self._sheet = source, sheet
        self._rows: list[list[str]] = []
        self._width = 0
        self._at, self._column, self._first = -1, 0, 0
        self._free: list[int] = []
        self._cell: tuple[int, int] | None = None
        self._text: list[str] = []
        self._depth = 0
        self._muted: str | None = None
        self._merges: list[Merge] = []
        self._hidden_rows: set[int] = set()
        self._hidden_columns: set[int] = set()
        self._comments: set[Place] = set()
        self._next_column = 0

    def page(self) -> Page:
        """What was read."""
        self._loose()
        marks = Marks(
            hidden_rows=frozenset(self._hidden_rows),
            hidden_columns=frozenset(self._hidden_columns),
            comments=frozenset(self._comments),
        )
        rows = [row + [""] * (self._width - len(row)) for row in self._rows]
        return Page(self._sheet, rows, self._merges, marks)

    def check_for_whole_start_tag(self, i: int) -> int:
        """Where a tag ends; asked before its attributes are taken apart."""
        tag = _TAG.match(self.rawdata, i)
        if tag and tag.end() - i > _LONG_TAG and _has_many(_ATTRIBUTE.finditer(self.rawdata, i, tag.end())):
            raise LedgerError(f"{self._source.name} 是网页，里面有长得不正常的标签，没有读入；{AS_XLSX}")
        return super().check_for_whole_start_tag(i)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element begins."""
        if tag in _MUTED:
            self._mute(tag)
        elif tag == "table":
            self._table()
        elif tag in _BREAKS:
            self._break()
        elif self._depth == 1 and tag in ("tr", "td", "th", "col"):
            given = {name: value or "" for name, value in attrs}
            {"tr": self._row, "col": self._col}.get(tag, self._begin)(given)

    def handle_endtag(self, tag: str) -> None:
        """An element ends."""
        if tag == self._muted:
            self._muted = None
        elif tag == "table" and self._depth:
            if self._depth == 1:
                self._close()
            self._depth -= 1
        elif self._depth == 1 and tag in ("td", "th", "tr"):
            self._close()
        elif tag in _BREAKS:
            self._break()

    def handle_data(self, data: str) -> None:
        """Text, of a cell or between the tables."""
        if self._muted is None:
            self._text.append(data.removesuffix(_ENDS))

    def _mute(self, tag: str) -> None:
        self._muted = tag
        if tag == "comment" and self._cell:
            self._comments.add((self._at, self._column))

    def _break(self) -> None:
        if self._cell:
            self._text.append("\v")
        else:
            self._loose()

    def _table(self) -> None:
        """A table within a cell is text of that cell."""
        if self._depth == 0:
            self._loose()
            self.tables += 1
            self._first, self._next_column, self._free = self._at + 1, 0, []
        self._depth += 1

    def _col(self, given: dict[str, str]) -> None:
        count = _count(given.get("span", ""), _MOST_ACROSS)
        if _is_hidden(given):
            self._hidden_columns.update(range(self._next_column, self._next_column + count))
        self._next_column = min(self._next_column + count, _MOST_ACROSS)

    def _row(self, given: dict[str, str]) -> None:
        self._close()
        self._at += 1
        self._column = 0
        if _is_hidden(given) or _NO_HEIGHT.search(given.get("style", "")) or given.get("height") in ("0", "0px", "0pt"):
            self._hidden_rows.add(self._at)

    def _begin(self, given: dict[str, str]) -> None:
        """A cell begins, in the first column that no cell above covers."""
        self._close()
        self._at = max(self._at, self._first)
        while self._column < len(self._free) and self._free[self._column] > self._at:
            self._column += 1
        down, across = (_count(given.get(name, ""), 1 << 40) for name in ("rowspan", "colspan"))
        if down > _MOST_DOWN or across > _MOST_ACROSS:
            self._source.check_reach(self._sheet, max(down, self._source.limits.cells), across + 1)
        self._cell = down, across

    def _close(self) -> None:
        """The open cell ends, if there is one."""
        if self._cell is None:
            self._loose()
            return
        (down, across), self._cell = self._cell, None
        text, right = _cleaned(self._text), self._column + across
        self._text = []
        if text:
            self._put(text)
        if down > 1:
            most = min(right, self._source.limits.columns)
            self._free += [0] * (most - len(self._free))
            self._free[self._column : most] = [self._at + down] * (most - self._column)
        if down * across > 1 and len(self._merges) < MERGED_MOST:
            self._merges.append((self._at, self._column, self._at + down - 1, right - 1))
        self._column = right

    def _loose(self) -> None:
        """Text that stands in no cell makes a row of its own."""
        text, self._text = _cleaned(self._text), []
        if text:
            self._at, self._column = self._at + 1, 0
            self._put(text)

    def _put(self, text: str) -> None:
        self._width = max(self._width, self._column + 1)
        self._source.check_reach(self._sheet, self._at + 1, self._width)
        self._rows += [[] for _ in range(self._at + 1 - len(self._rows))]
        row = self._rows[self._at]
        row += [""] * (self._column - len(row))
        row.append(text)


def _has_many(attributes: Iterator[re.Match[str]]) -> bool:
    return next(islice(attributes, _MOST_ATTRIBUTES, None), None) is not None


def _cleaned(parts: Sequence[str]) -> str:
    """Text as a browser shows it: blanks and line ends of the source are one blank, or none between Chinese signs."""
    text = _WRAPPED.sub("", "".join(parts))
    lines = (" ".join(line.split()) for line in text.split("\v"))
    return "\n".join(line for line in lines if line)


def _is_hidden(given: dict[str, str]) -> bool:
    return "hidden" in given or _HIDDEN.search(given.get("style", "")) is not None


def _count(text: str, most: int) -> int:
    found = re.match(r"\s*(\d{1,15})", text)
    return min(max(int(found[1]), 1), most) if found else 1
