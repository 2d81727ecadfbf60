"""督查 on the screen: what people enter there — a new item, its feedback, check and closing — as decisions, and laid
over the rows of the ledgers.

A decision about an item names it (`item_key`) in its scope and the step in its subject; what was entered is JSON in its
answer, the text that goes with it stands in its reason. Steps count from the day that they are dated, as the rows of a
ledger do. Whatever else gives rise to an item (a meeting) calls `new_item`.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np
import pandas as pd

from analysis.facts.days import day_number
from analysis.facts.sifting import name_key

__all__ = [
    "CHECKED", "CLOSED_STEP", "FED_BACK", "ISSUED", "STEPS", "SUPERVISION", "decided_rows", "item_faults", "item_key",
    "new_item", "step_faults", "steps_of", "stray_steps", "supervision_step", "with_steps",
]  # fmt: skip

SUPERVISION = "supervision"
"""Kind of a decision about a 督查 item."""

ISSUED, FED_BACK, CHECKED, CLOSED_STEP = "交办", "反馈", "核查", "销号"
STEPS = {FED_BACK: ("report_date", "progress_text"), CHECKED: ("visited_on", "problem"), CLOSED_STEP: ("closed_on", "")}
"""A step after the first: the columns of the ledger that its day and its text stand for ("": no text of its own)."""

_ITEM = ("matter", "lead_units", "issued_on", "due_on", "document_no", "task_id", "origin")


def item_key(matter: str, lead_units: Sequence[str] | None, issued_on: object) -> str:
    """Name an item, whatever the spelling of the matter and the order of the units.

    >>> item_key("森林 防火。", ["禾云镇", "太和镇"], date(2022, 10, 8))
    '森林防火|太和镇、禾云镇|2022-10-08'
    """
    units = "、".join(sorted(set(lead_units))) if isinstance(lead_units, list | tuple | np.ndarray) else ""
    day = "" if pd.isna(issued_on) else pd.Timestamp(issued_on).date().isoformat()
    return f"{name_key(matter)}|{units}|{day}"


def new_item(
    matter: str,
    lead_units: Sequence[str],
    *,
    issued_on: date,
    due_on: date | None = None,
    document_no: str = "",
    task_id: str | None = None,
    origin: str = "",
) -> dict[str, str]:
    """The decision (kind, scope, subject, answer, reason) that issues an item; `origin` says what it comes from.

    >>> new_item("森林防火", ["太和镇"], issued_on=date(2022, 10, 8), due_on=date(2022, 10, 20))["scope"]
    '森林防火|太和镇|2022-10-08'
    """
    told = {
        "matter": matter.strip(), "lead_units": list(lead_units), "issued_on": issued_on.isoformat(),
        "due_on": due_on.isoformat() if due_on else None, "document_no": document_no.strip() or None,
        "task_id": task_id, "origin": origin or None,
    }  # fmt: skip
    answer = json.dumps({name: told[name] for name in _ITEM if told[name]}, ensure_ascii=False)
    scope = item_key(matter, lead_units, issued_on)
    return {"kind": SUPERVISION, "scope": scope, "subject": ISSUED, "answer": answer, "reason": ""}


def supervision_step(item: str, step: str, *, on: date | None, text: str = "") -> dict[str, str]:
    """The decision that records one of STEPS of an item; without a day the step is taken back.

    >>> supervision_step("甲|太和镇|", "销号", on=date(2022, 10, 20))["answer"]
    '{"on": "2022-10-20"}'
    """
    if step not in STEPS:
        raise ValueError(f"督查没有“{step}”这一步；可选{'、'.join(STEPS)}。")
    answer = json.dumps({"on": on.isoformat() if on else None}, ensure_ascii=False)
    return {"kind": SUPERVISION, "scope": item, "subject": step, "answer": answer, "reason": text.strip()}


def item_faults(
    matter: str, lead_units: Sequence[str], *, issued_on: date, due_on: date | None, known: Sequence[str] = ()
) -> list[str]:
    """What keeps a new item from being kept, in sentences; `known` are the names of the items that are there."""
    faults = [] if matter.strip() else ["没有写督查事项，请写明要办什么。"]
    faults += [] if len(lead_units) else ["没有选责任单位，请至少选一个。"]
    if due_on and due_on < issued_on:
        faults.append(f"反馈时限 {due_on} 早于交办日期 {issued_on}，请改正其中一个。")
    if not faults and item_key(matter, lead_units, issued_on) in known:
        faults.append("同一天已经向这些单位交办过这件事项，不必重复登记；请在下面找到它，登记反馈、核查或销号。")
    return faults


def step_faults(item: Mapping[str, object], step: str, *, on: date, as_of: date) -> list[str]:
    """What keeps a step of an item (a row of `supervision_states`) from being kept, in sentences."""
    faults, issued = [], item["issued_on"]
    if pd.notna(issued) and on < pd.Timestamp(issued).date():
        faults.append(f"{step}日期 {on} 早于交办日期 {pd.Timestamp(issued).date()}，请核对。")
    if on > as_of:
        faults.append(f"{step}日期 {on} 晚于数据日期 {as_of}，请核对，或在左边换一个数据日期。")
    if step == CHECKED and pd.isna(item["fed_back_on"]) and pd.isna(item["feedback"]):
        faults.append("这件事项还没有反馈，请先登记反馈，再登记核查。")
    return faults


def steps_of(decisions: pd.DataFrame) -> pd.DataFrame:
    """Every decision about 督查, oldest first: item, step, on (NaT: taken back), text, told (what was entered of a new
    item), decided_by, decided_at."""
    mine = decisions[decisions["kind"].eq(SUPERVISION)].sort_values("seq").reset_index(drop=True)
    told = [json.loads(answer) for answer in mine["answer"]]
    on = [each.get("issued_on" if step == ISSUED else "on") for each, step in zip(told, mine["subject"], strict=True)]
    return pd.DataFrame(
        {
            "item": mine["scope"].astype("object"), "step": mine["subject"].astype("object"),
            "on": pd.to_datetime(pd.Series(on, dtype="object")).astype("datetime64[us]"),
            "text": mine["reason"].astype("object").fillna(""), "told": pd.Series(told, dtype="object"),
            "decided_by": mine["decided_by"].astype("object"), "decided_at": mine["decided_at"],
        }
    )  # fmt: skip


def decided_rows(steps: pd.DataFrame, like: pd.DataFrame) -> pd.DataFrame:
    """The items that were entered on the screen, as rows of the ledger's table `like`. They stand before every ledger:
    their first day due is the one that counts, and a ledger that has the item too says what it is by now."""
    issued = steps[steps["step"].eq(ISSUED)].drop_duplicates("item", keep="last")
    rows = [
        {**{name: told.get(name) for name in ("matter", "lead_units", "document_no", "task_id")}, "done": False,
         "issued_on": on, "due_on": pd.Timestamp(told.get("due_on")), "entered_on": on, "seq": 0, "row": place}
        for place, (told, on) in enumerate(zip(issued["told"], issued["on"], strict=True))
    ]  # fmt: skip
    table = pd.DataFrame(rows, columns=list(like.columns))
    dates = like.select_dtypes("datetime").columns
    texts = [name for name in like.columns if name not in {*dates, "lead_units", "done", "seq", "row"}]
    kinds = dict.fromkeys(dates, "datetime64[us]") | dict.fromkeys(texts, "object")
    return table.astype(kinds | {"done": "bool", "seq": "int32", "row": "int32"})


def with_steps(items: pd.DataFrame, steps: pd.DataFrame, *, day: float, loaded: Mapping[str, object]) -> pd.DataFrame:
    """`items` (column item) with what was recorded of them up to `day`: of a step and a cell of the ledger the later
    one counts, but an empty cell says nothing. `loaded`: import -> when it was loaded."""
    table = items.reset_index(drop=True)
    places = {name: place for place, name in enumerate(table["item"])}
    written = [name for pair in STEPS.values() for name in pair if name]
    columns = {name: table[name].tolist() for name in (*written, "status", "done")}
    imports = table["import_id"].tolist()
    for step in steps[steps["step"].isin(STEPS)].to_dict("records"):
        place = places.get(step["item"])
        if place is None or (pd.notna(step["on"]) and day_number(step["on"]) > day):
            continue
        date_column, text_column = STEPS[step["step"]]
        later = loaded.get(imports[place])
        if later is not None and later > step["decided_at"] and pd.notna(columns[date_column][place]):
            continue
        columns[date_column][place], columns["status"][place] = step["on"], None
        if text_column:
            columns[text_column][place] = (step["text"] or None) if pd.notna(step["on"]) else None
        if step["step"] == CLOSED_STEP:
            columns["done"][place] = pd.notna(step["on"])
    dated = {name: pd.Series(pd.to_datetime(columns[name])).astype("datetime64[us]") for name, _ in STEPS.values()}
    text = {name: pd.Series(columns[name], dtype="object") for name in ("progress_text", "problem", "status")}
    return table.assign(**dated, **text, done=pd.Series(columns["done"], dtype="boolean"))


def stray_steps(steps: pd.DataFrame, items: Sequence[str]) -> pd.DataFrame:
    """The steps whose item is in no ledger (any more), the last word about each."""
    lost = steps[~steps["item"].isin(list(items)) & steps["step"].ne(ISSUED)]
    return lost.drop_duplicates(["item", "step"], keep="last")
