"""How far the index of a unit with few projects is drawn to the mean of its peers. SCORING.md 5.

y are the indices of one peer group, v the variances of their errors; τ² is what the units truly differ by."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Meta", "Shrunk", "dersimonian_laird", "effective_number", "james_stein", "paule_mandel", "pooled_variance",
           "shrunk"]  # fmt: skip

Values = NDArray[np.float64]
_STEPS = 200


@dataclass(frozen=True)
class Shrunk:
    """mean: of the group; tau2; pull: share by which each is drawn to the mean (B); index: drawn; sd: its spread."""

    mean: float
    tau2: float
    pull: Values
    index: Values
    sd: Values

    @property
    def differ(self) -> bool:
        """Whether the units differ by more than chance; if not there is no order among them."""
        return self.tau2 > 0


@dataclass(frozen=True)
class Meta:
    """A random-effects summary: q (Cochran's Q), fixed (mean without τ²), tau2, mean, se, low, high (95 %)."""

    q: float
    fixed: float
    tau2: float
    mean: float
    se: float

    @property
    def low(self) -> float:
        """Lower end of the 95 % interval."""
        return self.mean - 1.959963984540054 * self.se

    @property
    def high(self) -> float:
        """Upper end of the 95 % interval."""
        return self.mean + 1.959963984540054 * self.se


def effective_number(weights: Values) -> float:
    """(Σω)² ÷ Σω²: how many equal projects the unit's projects are worth (Kish).

    >>> effective_number(np.array([1.0, 1, 1])), effective_number(np.array([8.0, 1, 1]))
    (3.0, 1.5151515151515151)
    """
    squares = float((weights**2).sum())
    return float(weights.sum()) ** 2 / squares if squares > 0 else 0.0


def pooled_variance(group: NDArray[np.int64], values: Values, weights: Values) -> float:
    """Variance of projects within their units, all units together: each unit counts by its effective number less one;
    NaN where no unit has two projects. group: 0 … of each project."""
    total = np.bincount(group, weights=weights)
    mean = np.bincount(group, weights=weights * values) / np.where(total > 0, total, 1)
    squares = np.bincount(group, weights=weights * (values - mean[group]) ** 2)
    number = total**2 / np.maximum(np.bincount(group, weights=weights**2), 1e-300)
    # Σω(x−x̄)²/Σω underestimates by 1 − 1/n: times n it has n − 1 degrees of freedom
    freedom = np.where(total > 0, number - 1, 0.0)
    whole = float((squares / np.where(total > 0, total, 1) * number).sum())
    return whole / float(freedom.sum()) if freedom.sum() > 1e-9 else float("nan")


def paule_mandel(y: Values, v: Values) -> float:
    """τ² at which Σ (y − μ)² ÷ (v + τ²) is n − 1 (Paule & Mandel 1982); 0 where it is smaller already at 0.

    >>> schools = np.array([28.0, 8, -3, 7, -1, 1, 18, 12]), np.array([15.0, 10, 16, 11, 9, 11, 10, 18]) ** 2
    >>> paule_mandel(*schools)
    0.0
    """
    if len(y) < 2:
        return 0.0
    low, high = 0.0, float(np.ptp(y) ** 2 + 1e-12)
    if _excess(y, v, 0.0) <= 0:
        return 0.0
    for _ in range(_STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if _excess(y, v, middle) > 0 else (low, middle)
    return (low + high) / 2


def _excess(y: Values, v: Values, tau2: float) -> float:
    """Cochran's Q at τ² less what chance alone would give; falls as τ² grows."""
    weights = 1 / np.maximum(v + tau2, 1e-12)
    mean = (weights * y).sum() / weights.sum()
    return float((weights * (y - mean) ** 2).sum()) - (len(y) - 1)


def dersimonian_laird(y: Values, v: Values) -> Meta:
    """The moment estimate of τ² and what follows (DerSimonian & Laird 1986); a check of `paule_mandel`."""
    weights = 1 / v
    fixed = float((weights * y).sum() / weights.sum())
    q = float((weights * (y - fixed) ** 2).sum())
    scale = weights.sum() - (weights**2).sum() / weights.sum()
    tau2 = max(0.0, (q - (len(y) - 1)) / float(scale)) if len(y) > 1 else 0.0
    both = 1 / (v + tau2)
    return Meta(q, fixed, tau2, float((both * y).sum() / both.sum()), float(1 / np.sqrt(both.sum())))


def shrunk(y: Values, v: Values, *, tau2: float | None = None) -> Shrunk:
    """Each index drawn to the mean of the group by B = v ÷ (v + τ²): the fewer projects, the further. τ² by Paule and
    Mandel where none is given; at 0 all are equal."""
    tau2 = paule_mandel(y, v) if tau2 is None else tau2
    weights = 1 / np.maximum(v + tau2, 1e-12)
    mean = float((weights * y).sum() / weights.sum())
    pull = np.divide(v, v + tau2, out=np.ones(len(v)), where=v + tau2 > 0) if tau2 > 0 else np.ones(len(v))
    return Shrunk(mean, tau2, pull, pull * mean + (1 - pull) * y, np.sqrt((1 - pull) * v))


def james_stein(y: Values, v: float) -> tuple[float, Values]:
    """1 − (n − 3)·v ÷ Σ(y − ȳ)², and every y drawn to the mean by it: equal variances (Efron & Morris 1977)."""
    mean = y.mean()
    factor = 1 - (len(y) - 3) * v / float(((y - mean) ** 2).sum())
    return factor, mean + factor * (y - mean)
