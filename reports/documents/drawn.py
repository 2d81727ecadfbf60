"""A printed sheet as a list of drawn things, rectangles, lines, shapes, words in millimetres; typst prints them.

Words are handed over as data and set as they are: nothing in a ledger can become a command of the typesetter.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import typst

from reports.documents.decktext import clean
from reports.words.levels import Level
from reports.words.wording import shortened, width

__all__ = ["FACES", "Sheet", "printed"]

FACES = ("Noto Sans CJK SC", "Microsoft YaHei", "Source Han Sans SC", "PingFang SC", "WenQuanYi Micro Hei", "SimHei")
"""Fonts without serifs, the first that the machine has; the others lend what it lacks."""
_TEMPLATE = Path(__file__).with_name("wallchart.typ")
_MM_A_POINT = 25.4 / 72


@dataclass
class Sheet:
    """A sheet that is being drawn; sizes of words in points, all else in millimetres."""

    wide: float
    high: float
    items: list[dict] = field(default_factory=list)

    def rect(self, x: float, y: float, w: float, *, h: float, **look: object) -> None:
        """A rectangle; look: fill, pen, thick, dash, round."""
        self._add("rect", x, y, w=max(w, 0.0), h=h, **look)

    def line(self, x: float, y: float, *, w: float = 0.0, h: float = 0.0, **look: object) -> None:
        """A line from a point, so far across and down."""
        self._add("line", x, y, w=w, h=h, **look)

    def text(
        self, x: float, y: float, w: float, *, h: float, words: object, size: float, ink: str = "#1f2430",
        side: str = "l", bold: bool = False, smallest: float | None = None,
    ) -> None:  # fmt: skip
        """Words on one line, smaller down to `smallest` and then cut where the room does not hold them."""
        said, least = clean(words), smallest or size
        while size > least and width(said) * size * _MM_A_POINT > w:
            size -= 0.5
        room = w / (size * _MM_A_POINT)
        said = said if width(said) <= room else shortened(said, max(1.0, room - 1)).replace("＜", "<")
        self._add("text", x, y, w=w, h=h, words=said, size=size, ink=ink, side=side, bold=bold)

    def mark(self, level: Level, x: float, y: float, *, r: float) -> None:
        """The shape of a level around a point: the same shapes as on the screen, drawn, not set."""
        fill, pen = level.fill(), level.text()
        hollow = level.marker.startswith("circle-")
        if level.marker.startswith("circle"):
            self._add(
                "circle", x, y, r=r, fill="#ffffff" if hollow else fill, pen=pen, thick=r * 0.22 if hollow else 0.25
            )
            if level.marker == "circle-dot":
                self._add("circle", x, y, r=r * 0.4, fill=pen)
            return
        self.shape(_SHAPES[level.marker], x, y, r=r, fill=fill, pen=pen, thick=0.25)

    def shape(self, points: Sequence[tuple[float, float]], x: float, y: float, *, r: float, **look: object) -> None:
        """A polygon of points of a unit circle around a point."""
        self._add("polygon", x, y, points=[[px * r, py * r] for px, py in points], **look)

    def disc(self, x: float, y: float, *, r: float, **look: object) -> None:
        """A circle around a point."""
        self._add("circle", x, y, r=r, **look)

    def _add(self, kind: str, x: float, y: float, **more: object) -> None:
        told = {name: round(value, 4) if isinstance(value, float) else value for name, value in more.items()}
        self.items.append({"kind": kind, "x": round(x, 4), "y": round(y, 4)} | told)

    def scaled(self, factor: float) -> "Sheet":
        """The same sheet on other paper."""
        return Sheet(self.wide * factor, self.high * factor, [_scaled(item, factor) for item in self.items])


_CROSS = ((0.35, 0), (1, 0.65), (0.65, 1), (0, 0.35), (-0.65, 1), (-1, 0.65), (-0.35, 0), (-1, -0.65), (-0.65, -1),
          (0, -0.35), (0.65, -1), (1, -0.65))  # fmt: skip
_SHAPES = {
    "diamond": ((0, -1.15), (1.15, 0), (0, 1.15), (-1.15, 0)), "triangle-up": ((0, -1.1), (1.05, 0.85), (-1.05, 0.85)),
    "square": ((-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)), "x": _CROSS,
}  # fmt: skip
_LENGTHS = frozenset({"x", "y", "w", "h", "r", "thick", "size", "round"})


def _scaled(item: dict, factor: float) -> dict:
    told = {name: value * factor if name in _LENGTHS else value for name, value in item.items()}
    if "points" in told:
        told["points"] = [[x * factor, y * factor] for x, y in told["points"]]
    return told


def printed(sheet: Sheet, *, title: str, keywords: str, faces: Sequence[str] = FACES) -> bytes:
    """The sheet as a PDF: vectors and text, no pictures; the same sheet gives the same bytes."""
    told = {"wide": sheet.wide, "high": sheet.high, "items": sheet.items, "fonts": list(faces), "title": clean(title),
            "keywords": clean(keywords)}  # fmt: skip
    data = json.dumps(told, ensure_ascii=False)
    return typst.compile(_TEMPLATE.read_bytes(), sys_inputs={"data": data}, format="pdf", timestamp=0)
