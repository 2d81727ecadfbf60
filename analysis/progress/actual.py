"""Actual progress A(t): what was reported, held against finished nodes and against what a visit saw."""

import numpy as np
import pandas as pd

from analysis.facts.days import texts
from analysis.facts.known import Known
from analysis.facts.progress import last_reports
from analysis.rules.rulepack import RulePack

__all__ = ["actual_progress", "last_visits", "node_progress", "reckoned"]

NODES, VISIT = "填报高于节点", "高于核验"
_ROUNDING = 1e-9


def actual_progress(known: Known, *, at: np.ndarray, rules: RulePack) -> pd.DataFrame:
    """Per task i at day `at[i]` ≤ `known.day[i]`, by SCORING.md 2.

    reported (R), reported_on, report_place: the last report; node_percent (M, NaN where no ledger tells the states of
    the nodes), next_points (w of the next open node, pp); verified, verified_on: the last visit that gave a figure;
    actual: min(max(R, M), M + κ·w) where M is known and a node is open, else R, else M; never more than a recent
    visit's figure + margin. Neither R nor M: unknown. cut: why it is less than reported, or None.
    """
    found = reckoned(known, at=at, rules=rules)
    cut = _cut(found["reported"], found.pop("found"), found["actual"])
    return pd.DataFrame(found | {"cut": cut})


def reckoned(known: Known, *, at: np.ndarray, rules: RulePack) -> dict[str, np.ndarray]:
    """The same as arrays, without cut, and with found: what it would be if nobody had visited."""
    report = last_reports(known.reports, at)
    nodes = node_progress(known, at=at)
    visit = last_visits(known, at=at)
    reported, done = report["percent"].to_numpy(), nodes["percent"].to_numpy()
    limit = done + rules.actual.next_node_share * nodes["next_points"].to_numpy()
    found = np.fmin(np.fmax(reported, done), limit)
    fresh = at - visit["day"].to_numpy() <= rules.actual.verified_days
    seen = np.where(fresh, visit["verified"].to_numpy() + rules.actual.verified_margin, np.nan)
    actual = np.where(np.isnan(found), np.nan, np.fmin(found, seen))
    return {
        "reported": reported,
        "reported_on": report["day"].to_numpy(),
        "report_place": report["place"].to_numpy(),
        "node_percent": done,
        "next_points": nodes["next_points"].to_numpy(),
        "verified": visit["verified"].to_numpy(),
        "verified_on": visit["day"].to_numpy(),
        "actual": actual,
        "found": found,
    }


def _cut(reported: np.ndarray, found: np.ndarray, actual: np.ndarray) -> pd.Series:
    """The rule that held the report back; the visit's comes last in the reckoning and so is the one named."""
    by_nodes = found < reported - _ROUNDING
    by_visit = actual < np.fmin(found, reported) - _ROUNDING
    return texts([by_visit, by_nodes], [VISIT, NODES], default="")


def node_progress(known: Known, *, at: np.ndarray) -> pd.DataFrame:
    """M per task: percent (weights of nodes done ÷ all weights, 0/100 rule, Oracle P6 [P]) and next_points, the weight
    of the earliest open node in points (NaN when all are done: nothing is left to run ahead of)."""
    nodes, count = known.milestones, len(known.tasks)
    task, points = nodes["task"].to_numpy(), nodes["points"].to_numpy()
    done = nodes["done"].to_numpy() & ~(nodes["done_day"].to_numpy() > at[task])
    told = np.bincount(task[nodes["known"].to_numpy()], minlength=count) > 0
    percent = np.bincount(task, weights=points * done, minlength=count)
    all_done = np.bincount(task, weights=~done, minlength=count) == 0
    percent = np.where(all_done, 100.0, percent)  # shares of thirds sum to 99.999…
    following = np.full(count, np.nan)
    left = np.flatnonzero(~done)[::-1]  # nodes are sorted by day: the last one written is the earliest
    following[task[left]] = points[left]
    return pd.DataFrame({"percent": np.where(told, percent, np.nan), "next_points": np.where(told, following, np.nan)})


def last_visits(known: Known, *, at: np.ndarray) -> pd.DataFrame:
    """Of each task i the last visit with a verified figure by day `at[i]`: verified, day; of several on one day the
    lowest figure, since it is the one that was seen to be true."""
    visits = known.visits
    if visits.empty:
        nothing = np.full(len(known.tasks), np.nan)
        return pd.DataFrame({"verified": nothing, "day": nothing})
    visits = visits[visits["verified"].notna() & (visits["day"] <= at[visits["task"]])]
    visits = visits.sort_values(["task", "day", "verified"], ascending=[True, False, True])
    last = visits.drop_duplicates("task").set_index("task")
    return last[["verified", "day"]].reindex(range(len(known.tasks)))
