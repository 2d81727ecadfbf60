"""Every page, by AppTest: full, empty, with one unit, with nothing reported; the day in the address; draft and publish."""

import re
from collections.abc import Callable
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from streamlit.testing.v1 import AppTest

from ledgers.asking.guards import answers
from ledgers.loading import load
from pages.shared import blanks, drafts
from tests.pages.conftest import ROWS, ledger

PAGES = ("overview", "board", "towns", "departments", "task", "intake", "versions", "documents")
SHOWN = PAGES[:5]
CHARTS = {"overview": 4, "board": 5, "towns": 10, "departments": 9, "task": 2}


def words(page: AppTest) -> str:
    """Everything that the page says in text, HTML, captions and boxes."""
    pieces = [
        *(
            each.value
            for kind in ("title", "header", "subheader", "caption", "markdown", "info", "warning", "error")
            for each in page.get(kind)
        ),
        *(body for each in page.get("html") if not (body := each.proto.body).startswith("<style")),
        *(each.proto.label for each in page.get("page_link")),
    ]
    return "\n".join(pieces)


@pytest.mark.parametrize("name", SHOWN)
def test_a_page_draws_its_charts_from_the_published_ledger(make_store: Callable, run_page: Callable, name: str) -> None:
    make_store()
    assert len(run_page(name).get("plotly_chart")) == CHARTS[name]


@pytest.mark.parametrize("name", SHOWN)
def test_an_empty_store_leads_to_the_import_page(make_store: Callable, run_page: Callable, name: str) -> None:
    make_store(None)
    page = run_page(name)
    assert "还没有已发布的台账" in words(page)
    assert len(page.get("plotly_chart")) == 0


@pytest.mark.parametrize("name", SHOWN)
def test_a_single_task_of_a_single_unit_is_enough_for_every_page(
    make_store: Callable, run_page: Callable, name: str
) -> None:
    make_store(ROWS[:1])
    assert run_page(name).title[0].value


@pytest.mark.parametrize("name", SHOWN)
def test_a_ledger_in_which_nothing_is_reported_shows_as_unreported_not_as_zero(
    make_store: Callable, run_page: Callable, name: str
) -> None:
    make_store(tuple((*row[:-1], None) for row in ROWS))
    page = run_page(name)
    assert not re.search(r"(平均|认定)进度</span><b>(?!未)", words(page))


def test_the_overview_says_what_changed_who_is_behind_and_what_to_decide(
    make_store: Callable, run_page: Callable
) -> None:
    make_store()
    said = words(run_page("overview"))
    assert "共 3 项" in said
    assert all(f"<h2>{head}</h2>" in said for head in ("变化", "谁落后", "要决定"))


def test_the_address_chooses_the_day_and_a_nonsense_day_is_ignored(make_store: Callable, run_page: Callable) -> None:
    make_store()
    assert run_page("overview", date="2022-10-15").selectbox(key="date").value.isoformat() == "2022-10-15"
    assert run_page("overview", date="昨天").selectbox(key="date").value.isoformat() == "2022-10-31"


def test_the_towns_page_lists_towns_only_and_the_departments_page_departments_only(
    make_store: Callable, run_page: Callable
) -> None:
    make_store()
    assert set(run_page("towns").selectbox(key="unit_镇").options) == {"三坑镇", "太平镇"}
    assert set(run_page("departments").selectbox(key="unit_部门").options) == {"区交通运输局", "区教育局"}


def test_the_task_page_names_the_cell_behind_every_number(make_store: Callable, run_page: Callable) -> None:
    make_store()
    page = run_page("task")
    assert page.selectbox(key="task").value
    assert len(page.get("expander")) >= 5


def test_words_of_a_ledger_never_become_markup(make_store: Callable, run_page: Callable) -> None:
    evil = "<script>alert(1)</script>**重点**"
    make_store(((1, "攻城拔寨", evil, evil, "区领导01", "太平镇", "太平镇", "2022-09-01", "2022-10-10", 20),))
    for name in SHOWN:
        said = words(run_page(name))
        assert "<script>alert" not in said.replace(r"\<script\>", "")


def test_an_upload_becomes_a_draft_and_is_published_by_a_person(make_store: Callable, run_page: Callable) -> None:
    store = make_store(ROWS[:2])
    before = store.current()
    page = run_page("intake")
    page.file_uploader[0].upload(
        "任务榜台账10月.xlsx", ledger(ROWS), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    )
    page.button[0].click().run()
    assert not page.exception
    assert "发布后会怎样" in words(page)
    assert store.current() == before
    next(button for button in page.button if button.label == "发布").click().run()
    assert not page.exception
    assert store.current() != before


def test_dropping_a_draft_leaves_the_published_version(make_store: Callable, run_page: Callable) -> None:
    store = make_store(ROWS[:2])
    before = store.current()
    page = run_page("intake")
    page.file_uploader[0].upload("任务榜台账10月.xlsx", ledger(ROWS), "application/octet-stream")
    page.button[0].click().run()
    next(button for button in page.button if button.label == "放弃").click().run()
    assert not page.exception
    assert store.current() == before
    assert store.ids() == [before]


def test_a_password_is_asked_for_only_after_a_file_was_refused_for_it(make_store: Callable, run_page: Callable) -> None:
    make_store()
    book = (Path(__file__).parents[1] / "ledgers" / "files" / "有密码.xls").read_bytes()
    page = run_page("intake")
    asked = [len([field for field in page.text_input if field.label == "打开密码"])]
    for word in ("", "不对", "kouling1"):
        for field in page.text_input:
            if field.label == "打开密码":
                field.set_value(word)
        page.file_uploader[0].upload("有密码.xls", book, "application/vnd.ms-excel")
        page.button[0].click().run()
        assert not page.exception
        asked.append(len([field for field in page.text_input if field.label == "打开密码"]))
    assert asked == [0, 1, 1, 0]
    assert "发布后会怎样" in words(page)


def test_a_file_that_cannot_be_read_is_refused_with_its_name(make_store: Callable, run_page: Callable) -> None:
    make_store()
    page = run_page("intake")
    page.file_uploader[0].upload("假的.xlsx", "这不是表格".encode(), "application/octet-stream")
    page.button[0].click().run()
    assert not page.exception
    assert "假的" in words(page)


def test_questions_about_a_draft_are_answered_before_it_is_published_and_kept(
    make_store: Callable, run_page: Callable
) -> None:
    store = make_store()
    fewer = ((*ROWS[0][:-1], 60), *ROWS[1:])  # 80 % had been reported for the same day
    page = run_page("intake")
    page.file_uploader[0].upload("任务榜台账更正.xlsx", ledger(fewer), "application/octet-stream")
    page.button[0].click().run()
    assert "以前填报 80%，这里写的是 60%" in words(page)
    assert publish_button(page).disabled
    next(box for box in page.checkbox if "全部属实" in box.label).check().run()
    next(field for field in page.text_input if "统一说明" in field.label).input("已电话核实").run()
    publish_button(page).click().run()
    assert not page.exception
    kept = answers(store)
    assert kept[["code", "answer", "reason"]].to_numpy().tolist() == [["report_changed", "属实", "已电话核实"]]
    assert kept["snapshot"].tolist() == [store.current()]
    assert "核对记录 1 条" in [each.label for each in run_page("versions").get("expander")]


def test_two_versions_are_compared_and_the_earlier_one_is_gone_back_to(
    make_store: Callable, run_page: Callable
) -> None:
    store = make_store(ROWS[:2])
    first = store.current()
    at = datetime(2022, 11, 2, 9)
    load([("任务榜台账补充.xlsx", ledger(ROWS))], store=store, by="李四", today=date(2022, 11, 2), at=at)
    page = run_page("versions")
    said = words(page)
    assert "任务：新增 1 条" in said
    assert "按 2022年10月31日 的情况：新增 1 项任务" in said
    assert len(page.get("plotly_chart")) == 1
    next(button for button in page.button if button.label == "退回到这一版").click().run()
    assert not page.exception
    assert store.current() == first


def test_an_empty_store_has_no_versions_and_says_where_to_begin(make_store: Callable, run_page: Callable) -> None:
    make_store(None)
    assert "还没有已发布的台账" in words(run_page("versions"))


def publish_button(page: AppTest):
    """The button that makes the draft everybody's version."""
    return next(button for button in page.button if button.label == "发布")


def downloads(page: AppTest) -> list[str]:
    """The labels of the download buttons."""
    return [each.proto.label for each in page.get("download_button")]


def test_a_file_with_findings_can_be_taken_back_with_its_comments(make_store: Callable, run_page: Callable) -> None:
    store = make_store(ROWS[:1])
    page = run_page("intake")
    bad = ledger(((*ROWS[0][:-1], "见附件"), *ROWS[1:]))
    page.file_uploader[0].upload("坏.xlsx", bad, "application/octet-stream")
    page.button[0].click().run()
    assert not page.exception
    assert "下载标注后的原表：坏.xlsx" in [label.replace("\\", "") for label in downloads(page)]
    draft = page.session_state["draft"]
    content = drafts.annotated(draft.snapshot, *draft.annotatable[0])
    sheet = openpyxl.load_workbook(BytesIO(content))["任务榜"]
    assert "错误：" in sheet["J3"].comment.text
    assert store.current() != draft.snapshot


def test_blank_ledgers_can_be_had_with_and_without_a_store(make_store: Callable, run_page: Callable) -> None:
    make_store(None)
    page = run_page("intake")
    assert downloads(page) == ["下载空白台账"]
    assert page.selectbox(key="blank_unit").options == ["不选，只要空表"]
    assert len(page.selectbox(key="blank_month").options) == 7


def test_a_blank_of_a_unit_holds_the_tasks_of_that_unit(make_store: Callable, run_page: Callable) -> None:
    make_store()
    page = run_page("intake")
    assert "太平镇" in page.selectbox(key="blank_unit").options
    assert page.selectbox(key="blank_month").options == [
        "不写", "2022-12", "2022-11", "2022-10", "2022-09", "2022-08", "2022-07",
    ]  # fmt: skip
    sheet = openpyxl.load_workbook(BytesIO(blanks.blank("progress", "太平镇", "2022-11"))).worksheets[1]
    assert sheet["B4"].value == "太平新城土地征收"
    assert "2022年11月" in sheet["A1"].value


def test_a_monthly_report_that_only_counts_its_rows_shows_what_it_changes_cell_by_cell(
    make_store: Callable, run_page: Callable
) -> None:
    make_store()
    book = openpyxl.Workbook()
    book.active.append(["任务榜10月进度月报（截至2022年10月31日）"])
    book.active.append(["序号", "重点任务", "完成率", "工作进展"])
    book.active.append([1, "太平新城土地征收", "60%", "重新核算"])
    buffer = BytesIO()
    book.save(buffer)
    page = run_page("intake")
    page.file_uploader[0].upload("月报.xlsx", buffer.getvalue(), "application/octet-stream")
    page.button[0].click().run()
    assert not page.exception
    assert "2 个单元格变动 →" in words(page)
    assert "逐格看变动 2 处" in [each.label for each in page.get("expander")]
