"""Reporting discipline: reports that came late, never came, or said more than a visit saw, by unit and month."""

from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np
import pandas as pd

from analysis.facts.approvals import exempt_on
from analysis.facts.days import as_date, day_number, days
from analysis.facts.evaluations import month_ends
from analysis.facts.known import Known, known
from analysis.facts.sifting import SOURCE, Facts, positions
from analysis.rules.rulecalendar import Rules
from analysis.rules.rulepack import RulePack
from analysis.rules.ruleparts import Reporting
from analysis.scores.groups import ANSWERABLE

__all__ = ["false_reports", "report_discipline", "reports_owed"]

_OUTCOMES = ["in_time", "late_reports", "missing_reports", "pending"]
_COUNTS = ("due", "in_time", "late_reports", "missing_reports", "pending", "false_reports")


def report_discipline(facts: Facts, *, as_of: date, rules: Rules) -> pd.DataFrame:
    """One row per unit and month: subject (unit), kind, period (the month's last day), due (reports its tasks owed),
    in_time, late_reports, missing_reports, pending (not there, but not missing yet), false_reports.

    A task owes a report for every month that it had begun by the end of and was not finished before, from the month on
    in which the mechanism begins (the pack's first phase), unless it was exempt, and known to be, on the last day of
    that month; the report is one dated in that month. Its day is `due_day` of the month after; what the office has
    known from the beginning is in time. Each month goes by the pack in force on its last day. The columns fit
    `analysis.ladder.published.rated`."""
    seen = known(facts, as_of=as_of, rules=rules.at(as_of))
    parts = [part for part in _months(facts, seen, as_of=as_of, rules=rules) if len(part)]
    wrong = false_reports(facts, as_of=as_of, rules=rules)[["task_id", "month"]].assign(what="false_reports")
    told = pd.concat([*parts, wrong], ignore_index=True)
    people = seen.people[seen.people["role"].isin(ANSWERABLE)].drop_duplicates(["task", "name"])
    people = people.assign(task_id=seen.tasks["task_id"].to_numpy(dtype="object")[people["task"]])
    told = told.astype({"task_id": "object"}).merge(people[["task_id", "name"]], on="task_id")
    keys = ["name", "month"]
    counts = told.groupby([*keys, "what"]).size().unstack("what", fill_value=0).reindex(columns=_COUNTS, fill_value=0)
    counts = counts.assign(due=counts[_OUTCOMES].sum(axis=1))
    table = counts.reset_index().rename(columns={"name": "subject", "month": "period"}).rename_axis(columns=None)
    kinds = seen.units.set_index("unit")["kind"]
    table = table.assign(kind=table["subject"].map(kinds).astype("object").fillna("其他"))
    return table[["subject", "kind", "period", *_COUNTS]].astype(dict.fromkeys(_COUNTS, "int64"))


def _months(facts: Facts, seen: Known, *, as_of: date, rules: Rules) -> Iterator[pd.DataFrame]:
    """Per month the tasks that owed a report and what became of it; `seen` is what is known by the pack of `as_of`."""
    known_by = {rules.at(as_of).digest: seen}
    for end in month_ends(_before_anything(seen, as_of), as_of):
        pack = rules.at(end)
        if end < pack.phases[0].first <= as_of:
            continue
        if pack.digest not in known_by:
            known_by[pack.digest] = known(facts, as_of=as_of, rules=pack)
        yield _month(facts, known_by[pack.digest], end, rules=pack)


def _before_anything(seen: Known, as_of: date) -> date:
    """A day before the first task, whatever start a pack gives to one that has none of its own."""
    told = np.concatenate([seen.tasks["start"].to_numpy(), seen.tasks["deadline"].to_numpy(), [day_number(as_of)]])
    return date(as_date(np.nanmin(told)).year - 1, 1, 1)


def _month(facts: Facts, seen: Known, end: date, *, rules: RulePack) -> pd.DataFrame:
    """The reports owed for one month, by the day of `seen`."""
    tasks, rows, rule = seen.tasks, facts["progress"], rules.reporting
    task = positions(rows["task_id"], pd.Index(tasks["task_id"]))
    on, told = days(rows["report_date"]), days(rows["entered_on"])
    first, last = day_number(end.replace(day=1)), day_number(end)
    due = day_number((end + timedelta(days=1)).replace(day=rule.due_day))
    gone = due + rule.missing_after_days
    start = tasks["start"].to_numpy()
    exempt = exempt_on(facts, tasks, seen.milestones, day=last, rules=rules)
    counts = ~(tasks["late_entry"].to_numpy(bool) | exempt)
    owes = np.flatnonzero(counts & (start <= last) & ~(_finished_on(seen) < first))
    mine = (task >= 0) & ~(told > seen.until) & (on >= first) & (on <= last)
    came = np.full(len(tasks), np.inf)
    np.minimum.at(came, task[mine], np.where(np.isnan(told[mine]), -np.inf, told[mine]))
    came = came[owes]
    missing = (came > gone) & (seen.until > gone)
    what = np.select([came <= due, came <= gone, missing], ["in_time", "late_reports", "missing_reports"], "pending")
    names = tasks["task_id"].to_numpy()[owes]
    return pd.DataFrame({"task_id": names, "month": pd.Timestamp(end).as_unit("us"), "what": what.astype("object")})


def _finished_on(seen: Known) -> np.ndarray:
    """Per task the day of its first report of 100 %; NaN while there is none."""
    done = seen.reports.percent >= 100
    on = np.full(len(seen.tasks), np.inf)
    np.minimum.at(on, seen.reports.task[done], seen.reports.day[done])
    return np.where(np.isinf(on), np.nan, on)


def false_reports(facts: Facts, *, as_of: date, rules: Rules) -> pd.DataFrame:
    """Reports that a visit soon after contradicts: task_id, month (of the report, its last day), report_date, percent,
    visited_on, verified, gap (percentage points), and the places of the visit's row and (as report_…) of the report's.
    A report that a later one replaced before the visit is not held against anybody; one that several visits contradict
    counts once, by the widest gap. What is false is up to the pack in force on the day of the report."""
    reported = facts["progress"]["report_date"].dropna().unique()
    packs = {pack.digest: pack for pack in [rules.at(as_of), *map(rules.at, reported)]}
    parts = [_contradicted(facts, known(facts, as_of=as_of, rules=pack), pack.reporting) for pack in packs.values()]
    own = [
        part[np.array([rules.at(day).digest == name for day in part["report_date"]], dtype=bool)]
        for name, part in zip(packs, parts, strict=True)
    ]
    found = pd.concat([part for part in own if len(part)] or own[:1])
    return found.sort_values(["task_id", "report_date"], ignore_index=True)


def _contradicted(facts: Facts, seen: Known, rule: Reporting) -> pd.DataFrame:
    """`false_reports` by one rule."""
    reports = pd.DataFrame({name: getattr(seen.reports, name) for name in ("task", "day", "percent", "rank", "place")})
    reports = reports.sort_values(["day", "rank"], kind="stable").drop_duplicates(["task", "day"], keep="last")
    visits = seen.visits[seen.visits["verified"].notna()].sort_values("day", kind="stable")
    visits = visits[["task", "day", "verified", *SOURCE]].astype({"task": "int64"})
    reports = reports.assign(report_day=reports["day"]).astype({"task": "int64"})
    both = pd.merge_asof(visits, reports, on="day", by="task", direction="backward", tolerance=float(rule.false_days))
    both = both.assign(gap=both["percent"] - both["verified"])
    wrong = both[both["gap"] >= rule.false_points - 1e-9].sort_values("gap", ascending=False, kind="stable")
    wrong = wrong.drop_duplicates(["task", "report_day"]).sort_values(["task", "report_day"])
    places = facts["progress"].iloc[wrong["place"].to_numpy("int64")]
    when = pd.to_datetime(wrong["report_day"], unit="D").astype("datetime64[us]")
    return pd.DataFrame(
        {
            "task_id": seen.tasks["task_id"].to_numpy()[wrong["task"]],
            "month": (when + pd.offsets.MonthEnd(0)).to_numpy(), "report_date": when.to_numpy(),
            "percent": wrong["percent"].to_numpy(),
            "visited_on": pd.to_datetime(wrong["day"], unit="D").astype("datetime64[us]").to_numpy(),
            "verified": wrong["verified"].to_numpy(), "gap": wrong["gap"].to_numpy(),
            **{name: wrong[name].to_numpy() for name in SOURCE},
            **{f"report_{name}": places[name].to_numpy() for name in SOURCE},
        }
    )  # fmt: skip


def reports_owed(facts: Facts, subject: str | None = None, *, as_of: date, rules: Rules) -> pd.DataFrame:
    """What a unit's tasks (None: all tasks) owed month by month and what became of it, behind the counts of
    `report_discipline`: period, task_id, task, what (in_time | late_reports | missing_reports | pending), the newest
    month first."""
    seen = known(facts, as_of=as_of, rules=rules.at(as_of))
    parts = [part for part in _months(facts, seen, as_of=as_of, rules=rules) if len(part)]
    people = seen.people[seen.people["role"].isin(ANSWERABLE) & seen.people["name"].eq(subject)]
    mine = people["task"] if subject is not None else pd.Series(range(len(seen.tasks)))
    if not parts or mine.empty:
        return pd.DataFrame(columns=["period", "task_id", "task", "what"])
    owed = pd.concat(parts, ignore_index=True)
    owed = owed.assign(task=positions(owed["task_id"], pd.Index(seen.tasks["task_id"])))
    owed = owed[owed["task"].isin(mine)].sort_values(["month", "task"], ascending=[False, True])
    tasks = seen.tasks.iloc[owed["task"].to_numpy("int64")]
    told = {"period": owed["month"], "task_id": tasks["task_id"], "task": tasks["task"], "what": owed["what"]}
    return pd.DataFrame({name: column.to_numpy() for name, column in told.items()})
