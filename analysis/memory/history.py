"""Scores over time: the same reckoning replayed for many days, each with what was known on it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd

from analysis.facts.approvals import approvals
from analysis.facts.days import as_date, day_number
from analysis.facts.days import days as day_numbers
from analysis.facts.known import Known, Settled, honours_known, known_each, settled, units_known
from analysis.facts.progress import Told, reports_told
from analysis.facts.sifting import Facts, coded
from analysis.memory.standing_words import with_triggers
from analysis.progress.plan import plan_curves
from analysis.progress.schedule import Curves
from analysis.rules.rulecalendar import Rules
from analysis.rules.rulepack import RulePack
from analysis.scores.groups import units
from analysis.scores.scoring import SCORED, scored_today, task_texts

__all__ = ["history"]

_STAMP = "datetime64[us]"
_OF_TASKS = ("tasks", "deadlines", "responsibilities", "milestones", "progress", "visits", "problems", "exemptions")
_SETTLING = ("tasks", "deadlines", "responsibilities", "milestones", "units")
"""Tables of which a new row changes what is settled (`analysis.facts.known.Settled`)."""
_CODED = tuple(name for name in _OF_TASKS if name != "exemptions")


def history(
    facts: Facts, *, days: Sequence[date], rules: Rules, of: str = "tasks", at_once: int = 300_000, words: bool = True
) -> pd.DataFrame:
    """The scores of tasks, or of units, at every day of `days`, one day below the other, with the column as_of in
    front.

    Each day is what `score` gives for it by the pack in force then: neither a row entered later nor a later pack ever
    changes it. of: "tasks" or "units"; anything else raises ValueError. at_once: rows replayed in one go, so that a
    small store takes all days together and a large one a day at a time; it changes the speed only. words: without them
    tasks have no `triggers`; `analysis.memory.standing_words.worded` adds them for the rows that are shown.
    """
    if of not in ("tasks", "units"):
        raise ValueError(f"没有“{of}”的历史；可选 tasks、units。")
    if not len(days):
        return pd.DataFrame({"as_of": pd.Series(dtype="datetime64[us]")})
    rows = max(1, sum(len(facts[name]) for name in _OF_TASKS))
    step = max(1, at_once // rows)
    runs = list(_runs(days, rules, step))
    if step > 1:
        found = pd.concat([_replay(facts, some, rules=pack, of=of) for pack, some in runs], ignore_index=True)
    else:
        found = _day_by_day(facts, runs, of=of)
    return with_triggers(found, rules) if words and of == "tasks" else found


def _runs(days: Sequence[date], rules: Rules, step: int) -> Iterator[tuple[RulePack, list[date]]]:
    """The days in order, cut where another pack is in force, and after `step` days at the latest."""
    packs = [rules.at(day) for day in days]
    begin = 0
    for i in range(1, len(days) + 1):
        if i == len(days) or i - begin == step or packs[i] is not packs[begin]:
            yield packs[begin], list(days[begin:i])
            begin = i


def _day_by_day(facts: Facts, runs: Sequence[tuple[RulePack, list[date]]], *, of: str) -> pd.DataFrame:
    """One day after the other; what does not hang on the day is worked out anew only where rows have come in."""
    news = np.unique(np.concatenate([day_numbers(facts[name]["entered_on"]) for name in _SETTLING]))
    facts = coded(facts, _CODED)
    table, parts, still, by, last = _Table(len(runs) * len(facts["tasks"])), [], None, None, -np.inf
    for pack, (day,) in runs:
        now = day_number(day)
        if pack is not by or now < last or ((news > last) & (news <= now)).any():
            still = _Still.of(facts, now, rules=pack, told=still.told if pack is by else None)
        by, last = pack, now
        if of == "units":
            parts.append(still.units_at(now, pack))
        else:
            table.add(still.tasks_at(now, pack))
    if of == "units":
        return pd.concat(parts, ignore_index=True)
    found = table.done()
    return found.assign(task_id=found["task_id"].astype("str"))


@dataclass(frozen=True)
class _Still:
    """Between two days of entry: the facts, what is settled, and all that follows from it alone."""

    facts: Facts
    told: Told
    settled: Settled
    curves: Curves
    texts: dict[str, pd.Series]

    @classmethod
    def of(cls, facts: Facts, now: float, *, rules: RulePack, told: Told | None) -> "_Still":
        every, facts = np.full(len(facts["tasks"]), now), _granted(facts, rules)
        told = reports_told(facts["progress"], rules) if told is None else told
        before = replace(settled(facts, day=every, until=now, rules=rules), reports=told)
        seen = known_each(facts, day=every, until=now, rules=rules, before=before)
        return cls(facts, told, before, plan_curves(seen), task_texts(seen))

    def tasks_at(self, now: float, rules: RulePack) -> dict[str, object]:
        table = self._scored(self._known(now, rules), rules)
        del table["project_id"]
        return {"as_of": pd.Series(np.full(len(table["task_id"]), now).astype("datetime64[D]").astype(_STAMP))} | table

    def units_at(self, now: float, rules: RulePack) -> pd.DataFrame:
        seen = self._known(now, rules)
        table = units(pd.DataFrame(self._scored(seen, rules)), seen, rules)
        return _dated(table, as_date(now))

    def _known(self, now: float, rules: RulePack) -> Known:
        return known_each(self.facts, day=np.empty(0), until=now, rules=rules, before=self.settled)

    def _scored(self, seen: Known, rules: RulePack) -> dict[str, object]:
        scored = self.texts | scored_today(seen, rules, curves=self.curves)
        return {name: scored[name] for name in SCORED}


def _granted(facts: Facts, rules: RulePack) -> Facts:
    """The facts with the exemptions of the screen among those of the ledgers: decisions belong to no task."""
    return dict(facts) | {"exemptions": approvals(facts, rules=rules), "decisions": facts["decisions"].iloc[:0]}


class _Table:
    """Days of scored tasks one below the other, written straight into columns of the whole length: neither are the days
    of a year held twice, nor does a column keep the table alive that it was worked out in."""

    def __init__(self, most: int) -> None:
        self.most, self.rows, self.columns = most, 0, {}

    def add(self, day: dict[str, pd.Series | np.ndarray]) -> None:
        """Take in one day; the dtypes of every day must be those of the first."""
        first, self.rows = self.rows, self.rows + len(day["task_id"])
        for name, values in day.items():
            if isinstance(values.dtype, np.dtype):
                if name not in self.columns:
                    self.columns[name] = np.empty(self.most, dtype=values.dtype)
                np.copyto(self.columns[name][first : self.rows], values, casting="safe")
            else:
                self.columns.setdefault(name, []).append(values)

    def done(self) -> pd.DataFrame:
        """The table, in the order of the columns of a day."""
        found = {
            name: pd.concat(column, ignore_index=True)
            if isinstance(column, list)
            else pd.Series(column[: self.rows], dtype=column.dtype, copy=False)
            for name, column in self.columns.items()
        }
        return pd.DataFrame(found, copy=False)


def _replay(facts: Facts, days: Sequence[date], *, rules: RulePack, of: str) -> pd.DataFrame:
    """Several days in one go: every task once per day, under the name `<number of the day> <task_id>`."""
    moments, facts = np.array([day_number(day) for day in days]), _granted(facts, rules)
    tiled = dict(facts) | {name: _tiled(facts[name], len(days)) for name in _OF_TASKS}
    day = np.repeat(moments, len(facts["tasks"]))
    seen = known_each(tiled, day=day, until=moments.max(), rules=rules)
    split = seen.tasks["task_id"].astype("str").str.split(" ", n=1, expand=True).reindex(columns=[0, 1])
    moment = split[0].astype("int64").to_numpy()
    scores = pd.DataFrame(task_texts(seen) | scored_today(seen, rules))[list(SCORED)].assign(task_id=split[1])
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
