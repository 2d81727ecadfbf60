"""How far off the expected finish was on tasks that are finished now, and what pace is needed from here."""

from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.backtest.quality import FEW
from analysis.backtest.signals import STAGES

__all__ = ["LEAST", "Expected", "error_band", "expected_finish", "forecast_errors", "needed_pace", "recent_pace"]

_BAND = (10, 50, 90)
LEAST = 10
"""Fewer finished tasks than this in a part of the duration: no range is given, for a tenth of them is not one task."""


class Expected(NamedTuple):
    """An expected finish: the day, the range from low to high that eight of ten finished tasks kept to (NaT: too few),
    and how many finished tasks that rests on."""

    day: pd.Timestamp
    low: pd.Timestamp
    high: pd.Timestamp
    tasks: int

    @property
    def is_sure(self) -> bool:
        """Whether there is a range at all."""
        return pd.notna(self.low)


def forecast_errors(weeks: pd.DataFrame, ends: pd.DataFrame) -> pd.DataFrame:
    """One row per finished task and evaluation at which it ran and had a forecast: task_id, as_of, share (of the
    planned duration that was over), error (days by which it finished later than expected; below 0: earlier), relative
    (÷ the planned duration)."""
    done = ends[ends["finished_on"].notna()]
    own = done[["task_id", "finished_on", "start", "pd_days"]].rename(columns={"start": "s", "pd_days": "days"})
    table = weeks[weeks["forecast_finish"].notna()].merge(own, on="task_id")
    table = table[(table["as_of"] >= table["s"]) & (table["as_of"] < table["finished_on"])]
    error = (table["finished_on"] - table["forecast_finish"]).dt.days.to_numpy("float64")
    share = (table["as_of"] - table["s"]).dt.days / table["days"]
    return pd.DataFrame(
        {
            "task_id": table["task_id"].to_numpy(), "as_of": table["as_of"].to_numpy(), "share": share.to_numpy(),
            "error": error, "relative": error / table["days"].to_numpy("float64"),
        }
    )  # fmt: skip


def error_band(errors: pd.DataFrame) -> pd.DataFrame:
    """One row per part of the duration (0–25, 25–50, 50–75, from 75 %): from, to, tasks, low, middle, high (10, 50 and
    90 % of the errors, as shares of the planned duration, every task weighing the same), few (fewer tasks than can be
    relied on)."""
    edges = [0.0, *STAGES, np.inf]
    rows = []
    for first, last in pairwise(edges):
        part = errors[(errors["share"] >= first) & (errors["share"] < last)]
        each = part.groupby("task_id")["relative"].median().to_numpy()
        low, middle, high = np.percentile(each, _BAND) if len(each) else (np.nan,) * 3
        rows.append((first, last, len(each), low, middle, high, len(each) < FEW))
    return pd.DataFrame(rows, columns=["from", "to", "tasks", "low", "middle", "high", "few"])


def needed_pace(tasks: pd.DataFrame, *, as_of: pd.Timestamp) -> pd.Series:
    """Percentage points a week that bring a task to 100 % by its first deadline; NaN: finished, not known, or the
    deadline is past.

    >>> days = pd.to_datetime(["2022-12-20", "2022-12-20", "2022-10-01"])
    >>> rows = pd.DataFrame({"actual": [52.0, 100.0, 60.0], "deadline": days})
    >>> needed_pace(rows, as_of=pd.Timestamp("2022-10-25")).tolist()
    [6.0, nan, nan]
    """
    left = 100 - tasks["actual"].to_numpy("float64")
    weeks = (tasks["deadline"] - as_of).dt.days.to_numpy("float64") / 7
    open_ = (left > 1e-6) & (weeks > 0)
    return pd.Series(np.divide(left, weeks, out=np.full(len(left), np.nan), where=open_), index=tasks.index)


def expected_finish(task: pd.Series, band: pd.DataFrame, *, as_of: pd.Timestamp) -> Expected:
    """The expected finish of a task with the range of `error_band` for the part of its duration that it is in; never
    before `as_of`, on which it is not finished. The range is widened to the expected day where all errors lie on one
    side of it: those still unfinished have no error yet, so the finished ones are the quicker.

    >>> band = pd.DataFrame({"from": [0.0], "to": [np.inf], "tasks": [12], "low": [-0.1], "high": [0.2]})
    >>> days = pd.to_datetime(["2022-09-01", "2022-12-10", "2022-12-20"])
    >>> task = pd.Series(dict(zip(["start", "deadline", "forecast_finish"], days)))
    >>> found = expected_finish(task, band, as_of=pd.Timestamp("2022-11-15"))
    >>> f"{found.low:%m-%d} {found.high:%m-%d}"
    '12-10 01-09'
    """
    day, length = task["forecast_finish"], (task["deadline"] - task["start"]).days
    unknown = Expected(day, pd.NaT, pd.NaT, 0)
    if pd.isna(day) or not length > 0:
        return unknown
    share = (as_of - task["start"]).days / length
    part = band[(band["from"] <= share) & (share < band["to"])]
    if part.empty or part["tasks"].iloc[0] < LEAST:
        return unknown._replace(tasks=int(part["tasks"].sum()))
    low, high = (day + pd.Timedelta(days=round(part[end].iloc[0] * length)) for end in ("low", "high"))
    low, high = min(low, day), max(high, day)
    return Expected(day, max(low, as_of), max(high, as_of), int(part["tasks"].iloc[0]))


def recent_pace(weeks: pd.DataFrame, *, as_of: pd.Timestamp, days: int) -> pd.Series:
    """Percentage points a week by which each task (task_id) moved from its last evaluation `days` ago or earlier to
    `as_of`; NaN where either is unknown.

    >>> at = pd.to_datetime(["2022-10-07", "2022-10-28", "2022-11-04"])
    >>> rows = pd.DataFrame({"task_id": ["a"] * 3, "as_of": at, "actual": [30.0, 36.0, 38.0]})
    >>> recent_pace(rows, as_of=at[2], days=28).to_dict()
    {'a': 2.0}
    """
    rows = weeks[["task_id", "as_of", "actual"]].sort_values("as_of")
    now = rows[rows["as_of"] == as_of].set_index("task_id")
    then = rows[rows["as_of"] <= as_of - pd.Timedelta(days=days)].drop_duplicates("task_id", keep="last")
    then = then.set_index("task_id").reindex(now.index)
    return (now["actual"] - then["actual"]) / ((now["as_of"] - then["as_of"]).dt.days / 7)
