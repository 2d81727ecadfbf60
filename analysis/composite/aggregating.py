"""Parts to a whole: weighted means of one shape in one tuple. Each is quasi-arithmetic, f⁻¹(Σ v·f(x)), so the same
function f that makes the mean also splits the difference of two means into parts that add up (`explaining`)."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = ["AGGREGATIONS", "Aggregation", "aggregated", "shares", "with_share"]

Values = NDArray[np.float64]


class Aggregation(NamedTuple):
    """forward is f, back its inverse; floor: what is below counts as this (a geometric mean of 0 would be 0)."""

    name: str
    words: str
    forward: Callable[[Values], Values]
    back: Callable[[Values], Values]
    floor: float = -np.inf


AGGREGATIONS = (
    Aggregation("arithmetic", "加权平均", lambda x: x, lambda y: y),
    Aggregation("geometric", "几何平均", np.log, np.exp, floor=1.0),
    Aggregation("harmonic", "调和平均", np.reciprocal, np.reciprocal, floor=1.0),
)
"""floor 1 of 100: SCORING.md 6."""

BY_NAME = {each.name: each for each in AGGREGATIONS}


def shares(values: Values, weights: Values) -> tuple[Values, Values]:
    """Weights of the known values so that they sum to 1 (0 where unknown), and the share of weight that is known.

    values: (…, units, parts); weights: (…, parts) or (parts,)."""
    told = np.where(np.isnan(values), 0.0, weights[..., None, :])
    known = told.sum(axis=-1)
    whole = weights.sum(axis=-1)[..., None]
    share = np.divide(told, known[..., None], out=np.zeros(told.shape), where=known[..., None] > 0)
    return share, known / whole


def aggregated(values: Values, weights: Values, *, way: str, min_known: float) -> Values:
    """The whole of each unit from its parts: unknown parts are neutral, and with less than `min_known` of the weight
    known the whole is unknown (COINr `a_amean`, `dat_thresh`).

    >>> values = np.array([[80.0, 40.0], [80.0, np.nan]])
    >>> aggregated(values, np.array([3.0, 1.0]), way="arithmetic", min_known=0.8).tolist()
    [70.0, nan]
    """
    return with_share(values, weights, way=way, min_known=min_known)[0]


def with_share(values: Values, weights: Values, *, way: str, min_known: float) -> tuple[Values, Values]:
    """`aggregated`, and the share of weight that is known."""
    mean = BY_NAME[way]
    share, known = shares(values, weights)
    seen = np.where(share > 0, mean.forward(np.maximum(np.where(share > 0, values, 1.0), mean.floor)), 0.0)
    whole = mean.back(np.where(known > 0, (share * seen).sum(axis=-1), 1.0))
    return np.where((known > 0) & (known >= min_known - 1e-9), whole, np.nan), known
