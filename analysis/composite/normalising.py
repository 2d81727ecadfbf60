"""Indicators of different units onto one scale: a family of functions of one shape in one tuple.

Each takes the known values of one indicator (all units, NaN where unknown), its `Node` and the scale, and gives values
of which more is better. Adding one means one entry and one test."""

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

if TYPE_CHECKING:
    from analysis.composite.scheme import Node

__all__ = ["NORMALISATIONS", "Normalisation", "normalised"]

Values = NDArray[np.float64]


class Normalisation(NamedTuple):
    """`needs`: fields of the node without which it cannot be done. on_scale: whether values lie on the scale."""

    name: str
    words: str
    apply: Callable[..., Values]
    needs: tuple[str, ...] = ()
    on_scale: bool = True


def _between(values: Values, low: float, high: float, *, direction: float, scale: tuple[float, float]) -> Values:
    """Linear from low to high onto the scale, the other way round where less is better; one value for all: the middle
    would be a claim, so it is unknown."""
    if not high > low:
        return np.full(values.shape, np.nan)
    share = (values - low) / (high - low)
    share = share if direction > 0 else 1 - share
    return scale[0] + share * (scale[1] - scale[0])


def _goalposts(values: Values, node: "Node", scale: tuple[float, float]) -> Values:
    share = _between(values, node.low, node.high, direction=node.direction, scale=scale)
    return np.clip(share, *scale)


def _minmax(values: Values, node: "Node", scale: tuple[float, float]) -> Values:
    return _between(values, np.nanmin(values), np.nanmax(values), direction=node.direction, scale=scale)


def _zscore(values: Values, node: "Node", scale: tuple[float, float]) -> Values:
    spread = np.nanstd(values, ddof=1) if np.isfinite(values).sum() > 1 else 0.0
    if not spread > 0:
        return np.full(values.shape, np.nan)
    middle, unit = (scale[0] + scale[1]) / 2, (scale[1] - scale[0]) / 10
    return middle + unit * node.direction * (values - np.nanmean(values)) / spread


def _rank(values: Values, node: "Node", scale: tuple[float, float]) -> Values:
    return pd.Series(node.direction * values).rank(method="min").to_numpy()


def _percentile_rank(values: Values, node: "Node", scale: tuple[float, float]) -> Values:
    count = np.isfinite(values).sum()
    if count < 2:
        return np.full(values.shape, np.nan)
    return scale[0] + (_rank(values, node, scale) - 1) / (count - 1) * (scale[1] - scale[0])


def _distance_to_target(values: Values, node: "Node", scale: tuple[float, float]) -> Values:
    """How much of the way from the worst value to the target; beyond the target earns nothing."""
    worst = np.nanmin(values) if node.direction > 0 else np.nanmax(values)
    way = node.direction * (node.target - worst)
    if not way > 0:  # even the worst unit has reached it
        return np.where(np.isnan(values), np.nan, scale[1])
    share = np.minimum(node.direction * (values - worst) / way, 1.0)
    return scale[0] + share * (scale[1] - scale[0])


def _none(values: Values, node: "Node", scale: tuple[float, float]) -> Values:
    """Values that are on the scale already; where less is better they are turned round on it."""
    return values if node.direction > 0 else scale[0] + scale[1] - values


NORMALISATIONS = (
    Normalisation("goalposts", "按固定标杆", _goalposts, ("low", "high")),
    Normalisation("minmax", "按最低最高值", _minmax),
    Normalisation("zscore", "按标准分", _zscore, on_scale=False),
    Normalisation("rank", "按名次", _rank, on_scale=False),
    Normalisation("percentile_rank", "按百分位次", _percentile_rank),
    Normalisation("target", "按离目标的距离", _distance_to_target, ("target",)),
    Normalisation("none", "不换算", _none),
)
"""zscore: 50 + 10 z on a scale of 0 to 100. rank: 1 for the last, ties the smaller. target: COINr `n_dist2targ` capped
at the target. minmax, rank and zscore rest on the peers: another unit's data then changes a unit's own score."""

_BY_NAME = {each.name: each for each in NORMALISATIONS}


def normalised(values: Values, node: "Node", *, way: str, scale: tuple[float, float]) -> Values:
    """One indicator's values (NaN: unknown) on the scale, by the normalisation of that name.

    >>> from analysis.composite.scheme import Node
    >>> node = Node("a", "a", 1, "I", low=0, high=50)
    >>> normalised(np.array([-5.0, 10.0, 60.0, np.nan]), node, way="goalposts", scale=(0, 100)).tolist()
    [0.0, 20.0, 100.0, nan]
    """
    if not np.isfinite(values).any():
        return np.full(values.shape, np.nan)
    return _BY_NAME[way].apply(values, node, scale)
