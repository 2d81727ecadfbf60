"""What a wall chart shows of every node of 倒排工期, and the plans of all tasks at once."""

from datetime import date

import numpy as np
import pandas as pd

from analysis.facts.days import texts, timestamps
from analysis.facts.known import Known, known
from analysis.facts.sifting import Facts
from analysis.progress.plan import plan_points
from analysis.rules.rulepack import RulePack

__all__ = ["EXEMPT", "OVERDUE", "REPORTED", "TO_COME", "UNKNOWN", "VERIFIED", "plan_lines", "wall_nodes"]

VERIFIED, REPORTED, OVERDUE, TO_COME, UNKNOWN, EXEMPT = "已核验", "仅填报", "已过期", "未到期", "不明", "豁免"


def wall_nodes(facts: Facts, *, as_of: date, rules: RulePack) -> pd.DataFrame:
    """One row a node, by task and day: task_id, milestone, planned_on (baseline), due_on (planned_on, or the baseline
    deadline where no day is written), done_on, points (share of the task, pp), reach (points of this and all earlier
    nodes), late_days (days after due_on: of a node that is done, when it was done; of an overdue one, by now), state.

    state: 已核验 done, and a visit on or after that day found at least `reach` (less the margin of the rule pack);
    仅填报 done, but so far only a ledger says so; 已过期 due before the day and said to be open; 未到期; 不明 due, but
    no ledger tells the state; 豁免.
    """
    seen = known(facts, as_of=as_of, rules=rules)
    nodes = seen.milestones.sort_values(["task", "due", "milestone"], ignore_index=True)
    of, due, done_day = (nodes[name].to_numpy() for name in ("task", "due", "done_day"))
    done, now = nodes["done"].to_numpy(bool), seen.day[of]
    reach = nodes.groupby("task")["points"].cumsum().to_numpy()
    gone = np.where(done, done_day, now) - due
    checked = done & _checked(seen, nodes, reach - rules.actual.verified_margin)
    past = ~done & (due < now)
    told = nodes["known"].to_numpy(bool)
    cases = [nodes["exempt"].to_numpy(bool) & ~done, checked, done, past & told, past]
    return pd.DataFrame(
        {
            "task_id": seen.tasks["task_id"].to_numpy()[of],
            "milestone": nodes["milestone"],
            "planned_on": timestamps(nodes["planned"].to_numpy()),
            "due_on": timestamps(due),
            "done_on": timestamps(done_day),
            "points": nodes["points"],
            "reach": reach,
            "late_days": np.where((done | past) & (gone > 0), gone, np.nan),
            "state": texts(cases, [EXEMPT, VERIFIED, REPORTED, OVERDUE, UNKNOWN], default=TO_COME),
        }
    )


def _checked(seen: Known, nodes: pd.DataFrame, least: np.ndarray) -> np.ndarray:
    """Whether a visit to the node's task, on or after the day it was done, found at least so much."""
    visits = seen.visits[seen.visits["verified"].notna()]
    pairs = nodes[["task", "done_day"]].assign(node=np.arange(len(nodes)), least=least)
    pairs = pairs.merge(visits[["task", "day", "verified"]], on="task")
    after = ~(pairs["day"] < pairs["done_day"])
    found = pairs.loc[after & (pairs["verified"] >= pairs["least"]), "node"]
    return np.isin(np.arange(len(nodes)), found)


def plan_lines(facts: Facts, *, as_of: date, rules: RulePack) -> pd.DataFrame:
    """The points of the plans of all tasks (as `plan_curve` gives those of one): task_id, day, planned (%)."""
    seen = known(facts, as_of=as_of, rules=rules)
    points = plan_points(seen)
    return pd.DataFrame(
        {
            "task_id": seen.tasks["task_id"].to_numpy()[points["task"].to_numpy()],
            "day": timestamps(points["day"].to_numpy()),
            "planned": points["value"],
        }
    )
