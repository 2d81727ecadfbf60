"""Three sentences that a leader would read aloud: what changed, who is behind, what is to be decided."""

import pandas as pd

from analysis.ranking.naming import BOTTOM
from analysis.scores.scoring import Scores

__all__ = ["briefing"]

_NAME = 14
_YELLOW, _TALK = 3, 4


def briefing(after: Scores, before: Scores) -> tuple[str, str, str]:
    """Three Chinese sentences with names and numbers: what changed since `before`, who is behind at `after`, what is
    to be decided. Each has something sensible to say when nothing is known."""
    return _what_changed(after, before), _who_is_behind(after), _what_to_decide(after)


def _what_changed(after: Scores, before: Scores) -> str:
    count = len(after.tasks)
    if not count:
        return f"截至{_day(after)}还没有任务入库，无从比较。"
    both = before.tasks.merge(after.tasks, on="task_id", suffixes=("_before", ""))
    if both.empty or both["actual_before"].isna().all():
        told = after.tasks["actual"].notna().sum()
        return f"截至{_day(after)}共有 {count} 项任务，{told} 项已填报；上期没有填报可比。"
    step = both["level"] - both["level_before"]
    finished = ((both["state"] == "已完成") & (both["state_before"] != "已完成")).sum()
    said = [((step > 0).sum(), "{} 项变差"), ((step < 0).sum(), "{} 项好转"), (finished, "新完成 {} 项")]
    words = "、".join(text.format(number) for number, text in said if number)
    if not words:
        return f"与{_day(before)}相比，{len(both)} 项任务的等级都没有变化，也没有新完成的任务。"
    return f"与{_day(before)}相比，{words}{_steepest(both.assign(step=step), after)}。"


def _steepest(both: pd.DataFrame, after: Scores) -> str:
    """The task whose level rose most; of several the one further behind."""
    rose = both[both["step"] > 0].sort_values(["step", "level", "lag"], ascending=False)
    if rose.empty:
        return ""
    task, words = rose.iloc[0], after.rules.ladder.words
    return f"；变化最大的是{_quoted(task['task'])}，由{words[task['level_before']]}到{words[task['level']]}"


def _who_is_behind(scores: Scores) -> str:
    tasks = scores.tasks
    if tasks.empty:
        return "还没有任务，谁落后无从谈起。"
    told = tasks[tasks["lag"].notna() & ~tasks["late_entry"] & ~tasks["state"].isin(["已完成", "豁免"])]
    behind = told[told["lag"] >= 0.05].sort_values(["lag", "level"], ascending=False)
    if behind.empty and tasks["actual"].isna().all():
        return f"谁落后还不知道：{len(tasks)} 项任务都没有填报。"
    if behind.empty:
        return "已填报的任务都达到了序时进度，没有落后的。"
    worst = behind.iloc[0]
    who = "、".join(worst["lead_units"][:1]) or "、".join(worst["towns"][:1]) or "牵头单位未填"
    return f"落后最多的是{_quoted(worst['task'])}（{who}，落后 {worst['lag']:.1f} 个百分点）{_lowest(scores)}。"


def _lowest(scores: Scores) -> str:
    """The units that may be named as the last of their sequence: surely among the last, and the target missed."""
    found = []
    for kind in scores.rules.ranking.kinds:
        behind = scores.units[(scores.units["kind"] == kind) & scores.units["named"].eq(BOTTOM)]
        if len(behind):
            found.append(f"{kind}是{'、'.join(behind.sort_values('rank')['unit'])}")
    return f"；确实居后的{'、'.join(found)}" if found else ""


def _what_to_decide(scores: Scores) -> str:
    tasks, words = scores.tasks, scores.rules.ladder.words
    if tasks.empty:
        return "请先导入任务台账，再研究需要决定的事项。"
    silent = int((tasks["state"] == "未报").sum())
    report = f"未报的 {silent} 项要限期补报" if silent else ""
    grave = tasks[tasks["level"] >= _YELLOW].sort_values(["level", "lag"], ascending=False)
    if grave.empty:
        rest = int((tasks["level"] == _YELLOW - 1).sum())
        watch = f"{words[_YELLOW - 1]}的 {rest} 项由牵头单位自查" if rest else ""
        todo = "，".join(part for part in (watch, report) if part)
        return f"没有达到{words[_YELLOW]}和{words[_TALK]}标准的任务{'；' + todo if todo else '，不需要专门决定'}。"
    counts = [(int((grave["level"] == level).sum()), words[level]) for level in (_TALK, _YELLOW)]
    kinds = "、".join(f"{word} {number} 项" for number, word in counts if number)
    first = _quoted(grave.iloc[0]["task"])
    return f"请决定{kinds}的处置，首先是{first}{'；' + report if report else ''}。"


def _quoted(name: str) -> str:
    name = name.replace("“", "‘").replace("”", "’")  # quotation marks within quotation marks
    return f"“{name if len(name) <= _NAME else name[: _NAME - 1] + '…'}”"


def _day(scores: Scores) -> str:
    return f"{scores.as_of.month}月{scores.as_of.day}日"
