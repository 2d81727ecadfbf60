"""What a person does and sees in the browser: waits, chooses a page, reads words."""

import re

from playwright.sync_api import Page, WebSocket

ALLOWED = {"xlsx", "xlsm", "zip", "ZIP", "XLSX", "XLSM", "XLS", "ODS", "CSV", "TSV", "TXT", "HTML", "HTM", "XML",
           "PDF", "pptx", "docx", "PPTX", "DOCX", "Excel", "PNG", "SVG"}  # fmt: skip
"""Names of file formats, the same in Chinese."""

CODES = re.compile(r"\b(?:\d{8}T\d{6}Z-)?[0-9a-f]{10,64}\b")
"""Names of versions and checksums: letters by chance."""

QUIET = 6
"""Looks, a tenth of a second apart, without anything said between page and server: after the answer a page may still ask
for one more run, as soon as it is drawn."""

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


class Traffic:
    """What goes between a page and its server: who spoke last, and whether anybody spoke since one last looked."""

    def __init__(self, page: Page) -> None:
        self._asked, self._spoken = False, False
        page.on("websocket", self._listen)

    def quiet(self) -> bool:
        """Whether nothing was said since the last look and nothing that was asked is still without an answer."""
        spoken, self._spoken = self._spoken, False
        return not spoken and not self._asked

    def _listen(self, socket: WebSocket) -> None:
        self._says(asked=True)
        socket.on("framesent", lambda _: self._says(asked=True))
        socket.on("framereceived", lambda _: self._says(asked=False))
        socket.on("close", lambda _: self._says(asked=False))

    def _says(self, *, asked: bool) -> None:
        self._asked, self._spoken = asked, True


def settle(page: Page) -> None:
    """Wait until nothing has run and nothing was stale for a while: also the second run that a new width asks for."""
    app, quiet = page.locator('[data-testid="stApp"]'), 0
    app.wait_for(timeout=60_000)
    for _ in range(600):
        busy = page.locator('[data-testid="stSkeleton"], [data-stale="true"], [data-testid="stSpinner"]').count()
        running = busy or app.get_attribute("data-test-script-state") != "notRunning"
        quiet = 0 if running or not page.traffic.quiet() else quiet + 1
        if quiet == QUIET:
            return
        page.wait_for_timeout(100)
    raise AssertionError("页面 60 秒后还在忙")


def call(page: Page, address: str) -> Page:
    """Open an address, as from a link that somebody sent: a visit of its own."""
    page.goto(address)
    settle(page)
    return page


def english(page: Page) -> set[str]:
    """Words of three Latin letters or more that a visitor can see or hear."""
    said = (CODES.sub("", text) for text in page.evaluate(WORDS))
    return {word for text in said for word in re.findall(r"[A-Za-z]{3,}", text)} - ALLOWED


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
    """Choose a page from the menu, as a person does; on a phone it is opened first unless it lies there open."""
    if phone and page.get_by_test_id("stExpandSidebarButton").is_visible():
        page.get_by_test_id("stExpandSidebarButton").click()
    page.get_by_test_id("stSidebarNavLink").filter(has_text=title).first.click()
    settle(page)
