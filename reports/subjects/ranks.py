"""What can be said of the places of one sequence and of how they changed, and no more than the numbers bear.

Input is `Scores.units` or a row of it. 镇 and 部门 are never in one list: a table with two sequences is refused.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

__all__ = ["climbed", "index_span", "move_words", "order_finding", "rank_move", "sequence_of"]

Row = Mapping[str, Any]

_NO_ORDER = {
    "差异不显著": "各{kind}差异不显著，不排先后", "样本不足": "有效项目都太少，只列出不排名",
    "不评": "本期都不评，已知的太少",
}  # fmt: skip
"""Why there is no order at all, by the reasons why units have no place; the first that anybody has."""


def sequence_of(units: pd.DataFrame) -> str:
    """Name of the one sequence in the table. Raises ValueError when there are several: they are never one list."""
    kinds = list(units["kind"].dropna().unique())
    if len(kinds) > 1:
        raise ValueError(f"镇和部门不在一张榜上排名：这里同时有{'、'.join(kinds)}，请先按序列分开。")
    return kinds[0] if kinds else "单位"


def order_finding(units: pd.DataFrame) -> str:
    """What can be said of the order of one sequence, and no more: who leads only where nobody else may be first.

    >>> rows = {"unit": ["甲镇", "乙镇", "丙镇"], "kind": "镇", "rank": [1.0, 2, 3]}
    >>> order_finding(pd.DataFrame(rows | {"rank_low": [1.0, 2, 2], "rank_high": [1.0, 3, 3]}))
    '甲镇领先'
    >>> order_finding(pd.DataFrame(rows | {"rank_low": [1.0, 1, 2], "rank_high": [3.0, 3, 3]}))
    '3 个镇的名次大多分不出先后，甲镇指数最高'
    """
    kind, ranked = sequence_of(units), units[units["rank"].notna()].sort_values(["rank", "unit"])
    if ranked.empty:
        held = units["held_back"] if "held_back" in units else pd.Series(dtype="object")
        found = [words for word, words in _NO_ORDER.items() if held.eq(word).any()]
        return found[0].format(kind=kind) if found else "都不排名"
    leads = ranked.loc[ranked["rank"].eq(ranked["rank"].min()), "unit"]
    first, others = "、".join(leads.head(2)), ranked[~ranked["unit"].isin(leads)]
    if len(leads) > 1 or "rank_low" not in ranked or ranked["rank_low"].isna().any():
        return f"{first}指数最高"
    also = int(others["rank_low"].le(1).sum())
    if not also:
        return f"{first}领先"
    if 2 * also >= len(others):
        return f"{len(ranked)} 个{kind}的名次大多分不出先后，{first}指数最高"
    return f"{first}指数最高，另有 {also} 个{kind}也可能第一"


def rank_move(now: Row, before: Row | None) -> int | None:
    """Places gained (positive) since the period before; None where either rank is not known."""
    if before is None or pd.isna(before["rank"]) or pd.isna(now["rank"]):
        return None
    return int(before["rank"] - now["rank"])


def move_words(move: int | None) -> str:
    """A change of rank as a short mark.

    >>> move_words(2), move_words(-1), move_words(0), move_words(None)
    ('▲2', '▼1', '—', '')
    """
    if move is None:
        return ""
    return "—" if move == 0 else f"{'▲' if move > 0 else '▼'}{abs(move)}"


def climbed(now: Row, before: Row | None) -> int:
    """Places gained beyond doubt: 0 unless the place before lies outside the interval of the place now.

    >>> now = {"rank": 2.0, "rank_low": 1.0, "rank_high": 3.0}
    >>> climbed(now, {"rank": 5.0}), climbed(now, {"rank": 3.0}), climbed(now, None)
    (3, 0, 0)
    """
    move, high = rank_move(now, before), now.get("rank_high")
    return move if move and not pd.isna(high) and before["rank"] > high else 0


def index_span(values: Sequence[float]) -> tuple[float, float]:
    """Limits of an index axis, a little wider than the values; NaN is left out."""
    known = [v for v in values if pd.notna(v)]
    if not known:
        return 0.0, 100.0
    pad = max(2.0, 0.08 * (max(known) - min(known)))
    return float(np.floor(max(0.0, min(known) - pad))), float(np.ceil(max(known) + pad))
