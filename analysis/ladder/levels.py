"""The warning ladder 提醒 → 预警 → 黄牌 → 约谈: raw levels of one day, and the sentences that say why.

A task's level is the highest that one of the triggers (`analysis.ladder.triggers`) fires. Raw means: without memory.
What needs the weeks and months before (two evaluations running, one step down at a time, 预警 in two months running) is
`analysis.memory.standing`. SCORING.md 3."""

import numpy as np
import pandas as pd

from analysis.facts.known import Known
from analysis.ladder.triggers import TRIGGERS
from analysis.rules.rulepack import RulePack

__all__ = ["raw_levels", "trigger_words"]

_BITS = 3
"""Bits of `fired` that hold the level of one trigger (0–4)."""


def raw_levels(found: pd.DataFrame, known: Known, rules: RulePack) -> dict[str, pd.Series | np.ndarray]:
    """Per row of `measures`: level (0–4), dated_level (what dates alone raise it to), fired (the level of every trigger
    in one number, for `trigger_words`), late_node, late_days, soon_node, soon_days (the open node that is longest
    overdue, the one that is due next, and the days between; None and NaN where there is none).

    A finished task has level 0. A task registered after its own deadline has level 0 as well: it is shown, not judged;
    so is one that is exempt, and an exempt node is neither overdue nor due soon.
    """
    spared = (found["finished"] | found["late_entry"] | found["exempt"]).to_numpy()
    nodes = _nodes(known, len(found))
    facts = found.assign(late_days=nodes["late_days"], soon_days=nodes["soon_days"])
    levels = np.array([np.where(spared, 0, each.fires(facts, known, rules.ladder)) for each in TRIGGERS], dtype="int64")
    shift = _BITS * np.arange(len(TRIGGERS))[:, None]
    return {
        "level": levels.max(axis=0),
        "dated_level": levels[[each.dated for each in TRIGGERS]].max(axis=0),
        "fired": (levels << shift).sum(axis=0),
        **nodes,
    }


def trigger_words(rows: pd.DataFrame, rules: RulePack) -> pd.Series:
    """Per row of scored tasks (`Scores.tasks` with as_of) the sentences of what fired, the gravest first. All rows must
    be of days on which `rules` are in force."""
    fired = rows["fired"].to_numpy("int64")
    levels = (fired[None] >> _BITS * np.arange(len(TRIGGERS))[:, None]) & (2**_BITS - 1)
    trigger, task = np.nonzero(levels)
    said = []
    for place, each in enumerate(TRIGGERS):
        mine = task[trigger == place]
        said += each.says(rows.iloc[mine], levels[place, mine], rules.ladder) if len(mine) else []
    order = np.lexsort((trigger, -levels[trigger, task], task))
    said = [said[i] for i in order.tolist()]
    ends = np.searchsorted(task[order], np.arange(len(rows)), side="right").tolist()
    lists = [said[start:end] for start, end in zip([0, *ends], ends, strict=False)]
    return pd.Series(lists, index=rows.index, dtype="object")


def _nodes(known: Known, count: int) -> dict[str, pd.Series | np.ndarray]:
    """Per task: the open node that is longest overdue and the one that comes next, with the days."""
    nodes = known.milestones
    told = nodes["known"] & ~nodes["done"] & nodes["due"].notna() & ~nodes["exempt"]
    open_ = nodes.loc[told, ["task", "due", "milestone"]]  # sorted by day within the task
    today = known.day[open_["task"]]
    late, soon = (open_[mask].drop_duplicates("task") for mask in (open_["due"] < today, open_["due"] >= today))
    columns = {}
    for name, rows in (("late", late), ("soon", soon)):
        called, away = np.full(count, None, dtype="object"), np.full(count, np.nan)
        called[rows["task"]] = rows["milestone"].to_numpy("object")
        away[rows["task"]] = np.abs(rows["due"] - known.day[rows["task"]])
        columns |= {f"{name}_node": pd.Series(called, dtype="object"), f"{name}_days": away}
    return columns
