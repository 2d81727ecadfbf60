"""What a figure says in words: its finding, and every mark with what it tells when one points at it.

A remark keeps this beside it, so that it can be said later which number has changed since.
"""

import re
from html import unescape
from typing import NamedTuple

__all__ = ["Told", "told_by"]

_WRAPPED, _TAG = re.compile(r"<br> "), re.compile(r"<[^>]+>")
_DATED = re.compile(r"^\d{4}年\d{1,2}月(?:\d{1,2}\u65e5)?")
_ENDS_IN_NUMBER = re.compile(r"^(.*\S) ([−+-]?\d+(?:\.\d+)?%?)$")
_APART = "，"


class Told(NamedTuple):
    """title: the finding; marks: (name, what it tells) in the order of drawing."""

    title: str
    marks: tuple[tuple[str, str], ...]


def told_by(figure) -> Told:
    """Return what a figure of `reports.drawing` tells.

    >>> import plotly.graph_objects as go
    >>> figure = go.Figure(go.Scatter(x=[1], y=[2], hovertext=["<b>三坑镇</b><br>指数 82.3 · 第<br> 3 名"]))
    >>> _ = figure.add_annotation(text="<b>三坑镇居<br>后</b>", name="title")
    >>> told_by(figure)
    Told(title='三坑镇居后', marks=(('三坑镇', '指数 82.3 · 第3 名'),))
    """
    titles = [each.text for each in figure.layout.annotations if each.name == "title"]
    texts = [text for trace in figure.data for text in _flat(getattr(trace, "hovertext", None))]
    marks: dict[str, str] = {}
    for name, said in map(_mark, dict.fromkeys(texts)) if texts else _lines(figure):
        while name in marks and marks[name] != said:
            name += "′"
        marks[name] = said
    return Told(_bare(titles[0].replace("<br>", "")) if titles else "", tuple(marks.items()))


def _mark(text: str) -> tuple[str, str]:
    """Part the words of a mark into its name and what it tells: a day belongs to the name, a last number does not."""
    name, *rest = [_bare(line) for line in _WRAPPED.sub("", text).split("<br>")]
    if rest and (day := _DATED.match(rest[0])) and not _DATED.match(name):
        name, rest[0] = f"{name}{_APART}{day[0]}", rest[0][day.end() :].strip()
    if parted := _ENDS_IN_NUMBER.match(name):
        name, rest = parted[1], [parted[2], *rest]
    return name, _APART.join(filter(None, rest))


def _lines(figure) -> list[tuple[str, str]]:
    """Return what stands in each line of a figure that tells everything without being pointed at."""
    lines: dict[float, list[str]] = {}
    for trace in figure.data:
        if trace.type == "scatter" and trace.y is not None and not isinstance(trace.text, str | type(None)):
            for place, text in zip(trace.y, trace.text, strict=False):
                lines.setdefault(round(float(place), 1), []).append(_bare(text.replace("<br>", "")))
    said = [list(filter(None, line)) for line in lines.values()]
    return [(name, _APART.join(rest)) for name, *rest in filter(None, said)]


def _bare(text: str) -> str:
    return " ".join(unescape(_TAG.sub("", text)).split())


def _flat(texts: object) -> list[str]:
    if isinstance(texts, str):
        return [texts] if texts else []
    return [text for each in (texts if texts is not None else ()) for text in _flat(each)]
