"""Cell by cell: what a later snapshot says otherwise than an earlier one, both values and the place of the new one."""

from collections.abc import Mapping

import pandas as pd

from ledgers.columns.kinds import LABELS

__all__ = ["COLUMNS", "cell_changes"]

COLUMNS = ("table", "subject", "field", "label", "before", "after", "import_id", "sheet", "row")
"""A changed value: of which table, about whom or what, which column (`label` for people), both values as texts (None:
nothing was said), and where the new one stands."""

_ABOUT_TASKS = {
    "tasks": (["task_id"], ("no", "category", "project", "task", "target", "weight", "start", "remark")),
    "deadlines": (["task_id"], ("deadline",)),
    "responsibilities": (["task_id", "role"], ("name",)),
    "progress": (["task_id"], ("percent", "progress_text", "status", "problem", "next_step")),
    "milestones": (["task_id", "milestone"], ("planned_on", "weight", "done_on", "remark")),
    "orders": (["task_id", "order_no"], ("issued_on", "target", "deadline")),
    "visits": (["task_id", "visited_on"], ("visitor", "verified_percent", "visit_score", "problem", "remark")),
    "problems": (["task_id", "problem"], ("due_on", "closed_on", "severity")),
    "exemptions": (["task_id", "approved_on"], ("milestone", "reason", "approver", "until", "document_no", "remark")),
}
_OTHERS = {
    "honours": (["unit", "matter"], ("level", "document_no", "city_rank", "points", "issued_on", "remark", "project")),
    "units": (["unit"], ("kind",)),
    "supervisions": (
        ["matter", "lead_units"],
        (
            "issued_on",
            "due_on",
            "progress_text",
            "report_date",
            "visited_on",
            "closed_on",
            "status",
            "problem",
            "next_step",
            "remark",
        ),
    ),
    "indicators": (["unit", "indicator", "period"], ("value", "target_value", "direction", "remark")),
}
_CALLED = {
    "kind": "序列",
    ("supervisions", "issued_on"): "交办日期",
    ("supervisions", "due_on"): "反馈时限",
    ("supervisions", "progress_text"): "反馈情况",
    ("supervisions", "report_date"): "反馈日期",
    ("supervisions", "visited_on"): "核查日期",
}
"""Columns that people know by another word than everywhere else."""
_ROLES = {
    "leader": "leaders", "lead_unit": "lead_units", "lead_person": "lead_people", "support_unit": "support_units",
    "town": "towns",
}  # fmt: skip
_NEWEST = {"progress": ["report_date", "seq", "row"], "supervisions": ["issued_on", "seq", "row"]}
"""Reports change from one day to the next: the newest one is set against the newest one."""
_PLACE = ["import_id", "sheet", "row"]

Facts = Mapping[str, pd.DataFrame]


def cell_changes(before: Facts, after: Facts) -> pd.DataFrame:
    """Every value that the later facts say otherwise about something that both know, in the order of the sheets.

    New tasks, units and nodes are no changed cells; they are counted by `ledgers.compare.differences`.
    """
    names = after["tasks"].sort_values("seq", kind="stable").drop_duplicates("task_id", keep="last")
    subjects = dict(zip(names["task_id"], names["task"], strict=True))
    kept = {**_ABOUT_TASKS, **_OTHERS}
    found = [_changed(name, before[name], after[name]) for name in kept if not before[name].empty]
    table = pd.concat([pd.DataFrame(columns=[*COLUMNS, "key"]), *(each for each in found if not each.empty)])
    table = table.assign(subject=[_subject(key, subjects) for key in table["key"]])
    return table[list(COLUMNS)].sort_values(["sheet", "row"], kind="stable", ignore_index=True)


def _changed(name: str, before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    key, fields = {**_ABOUT_TASKS, **_OTHERS}[name]
    old, new = _newest(name, before, key, fields), _newest(name, after, key, fields)
    both = old.merge(new, on=key, suffixes=("_before", "_after"))
    both = both[(both["import_id_before"] != both["import_id_after"]) | (both["seq_before"] != both["seq_after"])]
    parts = []
    for field in fields:
        said = pd.DataFrame({"before": _text(both[f"{field}_before"]), "after": _text(both[f"{field}_after"])})
        differs = said["before"].fillna("") != said["after"].fillna("")
        where = {place: both.loc[differs, f"{place}_after"] for place in _PLACE}
        labels = _labels(name, field, both.loc[differs])
        keys = list(zip(*(both.loc[differs, column] for column in key), strict=True))
        parts.append(said[differs].assign(**where, table=name, field=field, label=labels, key=keys))
    return pd.concat(parts, ignore_index=True)


def _newest(name: str, frame: pd.DataFrame, key: list[str], fields: tuple[str, ...]) -> pd.DataFrame:
    ordered = frame.sort_values(_NEWEST.get(name, ["seq", "row"]), kind="stable")
    if name == "responsibilities":
        latest = ordered[ordered["seq"] == ordered.groupby(key)["seq"].transform("max")]
        names = latest.groupby(key)["name"].agg("、".join)
        ordered = latest.drop(columns="name").merge(names, on=key)
    if "lead_units" in key:  # lists cannot be compared as keys
        names = ["、".join(sorted(each)) if isinstance(each, list) else "" for each in ordered["lead_units"]]
        ordered = ordered.assign(lead_units=names)
    return ordered.drop_duplicates(key, keep="last")[[*key, *fields, *_PLACE, "seq"]]


def _labels(name: str, field: str, rows: pd.DataFrame) -> list[str]:
    if "role" in rows:
        return [LABELS[_ROLES[role]] for role in rows["role"]]
    return [_CALLED.get((name, field), _CALLED.get(field, LABELS.get(field, field)))] * len(rows)


def _text(values: pd.Series) -> pd.Series:
    """Values as people read them; what is not said stays missing."""
    if pd.api.types.is_datetime64_any_dtype(values):
        return values.dt.strftime("%Y-%m-%d").astype("object").where(values.notna(), None)
    if pd.api.types.is_float_dtype(values):
        return pd.Series([None if pd.isna(each) else f"{each:g}" for each in values], values.index, dtype=object)
    return values.astype("object").where(values.notna(), None)


def _subject(key: tuple[str, ...], tasks: Mapping[str, str]) -> str:
    first, *rest = (str(part.date()) if isinstance(part, pd.Timestamp) else str(part) for part in key)
    shown = [part for part in rest if part and part not in _ROLES]
    return " · ".join([tasks.get(first, first), *shown])
