"""The index of a task: four scores with fixed goalposts, weighted, what is missing left out. SCORING.md 4."""

import numpy as np
import pandas as pd

from analysis.composite.aggregating import with_share
from analysis.facts.known import Known
from analysis.facts.progress import last_reports
from analysis.rules.rulepack import RulePack

__all__ = [
    "SCORES", "SCORE_NAMES", "composite", "late_share", "node_scores", "problem_scores", "progress_score", "task_index",
]  # fmt: skip

SCORES = {"s1": "progress", "s2": "nodes", "s3": "visits", "s4": "problems"}
"""Sub-score -> its weight in the rule pack's `index.weights`."""

SCORE_NAMES = {"s1": "进度", "s2": "节点准时", "s3": "现场质量", "s4": "问题整改"}
"""Sub-score -> its name for people."""


def task_index(found: pd.DataFrame, known: Known, rules: RulePack) -> pd.DataFrame:
    """s1 … s4, index and known_share (weight of the known scores) of every row of `measures`.

    A task that nobody reported has no index; nor has one that was registered after its own deadline, or is exempt.
    """
    count = len(found)
    scores = pd.DataFrame(
        {
            "s1": progress_score(found["lag"], slope=rules.index.slope).to_numpy(),
            "s2": _mean_by_task(
                known.milestones, node_scores(known, rules), weights=known.milestones["points"], count=count
            ),
            "s3": visit_scores(known, rules),
            "s4": _mean_by_task(
                known.problems, problem_scores(known, rules), weights=known.problems["weight"], count=count
            ),
        }
    )
    weights = pd.Series({score: getattr(rules.index.weights, name) for score, name in SCORES.items()})
    index, share = composite(scores, weights, min_known=rules.index.min_known)
    judged = found["actual"].notna() & ~found["late_entry"] & ~found["exempt"]
    return scores.assign(index=index.where(judged), known_share=share)


def progress_score(lag: pd.Series | pd.DataFrame, *, slope: float | np.ndarray) -> pd.Series | pd.DataFrame:
    """s1: 100 at or ahead of the plan, `slope` points less for each percentage point behind; being ahead earns nothing.
    A table of lags may have a slope for each of its columns.

    >>> progress_score(pd.Series([-20.0, 10.0, 60.0, None]), slope=2).tolist()
    [100.0, 80.0, 0.0, nan]
    """
    return (100 - slope * lag.clip(lower=0)).clip(0, 100)


def composite(scores: pd.DataFrame, weights: pd.Series, *, min_known: float) -> tuple[pd.Series, pd.Series]:
    """Weighted mean of the known scores of each row, and the share of weight that is known. A missing score is neutral
    (weights renormalised, COINr a_amean [P]); below `min_known` there is no mean (COINr dat_thresh [P]).

    >>> table = pd.DataFrame({"a": [80.0, 80.0], "b": [40.0, None]})
    >>> [column.tolist() for column in composite(table, pd.Series({"a": 3.0, "b": 1.0}), min_known=0.5)]
    [[70.0, 80.0], [1.0, 0.75]]
    """
    values, own = scores.to_numpy("float64"), weights.reindex(scores.columns).to_numpy("float64")
    mean, share = with_share(values, own, way="arithmetic", min_known=min_known)
    return pd.Series(mean, index=scores.index), pd.Series(share, index=scores.index)


def late_share(days_late: np.ndarray, *, late_days: float) -> np.ndarray:
    """100 on time, falling evenly to 0 at `late_days`.

    >>> late_share(np.array([-3.0, 0.0, 15.0, 90.0]), late_days=60).tolist()
    [100.0, 100.0, 75.0, 0.0]
    """
    return 100 * np.clip(1 - np.maximum(days_late, 0) / late_days, 0, 1)


def node_scores(known: Known, rules: RulePack) -> np.ndarray:
    """s2 of each node due by now; NaN for nodes to come, of unknown state, exempt, or done on nobody knows which
    day."""
    nodes = known.milestones
    today = known.day[nodes["task"]]
    until = np.where(nodes["done"], nodes["done_day"], today)
    counted = nodes["known"] & (nodes["due"] <= today) & ~nodes["exempt"]
    return np.where(counted, late_share(until - nodes["due"].to_numpy(), late_days=rules.index.late_days), np.nan)


def problem_scores(known: Known, rules: RulePack) -> np.ndarray:
    """s4 of each problem that is closed or due; NaN while it is neither, or without a day it should be closed by."""
    problems = known.problems
    due, closed = problems["due"].to_numpy(), problems["closed"].to_numpy()
    open_, today = np.isnan(closed), known.day[problems["task"]]
    late = np.where(open_, today, closed) - due
    return np.where(open_ & ~(due <= today), np.nan, late_share(late, late_days=rules.index.late_days))


def visit_scores(known: Known, rules: RulePack) -> np.ndarray:
    """s3 per task: mean of its last scored visits, less what the report of the last verifying visit's day said too
    much."""
    count = len(known.tasks)
    scored = counted_visits(known, rules)
    mean = _mean_by_task(scored, scored["score"].to_numpy(), weights=np.ones(len(scored)), count=count)
    gap = np.maximum(np.nan_to_num(overstated(known)["gap"].to_numpy()), 0)
    return np.clip(mean - rules.index.gap_slope * gap, 0, 100)


def counted_visits(known: Known, rules: RulePack) -> pd.DataFrame:
    """The last scored visits of each task, newest first."""
    scored = known.visits[known.visits["score"].notna()]
    scored = scored.sort_values(["task", "day", "score"], ascending=[True, False, True])
    return scored[scored.groupby("task").cumcount() < rules.index.visits_counted]


def overstated(known: Known) -> pd.DataFrame:
    """Per task: gap (pp) between the report that stood on the day of the last verifying visit and what was seen there,
    report (%) and visit (position in `known.visits`, −1 for none). Later progress is not held against an old visit."""
    count = len(known.tasks)
    seen = known.visits[known.visits["verified"].notna()]
    last = seen.sort_values(["task", "day", "verified"], ascending=[True, False, True]).drop_duplicates("task")
    day, verified, place = np.full(count, np.nan), np.full(count, np.nan), np.full(count, -1)
    day[last["task"]], verified[last["task"]], place[last["task"]] = last["day"], last["verified"], last.index
    report = last_reports(known.reports, day)
    return pd.DataFrame(
        {"gap": report["percent"] - verified, "report": report["percent"], "place": report["place"], "visit": place}
    )


def _mean_by_task(rows: pd.DataFrame, scores: np.ndarray, *, weights: object, count: int) -> np.ndarray:
    """Weighted mean of the known scores of each task; NaN where none is known."""
    told = ~np.isnan(scores)
    task, weight = rows["task"].to_numpy()[told], np.asarray(weights, dtype="float64")[told]
    total = np.bincount(task, weights=weight, minlength=count)
    value = np.bincount(task, weights=weight * scores[told], minlength=count)
    return np.divide(value, total, out=np.full(count, np.nan), where=total > 0)
