"""The planned curve P(t) of every task: from its start over the baseline days of its nodes to its baseline deadline."""

import numpy as np
import pandas as pd

from analysis.facts.known import Known
from analysis.facts.quarters import quarter_points
from analysis.progress.schedule import Curves

__all__ = ["plan_curves", "plan_points", "planned_days"]

_DONE = 100.0


def plan_points(known: Known) -> pd.DataFrame:
    """The points of all plans: task, day, value (percent), sorted. SCORING.md 2: linear through (start, 0), (node,
    share of the weights due by then), (deadline, 100); without nodes a straight line, for a year's investment over what
    is due at the ends of the quarters. No deadline: no plan.

    A node dated on or before the start is due a day after it, one dated after the deadline at the deadline, so that
    every plan begins at 0 and ends at 100."""
    tasks = known.tasks
    start, end = tasks["start"].to_numpy(), tasks["deadline"].to_numpy()
    planned = np.flatnonzero(~np.isnan(end))
    day = planned_days(known)
    nodes = known.milestones[~np.isnan(day)]
    of, day = nodes["task"].to_numpy(), day[~np.isnan(day)]
    has_nodes = np.bincount(of, minlength=len(tasks)) > 0
    points = pd.DataFrame(
        {
            "task": np.concatenate([planned, of, planned]),
            "day": np.concatenate([start[planned], day, end[planned]]),
            "value": np.concatenate([np.zeros(len(planned)), nodes["points"], np.zeros(len(planned))]),
        }
    )
    points = pd.concat([points, *quarter_points(tasks, has_nodes)], ignore_index=True).sort_values(
        ["task", "day"], kind="stable", ignore_index=True
    )
    value = points.groupby("task")["value"].cumsum().clip(upper=_DONE)
    points = points.assign(value=value.mask(points["day"].to_numpy() == end[points["task"]], _DONE))
    return points.drop_duplicates(["task", "day"], keep="last", ignore_index=True)


def planned_days(known: Known) -> np.ndarray:
    """The day on which the plan counts each node of `known.milestones`; NaN where the task has no deadline."""
    of = known.milestones["task"].to_numpy()
    start, end = (known.tasks[name].to_numpy()[of] for name in ("start", "deadline"))
    return np.clip(known.milestones["due"].to_numpy(), np.minimum(start + 1, end), end)


def plan_curves(known: Known) -> Curves:
    """The same as curves to look up in; curve i belongs to task i."""
    points = plan_points(known)
    every = np.arange(len(known.tasks))
    task = points["task"].to_numpy()
    return Curves(
        first=np.searchsorted(task, every, side="left"),
        last=np.searchsorted(task, every, side="right") - 1,
        time=points["day"].to_numpy(),
        value=points["value"].to_numpy(),
    )
