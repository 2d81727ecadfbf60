"""A year's investment is planned by quarters, where the pack has words for it and the ledger no nodes."""

from datetime import date

import pytest

from analysis.progress.timeline import plan_curve
from analysis.rules.rulepack import checked_pack, pack_data
from analysis.scores.scoring import score

YEAR = {"task": "重点项目", "target": "完成年度投资68亿元", "start": date(2022, 1, 1), "deadline": date(2022, 12, 31)}


def curve(facts, rules):
    found = plan_curve(facts, "重点项目", rules=rules)
    return [(f"{day:%m-%d}", value) for day, value in zip(found["day"], found["planned"], strict=True)]


@pytest.mark.parametrize(("change", "points"), [
    ({}, [("01-01", 0), ("03-31", 20), ("06-30", 50), ("09-30", 75), ("12-31", 100)]),
    ({"start": date(2022, 5, 1)}, [("05-01", 0), ("06-30", 50), ("09-30", 75), ("12-31", 100)]),
    ({"deadline": date(2022, 9, 30)}, [("01-01", 0), ("03-31", 20), ("06-30", 50), ("09-30", 100)]),
    ({"target": "完工"}, [("01-01", 0), ("12-31", 100)]),
    ({"target": None}, [("01-01", 0), ("12-31", 100)]),
])  # fmt: skip
def test_so_much_is_due_at_the_end_of_each_quarter(make_facts, rules, change, points):
    assert curve(make_facts([YEAR | change]), rules) == points


def test_nodes_of_the_ledger_come_before_the_rule(make_facts, rules):
    nodes = [{"task_id": "重点项目", "milestone": "开工", "planned_on": date(2022, 2, 1)}]
    assert curve(make_facts([YEAR], milestones=nodes), rules) == [("01-01", 0), ("02-01", 100), ("12-31", 100)]


def test_a_pack_without_words_plans_every_task_by_a_straight_line(make_facts, rules):
    data = pack_data(rules)
    data["plan"]["quarters"] |= {"words": []}
    assert curve(make_facts([YEAR]), checked_pack(data, name="直线")) == [("01-01", 0), ("12-31", 100)]


def test_between_two_quarters_the_plan_rises_by_days(make_facts, rules):
    # 30 June: 50 %, 30 September: 75 %; 46 of the 92 days between them
    assert score(make_facts([YEAR]), as_of=date(2022, 8, 15), rules=rules).tasks["planned"].iat[0] == pytest.approx(
        62.5
    )
