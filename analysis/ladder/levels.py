"""The warning ladder 提醒 → 预警 → 黄牌 → 约谈: raw levels of one day, each with the sentences that say why.

A task's level is the highest that one of the triggers (`analysis.ladder.triggers`) fires. Raw means: without memory.
What needs the weeks and months before (two evaluations running, one step down at a time, 预警 in two months running) is
`analysis.memory.standing`. SCORING.md 3."""

import numpy as np
import pandas as pd

from analysis.facts.known import Known
from analysis.ladder.triggers import TRIGGERS
from analysis.rules.rulepack import RulePack

__all__ = ["raw_levels"]


def raw_levels(found: pd.DataFrame, known: Known, rules: RulePack) -> pd.DataFrame:
    """level (0–4), dated_level (what dates alone raise it to) and triggers (Chinese sentences, the gravest first) of
    every row of `measures`.

    A finished task has level 0. A task registered after its own deadline has level 0 as well: it is shown, not judged;
    so is one that is exempt, and an exempt node is neither overdue nor due soon.
    """
    spared = (found["finished"] | found["late_entry"] | found["exempt"]).to_numpy()
    facts = found.assign(**_node_days(known, len(found)))
    fired = [trigger.fires(facts, known, rules.ladder) for trigger in TRIGGERS]
    levels = np.array([np.where(spared, 0, level) for level, _ in fired])
    dated = levels[[trigger.dated for trigger in TRIGGERS]].max(axis=0)
    said = _sentences(levels, [say for _, say in fired])
    return pd.DataFrame({"level": levels.max(axis=0), "dated_level": dated, "triggers": said})


def _sentences(levels: np.ndarray, say: list) -> pd.Series:
    """Per task the sentences of what fired, by falling level. levels: triggers × tasks."""
    trigger, task = np.nonzero(levels)
    said = [sentence for i in range(len(levels)) for sentence in say[i](task[trigger == i])]
    order = np.lexsort((trigger, -levels[trigger, task], task))
    said = [said[i] for i in order.tolist()]
    ends = np.searchsorted(task[order], np.arange(levels.shape[1]), side="right").tolist()
    lists = [said[start:end] for start, end in zip([0, *ends], ends, strict=False)]
    return pd.Series(lists, dtype="object")


def _node_days(known: Known, count: int) -> dict[str, np.ndarray]:
    """Per task: the open node that is longest overdue and the one that comes next (position in milestones, days)."""
    nodes = known.milestones
    told = nodes["known"] & ~nodes["done"] & nodes["due"].notna() & ~nodes["exempt"]
    open_ = nodes.loc[told, ["task", "due"]]  # sorted by day within the task
    today = known.day[open_["task"]]
    late, soon = (open_[mask].drop_duplicates("task") for mask in (open_["due"] < today, open_["due"] >= today))
    columns = {}
    for name, rows in (("late", late), ("soon", soon)):
        place, away = np.full(count, -1), np.full(count, np.nan)
        place[rows["task"]] = rows.index
        away[rows["task"]] = np.abs(rows["due"] - known.day[rows["task"]])
        columns |= {f"{name}_node": place, f"{name}_days": away}
    return columns
