"""Where the points of a unit's index go, and what makes two units or two days differ, in parts that add up exactly.

A unit is the mean of its projects, a project of its tasks, a task of its four scores, each time of what is known. So
every known score of every task has a share of the unit's index, the shares add up to 1, and what a score falls short
of full marks, times its share, is what it takes off the index."""

import numpy as np
import pandas as pd

from analysis.composite.explaining import difference_sentence
from analysis.rules.rulepack import RulePack
from analysis.scores.index import SCORE_NAMES, SCORES
from analysis.scores.scoring import project_ids

__all__ = ["answered", "lost_by", "lost_tasks", "unit_difference", "unit_difference_sentence", "unit_parts"]

_BY = {"score": ["score", "name"], "project": ["project_id", "project"]}
_COLUMNS = ["unit", "project_id", "project", "task_id", "task", "score", "name", "points", "share", "loss"]


def answered(tasks: pd.DataFrame) -> pd.DataFrame:
    """One row per unit and scored task that counts for it (`unit`, `project_id` and the columns of `Scores.tasks`):
    once for each lead unit and each town named; late entries and exempt tasks count for nobody."""
    own = tasks[~(tasks["late_entry"] | tasks["exempt"]).to_numpy(bool)]
    names = [list(dict.fromkeys([*lead, *towns])) for lead, towns in zip(own["lead_units"], own["towns"], strict=True)]
    named = own["project"].astype("object").where(own["project"].notna(), own["task"])
    own = own.assign(project_id=project_ids(own), project=named, unit=pd.Series(names, index=own.index, dtype="object"))
    return own.explode("unit").dropna(subset=["unit"]).reset_index(drop=True)


def unit_parts(tasks: pd.DataFrame, rules: RulePack) -> pd.DataFrame:
    """One row per unit, task and known score: unit, project_id, project, task_id, task, score (s1 … s4), name (of the
    score), points (0–100), share (of the unit's index) and loss (points that it takes off the index).

    The losses of a unit add up to 100 less its index (`Scores.units`); a unit without an index has no row. Splitting a
    task in two, or the order of tasks, changes nothing.
    """
    rows = answered(tasks)
    share = task_shares(rows, min_known=rules.index.min_known)
    points = rows[list(SCORES)].to_numpy("float64")
    weights = np.array([getattr(rules.index.weights, name) for name in SCORES.values()])
    weights = np.where(np.isnan(points), 0.0, weights)
    whole = weights.sum(axis=1, keepdims=True)
    own = share[:, None] * np.divide(weights, whole, out=np.zeros(weights.shape), where=whole > 0)
    row, score = np.nonzero(own > 0)
    known = rows[["unit", "project_id", "project", "task_id", "task"]].iloc[row].reset_index(drop=True)
    scores = np.array(list(SCORES), dtype="object")[score]
    part, told = own[row, score], points[row, score]
    return known.assign(
        score=scores, name=[SCORE_NAMES[each] for each in scores], points=told, share=part, loss=part * (100 - told)
    )[_COLUMNS]


def task_shares(rows: pd.DataFrame, *, min_known: float) -> np.ndarray:
    """The share of each row (`answered`) in its unit's index: of the task in the known tasks of its project, times that
    of the project in the unit's projects of which enough is known; 0 where the task, its project or its unit has no
    index. As `analysis.scores.groups.group_index` reckons."""
    weight = rows["weight"].to_numpy("float64")
    known = np.where(rows["index"].notna(), weight, 0.0)
    table = pd.DataFrame({"unit": rows["unit"], "project": rows["project_id"], "weight": weight, "known": known})
    project = table.groupby(["unit", "project"], sort=False)[["weight", "known"]].transform("sum").to_numpy()
    enough = (project[:, 1] > 0) & (project[:, 1] >= (min_known - 1e-9) * project[:, 0])
    table["counted"] = np.where(enough, weight, 0.0)
    sums = table.groupby("unit", sort=False)[["weight", "known", "counted"]].transform("sum")
    whole, told, counted = sums.to_numpy().T
    judged = enough & (known > 0) & (told >= (min_known - 1e-9) * whole)
    within = np.divide(known * project[:, 0], project[:, 1], out=np.zeros(len(rows)), where=judged)
    return np.divide(within, counted, out=np.zeros(len(rows)), where=judged)


def lost_by(parts: pd.DataFrame, unit: str, *, by: str, most: int | None = None) -> pd.DataFrame:
    """What each score (by="score") or project (by="project") takes off a unit's full marks: name, part (0 or below),
    task_id and task (the one in which most of it is lost), the largest first; the parts add up to the index less 100.
    Beyond `most` the others are one row, of no task."""
    own = parts[parts["unit"].eq(unit)].groupby([*_BY[by], "task_id"], sort=False)
    tasks = own.agg(loss=("loss", "sum"), task=("task", "first")).reset_index()
    groups = tasks.groupby(_BY[by], sort=False)["loss"]
    table = tasks.loc[groups.idxmax()].assign(part=0.0 - groups.sum().to_numpy())
    table = table.rename(columns={_BY[by][1]: "name"})[["name", "part", "task_id", "task"]]
    table = table[table["part"] < 0].sort_values("part", kind="stable", ignore_index=True)
    if most is None or len(table) <= most + 1:
        return table
    name, part = f"其余 {len(table) - most} 个合计", table["part"].iloc[most:].sum()
    rest = pd.DataFrame([{"name": name, "part": part, "task_id": None, "task": None}])
    return pd.concat([table.head(most), rest], ignore_index=True)


def lost_tasks(parts: pd.DataFrame, unit: str, *, most: int = 5) -> pd.DataFrame:
    """The tasks that take most off a unit's index: task_id, task, loss, and how much by each score (`names`: (name,
    loss) pairs, the largest first)."""
    own = parts[parts["unit"].eq(unit) & (parts["loss"] > 0)].sort_values("loss", ascending=False, kind="stable")
    table = own.groupby("task_id", sort=False).agg(task=("task", "first"), loss=("loss", "sum")).reset_index()
    pairs = own.groupby("task_id", sort=False)[["name", "loss"]].apply(lambda rows: list(rows.itertuples(False, None)))
    names = [pairs[each] for each in table["task_id"]]
    table = table.assign(names=pd.Series(names, index=table.index, dtype="object"))
    return table.sort_values("loss", ascending=False, kind="stable", ignore_index=True).head(most)


def unit_difference(
    parts: pd.DataFrame, unit: str, *, other: str, before: pd.DataFrame | None = None, by: str = "score"
) -> pd.DataFrame:
    """What makes a unit's index differ from `other`'s, or from `other`'s on an earlier day (`before`: its
    `unit_parts`): name, part, the largest first; the parts add up to the difference. Empty where one of the two has no
    index."""
    mine, theirs = _lost(parts, unit, by=by), _lost(parts if before is None else before, other, by=by)
    if mine.empty or theirs.empty:
        return pd.DataFrame({"name": pd.Series(dtype="object"), "part": pd.Series(dtype="float64")})
    both = theirs.sub(mine, fill_value=0.0)
    both = both[both != 0].sort_values(key=np.abs, ascending=False, kind="stable")
    return pd.DataFrame({"name": both.index.get_level_values(1).to_list(), "part": both.to_numpy()})


def _lost(parts: pd.DataFrame, unit: str, *, by: str) -> pd.Series:
    return parts[parts["unit"].eq(unit)].groupby(_BY[by], sort=False)["loss"].sum()


def unit_difference_sentence(table: pd.DataFrame, unit: str, other: str, *, most: int = 4) -> str:
    """The difference in one sentence that can be read aloud; `table` from `unit_difference`.

    >>> table = pd.DataFrame({"name": ["进度", "节点准时"], "part": [-15.1, -6.0]})
    >>> unit_difference_sentence(table, "浸潭镇", "太平镇")
    '浸潭镇比太平镇低 21.1 分：进度低 15.1 分，节点准时低 6.0 分。'
    """
    return difference_sentence(table, unit, other, most=most)
