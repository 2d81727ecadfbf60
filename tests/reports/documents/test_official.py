"""Official papers of the frozen October of the demo district: from one situation to the files."""

import io
import zipfile
from dataclasses import replace
from datetime import date

import pytest
from docx import Document

from reports.documents import register
from reports.documents.bulletin import Issue, bulletin
from reports.documents.official import OFFICIAL, paper_fields, stale_sentences
from reports.documents.templates import filled_docx, template_faults
from reports.documents.word_template import starting_template
from reports.pieces.paper import DocumentError, Grid, Paper, Rewording, paper_lines
from tests.reports.papers import pages


def wished(ending: str = "docx", **said: object) -> register.Wish:
    """A wish of 10 November, as a Word file where nothing else is said."""
    return register.Wish(ending, **({"dated": date(2022, 11, 10)} | said))


def kind(name: str):
    return next(each for each in OFFICIAL if each.kind == name)


def texts(made: bytes) -> list[str]:
    return [each.text for each in Document(io.BytesIO(made)).paragraphs]


@pytest.fixture(scope="module")
def paper(october) -> Paper:
    """The bulletin of October."""
    return bulletin(october, Issue("清执办〔2022〕9号", date(2022, 11, 10)))


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("name", ["bulletin", "dispatch", "yearend"])
def test_word_and_pdf_of_a_paper_say_the_same_and_the_same_again(october, name) -> None:
    word, printed = (kind(name).build(october, wished(ending)) for ending in ("docx", "pdf"))
    said = squeezed("".join(row.text for page in pages(printed) for row in page if row.bottom < 264))
    for text in filter(None, map(squeezed, texts(word))):
        assert text in said or text.startswith("附件")


def test_a_paper_made_again_has_the_same_bytes(october) -> None:
    first, again = (kind("yearend").build(october, wished("docx")) for _ in range(2))
    assert first == again


def test_every_page_and_the_imprint_tie_a_paper_to_its_data(october) -> None:
    read = pages(kind("bulletin").build(october, wished("pdf")))
    assert all(any("演示数据" in row.text for row in page) for page in read)
    last = squeezed("".join(row.text for row in read[-1]))
    assert october.snapshot in last
    assert october.fingerprint[:12] in last
    assert "数据日期2022-10-31" in last


def test_numbers_of_the_bulletin_are_those_of_the_scores(october, paper) -> None:
    said = {line.key: line for line in paper_lines(paper)}
    board = october.scores.tasks[october.scores.tasks["board"].eq("任务榜")]
    assert said["总体.进度"].numbers == (
        int(board["state"].eq("已完成").sum()), int(board["lag"].le(0.05).sum()), int(board["lag"].gt(0.05).sum()),
        int(board["lag"].ge(10).sum()), int(board["lag"].isna().sum()),
    )  # fmt: skip
    tables = [block for annex in paper.annexes for block in annex.blocks if isinstance(block, Grid)]
    assert sum(len(table.rows) for table in tables[:3]) == len(board)
    towns, departments = (annex.blocks[0] for annex in paper.annexes[2:4])
    assert ({row[1] for row in towns.rows} & {row[1] for row in departments.rows}) == set()
    held = october.scores.units["rank"].isna()
    assert {row[1] for table in (towns, departments) for row in table.rows if "名" not in row[0]} == set(
        october.scores.units.loc[held, "unit"]
    )


def test_keys_of_sentences_are_each_there_once(paper) -> None:
    keys = [line.key for line in paper_lines(paper)]
    assert len(keys) == len(set(keys))


def test_own_words_are_printed_and_stale_ones_keep_a_formal_paper_back(october, paper) -> None:
    whole = next(line for line in paper_lines(paper) if line.key == "总体.等级")
    fresh = wished(words={"总体.等级": Rewording("等级见附件。", whole.fingerprint)})
    assert any("等级见附件。" in text for text in texts(kind("bulletin").build(october, fresh)))
    stale = wished(words={"总体.等级": Rewording("等级见附件。", "old")}, formal=True)
    assert [line.text for line in stale_sentences(october, stale)] == [whole.text]
    with pytest.raises(DocumentError, match="有 1 句是按以前的数字写的"):
        kind("bulletin").build(october, stale)


def test_a_formal_paper_is_of_frozen_data(october) -> None:
    with pytest.raises(DocumentError, match="还没有冻结"):
        kind("bulletin").build(replace(october, frozen=False), wished(formal=True))
    assert "送审稿，数据未冻结" in bulletin(replace(october, frozen=False), Issue("1号", date(2022, 11, 10))).foot


def test_notices_are_one_zip_of_word_and_pdf_by_unit_with_cells(october) -> None:
    made = kind("notice").build(october, wished("zip"))
    with zipfile.ZipFile(io.BytesIO(made)) as held:
        names = held.namelist()
        assert len(names) == len(set(names)) == 2 * sum(name.endswith(".pdf") for name in names) > 10
        assert not any("/" in name or ".." in name for name in names)
        first = Document(io.BytesIO(held.read(names[0])))
    sources = [row.cells[2].text for row in first.tables[0].rows[1:]]
    assert sources
    assert all(source.count("!") == 2 for source in sources)
    assert kind("notice").build(october, wished("zip")) == made


def test_an_order_of_a_number_is_printed_alone_and_a_wrong_number_says_what_there_is(october) -> None:
    number = october.orders["order_no"].dropna().iloc[0]
    with zipfile.ZipFile(io.BytesIO(kind("order").build(october, wished("zip", number=number)))) as held:
        assert held.namelist() == [f"责任令-{number}.docx", f"责任令-{number}.pdf"]
    with pytest.raises(DocumentError, match="没有“第0号”这个文号"):
        kind("order").build(october, wished("zip", number="第0号"))


def test_the_fields_of_a_template_hold_the_whole_text(october, paper) -> None:
    told = paper_fields(paper)
    assert (told["发文字号"], told["日期"], told["数据日期"]) == ("清执办〔2022〕9号", "2022年11月10日", "2022-10-31")
    assert any(text.startswith("五、下一步工作") for text in told["正文"])


def test_the_built_in_template_is_a_sound_one_and_filled_holds_text_annexes_and_version(october) -> None:
    start = starting_template()
    assert template_faults(start, "docx") == []
    wish = wished(template=start, number="清执办〔2022〕9号")
    made = kind("bulletin").build(october, wish, filled_docx)
    said = texts(made)
    paper = bulletin(october, Issue("清执办〔2022〕9号", wish.dated))
    assert {"清执办〔2022〕9号", paper.name, "2022年11月10日"} <= set(said)
    assert not any("{{" in text for text in said)
    held = Document(io.BytesIO(made))
    assert len(held.tables) == sum(isinstance(each, Grid) for annex in paper.annexes for each in annex.blocks)
    assert held.core_properties.keywords == paper.mark
    assert kind("bulletin").build(october, wish, filled_docx) == made


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("{{ 正文 }}", "见后", "模板里缺少字段：正文；请写成 {{ 正文 }} 的样子。"),
        ("{{ 附件 }}", "{{ 签发人 }}", "模板里有不认识的字段：签发人；可以用的有：标题、"),
    ],
)
def test_a_template_with_a_missing_or_an_unknown_field_is_refused_by_name(old, new, said) -> None:
    held, out = Document(io.BytesIO(starting_template())), io.BytesIO()
    for paragraph in held.paragraphs:
        if old in paragraph.text:
            paragraph.runs[0].text = new
    held.save(out)
    assert template_faults(out.getvalue(), "docx")[0].startswith(said)
