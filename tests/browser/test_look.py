"""How pages look and read beyond what they say: nothing jumps, a sheet of paper is clean, nobody is shut out."""

import re
from collections.abc import Callable
from pathlib import Path

import pdfplumber
import pytest
from playwright.sync_api import expect

from tests.browser.person import call, english, settle
from tests.browser.test_screens import CHARTS, PAGES, SIZES

WATCH = """
window.shifts = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifts += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""
DRAWN = """
window.drawn = [];
new MutationObserver(() => {
  const count = document.querySelectorAll(".js-plotly-plot:has(.main-svg)").length;
  if (count !== (window.drawn.at(-1) ?? 0)) window.drawn.push(count);
}).observe(document, { subtree: true, childList: true });
"""
STILL = 0.1
"""Above this a page jumps (Web Vitals)."""

LAST = "() => Math.max(...[...document.querySelectorAll('.sgt-front, .st-key-front_behind, .st-key-front_decide')]"
LAST += ".map((part) => part.getBoundingClientRect().bottom))"

SAME = str.maketrans("⻚⻩⻋⻓⻔⻛⻢⻬", "页黄车长门风马齐")
"""Fonts give some characters the code of their radical."""

PRINTED = {"总览": "要决定", "任务榜": "三类任务", "各镇": "最终得分", "任务详情": "责任令", "红黄旗": "黄旗"}


@pytest.mark.parametrize("size", ["手机", "笔记本"])
@pytest.mark.parametrize("title", ["总览", "各镇", "任务榜"])
def test_nothing_jumps_once_it_can_be_read(visit: Callable, address: str, title: str, size: str) -> None:
    page = visit(f"{address}/", size=SIZES[size])
    page.add_init_script(WATCH)
    call(page, f"{address}/{PAGES[title]}")
    assert page.evaluate("window.shifts") < STILL


def test_the_first_chart_stands_before_the_others_are_drawn(window: Callable, address: str) -> None:
    page = window((1366, 771))
    page.add_init_script(DRAWN)
    call(page, address)
    assert page.evaluate("window.drawn") == [1, 2, 3, 4]
    assert CHARTS["总览"] == 4


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("size", ["手机", "笔记本"])
def test_what_changed_who_is_behind_and_what_to_decide_need_no_scrolling(
    visit: Callable, address: str, size: str, dark: bool
) -> None:
    page = visit(f"{address}/", size=SIZES[size], dark=dark)
    assert page.evaluate(LAST) <= SIZES[size][1]
    assert page.locator(".st-key-front_behind a").count() == 5
    assert 1 <= page.locator(".st-key-front_decide a").count() <= 6


def test_on_a_phone_the_menu_and_the_exports_are_both_in_reach_beside_the_title(visit: Callable, address: str) -> None:
    page = visit(f"{address}/", size=SIZES["手机"], touch=True)
    menu, title, export = (page.locator(what).first.bounding_box() for what in (
        '[data-testid="stExpandSidebarButton"]', "h1 span", ".st-key-export button"))  # fmt: skip
    assert menu["x"] + menu["width"] < title["x"]
    assert title["x"] + title["width"] < export["x"]
    assert title["y"] < menu["y"] + menu["height"] / 2 < title["y"] + title["height"]
    page.locator(".st-key-export button").tap(timeout=5000)
    expect(page.get_by_test_id("stPopoverBody")).to_contain_text("本页表格")
    page.keyboard.press("Escape")
    page.get_by_test_id("stExpandSidebarButton").tap(timeout=5000)
    expect(page.locator(".finder input")).to_be_in_viewport()


def test_what_waits_leads_to_where_it_is_decided(visit: Callable, address: str) -> None:
    page = visit(f"{address}/?date=2022-10-31")
    page.locator(".st-key-front_decide a").filter(has_text="待约谈").click()
    settle(page)
    assert page.locator("h1").first.inner_text() == "预警与约谈"
    assert "date=2022-10-31" in page.url


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("title", PRINTED)
def test_a_page_prints_whole_and_without_what_is_clicked(
    visit: Callable, address: str, title: str, dark: bool, tmp_path: Path
) -> None:
    page = visit(f"{address}/{PAGES[title]}", dark=dark)
    charts = page.locator(".js-plotly-plot")
    before = charts.first.bounding_box()["width"]
    page.pdf(path=tmp_path / "page.pdf", prefer_css_page_size=True, print_background=True)
    with pdfplumber.open(tmp_path / "page.pdf") as paper:
        assert {(round(sheet.width), round(sheet.height)) for sheet in paper.pages} == {(595, 842)}
        said = [sheet.extract_text().translate(SAME) for sheet in paper.pages]
        edges = [(word["x1"], word["doctop"]) for sheet in paper.pages for word in sheet.extract_words()]
    assert all(part in "".join(said).replace("\n", "") for part in (title, "2022", "版本", PRINTED[title]))
    assert all(text.strip().endswith(f"第 {i} 页，共 {len(said)} 页") for i, text in enumerate(said, 1))
    assert not any(word in "".join(said) for word in ("跳到正文", "保存决定", "台账导入"))
    assert max(edge for edge, _ in edges) <= 595 - 30
    page.wait_for_timeout(300)
    assert charts.first.bounding_box()["width"] == before  # on the screen it is what it was


def test_every_link_of_the_first_screen_is_reached_by_the_keyboard(visit: Callable, address: str) -> None:
    page = visit(f"{address}/")
    wanted = page.locator(".st-key-front_behind a, .st-key-front_decide a").count()
    reached = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("() => Boolean(document.activeElement.closest('[class*=st-key-front_]'))"):
            reached.add(page.evaluate("() => document.activeElement.textContent"))
    assert len(reached) == wanted


def test_a_chart_that_comes_before_every_script_of_ours_speaks_chinese(window: Callable, address: str) -> None:
    page, held = window((1366, 770)), []
    page.route("**/Html.*.js", lambda script: held.append(script))
    page.goto(address)
    page.locator(".js-plotly-plot .main-svg").first.wait_for(state="attached")
    buttons = page.locator(".modebar-btn")
    first = set(buttons.evaluate_all("buttons => buttons.map((each) => each.dataset.title)"))
    assert len(held) == 1
    assert {word for word in first if re.search("[A-Za-z]", word)} == {"Fullscreen"}  # Streamlit's own among Plotly's
    held[0].continue_()
    expect(page.locator(".modebar-btn[data-title='Fullscreen']")).to_have_count(0)
    assert len(first) > 1


def test_a_calendar_is_chinese_in_a_browser_of_another_language(visit: Callable, address: str) -> None:
    page = visit(f"{address}/intake", language="en-US")
    page.get_by_test_id("stDateInputCalendarButton").first.click()
    expect(page.get_by_test_id("stDateInputCalendar")).to_contain_text("选择日期")
    assert english(page) == set()
