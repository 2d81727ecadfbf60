"""The few cells that the level of a task rests on, for many tasks at once: what a notice must show of them.

`explain_task` explains everything about one task; a hundred notices need five lines of each.
"""

from collections.abc import Iterator, Mapping

import pandas as pd

from analysis.explaining.lines import Line, cell, percent, table_of
from analysis.explaining.sources import trace
from analysis.facts.sifting import Facts

__all__ = ["level_causes"]

_NODES = ("late_node", "soon_node")


def level_causes(facts: Facts, tasks: pd.DataFrame) -> pd.DataFrame:
    """The traced lines (`analysis.trace`), with task_id, of the baseline deadline, the last report, the last visit, and
    the nodes that are late or due; `tasks` are scored ones with as_of. Part and item are those of `explain_task`."""
    lines, whose = [], []
    for row in tasks.to_dict("records"):
        found = list(_of(facts, row))
        lines += found
        whose += [row["task_id"]] * len(found)
    return trace(table_of(lines), facts).assign(task_id=whose)


def _of(facts: Facts, row: Mapping[str, object]) -> Iterator[Line]:
    known = {name: _known(facts[name], row) for name in ("deadlines", "progress", "visits", "milestones")}
    first = known["deadlines"].drop_duplicates("task_id").to_dict("records")
    for one in first:
        yield cell(("计划进度", "完成时限"), _day(one["deadline"]), one, at=("deadlines", "deadline"))
    for name, day, value, item, at in (
        ("progress", "report_date", "reported", "填报", "percent"),
        ("visits", "visited_on", "verified", "核验", "verified_percent"),
    ):
        table = known[name]
        same = table[table[day].eq(row[f"{value}_on"]) & table[at].notna()] if pd.notna(row[value]) else table.head(0)
        exact = same[(same[at] - row[value]).abs() < 1e-9]
        for one in (exact if len(exact) else same).tail(1).to_dict("records"):
            yield cell(("实际进度", item), percent(row[value]), one, at=(name, at))
    nodes = known["milestones"]
    for node in (row[name] for name in _NODES if isinstance(row[name], str)):
        for one in nodes[nodes["milestone"].eq(node) & nodes["planned_on"].notna()].head(1).to_dict("records"):
            yield cell(("计划进度", f"节点“{node}”"), _day(one["planned_on"]), one, at=("milestones", "planned_on"))


def _known(table: pd.DataFrame, row: Mapping[str, object]) -> pd.DataFrame:
    """The rows of a task that the office had by the day, oldest first."""
    mine = table[table["task_id"].eq(row["task_id"]) & ~table["entered_on"].gt(row["as_of"])]
    return mine.sort_values(["entered_on", "seq"], kind="stable", na_position="first")


def _day(when: object) -> str:
    return "未知" if pd.isna(when) else f"{when.year}年{when.month}月{when.day}日"
