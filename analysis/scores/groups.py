"""From tasks to projects, units and project leaders. SCORING.md 4: a project is the weighted mean of its tasks, a unit
the weighted mean of its projects; a task counts fully for each of its lead units, for each town named, for each
leader."""

import numpy as np
import pandas as pd

from analysis.facts.honours import unit_honours
from analysis.facts.known import Known
from analysis.rules.rulecalendar import Rules
from analysis.rules.rulepack import RulePack
from analysis.scores.places import Projects, drawn_in

__all__ = ["group_index", "known_projects", "leaders", "projects", "unit_deduction", "units"]

ANSWERABLE = ("lead_unit", "town")


def projects(tasks: pd.DataFrame, rules: RulePack) -> pd.DataFrame:
    """One row per project of scored tasks: project, board, category, tasks, weight, index, known_share, level, lag; in
    the order of the first task. Late entries and exempt tasks are listed as tasks but do not count."""
    first = tasks.drop_duplicates("project_id").set_index("project_id")
    named = first["project"].astype("object").where(first["project"].notna(), first["task"])
    table = pd.DataFrame({"project": named, "board": first["board"], "category": first["category"]})
    scored = _summary(tasks.assign(group=tasks["project_id"]), rules)
    return table.join(scored.drop(columns=["projects", "deduction", "unreported"])).reset_index()


def units(tasks: pd.DataFrame, known: Known, rules: RulePack, *, awards: Rules | None = None) -> pd.DataFrame:
    """One row per unit: every unit of the unit table, in its order, and any other that answers for a task.

    `level` is the worst of the unit's tasks; `deduction` is that of its tasks' levels plus criticism (also apart, as
    `level_deduction` and `criticism`); `supports` counts tasks that the unit only supports, which give it no share.
    index is the unit's own, whatever others do; shrunk_index, spread, effective, rank, raw_rank and held_back: see
    `analysis.scores.places`. flag is decided by people, not here (None). awards: the rules of each day, for praise and
    criticism of days that had others than `rules`.
    """
    people = known.people
    answers = people[people["role"].isin(ANSWERABLE)].drop_duplicates(["task", "name"])
    rows = _joined(tasks, answers)
    table = _summary(rows, rules)
    listed = known.units.set_index("unit")["kind"]
    table = table.reindex([*listed.index, *(name for name in table.index if name not in listed.index)])
    table.index.name = "unit"
    helped = people[people["role"] == "support_unit"].groupby("name")["task"].nunique()
    honours = unit_honours(known, awards or rules).reindex(table.index).fillna(0.0)
    table = table.assign(kind=listed.reindex(table.index).fillna("其他"), supports=helped.reindex(table.index))
    table = table.assign(**{name: table[name].fillna(0).astype("int64") for name in (*_COUNTS, "supports", "level")})
    own = table["deduction"].fillna(0.0)
    table = table.assign(
        weight=table["weight"].fillna(0.0), level_deduction=own, deduction=own + honours["criticism"], **honours,
        flag=None,
    )  # fmt: skip
    return table.assign(**drawn_in(table, known_projects(rows, table.index, rules), rules.ranking)).reset_index()


def known_projects(rows: pd.DataFrame, units: pd.Index, rules: RulePack) -> Projects:
    """The projects by which units are judged; `rows`: one per task and unit (`group`) with project_id, weight, index,
    late_entry and exempt."""
    rows = rows[~(rows["late_entry"] | rows["exempt"]).to_numpy()]
    parts = _project_parts(units.get_indexer(rows["group"]), rows, min_known=rules.index.min_known)
    known = parts["enough"]
    return Projects(parts["group"][known], parts["index"][known], parts["weight"][known])


def leaders(tasks: pd.DataFrame, known: Known, rules: RulePack) -> pd.DataFrame:
    """One row per 项目长, in the order of their first task: their load and how it stands. For dispatching, not a score
    of a person."""
    people = known.people
    table = _summary(_joined(tasks, people[people["role"] == "leader"]), rules)
    table.index.name = "leader"
    return table.reset_index()


_COUNTS = ("projects", "tasks", "unreported", *(f"levels_{level}" for level in range(5)))


_NEEDED = ["project_id", "weight", "late_entry", "exempt", "state", "planned", "actual", "index", "level", "deduction"]


def _joined(tasks: pd.DataFrame, people: pd.DataFrame) -> pd.DataFrame:
    """One row per task and name, as `group`, in the order of the tasks."""
    pairs = people.sort_values("task", kind="stable")
    return tasks[_NEEDED].iloc[pairs["task"].to_numpy()].assign(group=pairs["name"].to_numpy(dtype="object"))


def _summary(rows: pd.DataFrame, rules: RulePack) -> pd.DataFrame:
    """What can be said of each `group` of tasks (index: group); late entries and exempt tasks only show in the count
    of tasks: units stand as if they were not there."""
    codes, names = pd.factorize(rows["group"])
    count, judged = len(names), ~(rows["late_entry"] | rows["exempt"]).to_numpy()
    tasks = np.bincount(codes, minlength=count)
    rows, codes = rows[judged], codes[judged]
    level, weight = rows["level"].to_numpy(), rows["weight"].to_numpy()
    lag = (rows["planned"] - rows["actual"].clip(upper=100)).to_numpy()
    worst = np.zeros(count, "int64")
    np.maximum.at(worst, codes, level)
    loss = np.bincount(codes, weights=weight * rows["deduction"].to_numpy(), minlength=count)
    total = np.bincount(codes, weights=weight, minlength=count)
    share = group_index(codes, rows, count=count, min_known=rules.index.min_known)
    return pd.DataFrame(
        {
            "projects": share["projects"],
            "tasks": tasks,
            "weight": total,
            "lag": _weighted(codes, lag, weight=weight, count=count),
            "level": worst,
            "unreported": np.bincount(codes[(rows["state"] == "未报").to_numpy(bool)], minlength=count),
            "deduction": unit_deduction(loss, total, rules),
            **{f"levels_{k}": np.bincount(codes[level == k], minlength=count) for k in range(5)},
            "index": share["index"],
            "known_share": share["known_share"],
        },
        index=pd.Index(names, name="group"),
    )


def group_index(codes: np.ndarray, rows: pd.DataFrame, *, count: int, min_known: float) -> dict[str, np.ndarray]:
    """index, known_share and number of projects of `count` groups; `codes` says to which group each row (project_id,
    weight, index) belongs.

    Tasks → projects → group, each a weighted mean of what is known; a project, and then a group, with less than
    `min_known` of its weight known has no index. Splitting a task of a project into two changes nothing.
    """
    part = _project_parts(codes, rows, min_known=min_known)
    group, whole, known, enough = (part[name] for name in ("group", "weight", "known", "enough"))
    parts = (part["index"] * whole, np.where(enough, whole, 0.0), known, whole)
    total, counted, known, whole = (np.bincount(group, weights=values, minlength=count) for values in parts)
    share = _ratio(known, whole)
    index = np.where(share >= min_known - 1e-9, _ratio(total, counted), np.nan)
    return {"index": index, "known_share": share, "projects": np.bincount(group, minlength=count)}


def _project_parts(codes: np.ndarray, rows: pd.DataFrame, *, min_known: float) -> dict[str, np.ndarray]:
    """One entry per group and project: group, weight, known (weight known), enough (whether that is enough), index (0
    where it is not)."""
    weight, index = rows["weight"].to_numpy(), rows["index"].to_numpy()
    projects, names = pd.factorize(rows["project_id"])
    pairs, part = np.unique(codes * max(1, len(names)) + projects, return_inverse=True)
    told = np.where(np.isnan(index), 0.0, weight)
    points = np.bincount(part, weights=told * np.nan_to_num(index), minlength=len(pairs))
    whole, known = (np.bincount(part, weights=values, minlength=len(pairs)) for values in (weight, told))
    enough = (known > 0) & (known >= (min_known - 1e-9) * whole)
    mean = np.divide(points, known, out=np.zeros(len(pairs)), where=enough)
    group = pairs // max(1, len(names))
    return {"group": group, "weight": whole, "known": known, "enough": enough, "index": mean}


def _ratio(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    """part ÷ whole, unknown where there is no whole."""
    return np.divide(part, whole, out=np.full(len(whole), np.nan), where=whole > 0)


def _weighted(codes: np.ndarray, values: np.ndarray, *, weight: np.ndarray, count: int) -> np.ndarray:
    """Weighted mean of the known values of each group."""
    told = ~np.isnan(values)
    total = np.bincount(codes[told], weights=weight[told], minlength=count)
    points = np.bincount(codes[told], weights=(weight * values)[told], minlength=count)
    return _ratio(points, total)


def unit_deduction(loss: np.ndarray, weight: np.ndarray, rules: RulePack) -> np.ndarray:
    """Provisional deduction of units from Σωd and Σω: min(cap, scale·Σωd ÷ max(Σω, scale)): a plain sum up to `scale`
    weight units, a rate above, so that carrying more tasks is not punished."""
    rule = rules.deduction
    return np.minimum(rule.unit_cap, rule.unit_scale * loss / np.maximum(weight, rule.unit_scale))
