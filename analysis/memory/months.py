"""Units month by month: how each stood at the end of every month of the mechanism, and how much of it was exempt."""

from datetime import date

import pandas as pd

from analysis.facts.evaluations import evaluation_days, is_month_end
from analysis.facts.sifting import Facts
from analysis.memory.history import history
from analysis.rules.rulecalendar import Rules

__all__ = ["unit_months"]


def unit_months(facts: Facts, *, as_of: date, rules: Rules) -> pd.DataFrame:
    """One row a unit and end of month up to `as_of`, and `as_of` itself in a month that still runs: as_of and the
    columns of `Scores.units`, and exempt (how many of the unit's tasks are exempt on that day), rules (title of the
    pack that was in force)."""
    days = [day for day in evaluation_days(facts, as_of=as_of, rules=rules) if is_month_end(day) or day == as_of]
    units = history(facts, days=days, rules=rules, of="units")
    tasks = history(facts, days=days, rules=rules, of="tasks", words=False)
    if units.empty:
        return units.assign(exempt=pd.Series(dtype="int64"), rules=pd.Series(dtype="str"))
    exempt = tasks[tasks["exempt"].astype(bool)]
    named = [(row.as_of, unit, row.task_id) for row in exempt.itertuples() for unit in {*row.lead_units, *row.towns}]
    counts = pd.DataFrame(named, columns=["as_of", "unit", "task_id"]).groupby(["as_of", "unit"]).size()
    found = [int(counts.get((row.as_of, row.unit), 0)) for row in units[["as_of", "unit"]].itertuples()]
    titles = {day: rules.at(day).title for day in units["as_of"].unique()}
    return units.assign(exempt=found, rules=units["as_of"].map(titles))
