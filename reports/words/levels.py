"""The five levels and 未报: one table of word, shape and colour that every figure and page uses.

Red is praise in this mechanism, so no level is red. Each level differs in word, shape and lightness as well as in
hue: it stays legible in grey print and for colour-blind readers.
"""

from dataclasses import dataclass

import pandas as pd

__all__ = ["EXEMPT", "LEVELS", "UNREPORTED", "Level", "badge", "level_mark"]


@dataclass(frozen=True, order=True)
class Level:
    """One level: number, name in style sheets, word, shape as text, plotly marker, colours on light and dark ground.
    Levels are in the order of their numbers; figures draw them so, the worst on top.

    `fill` colours areas and markers, `text` is the same hue dark (or light) enough to be read as a word. `strength` is
    the opacity of a tile of that level: the worse, the heavier.
    """

    number: int
    code: str
    word: str
    shape: str
    marker: str
    fill_light: str
    fill_dark: str
    text_light: str
    text_dark: str
    strength: float

    def fill(self, *, dark: bool = False) -> str:
        """Colour of areas and markers on a light or dark ground, as #rrggbb."""
        return self.fill_dark if dark else self.fill_light

    def text(self, *, dark: bool = False) -> str:
        """Colour of words on a light or dark ground, as #rrggbb."""
        return self.text_dark if dark else self.text_light


_ROWS = (
    Level(0, "normal", "正常", "●", "circle", "#1b9e77", "#35c99a", "#0f7a5a", "#4fd6ab", 0.10),
    Level(1, "reminder", "提醒", "◆", "diamond", "#2b7bd6", "#62a8ff", "#1f62b0", "#7db8ff", 0.20),
    Level(2, "warning", "预警", "▲", "triangle-up", "#ea7a13", "#ff9c45", "#a9520a", "#ffae66", 0.34),
    Level(3, "yellow", "黄牌", "■", "square", "#f2c200", "#ffd633", "#7d6200", "#ffde59", 0.88),
    Level(4, "interview", "约谈", "✖", "x", "#23262d", "#eceef2", "#23262d", "#f4f5f7", 0.94),
)

UNREPORTED = Level(-1, "unreported", "未报", "○", "circle-open", "#868e99", "#98a1ad", "#5f6771", "#aab2bd", 0.0)

EXEMPT = Level(-2, "exempt", "豁免", "◎", "circle-dot", "#7a6bb0", "#a99bdd", "#5b4d92", "#b8acec", 0.06)

LEVELS: dict[int | None, Level] = {level.number: level for level in _ROWS} | {None: UNREPORTED}
"""Level 0–4, and None for 未报: the one table of words, shapes and colours."""


def level_mark(level: float | None, state: str | None = None) -> Level:
    """Level of a row with `level` 0–4 (NaN: not known) and, for tasks, its `state`.

    未报 is a state of its own, never 正常; but a level that dates alone have earned (overdue) is not hidden by it.

    >>> level_mark(2).word, level_mark(0, "未报").word, level_mark(4, "未报").word, level_mark(float("nan")).word
    ('预警', '未报', '约谈', '未报')
    """
    if pd.isna(level):
        return UNREPORTED
    if state == EXEMPT.word and level < 1:
        return EXEMPT
    return UNREPORTED if state == UNREPORTED.word and level < 1 else LEVELS[int(level)]


def badge(level: float | None, state: str | None = None) -> str:
    """Symbol and word of a level, for text.

    >>> badge(3)
    '■ 黄牌'
    """
    mark = level_mark(level, state)
    return f"{mark.shape} {mark.word}"
