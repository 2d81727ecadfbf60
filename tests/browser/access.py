"""Whether a page shuts nobody out: what axe finds, headings that leap, charts without a name for the ear."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

JUMPS = """() => [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].filter((each) => each.offsetParent)
  .map((each) => [+each.tagName[1], each.textContent])
  .filter(([level], place, all) => level > (place ? all[place - 1][0] : 0) + 1)"""
NAMELESS = """() => [...document.querySelectorAll('.js-plotly-plot')]
  .filter((each) => !each.querySelector('.main-svg[role=img][aria-label]:not([aria-label=""])')).length"""

STREAMLITS_OWN = {
    "list": ('data-testid="stSidebarNavItems"', "the menu's list holds its headings as blocks, not as entries"),
    "listitem": ('<li class="st-emotion-cache', "the entries of that list lie within those blocks"),
}
"""Faults of Streamlit's own markup that we cannot reach: rule -> (how the element begins, why). Nothing else is excused;
lists of our own have classes of our own."""


def barriers(page: Page) -> list:
    """Return what keeps somebody out: rule, place and markup of every grave fault; headings that leap. Waits until
    every chart says what it shows."""
    page.wait_for_function(f"({NAMELESS})() === 0")
    found = [
        (fault["id"], node["target"], node["html"][:160])
        for fault in Axe().run(page).response["violations"]
        if fault["impact"] in ("serious", "critical")
        for node in fault["nodes"]
        if not excused(fault["id"], node["html"])
    ]
    return found + page.evaluate(JUMPS)


def excused(rule: str, html: str) -> bool:
    """Whether a fault is one of Streamlit's own."""
    return rule in STREAMLITS_OWN and STREAMLITS_OWN[rule][0] in html.split(">")[0] + ">"
