"""The office's own templates: what is refused and in which words, and how fields of a Word template are filled."""

import io
import zipfile

import docx
import pytest
from pptx import Presentation
from pptx.util import Inches

from reports.documents.deckmaster import blank_deck
from reports.documents.templates import filled_docx, template_faults


def word(*texts):
    paper = docx.Document()
    for text in texts:
        paper.add_paragraph(text)
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()


def slides(wide=13.333, high=7.5):
    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(wide), Inches(high)
    out = io.BytesIO()
    deck.save(out)
    return out.getvalue()


def with_part(content, name, held):
    """An office file with one more part."""
    out = io.BytesIO(content)
    with zipfile.ZipFile(out, "a") as book:
        book.writestr(name, held)
    return out.getvalue()


def with_parts(content, count):
    """An office file with so many more parts."""
    out = io.BytesIO(content)
    with zipfile.ZipFile(out, "a") as book:
        for number in range(count):
            book.writestr(f"ppt/more/{number}", b"")
    return out.getvalue()


WHOLE = word("{{ 标题 }}", "{{正文}}", "{{ 日期 }}")
LINK = b'<Relationships><Relationship Id="r9" TargetMode="External" Target="http://x"/></Relationships>'
REFUSED = [
    ("docx", b"", "不是可以打开的 Word 文档"),
    ("pptx", b"PK\x03\x04 broken", "不是可以打开的幻灯片"),
    ("docx", with_part(b"", "a.txt", b"a"), "不是可以打开的 Word 文档"),
    ("docx", word("{{ 标题 }}", "{{ 日期 }}"), "缺少字段：正文"),
    ("docx", word("{{ 标题 }}{{ 正文 }}{{ 日期 }}", "{{ 领导签字 }}"), "不认识的字段：领导签字"),
    ("docx", word("{{ 标题 }}{{ 正文 }}{{ 日期 }}", "{{ 落款"), "没写完整的字段：“{{ 落款”"),
    ("docx", with_part(WHOLE, "word/vbaProject.bin", b"x"), "里面有宏"),
    ("docx", with_part(WHOLE, "word/activeX/activeX1.xml", b"<x/>"), "里面有控件"),
    ("docx", with_part(WHOLE, "word/embeddings/oleObject1.bin", b"x"), "嵌有别的程序的对象"),
    ("docx", with_part(WHOLE, "word/_rels/more.xml.rels", LINK), "链接到外部文件或网址"),
    ("docx", with_part(WHOLE, "word/more.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a/>'), "不该有的声明"),
    ("pptx", with_part(slides(), "ppt/vbaProject.bin", b"x"), "里面有宏"),
    ("pptx", slides(7.5, 10), "放不下图表"),
    ("pptx", with_parts(slides(), 4001), "解开后太大"),
]


@pytest.mark.parametrize(("ending", "content", "said"), REFUSED, ids=[said for _, _, said in REFUSED])
def test_what_cannot_be_used_is_refused_with_what_to_do(ending, content, said):
    faults = template_faults(content, ending)
    assert len(faults) == 1
    assert said in faults[0]
    assert "请" in faults[0] or "可以用的有" in faults[0]


def test_a_sound_template_is_taken():
    ours = io.BytesIO()
    blank_deck().save(ours)
    assert [template_faults(WHOLE, "docx"), template_faults(slides(), "pptx")] == [[], []]
    assert template_faults(ours.getvalue(), "pptx") == []


def test_fields_are_filled_in_the_look_of_the_template():
    paper = docx.Document()
    title = paper.add_paragraph()
    title.add_run("关于{{ ").bold = True
    title.add_run("标题 }}的通报")
    paper.add_paragraph("{{ 正文 }}", style="List Bullet")
    paper.add_table(1, 1).cell(0, 0).text = "{{ 日期 }}"
    paper.sections[0].footer.paragraphs[0].text = "{{ 版本 }} {{ 附件 }}"
    out = io.BytesIO()
    paper.save(out)
    fields = {"标题": "十月{{ 日期 }}", "正文": ["一段 <b>&", "=1+1", "三段"], "日期": "2022年11月10日", "版本": "甲"}
    made = docx.Document(io.BytesIO(filled_docx(out.getvalue(), fields)))
    texts = [(each.text, each.style.name) for each in made.paragraphs]
    assert texts == [
        ("关于十月{{ 日期 }}的通报", "Normal"),
        ("一段 <b>&", "List Bullet"),
        ("=1+1", "List Bullet"),
        ("三段", "List Bullet"),
    ]
    assert made.paragraphs[0].runs[0].bold
    assert made.tables[0].cell(0, 0).text == "2022年11月10日"
    assert made.sections[0].footer.paragraphs[0].text == "甲 "
