"""挂图作战: the rows and the nodes of the wall chart, apart from how they are drawn.

The screen and the printed chart are made from the same two tables. Inputs are `Scores.tasks` and `wall_nodes` of
`analysis.progress.nodestates`.
"""

import re
from typing import NamedTuple

import numpy as np
import pandas as pd

from reports.words.levels import badge, level_mark
from reports.words.wording import lag_words, listed

__all__ = ["CLASSES", "NODE_STATES", "WallChart", "wall_chart", "wall_finding"]

CLASSES = ("重要改革", "攻城拔寨", "底线必保")
"""The classes of the notice in their order; others follow as they come."""

NODE_STATES = ("已核验", "仅填报", "已过期", "未到期", "不明", "豁免")
"""Every state of a node, in the order of a key."""


class WallChart(NamedTuple):
    """A wall chart as two plain tables; how it is drawn is up to who draws it.

    rows: one row a task, in the order in which they hang (class by class, in a class by number):
      row (0, 1, 2 …), group (class; 亮点牌 and the like where a task has none), task_id, no, task, project, lead (lead
      units, joined), leader (项目长, joined), start, start_assumed (no start is written, the first day known was
      taken), deadline (the first one: the baseline), amended (only where it differs, else NaT), earned_on (the day on
      which the plan should have reached what is done: where the inner bar ends; NaT: 未报), forecast (expected
      finish), planned, actual, lag (percent, percentage points), level (number), mark (shape of the level), word (its
      word), color_light, color_dark (its colour on light and dark ground), end (words at the end of the row, shape
      first), state, exempt. Without a deadline there is no bar.
    nodes: one row a node: row (of its task), task_id, milestone, at (where it hangs: its baseline day, else the
      deadline), planned_on, done_on, points, late_days, state (one of `NODE_STATES`).
    first, last: the days between which everything lies. as_of: the data date.
    """

    rows: pd.DataFrame
    nodes: pd.DataFrame
    first: pd.Timestamp
    last: pd.Timestamp
    as_of: pd.Timestamp


def wall_chart(tasks: pd.DataFrame, nodes: pd.DataFrame, *, as_of: pd.Timestamp) -> WallChart:
    """Build the wall chart of some tasks: of a board, of one class, of one 项目长."""
    as_of = pd.Timestamp(as_of)
    rows = _rows(tasks)
    mine = nodes[nodes["task_id"].isin(rows["task_id"])]
    place = pd.Series(rows["row"].to_numpy(), index=rows["task_id"].to_numpy(), dtype="int64")
    hung = mine.assign(row=mine["task_id"].map(place).astype("int64"), at=mine["due_on"]).dropna(subset=["at"])
    hung = hung[["row", "task_id", "milestone", "at", "planned_on", "done_on", "points", "late_days", "state"]]
    hung = hung.sort_values(["row", "at"], kind="stable", ignore_index=True)
    days = pd.concat([rows[name] for name in ("start", "deadline", "amended", "earned_on")] + [hung["at"]]).dropna()
    first, last = min([as_of, *days]), max([as_of, *days])
    return WallChart(rows, hung, first, last, as_of)


def wall_finding(chart: WallChart) -> str:
    """Say in a line what the wall chart shows: how many nodes are overdue, on how many tasks, how many are unproved.

    >>> nodes = pd.DataFrame({"row": [0, 0, 1], "state": ["已过期", "已过期", "仅填报"]})
    >>> rows = pd.DataFrame({"row": [0, 1]})
    >>> day = pd.Timestamp("2022-11-30")
    >>> wall_finding(WallChart(rows, nodes, day, day, day))
    '2 项任务：2 个节点过期，在 1 项任务上；1 个节点只有填报、未核验'
    """
    states = chart.nodes["state"]
    late, said = states.eq("已过期"), int(states.eq("仅填报").sum())
    parts = []
    if late.any():
        parts.append(f"{int(late.sum())} 个节点过期，在 {chart.nodes.loc[late, 'row'].nunique()} 项任务上")
    elif len(states):
        parts.append("没有节点过期")
    parts += [f"{said} 个节点只有填报、未核验"] if said else []
    return f"{len(chart.rows)} 项任务：" + ("；".join(parts) or "台账里没有倒排节点")


def _rows(tasks: pd.DataFrame) -> pd.DataFrame:
    group = tasks["category"].fillna(tasks["board"]).fillna("未分类")
    order = [*CLASSES, *(name for name in group.unique() if name not in CLASSES)]
    table = tasks.assign(group=group, _class=group.map(order.index), _no=tasks["no"].map(_natural))
    table = table.sort_values(["_class", "_no", "task_id"], ignore_index=True)
    marks = [level_mark(level, state) for level, state in zip(table["level"], table["state"], strict=True)]
    start = table["start"]
    earned = start + pd.to_timedelta(np.floor(table["es_days"]), unit="D")
    return pd.DataFrame(
        {
            "row": np.arange(len(table)), "group": table["group"], "task_id": table["task_id"], "no": table["no"],
            "task": table["task"], "project": table["project"], "lead": table["lead_units"].map(listed),
            "leader": table["leaders"].map(listed), "start": start, "start_assumed": table["start_assumed"],
            "deadline": table["deadline"],
            "amended": table["amended_deadline"].mask(table["amended_deadline"].eq(table["deadline"])),
            "earned_on": earned.mask(table["actual"].isna()), "forecast": table["forecast_finish"],
            "planned": table["planned"], "actual": table["actual"], "lag": table["lag"], "level": table["level"],
            "mark": [mark.shape for mark in marks], "word": [mark.word for mark in marks],
            "color_light": [mark.text() for mark in marks], "color_dark": [mark.text(dark=True) for mark in marks],
            "end": [_end(row) for row in table.to_dict("records")], "state": table["state"],
            "exempt": table["state"].eq("豁免"),
        }
    )  # fmt: skip


def _end(row: dict) -> str:
    """Shape and word of the level, and how far behind; finished is finished."""
    said = badge(row["level"], row["state"])
    if row["state"] == "已完成":
        return f"{said} 已完成"
    if pd.isna(row["actual"]):
        return said if "未报" in said else f"{said} 未报"
    return f"{said} {lag_words(row['lag'], unit=False)}" if pd.notna(row["lag"]) else f"{said} 计划未知"


def _natural(no: object) -> tuple:
    """Numbers in the order in which people count: 2 before 10, what has no number last.

    >>> sorted(["10", "2", None, "2.1"], key=_natural)
    ['2', '2.1', '10', None]
    """
    if no is None or pd.isna(no):
        return (1, ())
    return (
        0,
        tuple((0, int(part), "") if part.isdigit() else (1, 0, part) for part in re.findall(r"\d+|\D+", str(no))),
    )
