"""约谈: who must be interviewed, what was promised, month by month.

Input is `analysis.interviews_due`, `interviews_held`, `open_commitments`, `interview_months`.
"""

from datetime import date

import pandas as pd

from analysis.oversight.interviews import HELD, NOT_HELD, UNKEPT, held_interview
from reports.pieces.grids import Cell, card_list, status_grid
from reports.words.wording import day, shortened

__all__ = [
    "interview_cards", "interview_choices", "interview_grid", "interview_line", "interview_table", "kept_promise",
    "promise_choices", "promise_table",
]  # fmt: skip

_TALKED = {NOT_HELD: ("late", "✖"), UNKEPT: ("late", "▲"), HELD: ("checking", "◐")}
_KEYS = (
    ("late", "✖", "在约谈级，没有谈"),
    ("talked", "✔", "在约谈级，谈了"),
    ("kept", "✔", "谈了，不在约谈级"),
    ("none", "·", "没有"),
)


def interview_line(due: pd.DataFrame) -> str:
    """Say in one sentence who must be interviewed and how much of it is done."""
    if due.empty:
        return "没有达到约谈标准的项目、单位和项目长。"
    tasks, waiting = int(due["kind"].eq("项目").sum()), int(due["state"].eq(NOT_HELD).sum())
    units, leaders = int(due["kind"].eq("单位").sum()), int(due["kind"].eq("项目长").sum())
    unkept = int(due["state"].eq(UNKEPT).sum())
    tail = f"，{unkept} 个承诺已过期限" if unkept else ""
    who = f"{tasks} 个项目、{units} 个单位、{leaders} 位项目长须约谈"
    return f"{who}；还没有谈的 {waiting} 个{tail}。约谈后仍列在这里，到等级降下来为止。"


def interview_cards(due: pd.DataFrame, *, kind: str) -> str:
    """Lay out who of one kind must be interviewed: state, since when, how many months running, why."""
    rows = due[due["kind"].eq(kind)].to_dict("records")
    return card_list(
        (_TALKED[row["state"]][0], f"{_TALKED[row['state']][1]} {row['state']}", row["name"], _due_lines(row))
        for row in rows
    )


def _due_lines(row: dict) -> list[str]:
    talked = f" · {_short(row['held_on'])}谈过" if pd.notna(row["held_on"]) else ""
    months = f"，连续 {row['months']} 个月末" if row["months"] > 1 else ""
    return [f"{_short(row['since'])}起，已 {row['days']} 天{months}{talked}", shortened(row["why"].split("；")[0], 60)]


def interview_choices(due: pd.DataFrame, *, kind: str) -> dict[str, str]:
    """Return key -> name of those of one kind who must be interviewed."""
    rows = due[due["kind"].eq(kind)]
    return dict(zip(rows["key"], rows["name"], strict=True))


def interview_table(held: pd.DataFrame, names: dict[str, str]) -> pd.DataFrame:
    """Return the interviews held, newest first; `names` of tasks by id."""
    newest = held.iloc[::-1]
    who = list(zip(newest["kind"], newest["key"], strict=True))
    return pd.DataFrame(
        {
            "日期": newest["held_on"].map(lambda when: day(when)),
            "对象": [f"{kind} · {names.get(key, key)}" for kind, key in who],
            "约谈人": newest["interviewer"],
            "被约谈人": newest["interviewee"],
            "整改承诺": newest["commitments"],
            "期限": newest["deadline"].map(lambda when: day(when, missing="未定")),
            "兑现": newest["kept_on"].map(lambda when: day(when, missing="未兑现")),
            "登记": newest["decided_by"].fillna("未署名"),
        }
    )


def promise_table(promises: pd.DataFrame, names: dict[str, str]) -> pd.DataFrame:
    """Return what was promised and is not done, the earliest deadline first."""
    return pd.DataFrame(
        {
            "期限": promises["deadline"].map(lambda when: day(when, year=False, missing="未定")),
            "还剩": promises["days_left"].map(_left),
            "对象": [names.get(key, key) for key in promises["key"]],
            "整改承诺": promises["commitments"],
            "被约谈人": promises["interviewee"],
        }
    )


def _left(days: object) -> str:
    if pd.isna(days):
        return "—"
    return f"{int(days)} 天" if days >= 0 else f"过期 {-int(days)} 天"


def promise_choices(promises: pd.DataFrame, names: dict[str, str]) -> list[str]:
    """Return one line a promise for a list to choose from."""
    rows = zip(promises["key"], promises["held_on"], promises["commitments"], strict=True)
    return [f"{names.get(key, key)} · {_short(when)}承诺：{shortened(said, 30)}" for key, when, said in rows]


def kept_promise(row: pd.Series, *, on: date) -> dict[str, str]:
    """Return the decision that what was promised in an interview (a row of `interviews_held`) has been done."""
    deadline = None if pd.isna(row["deadline"]) else row["deadline"].date()
    told = {name: row[name] for name in ("interviewer", "interviewee", "commitments")}
    return held_interview(row["kind"], row["key"], on=row["held_on"].date(), **told, deadline=deadline, kept_on=on)


def interview_grid(months: pd.DataFrame, *, kind: str) -> str:
    """Lay out month by month who stood at 约谈 and who was interviewed."""
    mine = months[months["kind"].eq(kind)]
    periods = sorted(mine["period"].unique())
    rows = [
        (shortened(own["name"].iloc[0], 14), "", [_month(row) for row in own.sort_values("period").to_dict("records")])
        for _, own in mine.groupby("key", sort=False)
    ]
    keys = (
        ("late", "✖", "在约谈级，没有谈"),
        ("talked", "✔", "在约谈级，谈了"),
        ("kept", "✔", "谈了，不在约谈级"),
        ("none", "·", "没有"),
    )
    return status_grid([f"{pd.Timestamp(when).month}月" for when in periods], rows, corner=kind, keys=keys)


def _month(row: dict) -> Cell:
    when = f"{row['period'].month}月"
    if row["held"]:
        return ("talked" if row["stood"] else "kept", "✔", f"{when}：约谈 {row['held']} 次")
    return ("late", "✖", f"{when}：在约谈级，没有约谈") if row["stood"] else ("none", "·", f"{when}：没有")


def _short(when: object) -> str:
    return day(when, year=False, missing="未写日期")
