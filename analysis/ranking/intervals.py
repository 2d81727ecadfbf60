"""How sure a place is: ranks drawn many times from what is known of each unit, with a seed, and the exact expected rank
as a check. SCORING.md 5."""

import math

import numpy as np
import pandas as pd
from numpy.typing import NDArray

__all__ = ["expected_ranks", "rank_intervals"]

Values = NDArray[np.float64]
_AT_ONCE = 4_000_000
_erfc = np.vectorize(math.erfc, otypes=[np.float64])  # scipy has it too and takes half a second to import


def rank_intervals(
    mean: Values, sd: Values, *, draws: int, seed: int, level: float = 0.95, share: float = 0.25
) -> pd.DataFrame:
    """One row per unit: low and high (the ranks between which `level` of the draws lie), p_top and p_bottom (share of
    draws in the first and last quarter, at least one place). Normal draws around `mean` with `sd`; 1 is the highest;
    equal draws share the smaller rank. The same seed gives the same answer on every machine."""
    count = len(mean)
    if not count:
        return pd.DataFrame({name: [] for name in ("low", "high", "p_top", "p_bottom")}, dtype="float64")
    drawn = np.random.default_rng(seed)
    step = max(1, _AT_ONCE // count)
    parts = []
    for start in range(0, draws, step):
        noise = drawn.standard_normal((min(step, draws - start), count))
        parts.append(pd.DataFrame(mean + sd * noise).rank(axis=1, method="min", ascending=False).to_numpy())
    ranks = np.concatenate(parts)
    ends = [50 * (1 - level), 50 * (1 + level)]
    low, high = np.percentile(ranks, ends, axis=0, method="inverted_cdf")
    places = max(1, int(np.ceil(share * count - 1e-9)))
    return pd.DataFrame(
        {
            "low": low, "high": high, "p_top": (ranks <= places).mean(axis=0),
            "p_bottom": (ranks > count - places).mean(axis=0),
        }
    )  # fmt: skip


def expected_ranks(mean: Values, sd: Values) -> Values:
    """E[Rᵢ] = 1 + Σⱼ Φ((mⱼ − mᵢ) ÷ √(sᵢ² + sⱼ²)); two that are surely equal count half each.

    >>> expected_ranks(np.array([3.0, 2.0, 1.0]), np.zeros(3)).tolist()
    [1.0, 2.0, 3.0]
    """
    gap = mean[None, :] - mean[:, None]
    spread = np.sqrt(sd[None, :] ** 2 + sd[:, None] ** 2)
    sure = np.where(gap > 0, np.inf, np.where(gap < 0, -np.inf, 0.0))
    chance = _erfc(-np.divide(gap, spread, out=sure, where=spread > 0) / math.sqrt(2)) / 2
    np.fill_diagonal(chance, 0.0)
    return 1 + chance.sum(axis=1)
