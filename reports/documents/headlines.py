"""What each slide says in its title: a finding, never the name of a chart. The same rules for every document.

Input is a day's `Scores`, the flags of its month, and what the meeting settled.
"""

from collections.abc import Sequence

import pandas as pd

from reports.pieces.selection import YELLOW, of_board, of_kind, urgent_tasks
from reports.subjects.flagging import CONFIRM
from reports.subjects.ranks import order_finding
from reports.words.levels import LEVELS
from reports.words.wording import lag_words, listed, shortened
from reports.words.words import change_in_words, place_in_words

__all__ = [
    "class_headline", "decided_headline", "flag_headline", "flag_sequences", "overall_headline", "standing_headline",
    "unit_headline", "urgent_headline",
]  # fmt: skip

_NAME = 14


def overall_headline(now, before) -> str:
    """Say how many tasks are as planned, how many need a decision, and how that moved."""
    tasks, then = now.tasks, before.tasks
    grave, grave_then = (int(each["level"].ge(YELLOW).sum()) for each in (tasks, then))
    normal = int((tasks["level"].eq(0) & ~tasks["state"].isin(["未报", "豁免"])).sum())
    silent = int(tasks["state"].eq("未报").sum())
    moved = change_in_words(grave, grave_then, unit=" 项")
    tail = f"，另有 {silent} 项未报" if silent else ""
    return f"{len(tasks)} 项任务：正常 {normal} 项，黄牌与约谈 {grave} 项（{moved}）{tail}"


def flag_headline(rows: pd.DataFrame, flag: str) -> str:
    """Say how many flags there are, whose, and how many a person has confirmed.

    >>> rows = pd.DataFrame({"flag": ["红旗"] * 2, "kind": ["镇", "部门"], "subject": ["太平镇", "区供电局"],
    ...                      "answer": ["确认", None], "state": ["已确认", "待确认"]})
    >>> flag_headline(rows, "红旗")
    '红旗（表扬）2 面，已确认 1 面：镇有太平镇；部门有区供电局'
    """
    mine = rows[rows["flag"].eq(flag)]
    given, declined = int(mine["answer"].eq(CONFIRM).sum()), int(mine["state"].eq("不同意").sum())
    state = "全部已确认" if given == len(mine) else f"已确认 {given} 面" if given else "都待确认"
    state += f"，不同意 {declined} 面" if declined else ""
    whose = "；".join(f"{kind}有{_some(names)}" for kind, names in flag_sequences(mine))
    return f"{flag}（{'表扬' if flag == '红旗' else '滞后'}）{len(mine)} 面，{state}：{whose}"


def flag_sequences(rows: pd.DataFrame) -> list[tuple[str, list[str]]]:
    """Return the flags of each sequence apart: units first, each in the order of the rows."""
    kinds = sorted(rows["kind"].unique(), key=lambda kind: kind == "项目")
    return [(kind, rows.loc[rows["kind"].eq(kind), "subject"].tolist()) for kind in kinds]


def _some(names: Sequence[str], most: int = 2) -> str:
    return listed([shortened(name, 10) for name in names[:most]]) + (f"等 {len(names)} 个" if len(names) > most else "")


def class_headline(tasks: pd.DataFrame, board: str, category: str | None = None) -> str:
    """Say of one class how many are behind, and by how much the furthest."""
    mine, name = of_board(tasks, board, category=category), category or board
    behind, silent = mine[mine["lag"] > 0.05], int(mine["actual"].isna().sum())
    tail = f"，{silent} 项未报" if silent else ""
    if silent == len(mine):
        return f"{name} {len(mine)} 项全部未报"
    if behind.empty:
        return f"{name} {len(mine)} 项，已报的都不落后于计划{tail}"
    worst = behind.iloc[0]
    most = f"最多的是“{shortened(worst['task'], _NAME)}”，{lag_words(worst['lag'])}"
    return f"{name} {len(mine)} 项中 {len(behind)} 项落后{tail}；{most}"


def standing_headline(units: pd.DataFrame, kind: str) -> str:
    """Say of one sequence what its order allows to be said."""
    return f"{kind}：{order_finding(of_kind(units, kind))}"


def urgent_headline(tasks: pd.DataFrame) -> str:
    """Say what is to be decided: how many at which level, and the first of them."""
    grave = urgent_tasks(tasks)
    counts = "、".join(f"{LEVELS[n].word} {c} 项" for n in (4, 3) if (c := int(grave["level"].eq(n).sum())))
    return f"{counts}需要决定处置，首先是“{shortened(grave.iloc[0]['task'], _NAME)}”"


def decided_headline(settled: int, open_: int) -> str:
    """Say what was settled, or what is still to be.

    >>> decided_headline(0, 6), decided_headline(3, 0)
    ('会上议定：6 件待逐件定人、定时限', '已议定 3 件，逐件有人、有时限')
    """
    if settled:
        return f"已议定 {settled} 件，逐件有人、有时限" + (f"；还有 {open_} 件待议" if open_ else "")
    return f"会上议定：{open_} 件待逐件定人、定时限" if open_ else "会上议定：没有必须处置的事项"


def unit_headline(unit) -> str:
    """Say where one unit stands, how far from its plan, and what is gravest about it."""
    grave = [f"{LEVELS[n].word} {int(unit[f'levels_{n}'])} 项" for n in (4, 3) if unit.get(f"levels_{n}", 0)]
    lag = "进度差距未知" if pd.isna(unit["lag"]) else f"进度{lag_words(unit['lag'])}"
    return f"{unit['unit']}：{place_in_words(unit)}，{lag}" + (f"，{'、'.join(grave)}" if grave else "")
