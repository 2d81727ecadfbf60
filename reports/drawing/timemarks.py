"""Upright marks of time over a curve: data date, deadlines, forecast; each with a label in a lane of its own."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from reports.drawing.canvas import Look
from reports.words.wording import day, width

__all__ = ["Day", "TimeMark", "draw_marks", "time_marks", "time_range"]

Day = pd.Timestamp | str | None

DASHES = {"数据日期": "solid", "原定时限": "solid", "调整时限": "dash", "预计完成": "dot"}


@dataclass(frozen=True)
class TimeMark:
    """A day with a word; `stop` after `start` makes it a band, `likely` is the day within it that is expected (else
    its first)."""

    word: str
    start: pd.Timestamp
    stop: pd.Timestamp
    likely: pd.Timestamp | None = None

    @property
    def line(self) -> pd.Timestamp:
        """Where the upright line stands."""
        return self.start if self.likely is None else self.likely

    @property
    def label(self) -> str:
        """Word and day, or first and last day; with a likely day these behind it."""
        band = f"{day(self.start, year=False)}—{day(self.stop, year=False)}"
        if self.likely is not None:
            return f"{self.word} {day(self.likely, year=False)}（{band}）"
        return f"{self.word} {band if self.stop > self.start else day(self.start, year=False)}"


def time_marks(as_of: Day, deadline: Day, *, amended: Day, forecast: Day | Sequence[Day]) -> list[TimeMark]:
    """Marks in order of time, those without a day left out, an amended deadline only where it differs. `forecast`: a
    day, (earliest, latest) or (earliest, expected, latest)."""
    band = list(forecast) if isinstance(forecast, (list, tuple)) else [forecast]
    spans = {"数据日期": [as_of], "原定时限": [deadline], "调整时限": [amended], "预计完成": band}
    if _is_day(amended) and _is_day(deadline) and pd.Timestamp(amended) == pd.Timestamp(deadline):
        spans.pop("调整时限")
    known = {word: [pd.Timestamp(value) for value in days if _is_day(value)] for word, days in spans.items()}
    marks = [TimeMark(w, min(d), max(d), d[1] if len(d) == 3 else None) for w, d in known.items() if d]
    return sorted(marks, key=lambda mark: mark.line)


def time_range(days: pd.Series, marks: list[TimeMark]) -> list[pd.Timestamp]:
    """From the first to the last day of curve and marks, with a little room on both sides."""
    every = [*days, *(value for mark in marks for value in (mark.start, mark.stop))]
    first, last = min(every), max(every)
    pad = (last - first) * 0.03 or pd.Timedelta(days=3)
    return [first - pad, last + pad]


def draw_marks(fig: go.Figure, marks: list[TimeMark], look: Look, *, top: float, pixels: float) -> None:
    """Draw each mark up to its lane above `top` (`pixels` per unit of the value axis) and write its label there.

    Labels lean to the side on which the other lines are shorter, so no line runs through a word.
    """
    colours = {"数据日期": look.ink.text, "预计完成": look.ink.actual}
    first, last = fig.layout.xaxis.range
    leftward = _leans_left(marks, first, last, narrow=look.narrow)
    for i, mark in enumerate(marks):
        colour = colours.get(mark.word, look.ink.worse)
        lane = i if leftward else len(marks) - 1 - i
        height = top + (17 * (lane + 1) - 5) / pixels
        fig.add_shape(type="line", x0=mark.line, x1=mark.line, y0=0, y1=height,
                      line={"color": colour, "width": 1.5, "dash": DASHES[mark.word]})  # fmt: skip
        if mark.stop > mark.start:
            fig.add_shape(type="rect", x0=mark.start, x1=mark.stop, y0=0, y1=top, fillcolor=colour, opacity=0.14,
                          line={"width": 0}, layer="below")  # fmt: skip
        fig.add_annotation(
            text=mark.label, x=mark.line, y=height, showarrow=False, yanchor="middle", font={"color": colour},
            xanchor="right" if leftward else "left", xshift=-4 if leftward else 4, name="time",
        )  # fmt: skip


def _leans_left(marks: list[TimeMark], first: pd.Timestamp, last: pd.Timestamp, *, narrow: bool) -> bool:
    """Whether the labels have more room on the left of their marks than on the right."""
    room = 300 if narrow else 560
    needs = [(12 * width(mark.label), room * ((mark.line - first) / (last - first))) for mark in marks]
    cut_left = sum(max(0, words - at) for words, at in needs)
    cut_right = sum(max(0, words - (room - at)) for words, at in needs)
    return cut_left <= cut_right


def _is_day(value: Day) -> bool:
    return value is not None and bool(pd.notna(value))
