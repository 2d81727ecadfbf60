"""What is known at a day: replay, baselines, the latest word. Tasks last 100 days from 1 September: a day is a percent."""

from datetime import date

import pandas as pd
import pytest

from analysis.facts.days import day_number
from analysis.facts.known import known
from analysis.scores.scoring import score

DAY_50 = date(2022, 10, 21)


def task(facts, rules, *, as_of=DAY_50):
    return score(facts, as_of=as_of, rules=rules).tasks.iloc[0]


@pytest.mark.parametrize(("reports", "percent"), [
    ([("2022-10-01", 20), ("2022-10-15", 30)], 30),  # the last report
    ([("2022-10-15", 30), ("2022-10-30", 90)], 30),  # one of a later day has not happened
    ([("2022-10-15", 30), ("2022-10-20", 90, "2022-10-25")], 30),  # one entered later is not known yet
    ([("2022-10-15", 30), ("2022-10-20", 90, "2022-10-21")], 90),
    ([("2022-10-15", 30, None, 1), ("2022-10-15", 25, "2022-10-18", 2)], 25),  # corrected by a later ledger
    ([("2022-10-15", 25, "2022-10-18", 2), ("2022-10-15", 30, None, 1)], 25),  # whatever the order of the rows
    ([("2022-10-15", 30), ("2022-10-20", None)], 30),  # words without a figure change nothing
])  # fmt: skip
def test_the_report_that_counts(make_facts, hundred_days, rules, reports, percent):
    rows = [
        {"task_id": "修路", "report_date": day, "percent": value, "entered_on": more[0] if more else None,
         "seq": more[1] if len(more) > 1 else 1}
        for day, value, *more in reports
    ]  # fmt: skip
    assert task(make_facts([hundred_days()], progress=rows), rules)["reported"] == percent


def test_a_status_that_says_finished_counts_as_all_of_it(make_facts, hundred_days, rules):
    rows = [{"task_id": "修路", "report_date": DAY_50, "status": "已完成"}]
    found = task(make_facts([hundred_days()], progress=rows), rules)
    assert (found["reported"], found["state"]) == (100, "已完成")


@pytest.mark.parametrize("status", ["进行中", "未完成", None])
def test_another_status_says_no_figure(make_facts, hundred_days, rules, status):
    rows = [{"task_id": "修路", "report_date": DAY_50, "status": status}]
    assert pd.isna(task(make_facts([hundred_days()], progress=rows), rules)["reported"])


def test_the_first_deadline_is_the_baseline_and_the_last_one_is_shown(make_facts, hundred_days, rules):
    later = [{"task_id": "修路", "deadline": date(2023, 3, 1), "seq": 2, "entered_on": date(2022, 10, 1)}]
    found = task(make_facts([hundred_days()], deadlines=later), rules)
    assert found["deadline"] == pd.Timestamp("2022-12-10")
    assert found["amended_deadline"] == pd.Timestamp("2023-03-01")
    assert found["planned"] == pytest.approx(50)


def test_a_node_keeps_its_first_day_and_takes_its_last_state(make_facts, hundred_days, rules):
    rows = [
        {"task_id": "修路", "milestone": "封顶", "planned_on": date(2022, 10, 11)},
        {"task_id": "修路", "milestone": "封 顶", "planned_on": date(2022, 11, 30), "done_on": date(2022, 10, 20), "seq": 2,
         "entered_on": date(2022, 10, 20)},
    ]  # fmt: skip
    node = known(make_facts([hundred_days()], milestones=rows), as_of=DAY_50, rules=rules).milestones.iloc[0]
    assert node["planned"] == day_number("2022-10-11")
    assert (node["known"], node["done"], node["done_day"]) == (True, True, day_number("2022-10-20"))


@pytest.mark.parametrize(("node", "state"), [
    ({"done_on": date(2022, 10, 21)}, (True, True)),
    ({"done_on": date(2022, 10, 22)}, (True, False)),  # that day has not come
    ({"done": True}, (True, True)),  # done from the beginning
    ({"done": True, "entered_on": date(2022, 10, 22)}, (False, False)),  # said later
    ({"done": False}, (True, False)),
    ({}, (False, False)),  # a plan without any state is not "nothing done"
])  # fmt: skip
def test_state_of_a_node_at_a_day(make_facts, hundred_days, rules, node, state):
    rows = [{"task_id": "修路", "milestone": "封顶", "planned_on": date(2022, 10, 11)} | node]
    nodes = known(make_facts([hundred_days()], milestones=rows), as_of=DAY_50, rules=rules).milestones
    assert (nodes["known"].any(), nodes["done"].any()) == state


@pytest.mark.parametrize(("given", "start", "assumed"), [
    ({"start": None}, "2022-08-22", True),  # the deadline lies within the phases: their first day
    ({"start": None, "deadline": date(2023, 6, 30)}, "2023-01-01", True),  # else the deadline's year
    ({"start": None, "deadline": date(2022, 8, 22)}, "2022-08-21", True),  # a plan needs a day
    ({"start": date(2022, 12, 20)}, "2022-08-22", True),  # after its deadline: cannot be meant
    ({}, "2022-09-01", False),
])  # fmt: skip
def test_where_a_task_starts(make_facts, hundred_days, rules, given, start, assumed):
    found = task(make_facts([hundred_days(**given)]), rules)
    assert found["start"] == pd.Timestamp(start)
    assert found["start_assumed"] == assumed


def test_without_a_deadline_there_is_no_plan(make_facts, hundred_days, rules):
    rows = [{"task_id": "修路", "report_date": DAY_50, "percent": 30}]
    found = task(make_facts([hundred_days(deadline=None)], progress=rows), rules)
    assert found[["planned", "lag", "spi_t", "index"]].isna().all()
    assert (found["actual"], found["level"], found["state"]) == (30, 0, "进行中")


def test_names_of_the_latest_ledger_count(make_facts, hundred_days, rules):
    more = [{"task_id": "修路", "role": "lead_unit", "name": "乙局", "seq": 2, "entered_on": date(2022, 10, 1)}]
    facts = make_facts([hundred_days(lead_units=["甲局"], towns=["太和镇"])], responsibilities=more)
    found = task(facts, rules)
    assert (found["lead_units"], found["towns"]) == (["乙局"], ["太和镇"])
    assert task(facts, rules, as_of=date(2022, 9, 30))["lead_units"] == ["甲局"]


def test_tasks_stand_in_the_order_of_boards_and_numbers(make_facts, hundred_days, rules):
    names = [("亮点牌", "1"), ("任务榜", "10"), ("任务榜", "9"), ("任务榜", "三"), ("别的榜", "1")]
    rows = [hundred_days(task=f"{board}{no}", board=board, no=no) for board, no in names]
    found = score(make_facts(rows), as_of=DAY_50, rules=rules).tasks["task"].tolist()
    assert found == ["任务榜9", "任务榜10", "任务榜三", "亮点牌1", "别的榜1"]
