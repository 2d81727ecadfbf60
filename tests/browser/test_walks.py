"""What people come for, as they do it: at a desk with the mouse, in a meeting with the keyboard, on a phone by touch.

Each walk counts its own clicks and ends where the answer is; nothing on the way leaves the host or speaks English.
"""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.person import call, english, settle

PHONE = {"size": (390, 844), "touch": True}
WORST = "浸潭镇"
"""The last town of the demo district, which lies behind the others on every board."""


class Hand:
    """A mouse or a finger: what it presses is counted."""

    def __init__(self, page: Page, *, touch: bool) -> None:
        self.page, self.touch, self.pressed = page, touch, 0

    def press(self, what: Locator, *, counted: bool = True) -> None:
        self.pressed += counted
        what.scroll_into_view_if_needed()
        what.tap() if self.touch else what.click()

    def menu(self, title: str) -> None:
        """Choose a page; that the menu must be opened first on a phone is part of its nature, not of ours."""
        opener = self.page.get_by_test_id("stExpandSidebarButton")
        if self.touch and opener.is_visible():
            self.press(opener, counted=False)
        self.press(self.page.get_by_test_id("stSidebarNavLink").filter(has_text=title).first)
        settle(self.page)


@pytest.fixture(params=["桌面", "手机"])
def hand(request: pytest.FixtureRequest, visit: Callable, address: str) -> Hand:
    """Somebody on 总览, at a desk or with a phone."""
    touch = request.param == "手机"
    return Hand(visit(f"{address}/?date=2022-11-30", **(PHONE if touch else {})), touch=touch)


def well(page: Page) -> None:
    """Nothing left the host, nothing speaks English."""
    assert page.outside == []
    assert english(page) == set()


def test_the_worst_town_is_found_in_three_clicks(hand: Hand) -> None:
    page = hand.page
    hand.menu("各镇")
    hand.press(page.get_by_test_id("stSelectbox").filter(has_text="看哪个镇").locator("input").first)
    towns = page.get_by_role("option")
    expect(towns.last).to_have_text(WORST)  # listed by place: the last one is at the end
    hand.press(towns.last)
    settle(page)
    expect(page.get_by_text("失分最多的任务")).to_be_visible()
    expect(page.get_by_text(f"{WORST}承担的")).to_be_visible()
    assert hand.pressed == 3
    well(page)


def test_a_number_is_followed_to_its_cell_in_three_clicks(hand: Hand) -> None:
    page = hand.page
    hand.press(page.get_by_test_id("stMain").get_by_test_id("stPageLink").locator("a").first)
    settle(page)
    expect(page.get_by_text("每个数字从哪里来")).to_be_visible()
    hand.press(page.get_by_test_id("stExpander").filter(has_text="实际进度").locator("summary").first)
    settle(page)
    marked = page.locator(".sgt-cells .sgt-hit").first
    expect(marked).to_be_visible(timeout=60_000)
    expect(page.get_by_test_id("stMain")).to_contain_text("原件 ")
    assert hand.pressed <= 3
    well(page)


def test_october_is_presented_with_the_keyboard_only(visit: Callable, address: str) -> None:
    page = visit(f"{address}/?date=2022-10-31")
    call(page, f"{address}/meeting?date=2022-10-31")
    for _ in range(120):  # as far as the button, whatever stands before it
        if page.locator("button:focus", has_text="开始放映").count():
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    settle(page)
    expect(page.locator(".sgt-cover")).to_contain_text("2022年10月")
    for _ in range(3):
        page.keyboard.press("ArrowRight")
        settle(page)
    expect(page.locator(".sgt-slidehead b")).to_have_text("黄旗")
    page.keyboard.press("/")
    page.keyboard.type(WORST)
    page.keyboard.press("Enter")
    expect(page.locator(".sgt-slidehead span")).to_have_text(WORST)
    settle(page)
    well(page)
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".sgt-slidehead b")).to_have_text("黄旗")
    page.keyboard.press("Escape")
    expect(page.locator("h1")).to_have_text("会议")


def test_a_meeting_is_held_from_a_phone(visit: Callable, address: str) -> None:
    page = visit(f"{address}/?date=2022-10-31", **PHONE)
    call(page, f"{address}/meeting?date=2022-10-31")
    hand = Hand(page, touch=True)
    hand.press(page.get_by_role("button", name="开始放映"))
    expect(page.locator(".sgt-cover")).to_contain_text("2022年10月", timeout=60_000)
    hand.press(page.get_by_role("button", name="下一页"))
    expect(page.locator(".sgt-slidehead b")).to_have_text("总体")
    hand.press(page.get_by_role("button", name="跳转"))
    page.get_by_label("输入单位名或页号").fill(WORST)
    hand.press(page.locator(".sgt-jump li").first)
    expect(page.locator(".sgt-slidehead span")).to_have_text(WORST)
    settle(page)
    well(page)
