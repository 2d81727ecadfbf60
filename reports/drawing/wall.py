"""The board as a wall of tiles: everything at one glance.

Input is `Scores.tasks`: one row a task, `lag` in percentage points (positive: behind the plan).
"""

from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from reports.drawing.board import by_class, row_mark, task_marks
from reports.drawing.canvas import TOLD, Look
from reports.words.levels import UNREPORTED, Level
from reports.words.wording import task_words, wrapped

__all__ = ["board_waffle"]

CORNERS = ((0.03, 0.04), (0.97, 0.04), (0.97, 0.96), (0.03, 0.96), (0.03, 0.04))


@dataclass(frozen=True)
class Tile:
    """One task's place on the wall, in tiles from the upper left corner."""

    x: float
    y: float
    level: Level
    row: dict


def board_waffle(tasks: pd.DataFrame, *, note: str = "", dark: bool = False, narrow: bool = False) -> go.Figure:
    """Where is the whole board? One tile a task, grouped by class, the worst level first and within it the
    most behind, unreported ones last.

    The worse a level, the heavier its tile. `customdata` of the tiles (meta "tiles") is the task_id.
    """
    look = Look(dark=dark, narrow=narrow, note=note)
    if tasks.empty:
        return look.nothing("任务一览")
    marks = task_marks(tasks)
    across, pixels, chars = _tiling(len(tasks), narrow=narrow)
    tiles, headings, depth = _wall(tasks, across, room=30 / pixels)
    fig = look.canvas(_title(marks), plot=depth * pixels, keys=look.level_keys(marks), axis=6)
    fig.update_xaxes(visible=False, range=[0, across])
    fig.update_yaxes(visible=False, range=[depth, 0])
    # from anywhere on a tile its middle is the nearest target
    fig.update_layout(hoverdistance=120)
    for level in sorted(set(marks)):
        _ground(fig, [tile for tile in tiles if tile.level == level], look)
    _targets(fig, tiles, look)
    _marks(fig, tiles, look, named=chars > 0)
    if chars:
        _names(fig, tiles, look, chars=chars)
    for text, y in headings:
        fig.add_annotation(
            text=f"<b>{text}</b>", x=0, y=y, xanchor="left", yanchor="bottom", showarrow=False, font={"size": 13},
        )  # fmt: skip
    return fig


def _title(marks: list[Level]) -> str:
    """The answer in one line."""
    serious = sum(mark.number >= 3 for mark in marks)
    warned = sum(mark.number in (1, 2) for mark in marks)
    counts = ((serious, "黄牌或约谈"), (warned, "提醒或预警"), (marks.count(UNREPORTED), "未报"))
    return f"{len(marks)} 项任务：" + ("、".join(f"{n} 项{word}" for n, word in counts if n) or "全部正常")


def _tiling(count: int, *, narrow: bool) -> tuple[int, int, int]:
    """Tiles across, pixels down a tile, characters of the name in it (0: number only)."""
    if narrow:
        return (4, 70, 6) if count <= 48 else (7, 40, 0)
    return (8, 72, 7) if count <= 120 else (16, 38, 0)


def _wall(tasks: pd.DataFrame, across: int, *, room: float) -> tuple[list[Tile], list[tuple[str, float]], float]:
    """Every task's tile, every heading with the height of its lower edge, and the depth of the wall (in tiles)."""
    tiles, headings, top = [], [], 0.0
    for name, group in by_class(tasks):
        top += room
        headings.append((name, top - 0.02))
        rows = sorted(group.to_dict("records"), key=lambda row: -row_mark(row).number)
        tiles += [Tile(i % across, top + i // across, row_mark(row), row) for i, row in enumerate(rows)]
        top += -(-len(rows) // across)
    return tiles, headings, top


def _ground(fig: go.Figure, tiles: list[Tile], look: Look) -> None:
    """Grounds of all tiles of one level, in one filled trace."""
    level = tiles[0].level
    colour = level.fill(dark=look.dark).removeprefix("#")
    rgb = ",".join(str(int(colour[i : i + 2], 16)) for i in (0, 2, 4))
    fig.add_scatter(
        x=[v for t in tiles for v in (*(t.x + dx for dx, _ in CORNERS), None)],
        y=[v for t in tiles for v in (*(t.y + dy for _, dy in CORNERS), None)],
        mode="lines", fill="toself", fillcolor=f"rgba({rgb},{level.strength})", hoverinfo="skip", showlegend=False,
        line={"width": 1, "color": f"rgba({rgb},0.8)", "dash": "dot" if level == UNREPORTED else "solid"},
        meta="ground",
    )  # fmt: skip


def _on_tile(level: Level, look: Look) -> str:
    """Colour of words on a tile: a heavy one needs the opposite of the ground."""
    if level.strength < 0.5:
        return look.ink.text
    return "#ffffff" if level.number == 4 and not look.dark else "#1a1d23"


def _targets(fig: go.Figure, tiles: list[Tile], look: Look) -> None:
    """Invisible middles to point at: everything about the task, and its id."""
    fig.add_scatter(
        x=[t.x + 0.5 for t in tiles], y=[t.y + 0.5 for t in tiles], mode="markers", showlegend=False, meta="tiles",
        marker={"size": 34, "opacity": 0, "symbol": "square"}, customdata=[[t.row["task_id"]] for t in tiles],
        hovertext=look.told(task_words(t.row) for t in tiles), hovertemplate=TOLD,
    )  # fmt: skip


def _marks(fig: go.Figure, tiles: list[Tile], look: Look, *, named: bool) -> None:
    """Shape of the level and number of the task."""
    inks = [_on_tile(t.level, look) for t in tiles]
    own = [look.marker(t.level)["color"] for t in tiles]
    colours = [ink if t.level.strength >= 0.5 else mine for t, ink, mine in zip(tiles, inks, own, strict=True)]
    left, down = (0.12, 0.24) if named else (0.24, 0.5)
    fig.add_scatter(
        x=[t.x + left for t in tiles], y=[t.y + down for t in tiles], mode="markers+text", meta="marks",
        marker={"symbol": [t.level.marker for t in tiles], "size": 11, "opacity": 1, "color": colours},
        text=[f"<b>{_no(t.row)}</b>" for t in tiles], textposition="middle right", hoverinfo="skip", showlegend=False,
        textfont={"color": inks, "size": look.size + 1},
    )  # fmt: skip


def _names(fig: go.Figure, tiles: list[Tile], look: Look, *, chars: int) -> None:
    """Beginning of the task's name in two lines."""
    fig.add_scatter(
        x=[t.x + 0.07 for t in tiles], y=[t.y + 0.65 for t in tiles], mode="text", meta="names", showlegend=False,
        text=[wrapped(t.row["task"], chars, lines=2) for t in tiles], textposition="middle right", hoverinfo="skip",
        textfont={"color": [_on_tile(t.level, look) for t in tiles], "size": look.size - 1},
    )  # fmt: skip


def _no(row: dict) -> str:
    return "" if pd.isna(row["no"]) else str(row["no"])
