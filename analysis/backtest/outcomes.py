"""What became of each task: finished in time or late, as far as it is certain."""

from datetime import date

import numpy as np
import pandas as pd

from analysis.facts.days import day_number, timestamps
from analysis.facts.days import days as day_numbers
from analysis.facts.known import Known, known
from analysis.facts.sifting import Facts
from analysis.rules.rulepack import RulePack

__all__ = ["outcomes"]


def outcomes(facts: Facts, *, as_of: date, rules: RulePack) -> pd.DataFrame:
    """One row per task whose end is certain at `as_of`: task_id, task, units (names that answer for it), start,
    deadline (the first one), finished_on (NaT: not finished, and the deadline is past), late, pd_days, heard
    (False: not finished, and nobody has reported since the deadline, so that silence alone makes it late).

    Finished is a report of 100 %, or all nodes done on known days, whichever came first. A task that is neither
    finished nor due is left out: nobody knows yet; so is one registered after its own deadline, or without one, and one
    that was exempt on its deadline and was not finished by then: nobody was to warn of it.
    """
    seen, today = known(facts, as_of=as_of, rules=rules), day_number(as_of)
    tasks = seen.tasks
    finished = np.fmin(_by_report(seen), _by_nodes(seen))
    deadline, start = tasks["deadline"].to_numpy(), tasks["start"].to_numpy()
    in_time = finished <= deadline
    spared = _exempt_then(seen) & ~in_time
    certain = (
        ~spared & ~np.isnan(deadline) & (~np.isnan(finished) | (today > deadline)) & ~tasks["late_entry"].to_numpy(bool)
    )
    table = pd.DataFrame(
        {
            "task_id": tasks["task_id"], "task": tasks["task"], "units": _units(seen), "start": timestamps(start),
            "deadline": timestamps(deadline), "finished_on": timestamps(finished),
            "late": ~in_time, "pd_days": deadline - start,
            "heard": ~np.isnan(finished) | (_last_report(seen) > deadline),
        }
    )  # fmt: skip
    return table[certain].reset_index(drop=True)


def _exempt_then(seen: Known) -> np.ndarray:
    """Which tasks were exempt as a whole on the day of their deadline, whether or not they still are."""
    granted, spared = seen.exemptions, np.zeros(len(seen.tasks), dtype=bool)
    whole = granted[(granted["counts"] & granted["node_key"].eq("")).to_numpy(bool)]
    task = whole["task"].to_numpy("int64")
    lasted = day_numbers(whole["until"]) >= seen.tasks["deadline"].to_numpy()[task]
    spared[task[lasted]] = True
    return spared


def _last_report(seen: Known) -> np.ndarray:
    last = np.full(len(seen.tasks), -np.inf)
    np.maximum.at(last, seen.reports.task, seen.reports.day)
    return last


def _by_report(seen: Known) -> np.ndarray:
    day = np.full(len(seen.tasks), np.inf)
    done = seen.reports.percent >= 100
    np.minimum.at(day, seen.reports.task[done], seen.reports.day[done])
    return np.where(np.isinf(day), np.nan, day)


def _by_nodes(seen: Known) -> np.ndarray:
    """The day of the last node, where every node of the task is known to be done on a known day."""
    nodes, count = seen.milestones, len(seen.tasks)
    task = nodes["task"].to_numpy("int64")
    told = (nodes["done"] & nodes["done_day"].notna()).to_numpy(bool)
    whole, done = np.bincount(task, minlength=count), np.bincount(task[told], minlength=count)
    last = np.full(count, -np.inf)
    np.maximum.at(last, task[told], nodes["done_day"].to_numpy("float64")[told])
    return np.where((whole > 0) & (done == whole), last, np.nan)


def _units(seen: Known) -> pd.Series:
    """Per task the lead units, else the towns: the clusters of a bootstrap."""
    people = seen.people
    lead, towns = (people[people["role"] == role].groupby("task")["name"].agg(tuple) for role in ("lead_unit", "town"))
    found = lead.combine_first(towns)
    return pd.Series([found.get(task, ()) for task in range(len(seen.tasks))], dtype="object")
