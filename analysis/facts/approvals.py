"""Exemptions as they were approved: from ledgers and from the screen in one table, and whether each of them counts.

SCORING.md 1: an exemption counts only with a named approver who approved it before the original date of the task or of
the node, and with an end; then the item is neutral up to that end. It moves no date. Replay: what was entered after a
day is unknown on it."""

import json

import numpy as np
import pandas as pd

from analysis.facts.days import days, office_days
from analysis.facts.sifting import Facts, name_key, of_tasks
from analysis.rules.rulepack import RulePack

__all__ = ["DECISION", "WHY", "approvals", "exempt_on", "exempted", "judged"]

DECISION = "exemption"
"""Kind of a decision (`ledgers.decisions`) that is an exemption entered on the screen."""

_COLUMNS = ["task_id", "milestone", "reason", "approver", "approved_on", "until", "document_no"]
_SOURCE = ["entered_on", "entered_by", "seq", "import_id", "sheet", "row"]

WHY = {
    "no_approver": "没有写明批准人，不作豁免",
    "no_approval": "没有批准日期，不作豁免",
    "no_end": "没有写明豁免到哪一天为止，不作豁免",
    "ends_first": "截止日期早于批准日期，不作豁免",
    "no_node": "倒排工期里没有这个节点，不作豁免",
    "no_original": "没有原定时限，无法核对是否先于时限批准，不作豁免",
    "late": "批准日期不早于原定时限，不作豁免",
}
"""Why an approval does not count, the first that holds is said."""


def approvals(facts: Facts, *, rules: RulePack) -> pd.DataFrame:
    """Every exemption that was ever entered, of ledgers and of the screen: task_id, milestone (None: the whole task),
    reason, approver, approved_on, until, document_no, entered_on (NaT: from the beginning; of the screen: the office's
    own day), entered_by (of the screen), seq and, of ledgers, import_id, sheet, row."""
    written = facts["exemptions"].assign(entered_by=None)[[*_COLUMNS, *_SOURCE]]
    told = facts["decisions"]
    told = told[told["kind"].eq(DECISION)]
    if told.empty:
        return written.reset_index(drop=True)
    return pd.concat([written.astype("object"), _of_screen(told, rules)], ignore_index=True).astype(
        dict.fromkeys(("approved_on", "until", "entered_on"), "datetime64[us]") | {"seq": "int64"}
    )


def _of_screen(told: pd.DataFrame, rules: RulePack) -> pd.DataFrame:
    """Decisions in the shape of ledger rows; the JSON of `answer` was written by `ledgers.decisions` alone."""
    said = pd.DataFrame([json.loads(answer) for answer in told["answer"]], index=told.index, dtype="object")
    said = said.reindex(columns=["approver", "until", "document_no"])
    node = told["subject"].str.partition("!")[0]
    rows = pd.DataFrame(
        {
            "task_id": told["scope"], "milestone": node.astype("object").where(node != "", None),
            "reason": told["reason"], "approver": said["approver"], "approved_on": told["since"],
            "until": pd.to_datetime(said["until"]), "document_no": said["document_no"],
            "entered_on": office_days(told["decided_at"], utc_hours=rules.cadence.utc_hours),
            "entered_by": told["decided_by"], "seq": told["seq"], "import_id": None, "sheet": None, "row": None,
        }
    )  # fmt: skip
    return rows.astype("object")


def judged(rows: pd.DataFrame, tasks: pd.DataFrame, nodes: pd.DataFrame) -> pd.DataFrame:
    """Of `approvals` the newest word about each one that was known at the day of its task, with task (position in
    `tasks`), node (position in `nodes`, −1: the whole task), original (day number of the date it had to come before),
    why (a key of WHY, "" where it counts), counts, in_force."""
    rows = of_tasks(rows, tasks)
    return _judged(newest(rows), tasks, nodes)


def newest(rows: pd.DataFrame) -> pd.DataFrame:
    """The word entered last about each approval: same task, node and day of approval."""
    rows = rows.assign(node_key=[name_key(text) if isinstance(text, str) else "" for text in rows["milestone"]])
    since = days(rows["entered_on"])
    rows = rows.assign(_since=np.where(np.isnan(since), -np.inf, since), _screen=rows["row"].isna())
    rows = rows.sort_values(["task_id", "node_key", "approved_on", "_since", "_screen", "seq", "sheet", "row"])
    rows = rows.drop_duplicates(["task_id", "node_key", "approved_on"], keep="last")
    return rows.drop(columns=["_since", "_screen"]).reset_index(drop=True)


def _judged(rows: pd.DataFrame, tasks: pd.DataFrame, nodes: pd.DataFrame) -> pd.DataFrame:
    task = rows["task"].to_numpy("int64")
    node, is_node = _nodes(rows, nodes), rows["node_key"].ne("").to_numpy(bool)
    ends = np.append(nodes["due"].to_numpy("float64"), np.nan)[node]  # −1, no such node, finds no day
    original = np.where(is_node, ends, tasks["deadline"].to_numpy()[task])
    approved, until, day = days(rows["approved_on"]), days(rows["until"]), tasks["day"].to_numpy()[task]
    named = rows["approver"].notna().to_numpy() & rows["approver"].ne("").to_numpy(bool)
    faults = [
        ~named, np.isnan(approved), np.isnan(until), until < approved, is_node & (node < 0), np.isnan(original),
        approved >= original,
    ]  # fmt: skip
    why = np.select(faults, list(WHY), default="")
    counts = why == ""
    return rows.assign(
        task=task, node=node, original=original, why=why, counts=counts,
        in_force=counts & (approved <= day) & (day <= until),
    )  # fmt: skip


def _nodes(rows: pd.DataFrame, nodes: pd.DataFrame) -> np.ndarray:
    """Position of the node that each row names, −1 where it names none or none that the plan knows."""
    asked = rows["node_key"].ne("").to_numpy(bool)
    if not asked.any():
        return np.full(len(rows), -1)
    mine = nodes[nodes["task"].isin(rows["task"][asked]) & nodes["milestone"].notna()]
    place = pd.Series(mine.index, index=[mine["task"], mine["milestone"].map(name_key)])
    place = place[~place.index.duplicated()]
    keys = pd.MultiIndex.from_arrays([rows["task"], rows["node_key"]])
    return np.where(asked, place.reindex(keys).fillna(-1).to_numpy("int64"), -1)


def exempt_on(facts: Facts, tasks: pd.DataFrame, nodes: pd.DataFrame, *, day: float, rules: RulePack) -> np.ndarray:
    """Which tasks were exempt on another day than their own, by what was known on it: an exemption does not reach
    back."""
    then = tasks.assign(day=day)
    return exempted(judged(approvals(facts, rules=rules), then, nodes), then, nodes)[0]


def exempted(granted: pd.DataFrame, tasks: pd.DataFrame, nodes: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Which tasks, and which nodes, are exempt at the day of their task."""
    task, node = np.zeros(len(tasks), dtype=bool), np.zeros(len(nodes), dtype=bool)
    held = granted[granted["in_force"].to_numpy(bool)]
    whole = held["node_key"].eq("").to_numpy(bool)
    task[held["task"].to_numpy("int64")[whole]] = True
    node[held["node"].to_numpy("int64")[~whole]] = True
    return task, node
