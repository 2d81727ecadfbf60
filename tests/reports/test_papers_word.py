"""Official papers as Word files, measured in their XML: the numbers of GB/T 9704-2012."""

import zipfile
from datetime import date
from io import BytesIO

import pytest
from docx import Document
from docx.oxml.ns import qn

from reports.documents.word_order import _PLACES
from reports.documents.word_paper import RED, paper_docx
from reports.pieces.paper import COMMAND, LETTER, Grid, Line, Para
from tests.reports.papers import HOSTILE, OFFICE, paper

MM = 1440 / 25.4


def w(node, name: str, default: str = "") -> str:
    return node.get(qn(f"w:{name}"), default) if node is not None else default


@pytest.fixture(scope="module")
def made():
    return paper_docx(paper())


@pytest.fixture(scope="module")
def opened(made):
    return Document(BytesIO(made))


@pytest.fixture(scope="module")
def body(opened):
    return opened.element.body


def properties(paragraph, name: str):
    return paragraph._p.find(qn("w:pPr")).find(qn(f"w:{name}"))


def starting(opened, words: str):
    return next(each for each in opened.paragraphs if each.text.startswith(words))


@pytest.mark.parametrize(("part", "name", "mm"), [
    ("pgSz", "w", 210), ("pgSz", "h", 297), ("pgMar", "top", 37), ("pgMar", "left", 28), ("pgMar", "right", 26),
    ("pgMar", "bottom", 35),
])  # fmt: skip
def test_the_page_is_a4_with_a_type_area_of_156_by_225(body, part, name, mm) -> None:
    assert int(w(body.sectPr.find(qn(f"w:{part}")), name)) / MM == pytest.approx(mm, abs=0.05)


def test_the_grid_has_22_lines_of_28_letters(body) -> None:
    grid = body.sectPr.find(qn("w:docGrid"))
    assert w(grid, "type") == "linesAndChars"
    assert 225 / 25.4 * 1440 // int(w(grid, "linePitch")) == 22
    assert 156 / 25.4 * 72 // (16 + int(w(grid, "charSpace")) / 4096) == 28


def test_every_run_names_its_fonts_for_both_scripts(opened, body) -> None:
    feet = [opened.sections[0].footer._element, opened.sections[0].even_page_footer._element]
    runs = [run for root in (body, *feet) for run in root.iter(qn("w:r")) if run.find(qn("w:t")) is not None]
    fonts = [run.find(qn("w:rPr")).find(qn("w:rFonts")) for run in runs]
    assert all(
        w(font, "eastAsia") and w(font, "ascii") and w(font, "hAnsi") and w(font, "hint") == "eastAsia"
        for font in fonts
    )
    assert {w(font, "eastAsia") for font in fonts} == {"方正小标宋简体", "仿宋_GB2312", "楷体_GB2312", "黑体", "宋体"}


@pytest.mark.parametrize(("words", "font", "half_points"), [
    (OFFICE, "方正小标宋简体", None), ("关于2022年11月", "方正小标宋简体", "44"), ("一、总体情况", "黑体", "32"),
    ("（一）红旗", "楷体_GB2312", "32"), ("深化改革", "仿宋_GB2312", "32"), ("附件1", "黑体", "32"),
    ("清执办〔2022〕", "仿宋_GB2312", "32"), ("各镇党委", "仿宋_GB2312", "32"),
])  # fmt: skip
def test_each_part_has_its_font_and_size(opened, words, font, half_points) -> None:
    run = starting(opened, words).runs[0]._r.find(qn("w:rPr"))
    assert w(run.find(qn("w:rFonts")), "eastAsia") == font
    assert half_points is None or w(run.find(qn("w:sz")), "val") == half_points


def test_text_has_exact_lines_and_begins_two_letters_in(opened) -> None:
    text = starting(opened, "深化改革")
    spacing, indent = properties(text, "spacing"), properties(text, "ind")
    assert (w(spacing, "line"), w(spacing, "lineRule")) == ("579", "exact")
    assert w(indent, "firstLineChars") == "200"
    assert int(w(properties(text, "widowControl"), "val")) == 0


def test_the_red_head_is_red_35_mm_down_and_the_rule_is_as_red_below_the_number(opened) -> None:
    head, number = starting(opened, OFFICE), starting(opened, "清执办")
    colour = head.runs[0]._r.find(qn("w:rPr")).find(qn("w:color"))
    rule = properties(number, "pBdr").find(qn("w:bottom"))
    assert (w(colour, "val"), w(rule, "color")) == (RED, RED)
    assert int(w(properties(head, "spacing"), "before")) / MM == pytest.approx(35, abs=1)
    assert int(w(properties(number, "spacing"), "before")) / 579 == pytest.approx(2, abs=0.3)
    assert int(w(rule, "space")) / 72 * 25.4 + (28.95 * 0.2 - 1.9) / 72 * 25.4 == pytest.approx(4, abs=0.6)


def test_page_numbers_stand_odd_right_and_even_left_one_letter_in(opened) -> None:
    assert opened.settings.odd_and_even_pages_header_footer
    section = opened.sections[0]
    for foot, side, align in ((section.footer, "rightChars", "right"), (section.even_page_footer, "leftChars", "left")):
        number = foot.paragraphs[0]
        assert number.text == "— 1 —"
        assert (w(properties(number, "ind"), side), w(properties(number, "jc"), "val")) == ("100", align)
        assert {w(run._r.find(qn("w:rPr")).find(qn("w:sz")), "val") for run in number.runs} == {"28"}
        assert "PAGE" in "".join(told.text for told in number._p.iter(qn("w:instrText")))
        assert foot.paragraphs[1].text == "演示数据 · 送审稿"


def test_the_imprint_has_rules_of_035_and_025_mm_at_the_foot_of_the_type_area(body) -> None:
    table = next(body.iter(qn("w:txbxContent"))).find(qn("w:tbl"))
    tops = [
        int(w(cell.find(qn("w:tcPr")).find(qn("w:tcBorders")).find(qn("w:top")), "sz"))
        for cell in table.iter(qn("w:tc"))
    ]
    last = list(table.iter(qn("w:bottom")))[-1]
    assert [round(eighths / 8 / 72 * 25.4, 2) for eighths in (*tops, int(w(last, "sz")))] == [0.35, 0.26, 0.26, 0.35]
    said = ["".join(text.text for text in row.iter(qn("w:t"))) for row in table.iter(qn("w:tr"))]
    assert said == [
        "抄送：区委、区政府领导。",
        f"{OFFICE}2022年12月5日印发",
        "数据版本 20221205T010203Z-abc · 校验 0123456789ab",
    ]


def test_tables_fit_the_type_area_repeat_their_head_and_keep_rows_whole(opened) -> None:
    for table in opened.tables:
        grid = [int(w(column, "w")) for column in table._tbl.tblGrid.findall(qn("w:gridCol"))]
        assert sum(grid) / MM == pytest.approx(156, abs=0.2)
        rows = [row._tr.find(qn("w:trPr")) for row in table.rows]
        assert all(row.find(qn("w:cantSplit")) is not None for row in rows)
        assert [row.find(qn("w:tblHeader")) is not None for row in rows] == [True, *[False] * 60]


def test_a_level_in_a_table_has_word_shape_and_colour(opened) -> None:
    cell = opened.tables[0].rows[1].cells[2]
    assert cell.text == "▲ 预警"
    assert w(cell.paragraphs[0].runs[0]._r.find(qn("w:rPr")).find(qn("w:color")), "val") == "a9520a"


@pytest.mark.parametrize("form", [None, COMMAND, LETTER])
def test_what_is_told_stands_in_the_order_that_word_wants(form) -> None:
    told = paper_docx(paper() if form is None else paper(form=form, annexes=()))
    with zipfile.ZipFile(BytesIO(told)) as parts:
        assert len({part.date_time for part in parts.infolist()}) == 1
    document = Document(BytesIO(told))
    roots = [document.element, document.sections[0].footer._element, document.styles.element]
    for found in (each for root in roots for each in root.iter(*_PLACES)):
        places = [_PLACES[found.tag][child.tag] for child in found if not child.tag.endswith("erReference")]
        assert places == sorted(set(places))


def test_the_same_paper_has_the_same_bytes_and_its_own_day(made, opened) -> None:
    assert paper_docx(paper()) == made
    told = opened.core_properties
    assert (told.created.date(), told.author, told.title) == (date(2022, 12, 5), OFFICE, paper().name)
    assert "校验 0123456789ab" in told.keywords


def test_words_of_a_ledger_are_words_and_nothing_else() -> None:
    grid = Grid(("任务",), (1,), ((HOSTILE,),))
    told = paper(blocks=(Para((Line("一", HOSTILE + "\x00\x0b\ud800"),)), grid), title=(HOSTILE,), annexes=())
    document = Document(BytesIO(paper_docx(told)))
    assert {HOSTILE} <= {each.text for each in document.paragraphs}
    assert document.tables[0].rows[1].cells[0].text == HOSTILE
    assert {run.text for run in document.element.iter(qn("w:instrText"))} == set()


def test_a_signature_keeps_with_the_last_words(opened) -> None:
    told = Document(BytesIO(paper_docx(paper(annexes=()))))
    assert properties(starting(told, "抓紧整改"), "keepNext") is not None
    office, day = (each for each in told.paragraphs if each.text in (OFFICE, "2022年12月5日"))
    assert (properties(office, "keepNext") is not None, w(properties(office, "ind"), "rightChars")) == (True, "200")
    assert float(w(properties(day, "ind"), "rightChars")) > 400
    del opened


def test_a_stale_sentence_says_so() -> None:
    told = paper(blocks=(Para((Line("一", "平均80%。", stale=True),)),), annexes=())
    assert "平均80%。【数字已变，请复核】" in {each.text for each in Document(BytesIO(paper_docx(told))).paragraphs}
