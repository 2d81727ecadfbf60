"""A meeting with the keyboard alone: through the agenda, to a town by its name, and out again; on small and large walls."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.person import english, settle

HEAD = ".sgt-slidehead b"


def start(page: Page, address: str) -> Page:
    """Begin the meeting of October."""
    page.goto(f"{address}/meeting?date=2022-10-31")
    settle(page)
    page.get_by_role("button", name="开始放映").click()
    settle(page)
    return page


def test_a_meeting_is_held_with_the_keyboard_alone(visit: Callable, address: str) -> None:
    page = start(visit(address), address)
    expect(page.locator(".sgt-cover")).to_contain_text("2022年10月")
    expect(page.get_by_test_id("stSidebar")).to_be_hidden()
    parts = []
    for _ in range(40):
        page.keyboard.press("PageDown")
        settle(page)
        said = page.locator(HEAD).inner_text()
        parts += [said] if said not in parts else []
        if said == "议定":
            break
    assert parts[:3] == ["总体", "红旗", "黄旗"]
    assert parts[3:6] == ["重要改革", "攻城拔寨", "底线必保"]
    assert parts[-4:] == ["镇排名", "部门排名", "需要决定", "议定"]
    assert english(page) == set()
    page.keyboard.press("Home")
    expect(page.locator(".sgt-cover")).to_be_visible()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")  # twice at once is two slides on
    expect(page.locator(HEAD)).to_have_text("红旗")
    page.keyboard.press("/")
    page.keyboard.type("浸潭")
    expect(page.locator(".sgt-jump li")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.locator(".sgt-slidehead span")).to_have_text("浸潭镇")
    page.keyboard.press("ArrowLeft")  # back to where the way was left
    expect(page.locator(HEAD)).to_have_text("红旗")
    assert page.outside == []


def test_the_wall_goes_blank_a_reload_goes_on_and_escape_ends_it(visit: Callable, address: str) -> None:
    page = start(visit(address), address)
    page.keyboard.press("ArrowRight")
    expect(page.locator(HEAD)).to_have_text("总体")
    page.keyboard.press("b")
    expect(page.locator(".sgt-blank")).to_be_visible()
    page.keyboard.press("b")
    expect(page.locator(".sgt-blank")).to_have_count(0)
    page.reload()
    settle(page)
    expect(page.locator(HEAD)).to_have_text("总体")
    page.keyboard.press("Escape")
    expect(page.locator("h1")).to_have_text("会议")


@pytest.mark.parametrize("size", [(1366, 768), (1024, 768), (3840, 2160)], ids=["笔记本", "老投影", "大屏"])
def test_no_slide_needs_scrolling_on_any_wall(visit: Callable, address: str, size: tuple[int, int]) -> None:
    page = start(visit(address, size=size), address)
    for name in ("部门排名", "攻城拔寨", "浸潭镇"):
        page.keyboard.press("/")
        page.keyboard.type(name)
        page.keyboard.press("Enter")
        settle(page)
        chart = page.locator(".st-key-slide .js-plotly-plot .main-svg").first
        chart.wait_for()
        box, foot = chart.bounding_box(), page.locator(".st-key-presenter").bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= size[0] + 1
        assert box["y"] + box["height"] <= foot["y"] + foot["height"] + 1
        assert box["width"] >= 0.85 * min(size[0], size[1] * 16 / 9)
    assert page.evaluate("document.scrollingElement.scrollHeight <= window.innerHeight")


def test_a_carousel_goes_on_by_itself_and_stops_when_asked(visit: Callable, address: str) -> None:
    page = visit(address)
    page.goto(f"{address}/meeting?date=2022-10-31&slide=2&interval=10")
    settle(page)
    expect(page.locator(HEAD)).to_have_text("总体")
    expect(page.locator(HEAD)).to_have_text("红旗", timeout=20_000)
    page.keyboard.press("p")
    expect(page.locator(".carousel")).to_have_text("继续轮播")
