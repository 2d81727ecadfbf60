"""Two snapshots side by side: what the later one knows that the earlier did not, in counts and in words."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from ledgers.cells.texts import quoted
from ledgers.schema import SOURCE

__all__ = ["Differences", "differences"]

_KEYS = {
    "units": ("单位", ["unit"]), "tasks": ("任务", ["task_id"]), "responsibilities": ("责任分工", ["task_id", "role"]),
    "deadlines": ("完成时限", ["task_id"]), "milestones": ("节点", ["task_id", "milestone"]),
    "progress": ("进展", ["task_id", "report_date"]), "orders": ("责任令", ["task_id", "order_no"]),
    "visits": ("走访", ["task_id", "visited_on", "visitor"]), "problems": ("问题", ["task_id", "problem", "opened_on"]),
    "honours": ("加扣分", ["unit", "matter", "level", "document_no"]),
    "supervisions": ("督查事项", ["matter", "lead_units", "issued_on"]),
    "indicators": ("指标", ["unit", "indicator", "period"]),
    "exemptions": ("豁免", ["task_id", "milestone", "approved_on"]),
}  # fmt: skip
_SHOWN = 20


@dataclass(frozen=True)
class Differences:
    """`files`: names only in one of the two ({"added": […], "gone": […]}); `tables`: {name: {"added", "changed",
    "gone"}}, tables without a difference left out; `sentences`: the same for people."""

    files: dict[str, list[str]]
    tables: dict[str, dict[str, int]]
    sentences: tuple[str, ...]


def differences(before: Mapping[str, pd.DataFrame], after: Mapping[str, pd.DataFrame]) -> Differences:
    """What differs between the facts of two snapshots, counting only what holds now (the newest row of each matter)."""
    tables = {name: _counts(name, before, after) for name in _KEYS}
    tables = {name: counts for name, counts in tables.items() if any(counts.values())}
    files = {"added": _files(after, before), "gone": _files(before, after)}
    sentences = [f"多了文件：{'、'.join(files['added'])}"] if files["added"] else []
    sentences += [f"少了文件：{'、'.join(files['gone'])}"] if files["gone"] else []
    sentences += [_sentence(_KEYS[name][0], **counts) for name, counts in tables.items()]
    return Differences(files, tables, (*sentences, *_moved_deadlines(before, after)))


def _files(here: Mapping[str, pd.DataFrame], there: Mapping[str, pd.DataFrame]) -> list[str]:
    only = here["imports"].loc[~here["imports"]["import_id"].isin(there["imports"]["import_id"])]
    return only["file"].tolist()


def _now(name: str, facts: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """The key of each matter, and a hash of what is said about it."""
    key, frame = _KEYS[name][1], facts[name].sort_values("seq", kind="stable")
    if "lead_units" in key:  # lists cannot be compared as keys
        frame = frame.assign(lead_units=[_joined(each) for each in frame["lead_units"]])
    if name == "responsibilities":
        newest = frame.loc[frame["seq"] == frame.groupby(key)["seq"].transform("max")].sort_values("name")
        frame = newest.groupby(key, as_index=False)["name"].agg("、".join)
    else:
        frame = frame.drop_duplicates(key, keep="last")
    content = frame.drop(columns=[*key, *SOURCE], errors="ignore")
    lists = {name: content[name].map(str) for name in content.columns if content[name].dtype == object}
    said = pd.util.hash_pandas_object(content.assign(**lists), index=False)
    return frame[key].assign(said=said)


def _joined(names: object) -> str:
    """A list of names as one text, whatever their order; "" for none."""
    return "、".join(sorted(names)) if isinstance(names, list) else ""


def _counts(name: str, before: Mapping[str, pd.DataFrame], after: Mapping[str, pd.DataFrame]) -> dict[str, int]:
    if before[name].empty and after[name].empty:  # pandas 3.1 cannot merge two empty text columns
        return {"added": 0, "changed": 0, "gone": 0}
    both = _now(name, before).merge(_now(name, after), on=_KEYS[name][1], how="outer", indicator="side")
    changed = (both["side"] == "both") & (both["said_x"] != both["said_y"])
    added, gone = both["side"] == "right_only", both["side"] == "left_only"
    return {"added": int(added.sum()), "changed": int(changed.sum()), "gone": int(gone.sum())}


def _sentence(word: str, *, added: int, changed: int, gone: int) -> str:
    counts = (("新增", added), ("变更", changed), ("减少", gone))
    return f"{word}：" + "，".join(f"{what} {count} 条" for what, count in counts if count)


def _moved_deadlines(before: Mapping[str, pd.DataFrame], after: Mapping[str, pd.DataFrame]) -> list[str]:
    def newest(facts: Mapping[str, pd.DataFrame], table: str, column: str) -> pd.Series:
        frame = facts[table].sort_values("seq", kind="stable").drop_duplicates("task_id", keep="last")
        return frame.set_index("task_id")[column]

    old, new = newest(before, "deadlines", "deadline"), newest(after, "deadlines", "deadline")
    both = pd.concat({"old": old, "new": new, "task": newest(after, "tasks", "task")}, axis=1).dropna()
    moved = both.loc[both["old"] != both["new"]].sort_values("task").head(_SHOWN)
    return [
        f"{quoted(task)}的完成时限由 {old:%Y-%m-%d} 改为 {new:%Y-%m-%d}"
        for old, new, task in moved[["old", "new", "task"]].itertuples(index=False)
    ]
