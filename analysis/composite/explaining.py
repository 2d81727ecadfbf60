"""Why an index is what it is: how much each part takes off full marks, and what makes two indices differ, in parts
that add up exactly.

Every mean here is f⁻¹(Σ v·f(x)); the difference of two wholes is spread over the parts as their shares of the
difference of Σ v·f(x). What comes from a part's value goes on to its own parts; what comes from a weight (because
other parts are unknown) stays with the part."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.composite.aggregating import BY_NAME, Aggregation, shares
from analysis.composite.engine import Composite
from analysis.composite.scheme import Scheme

__all__ = ["difference", "difference_sentence", "losses"]

_VALUE, _WEIGHT = "数值", "缺项改权重"
_EVEN = 0.05
"""Points that are written as 0.0."""


def losses(found: Composite, unit: str) -> pd.DataFrame:
    """What each indicator takes off full marks of a unit's index: code, name, parent, score, part (0 or below), the
    largest first; the parts add up to the index less full marks. Unknown indicators take nothing off: they are left
    out."""
    scheme = found.scheme
    own = found.scores.loc[unit].to_numpy("float64")
    full = np.where(np.isnan(own), np.nan, scheme.scale[1])
    return _split(scheme, _Pair(full, own)).sort_values("part", kind="stable", ignore_index=True)


def difference(found: Composite, unit: str, *, other: str, before: Composite | None = None) -> pd.DataFrame:
    """How a unit's index differs from `other`'s (or from `other`'s of an earlier period: `before`, by the same
    scheme): code, name, parent, score, score_other, part, why (数值 | 缺项改权重), the largest first; the parts add up
    to the difference. Empty where one of the two is unknown."""
    theirs = (before or found).scores.loc[other].to_numpy("float64")
    own = found.scores.loc[unit].to_numpy("float64")
    table = _split(found.scheme, _Pair(theirs, own))
    return table.sort_values("part", key=np.abs, ascending=False, kind="stable", ignore_index=True)


@dataclass(frozen=True)
class _Pair:
    """All nodes of the one that is compared with, and of the one that is explained."""

    then: np.ndarray
    now: np.ndarray


def _split(scheme: Scheme, pair: _Pair) -> pd.DataFrame:
    """The difference at the top spread over the indicators, from the top down."""
    owed = np.zeros(len(scheme.nodes))
    owed[-1] = pair.now[-1] - pair.then[-1]
    rows = []
    if np.isnan(owed[-1]):
        owed[-1] = 0.0
    for place, parts in reversed(scheme.children):
        if owed[place] != 0:
            by_value, by_weight = _parts(scheme, place, parts, pair)
            whole = by_value.sum() + by_weight.sum()
            scale = owed[place] / whole if whole else 0.0
            owed[parts] = by_value * scale
            rows += [
                _row(scheme, part, pair, (points * scale, _WEIGHT))
                for part, points in zip(parts, by_weight, strict=True)
            ]
    rows += [_row(scheme, part, pair, (owed[part], _VALUE)) for part in range(len(scheme.leaves))]
    columns = ["code", "name", "parent", "score", "score_other", "part", "why"]
    table = pd.DataFrame(rows, columns=columns)
    return table[table["part"] != 0].reset_index(drop=True)


def _parts(scheme: Scheme, place: int, parts: np.ndarray, pair: _Pair) -> tuple[np.ndarray, np.ndarray]:
    """Per part v̄·Δf(x), what its value brings, and f̄(x)·Δv, what its weight brings; their sum is Δ(Σ v·f(x))."""
    mean = BY_NAME[scheme.family(scheme.nodes[place], "aggregation")]
    (v1, f1), (v0, f0) = (_weighed(each[parts], scheme.weights[parts], mean) for each in (pair.now, pair.then))
    both = (v1 > 0) & (v0 > 0)
    value = np.where(both, (v1 + v0) / 2 * (f1 - f0), 0.0)
    weight = np.where(both, (v1 - v0) * (f1 + f0) / 2, v1 * f1 - v0 * f0)
    return value, weight


def _weighed(values: np.ndarray, weights: np.ndarray, mean: Aggregation) -> tuple[np.ndarray, np.ndarray]:
    share = shares(values[None, :], weights)[0][0]
    return share, np.where(share > 0, mean.forward(np.maximum(np.where(share > 0, values, 1.0), mean.floor)), 0.0)


def _row(scheme: Scheme, part: int, pair: _Pair, found: tuple[float, str]) -> tuple:
    node = scheme.nodes[part]
    return node.code, node.name, node.parent, pair.now[part], pair.then[part], *found


def difference_sentence(table: pd.DataFrame, unit: str, other: str, *, most: int = 3) -> str:
    """The difference in one sentence that can be read aloud; `table` from `difference`.

    >>> table = pd.DataFrame({"name": ["进度", "节点"], "part": [-3.24, 1.0]})
    >>> difference_sentence(table, "太和镇", "太平镇")
    '太和镇比太平镇低 2.2 分：进度低 3.2 分，节点高 1.0 分。'
    """
    if table.empty:
        return f"{unit}和{other}没有差别，或有一个不评。"
    whole = table["part"].sum()
    names = table.groupby("name", sort=False)["part"].sum().sort_values(key=np.abs, ascending=False)
    told = "，".join(f"{name}{_by(points)}" for name, points in names.head(most).items())
    rest = names.iloc[most:]
    more = f"，其余 {len(rest)} 项合计{_by(rest.sum())}" if len(rest) else ""
    head = f"{unit}与{other}持平" if abs(whole) < _EVEN else f"{unit}比{other}{_by(whole)}"
    return f"{head}：{told}{more}。"


def _by(points: float) -> str:
    return f"{'低' if points < 0 else '高'} {abs(points):.1f} 分"
