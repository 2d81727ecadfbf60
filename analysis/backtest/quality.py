"""How good a warning is: precision, recall, lead time, false alarms, and how sure these figures are."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.backtest.signals import Signal, alarms, at_stages

__all__ = ["FEW", "Quality", "calibrated", "false_months", "pr_auc", "quality", "stage_quality", "warning_record"]

Values = NDArray[np.float64]
FEW = 30
"""Fewer tasks with a known end than this: the figures are shown, and said to be too few to rely on."""


@dataclass(frozen=True)
class Quality:
    """Of `tasks` tasks `late` were late; `warned` were warned of, `hits` of these were late. precision = hits ÷ warned,
    recall = hits ÷ late, f1 their harmonic mean; unknown (NaN) where there is nothing to divide by."""

    tasks: int
    late: int
    warned: int
    hits: int

    @property
    def precision(self) -> float:
        """Of the warnings, the share that came true."""
        return self.hits / self.warned if self.warned else float("nan")

    @property
    def recall(self) -> float:
        """Of the late tasks, the share that was warned of."""
        return self.hits / self.late if self.late else float("nan")

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both > 0 else (0.0 if both == 0 else float("nan"))


def quality(warned: Values, late: Values) -> Quality:
    """The four counts of warnings against outcomes, both as booleans.

    >>> quality(np.array([True, True, False]), np.array([True, False, True])).precision
    0.5
    """
    warned, late = np.asarray(warned, dtype=bool), np.asarray(late, dtype=bool)
    return Quality(len(late), int(late.sum()), int(warned.sum()), int((warned & late).sum()))


def pr_auc(value: Values, late: Values) -> float:
    """Average precision over all thresholds (area under the precision-recall curve by steps); tasks of which the signal
    says nothing come last. NaN where nobody was late.

    >>> round(pr_auc(np.array([0.9, 0.8, 0.1]), np.array([True, False, True])), 4)
    0.8333
    """
    late = np.asarray(late, dtype=bool)
    if not late.any():
        return float("nan")
    told = np.where(np.isnan(value), -np.inf, value)
    order = np.argsort(-told, kind="stable")
    ordered, hits = told[order], np.cumsum(late[order])
    last = np.append(ordered[1:] != ordered[:-1], True)  # tied values are one threshold
    precision, recall = (hits / np.arange(1, len(hits) + 1))[last], (hits / hits[-1])[last]
    return float((np.diff(np.append(0.0, recall)) * precision).sum())


def warning_record(
    weeks: pd.DataFrame, ends: pd.DataFrame, *, signal: Signal, seed: int, at: float | None = None, draws: int = 1000
) -> dict[str, float]:
    """The record of a signal's first alarms: tasks, late, warned, hits, precision, recall, f1, each of the last three
    with _low and _high (95 %, bootstrap by unit), lead_days (median over hits), false_per_unit_month."""
    found = alarms(weeks, ends, signal=signal, at=at)
    own = quality(found["warned"], found["late"])
    hits = found[found["warned"] & found["late"]]
    false = int((found["warned"] & ~found["late"]).sum())
    record = {name: getattr(own, name) for name in ("tasks", "late", "warned", "hits", "precision", "recall", "f1")}
    record |= _bootstrap(found, draws=draws, seed=seed)
    months = _unit_months(found)
    return record | {
        "lead_days": float(hits["lead_days"].median()) if len(hits) else float("nan"),
        "false_per_unit_month": false / months if months else float("nan"),
    }


def _unit_months(ends: pd.DataFrame) -> float:
    """Months during which units carried tasks, each unit once a month."""
    return float(len(_carried(ends)))


def _carried(ends: pd.DataFrame) -> pd.DataFrame:
    """unit, month (years × 12 + month): every month from the start of a unit's task to its deadline, each once."""
    rows = ends[["units", "start", "deadline"]].explode("units").dropna(subset=["units"]).reset_index(drop=True)
    first, last = (rows[name].dt.year * 12 + rows[name].dt.month for name in ("start", "deadline"))
    spans = pd.DataFrame({"unit": rows["units"], "first": first, "count": (last - first + 1).clip(lower=1)})
    each = spans.loc[spans.index.repeat(spans["count"])]
    month = each["first"] + each.groupby(level=0).cumcount()
    return pd.DataFrame({"unit": each["unit"], "month": month}).drop_duplicates().reset_index(drop=True)


def false_months(found: pd.DataFrame) -> pd.DataFrame:
    """One row per unit and month in which it carried a task of `found` (`alarms`): unit, month (its first day), false
    (first alarms of that month on tasks that were not late after all); a task with several units counts for each."""
    carried = _carried(found)
    wrong = found[(found["warned"] & ~found["late"]).to_numpy(bool)]
    month = wrong["alarm_on"].dt.year * 12 + wrong["alarm_on"].dt.month
    counts = wrong.assign(month=month)[["units", "month"]].explode("units").value_counts()
    keys = pd.MultiIndex.from_frame(carried) if len(carried) else pd.MultiIndex.from_arrays([[], []])
    day = (carried["month"].to_numpy("int64") - 1 - 1970 * 12).astype("datetime64[M]").astype("datetime64[us]")
    table = carried.assign(month=day, false=counts.reindex(keys, fill_value=0).to_numpy("int64"))
    return table.sort_values(["unit", "month"], ignore_index=True)


_RANGES = [f"{name}_{end}" for name in ("precision", "recall", "f1") for end in ("low", "high")]


def _bootstrap(found: pd.DataFrame, *, draws: int, seed: int) -> dict[str, float]:
    """95 % ranges of precision, recall and f1 when units (clusters) are drawn anew: tasks of one unit are alike."""
    unit = [units[0] if len(units) else "" for units in found["units"]]
    codes, names = pd.factorize(pd.Series(unit, dtype="object"))
    warned, late = found["warned"].to_numpy(bool), found["late"].to_numpy(bool)
    counts = np.stack(
        [np.bincount(codes, weights=each, minlength=len(names)) for each in (warned, late, warned & late)]
    )
    if len(names) < 2:
        return dict.fromkeys(_RANGES, float("nan"))
    drawn = np.random.default_rng(seed).integers(0, len(names), (draws, len(names)))
    w, l_, h = counts[:, drawn].sum(axis=2)
    with np.errstate(invalid="ignore", divide="ignore"):
        precision, recall = np.where(w > 0, h / w, np.nan), np.where(l_ > 0, h / l_, np.nan)
        f1 = np.where(w + l_ > 0, 2 * h / (w + l_), np.nan)
    ends = {}
    for name, values in (("precision", precision), ("recall", recall), ("f1", f1)):
        told = values[~np.isnan(values)]
        low, high = np.percentile(told, [2.5, 97.5], method="inverted_cdf") if len(told) else (np.nan, np.nan)
        ends |= {f"{name}_low": float(low), f"{name}_high": float(high)}
    return ends


def stage_quality(
    weeks: pd.DataFrame, ends: pd.DataFrame, *, signal: Signal, seed: int | None = None, draws: int = 1000
) -> pd.DataFrame:
    """One row per stage (25, 50, 75 % of the duration): stage, tasks, late, warned, hits, precision, recall, f1,
    pr_auc; with a `seed` also the ranges of `warning_record`."""
    rows = []
    for stage, part in at_stages(weeks, ends, signal=signal).groupby("stage"):
        value = part["value"].to_numpy("float64")
        part = part.assign(warned=value >= signal.from_ - 1e-9)
        own = quality(part["warned"], part["late"])
        told = {name: getattr(own, name) for name in ("tasks", "late", "warned", "hits", "precision", "recall", "f1")}
        ranges = {} if seed is None else _bootstrap(part, draws=draws, seed=seed)
        rows.append({"stage": stage} | told | {"pr_auc": pr_auc(value, part["late"].to_numpy(bool))} | ranges)
    columns = ["stage", "tasks", "late", "warned", "hits", "precision", "recall", "f1", "pr_auc"]
    return pd.DataFrame(rows, columns=columns + ([] if seed is None else _RANGES))


def calibrated(
    weeks: pd.DataFrame, ends: pd.DataFrame, *, signal: Signal, thresholds: Values, year: int
) -> dict[str, float]:
    """The threshold with the best f1 on tasks due in `year`, and what it gives on those due in the year after: year,
    at, f1_then, tasks_then, precision, recall, f1, tasks. Of equal ones the strictest (fewest warnings)."""
    due = ends["deadline"].dt.year
    before, after = ends[due == year], ends[due == year + 1]
    scored = []
    for at in np.sort(thresholds)[::-1]:
        found = alarms(weeks, before, signal=signal, at=float(at))
        scored.append((quality(found["warned"], found["late"]).f1, float(at)))
    known = [each for each in scored if not np.isnan(each[0])]
    best, at = max(known, key=lambda each: each[0], default=(float("nan"), signal.from_))
    found = alarms(weeks, after, signal=signal, at=at)
    own = quality(found["warned"], found["late"])
    return {
        "year": year, "at": at, "f1_then": best, "tasks_then": len(before), "precision": own.precision,
        "recall": own.recall, "f1": own.f1, "tasks": len(after),
    }  # fmt: skip
