"""What the task page draws: the planned curve of one task, and the reports, visits and nodes beside it."""

from datetime import date

import numpy as np
import pandas as pd

from analysis.facts.days import timestamps
from analysis.facts.known import Known, known
from analysis.facts.sifting import Facts
from analysis.progress.measures import measures
from analysis.progress.nodestates import node_states
from analysis.progress.plan import plan_points, planned_days
from analysis.rules.rulepack import RulePack

__all__ = ["one_task", "plan_curve", "reports_until", "task_timeline"]

_BY_TASK = (
    "tasks",
    "deadlines",
    "responsibilities",
    "milestones",
    "progress",
    "visits",
    "problems",
    "orders",
    "exemptions",
)
_REPORT = ["report_date", "percent", "progress_text", "status", "problem", "next_step"]
_END_OF_TIME = date(9999, 12, 31)


def one_task(facts: Facts, task_id: str) -> dict[str, pd.DataFrame]:
    """The same tables with the rows of one task only (units, imports and the like stay whole)."""
    return {
        name: table[table["task_id"] == task_id].reset_index(drop=True) if name in _BY_TASK else table
        for name, table in facts.items()
    }


def plan_curve(facts: Facts, task_id: str, *, rules: RulePack, as_of: date = _END_OF_TIME) -> pd.DataFrame:
    """The points of a task's plan: day, planned (%), node (name of the node due then, several joined; None at start and
    deadline). Empty without a deadline. `as_of`: by what was known then."""
    return _curve(known(one_task(facts, task_id), as_of=as_of, rules=rules))


def _curve(seen: Known) -> pd.DataFrame:
    points, nodes = plan_points(seen), seen.milestones
    names = nodes[nodes["milestone"].notna()].assign(day=planned_days(seen)[nodes["milestone"].notna()])
    names = names.groupby("day")["milestone"].agg("、".join)
    node = points["day"].map(names).astype("object").where(points["day"].isin(names.index), None)
    days = timestamps(points["day"].to_numpy())
    return pd.DataFrame({"day": days, "planned": points["value"], "node": node})


def task_timeline(facts: Facts, task_id: str, *, as_of: date, rules: RulePack) -> dict[str, object]:
    """All that is known of a task's way up to a day: curve (as `plan_curve`), reports, visits and milestones (fact rows
    that count at `as_of`, nodes in their state then, `nodestates`), as_of, deadline, amended_deadline, forecast (NaT:
    not known)."""
    mine = one_task(facts, task_id)
    seen = known(mine, as_of=as_of, rules=rules)
    found = measures(seen, rules)
    forecast = timestamps(np.ceil(found["forecast"].to_numpy() - 1e-6))
    return {
        "curve": _curve(seen),
        "reports": reports_until(mine["progress"], as_of)[_REPORT],
        "visits": seen.visits[["visited_on", "visitor", "verified_percent", "visit_score", "problem", "remark"]],
        "milestones": _nodes(seen, rules),
        "as_of": pd.Timestamp(as_of),
        "deadline": _only(timestamps(seen.tasks["deadline"].to_numpy())),
        "amended_deadline": _only(timestamps(seen.tasks["amended"].to_numpy())),
        "forecast": _only(forecast),
    }


def _only(values: pd.Series) -> pd.Timestamp:
    return values.iloc[0] if len(values) else pd.NaT


def reports_until(rows: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Every row of `progress` of one task that counts at the day, those in words only too, oldest first."""
    day = pd.Timestamp(as_of)
    rows = rows[~(rows["entered_on"] > day) & (rows["report_date"] <= day)]
    rows = rows.sort_values(["report_date", "seq", "row"]).drop_duplicates("report_date", keep="last")
    return rows.reset_index(drop=True)


def _nodes(seen: Known, rules: RulePack) -> pd.DataFrame:
    nodes = seen.milestones
    return pd.DataFrame(
        {
            "milestone": nodes["milestone"],
            "planned_on": timestamps(nodes["planned"].to_numpy()),
            "weight": nodes["weight"],
            "status_known": nodes["known"],
            "done": nodes["done"],
            "done_on": timestamps(nodes["done_day"].to_numpy()),
            "state": node_states(seen, rules)["state"].to_numpy(),
        }
    )
