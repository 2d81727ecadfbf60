"""Thresholds chosen on the tasks of one year and tried on those of the next: the only fair test of a threshold."""

import pandas as pd

from analysis.backtest.quality import calibrated, quality
from analysis.backtest.signals import SIGNALS, Signal, alarms

__all__ = ["calibrations", "years_of"]

_COLUMNS = [
    "signal", "words", "year", "at", "f1_then", "tasks_then", "precision", "recall", "f1", "tasks", "now",
    "now_precision", "now_recall", "now_f1",
]  # fmt: skip


def years_of(ends: pd.DataFrame) -> list[int]:
    """The years in which tasks of a known end were due, oldest first."""
    return sorted(int(year) for year in ends["deadline"].dt.year.unique())


def calibrations(weeks: pd.DataFrame, ends: pd.DataFrame, *, signals: tuple[Signal, ...] = SIGNALS) -> pd.DataFrame:
    """One row per signal and pair of years running: what `calibrated` says, and beside it now (the threshold in use)
    with now_precision, now_recall, now_f1 on the same later year. Empty while there is only one year."""
    years, rows = years_of(ends), []
    for year in years:
        if year + 1 not in years:
            continue
        after = ends[ends["deadline"].dt.year == year + 1]
        for signal in signals:
            if not signal.tries:
                continue
            tried = calibrated(weeks, ends, signal=signal, thresholds=pd.Series(signal.tries).to_numpy(), year=year)
            found = alarms(weeks, after, signal=signal)
            own = quality(found["warned"], found["late"])
            now = {"now": signal.from_, "now_precision": own.precision, "now_recall": own.recall, "now_f1": own.f1}
            rows.append({"signal": signal.name, "words": signal.words} | tried | now)
    return pd.DataFrame(rows, columns=_COLUMNS)
