"""Words and tables about the places of units: how they come about, why somebody is named or not, what takes points off,
what other choices would make of them."""

from collections.abc import Mapping

import pandas as pd

from analysis.scores.index import SCORE_NAMES, SCORES
from analysis.scores.places import unnamed_why
from reports.words.words import place_in_words

__all__ = [
    "BEFORE",
    "how_placed",
    "lost_labels",
    "named_line",
    "reweighed_table",
    "runs_line",
    "runs_title",
    "weight_names",
]

BEFORE = "它自己的上期"
"""What a unit can be compared with besides others."""


def weight_names() -> dict[str, str]:
    """Return the four scores as rule packs call them -> their names for people."""
    return {SCORES[score]: name for score, name in SCORE_NAMES.items()}


def how_placed(rules) -> list[tuple[str, list[str]]]:
    """Say step by step how places come about, with the numbers of the rule pack."""
    index, ranking = rules.index, rules.ranking
    shares = "、".join(f"{name} {getattr(index.weights, code):.0%}" for code, name in weight_names().items())
    return [
        ("分数", [
            f"每项任务四项得分按权重平均：{shares}；缺的一项不计，权重由其余分担",
            f"已知的权重不足 {index.min_known:.0%} 的不评；任务合成项目、项目合成单位，都按台账权重平均",
        ]),
        ("名次", [
            "项目越少的单位，指数越往本序列的均值收缩，免得一两个项目的运气定先后",
            f"折合不足 {ranking.min_effective:g} 个同等项目的是样本不足，只列出不排名",
            "各单位之差不比偶然更大时，就是差异不显著，谁先谁后都不排",
            f"名次区间是 {ranking.draws} 次有种子的抽样里 {ranking.interval:.0%} 所在的位置",
        ]),
        ("点名", [
            f"在前（后）{ranking.quarter:.0%} 的把握达到 {ranking.probability:.0%}，"
            f"并且收缩后指数达到 {ranking.target_met:g}（低于 {ranking.target_missed:g}），才点名居前（居后）",
        ]),
    ]  # fmt: skip


def named_line(unit: Mapping, rules) -> str:
    """Say of one unit why it is named in front of the others or is not; "" where it is not of a ranked sequence."""
    why = unnamed_why(unit, rules.ranking)
    return f"{unit['unit']}：{why}。" if why else ""


def lost_labels(lost: pd.DataFrame) -> list[tuple[str, str]]:
    """Return (task_id, line) of the tasks that take most off a unit's index."""
    return [
        (row["task_id"], f"{row['task']} —— 失 {row['loss']:.1f} 分：{_by_score(row['names'])}")
        for row in lost.to_dict("records")
    ]


def _by_score(names: list[tuple[str, float]]) -> str:
    told = [f"{name} {loss:.1f}" for name, loss in names if loss >= _SEEN]
    return "、".join(told) or "各项都很少"


_SEEN = 0.05
"""Points that are not written as 0.0."""


def runs_line(places: pd.DataFrame, kind: str, *, runs: int) -> str:
    """Say what the runs with other choices came to."""
    if places.empty:
        return f"没有{kind}排了名次，换什么算法都谈不上先后。"
    fixed = int(places["low"].eq(places["high"]).sum())
    even = places["share_even"].iloc[0]
    rest = f"其中 {even:.0%} 的算法下差异不显著、不排先后；" if even > 0 else ""
    return (
        f"权重上下 25%、算术或几何平均、扣分快慢、节点外认多少、收不收缩，一起换 {runs} 次：{rest}"
        f"{len(places)} 个{kind}里 {fixed} 个九成以上的时候名次不变。"
    )


def runs_title(places: pd.DataFrame, *, runs: int) -> str:
    """Say how often the first is the first, whatever is chosen."""
    if places.empty:
        return f"换 {runs} 种算法：没有名次可试"
    first = places.sort_values(["rank", "share_kept"], ascending=[True, False]).iloc[0]
    return f"换 {runs} 种算法：{first['unit']} {first['share_kept']:.0%} 的时候第一"


def reweighed_table(table: pd.DataFrame, kind: str) -> pd.DataFrame:
    """Return what other weights would make of the places of a sequence, those with a place first."""
    rows = table[table["kind"].eq(kind)].sort_values(["rank_then", "rank", "unit"], na_position="last")
    rows = rows[rows["rank"].notna() | rows["rank_then"].notna()].to_dict("records")
    return pd.DataFrame(
        {
            kind: [row["unit"] for row in rows],
            "现在": [_placed(row["rank"], row["index"], row["held"]) for row in rows],
            "试算": [_placed(row["rank_then"], row["index_then"], row["held_then"]) for row in rows],
            "变化": [_moved(row["change"]) for row in rows],
        }
    )


def _placed(rank: float, index: float, held: str | None) -> str:
    place = place_in_words({"rank": rank, "held_back": held})
    return place if pd.isna(index) else f"{place}，{index:.1f} 分"


def _moved(change: float) -> str:
    if pd.isna(change):
        return "—"
    return f"{'升' if change > 0 else '降'} {abs(int(change))} 位" if change else "不变"
