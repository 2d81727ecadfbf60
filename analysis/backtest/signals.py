"""What may warn of a late finish, and when it did: one tuple of signals, evaluated week by week."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.facts.days import days
from analysis.facts.sifting import positions

__all__ = ["SIGNALS", "STAGES", "Signal", "alarms", "at_stages", "open_weeks"]

STAGES = (0.25, 0.50, 0.75)
"""Shares of the planned duration at which a warning is asked for."""


class Signal(NamedTuple):
    """value: a number per row of the replay, higher is worse; from_: it warns from there on; tries: the thresholds that
    a calibration chooses from (none: it is not calibrated)."""

    name: str
    words: str
    value: Callable[[pd.DataFrame], pd.Series]
    from_: float
    tries: tuple[float, ...] = ()


def _slip(weeks: pd.DataFrame) -> pd.Series:
    late = (weeks["forecast_finish"] - weeks["deadline"]).dt.days
    return late / weeks["pd_days"]


SIGNALS = (
    Signal("level", "等级达到预警", lambda weeks: weeks["level"], 2.0, (1.0, 2.0, 3.0, 4.0)),
    Signal("remind", "等级达到提醒", lambda weeks: weeks["level"], 1.0),
    Signal("yellow", "等级达到黄牌", lambda weeks: weeks["level"], 3.0),
    Signal("lag", "落后 10 个百分点", lambda weeks: weeks["lag"], 10.0, (5.0, 7.5, 10.0, 15.0, 20.0, 30.0)),
    Signal("spi", "时间绩效低于 0.90", lambda weeks: -weeks["spi_t"], -0.90, (-0.95, -0.90, -0.85, -0.80, -0.70)),
    Signal("tspi", "余下须提速 1.10 倍", lambda weeks: weeks["tspi"], 1.10, (1.05, 1.10, 1.20, 1.35, 1.50)),
    Signal("slip", "预计晚完成 5% 工期", _slip, 0.05, (0.02, 0.05, 0.10, 0.20, 0.30)),
)
"""The first is the product's own warning, the others are what it is made of: whether the ladder is better than they
are is the question. SPI counts from below, so its value is turned round."""


def alarms(weeks: pd.DataFrame, ends: pd.DataFrame, *, signal: Signal, at: float | None = None) -> pd.DataFrame:
    """The first alarm of each task of `ends` (`outcomes`) before its deadline and its end: the columns of `ends` with
    alarm_on (NaT: none), warned, lead_days (from the alarm to the deadline).

    weeks: a replay (`history` or `standings`), one row per task and day. at: another threshold than the signal's."""
    table = open_weeks(weeks, ends)
    fires = signal.value(table).to_numpy("float64", na_value=np.nan) >= (signal.from_ if at is None else at) - 1e-9
    first = table[fires].groupby("task_id")["as_of"].min()
    found = ends.assign(alarm_on=first.reindex(ends["task_id"]).to_numpy("datetime64[us]"))
    lead = (found["deadline"] - found["alarm_on"]).dt.days
    return found.assign(warned=found["alarm_on"].notna(), lead_days=lead)


def open_weeks(weeks: pd.DataFrame, ends: pd.DataFrame) -> pd.DataFrame:
    """The evaluations of tasks with a known end while they ran: from the start, before the end and the deadline. What
    was cut so once can be given instead of the replay, as often as it is asked about the same ends or fewer."""
    place = positions(weeks["task_id"], pd.Index(ends["task_id"]))
    begin, due, done = (np.append(days(ends[name]), np.nan)[place] for name in ("start", "deadline", "finished_on"))
    day, over = days(weeks["as_of"]), due + 1
    end = np.minimum(np.where(np.isnan(done), over, done), over)
    return weeks[(day >= begin) & (day < end)]


def at_stages(
    weeks: pd.DataFrame, ends: pd.DataFrame, *, signal: Signal, stages: Sequence[float] = STAGES
) -> pd.DataFrame:
    """What the signal said at each stage: stage, task_id, units, late, value (NaN: it said nothing), from the last
    evaluation by the day at which that share of the planned duration was over. A task that was finished by then is
    left out: there was nothing to warn of."""
    table = open_weeks(weeks, ends)
    table = table[["task_id", "as_of"]].assign(value=signal.value(table).to_numpy("float64", na_value=np.nan))
    parts = []
    for stage in stages:
        day = ends["start"] + pd.to_timedelta((ends["pd_days"] * stage).round(), unit="D")
        running = ~(ends["finished_on"] <= day)
        asked = ends.assign(day=day)[running.to_numpy(bool)][["task_id", "units", "late", "day"]]
        seen = table.merge(asked[["task_id", "day"]], on="task_id")
        seen = seen[seen["as_of"] <= seen["day"]].sort_values("as_of").groupby("task_id")["value"].last()
        value = seen.reindex(asked["task_id"]).to_numpy("float64")
        parts.append(asked.assign(stage=stage, value=value).drop(columns="day"))
    return pd.concat(parts, ignore_index=True)[["stage", "task_id", "units", "late", "value"]]
