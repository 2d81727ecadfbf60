"""What holds for every figure: Chinese words, no bars, a note in the footer, sensible without data, arguments kept."""

import re
from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest

from reports.drawing.board import planned_against_actual
from reports.drawing.brandmarks import brand_ranks
from reports.drawing.canvas import DARK, LIGHT
from reports.drawing.curve import plan_and_reports
from reports.drawing.flagstrip import flag_strip
from reports.drawing.heat import lag_heat
from reports.drawing.hindsightmarks import finish_errors, lead_dots, quality_marks
from reports.drawing.leaders import load_and_lag
from reports.drawing.overview import movement
from reports.drawing.parts import index_parts
from reports.drawing.pointmarks import point_balances
from reports.drawing.racing import race, trend
from reports.drawing.ranking import place_intervals, standing
from reports.drawing.slope import portfolio
from reports.drawing.strip import level_strip
from reports.drawing.visitmarks import before_and_after, reported_and_verified
from reports.drawing.wall import board_waffle
from reports.words.levels import EXEMPT, LEVELS
from reports.words.wording import width
from tests.reports import board_samples
from tests.reports.conftest import rank_table

FIGURES: dict[str, tuple[Callable[..., go.Figure], str, tuple]] = {
    "board_waffle": (board_waffle, "tasks", ()),
    "planned_against_actual": (planned_against_actual, "tasks", ()),
    "portfolio": (portfolio, "tasks", ()),
    "lag_heat": (lag_heat, "task_history", ()),
    "movement": (movement, "changes", ()),
    "standing": (standing, "units", ()),
    "place_intervals": (place_intervals, "units", ()),
    "race": (race, "unit_history", ()),
    "trend": (trend, "unit_history", ("太和镇",)),
    "load_and_lag": (load_and_lag, "leaders", ()),
    "index_parts": (index_parts, "parts", ()),
    "level_strip": (level_strip, "weeks", ()),
    "flag_strip": (flag_strip, "flags", ()),
    "point_balances": (point_balances, "balances", ()),
    "reported_and_verified": (reported_and_verified, "checks", ()),
    "before_and_after": (before_and_after, "effects", ()),
    "brand_ranks": (brand_ranks, "brands", (rank_table(),)),
    "quality_marks": (quality_marks, "quality", ()),
    "lead_dots": (lead_dots, "cases", ()),
    "finish_errors": (finish_errors, "errors", ()),
    **board_samples.FIGURES,
}
"""Every figure of one table: the function, the sample that it reads, what else it is told."""

LEVELLED = ("planned_against_actual", "portfolio", "movement", "standing", "load_and_lag")
"""Those with a trace of marks for each level."""

UNKNOWN = [
    "actual",
    "reported",
    "verified",
    "lag",
    "index",
    "rank",
    "score",
    "index_after",
    "index_before",
    "lag_after",
]
SHOWN = ("text", "hovertext", "ticktext", "hovertemplate", "texttemplate")


def words(node: object, key: str = "") -> Iterator[str]:
    """Every text of a figure that can reach a screen."""
    if isinstance(node, dict):
        for name, value in node.items():
            yield from words(value, name)
    elif isinstance(node, (list, tuple, np.ndarray)):
        for value in node:
            yield from words(value, key)
    elif isinstance(node, str) and key in SHOWN:
        yield re.sub(r"<[^>]*>|%\{[^}]*\}", "", node)


def shown(figure: go.Figure) -> list[str]:
    """Words of a figure with the names in its key."""
    return [*words(figure.to_plotly_json()), *(trace.name for trace in figure.data if trace.name)]


def hovers(figure: go.Figure) -> list[str]:
    """Hover texts of all marks."""
    found = [trace.hovertext for trace in figure.data if trace.hovertext is not None]
    return [text for each in found for text in np.array(each, dtype=object).ravel()]


def heading(figure: go.Figure) -> str:
    return next(each.text for each in figure.layout.annotations if each.name == "title")


@pytest.fixture(params=FIGURES)
def drawn(request, samples) -> tuple[Callable[..., go.Figure], pd.DataFrame]:
    """A figure that only wants its look, and its table."""
    function, sample, more = FIGURES[request.param]
    held = samples | board_samples.board_samples() if request.param in board_samples.FIGURES else samples
    return (lambda table, **look: function(table, *more, **look)), held[sample]


@pytest.fixture(params=[(False, False), (True, True)], ids=["屏", "暗手机"])
def look(request) -> dict:
    return {"dark": request.param[0], "narrow": request.param[1], "note": "演示数据 · 已知份额 86%"}


def test_no_word_on_a_figure_is_english(drawn, look):
    draw, table = drawn
    figure = draw(table, **look)
    assert [text for text in shown(figure) if re.search("[A-Za-z]", text)] == []
    assert len(shown(figure)) > 3


@pytest.mark.parametrize("drawn", LEVELLED, indirect=True)
def test_of_marks_that_lie_on_each_other_the_worst_is_on_top(drawn, look):
    draw, table = drawn
    numbers = {level.word: level.number for level in (*LEVELS.values(), EXEMPT)}
    order = [numbers[trace.name] for trace in draw(table, **look).data if trace.name in numbers]
    assert len(order) > 1
    assert order == sorted(order)


def test_no_figure_is_a_bar_chart_or_a_pie(drawn, look):
    draw, table = drawn
    assert {trace.type for trace in draw(table, **look).data} <= {"scatter", "heatmap"}


def test_every_figure_has_a_heading_and_its_note(drawn, look):
    draw, table = drawn
    figure = draw(table, **look)
    assert len(re.sub(r"<[^>]*>", "", heading(figure))) > 4
    notes = [each.text.replace("<br>", "") for each in figure.layout.annotations if each.name == "note"]
    assert notes == [look["note"]]


def test_hover_texts_are_folded_so_that_they_fit_beside_a_mark(drawn, look):
    draw, table = drawn
    # 13 characters on a phone, 19 elsewhere; a closing mark and the indent may hang over
    room = (13 if look["narrow"] else 19) + 2
    told = [line for text in hovers(draw(table, **look)) for line in text.split("<br>")]
    assert [line for line in told if width(re.sub(r"<[^>]*>", "", line)) > room] == []


@pytest.mark.parametrize("rows", [0, 1])
def test_without_rows_and_with_one_row_a_figure_is_still_sensible(drawn, look, rows):
    draw, table = drawn
    figure = draw(table.head(rows), **look)
    assert figure.layout.height >= 100
    assert rows or any("○ " in text for text in shown(figure))


def test_a_table_without_columns_is_only_an_empty_one(drawn):
    draw, table = drawn
    assert any("○ " in text for text in shown(draw(table.head(0)[[]])))


def test_with_nothing_known_no_mark_stands_at_zero(drawn, look):
    draw, table = drawn
    unknown = table.assign(**{name: np.nan for name in UNKNOWN if name in table})
    unknown = unknown.assign(state="未报") if "state" in unknown else unknown
    figure = draw(unknown, **look)
    marks = [
        trace for trace in figure.data if trace.meta in ("actual", "now", "after", "unit", "leaders", "gained", "gap")
    ]
    values = [value for trace in marks for value in (trace.y if trace.meta == "unit" else trace.x)]
    assert 0 not in values


def test_no_figure_changes_its_table(drawn, look):
    draw, table = drawn
    before = table.copy(deep=True)
    draw(table, **look)
    pd.testing.assert_frame_equal(table, before)


def test_the_same_table_gives_the_same_figure(drawn):
    draw, table = drawn
    assert draw(table).to_json() == draw(table).to_json()


def test_grounds_are_transparent_and_ink_follows_the_theme(drawn):
    draw, table = drawn
    for dark, ink in ((False, LIGHT), (True, DARK)):
        layout = draw(table, dark=dark).layout
        assert (layout.paper_bgcolor, layout.plot_bgcolor) == ("rgba(0,0,0,0)", "rgba(0,0,0,0)")
        assert layout.font.color == ink.text


def test_nothing_zooms_or_drags(drawn, look):
    draw, table = drawn
    layout = draw(table, **look).layout
    assert layout.dragmode is False
    assert layout.xaxis.fixedrange
    assert layout.yaxis.fixedrange


def test_more_rows_make_a_higher_figure(samples):
    for function in (board_waffle, planned_against_actual):
        heights = [function(samples["tasks"].head(rows)).layout.height for rows in (5, 15, 30)]
        assert heights == sorted(set(heights))


def test_the_curve_is_chinese_and_keeps_its_tables(timeline, look):
    before = {name: value.copy() for name, value in timeline.items() if isinstance(value, pd.DataFrame)}
    figure = plan_and_reports(**timeline, **look)
    assert [text for text in shown(figure) if re.search("[A-Za-z]", text)] == []
    for name, table in before.items():
        pd.testing.assert_frame_equal(timeline[name], table)


def test_dates_are_never_written_with_english_months(samples, timeline):
    figures = [race(samples["unit_history"]), trend(samples["unit_history"], "太和镇"), plan_and_reports(**timeline)]
    assert {figure.layout.xaxis.tickformat for figure in figures} == {"%-m月%-d日"}
