"""Honest ranks of few: shrinkage to the mean of the peers, how sure a place is, and who may be named."""

from analysis.ranking.intervals import expected_ranks, rank_intervals
from analysis.ranking.naming import named
from analysis.ranking.shrinkage import (
    Shrunk,
    dersimonian_laird,
    effective_number,
    james_stein,
    paule_mandel,
    pooled_variance,
    shrunk,
)

__all__ = [
    "Shrunk", "dersimonian_laird", "effective_number", "expected_ranks", "james_stein", "named", "paule_mandel",
    "pooled_variance", "rank_intervals", "shrunk",
]  # fmt: skip
