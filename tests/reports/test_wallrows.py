"""Rows and nodes of the wall chart, worked out by hand."""

import pandas as pd
import pytest

from reports.subjects.wallrows import WallChart, wall_chart, wall_finding

DAY = pd.Timestamp("2022-10-31")


def tasks(**columns: list) -> pd.DataFrame:
    """Three tasks as `Scores.tasks` has them, with other columns where a test wants them."""
    table = pd.DataFrame({
        "task_id": ["a", "b", "c"], "no": ["10", "2", None], "board": ["任务榜", "任务榜", "亮点牌"],
        "category": ["攻城拔寨", "攻城拔寨", None], "project": "项目", "task": ["甲路", "乙桥", "丙牌"],
        "lead_units": [["甲局"], ["乙局", "丙局"], []], "leaders": [["区领导01"], ["区领导01", "区领导02"], []],
        "start": pd.Timestamp("2022-09-01"), "start_assumed": False, "deadline": pd.Timestamp("2022-12-20"),
        "amended_deadline": pd.to_datetime(["2022-12-20", "2023-01-31", None]), "es_days": [30.9, 0.0, float("nan")],
        "forecast_finish": pd.NaT, "planned": [50.0, 50.0, 50.0], "actual": [40.0, 0.0, float("nan")],
        "lag": [10.0, 50.0, float("nan")], "level": [2, 4, 0], "state": ["进行中", "未开始", "未报"],
    })  # fmt: skip
    return table.assign(**columns)


def nodes() -> pd.DataFrame:
    return pd.DataFrame({
        "task_id": ["b", "a", "z"], "milestone": ["桩基", "开工", "别的任务"],
        "planned_on": pd.to_datetime(["2022-08-01", "2022-10-10", "2022-01-01"]),
        "due_on": pd.to_datetime(["2022-08-01", "2022-10-10", "2022-01-01"]), "done_on": pd.NaT, "points": 40.0,
        "late_days": 21.0, "state": ["已过期", "仅填报", "已过期"],
    })  # fmt: skip


@pytest.fixture
def chart() -> WallChart:
    return wall_chart(tasks(), nodes(), as_of=DAY)


def test_rows_hang_class_by_class_and_by_number_as_people_count(chart):
    assert chart.rows["task"].tolist() == ["乙桥", "甲路", "丙牌"]
    assert chart.rows["group"].tolist() == ["攻城拔寨", "攻城拔寨", "亮点牌"]
    assert chart.rows["row"].tolist() == [0, 1, 2]


def test_an_amended_deadline_is_named_only_where_it_differs_and_the_first_one_stays(chart):
    assert chart.rows["amended"].dt.strftime("%Y-%m-%d").fillna("").tolist() == ["2023-01-31", "", ""]
    assert set(chart.rows["deadline"]) == {pd.Timestamp("2022-12-20")}


def test_the_inner_bar_ends_where_the_plan_should_have_reached_what_is_done_and_is_absent_when_unreported(chart):
    assert chart.rows["earned_on"].dt.strftime("%m-%d").fillna("").tolist() == ["09-01", "10-01", ""]


def test_the_end_of_a_row_says_level_and_lag_and_unreported_is_not_zero(chart):
    assert chart.rows["end"].tolist() == ["✖ 约谈 滞后 50", "▲ 预警 滞后 10", "○ 未报"]


def test_nodes_hang_at_their_rows_and_those_of_other_tasks_nowhere(chart):
    assert chart.nodes[["row", "milestone"]].to_numpy().tolist() == [[0, "桩基"], [1, "开工"]]


def test_the_days_reach_from_the_first_start_or_node_to_the_last_deadline(chart):
    assert (chart.first, chart.last) == (pd.Timestamp("2022-08-01"), pd.Timestamp("2023-01-31"))


def test_what_the_chart_shows_is_said_in_a_line(chart):
    assert wall_finding(chart) == "3 项任务：1 个节点过期，在 1 项任务上；1 个节点只有填报、未核验"
    assert wall_finding(wall_chart(tasks(), nodes().iloc[:0], as_of=DAY)) == "3 项任务：台账里没有倒排节点"


def test_a_task_that_is_finished_says_so_and_one_without_a_deadline_that_its_plan_is_unknown():
    table = tasks(state=["已完成", "进行中", "未报"], lag=[0.0, float("nan"), float("nan")])
    assert wall_chart(table, nodes(), as_of=DAY).rows["end"].tolist() == ["✖ 约谈 计划未知", "▲ 预警 已完成", "○ 未报"]


def test_no_task_at_all_is_an_empty_chart():
    empty = wall_chart(tasks().iloc[:0], nodes(), as_of=DAY)
    assert (len(empty.rows), len(empty.nodes), empty.first, empty.last) == (0, 0, DAY, DAY)
