"""A composite index of units: indicators normalised, put together level by level, ranked; every part stays visible."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.composite.aggregating import aggregated
from analysis.composite.normalising import normalised
from analysis.composite.scheme import Scheme, SchemeError
from analysis.composite.treating import treated

__all__ = ["Composite", "composite_index", "on_scale", "places", "rolled_up"]

Values = NDArray[np.float64]
_DECIMALS = 9  # what differs by rounding of sums alone is a tie


@dataclass(frozen=True)
class Composite:
    """An index with all its parts, one row per unit (index: unit).

    scores: a column per node of the scheme, indicators normalised, the index last. ranks: the same columns, 1 is best,
    ties share the smaller rank, unknown has none. known_share: of all the indicators' weight in the index. values: what
    the indicators were."""

    scheme: Scheme
    values: pd.DataFrame
    scores: pd.DataFrame
    ranks: pd.DataFrame
    known_share: pd.Series

    @property
    def index(self) -> pd.Series:
        """The index itself."""
        return self.scores[self.scheme.top.code]

    @property
    def rank(self) -> pd.Series:
        """The place by the index."""
        return self.ranks[self.scheme.top.code]


def composite_index(data: pd.DataFrame, scheme: Scheme) -> Composite:
    """The index of every row of `data` (index: unit; a column per indicator, NaN: unknown) by the scheme. Columns that
    the scheme does not name are not looked at; SchemeError names indicators without a column or with text in it.

    >>> from analysis.composite.scheme import read_scheme
    >>> scheme = read_scheme(pd.DataFrame({"code": ["a", "b", "I"], "parent": ["I", "I", ""]}))
    >>> data = pd.DataFrame({"a": [1.0, 2, 3], "b": [30.0, 10, 20]}, index=["甲", "乙", "丙"])
    >>> composite_index(data, scheme).index.tolist(), composite_index(data, scheme).rank.tolist()
    ([50.0, 25.0, 75.0], [2.0, 3.0, 1.0])
    """
    values = _values(data, scheme)
    leaves = on_scale(values.to_numpy(), scheme)
    whole = rolled_up(leaves, scheme)
    scores = pd.DataFrame(whole, index=values.index, columns=list(scheme.codes))
    return Composite(
        scheme, values, scores,
        pd.DataFrame(places(whole.T).T, index=values.index, columns=list(scheme.codes)),
        pd.Series(_known_share(leaves, scheme), index=values.index, name="known_share"),
    )  # fmt: skip


def _values(data: pd.DataFrame, scheme: Scheme) -> pd.DataFrame:
    codes = [node.code for node in scheme.leaves]
    if missing := [code for code in codes if code not in data]:
        raise SchemeError(f"数据里没有指标“{'、'.join(missing)}”这一列；请补上，或从指标体系里删去。")
    twice = data.index[data.index.duplicated()]
    if len(twice):
        raise SchemeError(f"“{twice[0]}”在数据里有不止一行；每个单位只能有一行。")
    table = data[codes].apply(pd.to_numeric, errors="coerce").astype("float64")
    wrong = table.isna() & data[codes].notna()
    if wrong.to_numpy().any():
        unit, code = wrong.stack()[lambda found: found].index[0]
        raise SchemeError(f"“{unit}”的“{code}”写的是“{data.loc[unit, code]}”，不是数；请改成数，没有就空着。")
    return table.where(np.isfinite(table))


def on_scale(values: Values, scheme: Scheme) -> Values:
    """Indicators (units × indicators) treated and normalised, each in its own way."""
    found = np.empty(values.shape)
    for place, node in enumerate(scheme.leaves):
        own = treated(values[:, place], way=scheme.family(node, "treatment"))
        found[:, place] = normalised(own, node, way=scheme.family(node, "normalisation"), scale=scheme.scale)
    return found


def rolled_up(
    leaves: Values, scheme: Scheme, *, weights: Values | None = None, ways: Mapping[int, str] | None = None
) -> Values:
    """All nodes (…, units, nodes) from the indicators (…, units, indicators), level by level. weights: (…, nodes) of
    many runs at once, else the scheme's own; ways: place of an aggregate -> how it is put together."""
    weights = scheme.weights if weights is None else weights
    shape = np.broadcast_shapes(leaves.shape[:-2], weights.shape[:-1])
    whole = np.empty((*shape, leaves.shape[-2], len(scheme.nodes)))
    whole[..., : leaves.shape[-1]] = leaves
    for place, parts in scheme.children:
        way = (ways or {}).get(place) or scheme.family(scheme.nodes[place], "aggregation")
        whole[..., place] = aggregated(whole[..., parts], weights[..., parts], way=way, min_known=scheme.min_known)
    return whole


def places(index: Values) -> Values:
    """Ranks along the last axis, the highest first, ties the smaller; unknown has none.

    >>> places(np.array([70.0, 90.0, np.nan, 90.0])).tolist()
    [3.0, 1.0, nan, 1.0]
    """
    table = pd.DataFrame(np.round(index, _DECIMALS).reshape(-1, index.shape[-1]))
    return table.rank(axis=1, method="min", ascending=False).to_numpy().reshape(index.shape)


def _known_share(leaves: Values, scheme: Scheme) -> Values:
    """Per unit the share of the index's weight whose indicators are known, aggregates weighing as in the index."""
    share = np.zeros(len(scheme.nodes))
    share[-1] = 1.0
    for place, parts in reversed(scheme.children):
        own = scheme.weights[parts]
        share[parts] = share[place] * own / own.sum()
    return (~np.isnan(leaves) * share[: leaves.shape[1]]).sum(axis=1)
