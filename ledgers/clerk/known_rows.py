"""What a store already knows of a unit, as rows to fill into a blank ledger: canonical column -> value."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from ledgers.errors import LedgerError

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["LAST_PERCENT", "Known", "known"]

LAST_PERCENT = "last_percent"
"""上月进度, beside the columns that are read."""

_ROLES = {
    "leaders": "leader", "lead_units": "lead_unit", "lead_people": "lead_person", "support_units": "support_unit",
    "towns": "town",
}  # fmt: skip
_ANSWERABLE = ("lead_unit", "town")
_DEMO = "演示数据"

Facts = Mapping[str, "pd.DataFrame"]
Row = dict[str, Any]


@dataclass(frozen=True)
class Known:
    """Names of units and tasks to choose from, the unit's full name, rows to fill in, whether all of it is invented."""

    units: tuple[str, ...] = ()
    tasks: tuple[str, ...] = ()
    unit: str | None = None
    rows: tuple[Row, ...] = ()
    is_demo: bool = False


def known(facts: Facts, kind: str, *, unit: str | None, until: date | None) -> Known:
    """What the tables of a snapshot know; rows only for a `unit`. `until`: the last day of the period before.

    Rows are filled in for tasks, progress, and what is open or planned of them: orders, milestones, problems; and for
    what the unit was asked under supervision and has not closed. A visit or an honour has not happened before it is
    written down.
    """
    units = _newest(facts["units"], ["unit"])
    names = tuple(units.sort_values(["sort", "unit"])["unit"])
    tasks = _tasks(facts)
    full = _full_name(facts, names, unit) if unit else None
    if full:
        tasks = tasks[tasks["task_id"].isin(_ids_of(facts, full))]
    rows = _ROWS.get(kind, _nothing)(facts, tasks, full, until) if full else []
    demo = bool(facts["imports"]["file"].str.contains(_DEMO).any())
    return Known(names, tuple(dict.fromkeys(tasks["task"])), full, tuple(map(_plain, rows)), demo)


def _full_name(facts: Facts, names: tuple[str, ...], unit: str) -> str:
    aliases = _newest(facts["unit_aliases"], ["alias"])
    meant = dict(zip(aliases["alias"], aliases["unit"], strict=True)) | {name: name for name in names}
    if unit not in meant:
        near = [name for name in names if unit[:2] in name or name[:2] in unit] or list(names)
        raise LedgerError(f"单位表里没有“{unit}”；可用的有：{'、'.join(near[:12])}{'等' if len(near) > 12 else ''}。")
    return meant[unit]


def _newest(rows: "pd.DataFrame", key: list[str]) -> "pd.DataFrame":
    return rows.sort_values("seq", kind="stable").drop_duplicates(key, keep="last")


def _tasks(facts: Facts) -> "pd.DataFrame":
    """Every task as it is known now, with its latest deadline, 任务榜 first."""
    import pandas as pd

    tasks = _newest(facts["tasks"], ["task_id"])
    latest = _newest(facts["deadlines"], ["task_id"]).set_index("task_id")["deadline"]
    tasks = tasks.assign(deadline=tasks["task_id"].map(latest), _place=pd.to_numeric(tasks["no"], errors="coerce"))
    return tasks.sort_values(["board", "_place", "no"], ascending=[False, True, True], kind="stable")


def _ids_of(facts: Facts, unit: str) -> set[str]:
    duties = _duties(facts)
    return set(duties.loc[duties["name"].eq(unit) & duties["role"].isin(_ANSWERABLE), "task_id"])


def _duties(facts: Facts) -> "pd.DataFrame":
    """Who answers for what now: of every task and role what was said last."""
    duties = facts["responsibilities"]
    return duties[duties["seq"].eq(duties.groupby(["task_id", "role"])["seq"].transform("max"))]


def _of_tasks(facts: Facts, tasks: "pd.DataFrame") -> list[Row]:
    duties = _duties(facts)
    duties = duties[duties["task_id"].isin(tasks["task_id"])]
    named = duties.groupby(["task_id", "role"], sort=False)["name"].agg(lambda each: "、".join(dict.fromkeys(each)))
    names = {field: {key[0]: text for key, text in named.items() if key[1] == role} for field, role in _ROLES.items()}
    return [
        row | {field: by_task.get(row["task_id"]) for field, by_task in names.items()}
        for row in tasks.to_dict("records")
    ]


def _task_rows(facts: Facts, tasks: "pd.DataFrame", _unit: str, _until: date | None) -> list[Row]:
    return _of_tasks(facts, tasks)


def _progress_rows(facts: Facts, tasks: "pd.DataFrame", _unit: str, until: date | None) -> list[Row]:
    import pandas as pd

    reports = facts["progress"][facts["progress"]["percent"].notna()]
    if until:
        reports = reports[reports["report_date"].le(pd.Timestamp(until))]
    reports = reports.sort_values(["report_date", "seq"], kind="stable").drop_duplicates("task_id", keep="last")
    last = dict(zip(reports["task_id"], reports["percent"], strict=True))
    kept = ("no", "task", "lead_units", "deadline")
    return [
        {field: row[field] for field in kept} | {LAST_PERCENT: last.get(row["task_id"])}
        for row in _of_tasks(facts, tasks)
    ]


def _about_tasks(rows: "pd.DataFrame", tasks: "pd.DataFrame", order: list[str]) -> list[Row]:
    """Rows of another table about these tasks, with number and name, task by task."""
    place = {task_id: number for number, task_id in enumerate(tasks["task_id"])}
    named = tasks.set_index("task_id")[["no", "task"]]
    mine = rows[rows["task_id"].isin(place)].drop(columns=["no", "task"], errors="ignore").join(named, on="task_id")
    return (
        mine.assign(_task=mine["task_id"].map(place)).sort_values(["_task", *order], kind="stable").to_dict("records")
    )


def _milestone_rows(facts: Facts, tasks: "pd.DataFrame", _unit: str, _until: date | None) -> list[Row]:
    nodes = _newest(facts["milestones"], ["task_id", "milestone"])
    nodes = nodes.assign(status=[_done_word(each) for each in nodes.to_dict("records")])
    return _about_tasks(nodes, tasks, ["planned_on"])


def _done_word(node: Row) -> str | None:
    if not node["status_known"]:
        return None
    return "已完成" if node["done"] else "推进中"


def _order_rows(facts: Facts, tasks: "pd.DataFrame", _unit: str, _until: date | None) -> list[Row]:
    return _about_tasks(_newest(facts["orders"], ["task_id", "order_no"]), tasks, ["order_no"])


def _problem_rows(facts: Facts, tasks: "pd.DataFrame", _unit: str, _until: date | None) -> list[Row]:
    problems = _newest(facts["problems"], ["task_id", "problem", "opened_on"])
    return _about_tasks(problems[problems["closed_on"].isna()], tasks, ["opened_on"])


def _supervision_rows(facts: Facts, _tasks: "pd.DataFrame", unit: str, _until: date | None) -> list[Row]:
    """Items that are open and asked of the unit, about a task or not, the oldest first."""
    items = facts["supervisions"]
    items = items.assign(_asked=["、".join(sorted(_listed(each))) for each in items["lead_units"]])
    items = _newest(items, ["matter", "_asked", "issued_on"])
    items = items[items["closed_on"].isna() & ~items["done"]]
    mine = items[[unit in _listed(each) for each in items["lead_units"]]]
    names = _newest(facts["tasks"], ["task_id"]).set_index("task_id")["task"]
    return mine.assign(task=mine["task_id"].map(names)).sort_values(["issued_on", "row"]).to_dict("records")


def _listed(names: Any) -> list[str]:
    return names if isinstance(names, list) else []


def _unit_rows(facts: Facts, _tasks: "pd.DataFrame", unit: str, _until: date | None) -> list[Row]:
    units = _newest(facts["units"], ["unit"])
    aliases = _newest(facts["unit_aliases"], ["alias"])
    others = [alias for alias, name in zip(aliases["alias"], aliases["unit"], strict=True) if name == unit != alias]
    mine = units[units["unit"].eq(unit)]
    places = mine["sort"].where(~mine["inferred"]).astype("object")  # the place in the list, not in this blank
    return [
        {"no": place, "unit": unit, "category": kind, "aliases": "、".join(others)}
        for place, kind in zip(places, mine["kind"], strict=True)
    ]


def _nothing(*_: object) -> list[Row]:
    return []


_ROWS = {
    "units": _unit_rows, "tasks": _task_rows, "progress": _progress_rows, "orders": _order_rows,
    "milestones": _milestone_rows, "problems": _problem_rows, "supervisions": _supervision_rows,
}  # fmt: skip


def _plain(row: Row) -> Row:
    """Values a workbook can hold: no NaN, lists as text, days as days."""
    return {key: value for key, each in row.items() if (value := _value(each)) is not None}


def _value(value: Any) -> Any:
    import pandas as pd

    if isinstance(value, list):
        return "、".join(value) or None
    if pd.isna(value) or value == "":
        return None
    return value.date() if isinstance(value, pd.Timestamp) else value
