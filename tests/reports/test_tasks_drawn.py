"""Figures of tasks: wall, dumbbells, slope, heat, movement, parts."""

import re
from datetime import timedelta

import numpy as np
import pandas as pd
import pytest

from reports.drawing.board import by_class, planned_against_actual
from reports.drawing.heat import READABLE, lag_heat
from reports.drawing.overview import movement
from reports.drawing.parts import index_parts
from reports.drawing.slope import portfolio
from reports.drawing.wall import board_waffle
from reports.words.levels import LEVELS, level_mark
from reports.words.wording import day


def traces(figure, meta: str) -> list:
    return [trace for trace in figure.data if trace.meta == meta]


def key(figure) -> dict[str, tuple[str, int]]:
    """Word of the key -> its sign and the count beside it."""
    text = next(each.text for each in figure.layout.annotations if each.name == "key")
    entries = re.findall(r'<span style="color:#\w{6}">(.)</span> (\w+) (\d+)', text)
    return {word: (sign, int(count)) for sign, word, count in entries}


def heading(figure) -> str:
    told = [each.text for each in figure.layout.annotations if each.name in ("title", "subtitle")]
    return "".join(told).replace("<br>", "")


@pytest.fixture
def tasks(samples) -> pd.DataFrame:
    return samples["tasks"]


@pytest.mark.parametrize("draw", [board_waffle, planned_against_actual, portfolio])
def test_the_key_names_each_level_present_with_its_shape_and_count(draw, tasks):
    marks = [level_mark(row.level, row.state) for row in tasks.itertuples()]
    assert key(draw(tasks)) == {mark.word: (mark.shape, marks.count(mark)) for mark in marks}


def test_a_class_stands_most_behind_first_and_silent_last(tasks):
    for _, group in by_class(tasks):
        known = group["lag"].dropna()
        assert known.is_monotonic_decreasing
        assert group["lag"].isna().tolist() == sorted(group["lag"].isna())


def test_the_three_classes_come_in_the_order_of_the_notice(tasks):
    shuffled = tasks.iloc[::-1].assign(category=tasks["category"].iloc[::-1].where(tasks.index > 0, None))
    names = [name.split(" · ")[0] for name, _ in by_class(shuffled)]
    assert names == ["重要改革", "攻城拔寨", "底线必保", "任务榜"]


@pytest.mark.parametrize("count", [1, 10, 30, 121, 300])
@pytest.mark.parametrize("narrow", [False, True])
def test_the_wall_has_one_tile_a_task_and_none_lies_on_another(samples, count, narrow):
    table = samples["task_table"](count)
    tiles = traces(board_waffle(table, narrow=narrow), "tiles")[0]
    assert [item[0] for item in tiles.customdata] == [i for _, g in by_class(table) for i in g["task_id"]]
    columns = {x: sorted(y for other, y in zip(tiles.x, tiles.y, strict=True) if other == x) for x in tiles.x}
    assert all(min(np.diff(heights), default=1) >= 1 - 1e-9 for heights in columns.values())


def test_tiles_carry_shape_and_number(tasks):
    marks = traces(board_waffle(tasks), "marks")[0]
    ordered = [row for _, group in by_class(tasks) for row in group.to_dict("records")]
    assert list(marks.text) == [f"<b>{row['no']}</b>" for row in ordered]
    assert list(marks.marker.symbol) == [level_mark(row["level"], row["state"]).marker for row in ordered]


def test_a_task_without_report_is_hollow_at_its_plan_and_says_so(tasks):
    silent = tasks[tasks["actual"].isna()].set_index("task_id")
    assert len(silent)
    figure = planned_against_actual(tasks)
    points = {
        item[0]: (x, symbol)
        for trace in traces(figure, "actual")
        for x, symbol, item in zip(trace.x, trace.marker.symbol, trace.customdata, strict=True)
    }
    for task_id, row in silent.iterrows():
        assert points[task_id] == (row["planned"], "circle-open")
    assert list(traces(figure, "ends")[0].text).count("○ 未报") == len(silent)


def test_gaps_run_from_plan_to_actual_and_only_where_both_are_known(tasks):
    drawn = [x for trace in traces(planned_against_actual(tasks), "gap") for x in trace.x if x is not None]
    known = tasks.dropna(subset=["actual"])
    assert sorted(drawn) == sorted([*known["planned"], *known["actual"]])


def test_an_actual_above_100_is_not_cut(tasks):
    over = tasks.head(1).assign(actual=122.6, lag=-22.6)
    figure = planned_against_actual(over)
    assert traces(figure, "actual")[0].x == (122.6,)
    assert figure.layout.xaxis.range[1] > 122.6


def test_headings_say_the_answer(tasks):
    table = tasks.head(3).assign(
        level=[4, 1, 0], state=["进行中", "进行中", "未报"], lag=[31.5, 6.0, np.nan], actual=[50.0, 60.0, np.nan]
    )
    assert heading(board_waffle(table)) == "<b>3 项任务：1 项黄牌或约谈、1 项提醒或预警、1 项未报</b>"
    told = heading(planned_against_actual(table))
    assert "2 项落后，1 项未报" in told
    assert "滞后 31.5 个百分点" in told
    assert "3 项任务全部未报" in heading(planned_against_actual(table.assign(actual=np.nan, lag=np.nan)))
    assert "都不落后" in heading(planned_against_actual(table.assign(lag=-1.0)))


def test_hover_tells_everything_about_a_task(tasks):
    table = tasks.head(1).assign(
        state="进行中",
        level=2,
        lag=12.0,
        planned=60.0,
        actual=48.0,
        cut="填报高于节点",
        triggers=[["滞后 12 个百分点，达到 10"]],
    )
    told = traces(board_waffle(table), "tiles")[0].hovertext[0]
    words = (
        "▲ 预警", "计划 60% · 实际 48%", "填报高于节点", "2022年12月20日", "不计入评分", "区委办公室", "太和镇",
        "区领导01", "已知份额", "预计完成", "达到 10",
    )  # fmt: skip
    assert [word for word in words if word not in told] == []


def test_a_late_entry_says_that_it_does_not_count(tasks):
    told = traces(board_waffle(tasks.head(2).assign(late_entry=[True, False])), "tiles")[0].hovertext
    assert sorted("补录" in text for text in told) == [False, True]


def test_the_slope_numbers_the_five_worst_and_draws_the_bands(tasks):
    figure = portfolio(tasks, bands=(5, 10, 20, 30))
    named = [each.text for each in figure.layout.annotations if each.name == "worst"]
    worst = tasks.nlargest(5, "lag")
    assert [text.split()[2] for text in named] == list(worst["no"])
    assert len(traces(figure, "band")) == 4
    assert traces(figure, "slope")[0].y[0] == 0


def test_on_the_slope_a_task_without_report_is_hollow_at_its_plan(tasks):
    silent = tasks.head(1).assign(
        actual=np.nan, lag=np.nan, level=0, state="未报", planned=62.0, at_days=50.0, pd_days=100.0
    )
    point = traces(portfolio(silent), "tasks")[0]
    assert (point.x, point.y, point.marker.symbol) == ((50.0,), (62.0,), ("circle-open",))


def test_a_task_without_length_has_no_place_on_the_slope(tasks):
    figure = portfolio(tasks.head(2).assign(pd_days=[0.0, 100.0]))
    assert sum(len(trace.x) for trace in traces(figure, "tasks")) == 1


def test_late_in_the_year_the_slope_begins_where_the_tasks_are(tasks):
    late = tasks.head(2).assign(at_days=[90.0, 95.0], pd_days=100.0, planned=90.0, actual=[80.0, 88.0])
    early = late.assign(at_days=[10.0, 95.0])
    assert portfolio(late).layout.yaxis.range[0] == 66  # 80 − 10, on tens, 4 below
    assert portfolio(early).layout.yaxis.range[0] == -4


def test_numbers_of_neighbouring_points_are_pushed_apart(tasks):
    crowd = tasks.head(5).assign(at_days=90.0, pd_days=100.0, actual=[60.0, 60.0, 60.5, 61.0, 61.0], lag=20.0)
    figure = portfolio(crowd)
    scale = 380 / (figure.layout.yaxis.range[1] - figure.layout.yaxis.range[0])
    heights = sorted(each.y * scale + each.yshift for each in figure.layout.annotations if each.name == "ring")
    assert min(np.diff(heights)) > 15


def test_heat_is_centred_at_zero_and_unknown_stays_open(samples):
    history = samples["task_history"]
    figure = lag_heat(history)
    cells, hatch = traces(figure, "lag")[0], traces(figure, "unknown")[0]
    assert cells.zmin == -cells.zmax
    assert sum(value is None for row in cells.z for value in row) == int(history["lag"].isna().sum()) == len(hatch.x)
    assert all(cells.z[y][x] is None for x, y in zip(hatch.x, hatch.y, strict=True))


def test_heat_has_the_most_behind_today_on_top(samples):
    last = [row[-1] for row in traces(lag_heat(samples["task_history"]), "lag")[0].z]
    known = [value for value in last if value is not None]
    assert known == sorted(known, reverse=True)
    assert last[: len(known)] == known


def test_movement_shows_the_greatest_steps_first_and_counts_the_rest(samples):
    figure = movement(samples["changes"], most=3)
    assert traces(figure, "names")[0].text[0] == "招商引资到位资金80亿元"
    assert traces(figure, "ends")[0].text[0] == "● 正常 → ✖ 约谈"
    assert "另有 4 项" in heading(figure)
    assert "3 个等级变差，1 个变好" in heading(figure)


def test_an_index_that_is_no_longer_known_is_named_not_drawn(samples):
    gone = samples["changes"].query("key == 'e'").assign(level_after=1.0)
    figure = movement(gone)
    assert traces(figure, "after") == []
    assert traces(figure, "unknown")[0].text == ("　本期不评",)


@pytest.mark.parametrize("kind", ["Int64", "object"])
def test_movement_takes_levels_with_gaps_of_any_kind(samples, kind):
    table = samples["changes"].astype({"level_before": kind, "level_after": kind})
    assert len(traces(movement(table), "after")) == 4


def test_silence_is_not_shown_as_normal_in_a_movement(samples):
    row = samples["changes"].head(1).assign(level_before=1, level_after=0, lag_after=np.nan, index_after=np.nan)
    assert traces(movement(row), "ends")[0].text == ("◆ 提醒 → ○ 未报",)


def test_tasks_that_came_or_went_are_called_so(samples):
    figure = movement(samples["changes"].query("key in ['d', 'e']"))
    assert traces(figure, "ends")[0].text == ("新增 → ◆ 提醒", "◆ 提醒 → 不再列入")


def test_parts_add_up_to_the_index(samples):
    # known weight .50 + .20 + .15 = .85: (72 × .50 + 91.5 × .20 + 60 × .15) ÷ .85 = 74.47
    figure = index_parts(samples["parts"])
    ends = [max(trace.x) for trace in traces(figure, "gained")]
    assert ends[-1] == pytest.approx(74.47, abs=0.01)
    assert max(traces(figure, "index")[0].x) == pytest.approx(ends[-1])
    assert min(traces(figure, "gained")[1].x) == pytest.approx(ends[0])
    assert "指数 74.5" in heading(figure)
    assert "进度失分最多" in heading(figure)


def test_a_missing_part_is_hatched_and_adds_nothing(samples):
    hatched = traces(index_parts(samples["parts"]), "unknown")
    assert len(hatched) == 1
    assert hatched[0].fillpattern.shape == "/"
    without = samples["parts"].dropna(subset="score")
    assert traces(index_parts(without), "index")[0].x == traces(index_parts(samples["parts"]), "index")[0].x


def test_an_index_that_is_not_rated_is_not_drawn(samples):
    figure = index_parts(samples["parts"], index=float("nan"))
    assert traces(figure, "index") == []
    assert "不评" in heading(figure)


def test_lines_without_contribution_mean_that_there_is_no_index(samples):
    figure = index_parts(samples["parts"].assign(contribution=np.nan))
    assert traces(figure, "index") == []
    assert "不评" in heading(figure)


def test_every_level_can_be_drawn(tasks):
    table = tasks.head(6).assign(level=[0, 1, 2, 3, 4, 0], state=[*["进行中"] * 5, "未报"])
    assert set(key(board_waffle(table))) == {level.word for level in LEVELS.values()}


def test_every_cell_of_the_heat_opens_its_task_and_says_what_stands_there(samples):
    history = samples["task_history"]
    figure = lag_heat(history)
    cells, places = traces(figure, "lag")[0], traces(figure, "cells")[0]
    assert cells.hoverinfo == "skip"
    assert sorted(zip(places.x, places.y, strict=True)) == [(x, y) for x in range(len(cells.z[0])) for y in range(30)]
    rows = dict(zip(places.y, (point[0] for point in places.customdata), strict=True))
    assert len(set(rows.values())) == 30
    lags = history.set_index(["task_id", "as_of"])["lag"]
    days = sorted(history["as_of"].unique())
    for x, y, (task,), said in zip(places.x, places.y, places.customdata, places.hovertext, strict=True):
        assert task == rows[y]
        lag, drawn = lags.get((task, days[x])), cells.z[y][x]
        assert drawn == (None if pd.isna(lag) else lag)
        assert day(days[x]) in said.split("<br>")


def test_in_a_heat_of_very_many_cells_the_last_of_each_row_opens_its_task_and_the_cells_speak(samples):
    history = samples["task_history"]
    years = [history.assign(as_of=history["as_of"] + timedelta(days=365 * year)) for year in range(20)]
    figure = lag_heat(pd.concat(years))
    cells, ends = traces(figure, "lag")[0], traces(figure, "cells")[0]
    assert np.size(cells.z) > READABLE
    assert set(ends.x) == {len(cells.z[0]) - 1}
    assert len({point[0] for point in ends.customdata}) == len(cells.z) == 30
    assert list(ends.hovertext) == [row[-1] for row in cells.hovertext]
