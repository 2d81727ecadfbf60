"""项目长: who carries how much, and how far behind.

Input is `Scores.leaders`: one row a leader. This is load and lag of projects, never a score of a person.
"""

import pandas as pd
import plotly.graph_objects as go

from reports.drawing.canvas import TOLD, Look
from reports.drawing.rows import Frame, linked, row_frame
from reports.words.levels import badge, level_mark
from reports.words.wording import lag_words, number, share, shortened

__all__ = ["load_and_lag"]


def load_and_lag(leaders: pd.DataFrame, *, note: str = "", dark: bool = False, narrow: bool = False) -> go.Figure:
    """Who carries much and is behind? A row a leader: mark = mean lag of the projects, its size the number of tasks.

    A row each, so that names never lie on one another however equal the lags are. A leader without any known lag has
    a row without a mark.
    """
    look = Look(dark=dark, narrow=narrow, note=note)
    if leaders.empty:
        return look.nothing("项目长：项目数与滞后")
    if leaders["lag"].isna().all():
        return look.nothing("项目长：项目数与滞后", why="各项目都未报，滞后未知")
    rows = leaders.sort_values(["lag", "projects", "leader"], ascending=[False, False, True], na_position="last")
    rows = rows.to_dict("records")
    names, ends = [row["leader"] for row in rows], [_end(row) for row in rows]
    marks = [level_mark(row["level"]) for row in rows if pd.notna(row["lag"])]
    frame = Frame(names, ends, look, longest=10)
    fig = look.canvas(
        _title(leaders), subtitle="横轴为平均滞后百分点，图形越大任务越多", plot=frame.pitch * len(rows),
        left=frame.left, right=frame.right, keys=look.level_keys(marks),
    )  # fmt: skip
    known = leaders["lag"].dropna()
    low, high = min(0.0, known.min()), max(0.0, known.max())
    edge = max(2.0, (high - low) * 0.07)
    row_frame(fig, frame, names=names, ends=ends, scale=(low - edge, high + edge))
    fig.update_xaxes(nticks=6)
    fig.add_shape(type="line", x0=0, x1=0, y0=0, y1=1, yref="paper", layer="below",
                  line={"color": look.ink.plan, "width": 2})  # fmt: skip
    _marks(fig, rows, look)
    return fig


def _end(row: dict) -> str:
    """Lag and load at the end of a row."""
    lag = "○ 未报" if pd.isna(row["lag"]) else lag_words(row["lag"], unit=False)
    return f"{lag} · {number(row['projects'])} 个项目"


def _title(leaders: pd.DataFrame) -> str:
    """Whose projects are most behind."""
    worst = leaders.loc[leaders["lag"].idxmax()]
    if worst["lag"] <= 0.05:
        return "各位项目长的项目平均都不落后"
    return f"{worst['leader']}的 {int(worst['projects'])} 个项目平均{lag_words(worst['lag'])}，最多"


def _marks(fig: go.Figure, rows: list[dict], look: Look) -> None:
    """One mark a leader, one trace a level; area grows with the number of tasks."""
    most = max(1.0, max(float(row["tasks"]) for row in rows))
    grows = 8 if look.narrow else 11  # on a phone the words of a row stand close above its mark
    placed = [(i, row) for i, row in enumerate(rows) if pd.notna(row["lag"])]
    x, y = linked([0.0] * len(placed), [row["lag"] for _, row in placed], [i for i, _ in placed])
    fig.add_scatter(x=x, y=y, mode="lines", line={"width": 3, "color": look.ink.grid}, hoverinfo="skip",
                    showlegend=False)  # fmt: skip
    for level in sorted({level_mark(row["level"]) for _, row in placed}):
        of = [(i, row) for i, row in placed if level_mark(row["level"]) == level]
        sizes = [8 + grows * (row["tasks"] / most) ** 0.5 for _, row in of]
        fig.add_scatter(
            x=[row["lag"] for _, row in of], y=[i for i, _ in of], mode="markers", showlegend=False,
            marker=look.marker(level) | {"size": sizes}, name=level.word, customdata=[[row["leader"]] for _, row in of],
            hovertext=look.told(_words(row) for _, row in of), hovertemplate=TOLD, meta="leaders",
        )  # fmt: skip


def _words(row: dict) -> str:
    return (
        f"<b>{shortened(row['leader'], 40)}</b><br>"
        f"项目 {number(row['projects'])} 个 · 任务 {number(row['tasks'])} 项<br>"
        f"平均{lag_words(row['lag'])} · {badge(row['level'])}<br>"
        f"项目指数 {number(row['index'], missing='不评')} · 预扣分 {number(row['deduction'])}<br>"
        f"已知份额 {share(row['known_share'])}"
    )
