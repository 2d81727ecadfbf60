"""项目长: what each one carries and how it stands. For dispatching and for one's own view; never a score of a person
beyond the load and lag of `Scores.leaders`."""

from typing import Any

import numpy as np
import pandas as pd

from analysis.boards.orders import orders
from analysis.facts.days import timestamps
from analysis.facts.known import Known, known
from analysis.facts.sifting import Facts
from analysis.oversight.cadence import visit_cadence, visit_weeks
from analysis.rules.rulecalendar import Rules
from analysis.scores.scoring import Scores

__all__ = ["leader_table", "leader_tasks", "task_forces"]

_FORCE = (("lead_person", "牵头单位负责人"), ("lead_unit", "牵头单位"), ("support_unit", "配合单位"), ("town", "属地"))
"""Who is on a task force, in the order of the roster."""


def leader_table(facts: Facts, scores: Scores, *, weeks_by: Rules | None = None) -> pd.DataFrame:
    """`Scores.leaders` with weeks (of visits that are decided), kept, missed, unsure, missed_running, open_problems and
    overdue_problems of their tasks, orders (numbers issued by them), last_visit (day on which one of their tasks was
    last visited by anybody). What does not apply is 0 or NaT; without a week to decide kept is 0 of 0. weeks_by: the
    rules of each week, where they are others than those of the scores."""
    as_of, rules = scores.as_of, scores.rules
    seen = known(facts, as_of=as_of, rules=rules)
    mine = seen.people[seen.people["role"].eq("leader")][["task", "name"]].rename(columns={"name": "leader"})
    cadence = visit_cadence(visit_weeks(facts, as_of=as_of, rules=weeks_by or rules)).set_index("leader")
    problems = _open_problems(seen).merge(mine, on="task").groupby("leader")
    visited = seen.visits.merge(mine, on="task").groupby("leader")["visited_on"].max()
    issued = orders(facts, as_of=as_of, rules=rules).explode("leaders").groupby("leaders")["order_no"].nunique()
    counts = {name: cadence[name] for name in cadence.columns}
    counts |= {"open_problems": problems.size(), "overdue_problems": problems["overdue"].sum(), "orders": issued}
    names = scores.leaders["leader"].to_numpy(dtype="object")
    whole = {name: np.nan_to_num(own.reindex(names).to_numpy("float64")) for name, own in counts.items()}
    whole = {name: values.astype("int64") for name, values in whole.items()}
    last = visited.reindex(names).to_numpy("datetime64[us]")
    return scores.leaders.assign(**whole, last_visit=last)


def _open_problems(seen: Known) -> pd.DataFrame:
    rows = seen.problems[seen.problems["closed"].isna()]
    return rows.assign(overdue=(rows["due"] < seen.until).astype("int64"))


def leader_tasks(facts: Facts, scores: Scores, leader: str) -> pd.DataFrame:
    """The tasks that a 项目长 leads, furthest behind first: the row of `Scores.tasks`, node and node_on (the first one
    that is not done), overdue_nodes (how many are past their day), last_visit, visited_by, verified_then,
    open_problems, order_no (of the order in force, None without)."""
    tasks = scores.tasks[[leader in led for led in scores.tasks["leaders"]]]
    seen = known(facts, as_of=scores.as_of, rules=scores.rules)
    more = pd.DataFrame([_beside(seen, task_id) for task_id in tasks["task_id"]], index=tasks.index)
    issued = orders(facts, as_of=scores.as_of, rules=scores.rules).drop_duplicates("task_id", keep="last")
    table = pd.concat([tasks, more], axis=1) if len(tasks) else tasks
    table = table.assign(order_no=table["task_id"].map(issued.set_index("task_id")["order_no"]).astype("object"))
    return table.sort_values(["lag", "task_id"], ascending=[False, True], na_position="last", ignore_index=True)


def _beside(seen: Known, task_id: str) -> dict[str, Any]:
    place = int(np.flatnonzero(seen.tasks["task_id"].eq(task_id))[0])
    nodes = seen.milestones[seen.milestones["task"].eq(place) & ~seen.milestones["done"].astype(bool)]
    nodes = nodes.sort_values("due", kind="stable")
    visits = seen.visits[seen.visits["task"].eq(place)].sort_values("day", kind="stable").tail(1)
    problems = seen.problems[seen.problems["task"].eq(place) & seen.problems["closed"].isna()]
    first, visit = next(nodes.itertuples(), None), next(visits.itertuples(), None)
    known_nodes = nodes[nodes["known"].astype(bool)]
    return {
        "node": first.milestone if first else None,
        "node_on": timestamps(np.array([first.due if first else np.nan])).iloc[0],
        "overdue_nodes": int((known_nodes["due"] < seen.until).sum()),
        "last_visit": visit.visited_on if visit else pd.NaT,
        "visited_by": visit.visitor if visit else None,
        "verified_then": visit.verified if visit else np.nan,
        "open_problems": len(problems),
    }


def task_forces(facts: Facts, scores: Scores, leader: str) -> pd.DataFrame:
    """The task force of each project of a 项目长 as the ledger has it: project, role (a Chinese word), names (a list),
    tasks (how many of the project name them); a role that nobody fills has no row."""
    tasks = scores.tasks[[leader in led for led in scores.tasks["leaders"]]]
    seen = known(facts, as_of=scores.as_of, rules=scores.rules)
    project = tasks["project"].astype("object").where(tasks["project"].notna(), tasks["task"])
    project = dict(zip(tasks["task_id"], project, strict=True))
    people = seen.people.assign(task_id=seen.tasks["task_id"].to_numpy()[seen.people["task"].to_numpy()])
    people = people[people["task_id"].isin(project)]
    people = people.assign(project=people["task_id"].map(project))
    rows = [
        (name, word, list(dict.fromkeys(own["name"])), own["task_id"].nunique())
        for name in dict.fromkeys(project.values())
        for role, word in _FORCE
        if len(own := people[people["project"].eq(name) & people["role"].eq(role)])
    ]
    return pd.DataFrame(rows, columns=["project", "role", "names", "tasks"])
