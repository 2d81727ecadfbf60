"""Who stands on which rung of the ladder: since when, why, what brings it down, what is close to the next one.

Input is `analysis.standings`: one row a task and evaluation. A level here has its memory: it rises and falls by rule,
not with every report.
"""

import math
import re

import pandas as pd

import analysis
from reports.pieces.selection import YELLOW
from reports.words.levels import EXEMPT, LEVELS, UNREPORTED, badge, level_mark
from reports.words.wording import day, listed, number

__all__ = [
    "acting_line", "alert_labels", "alert_rows", "alert_table", "alert_units", "chosen_alerts",
    "level_words", "must_act", "near_labels", "near_rows", "reason_table", "rung_counts", "way_down",
]  # fmt: skip

_UNITS_NAMED = 5
_WORST_FIRST = (*(LEVELS[number] for number in (4, 3, 2, 1, 0)), UNREPORTED, EXEMPT)


def alert_rows(weeks: pd.DataFrame, *, rules: analysis.RulePack) -> pd.DataFrame:
    """Return the last evaluation of every task with since (the day on which it reached its level), months (ends of
    months running at it or worse), near (what it is short of the next one) and way_down; worst first, of equal ones the
    longest there first."""
    if weeks.empty:
        return weeks.assign(since=pd.NaT, held_days=0, months=0, near=None, way_down="")
    last = weeks[weeks["as_of"].eq(weeks["as_of"].max())]
    rows = last.merge(_arrivals(weeks, rules), on="task_id", how="left").set_axis(last.index)
    rows = rows.assign(
        held_days=(rows["as_of"] - rows["since"]).dt.days, months=rows["task_id"].map(analysis.months_at_level(weeks)),
        near=analysis.near_next(last, rules),
        way_down=[way_down(row, rules=rules) for row in rows.to_dict("records")],
    )  # fmt: skip
    order = ["level", "held_days", "lag", "task_id"]
    return rows.sort_values(order, ascending=[False, False, False, True], na_position="last", ignore_index=True)


def _arrivals(weeks: pd.DataFrame, rules: analysis.RulePack) -> pd.DataFrame:
    """Per task since, and hold: months have raised it, and it stands until an evaluation is better than this level."""
    ordered = weeks.sort_values(["task_id", "as_of"])
    moved = ordered["level"].ne(ordered.groupby("task_id")["level"].shift())
    came = ordered[moved].drop_duplicates("task_id", keep="last")
    came = came.rename(columns={"as_of": "since", "raw_level": "raw_then", "how": "how_then"})
    stayed = ordered.merge(came[["task_id", "since"]], on="task_id")
    least = stayed[stayed["as_of"].ge(stayed["since"])].groupby("task_id")["raw_level"].min()
    rungs = came["level"].map({rung.to: rung.level for rung in rules.persistence.rungs})
    hold = rungs.where(rungs.le(came["raw_then"]), came["raw_then"])
    holds = came["how_then"].eq("按月升级") & hold.le(came["task_id"].map(least))
    return came[["task_id", "since"]].assign(hold=hold.where(holds))


def way_down(row: dict, *, rules: analysis.RulePack) -> str:
    """Write what must happen before a task comes down one rung; "" where there is none to come down from.

    >>> row = {"level": 3, "raw_level": 3, "hold": None, "lag": 22.0, "triggers": ["落后 22.0 个百分点（黄牌线）"]}
    >>> way_down(row, rules=analysis.rule_pack())
    '补上 2 个百分点以上（落后须低于 20）；此后连续 2 周低于黄牌，降为预警。'
    """
    level, raw, words = int(row["level"]), int(row["raw_level"]), rules.ladder.words
    if level == 0:
        return ""
    weeks, down = rules.persistence.downgrade_after, f"降为{words[level - 1]}"
    if pd.notna(row["hold"]):
        return f"按月累计升上来的：评估好于{words[int(row['hold'])]}并连续 {weeks} 周，{down}。"
    if raw < level:
        return f"本周评估已是{words[raw]}，保持满 {weeks} 周，{down}。"
    if any(t.startswith("超过完成时限") and _holds(t, level, rules) for t in row["triggers"]):
        return "办结任务，当即退出：已过完成时限，别的都降不下来。"
    return f"{'，'.join(_to_mend(row, rules))}；此后连续 {weeks} 周低于{words[level]}，{down}。"


def _to_mend(row: dict, rules: analysis.RulePack) -> list[str]:
    """What is at or above the level now: points to make good, overdue nodes to finish, else what triggered it."""
    level, ladder = int(row["level"]), rules.ladder
    step, found = ladder.lag[level - 1], []
    if row["lag"] >= step - 1e-9:
        short = math.ceil((row["lag"] - step) * 10 - 1e-6) / 10
        found.append(f"补上 {number(short)} 个百分点以上（落后须低于 {step:g}）")
    for trigger in row["triggers"]:
        late = re.match(r"(.+?)超期", trigger)
        if late and _holds(trigger, level, rules):
            found.append(f"办结已超期的{late[1]}")
    rest = "；".join(trigger.split("（")[0] for trigger in row["triggers"])
    return found or [f"消除：{rest or '触发情形'}"]


def _holds(trigger: str, level: int, rules: analysis.RulePack) -> bool:
    """Whether a trigger names the line of this level or of a worse one."""
    return any(f"（{word}线" in trigger for word in rules.ladder.words[level:])


def rung_counts(rows: pd.DataFrame) -> list[tuple[str, str, int]]:
    """Return (style code, shape and word, how many) for every rung, worst first, 未报 last; 豁免 where there is
    any."""
    marks = [level_mark(*pair) for pair in zip(rows["level"], rows["state"], strict=True)]
    return [
        (mark.code, f"{mark.shape} {mark.word}", marks.count(mark))
        for mark in _WORST_FIRST
        if mark != EXEMPT or mark in marks
    ]


def must_act(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the tasks at 黄牌 or 约谈."""
    return rows[rows["level"].ge(YELLOW)]


def near_rows(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the tasks that are little short of the next rung."""
    return rows[rows["near"].notna()]


def acting_line(rows: pd.DataFrame) -> str:
    """Say in one sentence who must act now: how many tasks, and the units that answer for most of them.

    >>> acting_line(pd.DataFrame({"level": [1], "lead_units": [["太平镇"]]}))
    '没有黄牌和约谈，按月通报跟进即可。'
    """
    worst = must_act(rows)
    if worst.empty:
        return "没有黄牌和约谈，按月通报跟进即可。"
    counts = "、".join(f"{LEVELS[n].word} {c} 项" for n in (4, 3) if (c := int(worst["level"].eq(n).sum())))
    units = worst["lead_units"].explode().dropna().value_counts()
    named = "、".join(f"{unit}（{count} 项）" for unit, count in units.head(_UNITS_NAMED).items())
    rest = f"等 {len(units)} 个单位" if len(units) > _UNITS_NAMED else ""
    return f"{counts}，要动起来的是{named}{rest}。" if named else f"{counts}，台账没有写牵头单位。"


def alert_labels(rows: pd.DataFrame) -> list[tuple[str, str]]:
    """Return (task_id, line) for links: level, name, who answers, how long."""
    return [
        (
            row["task_id"],
            f"{badge(row['level'], row['state'])}  {row['task']} —— {listed(row['lead_units'])}，{_held(row)}",
        )
        for row in rows.to_dict("records")
    ]


def near_labels(rows: pd.DataFrame) -> list[tuple[str, str]]:
    """Return (task_id, line) for links: what it is short of, name, level now, who answers."""
    told = rows.to_dict("records")
    return [
        (row["task_id"], f"{row['near']}  {row['task']}（现为{level_mark(row['level'], row['state']).word}）—— "
         f"{listed(row['lead_units'])}")
        for row in told
    ]  # fmt: skip


def level_words() -> list[str]:
    """Return the words of all levels, worst first, 未报 and 豁免 last."""
    return [mark.word for mark in _WORST_FIRST]


def alert_units(rows: pd.DataFrame) -> list[str]:
    """Return every unit that leads one of the tasks, or on whose ground one is, those with the most alerts first."""
    alerts = rows.assign(unit=rows["lead_units"] + rows["towns"]).explode("unit").dropna(subset="unit")
    counts = alerts["level"].gt(0).groupby(alerts["unit"]).sum()
    return counts.sort_values(ascending=False, kind="stable").index.tolist()


def chosen_alerts(rows: pd.DataFrame, *, levels: list[str], unit: str | None) -> pd.DataFrame:
    """Return the rows at one of the levels (words; none: all of them) that a unit answers for (None: any unit)."""
    words = [level_mark(*pair).word for pair in zip(rows["level"], rows["state"], strict=True)]
    keep = [not levels or word in levels for word in words]
    if unit is not None:
        answers = zip(rows["lead_units"], rows["towns"], strict=True)
        keep = [kept and (unit in lead or unit in towns) for kept, (lead, towns) in zip(keep, answers, strict=True)]
    return rows[pd.Series(keep, index=rows.index, dtype=bool)]


def alert_table(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows as people read them: level, task, how long, near, why, what brings it down, who answers."""
    return pd.DataFrame(
        {
            "等级": [badge(*pair) for pair in zip(rows["level"], rows["state"], strict=True)],
            "任务": rows["task"],
            "已持续": [_held(row) for row in rows.to_dict("records")],
            "临界": rows["near"].fillna(""),
            "为什么": rows["why"],
            "怎样降级": rows["way_down"].replace("", "—"),
            "牵头单位": rows["lead_units"].map(listed),
            "项目长": rows["leaders"].map(listed),
        }
    )


def reason_table(rows: pd.DataFrame) -> pd.DataFrame:
    """Return why each task stands where it does and what brings it down, for a table that wraps."""
    return alert_table(rows)[["等级", "任务", "为什么", "怎样降级"]]


def _held(row: dict) -> str:
    """How long a task has been on its rung."""
    if row["held_days"] < 1:
        return "本次新到"
    months = f"，{int(row['months'])} 个月末" if row["level"] > 0 and row["months"] > 1 else ""
    return f"{day(row['since'], year=False)}起 {int(row['held_days'])} 天{months}"
