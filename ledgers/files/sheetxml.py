"""What the workbook library does not tell, read from the workbook's XML by byte search: which cells hold an error or a
formula without a stored result, which are shown as percents, what is hidden or commented, how far a sheet reaches.

The XML is streamed in chunks and never built into a tree, so that neither size nor entities can hurt.
"""

import html
import posixpath
import re
import zipfile
from collections.abc import Iterator

from ledgers.clerk.own_sheets import COMMENT_START
from ledgers.files.marks import Marks, Place

__all__ = [
    "cell_name",
    "cell_place",
    "column_letter",
    "column_number",
    "declared_cells",
    "marks",
    "plain_cells",
    "real_cells",
    "sheet_parts",
]

_CHUNK = 4 << 20
_SMALL_PART = 32 << 20
_HEAD = 64 << 10
_MARKS_KEPT = 20_000
_SHEET = re.compile(r"<(?:\w+:)?sheet\b[^>]*>")
_RELATION = re.compile(r"<(?:\w+:)?Relationship\b[^>]*>")
_DIMENSION = re.compile(rb"<(?:\w+:)?dimension\b[^>]*\bref=\"([A-Z]+)(\d+)(?::([A-Z]+)(\d+))?\"")
_PLACE = rb"<(?:\w+:)?c r=\"([A-Z]+)(\d+)\"[^>]*"
_FORMULA = rb"<(?:\w+:)?f[^>]*(?:/>|>[^<]*</(?:\w+:)?f>)"
_ERROR = re.compile(_PLACE + rb"\bt=\"e\"[^>]*>(?:" + _FORMULA + rb")?<(?:\w+:)?v>([^<]*)<")
_UNCACHED = re.compile(_PLACE + rb">" + _FORMULA + rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?</(?:\w+:)?c>")
_HIDDEN_ROW = re.compile(rb'<(?:\w+:)?row\b[^>]*?\br="(\d{1,7})"')
_HIDDEN_COLUMNS = re.compile(rb'<(?:\w+:)?col\b(?=[^>]*\bmin="\d{1,5}")(?=[^>]*\bmax="\d{1,5}")')
_COMMENT = re.compile(
    r'<(?:\w+:)?comment\b[^>]*?\bref="([A-Z]{1,3})(\d{1,7})"[^>]*>(.*?)</(?:\w+:)?comment>', re.DOTALL
)
_TAG = re.compile("<[^>]*>")
_LAST_COLUMN = 16_384
_TRUE = re.compile(b"[1t]")
_ZERO_REST = re.compile(rb'(?:\.0\d*)?"')
_VALUED = re.compile(rb"<(?:\w+:)?c r=\"([A-Z]+)(\d+)\"[^>]*>\s*<(?:\w+:)?(?:v|is|f)\b")


def column_number(letters: str) -> int:
    """The column's number from 0.

    >>> column_number("A"), column_number("AA"), column_letter(26)
    (0, 26, 'AA')
    """
    number = 0
    for sign in letters:
        number = number * 26 + ord(sign) - 64
    return number - 1


def column_letter(number: int) -> str:
    """The letters of a column counted from 0."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def cell_place(name: str) -> Place:
    """Row and column of a cell, both from 0: what `cell_name` names.

    >>> cell_place("D7"), cell_place(cell_name(9, 26))
    ((6, 3), (9, 26))
    """
    letters = name.rstrip("0123456789")
    return int(name[len(letters) :]) - 1, column_number(letters)


def cell_name(row: int, column: int) -> str:
    """A cell's name; row and column from 0.

    >>> cell_name(6, 3)
    'D7'
    """
    return f"{column_letter(column)}{row + 1}"


def sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Sheet name -> name of its XML part."""
    book, relations = _text(archive, "xl/workbook.xml"), _text(archive, "xl/_rels/workbook.xml.rels")
    targets = {_attribute(each, "Id"): _attribute(each, "Target") for each in _RELATION.findall(relations)}
    found = {}
    for each in _SHEET.findall(book):
        target = targets.get(_attribute(each, r"\w+:id"), "")
        part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if target and part in archive.NameToInfo:
            found[html.unescape(_attribute(each, "name"))] = part
    return found


def declared_cells(archive: zipfile.ZipFile, part: str) -> int | None:
    """How many cells the sheet's declared extent covers, from its first bytes; None when it does not say."""
    with archive.open(part) as stream:
        head = stream.read(_HEAD)
    if not (found := _DIMENSION.search(head)):
        return None
    last_column, last_row = found[3] or found[1], found[4] or found[2]
    return (column_number(last_column.decode()) + 1) * int(last_row)


def real_cells(archive: zipfile.ZipFile, part: str) -> tuple[int, int]:
    """Rows and columns up to the last cell that holds something (styled empty cells do not count)."""
    rows = columns = 0
    for chunk in _chunks(archive, part):
        seen: set[bytes] = set()
        for found in _VALUED.finditer(chunk):
            seen.add(found[1])
            rows = max(rows, int(found[2]))
        columns = max([columns, *(column_number(letters.decode()) + 1 for letters in seen)])
    return rows, columns


def marks(archive: zipfile.ZipFile, part: str) -> Marks:
    """Error cells and formulas without a stored result, which the workbook library gives as empty; what is hidden."""
    errors: dict[Place, str] = {}
    uncached: set[Place] = set()
    hidden: set[bytes] = set()
    chunk = b""
    for chunk in _chunks(archive, part):
        if b't="e"' in chunk and len(errors) < _MARKS_KEPT:
            errors |= {_place(found): html.unescape(found[3].decode()) for found in _ERROR.finditer(chunk)}
        if (b"<f" in chunk or b":f" in chunk) and len(uncached) < _MARKS_KEPT:
            uncached |= {_place(found) for found in _UNCACHED.finditer(chunk)}
        if b' hidden="' in chunk:
            hidden |= _tags_with(chunk, b' hidden="', _TRUE)
        if b' ht="0' in chunk:
            hidden |= _tags_with(chunk, b' ht="0', _ZERO_REST)
    filtered = b"filterColumn" in chunk  # stands behind the last cell
    rows, columns = _hidden(hidden)
    return Marks(errors, frozenset(uncached - errors.keys()), rows, columns, filtered, _comments(archive, part))


def _tags_with(chunk: bytes, word: bytes, value: re.Pattern[bytes]) -> set[bytes]:
    """Row and column tags that say hidden, or of no height; found from the word back to its tag, so that no other tag
    is looked at."""
    tags, at = set(), -1
    while (at := chunk.find(word, at + 1)) >= 0:
        if value.match(chunk, at + len(word)) and (end := chunk.find(b">", at)) >= 0:
            tags.add(chunk[chunk.rfind(b"<", 0, at) : end])
    return tags


def _hidden(tags: set[bytes]) -> tuple[frozenset[int], frozenset[int]]:
    """Rows and columns, from 0, of tags like <row r="5" hidden="1" and <col min="3" max="4" hidden="1"."""
    rows, columns = set(), set()
    for tag in tags:
        if found := _HIDDEN_ROW.match(tag):
            rows.add(int(found[1]) - 1)
        elif found := _HIDDEN_COLUMNS.match(tag):
            first, last = (int(re.search(rb'\b%s="(\d{1,5})"' % name, tag)[1]) for name in (b"min", b"max"))
            columns.update(range(first - 1, min(last, _LAST_COLUMN)))
    return frozenset(rows), frozenset(columns)


def _comments(archive: zipfile.ZipFile, part: str) -> frozenset[Place]:
    """Cells with somebody's comment, which stand in a part of their own; ours say nothing new."""
    folder, _, name = part.rpartition("/")
    relations = f"{folder}/_rels/{name}.rels"
    if relations not in archive.NameToInfo:
        return frozenset()
    places: set[Place] = set()
    for each in _RELATION.findall(_text(archive, relations)):
        target = _attribute(each, "Target")
        named = posixpath.normpath(target.lstrip("/") if target.startswith("/") else f"{folder}/{target}")
        if _attribute(each, "Type").endswith("/comments") and named in archive.NameToInfo:
            found = _COMMENT.findall(_text(archive, named))
            places |= {
                (int(row) - 1, column_number(letters))
                for letters, row, said in found
                if not _TAG.sub("", said).lstrip().startswith(COMMENT_START)
            }
    return frozenset(places)


def plain_cells(archive: zipfile.ZipFile, part: str, columns: frozenset[int]) -> dict[int, set[int]] | None:
    """Column -> rows (from 0) whose number format is not a percent (the exceptions are few where it matters).

    None when the workbook has no percent format, or does not write where its cells stand.
    """
    styles = _percent_styles(_text(archive, "xl/styles.xml") if "xl/styles.xml" in archive.NameToInfo else "")
    if not styles or not columns:
        return None
    letters = "|".join(column_letter(column) for column in sorted(columns))
    prefix, placed = _prefix(archive, part)
    if not placed:
        return None
    plain = re.compile(rf'<{prefix}c r="({letters})(\d+)"(?![^>]*\bs="(?:{"|".join(styles)})")'.encode())
    numbers = {column_letter(column).encode(): column for column in columns}
    found: dict[int, set[int]] = {column: set() for column in columns}
    for chunk in _chunks(archive, part):
        for letter, row in plain.findall(chunk):
            found[numbers[letter]].add(int(row) - 1)
    return found


def _prefix(archive: zipfile.ZipFile, part: str) -> tuple[str, bool]:
    """The part's namespace prefix ("" mostly, "x:" by some writers); whether its first cell says where it stands."""
    with archive.open(part) as stream:
        found = re.search(
            rb"<(\w+:)?c( r=\")?", re.sub(rb"<(?:\w+:)?(?:cols?|conditionalFormatting)\b", b"", stream.read(_HEAD))
        )
    return (found[1] or b"").decode() if found else "", bool(found and found[2])


def _percent_styles(styles: str) -> list[str]:
    """Indexes of cell styles whose number format shows a percent."""
    custom = {
        _attribute(each, "numFmtId")
        for each in re.findall(r"<(?:\w+:)?numFmt\b[^>]*>", styles)
        if "%" in re.sub(r'"[^"]*"', "", html.unescape(_attribute(each, "formatCode")))
    }
    cells = re.search(r"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", styles, re.DOTALL)
    formats = re.findall(r"<(?:\w+:)?xf\b[^>]*>", cells[0]) if cells else []
    percents = custom | {"9", "10"}
    return [str(place) for place, each in enumerate(formats) if _attribute(each, "numFmtId") in percents]


def _chunks(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """The part in pieces that end between cells."""
    with archive.open(part) as stream:
        rest = b""
        while block := stream.read(_CHUNK):
            block = rest + block
            cut = max(block.rfind(b"<c "), block.rfind(b":c "))
            cut = cut if cut > 0 and len(block) - cut < _CHUNK else len(block)
            rest = block[max(cut - 8, 0) :] if block[cut : cut + 1] == b":" else block[cut:]
            yield block
        yield rest


def _text(archive: zipfile.ZipFile, part: str) -> str:
    with archive.open(part) as stream:
        return stream.read(_SMALL_PART).decode("utf-8", errors="replace")


def _attribute(tag: str, name: str) -> str:
    found = re.search(rf"\b{name}\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", tag)
    return (found[1] or found[2] or "") if found else ""


def _place(found: re.Match[bytes]) -> Place:
    return int(found[2]) - 1, column_number(found[1].decode())
