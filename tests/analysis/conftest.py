"""The builder of small snapshots for the tests of analysis/: rows as dicts in, all tables of a snapshot out."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from analysis.rules.rulepack import rule_pack
from ledgers.schema import ROLES, TABLES

_EMPTY = {
    "INTEGER": "int32",
    "DOUBLE": "float64",
    "DATE": "datetime64[us]",
    "TIMESTAMP": "datetime64[us]",
    "BOOLEAN": "bool",
}
_DEFAULTS = {"import_id": "imp1", "sheet": "表1", "seq": 1}
_TASK_DEFAULTS = {"board": "任务榜", "weight": 1.0, "late_entry": False}


def _column(values: list, kind: str) -> pd.Series:
    """Dtypes as DuckDB 2.0 hands them over: a text column without a single text is object, missing bools make
    boolean."""
    if kind == "VARCHAR[]":
        return pd.Series([None if v is None else np.array(v, dtype=object) for v in values], dtype="object")
    if kind == "VARCHAR":
        return pd.Series(values, dtype="str" if any(v is not None for v in values) else "object")
    missing = any(v is None for v in values)
    if kind in ("BOOLEAN", "INTEGER") and missing:
        return pd.Series(values, dtype="boolean" if kind == "BOOLEAN" else "Int32")
    if kind in ("DATE", "TIMESTAMP"):
        return pd.Series(pd.to_datetime(pd.Series(values, dtype="object"))).astype("datetime64[us]")
    return pd.Series([np.nan if v is None else v for v in values], dtype=_EMPTY[kind])


def _table(name: str, rows: list[dict]) -> pd.DataFrame:
    columns = TABLES[name]
    full = [_DEFAULTS | {"row": 5 + i} | row for i, row in enumerate(rows)]
    unknown = {key for row in rows for key in row} - set(columns)
    assert not unknown, f"{name} has no column {unknown}"
    return pd.DataFrame({field: _column([row.get(field) for row in full], kind) for field, kind in columns.items()})


def _make_facts(tasks: list[dict] = (), **tables: list[dict]) -> dict[str, pd.DataFrame]:
    """Tables of a snapshot. A task may carry `deadline` and the lists leaders, lead_units, support_units, towns; its
    id is its name when none is given. Milestones: `done` or `done_on` given means that the ledger tells their
    state."""
    rows, dated, people = [], [], list(tables.pop("responsibilities", ()))
    for i, given in enumerate(tasks):
        task = _TASK_DEFAULTS | {"task_id": given["task"], "row": 5 + i} | given
        deadline = task.pop("deadline", None)
        if deadline is not None:
            dated.append(
                {k: task[k] for k in ("task_id", "row", "seq", "entered_on") if k in task} | {"deadline": deadline}
            )
        for field, role in ROLES.items():
            people += [
                {"task_id": task["task_id"], "role": role, "name": n, "row": task["row"]} for n in task.pop(field, ())
            ]
        rows.append(task)
    nodes = [
        {"status_known": "done" in n or "done_on" in n, "done": "done_on" in n} | n
        for n in tables.pop("milestones", ())
    ]
    given = tables | {"tasks": rows, "responsibilities": people, "milestones": nodes}
    given["deadlines"] = dated + list(tables.get("deadlines", ()))
    given["units"] = [{"inferred": False, "sort": i} | u for i, u in enumerate(tables.get("units", ()))]
    return {name: _table(name, list(given.get(name, ()))) for name in TABLES}


@pytest.fixture(scope="session")
def make_facts():
    return _make_facts


@pytest.fixture(scope="session")
def rules():
    return rule_pack()


def _hundred_days(**more: object) -> dict:
    """A task of 100 days, 1 September to 10 December 2022: a day is a percent."""
    return {"task": "修路", "start": date(2022, 9, 1), "deadline": date(2022, 12, 10)} | more


@pytest.fixture(scope="session")
def hundred_days():
    return _hundred_days
