"""Tables on slides, some with a chart that stands in one of their columns: its rows are those of the table."""

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass

from lxml import etree
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.text.text import TextFrame
from pptx.util import Inches

from reports.documents.deckmaster import Box
from reports.documents.decktext import ACCENT, INK, LINE, PALE, WHITE, Run, clean, filled_with, fitting, write

__all__ = ["Column", "table"]

_PAD = 0.07
HEAD = 0.36
"""Height of a heading in inches."""


@dataclass(frozen=True)
class Column:
    """One column: heading, share of the width, largest size of its words, where they stand, whether they are bold."""

    name: str
    share: float
    size: float = 12
    align: str = "l"
    bold: bool = False


def table(
    slide: object, box: Box, columns: Sequence[Column], *, rows: Sequence[Sequence[object]],
    inks: Sequence[str | None] = (), row_height: float | None = None, ink_columns: Sequence[int] = (0,),
) -> list[Box]:  # fmt: skip
    """Draw a table; return the box of each column below the heading, for what is to stand in it.

    A cell is a text, cut where it does not fit on the lines that there are. inks: a colour for each row, used in
    `ink_columns`.
    """
    high = row_height or min(0.8, (box.h - HEAD) / max(1, len(rows)))
    whole = Box(box.x, box.y, box.w, HEAD + high * len(rows))
    shape = slide.shapes.add_table(len(rows) + 1, len(columns), *whole.emu)
    _plain(shape)
    places = Box(box.x, box.y, box.w, high * len(rows)).columns(*(column.share for column in columns))
    grid = shape._element.graphic.graphicData.tbl
    for wide, place in zip(grid.tblGrid.gridCol_lst, places, strict=True):
        wide.w = Inches(place.w)
    told = [[column.name for column in columns], *rows]
    for line, (drawn, row) in enumerate(zip(grid.tr_lst, told, strict=True)):
        tall = high if line else HEAD
        drawn.h = Inches(tall)
        for number, (cell, column, place) in enumerate(zip(drawn.tc_lst, columns, places, strict=True)):
            ink = inks[line - 1] if line and inks and number in ink_columns else None
            look = {"colour": ink or INK, "striped": line % 2 == 0} if line else {"colour": WHITE, "head": True}
            _cell(cell, row[number], Box(0, 0, place.w, tall), column, **look)
    shape.width, shape.height = sum(each.w for each in grid.tblGrid.gridCol_lst), sum(each.h for each in grid.tr_lst)
    return [Box(place.x, box.y + HEAD, place.w, high * len(rows)) for place in places]


def _cell(
    cell: object, text: object, room: Box, column: Column, *, colour: str, head: bool = False, striped: bool = False
) -> None:
    said, size = fitting(
        clean("" if text is None else text), room.inset(_PAD, 0.03), largest=12 if head else column.size,
        smallest=min(9, column.size),
    )  # fmt: skip
    write(
        TextFrame(cell.get_or_add_txBody(), None),
        [[Run(said or " ", size, colour, bold=head or column.bold)]],
        align=column.align,
    )
    if cell.tcPr is not None:
        cell.remove(cell.tcPr)
    cell.append(deepcopy(_GROUNDS[ACCENT if head else PALE if striped else WHITE]))


def _ground(colour: str) -> etree._Element:
    """Margins, edges and ground of a cell: a line below, none around."""
    bare = "".join(f'<a:{side} w="0"><a:noFill/></a:{side}>' for side in ("lnL", "lnR", "lnT"))
    margins = f'marL="{Inches(_PAD)}" marR="{Inches(_PAD)}" marT="18288" marB="18288"'
    return parse_xml(
        f'<a:tcPr {nsdecls("a")} {margins} anchor="ctr">{bare}<a:lnB w="9525">{filled_with(LINE)}</a:lnB>'
        f"{filled_with(colour)}</a:tcPr>"
    )


_GROUNDS = {colour: _ground(colour) for colour in (ACCENT, PALE, WHITE)}


def _plain(shape: object) -> None:
    """No style of the application's own: ours stands in every cell."""
    properties = shape._element.graphic.graphicData.tbl.tblPr
    for name in ("bandRow", "firstRow"):
        properties.attrib.pop(name, None)
    style = properties.find(qn("a:tableStyleId"))
    if style is not None:
        style.text = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
