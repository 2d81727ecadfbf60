"""走访督查 and 约谈 in a browser: an item is issued, answered and closed; an interview is recorded and stays listed."""

import shutil
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.person import english, go, settle


def card(page: Page, name: str):
    """The card of a 督查 item, or of somebody who must be interviewed."""
    return page.locator(".sgt-cards li", has_text=name).first


def pick(page: Page, label: str, option: str) -> None:
    """Choose one of the options of a list by typing: of a long list only the first options are there."""
    box = page.get_by_test_id("stMain").get_by_label(label, exact=True).first
    box.click()
    box.fill(option)
    page.get_by_role("option", name=option).first.click()


def record(page: Page, step: str, text: str) -> None:
    """Record one step of the item that is chosen."""
    form = page.get_by_test_id("stForm").filter(has_text="登记哪一步")
    form.get_by_role("radio", name=step, exact=True).or_(form.get_by_role("button", name=step, exact=True)).click()
    form.get_by_label("情况").fill(text)
    form.get_by_label("经办人").fill("督查室")
    form.get_by_role("button", name="保存这一步").click()


def test_an_item_is_entered_answered_and_closed_for_whoever_looks_next(
    visit: Callable, serve: Callable, demo_store: Path, tmp_path: Path
) -> None:
    store = shutil.copytree(demo_store, tmp_path / "store")
    address = serve(store)
    page = visit(address)
    go(page, "走访督查", phone=False)
    page.get_by_test_id("stMain").get_by_text("督查", exact=True).first.click()
    settle(page)
    page.get_by_text("登记新的督查事项").click()
    page.get_by_label("督查事项", exact=True).first.fill("冬春森林防火责任落实")
    settle(page)
    page.get_by_test_id("stMultiSelect").locator("input").fill("太和")
    page.get_by_role("option", name="太和镇").first.click()
    page.keyboard.press("Escape")
    page.get_by_label("文号", exact=True).fill("演示督〔2022〕13号")
    page.get_by_role("button", name="登记", exact=True).click()
    expect(card(page, "冬春森林防火责任落实")).to_contain_text("待反馈", timeout=60_000)
    settle(page)
    pick(page, "看哪一件", "冬春森林防火责任落实")
    settle(page)
    record(page, "反馈", "已巡查到山头地块")
    expect(card(page, "冬春森林防火责任落实")).to_contain_text("已反馈待核查", timeout=60_000)
    settle(page)
    record(page, "销号", "")
    expect(card(page, "冬春森林防火责任落实")).to_contain_text("已销号", timeout=60_000)
    settle(page)
    assert english(page) == set()
    other = visit(f"{address}/visits?part=督查")
    assert "已销号" in card(other, "冬春森林防火责任落实").inner_text()


def test_an_interview_is_recorded_and_its_subject_stays_on_the_list(
    visit: Callable, serve: Callable, demo_store: Path, tmp_path: Path
) -> None:
    store = shutil.copytree(demo_store, tmp_path / "store")
    address = serve(store)
    page = visit(address)
    go(page, "预警与约谈", phone=False)
    name = "广清大道清新段路基路面工程"
    assert "待约谈" in card(page, name).inner_text()
    page.get_by_text("登记一次约谈").click()
    page.get_by_label("约谈人", exact=True).fill("区领导01")
    page.get_by_label("被约谈人", exact=True).fill("区交通运输局主要负责人")
    page.get_by_label("整改承诺", exact=True).fill("12月10日前路面贯通")
    page.get_by_label("经办人", exact=True).first.fill("督查室")
    page.get_by_role("button", name="保存约谈").click()
    expect(card(page, name)).to_contain_text("已约谈，待降级", timeout=60_000)
    settle(page)
    assert english(page) == set()
    assert "12月10日前路面贯通" in page.get_by_test_id("stMain").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert "已约谈，待降级" in card(visit(f"{address}/alerts"), name).inner_text()
