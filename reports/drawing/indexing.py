"""An index on the screen: how sure each place is, what takes points off, what makes two units differ, what moves it.

Inputs are tables of `analysis.composite`: `uncertainty` or unit tables with rank, low, high; `losses`; `difference`;
`sensitivity`."""

import re

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from reports.drawing.canvas import TOLD, Look, targets
from reports.drawing.rows import Frame, linked, row_frame
from reports.words.wording import number, shortened, width

__all__ = ["difference_bars", "figure_heat", "loss_steps", "moving_parts", "sure_places"]

_MEASURE = re.compile(r"（[^）]*）")
"""The unit in which an indicator is measured."""

SCALE_LIGHT = [[0, "#f0b27a"], [0.5, "#f1efe8"], [1, "#8fbce6"]]
SCALE_DARK = [[0, "#9a5a1c"], [0.5, "#2a2f38"], [1, "#2f5f96"]]


def sure_places(
    places: pd.DataFrame, *, what: str = "名次", title: str = "", reading: str = "图形为名次，横线为可能的名次区间",
    note: str = "", dark: bool = False, narrow: bool = False,
) -> go.Figure:  # fmt: skip
    """How sure is each place? A row a unit: its place, and the places between which it lies.

    places: unit, rank, low, high, index; why (said instead of a place where there is none). Best first. title: instead
    of the one that says whether the first is first by every way of reckoning."""
    look = Look(dark=dark, narrow=narrow, note=note)
    if places.empty:
        return look.nothing(what, why="没有可排名的单位")
    ranked = places[places["rank"].notna()].sort_values(["rank", "unit"])
    rest = places[places["rank"].isna()].sort_values("unit")
    rows = [*ranked.to_dict("records"), *rest.to_dict("records")]
    names, ends = [row["unit"] for row in rows], [_place_words(row) for row in rows]
    frame, count = Frame(names, ends, look, longest=16), max(1, len(ranked))
    fig = look.canvas(
        title or _sure_title(ranked, what), subtitle=reading, plot=frame.pitch * len(rows), left=frame.left,
        right=frame.right,
    )  # fmt: skip
    row_frame(fig, frame, names=names, ends=ends, scale=(0.5, count + 0.5))
    ticks = sorted({1, count, *range(0, count + 1, 5 if count > 10 else 2)} - {0})
    fig.update_xaxes(tickvals=ticks, ticktext=[f"第{tick}" for tick in ticks])
    x, y = linked(list(ranked["low"]), list(ranked["high"]), list(range(len(ranked))))
    fig.add_scatter(x=x, y=y, mode="lines", line={"width": 6, "color": look.ink.plan}, opacity=0.45, hoverinfo="skip",
                    showlegend=False, meta="interval")  # fmt: skip
    fig.add_scatter(
        x=list(ranked["rank"]), y=list(range(len(ranked))), mode="markers", showlegend=False, meta="place",
        marker={"symbol": "diamond", "size": 12, "color": look.ink.actual},
        customdata=[[unit] for unit in ranked["unit"]],
        hovertext=look.told(f"<b>{row['unit']}</b><br>{_place_words(row)}" for row in ranked.to_dict("records")),
        hovertemplate=TOLD,
    )  # fmt: skip
    return fig


def _place_words(row: dict) -> str:
    if pd.isna(row["rank"]):
        return row.get("why") or "不排名"
    between = "" if pd.isna(row["low"]) else f"（{int(row['low'])}–{int(row['high'])}）"
    return f"{number(row['index'])} 分 第 {int(row['rank'])}{between}"


def _sure_title(ranked: pd.DataFrame, what: str) -> str:
    sure = ranked[(ranked["low"] == ranked["high"])]
    if ranked.empty:
        return f"{what}：都不排名"
    first = ranked.iloc[0]
    alone = first["high"] == 1 or (len(ranked) > 1 and first["high"] < ranked["low"].iloc[1])
    lead = f"{first['unit']}领先" + ("，换种算法也不变" if alone else "，但不是换哪种算法都第一")
    return f"{what}：{lead}" if len(sure) < len(ranked) else f"{what}：{first['unit']}领先，各名次都不受算法影响"


def figure_heat(
    scores: pd.DataFrame, values: pd.DataFrame, *, note: str = "", dark: bool = False, narrow: bool = False
) -> go.Figure:
    """Who is strong in what? A row an indicator, a column a unit (best first), coloured by its score 0–100, the figure
    itself written in the cell. scores, values: indicator × unit."""
    look = Look(dark=dark, narrow=narrow, note=note)
    if scores.empty:
        return look.nothing("各项指标")
    chars = 8 if narrow else 20
    left = round(min(chars, max(map(width, scores.index))) * (look.size - 0.5)) + 18
    fig = look.canvas(
        _strong_title(scores), subtitle="蓝为本项领先，橙为落后，格内是原数，空白为没有数",
        plot=(30 if narrow else 32) * len(scores), left=left, axis=46,
    )  # fmt: skip
    ink, shown = look.ink, [[None if np.isnan(value) else value for value in row] for row in scores.to_numpy("float64")]
    told = [
        look.told(
            f"<b>{unit}</b> {name}<br>{number(values.at[name, unit], digits=2)}，{number(scores.at[name, unit])} 分"
            for unit in scores
        )
        for name in scores.index
    ]
    fig.add_heatmap(
        z=shown, zmin=0, zmax=100, colorscale=SCALE_DARK if dark else SCALE_LIGHT, showscale=False, xgap=2, ygap=2,
        text=[[number(value, missing="") for value in row] for row in values.to_numpy("float64")],
        texttemplate="%{text}", textfont={"size": look.size - (3 if narrow else 1), "color": ink.text},
        hovertext=told, hovertemplate=TOLD, meta="figures",
    )  # fmt: skip
    fig.update_xaxes(tickvals=list(range(scores.shape[1])), showgrid=False, tickangle=-45 if narrow else 0,
                     ticktext=[shortened(unit, 3 if narrow else 6) for unit in scores])  # fmt: skip
    fig.update_yaxes(tickvals=list(range(len(scores))), ticktext=[_row_name(name, chars) for name in scores.index],
                     range=[len(scores) - 0.5, -0.5], showgrid=False, tickfont={"color": ink.text})  # fmt: skip
    return fig


def _row_name(name: str, chars: float) -> str:
    """An indicator's name in so much room: what tells it from the others of its matter stays.

    >>> _row_name("镇工业总产值（亿元）-增速（%）", 8), _row_name("税收（万元）", 8)
    ('镇工业总…-增速', '税收（万元）')
    """
    if width(name) <= chars:
        return name
    matter, mark, part = _MEASURE.sub("", name).partition("-")
    return shortened(matter, chars - width(mark + part)) + mark + part


def _strong_title(scores: pd.DataFrame) -> str:
    best = scores.rank(axis=1, ascending=False, method="min").eq(1).sum()
    first = best.sort_values(ascending=False, kind="stable")
    return f"{first.index[0]} {int(first.iloc[0])} 项最好，共 {len(scores)} 项"


def loss_steps(
    parts: pd.DataFrame, *, index: float, full: float = 100, note: str = "", dark: bool = False, narrow: bool = False
) -> go.Figure:
    """Where do the points go? From full marks down: what each part takes off, in the order given, and the index that is
    left. parts: name, part (0 or below), the largest first, as `losses` and `lost_by` give them; with `task_id` and
    `task` a step says in which task most of it is lost, and `customdata` of the steps (meta "doors") is that task."""
    look = Look(dark=dark, narrow=narrow, note=note)
    if pd.isna(index):
        return look.nothing("失分在哪里", why="已知的太少，不评")
    rows = parts.to_dict("records")
    ends = [f"−{number(-row['part'])}" for row in rows]
    worst = f"，{rows[0]['name']}失分最多" if rows else "，没有失分"
    steps = [("满分", full, number(full)), *_walk(rows, ends, full)]
    fig = _steps(
        look, f"指数 {number(index)}{worst}", steps, last=("指数", index), low=min(index, full) - 4, high=full + 1
    )
    _doors(fig, rows, [step[1] for step in steps], look)
    return fig


def _doors(fig: go.Figure, rows: list[dict], values: list[float], look: Look) -> None:
    """Both ends and the middle of every step that has a task: what is lost there can be pointed at and clicked."""
    told = [(place, row) for place, row in enumerate(rows, 1) if pd.notna(row.get("task_id"))]
    if not told:
        return
    words = look.told(f"<b>{row['name']}</b><br>−{number(-row['part'])}<br>失分最多：{row['task']}" for _, row in told)
    marks = [
        (x, place, row["task_id"], said)
        for (place, row), said in zip(told, words, strict=True)
        for x in np.linspace(values[place - 1], values[place], 3)
    ]
    targets(fig, marks, meta="doors", size=16)


def _walk(rows: list[dict], ends: list[str], start: float) -> list[tuple[str, float, str]]:
    steps, at = [], start
    for row, end in zip(rows, ends, strict=True):
        at += row["part"]
        steps.append((row["name"], at, end))
    return steps


def _steps(
    look: Look, title: str, steps: list[tuple[str, float, str]], *, last: tuple[str, float], low: float, high: float
) -> go.Figure:
    """Rows that each begin where the one before ended."""
    names, ends = [step[0] for step in steps] + [last[0]], [step[2] for step in steps] + [number(last[1])]
    frame = Frame(names, ends, look, longest=18)
    fig = look.canvas(title, subtitle="从满分起逐项扣减，各步相加正好是指数", plot=frame.pitch * len(names),
                      left=frame.left, right=frame.right)  # fmt: skip
    row_frame(fig, frame, names=names, ends=ends, scale=(low, high))
    values = [step[1] for step in steps]
    x, y = linked(values[:-1], values[1:], list(range(1, len(values))))
    fig.add_scatter(x=x, y=y, mode="lines", line={"width": 9, "color": look.ink.worse}, hoverinfo="skip",
                    showlegend=False, meta="steps")  # fmt: skip
    fig.add_scatter(x=[values[0], last[1]], y=[0, len(names) - 1], mode="markers", showlegend=False, hoverinfo="skip",
                    marker={"symbol": "diamond", "size": 12, "color": look.ink.actual}, meta="ends")  # fmt: skip
    return fig


def difference_bars(
    parts: pd.DataFrame, *, title: str, note: str = "", dark: bool = False, narrow: bool = False
) -> go.Figure:
    """What makes two indices differ? A row a part, right of the middle for and left of it against; the largest first.
    parts: name, part as `difference` gives them; they add up to the difference."""
    look = Look(dark=dark, narrow=narrow, note=note)
    own = parts.groupby("name", sort=False)["part"].sum()
    own = own[own.abs() >= 0.005].sort_values(key=np.abs, ascending=False)
    if own.empty:
        return look.nothing("差在哪里", why="没有差别")
    names, ends = list(own.index), [f"{'+' if value > 0 else '−'}{number(abs(value), digits=2)}" for value in own]
    frame, reach = Frame(names, ends, look, longest=18), float(own.abs().max()) * 1.1
    fig = look.canvas(title, subtitle="各项相加正好是两者之差（分）", plot=frame.pitch * len(names), left=frame.left,
                      right=frame.right)  # fmt: skip
    row_frame(fig, frame, names=names, ends=ends, scale=(-reach, reach))
    for colour, chosen in ((look.ink.better, own > 0), (look.ink.worse, own < 0)):
        rows = np.flatnonzero(chosen.to_numpy()).tolist()
        x, y = linked([0.0] * len(rows), own[chosen].tolist(), rows)
        fig.add_scatter(x=x, y=y, mode="lines", line={"width": 9, "color": colour}, hoverinfo="skip",
                        showlegend=False, meta="parts")  # fmt: skip
    fig.add_shape(type="line", x0=0, x1=0, y0=-0.5, y1=len(names) - 0.5, line={"color": look.ink.plan, "width": 1.5})
    return fig


def moving_parts(factors: pd.DataFrame, *, note: str = "", dark: bool = False, narrow: bool = False) -> go.Figure:
    """Which choice moves the places most? A row a choice: what it moves alone (filled) and together with the others
    (ring). factors: name, first, total as `sensitivity` gives them."""
    look = Look(dark=dark, narrow=narrow, note=note)
    if factors.empty or not factors["total"].gt(0).any():
        return look.nothing("哪种选择最影响名次", why="换种算法名次也不变")
    rows = factors.sort_values("total", ascending=False, kind="stable").to_dict("records")
    names, ends = [row["name"] for row in rows], [f"{max(0.0, row['total']):.0%}" for row in rows]
    frame = Frame(names, ends, look, longest=18)
    fig = look.canvas(f"{names[0]}最影响名次", subtitle="名次变动中由它单独引起（实心）、连同其他（空心）",
                      plot=frame.pitch * len(rows), left=frame.left, right=frame.right)  # fmt: skip
    high = max(1.0, *(row["total"] for row in rows))
    row_frame(fig, frame, names=names, ends=ends, scale=(-0.02, high * 1.03))
    fig.update_xaxes(tickvals=[0, 0.25, 0.5, 0.75, 1], ticktext=["0", "25%", "50%", "75%", "100%"])
    every = list(range(len(rows)))
    first, total = ([max(0.0, row[name]) for row in rows] for name in ("first", "total"))
    x, y = linked([0.0] * len(rows), total, every)
    fig.add_scatter(x=x, y=y, mode="lines", line={"width": 2, "color": look.ink.plan}, hoverinfo="skip",
                    showlegend=False, meta="stems")  # fmt: skip
    for values, symbol, meta in ((total, "circle-open", "total"), (first, "circle", "first")):
        marker = {"symbol": symbol, "size": 12, "color": look.ink.actual, "line": {"width": 2}}
        fig.add_scatter(x=values, y=every, mode="markers", showlegend=False, hoverinfo="skip", meta=meta, marker=marker)
    return fig
