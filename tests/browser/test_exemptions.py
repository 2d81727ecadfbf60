"""豁免与核查 in a browser: an exemption is entered by typing and stays; a finding opens its task and its cell."""

import shutil
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page

from tests.browser.person import english, go, settle


def type_day(page: Page, label: str, digits: str) -> None:
    """Type a day into a date field, as eight digits."""
    page.get_by_test_id("stDateInput").filter(has_text=label).get_by_role("spinbutton").first.click()
    page.keyboard.type(digits)
    page.keyboard.press("Escape")


def choose(page: Page, label: str, text: str) -> None:
    """Choose from a list by typing a part of the name."""
    field = page.get_by_label(label)
    field.click()
    field.fill(text)
    page.get_by_role("option").filter(has_text=text).first.click()
    settle(page)


def test_an_exemption_is_entered_on_the_screen_and_stays_for_whoever_looks_next(
    visit: Callable, serve: Callable, demo_store: Path, tmp_path: Path
) -> None:
    store = shutil.copytree(demo_store, tmp_path / "store")
    published = (store / "CURRENT").read_text(encoding="utf-8")
    address = serve(store)
    page = visit(address)
    go(page, "豁免与核查", phone=False)
    page.locator("summary").filter(has_text="登记一项豁免").click()
    settle(page)  # the field moves while the part unfolds
    choose(page, "任务（可以打字查找）", "广清大道")
    page.get_by_label("事由说明", exact=True).fill("管线迁改受强降雨影响")
    page.get_by_label("批准人", exact=True).fill("区领导01")
    type_day(page, "批准日期", "20221012")
    type_day(page, "豁免至", "20221130")
    page.get_by_label("经办人").fill("督查室")
    page.get_by_role("button", name="登记豁免").click()
    page.locator("summary").filter(has_text="此日尚未录入 1 项").wait_for(timeout=60_000)
    settle(page)
    assert english(page) == set()
    assert (store / "CURRENT").read_text(encoding="utf-8") != published
    other = visit(f"{address}/exemptions")
    other.locator("summary").filter(has_text="此日尚未录入").click()
    said = other.get_by_test_id("stMain").inner_text()
    assert "广清大道清新段路基路面工程" in said
    assert "督查室在屏幕上录入" in said


def test_a_finding_shows_the_row_of_the_original_and_leads_to_its_task(visit: Callable, address: str) -> None:
    page = visit(address)
    go(page, "豁免与核查", phone=False)
    page.locator("summary").filter(has_text="月末突增").click()
    settle(page)
    choose(page, "看哪一条的原件", "区人民医院")
    assert page.locator(".sgt-cells .sgt-hit").count() == 1
    page.get_by_test_id("stPageLink").filter(has_text="区人民医院新院区主体工程").locator("a").click()
    settle(page)
    assert page.locator("h2").first.inner_text() == "区人民医院新院区主体工程"
