"""What moved since the period before.

Input is `analysis.scores.changes`: one row a task or unit that differs, with level, rank, index and lag before and
after.
"""

import pandas as pd
import plotly.graph_objects as go

from reports.drawing.canvas import TOLD, Look
from reports.drawing.rows import Frame, linked, row_frame
from reports.subjects.ranks import index_span, move_words, rank_move
from reports.words.levels import UNREPORTED, Level, level_mark
from reports.words.wording import lag_words, number, shortened
from reports.words.words import between

__all__ = ["movement"]

NUMBERS = tuple(f"{what}_{side}" for what in ("level", "rank", "index", "lag") for side in ("before", "after"))


def movement(
    changes: pd.DataFrame, *, against: str = "上期", most: int = 10, note: str = "", dark: bool = False,
    narrow: bool = False,
) -> go.Figure:  # fmt: skip
    """What moved? A row for each: ring = index before, mark = index now in the shape of its level.

    Greatest change of level first, then of index; at most `most` rows, the rest is counted below the title. `against`
    names what "before" was: the last period, or what is published now.
    """
    look = Look(dark=dark, narrow=narrow, note=note)
    if changes.empty:
        return look.nothing(f"与{against}相比", why=f"与{against}相比没有变化")
    rows = _by_size(changes.astype(dict.fromkeys(NUMBERS, float))).head(most).to_dict("records")
    names, ends = [row["name"] for row in rows], [_end(row) for row in rows]
    # names stand above their rows at every width: this figure often has half a screen
    frame = Frame(names, ends, Look(dark=dark, narrow=True))
    rest = len(changes) - len(rows)
    fig = look.canvas(
        _title(changes, against), plot=frame.pitch * len(rows), left=frame.left, right=frame.right,
        subtitle=f"指数：空心圆为{against}，图形为现在" + (f"；另有 {rest} 项变化较小" if rest else ""),
    )  # fmt: skip
    scale = index_span([row[side] for row in rows for side in ("index_before", "index_after")])
    inks = [_mark(row, "after").text(dark=dark) for row in rows]
    row_frame(fig, frame, names=names, ends=ends, scale=scale, colours=inks)
    _lines(fig, rows, look)
    _rings(fig, rows, look)
    _marks(fig, rows, look)
    _unknown(fig, rows, scale[0], look=look)
    return fig


def _by_size(changes: pd.DataFrame) -> pd.DataFrame:
    """Changes with the greatest step of level first, of equal steps the worse before the better, then by index."""
    # a level that appeared or vanished weighs less than any known step
    step = (changes["level_after"] - changes["level_before"]).fillna(0.5)
    size = (changes["index_after"] - changes["index_before"]).abs().fillna(0)
    order = changes.assign(_step=step.abs(), _worse=step > 0, _size=size)
    order = order.sort_values(["_step", "_worse", "_size", "name"], ascending=[False, False, False, True])
    return order.drop(columns=["_step", "_worse", "_size"])


def _title(changes: pd.DataFrame, against: str) -> str:
    """How many got worse and better."""
    step = changes["level_after"].astype(float) - changes["level_before"].astype(float)
    worse, better = int((step > 0).sum()), int((step < 0).sum())
    if worse or better:
        return f"与{against}相比：{worse} 个等级变差，{better} 个变好"
    index = changes["index_after"].astype(float) - changes["index_before"].astype(float)
    return f"与{against}相比等级未变：{int((index < 0).sum())} 个指数下降，{int((index > 0).sum())} 个上升"


def _mark(row: dict, side: str) -> Level:
    """Level before or after; where no lag is known, nothing was reported."""
    return level_mark(row[f"level_{side}"], UNREPORTED.word if pd.isna(row[f"lag_{side}"]) else None)


def _word(row: dict, side: str) -> str:
    """Level as shape and word; a level that is missing means that the row was not there."""
    if pd.isna(row[f"level_{side}"]):
        return "新增" if side == "before" else "不再列入"
    mark = _mark(row, side)
    return f"{mark.shape} {mark.word}"


def _end(row: dict) -> str:
    """Level before → after, for a unit also its change of rank."""
    before, after = _word(row, "before"), _word(row, "after")
    move = rank_move({"rank": row["rank_after"]}, {"rank": row["rank_before"]})
    words = after if before == after else f"{before} → {after}"
    sure = between(row.get("rank_low_after"), row.get("rank_high_after"))
    return f"名次 {move_words(move)}{sure}　{words}" if move else words


def _lines(fig: go.Figure, rows: list[dict], look: Look) -> None:
    """From before to now, in the colour of better or worse."""
    for colour, sign in ((look.ink.better, 1), (look.ink.worse, -1)):
        of = [(i, r) for i, r in enumerate(rows) if sign * (r["index_after"] - r["index_before"]) > 0]
        x, y = linked([r["index_before"] for _, r in of], [r["index_after"] for _, r in of], [i for i, _ in of])
        fig.add_scatter(x=x, y=y, mode="lines", line={"width": 4, "color": colour}, opacity=0.7, hoverinfo="skip",
                        showlegend=False, meta="move")  # fmt: skip


def _rings(fig: go.Figure, rows: list[dict], look: Look) -> None:
    """Index before."""
    old = [(i, r) for i, r in enumerate(rows) if pd.notna(r["index_before"])]
    fig.add_scatter(
        x=[r["index_before"] for _, r in old], y=[i for i, _ in old], mode="markers", showlegend=False, meta="before",
        marker={"symbol": "circle-open", "size": 11, "color": look.ink.plan, "line": {"width": 2}},
        hovertext=look.told(_words(r) for _, r in old), hovertemplate=TOLD,
    )  # fmt: skip


def _marks(fig: go.Figure, rows: list[dict], look: Look) -> None:
    """Index now, one trace a level."""
    known = [(i, r) for i, r in enumerate(rows) if pd.notna(r["index_after"])]
    for level in sorted({_mark(r, "after") for _, r in known}):
        of = [(i, r) for i, r in known if _mark(r, "after") == level]
        fig.add_scatter(
            x=[r["index_after"] for _, r in of], y=[i for i, _ in of], mode="markers", showlegend=False, meta="after",
            marker=look.marker(level, size=13), name=level.word, customdata=[[r["key"]] for _, r in of],
            hovertext=look.told(_words(r) for _, r in of), hovertemplate=TOLD,
        )  # fmt: skip


def _unknown(fig: go.Figure, rows: list[dict], edge: float, *, look: Look) -> None:
    """The word 不评 for an index that is not known now: beside the ring before, else at the edge of the row."""
    gone = [(i, r) for i, r in enumerate(rows) if pd.isna(r["index_after"])]
    fig.add_scatter(
        x=[edge if pd.isna(r["index_before"]) else r["index_before"] for _, r in gone], y=[i for i, _ in gone],
        mode="text", text=["　本期不评" if pd.notna(r["level_after"]) else "" for _, r in gone], meta="unknown",
        textposition="middle right", textfont={"color": look.ink.muted}, showlegend=False, hovertemplate=TOLD,
        hovertext=look.told(_words(r) for _, r in gone),
    )  # fmt: skip


def _words(row: dict) -> str:
    """Everything that changed, before → after."""
    ranks = [number(row[side], missing="无") for side in ("rank_before", "rank_after")]
    sure = between(row.get("rank_low_after"), row.get("rank_high_after"))
    rank = "" if ranks == ["无", "无"] else f"<br>名次 {ranks[0]} → {ranks[1]}{sure}"
    return (
        f"<b>{shortened(row['name'], 60)}</b>（{row['what'] if pd.isna(row['kind']) else row['kind']}）<br>"
        f"等级 {_word(row, 'before')} → {_word(row, 'after')}<br>"
        f"指数 {number(row['index_before'], missing='不评')} → {number(row['index_after'], missing='不评')}{rank}<br>"
        f"进度 {lag_words(row['lag_before'])} → {lag_words(row['lag_after'])}"
    )
