"""项目长: who carries how much, and how far behind.

Input is `Scores.leaders`: one row a leader. This is load and lag of projects, never a score of a person.
"""

import pandas as pd
import plotly.graph_objects as go

from reports.canvas import TOLD, Look
from reports.levels import badge, level_mark
from reports.wording import lag_words, number, share, shortened, wrapped

__all__ = ["load_and_lag"]


def load_and_lag(leaders: pd.DataFrame, *, note: str = "", dark: bool = False, narrow: bool = False) -> go.Figure:
    """Who carries much and is behind? Number of projects against mean lag; bubble = tasks, shape = worst level.

    A leader without any known lag is named below the drawing, not placed in it.
    """
    look = Look(dark=dark, narrow=narrow, note=note)
    if leaders.empty:
        return look.nothing("项目长：项目数与滞后")
    known = leaders[leaders["lag"].notna()].sort_values(["projects", "lag"])
    if known.empty:
        return look.nothing("项目长：项目数与滞后", why="各项目都未报，滞后未知")
    silent = "、".join(leaders.loc[leaders["lag"].isna(), "leader"])
    words = wrapped(f"○ 未报，不在图中：{silent}", 28) if silent else ""
    marks, height = [level_mark(level) for level in known["level"]], 300 if narrow else 360
    fig = look.canvas(
        _title(known), subtitle="纵轴为平均滞后百分点，图形越大任务越多", plot=height, left=40, right=14,
        keys=look.level_keys(marks), axis=50 + (16 * (words.count("<br>") + 1) + 6 if words else 0),
    )  # fmt: skip
    low, high, most = min(0.0, known["lag"].min()) - 3, max(0.0, known["lag"].max()) + 4, int(known["projects"].max())
    step = -(-most // (6 if narrow else 15))
    fig.update_xaxes(range=[0.6, most + 0.95], tickvals=list(range(step, most + 1, step)), showgrid=False)
    fig.update_xaxes(title={"text": "牵头项目数", "standoff": 6, "font": {"size": 12, "color": look.ink.muted}})
    fig.update_yaxes(range=[low, high], nticks=6)
    fig.add_shape(type="line", x0=0, x1=1, xref="paper", y0=0, y1=0, layer="below",
                  line={"color": look.ink.plan, "width": 2})  # fmt: skip
    _bubbles(fig, known, look)
    _names(fig, known, pixels=height / (high - low), look=look)
    if words:
        fig.add_annotation(text=words, x=0, xref="paper", xshift=-26, xanchor="left", y=0, yref="paper", yanchor="top",
                           yshift=-46, showarrow=False, align="left", font={"color": look.ink.muted})  # fmt: skip
    return fig


def _title(known: pd.DataFrame) -> str:
    """Whose projects are most behind."""
    worst = known.loc[known["lag"].idxmax()]
    if worst["lag"] <= 0.05:
        return "各位项目长的项目平均都不落后"
    return f"{worst['leader']}的 {int(worst['projects'])} 个项目平均{lag_words(worst['lag'])}，最多"


def _sizes(known: pd.DataFrame, look: Look) -> pd.Series:
    """Diameter of each bubble in pixels: area grows with the number of tasks."""
    most = max(1.0, float(known["tasks"].max()))
    least, more = (9, 9) if look.narrow else (11, 15)
    return least + more * (known["tasks"] / most) ** 0.5


def _bubbles(fig: go.Figure, known: pd.DataFrame, look: Look) -> None:
    """One mark a leader, one trace a level."""
    rows = known.assign(size=_sizes(known, look)).to_dict("records")
    for level in {level_mark(row["level"]) for row in rows}:
        of = [row for row in rows if level_mark(row["level"]) == level]
        fig.add_scatter(
            x=[row["projects"] for row in of], y=[row["lag"] for row in of], mode="markers", showlegend=False,
            marker=look.marker(level) | {"size": [row["size"] for row in of], "opacity": 0.88}, name=level.word,
            customdata=[[row["leader"]] for row in of], hovertext=look.told(_words(row) for row in of),
            hovertemplate=TOLD, meta="leaders",
        )  # fmt: skip


def _words(row: dict) -> str:
    return (
        f"<b>{shortened(row['leader'], 40)}</b><br>"
        f"项目 {number(row['projects'])} 个 · 任务 {number(row['tasks'])} 项<br>"
        f"平均{lag_words(row['lag'])} · {badge(row['level'])}<br>"
        f"项目指数 {number(row['index'], missing='不评')} · 预扣分 {number(row['deduction'])}<br>"
        f"已知份额 {share(row['known_share'])}"
    )


def _names(fig: go.Figure, known: pd.DataFrame, *, pixels: float, look: Look) -> None:
    """Names right of their bubbles, pushed apart within a column so that none lies on another.

    Where columns are too close for names, only the five most behind are named.
    """
    crowded = known["projects"].max() > (6 if look.narrow else 14)
    named = known.assign(size=_sizes(known, look)).nlargest(5 if crowded else len(known), "lag")
    for projects, column in named.groupby("projects"):
        # on a phone a name reaches as far as the bubbles of the next column
        beside = known.loc[known["projects"] == projects + 1, "lag"] * pixels if look.narrow else []
        free = float("-inf")
        for row in column.sort_values("lag").to_dict("records"):
            at = max(row["lag"] * pixels, free)
            at = max([at, *(bubble + 14 for bubble in beside if abs(bubble - at) < 12)])
            free = at + 16
            fig.add_annotation(
                text=row["leader"], x=row["projects"], y=row["lag"], xanchor="left", yanchor="middle", showarrow=False,
                xshift=row["size"] / 2 + 3, yshift=at - row["lag"] * pixels, font={"size": 10 if look.narrow else 13},
            )  # fmt: skip
