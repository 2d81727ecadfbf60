"""The record of the warnings, by hand on six tasks, and what must hold of any record."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import history, rule_pack
from analysis.backtest import (
    SIGNALS,
    alarms,
    at_stages,
    backtest_record,
    calibrated,
    calibrations,
    error_band,
    expected_finish,
    false_months,
    forecast_errors,
    needed_pace,
    outcomes,
    quality,
    recent_pace,
    stage_quality,
    warning_record,
)
from analysis.backtest.quality import pr_auc
from analysis.backtest.record import record_text

LEVEL, LAG = (next(each for each in SIGNALS if each.name == name) for name in ("level", "lag"))
PACK = rule_pack()


def ends(*rows) -> pd.DataFrame:
    """(task_id, unit, finished or None, late), all from 1 September to 10 December: 100 days."""
    return pd.DataFrame(
        {
            "task_id": [row[0] for row in rows], "task": [row[0] for row in rows],
            "units": [(row[1],) for row in rows], "start": pd.Timestamp("2022-09-01"),
            "deadline": pd.Timestamp("2022-12-10"), "finished_on": pd.to_datetime([row[2] for row in rows]),
            "late": [row[3] for row in rows], "pd_days": 100.0,
        }
    ).astype({"start": "datetime64[us]", "deadline": "datetime64[us]", "finished_on": "datetime64[us]"})  # fmt: skip


def weeks(**levels) -> pd.DataFrame:
    """task=[(day, level), …] as a replay."""
    rows = [(name, day, level) for name, told in levels.items() for day, level in told]
    table = pd.DataFrame(rows, columns=["task_id", "as_of", "level"])
    return table.assign(
        as_of=pd.to_datetime("2022-" + table["as_of"]).astype("datetime64[us]"), lag=table["level"] * 5.0
    )


ENDS = ends(("a", "甲局", "2022-12-20", True), ("b", "甲局", "2022-12-01", False), ("c", "乙镇", None, True),
            ("d", "乙镇", "2022-11-01", False))  # fmt: skip
WEEKS = weeks(
    a=[("09-30", 1), ("10-21", 2), ("11-04", 3)],
    b=[("09-30", 0), ("11-18", 2)],
    c=[("09-30", 0), ("12-30", 4)],  # the alarm came after the deadline
    d=[("10-14", 0), ("11-18", 2)],  # and here after the end
)


def test_the_first_alarm_counts_only_while_the_task_runs():
    found = alarms(WEEKS, ENDS, signal=LEVEL).set_index("task_id")
    assert found["warned"].to_dict() == {"a": True, "b": True, "c": False, "d": False}
    assert found.loc["a", "lead_days"] == 50  # 21 October to 10 December
    assert found.loc["c":, "lead_days"].isna().all()


def test_the_record_is_what_was_counted_by_hand():
    record = warning_record(WEEKS, ENDS, signal=LEVEL, seed=1)
    told = {name: record[name] for name in ("tasks", "late", "warned", "hits", "precision", "recall", "lead_days")}
    assert told == {"tasks": 4, "late": 2, "warned": 2, "hits": 1, "precision": 0.5, "recall": 0.5, "lead_days": 50}
    assert record["false_per_unit_month"] == 1 / 8  # two units, September to December


def test_at_each_stage_only_what_was_said_by_then_counts_and_who_is_finished_is_not_asked_about():
    found = at_stages(WEEKS, ENDS, signal=LEVEL)
    told = {(row.stage, row.task_id): row.value for row in found.itertuples()}
    assert told[0.25, "a"] is not None
    assert np.isnan(told[0.25, "a"])  # 26 September: nothing evaluated yet
    assert (told[0.5, "a"], told[0.75, "a"]) == (2, 3)  # 21 October is day 50 of 100
    assert (0.75, "d") not in told


def test_quality_by_stage_by_hand():
    table = stage_quality(WEEKS, ENDS, signal=LEVEL).set_index("stage")
    assert table.loc[0.75, ["tasks", "late", "warned", "hits"]].tolist() == [3, 2, 1, 1]
    assert table.loc[0.75, ["precision", "recall"]].tolist() == [1.0, 0.5]


@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=30))
def test_precision_and_recall_are_shares_and_f1_lies_between(pairs):
    warned, late = np.array(pairs).T
    found = quality(warned, late)
    if warned.any() and late.any():
        assert 0 <= min(found.precision, found.recall) <= max(found.precision, found.recall) <= 1
        assert min(found.precision, found.recall) - 1e-12 <= found.f1 <= max(found.precision, found.recall) + 1e-12


def test_nothing_to_divide_by_is_unknown_and_never_zero():
    found = quality(np.zeros(3), np.zeros(3))
    assert np.isnan(found.precision)
    assert np.isnan(found.recall)


@pytest.mark.parametrize(("value", "late", "wanted"), [
    ([3, 2, 1], [1, 1, 0], 1.0),
    ([3, 2, 1], [0, 0, 1], 1 / 3),
    ([2, 2, 2], [1, 0, 0], 1 / 3),  # ties are one threshold
    ([np.nan, 2, 1], [1, 0, 0], 1 / 3),  # what says nothing comes last
    ([1, 2], [0, 0], np.nan),
])  # fmt: skip
def test_average_precision_by_hand(value, late, wanted):
    assert pr_auc(np.array(value, float), np.array(late, bool)) == pytest.approx(wanted, nan_ok=True)


def test_ranges_come_from_drawing_units_and_are_the_same_every_time():
    first, again = (warning_record(WEEKS, ENDS, signal=LEVEL, seed=5) for _ in range(2))
    assert first == pytest.approx(again, nan_ok=True)
    assert first["recall_low"] <= first["recall"] <= first["recall_high"]
    one_unit = warning_record(WEEKS, ENDS.assign(units=[("甲局",)] * 4), signal=LEVEL, seed=5)
    assert np.isnan(one_unit["recall_low"])


def test_a_threshold_is_set_on_one_year_and_tried_on_the_next():
    later = ENDS.assign(
        task_id=ENDS["task_id"] + "2",
        **{name: ENDS[name] + pd.DateOffset(years=1) for name in ("start", "deadline", "finished_on")},
    )
    both = pd.concat([ENDS, later], ignore_index=True)
    shifted = WEEKS.assign(task_id=WEEKS["task_id"] + "2", as_of=WEEKS["as_of"] + pd.DateOffset(years=1))
    found = calibrated(pd.concat([WEEKS, shifted]), both, signal=LAG, thresholds=np.array([5.0, 10.0, 15.0]), year=2022)
    assert found["at"] == 15.0  # at 15 only a fires, and it was late: precision 1, recall ½
    assert (found["precision"], found["recall"], found["tasks"], found["tasks_then"]) == (1.0, 0.5, 4, 4)


def test_forecast_errors_are_days_later_than_expected():
    replay = pd.DataFrame(
        {
            "task_id": ["a", "a", "b", "c"],
            "as_of": pd.to_datetime(["2022-09-21", "2022-11-25", "2022-10-21", "2022-10-21"]),
            "forecast_finish": pd.to_datetime(["2022-12-10", "2022-12-22", "2022-12-06", "2022-12-30"]),
        }
    )
    found = forecast_errors(replay, ENDS)
    assert found[["task_id", "share", "error", "relative"]].to_numpy().tolist() == [
        ["a", 0.2, 10, 0.1], ["a", 0.85, -2, -0.02], ["b", 0.5, -5, -0.05],
    ]  # fmt: skip
    band = error_band(found)
    assert band[["from", "tasks", "middle"]].fillna(-9).to_numpy().tolist() == [
        [0, 1, 0.1], [0.25, 0, -9], [0.5, 1, -0.05], [0.75, 1, -0.02],
    ]  # fmt: skip
    assert band["few"].all()


@pytest.fixture
def store(make_facts):
    def made(*reports):
        start = date(2022, 9, 1)
        tasks = [
            {"task": "T1", "start": start, "deadline": date(2022, 10, 31), "lead_units": ["甲局"]},
            {"task": "T2", "start": start, "deadline": date(2022, 10, 31), "towns": ["乙镇"]},
            {"task": "T3", "start": start, "deadline": date(2022, 12, 20), "lead_units": ["甲局"]},
        ]
        told = [{"task_id": name, "report_date": date(2022, *on), "percent": float(done)} for name, on, done in reports]
        return make_facts(tasks, progress=told)

    return made


def test_an_end_is_certain_when_it_came_or_when_the_deadline_is_past(store):
    told = store(("T1", (10, 20), 100), ("T2", (10, 20), 60))
    found = outcomes(told, as_of=date(2022, 11, 10), rules=PACK)
    assert found[["task_id", "late", "units"]].to_numpy().tolist() == [
        ["T1", False, ("甲局",)], ["T2", True, ("乙镇",)],
    ]  # fmt: skip


def test_a_replay_of_the_product_feeds_the_record(store):
    told = store(("T1", (9, 30), 10), ("T1", (10, 20), 30), ("T2", (9, 30), 50), ("T2", (10, 30), 100))
    days = [date(2022, *day) for day in ((9, 16), (9, 30), (10, 14), (10, 28), (11, 11))]
    replay = history(told, days=days, rules=PACK)
    closed = outcomes(told, as_of=date(2022, 11, 11), rules=PACK)
    record = warning_record(replay, closed, signal=LEVEL, seed=1)
    assert (record["tasks"], record["late"], record["hits"]) == (2, 1, 1)
    assert all(not stage_quality(replay, closed, signal=signal).empty for signal in SIGNALS)


def test_a_false_alarm_counts_for_each_unit_in_the_month_in_which_it_was_first_raised():
    both = ENDS.assign(units=[("甲局",), ("甲局", "乙镇"), ("乙镇",), ("乙镇",)])
    found = false_months(alarms(WEEKS, both, signal=LEVEL))
    assert len(found) == 8  # two units, September to December
    assert found[found["false"].gt(0)].to_numpy().tolist() == [
        ["乙镇", pd.Timestamp("2022-11-01"), 1], ["甲局", pd.Timestamp("2022-11-01"), 1],
    ]  # fmt: skip


def test_without_any_task_there_is_no_month():
    assert false_months(alarms(WEEKS, ENDS.head(0), signal=LEVEL)).empty


def test_stages_have_ranges_when_a_seed_is_given():
    table = stage_quality(WEEKS, ENDS, signal=LEVEL, seed=1).set_index("stage")
    assert table.loc[0.75, "recall_low"] <= table.loc[0.75, "recall"] <= table.loc[0.75, "recall_high"]
    assert "recall_low" not in stage_quality(WEEKS, ENDS, signal=LEVEL)


def test_thresholds_are_calibrated_for_every_pair_of_years_running_and_never_for_one():
    assert calibrations(WEEKS, ENDS, signals=(LAG,)).empty
    shift = {name: ENDS[name] + pd.DateOffset(years=1) for name in ("start", "deadline", "finished_on")}
    both = pd.concat([ENDS, ENDS.assign(task_id=ENDS["task_id"] + "2", **shift)], ignore_index=True)
    shifted = WEEKS.assign(task_id=WEEKS["task_id"] + "2", as_of=WEEKS["as_of"] + pd.DateOffset(years=1))
    found = calibrations(pd.concat([WEEKS, shifted]), both, signals=(LAG, SIGNALS[1]))
    assert found[["signal", "year", "at", "precision", "recall", "now", "now_precision", "now_recall"]].to_numpy(
    ).tolist() == [["lag", 2022, 15.0, 1.0, 0.5, 10.0, 0.5, 0.5]]  # fmt: skip


def test_the_record_in_lines_says_when_there_is_no_second_year_and_what_was_tried_when_there_is():
    record = backtest_record(WEEKS.assign(forecast_finish=pd.NaT), ENDS, signals=(LAG,))
    assert record_text(record).splitlines()[-1] == "没有前后两年的结局，门槛无法跨年检验。"
    row = {"words": "落后", "year": 2022, "at": 15.0, "tasks_then": 4, "tasks": 3, "precision": 1.0, "recall": None}
    assert record_text(record | {"calibration": [row]}).splitlines()[-1] == (
        "  落后：用 2022 年的 4 项选出门槛 15，在 2023 年的 3 项上准确率 100%，查全率 未知"
    )


def test_only_deadlines_on_which_a_task_was_exempt_or_nobody_reported_any_more_are_set_apart(make_facts):
    rows = [{"task": name, "start": date(2022, 9, 1), "deadline": date(2022, 10, 31), "lead_units": ["甲局"]}
            for name in ("T1", "T2", "T3", "T4")]  # fmt: skip
    told = [("T1", (10, 20), 60), ("T2", (10, 20), 60), ("T2", (11, 5), 70), ("T3", (10, 20), 60), ("T4", (10, 20), 60)]
    reports = [{"task_id": name, "report_date": date(2022, *on), "percent": float(done)} for name, on, done in told]
    grants = [
        {"task_id": name, "reason": "台风", "approver": "区政府", "approved_on": date(2022, 10, 1), "until": until}
        for name, until in (("T3", date(2022, 11, 2)), ("T4", date(2022, 10, 20)))
    ]
    facts = make_facts(rows, progress=reports, exemptions=grants)
    found = outcomes(facts, as_of=date(2022, 11, 10), rules=PACK)
    assert found[["task_id", "late", "heard"]].to_numpy().tolist() == [
        ["T1", True, False], ["T2", True, True], ["T4", True, False],
    ]  # fmt: skip


BAND = pd.DataFrame({"from": [0.0, 0.5], "to": [0.5, np.inf], "tasks": [9, 10], "low": [-0.2, -0.1],
                     "middle": [0.0, 0.0], "high": [0.3, 0.2]})  # fmt: skip


@pytest.mark.parametrize(("as_of", "low", "high", "tasks"), [
    ("2022-10-10", None, None, 9),  # day 39 of 100: nine finished tasks are too few
    ("2022-10-31", "2022-12-18", "2023-01-17", 10),
    ("2022-12-22", "2022-12-22", "2023-01-17", 10),  # not finished yet: never before the day itself
])  # fmt: skip
def test_a_range_is_given_only_where_enough_tasks_are_finished(as_of, low, high, tasks):
    task = ENDS.iloc[0].rename({"task_id": "id"})
    task["forecast_finish"] = pd.Timestamp("2022-12-28")
    found = expected_finish(task, BAND, as_of=pd.Timestamp(as_of))
    assert (found.tasks, found.is_sure) == (tasks, low is not None)
    assert low is None or (found.low, found.high) == (pd.Timestamp(low), pd.Timestamp(high))


@pytest.mark.parametrize(("low", "high", "wanted"), [
    (-0.2, -0.1, ("2022-12-08", "2022-12-28")), (0.1, 0.2, ("2022-12-28", "2023-01-17")),
])  # fmt: skip
def test_the_range_holds_the_expected_day_even_where_all_errors_lie_on_one_side(low, high, wanted):
    task = ENDS.iloc[0].copy()
    task["forecast_finish"] = pd.Timestamp("2022-12-28")
    found = expected_finish(task, BAND.assign(low=low, high=high), as_of=pd.Timestamp("2022-10-31"))
    assert (found.low, found.high) == tuple(map(pd.Timestamp, wanted))


def test_without_a_forecast_or_a_plan_there_is_no_range():
    task = ENDS.iloc[0].copy()
    for day, deadline in ((pd.NaT, task["deadline"]), (pd.Timestamp("2022-12-28"), pd.NaT)):
        task["forecast_finish"], task["deadline"] = day, deadline
        assert not expected_finish(task, BAND, as_of=pd.Timestamp("2022-10-31")).is_sure


def test_the_pace_of_late_is_points_a_week_and_unknown_where_a_side_is():
    rows = pd.DataFrame(
        [("a", "10-07", 30.0), ("a", "11-04", 34.4), ("b", "10-07", np.nan), ("b", "11-04", 40.0), ("c", "11-04", 9.0)],
        columns=["task_id", "as_of", "actual"],
    )
    rows = rows.assign(as_of=pd.to_datetime("2022-" + rows["as_of"]))
    found = recent_pace(rows, as_of=pd.Timestamp("2022-11-04"), days=28)
    assert found["a"] == pytest.approx(1.1)
    assert found[["b", "c"]].isna().all()


@given(st.floats(0, 100), st.integers(1, 400))
def test_the_needed_pace_kept_to_the_deadline_brings_the_task_to_its_end(actual, days):
    as_of = pd.Timestamp("2022-10-01")
    row = pd.DataFrame({"actual": [actual], "deadline": [as_of + pd.Timedelta(days=days)]})
    pace = needed_pace(row, as_of=as_of)[0]
    assert np.isnan(pace) if actual > 100 - 1e-6 else actual + pace * days / 7 == pytest.approx(100)
