"""The towns where they lie: tiles in a schematic table, or their borders as filled shapes; never a map from outside.

Input is `Scores.units` of the towns; `places` (row, column) and `rings` (lines of x, y) by town.
"""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from reports.drawing.canvas import TOLD, Key, Look
from reports.drawing.heat import SCALE_DARK, SCALE_LIGHT
from reports.drawing.ranking import unit_words
from reports.subjects.ranks import sequence_of
from reports.words.levels import LEVELS
from reports.words.wording import lag_words, number, shortened

__all__ = ["tile_places", "town_tiles"]

Points = Sequence[tuple[float, float]]
_HALF = 0.47
_SQUARE = ((-_HALF, -_HALF), (_HALF, -_HALF), (_HALF, _HALF), (-_HALF, _HALF), (-_HALF, -_HALF))


def town_tiles(
    units: pd.DataFrame, places: Mapping[str, tuple[int, int]], rings: Mapping[str, Sequence[Points]] | None = None, *,
    note: str = "", dark: bool = False, narrow: bool = False,
) -> go.Figure:  # fmt: skip
    """Where in the district does it lag? A tile a town, where it lies: colour and figure are its mean lag, signs count
    its tasks at each level.

    With `rings` of every town their borders are drawn instead. A town without a place in the table stands in a row
    below; one of which nothing is known is grey. `customdata` of the middles (meta "towns") is the town.
    """
    look = Look(dark=dark, narrow=narrow, note=note)
    if units.empty:
        return look.nothing("各镇分布")
    kind, rows = sequence_of(units), units.to_dict("records")
    drawn = _borders(rows, rings or {}) or _tiles(rows, places)
    bordered = bool(rings) and all(row["unit"] in rings for row in rows)
    xs, ys = ([v for lines, _ in drawn.values() for line in lines for v in axis(line)] for axis in (_xs, _ys))
    span = (max(xs) - min(xs)) or 1.0, (max(ys) - min(ys)) or 1.0
    wide = 300 if narrow else 520
    plot = min(460 if narrow else 520, wide * span[1] / span[0]) if bordered else (76 if narrow else 84) * span[1]
    reading = "按镇界画出，不是底图" if bordered else "示意位置，不是地图"
    fig = look.canvas(
        f"{kind}：{_finding(rows)}", subtitle=f"{reading}；颜色和数字为平均滞后百分点，图形后为任务数；不是名次",
        plot=plot, keys=_keys(rows, look), axis=8,
    )  # fmt: skip
    fig.update_xaxes(visible=False, range=[min(xs) - 0.01 * span[0], max(xs) + 0.01 * span[0]])
    fig.update_yaxes(visible=False, range=[min(ys) - 0.01 * span[1], max(ys) + 0.01 * span[1]])
    if bordered:
        fig.update_yaxes(scaleanchor="x", scaleratio=1)
    bound = max([10.0, *(abs(row["lag"]) for row in rows if pd.notna(row["lag"]))])
    for row in rows:
        _fill(fig, drawn[row["unit"]][0], _shade(row["lag"], bound, look), look=look)
    _names(fig, rows, drawn, bound=bound, look=look)
    return fig


def tile_places(towns: Sequence[str], places: Mapping[str, tuple[int, int]]) -> dict[str, tuple[int, int]]:
    """Place of every town; those that the table does not know stand in rows below it, as wide as it is.

    >>> tile_places(["甲镇", "乙镇", "丙镇"], {"甲镇": (1, 1), "乙镇": (2, 3), "别处": (9, 9)})
    {'甲镇': (1, 1), '乙镇': (2, 3), '丙镇': (3, 1)}
    """
    known = {town: places[town] for town in towns if town in places}
    below = max((row for row, _ in known.values()), default=0) + 1
    across = max(4, max((column for _, column in known.values()), default=1))
    rest = [town for town in towns if town not in known]
    return known | {town: (below + i // across, 1 + i % across) for i, town in enumerate(rest)}


def _tiles(rows: list[dict], places: Mapping[str, tuple[int, int]]) -> dict[str, tuple[list[Points], tuple]]:
    """Outline and middle of each town's tile."""
    placed = tile_places([row["unit"] for row in rows], places)
    return {
        town: ([[(column + dx, -row + dy) for dx, dy in _SQUARE]], (column, -row))
        for town, (row, column) in placed.items()
    }


def _borders(rows: list[dict], rings: Mapping[str, Sequence[Points]]) -> dict[str, tuple[list[Points], tuple]]:
    """Outlines and middle of each town, nothing unless all of them have one; degrees are drawn as on the ground."""
    if not all(row["unit"] in rings for row in rows):
        return {}
    every = [point for row in rows for ring in rings[row["unit"]] for point in ring]
    degrees = all(abs(x) <= 180 and abs(y) <= 90 for x, y in every)
    squeeze = math.cos(math.radians(sum(y for _, y in every) / len(every))) if degrees else 1.0
    found = {}
    for row in rows:
        lines = [[(x * squeeze, y) for x, y in ring] for ring in rings[row["unit"]]]
        largest = max(lines, key=lambda line: (max(_xs(line)) - min(_xs(line))) * (max(_ys(line)) - min(_ys(line))))
        found[row["unit"]] = (lines, (sum(_xs(largest)) / len(largest), sum(_ys(largest)) / len(largest)))
    return found


def _xs(line: Points) -> list[float]:
    return [x for x, _ in line]


def _ys(line: Points) -> list[float]:
    return [y for _, y in line]


def _finding(rows: list[dict]) -> str:
    """How many towns are behind on average, the one that is most, and how many have a task at 黄牌 or above."""
    behind = [row for row in rows if pd.notna(row["lag"]) and row["lag"] > 0.05]
    serious = sum(1 for row in rows if row["tasks"] and row["level"] >= 3)
    silent = sum(1 for row in rows if row["tasks"] and pd.isna(row["lag"]))
    worst = max(behind, key=lambda row: row["lag"], default=None)
    said = "平均都不落后" if worst is None else (
        f"{len(behind)} 个平均滞后，{worst['unit']}滞后 {number(worst['lag'])} 最多"
    )  # fmt: skip
    said += f"，{serious} 个有黄牌以上的任务" if serious else ""
    return said + (f"，{silent} 个未报" if silent else "")


def _keys(rows: list[dict], look: Look) -> list[Key]:
    scale = SCALE_DARK if look.dark else SCALE_LIGHT
    keys = [("█", scale[3][1], "滞后"), ("█", scale[1][1], "超前")]
    counts = {number: sum(int(row[f"levels_{number}"]) for row in rows) for number in (4, 3, 2, 1)}
    marks = [(LEVELS[number].shape, look.marker(LEVELS[number])["color"], LEVELS[number].word)
             for number, count in counts.items() if count]  # fmt: skip
    return keys + marks


def _shade(lag: float, bound: float, look: Look) -> str:
    """Colour of a lag on the scale that all charts of lags share; grey where it is not known."""
    if pd.isna(lag):
        return "#464e5b" if look.dark else "#c6ccd5"
    scale, at = SCALE_DARK if look.dark else SCALE_LIGHT, min(1.0, max(0.0, 0.5 + lag / bound / 2))
    place = max(i for i, (stop, _) in enumerate(scale[:-1]) if at >= stop)
    (low, first), (high, second) = scale[place], scale[place + 1]
    part = (at - low) / (high - low)
    mixed = [round(a + part * (b - a)) for a, b in zip(_rgb(first), _rgb(second), strict=True)]
    return "#" + "".join(f"{value:02x}" for value in mixed)


def _rgb(colour: str) -> list[int]:
    return [int(colour[i : i + 2], 16) for i in (1, 3, 5)]


def _fill(fig: go.Figure, lines: list[Points], colour: str, *, look: Look) -> None:
    """One town."""
    fig.add_scatter(
        x=[v for line in lines for v in (*_xs(line), None)], y=[v for line in lines for v in (*_ys(line), None)],
        mode="lines", fill="toself", fillcolor=colour, hoverinfo="skip", showlegend=False, meta="ground",
        line={"width": 1, "color": look.ink.panel},
    )  # fmt: skip


def _names(
    fig: go.Figure, rows: list[dict], drawn: Mapping[str, tuple[Any, tuple]], *, bound: float, look: Look
) -> None:
    """Name, lag and levels in the middle of each town, and a place to point at."""
    middles = [drawn[row["unit"]][1] for row in rows]
    strong = ["#14181f" if look.dark else "#ffffff", look.ink.text]
    fig.add_scatter(
        x=[x for x, _ in middles], y=[y for _, y in middles], mode="markers+text", meta="towns", showlegend=False,
        marker={"symbol": "square", "size": 60, "opacity": 0}, customdata=[[row["unit"]] for row in rows],
        text=[_label(row) for row in rows], textposition="middle center", hovertemplate=TOLD,
        textfont={"size": look.size, "color": [strong[not abs(row["lag"]) > 0.72 * bound] for row in rows]},
        hovertext=look.told(unit_words(row) for row in rows),
    )  # fmt: skip
    fig.update_layout(hoverdistance=120)


def _label(row: dict) -> str:
    name = f"<b>{shortened(row['unit'], 6)}</b>"
    if not row["tasks"]:
        return f"{name}<br>没有任务"
    lag = "未报" if pd.isna(row["lag"]) else lag_words(row["lag"], unit=False)
    levels = [(LEVELS[number].shape, int(row[f"levels_{number}"])) for number in (4, 3, 2, 1)]
    return f"{name}<br>{lag}<br>" + " ".join(f"{shape}{count}" for shape, count in levels if count)
