"""The index: four scores and their mean, by hand. A task of 100 days from 1 September 2022; day 50 is 21 October."""

from datetime import date, timedelta

import pandas as pd
import pytest

from analysis.scores.scoring import score

START = date(2022, 9, 1)
NAN = float("nan")


def on(day):
    return START + timedelta(days=day)


def one(rules, facts, *, day=50):
    return score(facts, as_of=on(day), rules=rules).tasks.iloc[0]


def visits(*rows):
    fields = ("verified_percent", "visit_score")
    return [{"task_id": "修路", "visited_on": on(day)} | dict(zip(fields, said, strict=True)) for day, *said in rows]


@pytest.mark.parametrize(("percent", "s1"), [(40, 80), (30, 60), (20, 40), (50, 100), (80, 100), (None, NAN)])
def test_progress_loses_two_for_each_point_behind_and_gains_nothing_ahead(make_facts, hundred_days, rules, percent, s1):
    rows = [{"task_id": "修路", "report_date": on(50), "percent": percent}]
    assert one(rules, make_facts([hundred_days()], progress=rows))["s1"] == pytest.approx(s1, nan_ok=True)


@pytest.mark.parametrize(("nodes", "s2"), [
    ([(40, 1, {"done_on": on(38)})], 100),  # early is on time
    ([(40, 1, {"done_on": on(46)})], 90),  # 6 of 60 days
    ([(20, 1, {"done": False})], 50),  # 30 days late and still open
    ([(20, 3, {"done": False}), (40, 1, {"done_on": on(40)})], 62.5),  # (3 × 50 + 100) / 4
    ([(-20, 1, {"done": False})], 0),  # 70 days
    ([(51, 1, {"done": False})], NAN),  # not due yet
    ([(20, 1, {})], NAN),  # state not known
    ([(20, 1, {"done": True})], NAN),  # done, nobody knows when
    ([(20, 1, {"done": True, "entered_on": on(26)})], 90),  # known to be done since
    ([(40, 1, {"done_on": on(60)})], 100 * (1 - 10 / 60)),  # that day has not come: 10 days late so far
])  # fmt: skip
def test_nodes_lose_by_days_late(make_facts, hundred_days, rules, nodes, s2):
    rows = [
        {"task_id": "修路", "milestone": f"{i}", "planned_on": on(day), "weight": weight} | state
        for i, (day, weight, state) in enumerate(nodes)
    ]
    assert one(rules, make_facts([hundred_days()], milestones=rows))["s2"] == pytest.approx(s2, nan_ok=True)


@pytest.mark.parametrize(("rows", "s3"), [
    ([], NAN),
    ([(10, None, 90)], 90),
    ([(10, None, 90), (20, None, 80), (30, None, 70), (40, None, 60)], 70),  # the last three
    ([(10, None, 90), (60, None, 10)], 90),  # that day has not come
    ([(40, 30, 80)], 80),  # 30 reported on day 30, 30 seen
    ([(40, 25, 80)], 70),  # 5 points more than was seen
    ([(40, 0, 40)], 0),
    ([(20, 0, 80)], 80),  # nothing was reported by then
    ([(40, 25, None)], NAN),  # a figure without a score
])  # fmt: skip
def test_visits_score_less_what_the_report_of_the_day_said_too_much(make_facts, hundred_days, rules, rows, s3):
    told = [{"task_id": "修路", "report_date": on(day), "percent": percent} for day, percent in ((30, 30), (45, 45))]
    facts = make_facts([hundred_days()], visits=visits(*rows), progress=told)
    assert one(rules, facts)["s3"] == pytest.approx(s3, nan_ok=True)


@pytest.mark.parametrize(("rows", "s4"), [
    ([], NAN),
    ([(40, None, "一般")], 100 * (1 - 10 / 60)),
    ([(50, None, "一般")], 100),  # due today
    ([(60, None, "一般")], NAN),  # open and not due: neither good nor bad
    ([(60, 45, "一般")], 100),  # closed before it was due
    ([(40, 46, "一般")], 90),
    ([(40, 55, "一般")], 100 * (1 - 10 / 60)),  # closed later than today: still open
    ([(20, None, "重大"), (40, 40, "一般")], (3 * 50 + 100) / 4),
    ([(20, None, "没听说过"), (40, 40, None)], 75),  # unknown words weigh like the others
    ([(None, None, "一般"), (None, 40, "一般")], NAN),  # no day by which it should be closed
])  # fmt: skip
def test_problems_lose_by_days_overdue_and_weigh_by_severity(make_facts, hundred_days, rules, rows, s4):
    problems = [
        {"task_id": "修路", "problem": f"问题{i}", "opened_on": on(5), "due_on": due and on(due),
         "closed_on": closed and on(closed), "severity": severity}
        for i, (due, closed, severity) in enumerate(rows)
    ]  # fmt: skip
    assert one(rules, make_facts([hundred_days()], problems=problems))["s4"] == pytest.approx(s4, nan_ok=True)


def test_a_problem_closed_by_a_later_ledger_is_closed_once(make_facts, hundred_days, rules):
    row = {"task_id": "修路", "problem": "占道", "opened_on": on(5), "due_on": on(40), "severity": "一般"}
    later = row | {"problem": "占道。", "closed_on": on(46), "seq": 2, "entered_on": on(47)}
    facts = make_facts([hundred_days()], problems=[row, later])
    assert one(rules, facts)["s4"] == pytest.approx(90)
    assert one(rules, facts, day=46)["s4"] == pytest.approx(90)  # not known yet: 6 days overdue


@pytest.mark.parametrize(("extra", "index", "known"), [
    ({}, 80, 0.5),  # progress alone is half of the weight: enough
    ({"visits": visits((10, None, 60))}, (0.5 * 80 + 0.15 * 60) / 0.65, 0.65),
])  # fmt: skip
def test_missing_scores_are_neutral(make_facts, hundred_days, rules, extra, index, known):
    told = [{"task_id": "修路", "report_date": on(50), "percent": 40}]
    found = one(rules, make_facts([hundred_days()], progress=told, **extra))
    assert (found["index"], found["known_share"]) == pytest.approx((index, known))


def test_with_everything_known_the_index_is_the_weighted_mean(make_facts, hundred_days, rules):
    node = {"task_id": "修路", "milestone": "封顶", "planned_on": on(20), "weight": 1, "done": False}
    problem = {"task_id": "修路", "problem": "占道", "due_on": on(20), "severity": "一般"}
    # planned 100 × (50 − 0) … the one node is all of the plan: 100 on day 20; κ allows 80 of the report, lag 20
    facts = make_facts(
        [hundred_days()], milestones=[node], problems=[problem], visits=visits((10, None, 70)),
        progress=[{"task_id": "修路", "report_date": on(50), "percent": 95}],
    )  # fmt: skip
    found = one(rules, facts)
    assert tuple(found[["s1", "s2", "s3", "s4"]]) == pytest.approx((60, 50, 70, 50))
    assert found["index"] == pytest.approx(0.5 * 60 + 0.2 * 50 + 0.15 * 70 + 0.15 * 50)


def test_less_than_half_known_is_not_judged(make_facts, hundred_days, rules):
    facts = make_facts(
        [hundred_days(deadline=None)], visits=visits((10, None, 90)),
        progress=[{"task_id": "修路", "report_date": on(50), "percent": 40}],
    )  # fmt: skip
    found = one(rules, facts)
    assert pd.isna(found["index"])
    assert found["known_share"] == pytest.approx(0.15)
