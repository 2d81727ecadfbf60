"""Invariants of SCORING.md 7 that need the memory of weeks, months and rules: 10 and 16 of the account, 19, 20."""

from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.memory.standing import standings
from analysis.points.entries import balances, entries_of
from analysis.rules.rulecalendar import RuleCalendar
from analysis.rules.rulepack import rule_pack
from analysis.standing_scores import standing_scores
from tests.analysis.test_properties import START, copy, districts, on
from tests.analysis.test_rulecalendar import OTHER, changed

FEW = settings(max_examples=5, deadline=None)
ENDS = pd.date_range("2022-09-30", periods=3, freq="ME").as_unit("us")
levels = st.lists(st.integers(0, 4), min_size=3, max_size=3)


def months(tasks):
    """Rows of month ends: (name, weight, levels) of each task."""
    rows = [
        {"task_id": name, "task": name, "month": end, "as_of": end, "state": "进行中", "weight": weight, "level": level,
         "deadline": pd.NaT, "reported_on": pd.NaT, "late_entry": False}
        for name, weight, told in tasks for end, level in zip(ENDS, told, strict=True)
    ]  # fmt: skip
    return pd.DataFrame(rows)


def held(rules, tasks):
    answers = pd.DataFrame({"task_id": [name for name, _, _ in tasks], "unit": "甲局"})
    found = balances(entries_of(months(tasks), answers, rules=rules, as_of=date(2022, 11, 30)))
    return found["held"].sum()


@given(st.lists(levels, min_size=10, max_size=12), st.integers(2, 4))
def test_16_above_ten_of_weight_the_deduction_does_not_depend_on_how_much_a_unit_carries(rules, told, times):
    once = [(f"任务{i}", 1.0, each) for i, each in enumerate(told)]
    more = [(f"{name}之{k}", weight, each) for name, weight, each in once for k in range(times)]
    assert held(rules, more) == pytest.approx(held(rules, once), abs=1e-6)


@given(st.lists(levels, min_size=1, max_size=4), st.sampled_from([0.5, 1.0, 9.0]))
def test_10_splitting_a_task_changes_nothing_in_the_account_of_its_unit(rules, told, weight):
    whole = [(f"任务{i}", weight, each) for i, each in enumerate(told)]
    halves = [(name, weight / 2, told[0]) for name in ("任务0甲", "任务0乙")]
    assert held(rules, [*halves, *whole[1:]]) == pytest.approx(held(rules, whole), abs=1e-6)


def later_rows(tasks, tables, day):
    """The same district with rows about its first task that were entered after the day."""
    more, after = copy(tables), {"task_id": "任务0", "entered_on": on(day + 1), "seq": 2}
    more["progress"] += [after | {"report_date": on(each), "percent": 1.0} for each in range(3, day, 7)]
    more["milestones"] += [after | {"milestone": "补记", "planned_on": on(1), "done": False, "status_known": True}]
    new = {"task": "补记任务", "start": START, "deadline": on(5), "entered_on": on(day + 1), "seq": 2}
    return [*tasks, new], more


@FEW
@given(districts(most=2), st.integers(20, 150))
def test_19_levels_with_memory_ignore_what_was_entered_later(make_facts, rules, district, day):
    tasks, tables = district
    then = standings(make_facts(tasks, **copy(tables)), as_of=on(day), rules=rules)
    more, rows = later_rows(tasks, tables, day)
    now = standings(make_facts(more, **rows), as_of=on(day), rules=rules)
    pd.testing.assert_frame_equal(then, now)


@FEW
@given(districts(most=2), st.integers(20, 120), st.sets(st.sampled_from(list(OTHER)), min_size=1))
def test_20_what_was_said_of_a_day_stays_whatever_is_entered_or_ruled_afterwards(
    make_facts, district, day, tables_changed
):
    tasks, tables = district
    then = standing_scores(make_facts(tasks, **copy(tables)), as_of=on(day), rules=rule_pack())
    packs = RuleCalendar(((date.min, rule_pack()), (on(day + 1), changed(*tables_changed))))
    more, rows = later_rows(tasks, tables, day)
    facts = make_facts(more, **rows)
    now = standing_scores(facts, as_of=on(day), rules=packs)
    for name in ("tasks", "projects", "units"):
        pd.testing.assert_frame_equal(getattr(then, name), getattr(now, name))
    weeks = standings(facts, as_of=on(day) + timedelta(days=30), rules=packs)
    stood = weeks[weeks["as_of"] <= pd.Timestamp(on(day))].drop_duplicates("task_id", keep="last").set_index("task_id")
    whole = standings(make_facts(tasks, **copy(tables)), as_of=on(day), rules=rule_pack())
    weekly = whole[whole["as_of"] < pd.Timestamp(on(day))].drop_duplicates("task_id", keep="last").set_index("task_id")
    same = stood.index.intersection(weekly.index)
    same = [name for name in same if stood["as_of"][name] == weekly["as_of"][name]]
    pd.testing.assert_series_equal(stood.loc[same, "level"], weekly.loc[same, "level"])
