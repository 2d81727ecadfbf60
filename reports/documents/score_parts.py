"""How tasks count for units and 项目长, row by row, in the order in which the score workbook sums them up."""

import pandas as pd

from analysis.scores.scoring import project_ids
from analysis.scores.unit_parts import answered
from reports.documents.sheets import HEAD
from reports.documents.situation import Situation

__all__ = ["part_rows", "project_rows", "spans"]

LEADER = "项目长"
_KEYS = ["kind", "name", "project_id"]


def part_rows(made: Situation) -> list[dict]:
    """One row a unit (or 项目长) and task that counts for it: kind, name, project_id, project, task_id, task, weight,
    index; those of one name stand together, and in it those of one project. Late entries and exempt tasks do not
    count."""
    tasks = made.scores.tasks
    units = answered(tasks)
    kinds = made.scores.units.set_index("unit")["kind"]
    units = units.assign(kind=units["unit"].map(kinds), name=units["unit"])
    units = units[units["kind"].isin(made.pack.ranking.kinds)]
    order = {name: place for place, name in enumerate([*made.pack.ranking.kinds, LEADER])}
    table = pd.concat([units, _led(tasks)], ignore_index=True)
    table = table.assign(_kind=table["kind"].map(order))
    first = table.groupby([*_KEYS[:2], "project_id"], sort=False).ngroup()
    table = table.assign(_first=first).sort_values(["_kind", "name", "_first"], kind="stable")
    return table[[*_KEYS, "project", "task_id", "task", "weight", "index"]].to_dict("records")


def _led(tasks: pd.DataFrame) -> pd.DataFrame:
    """Tasks once for each of their 项目长."""
    own = tasks[~(tasks["late_entry"] | tasks["exempt"]).to_numpy(bool)]
    named = own["project"].astype("object").where(own["project"].notna(), own["task"])
    own = own.assign(project_id=project_ids(own), project=named, kind=LEADER, name=own["leaders"].map(_once))
    return own.explode("name").dropna(subset=["name"])


def _once(names: list[str]) -> list[str]:
    return list(dict.fromkeys(names))


def project_rows(made: Situation, parts: list[dict]) -> list[dict]:
    """One row a unit (or 项目长) and project: kind, name, project, weight, known, index (NaN: too little is known), and
    first and last row of its tasks on the sheet of parts."""
    table = pd.DataFrame(parts, columns=[*_KEYS, "project", "task_id", "task", "weight", "index"])
    table = table.assign(row=range(HEAD + 1, HEAD + 1 + len(table)))
    told = table["index"].notna()
    table = table.assign(
        known=table["weight"].where(told, 0.0), points=(table["weight"] * table["index"]).where(told, 0.0)
    )
    found = table.groupby(_KEYS, sort=False).agg(
        project=("project", "first"), weight=("weight", "sum"), known=("known", "sum"), points=("points", "sum"),
        first=("row", "min"), last=("row", "max"),
    ).reset_index()  # fmt: skip
    enough = (found["known"] > 0) & (found["known"] >= (made.pack.index.min_known - 1e-9) * found["weight"])
    return found.assign(index=(found["points"] / found["known"]).where(enough)).to_dict("records")


def spans(projects: list[dict]) -> dict[tuple[str, str], tuple[int, int]]:
    """First and last row of the projects of each (kind, name) on their sheet; who has none is not in it."""
    found: dict[tuple[str, str], tuple[int, int]] = {}
    for number, row in enumerate(projects, start=HEAD + 1):
        key = (row["kind"], row["name"])
        found[key] = (found.get(key, (number, number))[0], number)
    return found
