"""Progress reports as arrays, since there may be a million of them, and the last one of each task."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from analysis.facts.days import days, numbers
from analysis.facts.sifting import positions
from analysis.rules.rulepack import RulePack

__all__ = ["Reports", "Told", "last_reports", "progress_reports", "reports_known", "reports_told"]


@dataclass(frozen=True)
class Reports:
    """The reports that carry a percentage, arrays of equal length. `task`: position of the task; `day`, `percent`;
    `rank`: of two on one day the higher one counts; `place`: position in the `progress` table. Reports that were
    sorted once for many days (`reports_told`) also have `key`, which rises with task and day, and `base`, for each task
    the key before all of its days."""

    task: np.ndarray
    day: np.ndarray
    percent: np.ndarray
    rank: np.ndarray
    place: np.ndarray
    key: np.ndarray | None = None
    base: np.ndarray | None = None

    def where(self, mask: np.ndarray) -> "Reports":
        """Only those that `mask` picks."""
        rows = (self.task[mask], self.day[mask], self.percent[mask], self.rank[mask], self.place[mask])
        return Reports(*rows, None if self.key is None else self.key[mask], self.base)


def progress_reports(rows: pd.DataFrame, tasks: pd.DataFrame, rules: RulePack) -> Reports:
    """Reports known at the day of their task that say how much is done: by number, or by a word that means all of
    it."""
    percent, on, told = _percents(rows, rules), days(rows["report_date"]), days(rows["entered_on"])
    task = positions(rows["task_id"], pd.Index(tasks["task_id"]))
    until = np.append(tasks["day"].to_numpy(), np.nan)[task]  # −1, no such task, finds no day
    place = np.flatnonzero(~np.isnan(percent) & (on <= until) & ~(told > until))
    return Reports(task[place], on[place], percent[place], _ranks(rows)[place], place)


@dataclass(frozen=True)
class Told:
    """Every report that was ever entered and says how much is done, sorted by task, day and by which of one day counts;
    `code`: the number of the task's id; `told`: the day of entry, None where no report has one."""

    code: np.ndarray
    reports: Reports
    told: np.ndarray | None


_SPAN = 2**32
"""Keys of one task and the next are further apart than any two days."""


def reports_told(rows: pd.DataFrame, rules: RulePack) -> Told:
    """The reports of all days, sorted once so that each day only looks them up. task_id must be `coded`."""
    percent, on, told = _percents(rows, rules), days(rows["report_date"]), days(rows["entered_on"])
    code, rank = rows["task_id"].cat.codes.to_numpy("int64"), _ranks(rows)
    order = np.lexsort((-percent, rank, on, code))
    order = order[((code >= 0) & ~np.isnan(percent) & ~np.isnan(on))[order]]
    key = code[order] * _SPAN + on[order].astype("int64")
    reports = Reports(code[order], on[order], percent[order], rank[order], order, key)
    return Told(code[order], reports, None if np.isnan(told).all() else told[order])


def reports_known(every: Told, tasks: pd.DataFrame) -> Reports:
    """`progress_reports` of tasks whose day is one and the same: known on it, and of a task that is known."""
    day, ids, reports = tasks["day"].max(), tasks["task_id"].cat, every.reports
    place = np.full(len(ids.categories), -1)
    place[ids.codes] = np.arange(len(tasks))
    task = place[every.code]
    mask = (reports.day <= day) & (task >= 0)
    mask = mask if every.told is None else mask & ~(every.told > day)
    known = replace(reports, task=task, base=ids.codes.to_numpy("int64") * _SPAN)
    return known if mask.all() else known.where(mask)


def _percents(rows: pd.DataFrame, rules: RulePack) -> np.ndarray:
    percent = numbers(rows["percent"])
    silent = np.flatnonzero(np.isnan(percent))
    if len(silent):
        said = rows["status"].iloc[silent].isin(rules.actual.finished_words).to_numpy(bool)
        percent = percent.copy()  # numbers() may show the table itself
        percent[silent[said]] = 100.0
    return percent


def _ranks(rows: pd.DataFrame) -> np.ndarray:
    return rows["seq"].to_numpy("int64", na_value=0) * 2**24 + rows["row"].to_numpy("int64", na_value=0)


def last_reports(reports: Reports, at: np.ndarray) -> pd.DataFrame:
    """Of each task i the last report not after day `at[i]`: percent, day, place (NaN where there is none).
    Of several on one day the one loaded last counts, of those the lower row of its sheet, then the smaller figure."""
    found = np.full((3, len(at)), np.nan)
    final = _last_sorted(reports, at) if reports.key is not None else _last(reports, at)
    found[:, reports.task[final]] = reports.percent[final], reports.day[final], reports.place[final]
    return pd.DataFrame(dict(zip(("percent", "day", "place"), found, strict=True)))


def _last(reports: Reports, at: np.ndarray) -> np.ndarray:
    """Positions of the last report of each task that has one."""
    past = reports.day <= at[reports.task]
    newest = np.full(len(at), -np.inf)
    np.maximum.at(newest, reports.task[past], reports.day[past])
    those = np.flatnonzero(reports.day == newest[reports.task])
    last = reports.where(those)
    order = np.lexsort((-last.percent, last.rank, last.task))
    return those[order[np.append(np.diff(last.task[order]) != 0, True)] if len(order) else order]


def _last_sorted(reports: Reports, at: np.ndarray) -> np.ndarray:
    """The same by looking up each task's day among the keys."""
    asked = np.flatnonzero(~np.isnan(at))
    base = reports.base[asked]
    last = np.searchsorted(reports.key, base + np.floor(at[asked]).astype("int64"), side="right") - 1
    at_all = last >= 0
    return last[at_all][reports.task[last[at_all]] == asked[at_all]]
