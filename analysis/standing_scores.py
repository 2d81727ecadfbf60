"""Scores with memory: every task at the level at which it stands, every unit with what its account holds back."""

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd

from analysis.facts.known import known
from analysis.facts.sifting import Facts
from analysis.memory.standing import standings
from analysis.memory.standing_words import worded
from analysis.points.entries import answers_of, balances, entries_of, month_levels
from analysis.rules.rulecalendar import Rules
from analysis.scores.places import final_index
from analysis.scores.scoring import Scores, grouped, score_tasks

__all__ = ["scores_on", "standing_scores"]


def standing_scores(facts: Facts, *, as_of: date, rules: Rules, weeks: pd.DataFrame | None = None) -> Scores:
    """`score`, with every task at the level at which it stands; the level of the day is raw_level, and how, why, light
    say what lies between. Levels and deductions of projects, units and leaders follow; the deduction of a unit is what
    its account still holds back (`point_entries`, after the caps), criticism beside it. `weeks` are the `standings` of
    the same facts, day and rules where they are at hand: the replay is the costly part."""
    weeks = standings(facts, as_of=as_of, rules=rules, words=False) if weeks is None else weeks
    pack = rules.at(as_of)
    seen = known(facts, as_of=as_of, rules=pack)
    tasks = score_tasks(seen, pack)
    last = worded(weeks[weeks["as_of"] == pd.Timestamp(as_of)], rules)
    last = last.set_index("task_id").reindex(tasks["task_id"])
    level = last["level"].to_numpy("int64")
    amounts = np.minimum(np.array(pack.deduction.by_level), pack.deduction.task_cap)
    said = {name: last[name].to_numpy("object") for name in ("how", "why", "light")}
    tasks = tasks.assign(raw_level=tasks["level"], level=level, deduction=amounts[level], **said)
    entries = entries_of(month_levels(weeks), answers_of(seen), rules=rules, as_of=as_of)
    scores = grouped(tasks, seen, pack, awards=rules)
    held = balances(entries).groupby("unit")["held"].sum().reindex(scores.units["unit"]).fillna(0.0).to_numpy()
    units = scores.units.assign(level_deduction=held, deduction=held)
    return replace(scores, units=units.assign(final=final_index(units)))


def scores_on(facts: Facts, day: date, *, rules: Rules, weeks: pd.DataFrame) -> Scores:
    """`standing_scores` of a day at hand of the replay of a later one: `weeks` has passed through the ends of the
    months of its year; a day of another year, or before the first row, has a replay of its own."""
    passed = len(weeks) and day.year == weeks["as_of"].max().year and weeks["as_of"].eq(pd.Timestamp(day)).any()
    return standing_scores(facts, as_of=day, rules=rules, weeks=weeks if passed else None)
