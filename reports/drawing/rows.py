"""Rows with a name, marks on a common scale and a word at the end: the frame of dumbbells and lollipops.

On a wide screen the name stands left of its row; on a phone above it, so that the marks keep the whole width.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from reports.drawing.canvas import Look
from reports.words.wording import shortened, width

__all__ = ["Frame", "linked", "percent_ticks", "row_frame"]


@dataclass(frozen=True)
class Frame:
    """Room that rows with these `names` and `ends` take, in pixels; a name is cut after `longest` characters."""

    names: Sequence[str]
    ends: Sequence[str]
    look: Look
    longest: int = 24

    @property
    def pitch(self) -> int:
        """Pixels from row to row."""
        return 44 if self.look.narrow else 29

    @property
    def chars(self) -> float:
        """Characters of a name that have room."""
        return 17 if self.look.narrow else min(self.longest, max(map(width, self.names), default=4) + 0.6)

    @property
    def left(self) -> int:
        """Pixels left of the scale."""
        return 14 if self.look.narrow else round(self.chars * (self.look.size + 0.2)) + 24

    @property
    def right(self) -> int:
        """Pixels right of the scale."""
        return 16 if self.look.narrow else round(max(map(width, self.ends), default=0) * self.look.size) + 22


def row_frame(
    fig: go.Figure, frame: Frame, *, names: Sequence[str], ends: Sequence[str], scale: tuple[float, float],
    colours: Sequence[str] | None = None,
) -> None:  # fmt: skip
    """Write names and end words beside (phone: above) rows 0, 1, 2 … of a scale (low, high).

    `colours` of the end words, one a row.
    """
    look, count = frame.look, len(names)
    lift = 0.4 if look.narrow else 0.0
    place = {"mode": "text", "cliponaxis": False, "hoverinfo": "skip", "showlegend": False}
    for at, meta, texts, side in ((0, "names", names, "right"), (1, "ends", ends, "left")):
        ink = look.ink.text if at == 0 else list(colours or [look.ink.muted] * count)
        # above its row a text reads into the drawing, beside it away from the drawing
        inward = side if look.narrow else {"right": "left", "left": "right"}[side]
        fig.add_scatter(
            x=[scale[at]] * count, y=[i - lift for i in range(count)], meta=meta, textposition=f"middle {inward}",
            text=[shortened(t, 99 if at else frame.chars) for t in texts], textfont={"color": ink}, **place,
        )  # fmt: skip
    fig.update_xaxes(range=list(scale))
    fig.update_yaxes(range=[count - 0.4, -0.75 if look.narrow else -0.6], showticklabels=False, showgrid=False)


def percent_ticks(axis: go.layout.XAxis | go.layout.YAxis, high: float = 100, *, low: float = 0) -> None:
    """Mark an axis at the quarters (on a short axis the tenths) from `low` to `high`, written as percentages."""
    values = [value for value in range(0, 126, 10 if low > 40 else 25) if low <= value <= high]
    axis.update(tickvals=values, ticktext=[f"{value}%" for value in values])


def linked(starts: Sequence[float], stops: Sequence[float], rows: Sequence[float]) -> tuple[list, list]:
    """Coordinates of separate horizontal lines in one trace; None lifts the pen.

    >>> linked([1, 2], [3, 4], [0, 1])
    ([1, 3, None, 2, 4, None], [0, 0, None, 1, 1, None])
    """
    x = [value for start, stop in zip(starts, stops, strict=True) for value in (start, stop, None)]
    y = [value for row in rows for value in (row, row, None)]
    return x, y
