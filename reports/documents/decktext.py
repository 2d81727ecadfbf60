"""Words and shapes on slides: text boxes whose words fit, tiles with key figures, cards, flags. All sizes in points,
places in inches. Words of ledgers are set as text, never as anything else."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from lxml import etree
from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.oxml.shapes.autoshape import CT_Shape
from pptx.text.text import TextFrame
from pptx.util import Inches

from reports.documents.deckmaster import Box
from reports.words.wording import shortened, width

__all__ = [
    "ACCENT", "FONT", "INK", "LINE", "MUTED", "PALE", "WHITE", "Run", "box_text", "clean", "coloured",
    "east_asian", "filled_with", "fitting", "lines_needed", "panel", "pennant", "tile", "write",
]  # fmt: skip

FONT = "微软雅黑"
"""Named, not embedded: every office machine has it; where not, the machine takes its own."""
SIGNS = "Segoe UI Symbol"
"""Where the one sign stands that Chinese fonts have not: ✖."""
_CROSS = re.compile("(✖)")
_PIECES = re.compile(r"(?:[!-~]+|[（“《]*.)[，。、；：）】》”？！%]*")
INK, MUTED, ACCENT, WHITE = "#1f2430", "#5d6673", "#14607a", "#ffffff"
PALE, LINE = "#f2f5f7", "#d3dae1"
_LINE_HEIGHT = 1.45
_NOT_IN_XML = re.compile("[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_THEMED = {
    INK: MSO_THEME_COLOR.TEXT_1, ACCENT: MSO_THEME_COLOR.ACCENT_2, WHITE: MSO_THEME_COLOR.BACKGROUND_1,
    PALE: MSO_THEME_COLOR.BACKGROUND_2,
}  # fmt: skip
"""Colours that follow the theme, so that they follow the office's own template too."""


SCHEME = {INK: "tx1", ACCENT: "accent2", WHITE: "bg1", PALE: "bg2"}
_KINDS = {"rect": "色块", "wave": "旗"}
_ANCHORS = {"t": "t", "m": "ctr", "b": "b"}
_SPACES = nsdecls("p", "a")
_P, _PPR, _R, _RPR, _T = (qn(f"a:{tag}") for tag in ("p", "pPr", "r", "rPr", "t"))
_FILL, _THEME, _RGB, _LATIN, _EA = (qn(f"a:{tag}") for tag in ("solidFill", "schemeClr", "srgbClr", "latin", "ea"))


@dataclass(frozen=True)
class Run:
    """Words of one look."""

    text: str
    size: float = 14
    colour: str = INK
    bold: bool = False


def clean(text: object) -> str:
    """One line of text that a file can hold: no control characters, no line breaks.

    >>> clean("太和镇\\x00\\n工业园")
    '太和镇 工业园'
    """
    return " ".join(_NOT_IN_XML.sub("", str(text)).split())


def coloured(target: object, colour: str) -> None:
    """Give a fill or font colour its value: the theme's where it is one of its colours."""
    if colour in _THEMED:
        target.theme_color = _THEMED[colour]
    else:
        target.rgb = RGBColor.from_string(colour.removeprefix("#").upper())


def east_asian(properties: etree._Element, name: str = FONT) -> None:
    """Name the font for Chinese characters too: `font.name` of the library is only that of Latin letters."""
    for tag in ("a:latin", "a:ea"):
        found = properties.find(qn(tag))
        if found is None:
            found = etree.SubElement(properties, qn(tag))
        found.set("typeface", name)
    order = ("a:ln", "a:noFill", "a:solidFill", "a:latin", "a:ea", "a:cs", "a:hlinkClick")
    properties[:] = sorted(properties, key=lambda each: next((i for i, t in enumerate(order) if each.tag == qn(t)), 2))


def lines_needed(text: str, *, size: float, wide: float) -> int:
    """How many lines a text of that size takes in a box `wide` inches wide: numbers and Latin words are not broken, a
    closing mark does not begin a line, and beside Chinese they stand a quarter of a character off.

    >>> [lines_needed("区领导01、区领导07", size=12, wide=inches) for inches in (2.2, 0.95, 0.7)]
    [1, 2, 3]
    """
    room, lines, used = wide * 72 / size - 0.2, 1, 0.0
    for needed in _widths(text):
        if used and used + needed > room:
            lines, used = lines + 1, 0.0
        used += needed
        while used > room:
            lines, used = lines + 1, used - room
    return lines


@lru_cache(maxsize=4096)
def _widths(text: str) -> tuple[float, ...]:
    """How wide the pieces of a text are that are not broken; the same names stand on many slides, at many sizes."""
    found, latin = [], None
    for piece in _PIECES.findall(text):
        narrow = piece[0].isascii()
        found.append(width(piece) + (0.25 if latin is not None and narrow != latin else 0.0))
        latin = narrow
    return tuple(found)


def fitting(text: str, box: Box, *, largest: float, smallest: float) -> tuple[str, float]:
    """The largest size at which a text fits the box; at the smallest it is cut, with … at its end.

    >>> fitting("太和镇工业园区扩建", Box(0, 0, 2, 0.4), largest=16, smallest=10)
    ('太和镇工业园区扩建', 15.5)
    """
    size = largest
    while size > smallest and not _fits(text, box, size):
        size -= 0.5
    if _fits(text, box, size):
        return text, size
    lines = max(1, int(box.h * 72 / (size * _LINE_HEIGHT)))
    return shortened(text, lines * (box.w * 72 / size - 0.7) - 0.5).replace("＜", "<"), size


def _fits(text: str, box: Box, size: float) -> bool:
    return lines_needed(text, size=size, wide=box.w) * size * _LINE_HEIGHT <= box.h * 72 + 0.01


def write(frame: object, paragraphs: Iterable[Sequence[Run]], *, align: str = "l", after: float = 0.0) -> None:
    """Fill a text frame; `after`: points below each paragraph."""
    frame.word_wrap = True
    body = frame._txBody
    for old in body.findall(_P):
        body.remove(old)
    for runs in paragraphs:
        paragraph = etree.SubElement(body, _P)
        about = etree.SubElement(paragraph, _PPR, algn={"l": "l", "c": "ctr", "r": "r"}[align])
        if after:
            etree.SubElement(etree.SubElement(about, qn("a:spcAft")), qn("a:spcPts"), val=str(round(after * 100)))
        for each in runs:
            for part in filter(None, _CROSS.split(_NOT_IN_XML.sub("", each.text))):
                _run(paragraph, part, each)


def _run(paragraph: etree._Element, text: str, look: Run) -> None:
    """Straight into the file's own words: through the library's objects it takes five times as long."""
    run = etree.SubElement(paragraph, _R)
    about = etree.SubElement(run, _RPR, lang="zh-CN", sz=str(round(look.size * 100)), b=str(int(look.bold)))
    fill = etree.SubElement(about, _FILL)
    if look.colour in _THEMED:
        etree.SubElement(fill, _THEME, val=SCHEME[look.colour])
    else:
        etree.SubElement(fill, _RGB, val=look.colour.removeprefix("#").upper())
    face = SIGNS if text == "✖" else FONT
    etree.SubElement(about, _LATIN, typeface=face)
    etree.SubElement(about, _EA, typeface=face)
    etree.SubElement(run, _T).text = text


def box_text(
    slide: object, box: Box, paragraphs: Sequence[Sequence[Run]], *, align: str = "l", anchor: str = "t",
    after: float = 0.0,
) -> TextFrame:  # fmt: skip
    """A text box without margins; its words must have been made to fit (`fitting`)."""
    about = f'wrap="square" lIns="0" rIns="0" tIns="0" bIns="0" anchor="{_ANCHORS[anchor]}"'
    shape = _placed(slide, box, name="文字", filled="<a:noFill/>", text=f"<a:bodyPr {about}><a:spAutoFit/></a:bodyPr>")
    shape.nvSpPr.cNvSpPr.set("txBox", "1")
    frame = TextFrame(shape.txBody, None)
    write(frame, paragraphs, align=align, after=after)
    return frame


def panel(slide: object, box: Box, *, fill: str = PALE, edge: str | None = None, bar: str | None = None) -> None:
    """A ground for words; `bar`: the colour of a thick edge on its left."""
    _shape(slide, "rect", box, fill=fill, edge=edge)
    if bar:
        _shape(slide, "rect", Box(box.x, box.y, 0.07, box.h), fill=bar)


def pennant(slide: object, box: Box, colour: str) -> None:
    """A small flag on its pole."""
    _shape(slide, "rect", Box(box.x, box.y, 0.035, box.h), fill=INK)
    _shape(slide, "wave", Box(box.x + 0.035, box.y, box.w - 0.035, box.h * 0.62), fill=colour)


def tile(slide: object, box: Box, told: tuple[str, str, str]) -> None:
    """A key figure: what it is, its value, what it is measured against."""
    panel(slide, box, fill=PALE, bar=ACCENT)
    inner = Box(box.x + 0.2, box.y + 0.08, box.w - 0.3, box.h - 0.16)
    name, value, beside = map(clean, told)
    shares = ((0, 0.24), (0.24, 0.42), (0.68, 0.32))
    heights = [Box(inner.x, inner.y + inner.h * top, inner.w, inner.h * high) for top, high in shares]
    looks = ((name, 12, 9, MUTED, False), (value, 24, 12, INK, True), (beside, 10.5, 8, MUTED, False))
    for place, (text, largest, smallest, colour, bold) in zip(heights, looks, strict=True):
        said, size = fitting(text, place, largest=largest, smallest=smallest)
        box_text(slide, place, [[Run(said, size, colour, bold)]], anchor="m")


def _shape(slide: object, kind: str, box: Box, *, fill: str, edge: str | None = None) -> None:
    """A coloured ground: no shadow and no edge of the theme's."""
    line = f'<a:ln w="{Inches(0.01)}">{filled_with(edge)}</a:ln>' if edge else "<a:ln><a:noFill/></a:ln>"
    text = '<a:bodyPr rtlCol="0" anchor="ctr"/>'
    _placed(slide, box, name=_KINDS[kind], kind=kind, filled=filled_with(fill) + line, text=text)


def filled_with(colour: str) -> str:
    """A colour of the theme where it is one, so that it follows the office's own template."""
    named = (
        f'<a:schemeClr val="{SCHEME[colour]}"/>' if colour in _THEMED else f'<a:srgbClr val="{colour[1:].upper()}"/>'
    )
    return f"<a:solidFill>{named}</a:solidFill>"


def _placed(slide: object, box: Box, *, name: str, filled: str, text: str, kind: str = "rect") -> CT_Shape:
    """Straight into the file's own words: through the library's objects it takes five times as long."""
    left, top, wide, high = box.emu
    number = slide.shapes._next_shape_id
    shape = parse_xml(
        f'<p:sp {_SPACES}><p:nvSpPr><p:cNvPr id="{number}" name="{name} {number}"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr>'
        f'<p:spPr><a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm>'
        f'<a:prstGeom prst="{kind}"><a:avLst/></a:prstGeom>{filled}</p:spPr>'
        f"<p:txBody>{text}<a:lstStyle/><a:p/></p:txBody></p:sp>"
    )
    slide.shapes._spTree.append(shape)
    return shape
