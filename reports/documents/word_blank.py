"""The blank file that every paper begins as: one style of text by the standard, nothing that python-docx brings."""

import io
from functools import lru_cache

from docx import Document
from docx.document import Document as WordFile
from docx.oxml.ns import qn

from reports.documents.word_order import in_order
from reports.documents.word_parts import FONTS, LATIN, element

__all__ = ["blank_paper"]

_KEPT = {"Normal", "Header", "Footer", "Default Paragraph Font", "Normal Table", "Table Grid", "No List"}
_LEFT = ("/thumbnail", "/stylesWithEffects", "/customXml", "/numbering", "/webSettings")
"""What is left out, by the ends of the links to it."""

_TEXT = 32
"""三号 in half points."""


def blank_paper() -> WordFile:
    """Return an empty file whose text is 三号仿宋, odd and even pages apart, no letters set closer for punctuation."""
    return Document(io.BytesIO(_blank()))


@lru_cache(maxsize=1)
def _blank() -> bytes:
    made = Document()
    for old in list(made.element.body):
        if old.tag != qn("w:sectPr"):
            made.element.body.remove(old)
    for links in (made.part.package.rels, made.part.rels):
        for link in list(links.values()):
            if link.reltype.endswith(_LEFT):
                del links[link.rId]
    _styles(made)
    _settings(made)
    in_order(made.styles.element)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _styles(made: WordFile) -> None:
    """Keep the few styles that a paper needs; the text's is 三号仿宋."""
    kept, every = {name.title() for name in _KEPT}, made.styles.element
    for style in [*every.findall(qn("w:style")), *every.findall(qn("w:latentStyles"))]:
        name = style.find(qn("w:name"))
        if name is None or name.get(qn("w:val")).title() not in kept:
            every.remove(style)
    properties = made.styles["Normal"].element.get_or_add_rPr()
    for old in list(properties):
        properties.remove(old)
    properties.append(element("rFonts", ascii=LATIN, hAnsi=LATIN, eastAsia=FONTS["body"], cs=LATIN))
    for name in ("sz", "szCs"):
        properties.append(element(name, val=_TEXT))
    properties.append(element("lang", val="en-US", eastAsia="zh-CN"))


def _settings(made: WordFile) -> None:
    made.settings.odd_and_even_pages_header_footer = True
    for told in made.settings.element.iter(qn("w:characterSpacingControl"), qn("w:compatSetting")):
        if told.tag == qn("w:characterSpacingControl"):
            told.set(qn("w:val"), "doNotCompress")
        elif told.get(qn("w:name")) == "compatibilityMode":
            told.set(qn("w:val"), "15")  # a table begins at the margin, not its words
