"""Histories as tables of periods, which `analysis.ladder.published` judges: one row per task or unit and period."""

import numpy as np
import pandas as pd

from analysis.facts.evaluations import month_number

__all__ = ["task_periods", "unit_periods"]


def task_periods(weeks: pd.DataFrame, *, months: int = 1) -> pd.DataFrame:
    """The last row of every task in every period of `months` months of a history of tasks (`history` or `standings`):
    subject (task_id), task, kind (任务), period (that row's day) and the measures. Ratios need something planned,
    otherwise they are unknown; not reported is unknown throughout. A period at the end of which the task is exempt
    breaks every run."""
    last = _last_of_period(weeks, "task_id", months)
    planned, actual = last["planned"].to_numpy("float64"), last["actual"].to_numpy("float64")
    ratio = np.divide(100 * actual, planned, out=np.full(len(last), np.nan), where=planned > 0)
    begun = (last["start"] <= last["as_of"]).to_numpy()
    exempt = last["exempt"].to_numpy(bool)
    idle = np.where(np.isnan(actual) | exempt, np.nan, begun & (actual <= 0))
    table = pd.DataFrame(
        {
            "subject": last["task_id"], "task": last["task"], "kind": "任务", "period": last["as_of"],
            "level": last["level"].astype("float64"), "lag": last["lag"], "ratio": ratio, "gap_share": 100 - ratio,
            "percent": actual, "short": np.maximum(0, 100 - actual), "over": np.maximum(0, actual - 100),
            "slip_days": _days(last["forecast_finish"] - last["deadline"]),
            "overdue_days": _overdue(last), "early_days": _early(last), "exempt": exempt,
        }
    )  # fmt: skip
    behind = np.where(last["lag"].isna() | exempt, np.nan, last["lag"] > 1e-9)
    return table.assign(
        unstarted_months=_running(table, idle, step=months) * months,
        behind_periods=_running(table, behind, step=months),
    )


def unit_periods(days: pd.DataFrame, *, months: int = 1) -> pd.DataFrame:
    """The same of a history of units: subject (unit), kind, period, level, lag, index, from_top and from_bottom (place
    by the plain index among those of its own sequence that have one, as published rules count it; ties share the
    smaller number)."""
    last = _last_of_period(days, "unit", months)
    table = pd.DataFrame(
        {
            "subject": last["unit"], "kind": last["kind"], "period": last["as_of"], "index": last["index"],
            "level": last["level"].astype("float64"), "lag": last["lag"], "from_top": last["raw_rank"],
        }
    )  # fmt: skip
    judged = table["index"].round(9).where(table["from_top"].notna())
    sequence = [table["kind"], month_number(table["period"]) // months]
    behind = np.where(table["lag"].isna(), np.nan, table["lag"] > 1e-9)
    return table.assign(
        from_bottom=judged.groupby(sequence).rank(method="min"), behind_periods=_running(table, behind, step=months)
    )


def _last_of_period(rows: pd.DataFrame, name: str, months: int) -> pd.DataFrame:
    table = rows.assign(part=month_number(rows["as_of"]) // months).sort_values([name, "as_of"], kind="stable")
    return table.drop_duplicates([name, "part"], keep="last").reset_index(drop=True)


def _days(span: pd.Series) -> np.ndarray:
    return span.dt.days.to_numpy("float64")


def _overdue(last: pd.DataFrame) -> np.ndarray:
    late = np.maximum(_days(last["as_of"] - last["deadline"]), 0)
    return np.where(last["state"].eq("已完成"), 0.0, late)


def _early(last: pd.DataFrame) -> np.ndarray:
    """Days before the deadline of the first period's last report that says finished."""
    done = last["state"].eq("已完成")
    on = last["reported_on"].where(done).groupby(last["task_id"]).transform("min")
    return np.where(done, _days(last["deadline"] - on), np.nan)


def _running(table: pd.DataFrame, hit: np.ndarray, *, step: int) -> np.ndarray:
    """How many periods running `hit` (1, 0, NaN unknown) has been true; unknown where it is unknown now."""
    number = month_number(table["period"]) // step
    who = table["subject"].to_numpy()
    true = hit == 1
    count, running = np.zeros(len(hit)), 0
    for i in range(len(hit)):  # a period that is missing or unknown breaks the run
        joined = i > 0 and who[i] == who[i - 1] and number[i] == number[i - 1] + 1
        running = (running if joined else 0) + 1 if true[i] else 0
        count[i] = running
    return np.where(np.isnan(hit), np.nan, count)
