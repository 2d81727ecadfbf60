"""The plan of a year's investment: so much due at the end of each quarter. SCORING.md 2."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from analysis.rules.rulepack import RulePack

__all__ = ["QUARTERS", "quarter_points", "quarter_shares"]

QUARTERS = ("quarter_1", "quarter_2", "quarter_3", "quarter_4")
_MONTHS = (3, 6, 9)
"""Months of a year that are over at the ends of its first three quarters."""


def quarter_shares(tasks: pd.DataFrame, rules: RulePack) -> dict[str, np.ndarray]:
    """What is due at the ends of the quarters (%), for tasks that the pack's words mean; unknown for all others.

    >>> from analysis.rules.rulepack import rule_pack
    >>> tasks = pd.DataFrame({"task": ["重点项目", "修路"], "target": ["完成年度投资68亿元", None]})
    >>> quarter_shares(tasks, rule_pack())["quarter_2"].tolist()
    [50.0, nan]
    """
    rule = rules.plan.quarters
    meant = np.zeros(len(tasks), dtype=bool)
    for word in rule.words:
        for column in ("task", "target"):
            meant |= tasks[column].astype("str").str.contains(word, regex=False, na=False).to_numpy(bool)
    return {name: np.where(meant, share, np.nan) for name, share in zip(QUARTERS, rule.shares, strict=True)}


def quarter_points(tasks: pd.DataFrame, has_nodes: np.ndarray) -> Iterator[pd.DataFrame]:
    """Points of plans (task, day, value: how much is due more than before), of tasks by quarters that have no nodes;
    only quarter ends between start and deadline, in the deadline's year."""
    start, end = tasks["start"].to_numpy(), tasks["deadline"].to_numpy()
    mine = ~has_nodes & ~np.isnan(end) & tasks[QUARTERS[0]].notna().to_numpy()
    if not mine.any():
        return
    january = np.where(mine, end, 0).astype("datetime64[D]").astype("datetime64[Y]").astype("datetime64[M]")
    due = np.zeros(len(tasks))
    for name, months in zip(QUARTERS[:-1], _MONTHS, strict=True):  # the fourth ends no earlier than the deadline
        day = (january + months).astype("datetime64[D]").astype("int64") - 1.0
        task = np.flatnonzero(mine & (day > start) & (day < end))
        share = tasks[name].to_numpy()[task]
        yield pd.DataFrame({"task": task, "day": day[task], "value": share - due[task]})
        due[task] = share
