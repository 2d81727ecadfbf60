"""The three classes of 任务榜 as people read them: how each is judged, and what came of it.

Input is `analysis.class_summary` and `analysis.class_verdicts`.
"""

import pandas as pd

from reports.words.wording import number

__all__ = ["class_cards", "verdict_table", "way_words"]

_WAYS = {
    "milestones": "看节点和成果：节点准时占 {nodes:.0%}，成果占 {rest:.0%}；成果到期才评",
    "quantity": "看完成量和节点：完成量占 {rest:.0%}，节点准时占 {nodes:.0%}",
    "incidents": "看是否零事件：从 100 分里只扣不加，销号不减免",
}
"""How each way of judging is explained. One more way is one more entry here and in `analysis.boards.classes`."""


def way_words(each) -> str:
    """Say how a class (`analysis.rules.ruleparts.TaskClass`) is judged."""
    nodes = each.nodes or 0.0
    return _WAYS[each.way].format(nodes=nodes, rest=1 - nodes)


def class_cards(summary: pd.DataFrame, rules) -> list[dict]:
    """Return a card a class for `reports.board_cards`, by the rule pack: way, mean score, what is known."""
    rows = {row["class"]: row for row in summary.to_dict("records")}
    ways = {each.name: way_words(each) for each in rules.classes.each}
    names = [*(name for name in ways if name in rows), *(name for name in rows if name not in ways)]
    return [
        {
            "head": name, "chip": _score(rows[name]["score"]), "note": ways.get(name, "没有归类，不评"),
            "lines": [f"{rows[name]['tasks']} 项，其中 {rows[name]['known']} 项可评" + _incidents(rows[name])],
        }
        for name in names
    ]  # fmt: skip


def _score(score: float) -> str:
    return "未知" if pd.isna(score) else f"{number(score)} 分"


def _incidents(row: dict) -> str:
    return f"；今年 {row['incidents']} 起事件" if row["incidents"] else ""


def verdict_table(verdicts: pd.DataFrame) -> pd.DataFrame:
    """Return the verdict of every task, worst first, what is not known last."""
    rows = verdicts.sort_values("score", kind="stable", na_position="last")
    return pd.DataFrame(
        {
            "类别": rows["class"],
            "任务": rows["task"],
            "结论": rows["verdict"],
            "得分": rows["score"].map(lambda score: number(score, missing="未知")),
            "依据": ["；".join(reasons) or "—" for reasons in rows["reasons"]],
        }
    ).reset_index(drop=True)
