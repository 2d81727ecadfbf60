"""The office's calendar: weekly visits, month bulletins, quarter dispatches, ends of phases, and what is due soon.

Input is `analysis.meeting_days`, `analysis.visit_weeks`, `analysis.due_soon` and the phases of the pack.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

import pandas as pd

from reports.words.wording import day

__all__ = ["due_line", "due_table", "month_cells", "month_title"]

_OFFICE = ("月通报", "季调度", "阶段结束")


def month_title(first: date) -> str:
    """Name a month of the calendar.

    >>> month_title(date(2022, 11, 1))
    '2022年11月'
    """
    return f"{first.year}年{first.month}月"


def month_cells(
    first: date, *, meetings: pd.DataFrame, visits: pd.DataFrame, phases: Iterable, today: date
) -> list[list[tuple[str, list[str], str]]]:
    """Return the weeks of a month, Monday first: (day of the month, what is on, "today" | "off" | "").

    A week's visits stand on its Sunday: how many 项目长 of all went.
    """
    marks: dict[date, list[str]] = {}
    for row in meetings.itertuples():
        marks.setdefault(row.day, []).append(row.what)
    for week, mine in visits.groupby("week"):
        kept = sum(each is True for each in mine["kept"])
        marks.setdefault(week + timedelta(days=6), []).append(f"走访{kept}/{len(mine)}")
    for phase in phases:
        marks.setdefault(phase.last, []).append(f"{phase.name}止")
    start = first - timedelta(days=first.weekday())
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    weeks = range((last - start).days // 7 + 1)
    return [[_cell(start + timedelta(days=7 * w + d), first, marks, today=today) for d in range(7)] for w in weeks]


def _cell(when: date, first: date, marks: dict, *, today: date) -> tuple[str, list[str], str]:
    if when.month != first.month:
        return "", [], "off"
    return str(when.day), marks.get(when, []), "today" if when == today else ""


def due_table(due: pd.DataFrame, tasks: pd.DataFrame) -> pd.DataFrame:
    """Return what falls due, the office's own first on a day: when, what, about what, how many days are left."""
    names = dict(zip(tasks["task_id"], tasks["task"], strict=True))
    about = [
        subject if pd.isna(task) or names.get(task) == subject else f"{names.get(task, '')}：{subject}"
        for task, subject in zip(due["task_id"], due["subject"], strict=True)
    ]
    return pd.DataFrame(
        {
            "日期": [day(when, year=False) for when in due["due_on"]],
            "还有": [f"{left} 天" if left else "今天" for left in due["days_left"]],
            "事项": due["what"],
            "内容": about,
        }
    )


def due_line(due: pd.DataFrame) -> str:
    """Say how much of what falls due.

    >>> due_line(pd.DataFrame({"what": ["节点", "月通报", "节点"]}))
    '近期到期 3 件：月通报 1 件、节点 2 件'
    """
    order: Sequence[str] = (*_OFFICE, *due["what"])
    counts = [(what, int(due["what"].eq(what).sum())) for what in dict.fromkeys(order)]
    said = "、".join(f"{what} {count} 件" for what, count in counts if count)
    return f"近期到期 {len(due)} 件：{said}" if said else "近期没有到期的节点、时限和会议"
