"""What stands in the notes of a slide: where its numbers come from, cell by cell, by which rules, of which day."""

from collections.abc import Iterable

import pandas as pd

from reports.documents.situation import Situation
from reports.words.wording import day, percent

__all__ = ["ground_lines", "notes_of", "task_sources"]

_MOST = 40


def ground_lines(made: Situation) -> list[str]:
    """What all numbers of the documents rest on."""
    pack = made.pack
    return [
        f"数据截至 {day(made.as_of)}，{'数据已冻结' if made.frozen else '数据未冻结'}。"
        + ("本件由演示数据生成，人员和数字都是虚构的。" if made.demo else ""),
        f"规则包 {pack.title}（{pack.digest}），来源：{pack.source}。",
        f"台账版本 {made.snapshot}，内容校验 {made.fingerprint}。",
    ]


def notes_of(made: Situation, said: Iterable[str], *, tasks: pd.DataFrame | None = None) -> str:
    """The notes of a slide: what to say, the sources of the tasks shown, the ground."""
    lines = list(said)
    if tasks is not None and len(tasks):
        lines += ["实际进度的出处：", *task_sources(made, tasks)]
    return "\n".join([*lines, *ground_lines(made)])


def task_sources(made: Situation, tasks: pd.DataFrame) -> list[str]:
    """One line a task: its last report up to the day with file!sheet!cell."""
    rows = tasks.head(_MOST)[["task_id", "task", "actual", "cut"]].to_dict("records")
    return [_source(made.reports, task) for task in rows]


def _source(reports: dict[str, dict], task: dict) -> str:
    row = reports.get(task["task_id"])
    if row is None:
        return f"“{task['task']}”：没有填报。"
    used = "" if pd.isna(task["cut"]) or not task["cut"] else f"，认定 {percent(task['actual'])}（{task['cut']}）"
    return f"“{task['task']}”：{day(row['report_date'])}填报 {percent(row['percent'])}{used}，{row['source']}。"
