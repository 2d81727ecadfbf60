"""States of nodes on the wall chart, worked out by hand: what is done is not yet what was seen to be done."""

from collections.abc import Callable
from datetime import date

import pytest

from analysis.progress.nodestates import plan_lines, wall_nodes
from analysis.rules.rulepack import rule_pack

DAY = date(2022, 10, 31)
NODE = {"task_id": "甲路", "milestone": "开工", "planned_on": "2022-10-10", "weight": 40.0, "status_known": True}
LATER = NODE | {"milestone": "验收", "planned_on": "2022-12-20", "weight": 60.0, "done": False}
DONE = NODE | {"done": True, "done_on": "2022-10-12"}
OPEN = NODE | {"done": False}


def visit(day: str, verified: float | None) -> dict:
    return {"task_id": "甲路", "visited_on": day, "verified_percent": verified}


CASES = [
    ("done and nobody went to see", DONE, [], "仅填报", 2.0),
    ("seen afterwards to be there", DONE, [visit("2022-10-12", 40.0)], "已核验", 2.0),
    ("seen within the margin of five points", DONE, [visit("2022-10-20", 35.0)], "已核验", 2.0),
    ("seen to be less than it stands for", DONE, [visit("2022-10-20", 34.9)], "仅填报", 2.0),
    ("a visit before it was done proves nothing", DONE, [visit("2022-10-11", 90.0)], "仅填报", 2.0),
    ("a visit without a figure proves nothing", DONE, [visit("2022-10-20", None)], "仅填报", 2.0),
    ("open after its day", OPEN, [], "已过期", 21.0),
    ("open on its day", OPEN | {"planned_on": "2022-10-31"}, [], "未到期", None),
    ("nobody says how it stands", NODE | {"status_known": False}, [], "不明", 21.0),
    ("done early is not late", DONE | {"done_on": "2022-10-01"}, [], "仅填报", None),
]


@pytest.mark.parametrize(("node", "visits", "state", "late"), [case[1:] for case in CASES], ids=[c[0] for c in CASES])
def test_a_node_stands_as_it_was_seen(
    make_facts: Callable, node: dict, visits: list, state: str, late: float | None
) -> None:
    task = {"task": "甲路", "start": "2022-09-01", "deadline": "2022-12-20"}
    facts = make_facts([task], milestones=[node, LATER], visits=visits)
    found = wall_nodes(facts, as_of=DAY, rules=rule_pack())
    assert found["state"].tolist() == [state, "未到期"]
    assert found["reach"].round(6).tolist() == [40.0, 100.0]
    assert (None if found["late_days"].isna()[0] else found["late_days"][0]) == late


def test_a_moved_node_keeps_the_day_on_which_it_was_first_planned(make_facts: Callable) -> None:
    moved = OPEN | {"planned_on": "2022-12-01", "seq": 2}
    facts = make_facts([{"task": "甲路", "start": "2022-09-01", "deadline": "2022-12-20"}], milestones=[OPEN, moved])
    found = wall_nodes(facts, as_of=DAY, rules=rule_pack())
    assert [(f"{row.due_on:%m-%d}", row.state) for row in found.itertuples()] == [("10-10", "已过期")]


def test_plans_of_all_tasks_run_from_nothing_to_everything(make_facts: Callable) -> None:
    tasks = [
        {"task": "甲路", "start": "2022-09-01", "deadline": "2022-12-20"},
        {"task": "乙桥", "start": "2022-09-01", "deadline": "2022-11-30"},
        {"task": "没有时限"},
    ]
    lines = plan_lines(make_facts(tasks, milestones=[OPEN, LATER]), as_of=DAY, rules=rule_pack())
    said = {name: list(zip(of["day"].dt.strftime("%m-%d"), of["planned"], strict=True))
            for name, of in lines.groupby("task_id")}  # fmt: skip
    assert said == {
        "甲路": [("09-01", 0.0), ("10-10", 40.0), ("12-20", 100.0)],
        "乙桥": [("09-01", 0.0), ("11-30", 100.0)],
    }
