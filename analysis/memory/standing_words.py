"""Why a task stands at its level in a week, in one Chinese sentence with the rule and the value."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from analysis.ladder.levels import trigger_words
from analysis.rules.rulecalendar import Rules
from analysis.rules.rulepack import RulePack

__all__ = ["HOW", "near_next", "with_triggers", "worded"]


HOW = ("不变", "升级", "日期触发", "按月升级", "待确认", "降级", "待降级", "已完成", "不评", "豁免")
"""How a level came about, in the order of the sentences that say it."""


def worded(weeks: pd.DataFrame, rules: Rules, *, rows: pd.Series | np.ndarray | None = None) -> pd.DataFrame:
    """Rows of `analysis.standings` with triggers (sentences, the gravest first) and why (one sentence), in words of the
    pack in force on their day. rows: a mask of those that are shown; the others get None. A row's words are the same
    whoever else is asked about."""
    if weeks.empty:
        return weeks.assign(triggers=None, why=None)
    place = np.arange(len(weeks)) if rows is None else np.flatnonzero(np.asarray(rows, dtype=bool))
    asked = weeks.iloc[place]
    asked = with_triggers(asked, rules) if "fired" in asked else asked
    triggers, why = (np.full(len(weeks), None, dtype="object") for _ in range(2))
    triggers[place], why[place] = asked["triggers"].to_numpy(), _reasons(asked, rules)
    said = (pd.Series(triggers, index=weeks.index, dtype="object"), pd.Series(why, index=weeks.index, dtype="str"))
    return weeks.assign(triggers=said[0], why=said[1])


def with_triggers(rows: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    """Scored tasks of several days (as_of) with triggers, in words of the pack in force on each day."""
    said = np.full(len(rows), None, dtype="object")
    for pack, mine in _by_pack(rows, rules):
        said[mine] = trigger_words(rows.iloc[mine], pack).to_numpy()
    return rows.assign(triggers=pd.Series(said, index=rows.index, dtype="object"))


def _by_pack(rows: pd.DataFrame, rules: Rules) -> Iterator[tuple[RulePack, np.ndarray]]:
    """The packs in force on the days of the rows, each with the positions of its rows."""
    codes, days = pd.factorize(rows["as_of"])
    packs = [rules.at(pd.Timestamp(day).date()) for day in days]
    which, unique = pd.factorize(np.array([id(pack) for pack in packs], dtype="int64"))
    for number in range(len(unique)):
        yield packs[int(np.argmax(which == number))], np.flatnonzero(which[codes] == number)


def _reasons(found: pd.DataFrame, rules: Rules) -> np.ndarray:
    """One sentence per row of found: as_of, how, before, level, raw_level, counted, triggers."""
    said = np.full(len(found), None, dtype="object")
    columns = ["how", "before", "level", "raw_level", "counted", "triggers"]
    say = dict(zip(HOW, _SAY, strict=True))
    for pack, mine in _by_pack(found, rules):
        rows = zip(*(found[name].iloc[mine].to_list() for name in columns), strict=True)
        said[mine] = [say[how](_Words(pack, *more)) for how, *more in rows]
    return said


class _Words:
    """The words of one row."""

    def __init__(self, rules: RulePack, *row: object) -> None:
        before, level, raw, self.counted, triggers = row
        words = rules.ladder.words
        self.rule, self.rungs = rules.persistence, rules.persistence.rungs
        self.names, self.before, self.level, self.raw = words, words[before], words[level], words[raw]
        self.number, self.values = level, "；".join(triggers)

    @property
    def because(self) -> str:
        """The values behind, where there are any."""
        return f"：{self.values}" if self.values else ""


def _same(say: _Words) -> str:
    return f"维持{say.level}{say.because}" if say.number else f"没有达到任何一级的界线{say.because}"


def _raised(say: _Words) -> str:
    return f"连续 {say.rule.upgrade_after} 周达到，由{say.before}升为{say.level}{say.because}"


def _dated(say: _Words) -> str:
    return f"日期触发，不等确认，由{say.before}升为{say.level}{say.because}"


def _by_months(say: _Words) -> str:
    return f"{_rung_words(say)}，升为{say.level}；本周评估为{say.raw}{say.because}"


def _rung_words(say: _Words) -> str:
    """The rungs that lead to the level, as the pack has them."""
    said = []
    for rung in say.rungs:
        if rung.to == say.number:
            said += [f"连续 {rung.running} 个月"] if rung.running else []
            said += [f"{rung.months} 个月内 {rung.times} 次"] if rung.times else []
            return f"月末等级{'或'.join(said)}为{say.names[rung.level]}"
    return "按月累计"


def _waiting(say: _Words) -> str:
    return f"本周达到{say.raw}，须连续 {say.rule.upgrade_after} 周才升级，暂为{say.level}{say.because}"


def _lowered(say: _Words) -> str:
    return f"连续 {say.rule.downgrade_after} 周低于{say.before}，降一级为{say.level}{say.because}"


def _holding(say: _Words) -> str:
    left = say.rule.downgrade_after
    so_far = f"已 {say.counted} 周" if say.counted else "还不满 1 周"
    return f"本周评估为{say.raw}，低于{say.level}{so_far}，满 {left} 周降一级{say.because}"


def _finished(say: _Words) -> str:
    return f"已完成，由{say.before}退出" if say.before != say.level else "已完成"


def _spared(_say: _Words) -> str:
    return "登记晚于完成时限（补录），只列出不评"


def _exempt(say: _Words) -> str:
    return f"已批准豁免，由{say.before}退出，只列出不评" if say.before != say.level else "已批准豁免，只列出不评"


_SAY = (_same, _raised, _dated, _by_months, _waiting, _lowered, _holding, _finished, _spared, _exempt)


def near_next(tasks: pd.DataFrame, rules: RulePack) -> pd.Series:
    """What a task is short of the next line above the level it stands at, where that is little: "距黄牌 1.2 个百分点",
    else None. tasks: a day of `standings`, or `Scores.tasks` with as_of. Points are said only where the task is days
    behind as well, since points alone raise nothing."""
    ladder, rule = rules.ladder, rules.persistence
    judged = ~(tasks["state"].isin(["已完成", "豁免"]) | tasks["late_entry"]).to_numpy(bool)
    behind = (tasks["at_days"] - tasks["es_days"]).to_numpy("float64")
    lag = np.where(judged & (behind >= ladder.behind_days - 1e-9), tasks["lag"].to_numpy("float64"), np.nan)
    late = (tasks["as_of"] - tasks["deadline"]).dt.days.to_numpy("float64")
    late = np.where(judged, late, np.nan)
    fires = tuple(step + 1 for step in ladder.overdue)  # more than so many days: from the day after
    points = _short_of(lag, ladder.lag, within=rule.near_points)
    days = _short_of(late, fires, within=rule.near_days)
    said = []
    for level, *hits in zip(tasks["level"], points, days, strict=True):
        parts = zip(hits, ("{:.1f} 个百分点", "{:.0f} 天"), strict=True)
        words = [f"距{ladder.words[hit[0]]} {form.format(hit[1])}" for hit, form in parts if hit and hit[0] > level]
        said.append("，".join(words) or None)
    return pd.Series(said, index=tasks.index, dtype="object")


def _short_of(values: np.ndarray, steps: tuple[float, ...], *, within: float) -> list[tuple[int, float] | None]:
    """Per value the first step above it and what is missing, in tenths rounded up, where that is at most `within`."""
    above = np.searchsorted(steps, np.nan_to_num(values, nan=np.inf) + 1e-9, side="right")
    short = np.ceil((np.append(steps, np.nan)[above] - values) * 10 - 1e-6) / 10
    return [(int(k) + 1, gap) if gap <= within else None for k, gap in zip(above, short, strict=True)]
