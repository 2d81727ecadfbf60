"""Why a task's numbers are what they are: each number with its rule in words and the cells that it rests on."""

from datetime import date

import pandas as pd

from analysis.explain_index import explain_index, explain_level, explain_scores
from analysis.explain_progress import explain_actual, explain_lag, explain_planned, explain_time
from analysis.explain_records import (
    explain_exemptions,
    explain_order,
    explain_problems,
    explain_reports,
    explain_visits,
)
from analysis.index import task_index
from analysis.known import known
from analysis.levels import raw_levels
from analysis.lines import Case, table_of
from analysis.measures import measures
from analysis.rulepack import RulePack
from analysis.sifting import Facts
from analysis.timeline import one_task

__all__ = ["explain_task"]

_PARTS = (
    explain_scores, explain_index, explain_planned, explain_actual, explain_lag, explain_time, explain_level,
    explain_order, explain_exemptions, explain_reports, explain_visits, explain_problems,
)  # fmt: skip


def explain_task(facts: Facts, task_id: str, *, as_of: date, rules: RulePack) -> pd.DataFrame:
    """Lines (see `analysis.lines.Line`) grouped by `part`: first the four scores and the index they add up to, then
    what they rest on, then the records of the task. A line with a `rule` is a number; the lines after it are the cells
    (table, field, import_id, sheet, row, report_date) or rule-pack entries (table 规则包) behind it. A task that is not
    known gives no line.

    The contributions add up to the task's index; the functions are those that `score` uses.
    """
    mine = one_task(facts, task_id)
    seen = known(mine, as_of=as_of, rules=rules)
    if seen.tasks.empty:
        return table_of([])
    found = measures(seen, rules)
    level = raw_levels(found, seen, rules)
    deduction = [min(rules.deduction.by_level[level["level"].iat[0]], rules.deduction.task_cap)]
    found = pd.concat([found, task_index(found, seen, rules), level], axis=1).assign(deduction=deduction)
    case = Case(mine, seen, found.iloc[0].to_dict(), rules)
    return table_of([line for part in _PARTS for line in part(case)])
