"""每周走访: which 项目长 went to the front line in which week, kept or not."""

import re
from datetime import date, timedelta

import numpy as np
import pandas as pd

from analysis.facts.days import as_date, day_number
from analysis.facts.known import Known, known
from analysis.facts.sifting import Facts
from analysis.rules.rulecalendar import Rules, all_packs
from analysis.rules.rulepack import RulePack

__all__ = ["visit_cadence", "visit_weeks"]

_WEEK = timedelta(days=7)
_COLUMNS = ["leader", "week", "visits", "unnamed", "kept"]


def visit_weeks(facts: Facts, *, as_of: date, rules: Rules) -> pd.DataFrame:
    """One row per 项目长 and week (its Monday) of the phases in which visits are due: leader, week, visits (days on
    which the leader was at one of the own projects), unnamed (days on which somebody was whom the ledger does not
    name), kept (True, False, or None while the week is not over or an unnamed visit may have been the leader's).

    Only whole weeks of a phase count, and none before the leader's first task began. Each week goes by the pack in
    force on its Sunday."""
    seen = known(facts, as_of=as_of, rules=rules.at(as_of))
    leaders = seen.people[seen.people["role"] == "leader"]
    begun = seen.tasks["start"].to_numpy()[leaders["task"].to_numpy()]
    first = pd.Series(begun, index=leaders["name"].to_numpy(dtype="object")).groupby(level=0, sort=False).min()
    rows = [
        (leader, week)
        for leader, start in first.items()
        for week in _weeks_due(rules, as_of)
        if not start > day_number(_sunday(week))
    ]
    if not rows:
        return pd.DataFrame(columns=_COLUMNS)
    table = pd.DataFrame(rows, columns=["leader", "week"])
    table = table.merge(_went(seen, leaders), on=["leader", "week"], how="left")
    table = table.fillna({"visits": 0, "unnamed": 0}).astype({"visits": "int64", "unnamed": "int64"})
    due = np.array([rules.at(_sunday(week)).cadence.visits_a_week for week in table["week"]])
    enough = (table["visits"] >= due).to_numpy(bool)
    running = np.array([week + _WEEK > as_of for week in table["week"]], dtype=bool)
    unsure = ~enough & (running | (table["visits"] + table["unnamed"] >= due).to_numpy(bool))
    return table.assign(kept=pd.Series(enough, dtype="object").where(~unsure, None))[_COLUMNS]


def _sunday(monday: date) -> date:
    return monday + timedelta(days=6)


def _weeks_due(rules: Rules, as_of: date) -> list[date]:
    """The weeks up to the day in which visits are due by the pack that they go by."""
    told = [(week, pack) for pack in all_packs(rules) for week in _weeks(pack, as_of)]
    return sorted({week for week, pack in told if rules.at(_sunday(week)).digest == pack.digest})


def _weeks(rules: RulePack, as_of: date) -> list[date]:
    weeks = []
    for phase in rules.phases:
        if phase.name in rules.cadence.visit_phases:
            monday = phase.first + timedelta(days=-phase.first.weekday() % 7)
            while _sunday(monday) <= phase.last and monday <= as_of:
                weeks.append(monday)
                monday += _WEEK
    return weeks


def _went(seen: Known, leaders: pd.DataFrame) -> pd.DataFrame:
    """leader, week, visits, unnamed: days in each week on which a project of the leader was visited."""
    visits = seen.visits.merge(leaders[["task", "name"]], on="task").rename(columns={"name": "leader"})
    visitor = visits["visitor"].astype("object").fillna("").to_list()
    named = np.array([is_named(leader, who) for leader, who in zip(visits["leader"], visitor, strict=True)], dtype=bool)
    blank = np.array([not who for who in visitor], dtype=bool)
    week = [(day := as_date(number)) - timedelta(days=day.weekday()) for number in visits["day"]]
    table = pd.DataFrame({"leader": visits["leader"].astype("object"), "week": week, "day": visits["day"]})
    keys = ["leader", "week"]
    masks = {"visits": named, "unnamed": blank}
    counts = {name: table[mask].groupby(keys)["day"].nunique() for name, mask in masks.items()}
    return pd.DataFrame(counts).rename_axis(keys).reset_index().astype({"leader": "object", "week": "object"})


def is_named(leader: str, visitor: str) -> bool:
    """区领导01 is in "区领导01、区住建局" and not in "区领导012"."""
    return re.search(rf"{re.escape(leader)}(?!\d)", visitor) is not None


def visit_cadence(weeks: pd.DataFrame) -> pd.DataFrame:
    """Per 项目长 of `visit_weeks`, most missed first: leader, weeks (decided ones), kept, missed, unsure,
    missed_running (weeks missed one after the other up to the last decided one)."""
    rows = []
    for leader, own in weeks.groupby("leader", sort=False):
        decided = [kept for kept in own.sort_values("week")["kept"] if kept is not None]
        running = next((i for i, kept in enumerate(reversed(decided)) if kept), len(decided))
        kept = sum(decided)
        rows.append((leader, len(decided), kept, len(decided) - kept, len(own) - len(decided), running))
    columns = ["leader", "weeks", "kept", "missed", "unsure", "missed_running"]
    return pd.DataFrame(rows, columns=columns).sort_values("missed", ascending=False, kind="stable", ignore_index=True)
