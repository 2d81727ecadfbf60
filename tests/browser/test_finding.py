"""A leader finds a town by a few letters, pins it, sends the link on, says something about a chart; on the phone too."""

import json
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from ledgers.loading import load
from ledgers.store import Store
from tests.browser.person import english, go, settle
from tests.pages.conftest import ROWS, ledger

expect.set_options(timeout=30_000)  # a page on a busy machine
PHONE = (390, 844)
FINDER, KEEPER = ".finder", ".keeper"


def look_for(page: Page, typed: str) -> None:
    """Type into the box, which a key has opened, and wait for what the server answers."""
    page.keyboard.press("/")
    expect(page.locator(f"{FINDER} input")).to_be_focused()
    page.keyboard.type(typed)
    page.locator(f"{FINDER} li, {FINDER} .said:not([hidden])").first.wait_for()
    settle(page)


def chosen(page: Page, label: str) -> str:
    return page.get_by_test_id("stSelectbox").filter(has_text=label).locator("input").first.input_value()


def test_a_part_of_a_name_leads_to_its_page_with_the_keyboard_alone(visit: Callable, address: str) -> None:
    page = visit(address)
    page.goto(address)
    settle(page)
    look_for(page, "浸潭")
    expect(page.locator(f"{FINDER} li").first).to_contain_text("浸潭镇")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("各镇")
    settle(page)
    assert chosen(page, "看哪个镇") == "浸潭镇"
    look_for(page, "shitan")  # a page that is open already chooses anew; letters that nobody has are said so
    expect(page.locator(f"{FINDER} .said")).to_contain_text("没有找到“shitan”")
    page.keyboard.press("Escape")
    expect(page.locator(f"{FINDER} li")).to_have_count(0)
    look_for(page, "stz")
    page.keyboard.press("Enter")
    settle(page)
    assert chosen(page, "看哪个镇") in {"石潭镇", "山塘镇"}
    assert english(page) == set()
    assert page.outside == []


def test_an_order_a_paper_and_a_task_are_found_by_what_stands_on_the_paper(visit: Callable, address: str) -> None:
    page = visit(address)
    page.goto(address)
    settle(page)
    for typed, title, label, value in [
        ("03 清执令", "责任令", "看哪一道令", "清执令〔2022〕第03号"),
        ("08 清执令", "责任令", "看哪一道令", "清执令〔2022〕第08号"),
        ("演示督 03", "走访督查", "看哪一件", "标准厂房二期用地指标落实"),
        ("人民医院", "任务详情", "任务", "区人民医院新院区主体工程"),
    ]:
        look_for(page, typed)
        page.keyboard.press("Enter")
        expect(page.locator("h1")).to_have_text(title)
        settle(page)
        assert value in chosen(page, label)


def test_a_hand_that_is_faster_than_the_answer_still_arrives(visit: Callable, address: str) -> None:
    page = visit(address)
    page.goto(address)
    settle(page)
    page.keyboard.press("/")
    page.keyboard.type("三坑镇")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("各镇")


def test_on_a_phone_the_menu_closes_over_what_was_found(visit: Callable, address: str) -> None:
    page = visit(address, size=PHONE)
    page.goto(address)
    settle(page)
    page.get_by_test_id("stExpandSidebarButton").click()
    field = page.locator(f"{FINDER} input")
    field.click()
    page.keyboard.type("三坎镇")
    expect(page.locator(f"{FINDER} .said")).to_contain_text("写法相近的有")
    page.locator(f"{FINDER} li a").first.click()
    expect(page.locator("h1")).to_have_text("各镇")
    settle(page)
    expect(field).not_to_be_in_viewport()
    assert chosen(page, "看哪个镇") == "三坑镇"
    expect(page.get_by_test_id("stSelectbox").filter(has_text="看哪个镇")).to_be_in_viewport()
    assert page.evaluate("document.scrollingElement.scrollWidth <= window.innerWidth")


def test_a_favourite_survives_a_reload_and_says_when_its_thing_is_gone(visit: Callable, address: str) -> None:
    page = visit(address)
    page.goto(f"{address}/towns?unit_镇=石潭镇")
    settle(page)
    page.get_by_role("button", name="收藏本页").click()
    expect(page.locator(f"{KEEPER} li b")).to_have_text("石潭镇")
    gone = {"page": "task", "chosen": {"task": "000000000000"}, "name": "取消了的任务"}
    page.evaluate(
        "(gone) => { const all = JSON.parse(localStorage.getItem('shigongtu-favourites'));"
        " localStorage.setItem('shigongtu-favourites', JSON.stringify([...all, JSON.parse(gone)])); }",
        json.dumps(gone),
    )
    page.goto(address)
    settle(page)
    expect(page.locator(f"{KEEPER} li")).to_have_count(2)
    expect(page.locator(f"{KEEPER} li.gone")).to_contain_text("现在的台账里没有了")
    expect(page.locator(".st-key-favourite_links a")).to_have_count(1)
    page.locator(".st-key-favourite_links a").click()
    expect(page.locator("h1")).to_have_text("各镇")
    settle(page)
    assert chosen(page, "看哪个镇") == "石潭镇"
    page.get_by_role("button", name="取消收藏：取消了的任务").click()
    expect(page.locator(f"{KEEPER} li")).to_have_count(1)


# --- on a store that changes -----------------------------------------------------------------------------------------


def take_in(store: Path, rows: tuple, *, at: datetime) -> str:
    """Publish a ledger; return the version."""
    load([(f"任务榜台账{at:%d}.xlsx", ledger(rows))], store=Store(store), by="测试", today=date(2022, 11, 1), at=at)
    return Store(store).current()


@pytest.fixture
def small(tmp_path: Path, serve: Callable) -> tuple[Path, str]:
    """A store of three tasks and where it is served."""
    take_in(tmp_path / "store", ROWS, at=datetime(2022, 11, 1, 9))
    return tmp_path / "store", serve(tmp_path / "store")


def copied(page: Page) -> str:
    """Press 复制链接 and return what a person would paste."""
    page.evaluate("document.addEventListener('copy', () => { window.taken = String(document.getSelection()); })")
    page.evaluate(
        "navigator.clipboard.writeText = (text) => { window.taken = text; return Promise.resolve(); }",
    )
    page.get_by_role("button", name="复制链接").click()
    expect(page.locator(f"{KEEPER} .said")).to_contain_text("链接已复制")
    return page.evaluate("window.taken")


def test_a_copied_link_shows_the_same_to_another_after_a_newer_version(
    visit: Callable, small: tuple[Path, str]
) -> None:
    store, address = small
    first = visit(address)
    first.goto(f"{address}/board")
    settle(first)
    first.get_by_role("radio", name="攻城拔寨").click()
    settle(first)
    link = copied(first)
    take_in(store, (ROWS[0], (*ROWS[1][:-1], 35), ROWS[2]), at=datetime(2022, 11, 2, 9))
    other = visit(address)
    other.goto(link)
    settle(other)
    expect(other.locator(".st-key-old_version")).to_contain_text("正在看旧版，只能看、不能改")
    expect(other.get_by_role("radio", name="攻城拔寨")).to_be_checked()
    go(other, "各镇", phone=False)
    expect(other.locator(".st-key-old_version")).to_be_visible()
    other.get_by_role("button", name="回到最新版本").click()
    settle(other)
    expect(other.locator(".st-key-old_version")).to_have_count(0)


def test_a_remark_goes_stale_when_the_ledger_says_something_else(visit: Callable, small: tuple[Path, str]) -> None:
    store, address = small
    page = visit(address)
    page.goto(f"{address}/board")
    settle(page)
    page.get_by_role("button", name="点评").first.click()
    settle(page)
    page.get_by_role("textbox", name="点评", exact=True).fill("<b>慢了</b>，月底补上")
    page.get_by_label("点评人").fill("王区长")
    page.get_by_role("button", name="记下").click()
    remark = page.locator(".sgt-remarks li").first
    expect(remark).to_contain_text("<b>慢了</b>，月底补上")
    expect(remark).not_to_contain_text("数字已变")
    take_in(store, (ROWS[0], (*ROWS[1][:-1], 35), ROWS[2]), at=datetime(2022, 11, 2, 9))
    phone = visit(address, size=PHONE, dark=True)
    phone.goto(f"{address}/board")
    settle(phone)
    expect(phone.locator(".sgt-remarks li").first).to_contain_text("数字已变")
    assert phone.evaluate("document.scrollingElement.scrollWidth <= window.innerWidth")
    assert english(phone) == set()
