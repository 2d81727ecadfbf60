"""What a person does and sees in the browser: waits, chooses a page, reads words."""

import re

from playwright.sync_api import Page

ALLOWED = {"xlsx", "xlsm", "zip", "ZIP", "XLSX", "XLSM", "XLS", "ODS", "CSV", "TSV", "TXT", "HTML", "HTM", "XML"}
"""Names of file formats, the same in Chinese."""

WORDS = """
() => {
  const said = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const box = node.parentElement;
    if (box.closest('[data-testid="stIconMaterial"], [translate="no"], script, style, noscript')) continue;
    if (box.checkVisibility && !box.checkVisibility()) continue;
    said.push(node.textContent);
  }
  for (const box of document.querySelectorAll("[title], [aria-label], [placeholder], [data-title]"))
    for (const name of ["title", "aria-label", "placeholder", "data-title"])
      if (box.getAttribute(name)) said.push(box.getAttribute(name));
  return said;
}
"""


def settle(page: Page) -> None:
    """Wait until nothing has run and nothing was stale for a while: also the second run that a new width asks for."""
    app, quiet = page.locator('[data-testid="stApp"]'), 0
    app.wait_for(timeout=60_000)
    for _ in range(240):
        busy = page.locator('[data-testid="stSkeleton"], [data-stale="true"], [data-testid="stSpinner"]').count()
        quiet = quiet + 1 if app.get_attribute("data-test-script-state") == "notRunning" and not busy else 0
        if quiet == 6:
            return
        page.wait_for_timeout(250)
    raise AssertionError("页面 60 秒后还在忙")


def english(page: Page) -> set[str]:
    """Words of three Latin letters or more that a visitor can see or hear."""
    return {word for text in page.evaluate(WORDS) for word in re.findall(r"[A-Za-z]{3,}", text)} - ALLOWED


def pick(page: Page, label: str, option: str) -> None:
    """Choose an entry of the list with this label; the click that takes the focus from a form may not open it yet."""
    box = page.get_by_test_id("stSelectbox").filter(has_text=label).locator("input").first
    entry = page.get_by_role("option", name=option, exact=True)
    for _ in range(5):
        box.click()
        page.wait_for_timeout(500)
        if entry.count():
            break
    entry.click()
    settle(page)


def go(page: Page, title: str, *, phone: bool) -> None:
    """Choose a page from the menu, as a person does."""
    if phone:
        page.get_by_test_id("stExpandSidebarButton").click()
    page.get_by_test_id("stSidebarNavLink").filter(has_text=title).first.click()
    settle(page)
