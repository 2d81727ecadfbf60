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
    ("a,b", ["1,2"], "第 1 行里没有 PID、Project ID、FMS ID 中的任何一列.*现有的列是 a、b"),
    ("PID,Reporting Period", ["1,202305"], "没有 Forecast Completion"),
    (HEAD, ["x,P1,,,,,y,"], "没有一行同时写着"),
])  # fmt: skip
def test_a_file_that_is_no_portfolio_is_refused_with_a_sentence(tmp_path, head, rows, said):
    with pytest.raises(PortfolioError, match=said):
        portfolio(tmp_path, head, rows)


DASHBOARD = (
    "Reporting Period,Managing Agency,Sponsor Agency,PID,FMS ID,Agency Project Name,Current Phase,Forecast Completion,"
    "Actual Design Start,Actual Construction End"
)
HISTORY = "reporting_period,managing_agency,pid,agency_project_name,current_phase,completion_date,completion_date_type"


def test_the_dashboard_s_schedules_are_read_as_published(tmp_path):
    """One project under two budget lines, finished by its construction end; one completed; one day of the year 3026."""
    weeks, ends = portfolio(tmp_path, DASHBOARD, [
        "202305,DDC,DPR,11,P-1,Pool,(Construction),2024-01-31T00:00:00.000,2021-02-01T00:00:00.000,",
        "202305,DDC,DPR,11,P-2,Pool,(Construction),2024-01-31T00:00:00.000,2021-02-01T00:00:00.000,",
        "202309,DDC,DPR,11,P-1,Pool,(Construction),2024-04-30T00:00:00.000,2021-02-01T00:00:00.000,",
        "202405,DDC,DPR,11,P-1,Pool,(Close-Out),2024-04-30T00:00:00.000,2021-02-01T00:00:00.000,2024-03-15T00:00:00.000",
        "202305,DOT,DOT,12,B-1,Bridge,(Design),2024-12-31T00:00:00.000,,",
        "202405,DOT,DOT,12,B-1,Bridge,(Completed),2024-12-31T00:00:00.000,,",
        "202305,DOT,DOT,13,B-2,Road,(Design),3026-01-01T00:00:00.000,,",
    ])  # fmt: skip
    assert weeks[["task_id", "as_of", "slip_days"]].to_numpy().tolist() == [
        ["11", pd.Timestamp("2023-05-31"), 0], ["11", pd.Timestamp("2023-09-30"), 90],
        ["11", pd.Timestamp("2024-05-31"), 90], ["12", pd.Timestamp("2023-05-31"), 0],
        ["12", pd.Timestamp("2024-05-31"), 0],
    ]  # fmt: skip
    assert ends[["task_id", "units", "finished_on", "late", "inferred"]].to_numpy().tolist() == [
        ["11", ("DDC",), pd.Timestamp("2024-03-15"), True, False],
        ["12", ("DOT",), pd.Timestamp("2024-05-31"), False, False],
    ]  # fmt: skip


def test_the_schedule_history_says_whether_a_completion_day_is_forecast_or_actual(tmp_path):
    _, ends = portfolio(tmp_path, HISTORY, [
        "202305,DEP,7,Sewer,(Construction),06/30/2024,Forecast",
        "202405,DEP,7,Sewer,(Construction),09/30/2024,Forecast",
        "202409,DEP,7,Sewer,(Close-Out),08/15/2024,Actual",
    ])  # fmt: skip
    assert ends[["task_id", "deadline", "finished_on", "late"]].to_numpy().tolist() == [
        ["7", pd.Timestamp("2024-06-30"), pd.Timestamp("2024-08-15"), True]
    ]


@pytest.mark.parametrize(("last", "finished", "inferred"), [
    ("01/01/2015,P9,Quay,DOT,Construction,01/01/2014,03/31/2015,0", "2015-03-31", True),  # left the list
    ("05/01/2015,P9,Quay,DOT,Construction,01/01/2014,03/31/2015,0", None, False),  # still on it, though overdue
])  # fmt: skip
def test_who_has_left_the_list_is_taken_for_finished_and_it_is_said(tmp_path, last, finished, inferred):
    _, ends = portfolio(tmp_path, rows=[*ROWS, "05/01/2014,P9,Quay,DOT,Design,01/01/2014,12/31/2014,0", last])
    row = ends.set_index("task_id").loc["P9"]
    assert (pd.notna(row["finished_on"]), row["inferred"]) == (finished is not None, inferred)
    assert finished is None or row["finished_on"] == pd.Timestamp(finished)


def test_a_file_that_is_not_there_or_no_text_is_refused_with_a_sentence(tmp_path):
    with pytest.raises(PortfolioError, match="没有找到文件"):
        read_portfolio(tmp_path / "nothing.csv")
    (tmp_path / "book.csv").write_bytes(b"PK\x03\x04\xff\xfe\x00")
    with pytest.raises(PortfolioError, match="不是逗号分隔的文本表格"):
        read_portfolio(tmp_path / "book.csv")
