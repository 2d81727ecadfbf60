"""The ladder with its memory: the level at which a task stands, week by week. SCORING.md 3.

What is measured (lag, ratios, forecast) raises a level only after so many weekly evaluations running; dates raise it
at once. A level falls by one step after so many lower evaluations. What a month counts as (the level that stands on its
last day, but no more than that day itself reads, so that an end-of-month report is heard) leads to the rungs of the
pack (预警 twice running: 黄牌; 黄牌 twice running or three times in twelve months: 约谈). Such a raise stands while no
evaluation is better than the one it was decided on. Finished: level 0 at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from analysis.facts.evaluations import evaluation_days, is_month_end
from analysis.facts.sifting import Facts
from analysis.memory.history import history
from analysis.memory.standing_words import HOW, worded
from analysis.rules.rulecalendar import Rules
from analysis.rules.ruleparts import Persistence, Rung

__all__ = ["remembered", "standings"]

SAME, RAISED, DATED, BY_MONTHS, WAITING, LOWERED, HOLDING, FINISHED, SPARED, EXEMPT = range(len(HOW))


def standings(facts: Facts, *, as_of: date, rules: Rules, words: bool = True) -> pd.DataFrame:
    """The level of every task at every weekly evaluation and month's end up to `as_of`, replayed from the rows known on
    each day by the pack in force on it; see `remembered`. The last day is `as_of`, whatever day it is.

    words: triggers and why for every row. A large board does without, and asks `worded` for the rows that are shown:
    there are as many sentences as tasks × weeks."""
    days = evaluation_days(facts, as_of=as_of, rules=rules)
    weeks = remembered(history(facts, days=days, rules=rules, of="tasks", words=False), rules)
    return worded(weeks, rules) if words else weeks


def remembered(weeks: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    """`weeks` (as_of, task_id, level, dated_level, state, late_entry, and exempt where there are exemptions; a row per
    task and evaluation) with raw_level (what the day alone says) and level as it stands, before (the level that stood
    until then), how (one of HOW), counted (evaluations that it has counted), light, and month_level (what the month
    counts as; only on its last day). `worded` says why. A day that is not the pack's weekday is no weekly evaluation:
    on it only dates, completion and the rungs count."""
    if weeks.empty:
        return weeks.assign(**dict.fromkeys(("raw_level", "before", "how", "counted", "light", "month_level")))
    grid = _grid(weeks)
    days = [pd.Timestamp(day).date() for day in grid.days]
    level, before, how, counted, month = _walk(grid, days, rules)
    at = (grid.week, grid.task)
    lights = np.array([rules.at(day).persistence.lights for day in days], dtype="object")
    return weeks.assign(
        raw_level=weeks["level"], level=level[at], before=before[at], how=np.array(HOW, dtype="object")[how[at]],
        counted=counted[at], month_level=month[at], light=lights[grid.week, level[at]],
    )  # fmt: skip


@dataclass(frozen=True)
class _Grid:
    """weeks × tasks, what is not known yet in order. week, task: where each row of the table stands."""

    days: np.ndarray
    week: np.ndarray
    task: np.ndarray
    raw: np.ndarray
    dated: np.ndarray
    finished: np.ndarray
    spared: np.ndarray
    exempt: np.ndarray


def _grid(weeks: pd.DataFrame) -> _Grid:
    days, week = np.unique(weeks["as_of"].to_numpy(), return_inverse=True)
    task, names = pd.factorize(weeks["task_id"])

    def laid(values: np.ndarray) -> np.ndarray:
        table = np.zeros((len(days), len(names)), dtype=values.dtype)
        table[week, task] = values
        return table

    numbers = [weeks[name].to_numpy("int64") for name in ("level", "dated_level")]
    flags = [weeks["state"].eq("已完成").to_numpy(bool), weeks["late_entry"].to_numpy(bool)]
    flags.append(weeks["exempt"].to_numpy(bool) if "exempt" in weeks else np.zeros(len(weeks), dtype=bool))
    return _Grid(days, week, task, *(laid(values) for values in (*numbers, *flags)))


def _walk(grid: _Grid, days: Sequence[date], rules: Rules) -> tuple[np.ndarray, ...]:
    """Week by week over all tasks at once, what is remembered going from pack to pack. counted: evaluations that the
    present how has counted."""
    shape = grid.raw.shape
    level, before, how, counted = (np.zeros(shape, dtype="int64") for _ in range(4))
    month = np.full(shape, np.nan)
    state = _State.new(shape[1])
    for i, day in enumerate(days):
        rule, before[i] = rules.at(day).persistence, state.level
        weekly = day.isoweekday() == rule.weekday
        how[i], counted[i] = state.meet(grid, i, rule=rule, weekly=weekly)
        if is_month_end(day):
            raised = state.end_month(grid.raw[i], rule)
            how[i] = np.where(raised, BY_MONTHS, how[i])
            month[i] = state.months[-1]
        level[i] = state.level
    return level, before, how, counted, month


@dataclass
class _State:
    """What is remembered of every task; lives only inside `_walk`."""

    level: np.ndarray
    lower: np.ndarray
    floor: np.ndarray  # raised by months to this level …
    hold: np.ndarray  # … for as long as no evaluation is below this one
    recent: list[np.ndarray]
    months: list[np.ndarray]

    @classmethod
    def new(cls, count: int) -> "_State":
        """Nothing is remembered yet: in order, and no evaluation before the first one."""
        return cls(*(np.zeros(count, dtype="int64") for _ in range(4)), recent=[], months=[])

    def meet(self, grid: _Grid, i: int, *, rule: Persistence, weekly: bool) -> tuple[np.ndarray, np.ndarray]:
        """One day: raises, falls and completions. Gives back how, and the number of lower evaluations so far. Only a
        weekly evaluation confirms or lowers anything."""
        raw, out = grid.raw[i], grid.finished[i] | grid.spared[i] | grid.exempt[i]
        self.floor = np.where((raw >= self.hold) & ~out, self.floor, 0)
        now, at_once = np.maximum(raw, self.floor), np.maximum(grid.dated[i], self.floor)
        confirmed = self._confirmed(now, rule.upgrade_after) if weekly else np.zeros_like(raw)
        lower = np.where(now < self.level, self.lower + 1, 0) if weekly else self.lower
        falls = (lower >= rule.downgrade_after) & weekly
        up = np.maximum(confirmed, at_once)
        new = np.where(out, 0, np.where(up > self.level, up, self.level - falls))
        how = np.select(
            [grid.spared[i], grid.exempt[i], grid.finished[i], (up > self.level) & (at_once >= up),
             up > self.level, falls, now < self.level, now > self.level],
            [SPARED, EXEMPT, FINISHED, DATED, RAISED, LOWERED, HOLDING, WAITING],
            default=SAME,
        )  # fmt: skip
        self.lower = np.where((new != self.level) | out, 0, lower)
        self.level = new
        if weekly:
            self.recent.append(np.where(out, 0, now))
        return how, lower

    def _confirmed(self, now: np.ndarray, weeks: int) -> np.ndarray:
        """The level that so many weekly evaluations running have reached, this one being the last of them."""
        before = self.recent[len(self.recent) - weeks + 1 :] if weeks - 1 <= len(self.recent) else [np.zeros_like(now)]
        return np.minimum.reduce([now, *before])

    def end_month(self, raw: np.ndarray, rule: Persistence) -> np.ndarray:
        """Rungs on the last day of a month; gives back who was raised."""
        self.months.append(np.minimum(self.level, np.maximum(raw, self.floor)))
        to, hold = np.zeros_like(self.level), np.zeros_like(self.level)
        for rung in rule.rungs:
            better = _fires(self.months, rung) & (rung.to > to)
            to, hold = np.where(better, rung.to, to), np.where(better, np.minimum(raw, rung.level), hold)
        raised = to > self.level
        self.floor = np.where(raised, to, self.floor)
        self.hold = np.where(raised, hold, self.hold)
        self.level = np.maximum(self.level, to)
        self.months[-1] = np.where(raised, to, self.months[-1])
        self.lower = np.where(raised, 0, self.lower)
        return raised


def _fires(months: list[np.ndarray], rung: Rung) -> np.ndarray:
    """Running counts months at exactly this level, so that a fall from a graver one is no repetition; times counts
    months at it or worse. Either way the month that ends now is one of them."""
    here = months[-1] >= rung.level
    running, times = np.zeros_like(here), np.zeros_like(here)
    if 0 < rung.running <= len(months):
        running = np.all([month == rung.level for month in months[-rung.running :]], axis=0)
    if rung.times:
        times = here & (np.sum([month >= rung.level for month in months[-rung.months :]], axis=0) >= rung.times)
    return running | times
