"""督查: where every item stands at a day, and which of them have waited so long that they go one level up."""

from datetime import date

import numpy as np
import pandas as pd

from analysis.explaining.lines import Line, cell, table_of
from analysis.explaining.sources import DECIDED, trace
from analysis.facts.days import day_number, days, flags
from analysis.facts.sifting import SOURCE, Facts, entered, valid
from analysis.oversight.supervision_steps import (
    CHECKED,
    CLOSED_STEP,
    FED_BACK,
    ISSUED,
    STEPS,
    decided_rows,
    item_key,
    steps_of,
    with_steps,
)
from analysis.rules.rulecalendar import Rules

__all__ = [
    "CHECKING", "CLOSED", "MENDING", "OVERDUE", "STATES", "WAITING", "supervision_records", "supervision_states",
]  # fmt: skip

WAITING, CHECKING, MENDING, CLOSED, OVERDUE = "待反馈", "已反馈待核查", "整改中", "已销号", "逾期"
STATES = (WAITING, CHECKING, MENDING, CLOSED, OVERDUE)

_FED_BACK = ("已反馈", "已回复", "已上报")
_CHECKED = ("整改中", "核查不通过", "退回整改", "未通过核查")
"""Words of a status column that say what a day would say, where no day is written."""

_EVENTS = ("report_date", "visited_on", "closed_on")
_COLUMNS = [
    "item", "matter", "task_id", "lead_units", "document_no", "issued_on", "due_on", "amended", "fed_back_on",
    "checked_on", "closed_on", "state", "days_overdue", "days_left", "remind", "escalated", "feedback", "problem",
    *SOURCE,
]  # fmt: skip


def supervision_states(
    facts: Facts,
    *,
    as_of: date,
    rules: Rules | None = None,
    escalate_after: int | None = None,
    remind_within: int | None = None,
) -> pd.DataFrame:
    """One row per 督查 item that was issued by `as_of`, from rows entered by then and from what was recorded on the
    screen (`analysis.oversight.supervision_steps`), in the order of issue.

    item (its name in decisions), matter, task_id (missing: about no task), lead_units, document_no, issued_on, due_on
    (the first one written, which counts), amended (the latest one), fed_back_on, checked_on, closed_on (missing: not by
    `as_of`, or without a day), state (one of STATES), days_overdue, days_left, remind, escalated, feedback (its text),
    problem (what the check found), and the place of the row that was loaded last (missing: entered on the screen).

    state: 已销号 once closed; 逾期 when the day is past and the units still owe something; 整改中 when it was checked
    after the feedback and not closed; 已反馈待核查 when the units have answered, and then time no longer counts against
    them; else 待反馈. days_overdue: from the day due to the feedback, to the closing where a check had sent the item
    back or there was no feedback, or to `as_of` while the units owe something; missing without a day due, or where an
    answer has no day. days_left: while the units owe something and the day due is still to come; remind: at most so
    many of them as the pack says (`remind_within` where that is given). escalated (升级): 逾期 for more than the days
    of the pack (`escalate_after`). With neither the office has set no number: nobody is reminded, nothing escalated.
    """
    watch = rules.at(as_of).supervision if rules else None
    if watch:
        escalate_after = watch.escalate_days if escalate_after is None else escalate_after
        remind_within = watch.remind_days if remind_within is None else remind_within
    day = day_number(as_of)
    items = _seen(_items(facts, day), day)
    state, late = _states(items, day), _days_overdue(items, day)
    too_long = np.zeros(len(items), dtype=bool) if escalate_after is None else late > escalate_after
    table = items.assign(
        state=pd.Series(state, index=items.index, dtype="str"),
        days_overdue=pd.array(np.where(np.isnan(late), 0, late).astype("int64"), dtype="Int64"),
        escalated=(state == OVERDUE) & too_long,
    ).rename(columns={"report_date": "fed_back_on", "visited_on": "checked_on", "progress_text": "feedback"})
    left = days(table["due_on"]) - day
    left[(left < 0) | ~np.isin(state, [WAITING, MENDING])] = np.nan
    return table.assign(
        days_overdue=table["days_overdue"].mask(np.isnan(late)),
        days_left=pd.Series(left, index=table.index).astype("Int64"),
        remind=np.zeros(len(left), dtype=bool) if remind_within is None else left <= remind_within,
    )[_COLUMNS]


def _items(facts: Facts, day: float) -> pd.DataFrame:
    """What is known of every item by the day: of several rows the one loaded last, and what was recorded since."""
    steps = steps_of(facts["decisions"])
    rows = _rows(facts["supervisions"], steps, day)
    items = valid(rows, ["item"]).sort_values(["issued_on", "seq", "row"], na_position="last", ignore_index=True)
    first = valid(rows[rows["due_on"].notna()], ["item"], keep="first").set_index("item")["due_on"]
    items = items.assign(amended=items["due_on"], due_on=first.reindex(items["item"]).to_numpy())
    loaded = dict(zip(facts["imports"]["import_id"], facts["imports"]["loaded_at"], strict=True))
    items = with_steps(items, steps, day=day, loaded=loaded)
    return items.assign(row=items["row"].astype("Int64").mask(items["import_id"].isna()))


def _rows(ledger: pd.DataFrame, steps: pd.DataFrame, day: float) -> pd.DataFrame:
    """Rows known and items issued by the day, each with its name."""
    entered_here = decided_rows(steps, ledger)
    rows = pd.concat([entered_here, ledger], ignore_index=True) if len(entered_here) else ledger
    rows = entered(rows, day)
    rows = rows[~(days(rows["issued_on"]) > day)]
    told = zip(rows["matter"], rows["lead_units"], rows["issued_on"], strict=True)
    return rows.assign(item=pd.Series([item_key(*each) for each in told], index=rows.index, dtype="object"))


def _seen(items: pd.DataFrame, day: float) -> pd.DataFrame:
    """What has not happened by the day is not there yet; adds fed_back, checked, closed (with a day or without)."""
    dated = {name: days(items[name]) for name in _EVENTS}
    to_come = {name: number > day for name, number in dated.items()}
    number = {name: np.where(to_come[name], np.nan, dated[name]) for name in _EVENTS}
    fed_back_on, checked_on, closed_on = number.values()
    status = items["status"].astype("object")
    told = items["progress_text"].notna() | status.isin(_FED_BACK)
    fed_back = ~np.isnan(fed_back_on) | (told.to_numpy() & ~to_come["report_date"])
    said_checked = status.isin(_CHECKED).to_numpy() & ~to_come["visited_on"]
    checked = (~np.isnan(checked_on) & ~(fed_back_on > checked_on)) | (np.isnan(checked_on) & said_checked)
    closed = ~np.isnan(closed_on) | (flags(items["done"]) & ~to_come["closed_on"])
    hidden = {name: items[name].mask(to_come[name]) for name in _EVENTS}
    text = items["progress_text"].mask(to_come["report_date"])
    return items.assign(**hidden, progress_text=text, fed_back=fed_back, checked=checked, closed=closed)


def _states(items: pd.DataFrame, day: float) -> np.ndarray:
    fed_back, checked, closed = (items[name].to_numpy("bool") for name in ("fed_back", "checked", "closed"))
    answered = fed_back & ~checked
    past = days(items["due_on"]) < day
    return np.select([closed, answered, past, checked], [CLOSED, CHECKING, OVERDUE, MENDING], default=WAITING).astype(
        "object"
    )


def _days_overdue(items: pd.DataFrame, day: float) -> np.ndarray:
    """Days from the day due until the units' part was done, or until `day`; not known without those days."""
    closed, checked, fed_back = (items[name].to_numpy("bool") for name in ("closed", "checked", "fed_back"))
    fed_back_on, checked_on, closed_on = (days(items[name]) for name in _EVENTS)
    sent_back = checked & ~(closed_on <= checked_on)
    answered_on = np.where(closed & (sent_back | ~fed_back), closed_on, np.fmin(fed_back_on, closed_on))
    ended = closed | (fed_back & ~checked)
    return np.maximum(np.where(ended, answered_on, day) - days(items["due_on"]), 0.0)


_NAMED = (
    ("事项", "matter"), ("责任单位", "lead_units"), ("文号", "document_no"), ("交办日期", "issued_on"),
    ("反馈时限（基准）", "due_on"),
)  # fmt: skip
_STEP_WORDS = {FED_BACK: ("反馈日期", "反馈情况"), CHECKED: ("核查日期", "核查发现"), CLOSED_STEP: ("销号日期", "")}


def supervision_records(facts: Facts, item: str, *, as_of: date) -> pd.DataFrame:
    """Everything known of one item, as traced lines (`analysis.trace`): what the ledgers say, each with its cell, and
    every step that was recorded on the screen, with who did it and when."""
    day = day_number(as_of)
    steps = steps_of(facts["decisions"])
    steps = steps[steps["item"].eq(item)]
    rows = _rows(facts["supervisions"], steps, day)
    rows = rows[rows["item"].eq(item) & rows["import_id"].notna()].sort_values(["seq", "row"])
    lines, said = [], {}
    for row in rows.to_dict("records"):
        for name, field in (*_NAMED, *_pairs()):
            value = _told(row[field])
            if value and said.get(field) != value:  # a ledger that repeats what another said adds nothing
                lines.append(cell(("督查", name), value, row, at=("supervisions", field)))
                said[field] = value
    for step in steps[~(steps["on"] > pd.Timestamp(as_of))].to_dict("records"):
        lines += _recorded(step)
    return trace(table_of(lines), facts)


def _pairs() -> list[tuple[str, str]]:
    """Name and column of every day and text of a step."""
    return [
        (name, field)
        for step, names in _STEP_WORDS.items()
        for name, field in zip(names, STEPS[step], strict=True)
        if field
    ]


def _recorded(step: dict) -> list[Line]:
    """What one decision says, with who took it and when."""
    when = pd.Timestamp(step["decided_at"])
    by = f"屏幕登记：{step['decided_by'] or '未署名'}，{when.year}年{when.month}月{when.day}日"
    if step["step"] == ISSUED:
        told = step["told"] | {name: pd.Timestamp(step["told"].get(name)) for name in ("issued_on", "due_on")}
        pairs = [(name, _told(told.get(field))) for name, field in (*_NAMED, ("来源", "origin"))]
    else:
        names = _STEP_WORDS[step["step"]]
        pairs = [(names[0], _told(step["on"]) or "已撤回"), (names[1] or "说明", step["text"])]
    return [Line("督查", name, value, table=DECIDED, field=by) for name, value in pairs if value]


def _told(value: object) -> str:
    """A value of an item in words; "" where there is none."""
    if isinstance(value, list | tuple | np.ndarray):
        return "、".join(value)
    if value is None or pd.isna(value):
        return ""
    return f"{value.year}年{value.month}月{value.day}日" if isinstance(value, pd.Timestamp) else str(value)
