"""A thousand uncertainty runs of an index against one run of it; a large index in memory."""

import sys
import time

import numpy as np
import pandas as pd

from analysis.composite import composite_index, read_scheme
from analysis.composite.uncertainty import uncertainty
from benchmarks.figures import Figure, paired, peak_megabytes

__all__ = ["measure"]

UNITS, INDICATORS, PILLARS = 51, 49, 8
RUNS, SEED = 1_000, 2022
LARGE = (2_000, 60, 10)


def table(units: int, indicators: int) -> pd.DataFrame:
    """Figures of units, the same every time."""
    drawn = np.random.default_rng(SEED).random((units, indicators))
    return pd.DataFrame(drawn, columns=[f"i{place}" for place in range(indicators)])


def scheme(indicators: int, pillars: int):
    """Indicators in pillars, pillars in one index, all weights equal."""
    leaves = [{"code": f"i{place}", "parent": f"p{place % pillars}"} for place in range(indicators)]
    parts = [{"code": f"p{place}", "parent": "index"} for place in range(pillars)]
    return read_scheme(pd.DataFrame([*leaves, *parts, {"code": "index", "parent": ""}]))


def measure(*, rounds: int) -> list[Figure]:
    """1,000 runs over weights and ways of putting together, and what a large index takes."""
    data, own = table(UNITS, INDICATORS), scheme(INDICATORS, PILLARS)

    def many() -> float:
        return _seconds(lambda: uncertainty(data, own, runs=RUNS, seed=SEED))

    def one() -> float:
        return _seconds(lambda: composite_index(data, own))

    seconds = paired(many, one, rounds=rounds)
    command = [sys.executable, "-c", "from benchmarks.indices import large; large()"]
    return [
        Figure(f"{RUNS:,} uncertainty runs of {UNITS} × {INDICATORS} / one run", *seconds, aim=30),
        Figure("2,000 units × 60 indicators, 1,000 runs: peak memory", peak_megabytes(command), None, 500, "MB"),
    ]


def large() -> None:
    """The large index with its uncertainty, in a process of its own."""
    units, indicators, pillars = LARGE
    uncertainty(table(units, indicators), scheme(indicators, pillars), runs=RUNS, seed=SEED)


def _seconds(work) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
