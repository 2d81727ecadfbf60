"""From a mark in a chart to what it stands for: clicked as a person clicks it, and followed to where it leads."""

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.person import settle
from tests.browser.test_screens import PAGES

MARKS = """
(meta) => {
  for (const chart of document.querySelectorAll(".js-plotly-plot")) {
    const trace = (chart._fullData || []).find((each) => each.meta === meta && each.customdata);
    if (!trace) continue;
    chart.scrollIntoView({ block: "center" });
    const { xaxis, yaxis } = chart._fullLayout, box = chart.getBoundingClientRect();
    return Array.from(trace.x, (x, place) => ({
      key: trace.customdata[place][0],
      x: box.x + xaxis._offset + xaxis.d2p(x),
      y: box.y + yaxis._offset + yaxis.d2p(trace.y[place]),
    })).filter((mark) => mark.y > 60 && mark.y < window.innerHeight);
  }
  return [];
}
"""
"""Where the marks of the first chart with such a trace stand on the screen, once it has been scrolled to."""


def clicked(page: Page, meta: str, *, place: float) -> str:
    """Click the mark that stands at a share of the way through all marks; return what it stands for."""
    page.wait_for_function(f"({MARKS})('{meta}').length")
    marks = page.evaluate(MARKS, meta)
    mark = marks[round(place * (len(marks) - 1))]
    page.mouse.move(mark["x"], mark["y"])
    page.mouse.click(mark["x"], mark["y"])
    return mark["key"]


@pytest.mark.parametrize("place", [0, 0.4, 1])
@pytest.mark.parametrize(("title", "meta"), [("总览", "cells"), ("各镇", "doors"), ("各部门", "doors")])
def test_a_clicked_mark_opens_its_task(visit: Callable, address: str, title: str, meta: str, place: float) -> None:
    page = visit(f"{address}/{PAGES[title]}", size=(1366, 900))
    task = clicked(page, meta, place=place)
    expect(page.locator("h1").first).to_have_text("任务详情", timeout=20_000)
    settle(page)
    assert parse_qs(urlsplit(page.url).query)["task"] == [task]


@pytest.mark.parametrize(("title", "ask"), [("各镇", "看哪个镇"), ("各部门", "看哪个部门")])
def test_a_clicked_unit_is_shown_in_full_below(visit: Callable, address: str, title: str, ask: str) -> None:
    page = visit(f"{address}/{PAGES[title]}", size=(1366, 900))
    unit = clicked(page, "place", place=0.7)
    box = page.get_by_test_id("stSelectbox").filter(has_text=ask).locator("input")
    expect(box).to_have_value(unit, timeout=20_000)
