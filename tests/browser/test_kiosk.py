"""The screen in a hall: it cycles without a hand, shows what its link names, and comes back by itself."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from ledgers.decisions import Decision
from ledgers.publishing import decide
from ledgers.store import Store
from reports.subjects.kiosk import Screen, token_hash, told_screen
from tests.browser.person import english, settle

HEAD = ".sgt-slidehead b"
SCREEN = Screen(
    "一楼大厅", ("开场", "总体", "红旗", "镇排名"), 2, False, "", date(2099, 12, 31), key=token_hash("钥匙")
)
INPUTS = "input, textarea, button, a, [role=combobox], [role=button]"


@pytest.fixture
def store(demo_store: Path, tmp_path: Path) -> Store:
    """A store of the test's own with one link."""
    shutil.copytree(demo_store, tmp_path / "store")
    found = Store(tmp_path / "store")
    keep(found, SCREEN)
    return found


def keep(store: Store, screen: Screen) -> None:
    decide(store, [Decision(**told_screen(screen))], by="测试", at=datetime.now(UTC).replace(tzinfo=None))


def opened(page: Page, address: str, token: str = "钥匙") -> Page:
    page.goto(f"{address}/?kiosk={token}")
    expect(page.locator(".sgt-cover, .sgt-slidehead").first).to_be_visible(timeout=60_000)
    return page


def test_the_screen_cycles_and_takes_no_input(visit: Callable, serve: Callable, store: Store) -> None:
    address = serve(store.path)
    page = opened(visit(address), address)
    for said in ("总体", "红旗", "镇排名"):
        expect(page.locator(HEAD)).to_have_text(said, timeout=20_000)
        assert page.get_by_test_id("stMain").locator(INPUTS).locator("visible=true").count() == 0
        assert english(page) == set()
    expect(page.locator(".sgt-cover")).to_be_visible(timeout=20_000)  # and begins anew
    for hidden in ("stSidebar", "stHeader", "stToolbar"):
        assert page.get_by_test_id(hidden).locator("visible=true").count() == 0
    assert page.outside == []


@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080), (3840, 2160)], ids=["笔记本", "电视", "大屏"])
def test_nothing_needs_scrolling(visit: Callable, serve: Callable, store: Store, size: tuple[int, int]) -> None:
    keep(store, replace(SCREEN, parts=("镇排名",), interval=60, dark=True))
    address = serve(store.path)
    page = opened(visit(address, size=size), address)
    chart = page.locator(".st-key-slide .js-plotly-plot .main-svg").first
    chart.wait_for(timeout=60_000)
    ground = page.get_by_test_id("stApp").evaluate("app => getComputedStyle(app).backgroundColor")
    assert ground == "rgb(18, 22, 28)"  # dark, as the link has it, whatever the machine
    settle(page)
    box, bar = chart.bounding_box(), page.locator(".st-key-presenter").bounding_box()
    assert box["width"] >= 0.85 * min(size[0], size[1] * 16 / 9)
    assert box["y"] + box["height"] <= bar["y"] + bar["height"] + 1
    assert bar["x"] + bar["width"] <= size[0]
    assert page.evaluate("document.scrollingElement.scrollHeight <= window.innerHeight")


def test_it_comes_back_by_itself_after_the_server_was_started_again(
    visit: Callable, store: Store, port: int, servers: Callable
) -> None:
    with servers(store.path, port=port) as address:
        page = opened(visit(address), address)
        expect(page.locator(HEAD)).to_have_text("总体", timeout=20_000)
    expect(page.locator(".sgt-lost")).to_contain_text("正在重新连接…", timeout=20_000)
    with servers(store.path, port=port):
        expect(page.locator(".sgt-lost")).to_have_count(0, timeout=60_000)
        expect(page.locator(HEAD)).to_have_text("红旗", timeout=60_000)
        expect(page.locator(HEAD)).to_have_text("镇排名", timeout=20_000)


def test_it_comes_back_by_itself_after_the_network_was_gone(visit: Callable, serve: Callable, store: Store) -> None:
    address = serve(store.path)
    page = opened(visit(address), address)
    page.context.set_offline(True)
    expect(page.locator(".sgt-lost")).to_be_visible(timeout=20_000)
    page.context.set_offline(False)
    expect(page.locator(".sgt-lost")).to_have_count(0, timeout=60_000)
    expect(page.locator(HEAD)).to_have_text("红旗", timeout=60_000)


def test_what_is_published_meanwhile_comes_with_the_next_round(visit: Callable, serve: Callable, store: Store) -> None:
    address, before = serve(store.path), store.current()
    page = opened(visit(address), address)
    expect(page.locator(HEAD)).to_have_text("总体", timeout=20_000)
    keep(store, replace(SCREEN, name="二楼大厅", key=token_hash("另一把")))
    expect(page.locator(HEAD)).to_have_text("红旗", timeout=20_000)
    expect(page.locator(".sgt-slidefoot")).to_contain_text(before)  # a round is of one version
    expect(page.locator(".sgt-slidefoot")).to_contain_text(store.current(), timeout=30_000)


def test_a_link_that_does_not_hold_says_so_and_shows_nothing(visit: Callable, serve: Callable, store: Store) -> None:
    address = serve(store.path)
    page = opened(visit(address), address)
    expect(page.locator(HEAD)).to_have_text("总体", timeout=20_000)
    keep(store, replace(SCREEN, on=False))  # while it is shown
    expect(page.locator(".sgt-cover")).to_contain_text("已经撤销", timeout=20_000)
    assert page.locator(".sgt-slidefoot, .js-plotly-plot").count() == 0
    page.goto(f"{address}/?kiosk=不知道&date=2022-10-31&slide=3")
    expect(page.locator(".sgt-cover")).to_contain_text("这个链接不存在", timeout=60_000)
    assert english(page) == set()
