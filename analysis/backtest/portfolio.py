"""A public portfolio of capital projects as a replay: what was forecast at each report, and when it was finished.

New York's "Capital Projects" table (NYC Open Data) has one row per project and report: day of the report, forecast
completion, days by which the schedule moved since the last report and in all. The first forecast is taken for the
deadline: nothing else in the table is one."""

from pathlib import Path

import numpy as np
import pandas as pd

__all__ = ["PortfolioError", "read_portfolio"]

_HEADINGS = {
    "task_id": "project id|pid|fms id|fmsid|project_id",
    "as_of": "date reported as of|reporting period|report date|date_reported_as_of|reporting_period|report_date",
    "forecast_finish": "forecast completion|forecast_completion|current forecast completion",
    "start": "design start|design_start|project start|start date",
    "phase": "current phase|current_phase|phase",
    "unit": "managing agency|managing_agency|agency",
}
"""Column -> headings it goes by in the published files, in lower case."""
_NEEDED = ("task_id", "as_of", "forecast_finish")
_FINISHED = ("completed", "complete", "closed", "close-out")


class PortfolioError(Exception):
    """The file cannot be read as a portfolio; the message is one Chinese sentence."""


def read_portfolio(path: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """(weeks, ends) of a file, in the shape that `warning_record` and `forecast_errors` take: weeks has task_id, as_of,
    forecast_finish, deadline (the first forecast), pd_days and slip_days; ends the columns of `outcomes`.

    A project is finished at its first report in a finished phase, or when its last forecast lies before the last
    report of the file; PortfolioError where a needed column is missing or no row has all three days."""
    table = pd.read_csv(path, dtype="str")
    found = {}
    for name, words in _HEADINGS.items():
        column = next((each for each in table if each.strip().lower() in words.split("|")), None)
        if column is None and name in _NEEDED:
            wanted = words.split("|")[0]
            raise PortfolioError(f"{path.name} 里没有 {wanted} 这一列，读不成项目组合；请给公开数据的原文件。")
        found[name] = table[column] if column else pd.Series(pd.NA, index=table.index, dtype="str")
    rows = pd.DataFrame(found)
    for name in ("as_of", "forecast_finish", "start"):
        rows[name] = _day(rows[name])
    rows = rows.dropna(subset=list(_NEEDED)).sort_values(["task_id", "as_of"], kind="stable")
    if rows.empty:
        raise PortfolioError(f"{path.name} 里没有一行同时写着项目、报告日期和预计完成日期；请核对日期的写法。")
    return _replay(rows.drop_duplicates(["task_id", "as_of"], keep="last").reset_index(drop=True))


def _day(texts: pd.Series) -> pd.Series:
    """Days as 2022-10-31, 10/31/2022 or the period 202210 (its last day)."""
    period = texts.str.fullmatch(r"20\d{4}", na=False)
    month = pd.to_datetime(texts.where(period), format="%Y%m", errors="coerce") + pd.offsets.MonthEnd(0)
    iso = pd.to_datetime(texts.str.slice(0, 10), format="%Y-%m-%d", errors="coerce")
    american = pd.to_datetime(texts, format="%m/%d/%Y", errors="coerce")
    return month.fillna(iso).fillna(american).astype("datetime64[us]")


def _replay(rows: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    first = rows.groupby("task_id")[["forecast_finish", "as_of", "start", "unit"]].first()
    first = first.rename(columns={"forecast_finish": "deadline", "as_of": "begun"})
    start = first["start"].where(first["start"] < first["deadline"], first["begun"])
    first = first.assign(start=start, pd_days=(first["deadline"] - start).dt.days)
    first = first[first["pd_days"] > 0]
    weeks = rows[["task_id", "as_of", "forecast_finish"]].merge(first[["deadline", "pd_days"]], on="task_id")
    slip = (weeks["forecast_finish"] - weeks["deadline"]).dt.days
    finished = _finished(rows).reindex(first.index)
    closed = finished.notna() | (first["deadline"] < rows["as_of"].max())
    ends = first.assign(
        task=first.index, units=[(unit,) if isinstance(unit, str) else () for unit in first["unit"]],
        finished_on=finished, late=~(finished <= first["deadline"]),
    )  # fmt: skip
    columns = ["task_id", "task", "units", "start", "deadline", "finished_on", "late", "pd_days"]
    return weeks.assign(slip_days=slip), ends[closed].reset_index()[columns]


def _finished(rows: pd.DataFrame) -> pd.Series:
    """Per project the day on which it was finished, NaT while nobody knows."""
    phase = rows["phase"].str.strip().str.lower()
    by_phase = rows[phase.isin(_FINISHED).to_numpy(bool)].groupby("task_id")["as_of"].min()
    last = rows.groupby("task_id").last()
    over = last["forecast_finish"].where(last["forecast_finish"] < np.datetime64(rows["as_of"].max()))
    return by_phase.reindex(last.index).fillna(over)
