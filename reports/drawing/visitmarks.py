"""What visits saw: reported beside verified, and the pace of a task before and after a visit.

Input is `analysis.visit_checks` and `analysis.oversight.visit_effects`, each with the names of its tasks.
"""

import pandas as pd
import plotly.graph_objects as go

from reports.drawing.canvas import TOLD, Look
from reports.drawing.rows import Frame, linked, percent_ticks, row_frame
from reports.words.wording import day, number, percent, shortened, task_label

__all__ = ["before_and_after", "reported_and_verified"]

_MOST = 12
_AXES = "每周推进的百分点：横为前四周，竖为后四周"


def reported_and_verified(
    checks: pd.DataFrame, *, note: str = "", dark: bool = False, narrow: bool = False
) -> go.Figure:
    """Whose report says more than a visit saw? A row a task: ring = verified, dot = reported, the line is the gap.

    All beyond the margin, then the widest gaps up to a dozen rows; the others are counted.
    """
    look = Look(dark=dark, narrow=narrow, note=note)
    if checks.empty or checks["gap"].notna().sum() == 0:
        return look.nothing("填报与核验", why="还没有既填报又核验过的任务")
    known = checks[checks["gap"].notna()]
    shown = known.head(max(_MOST, int(known["over"].sum())))
    rows = shown.to_dict("records")
    names, ends = [task_label(row, 99) for row in rows], [_end(row) for row in rows]
    inks = [look.ink.worse if row["over"] else look.ink.muted for row in rows]
    frame = Frame(names, ends, look)
    rest = len(known) - len(shown)
    fig = look.canvas(
        _title(known), plot=frame.pitch * len(rows), left=frame.left, right=frame.right,
        subtitle="连线为填报高出核验的部分" + (f"；另有 {rest} 项差距更小" if rest else ""),
        keys=[("○", look.ink.verified, "核验"), ("●", look.ink.actual, "填报"), ("▲", look.ink.worse, "超出允许差距")],
    )  # fmt: skip
    high = max(104.0, float(shown[["reported", "verified"]].max().max()) + 4)
    row_frame(fig, frame, names=names, ends=ends, scale=(-2, high), colours=inks)
    percent_ticks(fig.layout.xaxis, high)
    _links(fig, rows, look)
    _dots(fig, rows, look)
    return fig


def _title(checks: pd.DataFrame) -> str:
    over = checks[checks["over"]]
    if over.empty:
        return f"核验过的 {len(checks)} 项，填报都没有超出允许的差距"
    worst = over.iloc[0]
    return f"{len(over)} 项填报高于核验；最多是“{shortened(worst['task'], 10)}”，高 {number(worst['gap'])} 个百分点"


def _end(row: dict) -> str:
    gap = row["gap"]
    word = "相符" if abs(gap) < 0.05 else f"{'高' if gap > 0 else '低'} {number(abs(gap))}"
    return f"▲ {word}" if row["over"] else word


def _links(fig: go.Figure, rows: list[dict], look: Look) -> None:
    for over, colour in ((True, look.ink.worse), (False, look.ink.plan)):
        of = [(i, row) for i, row in enumerate(rows) if row["over"] == over]
        x, y = linked([r["verified"] for _, r in of], [r["reported"] for _, r in of], [i for i, _ in of])
        fig.add_scatter(x=x, y=y, mode="lines", line={"width": 4, "color": colour}, opacity=0.6, hoverinfo="skip",
                        showlegend=False, meta="links")  # fmt: skip


def _dots(fig: go.Figure, rows: list[dict], look: Look) -> None:
    for column, name, symbol, colour in (
        ("verified", "现场核验", "circle-open", look.ink.verified), ("reported", "填报", "circle", look.ink.actual),
    ):  # fmt: skip
        fig.add_scatter(
            x=[row[column] for row in rows], y=list(range(len(rows))), mode="markers", showlegend=False, name=name,
            marker={"symbol": symbol, "size": 11, "color": colour, "line": {"width": 2, "color": colour}},
            hovertemplate=TOLD, hovertext=look.told(_words(row) for row in rows), meta=column,
            customdata=[[row["task_id"]] for row in rows],
        )  # fmt: skip


def _words(row: dict) -> str:
    score = f"<br>现场评分 {number(row['score'], missing='未评')}"
    return (
        f"<b>{task_label(row, 22)}</b><br>{day(row['visited_on'])}核验 {percent(row['verified'])}<br>"
        f"{day(row['reported_on'])}填报 {percent(row['reported'])}<br>{_end(row)}{score}"
    )


def before_and_after(effects: pd.DataFrame, *, note: str = "", dark: bool = False, narrow: bool = False) -> go.Figure:
    """Did tasks go faster after a visit? A mark a visit: right = faster before, up = faster after.

    Above the line the task went faster afterwards. Visits with an unknown side are counted, not drawn.
    """
    look = Look(dark=dark, narrow=narrow, note=note)
    if effects.empty or effects["change"].notna().sum() == 0:
        return look.nothing("走访前后的进度", why="还没有前后都有填报的走访")
    known = effects[effects["change"].notna()]
    faster, slower = known["change"].gt(0.05), known["change"].lt(-0.05)
    kinds = [("▲", "triangle-up", look.ink.better, "走访后更快", faster),
             ("▼", "triangle-down", look.ink.worse, "走访后更慢", slower),
             ("●", "circle", look.ink.plan, "前后持平", ~faster & ~slower)]  # fmt: skip
    fig = look.canvas(
        f"{len(known)} 次走访前后对照：{int(faster.sum())} 次更快，{int(slower.sum())} 次更慢",
        subtitle=f"{_AXES}；另有 {len(effects) - len(known)} 次缺填报。只是对照，不说明因果",
        plot=300 if narrow else 360, left=44, right=18, axis=48,
        keys=[(sign, colour, f"{word} {int(mask.sum())}") for sign, _, colour, word, mask in kinds],
    )  # fmt: skip
    low = min(0.0, float(known[["before", "after"]].min().min())) - 0.6
    high = float(known[["before", "after"]].max().max()) * 1.05 + 0.6
    fig.add_scatter(x=[low, high], y=[low, high], mode="lines", hoverinfo="skip", showlegend=False, meta="line",
                    line={"width": 1.5, "color": look.ink.plan, "dash": "dot"})  # fmt: skip
    for _, symbol, colour, word, mask in kinds:
        rows = known[mask].to_dict("records")
        fig.add_scatter(
            x=[row["before"] for row in rows], y=[row["after"] for row in rows], mode="markers", showlegend=False,
            marker={"symbol": symbol, "size": 11, "color": colour, "opacity": 0.85}, name=word, meta="visits",
            hovertemplate=TOLD, hovertext=look.told(_visit_words(row) for row in rows),
            customdata=[[row["task_id"]] for row in rows],
        )  # fmt: skip
    fig.update_xaxes(range=[low, high], title={"text": "走访前每周", "font": {"color": look.ink.muted}, "standoff": 4})
    fig.update_yaxes(range=[low, high], title={"text": "走访后每周", "font": {"color": look.ink.muted}, "standoff": 2})
    return fig


def _visit_words(row: dict) -> str:
    who = row["visitor"] if isinstance(row["visitor"], str) else "未写走访人"
    problems = f"<br>登记问题 {row['opened']} 个，已销号 {row['closed']} 个" if row["opened"] else ""
    return (
        f"<b>{task_label(row, 22)}</b><br>{day(row['visited_on'])} {shortened(who, 14)}<br>"
        f"前四周每周 {number(row['before'])}，后四周每周 {number(row['after'])}{problems}"
    )
