"""What the mechanism makes of the published ledgers: alerts, flags, points. Kept by what they rest on (`data.Ground`),
so that after a decision about a flag nothing is worked out twice.
"""

from collections.abc import Sequence
from datetime import date

import pandas as pd

import analysis
import reports
from pages.shared import data
from pages.shared.data import Period
from pages.shared.keeping import once, shared
from pages.shared.views import View

OTHERS = "其他"
"""What is neither 镇 nor 部门 has a sequence of its own."""


@once
def worded_weeks(view: View, *, least: int = 0) -> pd.DataFrame:
    """Return `data.weeks` with the words of all rows, or of those from a level on."""
    found, packs = data.weeks(view), data.grounded(view)[2]
    return analysis.worded(found, packs, rows=found["level"].ge(least)) if len(found) else found


def alerts(view: View) -> pd.DataFrame:
    """Return where every task stands now, worst first: since when, why, what brings it down."""
    return _alerts(*data.grounded(view))


def entries(view: View, *, by: analysis.Rules | None = None) -> pd.DataFrame:
    """Return every movement of points up to the view's day, each with why the task stood where it did; `by` other rules
    than those in force, in a trial."""
    return _entries(*data.grounded(view, by=by))


def bonuses(view: View) -> pd.DataFrame:
    """Return what praise and criticism give."""
    return data.reckoned(view, analysis.bonus_entries, over_days=True)


def balances(view: View, *, by: analysis.Rules | None = None) -> pd.DataFrame:
    """Return the accounts of every unit and year, which add up; `by` other rules than those in force, in a trial."""
    return _balances(view) if by is None else analysis.balances(entries(view, by=by), bonus=bonuses(view))


def balances_in(view: View, kind: str | None) -> pd.DataFrame:
    """Return the accounts of one sequence: 镇 and 部门 are never in one list. None is every unit."""
    found = balances(view)
    return found if kind is None else found[found["unit"].map(_kinds(view)).fillna(OTHERS).eq(kind)]


def account_kinds(view: View) -> list[str]:
    """Return the sequences of which a unit has an account."""
    there = set(balances(view)["unit"].map(_kinds(view)).fillna(OTHERS))
    return [kind for kind in ("镇", "部门", OTHERS) if kind in there]


@once
def _kinds(view: View) -> dict[str, str]:
    units = data.scores(view).units
    known = units["kind"].where(units["kind"].isin(["镇", "部门"]), OTHERS)
    return dict(zip(units["unit"], known, strict=True))


@once
def _balances(view: View) -> pd.DataFrame:
    return analysis.balances(entries(view), bonus=bonuses(view))


def proposed(view: View, *, by: analysis.Rules | None = None) -> pd.DataFrame:
    """Return the flags that the rules propose on the view's day, whatever people decided; `by` as in `balances`."""
    ground, facts, packs = data.grounded(view, by=by)
    return analysis.flag_periods([(ground.day, *_judged(ground, facts, packs))], rules=packs)


def months(view: View) -> list[date]:
    """Return the days that months are judged on, oldest first: their ends since the mechanism began, and the view's day
    for a month that has not ended."""
    first = min(data.calendar(view).packs[0][1].phases[0].first, view.as_of)
    return sorted({*analysis.month_ends(first, view.as_of), view.as_of})


def flags(view: View, days: list[date]) -> pd.DataFrame:
    """Return the flags of the months that end with `days`, as `analysis.flag_history` does, decisions of people laid
    over what the rules propose. A frozen month is what it was: its version, its rules, its decisions."""
    return _flags(view, tuple(days), tuple(each.period for each in data.frozen().values()))


def flagged(view: View) -> pd.DataFrame:
    """Return the flags of the view's month, red before yellow: proposed by rule or given by a person."""
    return reports.flag_rows(flags(view, months(view)), view.as_of)


@once
def objections(view: View, snapshot: str | None = None) -> pd.DataFrame:
    """Return every objection that a version knows of (None: the one that is shown), with its answer, by the rules of
    the view."""
    return analysis.objections(data.version_facts(snapshot or view.snapshot)["decisions"], rules=data.calendar(view))


def strays(view: View, days: list[date]) -> list[str]:
    """Return in sentences which decisions of these months are about somebody whom the ledgers no longer know."""
    judged = _months_judged(view, days)
    return reports.stray_lines(_flag_decisions(view, days), {day: subjects for day, (subjects, _) in judged.items()})


def frozen_on(day: date) -> Period | None:
    """Return the frozen month that ends on this day, if there is one."""
    kept = data.frozen().get(f"{day:%Y-%m}")
    return kept if kept and kept.last == day else None


def ground_of(view: View, day: date) -> tuple[data.Ground, dict, analysis.Rules]:
    """Return what the scores of a day rest on: of a frozen month's end the version and the rules that were frozen."""
    kept = frozen_on(day)
    ground, known, pack = data.grounded(view.at(kept.snapshot if kept else view.snapshot, as_of=day))
    if kept:
        pack = analysis.calendar_from_text(kept.rules_text)
    return ground._replace(rules=pack.digest), known, pack


def exemptions(view: View) -> pd.DataFrame:
    """Return every exemption, in force first; those entered after the view's day are there and said to be so."""
    return _exemptions(*data.grounded(view))


def findings(view: View) -> pd.DataFrame:
    """Return what looks implausible up to the view's day, each with the cell that it stands on."""
    return _findings(*data.grounded(view))


def node_names(view: View, task_id: str) -> list[str]:
    """Return the nodes of a task's plan, in the order of their days."""
    return _nodes(view, task_id)["milestone"].tolist()


def original_day(view: View, task_id: str, node: str) -> pd.Timestamp | None:
    """Return the date before which an exemption of a task, or of one of its nodes, must have been approved; None where
    it is not known."""
    nodes = _nodes(view, task_id)
    mine = nodes.loc[nodes["milestone"].eq(node), "planned_on"].dropna()
    task = reports.one_task(data.scores(view).tasks, task_id)
    found = mine.iloc[0] if len(mine) else task["deadline"]
    return None if pd.isna(found) else found


@once
def _nodes(view: View, task_id: str) -> pd.DataFrame:
    line = analysis.task_timeline(data.facts(view), task_id, as_of=view.as_of, rules=data.rules(view))
    nodes = line["milestones"]
    return nodes[nodes["milestone"].notna()]


def _months_judged(view: View, days: Sequence[date]) -> dict[date, tuple[pd.DataFrame, pd.DataFrame]]:
    return {day: _judged(*ground_of(view, day)) for day in days}


def _flag_decisions(view: View, days: Sequence[date]) -> pd.DataFrame:
    """Decisions of the version that is shown; of frozen months those that were frozen."""
    now = reports.flag_decisions(data.facts(view)["decisions"])
    kept = [each for each in map(frozen_on, days) if each]
    then = [reports.flag_decisions(data.version_facts(each.snapshot)["decisions"]) for each in kept]
    own = [table[table["period"].eq(each.period)] for each, table in zip(kept, then, strict=True)]
    parts = [table for table in (now[~now["period"].isin([each.period for each in kept])], *own) if len(table)]
    return pd.concat(parts, ignore_index=True) if parts else now.head(0)


@shared(most=30)
def _alerts(ground: data.Ground, _facts: dict, _pack: analysis.Rules) -> pd.DataFrame:
    weeks = data.replayed(ground, _facts, _pack)
    weeks = analysis.worded(weeks, _pack, rows=weeks["as_of"].eq(weeks["as_of"].max())) if len(weeks) else weeks
    return reports.alert_rows(weeks, rules=_pack.at(ground.day))


@shared(most=60, says="正在逐月评旗…")
def _judged(ground: data.Ground, _facts: dict, _pack: analysis.Rules) -> tuple[pd.DataFrame, pd.DataFrame]:
    subjects = analysis.flag_subjects(data.scored(ground, _facts, _pack))
    return subjects, analysis.vetoes_known(_facts, as_of=ground.day, rules=_pack)


@shared(most=30)
def _flags(view: View, days: tuple[date, ...], frozen: tuple[str, ...]) -> pd.DataFrame:
    """Kept by the frozen months too: going back to an older version does not thaw them."""
    judged = _months_judged(view, days)
    subjects = {day: table for day, (table, _) in judged.items()}
    decisions = reports.decisions_about(_flag_decisions(view, days), subjects)
    told = [(day, *each) for day, each in judged.items()]
    packs = {day: ground_of(view, day)[2] for day in days if f"{day:%Y-%m}" in frozen}
    return analysis.flag_periods(told, rules=data.calendar(view), decisions=decisions, packs=packs)


@shared(most=30, says="正在逐月记分…")
def _entries(ground: data.Ground, _facts: dict, _pack: analysis.Rules) -> pd.DataFrame:
    weeks = data.replayed(ground, _facts, _pack)
    found = analysis.point_entries(_facts, as_of=ground.day, rules=_pack, weeks=weeks)
    weeks = analysis.worded(weeks, _pack, rows=weeks["as_of"].isin(found["month"])) if len(weeks) else weeks
    return reports.reasoned_entries(found, weeks)


@shared(most=30)
def _exemptions(ground: data.Ground, _facts: dict, _pack: analysis.Rules) -> pd.DataFrame:
    found = analysis.exemptions_known(_facts, as_of=ground.day, rules=_pack.at(ground.day), later=True)
    cells = found.assign(table="exemptions", field="until", rule="", report_date=pd.NaT)
    return analysis.trace(cells, _facts)


@shared(most=30, says="正在核查填报…")
def _findings(ground: data.Ground, _facts: dict, _pack: analysis.Rules) -> pd.DataFrame:
    found = analysis.plausibility(_facts, as_of=ground.day, rules=_pack.at(ground.day))
    return analysis.trace(found.assign(rule=""), _facts)
