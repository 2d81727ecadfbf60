"""Colours that words and marks have can be told from their ground: WCAG 2.1, 4.5 for text and 3 for marks."""

import re
import tomllib
from pathlib import Path

import pytest

from reports.drawing.canvas import DARK, LIGHT
from reports.words.levels import EXEMPT, LEVELS, UNREPORTED

HOME = Path(__file__).parents[2]
THEME = tomllib.loads((HOME / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"]
STYLE = (HOME / "pages" / "shared" / "browser" / "style.css").read_text(encoding="utf-8")
INKS = {"light": LIGHT, "dark": DARK}
WORDS = ("primaryColor", "textColor", "linkColor", "redColor", "greenColor", "blueColor", "orangeColor", "yellowColor")
MARKS = [*LEVELS.values(), EXEMPT]
PAIRS = re.findall(r"light-dark\((#[0-9a-f]{3,6}), (#[0-9a-f]{3,6})\)", STYLE)


def luminance(colour: str) -> float:
    """Relative luminance of #rgb or #rrggbb."""
    digits = colour.lstrip("#")
    digits = "".join(2 * digit for digit in digits) if len(digits) == 3 else digits
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast of two colours, 1 to 21."""
    low, high = sorted(map(luminance, (one, other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(
    ("one", "other", "ratio"), [("#000000", "#ffffff", 21.0), ("#fff", "#ffffff", 1.0), ("#777777", "#ffffff", 4.48)]
)
def test_contrast_is_what_the_standard_says(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.005)


@pytest.mark.parametrize("ground", ["backgroundColor", "secondaryBackgroundColor"])
@pytest.mark.parametrize("name", WORDS)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_colour_of_the_theme_reads_as_words(theme: str, name: str, ground: str) -> None:
    assert contrast(THEME[theme][name], THEME[theme][ground]) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_words_of_the_menu_read_on_its_ground(theme: str) -> None:
    assert contrast(THEME[theme]["textColor"], THEME[theme]["sidebar"]["backgroundColor"]) >= 4.5


@pytest.mark.parametrize("level", MARKS, ids=lambda level: level.word)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_word_of_a_level_reads_and_the_edge_of_its_mark_is_seen(theme: str, level) -> None:
    ground = THEME[theme]["backgroundColor"]
    assert contrast(level.text(dark=theme == "dark"), ground) >= 4.5  # also the edge of a mark, which is filled paler


@pytest.mark.parametrize("name", ["text", "muted", "actual", "better", "worse", "verified"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_words_and_lines_of_a_figure_read_on_the_page_and_in_a_label(theme: str, name: str) -> None:
    ink = INKS[theme]
    for ground in (THEME[theme]["backgroundColor"], ink.panel):
        assert contrast(getattr(ink, name), ground) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_line_of_the_plan_is_seen(theme: str) -> None:
    assert contrast(INKS[theme].plan, THEME[theme]["backgroundColor"]) >= 3


@pytest.mark.parametrize("pair", sorted({pair for pair in PAIRS if "#fff" not in pair}))
def test_every_colour_of_our_style_reads_on_its_ground(pair: tuple[str, str]) -> None:
    for theme, colour in zip(("light", "dark"), pair, strict=True):
        assert contrast(colour, THEME[theme]["backgroundColor"]) >= 3


@pytest.mark.parametrize("rule", re.findall(r"[^{}]+\{[^{}]*opacity: \.\d+[^{}]*\}", STYLE.split("@media print")[0]))
def test_no_words_are_paler_than_the_ground_allows(rule: str) -> None:
    (share,) = (float(each) for each in re.findall(r"opacity: (\.\d+)", rule))
    for theme in ("light", "dark"):
        words, ground = THEME[theme]["textColor"], THEME[theme]["backgroundColor"]
        mixed = "#" + "".join(
            f"{round(share * int(words[i : i + 2], 16) + (1 - share) * int(ground[i : i + 2], 16)):02x}"
            for i in (1, 3, 5)
        )
        assert contrast(mixed, ground) >= (3 if 'content: "→"' in rule else 4.5)


@pytest.mark.parametrize("level", [*MARKS, UNREPORTED], ids=lambda level: level.word)
def test_a_level_that_is_named_has_the_colours_of_the_table_of_levels(level) -> None:
    told = dict(re.findall(r"\.sgt-at-(\w+) \{ color: (light-dark\([^)]*\))", STYLE))
    plain = level.code == "interview"  # as dark or as light as other words
    assert (level.code in told) != plain
    assert plain or told[level.code] == f"light-dark({level.text()}, {level.text(dark=True)})"
