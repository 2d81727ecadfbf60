"""督查 items as a flow, cards and choices; and the traced lines of one record.

Input is `analysis.supervision_states`, `supervision_records`, `stray_steps`.
"""

import pandas as pd

from analysis.oversight.supervision import CHECKING, CLOSED, MENDING, OVERDUE, WAITING
from reports.pieces.grids import card_list, flow_strip
from reports.pieces.tables import Source
from reports.words.wording import day, listed

__all__ = [
    "chosen_items", "item_cards", "item_titles", "line_sources", "line_table", "stray_step_lines", "supervision_flow",
    "supervision_line",
]  # fmt: skip

_CODES = {WAITING: "waiting", CHECKING: "checking", MENDING: "mending", CLOSED: "shut", OVERDUE: "late"}
_SIGNS = {WAITING: "◇", CHECKING: "◈", MENDING: "◐", CLOSED: "●", OVERDUE: "▲"}
_NAMED = 4


def supervision_flow(items: pd.DataFrame) -> str:
    """Show how many items stand at which step, and what presses there."""
    notes = {
        WAITING: _pressing(items, WAITING, "remind", "件临期"), CHECKING: "等督查室核查",
        MENDING: _pressing(items, MENDING, "remind", "件临期"), CLOSED: f"其中迟 {_late(items)} 件",
        OVERDUE: _pressing(items, OVERDUE, "escalated", "件须升级"),
    }  # fmt: skip
    order = (WAITING, CHECKING, MENDING, OVERDUE, CLOSED)
    return flow_strip(
        (_CODES[state], f"{_SIGNS[state]} {state}", int(items["state"].eq(state).sum()), notes[state])
        for state in order
    )


def _pressing(items: pd.DataFrame, state: str, column: str, words: str) -> str:
    count = int((items["state"].eq(state) & items[column]).sum())
    return f"{count} {words}" if count else "—"


def _late(items: pd.DataFrame) -> int:
    return int((items["state"].eq(CLOSED) & items["days_overdue"].fillna(0).gt(0)).sum())


def supervision_line(items: pd.DataFrame) -> str:
    """Say in one sentence which items are overdue and with whom."""
    if items.empty:
        return "还没有督查事项；可在下面登记，或导入督查台账。"
    late = items[items["state"].eq(OVERDUE)]
    soon = int(items["remind"].sum())
    tail = f"，{soon} 件临近时限" if soon else ""
    if late.empty:
        return f"{len(items)} 件督查事项没有逾期的{tail}。"
    units = late["lead_units"].explode().dropna().value_counts()
    named = "、".join(f"{unit}（{count} 件）" for unit, count in units.head(_NAMED).items())
    rest = f"等 {len(units)} 个单位" if len(units) > _NAMED else ""
    return f"{len(late)} 件逾期{tail}；要办的是{named}{rest}。"


def chosen_items(items: pd.DataFrame, *, states: list[str], unit: str | None) -> pd.DataFrame:
    """Return the items in one of the states (none: all of them) that a unit must answer for (None: any unit)."""
    mine = [
        (not states or state in states) and (unit is None or (names is not None and unit in names))
        for state, names in zip(items["state"], items["lead_units"], strict=True)
    ]
    return items[pd.Series(mine, index=items.index, dtype=bool)]


def item_cards(items: pd.DataFrame) -> str:
    """Lay out items as cards: what presses most first."""
    return card_list(
        (_CODES[row["state"]], f"{_SIGNS[row['state']]} {row['state']}", row["matter"], _item_lines(row))
        for row in _pressing_first(items).to_dict("records")
    )


def _pressing_first(items: pd.DataFrame) -> pd.DataFrame:
    order = {state: place for place, state in enumerate((OVERDUE, MENDING, WAITING, CHECKING, CLOSED))}
    keys = items.assign(_state=items["state"].map(order), _late=-items["days_overdue"].fillna(0))
    return keys.sort_values(["_state", "_late", "due_on"], kind="stable")


def _item_lines(row: dict) -> list[str]:
    paper = f" · {row['document_no']}" if isinstance(row["document_no"], str) else ""
    moved = f"（后改为 {_short(row['amended'])}，仍按原时限）" if _moved(row) else ""
    steps = (("fed_back_on", "反馈"), ("checked_on", "核查"), ("closed_on", "销号"))
    said = [f"{word} {_short(row[name])}" for name, word in steps if pd.notna(row[name])]
    return [
        f"{listed(row['lead_units'], missing='未写单位')}{paper}",
        f"{_short(row['issued_on'])}交办，应于 {_short(row['due_on'])}反馈{moved} · {item_days(row)}",
        " · ".join(said),
        f"核查发现：{row['problem']}" if isinstance(row["problem"], str) and row["problem"] else "",
    ]


def _moved(row: dict) -> bool:
    return pd.notna(row["amended"]) and pd.notna(row["due_on"]) and row["amended"] != row["due_on"]


def item_days(row: dict) -> str:
    """Write how much time is left or how long it is over, and what follows.

    >>> item_days({"days_overdue": 5, "days_left": None, "remind": False, "escalated": True, "state": "逾期"})
    '逾期 5 天，须升级督办'
    """
    if pd.notna(row["days_left"]):
        return f"还剩 {int(row['days_left'])} 天" + ("，该提醒了" if row["remind"] else "")
    if pd.isna(row["days_overdue"]):
        return "没有写时限或日期，天数未知"
    late = int(row["days_overdue"])
    if not late:
        return "没有超期"
    if row["state"] == OVERDUE:
        return f"逾期 {late} 天" + ("，须升级督办" if row["escalated"] else "")
    return f"迟 {late} 天"


def item_titles(items: pd.DataFrame) -> dict[str, str]:
    """Return item -> line for a list to choose from, what presses most first. The line must not change with the state:
    a list forgets what was chosen when its words change, and the next step would go to another item."""
    rows = _pressing_first(items)
    told = zip(rows["item"], rows["matter"], rows["lead_units"], rows["issued_on"], strict=True)
    return {
        item: f"{matter}（{listed(units, missing='未写单位')}，{_short(issued)}交办）"
        for item, matter, units, issued in told
    }


def stray_step_lines(strays: pd.DataFrame) -> list[str]:
    """Say which recorded steps hang in the air: no ledger knows their item any more."""
    return [
        f"“{row.item.split('|')[0]}”登记过{row.step}，但现在的督查台账里没有这件事项（名称、单位或交办日期改了？），请核对。"
        for row in strays.itertuples()
    ]


def line_table(lines: pd.DataFrame) -> pd.DataFrame:
    """Return traced lines as a table: what, value, where it stands."""
    return pd.DataFrame({"项": lines["item"], "值": lines["value"], "来源": lines["source"]})


def line_sources(lines: pd.DataFrame) -> list[Source]:
    """Return the cells of traced lines, sheet by sheet."""
    cells = lines[lines["row"].notna()]
    return [
        Source(*place, rows["source"].iat[0].rsplit("!", 1)[0],
               tuple(zip(rows["row"].astype(int), rows["letter"], strict=True)))
        for place, rows in cells.groupby(["import_id", "sheet"], sort=False)
    ]  # fmt: skip


def _short(when: object) -> str:
    return day(when, year=False, missing="未写日期")
