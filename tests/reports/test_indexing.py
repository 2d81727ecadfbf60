"""Figures and words of an index: by hand, and the edited scheme there and back."""

import pandas as pd
import pytest

import reports
from analysis.composite import composite_index, losses, read_scheme
from analysis.scores.indicators import IndicatorData, first_scheme
from reports import drawing

VALUES = pd.DataFrame(
    {"税收（万元）": [30.0, 10, 20], "税收（万元）-增速（%）": [5.0, 1, 3], "办理时长（天）": [5.0, 9, 4]},
    index=["太和镇", "太平镇", "三坑镇"],
)
SCHEME = first_scheme(IndicatorData("2022年6月", VALUES, pd.DataFrame()))
FOUND = composite_index(VALUES, read_scheme(SCHEME))


def test_a_first_scheme_counts_what_can_be_compared_and_turns_round_what_should_be_low():
    rows = SCHEME.set_index("code")
    assert rows["weight"].to_dict() == {
        "税收（万元）": 0, "税收（万元）-增速（%）": 1, "办理时长（天）": 1, "税收（万元）·": 1, "指数": 1,
    }  # fmt: skip
    assert rows.loc["办理时长（天）", "direction"] == -1
    assert FOUND.index.tolist() == [90.0, 0.0, 75.0]  # (100 + 80) ÷ 2, (0 + 0) ÷ 2, (50 + 100) ÷ 2


def test_what_is_edited_comes_back_as_a_scheme_and_says_what_changed():
    rows = reports.scheme_editor(SCHEME)
    assert reports.scheme_changes(SCHEME, reports.edited_scheme(SCHEME, rows)) == []
    rows.loc["税收（万元）", "权重"] = 2.0
    rows.loc["办理时长（天）", ["方向", "换算", "下限", "上限"]] = ["越高越好", "按固定标杆", "0", "10"]
    other = reports.edited_scheme(SCHEME, rows)
    assert reports.scheme_changes(SCHEME, other) == [
        "税收（万元）：权重由0改为2", "办理时长（天）：方向由越低越好改为越高越好", "办理时长（天）：换算由按最低最高值改为按固定标杆",
        "办理时长（天）：下限由不设改为0", "办理时长（天）：上限由不设改为10",
    ]  # fmt: skip
    kept = reports.kept_scheme(SCHEME, reports.saved_scheme(other))
    assert reports.scheme_changes(other, kept) == []


def test_a_limit_that_is_no_number_is_refused_with_a_sentence():
    rows = reports.scheme_editor(SCHEME)
    rows.loc["办理时长（天）", "下限"] = "很低"
    with pytest.raises(ValueError, match="下限写的是“很低”"):
        reports.edited_scheme(SCHEME, rows)


def test_places_are_shown_with_the_places_between_which_they_lie():
    table = pd.DataFrame(
        {"unit": ["甲", "乙", "丙"], "rank": [1, 2, None], "low": [1, 1, None], "high": [2, 2, None],
         "index": [90.0, 80, None], "why": ["", "", "样本不足"]}
    )  # fmt: skip
    figure = drawing.sure_places(table, what="名次")
    ends = next(trace for trace in figure.data if trace.meta == "ends")
    assert list(ends.text) == ["90 分 第 1（1–2）", "80 分 第 2（1–2）", "样本不足"]
    interval = next(trace for trace in figure.data if trace.meta == "interval")
    assert list(interval.x) == [1, 2, None, 1, 2, None]


def test_steps_go_from_full_marks_to_the_index():
    figure = drawing.loss_steps(losses(FOUND, "太和镇"), index=90.0)
    steps = next(trace for trace in figure.data if trace.meta == "steps")
    assert list(steps.x) == [100.0, 90.0, None]


def test_a_step_opens_the_task_that_loses_most_of_it_and_the_rest_opens_none():
    rows = [("路网", -12.0, "二", "修 二 路"), ("三", -8.0, "三", "修桥"), ("其余 9 个合计", -14.0, None, None)]
    figure = drawing.loss_steps(pd.DataFrame(rows, columns=["name", "part", "task_id", "task"]), index=66.0)
    doors = next(trace for trace in figure.data if trace.meta == "doors")
    assert list(doors.x) == [100, 94, 88, 88, 84, 80]
    assert list(doors.y) == [1, 1, 1, 2, 2, 2]
    assert [task for (task,) in doors.customdata] == ["二"] * 3 + ["三"] * 3
    assert doors.hovertext[0].startswith("<b>路网</b><br>−12")
    assert "修桥" in doors.hovertext[5]
    assert (
        next(each.text for each in figure.layout.annotations if each.name == "title") == "<b>指数 66，路网失分最多</b>"
    )


def test_parts_of_a_difference_stand_on_their_own_side():
    parts = pd.DataFrame({"name": ["甲", "乙", "甲"], "part": [-3.0, 5.0, 1.0]})
    figure = drawing.difference_bars(parts, title="差在哪里")
    assert [list(trace.x) for trace in figure.data if trace.meta == "parts"] == [[0.0, 5.0, None], [0.0, -2.0, None]]


def test_every_figure_of_nothing_says_so():
    empty = pd.DataFrame({"name": [], "part": [], "first": [], "total": [], "unit": []})
    figures = (
        drawing.difference_bars(empty, title="差"), drawing.moving_parts(empty), drawing.sure_places(empty),
        drawing.figure_heat(pd.DataFrame(), pd.DataFrame()), drawing.loss_steps(empty, index=float("nan")),
    )  # fmt: skip
    assert all(len(figure.data) == 0 for figure in figures)
