"""赛龙夺锦: a lane a unit, a dragon boat in each, evaluation by evaluation along the index; it plays and stops.

Input is the history of `Scores.units` of one sequence: one row a unit and evaluation, with `as_of`.
"""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from reports.drawing.canvas import TOLD, Look
from reports.drawing.racing import race_finding
from reports.drawing.ranking import unit_words
from reports.drawing.rows import Frame, linked, row_frame
from reports.subjects.ranks import index_span, sequence_of
from reports.words.levels import UNREPORTED
from reports.words.wording import day, number
from reports.words.words import place_in_words

__all__ = ["boat_race"]

Row = Mapping[str, Any]

_WIDE = 1.96
"""Standard errors on both sides of a 95 % interval."""
HULL = (
    (-1.0, 0.34), (-0.95, 0.12), (-0.88, 0.02), (-0.17, 0.02), (-0.11, 0.14), (-0.09, 0.36), (-0.03, 0.42), (0.0, 0.34),
    (0.04, 0.27), (-0.02, 0.24), (-0.02, 0.06), (-0.07, -0.12), (-0.16, -0.2), (-0.84, -0.2), (-0.94, -0.06),
    (-1.0, 0.34),
)  # fmt: skip
"""A dragon boat that heads right, its bow at 0, in boat's lengths and rows (up is positive)."""
CREW = (-0.8, -0.66, -0.52, -0.38, -0.24)
_LENGTH, _LENGTH_NARROW, _LOW = 0.075, 0.17, 0.72
"""A boat's length as a share of the lane; a phone's rows are high, and a boat takes less of one."""
_FRAME = {"duration": 900, "redraw": False}
_GLIDE = {"duration": 500, "easing": "cubic-in-out"}


def boat_race(
    history: pd.DataFrame, now: pd.DataFrame | None = None, *, changes: Mapping[pd.Timestamp, str] | None = None,
    note: str = "", dark: bool = False, narrow: bool = False,
) -> go.Figure:  # fmt: skip
    """Who moves ahead, who falls back? The bow of a boat stands at the drawn index of its unit, its wake reaches from
    where it was at the evaluation before, the pale line is the 95 % interval.

    A unit without a place (样本不足, 差异不显著, 不评) has no boat in that week, and its lane says why. `now`: the
    units of the last evaluation with the places between which each lies. `changes`: titles of rule packs by the
    evaluation from which they hold, other than the first. The finding is that of the last evaluation; `customdata` of
    the boats is the unit.
    """
    look = Look(dark=dark, narrow=narrow, note=note)
    if history.empty:
        return look.nothing("赛龙夺锦")
    kind, weeks = sequence_of(history), sorted(history["as_of"].unique())
    if history["rank"].isna().all():
        return look.nothing("赛龙夺锦", why="各期都没有名次")
    lanes, tables = _lanes(history), [history[history["as_of"] == week] for week in weeks]
    placed = history[history["rank"].notna()]
    span = _span(placed)
    frame = Frame(lanes, ["第 10 名（10–12）"], look, longest=12)
    fig = look.canvas(
        f"赛龙夺锦（{kind}）：{race_finding(placed, now)}",
        subtitle=_reading(history, lanes, changes=bool(changes)),
        plot=round(frame.pitch * 1.12 * len(lanes)), left=frame.left, right=frame.right, axis=134,
    )  # fmt: skip
    row_frame(fig, frame, names=lanes, ends=[""] * len(lanes), scale=span)
    fig.update_xaxes(nticks=5)
    x, y = linked([span[0]] * len(lanes), [span[1]] * len(lanes), [y + 0.2 for y in range(len(lanes))])
    fig.add_trace(_line(x, y, look.ink.grid, width=1, opacity=1, meta="water"))
    befores = [None, *tables[:-1]]
    states = [_state(lanes, pair, span, look=look, now=now if i == len(weeks) - 1 else None)
              for i, pair in enumerate(zip(tables, befores, strict=True))]  # fmt: skip
    first = len(fig.data)
    for trace in states[-1]:
        fig.add_trace(trace)
    drawn = list(range(first, first + len(states[-1])))
    names = [_name(week, changes or {}) for week in weeks]
    fig.frames = [go.Frame(name=name, data=state, traces=drawn) for name, state in zip(names, states, strict=True)]
    _controls(fig, names, look)
    return fig


def _span(placed: pd.DataFrame) -> tuple[float, float]:
    """Ends of the lanes: every interval of every week, and a boat's length behind the last."""
    spread = _WIDE * placed["spread"].fillna(0)
    low, high = index_span([*(placed["shrunk_index"] - spread), *(placed["shrunk_index"] + spread)])
    return low - 0.09 * (high - low), high


def _reading(history: pd.DataFrame, lanes: list[str], *, changes: bool) -> str:
    """How to read the lanes, and how many have none: an empty lane each would say no more."""
    said = "船头为收缩后的综合评价指数，会进也会退；浅线为 95% 区间，尾流为较上期进（绿）退（橙）"
    said += "；※ 起换用另一规则包，前后不宜直接比" if changes else ""
    count = history.loc[~history["unit"].isin(lanes), "unit"].nunique()
    return said + (f"；另有 {count} 个各期都没有名次（样本不足、不评等）" if count else "")


def _lanes(history: pd.DataFrame) -> list[str]:
    """Units that ever had a place, by the last one; those without one now below, in no order but that of names."""
    placed = history[history["rank"].notna()]
    now = placed[placed["as_of"] == history["as_of"].max()].sort_values(["rank", "unit"])["unit"].tolist()
    return now + sorted(set(placed["unit"]) - set(now))


def _name(week: pd.Timestamp, changes: Mapping[pd.Timestamp, str]) -> str:
    new = changes.get(week)
    return day(week, year=False) + ("" if new is None else f" ※{new}")


def _state(
    lanes: list[str], pair: tuple[pd.DataFrame, pd.DataFrame | None], span: tuple[float, float], *, look: Look,
    now: pd.DataFrame | None,
) -> list[go.Scatter]:  # fmt: skip
    """Build what moves, at one evaluation: intervals, wakes, hulls, crews, words at the end, places to point at."""
    table, before = ({} if each is None else each.set_index("unit", drop=False).to_dict("index") for each in pair)
    last = {} if now is None else now.set_index("unit", drop=False).to_dict("index")
    # a place for every lane in every state: plotly forgets to wipe out what a shorter list no longer names
    rows = [(y, table[unit] if unit in table and pd.notna(table[unit]["rank"]) else None)
            for y, unit in enumerate(lanes)]  # fmt: skip
    told = ["" if row is None else unit_words(last.get(row["unit"], row)) for _, row in rows]
    return [
        _intervals(rows, look),
        *(_wakes(rows, before, forward=forward, look=look) for forward in (True, False)),
        *_boats(rows, (_LENGTH_NARROW if look.narrow else _LENGTH) * (span[1] - span[0]), look=look),
        _words([last.get(unit, table.get(unit)) for unit in lanes], span[1], look=look),
        go.Scatter(
            x=[_at(row) for _, row in rows], y=[y for y, _ in rows], mode="markers", meta="boats",
            marker={"symbol": "square", "size": 26, "opacity": 0, "color": "rgba(0,0,0,0)"},
            customdata=[[unit] for unit in lanes],
            hovertext=look.told(told), hovertemplate=TOLD, showlegend=False,
        ),
    ]  # fmt: skip


def _at(row: Row | None) -> float | None:
    """Where the bow of a boat stands, None without a boat."""
    return None if row is None else float(row["shrunk_index"])


def _intervals(rows: list[tuple[int, Row | None]], look: Look) -> go.Scatter:
    ends = []
    for _, row in rows:
        spread = 0.0 if row is None or pd.isna(row["spread"]) else _WIDE * row["spread"]
        ends.append((None, None) if row is None else (_at(row) - spread, _at(row) + spread))
    x, y = linked([low for low, _ in ends], [high for _, high in ends], [y for y, _ in rows])
    return _line(x, y, look.ink.plan, width=5, opacity=0.35, meta="interval")


def _wakes(
    rows: list[tuple[int, Row | None]], before: Mapping[str, Row], *, forward: bool, look: Look
) -> go.Scatter:  # fmt: skip
    """From where a boat was to where it is."""
    pairs = []
    for y, row in rows:
        was = None if row is None or row["unit"] not in before else before[row["unit"]]
        known = was is not None and pd.notna(was["shrunk_index"]) and (_at(row) > _at(was)) == forward
        pairs.append((y, _at(was), _at(row)) if known else (y, None, None))
    x, y = linked([was for _, was, _ in pairs], [at for _, _, at in pairs], [y + 0.2 for y, _, _ in pairs])
    return _line(x, y, look.ink.better if forward else look.ink.worse, width=4, opacity=0.9, meta="wake")


def _line(x: list, y: list, colour: str, *, width: float, opacity: float, meta: str) -> go.Scatter:
    return go.Scatter(x=x, y=y, mode="lines", line={"width": width, "color": colour}, opacity=opacity, meta=meta,
                      hoverinfo="skip", showlegend=False)  # fmt: skip


def _boats(rows: list[tuple[int, Row | None]], length: float, *, look: Look) -> list[go.Scatter]:
    """Hulls, and heads of those who paddle."""
    high = _LOW if look.narrow else 1.0
    at = [(y, None if row is None else _at(row)) for y, row in rows]
    x = [v for _, bow in at for v in (*(None if bow is None else bow + u * length for u, _ in HULL), None)]
    y = [v for y, bow in at for v in (*(None if bow is None else y - high * up for _, up in HULL), None)]
    heads = [(None if bow is None else bow + u * length, y - 0.11 * high) for y, bow in at for u in CREW]
    hull = go.Scatter(x=x, y=y, mode="lines", fill="toself", fillcolor=look.ink.actual, hoverinfo="skip", meta="hull",
                      line={"width": 1, "color": look.ink.actual}, showlegend=False)  # fmt: skip
    crew = go.Scatter(x=[u for u, _ in heads], y=[v for _, v in heads], mode="markers", hoverinfo="skip", meta="crew",
                      marker={"size": 4 if look.narrow else 5, "color": look.ink.actual}, showlegend=False)  # fmt: skip
    return [hull, crew]


def _words(rows: list[Row | None], edge: float, *, look: Look) -> go.Scatter:
    """Place and index at the end of each lane, or why there is no boat."""
    return go.Scatter(
        x=[edge] * len(rows), y=[i - (0.4 if look.narrow else 0) for i in range(len(rows))], mode="text", meta="places",
        text=[_end(row) for row in rows], textposition="middle left" if look.narrow else "middle right",
        textfont={"color": look.ink.muted}, cliponaxis=False, hoverinfo="skip", showlegend=False,
    )  # fmt: skip


def _end(row: Row | None) -> str:
    if row is None:
        return f"{UNREPORTED.shape} 未列入"
    if pd.isna(row["rank"]):
        return f"{UNREPORTED.shape} {'没有任务' if row['tasks'] == 0 else place_in_words(row, missing='不评')}"
    return f"{number(row['shrunk_index'])} {place_in_words(row)}"


def _controls(fig: go.Figure, names: list[str], look: Look) -> None:
    """Play, stop and the slider of evaluations, below the lanes."""
    ink, move = look.ink, {"frame": _FRAME, "transition": _GLIDE, "fromcurrent": True, "mode": "immediate"}
    still = {"frame": {"duration": 0, "redraw": False}, "transition": {"duration": 0}, "mode": "immediate"}
    box = {"bgcolor": ink.panel, "bordercolor": ink.muted, "font": {"size": look.size, "color": ink.text}}
    fig.update_layout(
        updatemenus=[{
            "type": "buttons", "direction": "left", "showactive": False, "x": 0, "y": 0, "xanchor": "left",
            "yanchor": "top", "pad": {"t": 30, "l": 0, "r": 0, "b": 0}, **box,
            "buttons": [
                {"label": "▶ 播放", "method": "animate", "args": [None, move]},
                {"label": "❚❚ 暂停", "method": "animate", "args": [[None], still]},
            ],
        }],
        sliders=[{
            "active": len(names) - 1, "x": 0, "len": 1, "y": 0, "xanchor": "left", "yanchor": "top",
            "pad": {"t": 40, "b": 0, "l": 0, "r": 0}, "ticklen": 4, "minorticklen": 2,
            "tickcolor": ink.muted, "bgcolor": ink.actual, "bordercolor": ink.muted, "activebgcolor": ink.better,
            "font": {"size": look.size - 2, "color": ink.muted},
            "currentvalue": {"prefix": "评估日 ", "xanchor": "right",
                             "font": {"size": look.size + 1, "color": ink.text}},
            "transition": _GLIDE,
            "steps": [{"label": name, "method": "animate", "args": [[name], still | {"transition": _GLIDE}]}
                      for name in names],
        }],
    )  # fmt: skip
