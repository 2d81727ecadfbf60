"""The curve of one task."""

import pandas as pd
import pytest

from reports.drawing.curve import plan_and_reports, planned_at


def traces(figure, meta: str) -> list:
    return [trace for trace in figure.data if trace.meta == meta]


def marks(figure) -> list[str]:
    return [each.text for each in figure.layout.annotations if each.name == "time"]


def test_reports_are_steps_and_are_carried_to_the_data_date_only_dotted(timeline):
    figure = plan_and_reports(**timeline)
    assert traces(figure, "reports")[0].line.shape == "hv"
    carried = traces(figure, "carried")[0]
    assert list(carried.y) == [52.0, 52.0]
    assert pd.Timestamp(carried.x[1]) == timeline["as_of"]
    assert carried.line.dash == "dot"


def test_a_report_in_words_only_is_hollow_on_the_plan(timeline):
    hollow = traces(plan_and_reports(**timeline), "unknown")[0]
    assert list(hollow.y) == [55.0]  # 31 October is the node at 55 %
    assert hollow.marker.symbol == "circle-open"


def test_nodes_tell_done_overdue_ahead_and_unknown_apart(timeline):
    nodes = timeline["milestones"]
    unknown = nodes.head(1).assign(milestone="环评", status_known=False, done=None, done_on=pd.NaT, state="不明")
    figure = plan_and_reports(**timeline | {"milestones": pd.concat([nodes, unknown.astype(nodes.dtypes)])})
    found = {trace.name: (len(trace.x), trace.marker.symbol) for trace in traces(figure, "milestones")}
    assert found == {
        "节点完成并核验": (1, "star"), "完成，仅有填报": (1, "star-open"), "过期未完成": (1, "triangle-down"),
        "未到期": (1, "triangle-down-open"), "到期，情况不明": (1, "circle-open-dot"),
    }  # fmt: skip


def test_baseline_and_amended_deadline_stand_side_by_side(timeline):
    assert marks(plan_and_reports(**timeline)) == [
        "数据日期 11月30日", "原定时限 12月20日", "预计完成 1月5日—2月10日", "调整时限 1月15日",
    ]  # fmt: skip
    same = timeline | {"amended_deadline": timeline["deadline"], "forecast": None}
    assert marks(plan_and_reports(**same)) == ["数据日期 11月30日", "原定时限 12月20日"]


@pytest.mark.parametrize("deadline", [None, pd.NaT])
def test_days_that_are_not_known_are_left_out(timeline, deadline):
    bare = timeline | {"deadline": deadline, "amended_deadline": pd.NaT, "forecast": pd.NaT}
    assert marks(plan_and_reports(**bare)) == ["数据日期 11月30日"]


@pytest.mark.parametrize("narrow", [False, True])
def test_labels_of_time_stand_in_lanes_of_their_own(timeline, narrow):
    lanes = [each.y for each in plan_and_reports(**timeline, narrow=narrow).layout.annotations if each.name == "time"]
    assert len(set(lanes)) == len(lanes) == 4


@pytest.mark.parametrize("kept", ["curve", "reports", "visits", "milestones", None])
def test_any_table_may_be_empty(timeline, kept):
    tables = {name: timeline[name].head(0) for name in ("curve", "reports", "visits", "milestones") if name != kept}
    figure = plan_and_reports(**timeline | tables)
    told = [each.text for each in figure.layout.annotations]
    assert any("还没有计划和填报" in text for text in told) == (kept is None)


def test_without_any_report_the_heading_says_so(timeline):
    figure = plan_and_reports(**timeline | {"reports": timeline["reports"].head(0)})
    assert "至今未报进度" in figure.layout.annotations[0].text
    assert traces(figure, "carried") == []


def test_planned_at_runs_straight_between_points_and_flat_beyond():
    curve = pd.DataFrame({"day": pd.to_datetime(["2022-09-01", "2022-09-11"]), "planned": [0.0, 50.0]})
    days = pd.Series(pd.to_datetime(["2022-08-01", "2022-09-06", "2022-12-01"]))
    assert planned_at(curve, days) == [0.0, 25.0, 50.0]
    assert planned_at(curve.head(0), days) == [None, None, None]


def test_an_expected_day_within_its_range_is_marked_and_fanned_out_from_what_counts_today(timeline):
    days = tuple(pd.to_datetime(["2023-01-05", "2023-01-18", "2023-02-10"]))
    figure = plan_and_reports(**timeline | {"forecast": days, "actual": 48.0})
    assert "预计完成 1月18日（1月5日—2月10日）" in marks(figure)
    fan, way = traces(figure, "fan")[0], traces(figure, "expected")[0]
    assert (list(fan.y), list(way.y)) == ([48.0, 100, 100, 48.0], [48.0, 100])
    assert list(map(pd.Timestamp, way.x)) == [timeline["as_of"], days[1]]
    line = next(each for each in figure.layout.shapes if each.type == "line" and pd.Timestamp(each.x0) == days[1])
    assert line.line.dash == "dot"


@pytest.mark.parametrize("actual", [None, float("nan")])
def test_without_a_percent_that_counts_no_way_to_the_end_is_drawn(timeline, actual):
    days = tuple(pd.to_datetime(["2023-01-05", "2023-01-18", "2023-02-10"]))
    figure = plan_and_reports(**timeline | {"forecast": days, "actual": actual})
    assert traces(figure, "fan") == []
