"""Red flags (praise) and yellow flags of a month: rows, words and figures for the people who confirm them.

Input is `analysis.flag_history`: one row a subject, flag and period. What people decided comes from the store's
decisions, where a flag is named flag!sequence·board!name.
"""

from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd

import analysis
from analysis.flagging.flag_decisions import FLAG, decided_name, decisions_about, flag_decisions, takes_part
from analysis.flagging.objections import PERIOD_KINDS
from reports.subjects.desks import DESK
from reports.subjects.indicators import SCHEME
from reports.subjects.own_words import ISSUE, WORDING
from reports.subjects.remarking import REMARK
from reports.words.wording import day, number

__all__ = [
    "CONFIRM",
    "DECLINE",
    "FLAG",
    "added_flag",
    "boards_apart",
    "decisions_about",
    "flag_decisions",
    "flag_figures",
    "flag_months",
    "flag_name",
    "flag_names",
    "flag_place",
    "flag_rows",
    "flag_rules",
    "flag_table",
    "flag_verdicts",
    "flags_of",
    "given_flags",
    "near_flag_labels",
    "near_flag_table",
    "reading_decisions",
    "stray_lines",
    "tie_lines",
    "unreasoned",
]  # fmt: skip

CONFIRM, DECLINE = "确认", "不同意"

_BESIDE = (
    FLAG, SCHEME, analysis.RULES, analysis.SUPERVISION, analysis.INTERVIEW, *PERIOD_KINDS, REMARK, WORDING, ISSUE, DESK,
    "template", "kiosk",
)  # fmt: skip
"""Kinds of decisions that no score rests on."""


def flag_name(row: Mapping[str, str]) -> str:
    """Name a flag of a subject as decisions do.

    >>> flag_name({"flag": "红旗", "kind": "项目", "board": "任务榜", "subject": "太平新城"})
    '红旗!项目·任务榜!太平新城'
    """
    return decided_name(row["flag"], row["kind"], row["subject"], board=row.get("board") or "")


def flag_names(row: Mapping[str, str]) -> tuple[str, str]:
    """Return the name of a flag, and the one that journals from before boards were named have for it."""
    return flag_name(row), decided_name(row["flag"], row["kind"], row["subject"])


def boards_apart(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows with the board behind the name of a project that stands on several boards.

    >>> rows = pd.DataFrame({"kind": ["项目"] * 2, "board": ["任务榜", "亮点牌"], "subject": ["太平新城"] * 2})
    >>> boards_apart(rows)["subject"].tolist()
    ['太平新城（任务榜）', '太平新城（亮点牌）']
    """
    if "board" not in rows or rows.empty:
        return rows
    twice = rows.groupby(["kind", "subject"])["board"].transform("nunique") > 1
    return rows.assign(subject=rows["subject"].where(~twice, rows["subject"] + "（" + rows["board"] + "）"))


def given_flags(decisions: pd.DataFrame, *, until: date) -> pd.DataFrame:
    """Return the last word about every flag of the months up to a day: period (the month's last day), subject, kind
    (its sequence), flag, final (None: declined)."""
    told = flag_decisions(decisions)
    told = told.drop_duplicates(["period", "kind", "sequence", "board", "subject"], keep="last")
    period = pd.to_datetime(told["period"], format="%Y-%m").astype("datetime64[us]") + pd.offsets.MonthEnd(0)
    flags = pd.DataFrame(
        {
            "period": period,
            "subject": told["subject"],
            "kind": told["sequence"],
            "flag": told["kind"],
            "final": told["kind"].where(told["answer"].eq(CONFIRM), None),
        }
    )
    return flags[flags["period"].le(pd.Timestamp(until) + pd.offsets.MonthEnd(0))].reset_index(drop=True)


def reading_decisions(decisions: pd.DataFrame) -> pd.DataFrame:
    """Return the decisions that change what a ledger is read as: all but those of which no score asks."""
    return decisions[~decisions["kind"].isin(_BESIDE)]


def stray_lines(decisions: pd.DataFrame, subjects: Mapping[date, pd.DataFrame]) -> list[str]:
    """Say which decisions hang in the air: the ledgers no longer know their subject in that month."""
    lost = decisions[~takes_part(decisions, subjects)]
    months = {f"{day:%Y-%m}" for day in subjects}
    told = lost[lost["period"].isin(months)].drop_duplicates(["kind", "sequence", "board", "subject"], keep="last")
    return [
        f"“{row['subject']}”（{row['sequence']}，{row['kind']}，{row['answer']}）在现在的台账里找不到，这条决定不再起作用；"
        "请核对名称。"
        for row in told.to_dict("records")
    ]


def flag_months(days: Sequence[date]) -> dict[str, str]:
    """Return the months to choose from, newest first: 2022-11 -> words, with the day of one that has not ended.

    >>> flag_months([date(2022, 10, 31), date(2022, 11, 18)])
    {'2022-11': '2022年11月（截至18日）', '2022-10': '2022年10月'}
    """
    return {f"{day:%Y-%m}": f"{day.year}年{day.month}月{_until(day)}" for day in reversed(days)}


def _until(day: date) -> str:
    return "" if pd.Timestamp(day).is_month_end else f"（截至{day.day}日）"


def flag_rows(flags: pd.DataFrame, when: date, *, kind: str | None = None) -> pd.DataFrame:
    """Return the flags of a month that are proposed or were given by a person: red before yellow, in order of place."""
    rows = flags[flags["period"].eq(pd.Timestamp(when)) & flags["flag"].notna()]
    rows = rows[rows["proposed"].eq(True) | rows["state"].eq("人工增列")]
    rows = rows if kind is None else rows[rows["kind"].eq(kind)]
    return rows.assign(_red=rows["flag"].ne("红旗")).sort_values(["_red", "place"], kind="stable").drop(columns="_red")


def flags_of(flags: pd.DataFrame, kind: str) -> pd.DataFrame:
    """Return the rows of one sequence."""
    return flags[flags["kind"].eq(kind)]


def _near(flags: pd.DataFrame, when: date) -> pd.DataFrame:
    rows = flags[flags["period"].eq(pd.Timestamp(when)) & flags["near"].eq(True)]
    return rows[rows["state"].ne("人工增列")].sort_values(["flag", "place"], kind="stable")


def flag_place(row: Mapping) -> str:
    """Say where a subject stands in its own sequence and how that moved, and how often running it has this flag."""
    board = f"{row['board']} · " if row.get("board") else ""
    why = f"{row['held_back']}，" if isinstance(row.get("held_back"), str) else ""
    rank = f"{why}不排名次" if pd.isna(row["rank"]) else f"{row['kind']}第 {number(row['rank'])} 名"
    moved = row["change"]
    change = "" if pd.isna(moved) or not moved else f"（{'▲' if moved > 0 else '▼'} {number(abs(moved))}）"
    often = f" · 连续 {int(row['running'])} 个月" if row["running"] > 1 else ""
    return f"{board}{rank}{change}{often}"


def near_flag_table(flags: pd.DataFrame, when: date) -> pd.DataFrame:
    """Return who misses a flag by one condition: which, and what is not met."""
    rows = boards_apart(_near(flags, when))
    return pd.DataFrame(
        {
            "旗": rows["flag"],
            "序列": rows["kind"],
            "名称": rows["subject"],
            "差在哪一项": rows["reasons"].map(lambda reasons: reasons[-1]),
            "已满足": rows["reasons"].map(lambda reasons: "；".join(reasons[:-1]) or "—"),
        }
    )


def near_flag_labels(flags: pd.DataFrame, when: date) -> dict[str, str]:
    """Return the near misses to choose from: name of the flag -> words."""
    near = _near(flags, when)
    rows = zip(near.to_dict("records"), boards_apart(near)["subject"], strict=True)
    return {flag_name(row): f"{row['flag']} · {row['kind']} · {name}（{row['reasons'][-1]}）" for row, name in rows}


def flag_figures(flags: pd.DataFrame, when: date) -> list[tuple[str, str, str]]:
    """Return the key figures of a month: flags proposed and given, how many are still open."""
    rows = flag_rows(flags, when)
    tiles = []
    for flag, word in (("红旗", "表扬"), ("黄旗", "滞后")):
        mine = rows[rows["flag"].eq(flag)]
        said = "、".join(f"{kind} {count}" for kind, count in mine["kind"].value_counts(sort=False).items())
        tiles.append((f"{flag}（{word}）", f"{len(mine)} 面", said or "没有达到条件的"))
    open_, near = int(rows["state"].eq("待确认").sum()), len(_near(flags, when))
    tiles.append(
        ("已确认", f"{int(rows['final'].notna().sum())} 面", f"不同意 {int(rows['state'].eq('不同意').sum())} 面")
    )
    return [*tiles, ("待确认", f"{open_} 面", f"另有 {near} 个差一项")]


def flag_verdicts(rows: Sequence[Mapping], answers: Sequence[tuple[str | None, str]], *, reason: str) -> list[dict]:
    """Return what is newly decided: name of the flag, answer, reason (the common one where none is written), and what
    was proposed. `answers`: (answer, own reason) a row; one that repeats what is kept says nothing new, and the reason
    that is kept is none for another answer."""
    told = []
    for row, (answer, why) in zip(rows, answers, strict=True):
        kept, own = "" if pd.isna(row["reason"]) else row["reason"], why.strip()
        turned = answer != row["answer"]
        if turned:
            own = (own if own != kept else "") or reason.strip()
        if answer and (turned or (own and own != kept)):
            told.append({"subject": flag_name(row), "answer": answer, "reason": own, "was": row["state"]})
    return told


def added_flag(name: str, *, reason: str) -> list[dict]:
    """Return the verdict that gives a flag which the rules did not propose; [] where none was chosen.

    >>> added_flag("红旗!镇!太平镇", reason="全市现场会")
    [{'subject': '红旗!镇!太平镇', 'answer': '确认', 'reason': '全市现场会', 'was': '差一项'}]
    """
    return [{"subject": name, "answer": CONFIRM, "reason": reason.strip(), "was": "差一项"}] if name else []


def tie_lines(rows: Sequence[Mapping], rules: analysis.RulePack) -> list[str]:
    """Say where more flags stand than there are places, since equals share a place: no rule chooses between them, a
    person does. Who was declined is not counted."""
    said = []
    for quota in rules.flags.quotas:
        for flag, most in ((rules.flags.red, quota.red), (rules.flags.yellow, quota.yellow)):
            mine = [
                row for row in rows if row["kind"] == quota.kind and row["flag"] == flag and row["state"] != DECLINE
            ]
            if len(mine) > most:
                why = _tie(mine, bottom=flag == rules.flags.yellow)
                said.append(f"{quota.kind}{flag}名额 {most} 面，现有 {len(mine)} 个{why}，请择定，其余选“不同意”。")
    return said


def _tie(rows: Sequence[Mapping], *, bottom: bool) -> str:
    """Who shares the last place, and at which index; "" where a person has given more flags than there are places."""
    places = [row["place"] for row in rows if pd.notna(row["place"])]
    tied = [row for row in rows if places and row["place"] == max(places)]
    if len(tied) < 2:
        return ""
    index = number(tied[0]["values"]["index"], missing="未知") if tied[0]["values"] else "未知"
    place = f"{'倒数' if bottom else ''}第 {number(tied[0]['place'])} 名"
    names = "、".join(row["subject"] for row in tied)
    return f"：{names}指数相同（{index}），并列{place}，规则不替人取舍"


def unreasoned(verdicts: Sequence[Mapping]) -> list[str]:
    """Return the flags that somebody decided about without a reason, as people name them."""
    return ["·".join(each["subject"].split("!", 2)) for each in verdicts if not each["reason"]]


def flag_rules(rules: analysis.RulePack) -> list[str]:
    """Return the rule of the flags and their quotas in sentences."""
    return [said for about, said in analysis.pack_sentences(rules) if about == "红黄旗"]


def flag_table(rows: pd.DataFrame) -> pd.DataFrame:
    """Return what was decided about the flags of a month: who, when, why."""
    said = boards_apart(rows[rows["answer"].notna()])
    return pd.DataFrame(
        {
            "旗": said["flag"],
            "名称": said["subject"],
            "决定": said["state"],
            "理由": said["reason"].fillna("—"),
            "谁": said["decided_by"].fillna("—"),
            "何时": said["decided_at"].map(day),
        }
    )
