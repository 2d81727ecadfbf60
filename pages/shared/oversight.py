"""What walking the front line, asking for reports and supervising come to: reckoned once for a version and a day.

What rests on scores is kept by its ground (`data.Ground`); 督查 and 约谈 rest on decisions too, and are read anew.
"""

import pandas as pd

import analysis
import reports
from pages.shared import data, standing
from pages.shared.keeping import once
from pages.shared.views import View

_PRESET = "baosong"
"""The published rule that says what late, missing and false reports cost."""


def weeks(view: View) -> pd.DataFrame:
    """Return which 项目长 went in which week."""
    return data.reckoned(view, analysis.visit_weeks, over_days=True)


@once
def checks(view: View) -> pd.DataFrame:
    """Return reported beside verified of every task that was verified, with its names."""
    return reports.with_tasks(data.reckoned(view, analysis.visit_checks), data.scores(view).tasks)


@once
def effects(view: View) -> pd.DataFrame:
    """Return every visit with the progress before and after it, with the names of its task."""
    return reports.with_tasks(data.reckoned(view, analysis.visit_effects), data.scores(view).tasks)


def problems(view: View) -> pd.DataFrame:
    """Return every problem found, what is overdue longest first."""
    return data.reckoned(view, analysis.problem_states)


def discipline(view: View) -> pd.DataFrame:
    """Return the reports owed by unit and month and what became of them."""
    return data.reckoned(view, analysis.report_discipline, over_days=True)


@once
def discipline_points(view: View) -> pd.DataFrame:
    """Return what the published rule takes off for them."""
    return analysis.rated(discipline(view), data.rules_named(_PRESET))


@once
def owed(view: View, unit: str | None = None) -> pd.DataFrame:
    """Return the reports that a unit owed (None: all that are owed), newest month first."""
    return analysis.reports_owed(data.facts(view), unit, as_of=view.as_of, rules=data.calendar(view))


@once
def false_reports(view: View, unit: str | None = None) -> pd.DataFrame:
    """Return the reports that a visit contradicts, with the names of their tasks; of one unit where one is named."""
    found = reports.with_tasks(data.reckoned(view, analysis.false_reports, over_days=True), data.scores(view).tasks)
    if unit is None:
        return found
    mine = reports.tasks_of_unit(data.scores(view).tasks, unit)["task_id"]
    return found[found["task_id"].isin(mine)].reset_index(drop=True)


@once
def items(view: View) -> pd.DataFrame:
    """Return the 督查 items at the view's day."""
    return analysis.supervision_states(data.facts(view), as_of=view.as_of, rules=data.calendar(view))


@once
def item_lines(view: View, item: str) -> pd.DataFrame:
    """Return everything known of a 督查 item, each value with its cell or with who entered it."""
    return analysis.supervision_records(data.facts(view), item, as_of=view.as_of)


def strays(view: View, known: pd.DataFrame) -> list[str]:
    """Return in sentences which recorded steps are about an item that no ledger has."""
    steps = analysis.steps_of(data.facts(view)["decisions"])
    return reports.stray_step_lines(analysis.stray_steps(steps, known["item"]))


@once
def held(view: View) -> pd.DataFrame:
    """Return the interviews held up to the view's day."""
    return analysis.interviews_held(data.facts(view)["decisions"], as_of=view.as_of)


@once
def interviews_due(view: View) -> pd.DataFrame:
    """Return who must be interviewed at the view's day."""
    flags = reports.given_flags(data.facts(view)["decisions"], until=view.as_of)
    rules = data.rules(view)
    weeks = standing.worded_weeks(view, least=len(rules.ladder.words) - 1)
    return analysis.interviews_due(weeks, held(view), rules=rules, flags=flags)


@once
def interview_months(view: View) -> pd.DataFrame:
    """Return month by month who stood at 约谈 and who was interviewed."""
    return analysis.interview_months(data.weeks(view), held(view), rules=data.rules(view))


@once
def task_names(view: View) -> dict[str, str]:
    """Return the names of tasks by id."""
    tasks = data.scores(view).tasks
    return dict(zip(tasks["task_id"], tasks["task"], strict=True))
