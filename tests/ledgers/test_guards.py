"""What a new ledger says that a person should look at: found, told at its cell, and never held."""

import pandas as pd
import pytest

from ledgers.asking.guards import questions
from ledgers.sql.guards import CODES, GUARDS, MOST_TOLD
from tests.ledgers.readings import Bench, day, reading

NAMES = ("滨江步道贯通工程", "智慧停车二期建设", "老旧小区加装电梯", "镇级污水管网补短板")
SEPTEMBER = [
    {
        "no": str(number), "task": name, "lead_units": ["太和镇"], "deadline": day("12-20"), "percent": 40.0,
        "progress_text": f"{name}已完成招标，正在进场。",
    }
    for number, name in enumerate(NAMES, start=1)
]  # fmt: skip


@pytest.fixture
def board(tmp_path):
    """A store that knows four tasks at 40 % since the end of September."""
    bench = Bench(tmp_path)
    bench.load(reading(bench.table("tasks", SEPTEMBER), file="任务榜9月.xlsx", on="9-30"))
    return bench


def october(changes: dict, *, rows=SEPTEMBER) -> list[dict]:
    """The same ledger a month later: everybody at 60 % and with something new to say; the first task as `changes`."""
    moved = [row | {"percent": 60.0, "progress_text": f"{row['task']}主体施工过半。"} for row in rows]
    return [moved[0] | changes, *moved[1:]]


def asked(board, rows, *, file="任务榜10月.xlsx", on="10-31") -> list[tuple[str, str]]:
    """What the guards say of one more ledger: code and message."""
    filled, _ = board.load(reading(board.table("tasks", rows), file=file, on=on))
    return [(each["code"], each["message"]) for each in filled.findings if each["code"] in CODES]


CASES = [
    ({}, None, ""),
    ({"percent": 39.5}, "progress_goes_back", "“滨江步道贯通工程”的进度比 2022-09-30 的 40% 少了 0.5 个百分点"),
    ({"percent": None}, None, ""),
    ({"progress_text": SEPTEMBER[0]["progress_text"]}, "text_repeated", "与 2022-09-30 填报的一字不差"),
    ({"progress_text": "推进中"}, None, ""),
    ({"percent": 100.0, "progress_text": None}, "full_without_evidence", "也没有节点完成、走访核验可以佐证"),
    ({"percent": 100.0, "progress_text": "已通过竣工验收。"}, None, ""),
    (
        {"deadline": day("12-31")},
        "deadline_moved",
        "由 2022-12-20 改为 2022-12-31：作为调整留下记录，评分仍按最早的 2022-12-20",
    ),
    ({"task": "滨江步道贯通工程（一期）"}, "similar_task", "与已有任务“滨江步道贯通工程”很像（相似 80%）"),
    ({"task": "全区学校食堂改造"}, "missing_tasks", "没有写到的任务 1 项：滨江步道贯通工程"),
]


@pytest.mark.parametrize(("changes", "code", "words"), CASES)
def test_a_guard_sees_what_changed_and_says_it_in_words(board, changes, code, words):
    found = [each for each in asked(board, october(changes)) if each[0] != "missing_tasks" or code == "missing_tasks"]
    assert [each[0] for each in found] == ([code] if code else [])
    assert words in "".join(each[1] for each in found)


def test_a_guard_holds_no_row_and_points_at_the_cell(board):
    filled, _ = board.load(
        reading(board.table("tasks", october({"percent": 10.0})), file="任务榜10月.xlsx", on="10-31")
    )
    found = next(each for each in filled.findings if each["code"] == "progress_goes_back")
    assert (found["severity"], found["cell"][1:], found["value"]) == ("warning", "3", "10%")
    assert filled.rows_held == 0


def test_a_correction_of_an_earlier_month_is_asked_about(board):
    assert [code for code, _ in asked(board, [SEPTEMBER[0] | {"percent": 45.0}], on="9-30")] == ["report_changed"]


def test_a_ledger_of_a_few_tasks_is_no_ledger_from_which_the_others_are_missing(board):
    assert asked(board, october({}, rows=SEPTEMBER[:1])) == []


def test_two_ledgers_of_one_month_may_use_the_same_words(board):
    assert asked(board, [SEPTEMBER[0] | {"percent": 45.0}], file="太和镇自报.xlsx", on="10-12") == []


def test_of_very_many_the_first_are_told_one_by_one_and_the_rest_counted(tmp_path):
    bench = Bench(tmp_path)
    rows = [SEPTEMBER[0] | {"no": str(i), "task": f"任务{i:03d}", "progress_text": None} for i in range(MOST_TOLD + 30)]
    bench.load(reading(bench.table("tasks", rows), file="任务榜9月.xlsx", on="9-30"))
    told = asked(bench, [row | {"percent": 10.0} for row in rows])
    assert len(told) == MOST_TOLD
    assert told[-1][1].endswith("（同样的情况还有 30 处，不再逐个列出。）")


def test_every_guard_has_its_code_and_a_case_here():
    assert len(GUARDS) == len(CODES)
    elsewhere = {"due_moved", "before_issued", "value_changed", "value_as_share"}  # test_supervisions, test_indicators
    elsewhere |= {"approved_late", "exempt_node_unknown"}  # test_exemptions
    assert {code for _, code, _ in CASES if code} | {"report_changed"} | elsewhere == set(CODES)


def test_a_wrong_month_is_asked_about_like_what_the_guards_find():
    codes = ["dates_after_period", "period_differs", "report_date_differs", "day_from_words", "unknown_columns"]
    asked = questions(pd.DataFrame({"code": codes}))
    assert list(asked["code"]) == codes[:3]
