"""What raises the level of a task: one pair of functions per cause, all of one shape, listed in TRIGGERS.

`fires` takes the measured tasks, the known rows and the ladder and gives back a level per task (0: silent). `says`
words it for rows of scored tasks, days later just as well: it takes the rows (`Scores.tasks` with as_of) and their
levels, and needs nothing besides. Unknown never fires anything but a reminder to report.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.facts.days import days, in_words
from analysis.facts.known import Known
from analysis.rules.rulepack import Ladder

__all__ = ["TRIGGERS", "Trigger"]

_ROUNDING = 1e-9


def deadline_overdue(found: pd.DataFrame, known: Known, ladder: Ladder) -> np.ndarray:
    """The baseline deadline has passed and completion is not known."""
    return _steps(known.day - found["deadline"].to_numpy(), ladder.overdue, strictly=True)


def _say_deadline(rows: pd.DataFrame, level: np.ndarray, ladder: Ladder) -> list[str]:
    late, silent = days(rows["as_of"]) - days(rows["deadline"]), rows["actual"].isna().to_numpy()
    told = zip(late, silent, _days_line(ladder, level), strict=True)
    return [f"超过完成时限 {away:.0f} 天{'，至今没有填报' if mute else ''}（{line}）" for away, mute, line in told]


def node_overdue(found: pd.DataFrame, known: Known, ladder: Ladder) -> np.ndarray:
    """A node known to be open is past its baseline day."""
    return _steps(found["late_days"].to_numpy(), ladder.overdue, strictly=True)


def _say_node(rows: pd.DataFrame, level: np.ndarray, ladder: Ladder) -> list[str]:
    told = zip(rows["late_node"], rows["late_days"], _days_line(ladder, level), strict=True)
    return [f"节点“{name}”超期 {away:.0f} 天未完成（{line}）" for name, away, line in told]


def behind_plan(found: pd.DataFrame, known: Known, ladder: Ladder) -> np.ndarray:
    """Behind the plan in percentage points, and in days too: a short task's points alone do not raise it."""
    steps = _steps(found["lag"].to_numpy(), ladder.lag, strictly=False)
    return np.where(_days_behind(found) >= ladder.behind_days, steps, 0)


def _say_behind(rows: pd.DataFrame, level: np.ndarray, ladder: Ladder) -> list[str]:
    lines = ["", *(f"{word}线：{step:g} 个百分点" for word, step in zip(ladder.words[1:], ladder.lag, strict=True))]
    told = zip(rows["lag"].to_numpy(), level, strict=True)
    return [f"落后序时进度 {points:.1f} 个百分点（{lines[step]}）" for points, step in told]


def slow_so_far(found: pd.DataFrame, known: Known, ladder: Ladder) -> np.ndarray:
    """SPI(t) too low: the days earned are too few for the days gone."""
    return _ratio_level(found, found["spi_t"].to_numpy() < ladder.spi_below - _ROUNDING, ladder)


def _say_slow(rows: pd.DataFrame, level: np.ndarray, ladder: Ladder) -> list[str]:
    told = zip(*(rows[name].to_numpy() for name in ("spi_t", "at_days", "es_days")), strict=True)
    line = f"低于 {ladder.spi_below:.2f}"
    return [f"工期绩效 {s:.2f}，{line}（已过 {a:.0f} 天，完成的只是计划前 {e:.0f} 天的量）" for s, a, e in told]


def hard_to_recover(found: pd.DataFrame, known: Known, ladder: Ladder) -> np.ndarray:
    """TSPI too high: the speed that is needed from now on is more than can be expected."""
    return _ratio_level(found, found["tspi"].to_numpy() > ladder.tspi_above + _ROUNDING, ladder)


def _say_hard(rows: pd.DataFrame, level: np.ndarray, ladder: Ladder) -> list[str]:
    return [f"按期完成须达到计划速度的 {t:.2f} 倍，超过 {ladder.tspi_above:.2f} 倍" for t in rows["tspi"].to_numpy()]


def late_forecast(found: pd.DataFrame, known: Known, ladder: Ladder) -> np.ndarray:
    """The expected finish lies after the deadline by more than a share of the whole time."""
    most = ladder.slip_above * found["pd_days"].to_numpy() + _ROUNDING
    return _ratio_level(found, found["slip"].to_numpy() > most, ladder)


def _say_forecast(rows: pd.DataFrame, level: np.ndarray, ladder: Ladder) -> list[str]:
    forecast, line = days(rows["forecast_finish"]), f"线：总工期的 {ladder.slip_above:.0%}"
    told = zip(_written(forecast), forecast - days(rows["deadline"]), strict=True)
    return [f"预计{day}完成，晚于时限 {away:.0f} 天（{line}）" for day, away in told]


def stale_report(found: pd.DataFrame, known: Known, ladder: Ladder) -> np.ndarray:
    """The last report is too old; its figure is carried forward, not extrapolated."""
    return np.where(known.day - found["reported_on"].to_numpy() > ladder.stale_days, ladder.reminder_level, 0)


def _say_stale(rows: pd.DataFrame, level: np.ndarray, ladder: Ladder) -> list[str]:
    on = days(rows["reported_on"])
    told = zip(_written(on), days(rows["as_of"]) - on, strict=True)
    return [f"最近一次填报是{day}，已 {away:.0f} 天未更新" for day, away in told]


def never_reported(found: pd.DataFrame, known: Known, ladder: Ladder) -> np.ndarray:
    """Begun, and nobody has said anything about its progress. Not known is not late: a reminder and no more."""
    gone = known.day - found["start"].to_numpy()
    silent = np.isnan(found["actual"].to_numpy()) & ladder.remind_unreported
    return np.where(silent & (gone > ladder.stale_days), ladder.reminder_level, 0)


def _say_never(rows: pd.DataFrame, level: np.ndarray, ladder: Ladder) -> list[str]:
    return [f"开始已 {gone:.0f} 天，尚未填报进度" for gone in days(rows["as_of"]) - days(rows["start"])]


def node_soon(found: pd.DataFrame, known: Known, ladder: Ladder) -> np.ndarray:
    """A node known to be open is due within days."""
    return np.where(found["soon_days"].to_numpy() <= ladder.soon_days, ladder.reminder_level, 0)


def _say_soon(rows: pd.DataFrame, level: np.ndarray, ladder: Ladder) -> list[str]:
    when = [f"还有 {left:.0f} 天到期" if left else "今天到期" for left in rows["soon_days"].to_numpy()]
    return [f"节点“{name}”{time}，尚未完成" for name, time in zip(rows["soon_node"], when, strict=True)]


@dataclass(frozen=True)
class Trigger:
    """One cause. dated: it goes by the calendar alone and counts at once; the others must last
    (`analysis.memory.standing`)."""

    fires: Callable[[pd.DataFrame, Known, Ladder], np.ndarray]
    says: Callable[[pd.DataFrame, np.ndarray, Ladder], list[str]]
    dated: bool


TRIGGERS = (
    Trigger(deadline_overdue, _say_deadline, dated=True),
    Trigger(node_overdue, _say_node, dated=True),
    Trigger(behind_plan, _say_behind, dated=False),
    Trigger(slow_so_far, _say_slow, dated=False),
    Trigger(hard_to_recover, _say_hard, dated=False),
    Trigger(late_forecast, _say_forecast, dated=False),
    Trigger(stale_report, _say_stale, dated=True),
    Trigger(never_reported, _say_never, dated=True),
    Trigger(node_soon, _say_soon, dated=True),
)
"""Every cause, in the order in which equally grave ones are told. A new one is two functions and an entry here."""


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


def _written(numbers: np.ndarray) -> list[str]:
    """Day numbers in words; the same few days come again and again."""
    unique, which = np.unique(numbers, return_inverse=True)
    words = [in_words(day) for day in unique]
    return [words[i] for i in which]
