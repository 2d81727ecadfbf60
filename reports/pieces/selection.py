"""Rows that a screen or a document is about: filters and orders of score tables, nothing computed."""

import pandas as pd

__all__ = [
    "by_lag", "categories", "of_board", "of_kind", "one_task", "one_unit", "tasks_of_unit", "urgent_tasks",
]  # fmt: skip

YELLOW = 3
"""The level from which a task needs somebody's decision: 黄牌."""


def of_board(tasks: pd.DataFrame, board: str, *, category: str | None = None) -> pd.DataFrame:
    """Return the rows of one board, of one class of it when `category` is given, furthest behind first."""
    mine = tasks["board"].eq(board) & (tasks["category"].eq(category) if category else True)
    return by_lag(tasks[mine])


def categories(tasks: pd.DataFrame, board: str) -> list[str]:
    """Return the classes of a board in the order of the ledger."""
    return list(dict.fromkeys(tasks.loc[tasks["board"].eq(board), "category"].dropna()))


def by_lag(tasks: pd.DataFrame) -> pd.DataFrame:
    """Return tasks furthest behind first; those whose lag is not known stand last."""
    return tasks.sort_values(["lag", "task_id"], ascending=[False, True], na_position="last")


def urgent_tasks(tasks: pd.DataFrame) -> pd.DataFrame:
    """Return the tasks at 黄牌 or 约谈, worst first."""
    urgent = tasks[tasks["level"].ge(YELLOW)]
    return urgent.sort_values(["level", "lag"], ascending=False)


def of_kind(units: pd.DataFrame, kind: str) -> pd.DataFrame:
    """Return the units of one sequence (镇 or 部门), best first, those without a rank last."""
    return units[units["kind"].eq(kind)].sort_values(["rank", "unit"], na_position="last")


def one_task(tasks: pd.DataFrame, task_id: str) -> pd.Series:
    """Return the row of one task. Raises KeyError when there is none."""
    return tasks.set_index("task_id", drop=False).loc[task_id]


def one_unit(units: pd.DataFrame, unit: str) -> pd.Series | None:
    """Return the row of one unit, None when it is not there."""
    rows = units[units["unit"].eq(unit)]
    return None if rows.empty else rows.iloc[0]


def tasks_of_unit(tasks: pd.DataFrame, unit: str) -> pd.DataFrame:
    """Return the tasks that count for a unit: those that it leads and those on its ground."""
    mine = [unit in lead or unit in towns for lead, towns in zip(tasks["lead_units"], tasks["towns"], strict=True)]
    return by_lag(tasks[mine])
