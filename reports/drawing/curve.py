"""The task page: plan curve against reports.

Inputs: `curve` (day, planned, node) of analysis; `reports`, `visits`, `milestones` as the store's fact tables, only the
rows that count, nodes with their state (`reports.drawing.nodesigns`). Percentages 0–100, days as timestamps.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from reports.drawing.canvas import TOLD, Ink, Key, Look
from reports.drawing.nodesigns import NODE_SIGNS, NodeSign
from reports.drawing.rows import percent_ticks
from reports.drawing.timemarks import Day, TimeMark, draw_marks, time_marks, time_range
from reports.words.wording import day, number, percent, wrapped

__all__ = ["plan_and_reports", "planned_at"]


def plan_and_reports(
    curve: pd.DataFrame, reports: pd.DataFrame, *, visits: pd.DataFrame, milestones: pd.DataFrame, as_of: Day,
    deadline: Day, amended_deadline: Day = None, forecast: Day | Sequence[Day] = None, actual: float | None = None,
    note: str = "", dark: bool = False, narrow: bool = False,
) -> go.Figure:  # fmt: skip
    """Is this task on its plan? Plan curve, reports as steps (dotted once carried forward), visits, nodes, deadlines.

    `forecast` is a day, (earliest, latest) or (earliest, expected, latest), shown as a band; with `actual`, the percent
    that counts today, the ways from there to 100 % as a fan. A report without a number is a hollow mark on the plan.
    """
    look = Look(dark=dark, narrow=narrow, note=note)
    if curve.empty and reports.empty and visits.empty and milestones.empty:
        return look.nothing("计划曲线与填报", why="这项任务还没有计划和填报")
    reported = reports[reports["percent"].notna()].sort_values("report_date")
    nodes = _nodes(milestones, curve)
    wordless, checked = reports[reports["percent"].isna()], visits[visits["verified_percent"].notna()]
    carried = len(reported) > 0 and pd.Timestamp(as_of) > reported["report_date"].iloc[-1]
    drawn = {"沿用上次": carried, "只报文字": len(wordless) > 0, "走访核验": len(checked) > 0}
    marks, height = time_marks(as_of, deadline, amended=amended_deadline, forecast=forecast), 270 if narrow else 320
    days = pd.concat([curve["day"], reports["report_date"], visits["visited_on"], milestones["planned_on"]]).dropna()
    fig = look.canvas(
        _title(curve, reported, as_of), plot=height + 17 * len(marks) + 6, left=46, right=18,
        keys=_keys(drawn, look.ink) + [(sign.sign, sign.colour(look), sign.meaning) for sign, _ in nodes],
    )  # fmt: skip
    _axes(fig, [*reported["percent"], *checked["verified_percent"]], marks, height=height)
    fig.update_xaxes(range=time_range(days, marks), nticks=4 if narrow else 9)
    _plan(fig, curve, look)
    _reports(fig, reported, look)
    if carried:
        _carried(fig, reported.iloc[-1], as_of, look=look)
    _fan(fig, forecast, (as_of, actual), look=look)
    _wordless(fig, wordless, curve, look=look)
    _visits(fig, checked, look)
    _stars(fig, nodes, look)
    draw_marks(fig, marks, look, top=fig.layout.meta["top"], pixels=fig.layout.meta["pixels"])
    return fig


def planned_at(curve: pd.DataFrame, days: pd.Series) -> list[float | None]:
    """Planned percent on each day: straight between the points of the curve, flat beyond; None without a curve."""
    if curve.empty or days.empty:
        return [None] * len(days)
    points = curve.sort_values("day")
    stamps = [pd.Series(s).astype("datetime64[us]").astype("int64").to_numpy() for s in (days, points["day"])]
    return np.interp(stamps[0], stamps[1], points["planned"]).tolist()


def _title(curve: pd.DataFrame, reported: pd.DataFrame, as_of: Day) -> str:
    """The plan of today beside the last report; the lag itself is scored elsewhere."""
    plan = planned_at(curve, pd.Series([pd.Timestamp(as_of)]))[0]
    should = "" if plan is None else f"计划今日达到 {percent(plan)}，"
    if reported.empty:
        return f"{should}至今未报进度"
    last = reported.iloc[-1]
    return f"{should}{day(last['report_date'], year=False)}填报 {percent(last['percent'])}"


def _keys(drawn: dict[str, bool], ink: Ink) -> list[Key]:
    """Signs of what is drawn, and only of that."""
    signs = [
        ("━", ink.plan, "计划"), ("●", ink.actual, "填报"), ("┅", ink.actual, "沿用上次"), ("○", ink.muted, "只报文字"),
        ("◆", ink.verified, "走访核验"),
    ]  # fmt: skip
    return [(sign, colour, name) for sign, colour, name in signs if drawn.get(name, True)]


def _axes(fig: go.Figure, values: list[float], marks: list[TimeMark], *, height: float) -> None:
    """Percent axis with one lane above the curve for each mark of time."""
    top = max([100.0, *values]) + 5
    pixels = height / (top + 4)
    fig.update_yaxes(range=[-4, top + (17 * len(marks) + 6) / pixels])
    percent_ticks(fig.layout.yaxis, top)
    fig.update_xaxes(tickformat="%-m月%-d日", hoverformat="%Y年%-m月%-d日", showgrid=False)
    fig.update_layout(meta={"top": top, "pixels": pixels})


def _plan(fig: go.Figure, curve: pd.DataFrame, look: Look) -> None:
    """The planned curve, its ground lightly shaded."""
    told = look.told(f"{day(d)}<br>计划 {percent(p)}" for d, p in zip(curve["day"], curve["planned"], strict=True))
    fig.add_scatter(
        x=curve["day"], y=curve["planned"], mode="lines", name="计划", meta="plan", fill="tozeroy", hovertext=told,
        line={"width": 2.5, "color": look.ink.plan}, fillcolor="rgba(140,150,165,0.13)", hovertemplate=TOLD,
    )  # fmt: skip


def _reports(fig: go.Figure, reported: pd.DataFrame, look: Look) -> None:
    """What was reported, as steps."""
    fig.add_scatter(
        x=reported["report_date"], y=reported["percent"], mode="lines+markers", name="填报", meta="reports",
        line={"width": 3, "color": look.ink.actual, "shape": "hv"}, marker={"size": 8, "color": look.ink.actual},
        hovertext=look.told(_report_words(row) for row in reported.to_dict("records")), hovertemplate=TOLD,
    )  # fmt: skip


def _carried(fig: go.Figure, last: pd.Series, as_of: Day, *, look: Look) -> None:
    """After the last report its value is only carried forward, hence dotted."""
    words = f"{day(last['report_date'])}后没有新填报，<br>沿用 {percent(last['percent'])}"
    fig.add_scatter(
        x=[last["report_date"], pd.Timestamp(as_of)], y=[last["percent"]] * 2, mode="lines", name="沿用",
        line={"width": 3, "color": look.ink.actual, "dash": "dot"}, hovertext=look.told([words] * 2),
        hovertemplate=TOLD, meta="carried",
    )  # fmt: skip


def _fan(fig: go.Figure, forecast: Day | Sequence[Day], today: tuple[Day, float | None], *, look: Look) -> None:
    """From what counts today to the end: the expected way dotted, those of the earliest and latest day as its edges."""
    as_of, actual = today
    if actual is None or pd.isna(actual) or not isinstance(forecast, (list, tuple)) or len(forecast) != 3:
        return
    low, likely, high = map(pd.Timestamp, forecast)
    start = pd.Timestamp(as_of)
    fig.add_scatter(
        x=[start, low, high, start], y=[actual, 100, 100, actual], mode="lines", fill="toself", meta="fan",
        line={"width": 0}, fillcolor=look.ink.actual, opacity=0.16, hoverinfo="skip", showlegend=False,
    )  # fmt: skip
    words = f"<b>预计 {day(likely)}完成</b><br>八成把握在 {day(low)}—{day(high)}之间"
    fig.add_scatter(
        x=[start, likely], y=[actual, 100], mode="lines", name="预计", meta="expected", hovertemplate=TOLD,
        line={"width": 2, "color": look.ink.actual, "dash": "dash"}, hovertext=look.told([words] * 2),
    )  # fmt: skip


def _report_words(row: dict) -> str:
    said = "没有文字说明" if pd.isna(row["progress_text"]) else row["progress_text"]
    value = percent(row["percent"], missing="（没有百分比）")
    return f"<b>{day(row['report_date'])}填报 {value}</b><br>{wrapped(said, 24)}"


def _wordless(fig: go.Figure, rows: pd.DataFrame, curve: pd.DataFrame, *, look: Look) -> None:
    """Reports in words only: hollow, on the plan, for their percentage is not known."""
    if len(rows):
        fig.add_scatter(
            x=rows["report_date"], y=planned_at(curve, rows["report_date"]), mode="markers", name="只报文字",
            marker={"symbol": "circle-open", "size": 11, "color": look.ink.muted, "line": {"width": 2}}, meta="unknown",
            hovertext=look.told(_report_words(row) for row in rows.to_dict("records")), hovertemplate=TOLD,
        )  # fmt: skip


def _visits(fig: go.Figure, rows: pd.DataFrame, look: Look) -> None:
    """What visits verified."""
    told = [
        f"<b>{day(row['visited_on'])}走访核验 {percent(row['verified_percent'])}</b><br>"
        f"评分 {number(row['visit_score'])} · 走访人 {'未写' if pd.isna(row['visitor']) else row['visitor']}"
        for row in rows.to_dict("records")
    ]
    if len(rows):
        fig.add_scatter(
            x=rows["visited_on"], y=rows["verified_percent"], mode="markers", name="走访核验", meta="visits",
            marker={"symbol": "diamond", "size": 12, "color": look.ink.verified, "line": {"width": 1, "color": "#fff"}},
            hovertext=look.told(told), hovertemplate=TOLD,
        )  # fmt: skip


def _nodes(milestones: pd.DataFrame, curve: pd.DataFrame) -> list[tuple[NodeSign, pd.DataFrame]]:
    """Nodes by state, those without a day left out."""
    nodes = milestones[milestones["planned_on"].notna()].sort_values("planned_on")
    nodes = nodes.assign(at=planned_at(curve, nodes["planned_on"]))
    found = [(sign, nodes[nodes["state"] == state]) for state, sign in NODE_SIGNS.items()]
    return [(sign, rows) for sign, rows in found if len(rows)]


def _stars(fig: go.Figure, nodes: list[tuple[NodeSign, pd.DataFrame]], look: Look) -> None:
    """Nodes on the plan curve."""
    for sign, rows in nodes:
        fig.add_scatter(
            x=rows["planned_on"], y=rows["at"], mode="markers", name=sign.meaning, meta="milestones",
            marker=sign.marker(look, size=14), hovertemplate=TOLD,
            hovertext=look.told(_node_words(row, sign.meaning) for row in rows.to_dict("records")),
        )  # fmt: skip


def _node_words(row: dict, state: str) -> str:
    finished = f"，{day(row['done_on'])}完成" if pd.notna(row["done_on"]) else ""
    name = "未命名节点" if pd.isna(row["milestone"]) else wrapped(row["milestone"], 22)
    return f"<b>{name}</b><br>计划 {day(row['planned_on'])}{finished}<br>{state} · 权重 {number(row['weight'])}"
