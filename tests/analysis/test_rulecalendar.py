"""Packs in force from a day: what was reckoned before it stays, a calendar of one pack is the pack."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import analysis
from analysis.memory.standing import remembered
from analysis.memory.standing_words import worded
from analysis.points.entries import entries_of
from analysis.rules.packtext import kept_pack, pack_text
from analysis.rules.rulecalendar import RuleCalendar, rule_calendar
from analysis.rules.rulepack import RulePackError, checked_pack, pack_data, pack_names, rule_pack

START, LAST = date(2022, 9, 1), date(2022, 12, 20)
ALWAYS = date.min
OTHER = {
    "phases": lambda data: data["phases"][0].update({"from": date(2022, 7, 1)}),
    "ladder": lambda data: data["ladder"].update(lag=[1.0, 2.0, 3.0, 4.0], overdue=[1.0, 2.0, 3.0, 4.0], stale_days=3),
    "persistence": lambda data: data["persistence"].update(weekday=2, upgrade_after=1, downgrade_after=3, rungs=[]),
    "index": lambda data: data["index"].update(weights={"progress": 0.1, "nodes": 0.3, "visits": 0.3, "problems": 0.3}),
    "flags": lambda data: data["flags"].update(red_index=50.0, yellow_lag=1.0, red="先进旗"),
    "deduction": lambda data: data["deduction"].update(by_level=[0.0, 1.0, 2.0, 3.0, 4.0], task_cap=9.0, unit_cap=1.5),
    "returns": lambda data: data["returns"].update(in_time=0.3, late=0.1),
    "reporting": lambda data: data["reporting"].update(due_day=28, false_points=1.0, false_days=60),
    "words": lambda data: data["actual"].update(finished_words=["进行中"]),
    "boards": lambda data: data["boards"].update(expected={"亮点牌": 1, "任务榜": 1}),
}
"""Tables of a pack, each made as unlike the default one as it can be."""


def changed(*tables, title="改"):
    data = pack_data(rule_pack()) | {"title": title}
    for name in tables:
        OTHER[name](data)
    return checked_pack(data, name=title)


def calendar(*later):
    return RuleCalendar(((ALWAYS, rule_pack()), *later))


@pytest.fixture(scope="module")
def facts(make_facts, hundred_days):
    tasks = [
        hundred_days(task=name, no=f"{i}", project=name, lead_units=[unit], towns=["太和镇"], deadline=START + timedelta(days=50 + 30 * i))
        for i, (name, unit) in enumerate([("修路", "甲局"), ("建校", "乙局"), ("挖渠", "甲局")])
    ]  # fmt: skip
    weeks = [START + timedelta(days=7 * k + 2) for k in range(15)]
    told = [
        {"task_id": task["task"], "report_date": day, "entered_on": day + timedelta(days=i), "status": "进行中" if k % 5 == 4 else None,
         "percent": None if k % 5 == 4 else [min(9.0 * k, 100), 3.0 * k, 4.0 * k - (k == 7) * 9][i]}
        for i, task in enumerate(tasks) for k, day in enumerate(weeks) if (i + k) % 4
    ]  # fmt: skip
    seen = [{"task_id": "建校", "visited_on": day, "verified_percent": 5.0, "visit_score": 70.0} for day in weeks[4::4]]
    nodes = [{"task_id": "修路", "milestone": f"节点{k}", "planned_on": weeks[3 * k], "done": False} for k in range(3)]
    units = [{"unit": "太和镇", "kind": "镇"}, {"unit": "甲局", "kind": "部门"}, {"unit": "乙局", "kind": "部门"}]
    return make_facts(tasks, progress=told, visits=seen, milestones=nodes, units=units)


def month_days(last=LAST):
    return [*analysis.month_ends(START, last), last]


SERIES = {  # what has a memory or looks back -> the column that says which day a row is about
    "standings": ("as_of", lambda f, r: analysis.standings(f, as_of=LAST, rules=r)),
    "history of tasks": ("as_of", lambda f, r: analysis.history(f, days=month_days(), rules=r)),
    "history of units": ("as_of", lambda f, r: analysis.history(f, days=month_days(), rules=r, of="units")),
    "flags": ("period", lambda f, r: analysis.flag_history(f, days=month_days(), rules=r)),
    "points": ("month", lambda f, r: analysis.point_entries(f, as_of=LAST, rules=r)),
    "discipline": ("period", lambda f, r: analysis.report_discipline(f, as_of=LAST, rules=r)),
    "false reports": ("report_date", lambda f, r: analysis.false_reports(f, as_of=LAST, rules=r)),
}


def before(table, column, day):
    return table[table[column] < pd.Timestamp(day)].reset_index(drop=True)


def same(one, other):
    one, other = (table.sort_values(list(table.columns[:3])).reset_index(drop=True) for table in (one, other))
    pd.testing.assert_frame_equal(one, other, check_dtype=False)


@pytest.mark.parametrize("series", SERIES)
@settings(max_examples=5, deadline=None)
@given(st.sets(st.sampled_from(list(OTHER)), min_size=1), st.integers(0, 110))
def test_a_pack_in_force_from_a_day_changes_nothing_before_it(facts, series, tables, after):
    column, reckoned = SERIES[series]
    since = START + timedelta(days=after)
    then, now = (reckoned(facts, rules) for rules in (rule_pack(), calendar((since, changed(*tables)))))
    same(before(then, column, since), before(now, column, since))


@pytest.mark.parametrize("series", SERIES)
def test_the_series_would_be_changed_by_another_pack(facts, series):  # else the test above says nothing
    _, reckoned = SERIES[series]
    then, now = (reckoned(facts, rules) for rules in (rule_pack(), changed(*OTHER)))
    assert len(then)
    with pytest.raises(AssertionError):
        same(then, now)


@pytest.mark.parametrize("series", SERIES)
@pytest.mark.parametrize("since", [[ALWAYS], [ALWAYS, date(2022, 10, 12)]])
def test_a_calendar_of_one_pack_is_the_pack(facts, series, since):
    _, reckoned = SERIES[series]
    packs = RuleCalendar(tuple((day, rule_pack()) for day in since))
    same(reckoned(facts, rule_pack()), reckoned(facts, packs))


def test_the_scores_of_a_day_are_those_of_the_pack_in_force_then(facts):
    packs = calendar((date(2022, 11, 1), changed("index", "ladder")))
    for day, pack in ((date(2022, 10, 31), packs.packs[0][1]), (date(2022, 11, 1), packs.packs[1][1])):
        found, alone = (analysis.score(facts, as_of=day, rules=rules) for rules in (packs, pack))
        assert found.rules is pack
        pd.testing.assert_frame_equal(found.tasks, alone.tasks)


def test_a_day_finds_the_pack_that_began_last_and_the_first_one_before_all():
    first, second = rule_pack("wuhan"), rule_pack("yinchuan-2025")
    packs = RuleCalendar(((date(2022, 9, 1), first), (date(2022, 11, 1), second)))
    assert [packs.at(day) for day in (date(2022, 8, 1), date(2022, 10, 31), date(2022, 11, 1))] == [
        first,
        first,
        second,
    ]
    assert packs.at(pd.Timestamp("2022-11-01")) == second


def test_the_digest_names_packs_and_days():
    pack, other = rule_pack(), rule_pack("wuhan")
    alone = calendar()
    assert alone.digest == pack.digest
    found = {calendar((day, each)).digest for day in (LAST, START) for each in (pack, other)}
    assert len(found | {alone.digest}) == 5


def decision(seq, since, pack, kind="rules"):
    return {"seq": seq, "kind": kind, "subject": pack.title, "answer": pack_text(pack), "since": pd.Timestamp(since)}


def test_decisions_make_the_calendar_and_the_later_one_of_a_day_counts():
    rows = [decision(3, "2022-11-01", rule_pack("wuhan")), decision(1, "2022-12-01", rule_pack("yinchuan-2025")),
            decision(2, "2022-11-01", rule_pack("sanya-2022")), decision(4, "2022-10-01", rule_pack(), kind="flag")]  # fmt: skip
    packs = rule_calendar(pd.DataFrame(rows), base=rule_pack()).packs
    said = [(since, pack.title) for since, pack in packs]
    assert said == [(ALWAYS, "默认"), (date(2022, 11, 1), rule_pack("wuhan").title),
                    (date(2022, 12, 1), rule_pack("yinchuan-2025").title)]  # fmt: skip


@pytest.mark.parametrize("name", pack_names())
def test_a_pack_comes_back_from_its_text_as_it_was(name):
    pack = rule_pack(name)
    assert pack_data(kept_pack(pack_text(pack), name=name, spare=rule_pack())) == pack_data(pack)


def test_what_a_kept_pack_does_not_know_yet_is_as_in_the_base_pack():
    pack = changed("ladder", title="旧“包”\\")
    lines = [line for line in pack_text(pack).splitlines(keepends=True) if not line.startswith("returns")]
    text = "".join(lines).replace("unit_cap = 10.0, ", "")
    found = kept_pack(text, name="旧", spare=changed("returns", "deduction"))
    assert found.title == "旧“包”\\"
    assert found.ladder == pack.ladder
    assert (found.returns.in_time, found.deduction.unit_cap, found.deduction.task_cap) == (0.3, 1.5, 4.0)


def test_a_kept_pack_that_cannot_be_read_is_named():
    with pytest.raises(RulePackError, match="规则包“坏”读不出来"):
        kept_pack("title = ", name="坏", spare=rule_pack())


def test_a_lower_cap_takes_nothing_back_and_a_higher_one_gives_room_from_then_on():
    ends = pd.date_range("2022-01-31", periods=6, freq="ME").as_unit("us")
    months = pd.DataFrame({
        "task_id": "修路", "task": "修路", "month": ends, "as_of": ends, "state": "进行中", "weight": 1.0, "level": 4,
        "deadline": pd.NaT, "reported_on": pd.NaT, "late_entry": False,
    })  # fmt: skip
    caps = {"2022-01-01": 5.0, "2022-03-01": 3.0, "2022-05-01": 7.5}  # 2 points a month
    packs = []
    for day, cap in caps.items():
        data = pack_data(rule_pack())
        data["deduction"] |= {"task_cap": cap}
        packs.append((date.fromisoformat(day), checked_pack(data, name=day)))
    answers = pd.DataFrame({"task_id": ["修路"], "unit": ["甲局"]})
    found = entries_of(months, answers, rules=RuleCalendar(tuple(packs)), as_of=date(2022, 6, 30))
    assert found["points"].tolist() == [2, 2, 0, 0, 2, 1.5]
    assert found["lost_to_task"].tolist() == [0, 0, 2, 2, 0, 0.5]


def test_weeks_before_a_new_pack_help_to_confirm_a_level_under_it():
    days = pd.to_datetime(["2022-10-07", "2022-10-14", "2022-10-21"]).as_unit("us")
    weeks = pd.DataFrame({
        "as_of": days, "task_id": "修路", "level": 2, "dated_level": 0, "state": "进行中", "late_entry": False,
        "triggers": [[]] * 3,
    })  # fmt: skip
    three = pack_data(rule_pack())
    three["persistence"] |= {"upgrade_after": 3}
    packs = calendar((date(2022, 10, 10), checked_pack(three, name="三周")))
    found = worded(remembered(weeks, packs), packs)
    np.testing.assert_array_equal(found["level"], [0, 0, 2])
    assert found["why"].tolist()[1:] == ["本周达到预警，须连续 3 周才升级，暂为正常", "连续 3 周达到，由正常升为预警"]
