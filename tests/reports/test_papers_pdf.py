"""Official papers as PDF, measured: the numbers of GB/T 9704-2012 on the pages themselves."""

import itertools

import pytest

from reports.documents.fonts import font_folders, typefaces
from reports.documents.pdf_paper import MISSING, head_size, paper_pdf
from reports.pieces.paper import COMMAND, LETTER, DocumentError, Line, Para
from tests.reports.papers import FULL, HOSTILE, OFFICE, pages, paper, rules, text_rows

RED = pytest.approx((230 / 255, 0, 18 / 255), abs=0.01)
NAMES = "鄠郿瀍堌崟甪亹硚喆堃㎡"


@pytest.fixture(scope="module")
def faces():
    return typefaces(font_folders())


@pytest.fixture(scope="module")
def made(faces):
    return paper_pdf(paper(), faces)


@pytest.fixture(scope="module")
def read(made):
    return pages(made)


def test_a_full_page_has_22_lines_of_28_letters(read) -> None:
    rows = text_rows(read[1])
    assert (len(rows), {len(row.text) for row in rows}) == (22, {28})


def test_text_stands_within_the_type_area_of_156_by_225(read) -> None:
    rows = text_rows(read[1])
    assert min(row.left for row in rows) == pytest.approx(28, abs=1)
    assert max(row.right for row in rows) == pytest.approx(184, abs=1)
    assert rows[0].top == pytest.approx(37, abs=1)
    assert rows[-1].bottom <= 262


def test_lines_stand_as_far_apart_as_22_in_225_mm(read) -> None:
    rows = text_rows(read[1])
    gaps = [later.bottom - one.bottom for one, later in itertools.pairwise(rows)]
    assert gaps == pytest.approx([225 / 22] * 21, abs=0.05)


def test_a_paragraph_begins_two_letters_in(read) -> None:
    first = next(row for row in read[0] if row.text.startswith("深化改革"))
    assert (first.left - 28, len(first.text)) == (pytest.approx(2 * 156 / 28, abs=0.2), 26)


def test_the_red_head_begins_35_mm_below_the_edge_of_the_type_area(read) -> None:
    head = read[0][0]
    assert (head.text, head.colour) == (OFFICE + "文件", RED)
    assert head.top == pytest.approx(72, abs=1)
    assert (head.left, head.right) >= (28, 150)
    assert head.right <= 184.2


def test_the_number_stands_two_lines_below_the_head_and_the_rule_4_mm_below_the_number(made, read) -> None:
    head, number = read[0][:2]
    assert number.text == "清执办〔2022〕11号"
    assert number.top - head.bottom == pytest.approx(2 * 225 / 22, abs=3)
    place, left, right, colour = rules(made, 0)[0]
    assert (place - number.bottom, left, right) == pytest.approx((4, 28, 184), abs=0.5)
    assert colour == RED


def test_the_title_is_bold_22_points_in_two_lines_and_centred(read) -> None:
    rows = [row for row in read[0] if row.size == 22]
    assert [row.text for row in rows] == ["关于2022年11月“一榜一牌一令”", "工作进展情况的通报"]
    assert [(row.left + row.right) / 2 for row in rows] == pytest.approx([106, 106], abs=2.5)


@pytest.mark.parametrize("page", [0, 1, 2, 3, 4])
def test_page_numbers_stand_7_mm_below_at_the_outer_side_one_letter_in(read, page) -> None:
    number = next(row for row in read[page] if row.text == f"—{page + 1}—")
    assert number.size == 14
    assert (number.top + number.bottom) / 2 == pytest.approx(269, abs=1)
    edge = 184 - number.right if page % 2 == 0 else number.left - 28
    assert edge == pytest.approx(14 * 25.4 / 72, abs=0.5)


def test_a_table_goes_on_with_its_head_and_within_the_type_area(made, read) -> None:
    heads = [row for page in read for row in page if row.text == "序号任务等级差距"]
    assert len(heads) >= 4
    assert all(row.left >= 27.9 and row.right <= 184.1 for page in read[3:5] for row in page)
    del made


def test_the_imprint_ends_the_last_page_which_is_even(made, read) -> None:
    last = read[-1]
    assert len(read) % 2 == 0
    assert [row.text for row in last if row.text.startswith(("抄送", "数据版本"))] == [
        "抄送：区委、区政府领导。", "数据版本20221205T010203Z-abc·校验0123456789ab",
    ]  # fmt: skip
    places = [place for place, left, right, _ in rules(made, len(read) - 1) if right - left > 155.5 and place > 200]
    assert (len(places), places[-1]) == (4, pytest.approx(262, abs=1))


@pytest.mark.parametrize("count", [1, 2, 3])
def test_an_imprint_alone_on_its_page_has_no_page_number(faces, count) -> None:
    blocks = (Para((Line("一", FULL * 28 * count),)), Para((Line("二", "完。"),)))
    read = pages(paper_pdf(paper(blocks=blocks, annexes=()), faces))
    numbers = [row.text for row in read[-1] if row.text.startswith("—")]
    alone = not any("完。" in row.text or row.text == OFFICE for row in read[-1])
    assert (len(read) % 2, bool(numbers)) == (0, not alone)


@pytest.mark.parametrize("length", range(12, 40, 3))
def test_a_signature_never_stands_on_a_page_of_its_own(faces, length) -> None:
    blocks = (*(Para((Line(str(n), "抓落实。"),)) for n in range(length)),)
    read = pages(paper_pdf(paper(blocks=blocks, annexes=()), faces))
    page = next(page for page in read if any(row.text == "2022年12月5日" for row in page))
    assert any(row.text == "抓落实。" for row in page)


def test_a_foot_says_what_a_draft_is_and_that_fonts_stand_in(faces, read) -> None:
    stand_in = "·本稿用了代用字体" if faces.missing else ""
    assert all(f"演示数据·送审稿{stand_in}" in {row.text for row in page} for page in read)


@pytest.mark.parametrize(("form", "top"), [(COMMAND, 57), (LETTER, 37)])
def test_other_forms_have_their_head_at_their_own_height(faces, form, top) -> None:
    made = paper_pdf(paper(form=form, annexes=(), blocks=(Para((Line("一", "此令。"),)),)), faces)
    head = pages(made)[0][0]
    assert (head.top, head.colour) == (pytest.approx(top, abs=1), RED)
    assert sum(colour == RED for *_, colour in rules(made, 0)) == (0 if form == COMMAND else 1)


@pytest.mark.parametrize(("words", "lines"), [("清新区委文件", 1), (OFFICE + "文件", 1), ("清" * 40, 1)])
def test_a_red_head_of_any_length_is_one_line_as_wide_as_the_text(words, lines) -> None:
    size, share = head_size(words)
    assert len(words) * size * share <= 442.3 * lines
    assert share >= 0.6


def test_words_of_a_ledger_are_words_and_nothing_else(faces) -> None:
    told = paper(
        blocks=(Para((Line("一", HOSTILE),)),), addressee=HOSTILE, annexes=(), title=(HOSTILE,), copies=HOSTILE
    )
    said = "".join(row.text for page in pages(paper_pdf(told, faces)) for row in page)
    assert said.count("".join(HOSTILE.split())) >= 3


def test_every_character_of_gb2312_and_rare_names_is_printed(faces) -> None:
    level = [bytes((row, cell)) for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF)]
    letters = "".join(pair.decode("gb2312", errors="ignore") for pair in level)
    assert len(letters) == 6763
    assert faces.lacking(letters + NAMES) == ""
    said = "".join(
        row.text
        for page in pages(paper_pdf(paper(blocks=(Para((Line("一", letters + NAMES),)),), annexes=()), faces))
        for row in page
    )
    assert set(letters + NAMES) <= set(said)


def test_a_letter_that_no_font_has_is_marked_in_a_draft(faces) -> None:
    told = paper(blocks=(Para((Line("一", "太\ue123镇"),)),), annexes=())
    assert f"太{MISSING}镇" in {row.text for row in pages(paper_pdf(told, faces))[0]}


def test_the_same_paper_has_the_same_bytes(faces, made) -> None:
    assert paper_pdf(paper(), faces) == made


def test_a_stale_sentence_says_so_in_a_draft_and_keeps_a_formal_paper_back(faces) -> None:
    told = paper(blocks=(Para((Line("一", "平均80%。", stale=True),)),), annexes=())
    assert "平均80%。【数字已变，请复核】" in {row.text for row in pages(paper_pdf(told, faces))[0]}
    with pytest.raises(DocumentError, match="没有排正式的 PDF"):
        paper_pdf(told, faces, formal=True)
