"""Planned against actual as bullets: the mark of the plan on a ground of the levels that a lag would earn.

Input is a table of `reports.subjects.summed` (`class_bullets` or `task_bullets`).
"""

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from reports.drawing.canvas import TOLD, Look
from reports.drawing.rows import Frame, linked, percent_ticks, row_frame
from reports.words.levels import LEVELS, UNREPORTED
from reports.words.wording import lag_words, percent, task_label

__all__ = ["bullets"]

_SHADES = (0.0, 0.14, 0.22, 0.34, 0.17)
"""How strongly the ground of each level is shaded; the colour of the last one is heavy by itself."""


def bullets(
    rows: pd.DataFrame, *, bands: Sequence[float] = (), note: str = "", dark: bool = False, narrow: bool = False
) -> go.Figure:
    """How far is each from its plan, and how serious is that? A row each: upright mark = plan of today, line = actual,
    ground = where a lag begins to earn 提醒, 预警, 黄牌, 约谈 by `bands` (lags in percentage points).

    Levels at the end of a row are those of its tasks, which have their own rules and memory; the ground is the lag
    alone. Without an actual there is no line. `customdata` of the marks is the key.
    """
    look = Look(dark=dark, narrow=narrow, note=note)
    if rows.empty:
        return look.nothing("计划与实际")
    table = rows.to_dict("records")
    names, ends = [task_label(row | {"task": row["name"]}, 99) for row in table], [_end(row) for row in table]
    frame = Frame(names, ends, look, longest=19)
    high = max(104.0, float(rows[["planned", "actual"]].max().fillna(0).max()) + 4)
    fig = look.canvas(
        _title(rows), subtitle="粗线为实际，竖线为今日计划；底色由右往左为落后到提醒、预警、黄牌、约谈线",
        plot=frame.pitch * len(table), left=frame.left, right=frame.right,
        keys=look.level_keys(mark for row in table if not row["whole"] or len(table) == 1 for mark in row["marks"]),
    )  # fmt: skip
    inks = [row["marks"][0].text(dark=dark) if row["of"] == 1 else look.ink.muted for row in table]
    row_frame(fig, frame, names=names, ends=ends, scale=(-2, high), colours=inks)
    percent_ticks(fig.layout.xaxis, high)
    _grounds(fig, table, bands, look=look)
    known = [(y, row) for y, row in enumerate(table) if pd.notna(row["actual"])]
    x, y = linked([0.0] * len(known), [row["actual"] for _, row in known], [y for y, _ in known])
    fig.add_scatter(x=x, y=y, mode="lines", line={"width": 7, "color": look.ink.actual}, hoverinfo="skip",
                    showlegend=False, meta="actual")  # fmt: skip
    placed = [(y, row) for y, row in enumerate(table) if pd.notna(row["planned"])]
    fig.add_scatter(
        x=[row["planned"] for _, row in placed], y=[y for y, _ in placed], mode="markers", meta="plan",
        marker={"symbol": "line-ns", "size": 15 if narrow else 20, "line": {"width": 3, "color": look.ink.text}},
        showlegend=False, customdata=[[row["key"]] for _, row in placed], hovertemplate=TOLD,
        hovertext=look.told(_words(row) for _, row in placed),
    )  # fmt: skip
    return fig


def _title(rows: pd.DataFrame) -> str:
    """How far the whole is behind and which part most; of tasks, how many."""
    whole, parts = rows[rows["whole"]], rows[~rows["whole"] & rows["lag"].notna()]
    behind = parts[parts["lag"] > 0.05]
    if whole.empty:
        return f"{len(rows)} 项里 {len(behind)} 项落后" if len(behind) else "已报任务都不落后于计划"
    row = whole.iloc[0]
    if pd.isna(row["actual"]):
        return f"{row['name']}全部未报"
    said = f"{row['name']}完成 {percent(row['actual'])}，{lag_words(row['lag'])}"
    worst = behind.sort_values("lag").iloc[-1] if len(behind) else None
    return said if worst is None else f"{said}；{worst['name']}{lag_words(worst['lag'], unit=False)} 最多"


def _end(row: dict) -> str:
    """How far behind, and the levels of its tasks, worst first; of one task its word."""
    lag = lag_words(row["lag"], unit=False) if pd.notna(row["actual"]) else "未报"
    if row["of"] == 1:
        mark = row["marks"][0]
        return f"{mark.shape} {lag}"
    numbers = sorted({mark.number for mark in row["marks"]}, reverse=True)
    marks = {mark.number: mark for mark in row["marks"]}
    counts = {each: sum(mark.number == each for mark in row["marks"]) for each in numbers}
    serious = " ".join(
        f"{marks[each].shape}{counts[each]}" for each in numbers if each > 0 or each == UNREPORTED.number
    )
    return f"{lag} {serious}".rstrip()


def _grounds(fig: go.Figure, rows: list[dict], bands: Sequence[float], *, look: Look) -> None:
    """From the plan down: the stretches in which a lag earns each level."""
    edges = [0.0, *bands]
    for number in range(1, min(len(bands), 4) + 1):
        colour = LEVELS[number].fill(dark=look.dark)
        red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
        spans, half = [], 0.2 if look.narrow else 0.3
        for y, row in enumerate(rows):
            if pd.notna(row["planned"]):
                high = row["planned"] - edges[number]
                low = row["planned"] - edges[number + 1] if number + 1 < len(edges) else 0.0
                spans += [(max(0.0, low), high, y)] if high > 0 else []
        x = [v for low, high, _ in spans for v in (low, high, high, low, low, None)]
        y = [v for *_, at in spans for v in (at - half, at - half, at + half, at + half, at - half, None)]
        fig.add_scatter(x=x, y=y, mode="lines", fill="toself", line={"width": 0}, hoverinfo="skip", showlegend=False,
                        fillcolor=f"rgba({red},{green},{blue},{_SHADES[number]})", meta="band")  # fmt: skip


def _words(row: dict) -> str:
    said = "" if row["of"] == 1 else f"<br>{row['of']} 项中 {row['known']} 项已报，按权重平均"
    levels = "<br>" + " ".join(f"{mark.shape} {mark.word}" for mark in row["marks"][:1]) if row["of"] == 1 else ""
    actual = percent(row["actual"], missing="未报")
    return (
        f"<b>{task_label(row | {'task': row['name']}, 40)}</b><br>计划 {percent(row['planned'])} · 实际 {actual}<br>"
        f"{lag_words(row['lag'])}{said}{levels}"
    )
