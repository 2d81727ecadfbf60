"""倒排工期 nodes: what each weighs, when it was first planned, whether it is done at the day."""

import numpy as np
import pandas as pd

from analysis.facts.days import days, flags, numbers
from analysis.facts.sifting import SOURCE, name_keys, of_tasks, valid

__all__ = ["nodes_at", "nodes_known", "nodes_planned"]

_KEY = ["task", "milestone_key"]


def nodes_known(rows: pd.DataFrame, tasks: pd.DataFrame) -> pd.DataFrame:
    """One row per node at the day of its task: `nodes_planned` as they stand then (`nodes_at`)."""
    return nodes_at(nodes_planned(rows, tasks), tasks)


def nodes_planned(rows: pd.DataFrame, tasks: pd.DataFrame) -> pd.DataFrame:
    """One row per node, sorted by task and day: planned day from its first row, weight from its last, state from the
    last row of a ledger that tells states (a later ledger without such a column takes nothing back).

    Columns: task, milestone, planned, due (planned, or the deadline where no day is written), points (share of the task
    in percentage points), known, said_done, done_on, said_on; planned_*, state_* and import_id, sheet, row: the cells
    they stand in.
    """
    rows = name_keys(of_tasks(rows, tasks), ["milestone"])
    rows = rows.assign(planned=days(rows["planned_on"]))
    first = valid(rows[rows["planned"].notna()], _KEY, keep="first")[[*_KEY, "planned", *SOURCE]]
    nodes = valid(rows, _KEY)[[*_KEY, "milestone", "weight", *SOURCE]]
    nodes = nodes.merge(first.rename(columns={name: f"planned_{name}" for name in SOURCE}), on=_KEY, how="left")
    nodes = nodes.merge(_states(rows[flags(rows["status_known"])]), on=_KEY, how="left")
    deadline = tasks["deadline"].to_numpy()[nodes["task"]]
    nodes = nodes.assign(
        known=flags(nodes["known"]),
        said_done=flags(nodes["said_done"]),
        due=np.where(nodes["planned"].isna(), deadline, nodes["planned"]),
        points=_points(nodes),
    )
    return nodes.sort_values(["task", "due", "milestone"], ignore_index=True)


def nodes_at(nodes: pd.DataFrame, tasks: pd.DataFrame) -> pd.DataFrame:
    """Planned nodes with done and done_day: is each done at the day of its task? One that is called done without a date
    counts from the day on which the ledger said so (NaN: always)."""
    done_on = nodes["done_on"].to_numpy()
    done = nodes["said_done"].to_numpy() & ~(done_on > tasks["day"].to_numpy()[nodes["task"]])
    done_day = np.where(done, np.where(np.isnan(done_on), nodes["said_on"].to_numpy(), done_on), np.nan)
    return nodes.drop(columns=["said_done", "done_on", "said_on"]).assign(done=done, done_day=done_day)


def _states(told: pd.DataFrame) -> pd.DataFrame:
    """What the last ledger that tells states says of each node."""
    told = valid(told, _KEY)
    state = told[[*_KEY, *SOURCE]].rename(columns={name: f"state_{name}" for name in SOURCE})
    said, done_on = days(told["entered_on"]), days(told["done_on"])
    return state.assign(known=True, said_done=flags(told["done"]), said_on=said, done_on=done_on)


def _points(nodes: pd.DataFrame) -> np.ndarray:
    """Each node's share of its task in percentage points (they sum to 100). Weights count only when every node of the
    task has one; otherwise nodes weigh the same, since half of a weighting is none."""
    task, weight = nodes["task"].to_numpy(), numbers(nodes["weight"])
    usable = np.bincount(task, weights=~(weight >= 0)) == 0 if len(task) else np.zeros(0, bool)
    total = np.bincount(task, weights=np.nan_to_num(weight))
    weight = np.where(usable[task] & (total[task] > 0), weight, 1.0)
    return 100 * weight / np.bincount(task, weights=weight)[task]
