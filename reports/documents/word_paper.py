"""Official papers as Word files, by GB/T 9704-2012: fonts by the names that offices have, 22 lines of 28 letters."""

import io
import math
from collections.abc import Iterable
from datetime import datetime, time

from docx.document import Document as WordFile
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.text.paragraph import Paragraph

from reports.documents.packing import settled
from reports.documents.pdf_paper import INKS, head_size, head_words, shown_lines
from reports.documents.word_blank import blank_paper
from reports.documents.word_order import in_order
from reports.documents.word_parts import (
    PITCH,
    at_foot,
    bordered,
    columns,
    element,
    exact_lines,
    field,
    framed_page,
    indented,
    outlined,
    printable,
    ruled,
    set_run,
    solid_row,
    twips,
)  # fmt: skip
from reports.pieces.paper import COMMAND, LETTER, REDHEAD, Grid, Head, Paper, Para
from reports.words.wording import day

__all__ = ["RED", "annexes_behind", "paper_docx", "paper_properties"]

RED = "E60012"
_TITLE, _THREE, _FOUR, _SMALL = 22, 16, 14, 9
_WIDTH = 156.0
_SIDES = {"top": 37, "bottom": 35, "left": 28, "right": 26}
_LEADS = {1: "hei", 2: "kai", 3: "body"}
_GAPS = {REDHEAD: 35, COMMAND: 20, LETTER: 0}
"""Millimetres from the edge of the type area to the red head."""

_LETTER = 15.79
"""Points from letter to letter."""

_ROOM = 27
"""Letters of office and day together in a row of 版记; a longer office is narrowed."""


def paper_docx(paper: Paper) -> bytes:
    """Return the paper as a Word file; made again, the same bytes."""
    made = blank_paper()
    framed_page(made.sections[0], _SIDES, foot=17.7)
    _feet(made, paper)
    _head(made, paper)
    _text(made, paper.blocks)
    if not paper.annexes and isinstance(paper.blocks[-1], Para):  # never a signature on a page of its own
        for name in ("keepNext", "keepLines"):
            made.paragraphs[-1]._p.get_or_add_pPr().append(element(name))
    _attachments(made, [annex.title for annex in paper.annexes])
    _signature(made, paper)
    annexes_behind(made, paper)
    _imprint(made, paper)
    paper_properties(made, paper)
    section = made.sections[0]
    for part in (made.element, section.footer._element, section.even_page_footer._element):
        in_order(part)
    out = io.BytesIO()
    made.save(out)
    return settled(out.getvalue(), when=paper.dated)


def annexes_behind(made: WordFile, paper: Paper) -> None:
    """Put the annexes of a paper behind what a file holds, each on pages of its own."""
    for number, annex in enumerate(paper.annexes, 1):
        _annex_head(made, annex.title, f"附件{number if len(paper.annexes) > 1 else ''}")
        _text(made, annex.blocks)


def _said(made: WordFile | object, text: str, *, role: str = "body", size: float = _THREE, **look) -> Paragraph:
    paragraph = made.add_paragraph()
    set_run(paragraph.add_run(printable(text)), role, size=size, **look)
    return paragraph


def _feet(made: WordFile, paper: Paper) -> None:
    """Page numbers, odd ones to the right, even ones to the left, one letter from the edge; below, what a draft is."""
    section = made.sections[0]
    for foot, side, align in (
        (section.footer, "rightChars", ALIGN.RIGHT),
        (section.even_page_footer, "leftChars", ALIGN.LEFT),
    ):
        foot.is_linked_to_previous = False
        number = foot.paragraphs[0]
        exact_lines(number, 400)
        indented(number, **{side: 100, side.removesuffix("Chars"): _FOUR * 20})
        number.alignment = align
        for run in [number.add_run("— "), *field(number, "PAGE"), number.add_run(" —")]:
            set_run(run, "song", size=_FOUR)
        below = exact_lines(_said(foot, paper.foot, role="song", size=_SMALL, colour="5A5A5A"), 400)
        below.alignment = ALIGN.CENTER


def _head(made: WordFile, paper: Paper) -> None:
    words = head_words(paper)
    size, share = head_size(words)
    top = _said(made, words, role="title", size=size, colour=RED, narrow=share)
    exact_lines(top, round(size * 20), before=twips(_GAPS[paper.form] + 0.7))
    top.alignment = ALIGN.CENTER
    if paper.form == LETTER:
        bordered(top, width=12, space=8, colour=RED)
        number = exact_lines(_said(made, paper.number), before=120)
        number.alignment = ALIGN.RIGHT
    else:
        number = exact_lines(_said(made, paper.number), before=PITCH * 2 - 120)
        number.alignment = ALIGN.CENTER
    if paper.form == REDHEAD:
        bordered(number, width=12, space=6, colour=RED)
    if paper.title:
        _title(made, paper.title, before=PITCH * (1 if paper.form == LETTER else 2))
    exact_lines(made.add_paragraph(), PITCH)
    if paper.addressee:
        exact_lines(_said(made, f"{paper.addressee}："))


def _title(made: WordFile, rows: Iterable[str], *, before: int = 0) -> None:
    paragraph = made.add_paragraph()
    for place, row in enumerate(rows):
        run = set_run(paragraph.add_run(printable(row)), "title", size=_TITLE)
        if place:
            run._r.insert(1, element("br"))
    exact_lines(paragraph, _TITLE * 20 + 240, before=before)
    paragraph.alignment = ALIGN.CENTER


def _text(made: WordFile, blocks: Iterable[Head | Para | Grid]) -> None:
    for block in blocks:
        if isinstance(block, Grid):
            _table(made, block)
            continue
        if isinstance(block, Head):
            paragraph = _said(made, block.text, role=_LEADS[block.level])
        else:
            paragraph = made.add_paragraph()
            if block.lead:
                set_run(paragraph.add_run(printable(block.lead)), "kai", size=_THREE)
            set_run(paragraph.add_run(printable(shown_lines(block))), "body", size=_THREE)
        exact_lines(paragraph)
        indented(paragraph, firstLineChars=200, firstLine=round(_LETTER * 40))
        paragraph.alignment = ALIGN.JUSTIFY
        if isinstance(block, Head):
            outlined(paragraph, block.level)


def _table(made: WordFile, grid: Grid) -> None:
    if grid.title:
        head = exact_lines(_said(made, grid.title, role="hei", size=12), 0, before=120, after=80)
        head.alignment = ALIGN.CENTER
        head._p.get_or_add_pPr().insert(0, element("keepNext"))
    table = made.add_table(rows=1 + len(grid.rows), cols=len(grid.heads), style="Table Grid")
    columns(table, [_WIDTH * share / sum(grid.shares) for share in grid.shares])
    for number, (row, words) in enumerate(zip(table.rows, (grid.heads, *grid.rows), strict=True)):
        solid_row(row, head=number == 0)
        for place, (cell, text) in enumerate(zip(row._tr.tc_lst, words, strict=True)):
            paragraph = Paragraph(cell.p_lst[0], table)
            colour = INKS.get(text[:1], "") if number else ""
            set_run(paragraph.add_run(printable(text)), "song" if number else "hei", size=grid.size, colour=colour)
            exact_lines(paragraph, 0)
            paragraph.alignment = ALIGN.LEFT if number and place in grid.left else ALIGN.CENTER
            cell.get_or_add_tcPr().append(element("vAlign", val="center"))
    if grid.note:
        exact_lines(_said(made, grid.note, role="song", size=_SMALL), 0, before=60, after=80)


def _attachments(made: WordFile, titles: list[str]) -> None:
    """附件 named below the text, one blank line apart, lines after the first below the name."""
    for number, title in enumerate(titles, 1):
        own = f"{number}. {title}" if len(titles) > 1 else title
        paragraph = _said(made, f"{'附件：' if number == 1 else '　　　'}{own}")
        exact_lines(paragraph, before=PITCH if number == 1 else 0)
        indented(paragraph, leftChars=500, left=round(_LETTER * 100), hangingChars=300, hanging=round(_LETTER * 60))
        paragraph._p.get_or_add_pPr().insert(0, element("keepNext"))


def _signature(made: WordFile, paper: Paper) -> None:
    """The day four letters from the right, the office centred above it; a longer office two letters from the right."""
    office, when = _letters(paper.signer), _letters(paper.signed)
    longer = (office - when) / 2
    gaps = (2.0, 2.0 + longer) if longer > 0 else (4.0 - longer, 4.0)
    for text, gap, blank in ((paper.signer, gaps[0], 2 if paper.seal else 1), (paper.signed, gaps[1], 0)):
        paragraph = exact_lines(_said(made, text), before=PITCH * blank)
        indented(paragraph, rightChars=round(gap * 100), right=round(gap * _LETTER * 20))
        paragraph.alignment = ALIGN.RIGHT
        if text == paper.signer:
            paragraph._p.get_or_add_pPr().insert(0, element("keepNext"))


def _letters(text: str) -> float:
    return sum(0.5 if ord(letter) < 0x2000 else 1.0 for letter in text)


def _annex_head(made: WordFile, title: str, name: str) -> None:
    paragraph = exact_lines(_said(made, name, role="hei"))
    paragraph._p.get_or_add_pPr().insert(0, element("pageBreakBefore"))
    exact_lines(made.add_paragraph(), PITCH)
    _title(made, [title])
    exact_lines(made.add_paragraph(), PITCH // 2)


def _imprint(made: WordFile, paper: Paper) -> None:
    """版记 at the foot of the last page: who has copies, who printed it when, which data it was made from."""
    red = paper.form == REDHEAD
    rows = [(f"抄送：{paper.copies}。", "")] if red and paper.copies else []
    rows += [(paper.signer, f"{day(paper.issued or paper.dated)}印发")] if red else []
    rows += [(paper.mark, "")]
    table = made.add_table(rows=len(rows), cols=1)
    columns(table, [_WIDTH], pad=0)
    for row, (left, right) in zip(table.rows, rows, strict=True):
        _imprinted(Paragraph(row._tr.tc_lst[0].p_lst[0], table), left, right, small=left == paper.mark)
    heights = [18 if left == paper.mark else 8 + 18 * _rows_of(left) for left, _ in rows]
    ruled(table, [8, *[6] * (len(rows) - 1), 8] if red else [6, 0], heights)
    at_foot(exact_lines(made.add_paragraph(), 20), table, height=sum(heights) + 4)


def _rows_of(text: str) -> int:
    """How many lines a row of 版记 needs."""
    room = (_WIDTH / 25.4 * 72 - 5 * _FOUR) / _FOUR
    return max(1, math.ceil((_letters(text) - 3) / room)) if text.startswith("抄送") else 1


def _imprinted(paragraph: Paragraph, left: str, right: str, *, small: bool) -> None:
    """One row of 版记, one letter from both edges; what does not fit goes on below the first word."""
    role, size = ("song", _SMALL) if small else ("body", _FOUR)
    narrow = min(1.0, (_ROOM - _letters(right)) / _letters(left)) if right else 1.0
    set_run(paragraph.add_run(printable(left)), role, size=size, narrow=narrow)
    exact_lines(paragraph, 240 if small else 360)
    hanging = _FOUR * 60 if left.startswith("抄送") else 0
    indented(paragraph, left=_FOUR * 20 + hanging, hanging=hanging, right=_FOUR * 20)
    if right:
        set_run(paragraph.add_run(f"\t{right}"), role, size=size)
        tabs = element("tabs")
        tabs.append(element("tab", val="right", pos=twips(_WIDTH) - _FOUR * 20))
        paragraph._p.get_or_add_pPr().append(tabs)


def paper_properties(made: WordFile, paper: Paper) -> None:
    """What the file says of itself: no clock, the day of the paper."""
    told, when = made.core_properties, datetime.combine(paper.dated, time())
    told.title, told.author, told.last_modified_by = paper.name or head_words(paper), paper.issuer, paper.issuer
    told.created, told.modified, told.keywords, told.comments = when, when, paper.mark, ""
    told.subject, told.language, told.revision, told.category = paper.number, "zh-CN", 1, ""
