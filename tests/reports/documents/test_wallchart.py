"""挂图: one sheet of vectors with every task on it, words of ledgers as words."""

import io

import pdfplumber
import pytest

from reports.documents.drawn import Sheet, printed
from reports.documents.wallchart import wallchart_pdf
from reports.words.levels import LEVELS, UNREPORTED
from tests.reports.documents.conftest import HOSTILE


@pytest.fixture(scope="module")
def content(october):
    return wallchart_pdf(october)


def page_of(content):
    pdf = pdfplumber.open(io.BytesIO(content))
    assert len(pdf.pages) == 1
    return pdf.pages[0]


@pytest.mark.parametrize(("paper", "wide", "high"), [("A0", 1189, 841), ("A1", 840, 594)])
def test_the_sheet_is_as_large_as_its_paper(october, paper, wide, high):
    page = page_of(wallchart_pdf(october, paper=paper))
    assert (float(page.width) * 25.4 / 72, float(page.height) * 25.4 / 72) == pytest.approx((wide, high), abs=1)


def test_it_is_drawn_not_painted_and_every_task_is_on_it(october, content):
    page = page_of(content)
    assert not page.images
    letters = "".join(each["text"] for each in page.chars).replace(" ", "")
    missing = [name for name in october.scores.tasks["task"] if name.replace(" ", "") not in letters]
    assert missing == []
    assert f"校验{october.fingerprint[:12]}" in letters
    assert "演示数据" in letters


def test_no_letter_is_a_box_and_none_leaves_the_sheet(content):
    page = page_of(content)
    assert all(each["text"] not in ("\ufffd", "\x00") for each in page.chars)
    assert all(each["x0"] >= 0 and each["x1"] <= page.width and each["top"] >= 0 for each in page.chars)


def test_made_again_it_has_the_same_bytes(october, content):
    assert wallchart_pdf(october) == content


@pytest.mark.parametrize("name", HOSTILE)
def test_words_of_a_ledger_are_set_as_they_are(name):
    sheet = Sheet(400, 60)
    sheet.text(10, 10, 380, h=20, words=name, size=12)
    letters = "".join(each["text"] for each in page_of(printed(sheet, title=name, keywords=name)).chars)
    assert letters.replace(" ", "").startswith("".join(name.split()).replace("\x00", "").replace("\x07", "")[:20])


def test_a_text_without_room_is_made_smaller_and_then_cut():
    sheet = Sheet(100, 20)
    sheet.text(0, 0, 30, h=10, words="十个汉字十个汉字十个", size=20, smallest=6)
    sheet.text(0, 0, 10, h=10, words="十个汉字十个汉字十个", size=20, smallest=6)
    assert [item["size"] for item in sheet.items] == [8.5, 6]
    assert [item["words"][-1] for item in sheet.items] == ["个", "…"]


def test_every_level_has_a_shape_of_its_own():
    drawn = []
    for mark in (*(LEVELS[number] for number in range(5)), UNREPORTED):
        sheet = Sheet(10, 10)
        sheet.mark(mark, 5, 5, r=2)
        item = sheet.items[0]
        drawn.append((item["kind"], str(item.get("points")), item.get("fill") == "#ffffff"))
    assert len(set(drawn)) == 6
