"""The link of a hall screen: what it may show, how long it holds, what is refused before it is made."""

from dataclasses import replace
from datetime import date

import pytest

from reports.subjects.kiosk import (
    Screen,
    choices,
    first_choice,
    kept_screens,
    refusal,
    refusal_card,
    screen_faults,
    screen_table,
    told_screen,
    way,
)
from reports.subjects.meeting import CHART, COVER, DECIDED, FLAG_SLIDE, UNIT, URGENT, Slide

TODAY = date(2022, 11, 30)
SCREEN = Screen("一楼大厅", ("开场", "红旗"), 20, False, "", TODAY, key="ab")
SHOWN = (
    Slide("开场", "封面", COVER),
    Slide("红旗", "红旗 7 面（1/2）", FLAG_SLIDE, ("红旗", 0)),
    Slide("红旗", "红旗 7 面（2/2）", FLAG_SLIDE, ("红旗", 1)),
    Slide("黄旗", "黄旗 1 面", FLAG_SLIDE, ("黄旗", 0)),
    Slide("镇排名", "镇名次", CHART, ("standing", "镇")),
    Slide("需要决定", "需要决定的任务", URGENT, (0,)),
    Slide("议定", "议定事项", DECIDED),
    Slide("镇", "浸潭镇", UNIT, ("浸潭镇",), annex=True),
)


def test_a_hall_may_see_the_agenda_but_no_form_and_no_page_of_a_unit() -> None:
    assert choices(SHOWN) == ["开场", "红旗", "黄旗", "镇排名", "需要决定"]


def test_who_is_behind_is_shown_only_when_somebody_chooses_it() -> None:
    assert first_choice(SHOWN) == ["开场", "红旗", "镇排名"]


@pytest.mark.parametrize(("parts", "titles"), [
    (("红旗",), ["红旗 7 面（1/2）", "红旗 7 面（2/2）"]),
    (("镇排名", "开场"), ["封面", "镇名次"]),  # in the order of the agenda
    (("议定", "镇"), []),  # whatever a link says
    (("没有的",), []),
])  # fmt: skip
def test_a_screen_shows_what_its_link_names_and_nothing_else(parts: tuple, titles: list[str]) -> None:
    assert [slide.title for slide in way(SHOWN, replace(SCREEN, parts=parts))] == titles


@pytest.mark.parametrize(("screen", "said"), [
    (SCREEN, None),  # the last day is a day on which it holds
    (replace(SCREEN, until=date(2022, 11, 29)), "“一楼大厅”的链接已于2022年11月29日到期"),
    (replace(SCREEN, on=False), "“一楼大厅”的链接已经撤销"),
    (replace(SCREEN, on=False, until=date(2022, 1, 1)), "已经撤销"),
    (None, "这个链接不存在"),
])  # fmt: skip
def test_a_link_that_does_not_hold_says_why(screen: Screen | None, said: str | None) -> None:
    found = refusal(screen, today=TODAY)
    assert (found is None) == (said is None)
    assert said is None or said in found


def test_what_is_kept_is_what_was_said() -> None:
    for screen in (SCREEN, replace(SCREEN, on=False, dark=True, period="2022-10")):
        assert kept_screens([told_screen(screen)]) == [screen]


@pytest.mark.parametrize(("screen", "known", "fault"), [
    (SCREEN, [], None),
    (replace(SCREEN, name=" "), [], "叫什么"),
    (replace(SCREEN, parts=()), [], "至少选一部分"),
    (replace(SCREEN, until=date(2022, 11, 29)), [], "已经过去"),
    (SCREEN, [SCREEN], "已经有一块正在用的屏"),
    (SCREEN, [replace(SCREEN, on=False)], None),  # a name is free again
])  # fmt: skip
def test_a_link_is_checked_before_it_is_made(screen: Screen, known: list, fault: str | None) -> None:
    faults = screen_faults(screen, known=known, today=TODAY)
    assert [fault in each for each in faults] == ([True] if fault else [])


def test_the_list_begins_with_what_is_in_use() -> None:
    table = screen_table([replace(SCREEN, on=False), replace(SCREEN, name="二楼", period="2022-10")], today=TODAY)
    assert table["大厅屏"].tolist() == ["二楼", "一楼大厅"]
    assert table["状态"].tolist() == ["使用中", "已撤销"]
    assert table["数据"].tolist() == ["2022-10（已冻结）", "最新发布"]


def test_a_hostile_name_stays_a_name() -> None:
    said = refusal(replace(SCREEN, name="<img src=x>", on=False), today=TODAY)
    assert "<img" not in refusal_card(said)
