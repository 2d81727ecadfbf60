"""Rank in the city of every brand, month by month.

Input is `analysis.boards.brands` and `analysis.brand_ranks`.
"""

import pandas as pd
import plotly.graph_objects as go

from reports.drawing.canvas import TOLD, Look
from reports.drawing.rows import Frame, linked, row_frame
from reports.words.wording import listed, shortened

__all__ = ["brand_ranks"]


def brand_ranks(
    brands: pd.DataFrame, ranks: pd.DataFrame, *, note: str = "", dark: bool = False, narrow: bool = False
) -> go.Figure:
    """Who is the city's first, and who rises or falls? A row a brand, a mark a month with the rank in it.

    A filled mark is the first place; a month without a published rank has no mark, never a guessed one.
    """
    look = Look(dark=dark, narrow=narrow, note=note)
    if brands.empty or ranks.empty:
        return look.nothing("亮点牌：全市排名", why="还没有登记全市排名")
    rows = brands.sort_values(["rank", "change", "task_id"], ascending=[True, False, True]).to_dict("records")
    names, ends = [row["task"] for row in rows], [_end(row) for row in rows]
    months = sorted(ranks["month"].unique())
    frame = Frame(names, ends, look, longest=18)
    fig = look.canvas(
        _title(brands), subtitle="圆内为当月全市名次，实心为第一", plot=frame.pitch * len(rows), left=frame.left,
        right=frame.right,
    )  # fmt: skip
    row_frame(fig, frame, names=names, ends=ends, scale=(-0.45, len(months) - 0.55))
    words = [f"{pd.Timestamp(month).month}月" for month in months]
    fig.update_xaxes(tickvals=list(range(len(months))), ticktext=words, showgrid=False)
    _marks(fig, rows, ranks, look=look, months={month: i for i, month in enumerate(months)})
    return fig


def _title(brands: pd.DataFrame) -> str:
    first, told = int(brands["rank"].eq(1).sum()), int(brands["rank"].notna().sum())
    silent = len(brands) - told
    return f"{told} 个品牌有全市排名，{first} 个第一" + (f"；{silent} 个没有排名" if silent else "")


def _end(row: dict) -> str:
    if pd.isna(row["rank"]):
        return "○ 没有排名"
    if pd.isna(row["change"]) or row["change"] == 0:
        return "— 不变" if row["change"] == 0 else "首次"
    return f"{'▲' if row['change'] > 0 else '▼'} {abs(row['change']):.0f} 位"


def _marks(fig: go.Figure, rows: list[dict], ranks: pd.DataFrame, *, look: Look, months: dict) -> None:
    """A line from the first month to the last, and the ranks on it."""
    places = {row["task_id"]: (i, row) for i, row in enumerate(rows)}
    told = [(months[r.month], *places[r.task_id], r) for r in ranks.itertuples() if r.task_id in places]
    spans = {}
    for x, i, _, _ in told:
        spans[i] = (min(x, spans.get(i, (x, x))[0]), max(x, spans.get(i, (x, x))[1]))
    x, y = linked([a for a, _ in spans.values()], [b for _, b in spans.values()], list(spans))
    fig.add_scatter(x=x, y=y, mode="lines", line={"width": 2, "color": look.ink.grid}, hoverinfo="skip",
                    showlegend=False)  # fmt: skip
    first = [each[3].rank == 1 for each in told]
    fig.add_scatter(
        x=[each[0] for each in told], y=[each[1] for each in told], mode="markers+text", showlegend=False, meta="rank",
        marker={"color": [look.ink.actual if one else look.ink.panel for one in first],
                "size": 17 if look.narrow else 22, "line": {"width": 1.5, "color": look.ink.actual}},
        text=[f"{each[3].rank:.0f}" for each in told],
        textfont={"color": [look.ink.panel if one else look.ink.text for one in first], "size": look.size},
        hovertext=look.told(_words(row, rank) for _, _, row, rank in told), hovertemplate=TOLD,
        customdata=[[row["task_id"]] for _, _, row, _ in told],
    )  # fmt: skip


def _words(row: dict, rank) -> str:
    when = f"{rank.month.year}年{rank.month.month}月"
    return (
        f"<b>{shortened(row['task'], 40)}</b><br>{when} 全市第 {rank.rank:.0f}<br>牵头单位：{listed(row['lead_units'])}"
    )
