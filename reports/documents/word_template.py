"""The office's own Word template: what one begins with, and what comes behind the fields of a filled one."""

import io
from copy import deepcopy
from datetime import date

from docx import Document
from docx.document import Document as WordFile
from docx.oxml.ns import qn

from reports.documents.packing import settled
from reports.documents.word_blank import blank_paper
from reports.documents.word_paper import annexes_behind, paper_docx, paper_properties
from reports.pieces.paper import REDHEAD, Desk, Line, Paper, Para
from reports.words.wording import day

__all__ = ["starting_template", "with_annexes"]

_DAY = date(2000, 1, 1)
"""Stands for the day until the field is in its place."""

_GRID = "Table Grid"


def starting_template(desk: Desk | None = None) -> bytes:
    """Return the built-in paper with fields in the places of its words, as an office's own template begins: the red
    head, the signature and who has copies are the office's, and stay as they are written."""
    desk = desk or Desk()
    paper = Paper(
        form=REDHEAD, issuer=desk.issuer, number="{{ 发文字号 }}", title=("{{ 标题 }}",), addressee="{{ 主送机关 }}",
        blocks=tuple(Para((Line(name, f"{{{{ {name} }}}}"),)) for name in ("正文", "附件")), signer=desk.issuer,
        dated=_DAY, mark="{{ 版本 }}", copies=desk.copies,
    )  # fmt: skip
    made = Document(io.BytesIO(paper_docx(paper)))
    for text in made.element.body.iter(qn("w:t")):
        text.text = (text.text or "").replace(day(_DAY), "{{ 日期 }}")
    made.core_properties.title = made.core_properties.keywords = made.core_properties.subject = ""
    return _bytes(made, when=_DAY)


def with_annexes(filled: bytes, paper: Paper) -> bytes:
    """Return a filled template with the annexes of the paper behind its text, and with its version among the file's
    properties; made again, the same bytes."""
    made = Document(io.BytesIO(filled))
    if paper.annexes and _GRID not in [style.name for style in made.styles]:
        made.styles.element.append(deepcopy(blank_paper().styles[_GRID].element))
    annexes_behind(made, paper)
    paper_properties(made, paper)
    return _bytes(made, when=paper.dated)


def _bytes(made: WordFile, *, when: date) -> bytes:
    out = io.BytesIO()
    made.save(out)
    return settled(out.getvalue(), when=when)
