"""When a task will be finished and what pace it needs: sentences for its page, long and short.

Inputs are `analysis.backtest.Expected` and paces in percentage points a week.
"""

import pandas as pd

from analysis.backtest import FEW, LEAST, Expected
from reports.words.wording import day, number

__all__ = ["expected_line", "pace_line"]

_COUNTED = "零一二三四五六七八九"


def expected_line(found: Expected, *, as_of: pd.Timestamp, short: bool = False) -> str:
    """Say when a task is expected to be finished and between which days, or why there is no range; "" without a
    forecast. `short`: for a phone."""
    if pd.isna(found.day):
        return ""
    when = _day(found.day, as_of)
    if not found.is_sure:
        few = f"已办结任务不足 {LEAST} 项，暂不给区间"
        stage = f"工期走到这一段、已经办结的任务只有 {found.tasks} 项，不足 {LEAST} 项，暂不给区间"
        return f"预计 {when}完成（{few}）。" if short else f"预计 {when}完成；{stage}。"
    between = f"{_day(found.low, as_of)}—{_day(found.high, as_of)}"
    if short:
        return f"预计 {when}完成（八成把握 {between}）。"
    few = f"只有 {found.tasks} 项可比，仅供参考。" if found.tasks < FEW else ""
    return f"预计 {when}完成，按本区已办结任务的历次误差，八成把握在 {between}之间（没有办结的不在内）。{few}"


def pace_line(
    needed: float, recent: float, *, task: pd.Series, as_of: pd.Timestamp, weeks: int, short: bool = False
) -> str:
    """Say what pace brings a task to its end by its first deadline beside that of the last `weeks`, or why nothing can
    be said; "" for a finished task, and for one without a deadline."""
    deadline, done = task["deadline"], task["actual"]
    if pd.isna(deadline) or (pd.notna(done) and done > 100 - 1e-6):
        return ""
    if as_of >= deadline:
        left = "至今未报进度" if pd.isna(done) else f"余下的 {number(100 - done)} 个百分点已来不及按时完成"
        return f"原时限 {_day(deadline, as_of)}已到，{left}。"
    if pd.isna(needed):
        return "没有填报，算不出每周需要完成多少。"
    last = f"近{_COUNTED[weeks] if weeks < len(_COUNTED) else f' {weeks} '}周"
    aim = "" if short else "才能按原时限完成"
    return f"每周需 {number(needed)} 个百分点{aim}（{_pace(recent, last)}）。"


def _pace(recent: float, last: str) -> str:
    if pd.isna(recent):
        return f"{last}填报不全，速度未知"
    if abs(recent) < 0.05:
        return f"{last}没有进展"
    return f"{last}平均每周{f' {number(recent)}' if recent > 0 else f'倒退 {number(-recent)}'}"


def _day(when: pd.Timestamp, as_of: pd.Timestamp) -> str:
    """The year is only said where it is another one."""
    return day(when, year=when.year != as_of.year)
