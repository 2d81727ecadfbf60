"""The rungs of every task, evaluation by evaluation, as a strip: the way up and the way down stay visible.

Input is `analysis.standings`: one row a task and evaluation, with `level` as it stood.
"""

import pandas as pd
import plotly.graph_objects as go

from reports.drawing.canvas import TOLD, Look
from reports.words.levels import EXEMPT, LEVELS, UNREPORTED, Level, badge, level_mark
from reports.words.wording import day, shortened, task_label

__all__ = ["level_strip"]

_MOST_WEEKS, _MOST_WEEKS_NARROW = 26, 11
_SHADES = {-2: 0.18, -1: 0.0, 0: 0.10, 1: 0.30, 2: 0.55, 3: 0.75, 4: 0.85}
"""How strongly a cell is filled: the worse the heavier, so that the strip reads in grey print too."""


def level_strip(weeks: pd.DataFrame, *, note: str = "", dark: bool = False, narrow: bool = False) -> go.Figure:
    """Who climbs, who comes down? A row a task, a column an evaluation, the shape of the level in every cell.

    Worst today on top. A cell names why the task stood there; its point opens the task.
    """
    look = Look(dark=dark, narrow=narrow, note=note)
    if weeks.empty:
        return look.nothing("各任务历次等级")
    grid = _grid(weeks, most=_MOST_WEEKS_NARROW if narrow else _MOST_WEEKS)
    pitch, chars = 24 if len(grid) <= 60 else 15, 8 if narrow else 17
    fig = look.canvas(
        _title(weeks), subtitle="每列一次评估，每格为当时所在等级", plot=pitch * len(grid),
        left=round(chars * (look.size - 0.5)) + 18, right=16, keys=look.level_keys(_marks_today(weeks)),
    )  # fmt: skip
    columns = [day(when, year=False) for when in grid.columns]
    step = (len(columns) + 3) // 4
    every = range(len(columns) - 1, -1, -step)  # counted from the last evaluation, which must keep its date
    names = weeks.drop_duplicates("task_id", keep="last").set_index("task_id").loc[grid.index].reset_index()
    fig.update_xaxes(
        tickvals=list(every), ticktext=[columns[i] for i in every], showgrid=False, range=[-0.5, len(columns) - 0.5]
    )
    fig.update_yaxes(
        tickvals=list(range(len(grid))), range=[len(grid) - 0.5, -0.5], showgrid=False,
        ticktext=[shortened(task_label(row, 99), chars) for row in names.to_dict("records")],
        tickfont={"size": look.size - 1 if pitch > 15 else 10, "color": look.ink.text},
    )  # fmt: skip
    _cells(fig, grid, look)
    _marks(fig, grid, weeks, look=look)
    return fig


def _grid(weeks: pd.DataFrame, *, most: int) -> pd.DataFrame:
    """Number of the level by task and evaluation (-1: 未报, -2: 豁免), worst today first."""
    said = [level_mark(*pair).number for pair in zip(weeks["level"], weeks["state"], strict=True)]
    last = weeks.assign(_mark=said).drop_duplicates(["task_id", "as_of"], keep="last")
    grid = last.pivot(index="task_id", columns="as_of", values="_mark").sort_index(axis=1)
    heavy = grid.clip(lower=0).sum(axis=1)
    order = pd.DataFrame({"now": grid.iloc[:, -1], "heavy": heavy}).sort_values(
        ["now", "heavy"], ascending=False, na_position="last", kind="stable"
    )
    return grid.loc[order.index].iloc[:, -most:]


def _marks_today(weeks: pd.DataFrame) -> list[Level]:
    today = weeks[weeks["as_of"].eq(weeks["as_of"].max())]
    return [level_mark(*pair) for pair in zip(today["level"], today["state"], strict=True)]


def _title(weeks: pd.DataFrame) -> str:
    """How many stand at 黄牌 or above now, and how many of them did not an evaluation before."""
    days = sorted(weeks["as_of"].unique())
    high = weeks[weeks["level"].ge(3)]
    now, before = (set(high.loc[high["as_of"].eq(when), "task_id"]) for when in (days[-1], days[max(len(days) - 2, 0)]))
    if not now:
        return "现在没有任务在黄牌以上"
    new = len(now - before)
    return f"{len(now)} 项在黄牌以上，" + (f"其中 {new} 项是本次新到" if new else "都不是本次新到")


def _cells(fig: go.Figure, grid: pd.DataFrame, look: Look) -> None:
    """The ground of every cell in the colour of its level."""
    levels = [EXEMPT, UNREPORTED, *(LEVELS[i] for i in range(5))]
    scale = []
    for i, level in enumerate(levels):
        colour = _faded(level.fill(dark=look.dark), _SHADES[level.number])
        scale += [[i / 7, colour], [(i + 1) / 7, colour]]
    fig.add_heatmap(
        z=[[None if pd.isna(v) else v for v in row] for row in grid.to_numpy()], zmin=-2.5, zmax=4.5, colorscale=scale,
        showscale=False, xgap=1, ygap=1, hoverinfo="skip", meta="ground",
    )  # fmt: skip


def _faded(colour: str, strength: float) -> str:
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{strength})"


def _marks(fig: go.Figure, grid: pd.DataFrame, weeks: pd.DataFrame, *, look: Look) -> None:
    """The shape of the level in every cell, one trace a level; it carries the task's id."""
    places = {task: i for i, task in enumerate(grid.index)}, {when: i for i, when in enumerate(grid.columns)}
    rows = [row for row in weeks.to_dict("records") if row["as_of"] in places[1]]
    for level in [EXEMPT, UNREPORTED, *(LEVELS[i] for i in range(5))]:
        of = [row for row in rows if level_mark(row["level"], row["state"]) == level]
        heavy = level.number >= 3
        marker = look.marker(level, size=6 if level.number in (-1, 0) else 9)
        if heavy:  # on its own full colour the shape would be lost
            marker |= {"color": "#23262d" if level.number == 3 or look.dark else "#ffffff", "line": {"width": 0}}
        fig.add_scatter(
            x=[places[1][row["as_of"]] for row in of], y=[places[0][row["task_id"]] for row in of], mode="markers",
            marker=marker, showlegend=False, name=level.word, customdata=[[row["task_id"]] for row in of],
            hovertext=look.told(_words(row) for row in of), hovertemplate=TOLD, meta="marks",
        )  # fmt: skip


def _words(row: dict) -> str:
    """One task at one evaluation."""
    stood = badge(row["level"], row["state"])
    return f"<b>{task_label(row, 22)}</b><br>{day(row['as_of'])}<br>{stood}<br>{shortened(row['why'], 60)}"
