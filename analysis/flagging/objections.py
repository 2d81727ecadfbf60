"""Objections to what is proposed for a period, and what the office answered. All of them are decisions of the store.

A period's draft is opened on a day; from then on units may object for the pack's days. What comes later is kept too,
and marked. Days are those that were written down (`since`), never the clock's.
"""

from datetime import date, timedelta

import pandas as pd

from analysis.rules.rulecalendar import Rules

__all__ = [
    "ACCEPTED", "OBJECTION", "OPENED", "PERIOD_DRAFT", "PERIOD_KINDS", "REFUSED", "REPLY", "draft_day",
    "objection_window", "objections", "reply_name",
]  # fmt: skip

PERIOD_DRAFT, OBJECTION, REPLY = PERIOD_KINDS = ("period_draft", "objection", "reply")
"""Kinds of decisions about a period; their scope is its name, 2022-10 or 2022-Q4."""

OPENED, ACCEPTED, REFUSED = "公示", "采纳", "不采纳"
_COLUMNS = [
    "period", "subject", "unit", "reason", "lodged_on", "lodged_by", "late", "answer", "answer_reason", "answered_by",
    "answered_on",
]  # fmt: skip
_SAME = ["kind", "scope", "subject", "answer", "reason", "decided_by", "decided_at"]


def reply_name(subject: str, unit: str) -> str:
    """The subject of the decision that answers a unit's objection.

    >>> reply_name("黄旗!镇!太平镇", "太平镇")
    '黄旗!镇!太平镇!太平镇'
    """
    return f"{subject}!{unit}"


def draft_day(decisions: pd.DataFrame, period: str) -> date | None:
    """The day on which the period's draft was first opened, None while it was not."""
    mine = decisions[decisions["kind"].eq(PERIOD_DRAFT) & decisions["scope"].eq(period)]["since"].dropna()
    return None if mine.empty else mine.min().date()


def objection_window(decisions: pd.DataFrame, period: str, *, rules: Rules) -> tuple[date, date] | None:
    """First and last day on which an objection is in time, by the pack in force when the draft was opened; None while
    there is no draft to object to."""
    opened = draft_day(decisions, period)
    return None if opened is None else (opened, opened + timedelta(days=rules.at(opened).flags.objection_days))


def objections(decisions: pd.DataFrame, *, rules: Rules) -> pd.DataFrame:
    """Every objection, oldest first: period, subject (红旗!镇!name, 任务!task_id), unit, reason, lodged_on, lodged_by,
    late (after the window), and the office's answer (采纳 | 不采纳, None while there is none), answer_reason,
    answered_by, answered_on. An answer settles what its unit had said about the subject until then; the last holds."""
    told = decisions.sort_values("seq", kind="stable").drop_duplicates(_SAME)  # a replayed draft says things again
    mine, replies = told[told["kind"].eq(OBJECTION)], told[told["kind"].eq(REPLY)]
    ends = {period: objection_window(told, period, rules=rules) for period in mine["scope"].unique()}
    rows = [
        (
            one.scope, one.subject, one.answer, one.reason, one.since, one.decided_by,
            bool(ends[one.scope] and one.since.date() > ends[one.scope][1]), *_answer(one, replies),
        )
        for one in mine.itertuples()
    ]  # fmt: skip
    table = pd.DataFrame(rows, columns=_COLUMNS, dtype="object")
    days = {name: pd.to_datetime(table[name]) for name in ("lodged_on", "answered_on")}
    return table.assign(late=table["late"].astype(bool), **days)


def _answer(one: object, replies: pd.DataFrame) -> tuple:
    """Answer, reason, who, when: the last reply since the objection was lodged."""
    mine = replies[replies["scope"].eq(one.scope) & replies["subject"].eq(reply_name(one.subject, one.answer))]
    mine = mine[mine["decided_at"] >= one.decided_at]
    if mine.empty:
        return (None, None, None, pd.NaT)
    last = mine.iloc[-1]
    return (last["answer"], last["reason"], last["decided_by"], last["since"])
