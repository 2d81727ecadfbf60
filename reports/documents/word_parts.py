"""What of a Word file python-docx has no words for: fonts of both scripts, exact lines, rules, fields, the grid."""

from collections.abc import Mapping

from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.section import Section
from docx.table import Table
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from reports.documents.fonts import ROLES

__all__ = [
    "PITCH", "at_foot", "bordered", "columns", "exact_lines", "field", "framed_page", "indented", "outlined",
    "printable", "ruled", "set_run", "solid_row",
]  # fmt: skip

FONTS = {role.code: role.name for role in ROLES}
LATIN = "Times New Roman"
_WHOLE = ("song", "title", "hei")
"""Roles whose font sets letters and figures too: page numbers are in 宋体."""

_TEXT = 16

PITCH = 579
"""Twentieths of a point from line to line: 22 of them in 225 mm."""

_SPACE = -849
"""What a letter of 16 pt is set closer by the page's grid, in 4096ths of a point: 28 of them in 156 mm."""

CLOSER = -6
"""The same in twentieths of a point, said of every run of the text: programs that give a letter wider than its place
two places (LibreOffice) would set 14 of them in a line."""

_MM = 1440 / 25.4


def twips(mm: float) -> int:
    """Millimetres as twentieths of a point."""
    return round(mm * _MM)


def element(name: str, **values: object) -> OxmlElement:
    """An element of the w namespace with attributes of it."""
    made = OxmlElement(f"w:{name}")
    for key, value in values.items():
        made.set(qn(f"w:{key}"), str(value))
    return made


def printable(text: str) -> str:
    """Text without the control characters that no XML may hold.

    >>> printable("太和" + chr(11) + "镇" + chr(0))
    '太和镇'
    """
    return "".join(c for c in text if c in "\t" or (ord(c) >= 32 and not 0xD800 <= ord(c) < 0xE000 and ord(c) < 0xFFFE))


def set_run(run: Run, role: str, *, size: float, colour: str = "", narrow: float = 1.0) -> Run:
    """Give a run its fonts, both scripts named, its size in points, colour, and the share it is narrowed to."""
    properties = run._r.get_or_add_rPr()
    ascii_ = FONTS[role] if role in _WHOLE else LATIN
    fonts = element("rFonts", hint="eastAsia", ascii=ascii_, hAnsi=ascii_, eastAsia=FONTS[role], cs=ascii_)
    properties.insert(0, fonts)
    if colour:
        properties.append(element("color", val=colour.removeprefix("#")))
    if narrow < 1:
        properties.append(element("w", val=round(narrow * 100)))
    if size == _TEXT:
        properties.append(element("spacing", val=CLOSER))
    properties.append(element("sz", val=round(size * 2)))
    properties.append(element("szCs", val=round(size * 2)))
    return run


def exact_lines(paragraph: Paragraph, line: int = PITCH, *, before: int = 0, after: int = 0) -> Paragraph:
    """Set the distance of lines, in twentieths of a point, whatever the font would have; 0: as the font has it."""
    properties = paragraph._p.get_or_add_pPr()
    told = {"line": line, "lineRule": "exact"} if line else {"line": 240, "lineRule": "auto"}
    for name in ("widowControl", "autoSpaceDE", "autoSpaceDN", "adjustRightInd", "snapToGrid"):
        properties.append(element(name, val=0))
    properties.append(element("spacing", before=before, after=after, **told))
    return paragraph


def indented(paragraph: Paragraph, **ind: int) -> Paragraph:
    """Indent a paragraph: firstLineChars, leftChars, rightChars, hangingChars in hundredths of a letter; left, right,
    firstLine, hanging in twentieths of a point."""
    paragraph._p.get_or_add_pPr().append(element("ind", **ind))
    return paragraph


def outlined(paragraph: Paragraph, level: int) -> Paragraph:
    """Let the navigation pane know a heading, and keep it with what follows."""
    properties = paragraph._p.get_or_add_pPr()
    properties.insert(0, element("keepNext"))
    properties.append(element("outlineLvl", val=level - 1))
    return paragraph


def bordered(paragraph: Paragraph, *, width: int, space: int, colour: str) -> Paragraph:
    """Draw a rule below a paragraph: width in eighths of a point, space in points."""
    borders = element("pBdr")
    borders.append(element("bottom", val="single", sz=width, space=space, color=colour.removeprefix("#")))
    paragraph._p.get_or_add_pPr().append(borders)
    return paragraph


def field(paragraph: Paragraph, code: str) -> list[Run]:
    """Put a field such as PAGE behind what the paragraph says; return its runs."""
    runs = []
    for kind, text in (("begin", ""), ("", code), ("separate", ""), ("text", "1"), ("end", "")):
        run = paragraph.add_run(text if kind == "text" else "")
        if kind == "":
            told = OxmlElement("w:instrText")
            told.text = f" {text} "
            run._r.append(told)
        elif kind != "text":
            run._r.append(element("fldChar", fldCharType=kind))
        runs.append(run)
    return runs


def framed_page(section: Section, sides: Mapping[str, float], *, foot: float) -> None:
    """Set an A4 page with its margins in mm (top, bottom, left, right), the foot's distance from the edge, and the
    grid of 22 lines and 28 letters."""
    properties = section._sectPr
    for name in ("pgSz", "pgMar", "docGrid", "cols"):
        for old in properties.findall(qn(f"w:{name}")):
            properties.remove(old)
    margins = {side: twips(mm) for side, mm in sides.items()}
    properties.append(element("pgSz", w=twips(210), h=twips(297)))
    properties.append(element("pgMar", **margins, header=twips(15), footer=twips(foot), gutter=0))
    properties.append(element("cols", space=425))
    properties.append(element("docGrid", type="linesAndChars", linePitch=PITCH, charSpace=_SPACE))


def columns(table: Table, widths: list[float], *, pad: float = 1.0) -> None:
    """Fix the widths of a table's columns in mm; `pad`: blank at both sides of a cell in mm."""
    properties = table._tbl.tblPr
    for name in ("tblW", "tblLayout", "tblCellMar", "jc", "tblInd"):
        for old in properties.findall(qn(f"w:{name}")):
            properties.remove(old)
    properties.append(element("tblW", w=twips(sum(widths)), type="dxa"))
    properties.append(element("tblInd", w=0, type="dxa"))
    properties.append(element("tblLayout", type="fixed"))
    margins = element("tblCellMar")
    for side, mm in (("top", 0.8), ("left", pad), ("bottom", 0.8), ("right", pad)):
        margins.append(element(side, w=twips(mm), type="dxa"))
    properties.append(margins)
    for place, mm in zip(table._tbl.tblGrid.findall(qn("w:gridCol")), widths, strict=True):
        place.set(qn("w:w"), str(twips(mm)))
    for row in table.rows:
        for cell, mm in zip(row._tr.tc_lst, widths, strict=True):
            cell.width = round(mm * 36000)


def solid_row(row: object, *, head: bool = False) -> None:
    """Keep a row on one page; a head is printed again on every page."""
    properties = row._tr.get_or_add_trPr()
    properties.append(element("cantSplit"))
    if head:
        properties.append(element("tblHeader"))


def ruled(table: Table, rules: list[int], heights: list[int]) -> None:
    """Draw only the lines between rows: widths from top to bottom in eighths of a point, 0 for none; `heights` of the
    rows in points, kept exactly."""
    for old in table._tbl.tblPr.findall(qn("w:tblBorders")):
        table._tbl.tblPr.remove(old)
    for number, (row, height) in enumerate(zip(table.rows, heights, strict=True)):
        row._tr.get_or_add_trPr().append(element("trHeight", val=height * 20, hRule="exact"))
        for cell in row._tr.tc_lst:
            borders = element("tcBorders")
            for side, width in (("top", rules[number]), ("bottom", rules[number + 1])):
                borders.append(element(side, val="single" if width else "nil", sz=width, space=0, color="000000"))
            properties = cell.get_or_add_tcPr()
            properties.append(borders)
            properties.append(element("vAlign", val="center"))


_BOX = """<w:r {spaces}><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>
<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="2" behindDoc="0" locked="0"
 layoutInCell="1" allowOverlap="0"><wp:simplePos x="0" y="0"/>
<wp:positionH relativeFrom="margin"><wp:align>left</wp:align></wp:positionH>
<wp:positionV relativeFrom="margin"><wp:align>bottom</wp:align></wp:positionV>
<wp:extent cx="{wide}" cy="{high}"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapTopAndBottom/>
<wp:docPr id="1" name="imprint" descr="{said}"/><wp:cNvGraphicFramePr/>
<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp>
<wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm>
<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/><a:ln><a:noFill/></a:ln></wps:spPr>
<wps:txbx><w:txbxContent/></wps:txbx><wps:bodyPr lIns="0" tIns="0" rIns="0" bIns="0" anchor="b"/>
</wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice></mc:AlternateContent></w:r>"""
_SPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
}


def at_foot(paragraph: Paragraph, table: Table, *, height: int) -> None:
    """Move a table as high as `height` points into a box at the foot of the type area of the paragraph's page: a table
    of full width that floats by itself stays in the text with some programs."""
    spaces = " ".join(f'xmlns:{name}="{address}"' for name, address in _SPACES.items())
    box = parse_xml(_BOX.format(spaces=spaces, wide=156 * 36000, high=height * 12700, said="版记"))
    held = next(box.iter(qn("w:txbxContent")))
    held.append(table._tbl)
    last = element("p")
    properties = element("pPr")
    properties.append(element("spacing", before=0, after=0, line=20, lineRule="exact"))
    last.append(properties)
    held.append(last)
    paragraph._p.append(box)
