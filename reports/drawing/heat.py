"""Lag of every task, review by review, as a strip of heat.

Input is the history of `Scores.tasks`: one row a task and day of review, with `as_of`; `lag` in percentage points.
"""

import pandas as pd
import plotly.graph_objects as go

from reports.drawing.canvas import TOLD, Look, targets
from reports.words.wording import day, lag_words, number, percent, shortened, task_label

__all__ = ["lag_heat"]

SCALE_LIGHT = [[0, "#1763b6"], [0.25, "#8fbce6"], [0.5, "#eeece6"], [0.75, "#f0a050"], [1, "#9c3d00"]]
SCALE_DARK = [[0, "#6fb1ff"], [0.25, "#2f5f96"], [0.5, "#262b34"], [0.75, "#b3671f"], [1, "#ffb067"]]
READABLE = 2500
"""Up to so many cells each can be clicked and a hatch lies on the unknown ones; beyond, the last column and the grey
must do."""


def lag_heat(history: pd.DataFrame, *, note: str = "", dark: bool = False, narrow: bool = False) -> go.Figure:
    """Who has been behind for long, who recovers? A row a task, a column a review; the most behind today on top.

    Orange is behind, blue ahead, centred at 0. What is not known is grey and hatched.
    """
    look = Look(dark=dark, narrow=narrow, note=note)
    if history.empty:
        return look.nothing("滞后走势")
    grid = _grid(history)
    names = history.sort_values("as_of").drop_duplicates("task_id", keep="last").set_index("task_id").loc[grid.index]
    pitch, chars = 23 if len(grid) <= 60 else 14, 8 if narrow else 16
    fig = look.canvas(
        _title(grid), subtitle="橙滞后，蓝超前，斜纹未报；右侧为本期百分点",
        plot=pitch * len(grid), left=round(chars * (look.size - 0.5)) + 18, right=48,
    )  # fmt: skip
    columns = [day(when, year=False) for when in grid.columns]
    # counted from the last review, which must keep its date
    step = (len(columns) + 3) // 4
    every = range(len(columns) - 1, -1, -step)
    fig.update_xaxes(tickvals=list(every), ticktext=[columns[i] for i in every], showgrid=False)
    fig.update_yaxes(
        tickvals=list(range(len(grid))), range=[len(grid) - 0.5, -0.5], showgrid=False,
        ticktext=[shortened(task_label(row, 99), chars) for row in names.reset_index().to_dict("records")],
        tickfont={"size": look.size - 1 if pitch > 14 else 10, "color": look.ink.text},
    )  # fmt: skip
    _unknown(fig, grid, look)
    _cells(fig, grid, history, look=look)
    _now(fig, grid, look)
    return fig


def _grid(history: pd.DataFrame) -> pd.DataFrame:
    """Lag by task and review, the most behind today first, the unknown last."""
    last = history.drop_duplicates(["task_id", "as_of"], keep="last")
    grid = last.pivot(index="task_id", columns="as_of", values="lag").sort_index(axis=1)
    return grid.sort_values(grid.columns[-1], ascending=False, na_position="last", kind="stable")


def _title(grid: pd.DataFrame) -> str:
    """How many are behind now and how many of them have been for four reviews."""
    now = grid.iloc[:, -1]
    if now.isna().all():
        return "本期全部未报"
    behind, long = int((now > 0.05).sum()), int((grid.iloc[:, -4:] > 0.05).all(axis=1).sum())
    if not behind:
        return "本期没有滞后的任务"
    return f"本期 {behind} 项滞后" + (f"，{long} 项连续四次滞后" if grid.shape[1] >= 4 and long else "")


def _unknown(fig: go.Figure, grid: pd.DataFrame, look: Look) -> None:
    """Grey ground under every cell, a hatch where nothing is known."""
    grey = "#464e5b" if look.dark else "#c6ccd5"
    fig.add_heatmap(
        z=[[0] * grid.shape[1]] * grid.shape[0], colorscale=[[0, grey], [1, grey]], showscale=False, xgap=1, ygap=1,
        hoverinfo="skip", meta="ground",
    )  # fmt: skip
    rows, columns = grid.isna().to_numpy().nonzero()
    if grid.size <= READABLE and len(rows):
        fig.add_scatter(
            x=columns.tolist(), y=rows.tolist(), mode="markers", hoverinfo="skip", showlegend=False, meta="unknown",
            marker={"symbol": "line-ne", "size": 9, "line": {"width": 1.5, "color": look.ink.muted}},
        )  # fmt: skip


def _cells(fig: go.Figure, grid: pd.DataFrame, history: pd.DataFrame, *, look: Look) -> None:
    """The lags themselves; an unknown one stays open and shows the hatched ground."""
    told = {(row["task_id"], row["as_of"]): _words(row) for row in history.to_dict("records")}
    said = [look.told(told.get((t, w), f"{day(w)}<br>○ 未列入") for w in grid.columns) for t in grid.index]
    known = grid.abs().stack()
    # one task far behind must not bleach all the others
    bound = max(10.0, known.quantile(0.95)) if len(known) else 10.0
    each = grid.size <= READABLE
    speaks = {"hoverinfo": "skip"} if each else {"hovertext": said, "hovertemplate": TOLD, "hoverongaps": True}
    fig.add_heatmap(
        z=[[None if pd.isna(v) else v for v in row] for row in grid.to_numpy()], zmin=-bound, zmax=bound, zmid=0,
        colorscale=SCALE_DARK if look.dark else SCALE_LIGHT, showscale=False, xgap=1, ygap=1, meta="lag", **speaks,
    )  # fmt: skip
    columns = range(0 if each else grid.shape[1] - 1, grid.shape[1])
    marks = [(x, y, task, said[y][x]) for y, task in enumerate(grid.index) for x in columns]
    targets(fig, marks, meta="cells", size=16)
    if each:
        fig.update_layout(hoverdistance=-1)  # the nearest place is the cell's own, however wide it is


def _words(row: dict) -> str:
    """One task on one day."""
    actual = percent(row["actual"], missing="未报")
    lag = f"<br>{lag_words(row['lag'])}" if pd.notna(row["lag"]) else ""
    return f"<b>{task_label(row, 22)}</b><br>{day(row['as_of'])}<br>计划 {percent(row['planned'])} · 实际 {actual}{lag}"


def _now(fig: go.Figure, grid: pd.DataFrame, look: Look) -> None:
    """Lag of today in figures, at the end of the row."""
    now, ink = grid.iloc[:, -1], look.ink
    fig.add_scatter(
        x=[grid.shape[1] - 0.5] * len(now), y=list(range(len(now))), mode="text", cliponaxis=False, hoverinfo="skip",
        text=["未报" if pd.isna(v) else number(v, digits=0) for v in now], textposition="middle right", meta="now",
        textfont={"size": look.size - 1, "color": [ink.worse if v > 0 else ink.muted for v in now]}, showlegend=False,
    )  # fmt: skip
    fig.update_xaxes(range=[-0.5, grid.shape[1] - 0.5])
