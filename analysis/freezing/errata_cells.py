"""What two versions of the ledgers say otherwise about a period, value by value with both cells: what errata rest
on."""

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from analysis.facts.days import day_number
from analysis.facts.sifting import SOURCE, Facts, entered, valid

__all__ = ["cells_behind", "changed_values"]

_LOOKED: Mapping[str, tuple[tuple[str, ...], dict[str, str]]] = {
    "tasks": (("task_id",), {"project": "所属项目", "category": "类别", "weight": "权重", "start": "启动时间"}),
    "deadlines": (("task_id",), {"deadline": "完成时限"}),
    "responsibilities": (("task_id", "role", "name"), {"name": "责任人员和单位"}),
    "progress": (("task_id", "report_date"), {"percent": "完成率", "status": "状态"}),
    "milestones": (("task_id", "milestone"), {"planned_on": "节点计划", "weight": "节点权重", "done_on": "节点完成"}),
    "visits": (("task_id", "visited_on", "visitor"), {"verified_percent": "核验进度", "visit_score": "走访评分"}),
    "problems": (
        ("task_id", "problem", "opened_on"), {"severity": "轻重", "due_on": "整改时限", "closed_on": "销号日期"},
    ),
    "exemptions": (("task_id", "milestone", "approved_on"), {"approver": "批准人", "until": "豁免至"}),
    "honours": (("unit", "matter", "document_no"), {"level": "级别", "points": "分值", "issued_on": "印发日期"}),
    "units": (("unit",), {"kind": "序列"}),
}  # fmt: skip
"""Table -> (what a row is about, column -> words). One more column that errata may rest on is one entry here."""

_ABOUT = ("milestone", "problem", "matter", "visited_on", "report_date")
_ROLES = {
    "leader": "leaders", "lead_unit": "lead_units", "lead_person": "lead_people", "support_unit": "support_units",
    "town": "towns",
}  # fmt: skip
_COLUMNS = [
    "table", "field", "task_id", "unit", "about", "item", "before", "after", "report_date",
    *(f"{side}_{name}" for side in ("before", "after") for name in SOURCE),
]  # fmt: skip


def changed_values(before: Facts, after: Facts, *, until: object) -> pd.DataFrame:
    """One row per value that differs between what was known of a day in two versions: table, field, task_id or unit,
    about (the node, the matter, the day of a report), item (in words), before, after (texts, None: nothing was said),
    report_date, and the places of both cells (before_…, after_…; NA where there is none)."""
    day = day_number(until)
    rows = [row for name in _LOOKED for row in _of_table(name, before[name], after[name], day=day)]
    table = pd.DataFrame(rows, columns=_COLUMNS, dtype="object")
    return table.astype({f"{side}_row": "Int64" for side in ("before", "after")})


def cells_behind(erratum: Mapping[str, object], changes: pd.DataFrame) -> pd.DataFrame:
    """Of `changed_values` what one row of `analysis.freezing.errata` rests on: what differs about its tasks and its
    unit."""
    mine = changes["task_id"].isin(erratum["tasks"]) | changes["unit"].eq(erratum["unit"] or "")
    return changes[mine].reset_index(drop=True)


def _of_table(name: str, before: pd.DataFrame, after: pd.DataFrame, *, day: float) -> Iterator[dict]:
    keys, fields = _LOOKED[name]
    sides = [_latest(name, entered(rows, day), keys) for rows in (before, after)]
    for key in sorted(sides[0].keys() | sides[1].keys(), key=str):
        then, now = (side.get(key) for side in sides)
        for field, words in fields.items():
            said = [None if row is None else _text(row[field]) for row in (then, now)]
            if said[0] != said[1]:
                about = dict(zip(keys, key, strict=True))
                what = {"table": name, "field": _column(name, field, about), "item": words}
                yield what | dict(zip(("before", "after"), said, strict=True)) | _place(about, then, now)


def _latest(name: str, rows: pd.DataFrame, keys: tuple[str, ...]) -> dict[tuple, dict]:
    """The valid row about each matter; of people only those whom the latest ledger of the task names."""
    if name == "responsibilities":
        rows = rows[rows["seq"] == rows.groupby(["task_id", "role"])["seq"].transform("max")]
    rows = valid(rows, list(keys))
    told = rows[list(keys)].astype("object").where(rows[list(keys)].notna(), None)
    return dict(zip(told.itertuples(index=False, name=None), rows.to_dict("records"), strict=True))


def _column(name: str, field: str, about: Mapping[str, object]) -> str:
    """The column of the ledger: people stand in that of their role."""
    return _ROLES.get(str(about.get("role")), field) if name == "responsibilities" else field


def _place(about: Mapping[str, object], then: Mapping | None, now: Mapping | None) -> dict:
    """About what, and where both sides stand."""
    told = [_text(about[part]) for part in _ABOUT if about.get(part) is not None]
    places = {
        f"{side}_{part}": None if row is None else row[part]
        for side, row in (("before", then), ("after", now))
        for part in SOURCE
    }
    more = {"task_id": about.get("task_id"), "unit": about.get("unit"), "report_date": about.get("report_date", pd.NaT)}
    return more | {"about": " · ".join(text for text in told if text)} | places


def _text(value: object) -> str | None:
    """A value as it stands in a ledger.

    >>> _text(45.0), _text(pd.Timestamp("2022-10-31")), _text(np.nan), _text("太和镇")
    ('45', '2022-10-31', None, '太和镇')
    """
    if value is None or pd.isna(value):
        return None
    if isinstance(value, (float, np.floating)):
        return f"{value:g}"
    return str(value.date()) if isinstance(value, pd.Timestamp) else str(value)
