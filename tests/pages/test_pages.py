"""Every page, by AppTest: full, empty, with one unit, with nothing reported; the day in the address; draft and publish."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.conftest import ROWS, ledger

PAGES = ("overview", "board", "towns", "departments", "task", "intake")
SHOWN = PAGES[:5]
CHARTS = {"overview": 4, "board": 3, "towns": 3, "departments": 3, "task": 2}


def words(page: AppTest) -> str:
    """Everything that the page says in text, HTML, captions and boxes."""
    pieces = [
        *(
            each.value
            for kind in ("title", "subheader", "caption", "markdown", "info", "warning", "error")
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


def test_the_overview_says_three_sentences_and_how_many_tasks_there_are(
    make_store: Callable, run_page: Callable
) -> None:
    make_store()
    said = words(run_page("overview"))
    assert "<b>3 项</b>" in said
    assert all(f"<b>{head}</b>" in said for head in ("变化", "落后", "决定"))


def test_the_address_chooses_the_day_and_a_nonsense_day_is_ignored(make_store: Callable, run_page: Callable) -> None:
    make_store()
    assert run_page("overview", date="2022-10-15").selectbox(key="date").value.isoformat() == "2022-10-15"
    assert run_page("overview", date="昨天").selectbox(key="date").value.isoformat() == "2022-10-31"


def test_the_towns_page_lists_towns_only_and_the_departments_page_departments_only(
    make_store: Callable, run_page: Callable
) -> None:
    make_store()
    assert run_page("towns").selectbox(key="unit_镇").options == ["太平镇", "三坑镇"]
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
