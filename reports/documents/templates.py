"""The office's own templates: what is refused in them, what is missing, and how the fields of a Word template are
filled. A template is somebody else's file: it is looked at part by part before any library opens it."""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy

import docx
from docx.opc.exceptions import PackageNotFoundError as WordError
from docx.text.paragraph import Paragraph
from pptx.exc import PackageNotFoundError as SlidesError

from reports.documents.deckmaster import ground_of, opened

__all__ = ["FIELDS", "NEEDED", "filled_docx", "template_faults"]

FIELDS = ("标题", "发文机关", "发文字号", "主送机关", "正文", "附件", "落款", "日期", "版本", "数据日期")
"""What a Word template may ask for, as {{ 标题 }}."""
NEEDED = ("标题", "正文", "日期")
_MOST_BYTES, _MOST_UNPACKED, _MOST_PARTS = 30 << 20, 300 << 20, 4000
_FIELD = re.compile(r"\{\{\s*([^{}\s]{1,40})\s*\}\}")
_HALF = re.compile(r"\{\{|\}\}")
_FORBIDDEN = (
    (re.compile(r"vbaProject|vbaData|macrosheets", re.IGNORECASE), "里面有宏"),
    (re.compile(r"activeX/|ctrlProps/", re.IGNORECASE), "里面有控件"),
    (re.compile(r"embeddings/.*\.(?:bin|exe|ole|vsd)$", re.IGNORECASE), "里面嵌有别的程序的对象"),
)
_OUTSIDE = re.compile(rb"""TargetMode\s*=\s*["']External["']""", re.IGNORECASE)
_NAMES = {"docx": " Word 文档", "pptx": "幻灯片"}


def template_faults(content: bytes, ending: str) -> list[str]:
    """Say in sentences what keeps a file from being used as a template; [] where nothing does."""
    found = list(_parts_faults(content, ending))
    if found:
        return found
    return list(_word_faults(content) if ending == "docx" else _slide_faults(content))


def _parts_faults(content: bytes, ending: str) -> Iterator[str]:
    """What can be seen without opening it as a document."""
    if len(content) > _MOST_BYTES:
        yield f"模板超过 {_MOST_BYTES >> 20} MB；请去掉大图片后再上传。"
        return
    try:
        book = zipfile.ZipFile(io.BytesIO(content))
        parts = book.infolist()
    except zipfile.BadZipFile:
        yield f"这不是可以打开的{_NAMES[ending]}（.{ending}）；请用 Office 或 WPS 另存为 .{ending} 再上传。"
        return
    if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _MOST_UNPACKED:
        yield "模板解开后太大，没有打开；请去掉大图片和多余的页面后再上传。"
        return
    for pattern, what in _FORBIDDEN:
        if any(pattern.search(part.filename) for part in parts):
            yield f"模板{what}，不能用；请另存为不含宏和嵌入对象的 .{ending} 再上传。"
    yield from _outside(book, parts)


def _outside(book: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> Iterator[str]:
    """What leads out of the file, or tells a reader of XML to fetch something."""
    for part in parts:
        held = book.read(part) if part.filename.endswith((".rels", ".xml")) else b""
        if part.filename.endswith(".rels") and _OUTSIDE.search(held):
            yield f"模板链接到外部文件或网址（{part.filename}），不能用；请去掉链接，把图片嵌入后再上传。"
        if b"<!DOCTYPE" in held or b"<!ENTITY" in held:
            yield f"模板的 {part.filename} 里有不该有的声明，不能用；请用 Office 或 WPS 另存一份再上传。"


def _slide_faults(content: bytes) -> Iterator[str]:
    """A master with a layout that has a title, and room under it."""
    try:
        deck = opened(content)
        layouts = list(deck.slide_layouts)
    except (SlidesError, KeyError, ValueError):
        yield "这不是可以打开的幻灯片（.pptx）；请用 Office 或 WPS 另存为 .pptx 再上传。"
        return
    if not layouts:
        yield "模板里没有版式；请在母版视图里至少留一个“仅标题”版式。"
        return
    ground = ground_of(deck, own=False)
    if not any(holder.placeholder_format.type in (1, 3) for holder in ground.content.placeholders):
        yield f"版式“{ground.content.name}”没有标题占位符；请在母版视图里给它加上标题。"
    if ground.body.w < 8 or ground.body.h < 4:
        yield f"标题下面只有 {ground.body.w:.1f}×{ground.body.h:.1f} 英寸，放不下图表；请用 16:9 页面，把标题放在上方。"


def _word_faults(content: bytes) -> Iterator[str]:
    """The fields: none that we do not know, all that a paper needs."""
    try:
        paper = docx.Document(io.BytesIO(content))
    except (WordError, KeyError, ValueError):
        yield "这不是可以打开的 Word 文档（.docx）；请用 Office 或 WPS 另存为 .docx 再上传。"
        return
    texts = [paragraph.text for paragraph in _paragraphs(paper)]
    asked = list(dict.fromkeys(name for text in texts for name in _FIELD.findall(text)))
    if unknown := [name for name in asked if name not in FIELDS]:
        yield f"模板里有不认识的字段：{'、'.join(unknown)}；可以用的有：{'、'.join(FIELDS)}。"
    if missing := [name for name in NEEDED if name not in asked]:
        yield f"模板里缺少字段：{'、'.join(missing)}；请写成 {{{{ {missing[0]} }}}} 的样子。"
    if broken := [text for text in texts if _HALF.search(_FIELD.sub("", text))]:
        yield f"模板里有没写完整的字段：“{broken[0][:30]}”；请写成 {{{{ 标题 }}}} 的样子，两边各两个花括号。"


def filled_docx(template: bytes, fields: Mapping[str, str | Sequence[str]]) -> bytes:
    """Put words into the fields of a Word template. A field that is given a list makes a paragraph of each of its
    words, all in the look of the first; a field without words is left empty. Words stay words, whatever is in them."""
    paper = docx.Document(io.BytesIO(template))
    for paragraph in list(_paragraphs(paper)):
        _fill(paragraph, fields)
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()


def _fill(paragraph: Paragraph, fields: Mapping[str, str | Sequence[str]]) -> None:
    asked = _FIELD.findall(paragraph.text)
    if not asked:
        return
    whole = fields.get(asked[0]) if _FIELD.fullmatch(paragraph.text.strip()) else None
    lines = list(whole) if isinstance(whole, (list, tuple)) else None
    if lines is None:
        _say(paragraph, _FIELD.sub(lambda found: _one(fields.get(found[1], "")), paragraph.text))
        return
    for line in lines[1:][::-1]:
        copy = deepcopy(paragraph._p)
        paragraph._p.addnext(copy)
        _say(Paragraph(copy, paragraph._parent), str(line))
    _say(paragraph, str(lines[0]) if lines else "")


def _one(value: str | Sequence[str]) -> str:
    return value if isinstance(value, str) else "\n".join(map(str, value))


def _say(paragraph: Paragraph, text: str) -> None:
    """The words of a paragraph in the look of its first run: a field may be cut into several."""
    runs = paragraph.runs
    clean = re.sub("[\x00-\x08\x0b-\x1f\ufffe\uffff]", "", text)
    runs[0].text = clean
    for run in runs[1:]:
        run._r.getparent().remove(run._r)


def _paragraphs(paper: object) -> Iterator[Paragraph]:
    """Every paragraph: of the text, of tables in it, of heads and foots."""
    yield from paper.paragraphs
    for table in paper.tables:
        for row in table.rows:
            for cell in row.cells:
                yield from cell.paragraphs
    for section in paper.sections:
        for part in (section.header, section.footer, section.first_page_header, section.first_page_footer):
            yield from part.paragraphs
