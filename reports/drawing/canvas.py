"""The sheet every figure is drawn on: fonts, inks for light and dark ground, heading, key, footer, hover texts.

Grounds are transparent, so that a figure sits on the page's own colour. All distances are pixels: text has a fixed
size, while the width of a figure is only known by the screen that shows it. A narrow figure fits 330 pixels (a phone,
half a laptop), any other 520.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from reports.words.levels import Level
from reports.words.wording import folded, width, wrapped

__all__ = ["FONT", "TOLD", "Ink", "Key", "Look", "Ready", "enlarged", "ready", "targets"]

FONT = "Noto Sans CJK SC, Microsoft YaHei, PingFang SC, sans-serif"

TOLD = "%{hovertext}<extra></extra>"
"""Hover template of every mark: its own words and nothing of plotly's."""

Key = tuple[str, str, str]
"""One entry of a key: sign, its colour, what it means."""


@dataclass(frozen=True)
class Ink:
    """Colours of everything that is not a level."""

    text: str
    muted: str
    grid: str
    panel: str
    plan: str
    actual: str
    better: str
    worse: str
    verified: str


LIGHT = Ink("#1f2430", "#5d6673", "#dfe3e8", "#ffffff", "#79828f", "#1763b6", "#0f7a5a", "#b4560a", "#8a3ffc")
DARK = Ink("#eef1f5", "#a7b0bc", "#39414d", "#1b2028", "#98a2af", "#6fb1ff", "#4fd6ab", "#ffab5e", "#c39bff")


@dataclass(frozen=True)
class Look:
    """How one figure is to look: `dark` ground, `narrow` layout, and the `note` in its footer."""

    dark: bool = False
    narrow: bool = False
    note: str = ""

    @property
    def ink(self) -> Ink:
        """Colours for this ground."""
        return DARK if self.dark else LIGHT

    @property
    def size(self) -> int:
        """Size of text in pixels: a little larger where a projector may show it."""
        return 12 if self.narrow else 13

    def canvas(
        self, title: str, *, plot: float, subtitle: str = "", left: int = 14, right: int = 14, keys: Sequence[Key] = (),
        axis: int = 30,
    ) -> go.Figure:  # fmt: skip
        """Start an empty figure whose drawing area is `plot` pixels high.

        `keys`: the key between title and drawing; `axis`: pixels below the drawing for ticks and their title. Title,
        subtitle, key and note are annotations of these names: plotly's own title climbs out of the picture with every
        line, and its own legend moves the drawing.
        """
        ink, fig = self.ink, go.Figure()
        title_room, small_room, note_room = (19, 26, 28) if self.narrow else (34, 38, 42)
        blocks = [
            ("title", f"<b>{wrapped(title, title_room)}</b>", self.size + 4, ink.text),
            ("subtitle", wrapped(subtitle, small_room), self.size, ink.muted),
            ("key", _key_text(keys, small_room), self.size, ink.text),
        ]
        heights = [_lines(text) * 1.3 * size + 4 if text else 0 for _, text, size, _ in blocks]
        note = wrapped(self.note, note_room)
        top, bottom = round(sum(heights)) + 14, axis + round(_lines(note) * 1.3 * (self.size - 1)) + 8
        fig.update_layout(
            self._layout(round(plot + top + bottom), margin={"l": left, "r": right, "t": top, "b": bottom})
        )
        place = {"x": 0, "xref": "paper", "xanchor": "left", "xshift": 14 - left, "yref": "paper", "align": "left",
                 "showarrow": False}  # fmt: skip
        for i, (name, text, size, colour) in enumerate(blocks):
            if text:
                fig.add_annotation(text=text, y=1, yanchor="top", yshift=top - 6 - sum(heights[:i]), name=name,
                                   font={"size": size, "color": colour}, **place)  # fmt: skip
        if note:
            fig.add_annotation(text=note, y=0, yanchor="bottom", yshift=2 - bottom, name="note",
                               font={"size": self.size - 1, "color": ink.muted}, **place)  # fmt: skip
        return fig

    def _layout(self, height: int, *, margin: dict) -> dict:
        """Build what is the same for all figures. Nothing zooms: on a phone that only loses the picture.

        The template is empty: everything is said here, and a default one weighs more than most figures.
        """
        ink = self.ink
        axis = {"fixedrange": True, "zeroline": False, "gridcolor": ink.grid, "ticks": "", "showline": False,
                "automargin": False, "tickangle": 0, "tickfont": {"color": ink.muted}}  # fmt: skip
        return {
            "template": go.layout.Template(), "height": height,
            "margin": margin | {"pad": 0, "autoexpand": False}, "autosize": True, "separators": ".,",
            "paper_bgcolor": "rgba(0,0,0,0)", "plot_bgcolor": "rgba(0,0,0,0)", "showlegend": False, "dragmode": False,
            "font": {"family": FONT, "size": self.size, "color": ink.text}, "hovermode": "closest",
            "hoverdistance": 30, "xaxis": axis, "yaxis": axis,
            "hoverlabel": {"bgcolor": ink.panel, "bordercolor": ink.muted, "align": "left", "namelength": 0,
                           "font": {"family": FONT, "size": self.size - 1, "color": ink.text}},
        }  # fmt: skip

    def nothing(self, title: str, *, why: str = "没有可显示的数据") -> go.Figure:
        """Say why there is nothing to see, in a small figure."""
        fig = self.canvas(title, plot=110, axis=4)
        fig.update_xaxes(visible=False, range=[0, 1])
        fig.update_yaxes(visible=False, range=[0, 1])
        fig.add_annotation(
            text=f"○ {wrapped(why, 18)}", x=0.5, y=0.5, showarrow=False, font={"size": 15, "color": self.ink.muted}
        )
        return fig

    def marker(self, level: Level, *, size: float = 12) -> dict:
        """Plotly marker of a level: its shape, its colour, an edge that holds on the ground."""
        edge = level.text(dark=self.dark)
        hollow = level.marker.endswith("open")
        return {
            "symbol": level.marker, "size": size, "color": edge if hollow else level.fill(dark=self.dark),
            "opacity": 1, "line": {"width": 2 if hollow else 1, "color": edge},
        }  # fmt: skip

    def level_keys(self, marks: Iterable[Level]) -> list[Key]:
        """Shape, colour, word and count of every level present, worst first."""
        marks = list(marks)
        worst_first = sorted(set(marks), reverse=True)
        return [(m.shape, self.marker(m)["color"], f"{m.word} {marks.count(m)}") for m in worst_first]

    def told(self, texts: Iterable[str]) -> list[str]:
        """Hover texts folded so that the label fits beside a mark in the middle of a figure."""
        return [folded(text, 13 if self.narrow else 19) for text in texts]


class Ready(go.Figure):
    """A figure that is finished: its plain form is made once, where plotly makes it anew for every viewer."""

    def to_dict(self) -> dict:
        """Return the plain form; who gets it must not change it."""
        if not hasattr(self, "_plain"):
            self._plain = super().to_dict()
        return self._plain


def targets(fig: go.Figure, marks: Iterable[tuple[object, float, str, str]], *, meta: str, size: int) -> None:
    """Places that nobody sees but can point at and click, which plotly offers for markers only. marks: x, y, the key
    that `customdata` holds, the words of the label; `size` in pixels."""
    marks = list(marks)
    fig.add_scatter(
        x=[x for x, _, _, _ in marks], y=[y for _, y, _, _ in marks], mode="markers", meta=meta, showlegend=False,
        marker={"symbol": "square", "size": size, "opacity": 0}, customdata=[[key] for _, _, key, _ in marks],
        hovertext=[said for _, _, _, said in marks], hovertemplate=TOLD,
    )  # fmt: skip


def ready(figure: go.Figure) -> Ready:
    """Finish a figure that many will see and nobody will change.

    >>> figure = go.Figure(go.Scatter(x=[1, 2], y=[3, 4]))
    >>> ready(figure).to_dict()["data"] == figure.to_dict()["data"]
    True
    """
    done = Ready(figure)
    done.to_dict()
    return done


_PIXELS = frozenset("size width height l r t b pad xshift yshift xgap ygap borderwidth standoff ticklen".split())
"""What a figure says in pixels."""


def enlarged(figure: go.Figure, factor: float) -> Ready:
    """The same picture larger or smaller as a whole, as on a screen with other pixels: for a hall, or for print.

    >>> figure = go.Figure(go.Scatter(x=[1, 2], y=[3, 4], marker={"size": 10}), layout={"height": 300})
    >>> larger = enlarged(figure, 1.5)
    >>> larger.layout.height, larger.data[0].marker.size, larger.data[0].x
    (450.0, 15.0, (1, 2))
    """
    plain = figure.to_dict()
    return ready(go.Figure({part: _enlarged(plain[part], factor, top=True) for part in ("data", "layout")}))


def _enlarged(value: object, factor: float, *, top: bool = False) -> object:
    """`top`: of a trace itself, whose width would be one of the data."""
    if isinstance(value, list | tuple):
        return [_enlarged(each, factor, top=top) for each in value]
    if not isinstance(value, dict):
        return value
    return {
        name: _times(inner, factor)
        if name in _PIXELS and not (top and "type" in value and name == "width")
        else _enlarged(inner, factor)
        for name, inner in value.items()
    }


def _times(value: object, factor: float) -> object:
    if isinstance(value, list | tuple):
        return [_times(each, factor) for each in value]
    return value * factor if isinstance(value, int | float) and not isinstance(value, bool) else value


def _lines(text: str) -> int:
    return text.count("<br>") + 1 if text else 0


def _key_text(keys: Sequence[Key], room: float) -> str:
    """Entries of a key, packed into lines of `room` characters."""
    lines: list[str] = []
    left = 0.0
    for sign, colour, name in keys:
        needed = 3 + width(name)
        if needed > left:
            # the gap after the last entry of a line may hang over its end
            lines, left = [*lines, ""], room + 1
        lines[-1] += f'<span style="color:{colour}">{sign}</span> {name}　'
        left -= needed
    return "<br>".join(line.rstrip("　") for line in lines)
