"""What is measured of every task at a day: planned, actual, lag, earned schedule, forecast. SCORING.md 2."""

import numpy as np
import pandas as pd

from analysis.facts.days import texts
from analysis.facts.known import Known
from analysis.progress.actual import actual_progress, reckoned
from analysis.progress.plan import plan_curves
from analysis.progress.schedule import Curves, ratios, time_at, value_at
from analysis.rules.rulepack import RulePack

__all__ = ["measures"]

_ROUNDING = 1e-6


def measures(known: Known, rules: RulePack, *, curves: Curves | None = None) -> pd.DataFrame:
    """One row per task of `known.tasks` (same order), its columns and: planned (%), actual (%) and what it is made of,
    lag (pp, planned − actual), es_days, at_days, pd_days, spi_t, tspi, ieac (days), recent (plan days earned per day in
    the last weeks), forecast (day number of the expected finish), slip (days after the deadline), finished, state.

    Days are day numbers. What cannot be known is NaN: no deadline, no plan; not started, no ratios; no report and no
    node state, no progress. curves: the `plan_curves` of the same tasks and nodes, where they are at hand.
    """
    tasks, curves = known.tasks, plan_curves(known) if curves is None else curves
    done = actual_progress(known, at=known.day, rules=rules)
    every = np.arange(len(tasks))
    planned = value_at(curves, every, known.day)
    actual = done["actual"].to_numpy()
    time = _times(known, curves, actual=actual, rules=rules)
    finished = actual >= 100 - _ROUNDING
    forecast = np.where(finished, np.nan, _forecast(known, time, rules))
    told = {
        "planned": planned, "lag": planned - actual, "finished": finished, "forecast": forecast,
        "slip": forecast - tasks["deadline"].to_numpy(), "state": _state(known, actual, finished),
    }  # fmt: skip
    columns = {name: table[name] for table in (tasks, done) for name in table}
    return pd.DataFrame(columns | time | told, copy=False)  # at once: a column added to a table costs a copy of it


def _times(known: Known, curves: Curves, *, actual: np.ndarray, rules: RulePack) -> dict[str, np.ndarray]:
    """Earned schedule in days from the start; scores see at most 100 %."""
    start, end = known.tasks["start"].to_numpy(), known.tasks["deadline"].to_numpy()
    every = np.arange(len(actual))
    earned = time_at(curves, every, np.minimum(actual, 100)) - start
    elapsed = np.where(np.isnan(end), np.nan, known.day - start)
    spi, tspi, ieac = ratios(earned, elapsed, end - start)
    return {
        "es_days": earned, "at_days": elapsed, "pd_days": end - start, "spi_t": spi, "tspi": tspi, "ieac": ieac,
        "recent": _recent(known, curves, earned=earned, rules=rules),
    }  # fmt: skip


def _recent(known: Known, curves: Curves, *, earned: np.ndarray, rules: RulePack) -> np.ndarray:
    """Plan days earned per day over the last weeks, or since the start when that is later."""
    start = known.tasks["start"].to_numpy()
    since = known.day - rules.actual.recent_days
    before = reckoned(known, at=since, rules=rules)["actual"]
    before = time_at(curves, np.arange(len(start)), np.minimum(before, 100)) - start
    young = start >= since
    span = np.where(young, known.day - start, rules.actual.recent_days)
    gained = earned - np.where(young, 0.0, before)
    return np.divide(gained, span, out=np.full(len(start), np.nan), where=span > 0)


def _forecast(known: Known, time: dict[str, np.ndarray], rules: RulePack) -> np.ndarray:
    """F = t + (PD − ES)/v with v blended of recent speed, SPI(t) and 1; an unknown recent speed leaves the blend."""
    blend = rules.forecast
    recent, spi = time["recent"], time["spi_t"]
    told = ~np.isnan(recent)
    total = np.where(told, blend.recent * np.where(told, recent, 0), 0) + blend.spi * spi + blend.neutral
    weight = np.where(told, blend.recent, 0) + blend.spi + blend.neutral
    speed = np.clip(total / weight, blend.slowest, blend.fastest)
    return known.day + (time["pd_days"] - time["es_days"]) / speed


def _state(known: Known, actual: np.ndarray, finished: np.ndarray) -> pd.Series:
    """The word for where a task is. Not reported stays its own word, even after the deadline; so does
    exempt, until it is finished."""
    tasks = known.tasks
    silent = np.isnan(actual)
    to_come = known.day < tasks["start"].to_numpy()
    late = known.day > tasks["deadline"].to_numpy()
    cases = [finished, tasks["exempt"].to_numpy(bool), silent & to_come, silent, late, actual <= 0]
    return texts(cases, ["已完成", "豁免", "未开始", "未报", "已逾期", "未开始"], default="进行中")
