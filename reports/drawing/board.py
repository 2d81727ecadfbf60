"""The board row by row: planned against actual.

Input is `Scores.tasks`: one row a task, percentages 0–100, `lag` in percentage points (positive: behind the plan).
"""

import pandas as pd
import plotly.graph_objects as go

from reports.drawing.canvas import TOLD, Look
from reports.drawing.rows import Frame, linked, percent_ticks, row_frame
from reports.words.levels import Level, level_mark
from reports.words.wording import lag_words, percent, shortened, task_label, task_words

__all__ = ["by_class", "planned_against_actual", "row_mark", "task_marks"]

CLASSES = ("重要改革", "攻城拔寨", "底线必保")


def planned_against_actual(
    tasks: pd.DataFrame, *, note: str = "", dark: bool = False, narrow: bool = False
) -> go.Figure:
    """Who is how far from the plan? A row a task: tick = plan, mark = actual, the line between is the gap.

    Sorted by lag within its class. A task without an actual has a hollow mark at its plan and the word 未报.
    """
    look = Look(dark=dark, narrow=narrow, note=note)
    if tasks.empty:
        return look.nothing("计划与实际")
    rows = [row for name, group in by_class(tasks) for row in [name, *group.to_dict("records")]]
    names = ["" if isinstance(row, str) else task_label(row, 99) for row in rows]
    ends = ["" if isinstance(row, str) else _end(row) for row in rows]
    inks = [look.ink.muted if isinstance(r, str) else row_mark(r).text(dark=dark) for r in rows]
    frame, marks = Frame(names, ends, look), task_marks(tasks)
    fig = look.canvas(
        _title(tasks), subtitle="竖线为今日计划，图形为实际，连线为差距", plot=frame.pitch * len(rows), left=frame.left,
        right=frame.right, keys=look.level_keys(marks),
    )  # fmt: skip
    high = max(104.0, float(tasks[["planned", "actual"]].max().fillna(0).max()) + 4)
    row_frame(fig, frame, names=names, ends=ends, scale=(-2, high), colours=inks)
    percent_ticks(fig.layout.xaxis, high)
    placed = [(i, row) for i, row in enumerate(rows) if not isinstance(row, str)]
    _gaps(fig, placed, look)
    _plans(fig, placed, look)
    _actuals(fig, placed, look)
    _class_names(fig, rows, frame)
    return fig


def by_class(tasks: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    """Tasks of each class, most behind first and unknown lag last; the three classes of the notice come first.

    A task without a class belongs to its board.
    """
    named = tasks["category"].fillna(tasks["board"]).fillna("未分类")
    order = [name for name in CLASSES if name in set(named)]
    order += [name for name in named.unique() if name not in CLASSES]
    behind = tasks.assign(_class=named).sort_values(["lag", "task_id"], ascending=[False, True], na_position="last")
    groups = [(name, behind[behind["_class"] == name].drop(columns="_class")) for name in order]
    return [(f"{name} · {len(group)} 项", group) for name, group in groups]


def row_mark(row: dict) -> Level:
    """Level of one task."""
    return level_mark(row["level"], row["state"])


def task_marks(tasks: pd.DataFrame) -> list[Level]:
    """Level of every task, in the order of the table."""
    return [level_mark(level, state) for level, state in zip(tasks["level"], tasks["state"], strict=True)]


def _title(tasks: pd.DataFrame) -> str:
    """How many are behind, and the worst of them."""
    behind = tasks[tasks["lag"] > 0.05]
    silent = int(tasks["actual"].isna().sum())
    tail = f"，{silent} 项未报" if silent else ""
    if silent == len(tasks):
        return f"{silent} 项任务全部未报"
    if behind.empty:
        return f"已报任务都不落后于计划{tail}"
    worst = behind.loc[behind["lag"].idxmax()]
    return f"{len(behind)} 项落后{tail}；最多是“{shortened(worst['task'], 10)}”，{lag_words(worst['lag'])}"


def _end(row: dict) -> str:
    """Word at the end of a row."""
    if pd.isna(row["actual"]):
        return f"{row_mark(row).shape} 未报"
    return f"{row_mark(row).shape} {lag_words(row['lag'], unit=False)}" if pd.notna(row["lag"]) else "计划未知"


def _gaps(fig: go.Figure, rows: list[tuple[int, dict]], look: Look) -> None:
    """Lines between plan and actual, one trace a level."""
    both = [(i, r) for i, r in rows if pd.notna(r["planned"]) and pd.notna(r["actual"])]
    for level in sorted({row_mark(r) for _, r in both}):
        of = [(i, r) for i, r in both if row_mark(r) == level]
        x, y = linked([r["planned"] for _, r in of], [r["actual"] for _, r in of], [i for i, _ in of])
        fig.add_scatter(
            x=x, y=y, mode="lines", line={"width": 4, "color": level.fill(dark=look.dark)}, opacity=0.6,
            hoverinfo="skip", showlegend=False, meta="gap",
        )  # fmt: skip


def _plans(fig: go.Figure, rows: list[tuple[int, dict]], look: Look) -> None:
    """Ticks at the plan of today."""
    rows = [(i, r) for i, r in rows if pd.notna(r["planned"])]
    fig.add_scatter(
        x=[r["planned"] for _, r in rows], y=[i for i, _ in rows], mode="markers", showlegend=False, meta="plan",
        marker={"symbol": "line-ns", "size": 16, "line": {"width": 2.5, "color": look.ink.plan}}, hovertemplate=TOLD,
        hovertext=look.told(f"今日计划 {percent(r['planned'])}" for _, r in rows),
        customdata=[[r["task_id"]] for _, r in rows],
    )  # fmt: skip


def _actuals(fig: go.Figure, rows: list[tuple[int, dict]], look: Look) -> None:
    """Marks at the actual, one trace a level; without an actual a hollow one at the plan, never at 0."""
    placed = [(i, r, r["actual"] if pd.notna(r["actual"]) else r["planned"]) for i, r in rows]
    placed = [(i, r, at) for i, r, at in placed if pd.notna(at)]
    for level in sorted({row_mark(r) for _, r, _ in placed}):
        of = [(i, r, at) for i, r, at in placed if row_mark(r) == level]
        solid = level.marker.removesuffix("-open")
        symbols = [f"{solid}-open" if pd.isna(r["actual"]) else solid for _, r, _ in of]
        fig.add_scatter(
            x=[at for _, _, at in of], y=[i for i, _, _ in of], mode="markers", showlegend=False, meta="actual",
            marker=look.marker(level, size=12) | {"symbol": symbols}, name=level.word, hovertemplate=TOLD,
            hovertext=look.told(task_words(r) for _, r, _ in of), customdata=[[r["task_id"]] for _, r, _ in of],
        )  # fmt: skip


def _class_names(fig: go.Figure, rows: list, frame: Frame) -> None:
    """Heading above the tasks of each class."""
    for i, row in enumerate(rows):
        if isinstance(row, str):
            fig.add_annotation(
                text=f"<b>{row}</b>", x=0, xref="paper", xanchor="left", xshift=14 - frame.left, y=i, showarrow=False,
                yshift=-4, font={"size": 13},
            )  # fmt: skip
