"""Why a task's numbers are what they are: each number with its rule in words and the cells that it rests on."""

from datetime import date

import pandas as pd

from analysis.explaining.explain_index import explain_index, explain_scores
from analysis.explaining.explain_level import explain_level
from analysis.explaining.explain_progress import explain_actual, explain_lag, explain_planned, explain_time
from analysis.explaining.explain_records import (
    explain_exemptions,
    explain_order,
    explain_problems,
    explain_reports,
    explain_visits,
)
from analysis.explaining.lines import Case, table_of
from analysis.facts.known import known
from analysis.facts.sifting import Facts
from analysis.memory.standing import standings
from analysis.memory.standing_words import worded
from analysis.progress.measures import measures
from analysis.progress.timeline import one_task
from analysis.rules.rulecalendar import Rules
from analysis.scores.index import task_index

__all__ = ["explain_task"]

_PARTS = (
    explain_scores, explain_index, explain_planned, explain_actual, explain_lag, explain_time, explain_level,
    explain_order, explain_exemptions, explain_reports, explain_visits, explain_problems,
)  # fmt: skip


def explain_task(
    facts: Facts, task_id: str, *, as_of: date, rules: Rules, weeks: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Lines (see `analysis.explaining.lines.Line`) grouped by `part`: first the four scores and the index they add up
    to, then
    what they rest on, then the records of the task. A line with a `rule` is a number; the lines after it are the cells
    (table, field, import_id, sheet, row, report_date) or rule-pack entries (table 规则包) behind it. A task that is not
    known gives no line.

    The contributions add up to the task's index; the level is the one that stands. The functions are those that
    `standing_scores` uses; `weeks` are the `standings` of the same facts, day and rules where they are at hand.
    """
    mine, pack = one_task(facts, task_id), rules.at(as_of)
    seen = known(mine, as_of=as_of, rules=pack)
    if seen.tasks.empty:
        return table_of([])
    weeks = standings(mine, as_of=as_of, rules=rules, words=False) if weeks is None else weeks
    weeks = worded(weeks[weeks["task_id"] == task_id].sort_values("as_of"), rules)
    stands = weeks.iloc[-1][["level", "raw_level", "why", "triggers"]].to_dict()
    amount = min(pack.deduction.by_level[stands["level"]], pack.deduction.task_cap)
    found = measures(seen, pack)
    found = pd.concat([found, task_index(found, seen, pack)], axis=1).iloc[0].to_dict()
    case = Case(mine, seen, found | stands | {"deduction": amount}, pack, weeks)
    return table_of([line for part in _PARTS for line in part(case)])
