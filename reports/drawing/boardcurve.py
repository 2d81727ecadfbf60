"""The S-curve of a board: all plans together against all that was done, and where it leads.

Inputs are `summed_plan`, `summed_actual` and `summed_forecast` of `reports.subjects.summed`.
"""

import pandas as pd
import plotly.graph_objects as go

from reports.drawing.canvas import TOLD, Look
from reports.drawing.rows import percent_ticks
from reports.drawing.timemarks import draw_marks, time_marks
from reports.words.wording import day, lag_words, percent

__all__ = ["board_curve"]


def board_curve(
    plan: pd.DataFrame, done: pd.DataFrame, ahead: pd.DataFrame, *, name: str, as_of: pd.Timestamp, note: str = "",
    dark: bool = False, narrow: bool = False,
) -> go.Figure:  # fmt: skip
    """Is the board as a whole on its plan, and will it be? Plan, actual at every evaluation, expected way with its
    range; all by weight.

    `ahead` may be empty: then nothing is foretold. Unreported tasks are in no sum of what is done, and the heading says
    how many those are.
    """
    look = Look(dark=dark, narrow=narrow, note=note)
    known = done[done["actual"].notna()]
    if plan.empty or known.empty:
        return look.nothing(f"{name}：计划与实际", why="还没有可以汇总的计划和填报")
    last, ink, height = known.iloc[-1], look.ink, 250 if narrow else 300
    silent = int(last["of"] - last["known"])
    keys = [("━", ink.plan, "计划"), ("●", ink.actual, "实际")]
    keys += [("┅", ink.actual, "预计"), ("▒", ink.actual, "各项同早同迟的界")] if len(ahead) else []
    lag, unreported = lag_words(last["planned"] - last["actual"]), f"；{silent} 项未报未计" if silent else ""
    fig = look.canvas(
        f"{name}：计划 {percent(last['planned'])}，实际 {percent(last['actual'])}，{lag}",
        subtitle=f"按权重汇总已知任务，超过 100% 的不抵别项{unreported}{_finish(ahead)}",
        plot=height + 23, left=46, right=18, keys=keys,
    )  # fmt: skip
    marks = time_marks(as_of, None, amended=None, forecast=None)
    pixels = height / 109
    fig.update_yaxes(range=[-4, 105 + 23 / pixels])
    percent_ticks(fig.layout.yaxis, 105)
    end = max([plan["day"].max(), *ahead["day"]])
    fig.update_xaxes(range=[plan["day"].min(), end], tickformat="%-m月", hoverformat="%Y年%-m月%-d日", showgrid=False,
                     dtick="M1" if not narrow else "M2")  # fmt: skip
    _lines(fig, plan, known, look=look)
    if len(ahead):
        _ahead(fig, ahead, look)
    draw_marks(fig, marks, look, top=105, pixels=pixels)
    return fig


def _finish(ahead: pd.DataFrame) -> str:
    """When most of it is expected to be done."""
    if ahead.empty:
        return ""
    reached = ahead[ahead["likely"] >= 99.5]
    return f"；照此预计 {day(reached['day'].iloc[0])}前后做完" if len(reached) else "；照此到期末做不完"


def _lines(fig: go.Figure, plan: pd.DataFrame, done: pd.DataFrame, *, look: Look) -> None:
    ink = look.ink
    told = look.told(f"{day(d)}<br>计划 {percent(p)}" for d, p in zip(plan["day"], plan["planned"], strict=True))
    fig.add_scatter(
        x=plan["day"], y=plan["planned"], mode="lines", meta="plan", fill="tozeroy", hovertemplate=TOLD, hovertext=told,
        line={"width": 2.5, "color": ink.plan}, fillcolor="rgba(140,150,165,0.13)", showlegend=False,
    )  # fmt: skip
    fig.add_scatter(
        x=done["day"], y=done["actual"], mode="lines+markers", meta="actual", showlegend=False, hovertemplate=TOLD,
        line={"width": 3, "color": ink.actual}, marker={"size": 7, "color": ink.actual},
        hovertext=look.told(_words(row) for row in done.to_dict("records")),
    )  # fmt: skip


def _ahead(fig: go.Figure, ahead: pd.DataFrame, look: Look) -> None:
    ink = look.ink
    fig.add_scatter(
        x=[*ahead["day"], *ahead["day"][::-1]], y=[*ahead["high"], *ahead["low"][::-1]], mode="lines", fill="toself",
        line={"width": 0}, fillcolor=ink.actual, opacity=0.16, hoverinfo="skip", showlegend=False, meta="fan",
    )  # fmt: skip
    fig.add_scatter(
        x=ahead["day"], y=ahead["likely"], mode="lines", meta="expected", showlegend=False, hovertemplate=TOLD,
        line={"width": 2, "color": ink.actual, "dash": "dash"},
        hovertext=look.told(
            f"{day(row['day'])}<br>预计 {percent(row['likely'])}（{percent(row['low'])}—{percent(row['high'])}）"
            for row in ahead.to_dict("records")
        ),
    )  # fmt: skip


def _words(row: dict) -> str:
    return (
        f"<b>{day(row['day'])}</b><br>实际 {percent(row['actual'])} · 同一批任务的计划 {percent(row['planned'])}<br>"
        f"{lag_words(row['planned'] - row['actual'])}<br>{row['of']} 项中 {row['known']} 项已知"
    )
