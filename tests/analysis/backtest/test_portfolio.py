"""A public portfolio of capital projects, read by path: what was forecast, when it ended, and a sentence when not."""

import pandas as pd
import pytest

from analysis.backtest import SIGNALS, forecast_errors, read_portfolio, warning_record
from analysis.backtest.portfolio import PortfolioError

HEAD = "Date Reported As Of,Project ID,Project Name,Managing Agency,Current Phase,Design Start,Forecast Completion,Total Schedule Changes"
ROWS = [
    "05/01/2014,P1,Bridge,DOT,Design,01/01/2014,12/31/2014,0",
    "09/01/2014,P1,Bridge,DOT,Construction,01/01/2014,03/31/2015,90",
    "05/01/2015,P1,Bridge,DOT,Completed,01/01/2014,03/31/2015,90",
    "05/01/2014,P2,Park,DPR,Design,01/01/2014,06/30/2015,0",
    "05/01/2015,P2,Park,DPR,Completed,01/01/2014,04/30/2015,-61",
    "05/01/2014,P3,Pier,DPR,Design,01/01/2014,12/31/2030,0",
    "05/01/2014,P4,Road,DOT,Design,01/01/2014,,0",
]


def portfolio(folder, head=HEAD, rows=ROWS):
    path = folder / "projects.csv"
    path.write_text("\n".join([head, *rows]), encoding="utf-8")
    return read_portfolio(path)


def test_the_first_forecast_is_the_deadline_and_who_is_late_is_known(tmp_path):
    weeks, ends = portfolio(tmp_path)
    assert ends[["task_id", "late"]].to_numpy().tolist() == [["P1", True], ["P2", False]]
    assert ends["finished_on"].tolist() == [pd.Timestamp("2015-05-01")] * 2
    assert weeks[weeks["task_id"].eq("P1")]["slip_days"].tolist() == [0, 90, 90]


def test_its_slips_are_judged_like_the_product_s_own_warnings(tmp_path):
    weeks, ends = portfolio(tmp_path)
    record = warning_record(weeks, ends, signal=SIGNALS[-1], seed=1)
    assert (record["tasks"], record["late"], record["warned"], record["hits"]) == (2, 1, 1, 1)
    assert forecast_errors(weeks, ends)["error"].tolist() == [121, 31, -60]


def test_periods_and_iso_days_are_read_too(tmp_path):
    head = "Reporting Period,PID,Forecast Completion,Phase"
    weeks, _ = portfolio(tmp_path, head, ["202201,7,2022-06-30,Design", "202205,7,2022-09-30,Design"])
    assert weeks["as_of"].tolist() == [pd.Timestamp("2022-01-31"), pd.Timestamp("2022-05-31")]


@pytest.mark.parametrize(("head", "rows", "said"), [
    ("a,b", ["1,2"], "没有 project id 这一列"),
    (HEAD, ["x,P1,,,,,y,"], "没有一行同时写着"),
])  # fmt: skip
def test_a_file_that_is_no_portfolio_is_refused_with_a_sentence(tmp_path, head, rows, said):
    with pytest.raises(PortfolioError, match=said):
        portfolio(tmp_path, head, rows)
