"""Charts of units over time and in place: boats, places by month, months of lag, towns where they lie."""

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest

from reports.drawing.boats import boat_race
from reports.drawing.monthheat import month_heat
from reports.drawing.racing import race
from reports.drawing.townmarks import tile_places, town_tiles
from tests.reports.board_samples import PLACES, month_table
from tests.reports.conftest import AS_OF, unit_history, unit_table

RULES = {pd.Timestamp("2022-10-31"): "武汉"}


def traces(figure: go.Figure, meta: str) -> list:
    return [trace for trace in figure.data if trace.meta == meta]


def said(figure: go.Figure, name: str) -> str:
    return next(each.text for each in figure.layout.annotations if each.name == name).replace("<br>", "")


def test_each_evaluation_is_a_frame_and_the_last_one_stands_when_nobody_plays():
    history = unit_history(periods=6)
    figure = boat_race(history, unit_table(unrated=0))
    assert [frame.name for frame in figure.frames] == [
        "10月26日",
        "11月2日",
        "11月9日",
        "11月16日",
        "11月23日",
        "11月30日",
    ]
    last = {trace.meta: trace for trace in figure.frames[-1].data}
    assert all(tuple(traces(figure, meta)[-1].x) == tuple(last[meta].x) for meta in ("boats", "hull", "interval"))
    assert figure.layout.sliders[0].active == 5
    assert [button.label for button in figure.layout.updatemenus[0].buttons] == ["▶ 播放", "❚❚ 暂停"]


def test_a_week_without_a_place_has_no_boat_and_says_why():
    history = unit_history(periods=7)
    weeks = sorted(history["as_of"].unique())
    without = history["as_of"].eq(weeks[5]) & history["unit"].eq("山塘镇")
    assert history.loc[without, "rank"].isna().all()
    figure = boat_race(history.assign(held_back=np.where(without, "样本不足", None)))
    frame = {trace.meta: trace for trace in figure.frames[5].data}
    lane = [point[0] for point in frame["boats"].customdata].index("山塘镇")
    assert frame["boats"].x[lane] is None
    assert frame["places"].text[lane] == "○ 样本不足"
    assert sum(x is None for x in frame["boats"].x) == 1


def test_all_frames_have_the_same_number_of_points_so_that_nothing_old_stays_on_the_screen():
    frames = boat_race(unit_history(periods=7)).frames
    assert len({tuple(len(trace.x) for trace in frame.data) for frame in frames}) == 1


def test_places_are_named_with_their_intervals_in_the_last_week_alone():
    units = unit_table(unrated=0)
    figure = boat_race(unit_history(periods=3).drop(columns=["rank_low", "rank_high"]), units)
    words = [next(trace for trace in frame.data if trace.meta == "places").text for frame in figure.frames]
    assert not any("（" in text for text in words[0])
    assert all("（" in text for text in words[-1])


def test_a_change_of_rules_is_marked_at_its_week():
    weeks = sorted(unit_history(periods=3)["as_of"].unique())
    figure = boat_race(unit_history(periods=3), changes={weeks[1]: "武汉"})
    assert [frame.name for frame in figure.frames] == ["11月16日", "11月23日 ※武汉", "11月30日"]
    assert "※ 起换用另一规则包" in said(figure, "subtitle")


def test_units_that_never_had_a_place_get_no_lane_but_are_counted():
    history = unit_history(periods=3)
    history = history.assign(rank=history["rank"].where(history["unit"].ne("太和镇")))
    figure = boat_race(history)
    assert "太和镇" not in [point[0] for point in traces(figure, "boats")[0].customdata]
    assert "另有 1 个各期都没有名次" in said(figure, "subtitle")


def test_boats_of_two_sequences_in_one_race_are_refused():
    mixed = pd.concat([unit_history(periods=2), unit_history(("区教育局",), kind="部门", periods=2)])
    with pytest.raises(ValueError, match="镇"):
        boat_race(mixed)


def test_a_month_without_a_place_is_a_hollow_mark_below_all_places():
    months = month_table()
    held = months["as_of"].eq(AS_OF) & months["unit"].isin(["太和镇", "石潭镇"])
    months = months.assign(rank=months["rank"].mask(held), held_back=np.where(held, "样本不足", None))
    figure = race(months, changes=RULES, name="各月名次")
    hollow = traces(figure, "unplaced")[0]
    assert sorted(point[0] for point in hollow.customdata) == ["太和镇", "石潭镇"]
    assert sorted(hollow.y) == [7.0, 8.0]
    assert "各月名次（镇）" in said(figure, "title")
    assert "空心圆为没有名次" in said(figure, "subtitle")


def test_a_change_of_rules_stands_between_the_months_it_parts():
    figure = race(month_table(), changes=RULES)
    lines = [shape.x0 for shape in figure.layout.shapes if shape.name == "rules"]
    assert lines == [pd.Timestamp("2022-09-30") + pd.Timedelta(days=15.5)]
    assert "起用“武汉”规则" in said(figure, "subtitle")


def test_what_cannot_be_said_has_its_word_and_no_colour_of_the_scale():
    figure = month_heat(month_table())
    names, grid = list(figure.layout.yaxis.ticktext), traces(figure, "lag")[0].z
    now = {name: row[-1] for name, row in zip(names, grid, strict=True)}
    assert [name for name, value in now.items() if value is None] == ["三坑镇", "石潭镇", "禾云镇"]
    words = traces(figure, "states")[0]
    assert {names[int(y)]: text for y, text in zip(words.y, words.text, strict=True)} == {
        "三坑镇": "未报", "石潭镇": "不评", "禾云镇": "—",
    }  # fmt: skip


def test_a_cell_with_exempt_tasks_is_hatched_and_keeps_its_figure():
    figure = month_heat(month_table())
    hatched = traces(figure, "exempt")[0]
    assert hatched.fillpattern.shape == "/"
    row = list(figure.layout.yaxis.ticktext).index("太平镇")
    assert {round(y) for y in hatched.y if y is not None} == {row}
    assert any(
        y == row and x == 3 for trace in traces(figure, "figures") for x, y in zip(trace.x, trace.y, strict=True)
    )


def test_the_heat_marks_where_other_rules_begin():
    assert [shape.x0 for shape in month_heat(month_table()).layout.shapes] == [1.5]


def test_towns_lie_where_the_table_says_and_unknown_ones_in_a_row_below():
    assert tile_places(["太和镇", "三坑镇", "新镇"], PLACES) == {"太和镇": (1, 1), "三坑镇": (2, 1), "新镇": (3, 1)}
    assert tile_places(["一镇", "二镇", "三镇", "四镇", "五镇"], {}) == {
        "一镇": (1, 1), "二镇": (1, 2), "三镇": (1, 3), "四镇": (1, 4), "五镇": (2, 1),
    }  # fmt: skip


def test_borders_are_drawn_only_when_every_town_has_one():
    units = unit_table(unrated=0).head(2)
    square = ((113.0, 23.0), (113.1, 23.0), (113.1, 23.1), (113.0, 23.0))
    some = town_tiles(units, PLACES, {"太和镇": (square,)})
    every = town_tiles(units, PLACES, {"太和镇": (square,), "太平镇": (square,)})
    assert "示意位置，不是地图" in said(some, "subtitle")
    assert "按镇界画出，不是底图" in said(every, "subtitle")
    assert {trace.type for trace in every.data} == {"scatter"}


def test_a_town_of_which_nothing_is_known_is_grey_and_says_so():
    units = unit_table(unrated=0).head(2).assign(lag=[np.nan, 12.0])
    figure = town_tiles(units, PLACES)
    assert traces(figure, "ground")[0].fillcolor == "#c6ccd5"
    assert "未报" in traces(figure, "towns")[0].text[0]
