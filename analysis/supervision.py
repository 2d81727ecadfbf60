"""督查: where every item stands at a day, and which of them have waited so long that they go one level up."""

from datetime import date

import numpy as np
import pandas as pd

from analysis.days import day_number, days, flags
from analysis.rulecalendar import Rules
from analysis.sifting import SOURCE, Facts, entered, name_keys, valid

__all__ = ["CHECKING", "CLOSED", "MENDING", "OVERDUE", "STATES", "WAITING", "supervision_states"]

WAITING, CHECKING, MENDING, CLOSED, OVERDUE = "待反馈", "已反馈待核查", "整改中", "已销号", "逾期"
STATES = (WAITING, CHECKING, MENDING, CLOSED, OVERDUE)

_FED_BACK = ("已反馈", "已回复", "已上报")
_CHECKED = ("整改中", "核查不通过", "退回整改", "未通过核查")
"""Words of a status column that say what a day would say, where no day is written."""

_EVENTS = ("report_date", "visited_on", "closed_on")
_COLUMNS = [
    "matter", "task_id", "lead_units", "issued_on", "due_on", "amended", "fed_back_on", "checked_on", "closed_on",
    "state", "days_overdue", "due_soon", "escalated", "feedback", *SOURCE,
]  # fmt: skip


def supervision_states(
    facts: Facts, *, as_of: date, rules: Rules | None = None, escalate_after: int | None = None
) -> pd.DataFrame:
    """One row per 督查 item that was issued by `as_of`, from rows entered by then, in the order of issue.

    matter, task_id (missing: about no task), lead_units, issued_on, due_on (the first one written, which counts),
    amended (the latest one), fed_back_on, checked_on, closed_on (missing: not by `as_of`, or without a day), state (one
    of STATES), days_overdue, escalated, feedback (its text), and the place of the row that was loaded last.

    state: 已销号 once closed; 逾期 when the day is past and the units still owe something; 整改中 when it was checked
    after the feedback and not closed; 已反馈待核查 when the units have answered, and then time no longer counts against
    them; else 待反馈. days_overdue: from the day due to the feedback, to the closing where a check had sent the item
    back or there was no feedback, or to `as_of` while the units owe something; missing without a day due, or where an
    answer has no day. due_soon: the units owe something, and the day due is no further away than the pack's days.
    escalated (升级): 逾期 for more than the days of the pack, or `escalate_after` days where that is given. With
    neither the office has set no number: nothing is escalated and nothing due soon.
    """
    watch = rules.at(as_of).supervision if rules else None
    escalate_after = watch.escalate_days if watch and escalate_after is None else escalate_after
    day = day_number(as_of)
    rows = entered(facts["supervisions"], day)
    rows = _keyed(rows[~(days(rows["issued_on"]) > day)])
    items = valid(rows, _KEY).sort_values(["issued_on", "seq", "row"], na_position="last", ignore_index=True)
    first = valid(rows[rows["due_on"].notna()], _KEY, keep="first").set_index(_KEY)["due_on"]
    items = items.assign(
        amended=items["due_on"], due_on=first.reindex(pd.MultiIndex.from_frame(items[_KEY])).to_numpy()
    )
    items = _seen(items, day)
    state, late = _states(items, day), _days_overdue(items, day)
    too_long = np.zeros(len(items), dtype=bool) if escalate_after is None else late > escalate_after
    left = days(items["due_on"]) - day
    soon = (left >= 0) & (left <= watch.remind_days) if watch else np.zeros(len(items), dtype=bool)
    table = items.assign(
        due_soon=np.isin(state, (WAITING, MENDING)) & soon,
        state=pd.Series(state, index=items.index, dtype="str"),
        days_overdue=pd.array(np.where(np.isnan(late), 0, late).astype("int64"), dtype="Int64"),
        escalated=(state == OVERDUE) & too_long,
    ).rename(columns={"report_date": "fed_back_on", "visited_on": "checked_on", "progress_text": "feedback"})
    table["days_overdue"] = table["days_overdue"].mask(np.isnan(late))
    return table[_COLUMNS]


_KEY = ["matter_key", "asked", "issued"]


def _keyed(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows with what tells items apart: the matter, the units asked in any order, the day of issue."""
    lists = (names if isinstance(names, list | np.ndarray) else () for names in rows["lead_units"])
    asked = pd.Series(["、".join(sorted(set(names))) for names in lists], index=rows.index, dtype="object")
    rows = rows.assign(asked=asked, issued=days(rows["issued_on"]))
    return name_keys(rows, ["matter"]).fillna({"issued": 0.0})


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
