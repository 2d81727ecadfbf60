"""Samples of the charts of whole boards and of months; each figure as a function of one table, as the others are."""

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from reports.drawing.boardcurve import board_curve
from reports.drawing.boats import boat_race
from reports.drawing.bullet import bullets
from reports.drawing.monthheat import month_heat
from reports.drawing.multiples import small_multiples
from reports.drawing.townmarks import town_tiles
from reports.drawing.wallplan import wall_plan
from reports.subjects.summed import class_bullets, summed_actual, summed_forecast, summed_plan, task_bullets
from reports.subjects.wallrows import NODE_STATES, wall_chart
from tests.reports.conftest import AS_OF, task_history, task_table, unit_history

PLACES = {"太和镇": (1, 1), "太平镇": (1, 2), "三坑镇": (2, 1)}


def node_table(count: int = 30) -> pd.DataFrame:
    """`wall_nodes`: three nodes a task, every state among them."""
    rows = [
        {
            "task_id": f"{task:012x}", "milestone": f"节点{place}", "due_on": AS_OF + pd.Timedelta(days=30 * place - 60),
            "points": 33.3, "state": NODE_STATES[(task + place) % 6], "late_days": 5.0 if place == 1 else np.nan,
            "done_on": AS_OF - pd.Timedelta(days=50) if (task + place) % 6 < 2 else pd.NaT,
        }
        for task in range(count) for place in (1, 2, 3)
    ]  # fmt: skip
    return pd.DataFrame(rows).assign(planned_on=lambda table: table["due_on"])


def line_table(count: int = 30) -> pd.DataFrame:
    """`plan_lines`: from nothing to everything over a bend."""
    days = [AS_OF - pd.Timedelta(days=90), AS_OF - pd.Timedelta(days=20), AS_OF + pd.Timedelta(days=20)]
    points = list(zip(days, (0.0, 60.0, 100.0), strict=True))
    rows = [(f"{task:012x}", day, planned) for task in range(count) for day, planned in points]
    return pd.DataFrame(rows, columns=["task_id", "day", "planned"])


def month_table() -> pd.DataFrame:
    """`unit_months`: four months, other rules from the third on, some exempt, one 未报, one 不评, one without tasks."""
    table = unit_history(periods=4)
    months = dict(zip(sorted(table["as_of"].unique()), pd.date_range("2022-08-31", periods=4, freq="ME"), strict=True))
    table = table.assign(as_of=table["as_of"].map(months), exempt=0, held_back=None)
    table = table.assign(rules=["默认" if when < pd.Timestamp("2022-10-31") else "武汉" for when in table["as_of"]])
    last = table["as_of"].eq(AS_OF)
    of = {unit: last & table["unit"].eq(unit) for unit in ("太平镇", "三坑镇", "石潭镇", "禾云镇")}
    table.loc[of["太平镇"], "exempt"] = 1
    table.loc[of["三坑镇"], ["lag", "unreported"]] = [np.nan, 3]
    table.loc[of["石潭镇"], "index"] = np.nan
    table.loc[of["禾云镇"], ["lag", "index", "tasks", "unreported"]] = [np.nan, np.nan, 0, 0]
    return table


def wall_of(tasks: pd.DataFrame, **look: object) -> go.Figure:
    return wall_plan(wall_chart(tasks, node_table(), as_of=AS_OF), **look)


def multiples_of(tasks: pd.DataFrame, **look: object) -> go.Figure:
    return small_multiples(tasks, task_history(periods=5), line_table(), name="攻城拔寨", as_of=AS_OF, **look)


def curve_of(history: pd.DataFrame, **look: object) -> go.Figure:
    tasks, lines = task_table(), line_table()
    days = pd.date_range(lines["day"].min(), lines["day"].max(), freq="7D")
    finish = {row["task_id"]: (row["forecast_finish"],) * 3 for row in tasks.to_dict("records")}
    ahead = summed_forecast(tasks, finish, as_of=AS_OF)
    done = summed_actual(history) if len(history.columns) else summed_actual(task_history().head(0))
    return board_curve(summed_plan(lines, tasks, days), done, ahead, name="任务榜", as_of=AS_OF, **look)


FIGURES = {
    "wall_plan": (wall_of, "tasks", ()),
    "small_multiples": (multiples_of, "tasks", ()),
    "board_curve": (curve_of, "task_history", ()),
    "boat_race": (boat_race, "unit_history", ()),
    "month_heat": (month_heat, "months", ()),
    "town_tiles": (town_tiles, "units", (PLACES,)),
    "class_bullets": (bullets, "class_bullets", ()),
    "task_bullets": (bullets, "task_bullets", ()),
}
"""As in `test_every_figure`."""


def board_samples() -> dict:
    """The tables of these figures by name."""
    tasks = task_table()
    return {
        "months": month_table(),
        "class_bullets": class_bullets(tasks, "任务榜"),
        "task_bullets": task_bullets(tasks),
    }
