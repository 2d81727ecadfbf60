"""How sure a place is: the index reckoned many times with other weights, normalisations and aggregations, and which of
these choices moves the places most. SCORING.md 6; the same seed gives the same answer on every machine."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.composite.engine import composite_index, on_scale, places, rolled_up
from analysis.composite.scheme import Scheme

__all__ = ["Choices", "chosen", "in_parts", "rank_shift", "sensitivity", "sobol", "uncertainty", "what_if"]

Values = NDArray[np.float64]
_AT_ONCE = 4_000_000
"""Numbers held at once, so that a thousand runs over two thousand units stay within memory."""


@dataclass(frozen=True)
class Choices:
    """What could have been chosen otherwise. spread: each weight may be this share larger or smaller; normalisations
    and aggregations: names of the families, "" is the scheme's own."""

    spread: float = 0.25
    normalisations: tuple[str, ...] = ("",)
    aggregations: tuple[str, ...] = ("", "geometric")


def uncertainty(
    data: pd.DataFrame, scheme: Scheme, *, runs: int = 1000, seed: int, choices: Choices = Choices()
) -> pd.DataFrame:
    """Per unit (index): rank (by the scheme itself), median, low, high (5 % and 95 % of the places over all runs), and
    share_kept (of the runs that give the place of the scheme)."""
    own = composite_index(data, scheme).rank
    drawn = np.random.default_rng(seed).random((runs, len(scheme.nodes) + 2))
    found = places(_indices(data, scheme, drawn, choices))
    ranked = own.notna().to_numpy()
    low, median, high = np.full((3, len(data)), np.nan)
    low[ranked], median[ranked], high[ranked] = np.nanpercentile(
        found[:, ranked], [5, 50, 95], axis=0, method="inverted_cdf"
    )
    kept = (found == own.to_numpy()).mean(axis=0)
    return pd.DataFrame(
        {"rank": own, "median": median, "low": low, "high": high, "share_kept": np.where(ranked, kept, np.nan)},
        index=data.index,
    )


def _indices(data: pd.DataFrame, scheme: Scheme, drawn: Values, choices: Choices) -> Values:
    """The index of every unit in every run (runs × units). drawn: uniform numbers, the last two columns choose the
    normalisation and the aggregation, the others the weights of the nodes."""
    weights = scheme.weights * (1 + choices.spread * (2 * drawn[:, :-2] - 1))
    which = [chosen(drawn[:, -2], choices.normalisations), chosen(drawn[:, -1], choices.aggregations)]
    found = np.empty((len(drawn), len(data)))
    for i, normalisation in enumerate(choices.normalisations):
        leaves = composite_leaves(data, scheme, normalisation)
        for k, aggregation in enumerate(choices.aggregations):
            ways = dict.fromkeys((place for place, _ in scheme.children), aggregation)
            for part in in_parts(np.flatnonzero((which[0] == i) & (which[1] == k)), len(data) * len(scheme.nodes)):
                found[part] = rolled_up(leaves, scheme, weights=weights[part], ways=ways)[..., -1]
    return found


def composite_leaves(data: pd.DataFrame, scheme: Scheme, normalisation: str) -> Values:
    """The indicators on the scale, all of them by another normalisation where one is named."""
    if normalisation:
        nodes = tuple(replace(node, normalisation="") for node in scheme.nodes)
        scheme = replace(scheme, nodes=nodes, normalisation=normalisation)
    return on_scale(data[[node.code for node in scheme.leaves]].to_numpy("float64"), scheme)


def chosen(drawn: Values, options: Sequence[object]) -> NDArray[np.int64]:
    """Which of the options each uniform number means."""
    return np.minimum((drawn * len(options)).astype("int64"), len(options) - 1)


def in_parts(runs: NDArray[np.int64], numbers: int) -> Iterator[NDArray[np.int64]]:
    """The runs in parts, so that `numbers` for each of them stay within memory."""
    step = max(1, _AT_ONCE // max(1, numbers))
    for start in range(0, len(runs), step):
        yield runs[start : start + step]


def rank_shift(index: Values, own: Values) -> Values:
    """Mean absolute change of place of each run (COINr's output of a sensitivity analysis)."""
    return np.nanmean(np.abs(places(index) - places(own)), axis=-1)


def sensitivity(
    data: pd.DataFrame, scheme: Scheme, *, runs: int = 512, seed: int, choices: Choices = Choices()
) -> pd.DataFrame:
    """Which choice moves the places most: one row per part of the index (its weight), and for normalisation and
    aggregation where there is more than one: factor, name, first (share of the variance of the mean change of place
    that it makes alone), total (with its interplay). runs: a power of two."""
    factors = _factors(scheme, choices)
    own = composite_index(data, scheme).index.to_numpy()

    def shift(drawn: Values) -> Values:
        whole = np.full((len(drawn), len(scheme.nodes) + 2), 0.5)
        whole[:, -2:] = 0.0
        whole[:, factors.columns] = drawn
        return rank_shift(_indices(data, scheme, whole, choices), own)

    first, total = sobol(shift, len(factors.names), runs=runs, seed=seed)
    return pd.DataFrame({"factor": factors.codes, "name": factors.names, "first": first, "total": total})


@dataclass(frozen=True)
class _Factors:
    codes: list[str]
    names: list[str]
    columns: list[int]


def _factors(scheme: Scheme, choices: Choices) -> _Factors:
    _, parts = scheme.children[-1]
    rows = [(scheme.nodes[place].code, scheme.nodes[place].name, int(place)) for place in parts]
    if len(choices.normalisations) > 1:
        rows.append(("normalisation", "归一化方法", len(scheme.nodes)))
    if len(choices.aggregations) > 1:
        rows.append(("aggregation", "合成方法", len(scheme.nodes) + 1))
    return _Factors(*(list(column) for column in zip(*rows, strict=True)))


def sobol(model: Callable[[Values], Values], count: int, *, runs: int, seed: int) -> tuple[Values, Values]:
    """First and total order indices of a model of `count` uniform numbers: Sᵢ = mean(y_B (y_ABi − y_A)) ÷ V and
    STᵢ = Σ(y_A − y_ABi)² ÷ (2NV) (Saltelli 2010, as COINr reckons them). All 0 where nothing moves."""
    from scipy.stats import qmc  # takes a second to import

    drawn = qmc.Sobol(2 * count, scramble=True, rng=np.random.default_rng(seed)).random(runs)
    a, b = drawn[:, :count], drawn[:, count:]
    mixed = np.stack([np.where(np.arange(count) == i, b, a) for i in range(count)])
    y = model(np.concatenate([a, b, mixed.reshape(-1, count)]))
    y_a, y_b, y_mixed = y[:runs], y[runs : 2 * runs], y[2 * runs :].reshape(count, runs)
    variance = np.var(np.concatenate([y_a, y_b]))
    if not variance > 0:
        return np.zeros(count), np.zeros(count)
    first = (y_b * (y_mixed - y_a)).mean(axis=1) / variance
    total = ((y_a - y_mixed) ** 2).sum(axis=1) / (2 * runs * variance)
    return first, total


def what_if(data: pd.DataFrame, scheme: Scheme, other: Scheme) -> pd.DataFrame:
    """Per unit (index) what another scheme (`weighing`, `without`) would make of it: index, rank, index_then,
    rank_then, change (places gained, below 0: lost)."""
    now, then = composite_index(data, scheme), composite_index(data, other)
    table = pd.DataFrame({"index": now.index, "rank": now.rank, "index_then": then.index, "rank_then": then.rank})
    return table.assign(change=table["rank"] - table["rank_then"])
