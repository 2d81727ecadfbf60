"""From an order to its task to the cell, as a person goes; 项目长 on a phone."""

from collections.abc import Callable

from tests.browser.person import english, go, pick, settle


def test_an_order_leads_to_its_task_and_the_task_to_the_cell(visit: Callable, address: str) -> None:
    page = visit(address)
    go(page, "责任令", phone=False)
    box = page.get_by_test_id("stSelectbox").filter(has_text="看哪一道令").locator("input")
    box.click()
    box.fill("第13号")
    page.get_by_role("option").filter(has_text="第13号").first.click()
    settle(page)
    form = page.locator(".sgt-form").first.inner_text()
    assert "时限 2022年11月30日 → 2022年12月31日" in form
    assert "完成时限由 2022年11月30日 改为 2022年12月31日" in form
    page.get_by_text("各版原文在哪一格").click()
    settle(page)
    marked = page.locator(".sgt-cells .sgt-hit").all_inner_texts()
    assert {"2022-11-30", "2022-12-31"} <= {text[:10] for text in marked}
    link = page.get_by_test_id("stMain").get_by_test_id("stPageLink").filter(has_text="产业园标准厂房二期建设")
    link.locator("a").click()
    settle(page)
    assert page.locator("h1").first.inner_text() == "任务详情"
    page.get_by_test_id("stExpander").filter(has_text="责任令").last.locator("summary").click()
    settle(page)
    assert any("第13号" in text for text in page.locator(".sgt-hit").all_inner_texts())
    assert english(page) == set()


def test_a_leader_is_read_on_a_phone(visit: Callable, address: str) -> None:
    page = visit(address, size=(390, 844))
    page.goto(f"{address}/leaders")  # by its address: the open menu would lie over the page
    settle(page)
    pick(page, "看哪位项目长", "区领导08")
    said = page.get_by_test_id("stMain").inner_text()
    assert "广清大道清新段路基路面工程" in said
    assert "下一个节点" in page.locator(".sgt-table td").nth(4).get_attribute("data-head")
    assert "工作专班" in said
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert english(page) == set()
