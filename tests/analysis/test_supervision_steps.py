"""督查 on the screen: items entered there and steps recorded there, laid over the ledgers; every day worked out by hand."""

from datetime import date, datetime

import pandas as pd
import pytest

from analysis.oversight.supervision import (
    CHECKING,
    CLOSED,
    MENDING,
    OVERDUE,
    WAITING,
    supervision_records,
    supervision_states,
)
from analysis.oversight.supervision_steps import (
    CHECKED,
    CLOSED_STEP,
    FED_BACK,
    item_faults,
    item_key,
    new_item,
    step_faults,
    steps_of,
    stray_steps,
    supervision_step,
)

ISSUED, DUE = date(2022, 10, 8), date(2022, 10, 20)
ROW = {"matter": "森林防火", "lead_units": ["太和镇"], "issued_on": ISSUED, "due_on": DUE, "done": False}
ITEM = item_key("森林防火", ["太和镇"], ISSUED)
AT = datetime(2022, 10, 9, 9)


def october(day):
    return date(2022, 10, day)


def entered_here(**more):
    told = {"issued_on": ISSUED, "due_on": DUE, "document_no": "督〔2022〕1号"}
    return new_item("森林防火", ["太和镇"], **(told | more))


def step(name, on, text=""):
    return supervision_step(ITEM, name, on=on, text=text)


def facts_of(make_facts, *decided, ledger=(), at=AT, loaded=datetime(2022, 10, 8, 9)):
    rows = [each | {"seq": i + 1, "decided_by": "张三", "decided_at": at} for i, each in enumerate(decided)]
    imports = [{"import_id": "imp1", "file": "督查.xlsx", "loaded_at": loaded}]
    return make_facts(supervisions=list(ledger), decisions=rows, imports=imports)


def only(facts, day):
    (found,) = supervision_states(facts, as_of=october(day), escalate_after=3, remind_within=3).itertuples()
    return found


FED, CHECK, SHUT = step(FED_BACK, october(18), "已巡查"), step(CHECKED, october(19)), step(CLOSED_STEP, october(22))
CASES = [
    # entered on the screen, seen on, state, days past, days left, reminded, escalated
    ((), 8, WAITING, 0, 12, False, False),
    ((), 17, WAITING, 0, 3, True, False),
    ((), 20, WAITING, 0, 0, True, False),
    ((), 21, OVERDUE, 1, None, False, False),
    ((), 24, OVERDUE, 4, None, False, True),
    ((FED,), 17, WAITING, 0, 3, True, False),  # not fed back on that day yet
    ((FED,), 30, CHECKING, 0, None, False, False),
    ((FED, CHECK), 19, MENDING, 0, 1, True, False),
    ((FED, CHECK), 25, OVERDUE, 5, None, False, True),
    ((FED, CHECK, step(FED_BACK, october(21), "已整改")), 25, CHECKING, 1, None, False, False),
    ((FED, CHECK, SHUT), 25, CLOSED, 2, None, False, False),
    ((FED, SHUT), 25, CLOSED, 0, None, False, False),
    ((FED, SHUT, step(CLOSED_STEP, None, "误点")), 25, CHECKING, 0, None, False, False),
    ((FED, step(FED_BACK, None, "报错了单位")), 20, WAITING, 0, 0, True, False),
]


@pytest.mark.parametrize("where", ["on the screen", "in a ledger"])
@pytest.mark.parametrize(("steps", "day", "state", "late", "left", "remind", "escalated"), CASES)
def test_an_item_stands_where_its_steps_put_it(make_facts, where, steps, day, state, late, left, remind, escalated):
    if where == "in a ledger":
        facts = facts_of(make_facts, *steps, ledger=[ROW])
    else:
        facts = facts_of(make_facts, entered_here(), *steps)
    found = only(facts, day)
    said = (found.state, found.days_overdue, found.remind, found.escalated)
    assert said == (state, late, remind, escalated)
    assert left == (None if pd.isna(found.days_left) else found.days_left)


def test_an_item_is_not_there_before_the_day_of_its_issue(make_facts):
    assert supervision_states(facts_of(make_facts, entered_here()), as_of=october(7)).empty


def test_an_item_entered_on_the_screen_has_no_cell_and_keeps_what_was_told(make_facts):
    found = only(facts_of(make_facts, entered_here(task_id="t1", document_no=" 督〔2022〕1号 ")), 10)
    assert (found.matter, list(found.lead_units), found.document_no, found.task_id) == (
        "森林防火", ["太和镇"], "督〔2022〕1号", "t1",
    )  # fmt: skip
    assert pd.isna(found.import_id)
    assert pd.isna(found.row)


def test_a_ledger_that_has_the_item_later_says_what_it_is_by_now_but_the_first_day_due_counts(make_facts):
    later = ROW | {"matter": "森林 防火", "due_on": date(2022, 11, 20), "seq": 1, "row": 9}
    found = only(facts_of(make_facts, entered_here(), ledger=[later]), 24)
    assert (found.due_on, found.amended, found.row) == (pd.Timestamp(DUE), pd.Timestamp(2022, 11, 20), 9)
    assert found.state == OVERDUE


@pytest.mark.parametrize(("row", "loaded", "state"), [
    ({}, datetime(2022, 10, 30), CHECKING),  # a later ledger without the feedback takes nothing back
    ({"report_date": october(25), "progress_text": "又报"}, datetime(2022, 10, 30), CHECKING),
    ({"closed_on": october(23), "done": True}, datetime(2022, 10, 30), CLOSED),
    ({"status": "整改中"}, datetime(2022, 10, 8), CHECKING),  # the word of the ledger is older than the answer
])  # fmt: skip
def test_of_a_step_and_a_cell_the_later_one_counts_and_an_empty_cell_says_nothing(make_facts, row, loaded, state):
    found = only(facts_of(make_facts, FED, ledger=[ROW | row], loaded=loaded), 31)
    assert found.state == state
    told = row.get("report_date", october(18))
    assert found.fed_back_on == pd.Timestamp(told)


def test_an_earlier_ledger_gives_way_to_what_is_recorded_after_it(make_facts):
    found = only(facts_of(make_facts, FED, ledger=[ROW | {"report_date": october(12), "progress_text": "在办"}]), 31)
    assert (found.fed_back_on, found.feedback) == (pd.Timestamp(october(18)), "已巡查")


def test_every_value_names_its_cell_or_who_entered_it_and_when(make_facts):
    columns = [
        {"import_id": "imp1", "sheet": "表1", "first_row": 5, "last_row": 5, "field": field, "letter": letter}
        for field, letter in (("matter", "B"), ("lead_units", "C"), ("issued_on", "D"), ("due_on", "E"))
    ]
    facts = facts_of(make_facts, FED, SHUT, ledger=[ROW])
    facts["source_columns"] = make_facts(source_columns=columns)["source_columns"]
    lines = supervision_records(facts, ITEM, as_of=october(31))
    assert lines[["item", "value", "source"]].to_numpy().tolist() == [
        ["事项", "森林防火", "督查.xlsx!表1!B5"],
        ["责任单位", "太和镇", "督查.xlsx!表1!C5"],
        ["交办日期", "2022年10月8日", "督查.xlsx!表1!D5"],
        ["反馈时限（基准）", "2022年10月20日", "督查.xlsx!表1!E5"],
        ["反馈日期", "2022年10月18日", "屏幕登记：张三，2022年10月9日"],
        ["反馈情况", "已巡查", "屏幕登记：张三，2022年10月9日"],
        ["销号日期", "2022年10月22日", "屏幕登记：张三，2022年10月9日"],
    ]
    here = supervision_records(facts_of(make_facts, entered_here(origin="月通报会")), ITEM, as_of=october(31))
    assert set(here["source"]) == {"屏幕登记：张三，2022年10月9日"}
    assert "月通报会" in here["value"].tolist()


def test_a_step_of_an_item_that_no_ledger_has_any_more_is_named(make_facts):
    facts = facts_of(make_facts, FED, supervision_step("没有这件|甲|", CLOSED_STEP, on=DUE), ledger=[ROW])
    items = supervision_states(facts, as_of=october(31))["item"]
    assert stray_steps(steps_of(facts["decisions"]), items)["item"].tolist() == ["没有这件|甲|"]


@pytest.mark.parametrize(("told", "part"), [
    ({"matter": " "}, "没有写督查事项"),
    ({"lead_units": []}, "没有选责任单位"),
    ({"due_on": date(2022, 10, 7)}, "早于交办日期"),
    ({"known": [ITEM]}, "不必重复登记"),
    ({"matter": "森林，防火", "known": [ITEM]}, "不必重复登记"),
])  # fmt: skip
def test_an_item_that_makes_no_sense_is_not_kept_and_the_sentence_says_why(told, part):
    given = {"matter": "森林防火", "lead_units": ["太和镇"], "issued_on": ISSUED, "due_on": DUE} | told
    (fault,) = item_faults(given.pop("matter"), given.pop("lead_units"), **given)
    assert part in fault
    assert fault.endswith("。")


def test_an_item_that_makes_sense_has_no_fault():
    assert item_faults("森林防火", ["太和镇"], issued_on=ISSUED, due_on=None) == []


@pytest.mark.parametrize(("name", "on", "row", "part"), [
    (FED_BACK, october(7), {}, "早于交办日期"),
    (FED_BACK, date(2022, 11, 2), {}, "晚于数据日期"),
    (CHECKED, october(20), {}, "还没有反馈"),
    (CHECKED, october(20), {"feedback": "已巡查"}, None),
    (CLOSED_STEP, october(20), {}, None),
])  # fmt: skip
def test_a_step_that_makes_no_sense_is_not_kept(name, on, row, part):
    item = {"issued_on": pd.Timestamp(ISSUED), "fed_back_on": pd.NaT, "feedback": None} | row
    faults = step_faults(item, name, on=on, as_of=october(31))
    assert [part in fault for fault in faults] == ([True] if part else [])


def test_a_step_that_is_none_is_refused():
    with pytest.raises(ValueError, match="可选反馈、核查、销号"):
        supervision_step(ITEM, "结案", on=DUE)


def test_the_facts_are_left_as_they_were(make_facts):
    facts = facts_of(make_facts, entered_here(), FED, ledger=[ROW | {"matter": "信访"}])
    before = {name: facts[name].copy(deep=True) for name in ("supervisions", "decisions", "imports")}
    supervision_states(facts, as_of=october(31))
    supervision_records(facts, ITEM, as_of=october(31))
    for name, table in before.items():
        pd.testing.assert_frame_equal(facts[name], table)
