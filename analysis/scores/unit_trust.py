"""How much places of units owe to choices that could have been made otherwise: the index reckoned many times with other
weights, another mean, another slope, another allowance for reports ahead of their nodes, with and without drawing in.
SCORING.md 6; the same seed gives the same answer on every machine."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.composite.aggregating import aggregated
from analysis.composite.engine import places
from analysis.composite.uncertainty import chosen, in_parts, sobol
from analysis.facts.known import known
from analysis.facts.sifting import Facts
from analysis.progress.measures import measures
from analysis.ranking.in_runs import drawn_in_runs, pooled_in_runs
from analysis.rules.rulepack import RulePack
from analysis.scores.groups import group_index, known_projects
from analysis.scores.index import SCORE_NAMES, SCORES, composite, progress_score
from analysis.scores.places import drawn_in
from analysis.scores.scoring import Scores
from analysis.scores.unit_parts import answered, task_shares

__all__ = ["FACTORS", "Spread", "moving_choices", "node_share_lags", "reweighed", "unit_places"]

Values = NDArray[np.float64]


@dataclass(frozen=True)
class Spread:
    """How far choices may lie from the rule pack's: weights and slope by this share, the allowance for reports ahead of
    their nodes (κ) by this much, tried at so many `steps`."""

    weights: float = 0.25
    slope: float = 0.25
    node_share: float = 0.1
    steps: int = 5


FACTORS = (
    *((SCORES[score], f"{name}的权重") for score, name in SCORE_NAMES.items()),
    ("aggregation", "四项怎样合成"), ("slope", "落后一点扣几分"), ("node_share", "超出节点认多少"),
    ("shrinkage", "要不要向均值收缩"),
)  # fmt: skip
"""The choices: code, name for people; each a uniform number of a run, in this order."""

_AGGREGATION, _SLOPE, _NODE_SHARE, _SHRINKAGE = range(4, 8)
_MEANS = ("arithmetic", "geometric")
_MIDDLE = 0.5


def node_share_lags(facts: Facts, *, as_of: date, rules: RulePack, spread: Spread = Spread()) -> pd.DataFrame:
    """The lag of every task (index: task_id), a column for each allowance κ that is tried, the pack's in the middle."""
    seen, own = known(facts, as_of=as_of, rules=rules), rules.actual.next_node_share
    tried = np.clip(np.linspace(own - spread.node_share, own + spread.node_share, spread.steps), 0, 1)
    packs = [replace(rules, actual=replace(rules.actual, next_node_share=float(share))) for share in tried]
    lags = [measures(seen, pack)["lag"].to_numpy("float64") for pack in packs]
    return pd.DataFrame(np.column_stack(lags), index=pd.Index(seen.tasks["task_id"]), columns=range(len(lags)))


class _Sequence(NamedTuple):
    """One sequence as arrays. scores: tasks × 4; lags: κ × tasks; task, share: of each row (unit × task), its task and
    its share in its project; row_starts: first row of each project; unit, weight: of each project; unit_starts: first
    project of each unit; effective: of each unit; ranked: which units have a place; own: their places."""

    rules: RulePack
    scores: Values
    lags: Values
    task: NDArray[np.int64]
    share: Values
    row_starts: NDArray[np.int64]
    unit: NDArray[np.int64]
    weight: Values
    unit_starts: NDArray[np.int64]
    effective: Values
    ranked: NDArray[np.bool_]
    own: Values


def _sequence(scores: Scores, lags: pd.DataFrame, kind: str) -> _Sequence | None:
    """The units of a kind that have an index, in their order; None where nobody has a place."""
    rules, tasks = scores.rules, scores.tasks.reset_index(drop=True)
    units = scores.units[scores.units["kind"].eq(kind) & scores.units["index"].notna()].reset_index(drop=True)
    if units["rank"].isna().all():
        return None
    rows = answered(tasks)
    project = pd.MultiIndex.from_frame(rows[["unit", "project_id"]])
    whole = rows["weight"].groupby(project).transform("sum").to_numpy()
    rows = rows.assign(
        share=task_shares(rows, min_known=rules.index.min_known), whole=whole, project=pd.factorize(project)[0],
        place=units.set_index("unit").index.get_indexer(rows["unit"]),
        at=tasks.set_index("task_id").index.get_indexer(rows["task_id"]),
    )  # fmt: skip
    rows = rows[(rows["share"] > 0) & (rows["place"] >= 0)].sort_values(["place", "project"], kind="stable")
    starts = np.flatnonzero(np.diff(rows["project"].to_numpy(), prepend=-1))
    within = rows.groupby("project")["share"].transform("sum")
    unit = rows["place"].to_numpy()[starts]
    ranked = units["rank"].notna().to_numpy()
    return _Sequence(
        rules=rules, scores=tasks[list(SCORES)].to_numpy("float64"),
        lags=lags.reindex(tasks["task_id"]).to_numpy("float64").T, task=rows["at"].to_numpy(),
        share=(rows["share"] / within).to_numpy(), row_starts=starts, unit=unit,
        weight=rows["whole"].to_numpy()[starts],
        unit_starts=np.flatnonzero(np.diff(unit, prepend=-1)), effective=units["effective"].to_numpy("float64"),
        ranked=ranked, own=units.loc[ranked, "rank"].to_numpy("float64"),
    )  # fmt: skip


def _placed(case: _Sequence, drawn: Values, spread: Spread) -> Values:
    """The places (runs × ranked units) that uniform numbers (runs × FACTORS) give; unknown in a run without order."""
    found = np.full((len(drawn), int(case.ranked.sum())), np.nan)
    numbers = 4 * case.scores.size + len(case.task) + len(case.unit)
    for part in in_parts(np.arange(len(drawn)), numbers):
        found[part] = places(_indices(case, drawn[part], spread)[:, case.ranked])
    return found


def _indices(case: _Sequence, drawn: Values, spread: Spread) -> Values:
    """The index of every unit in every run, drawn in where the run says so; unknown in a run without order.

    Who is judged does not change, only how: a task counts where it counts by the rule pack itself."""
    tasks = _task_indices(case, drawn, spread)
    project = np.add.reduceat(tasks[:, case.task] * case.share, case.row_starts, axis=1)
    total = np.add.reduceat(case.weight, case.unit_starts)
    index = np.add.reduceat(project * case.weight, case.unit_starts, axis=1) / total
    error = pooled_in_runs(case.unit, project, case.weight)[:, None] / case.effective
    return np.where(drawn[:, [_SHRINKAGE]] < _MIDDLE, drawn_in_runs(index, error), index)


def _task_indices(case: _Sequence, drawn: Values, spread: Spread) -> Values:
    """The index of every task in every run."""
    rule = case.rules.index
    slope = rule.slope * (1 + spread.slope * (2 * drawn[:, _SLOPE] - 1))
    lag = case.lags[chosen(drawn[:, _NODE_SHARE], case.lags)]
    values = np.repeat(case.scores[None], len(drawn), axis=0)
    values[:, :, 0] = progress_score(pd.DataFrame(lag.T), slope=slope).to_numpy().T
    own = np.array([getattr(rule.weights, name) for name in SCORES.values()])
    weights = own * (1 + spread.weights * (2 * drawn[:, : len(own)] - 1))
    mean, found = chosen(drawn[:, _AGGREGATION], _MEANS), np.empty(values.shape[:2])
    for i, way in enumerate(_MEANS):
        found[mean == i] = aggregated(values[mean == i], weights[mean == i], way=way, min_known=0.0)
    return found


def unit_places(
    scores: Scores, lags: pd.DataFrame, *, kind: str, runs: int = 200, seed: int, spread: Spread = Spread()
) -> pd.DataFrame:
    """Per unit of a sequence that has a place: unit, rank (the published one), median, low, high (5 % and 95 % of the
    places over all runs that have an order), share_kept (of all runs that give the published place) and share_even (of
    all runs in which the units differ by no more than chance). lags: `node_share_lags`."""
    case = _sequence(scores, lags, kind)
    if case is None:
        return pd.DataFrame(columns=["unit", "rank", "median", "low", "high", "share_kept", "share_even"])
    found = _placed(case, np.random.default_rng(seed).random((runs, len(FACTORS))), spread)
    ordered = found[~np.isnan(found[:, 0])]
    ends = np.full((3, found.shape[1]), np.nan)
    if len(ordered):
        ends = np.percentile(ordered, [5, 50, 95], axis=0, method="inverted_cdf")
    units = scores.units
    return pd.DataFrame(
        {
            "unit": units.loc[units["kind"].eq(kind) & units["rank"].notna(), "unit"].to_numpy(), "rank": case.own,
            "median": ends[1], "low": ends[0], "high": ends[2], "share_kept": (found == case.own).mean(axis=0),
            "share_even": 1 - len(ordered) / runs,
        }
    )  # fmt: skip


def moving_choices(
    scores: Scores, lags: pd.DataFrame, *, kind: str, runs: int = 256, seed: int, spread: Spread = Spread()
) -> pd.DataFrame:
    """Which choice moves the places of a sequence most: one row per choice (`FACTORS`): factor, name, first (share of
    the variance of the mean change of place that it makes alone), total (with its interplay). In a run without order
    everybody stands in the middle. runs: a power of two."""
    case = _sequence(scores, lags, kind)
    codes, names = zip(*FACTORS, strict=True)
    first = total = np.zeros(len(FACTORS))
    if case is not None:
        middle = (len(case.own) + 1) / 2

        def shift(drawn: Values) -> Values:
            found = _placed(case, drawn, spread)
            return np.abs(np.where(np.isnan(found), middle, found) - case.own).mean(axis=1)

        first, total = sobol(shift, len(FACTORS), runs=runs, seed=seed)
    return pd.DataFrame({"factor": codes, "name": names, "first": first, "total": total})


def reweighed(scores: Scores, weights: Mapping[str, float]) -> pd.DataFrame:
    """What other weights of the four scores (progress, nodes, visits, problems; 0 leaves one out) would make of the
    places, all else by the rule pack: unit, kind, index and rank now (drawn in), index_then, rank_then, held_then (why
    there would be no place), change (places gained, below 0: lost). Raises ValueError where no weight is left.
    """
    own = pd.Series({score: float(weights[name]) for score, name in SCORES.items()})
    if (own < 0).any() or not own.sum() > 0:
        raise ValueError("四项权重都是 0，算不出指数；请至少给一项大于 0 的权重。")
    rules, tasks, now = scores.rules, scores.tasks, scores.units.reset_index(drop=True)
    index, _ = composite(tasks[list(SCORES)], own, min_known=rules.index.min_known)
    judged = tasks["actual"].notna() & ~tasks["late_entry"] & ~tasks["exempt"]
    rows = answered(tasks.assign(index=index.where(judged)))
    names = pd.Index(now["unit"])
    found = group_index(names.get_indexer(rows["unit"]), rows, count=len(names), min_known=rules.index.min_known)
    table = now[["unit", "kind"]].assign(index=found["index"])
    then = drawn_in(table, known_projects(rows.assign(group=rows["unit"]), names, rules), rules.ranking)
    return pd.DataFrame(
        {
            "unit": now["unit"], "kind": now["kind"], "index": now["shrunk_index"], "rank": now["rank"],
            "held": now["held_back"], "index_then": then["shrunk_index"], "rank_then": then["rank"],
            "held_then": then["held_back"], "change": now["rank"] - then["rank"],
        }
    )  # fmt: skip
