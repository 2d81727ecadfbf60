"""预警成效 in pictures: how right each warning was, how early it came, how far off the expected finish was."""

import pandas as pd
import plotly.graph_objects as go

from analysis.backtest import FEW
from reports.drawing.canvas import TOLD, Look
from reports.drawing.rows import Frame, linked, percent_ticks, row_frame
from reports.subjects.hindsight import has_range
from reports.words.wording import day, number, share, task_label

__all__ = ["finish_errors", "lead_dots", "quality_marks"]

_MEASURES = (("precision", "准确率", "circle", -0.13), ("recall", "查全率", "diamond", 0.13))
_RANGES = "横线为可信范围（按单位重抽，二十次里有十九次），项数太少的不画"
_WEEK = 7
_SCALE = 100
"""Errors are told in days of a task that takes so many days: tasks of all lengths on one scale."""


def quality_marks(
    rows: pd.DataFrame, *, title: str = "各种信号报得准不准", note: str = "", dark: bool = False, narrow: bool = False
) -> go.Figure:
    """How right is each warning? A row a signal or stage: two marks for precision and recall, whiskers for the range
    in which they lie when other units are drawn. What is not known is not drawn, and said.

    rows: name, tasks, late, warned, hits, precision and recall with _low and _high.
    """
    look = Look(dark=dark, narrow=narrow, note=note)
    if rows.empty:
        return look.nothing(title, why="还没有结局已定的任务")
    told = rows.to_dict("records")
    names, ends = [row["name"] for row in told], [_quality_end(row) for row in told]
    inks = {"precision": look.ink.actual, "recall": look.ink.verified}
    frame = Frame(names, ends, look)
    fig = look.canvas(
        title, subtitle=_RANGES, plot=frame.pitch * len(told), left=frame.left,
        right=frame.right, keys=[("●", inks["precision"], "准确率：报了警的，后来真逾期的份额"),
                                 ("◆", inks["recall"], "查全率：逾期的，事先报过警的份额")],
    )  # fmt: skip
    row_frame(fig, frame, names=names, ends=ends, scale=(-3, 103))
    percent_ticks(fig.layout.xaxis, 100)
    for measure in _MEASURES:
        _measure(fig, told, measure, look=look, colour=inks[measure[0]])
    return fig


def _measure(fig: go.Figure, rows: list[dict], measure: tuple, *, look: Look, colour: str) -> None:
    name, word, symbol, lift = measure
    known = [(i + lift, row) for i, row in enumerate(rows) if pd.notna(row[name])]
    ranged = [(at, row) for at, row in known if has_range(row, name)]
    x, y = linked(
        [100 * row[f"{name}_low"] for _, row in ranged], [100 * row[f"{name}_high"] for _, row in ranged],
        [at for at, _ in ranged],
    )  # fmt: skip
    fig.add_scatter(x=x, y=y, mode="lines", line={"width": 3, "color": colour}, opacity=0.4, hoverinfo="skip",
                    showlegend=False, meta=f"{name}_range")  # fmt: skip
    fig.add_scatter(
        x=[100 * row[name] for _, row in known], y=[at for at, _ in known], mode="markers", showlegend=False, name=word,
        marker={"symbol": symbol, "size": 11, "color": colour, "line": {"width": 1, "color": look.ink.panel}},
        hovertext=look.told(_quality_words(row) for _, row in known), hovertemplate=TOLD, meta=name,
    )  # fmt: skip


def _quality_end(row: dict) -> str:
    if not row["warned"]:
        return "没有报警"
    return f"报 {row['warned']} 中 {row['hits']}"


def _quality_words(row: dict) -> str:
    return (
        f"<b>{row['name']}</b><br>有结局 {row['tasks']} 项，逾期 {row['late']} 项<br>"
        f"报警 {row['warned']} 项，应验 {row['hits']} 项<br>"
        f"准确率 {share(row['precision'])}，查全率 {share(row['recall'])}"
    )


def lead_dots(found: pd.DataFrame, *, note: str = "", dark: bool = False, narrow: bool = False) -> go.Figure:
    """How early came the warnings that came true? A dot a task, stacked by weeks before the deadline."""
    look = Look(dark=dark, narrow=narrow, note=note)
    title = "报警提前了多少天"
    if found.empty:
        return look.nothing(title, why="还没有结局已定的任务")
    hits = found[found["warned"] & found["late"]]
    if hits.empty:
        return look.nothing(title, why="还没有报中的任务")
    hits = hits.sort_values(["lead_days", "task_id"])
    week = (hits["lead_days"] // _WEEK).astype("int64")
    high = week.groupby(week).cumcount()
    middle, tallest = float(hits["lead_days"].median()), int(high.max()) + 1
    plot = min(220, max(84, 26 * (tallest + 1)))
    fig = look.canvas(
        f"报中的 {len(hits)} 项，有一半提前了 {number(middle, digits=0)} 天以上",
        subtitle="一点一项，按首次报警距原时限的周数排列；越靠右越早", plot=plot, axis=48, left=18, right=18,
    )  # fmt: skip
    size = max(5.0, min(13.0, 0.8 * plot / (tallest + 1)))
    fig.add_scatter(
        x=(week * _WEEK + _WEEK / 2).tolist(), y=(high + 0.5).tolist(), mode="markers", showlegend=False, meta="leads",
        marker={"size": size, "color": look.ink.actual, "line": {"width": 1, "color": look.ink.panel}},
        hovertext=look.told(_lead_words(row) for row in hits.to_dict("records")), hovertemplate=TOLD,
        customdata=[[task_id] for task_id in hits["task_id"]],
    )  # fmt: skip
    last = (int(week.max()) + 1) * _WEEK
    fig.add_shape(type="line", x0=middle, x1=middle, y0=0, y1=1, yref="paper", layer="below",
                  line={"color": look.ink.plan, "width": 1.5, "dash": "dot"})  # fmt: skip
    fig.update_xaxes(range=[-_WEEK / 2, last + _WEEK / 2], showgrid=False, nticks=6,
                     title={"text": "时限前的天数", "font": {"color": look.ink.muted}, "standoff": 4})  # fmt: skip
    fig.update_yaxes(range=[0, tallest + 0.7], showticklabels=False, showgrid=False)
    return fig


def _lead_words(row: dict) -> str:
    return (
        f"<b>{task_label(row, 22)}</b><br>{day(row['alarm_on'])}首次报警<br>"
        f"原时限 {day(row['deadline'])}<br>提前 {number(row['lead_days'], digits=0)} 天"
    )


def finish_errors(band: pd.DataFrame, *, note: str = "", dark: bool = False, narrow: bool = False) -> go.Figure:
    """How far off was the expected finish? A row a part of the duration: the middle error as a mark, eight of ten tasks
    within the line; right of zero: later than expected."""
    look = Look(dark=dark, narrow=narrow, note=note)
    title = "预计完成日的误差"
    if band.empty or not band["tasks"].sum():
        return look.nothing(title, why="还没有办结的任务")
    rows = band.to_dict("records")
    names = [_part(row) for row in rows]
    ends = [f"{row['tasks']} 项" if row["tasks"] else "还没有" for row in rows]
    known = [(i, row) for i, row in enumerate(rows) if row["tasks"]]
    frame = Frame(names, ends, look)
    few = f"；不足 {FEW} 项，仅供参考" if any(row["few"] for _, row in known) else ""
    fig = look.canvas(
        _error_title(known), plot=frame.pitch * len(rows), left=frame.left, right=frame.right, axis=48,
        subtitle=f"按 {_SCALE} 天的工期折算；横线含八成任务，只看已办结的{few}",
    )  # fmt: skip
    reach = max(5.0, *(_SCALE * abs(row[end]) for _, row in known for end in ("low", "high"))) * 1.12
    row_frame(fig, frame, names=names, ends=ends, scale=(-reach, reach))
    fig.add_shape(type="line", x0=0, x1=0, y0=0, y1=1, yref="paper", layer="below",
                  line={"color": look.ink.plan, "width": 1.5, "dash": "dot"})  # fmt: skip
    x, y = linked(
        [_SCALE * row["low"] for _, row in known], [_SCALE * row["high"] for _, row in known], [i for i, _ in known]
    )
    fig.add_scatter(x=x, y=y, mode="lines", line={"width": 6, "color": look.ink.plan}, opacity=0.45, hoverinfo="skip",
                    showlegend=False, meta="band")  # fmt: skip
    fig.add_scatter(
        x=[_SCALE * row["middle"] for _, row in known], y=[i for i, _ in known], mode="markers", showlegend=False,
        marker={"symbol": "diamond", "size": 12, "color": look.ink.actual}, meta="middle",
        hovertext=look.told(_error_words(row) for _, row in known), hovertemplate=TOLD,
    )  # fmt: skip
    fig.update_xaxes(nticks=5, title={"text": "◀ 比预计早　天　比预计晚 ▶", "standoff": 4,
                                      "font": {"color": look.ink.muted}})  # fmt: skip
    return fig


def _part(row: dict) -> str:
    """Which part of the duration a row is about.

    >>> _part({"from": 0.25, "to": 0.5}), _part({"from": 0.75, "to": float("inf")})
    ('工期 25%–50%', '工期 75% 以后')
    """
    last = f"{row['from']:.0%} 以后" if pd.isna(row["to"]) or row["to"] > 1 else f"{row['from']:.0%}–{row['to']:.0%}"
    return f"工期 {last}"


def _error_title(known: list[tuple[int, dict]]) -> str:
    last = known[-1][1]
    return f"{_part(last)}，八成任务的完成日在预计的{_days(last['low'])}到{_days(last['high'])}之间"


def _days(share_: float) -> str:
    days = round(_SCALE * share_)
    return "当天" if days == 0 else f"{'晚' if days > 0 else '早'} {abs(days)} 天"


def _error_words(row: dict) -> str:
    few = "<br>项数太少，只供参考" if row["few"] else ""
    return (
        f"<b>{_part(row)}</b><br>已办结 {row['tasks']} 项<br>居中的一项{_days(row['middle'])}<br>"
        f"八成在{_days(row['low'])}到{_days(row['high'])}之间{few}"
    )
