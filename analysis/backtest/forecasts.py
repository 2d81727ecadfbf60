"""How far off the expected finish was on tasks that are finished now, and what pace is needed from here."""

from itertools import pairwise

import numpy as np
import pandas as pd

from analysis.backtest.quality import FEW
from analysis.backtest.signals import STAGES

__all__ = ["error_band", "forecast_errors", "needed_pace"]

_BAND = (10, 50, 90)


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
