"""Where the units of one sequence stand today.

Input is `Scores.units`: one row a unit. 镇 and 部门 are never in one list: a table with two sequences is refused.
"""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from reports.drawing.canvas import TOLD, Look
from reports.drawing.indexing import sure_places
from reports.drawing.rows import Frame, linked, row_frame
from reports.subjects.ranks import climbed, index_span, move_words, order_finding, rank_move, sequence_of
from reports.words.levels import UNREPORTED, badge, level_mark
from reports.words.wording import day, lag_words, number, share, shortened
from reports.words.words import between, place_in_words

__all__ = ["place_intervals", "standing", "unit_words"]

Row = Mapping[str, Any]

_WIDE = 1.96
"""Standard errors on both sides of a 95 % interval."""


def standing(
    units: pd.DataFrame, before: pd.DataFrame | None = None, *, note: str = "", dark: bool = False, narrow: bool = False
) -> go.Figure:
    """Who stands where in the sequence, and who moved? A row a unit that has a place: its drawn index with the 95 %
    interval of it, its place with the places between which it lies.

    `before`: the same table one period earlier, a pale ring in the row; the change of rank stands at its end. Units
    without a place (样本不足, 差异不显著, 不评) stand below in no order, with the reason and without a mark.
    """
    look = Look(dark=dark, narrow=narrow, note=note)
    if units.empty:
        return look.nothing("名次与指数")
    kind = sequence_of(units)
    ranked = units[units["rank"].notna()].sort_values(["rank", "unit"])
    placed = ranked.to_dict("records")
    rows = [*placed, *units[units["rank"].isna()].sort_values("unit").to_dict("records")]
    was = {} if before is None else {row["unit"]: row for row in before.to_dict("records")}
    names, ends = [_place(row) for row in rows], [_end(row, was.get(row["unit"])) for row in rows]
    frame, middle = Frame(names, ends, look, longest=16), ranked["shrunk_index"].median()
    fig = look.canvas(
        f"{kind}：{order_finding(units)}{_climb(placed, was)}", subtitle=_reading(middle, was), left=frame.left,
        plot=frame.pitch * len(rows), right=frame.right,
        keys=look.level_keys(level_mark(row["level"]) for row in placed),
    )  # fmt: skip
    spans = [_span(row) for row in placed]
    old = [was[row["unit"]]["shrunk_index"] for row in placed if row["unit"] in was]
    row_frame(fig, frame, names=names, ends=ends, scale=index_span([*(end for span in spans for end in span), *old]))
    if ranked.empty:
        fig.update_xaxes(showticklabels=False, showgrid=False)
        return fig
    fig.add_shape(type="line", x0=middle, x1=middle, y0=-0.5, y1=len(placed) - 0.5, layer="below",
                  line={"color": look.ink.plan, "width": 1.5, "dash": "dot"})  # fmt: skip
    _intervals(fig, spans, look)
    _rings(fig, placed, was, look=look)
    _now(fig, placed, look)
    return fig


def place_intervals(units: pd.DataFrame, *, note: str = "", dark: bool = False, narrow: bool = False) -> go.Figure:
    """How sure is each place of a sequence? A row a unit that has one: its place, and the places between which it lies
    with 95 %; how many have none is said."""
    if units.empty or units["rank"].isna().all():
        look = Look(dark=dark, narrow=narrow, note=note)
        return look.nothing("名次有多大把握", why="没有可显示的数据" if units.empty else order_finding(units))
    kind, ranked = sequence_of(units), units[units["rank"].notna()]
    sure = int(ranked["rank_low"].eq(ranked["rank_high"]).sum())
    told = f"{len(ranked)} 个里 {sure} 个能确定到一位" if sure else "没有一个能确定到一位"
    rest = f"；另有 {len(units) - len(ranked)} 个不排名" if len(units) > len(ranked) else ""
    table = ranked[["unit", "rank"]].assign(
        low=ranked["rank_low"], high=ranked["rank_high"], index=ranked["shrunk_index"]
    )
    return sure_places(
        table, title=f"{kind}名次有多大把握：{told}", note=note, dark=dark, narrow=narrow,
        reading=f"图形为名次，横线为 95% 把握的名次区间，重叠的分不出先后{rest}",
    )  # fmt: skip


def unit_words(unit: Row) -> str:
    """Everything about one unit, for its hover text."""
    level = badge(unit["level"], UNREPORTED.word if pd.isna(unit["lag"]) else None)
    when = f"{day(unit['as_of'])}<br>" if "as_of" in unit else ""
    drawn = "" if pd.isna(unit.get("shrunk_index")) else f"，收缩后 {number(unit['shrunk_index'])}"
    return (
        f"<b>{shortened(unit['unit'], 40)}</b>（{unit['kind']}）<br>{when}"
        f"指数 {number(unit['index'], missing='不评')}{drawn} · {place_in_words(unit)} · {level}<br>"
        f"项目 {number(unit['projects'])} 个，任务 {number(unit['tasks'])} 项，未报 {number(unit['unreported'])} 项<br>"
        f"平均进度：{lag_words(unit['lag'])}<br>"
        f"加分 {number(unit['bonus'])} · 预扣分 {number(unit['deduction'])} · 已知份额 {share(unit['known_share'])}"
    )


def _place(row: Row) -> str:
    return row["unit"] if pd.isna(row["rank"]) else f"{int(row['rank'])}  {row['unit']}"


def _end(row: Row, before: Row | None) -> str:
    """Drawn index, the places between which it lies and the change of rank; or why there is no place."""
    if pd.isna(row["rank"]):
        return f"{UNREPORTED.shape} {_no_place(row)}"
    sure = between(row["rank_low"], row["rank_high"])
    return f"{number(row['shrunk_index'])}{sure}  {move_words(rank_move(row, before))}".rstrip()


def _no_place(row: Row) -> str:
    if row["tasks"] == 0:
        return "没有任务"
    why = place_in_words(row)
    if why == "不评" or pd.isna(row["index"]):
        return f"不评，已知 {share(row['known_share'])}"
    return f"{why}，{int(row['projects'])} 个项目" if why == "样本不足" else why


def _climb(rows: list[dict], was: Mapping[str, Row]) -> str:
    """Who climbed most, where that is beyond doubt."""
    moves = {row["unit"]: climbed(row, was.get(row["unit"])) for row in rows}
    climber = max(moves, key=moves.get, default="")
    return f"，{climber}升 {moves[climber]} 位最多" if climber and moves[climber] > 0 else ""


def _reading(middle: float, was: Mapping[str, Row]) -> str:
    """How to read the rows."""
    if pd.isna(middle):
        return ""
    ring = "，空心圆为上期" if was else ""
    return f"图形为收缩后的指数及最差等级，横线为其 95% 区间，括号内为名次区间，虚线为中位数 {number(middle)}{ring}"


def _span(row: Row) -> tuple[float, float]:
    """The drawn index with two standard errors on both sides."""
    return row["shrunk_index"] - _WIDE * row["spread"], row["shrunk_index"] + _WIDE * row["spread"]


def _intervals(fig: go.Figure, spans: list[tuple[float, float]], look: Look) -> None:
    """Where the index of each unit lies."""
    x, y = linked([low for low, _ in spans], [high for _, high in spans], list(range(len(spans))))
    fig.add_scatter(x=x, y=y, mode="lines", line={"width": 6, "color": look.ink.plan}, opacity=0.45, hoverinfo="skip",
                    showlegend=False, meta="interval")  # fmt: skip


def _rings(fig: go.Figure, rows: list[dict], was: Mapping[str, Row], *, look: Look) -> None:
    """Where each unit stood one period earlier."""
    old = [(i, was[row["unit"]]) for i, row in enumerate(rows) if row["unit"] in was]
    old = [(i, row) for i, row in old if pd.notna(row["shrunk_index"])]
    fig.add_scatter(
        x=[row["shrunk_index"] for _, row in old], y=[i for i, _ in old], mode="markers", meta="before",
        marker={"symbol": "circle-open", "size": 11, "color": look.ink.plan, "line": {"width": 1.5}},
        hovertext=look.told(f"上期：{_place(row)}，收缩后指数 {number(row['shrunk_index'])}" for _, row in old),
        hovertemplate=TOLD, showlegend=False,
    )  # fmt: skip


def _now(fig: go.Figure, rows: list[dict], look: Look) -> None:
    """Where each unit stands: shape and colour by level, one trace a level."""
    for level in sorted({level_mark(row["level"]) for row in rows}):
        of = [(i, row) for i, row in enumerate(rows) if level_mark(row["level"]) == level]
        fig.add_scatter(
            x=[row["shrunk_index"] for _, row in of], y=[i for i, _ in of], mode="markers",
            marker=look.marker(level, size=13), showlegend=False, meta="now", name=level.word,
            hovertext=look.told(unit_words(row) for _, row in of),
            customdata=[[row["unit"]] for _, row in of], hovertemplate=TOLD,
        )  # fmt: skip
