"""How an index is made up: its parts as steps that add up to it.

Input is the lines of `analysis.explain_task`, or any table with part, score (0–100) and weight. The first line with a
weight counts for its part; the others (source cells) are left out.
"""

from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from reports.drawing.canvas import Look
from reports.words.wording import number, percent

__all__ = ["index_parts"]


@dataclass(frozen=True)
class Step:
    """One part: where it starts, how many points it could give (`room`) and gives; NaN points: not known."""

    part: str
    score: float
    start: float
    room: float
    points: float

    @property
    def words(self) -> str:
        """The sum of this step."""
        if pd.isna(self.points):
            return f"未知（不计），权重 {percent(self.room)}"
        return f"{number(self.score)} 分 × {percent(self.room)} = {number(self.points)}"


def index_parts(
    parts: pd.DataFrame, *, index: float | None = None, note: str = "", dark: bool = False, narrow: bool = False
) -> go.Figure:
    """Where does the index come from? Every known part adds its score × its share of the known weight.

    The steps end at the index. Missing parts are hatched "未知（不计）" and add nothing. `index`: the index as scored
    (NaN: 不评); without it the sum of the steps is shown, or 不评 where the lines say that nothing contributes.
    """
    look = Look(dark=dark, narrow=narrow, note=note)
    steps = _steps(parts)
    if not steps:
        return look.nothing("指数构成")
    known = [step for step in steps if pd.notna(step.points)]
    total = sum(step.points for step in known) if known else float("nan")
    shown = index if index is not None else total if _contributes(parts) else float("nan")
    fig = look.canvas(
        _title(known, shown), subtitle="实心为得分，虚框为失分，斜纹为未知；各步相加即为指数",
        plot=(54 if narrow else 40) * (len(steps) + 1), left=14 if narrow else 110, right=16,
    )  # fmt: skip
    # room at the right for the sums, which stand at the end of their boxes
    fig.update_xaxes(range=[0, 104 if narrow else 138], tickvals=[0, 20, 40, 60, 80, 100], showgrid=not narrow)
    fig.update_yaxes(range=[len(steps) + 0.5, -0.65 if narrow else -0.5], visible=False)
    for row, step in enumerate(steps):
        _draw(fig, row, step, look=look)
        _write(fig, row, (step.part, step.words), end=step.start + step.room, look=look)
    if pd.notna(shown):
        _box(fig, len(steps), (0, shown), fillcolor=look.ink.text, line={"width": 0}, meta="index")
    words = ("<b>指数</b>", f"<b>{number(shown, missing='不评')}</b>")
    _write(fig, len(steps), words, end=0 if pd.isna(shown) else shown, look=look)
    return fig


def _contributes(parts: pd.DataFrame) -> bool:
    """Whether any part adds to the index: when too little is known no line has a contribution."""
    return "contribution" not in parts or bool(parts["contribution"].notna().any())


def _steps(parts: pd.DataFrame) -> list[Step]:
    """Parts in their order, each known one starting where the known one before it ended."""
    if parts.empty:
        return []
    rows = parts[parts["weight"] > 0].drop_duplicates("part").to_dict("records")
    whole = sum(row["weight"] for row in rows)
    known = sum(row["weight"] for row in rows if pd.notna(row["score"]))
    steps, at = [], 0.0
    for row in rows:
        is_known = pd.notna(row["score"])
        room = 100 * row["weight"] / (known if is_known else whole)
        steps.append(Step(row["part"], row["score"], at, room, row["score"] * room / 100))
        at += steps[-1].points if is_known else 0.0
    return steps


def _title(known: list[Step], index: float) -> str:
    """The index, and the part that costs most."""
    if not known or pd.isna(index):
        return "指数：不评，已知的部分太少"
    worst = max(known, key=lambda step: step.room - step.points)
    lost = worst.room - worst.points
    return f"指数 {number(index)}：" + (
        f"{worst.part}失分最多，{number(lost)} 分" if lost > 0.05 else "已知部分都是满分"
    )


def _box(fig: go.Figure, row: float, span: tuple[float, float], **style: object) -> None:
    """A box over `span` on one row."""
    (start, stop), top, foot = span, row - 0.22, row + 0.22
    fig.add_scatter(
        x=[start, stop, stop, start, start], y=[top, top, foot, foot, top], mode="lines", fill="toself",
        hoverinfo="skip", showlegend=False, **style,
    )  # fmt: skip


def _draw(fig: go.Figure, row: int, step: Step, *, look: Look) -> None:
    """Points gained and points lost, or the hatched box of an unknown."""
    ink, end = look.ink, step.start + step.room
    if pd.isna(step.points):
        hatch = {"shape": "/", "size": 7, "solidity": 0.25, "fgcolor": ink.muted, "bgcolor": "rgba(0,0,0,0)"}
        _box(fig, row, (step.start, end), fillpattern=hatch, fillcolor="rgba(0,0,0,0)", meta="unknown",
             line={"width": 1, "color": ink.muted, "dash": "dot"})  # fmt: skip
        return
    gained = step.start + step.points
    _box(fig, row, (gained, end), fillcolor="rgba(140,150,165,0.10)", meta="lost",
         line={"width": 1, "color": ink.plan, "dash": "dot"})  # fmt: skip
    _box(fig, row, (step.start, gained), fillcolor=ink.actual, line={"width": 0}, meta="gained")
    # on a phone the sum of the next part stands where the link would be
    if not look.narrow:
        fig.add_shape(type="line", x0=gained, x1=gained, y0=row + 0.22, y1=row + 0.78, layer="below",
                      line={"color": ink.plan, "width": 1.5, "dash": "dot"})  # fmt: skip


def _write(fig: go.Figure, row: int, words: tuple[str, str], *, end: float, look: Look) -> None:
    """Name left of the box and its sum right of it; on a phone both above it."""
    if look.narrow:
        fig.add_annotation(text="　".join(words), x=0, y=row - 0.42, showarrow=False, xanchor="left", yanchor="middle")
        return
    fig.add_annotation(text=words[0], x=0, y=row, showarrow=False, xanchor="right", xshift=-8)
    fig.add_annotation(text=words[1], x=end, y=row, showarrow=False, xanchor="left", xshift=8)
