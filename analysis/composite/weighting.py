"""Weights that data would give: entropy, CRITIC, first principal component. For sensitivity only, never for the score:
adding a constant to a column, or scaling it, moves them (SCORING.md 4)."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

__all__ = ["WEIGHTINGS", "Weighting", "data_weights"]

Values = NDArray[np.float64]


class Weighting(NamedTuple):
    """Weights of the columns of a full table (units × indicators), more is better in all of them."""

    name: str
    words: str
    apply: Callable[[Values], Values]
    from_zero: bool = False
    """Whether no value may be below 0."""


def _entropy(values: Values) -> Values:
    from pymcdm.weights import entropy_weights  # takes two seconds to import

    return entropy_weights(np.maximum(values, 1e-12))  # p·ln p is 0 at p = 0; pymcdm asks for more than 0


def _critic(values: Values) -> Values:
    from pymcdm.weights import critic_weights

    return critic_weights(values)


def _first_component(values: Values) -> Values:
    """Loadings of the first principal component of the standardised columns, their sum positive."""
    standard = (values - values.mean(axis=0)) / values.std(axis=0, ddof=1)
    loadings = np.linalg.svd(standard, full_matrices=False)[2][0]
    return loadings / loadings.sum()


WEIGHTINGS = (
    Weighting("entropy", "熵权", _entropy, from_zero=True),
    Weighting("critic", "CRITIC 权", _critic),
    Weighting("pca", "主成分权", _first_component),
)
"""Entropy: Xu 2004; CRITIC: Diakoulaki 1995; both as pymcdm reckons them."""


def data_weights(values: pd.DataFrame) -> pd.DataFrame:
    """One row per column of `values` (normalised scores of units, unknown ones left out by unit), one column per
    method, summing to 1; unknown where a method cannot say: fewer than three full rows, a constant column, a
    value below 0 for entropy."""
    full = values.dropna().to_numpy(dtype="float64")
    told = len(full) >= 3 and bool((np.ptp(full, axis=0) > 0).all())
    found = {}
    for method in WEIGHTINGS:
        usable = told and not (method.from_zero and (full < 0).any())
        found[method.name] = method.apply(full) if usable else np.full(values.shape[1], np.nan)
    return pd.DataFrame(found, index=values.columns)
