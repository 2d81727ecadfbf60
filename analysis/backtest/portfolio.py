"""A public portfolio of capital projects as a replay: what was forecast at each report, and when it was finished.

Three tables of New York's open data are read as they are published, with the headings of the web page or of the
interface: "Capital Projects" (n7gv-k5yt), and of the "Capital Projects Dashboard" the tables "Citywide Budget and
Schedule" (fb86-vt7u) and "Citywide Schedule History and Variance" (95tx-snak). Each has a row per project and report.
The first forecast is taken for the deadline: nothing else in the tables is one."""

import re
from pathlib import Path

import numpy as np
import pandas as pd

__all__ = ["PortfolioError", "read_portfolio"]

_HEADINGS = {
    "task_id": ("PID", "Project ID", "FMS ID"),
    "as_of": ("Date Reported As Of", "Reporting Period", "Report Date"),
    "forecast_finish": ("Forecast Completion", "Completion Date", "Current Forecast Completion"),
    "kind": ("Completion Date Type",),
    "ended": ("Actual Construction End",),
    "start": ("Design Start", "Actual Design Start", "Project Start", "Start Date"),
    "phase": ("Current Phase", "Phase"),
    "unit": ("Managing Agency", "Agency"),
}
"""Column -> headings it goes by in the published files, the first that is there; `_key` makes them alike."""
_NEEDED = ("task_id", "as_of", "forecast_finish")
_DAYS = ("as_of", "forecast_finish", "start", "ended")
_FINISHED = ("completed", "complete", "closed")
_FIRST, _LAST = pd.Timestamp("1990-01-01"), pd.Timestamp("2100-01-01")
"""The tables hold days of the years 1900 and 3026: slips of the pen, and no days."""


class PortfolioError(Exception):
    """The file cannot be read as a portfolio; the message is one Chinese sentence."""


def read_portfolio(path: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """(weeks, ends) of a file, in the shape that `warning_record` and `forecast_errors` take: weeks has task_id, as_of,
    forecast_finish, deadline (the first forecast), pd_days and slip_days; ends the columns of `outcomes`, with inferred
    (True: nobody says that it is finished, it has only left the list, and its last forecast is past).

    A project is finished on its completion day of the type Actual, on the last construction end, else at its first
    report in a finished phase, else as inferred. PortfolioError where a needed column is missing or no row has project,
    report and forecast."""
    table = _table(path)
    rows = pd.DataFrame({name: _column(table, name, path) for name in _HEADINGS})
    for name in _DAYS:
        rows[name] = _day(rows[name])
    rows = rows.dropna(subset=list(_NEEDED)).sort_values(["task_id", "as_of", "forecast_finish"], kind="stable")
    if rows.empty:
        raise PortfolioError(f"{path.name} 里没有一行同时写着项目、报告日期和预计完成日期；请核对日期的写法。")
    return _replay(rows.drop_duplicates(["task_id", "as_of"], keep="last").reset_index(drop=True))


def _table(path: Path) -> pd.DataFrame:
    try:
        return pd.read_csv(path, dtype="str", encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise PortfolioError(f"没有找到文件 {path}；请核对路径。") from error
    except (UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise PortfolioError(
            f"{path.name} 不是逗号分隔的文本表格（CSV），读不成项目组合；请给公开数据的原文件。"
        ) from error


def _column(table: pd.DataFrame, name: str, path: Path) -> pd.Series:
    keys = {_key(str(each)): each for each in reversed(table.columns)}
    found = next((keys[key] for key in map(_key, _HEADINGS[name]) if key in keys), None)
    if found is not None:
        return table[found].str.strip()
    if name in _NEEDED:
        asked, seen = "、".join(_HEADINGS[name]), "、".join(map(str, table.columns[:8]))
        raise PortfolioError(
            f"{path.name} 第 1 行里没有 {asked} 中的任何一列，读不成项目组合；现有的列是 {seen} 等。"
            "请给公开数据的原文件。"
        )
    return pd.Series(pd.NA, index=table.index, dtype="str")


def _key(heading: str) -> str:
    """A heading of the web page and of the interface alike.

    >>> _key(" Date Reported As Of "), _key("date_reported_as_of")
    ('date_reported_as_of', 'date_reported_as_of')
    """
    return re.sub(r"[^a-z0-9]+", "_", heading.lower()).strip("_")


def _day(texts: pd.Series) -> pd.Series:
    """Days as 2022-10-31, 2022-10-31T00:00:00.000, 10/31/2022, the month 10/2022 or the period 202210 (their last day);
    days out of all reason are none."""
    period = texts.str.extract(r"^(?P<year>20\d{2})(?P<month>\d{2})$|^(?P<first>\d{1,2})/(?P<then>20\d{2})$")
    month = period["year"].fillna(period["then"]) + "-" + period["month"].fillna(period["first"])
    whole = pd.to_datetime(month, format="%Y-%m", errors="coerce") + pd.offsets.MonthEnd(0)
    iso = pd.to_datetime(texts.str.slice(0, 10), format="%Y-%m-%d", errors="coerce")
    american = pd.to_datetime(texts.str.slice(0, 10), format="%m/%d/%Y", errors="coerce")
    found = whole.astype("datetime64[us]").fillna(iso.astype("datetime64[us]")).fillna(american)
    return found.astype("datetime64[us]").where(lambda days: days.between(_FIRST, _LAST))


def _replay(rows: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    first = rows.groupby("task_id")[["forecast_finish", "as_of", "start", "unit"]].first()
    first = first.rename(columns={"forecast_finish": "deadline", "as_of": "begun"})
    start = first["start"].where(first["start"] < first["deadline"], first["begun"])
    first = first.assign(start=start, pd_days=(first["deadline"] - start).dt.days)
    first = first[first["pd_days"] > 0]
    weeks = rows[["task_id", "as_of", "forecast_finish"]].merge(first[["deadline", "pd_days"]], on="task_id")
    slip = (weeks["forecast_finish"] - weeks["deadline"]).dt.days
    told, over = (each.reindex(first.index) for each in (_finished(rows), _left(rows)))
    finished = told.fillna(over)
    closed = finished.notna() | (first["deadline"] < rows["as_of"].max())
    ends = first.assign(
        task=first.index, units=[(unit,) if isinstance(unit, str) else () for unit in first["unit"]],
        finished_on=finished, late=~(finished <= first["deadline"]), heard=True, inferred=told.isna() & over.notna(),
    )  # fmt: skip
    columns = ["task_id", "task", "units", "start", "deadline", "finished_on", "late", "pd_days", "heard", "inferred"]
    return weeks.assign(slip_days=slip), ends[closed].reset_index()[columns]


def _finished(rows: pd.DataFrame) -> pd.Series:
    """Per project the day on which the table says that it was finished, NaT where it does not."""
    actual = rows["forecast_finish"].where(rows["kind"].str.lower().eq("actual").fillna(False).to_numpy(bool))
    day = actual.fillna(rows["ended"])
    told = day.where(day <= rows["as_of"]).groupby(rows["task_id"]).max()
    phase = rows["phase"].str.strip("() ").str.lower()
    by_phase = rows[phase.isin(_FINISHED).to_numpy(bool)].groupby("task_id")["as_of"].min()
    return told.fillna(by_phase.reindex(told.index))


def _left(rows: pd.DataFrame) -> pd.Series:
    """Per project that is no longer in the file's last report its last forecast, where that day is past."""
    last, newest = rows.groupby("task_id")[["forecast_finish", "as_of"]].last(), np.datetime64(rows["as_of"].max())
    return last["forecast_finish"].where((last["as_of"] < newest) & (last["forecast_finish"] < newest))
