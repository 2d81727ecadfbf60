"""Charts of a board: 挂图作战, classes, the S-curve of all, one small curve a task."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pandas as pd

import reports
from analysis.progress import nodestates
from pages.shared import data, looks, mechanism, outcomes
from pages.shared.views import View
from reports.drawing import boardcurve, bullet, multiples, wallplan
from reports.subjects import summed, wallrows

if TYPE_CHECKING:
    from plotly.graph_objects import Figure


def _wall_plan(view: View, board: str, category: str | None, leader: str | None) -> "Figure":
    tasks = _tasks(view, board, category)
    if leader is not None:
        tasks = tasks[tasks["task_id"].isin(mechanism.leader_tasks(view, leader)["task_id"])]
    nodes = data.reckoned(view, nodestates.wall_nodes)
    return wallplan.wall_plan(wallrows.wall_chart(tasks, nodes, as_of=_day(view)), **looks.whole(view))


def _bullets(view: View, board: str, category: str | None) -> "Figure":
    tasks = _tasks(view, board, category)
    rows = summed.class_bullets(tasks, board) if category is None else summed.task_bullets(tasks)
    return bullet.bullets(rows, bands=data.rules(view).ladder.lag, **looks.half(view))


def _board_curve(view: View, board: str, category: str | None) -> "Figure":
    tasks = _tasks(view, board, category)
    lines = data.reckoned(view, nodestates.plan_lines)
    lines = lines[lines["task_id"].isin(tasks["task_id"])]
    days = pd.date_range(lines["day"].min(), lines["day"].max(), freq="7D") if len(lines) else []
    history = reports.of_board(data.history(view, of="tasks"), board, category=category)
    ahead = summed.summed_forecast(tasks, _finishes(view, tasks), as_of=_day(view))
    return boardcurve.board_curve(
        summed.summed_plan(lines, tasks, days), summed.summed_actual(history), ahead, name=category or board,
        as_of=_day(view), **looks.half(view),
    )  # fmt: skip


def _multiples(view: View, board: str, category: str | None) -> "Figure":
    history = reports.of_board(data.history(view, of="tasks"), board, category=category)
    lines = data.reckoned(view, nodestates.plan_lines)
    return multiples.small_multiples(
        _tasks(view, board, category), history, lines, name=category or board, as_of=_day(view), **looks.whole(view)
    )


def _finishes(view: View, tasks: pd.DataFrame) -> dict[str, tuple]:
    """Return earliest, expected and latest finish by task; where no range is sure the expected day alone."""
    found = {task_id: outcomes.expected(view, task_id) for task_id in tasks["task_id"]}
    return {
        task_id: (each.low, each.day, each.high) if each.is_sure else (each.day,) * 3
        for task_id, each in found.items()
        if pd.notna(each.day)
    }


def _tasks(view: View, board: str, category: str | None) -> pd.DataFrame:
    return reports.of_board(data.scores(view).tasks, board, category=category)


def _day(view: View) -> pd.Timestamp:
    return pd.Timestamp(view.as_of)


CHARTS: dict[str, Callable[..., "Figure"]] = {
    "wall_plan": _wall_plan,
    "bullets": _bullets,
    "board_curve": _board_curve,
    "multiples": _multiples,
}
