"""Progress reports as arrays, since there may be a million of them, and the last one of each task."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.facts.days import days, numbers
from analysis.facts.sifting import positions
from analysis.rules.rulepack import RulePack

__all__ = ["Reports", "last_reports", "progress_reports"]


@dataclass(frozen=True)
class Reports:
    """The reports that carry a percentage, arrays of equal length. `task`: position of the task; `day`, `percent`;
    `rank`: of two on one day the higher one counts; `place`: position in the `progress` table."""

    task: np.ndarray
    day: np.ndarray
    percent: np.ndarray
    rank: np.ndarray
    place: np.ndarray

    def where(self, mask: np.ndarray) -> "Reports":
        """Only those that `mask` picks."""
        return Reports(self.task[mask], self.day[mask], self.percent[mask], self.rank[mask], self.place[mask])


def progress_reports(rows: pd.DataFrame, tasks: pd.DataFrame, rules: RulePack) -> Reports:
    """Reports known at the day of their task that say how much is done: by number, or by a word that means all of
    it."""
    percent, on, told = numbers(rows["percent"]), days(rows["report_date"]), days(rows["entered_on"])
    silent = np.flatnonzero(np.isnan(percent))
    if len(silent):
        said = rows["status"].iloc[silent].isin(rules.actual.finished_words).to_numpy(bool)
        percent = percent.copy()  # numbers() may show the table itself
        percent[silent[said]] = 100.0
    task = positions(rows["task_id"], pd.Index(tasks["task_id"]))
    until = np.append(tasks["day"].to_numpy(), np.nan)[task]  # −1, no such task, finds no day
    place = np.flatnonzero(~np.isnan(percent) & (on <= until) & ~(told > until))
    rank = rows["seq"].to_numpy("int64", na_value=0) * 2**24 + rows["row"].to_numpy("int64", na_value=0)
    return Reports(task[place], on[place], percent[place], rank[place], place)


def last_reports(reports: Reports, at: np.ndarray) -> pd.DataFrame:
    """Of each task i the last report not after day `at[i]`: percent, day, place (NaN where there is none).
    Of several on one day the one loaded last counts, of those the lower row of its sheet, then the smaller figure."""
    past = reports.day <= at[reports.task]
    newest = np.full(len(at), -np.inf)
    np.maximum.at(newest, reports.task[past], reports.day[past])
    last = reports.where(reports.day == newest[reports.task])
    order = np.lexsort((-last.percent, last.rank, last.task))
    final = order[np.append(np.diff(last.task[order]) != 0, True)] if len(order) else order
    found = np.full((3, len(at)), np.nan)
    found[:, last.task[final]] = last.percent[final], last.day[final], last.place[final]
    return pd.DataFrame(dict(zip(("percent", "day", "place"), found, strict=True)))
