"""A workbook written again, with the content of its cells taken from the original.

The library that keeps formats cannot keep everything it reads: the results of formulas, texts with several fonts,
numbers that are no day under a date format, values hidden below merged cells. So it writes the look of a sheet, and
what stands in each cell is put back as the original has it.
"""

import re
import zipfile
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import IO
from xml.etree import ElementTree
from xml.sax.saxutils import escape, quoteattr

from ledgers.files.sheetxml import column_letter, column_number, sheet_parts

__all__ = ["restore_content"]

_NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_STRINGS = "xl/sharedStrings.xml"
_ANNOUNCED = {
    "[Content_Types].xml": (
        b"</Types>",
        b'<Override PartName="/xl/sharedStrings.xml" ContentType='
        b'"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/>',
    ),
    "xl/_rels/workbook.xml.rels": (
        b"</Relationships>",
        b'<Relationship Id="sharedStrings" Target="sharedStrings.xml" Type='
        b'"http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"/>',
    ),
}
"""Where a workbook says that it has a table of texts. The library writes texts into their cells and has no table."""
_DATA = re.compile(r"<sheetData\s*/>|<sheetData>(.*)</sheetData>", re.DOTALL)
_ROW = re.compile(r"<row\b([^>]*?)(?:/>|>(.*?)</row>)", re.DOTALL)
_CELL = re.compile(r'<c r="([A-Z]+)\d+"( s="\d+")?[^>]*?(?:/>|>.*?</c>)', re.DOTALL)
_NUMBER = re.compile(r'\br="(\d+)"')
_SPANS = re.compile(r'\s*\bspans="[^"]*"')
_PLACE = re.compile(r"([A-Z]+)(\d+)")

Row = dict[int, tuple[str, str]]
"""Column from 0 -> attributes and inside of a cell that holds something."""


def restore_content(original: Path, written: Path, output: Path, *, ours: Collection[str]) -> None:
    """Write `output`: `written`, but every sheet (except `ours`) with the content that `original` has in its cells."""
    ElementTree.register_namespace("", _NAMESPACE)
    with (
        zipfile.ZipFile(original) as source,
        zipfile.ZipFile(written) as looks,
        zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        theirs = sheet_parts(source)
        pairs = {part: theirs[name] for name, part in sheet_parts(looks).items() if name in theirs and name not in ours}
        strings = next((name for name in source.namelist() if name.lower() == _STRINGS.lower()), None)
        for name in dict.fromkeys(looks.namelist()):
            content = looks.read(name)
            if name in pairs:
                with source.open(pairs[name]) as stream:
                    content = _sheet(content.decode("utf-8"), dict(_rows(stream))).encode("utf-8")
            elif name in _ANNOUNCED and strings:
                end, entry = _ANNOUNCED[name]
                content = content.replace(end, entry + end)
            target.writestr(name, content)
        if strings:
            target.writestr(_STRINGS, source.read(strings))


def _sheet(look: str, rows: dict[int, Row]) -> str:
    """A sheet's XML with other content in its cells."""
    found = _DATA.search(look)
    if not found:  # a sheet that is a chart
        return look
    written = {int(_NUMBER.search(row[1])[1]): row for row in _ROW.finditer(found[1] or "")}
    lines = [_row(number, written.get(number), rows.get(number, {})) for number in sorted({*written, *rows})]
    return f"{look[: found.start()]}<sheetData>{''.join(lines)}</sheetData>{look[found.end() :]}"


def _row(number: int, look: re.Match[str] | None, content: Row) -> str:
    styles = {column_number(letters): style or "" for letters, style in _CELL.findall((look and look[2]) or "")}
    cells = []
    for column in sorted({*styles, *content}):
        kind, inside = content.get(column, ("", ""))
        cells.append(f'<c r="{column_letter(column)}{number}"{styles.get(column, "")}{kind}>{inside}</c>')
    about = _SPANS.sub("", look[1]) if look else f' r="{number}"'
    return f"<row{about}>{''.join(cells)}</row>"


def _rows(stream: IO[bytes]) -> Iterator[tuple[int, Row]]:
    """The rows of a sheet of the original that hold something; places that are not written out are counted."""
    number = 0
    for _, element in ElementTree.iterparse(stream):  # noqa: S314 - in a child with limits, after the gate
        if _name(element) != "row":
            continue
        number = int(element.get("r") or number + 1)
        if row := _content(element):
            yield number, row
        element.clear()


def _content(row: ElementTree.Element) -> Row:
    content, column = {}, -1
    for cell in row:
        place = _PLACE.match(cell.get("r") or "")
        column = column_number(place[1]) if place else column + 1
        if inside := "".join(filter(None, map(_inside, cell))):
            content[column] = (f" t={quoteattr(cell.get('t'))}" if cell.get("t") else "", inside)
    return content


def _inside(child: ElementTree.Element) -> str:
    """A formula, a value or a text of a cell, as it stands."""
    name, text = _name(child), child.text or ""
    if name == "is":
        child.tail = None
        return ElementTree.tostring(child, encoding="unicode")
    if name not in ("f", "v"):
        return ""
    about = "".join(f" {key}={quoteattr(value)}" for key, value in child.attrib.items() if "}" not in key)
    kept = ' xml:space="preserve"' if text != text.strip() else ""
    return f"<{name}{about}{kept}>{escape(text, {chr(13): '&#13;'})}</{name}>"


def _name(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]
