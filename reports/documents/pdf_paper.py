"""Official papers as PDF, set by typst: the layout of GB/T 9704-2012 stands in `paper.typ`, the words come as data."""

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import typst

from reports.documents.fonts import Typefaces
from reports.pieces.paper import LETTER, STALE, DocumentError, Grid, Head, Paper, Para, paper_lines
from reports.words.levels import EXEMPT, LEVELS, UNREPORTED
from reports.words.wording import day

__all__ = ["INKS", "MISSING", "head_size", "head_words", "paper_pdf", "shown_lines"]

_TEMPLATE = Path(__file__).with_name("paper.typ")
_EPOCH = 0
"""The time of making that a PDF carries: none, so that the same content has the same bytes."""

_SIGNS = ("DejaVu Sans Mono",)
"""What typst brings along, for the shapes of levels that Chinese fonts lack."""

_HELD = frozenset("●◆▲■✖○◎")
"""Shapes that the face which typst brings along has."""

MISSING = "〓"
"""What stands for a letter that no font has, as printers have it."""

INKS = {level.shape: level.text_light for level in (*LEVELS.values(), UNREPORTED, EXEMPT)}
"""The colour of a table cell that begins with the shape of a level."""

_TEXT_WIDTH = 156 / 25.4 * 72
_HEAD_ROOM = 0.98


def head_words(paper: Paper) -> str:
    """What stands in red at the head: the office, and what kind of paper it issues."""
    return paper.issuer + ("" if paper.form == LETTER else paper.form)


def head_size(words: str) -> tuple[float, float]:
    """Return the size of the red head in points and the share to which its letters are narrowed, so that it stands in
    one line as wide as the text.

    >>> head_size("清新区政府文件"), head_size("清" * 30)[0] < 30
    ((56.0, 1.0), True)
    """
    room, count = _TEXT_WIDTH * _HEAD_ROOM, max(len(words), 1)
    size = min(56.0, room / (count * 0.62))
    return round(size, 1), round(min(1.0, room / (count * size)), 3)


def paper_pdf(paper: Paper, faces: Typefaces, *, formal: bool = False) -> bytes:
    """Return the paper as PDF. Formal: refuses stale sentences and letters that no font here has (DocumentError); a
    draft marks them and says at the foot of its pages that fonts stand in for others."""
    data = _data(paper, faces)
    told = json.dumps(data, ensure_ascii=False, sort_keys=True)
    lacking = "".join(letter for letter in faces.lacking(told) if letter not in _HELD)
    if formal:
        _refuse(paper, faces, lacking)
    told = told.translate({ord(letter): MISSING for letter in lacking})
    made = _compiler(faces.paths).compile(
        _TEMPLATE.read_bytes(), format="pdf", sys_inputs={"paper": told}, timestamp=_EPOCH, pdf_tags=True
    )
    return bytes(made)


def _refuse(paper: Paper, faces: Typefaces, lacking: str) -> None:
    faces.refuse_stand_ins()
    if lacking:
        raise DocumentError(f"没有排正式的 PDF：这些字在字体里没有：{lacking}；请核对台账里的写法，或先出 Word 文件。")
    if any(line.stale for line in paper_lines(paper)):
        raise DocumentError("没有排正式的 PDF：有人工改写的句子是按以前的数字写的，请先复核。")


def shown_lines(para: Para) -> str:
    """The sentences of a paragraph as they are printed: a stale one says so."""
    return "".join(line.text + (STALE if line.stale else "") for line in para.lines)


def _data(paper: Paper, faces: Typefaces) -> dict:
    words = head_words(paper)
    size, ratio = head_size(words)
    stand_in = "本稿用了代用字体" if faces.missing else ""
    return {
        "form": paper.form, "head": words, "headsize": size, "headratio": ratio, "name": paper.name or words,
        "issuer": paper.issuer, "number": paper.number, "title": list(paper.title), "addressee": paper.addressee,
        "blocks": [_block(block) for block in paper.blocks], "signer": paper.signer, "signed": paper.signed,
        "seal": paper.seal, "attachments": [annex.title for annex in paper.annexes],
        "annexes": [
            {"title": annex.title, "blocks": [_block(block) for block in annex.blocks]} for annex in paper.annexes
        ],
        "copies": paper.copies, "issued": day(paper.issued or paper.dated), "mark": paper.mark,
        "foot": " · ".join(part for part in (paper.foot, stand_in) if part), "inks": INKS,
        "faces": {code: [*families, *_SIGNS] for code, families in {**_families(faces), "sign": []}.items()},
    }  # fmt: skip


def _block(block: Head | Para | Grid) -> Mapping:
    if isinstance(block, Head):
        return {"kind": "head", "level": block.level, "text": block.text}
    if isinstance(block, Para):
        return {"kind": "para", "lead": block.lead, "text": shown_lines(block)}
    return {
        "kind": "grid", "title": block.title, "note": block.note, "heads": list(block.heads),
        "shares": list(block.shares), "size": block.size, "rows": [list(row) for row in block.rows],
        "left": list(block.left),
    }  # fmt: skip


def _families(faces: Typefaces) -> dict[str, list[str]]:
    """The faces of each role by the names under which typst knows them."""
    known = {(Path(font.path), font.index): font.family for font in _fonts(faces.paths).fonts() if font.path}
    return {
        code: list(dict.fromkeys(known[face.path, face.index] for face in own if (face.path, face.index) in known))
        for code, own in faces.faces
    }


@lru_cache(maxsize=4)
def _fonts(paths: tuple[Path, ...]) -> typst.Fonts:
    """The fonts of the folders of these files: what else is on the machine must not change a paper."""
    return typst.Fonts(include_system_fonts=False, font_paths=sorted({str(path.parent) for path in paths}))


@lru_cache(maxsize=4)
def _compiler(paths: tuple[Path, ...]) -> typst.Compiler:
    return typst.Compiler(font_paths=_fonts(paths))
