"""Points of every unit on one scale: what is held back now, what was given back, what the caps took off.

Input is `analysis.balances`: one row a unit and year.
"""

import pandas as pd
import plotly.graph_objects as go

from reports.drawing.canvas import TOLD, Look
from reports.drawing.rows import Frame, linked, row_frame
from reports.subjects.points import points
from reports.words.wording import number

__all__ = ["point_balances"]


def point_balances(
    balances: pd.DataFrame, *, cap: float = 10.0, note: str = "", dark: bool = False, narrow: bool = False
) -> go.Figure:
    """Who has lost how much, and to whom did the cap make a difference? A row a unit, most held back on top.

    Thick line: charged this year; mark: still held back or final; dots beyond: what the caps took off.
    """
    look = Look(dark=dark, narrow=narrow, note=note)
    shown = balances[balances["charged"].gt(0)] if len(balances) else balances
    if shown.empty:
        return look.nothing("各单位预扣分", why="没有单位被预扣")
    shown = shown.assign(kept=shown["held"] + shown["confirmed"])
    rows = shown.sort_values(["kept", "lost", "unit"], ascending=[False, False, True]).to_dict("records")
    names, ends = [row["unit"] for row in rows], [_end(row) for row in rows]
    frame = Frame(names, ends, look, longest=16)
    fig = look.canvas(
        _title(rows, cap), subtitle="粗线为全年累计预扣，圆点为仍扣着的，虚线为封顶免去", plot=frame.pitch * len(rows),
        left=frame.left, right=frame.right,
    )  # fmt: skip
    high = max(cap, *(row["charged"] + row["lost"] for row in rows)) * 1.03
    row_frame(fig, frame, names=names, ends=ends, scale=(0, high))
    fig.update_xaxes(nticks=6)
    fig.add_shape(type="line", x0=cap, x1=cap, y0=0, y1=1, yref="paper", layer="below",
                  line={"color": look.ink.plan, "width": 1.5, "dash": "dot"})  # fmt: skip
    _lines(fig, rows, look)
    fig.add_scatter(
        x=[row["kept"] for row in rows], y=list(range(len(rows))), mode="markers", showlegend=False, meta="kept",
        marker={"size": 12, "color": look.ink.actual, "line": {"width": 1, "color": look.ink.panel}},
        hovertext=look.told(_words(row) for row in rows), hovertemplate=TOLD, customdata=[[name] for name in names],
    )  # fmt: skip
    return fig


def _title(rows: list[dict], cap: float) -> str:
    """How many units there are, and how many have reached the cap."""
    full = sum(row["charged"] >= cap - 1e-6 for row in rows)
    return f"{len(rows)} 个单位有预扣" + (f"，{full} 个已到年度上限 {number(cap)} 分" if full else "，都没有到年度上限")


def _end(row: dict) -> str:
    lost = f"，免 {points(row['lost'])}" if row["lost"] > 1e-6 else ""
    return f"仍扣 {points(row['kept'])}{lost}"


def _lines(fig: go.Figure, rows: list[dict], look: Look) -> None:
    """Charged as a thick line, what the caps took off as dots beyond it."""
    zeros, places = [0.0] * len(rows), list(range(len(rows)))
    x, y = linked(zeros, [row["charged"] for row in rows], places)
    fig.add_scatter(x=x, y=y, mode="lines", line={"width": 5, "color": look.ink.plan}, opacity=0.55, hoverinfo="skip",
                    showlegend=False, meta="charged")  # fmt: skip
    cut = [(i, row) for i, row in enumerate(rows) if row["lost"] > 1e-6]
    x, y = linked(
        [row["charged"] for _, row in cut], [row["charged"] + row["lost"] for _, row in cut], [i for i, _ in cut]
    )
    fig.add_scatter(x=x, y=y, mode="lines", line={"width": 2, "color": look.ink.muted, "dash": "dot"}, hoverinfo="skip",
                    showlegend=False, meta="lost")  # fmt: skip


def _words(row: dict) -> str:
    return (
        f"<b>{row['unit']}</b>（{row['year']} 年）<br>累计预扣 {points(row['charged'])} 分<br>"
        f"返还 {points(row['returned'])} · 确认 {points(row['confirmed'])}<br>仍在预扣 {points(row['held'])}<br>"
        f"封顶免去 {points(row['lost'])}"
    )
