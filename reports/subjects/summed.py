"""Tasks taken together: how far the plan of a class or a whole board has come and how far the work, by weight.

Inputs are `Scores.tasks`, its history, `analysis.progress.nodestates.plan_lines` and expected finishes by task. A sum
speaks of the tasks of which something is known, and says of how many that is.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from reports.subjects.wallrows import CLASSES
from reports.words.levels import Level, level_mark

__all__ = ["class_bullets", "planned_by_day", "summed_actual", "summed_forecast", "summed_plan", "task_bullets"]

Finish = Mapping[str, tuple[pd.Timestamp, pd.Timestamp, pd.Timestamp]]
"""Earliest, expected and latest finish of tasks, by task_id."""

_FULL = 100.0


def task_bullets(tasks: pd.DataFrame) -> pd.DataFrame:
    """One row a task, class by class and the most behind first: key, group, name, no, planned, actual, lag, marks (the
    level), known (1 of 1 or 0 of 1), of, whole (False)."""
    rows = tasks.assign(group=_groups(tasks)).sort_values(["lag", "task_id"], ascending=[False, True])
    marks = [[level_mark(level, state)] for level, state in zip(rows["level"], rows["state"], strict=True)]
    table = pd.DataFrame(
        {
            "key": rows["task_id"], "group": rows["group"], "name": rows["task"], "no": rows["no"],
            "planned": rows["planned"], "actual": rows["actual"], "lag": rows["lag"], "marks": marks,
            "known": rows["actual"].notna().astype("int64"), "of": 1, "whole": False,
        }
    )  # fmt: skip
    return table.sort_values("group", key=lambda names: names.map(_ranks(names)), kind="stable", ignore_index=True)


def class_bullets(tasks: pd.DataFrame, board: str) -> pd.DataFrame:
    """The same of the whole board and of each class: mean by weight over the tasks that are known; progress beyond
    100 % makes up for nothing."""
    groups = _groups(tasks)
    found = [name for name in _order(groups) if groups.eq(name).any()]
    parts = [(board, tasks, True), *((name, tasks[groups == name], False) for name in found if len(found) > 1)]
    return pd.DataFrame([_mean(name, part, whole=whole) for name, part, whole in parts])


def _mean(name: str, tasks: pd.DataFrame, *, whole: bool) -> dict:
    known = tasks[tasks["actual"].notna() & tasks["planned"].notna()]
    weight = known["weight"].fillna(1.0)
    planned, actual = (_weighted(known[side].clip(upper=_FULL), weight) for side in ("planned", "actual"))
    marks: list[Level] = [level_mark(*pair) for pair in zip(tasks["level"], tasks["state"], strict=True)]
    return {
        "key": name, "group": name, "name": name, "no": None, "planned": planned, "actual": actual,
        "lag": planned - actual, "marks": marks, "known": len(known), "of": len(tasks), "whole": whole,
    }  # fmt: skip


def _weighted(values: pd.Series, weight: pd.Series) -> float:
    total = float(weight.sum())
    return float((values * weight).sum()) / total if total > 0 else float("nan")


def planned_by_day(lines: pd.DataFrame, task_ids: Sequence[str], days: Sequence[pd.Timestamp]) -> pd.DataFrame:
    """Planned percent of tasks on days: one row a task that has a plan, one column a day; 0 before its start."""
    stamps = pd.DatetimeIndex(days).astype("datetime64[us]").astype("int64").to_numpy()
    wanted = lines[lines["task_id"].isin(list(task_ids))]
    rows = {
        task_id: np.interp(stamps, plan["day"].astype("datetime64[us]").astype("int64").to_numpy(), plan["planned"])
        for task_id, plan in wanted.groupby("task_id", sort=False)
    }
    return pd.DataFrame.from_dict(rows, orient="index", columns=list(days))


def summed_plan(lines: pd.DataFrame, tasks: pd.DataFrame, days: Sequence[pd.Timestamp]) -> pd.DataFrame:
    """The plans of all tasks together by weight: day, planned (%)."""
    plan = planned_by_day(lines, tasks["task_id"].tolist(), days)
    weight = tasks.set_index("task_id")["weight"].fillna(1.0).reindex(plan.index)
    planned = plan.mul(weight, axis=0).sum() / weight.sum() if weight.sum() > 0 else plan.mean()
    return pd.DataFrame({"day": list(days), "planned": planned.to_numpy()})


def summed_actual(history: pd.DataFrame) -> pd.DataFrame:
    """What was done at each evaluation, by weight over the tasks known then: day, actual, planned (of the same tasks),
    known, of (how many tasks)."""
    rows = []
    for when, tasks in history.groupby("as_of"):
        mean = _mean("", tasks, whole=True)
        rows.append({"day": when} | {name: mean[name] for name in ("actual", "planned", "known", "of")})
    return pd.DataFrame(rows, columns=["day", "actual", "planned", "known", "of"])


def summed_forecast(tasks: pd.DataFrame, finishes: Finish, *, as_of: pd.Timestamp, weeks: int = 60) -> pd.DataFrame:
    """Where it leads, by weight: day, low, likely, high (%), from the data date on until even the latest finish.

    Each known task goes straight from its actual to 100 % at its earliest, expected and latest finish; the edges are
    those where all tasks are late, or early, together. Empty where no task has an expected finish; a task without one
    stays where it is, so the sum need not reach 100 %.
    """
    known = tasks[tasks["actual"].notna()]
    found = {task_id: days for task_id, days in finishes.items() if task_id in set(known["task_id"])}
    if not found:
        return pd.DataFrame(columns=["day", "low", "likely", "high"])
    as_of = pd.Timestamp(as_of)
    last = min(max(days[2] for days in found.values()), as_of + pd.Timedelta(weeks=weeks))
    days = pd.date_range(as_of, last + pd.Timedelta(days=7), freq="7D")
    weight = known["weight"].fillna(1.0).to_numpy()
    edges = {}
    for name, place in (("low", 2), ("likely", 1), ("high", 0)):
        each = [_way(row, found.get(row["task_id"]), place, days=days) for row in known.to_dict("records")]
        edges[name] = np.average(np.array(each), axis=0, weights=weight)
    return pd.DataFrame({"day": days} | edges)


def _way(row: dict, finish: tuple | None, place: int, *, days: pd.DatetimeIndex) -> np.ndarray:
    """One task's percent on days, straight from the first of them to its finish."""
    actual = min(row["actual"], _FULL)
    if finish is None:
        return np.full(len(days), actual)
    ahead = (days - days[0]) / pd.Timedelta(days=1)
    length = max(1.0, (finish[place] - days[0]) / pd.Timedelta(days=1))
    return np.minimum(_FULL, actual + (_FULL - actual) * np.asarray(ahead) / length)


def _groups(tasks: pd.DataFrame) -> pd.Series:
    return tasks["category"].fillna(tasks["board"]).fillna("未分类")


def _order(groups: pd.Series) -> list[str]:
    return [*CLASSES, *(name for name in groups.unique() if name not in CLASSES)]


def _ranks(groups: pd.Series) -> dict[str, int]:
    return {name: place for place, name in enumerate(_order(groups))}
