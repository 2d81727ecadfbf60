"""Earned schedule: when should the plan have reached what has been earned?

A plan is a cumulative curve: points (time, value), times rising, values never falling, straight lines between.
Thousands of plans are held end to end in two arrays (`Curves`), and looked up all at once by bisection, exactly.

Formulas: SCORING.md 2; `cases/schedule` of the shared folder is reproduced with these functions [P].
"""

from dataclasses import dataclass

import numpy as np

__all__ = ["Curves", "curve", "earned_schedule", "planned_percent", "ratios", "time_at", "value_at"]


@dataclass(frozen=True)
class Curves:
    """n curves end to end: curve i has the points `first[i] … last[i]` (inclusive; `last < first`: no curve)."""

    first: np.ndarray
    last: np.ndarray
    time: np.ndarray
    value: np.ndarray


def earned_schedule(times: object, planned: object, earned: object) -> float | np.ndarray:
    """The earliest time at which the cumulative plan reaches `earned`, linear between points.

    times, planned: arrays of equal length, times rising (any unit), planned never falling; the origin of the plan
    belongs in them (time 0, nothing planned). earned: a number or an array. Earned above the plan's end: the earliest
    time at which the plan's highest value is reached. Earned below its beginning: the first time. Unknown stays
    unknown (NaN). Raises ValueError when the plan is no such curve.

    >>> earned_schedule([0, 10, 20, 30], [0, 40, 40, 100], [20, 40, 70, 130]).tolist()
    [5.0, 10.0, 25.0, 30.0]
    """
    return _look_up(time_at, curve(times, planned), earned)


def planned_percent(times: object, planned: object, at: object) -> float | np.ndarray:
    """The plan's value at the times `at`: the first value before the curve, the last one after it.

    >>> planned_percent([0, 10, 30], [0, 40, 100], 20)
    70.0
    """
    return _look_up(value_at, curve(times, planned), at)


def curve(times: object, planned: object) -> Curves:
    """One checked curve. Raises ValueError, in Chinese, when it is none."""
    time, value = np.asarray(times, dtype="float64"), np.asarray(planned, dtype="float64")
    if time.ndim != 1 or time.shape != value.shape or not time.size:
        raise ValueError("计划曲线的时间与计划值应为等长的一维数组，且至少一个点。")
    if not (np.isfinite(time).all() and np.isfinite(value).all()):
        raise ValueError("计划曲线中有缺失或无穷的数值。")
    if (np.diff(time) <= 0).any() or (np.diff(value) < 0).any():
        raise ValueError("计划曲线的时间应逐点增大，累计计划值不得减小。")
    return Curves(np.zeros(1, "int64"), np.full(1, time.size - 1), time, value)


def _look_up(function: object, plan: Curves, wanted: object) -> float | np.ndarray:
    wanted = np.asarray(wanted, dtype="float64")
    found = function(plan, np.zeros(wanted.size, "int64"), wanted.ravel()).reshape(wanted.shape)
    return found if wanted.ndim else float(found)


def time_at(curves: Curves, which: np.ndarray, values: np.ndarray) -> np.ndarray:
    """For each pair (curve `which[i]`, `values[i]`): the earliest time at which that curve reaches the value; NaN where
    there is no curve or no value."""
    return _between(curves, which, values, along=curves.value, across=curves.time)


def value_at(curves: Curves, which: np.ndarray, times: np.ndarray) -> np.ndarray:
    """For each pair (curve `which[i]`, `times[i]`): the curve's value then; NaN where there is no curve or no time."""
    return _between(curves, which, times, along=curves.time, across=curves.value)


def _between(
    curves: Curves, which: np.ndarray, wanted: np.ndarray, *, along: np.ndarray, across: np.ndarray
) -> np.ndarray:
    """`across` where `along` first reaches `wanted`, straight between two points, flat outside the curve."""
    found = np.full(len(wanted), np.nan)
    ask = np.flatnonzero((curves.first[which] <= curves.last[which]) & ~np.isnan(wanted))
    first, last = curves.first[which[ask]], curves.last[which[ask]]
    goal = np.minimum(wanted[ask], along[last])
    high = _reached(along, goal, first=first, last=last)
    low = np.maximum(high - 1, first)
    step = along[high] - along[low]
    inside = (high > first) & (step > 0)
    share = np.divide(goal - along[low], step, out=np.ones_like(goal), where=inside)
    found[ask] = np.where(share == 1, across[high], across[low] + share * (across[high] - across[low]))
    return found


def _reached(along: np.ndarray, goal: np.ndarray, *, first: np.ndarray, last: np.ndarray) -> np.ndarray:
    """The first point of each curve that is not below its goal: bisection in all curves at once (no goal lies above
    the curve's end). Exact, unlike one searchsorted over curves shifted apart, which costs digits."""
    low, high = first.copy(), last.copy()
    while (low < high).any():
        middle = (low + high) // 2
        below = along[middle] < goal
        low, high = np.where(below & (low < high), middle + 1, low), np.where(below, high, middle)
    return low


def ratios(earned: object, actual: object, duration: object) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """SPI(t), TSPI and IEAC(t) of earned time ES, actual time AT and planned duration PD (same unit of time).

    SPI(t) = ES/AT; TSPI = (PD−ES)/(PD−AT), only while AT < PD; IEAC(t) = PD/SPI(t), only when something is earned.
    Before the start (AT ≤ 0) all three are unknown (NaN).

    >>> [float(x) for x in ratios(18.0, 20.0, 30.0)]
    [0.9, 1.2, 33.333333333333336]
    """
    es, at, pd_ = np.broadcast_arrays(*(np.asarray(x, dtype="float64") for x in (earned, actual, duration)))
    begun = at > 0
    spi = np.divide(es, at, out=np.full(at.shape, np.nan), where=begun)
    tspi = np.divide(pd_ - es, pd_ - at, out=np.full(at.shape, np.nan), where=begun & (at < pd_))
    ieac = np.divide(pd_, spi, out=np.full(at.shape, np.nan), where=spi > 0)
    return spi, tspi, ieac
