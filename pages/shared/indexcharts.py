"""Charts of 指标: what the figures of a sequence come to, one entry per chart."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from analysis import composite
from pages.shared import data, indexed
from pages.shared.views import View
from reports import drawing

if TYPE_CHECKING:
    from plotly.graph_objects import Figure


def _places(view: View, period: str, kind: str) -> "Figure":
    found, sure = indexed.index(view, period, kind), indexed.sure(view, period, kind)
    table = sure.assign(index=found.index, why="不评").reset_index(names="unit")
    return drawing.sure_places(table, what=f"{period}{kind}指标指数", **_look(view))


def _figures(view: View, period: str, kind: str) -> "Figure":
    found = indexed.index(view, period, kind)
    order = found.index.sort_values(ascending=False, na_position="last", kind="stable").index
    names = [node.name for node in found.scheme.leaves]
    codes = [node.code for node in found.scheme.leaves]
    scores, values = (table.loc[order, codes].T.set_axis(names) for table in (found.scores, found.values))
    return drawing.figure_heat(scores, values, **_look(view))


def _losses(view: View, period: str, kind: str, unit: str) -> "Figure":
    found = indexed.index(view, period, kind)
    return drawing.loss_steps(composite.losses(found, unit), index=found.index[unit], **_half(view))


def _difference(view: View, period: str, kind: str, unit: str, against: str) -> "Figure":
    parts = indexed.difference(view, period, kind, unit=unit, against=against)
    return drawing.difference_bars(parts, title=f"{unit}{against}差在哪里", **_half(view))


def _moving(view: View, period: str, kind: str) -> "Figure":
    return drawing.moving_parts(indexed.moving(view, period, kind), **_half(view))


def _look(view: View) -> dict:
    """Say what `looks.whole` says, of an index of figures, which rests on a scheme and on no rule pack."""
    return {"dark": view.dark, "narrow": view.is_narrow, "note": data.day_in_words(view)}


def _half(view: View) -> dict:
    return _look(view) | {"narrow": not view.is_wide}


CHARTS: dict[str, Callable[..., "Figure"]] = {
    "index_places": _places,
    "index_figures": _figures,
    "index_losses": _losses,
    "index_difference": _difference,
    "index_moving": _moving,
}
"""Its charts by name, as `charts.CHARTS` takes them in."""
