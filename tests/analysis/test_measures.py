"""Planned, actual, lag and time of a task of 100 days from 1 September 2022; day 50 is 21 October. Worked by hand."""

from datetime import date, timedelta

import pandas as pd
import pytest

from analysis.scores.scoring import score

START = date(2022, 9, 1)
DAY_50 = START + timedelta(days=50)


def on(day):
    return START + timedelta(days=day)


def reports(*pairs):
    return [{"task_id": "修路", "report_date": on(day), "percent": percent} for day, percent in pairs]


def nodes(*rows):
    """(name, day, weight, done: None without a state, False, or the day)"""
    table = []
    for name, day, weight, done in rows:
        row = {"task_id": "修路", "milestone": name, "planned_on": on(day), "weight": weight}
        state = {} if done is None else {"done": False} if done is False else {"done_on": on(done)}
        table.append(row | state)
    return table


def one(facts, rules, *, day=50):
    return score(facts, as_of=on(day), rules=rules).tasks.iloc[0]


@pytest.mark.parametrize(("plan", "day", "planned"), [
    ([], 0, 0), ([], 50, 50), ([], 100, 100), ([], 130, 100), ([], -5, 0),
    ([("A", 40, None, None), ("B", 80, None, None)], 20, 25),
    ([("A", 40, None, None), ("B", 80, None, None)], 60, 75),
    ([("A", 40, None, None), ("B", 80, None, None)], 90, 100),
    ([("A", 40, 9, None), ("B", 80, 1, None)], 40, 90),
    ([("A", 40, 9, None), ("B", 80, None, None)], 40, 50),  # half of a weighting is none
    ([("A", 40, 1, None), ("B", 40, 1, None), ("C", 80, 2, None)], 40, 50),  # two nodes on one day
    ([("A", -10, 1, None), ("B", 50, 1, None)], 1, 50),  # before the start: due a day after it
    ([("A", 50, 1, None), ("B", 150, 1, None)], 75, 75),  # after the deadline: due at the deadline
])  # fmt: skip
def test_planned_percent(make_facts, hundred_days, rules, plan, day, planned):
    facts = make_facts([hundred_days()], milestones=nodes(*plan))
    assert one(facts, rules, day=day)["planned"] == pytest.approx(planned)


@pytest.mark.parametrize(("report", "plan", "visit", "actual", "cut"), [
    (30, [], None, 30, None),
    (None, [], None, None, None),  # not reported: not zero
    (122.6, [], None, 122.6, None),  # more than all is shown as it is
    (None, [("A", 40, None, 41), ("B", 80, None, False)], None, 50, None),  # nodes alone
    (None, [("A", 40, None, False)], None, 0, None),  # a ledger that says "not done" is known to be 0
    (30, [("A", 40, None, 41), ("B", 80, None, False)], None, 50, None),
    (70, [("A", 40, None, 41), ("B", 80, None, False)], None, 70, None),
    (95, [("A", 40, None, 41), ("B", 80, None, False)], None, 90, "填报高于节点"),  # 50 + 0.8 × 50
    (95, [("A", 40, 9, False), ("B", 80, 1, 49)], None, 82, "填报高于节点"),  # 10 + 0.8 × 90: A is next
    (122, [("A", 40, None, 41)], None, 122, None),  # all nodes done: nothing left to run ahead of
    (95, [("A", 40, None, None)], None, 95, None),  # a plan without states cuts nothing
    (60, [], (43, 40), 45, "高于核验"),  # 7 days old: 40 + 5
    (60, [], (36, 40), 45, "高于核验"),  # 14 days old
    (60, [], (35, 40), 60, None),  # 15 days old
    (42, [], (43, 40), 42, None),
    (95, [("A", 40, None, 41), ("B", 80, None, False)], (43, 60), 65, "高于核验"),
    (None, [], (43, 40), None, None),  # a visit alone is no report
])  # fmt: skip
def test_actual_percent(make_facts, hundred_days, rules, report, plan, visit, actual, cut):
    seen = [{"task_id": "修路", "visited_on": on(visit[0]), "verified_percent": visit[1]}] if visit else []
    told = reports((49, report)) if report is not None else []
    found = one(make_facts([hundred_days()], progress=told, milestones=nodes(*plan), visits=seen), rules)
    assert found["actual"] == pytest.approx(float("nan") if actual is None else actual, nan_ok=True)
    assert found["cut"] == cut


def test_lag_and_earned_schedule_of_a_straight_plan(make_facts, hundred_days, rules):
    found = one(make_facts([hundred_days()], progress=reports((22, 10), (50, 30))), rules)
    assert found["lag"] == pytest.approx(20)
    assert tuple(found[["es_days", "at_days", "pd_days"]]) == pytest.approx((30, 50, 100))
    assert tuple(found[["spi_t", "tspi", "ieac"]]) == pytest.approx((0.6, 70 / 50, 100 / 0.6))
    # speed: recent (30 − 10) / 28 = 0.714; (4 × 0.714 + 8 × 0.6 + 4) / 16 = 0.7286; 70 / 0.7286 = 96.08 days from day 50
    assert found["recent"] == pytest.approx(20 / 28)
    assert found["forecast_finish"] == pd.Timestamp(on(50 + 97))


def test_a_task_on_plan_is_expected_on_its_deadline(make_facts, hundred_days, rules):
    found = one(make_facts([hundred_days()], progress=reports((22, 22), (50, 50))), rules)
    assert (found["lag"], found["spi_t"], found["tspi"]) == pytest.approx((0, 1, 1))
    assert found["forecast_finish"] == pd.Timestamp(on(100))


def test_without_an_older_report_the_recent_speed_leaves_the_blend(make_facts, hundred_days, rules):
    # (8 × 0.6 + 4) / 12 = 0.7333; 70 / 0.7333 = 95.45 days
    found = one(make_facts([hundred_days()], progress=reports((50, 30))), rules)
    assert pd.isna(found["recent"])
    assert found["forecast_finish"] == pd.Timestamp(on(50 + 96))


def test_a_young_task_is_measured_from_its_start(make_facts, hundred_days, rules):
    found = one(make_facts([hundred_days()], progress=reports((10, 5))), rules, day=10)
    assert found["recent"] == pytest.approx(0.5)


def test_earned_schedule_sees_at_most_all_of_it(make_facts, hundred_days, rules):
    found = one(make_facts([hundred_days()], progress=reports((50, 130))), rules)
    assert (found["lag"], found["es_days"], found["state"]) == (-80, 100, "已完成")
    assert pd.isna(found["forecast_finish"])


@pytest.mark.parametrize(("report", "day", "state"), [
    (None, -3, "未开始"), (None, 5, "未报"), (None, 105, "未报"), ((5, 0), 6, "未开始"), ((5, 4), 6, "进行中"),
    ((5, 4), 100, "进行中"), ((5, 4), 101, "已逾期"), ((99, 100), 130, "已完成"), ((-4, 100), -3, "已完成"),
])  # fmt: skip
def test_state_in_words(make_facts, hundred_days, rules, report, day, state):
    facts = make_facts([hundred_days()], progress=reports(report) if report else [])
    assert one(facts, rules, day=day)["state"] == state


def test_before_the_start_there_are_no_ratios(make_facts, hundred_days, rules):
    found = one(make_facts([hundred_days()], progress=reports((-5, 0))), rules, day=0)
    assert found[["spi_t", "tspi", "ieac", "forecast_finish"]].isna().all()
    assert found["planned"] == 0
