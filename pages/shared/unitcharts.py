"""Charts of a sequence of units over the months: boats, places, lags; and the towns where they lie."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pandas as pd

import reports
from analysis.memory import months
from pages.shared import data, looks, whereabouts
from pages.shared.views import View
from reports import drawing
from reports.drawing import boats, monthheat, townmarks

if TYPE_CHECKING:
    from plotly.graph_objects import Figure


def _boats(view: View, kind: str) -> "Figure":
    history = reports.of_kind(data.history(view, of="units"), kind)
    calendar = data.calendar(view)
    titled = history.assign(rules=[calendar.at(when).title for when in history["as_of"]])
    now = reports.of_kind(data.scores(view).units, kind)
    return boats.boat_race(history, now, changes=monthheat.rule_changes(titled), **looks.whole(view))


def _bump(view: View, kind: str) -> "Figure":
    history, now = _months(view, kind), reports.of_kind(data.scores(view).units, kind)
    changes = monthheat.rule_changes(history)
    return drawing.race(history, now, changes=changes, name="各月名次", **looks.half(view))


def _month_heat(view: View, kind: str) -> "Figure":
    return monthheat.month_heat(_months(view, kind), **looks.half(view))


def _town_tiles(view: View, _stamp: str) -> "Figure":
    """`_stamp`: what tells the files from those of yesterday; a figure is kept by it."""
    found = whereabouts.town_map(view)
    towns = reports.of_kind(data.scores(view).units, "镇")
    return townmarks.town_tiles(towns, found.places, found.rings, **looks.half(view))


def _months(view: View, kind: str) -> pd.DataFrame:
    return reports.of_kind(data.reckoned(view, months.unit_months, over_days=True), kind)


CHARTS: dict[str, Callable[..., "Figure"]] = {
    "boats": _boats,
    "bump": _bump,
    "month_heat": _month_heat,
    "town_tiles": _town_tiles,
}
