"""Places of units among their peers, as honest as few projects allow. SCORING.md 5: the index is drawn to the mean of
the sequence, the further the fewer projects a unit has; who has too few is listed without a place, and where the units
differ by no more than chance there is no order at all."""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from analysis.ranking.intervals import expected_ranks, rank_intervals
from analysis.ranking.naming import BOTTOM, TOP, named
from analysis.ranking.shrinkage import pooled_variance, shrunk

if TYPE_CHECKING:
    from analysis.rules.rulepack import Ranking

__all__ = [
    "FEW",
    "OF_PLACES",
    "UNJUDGED",
    "UNSURE",
    "Projects",
    "drawn_in",
    "final_index",
    "ranks",
    "unnamed_why",
    "with_intervals",
]

FEW, UNSURE, UNJUDGED = "样本不足", "差异不显著", "不评"
"""Why a unit of a ranked sequence has no place: too few projects, no difference beyond chance, no index."""

OF_PLACES = ("rank_low", "rank_high", "expected_rank", "p_top", "p_bottom")
"""What says how sure a place is."""


class Projects(NamedTuple):
    """The known projects of units: which unit each belongs to (place in the table of units), its index, its weight."""

    unit: np.ndarray
    index: np.ndarray
    weight: np.ndarray


def drawn_in(units: pd.DataFrame, projects: Projects, rule: "Ranking") -> pd.DataFrame:
    """Per row of `units` (index, kind): effective (number of equal projects that its projects are worth), shrunk_index,
    spread (its standard error), raw_rank (by the index as it is), rank (by shrunk_index) and held_back (why there is no
    rank: FEW, UNSURE, UNJUDGED; None for the ranked and for kinds that are not ranked).

    The error of a unit's index is the variance of projects within the units of its kind, all units together, divided by
    its effective number; what the units truly differ by is estimated by Paule and Mandel."""
    own, ones = projects.weight, len(units)
    squares = np.bincount(projects.unit, weights=own**2, minlength=ones)
    whole = np.bincount(projects.unit, weights=own, minlength=ones)
    effective = np.divide(whole**2, squares, out=np.zeros(ones), where=squares > 0)
    raw = ranks(units["index"], units["kind"], rule.kinds).to_numpy()
    table = units[["index", "kind"]].reset_index(drop=True).assign(effective=effective, raw_rank=raw)
    sequences = [_sequence(table[table["kind"].eq(kind)], projects, rule=rule) for kind in rule.kinds]
    places = pd.concat(sequences).reindex(table.index)
    table = table.drop(columns=["index", "kind"])
    held = places["held_back"].astype("object")
    places = places.assign(held_back=held.where(held.notna(), None))
    return table.assign(**places).set_axis(units.index)


def _sequence(units: pd.DataFrame, projects: Projects, *, rule: "Ranking") -> pd.DataFrame:
    """shrunk_index, spread, rank and held_back of one sequence: some rows of the table of units, in its order."""
    index, effective, rows = (each.to_numpy() for each in (units["index"], units["effective"], units.index))
    found = pd.DataFrame({"shrunk_index": np.nan, "spread": np.nan, "rank": np.nan}, index=rows)
    told = ~np.isnan(index)
    enough = told & (effective >= rule.min_effective - 1e-9)
    why = np.select([enough, told], [UNSURE, FEW], default=UNJUDGED).astype("object")
    mine = np.isin(projects.unit, rows[told])
    within = pooled_variance(np.searchsorted(rows, projects.unit[mine]), projects.index[mine], projects.weight[mine])
    if told.any() and not np.isnan(within):
        drawn = shrunk(index[told], within / effective[told])
        found.loc[told, "shrunk_index"], found.loc[told, "spread"] = drawn.index, drawn.sd
        if drawn.differ and enough.sum() > 1:
            found["rank"] = found["shrunk_index"].round(9).where(enough).rank(method="min", ascending=False)
            why[enough] = None
    return found.assign(held_back=why)


def ranks(index: pd.Series, kind: pd.Series, kinds: tuple[str, ...]) -> pd.Series:
    """Rank within the kind, highest index first, ties share the smaller rank; no index or another kind: no rank."""
    judged = index.round(9).where(kind.isin(kinds))  # what differs by rounding of sums alone is a tie
    return judged.groupby(np.asarray(kind)).rank(method="min", ascending=False)


def with_intervals(units: pd.DataFrame, rule: "Ranking") -> pd.DataFrame:
    """`units` with how sure each place is: rank_low and rank_high (the places between which `rule.interval` of seeded
    draws lie), expected_rank (exact, as a check), p_top and p_bottom (share of draws in the first and in the last
    quarter), and named (居前, 居后 or None): only who is surely there *and* has met or missed the target is named."""
    table = units.assign(**dict.fromkeys(OF_PLACES, np.nan))
    for kind in rule.kinds:
        mine = (table["kind"].eq(kind) & table["rank"].notna()).to_numpy(bool)
        if mine.any():
            mean, sd = (table[name].to_numpy("float64")[mine] for name in ("shrunk_index", "spread"))
            sure = rank_intervals(
                mean, sd, draws=rule.draws, seed=rule.seed, level=rule.interval, share=rule.quarter
            ).set_axis(["rank_low", "rank_high", "p_top", "p_bottom"], axis=1)
            sure["expected_rank"] = expected_ranks(mean, sd)
            table.loc[mine, list(OF_PLACES)] = sure[list(OF_PLACES)].to_numpy()
    index = table["shrunk_index"].round(9)
    told = table.assign(met=index >= rule.target_met, missed=index < rule.target_missed)
    return table.assign(named=named(told, probability=rule.probability))


def unnamed_why(unit: "pd.Series | dict", rule: "Ranking") -> str:
    """Why a unit may be named in front of the others or may not, in one sentence; "" where it is not of a ranked kind.

    >>> from analysis.rules.rulepack import rule_pack
    >>> row = {"kind": "镇", "held_back": None, "named": None, "p_top": .62, "p_bottom": 0.0, "shrunk_index": 88.0}
    >>> unnamed_why(row, rule_pack().ranking)
    '居前的把握 62%，不到 80%，不点名'
    """
    if unit["kind"] not in rule.kinds:
        return ""
    if unit["held_back"] is not None:
        return _HELD[unit["held_back"]].format(rule.min_effective)
    end, sure = (TOP, unit["p_top"]) if unit["p_top"] >= unit["p_bottom"] else (BOTTOM, unit["p_bottom"])
    if unit["named"] is not None:
        return f"{end}的把握 {sure:.0%}，指数 {unit['shrunk_index']:.1f}，可以点名"
    if sure < rule.probability - 1e-9:
        return f"{end}的把握 {sure:.0%}，不到 {rule.probability:.0%}，不点名"
    target = f"未达到 {rule.target_met:g}" if end == TOP else f"不低于 {rule.target_missed:g}"
    return f"{end}的把握 {sure:.0%}，但指数 {unit['shrunk_index']:.1f} {target}，不点名"


_HELD = {
    FEW: "有效项目不足 {:g} 个，只列出不排名",
    UNSURE: "各单位差异不显著，不排先后",
    UNJUDGED: "已知的太少，不评",
}


def final_index(units: pd.DataFrame) -> pd.Series:
    """Drawn index + bonus − deductions, not below 0 (a bonus may lift it above 100). Unknown where there is no drawn
    index: bonus and deductions stand beside it, never instead of it."""
    return (units["shrunk_index"] + units["bonus"] - units["deduction"]).clip(lower=0)
