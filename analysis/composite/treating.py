"""Outliers, before normalising, and only where the scheme says so: one far value would press all others together.

An indicator is treated when it is both skewed and peaked (|skewness| > 2 and kurtosis > 3.5, OECD/JRC)."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

__all__ = ["TREATMENTS", "Treatment", "has_outliers", "treated"]

Values = NDArray[np.float64]

_SKEWNESS, _KURTOSIS, _WINSORISED = 2.0, 3.5, 5


class Treatment(NamedTuple):
    """A treatment of an indicator that has outliers."""

    name: str
    words: str
    apply: Callable[[Values], Values]


def has_outliers(values: Values) -> bool:
    """Whether the known values are skewed and peaked at once (sample skewness and excess kurtosis)."""
    told = values[np.isfinite(values)]
    if len(told) < 4 or np.ptp(told) == 0:
        return False
    shape = pd.Series(told)
    return bool(abs(shape.skew()) > _SKEWNESS and shape.kurt() > _KURTOSIS)


def _winsorise(values: Values) -> Values:
    """The farthest values one after the other moved to the next one, at most five; given back as it was when that does
    not help."""
    found = values.copy()
    high = pd.Series(values).skew() > 0
    for _ in range(_WINSORISED):
        if not has_outliers(found):
            return found
        told = np.unique(found[np.isfinite(found)])
        edge, inner = (told[-1], told[-2]) if high else (told[0], told[1])
        found[found == edge] = inner
    return values if has_outliers(found) else found


def _log(values: Values) -> Values:
    """Logarithm from just below the smallest value, turned round where the long tail is below."""
    told = values[np.isfinite(values)]
    high = pd.Series(told).skew() > 0
    span = np.ptp(told)
    turned = values - told.min() if high else told.max() - values
    found = np.log(turned + 0.01 * span)
    return found if high else -found


def _winsorise_or_log(values: Values) -> Values:
    """Winsorised; where five values are not enough, the logarithm."""
    found = _winsorise(values)
    return _log(values) if has_outliers(found) else found


TREATMENTS = (
    Treatment("winsorise", "缩尾", _winsorise),
    Treatment("log", "取对数", _log),
    Treatment("winsorise_or_log", "先缩尾，不行再取对数", _winsorise_or_log),
)

_BY_NAME = {each.name: each for each in TREATMENTS}


def treated(values: Values, *, way: str) -> Values:
    """The values treated in that way where they have outliers; "" treats nothing.

    >>> treated(np.array([1.0, 2, 3, 4, 5, 6, 7, 900]), way="winsorise").tolist()
    [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 7.0]
    """
    return _BY_NAME[way].apply(values) if way and has_outliers(values) else values
