"""Drawing to the mean for many runs at once: what `analysis.ranking.shrinkage` says of one group, row by row of a
table of runs, where asking one after the other would take minutes."""

import numpy as np
from numpy.typing import NDArray

__all__ = ["drawn_in_runs", "pooled_in_runs"]

Values = NDArray[np.float64]
_STEPS = 60


def pooled_in_runs(group: NDArray[np.int64], values: Values, weights: Values) -> Values:
    """`pooled_variance` of every run (a row of `values`: runs × projects). group: 0 … of each project, ascending, each
    number at least once."""
    starts = np.flatnonzero(np.diff(group, prepend=-1))
    total = np.add.reduceat(weights, starts)
    number = total**2 / np.add.reduceat(weights**2, starts)
    mean = np.add.reduceat(values * weights, starts, axis=1) / total
    squares = np.add.reduceat(weights * (values - mean[:, group]) ** 2, starts, axis=1)
    freedom = float((number - 1).sum())
    whole = (squares / total * number).sum(axis=1)
    return whole / freedom if freedom > 1e-9 else np.full(len(values), np.nan)


def drawn_in_runs(y: Values, v: Values) -> Values:
    """`shrunk(y, v).index` of every run (a row of both: runs × units); unknown throughout in a run in which the units
    differ by no more than chance (τ² = 0): there is no order in it."""
    tau2 = _tau2(y, v)[:, None]
    weights = 1 / np.maximum(v + tau2, 1e-12)
    mean = (weights * y).sum(axis=1, keepdims=True) / weights.sum(axis=1, keepdims=True)
    pull = np.divide(v, v + tau2, out=np.zeros(y.shape), where=v + tau2 > 0)
    return np.where(tau2 > 0, pull * mean + (1 - pull) * y, np.nan)


def _tau2(y: Values, v: Values) -> Values:
    """Paule and Mandel's τ² of every run, by halving all at once."""
    low, high = np.zeros(len(y)), np.ptp(y, axis=1) ** 2 + 1e-12
    for _ in range(_STEPS):
        middle = (low + high) / 2
        above = _excess(y, v, middle) > 0
        low, high = np.where(above, middle, low), np.where(above, high, middle)
    return np.where(_excess(y, v, np.zeros(len(y))) > 0, (low + high) / 2, 0.0)


def _excess(y: Values, v: Values, tau2: Values) -> Values:
    weights = 1 / np.maximum(v + tau2[:, None], 1e-12)
    mean = (weights * y).sum(axis=1, keepdims=True) / weights.sum(axis=1, keepdims=True)
    return (weights * (y - mean) ** 2).sum(axis=1) - (y.shape[1] - 1)
