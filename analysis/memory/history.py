"""Scores over time: the same reckoning replayed for many days, each with what was known on it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd

from analysis.facts.approvals import approvals
from analysis.facts.days import day_number
from analysis.facts.days import days as day_numbers
from analysis.facts.known import Known, honours_known, known_each, units_known
from analysis.facts.sifting import Facts
from analysis.rules.rulecalendar import Rules
from analysis.rules.rulepack import RulePack
from analysis.scores.groups import units
from analysis.scores.scoring import score_tasks

__all__ = ["history"]

_OF_TASKS = ("tasks", "deadlines", "responsibilities", "milestones", "progress", "visits", "problems", "exemptions")


def history(
    facts: Facts, *, days: Sequence[date], rules: Rules, of: str = "tasks", at_once: int = 300_000
) -> pd.DataFrame:
    """The scores of tasks, or of units, at every day of `days`, one day below the other, with the column as_of in
    front.

    Each day is what `score` gives for it by the pack in force then: neither a row entered later nor a later pack ever
    changes it. of: "tasks" or "units"; anything else
    raises ValueError. at_once: rows replayed in one go, so that a small store takes all days together and a large one
    a day at a time; it changes the speed only.
    """
    if of not in ("tasks", "units"):
        raise ValueError(f"没有“{of}”的历史；可选 tasks、units。")
    if not len(days):
        return pd.DataFrame({"as_of": pd.Series(dtype="datetime64[us]")})
    rows = max(1, sum(len(facts[name]) for name in _OF_TASKS))
    step = max(1, at_once // rows)
    runs = _runs(days, rules, step)
    if step == 1:
        parts = _day_by_day(facts, runs, of=of)
    else:
        parts = [_replay(facts, some, rules=pack, of=of) for pack, some in runs]
    return pd.concat(parts, ignore_index=True)


def _runs(days: Sequence[date], rules: Rules, step: int) -> Iterator[tuple[RulePack, list[date]]]:
    """The days in order, cut where another pack is in force, and after `step` days at the latest."""
    packs = [rules.at(day) for day in days]
    begin = 0
    for i in range(1, len(days) + 1):
        if i == len(days) or i - begin == step or packs[i] is not packs[begin]:
            yield packs[begin], list(days[begin:i])
            begin = i


def _day_by_day(facts: Facts, runs: Iterator[tuple[RulePack, list[date]]], *, of: str) -> Iterator[pd.DataFrame]:
    """One day after the other; the tasks are sifted anew only where rows about them have come in."""
    told = np.unique(np.concatenate([day_numbers(facts[name]["entered_on"]) for name in ("tasks", "deadlines")]))
    tasks, by, last = None, None, -np.inf
    for pack, (day,) in runs:
        now = day_number(day)
        if pack is not by or now < last or ((told > last) & (told <= now)).any():
            tasks = None
        every = np.full(len(facts["tasks"]), now)
        seen = known_each(facts, day=every, until=now, rules=pack, tasks=tasks)
        tasks, by, last = seen.tasks, pack, now
        scores = score_tasks(seen, pack)
        table = units(scores, seen, pack) if of == "units" else scores.drop(columns="project_id")
        yield _dated(table, day)


def _replay(facts: Facts, days: Sequence[date], *, rules: RulePack, of: str) -> pd.DataFrame:
    """Several days in one go: every task once per day, under the name `<number of the day> <task_id>`."""
    moments = np.array([day_number(day) for day in days])
    facts = dict(facts) | {"exemptions": approvals(facts, rules=rules), "decisions": facts["decisions"].iloc[:0]}
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
