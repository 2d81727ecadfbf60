"""Levels: word, shape and colour, told apart without hue."""

import pytest

from reports.words.levels import LEVELS, UNREPORTED, badge, level_mark


def lightness(colour: str) -> float:
    """Relative luminance of #rrggbb."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((lightness(one), lightness(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_words_and_shapes_are_those_of_the_design():
    assert [f"{level.word}{level.shape}" for level in LEVELS.values()] == [
        "正常●", "提醒◆", "预警▲", "黄牌■", "约谈✖", "未报○",
    ]  # fmt: skip


@pytest.mark.parametrize("field", ["word", "shape", "marker", "code", "fill_light", "fill_dark"])
def test_no_two_levels_share(field):
    assert len({getattr(level, field) for level in LEVELS.values()}) == len(LEVELS)


def test_no_level_is_red_for_red_is_praise():
    for level in LEVELS.values():
        for colour in (level.fill_light, level.fill_dark):
            red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
            assert not (red > 150 and green < 90 and blue < 90)


@pytest.mark.parametrize("level", LEVELS.values(), ids=lambda level: level.word)
def test_words_of_a_level_are_readable_on_both_grounds(level):
    assert contrast(level.text(), "#ffffff") >= 4.5
    assert contrast(level.text(dark=True), "#0e1117") >= 4.5


def test_the_gravest_level_is_visible_on_a_dark_ground():
    assert contrast(LEVELS[4].fill(dark=True), "#0e1117") >= 7


@pytest.mark.parametrize(
    ("level", "state", "word"),
    [
        (0, "进行中", "正常"),
        (3, "进行中", "黄牌"),
        (0, "未报", "未报"),  # silence is not good news
        (4, "未报", "约谈"),  # nor does it hide a deadline that has passed
        (float("nan"), None, "未报"),
        (None, "进行中", "未报"),
    ],
)
def test_level_of_a_row(level, state, word):
    assert level_mark(level, state).word == word


def test_a_badge_is_shape_and_word():
    assert badge(None) == f"{UNREPORTED.shape} 未报"
