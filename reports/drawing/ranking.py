"""Where the units of one sequence stand today.

Input is `Scores.units`: one row a unit. 镇 and 部门 are never in one list: a table with two sequences is refused.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from reports.drawing.canvas import TOLD, Look
from reports.drawing.rows import Frame, linked, row_frame
from reports.words.levels import UNREPORTED, badge, level_mark
from reports.words.wording import day, lag_words, number, share, shortened

__all__ = ["index_span", "move_words", "rank_move", "sequence_of", "standing", "unit_words"]

Row = Mapping[str, Any]


def standing(
    units: pd.DataFrame, before: pd.DataFrame | None = None, *, note: str = "", dark: bool = False, narrow: bool = False
) -> go.Figure:
    """Who leads the sequence and who moved? A row a unit, its stem from the middle of the sequence to its index.

    `before`: the same table one period earlier, a pale ring in the row; the change of rank stands at its end. Units
    without an index (不评) stand below without rank and without a mark on the scale.
    """
    look = Look(dark=dark, narrow=narrow, note=note)
    if units.empty:
        return look.nothing("名次与指数")
    kind = sequence_of(units)
    rated = units[units["index"].notna()].sort_values(["rank", "index", "unit"], ascending=[True, False, True])
    rows = [*rated.to_dict("records"), *units[units["index"].isna()].sort_values("unit").to_dict("records")]
    was = {} if before is None else {row["unit"]: row for row in before.to_dict("records")}
    names, ends = [_place(row) for row in rows], [_end(row, was.get(row["unit"])) for row in rows]
    frame, middle = Frame(names, ends, look, longest=16), rated["index"].median()
    marks = [level_mark(row["level"]) for row in rows[: len(rated)]]
    fig = look.canvas(
        _title(rated, kind, was), subtitle=_reading(middle, was), plot=frame.pitch * len(rows), left=frame.left,
        right=frame.right, keys=look.level_keys(marks),
    )  # fmt: skip
    old = [was[row["unit"]]["index"] for row in rows if row["unit"] in was]
    row_frame(fig, frame, names=names, ends=ends, scale=index_span([*rated["index"], *old]))
    if rated.empty:
        fig.update_xaxes(showticklabels=False, showgrid=False)
        return fig
    fig.add_shape(type="line", x0=middle, x1=middle, y0=-0.5, y1=len(rated) - 0.5, layer="below",
                  line={"color": look.ink.plan, "width": 1.5, "dash": "dot"})  # fmt: skip
    _stems(fig, rows[: len(rated)], middle, look=look)
    _rings(fig, rows[: len(rated)], was, look=look)
    _now(fig, rows[: len(rated)], look)
    return fig


def sequence_of(units: pd.DataFrame) -> str:
    """Name of the one sequence in the table. Raises ValueError when there are several: they are never one list."""
    kinds = list(units["kind"].dropna().unique())
    if len(kinds) > 1:
        raise ValueError(f"镇和部门不在一张榜上排名：这里同时有{'、'.join(kinds)}，请先按序列分开。")
    return kinds[0] if kinds else "单位"


def rank_move(now: Row, before: Row | None) -> int | None:
    """Places gained (positive) since the period before; None where either rank is not known."""
    if before is None or pd.isna(before["rank"]) or pd.isna(now["rank"]):
        return None
    return int(before["rank"] - now["rank"])


def move_words(move: int | None) -> str:
    """A change of rank as a short mark.

    >>> move_words(2), move_words(-1), move_words(0), move_words(None)
    ('▲2', '▼1', '—', '')
    """
    if move is None:
        return ""
    return "—" if move == 0 else f"{'▲' if move > 0 else '▼'}{abs(move)}"


def unit_words(unit: Row) -> str:
    """Everything about one unit, for its hover text."""
    level = badge(unit["level"], UNREPORTED.word if pd.isna(unit["lag"]) else None)
    rank = "不排名" if pd.isna(unit["rank"]) else f"第 {int(unit['rank'])} 名"
    when = f"{day(unit['as_of'])}<br>" if "as_of" in unit else ""
    return (
        f"<b>{shortened(unit['unit'], 40)}</b>（{unit['kind']}）<br>{when}"
        f"指数 {number(unit['index'], missing='不评')} · {rank} · {level}<br>"
        f"项目 {number(unit['projects'])} 个，任务 {number(unit['tasks'])} 项，未报 {number(unit['unreported'])} 项<br>"
        f"平均进度：{lag_words(unit['lag'])}<br>"
        f"加分 {number(unit['bonus'])} · 预扣分 {number(unit['deduction'])} · 已知份额 {share(unit['known_share'])}"
    )


def index_span(values: list[float]) -> tuple[float, float]:
    """Limits of an index axis, a little wider than the values; NaN is left out."""
    known = [v for v in values if pd.notna(v)]
    if not known:
        return 0.0, 100.0
    pad = max(2.0, 0.08 * (max(known) - min(known)))
    return float(np.floor(max(0.0, min(known) - pad))), float(np.ceil(max(known) + pad))


def _place(row: Row) -> str:
    return row["unit"] if pd.isna(row["rank"]) else f"{int(row['rank'])}  {row['unit']}"


def _end(row: Row, before: Row | None) -> str:
    """Index and change of rank, or why there is none."""
    if pd.isna(row["index"]) and row["tasks"] == 0:
        return f"{UNREPORTED.shape} 没有任务"
    if pd.isna(row["index"]):
        return f"{UNREPORTED.shape} 不评，已知 {share(row['known_share'])}"
    return f"{number(row['index'])}  {move_words(rank_move(row, before))}".rstrip()


def _title(rated: pd.DataFrame, kind: str, was: Mapping[str, Row]) -> str:
    """Who leads, and who climbed most."""
    if rated.empty:
        return f"{kind}：本期都不评，已知的太少"
    leads = list(rated.loc[rated["rank"] == rated["rank"].min(), "unit"].head(2))
    moves = {row["unit"]: rank_move(row, was.get(row["unit"])) or 0 for row in rated.to_dict("records")}
    climber = max(moves, key=moves.get)
    rest = f"，{climber}升 {moves[climber]} 位最多" if moves[climber] > 0 and climber not in leads else ""
    lead = f"升 {moves[leads[0]]} 位，" if len(leads) == 1 and moves[leads[0]] > 0 else ""
    return f"{kind}：{'、'.join(leads)}{lead}领先{rest}"


def _reading(middle: float, was: Mapping[str, Row]) -> str:
    """How to read the rows."""
    if pd.isna(middle):
        return ""
    return f"虚线为中位数 {number(middle)}，图形为本期指数及最差等级" + ("，空心圆为上期" if was else "")


def _stems(fig: go.Figure, rows: list[dict], middle: float, *, look: Look) -> None:
    """Lines from the middle of the sequence to each index, one trace a level."""
    for level in {level_mark(row["level"]) for row in rows}:
        of = [(i, row["index"]) for i, row in enumerate(rows) if level_mark(row["level"]) == level]
        x, y = linked([middle] * len(of), [value for _, value in of], [i for i, _ in of])
        fig.add_scatter(x=x, y=y, mode="lines", line={"width": 3, "color": level.fill(dark=look.dark)}, opacity=0.7,
                        hoverinfo="skip", showlegend=False, meta="stem")  # fmt: skip


def _rings(fig: go.Figure, rows: list[dict], was: Mapping[str, Row], *, look: Look) -> None:
    """Where each unit stood one period earlier."""
    old = [(i, was[row["unit"]]) for i, row in enumerate(rows) if row["unit"] in was]
    old = [(i, row) for i, row in old if pd.notna(row["index"])]
    fig.add_scatter(
        x=[row["index"] for _, row in old], y=[i for i, _ in old], mode="markers", showlegend=False, meta="before",
        marker={"symbol": "circle-open", "size": 11, "color": look.ink.plan, "line": {"width": 1.5}},
        hovertext=look.told(f"上期：{_place(row)}，指数 {number(row['index'])}" for _, row in old), hovertemplate=TOLD,
    )  # fmt: skip


def _now(fig: go.Figure, rows: list[dict], look: Look) -> None:
    """Where each unit stands: shape and colour by level, one trace a level."""
    for level in {level_mark(row["level"]) for row in rows}:
        of = [(i, row) for i, row in enumerate(rows) if level_mark(row["level"]) == level]
        fig.add_scatter(
            x=[row["index"] for _, row in of], y=[i for i, _ in of], mode="markers", marker=look.marker(level, size=13),
            showlegend=False, meta="now", name=level.word, hovertext=look.told(unit_words(row) for _, row in of),
            customdata=[[row["unit"]] for _, row in of], hovertemplate=TOLD,
        )  # fmt: skip
