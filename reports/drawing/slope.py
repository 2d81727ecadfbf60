"""All tasks at once: time gone against work done.

Input is `Scores.tasks`: one row a task; `at_days` of `pd_days` is the time gone, percentages 0–100.
"""

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from reports.drawing.board import row_mark, task_marks
from reports.drawing.canvas import TOLD, Look
from reports.drawing.rows import percent_ticks
from reports.words.wording import lag_words, number, percent, task_label, task_words

__all__ = ["portfolio"]


def portfolio(
    tasks: pd.DataFrame, *, bands: Sequence[float] = (), note: str = "", dark: bool = False, narrow: bool = False
) -> go.Figure:
    """Which tasks are slower than time? Share of time gone against actual progress; on the slope both are equal.

    `bands`: lags in percentage points at which the rule pack raises a level, dotted below the slope. Size = weight. The
    five worst are numbered and named below. A task without an actual is hollow, at its plan.
    """
    look = Look(dark=dark, narrow=narrow, note=note)
    shown = _placed(tasks) if len(tasks) else tasks
    if shown.empty:
        return look.nothing("时间过半，任务过半了吗？")
    worst = shown[shown["lag"] > 0.05].nlargest(5, "lag").to_dict("records")
    marks, lags = task_marks(shown), "、".join(number(lag) for lag in bands)
    fig = look.canvas(
        _title(shown), subtitle="斜线为时间进度，图形越大权重越大" + (f"；虚线落后 {lags} 个百分点" if bands else ""),
        plot=300 if narrow else 380, left=46, right=18, keys=look.level_keys(marks), axis=48 + 19 * len(worst),
    )  # fmt: skip
    low, end, top = _low(shown), max(105.0, shown["gone"].max() + 4), max(105.0, shown["y"].max() + 5)
    fig.update_xaxes(
        range=[low - 3, end], title={"text": "时间已过", "standoff": 6, "font": {"color": look.ink.muted, "size": 12}}
    )
    fig.update_yaxes(range=[low - 4, top])
    percent_ticks(fig.layout.xaxis, end, low=low)
    percent_ticks(fig.layout.yaxis, top, low=low)
    _slope(fig, bands, end, look=look)
    _points(fig, shown, look)
    _worst(fig, worst, look, pixels=(300 if narrow else 380) / (top - low + 4))
    return fig


def _placed(tasks: pd.DataFrame) -> pd.DataFrame:
    """Tasks that have a place: time gone (cut at 130 %) and an actual, or else a plan."""
    shown = tasks[(tasks["pd_days"] > 0) & tasks["at_days"].notna()]
    shown = shown.assign(gone=(100 * shown["at_days"] / shown["pd_days"]).clip(0, 130))
    shown = shown.assign(y=shown["actual"].fillna(shown["planned"]))
    return shown[shown["y"].notna()]


def _low(shown: pd.DataFrame) -> float:
    """Lower end of both axes: late in the year all tasks crowd in the upper corner."""
    least = min(shown["gone"].min(), shown["y"].min(), 100.0)
    return 0.0 if least < 40 else 10.0 * ((least - 10) // 10)


def _title(shown: pd.DataFrame) -> str:
    """How many are slower than time."""
    known = shown[shown["actual"].notna()]
    if known.empty:
        return f"{len(shown)} 项任务全部未报"
    slow = int((known["actual"] < known["gone"].clip(upper=100) - 0.05).sum())
    return f"{len(known)} 项已报任务中，{slow} 项慢于时间进度"


def _slope(fig: go.Figure, bands: Sequence[float], end: float, *, look: Look) -> None:
    """The slope on which work keeps up with time and, below it, one line for every lag at which a level begins."""
    for lag in (0, *bands):
        fig.add_scatter(
            x=[lag, 100, end], y=[0, 100 - lag, 100 - lag], mode="lines", hoverinfo="skip", showlegend=False,
            meta="band" if lag else "slope",
            line={"width": 1 if lag else 2, "dash": "dot" if lag else "solid", "color": look.ink.plan},
        )  # fmt: skip


def _points(fig: go.Figure, shown: pd.DataFrame, look: Look) -> None:
    """One mark a task: shape and colour by level, area by weight."""
    rows, heaviest = shown.to_dict("records"), shown["weight"].max()
    for level in sorted({row_mark(row) for row in rows}):
        of = [row for row in rows if row_mark(row) == level]
        sizes = [10 + 9 * (row["weight"] / heaviest if pd.notna(row["weight"]) else 0) ** 0.5 for row in of]
        solid = level.marker.removesuffix("-open")
        symbols = [f"{solid}-open" if pd.isna(row["actual"]) else solid for row in of]
        fig.add_scatter(
            x=[row["gone"] for row in of], y=[row["y"] for row in of], mode="markers", showlegend=False, meta="tasks",
            marker=look.marker(level) | {"size": sizes, "symbol": symbols, "opacity": 0.88}, name=level.word,
            customdata=[[row["task_id"]] for row in of], hovertext=look.told(_words(row) for row in of),
            hovertemplate=TOLD,
        )  # fmt: skip


def _words(row: dict) -> str:
    gone = percent(100 * row["at_days"] / row["pd_days"])
    return f"{task_words(row)}<br>时间已过 {gone} · 权重 {number(row['weight'])}"


def _worst(fig: go.Figure, worst: list[dict], look: Look, *, pixels: float) -> None:
    """Numbers at the worst points (`pixels` per percent of the value axis), their names below the drawing."""
    shifts = _apart(worst, pixels)
    for i, row in enumerate(worst):
        ring, level = "①②③④⑤"[i], row_mark(row)
        fig.add_annotation(
            text=f"<b>{ring}</b>", x=row["gone"], y=row["y"], showarrow=False, xshift=17, yshift=shifts[i], name="ring",
            font={"size": 15},
        )  # fmt: skip
        fig.add_annotation(
            text=f"<b>{ring}</b> {level.shape} {task_label(row, 17)}　{lag_words(row['lag'], unit=False)}", x=0, y=0,
            xref="paper", yref="paper", xanchor="left", yanchor="top", xshift=-32, yshift=-46 - 19 * i, showarrow=False,
            font={"color": level.text(dark=look.dark)}, name="worst",
        )  # fmt: skip


def _apart(worst: list[dict], pixels: float) -> list[float]:
    """Upward shift of each number, so that numbers of neighbouring points do not lie on one another."""
    shifts, placed = [0.0] * len(worst), []
    for i in sorted(range(len(worst)), key=lambda i: worst[i]["y"]):
        near = [at for gone, at in placed if abs(gone - worst[i]["gone"]) < 8]
        at = max([worst[i]["y"] * pixels - 8, *(other + 16 for other in near)])
        placed.append((worst[i]["gone"], at))
        shifts[i] = at - worst[i]["y"] * pixels
    return shifts
