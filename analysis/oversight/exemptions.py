"""The exemptions that the office knows at a day: whose, approved by whom, until when, counting or why not."""

from datetime import date

import numpy as np
import pandas as pd

from analysis.facts.approvals import WHY, approvals, newest
from analysis.facts.days import day_number, days, timestamps
from analysis.facts.known import known
from analysis.facts.sifting import Facts, entered, positions, valid
from analysis.rules.rulepack import RulePack

__all__ = ["GROUNDS", "STATES", "exemptions_known", "ground"]

IN_FORCE, TO_COME, ENDED, NO, LATER = "生效中", "尚未开始", "已结束", "不计", "此日尚未录入"
STATES = (IN_FORCE, TO_COME, ENDED, NO, LATER)

GROUNDS = (
    ("不可抗力", ("不可抗力", "台风", "暴雨", "强降雨", "洪", "地震", "山体滑坡", "泥石流", "疫情", "灾")),
    ("上级调整", ("上级", "省调整", "市调整", "政策调整", "计划调整", "规划调整")),
)
"""Ground of an exemption and words of the reason that mean it, the first that fits; everything else is 其他."""

_UNKNOWN_TASK = "库中没有这项任务，不作豁免"
_COLUMNS = [
    "task_id", "task", "milestone", "ground", "reason", "approver", "approved_on", "until", "document_no", "original",
    "state", "counts", "in_force", "why", "note", "entered_on", "entered_by", "import_id", "sheet", "row",
]  # fmt: skip


def ground(reason: object) -> str:
    """What kind of reason it is.

    >>> ground("台风“马鞍”停工"), ground("市级规划调整"), ground("等批文"), ground(None)
    ('不可抗力', '上级调整', '其他', '其他')
    """
    said = reason if isinstance(reason, str) else ""
    return next((name for name, words in GROUNDS if any(word in said for word in words)), "其他")


def exemptions_known(facts: Facts, *, as_of: date, rules: RulePack, later: bool = False) -> pd.DataFrame:
    """One row for each exemption entered by `as_of`, in force first: task_id, task, milestone (None: the whole task),
    ground, reason, approver, approved_on, until, document_no, original (the date it had to come before), state (one of
    STATES), counts, in_force, why (it does not count), note (what a reader should know besides), entered_on, entered_by
    (of the screen) and the cells of a ledger: import_id, sheet, row.

    Of two words about one approval the one entered last by that day holds. `later`: those entered after the day as
    well, with the state 此日尚未录入, so that whoever looks back sees why they have no effect there."""
    day, seen, rows = day_number(as_of), known(facts, as_of=as_of, rules=rules), approvals(facts, rules=rules)
    told = newest(entered(rows, day))
    ids = pd.Index(seen.tasks["task_id"])
    parts = [seen.exemptions, _strangers(told[positions(told["task_id"], ids) < 0])]
    if later:
        parts.append(_after(rows, told))
    table = pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)
    return _told(table, facts, day=day)[_COLUMNS]


def _strangers(rows: pd.DataFrame) -> pd.DataFrame:
    """Approvals about a task that the boards do not know (an exemption entered on the screen, then rolled back)."""
    return rows.assign(task=-1, node=-1, original=np.nan, why="no_task", counts=False, in_force=False)


def _after(rows: pd.DataFrame, told: pd.DataFrame) -> pd.DataFrame:
    """Approvals of which nothing was entered by the day."""
    key = ["task_id", "node_key", "approved_on"]
    first = newest(rows).merge(told[key], on=key, how="left", indicator="side")
    first = first[first["side"].eq("left_only")].drop(columns="side")
    return first.assign(task=-1, node=-1, original=np.nan, why="later", counts=False, in_force=False)


def _told(table: pd.DataFrame, facts: Facts, *, day: float) -> pd.DataFrame:
    approved, until = days(table["approved_on"]), days(table["until"])
    later, counts = table["why"].eq("later").to_numpy(), table["counts"].to_numpy(bool)
    state = np.select(
        [later, ~counts, approved > day, until < day], [LATER, NO, TO_COME, ENDED], default=IN_FORCE
    ).astype("object")
    original = timestamps(table["original"].to_numpy("float64"))
    table = table.assign(
        task=_names(table["task_id"], facts), original=original.to_numpy(), state=state,
        ground=[ground(reason) for reason in table["reason"]],
        why=[_sentence(code) for code in table["why"]],
    )  # fmt: skip
    table = table.assign(note=_notes(table), _place=[STATES.index(each) for each in state])
    return table.sort_values(["_place", "until", "task_id", "approved_on"], kind="stable", ignore_index=True)


def _sentence(code: str) -> str:
    return WHY.get(code, {"no_task": _UNKNOWN_TASK, "later": "录入晚于所看的日期，回看那一天时不起作用"}.get(code, ""))


def _names(ids: pd.Series, facts: Facts) -> pd.Series:
    names = valid(facts["tasks"], ["task_id"]).set_index("task_id")["task"]
    return ids.map(names).astype("object").fillna("（未知任务）")


def _notes(table: pd.DataFrame) -> list[str]:
    """Approvals that were written down only after the original date: they count from then on, and it is said."""
    behind = (table["counts"] & (table["entered_on"] > table["original"])).to_numpy(bool)
    return ["批准在原定时限以前，登记在原定时限以后，自登记之日起生效" if late else "" for late in behind]
