"""约谈: who is on the list, since when, what takes nobody off it; levels written by hand, no scores."""

from datetime import date, datetime

import pandas as pd
import pytest

from analysis.oversight.interviews import (
    HELD,
    NOT_HELD,
    UNKEPT,
    held_interview,
    interview_faults,
    interview_months,
    interviews_due,
    interviews_held,
    months_at_level,
    open_commitments,
)

DAYS = [pd.Timestamp(day) for day in ("2022-09-30", "2022-10-14", "2022-10-31", "2022-11-11", "2022-11-30")]
TODAY = date(2022, 11, 30)


def weeks(**levels):
    """Tasks by name with a level at each of DAYS."""
    rows = [
        {"task_id": name, "task": f"任务{name}", "as_of": day, "level": level, "why": f"{day:%m-%d} 到 {level}",
         "lead_units": ["区交通局"] if name != "丙" else ["区水利局"], "leaders": ["区领导01"]}
        for name, held in levels.items() for day, level in zip(DAYS, held, strict=True)
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["task_id", "task", "as_of", "level", "why", "lead_units", "leaders"])


def talked(*told):
    columns = ["kind", "scope", "subject", "answer", "was", "reason", "since", "decided_by", "decided_at", "seq"]
    rows = [each | {"seq": i, "decided_by": "张三", "decided_at": datetime(2022, 12, 1)} for i, each in enumerate(told)]
    return pd.DataFrame(rows, columns=columns)


def talk(key="甲", kind="项目", on=date(2022, 11, 14), **more):
    told = {"interviewer": "区领导01", "interviewee": "局长", "commitments": "月底贯通"} | more
    return held_interview(kind, key, on=on, **told)


def due(table, *told, rules, flags=None):
    return interviews_due(table, interviews_held(talked(*told), as_of=TODAY), rules=rules, flags=flags)


def test_a_task_at_the_top_brings_its_units_and_leaders_with_the_day_and_the_reason(rules):
    found = due(weeks(甲=[0, 3, 4, 4, 4], 乙=[0, 0, 0, 4, 4], 丙=[4, 4, 4, 3, 3]), rules=rules)
    said = [
        (row.kind, row.name, f"{row.since:%m-%d}", row.days, row.months, row.why)
        for row in found.itertuples(index=False)
    ]
    assert said == [
        ("项目", "任务甲", "10-31", 30, 2, "10-31 到 4"),
        ("项目", "任务乙", "11-11", 19, 1, "11-11 到 4"),
        ("单位", "区交通局", "10-31", 30, 2, "牵头的 2 项任务在约谈：任务甲、任务乙"),
        ("项目长", "区领导01", "10-31", 30, 2, "领办的 2 项任务在约谈：任务甲、任务乙"),
    ]
    assert set(found["state"]) == {NOT_HELD}


def test_the_day_is_that_of_the_present_spell(rules):
    found = due(weeks(甲=[4, 3, 4, 4, 4]), rules=rules)
    assert found["since"].iloc[0] == DAYS[2]


@pytest.mark.parametrize(("told", "state"), [
    ((), NOT_HELD),
    ((talk(),), HELD),
    ((talk(on=date(2022, 10, 30)),), NOT_HELD),  # about an earlier spell
    ((talk(on=date(2022, 10, 31)),), HELD),
    ((talk("乙"),), NOT_HELD),
    ((talk(kind="单位"),), NOT_HELD),
    ((talk(deadline=date(2022, 11, 30)),), HELD),
    ((talk(deadline=date(2022, 11, 29)),), UNKEPT),
    ((talk(deadline=date(2022, 11, 29)), talk(deadline=date(2022, 11, 29), kept_on=date(2022, 11, 28))), HELD),
    ((talk(on=date(2022, 12, 1)),), NOT_HELD),  # not yet
])  # fmt: skip
def test_an_interview_changes_the_state_and_takes_nobody_off_the_list(rules, told, state):
    found = due(weeks(甲=[0, 3, 4, 4, 4]), *told, rules=rules).set_index(["kind", "key"])
    assert found.loc[("项目", "甲"), "state"] == state


def test_once_the_level_has_fallen_the_item_is_gone_and_the_promise_is_not(rules):
    told = talk(deadline=date(2022, 12, 5))
    assert due(weeks(甲=[0, 4, 4, 4, 3]), told, rules=rules).empty
    (left,) = open_commitments(interviews_held(talked(told), as_of=TODAY), as_of=TODAY).itertuples()
    assert (left.key, left.commitments, left.days_left) == ("甲", "月底贯通", 5)


def test_a_kept_promise_is_closed_from_the_day_it_was_kept(rules):
    told = talked(talk(), talk(kept_on=date(2022, 11, 20)))
    assert len(open_commitments(interviews_held(told, as_of=date(2022, 11, 19)), as_of=date(2022, 11, 19))) == 1
    assert open_commitments(interviews_held(told, as_of=TODAY), as_of=TODAY).empty


def flags(*months, final="黄旗", kind="部门", name="区水利局"):
    rows = [
        {"period": pd.Timestamp(day), "subject": other, "kind": kind, "flag": "黄旗", "final": final}
        for day, other in [*((month, name) for month in months), *(("2022-09-30", "别的"), ("2022-11-30", "别的"))]
    ]
    return pd.DataFrame([*rows, rows[-1] | {"period": pd.Timestamp("2022-10-31")}])


@pytest.mark.parametrize(("given", "since"), [
    (flags("2022-10-31", "2022-11-30"), "2022-11-30"),
    (flags("2022-09-30", "2022-10-31", "2022-11-30"), "2022-10-31"),  # full since the second one
    (flags("2022-09-30", "2022-11-30"), None),
    (flags("2022-11-30"), None),
    (flags("2022-10-31", "2022-11-30", final=None), None),  # proposed only
    (flags("2022-09-30", "2022-10-31"), "2022-10-31"),  # November is not decided yet
    (flags("2022-10-31", "2022-11-30", kind="项目"), None),
])  # fmt: skip
def test_a_confirmed_yellow_flag_as_often_running_as_the_pack_says_is_a_reason_for_a_unit(rules, given, since):
    found = due(weeks(甲=[0, 0, 0, 0, 0]), rules=rules, flags=given)
    mine = found[found["key"].eq("区水利局")]
    assert [f"{day:%Y-%m-%d}" for day in mine["since"]] == ([since] if since else [])
    assert all("部门黄旗连续" in why for why in mine["why"])


def test_two_reasons_for_one_unit_are_one_line(rules):
    found = due(weeks(丙=[0, 0, 0, 4, 4]), rules=rules, flags=flags("2022-10-31", "2022-11-30"))
    mine = found[found["key"].eq("区水利局")]
    assert mine["why"].tolist() == ["牵头的 1 项任务在约谈：任务丙；部门黄旗连续 2 个月"]


def test_months_running_are_ends_of_months_at_this_level_or_a_graver_one():
    found = months_at_level(weeks(甲=[3, 3, 4, 0, 3], 乙=[0, 3, 0, 3, 3], 丙=[3, 3, 2, 3, 3], 丁=[3, 3, 3, 3, 2]))
    assert found.to_dict() == {"甲": 3, "乙": 1, "丙": 1, "丁": 3}
    assert months_at_level(weeks()).empty


def test_the_months_show_who_stood_there_and_who_was_talked_to(rules):
    held = interviews_held(talked(talk(), talk("区财政局", kind="单位", on=date(2022, 9, 5))), as_of=TODAY)
    table = interview_months(weeks(甲=[0, 4, 3, 4, 3], 乙=[0] * 5), held, rules=rules)
    said = {(row.name, f"{row.period:%m}"): (row.stood, row.held) for row in table.itertuples(index=False)}
    assert [said["任务甲", month] for month in ("09", "10", "11")] == [(False, 0), (True, 0), (True, 1)]
    assert [said["区财政局", month] for month in ("09", "10", "11")] == [(False, 1), (False, 0), (False, 0)]
    assert {name for name, _ in said} == {"任务甲", "区交通局", "区领导01", "区财政局"}


def test_nothing_known_is_an_empty_list_and_no_level_is_no_interview(rules):
    assert due(weeks(), rules=rules).empty
    assert due(weeks(甲=[3] * 5), rules=rules).empty
    assert interview_months(weeks(), interviews_held(talked(), as_of=TODAY), rules=rules).empty


@pytest.mark.parametrize(("told", "part"), [
    ({"interviewer": ""}, "没有写约谈人"), ({"interviewee": " "}, "没有写被约谈人"), ({"commitments": ""}, "没有写整改承诺"),
    ({"on": date(2022, 12, 1)}, "晚于数据日期"), ({"deadline": date(2022, 11, 1)}, "早于约谈日期"), ({}, None),
])  # fmt: skip
def test_an_interview_that_makes_no_sense_is_not_kept(told, part):
    given = {
        "on": date(2022, 11, 14),
        "as_of": TODAY,
        "interviewer": "甲",
        "interviewee": "乙",
        "commitments": "丙",
        "deadline": None,
    }
    faults = interview_faults(**(given | told))
    assert [part in fault for fault in faults] == ([True] if part else [])
