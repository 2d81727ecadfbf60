"""The screen in a hall: it cycles without a hand, shows what its link names, and comes back by itself."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from ledgers.decisions import Decision
from ledgers.publishing import decide
from ledgers.store import Store
from reports.subjects.kiosk import Screen, link_query, token_hash, told_screen
from tests.browser.person import english, settle

HEAD = ".sgt-slidehead b"
SCREEN = Screen("一楼大厅", ("开场", "总体", "红旗", "镇排名"), 2, False, "", date(2099, 12, 31))
INPUTS = "input, textarea, button, a, [role=combobox], [role=button]"
SLOW = 60_000
"""Milliseconds for a first look at a server that has just started."""


@pytest.fixture(scope="module")
def store(demo_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A store of these tests' own."""
    folder = tmp_path_factory.mktemp("kiosk") / "store"
    shutil.copytree(demo_store, folder)
    return Store(folder)


@pytest.fixture(scope="module")
def address(store: Store, servers: Callable) -> Iterator[str]:
    """A server that runs through all of them."""
    with servers(store.path) as address:
        yield address


def keep(store: Store, screen: Screen, token: str) -> Screen:
    """Make a link, or withdraw it."""
    told = Decision(**told_screen(replace(screen, key=token_hash(token))))
    decide(store, [told], by="测试", at=datetime.now(UTC).replace(tzinfo=None))
    return screen


def opened(page: Page, address: str, token: str, *, dark: bool = False) -> Page:
    page.goto(f"{address}/?{link_query(token, dark=dark)}")
    expect(page.locator(".sgt-cover, .sgt-slidehead").first).to_be_visible(timeout=SLOW)
    return page


def test_the_screen_cycles_and_takes_no_input(visit: Callable, address: str, store: Store) -> None:
    keep(store, SCREEN, "轮播")
    page = opened(visit(address), address, "轮播")
    for said in ("总体", "红旗", "镇排名"):
        expect(page.locator(HEAD)).to_have_text(said, timeout=SLOW)
        assert page.get_by_test_id("stMain").locator(INPUTS).locator("visible=true").count() == 0
        assert english(page) == set()
    expect(page.locator(".sgt-cover")).to_be_visible(timeout=SLOW)  # and begins anew
    for hidden in ("stSidebar", "stHeader", "stToolbar"):
        assert page.get_by_test_id(hidden).locator("visible=true").count() == 0
    assert page.outside == []


@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080), (3840, 2160)], ids=["笔记本", "电视", "大屏"])
def test_nothing_needs_scrolling(visit: Callable, address: str, store: Store, size: tuple[int, int]) -> None:
    keep(store, replace(SCREEN, parts=("镇排名",), interval=60, dark=True), f"深色{size}")
    page = opened(visit(address, size=size), address, f"深色{size}", dark=True)
    chart = page.locator(".st-key-slide .js-plotly-plot .main-svg").first
    chart.wait_for(timeout=SLOW)
    settle(page)
    ground = page.get_by_test_id("stApp").evaluate("app => getComputedStyle(app).backgroundColor")
    assert ground == "rgb(18, 22, 28)"  # dark, as the link has it, whatever the machine
    box, bar = chart.bounding_box(), page.locator(".st-key-presenter").bounding_box()
    assert box["width"] >= 0.85 * min(size[0], size[1] * 16 / 9)
    assert box["y"] + box["height"] <= bar["y"] + bar["height"] + 1
    assert bar["x"] + bar["width"] <= size[0]
    assert page.evaluate("document.scrollingElement.scrollHeight <= window.innerHeight")


def test_an_address_without_the_ground_is_put_right(visit: Callable, address: str, store: Store) -> None:
    keep(store, replace(SCREEN, dark=True, interval=60), "手抄")
    page = visit(address)
    page.goto(f"{address}/?kiosk=手抄")
    page.wait_for_url("**embed_options=dark_theme", timeout=SLOW)


def test_it_comes_back_by_itself_after_the_server_was_started_again(
    visit: Callable, store: Store, port: int, servers: Callable
) -> None:
    keep(store, SCREEN, "重启")
    with servers(store.path, port=port) as address:
        page = opened(visit(address), address, "重启")
        expect(page.locator(HEAD)).to_have_text("总体", timeout=SLOW)
    expect(page.locator(".sgt-lost")).to_contain_text("正在重新连接…", timeout=SLOW)
    with servers(store.path, port=port):
        expect(page.locator(".sgt-lost")).to_have_count(0, timeout=SLOW)
        expect(page.locator(HEAD)).to_have_text("红旗", timeout=SLOW)
        expect(page.locator(HEAD)).to_have_text("镇排名", timeout=SLOW)


def test_it_comes_back_by_itself_after_the_network_was_gone(visit: Callable, address: str, store: Store) -> None:
    keep(store, SCREEN, "断网")
    page = opened(visit(address), address, "断网")
    expect(page.locator(HEAD)).to_have_text("总体", timeout=SLOW)
    page.context.set_offline(True)
    expect(page.locator(".sgt-lost")).to_be_visible(timeout=SLOW)
    page.context.set_offline(False)
    expect(page.locator(".sgt-lost")).to_have_count(0, timeout=SLOW)
    expect(page.locator(HEAD)).to_have_text("红旗", timeout=SLOW)


def test_what_is_published_meanwhile_comes_with_the_next_round(visit: Callable, address: str, store: Store) -> None:
    keep(store, SCREEN, "新版")
    before = store.current()
    page = opened(visit(address), address, "新版")
    expect(page.locator(HEAD)).to_have_text("总体", timeout=SLOW)
    keep(store, replace(SCREEN, name="二楼大厅"), "另一块")
    expect(page.locator(HEAD)).to_have_text("红旗", timeout=SLOW)
    expect(page.locator(".sgt-slidefoot")).to_contain_text(before)  # a round is of one version
    expect(page.locator(".sgt-slidefoot")).to_contain_text(store.current(), timeout=SLOW)


def test_a_link_that_does_not_hold_says_so_and_shows_nothing(visit: Callable, address: str, store: Store) -> None:
    keep(store, SCREEN, "撤销")
    page = opened(visit(address), address, "撤销")
    expect(page.locator(HEAD)).to_have_text("总体", timeout=SLOW)
    keep(store, replace(SCREEN, on=False), "撤销")  # while it is shown
    expect(page.locator(".sgt-cover")).to_contain_text("已经撤销", timeout=SLOW)
    assert page.locator(".sgt-slidefoot, .js-plotly-plot").count() == 0
    page.goto(f"{address}/?kiosk=不知道&date=2022-10-31&slide=3")
    page.wait_for_url("**embed_options=light_theme", timeout=SLOW)  # the ground is put right, which loads it once more
    expect(page.locator(".sgt-cover")).to_contain_text("这个链接不存在", timeout=SLOW)
    assert english(page) == set()
