"""项目长: load, visits, problems, next nodes and task forces, by hand."""

from datetime import date

import pandas as pd
import pytest

import analysis
from analysis.boards.leading import leader_table, leader_tasks, task_forces

DAY = date(2022, 10, 21)


@pytest.fixture
def facts(make_facts, hundred_days):
    tasks = [
        hundred_days(task="修路", project="路网", leaders=["区领导01"], lead_units=["甲局"], support_units=["乙局", "丙局"],
                     lead_people=["张三"], towns=["太和镇"]),
        hundred_days(task="建桥", project="路网", leaders=["区领导01", "区领导02"], lead_units=["甲局"], lead_people=["李四"]),
        hundred_days(task="建校", leaders=["区领导02"], lead_units=["丁局"]),
    ]  # fmt: skip
    nodes = [
        {"task_id": "修路", "milestone": "封顶", "planned_on": date(2022, 11, 1), "done": False},
        {"task_id": "修路", "milestone": "开工", "planned_on": date(2022, 9, 10), "done": True},
        {"task_id": "修路", "milestone": "基础", "planned_on": date(2022, 10, 1), "done": False},
    ]
    return make_facts(
        tasks,
        milestones=nodes,
        progress=[{"task_id": "修路", "report_date": date(2022, 10, 20), "percent": 30.0}],
        visits=[
            {"task_id": "修路", "visited_on": date(2022, 9, 6), "visitor": "区领导01", "verified_percent": 5.0},
            {"task_id": "建桥", "visited_on": date(2022, 10, 18), "visitor": "区领导02"},
        ],
        problems=[
            {"task_id": "修路", "problem": "缺地", "opened_on": date(2022, 9, 9), "due_on": date(2022, 9, 30)},
            {"task_id": "建桥", "problem": "缺料", "opened_on": date(2022, 9, 9), "due_on": date(2022, 11, 30)},
            {"task_id": "建桥", "problem": "缺人", "opened_on": date(2022, 9, 9), "closed_on": date(2022, 9, 20)},
        ],
        orders=[
            {"task_id": name, "order_no": no, "issued_on": date(2022, 9, 5), "leaders": ["区领导01"]}
            for name, no in (("修路", "第01号"), ("建桥", "第01号"))
        ],
    )


def scores(facts, rules):
    return analysis.score(facts, as_of=DAY, rules=rules)


def test_what_a_leader_carries_and_how_it_stands(facts, rules):
    found = leader_table(facts, scores(facts, rules)).set_index("leader")
    columns = ["projects", "tasks", "kept", "open_problems", "overdue_problems", "orders"]
    assert found.loc["区领导01", columns].tolist() == [1, 2, 1, 2, 1, 1]  # one order for both tasks
    assert found.loc["区领导02", columns].tolist() == [2, 2, 1, 1, 0, 0]
    assert found["last_visit"].tolist() == [pd.Timestamp("2022-10-18")] * 2


def test_next_node_last_visit_and_order_stand_beside_each_task(facts, rules):
    found = leader_tasks(facts, scores(facts, rules), "区领导01").set_index("task")
    road = found.loc["修路"]
    assert (road["node"], road["node_on"], road["overdue_nodes"]) == ("基础", pd.Timestamp("2022-10-01"), 1)
    assert (road["visited_by"], road["verified_then"], road["open_problems"]) == ("区领导01", 5.0, 1)
    assert found["order_no"].tolist() == ["第01号", "第01号"]
    assert found.index.tolist() == ["修路", "建桥"]  # what is not reported stands last
    assert pd.isna(found.loc["建桥", "node"])


def test_the_task_force_of_a_project_is_that_of_all_its_tasks_the_leader_has(facts, rules):
    found = task_forces(facts, scores(facts, rules), "区领导01")
    said = [(row.project, row.role, row.names) for row in found.itertuples()]
    assert said == [
        ("路网", "牵头单位负责人", ["张三", "李四"]), ("路网", "牵头单位", ["甲局"]), ("路网", "配合单位", ["乙局", "丙局"]),
        ("路网", "属地", ["太和镇"]),
    ]  # fmt: skip
    assert task_forces(facts, scores(facts, rules), "区领导02")["project"].unique().tolist() == ["路网", "建校"]


def test_who_leads_nothing_has_no_rows(facts, rules, make_facts):
    assert leader_tasks(facts, scores(facts, rules), "没有的人").empty
    assert task_forces(facts, scores(facts, rules), "没有的人").empty
    assert leader_table(make_facts(), scores(make_facts(), rules)).empty
