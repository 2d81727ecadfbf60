"""挂图作战: every task of a board as a row of time, with its nodes; the chart that hangs on the wall.

Input is `reports.subjects.wallrows.WallChart`.
"""

from collections.abc import Iterator

import pandas as pd
import plotly.graph_objects as go

from reports.drawing.canvas import TOLD, Key, Look, targets
from reports.drawing.nodesigns import NODE_SIGNS
from reports.drawing.rows import Frame, linked, row_frame
from reports.subjects.wallrows import WallChart, wall_finding
from reports.words.levels import EXEMPT
from reports.words.wording import day, number, percent, task_label, wrapped

__all__ = ["wall_plan"]

_LABEL_ROOM = 0.8
"""Rows above the first one, for the day of the data."""


def wall_plan(chart: WallChart, *, note: str = "", dark: bool = False, narrow: bool = False) -> go.Figure:
    """Who should be where, who is there, what is due next? A row a task, grouped by class: its time as a bar, inside it
    what is done, on it the nodes, at its end the level.

    The inner bar ends on the day on which the plan should have reached what is done: short of the line of today is
    behind by so many days. `customdata` of rows (meta "rows") and nodes (meta "nodes") is the task_id.
    """
    look = Look(dark=dark, narrow=narrow, note=note)
    if chart.rows.empty:
        return look.nothing("挂图作战", why="这里没有任务")
    lines = _lines(chart.rows)
    names = ["" if isinstance(line, str) else task_label(line, 99) for line in lines]
    ends = ["" if isinstance(line, str) else line["end"] for line in lines]
    colours = [look.ink.muted if isinstance(line, str) else line[_own(look)] for line in lines]
    frame, place = Frame(names, ends, look, longest=19), _places(lines)
    fig = look.canvas(
        wall_finding(chart), subtitle="浅条为计划工期，深条为实际（止于按计划应到这个进度的那一天），竖线为数据日期",
        plot=frame.pitch * (len(lines) + _LABEL_ROOM), left=frame.left, right=frame.right, keys=_keys(chart, look),
    )  # fmt: skip
    pad = (chart.last - chart.first) * 0.015 + pd.Timedelta(days=2)
    span = (chart.first - pad, chart.last + pad)
    row_frame(fig, frame, names=names, ends=ends, scale=span, colours=colours)
    fig.update_yaxes(range=[len(lines) - 0.4, -0.6 - _LABEL_ROOM])
    fig.update_layout(hoverdistance=60)
    _months(fig, span, lines, look=look)
    _today(fig, chart.as_of, lines, look=look)
    _bars(fig, chart.rows.assign(y=chart.rows["row"].map(place)), look)
    _nodes(fig, chart.nodes.assign(y=chart.nodes["row"].map(place)), chart.rows, look=look)
    _groups(fig, lines, frame)
    return fig


def _own(look: Look) -> str:
    return "color_dark" if look.dark else "color_light"


def _lines(rows: pd.DataFrame) -> list[str | dict]:
    """Headings and tasks from top to bottom."""
    lines: list[str | dict] = []
    for name, group in rows.groupby("group", sort=False):
        lines += [f"{name} · {len(group)} 项", *group.to_dict("records")]
    return lines


def _places(lines: list[str | dict]) -> dict[int, int]:
    """Height of every row of the table."""
    return {line["row"]: y for y, line in enumerate(lines) if not isinstance(line, str)}


def _keys(chart: WallChart, look: Look) -> list[Key]:
    """Signs of what is drawn, and only of that; states of nodes with how many there are."""
    ink, counts = look.ink, chart.nodes["state"].value_counts()
    keys = [("▬", ink.plan, "计划工期"), ("━", ink.actual, "实际"), ("┃", ink.worse, "原定时限")]
    keys += [("┅┃", ink.worse, "调整时限")] if chart.rows["amended"].notna().any() else []
    drawn = [(sign, int(counts.get(state, 0))) for state, sign in NODE_SIGNS.items()]
    return keys + [(sign.sign, sign.colour(look), f"{sign.meaning} {count}") for sign, count in drawn if count]


def _months(fig: go.Figure, span: tuple[pd.Timestamp, pd.Timestamp], lines: list, *, look: Look) -> None:
    """A thin line where a month begins, its name at the foot and again at every heading: a long wall is scrolled."""
    starts = list(pd.date_range(span[0], span[1], freq="MS"))
    every = max(1, -(-len(starts) // (5 if look.narrow else 14)))
    middles = [when + pd.Timedelta(days=14) for when in starts[::every]]
    middles = [when for when in middles if when < span[1]]
    years = len({when.year for when in middles}) > 1
    names = [f"{str(when.year)[2:]}年1月" if years and when.month == 1 else f"{when.month}月" for when in middles]
    fig.update_xaxes(tickvals=middles, ticktext=names, showgrid=False)
    foot = len(lines) - 0.4
    x = [value for when in starts for value in (when, when, None)]
    fig.add_scatter(x=x, y=[-0.6, foot, None] * len(starts), mode="lines", meta="months", hoverinfo="skip",
                    line={"width": 1, "color": look.ink.grid}, showlegend=False)  # fmt: skip
    heads = [y + (0.1 if look.narrow else 0) for y, line in enumerate(lines) if isinstance(line, str)]
    fig.add_scatter(
        x=middles * len(heads), y=[y for y in heads for _ in middles], mode="text", text=names * len(heads),
        textfont={"size": look.size - 2, "color": look.ink.muted}, meta="month names", hoverinfo="skip",
        showlegend=False,
    )  # fmt: skip


def _today(fig: go.Figure, as_of: pd.Timestamp, lines: list, *, look: Look) -> None:
    """The line of the data date through all rows, its day above them; on a phone words stand between the bars, and the
    line is drawn at the bars alone."""
    tops = [y - 0.3 for y, line in enumerate(lines) if not isinstance(line, str)] if look.narrow else [-0.75]
    feet = [top + 0.6 for top in tops] if look.narrow else [len(lines) - 0.4]
    y = [value for pair in zip(tops, feet, strict=True) for value in (*pair, None)]
    fig.add_scatter(x=[as_of, as_of, None] * len(tops), y=y, mode="lines", line={"width": 2, "color": look.ink.text},
                    meta="today", hoverinfo="skip", showlegend=False)  # fmt: skip
    fig.add_annotation(text=f"<b>{day(as_of, year=False)}</b>", x=as_of, y=-0.8, yanchor="bottom", showarrow=False,
                       name="today", font={"color": look.ink.text})  # fmt: skip


def _bars(fig: go.Figure, rows: pd.DataFrame, look: Look) -> None:
    """Plan, what is done, first deadline, amended deadline, and middles to point at."""
    planned = rows[rows["deadline"].notna()]
    ink, thick = look.ink, 12 if look.narrow else 13
    _bar(fig, planned, ("start", "deadline"), line={"width": thick, "color": ink.plan}, opacity=0.34, meta="plan")
    exempt = planned["exempt"]
    for of, colour in ((planned[~exempt], ink.actual), (planned[exempt], EXEMPT.fill(dark=look.dark))):
        done = of[of["earned_on"].notna() & (of["earned_on"] > of["start"])]
        _bar(fig, done, ("start", "earned_on"), line={"width": 5, "color": colour}, meta="actual")
    moved = planned[planned["amended"].notna()]
    _bar(fig, moved, ("deadline", "amended"), line={"width": 2, "color": ink.worse, "dash": "dot"}, meta="moved")
    for days, meta in ((planned["deadline"], "deadline"), (moved["amended"], "amended")):
        fig.add_scatter(
            x=days, y=rows.loc[days.index, "y"], mode="markers", hoverinfo="skip", showlegend=False, meta=meta,
            marker={"symbol": "line-ns", "size": thick + 4, "line": {"width": 2.5, "color": ink.worse}},
        )  # fmt: skip
    told = planned.to_dict("records")
    words = look.told(_row_words(row) for row in told)
    marks = [
        (when, row["y"], row["task_id"], said) for row, said in zip(told, words, strict=True) for when in _targets(row)
    ]
    targets(fig, marks, meta="rows", size=20)


def _bar(fig: go.Figure, rows: pd.DataFrame, ends: tuple[str, str], **style: object) -> None:
    x, y = linked(list(rows[ends[0]]), list(rows[ends[1]]), list(rows["y"]))
    fig.add_scatter(x=x, y=y, mode="lines", hoverinfo="skip", showlegend=False, **style)


def _targets(row: dict) -> Iterator[pd.Timestamp]:
    """Three places on the bar of a row: from anywhere on it one is near."""
    for part in (0.15, 0.5, 0.85):
        yield row["start"] + part * (row["deadline"] - row["start"])


def _row_words(row: dict) -> str:
    assumed = "（未写开工，按最早记录）" if row["start_assumed"] else ""
    amended = f"，调整为 {day(row['amended'])}（不计入评分）" if pd.notna(row["amended"]) else ""
    lines = [
        f"<b>{wrapped(task_label(row, 999), 24)}</b>",
        row["end"],
        f"计划 {percent(row['planned'])} · 实际 {percent(row['actual'], missing='未报')}",
        f"{day(row['start'])}起{assumed}，时限 {day(row['deadline'])}{amended}",
        "" if pd.isna(row["forecast"]) else f"预计完成 {day(row['forecast'])}",
        wrapped(f"牵头单位：{row['lead']}", 26),
        wrapped(f"项目长：{row['leader']}", 26),
    ]
    return "<br>".join(line for line in lines if line)


def _nodes(fig: go.Figure, nodes: pd.DataFrame, rows: pd.DataFrame, *, look: Look) -> None:
    """Nodes on the bars, one trace a state, what hurts on top."""
    labels = {row["row"]: task_label(row, 22) for row in rows.to_dict("records")}
    for state, sign in sorted(NODE_SIGNS.items(), key=lambda each: each[0] == "已过期"):
        of = nodes[nodes["state"] == state]
        if len(of):
            fig.add_scatter(
                x=of["at"], y=of["y"], mode="markers", name=sign.meaning, meta="nodes", showlegend=False,
                marker=sign.marker(look, size=12 if state != "已过期" else 13), hovertemplate=TOLD,
                customdata=[[task_id] for task_id in of["task_id"]], cliponaxis=False,
                hovertext=look.told(_node_words(node, labels[node["row"]]) for node in of.to_dict("records")),
            )  # fmt: skip


def _node_words(node: dict, task: str) -> str:
    name = "未命名节点" if pd.isna(node["milestone"]) else wrapped(node["milestone"], 22)
    finished = f"，{day(node['done_on'], year=False)}完成" if pd.notna(node["done_on"]) else ""
    late = f"，晚 {number(node['late_days'])} 天" if pd.notna(node["late_days"]) else ""
    planned = day(node["planned_on"], missing="没有写日期，按时限")
    state = f"{NODE_SIGNS[node['state']].meaning} · 占 {percent(node['points'])}"
    return f"<b>{name}</b><br>{task}<br>计划 {planned}{finished}{late}<br>{state}"


def _groups(fig: go.Figure, lines: list[str | dict], frame: Frame) -> None:
    """Heading above the tasks of each class."""
    for y, line in enumerate(lines):
        if isinstance(line, str):
            fig.add_annotation(
                text=f"<b>{wrapped(line, 30)}</b>", x=0, xref="paper", xanchor="left", xshift=14 - frame.left, y=y,
                showarrow=False, yshift=13 if frame.look.narrow else -3, font={"size": frame.look.size + 1},
            )  # fmt: skip
