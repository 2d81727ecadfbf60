"""评价得分.xlsx: reckoned again by another program it comes to our numbers; words of ledgers stay words."""

import io
import re
import zipfile

import openpyxl
import pandas as pd
import pytest

from reports.documents.score_columns import LED, PARTS, PROJECT, TASK, UNIT
from reports.documents.scores_book import scores_xlsx
from reports.documents.sheets import HEAD
from tests.reports.documents.conftest import HOSTILE

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported.*:UserWarning")
_CACHED = re.compile(rb'(<c [^>]*?)(?: t="str")?(>)(<f>.*?</f>)<v>[^<]*</v>')


@pytest.fixture(scope="module")
def content(october):
    return scores_xlsx(october)


def table(book, name, columns):
    """A sheet of a workbook as a table."""
    sheet, names = book[name], [column.name for column in columns]
    rows = [[cell.value for cell in row[: len(names)]] for row in sheet.iter_rows(min_row=HEAD + 1)]
    return pd.DataFrame([row for row in rows if row[1] is not None or row[3] is not None], columns=names)


def bare(content):
    """The same workbook without the values that its formulas came to, and how many formulas there are."""
    source, out, count = zipfile.ZipFile(io.BytesIO(content)), io.BytesIO(), 0
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            held = source.read(name)
            if "worksheets/sheet" in name:
                held, some = _CACHED.subn(rb"\1\2\3", held)
                count += some
            target.writestr(name, held)
    return out.getvalue(), count


def judged(values):
    return pd.to_numeric(pd.Series(values), errors="coerce").to_numpy("float64")


def test_calc_reckons_every_index_from_scores_and_weights_to_our_numbers(october, content, office):
    without, count = bare(content)
    assert count > 1000
    book = openpyxl.load_workbook(office(without, "bare.xlsx", "xlsx:Calc MS Excel 2007 XML"), data_only=True)
    tasks = october.scores.tasks
    for board in ("任务榜", "亮点牌"):
        own = tasks[tasks["board"].eq(board)]
        found = table(book, board, TASK)
        assert judged(found["指数"]) == pytest.approx(own["index"].to_numpy("float64"), abs=1e-9, nan_ok=True)
        assert judged(found["已知份额"]) == pytest.approx(own["known_share"].to_numpy("float64"), abs=1e-9)
        assert judged(found["滞后"]) == pytest.approx(own["lag"].to_numpy("float64"), abs=1e-9, nan_ok=True)
        assert (found["指数"].eq("不评") == own["index"].isna().to_numpy()).all()
    units = october.scores.units.set_index("unit")
    for kind in ("镇", "部门"):
        found = table(book, kind, UNIT)
        for column, name in (("指数", "index"), ("已知份额", "known_share"), ("最终得分", "final")):
            known = units.loc[found["单位"], name].to_numpy("float64")
            assert judged(found[column]) == pytest.approx(known, abs=1e-9, nan_ok=True)
    leaders = table(book, "项目长", LED)
    known = october.scores.leaders.set_index("leader").loc[leaders["项目长"], "index"].to_numpy("float64")
    assert judged(leaders["指数"]) == pytest.approx(known, abs=1e-9, nan_ok=True)


def test_a_viewer_that_does_not_reckon_sees_the_same_numbers(october, content):
    book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    units = october.scores.units.set_index("unit")
    found = table(book, "镇", UNIT)
    assert judged(found["指数"]) == pytest.approx(units.loc[found["单位"], "index"].to_numpy("float64"), abs=1e-9)


def test_another_weight_in_the_workbook_gives_another_index(content, office):
    book = openpyxl.load_workbook(io.BytesIO(content))
    at = book.defined_names["指数权重"].attr_text.split("!")[1].replace("$", "").split(":")[0]
    book["定义"][at].value = 0.0
    out = io.BytesIO()
    book.save(out)
    again = openpyxl.load_workbook(office(out.getvalue(), "other.xlsx", "xlsx:Calc MS Excel 2007 XML"), data_only=True)
    row = table(again, "任务榜", TASK).iloc[0]
    # 农村集体经营性建设用地入市: 节点准时 100 × 0.2 and 现场质量 88.5 × 0.15, 进度 no longer counts
    assert row["指数"] == pytest.approx((100 * 0.2 + 88.5 * 0.15) / 0.35)


def test_units_of_two_sequences_are_never_on_one_sheet_and_who_has_no_place_says_why(content):
    book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    towns, departments = (table(book, kind, UNIT) for kind in ("镇", "部门"))
    assert not set(towns["单位"]) & set(departments["单位"])
    assert all(name.endswith("镇") for name in towns["单位"])
    assert set(departments["名次"][5:]) <= {"样本不足", "不评", "差异不显著"}


def test_every_column_is_defined_with_its_meaning_and_source(content):
    book = openpyxl.load_workbook(io.BytesIO(content))
    told = {
        (row[0].value, row[1].value): row[2].value for row in book["定义"].iter_rows(min_row=HEAD + 1) if row[1].value
    }
    sheets = {
        "任务榜": TASK,
        "亮点牌": TASK,
        "镇": UNIT,
        "部门": UNIT,
        "项目长": LED,
        "项目得分": PROJECT,
        "构成": PARTS,
    }
    assert {(name, column.name) for name, columns in sheets.items() for column in columns} <= set(told)
    assert all(told.values())
    assert {"指数权重", "起评份额"} <= set(book.defined_names)


def test_words_of_ledgers_are_never_formulas(hostile):
    book = openpyxl.load_workbook(io.BytesIO(scores_xlsx(hostile)))
    sheet = book["任务榜"]
    names = [row[3] for row in sheet.iter_rows(min_row=HEAD + 1, max_row=HEAD + 30)]
    assert names[0].value == HOSTILE[0]
    assert {cell.data_type for cell in names} == {"s"}
    formulas = [cell for each in book for row in each.iter_rows() for cell in row if cell.data_type == "f"]
    assert not [cell for cell in formulas if "cmd" in str(cell.value) or "eval" in str(cell.value)]


def test_pages_are_across_with_version_and_hash_in_their_head(october, content):
    book = openpyxl.load_workbook(io.BytesIO(content))
    for sheet in book:
        assert sheet.page_setup.orientation == "landscape"
        assert october.mark in sheet.oddHeader.right.text
        assert sheet.freeze_panes
        assert sheet.print_title_rows == "$4:$4"
    assert [int(book[name].page_setup.paperSize) for name in ("任务榜", "项目长")] == [8, 9]
    assert len(book["任务榜"]._charts) == 1


def test_made_again_it_has_the_same_bytes(october, content):
    assert scores_xlsx(october) == content
