"""Scores over time: the same reckoning replayed for many days, each with what was known on it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd

from analysis.approvals import approvals
from analysis.days import day_number
from analysis.groups import units
from analysis.known import Known, honours_known, known_each, units_known
from analysis.rulepack import RulePack
from analysis.scoring import score_tasks
from analysis.sifting import Facts

__all__ = ["history"]

_OF_TASKS = ("tasks", "deadlines", "responsibilities", "milestones", "progress", "visits", "problems", "exemptions")


def history(
    facts: Facts, *, days: Sequence[date], rules: RulePack, of: str = "tasks", at_once: int = 300_000
) -> pd.DataFrame:
    """The scores of tasks, or of units, at every day of `days`, one day below the other, with the column as_of in
    front.

    Each day is what `score` gives for it: a row entered later never changes it. of: "tasks" or "units"; anything else
    raises ValueError. at_once: rows replayed in one go, so that a small store takes all days together and a large one
    a day at a time; it changes the speed only.
    """
    if of not in ("tasks", "units"):
        raise ValueError(f"没有“{of}”的历史；可选 tasks、units。")
    if not len(days):
        return pd.DataFrame({"as_of": pd.Series(dtype="datetime64[us]")})
    rows = max(1, sum(len(facts[name]) for name in _OF_TASKS))
    step = max(1, at_once // rows)
    parts = [_replay(facts, days[i : i + step], rules=rules, of=of) for i in range(0, len(days), step)]
    return pd.concat(parts, ignore_index=True)


def _replay(facts: Facts, days: Sequence[date], *, rules: RulePack, of: str) -> pd.DataFrame:
    """Several days in one go: every task once per day, under the name `<number of the day> <task_id>`."""
    moments = np.array([day_number(day) for day in days])
    facts = dict(facts) | {"exemptions": approvals(facts), "decisions": facts["decisions"].iloc[:0]}
    tiled = dict(facts) | {name: _tiled(facts[name], len(days)) for name in _OF_TASKS}
    day = np.repeat(moments, len(facts["tasks"]))
    seen = known_each(tiled, day=day, until=moments.max(), rules=rules)
    split = seen.tasks["task_id"].astype("str").str.split(" ", n=1, expand=True).reindex(columns=[0, 1])
    moment = split[0].astype("int64").to_numpy()
    scores = score_tasks(seen, rules).assign(task_id=split[1])
    tables = []
    for number, when in enumerate(days):
        mine = np.flatnonzero(moment == number)
        table = scores.iloc[mine].reset_index(drop=True).drop(columns="project_id")
        if of == "units":
            table = units(scores.iloc[mine], _at(seen, facts, mine=mine, day=moments[number]), rules)
        tables.append(table.pipe(_dated, when))
    return pd.concat(tables, ignore_index=True)


def _tiled(rows: pd.DataFrame, count: int) -> pd.DataFrame:
    """The rows once for each day, the day's number in front of their task."""
    tiled = rows.iloc[np.tile(np.arange(len(rows)), count)]
    number = np.repeat([f"{i} " for i in range(count)], len(rows))
    return tiled.assign(task_id=pd.Series(number, index=tiled.index, dtype="str") + tiled["task_id"].astype("str"))


def _at(seen: Known, facts: Facts, *, mine: np.ndarray, day: float) -> Known:
    """Of a replay the people, units and honours of one day, tasks counted from 0."""
    place = np.full(len(seen.tasks), -1)
    place[mine] = np.arange(len(mine))
    people = seen.people[place[seen.people["task"]] >= 0]
    people = people.assign(task=place[people["task"]])
    return replace(
        seen, people=people, honours=honours_known(facts["honours"], day), units=units_known(facts["units"], day)
    )


def _dated(table: pd.DataFrame, day: date) -> pd.DataFrame:
    table = table.assign(as_of=pd.Timestamp(day).as_unit("us"))
    return table[["as_of", *(name for name in table.columns if name != "as_of")]]
