"""Explanations of the level at which a task stands, of the evaluations that led to it, and of the deduction."""

import pandas as pd

from analysis.explaining.lines import Case, Line, cell, pack, percent, points
from analysis.facts.days import day_number, in_words
from analysis.memory.standing import BY_MONTHS, DATED, HOLDING, HOW, LOWERED, RAISED, WAITING
from analysis.progress.timeline import reports_until
from analysis.rules.ruleparts import Persistence

__all__ = ["explain_level"]

_PART = "等级"


def explain_level(case: Case) -> list[Line]:
    """The level that stands and why, what the day alone says with each reason, the evaluations that confirmed the level
    with the report behind each, and the deduction."""
    found, rules = case.found, case.rules
    level, raw, words = int(found["level"]), int(found["raw_level"]), rules.ladder.words
    why = "取各条触发中最高的一级" if found["triggers"] else "没有触发任何一条" if not found["finished"] else "已经完成"
    why = "已批准豁免，期内不评" if found.get("exempt") else why
    lines = [
        Line(_PART, "等级", words[level], level, "级", found["why"]),
        Line(_PART, "当日评估", words[raw], raw, "级", why),
    ]
    lines += [Line(_PART, "原因", reason, rule="见原因所列的数值") for reason in found["triggers"]]
    step = f"[{level - 1}]" if level else ""
    lines.append(pack(case, (_PART, "各级界线"), value=_ladder(case), path=f"ladder.lag{step}"))
    return [*lines, *_memory(case), *_deduction(case, level)]


def _memory(case: Case) -> list[Line]:
    """What the pack asks to be confirmed, and the evaluations that did."""
    rows, rule = _deciding(case), case.rules.persistence
    if rows.empty:
        return []
    what = (_PART, "升降规则")
    said = f"升级须连续 {rule.upgrade_after} 周，降级须连续 {rule.downgrade_after} 周，日期触发和完成当即生效"
    lines = [pack(case, what, value=said, path="persistence.upgrade_after")]
    words = case.rules.ladder.words
    for _, row in rows.iterrows():
        day = in_words(day_number(row["as_of"]))
        counted = "" if pd.isna(row["month_level"]) else f"，本月计为{words[int(row['month_level'])]}"
        because = f"：{'；'.join(row['triggers'])}" if row["triggers"] else ""
        lines.append(Line(_PART, f"{day}评估", f"{words[int(row['raw_level'])]}{counted}{because}"))
        lines += _report(case, row, day)
    return lines


def _report(case: Case, row: pd.Series, day: str) -> list[Line]:
    """The cell of the report that stood on the day of an evaluation."""
    if pd.isna(row["reported_on"]):
        return []
    told = reports_until(case.facts["progress"], row["as_of"])
    told = told[told["report_date"] == row["reported_on"]]
    what = (_PART, f"{day}所据填报")
    return [cell(what, percent(row["reported"]), each, at=("progress", "percent")) for _, each in told.iterrows()]


def _deciding(case: Case) -> pd.DataFrame:
    """The evaluations that the last step rests on, and those that count towards the next one now."""
    weeks = case.weeks.reset_index(drop=True)
    moved = weeks.index[weeks["level"] != weeks["before"]]
    ends = [*moved[-1:], weeks.index[-1]]
    return weeks.loc[sorted({i for at in ends for i in _counted(weeks, at, case.rules.persistence)})]


def _counted(weeks: pd.DataFrame, at: int, rule: Persistence) -> list[int]:
    """The evaluations up to one that it counted: weeks running, ends of months, or itself where a date decided."""
    how, past = weeks["how"][at], weeks.loc[:at]
    if how == HOW[BY_MONTHS]:
        rungs = [rung for rung in rule.rungs if rung.to == weeks["level"][at]]
        reach = max(rung.months if rung.times else rung.running for rung in rungs)
        months = past[past["month_level"].notna()].tail(reach)
        return months.index[months["month_level"] >= min(rung.level for rung in rungs)].tolist()
    needed = {
        HOW[RAISED]: rule.upgrade_after, HOW[WAITING]: rule.upgrade_after, HOW[LOWERED]: rule.downgrade_after,
        HOW[HOLDING]: rule.downgrade_after, HOW[DATED]: 1,
    }.get(how, 0)  # fmt: skip
    weekly = past.index[(past["as_of"].dt.day_of_week + 1 == rule.weekday) | (past.index == at)].tolist()
    return weekly[-needed:] if needed else []


def _deduction(case: Case, level: int) -> list[Line]:
    amount, word = case.found["deduction"], case.rules.ladder.words[level]
    rule = f"{word}每月 {points(amount)} 分"
    return [
        Line("预扣分", "预扣分", points(amount, " 分"), amount, "分", rule),
        pack(case, ("预扣分", "每月分值"), value=points(amount, " 分"), path=f"deduction.by_level[{level}]"),
    ]


def _ladder(case: Case) -> str:
    ladder = case.rules.ladder
    steps = zip(ladder.words[1:], ladder.lag, ladder.overdue, strict=True)
    return "；".join(f"{word}：落后 {lag:g} 个百分点或超期多于 {days:g} 天" for word, lag, days in steps)
