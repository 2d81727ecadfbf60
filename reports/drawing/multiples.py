"""Small multiples of a class: one small S-curve a task on shared axes, the most behind first.

Inputs are `Scores.tasks`, its history and `analysis.progress.nodestates.plan_lines`.
"""

from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from reports.drawing.board import row_mark, task_marks
from reports.drawing.canvas import Look, targets
from reports.words.wording import day, lag_words, percent, task_label, task_words

__all__ = ["small_multiples"]

_WIDE, _GAP = 1.0, 0.09


@dataclass(frozen=True)
class Panel:
    """Where one task's small chart lies: `x` and `y` of its lower left corner in panels, and how days become widths."""

    x: float
    y: float
    first: pd.Timestamp
    last: pd.Timestamp

    def at(self, when: pd.Timestamp) -> float:
        """Where a day lies from left to right."""
        return self.x + (_WIDE - _GAP) * ((when - self.first) / (self.last - self.first))

    def up(self, value: float) -> float:
        """Where a percentage lies; 125 % is the top."""
        return self.y + 0.62 * min(value, 125.0) / 100


def small_multiples(
    tasks: pd.DataFrame, history: pd.DataFrame, lines: pd.DataFrame, *, name: str, as_of: pd.Timestamp, note: str = "",
    dark: bool = False, narrow: bool = False,
) -> go.Figure:  # fmt: skip
    """Which tasks left their plans, and when? A panel a task on the same axes (days, 0–100 %): plan, what was done at
    every evaluation, the data date. `customdata` of the panels (meta "panels") is the task_id."""
    look = Look(dark=dark, narrow=narrow, note=note)
    if tasks.empty or lines.empty:
        return look.nothing(f"{name}：逐项计划与实际")
    ordered = tasks.sort_values(["lag", "task_id"], ascending=[False, True], na_position="last").to_dict("records")
    across, pitch = (2, 118) if narrow else (5, 128)
    deep = -(-len(ordered) // across)
    mine = lines[lines["task_id"].isin(tasks["task_id"])]
    first, last = min(mine["day"].min(), as_of), max(mine["day"].max(), as_of) + pd.Timedelta(days=1)
    panels = [(Panel(i % across, deep - 1 - i // across, first, last), row) for i, row in enumerate(ordered)]
    span = f"{day(first)}—{day(last - pd.Timedelta(days=1))}"
    fig = look.canvas(
        _title(tasks, name), subtitle=f"每格一项，横轴同为{span}，纵轴同为 0—100%；细竖线为数据日期；落后多的在前",
        plot=pitch * deep, axis=8,
        keys=[("━", look.ink.plan, "计划"), ("━", look.ink.actual, "实际"), *look.level_keys(task_marks(tasks))],
    )  # fmt: skip
    fig.update_xaxes(visible=False, range=[0, across - _GAP])
    fig.update_yaxes(visible=False, range=[-0.04, deep])
    fig.update_layout(hoverdistance=90)
    _grounds(fig, [panel for panel, _ in panels], as_of, look=look)
    _plans(fig, panels, mine, look=look)
    _done(fig, panels, history, look=look)
    _names(fig, panels, look)
    return fig


def _title(tasks: pd.DataFrame, name: str) -> str:
    behind, silent = int((tasks["lag"] > 0.05).sum()), int(tasks["actual"].isna().sum())
    tail = f"，{silent} 项未报" if silent else ""
    return f"{name} {len(tasks)} 项：" + (f"{behind} 项落后于计划" if behind else "没有落后于计划的") + tail


def _grounds(fig: go.Figure, panels: list[Panel], as_of: pd.Timestamp, *, look: Look) -> None:
    """Floor and ceiling of every panel, and the data date in each."""
    floors = [(panel.at(panel.first), panel.at(panel.last), panel.up(level)) for panel in panels for level in (0, 100)]
    _strokes(fig, [([a, b], [y, y]) for a, b, y in floors], look.ink.grid, width=1, meta="floor")
    days = [([panel.at(as_of)] * 2, [panel.up(0), panel.up(108)]) for panel in panels]
    _strokes(fig, days, look.ink.muted, width=1, meta="today")


def _strokes(fig: go.Figure, strokes: list[tuple[list, list]], colour: str, *, width: float, meta: str) -> None:
    """Many lines in one trace."""
    x = [value for xs, _ in strokes for value in (*xs, None)]
    y = [value for _, ys in strokes for value in (*ys, None)]
    fig.add_scatter(x=x, y=y, mode="lines", line={"width": width, "color": colour}, meta=meta, hoverinfo="skip",
                    showlegend=False)  # fmt: skip


def _plans(fig: go.Figure, panels: list[tuple[Panel, dict]], lines: pd.DataFrame, *, look: Look) -> None:
    plans = dict(iter(lines.groupby("task_id")))
    drawn = [(panel, plans[row["task_id"]]) for panel, row in panels if row["task_id"] in plans]
    strokes = [([panel.at(d) for d in of["day"]], [panel.up(v) for v in of["planned"]]) for panel, of in drawn]
    _strokes(fig, strokes, look.ink.plan, width=2, meta="plan")


def _done(fig: go.Figure, panels: list[tuple[Panel, dict]], history: pd.DataFrame, *, look: Look) -> None:
    """What was done at every evaluation; the last one with the shape of its level, hollow on the plan when 未报."""
    ways = dict(iter(history[history["actual"].notna()].sort_values("as_of").groupby("task_id")))
    drawn = [(panel, ways[row["task_id"]]) for panel, row in panels if row["task_id"] in ways]
    strokes = [([panel.at(d) for d in of["as_of"]], [panel.up(v) for v in of["actual"]]) for panel, of in drawn]
    _strokes(fig, strokes, look.ink.actual, width=2.5, meta="actual")
    words = look.told(task_words(row) for _, row in panels)
    marks = [
        (panel.x + 0.45, panel.y + 0.4, row["task_id"], said) for (panel, row), said in zip(panels, words, strict=True)
    ]
    targets(fig, marks, meta="panels", size=60)


def _names(fig: go.Figure, panels: list[tuple[Panel, dict]], look: Look) -> None:
    """Name above each panel, and under it level, actual and lag."""
    chars = 12 if look.narrow else 13.5
    for lift, meta, of in ((0.93, "names", lambda row: task_label(row, chars)), (0.79, "ends", _end)):
        fig.add_scatter(
            x=[panel.x for panel, _ in panels], y=[panel.y + lift for panel, _ in panels], mode="text", meta=meta,
            text=[of(row) for _, row in panels], textposition="middle right", hoverinfo="skip", showlegend=False,
            textfont={"size": look.size - 1, "color": [look.ink.text if meta == "names" else
                                                       row_mark(row).text(dark=look.dark) for _, row in panels]},
        )  # fmt: skip


def _end(row: dict) -> str:
    mark = row_mark(row)
    if pd.isna(row["actual"]):
        return f"{mark.shape} 未报"
    return f"{mark.shape} {percent(row['actual'])} {lag_words(row['lag'], unit=False)}"
