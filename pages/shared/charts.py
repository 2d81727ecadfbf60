"""Charts on the screen: one entry per chart, made once per version, day and theme, then shown as it is."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import streamlit as st

import analysis
import reports
from pages.shared import (
    boardcharts,
    data,
    exports,
    indexcharts,
    mechanism,
    outcomes,
    oversight,
    placed,
    remarks,
    standing,
    traced,
    unitcharts,
)  # fmt: skip
from pages.shared.keeping import shared
from pages.shared.looks import half as _half
from pages.shared.looks import whole as _look
from pages.shared.views import View
from reports import drawing
from reports.drawing import hindsightmarks
from reports.subjects import hindsight
from reports.subjects import meeting as deck

if TYPE_CHECKING:
    from pandas import DataFrame
    from plotly.graph_objects import Figure

CONFIG = {
    "locale": "zh-CN",
    "displaylogo": False,
    "displayModeBar": "hover",
    "modeBarButtonsToRemove": ["zoom2d", "pan2d", "select2d", "lasso2d", "zoomIn2d", "zoomOut2d", "autoScale2d"],
}


_UNIT_ROWS = 7
SLIDE_WIDTH, SLIDE_HEIGHT = 964, 494
"""The room of a chart on a slide; one with few rows is enlarged so far, since halls are long."""
_LARGEST = 1.25


def _wall(view: View, board: str) -> "Figure":
    return drawing.board_waffle(reports.of_board(data.scores(view).tasks, board), **_look(view))


def _portfolio(view: View) -> "Figure":
    scores = data.scores(view)
    return drawing.portfolio(scores.tasks, bands=scores.rules.ladder.lag, **_half(view))


def _movement(view: View) -> "Figure":
    return drawing.movement(analysis.changes(data.scores_before(view), data.scores(view)), **_half(view))


def _lag_heat(view: View, board: str) -> "Figure":
    return drawing.lag_heat(reports.of_board(data.history(view, of="tasks"), board), **_look(view))


def _dumbbell(view: View, board: str, category: str | None) -> "Figure":
    tasks = reports.of_board(data.scores(view).tasks, board, category=category)
    return drawing.planned_against_actual(tasks, **_look(view))


def _standing(view: View, kind: str) -> "Figure":
    now, before = (reports.of_kind(each.units, kind) for each in (data.scores(view), data.scores_before(view)))
    return drawing.standing(now, before, **_half(view))


def _places(view: View, kind: str) -> "Figure":
    return drawing.place_intervals(reports.of_kind(data.scores(view).units, kind), **_half(view))


def _unit_losses(view: View, unit: str, by: str) -> "Figure":
    index = reports.one_unit(data.scores(view).units, unit)["index"]
    return drawing.loss_steps(placed.losses(view, unit, by=by), index=index, **_half(view))


def _unit_difference(view: View, unit: str, other: str, by: str) -> "Figure":
    parts = placed.difference(view, unit, other=other, by=by)
    against = "上期" if other == reports.BEFORE else other
    title = f"{unit}与{against}之差：{'各项得分' if by == 'score' else '各个项目'}"
    return drawing.difference_bars(parts, title=title, **_half(view))


def _unit_runs(view: View, kind: str) -> "Figure":
    found, units = placed.runs(view, kind), data.scores(view).units.set_index("unit")
    table = found.assign(index=units["shrunk_index"].reindex(found["unit"]).to_numpy())
    return drawing.sure_places(table, title=reports.runs_title(found, runs=placed.RUNS), **_half(view))


def _unit_moving(view: View, kind: str) -> "Figure":
    return drawing.moving_parts(placed.moving(view, kind), **_half(view))


def _trend(view: View, kind: str, unit: str) -> "Figure":
    return drawing.trend(reports.of_kind(data.history(view, of="units"), kind), unit, **_look(view))


def _leaders(view: View) -> "Figure":
    return drawing.load_and_lag(data.scores(view).leaders, **_look(view))


def _curve(view: View, task_id: str) -> "Figure":
    timeline = analysis.task_timeline(data.facts(view), task_id, as_of=view.as_of, rules=data.rules(view))
    curve, rows = timeline.pop("curve"), timeline.pop("reports")
    found = outcomes.expected(view, task_id)
    if found.is_sure:
        actual = reports.one_task(data.scores(view).tasks, task_id)["actual"]
        timeline |= {"forecast": (found.low, found.day, found.high), "actual": actual}
    return drawing.plan_and_reports(curve, rows, **timeline, **_look(view))


def _effect(view: View, base: str | None, against: str) -> "Figure":
    published = data.scores(view.at(base, as_of=view.as_of))
    return drawing.movement(analysis.changes(published, data.scores(view)), against=against, **_look(view))


def _parts(view: View, task_id: str) -> "Figure":
    return drawing.index_parts(traced.explained(view, task_id), **_half(view))


def _level_strip(view: View) -> "Figure":
    return drawing.level_strip(standing.worded_weeks(view), **_look(view))


def _flag_strip(view: View, kind: str) -> "Figure":
    return drawing.flag_strip(reports.flags_of(standing.flags(view, standing.months(view)), kind), **_look(view))


def _points(view: View, kind: str | None) -> "Figure":
    cap = data.rules(view).deduction.unit_cap
    return drawing.point_balances(standing.balances_in(view, kind), cap=cap, **_look(view))


def _verified(view: View) -> "Figure":
    return drawing.reported_and_verified(oversight.checks(view), **_half(view))


def _effects(view: View) -> "Figure":
    return drawing.before_and_after(oversight.effects(view), **_half(view))


def _class_page(view: View, board: str, category: str | None, page: int) -> "Figure":
    tasks = reports.of_board(data.scores(view).tasks, board, category=category)
    return drawing.planned_against_actual(deck.page_of(reports.by_lag(tasks), page), **_look(view))


def _unit_tasks(view: View, unit: str) -> "Figure":
    tasks = reports.tasks_of_unit(data.scores(view).tasks, unit)
    return drawing.planned_against_actual(deck.page_of(tasks, 0, most=_UNIT_ROWS), **_look(view))


def _brand_ranks(view: View) -> "Figure":
    ranks = analysis.brand_ranks(mechanism.evidence(view))
    return drawing.brand_ranks(mechanism.brands(view), ranks, **_look(view))


def _signals(view: View) -> "Figure":
    return hindsightmarks.quality_marks(hindsight.signal_rows(outcomes.record(view)), **_half(view))


def _stages(view: View, name: str) -> "Figure":
    rows = hindsight.stage_rows(outcomes.signal(view, name))
    return hindsightmarks.quality_marks(rows, title="什么时候就看得出来", **_half(view))


def _leads(view: View, name: str) -> "Figure":
    return hindsightmarks.lead_dots(outcomes.cases(view, name), **_half(view))


def _finish_errors(view: View) -> "Figure":
    return hindsightmarks.finish_errors(outcomes.errors(view), **_half(view))


CHARTS: dict[str, Callable[..., "Figure"]] = {
    "wall": _wall,
    "portfolio": _portfolio,
    "movement": _movement,
    "lag_heat": _lag_heat,
    "dumbbell": _dumbbell,
    "standing": _standing,
    "places": _places,
    "unit_losses": _unit_losses,
    "unit_difference": _unit_difference,
    "unit_runs": _unit_runs,
    "unit_moving": _unit_moving,
    "trend": _trend,
    "leaders": _leaders,
    "effect": _effect,
    "curve": _curve,
    "parts": _parts,
    "level_strip": _level_strip,
    "flag_strip": _flag_strip,
    "points": _points,
    "verified": _verified,
    "effects": _effects,
    "brand_ranks": _brand_ranks,
    "class_page": _class_page,
    "unit_tasks": _unit_tasks,
    "signals": _signals,
    "stages": _stages,
    "leads": _leads,
    "finish_errors": _finish_errors,
    **boardcharts.CHARTS,
    **indexcharts.CHARTS,
    **unitcharts.CHARTS,
}
"""Every chart by name. A new chart is one function above and one entry here."""


def key_of(*about: object) -> str:
    """Name a chart and what it is about: remarks and what was clicked are kept by it.

    >>> key_of("wall", "任务榜", None)
    'wall_任务榜_None'
    """
    return "_".join(map(str, about))


def show(name: str, view: View, *about: str | None, opens: bool = False) -> list[str]:
    """Draw one chart; return the ids in the points that the visitor clicked, when the chart `opens` something."""
    figure = _ready(name, view, about)
    exports.enrol(figure, lambda: _ready(name, view.on_paper(), about))
    key = key_of(name, *about)
    config = CONFIG | ({"displayModeBar": False} if view.is_narrow else {})  # without hover it hides the title
    more = {"on_select": "rerun", "selection_mode": "points"} if opens else {}
    clicked = st.plotly_chart(figure, key=key, config=config, theme=None, **more)
    remarks.below(key, view, lambda: _ready(name, view.plain(), about))
    points = clicked["selection"]["points"] if opens else []
    return [point["customdata"][0] for point in points if point.get("customdata")]


def on_slide(name: str, view: View, *about: object, fit: float, room: int = SLIDE_HEIGHT) -> None:
    """Draw a chart on a slide that is shown `fit` times as large as it is laid out; `room` pixels high at most."""
    figure = _for_slide(name, view, about, fit, room)
    st.plotly_chart(figure, key=key_of("slide", name, *about), config=CONFIG | {"displayModeBar": False}, theme=None,
                    width=round(SLIDE_WIDTH * fit))  # fmt: skip


def trial(view: View, changes: "DataFrame", *, scores: analysis.Scores) -> None:
    """Draw what other rules would change. Like the trial itself it is not kept."""
    look = _look(view) | {"note": f"试算，未发布 · {reports.data_note(scores, demo=data.is_demo(view))}"}
    figure = drawing.movement(changes, against="现行规则", **look)
    st.plotly_chart(figure, key="trial", config=CONFIG, theme=None)


@shared(most=300)
def _ready(name: str, view: View, about: tuple) -> "Figure":
    return drawing.ready(CHARTS[name](view, *about))


@shared(most=300)
def _for_slide(name: str, view: View, about: tuple, fit: float, room: int) -> "Figure":
    figure = _ready(name, view, about)
    return drawing.enlarged(figure, fit * min(_LARGEST, room / figure.layout.height))
