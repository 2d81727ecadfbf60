"""The mechanism in a browser: a flag is confirmed and stays so, a task is opened from 预警, a rule is only tried."""

import shutil
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page

from tests.browser.person import english, go, settle


def card(page: Page, name: str):
    """The proposal of a flag for somebody, with its answer and reason."""
    return page.get_by_test_id("stHorizontalBlock").filter(has=page.locator(".sgt-flagcard", has_text=name)).first


def test_a_confirmed_flag_is_kept_with_its_reason_for_whoever_looks_next(
    visit: Callable, serve: Callable, demo_store: Path, tmp_path: Path
) -> None:
    store = shutil.copytree(demo_store, tmp_path / "store")
    published = (store / "CURRENT").read_text(encoding="utf-8")
    address = serve(store)
    page = visit(address)
    go(page, "红黄旗", phone=False)
    assert "待确认" in card(page, "区供电局").inner_text()
    card(page, "区供电局").get_by_role("radio", name="确认", exact=True).or_(
        card(page, "区供电局").get_by_role("button", name="确认", exact=True)
    ).click()
    page.get_by_label("统一理由").fill("获得电力全市第一")
    page.get_by_label("经办人").fill("督查室")
    page.get_by_role("button", name="保存决定").click()
    page.get_by_text("已确认 · 理由：获得电力全市第一 · 督查室定").wait_for(timeout=60_000)
    settle(page)
    assert english(page) == set()
    assert (store / "CURRENT").read_text(encoding="utf-8") != published
    other = visit(f"{address}/flags")
    assert "已确认 · 理由：获得电力全市第一 · 督查室定" in card(other, "区供电局").inner_text()
    assert "待确认" in card(other, "区市场监管局").inner_text()


def test_who_must_act_is_on_the_first_screen_and_a_name_opens_the_task(visit: Callable, address: str) -> None:
    for size in ((390, 844), (1366, 768)):
        page = visit(address, size=size)
        go(page, "预警与约谈", phone=size[0] < 640)
        links = page.get_by_test_id("stMain").get_by_test_id("stPageLink")
        where = links.filter(has_text="约谈").first.bounding_box()
        assert where["y"] + where["height"] <= size[1]
    name = links.first.inner_text()
    links.first.locator("a").click()
    settle(page)
    assert page.locator("h1").first.inner_text() == "任务详情"
    assert page.locator("h2").first.inner_text() in name


def test_a_tried_rule_says_that_it_is_tried_and_changes_no_other_page(visit: Callable, address: str) -> None:
    page = visit(address)
    go(page, "预警与约谈", phone=False)
    before = page.locator(".sgt-rungs").inner_text()
    go(page, "规则", phone=False)
    page.get_by_text("逐项改数", exact=True).click()
    settle(page)  # the boxes are drawn anew: what is written before would be lost
    page.get_by_label("黄牌").first.fill("12")
    page.get_by_role("button", name="试算").click()
    page.get_by_text("用这份规则会怎样").wait_for(timeout=60_000)
    settle(page)
    assert "试算，未发布" in page.locator(".js-plotly-plot").inner_text().replace("\n", "")
    assert english(page) == set()
    go(page, "预警与约谈", phone=False)
    assert page.locator(".sgt-rungs").inner_text() == before
