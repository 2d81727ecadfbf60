"""What raises the level of a task: one function per cause, all of one shape, listed in TRIGGERS.

A trigger takes the measured tasks, the known rows and the ladder, and gives back a level per task (0: silent) and a
function that words it for the tasks at given positions. Unknown never fires anything but a reminder to report.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.facts.days import in_words
from analysis.facts.known import Known
from analysis.rules.rulepack import Ladder

__all__ = ["TRIGGERS", "Fired", "Trigger"]

Fired = tuple[np.ndarray, Callable[[np.ndarray], list[str]]]

_ROUNDING = 1e-9


def deadline_overdue(found: pd.DataFrame, known: Known, ladder: Ladder) -> Fired:
    """The baseline deadline has passed and completion is not known."""
    late = known.day - found["deadline"].to_numpy()
    level = _steps(late, ladder.overdue, strictly=True)
    silent = np.isnan(found["actual"].to_numpy())

    def say(rows: np.ndarray) -> list[str]:
        lines, told = _days_line(ladder, level[rows]), zip(late[rows], silent[rows], strict=True)
        ends = [(days, "，至今没有填报" if mute else "") for days, mute in told]
        return [f"超过完成时限 {days:.0f} 天{end}（{line}）" for (days, end), line in zip(ends, lines, strict=True)]

    return level, say


def node_overdue(found: pd.DataFrame, known: Known, ladder: Ladder) -> Fired:
    """A node known to be open is past its baseline day."""
    late, place = found["late_days"].to_numpy(), found["late_node"].to_numpy()
    level = _steps(late, ladder.overdue, strictly=True)

    def say(rows: np.ndarray) -> list[str]:
        told = zip(_node_names(known, place[rows]), late[rows], _days_line(ladder, level[rows]), strict=True)
        return [f"节点“{name}”超期 {days:.0f} 天未完成（{line}）" for name, days, line in told]

    return level, say


def behind_plan(found: pd.DataFrame, known: Known, ladder: Ladder) -> Fired:
    """Behind the plan in percentage points, and in days too: a short task's points alone do not raise it."""
    lag = found["lag"].to_numpy()
    level = np.where(_days_behind(found) >= ladder.behind_days, _steps(lag, ladder.lag, strictly=False), 0)
    lines = ["", *(f"{word}线：{step:g} 个百分点" for word, step in zip(ladder.words[1:], ladder.lag, strict=True))]

    def say(rows: np.ndarray) -> list[str]:
        told = zip(lag[rows], level[rows], strict=True)
        return [f"落后序时进度 {points:.1f} 个百分点（{lines[step]}）" for points, step in told]

    return level, say


def slow_so_far(found: pd.DataFrame, known: Known, ladder: Ladder) -> Fired:
    """SPI(t) too low: the days earned are too few for the days gone."""
    spi, at, es = (found[name].to_numpy() for name in ("spi_t", "at_days", "es_days"))
    level = _ratio_level(found, spi < ladder.spi_below - _ROUNDING, ladder)

    def say(rows: np.ndarray) -> list[str]:
        told = zip(spi[rows], at[rows], es[rows], strict=True)
        line = f"低于 {ladder.spi_below:.2f}"
        return [f"工期绩效 {s:.2f}，{line}（已过 {a:.0f} 天，完成的只是计划前 {e:.0f} 天的量）" for s, a, e in told]

    return level, say


def hard_to_recover(found: pd.DataFrame, known: Known, ladder: Ladder) -> Fired:
    """TSPI too high: the speed that is needed from now on is more than can be expected."""
    tspi = found["tspi"].to_numpy()
    level = _ratio_level(found, tspi > ladder.tspi_above + _ROUNDING, ladder)

    def say(rows: np.ndarray) -> list[str]:
        return [f"按期完成须达到计划速度的 {t:.2f} 倍，超过 {ladder.tspi_above:.2f} 倍" for t in tspi[rows]]

    return level, say


def late_forecast(found: pd.DataFrame, known: Known, ladder: Ladder) -> Fired:
    """The expected finish lies after the deadline by more than a share of the whole time."""
    slip, forecast = found["slip"].to_numpy(), np.ceil(found["forecast"].to_numpy() - 1e-6)
    level = _ratio_level(found, slip > ladder.slip_above * found["pd_days"].to_numpy() + _ROUNDING, ladder)
    line = f"线：总工期的 {ladder.slip_above:.0%}"

    def say(rows: np.ndarray) -> list[str]:
        told = zip(_written(forecast[rows]), np.ceil(slip[rows] - 1e-6), strict=True)
        return [f"预计{day}完成，晚于时限 {days:.0f} 天（{line}）" for day, days in told]

    return level, say


def stale_report(found: pd.DataFrame, known: Known, ladder: Ladder) -> Fired:
    """The last report is too old; its figure is carried forward, not extrapolated."""
    on = found["reported_on"].to_numpy()
    level = np.where(known.day - on > ladder.stale_days, ladder.reminder_level, 0)

    def say(rows: np.ndarray) -> list[str]:
        told = zip(_written(on[rows]), (known.day - on)[rows], strict=True)
        return [f"最近一次填报是{day}，已 {days:.0f} 天未更新" for day, days in told]

    return level, say


def never_reported(found: pd.DataFrame, known: Known, ladder: Ladder) -> Fired:
    """Begun, and nobody has said anything about its progress. Not known is not late: a reminder and no more."""
    gone = known.day - found["start"].to_numpy()
    silent = np.isnan(found["actual"].to_numpy()) & ladder.remind_unreported
    level = np.where(silent & (gone > ladder.stale_days), ladder.reminder_level, 0)

    def say(rows: np.ndarray) -> list[str]:
        return [f"开始已 {days:.0f} 天，尚未填报进度" for days in gone[rows]]

    return level, say


def node_soon(found: pd.DataFrame, known: Known, ladder: Ladder) -> Fired:
    """A node known to be open is due within days."""
    left, place = found["soon_days"].to_numpy(), found["soon_node"].to_numpy()
    level = np.where(left <= ladder.soon_days, ladder.reminder_level, 0)

    def say(rows: np.ndarray) -> list[str]:
        when = [f"还有 {days:.0f} 天到期" if days else "今天到期" for days in left[rows]]
        names = _node_names(known, place[rows])
        return [f"节点“{name}”{time}，尚未完成" for name, time in zip(names, when, strict=True)]

    return level, say


@dataclass(frozen=True)
class Trigger:
    """One cause. dated: it goes by the calendar alone and counts at once; the others must last
    (`analysis.memory.standing`)."""

    fires: Callable[[pd.DataFrame, Known, Ladder], Fired]
    dated: bool


TRIGGERS = (
    Trigger(deadline_overdue, dated=True),
    Trigger(node_overdue, dated=True),
    Trigger(behind_plan, dated=False),
    Trigger(slow_so_far, dated=False),
    Trigger(hard_to_recover, dated=False),
    Trigger(late_forecast, dated=False),
    Trigger(stale_report, dated=True),
    Trigger(never_reported, dated=True),
    Trigger(node_soon, dated=True),
)
"""Every cause, in the order in which equally grave ones are told. A new one is a function and an entry here."""


def _steps(values: np.ndarray, steps: tuple[float, ...], *, strictly: bool) -> np.ndarray:
    """How many steps of the ladder a value has reached (or passed, `strictly`); unknown reaches none."""
    known = np.where(np.isnan(values), -np.inf, values)
    if strictly:
        return np.searchsorted(steps, known - _ROUNDING, side="left")
    return np.searchsorted(steps, known + _ROUNDING, side="right")


def _days_behind(found: pd.DataFrame) -> np.ndarray:
    """Days by which the earned schedule is behind; unknown counts as none."""
    behind = found["at_days"].to_numpy() - found["es_days"].to_numpy()
    return np.where(np.isnan(behind), 0.0, behind + _ROUNDING)


def _ratio_level(found: pd.DataFrame, fires: np.ndarray, ladder: Ladder) -> np.ndarray:
    """The level of a ratio that fires, once enough of the time has gone and the task is really days behind."""
    judged = found["at_days"].to_numpy() >= ladder.judged_after * found["pd_days"].to_numpy()
    return np.where(fires & judged & (_days_behind(found) >= ladder.behind_days), ladder.ratio_level, 0)


def _days_line(ladder: Ladder, levels: np.ndarray) -> list[str]:
    lines = ["", *(f"{word}线：超过 {step:g} 天" for word, step in zip(ladder.words[1:], ladder.overdue, strict=True))]
    return [lines[level] for level in levels]


def _node_names(known: Known, places: np.ndarray) -> list[str]:
    return known.milestones["milestone"].iloc[places].to_list()


def _written(days: np.ndarray) -> list[str]:
    """Day numbers in words; the same few days come again and again."""
    unique, which = np.unique(days, return_inverse=True)
    words = [in_words(day) for day in unique]
    return [words[i] for i in which]
