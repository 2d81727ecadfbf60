"""From the tables of a snapshot to scores: tasks, projects, units, leaders, at a given day and by a given rule pack."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from analysis.facts.days import as_date, timestamps
from analysis.facts.known import Known, known
from analysis.facts.sifting import Facts
from analysis.ladder.levels import raw_levels, trigger_words
from analysis.progress.measures import measures
from analysis.progress.schedule import Curves
from analysis.rules.rulecalendar import Rules
from analysis.rules.rulepack import RulePack
from analysis.scores.groups import leaders, projects, units
from analysis.scores.index import task_index
from analysis.scores.places import final_index, with_intervals

__all__ = [
    "SCORED", "Scores", "grouped", "project_ids", "score", "score_known", "score_tasks", "scored_today", "task_texts",
]  # fmt: skip

_LISTS = {"leaders": "leader", "lead_units": "lead_unit", "towns": "town", "support_units": "support_unit"}
_DATES = ("start", "deadline")


@dataclass(frozen=True)
class Scores:
    """All scores of one day, with the rules they were reckoned by. A value that is not known is NaN, NaT or None.

    tasks: one row per task, percent in points (0–100, `actual` may exceed 100), lag in percentage points (planned −
    actual), *_days in days, level 0–4, triggers as sentences (fired and late_node … soon_days: what these are made of,
    see `analysis.ladder.levels`). projects, units, leaders: see `analysis.scores.groups`.
    """

    as_of: date
    rules: RulePack
    tasks: pd.DataFrame
    projects: pd.DataFrame
    units: pd.DataFrame
    leaders: pd.DataFrame


def score(facts: Facts, *, as_of: date, rules: Rules) -> Scores:
    """Every score at `as_of`, from the rows of `facts` (ledgers.schema.TABLES) entered by then, by the pack in force.

    The same arguments always give the same answer; `facts` is not changed. SCORING.md 2–4.
    """
    pack = rules.at(as_of)
    seen = known(facts, as_of=as_of, rules=pack)
    return grouped(score_tasks(seen, pack), seen, pack, awards=rules)


def score_known(facts: Known, rules: RulePack) -> Scores:
    """The same from rows that were sifted already."""
    return grouped(score_tasks(facts, rules), facts, rules)


def grouped(tasks: pd.DataFrame, facts: Known, rules: RulePack, *, awards: Rules | None = None) -> Scores:
    """Scored tasks (`score_tasks`) with what they add up to: projects, units (`awards`: see there), leaders."""
    return Scores(
        as_of=as_date(facts.until),
        rules=rules,
        tasks=tasks.drop(columns="project_id"),
        projects=projects(tasks, rules),
        units=_placed(units(tasks, facts, rules, awards=awards), rules),
        leaders=leaders(tasks, facts, rules),
    )


def _placed(table: pd.DataFrame, rules: RulePack) -> pd.DataFrame:
    table = with_intervals(table, rules.ranking)
    return table.assign(final=final_index(table))


def score_tasks(facts: Known, rules: RulePack) -> pd.DataFrame:
    """One row per task, in the order of `facts.tasks`; see `Scores.tasks`, with project_id besides."""
    table = pd.DataFrame(task_texts(facts) | scored_today(facts, rules))
    said = trigger_words(table.assign(as_of=timestamps(facts.day)), rules)
    return table[list(SCORED)].assign(triggers=said)


def task_texts(facts: Known) -> dict[str, pd.Series]:
    """Of `Scores.tasks` the columns that do not hang on the day: what a task is called, who answers for it, when it is
    due, what it weighs."""
    tasks = facts.tasks
    found = {name: tasks[name] for name in _AS_WRITTEN} | {name: timestamps(tasks[name].to_numpy()) for name in _DATES}
    found |= {"amended_deadline": timestamps(tasks["amended"].to_numpy()), "project_id": project_ids(tasks)}
    return found | {column: _names(facts, role) for column, role in _LISTS.items()}


def scored_today(facts: Known, rules: RulePack, *, curves: Curves | None = None) -> dict[str, pd.Series | np.ndarray]:
    """Of `Scores.tasks` the columns that hang on the day, all but the sentences
    (`analysis.ladder.levels.trigger_words`).
    curves: the `plan_curves` of the same tasks and nodes, where they are at hand."""
    found = measures(facts, rules, curves=curves)
    level = raw_levels(found, facts, rules)
    amounts = np.minimum(np.array(rules.deduction.by_level), rules.deduction.task_cap)
    cut = found["cut"].astype("object").where(found["cut"] != "", None)
    index = task_index(found, facts, rules)
    return {
        **{name: found[name] for name in _MEASURED},
        **{name: timestamps(found[name].to_numpy()) for name in ("reported_on", "verified_on")},
        "cut": cut,
        "milestone_percent": found["node_percent"],
        "forecast_finish": timestamps(np.ceil(found["forecast"].to_numpy() - 1e-6)),
        **{name: index[name] for name in index},
        **level,
        "deduction": amounts[level["level"]],
    }


_AS_WRITTEN = (
    "task_id", "no", "board", "category", "project", "task", "target", "weight", "start_assumed", "late_entry",
)  # fmt: skip
_MEASURED = (
    "exempt", "state", "planned", "reported", "verified", "actual", "lag", "es_days", "at_days", "pd_days", "spi_t",
    "tspi", "ieac", "recent",
)  # fmt: skip
SCORED = (
    "task_id", "no", "board", "category", "project", "task", "target", "weight", "start", "start_assumed", "deadline",
    "amended_deadline", "late_entry", "exempt", "lead_units", "support_units", "towns", "leaders", "state", "planned",
    "reported", "reported_on", "milestone_percent", "verified", "verified_on", "actual", "cut", "lag", "es_days",
    "at_days", "pd_days", "spi_t", "tspi", "ieac", "recent", "forecast_finish", "s1", "s2", "s3", "s4", "index",
    "known_share", "level", "dated_level", "fired", "late_node", "late_days", "soon_node", "soon_days",
    "deduction", "project_id",
)  # fmt: skip
"""The columns of scored tasks but the sentences, in order."""


def project_ids(tasks: pd.DataFrame) -> pd.Series:
    """A task without a project is its own project; the same name on two boards is two projects."""
    named = tasks["board"].astype("object").fillna("") + "\n" + tasks["project"].astype("object").fillna("")
    return named.where(tasks["project"].notna(), tasks["task_id"].astype("object"))


def _names(facts: Known, role: str) -> pd.Series:
    """Per task the names in a role, as a list."""
    rows = facts.people[facts.people["role"] == role].sort_values("task", kind="stable")
    if rows.empty:
        return pd.Series([[] for _ in range(len(facts.tasks))], dtype="object")
    names = rows["name"].to_list()
    ends = np.searchsorted(rows["task"].to_numpy(), np.arange(len(facts.tasks)), side="right").tolist()
    lists = [names[start:end] for start, end in zip([0, *ends[:-1]], ends, strict=True)] if ends else []
    return pd.Series(lists, dtype="object")
