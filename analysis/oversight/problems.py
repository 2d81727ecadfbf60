"""Problems found on the spot: open or closed, in time or late, and how old."""

from datetime import date

import numpy as np
import pandas as pd

from analysis.facts.days import day_number, days, timestamps
from analysis.facts.known import Known, known
from analysis.facts.sifting import SOURCE, Facts
from analysis.rules.rulepack import RulePack

__all__ = ["CLOSED_IN_TIME", "CLOSED_LATE", "LATE", "OPEN", "PROBLEM_STATES", "problem_ageing", "problem_states"]

OPEN, LATE, CLOSED_IN_TIME, CLOSED_LATE = "整改中", "逾期未销号", "按期销号", "逾期销号"
PROBLEM_STATES = (LATE, OPEN, CLOSED_LATE, CLOSED_IN_TIME)


def problem_states(facts: Facts, *, as_of: date, rules: RulePack) -> pd.DataFrame:
    """One row per problem found by `as_of`: task_id, problem, severity, weight, lead_units (of the problem, else of its
    task), opened_on, due_on, closed_on, state (one of PROBLEM_STATES), age (days open, to the closing or to `as_of`;
    missing where nobody wrote when it was found), days_late (past the day due; missing without one), visit (found on
    the day of a visit to its task), and the place of its row. What is overdue longest stands first."""
    seen = known(facts, as_of=as_of, rules=rules)
    rows, day = seen.problems, day_number(as_of)
    closed, due = (rows[name].to_numpy("float64") for name in ("closed", "due"))
    opened = days(rows["opened_on"])
    ended, shut = np.where(np.isnan(closed), day, closed), ~np.isnan(closed)
    late = np.maximum(ended - due, 0.0)
    visited = set(zip(seen.visits["task"], seen.visits["visited_on"], strict=True))
    table = pd.DataFrame(
        {
            "task_id": seen.tasks["task_id"].to_numpy("object")[rows["task"].to_numpy("int64")],
            "problem": rows["problem"], "severity": rows["severity"], "weight": rows["weight"],
            "lead_units": _answering(seen, rows), "opened_on": rows["opened_on"], "due_on": rows["due_on"],
            "closed_on": timestamps(closed), "age": ended - opened, "days_late": late,
            "state": np.select(
                [shut & (late > 0), shut, late > 0], [CLOSED_LATE, CLOSED_IN_TIME, LATE], default=OPEN
            ).astype("object"),
            "visit": [pair in visited for pair in zip(rows["task"], rows["opened_on"], strict=True)],
            **{name: rows[name] for name in SOURCE},
        }
    )  # fmt: skip
    order = table["state"].map({state: place for place, state in enumerate(PROBLEM_STATES)})
    table = table.assign(_state=order).sort_values(["_state", "days_late", "age"], ascending=[True, False, False])
    return table.drop(columns="_state").reset_index(drop=True)


def _answering(seen: Known, rows: pd.DataFrame) -> pd.Series:
    leads = seen.people[seen.people["role"] == "lead_unit"].groupby("task")["name"].agg(list)
    own = [
        list(names) if isinstance(names, list | np.ndarray) and len(names) else leads.get(task, [])
        for names, task in zip(rows["lead_units"], rows["task"], strict=True)
    ]
    return pd.Series(own, index=rows.index, dtype="object")


def problem_ageing(problems: pd.DataFrame, *, steps: tuple[int, ...] = (7, 14, 30)) -> pd.DataFrame:
    """How many open problems of each severity (gravest first, then by name) have been open how long: severity and one
    column per age, the last for those whose day is not known.

    >>> states = {"state": ["整改中", "按期销号"], "severity": ["一般", "一般"], "weight": 1.0, "age": [9.0, 3.0]}
    >>> list(map(str, problem_ageing(pd.DataFrame(states)).iloc[0]))
    ['一般', '0', '1', '0', '0', '0']
    """
    names = _age_names(steps)
    open_ = problems[problems["state"].isin([OPEN, LATE])]
    place = np.searchsorted(steps, open_["age"].fillna(0.0).to_numpy("float64"))
    place = np.where(open_["age"].isna(), len(names) - 1, place)
    table = pd.DataFrame(
        {"severity": open_["severity"].astype("object").fillna("未填").to_numpy(), "age": np.array(names)[place],
         "weight": open_["weight"].to_numpy()}
    )  # fmt: skip
    counts = pd.crosstab(table["severity"], table["age"]).reindex(columns=names, fill_value=0)
    weight = table.groupby("severity")["weight"].max().reindex(counts.index)
    order = sorted(counts.index, key=lambda name: (-weight[name], name))
    return counts.loc[order].rename_axis(columns=None).reset_index()


def _age_names(steps: tuple[int, ...]) -> list[str]:
    starts = (0, *(step + 1 for step in steps))
    return [
        *(f"{start}—{step} 天" for start, step in zip(starts, steps, strict=False)),
        f"{starts[-1]} 天以上",
        "未写发现日",
    ]
