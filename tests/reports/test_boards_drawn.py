"""Charts of whole boards: wall chart, bullets, S-curve, small multiples. Sums are worked out by hand."""

import pandas as pd
import plotly.graph_objects as go
import pytest

from reports.drawing.boardcurve import board_curve
from reports.drawing.bullet import bullets
from reports.drawing.multiples import small_multiples
from reports.drawing.nodesigns import NODE_SIGNS
from reports.subjects.summed import (
    class_bullets,
    planned_by_day,
    summed_actual,
    summed_forecast,
    summed_plan,
    task_bullets,
)
from reports.subjects.wallrows import NODE_STATES
from tests.reports.board_samples import line_table, multiples_of, node_table, wall_of
from tests.reports.conftest import AS_OF, task_history, task_table

DAY = pd.Timestamp("2022-10-31")
NAN = float("nan")


def traces(figure: go.Figure, meta: str) -> list:
    return [trace for trace in figure.data if trace.meta == meta]


def heading(figure: go.Figure) -> str:
    return next(each.text for each in figure.layout.annotations if each.name == "title")


def board(**columns: list) -> pd.DataFrame:
    """Two tasks of one class and one of another: weights 3, 1 and 1."""
    table = pd.DataFrame({
        "task_id": ["a", "b", "c"], "no": ["1", "2", "3"], "board": "任务榜", "task": ["甲路", "乙桥", "丙改革"],
        "category": ["攻城拔寨", "攻城拔寨", "重要改革"], "weight": [3.0, 1.0, 1.0], "planned": [50.0, 90.0, 40.0],
        "actual": [30.0, 122.6, NAN], "lag": [20.0, -32.6, NAN], "level": [3, 0, 0], "state": ["进行中", "进行中", "未报"],
    })  # fmt: skip
    return table.assign(**columns)


def test_every_state_of_a_node_has_a_sign_of_its_own_shape():
    assert tuple(NODE_SIGNS) == NODE_STATES
    assert len({sign.symbol for sign in NODE_SIGNS.values()}) == len({sign.sign for sign in NODE_SIGNS.values()}) == 6


def test_the_wall_hangs_nodes_at_the_rows_of_their_tasks_and_names_the_states_that_are_there():
    tasks = task_table(4)
    figure = wall_of(tasks)
    hung = {
        (point[0], y) for trace in traces(figure, "nodes") for point, y in zip(trace.customdata, trace.y, strict=True)
    }
    rows = {
        (point[0], y) for trace in traces(figure, "rows") for point, y in zip(trace.customdata, trace.y, strict=True)
    }
    assert hung == rows
    assert {task for task, _ in rows} == set(tasks["task_id"])
    states = node_table(4)["state"].value_counts()
    key = next(each.text for each in figure.layout.annotations if each.name == "key")
    assert all(f"{NODE_SIGNS[state].meaning} {count}" in key for state, count in states.items())


def test_the_wall_keeps_the_first_deadline_where_an_amended_one_is_drawn_beside_it():
    figure = wall_of(task_table(10))
    first, moved = traces(figure, "deadline")[0], traces(figure, "amended")[0]
    assert set(first.x) == {AS_OF + pd.Timedelta(days=20)}
    assert (len(first.x), len(moved.x)) == (10, 2)
    assert set(moved.x) == {AS_OF + pd.Timedelta(days=50)}


def test_the_wall_draws_nothing_as_done_of_a_task_that_is_not_reported():
    tasks = task_table(3).assign(actual=[NAN, 40.0, NAN], es_days=[50.0, 50.0, 50.0], state=["未报", "进行中", "未报"])
    assert sum(x is not None for trace in traces(wall_of(tasks), "actual") for x in trace.x) == 2  # one line, two ends


@pytest.mark.parametrize("narrow", [False, True])
def test_the_line_of_today_stands_at_the_data_date_in_every_row(narrow):
    line = traces(wall_of(task_table(6), narrow=narrow), "today")[0]
    assert {x for x in line.x if x is not None} == {AS_OF}


def test_a_class_is_the_mean_by_weight_of_what_is_known_and_more_than_all_makes_up_for_nothing():
    rows = class_bullets(board(), "任务榜").set_index("name")
    # (3·30 + 1·100) ÷ 4 and (3·50 + 1·90) ÷ 4; 丙改革 is not reported and is no zero
    assert rows.loc["任务榜", ["actual", "planned", "lag"]].tolist() == [47.5, 60.0, 12.5]
    assert rows.loc["任务榜", ["known", "of"]].tolist() == [2, 3]
    assert rows.loc["攻城拔寨", "actual"] == 47.5
    assert pd.isna(rows.loc["重要改革", "actual"])
    assert rows.index.tolist() == ["任务榜", "重要改革", "攻城拔寨"]


def test_bullets_say_the_whole_and_the_worst_part_and_unreported_as_unreported():
    figure = bullets(class_bullets(board(), "任务榜"), bands=(5, 10, 20, 30))
    assert heading(figure).replace("<br>", "") == "<b>任务榜完成 47.5%，滞后 12.5 个百分点；攻城拔寨滞后 12.5 最多</b>"
    ends = traces(figure, "ends")[0].text
    assert ends[1] == "○ 未报"
    assert ends[0].startswith("滞后 12.5 ■1")
    assert len(traces(figure, "band")) == 4


def test_bullets_of_tasks_open_them_and_grounds_begin_where_the_ladder_does():
    figure = bullets(task_bullets(board()), bands=(5, 10, 20, 30))
    assert [point[0] for point in traces(figure, "plan")[0].customdata] == ["c", "a", "b"]
    reminder = [x for x in traces(figure, "band")[0].x if x is not None]
    assert set(reminder[5:10]) == {40.0, 45.0}  # of 甲路, planned 50: 5 to 10 points behind


LINES = pd.DataFrame({
    "task_id": ["a", "a", "b", "b"], "day": pd.to_datetime(["2022-10-01", "2022-10-31", "2022-10-11", "2022-10-31"]),
    "planned": [0.0, 100.0, 0.0, 100.0],
})  # fmt: skip


def test_plans_are_summed_by_weight_and_stand_at_nothing_before_their_start():
    days = pd.to_datetime(["2022-10-01", "2022-10-16", "2022-11-10"])
    assert planned_by_day(LINES, ["a", "b"], days).to_numpy().tolist() == [[0.0, 50.0, 100.0], [0.0, 25.0, 100.0]]
    # 三比一: (3·50 + 1·25) ÷ 4
    assert summed_plan(LINES, board(), days)["planned"].tolist() == [0.0, 43.75, 100.0]


def test_what_was_done_is_summed_over_the_tasks_known_that_week():
    history = pd.concat([board(actual=[NAN, 10.0, NAN]).assign(as_of=DAY), board().assign(as_of=AS_OF)])
    done = summed_actual(history)
    assert done["actual"].tolist() == [10.0, 47.5]
    assert done[["known", "of"]].to_numpy().tolist() == [[1, 3], [2, 3]]


def test_the_forecast_goes_straight_from_today_and_its_edges_are_all_early_and_all_late():
    finish = {"a": tuple(DAY + pd.Timedelta(days=days) for days in (7, 14, 28)), "c": (DAY, DAY, DAY)}
    ahead = summed_forecast(board(actual=[30.0, 100.0, NAN]), finish, as_of=DAY)
    week = ahead.set_index("day").loc[DAY + pd.Timedelta(days=7)]
    # 甲路 100, 65, 47.5; 乙桥 100 stays; 丙改革 is not known: (3·甲 + 1·100) ÷ 4
    assert week[["high", "likely", "low"]].tolist() == [100.0, 73.75, 60.625]
    assert ahead["low"].iloc[-1] == 100.0


def test_nothing_is_foretold_without_an_expected_finish():
    ahead = summed_forecast(board(), {}, as_of=DAY)
    assert ahead.empty
    done = summed_actual(board().assign(as_of=DAY))
    plan = summed_plan(LINES, board(), list(pd.to_datetime(["2022-10-01", "2022-10-31"])))
    figure = board_curve(plan, done, ahead, name="任务榜", as_of=DAY)
    assert traces(figure, "fan") == traces(figure, "expected") == []
    assert "任务榜：计划 60%，实际 47.5%，滞后 12.5 个百分点" in heading(figure).replace("<br>", "")
    said = next(each.text for each in figure.layout.annotations if each.name == "subtitle")
    assert "1 项未报未计" in said.replace("<br>", "")


def test_small_curves_come_most_behind_first_and_unreported_last():
    tasks = task_table(8)
    figure = multiples_of(tasks)
    order = [point[0] for point in traces(figure, "panels")[0].customdata]
    assert order == tasks.sort_values(["lag", "task_id"], ascending=[False, True])["task_id"].tolist()
    places = list(zip(traces(figure, "panels")[0].x, traces(figure, "panels")[0].y, strict=True))
    assert len(set(places)) == 8


def test_small_curves_run_from_left_to_right_however_the_history_is_sorted():
    history = task_history(6, periods=5).sort_values("lag")
    figure = small_multiples(task_table(6), history, line_table(), name="攻城拔寨", as_of=AS_OF)
    pieces: list[list[float]] = [[]]
    for x in traces(figure, "actual")[0].x:
        pieces = [*pieces, []] if x is None else [*pieces[:-1], [*pieces[-1], x]]
    assert sum(map(bool, pieces)) == 6 - int(task_table(6)["actual"].isna().sum())
    assert all(piece == sorted(piece) for piece in pieces)
