"""Word papers as LibreOffice prints them: what a reader holds, not what the XML says."""

import shutil
import subprocess
from pathlib import Path

import pytest

from reports.documents.word_paper import paper_docx
from reports.pieces.paper import Line, Para
from tests.reports.papers import FULL, OFFICE, pages, paper, rules, text_rows

SOFFICE = shutil.which("soffice")
pytestmark = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not on this machine")


@pytest.fixture(scope="module")
def printed(tmp_path_factory) -> bytes:
    """The paper as PDF, by LibreOffice with a profile of its own."""
    home: Path = tmp_path_factory.mktemp("office")
    blocks = (Para((Line("一", FULL * 90),)), Para((Line("二", "抓紧整改。"),)))
    (home / "paper.docx").write_bytes(paper_docx(paper(blocks=blocks, annexes=paper().annexes[:1])))
    call = [SOFFICE, f"-env:UserInstallation={(home / 'profile').as_uri()}", "--headless", "--convert-to", "pdf"]
    subprocess.run(
        [*call, "--outdir", str(home), str(home / "paper.docx")], check=True, capture_output=True, timeout=180
    )
    return (home / "paper.pdf").read_bytes()


@pytest.fixture(scope="module")
def read(printed):
    return pages(printed)


def test_a_full_page_has_22_lines_of_28_letters(read) -> None:
    rows = text_rows(read[1])
    assert (len(rows), {len(row.text) for row in rows}) == (22, {28})
    assert rows[-1].bottom <= 262.5
    assert (rows[0].left, rows[0].right) == pytest.approx((28, 184), abs=1)


def test_the_head_is_one_red_line_and_the_rule_stands_4_mm_below_the_number(printed, read) -> None:
    head, number = read[0][:2]
    assert (head.text, number.text) == (OFFICE + "文件", "清执办〔2022〕11号")
    assert head.colour[0] > 0.8 > 0.2 > head.colour[1]
    assert head.top == pytest.approx(72, abs=2)
    place, left, right, _ = rules(printed, 0)[0]
    assert place - number.bottom == pytest.approx(4, abs=1)
    assert (left, right) == pytest.approx((28, 184), abs=0.5)


@pytest.mark.parametrize(("page", "side"), [(0, "right"), (1, "left"), (2, "right")])
def test_page_numbers_stand_at_the_outer_side(read, page, side) -> None:
    number = next(row for row in read[page] if row.text == f"—{page + 1}—")
    edge = 184 - number.right if side == "right" else number.left - 28
    assert edge == pytest.approx(5, abs=0.6)
    assert (number.top + number.bottom) / 2 == pytest.approx(269, abs=1.5)


def test_the_imprint_stands_at_the_foot_of_the_last_page(read) -> None:
    mark = next(row for row in read[-1] if row.text.startswith("数据版本"))
    assert 254 < mark.top < mark.bottom < 263
