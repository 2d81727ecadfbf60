"""Every page opened as a person would, at three sizes: it shows, it fits, it speaks Chinese, it calls nobody outside."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.access import barriers
from tests.browser.person import call, english, go

FITS = """
() => {
  const main = document.querySelector('[data-testid="stMain"]');
  return document.documentElement.scrollWidth <= window.innerWidth && main.scrollWidth <= main.clientWidth;
}
"""
"""Neither the window nor the part of it that scrolls is wider than the screen."""

PAGES = {
    "总览": "",
    "任务榜": "board",
    "亮点牌": "brands",
    "责任令": "orders",
    "项目长": "leaders",
    "各镇": "towns",
    "各部门": "departments",
    "任务详情": "task",
    "指标": "indicators",
    "会议": "meeting",
    "预警与约谈": "alerts",
    "预警成效": "hindsight",
    "红黄旗": "flags",
    "加扣分": "points",
    "豁免与核查": "exemptions",
    "规则": "rules",
    "走访督查": "visits",
    "报送": "discipline",
    "考察材料": "evidence",
    "台账导入": "intake",
    "周期": "periods",
    "文档": "documents",
    "版本": "versions",
}
SIZES = {"手机": (390, 844), "笔记本": (1366, 768), "大屏": (1920, 1080)}
CHARTS = {
    "会议": 0,
    "指标": 5,
    "总览": 4,
    "任务榜": 3,
    "亮点牌": 1,
    "责任令": 0,
    "项目长": 1,
    "各镇": 3,
    "各部门": 3,
    "任务详情": 2,
    "预警与约谈": 1,
    "预警成效": 4,
    "红黄旗": 1,
    "加扣分": 1,
    "豁免与核查": 0,
    "规则": 0,
    "走访督查": 2,
    "报送": 0,
    "考察材料": 0,
    "台账导入": 0,
    "周期": 0,
    "文档": 0,
    "版本": 0,
}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("title", PAGES)
def test_a_page_shows_fits_speaks_chinese_calls_nobody_and_shuts_nobody_out(
    window: Callable, address: str, title: str, size: str
) -> None:
    page = window(SIZES[size])
    if page.url == "about:blank":
        call(page, address)
    if size == "笔记本":  # a visit of its own for every page
        call(page, f"{address}/{PAGES[title]}")
    else:  # one visit for all
        go(page, title, phone=size == "手机")
    assert page.locator("h1").first.inner_text() == title
    assert page.get_by_test_id("stException").count() == 0
    drawn = page.locator(".js-plotly-plot .main-svg")
    if CHARTS[title]:
        drawn.nth(CHARTS[title] - 1).wait_for(state="attached")
    assert drawn.count() >= CHARTS[title]
    assert page.evaluate(FITS)
    assert english(page) == set()
    asked, page.outside = page.outside, []  # what comes later is held against the next page
    assert asked == []
    if size == "笔记本":
        assert barriers(page) == []


def test_a_dark_screen_shows_the_same_charts(visit: Callable, address: str) -> None:
    page = visit(address, dark=True)
    assert page.evaluate("getComputedStyle(document.querySelector('.stApp')).backgroundColor") != "rgb(255, 255, 255)"
    assert page.locator(".js-plotly-plot .main-svg").count() >= CHARTS["总览"]


def test_the_data_date_is_in_the_address_and_goes_from_page_to_page(visit: Callable, address: str) -> None:
    page = visit(f"{address}/?date=2022-10-31")
    assert "数据日期 2022-10-31" in page.locator(".js-plotly-plot").first.inner_text()
    go(page, "各镇", phone=False)
    assert "date=2022-10-31" in page.url
    assert "数据日期 2022-10-31" in page.locator(".js-plotly-plot").first.inner_text()


def first_visit(page: Page, address: str, slug: str) -> None:
    """The first visit that a server ever gets, past the front door, shows no page of its own."""
    call(page, f"{address}/{slug}")
    assert page.locator("h1").first.inner_text() in {"总览", *PAGES}
    assert page.get_by_test_id("stSidebarNavLink").count() == len(PAGES)


@pytest.mark.parametrize("slug", ["", "towns", "documents"])
def test_an_empty_store_says_what_to_do_to_the_first_who_comes(
    window: Callable, serve: Callable, tmp_path: Path, port: int, slug: str
) -> None:
    page = window((1366, 769))
    first_visit(page, serve(tmp_path / "store", port), slug)
    says_what_to_do(page)
    page.goto("about:blank")  # nobody asks for the server that is about to end


def test_an_empty_store_says_what_to_do_whatever_the_page(window: Callable, serve: Callable, tmp_path: Path) -> None:
    page = call(window((1366, 769)), serve(tmp_path / "store"))
    for title in PAGES:
        go(page, title, phone=False)
        says_what_to_do(page)
    page.goto("about:blank")


def says_what_to_do(page: Page) -> None:
    assert "台账" in page.get_by_test_id("stMain").inner_text()
    assert page.get_by_test_id("stException").count() == 0
    assert english(page) == set()


def test_a_first_visit_past_the_front_door_shows_the_district(
    window: Callable, serve: Callable, demo_store: Path, port: int
) -> None:
    first_visit(window((1366, 769)), serve(demo_store, port), "task")
