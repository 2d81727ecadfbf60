"""What visits have to do with progress: how fast a task went before and after each visit, what was found and closed,
and how far the report of a task stands from what was seen. Description, not cause: a visit goes where things are slow.
"""

from datetime import date

import numpy as np
import pandas as pd

from analysis.facts.days import day_number, timestamps
from analysis.facts.known import Known, known
from analysis.facts.progress import last_reports
from analysis.facts.sifting import SOURCE, Facts
from analysis.rules.rulepack import RulePack

__all__ = ["effect_summary", "visit_checks", "visit_effects"]

_WEEK = 7.0


def visit_effects(facts: Facts, *, as_of: date, rules: RulePack) -> pd.DataFrame:
    """One row per visit by `as_of`, oldest first: task_id, visited_on, visitor, verified, score, found (the problem
    that the visit wrote down), before and after (percentage points a week in the pack's `recent_days` on either side),
    change (after − before), opened (problems of the task registered on that day), closed (those closed by `as_of`), and
    the place of the visit's row.

    Progress on a day lies straight between the reports around it. Where no report lies on the far side, before or after
    is missing: nothing is carried on."""
    seen = known(facts, as_of=as_of, rules=rules)
    visits = seen.visits.sort_values(["day", "task", "row"], kind="stable", ignore_index=True)
    task, day = visits["task"].to_numpy("int64"), visits["day"].to_numpy("float64")
    span = float(rules.actual.recent_days)
    then, here, later = (_progress(seen, task, day + shift) for shift in (-span, 0.0, span))
    later[day + span > day_number(as_of)] = np.nan
    opened, closed = _opened(seen, visits)
    before, after = ((end - start) / (span / _WEEK) for start, end in ((then, here), (here, later)))
    return pd.DataFrame(
        {
            "task_id": seen.tasks["task_id"].to_numpy("object")[task], "visited_on": timestamps(day),
            "visitor": visits["visitor"], "verified": visits["verified"], "score": visits["score"],
            "found": visits["problem"], "before": before, "after": after, "change": after - before, "opened": opened,
            "closed": closed, **{name: visits[name] for name in SOURCE},
        }
    )  # fmt: skip


def _progress(seen: Known, task: np.ndarray, day: np.ndarray) -> np.ndarray:
    """Percent reported of each task on a day, straight between two reports; missing outside of them."""
    reports = pd.DataFrame({name: getattr(seen.reports, name) for name in ("task", "day", "rank", "percent")})
    reports = reports.sort_values(["task", "day", "rank"], kind="stable").drop_duplicates(["task", "day"], keep="last")
    told = {key: (own["day"].to_numpy(), own["percent"].to_numpy()) for key, own in reports.groupby("task")}
    found = np.full(len(task), np.nan)
    for place, (key, on) in enumerate(zip(task, day, strict=True)):
        if key in told:
            found[place] = np.interp(on, *told[key], left=np.nan, right=np.nan)
    return found


def _opened(seen: Known, visits: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Per visit how many problems of its task were registered on its day, and how many of those are closed."""
    problems = seen.problems[["task", "opened_on", "closed"]]
    counted = (
        problems.assign(shut=problems["closed"].notna()).groupby(["task", "opened_on"])["shut"].agg(["size", "sum"])
    )
    mine = counted.reindex(pd.MultiIndex.from_frame(visits[["task", "visited_on"]])).fillna(0).astype("int64")
    return mine["size"].to_numpy(), mine["sum"].to_numpy()


def effect_summary(effects: pd.DataFrame, *, margin: float = 0.05) -> dict[str, float]:
    """How many visits have progress known on both sides (`known` of `visits`), the mean before and after, and after how
    many the task went faster, slower or within `margin` (rounding) of what it did.

    >>> table = pd.DataFrame({"before": [1.0, 2.0, None], "after": [3.0, 2.0, 1.0], "change": [2.0, 0.0, None]})
    >>> effect_summary(table)
    {'visits': 3, 'known': 2, 'before': 1.5, 'after': 2.5, 'faster': 1, 'slower': 0, 'same': 1}
    """
    told = effects[effects["change"].notna()]
    faster, slower = int((told["change"] > margin).sum()), int((told["change"] < -margin).sum())
    return {
        "visits": len(effects), "known": len(told), "before": float(told["before"].mean()),
        "after": float(told["after"].mean()), "faster": faster, "slower": slower, "same": len(told) - faster - slower,
    }  # fmt: skip


def visit_checks(facts: Facts, *, as_of: date, rules: RulePack) -> pd.DataFrame:
    """One row per task that a visit has verified, widest gap first: task_id, visited_on (the last such visit), visitor,
    verified, reported (the last report up to the pack's `verified_days` after that visit, against which it counts;
    missing where there was none), reported_on, gap (reported − verified, percentage points), over (gap beyond the
    pack's margin), score (mean of the last visits that the index
    counts), visits, and the place of the visit's row (and of the report's, as report_…)."""
    seen = known(facts, as_of=as_of, rules=rules)
    visits = seen.visits.sort_values(["task", "day", "row"], kind="stable")
    last = visits[visits["verified"].notna()].drop_duplicates("task", keep="last").reset_index(drop=True)
    task, at = last["task"].to_numpy("int64"), np.full(len(seen.tasks), -np.inf)
    at[task] = last["day"] + rules.actual.verified_days
    told = last_reports(seen.reports, at).iloc[task].reset_index(drop=True)
    scored = visits[visits["score"].notna()].groupby("task").tail(rules.index.visits_counted)
    gap = told["percent"] - last["verified"]
    rows = facts["progress"].reset_index(drop=True).reindex(told["place"])
    return pd.DataFrame(
        {
            "task_id": seen.tasks["task_id"].to_numpy("object")[task], "visited_on": last["visited_on"],
            "visitor": last["visitor"], "verified": last["verified"], "reported": told["percent"],
            "reported_on": timestamps(told["day"].to_numpy("float64")), "gap": gap,
            "over": gap > rules.actual.verified_margin + 1e-9,
            "score": scored.groupby("task")["score"].mean().reindex(task).to_numpy(),
            "visits": visits.groupby("task").size().reindex(task).to_numpy("int64"),
            **{name: last[name] for name in SOURCE}, **{f"report_{name}": rows[name].to_numpy() for name in SOURCE},
        }
    ).sort_values("gap", ascending=False, kind="stable", na_position="last", ignore_index=True)  # fmt: skip
