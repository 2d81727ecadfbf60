"""豁免与核查: an exemption is entered, kept, shown and effective from its day on; findings lead to task and cell."""

import json
from collections.abc import Callable
from datetime import date, datetime

import pytest
from streamlit.testing.v1 import AppTest

from ledgers.decisions import exemption
from ledgers.loading import load
from ledgers.publishing import decide
from ledgers.store import Store, facts, open_snapshot
from pages.shared import data
from tests.pages.conftest import ROWS, ledger
from tests.pages.test_pages import words

LATE = (ROWS[0], (*ROWS[1][:7], "2022-08-01", "2022-12-10", 20), ROWS[2])  # 三坑公路改造, far behind


def kept(store: Store) -> list[dict]:
    table = facts(open_snapshot(store))["decisions"]
    return table[table["kind"] == "exemption"].sort_values("seq").to_dict("records")


def task_id(store: Store, name: str) -> str:
    tasks = facts(open_snapshot(store))["tasks"]
    return tasks.loc[tasks["task"] == name, "task_id"].iloc[0]


def granted(store: Store, *, until: date = date(2022, 11, 30), at: datetime = datetime(2022, 11, 2, 9)) -> None:
    """An exemption of 三坑公路改造, entered on 2 November."""
    told = exemption(
        task_id(store, "三坑公路改造"), milestone="", reason="不可抗力：强降雨停工", approver="区领导02",
        approved_on=date(2022, 11, 1), until=until, document_no="6号",
    )  # fmt: skip
    decide(store, [told], by="张三", at=at)


def fill(page: AppTest, task: str, **said: object) -> AppTest:
    """Choose the task, fill the form and send it."""
    page.selectbox(key="exempt_task").set_value(task).run()
    for label, value in said.items():
        for field in (*page.text_input, *page.date_input):
            if field.label == label:
                field.set_value(value)
    next(button for button in page.button if button.label == "登记豁免").click().run()
    assert not page.exception, page.exception
    return page


FORM = {
    "事由说明": "强降雨停工", "批准人": "区领导02", "批准文号（没有可不填）": "6号", "批准日期": date(2022, 11, 1),
    "豁免至": date(2022, 11, 30), "经办人": "张三",
}  # fmt: skip


def test_what_the_form_says_is_kept_as_a_decision_in_a_new_version(make_store: Callable, run_page: Callable) -> None:
    store = make_store(LATE)
    before = store.current()
    page = fill(run_page("exemptions"), task_id(store, "三坑公路改造"), **FORM)
    (row,) = kept(store)
    assert store.current() != before
    assert (row["scope"], row["subject"]) == (task_id(store, "三坑公路改造"), "!2022-11-01")
    assert (row["reason"], row["decided_by"], f"{row['since']:%Y-%m-%d}") == (
        "不可抗力：强降雨停工",
        "张三",
        "2022-11-01",
    )
    assert json.loads(row["answer"]) == {"approver": "区领导02", "document_no": "6号", "until": "2022-11-30"}
    assert "此日尚未录入 1 项" in [each.label for each in page.get("expander")]  # entered today, looked at in 2022
    assert "区领导02批准，豁免至 2022-11-30" in words(run_page("versions"))


@pytest.mark.parametrize(("label", "value", "said"), [
    ("事由说明", "", "没有写事由"), ("批准人", " ", "没有写批准人"), ("批准日期", None, "没有选批准日期"),
    ("豁免至", None, "没有选截止日期"), ("豁免至", date(2022, 10, 1), "截止日期早于批准日期"),
])  # fmt: skip
def test_a_form_that_lacks_something_is_not_kept_and_says_what(
    make_store: Callable, run_page: Callable, label, value, said
) -> None:
    store = make_store(LATE)
    page = fill(run_page("exemptions"), task_id(store, "三坑公路改造"), **FORM | {label: value})
    assert kept(store) == []
    assert said in words(page)


def test_an_exemption_in_force_is_said_on_the_pages_of_tasks_and_alerts(
    make_store: Callable, run_page: Callable
) -> None:
    store = make_store(LATE)
    granted(store)
    said = words(run_page("exemptions", date="2022-11-05"))
    assert "区领导02，2022年11月1日，6号" in said
    assert "张三在屏幕上录入，2022年11月2日起有效" in said
    assert "◎ 豁免  三坑公路改造 —— 至11月30日" in words(run_page("alerts", date="2022-11-05")).replace("\\", "")
    task = words(run_page("task", date="2022-11-05", task=task_id(store, "三坑公路改造")))
    assert "整项任务豁免中（不可抗力：强降雨停工）：区领导02 2022年11月1日批准，至 2022年11月30日" in task


def test_scores_follow_an_exemption_from_the_day_on_which_it_was_entered(make_store: Callable) -> None:
    store = make_store(LATE)
    granted(store)
    view = data.View(str(data.store_path()), data.current(), "default", date(2022, 11, 1))
    for day, exempt in ((date(2022, 11, 1), False), (date(2022, 11, 2), True), (date(2022, 12, 1), False)):
        tasks = data.scores(view.at(view.snapshot, as_of=day)).tasks.set_index("task")
        assert tasks.loc["三坑公路改造", "exempt"] == exempt


def test_scores_are_not_those_of_before_the_decision(make_store: Callable) -> None:
    store = make_store(LATE)
    view = data.View(str(data.store_path()), data.current(), "default", date(2022, 11, 5))
    then = data.scores(view)
    granted(store)
    assert data.scores(view.at(data.current(), as_of=view.as_of)) is not then


def test_findings_stand_under_their_pattern_with_the_cell_that_they_stand_on(
    make_store: Callable, run_page: Callable
) -> None:
    store = make_store()
    rows = tuple((*row[:-1], None if row[-1] is None else row[-1] - 10) for row in ROWS)
    at = datetime(2022, 11, 30, 9)
    book = ledger(rows)
    load([("十一月.xlsx", book)], store=store, by="李四", today=at.date(), at=at, report_date=date(2022, 11, 30))
    page = run_page("exemptions", date="2022-11-30")
    assert "进度回退 2 条" in [each.label for each in page.get("expander")]


def test_words_of_a_ledger_never_become_markup(make_store: Callable, run_page: Callable) -> None:
    evil = "<script>alert(1)</script>**重点**"
    store = make_store(((1, "攻城拔寨", evil, evil, "区领导01", "太平镇", "太平镇", "2022-09-01", "2022-12-10", 20),))
    told = exemption(
        task_id(store, evil), milestone="", reason=evil, approver=evil, approved_on=date(2022, 11, 1),
        until=date(2022, 11, 30), document_no=evil,
    )  # fmt: skip
    decide(store, [told], by=evil, at=datetime(2022, 11, 2, 9))
    for name in ("exemptions", "alerts", "task"):
        said = words(run_page(name, date="2022-11-05"))
        assert "<script>alert" not in said.replace(r"\<script\>", "")
