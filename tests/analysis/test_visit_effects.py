"""Before and after a visit, by hand: the plan is a percent a day, the window of the pack is 28 days."""

from datetime import date, timedelta

import pandas as pd
import pytest

from analysis.oversight.problems import problem_states
from analysis.oversight.visit_effects import effect_summary, visit_checks, visit_effects

VISIT, SEEN = date(2022, 10, 10), date(2022, 11, 30)


def after(days):
    return VISIT + timedelta(days=days)


def told(*pairs):
    return [{"task_id": "修路", "report_date": after(days), "percent": percent, "row": 5 + i}
            for i, (days, percent) in enumerate(pairs)]  # fmt: skip


def visit(**more):
    return {"task_id": "修路", "visited_on": VISIT, "visitor": "区领导01", "row": 8} | more


def one(make_facts, hundred_days, rules, *, as_of=SEEN, **tables):
    facts = make_facts([hundred_days()], **({"visits": [visit()]} | tables))
    return visit_effects(facts, as_of=as_of, rules=rules).iloc[0]


CASES = [
    # reports (days from the visit, percent), before and after in points a week
    (((-28, 20), (0, 28), (28, 40)), 2, 3),
    (((-28, 20), (28, 48)), 3.5, 3.5),  # straight between two reports
    (((-35, 10), (-21, 38), (0, 52), (28, 52)), 7, 0),  # 24 % four weeks before
    (((-20, 20), (0, 28), (28, 40)), None, 3),  # nothing known four weeks before
    (((-28, 20), (0, 28), (27, 40)), 2, None),  # nor four weeks after: not carried on
    (((-28, 20), (-1, 28)), None, None),
    (((0, 30),), None, None),
    ((), None, None),
    (((-28, 30), (0, 28), (28, 40)), -0.5, 3),  # a report that goes back is shown as that
]


@pytest.mark.parametrize(("reports", "before", "later"), CASES)
def test_progress_before_and_after_a_visit_in_points_a_week(make_facts, hundred_days, rules, reports, before, later):
    found = one(make_facts, hundred_days, rules, progress=told(*reports))
    for value, expected in ((found["before"], before), (found["after"], later)):
        assert pd.isna(value) if expected is None else value == pytest.approx(expected)
    both = None not in (before, later)
    assert pd.notna(found["change"]) == both
    assert not both or found["change"] == pytest.approx(later - before)


def test_the_window_after_a_visit_must_be_over(make_facts, hundred_days, rules):
    reports = told((-28, 20), (0, 28), (27, 40))
    assert pd.isna(one(make_facts, hundred_days, rules, as_of=after(27), progress=reports)["after"])


def test_problems_of_the_day_are_counted_and_those_closed_since(make_facts, hundred_days, rules):
    found = one(make_facts, hundred_days, rules, problems=[
        {"task_id": "修路", "problem": "断点", "opened_on": VISIT, "closed_on": after(10)},
        {"task_id": "修路", "problem": "缺地", "opened_on": VISIT},
        {"task_id": "修路", "problem": "别的", "opened_on": after(1)},
    ])  # fmt: skip
    assert (found["opened"], found["closed"]) == (2, 1)


def test_a_visit_of_a_later_day_is_not_there_yet(make_facts, hundred_days, rules):
    facts = make_facts([hundred_days()], visits=[visit()])
    assert visit_effects(facts, as_of=after(-1), rules=rules).empty
    assert effect_summary(visit_effects(facts, as_of=after(-1), rules=rules))["visits"] == 0


@pytest.mark.parametrize(("verified", "reports", "gap", "over"), [
    (40, ((-2, 44),), 4, False),
    (40, ((-2, 45),), 5, False),  # the margin itself is allowed
    (40, ((-2, 45.1),), 5.1, True),
    (40, ((-2, 41), (7, 70)), 30, True),  # the report after the visit is held against it, as in the score
    (40, ((-2, 41), (15, 70)), 1, False),  # too long after
    (40, ((-2, 30),), -10, False),
    (40, (), None, False),
])  # fmt: skip
def test_a_report_beyond_what_was_seen_is_marked(make_facts, hundred_days, rules, verified, reports, gap, over):
    facts = make_facts([hundred_days()], visits=[visit(verified_percent=verified)], progress=told(*reports))
    (found,) = visit_checks(facts, as_of=SEEN, rules=rules).to_dict("records")
    assert found["over"] == over
    assert pd.isna(found["gap"]) if gap is None else found["gap"] == pytest.approx(gap)
    assert found["row"] == 8


def test_the_score_is_the_mean_of_the_last_three_and_a_visit_without_a_number_verifies_nothing(
    make_facts, hundred_days, rules
):
    rows = [visit(visited_on=after(day), verified_percent=30, visit_score=score, row=8 + day)
            for day, score in ((0, 10), (1, 60), (2, 70), (3, 80))]  # fmt: skip
    facts = make_facts([hundred_days()], visits=[*rows, visit(visited_on=after(4), row=20)])
    (found,) = visit_checks(facts, as_of=SEEN, rules=rules).to_dict("records")
    assert (found["score"], found["visits"], found["visited_on"]) == (70, 5, pd.Timestamp(after(3)))


@pytest.mark.parametrize(("row", "state", "age", "late"), [
    ({"due_on": after(10)}, "逾期未销号", 51, 41),
    ({"due_on": SEEN}, "整改中", 51, 0),
    ({"due_on": None}, "整改中", 51, None),
    ({"due_on": after(10), "closed_on": after(10)}, "按期销号", 10, 0),
    ({"due_on": after(10), "closed_on": after(12)}, "逾期销号", 12, 2),
    ({"due_on": None, "closed_on": after(12)}, "按期销号", 12, None),
    ({"due_on": after(60), "closed_on": after(60)}, "整改中", 51, 0),  # not closed yet on that day
    ({"opened_on": None, "due_on": after(10)}, "逾期未销号", None, 41),
])  # fmt: skip
def test_a_problem_is_open_or_closed_in_time_or_late(make_facts, hundred_days, rules, row, state, age, late):
    problem = {"task_id": "修路", "problem": "断点", "opened_on": VISIT, "severity": "严重"} | row
    facts = make_facts([hundred_days(lead_units=["区交通局"])], problems=[problem], visits=[visit()])
    (found,) = problem_states(facts, as_of=SEEN, rules=rules).to_dict("records")
    assert found["state"] == state
    assert [None if pd.isna(found[name]) else found[name] for name in ("age", "days_late")] == [age, late]
    assert (found["lead_units"], found["visit"]) == (["区交通局"], row.get("opened_on", VISIT) is not None)
