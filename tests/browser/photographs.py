"""Photograph every page at five sizes on light and dark ground, to be looked at: `python -m tests.browser.photographs DIR`.

Pictures are named ground-width-page.png. A page is shown as far down as it goes, up to three screens.
"""

import argparse
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.conftest import CHROMIUM, FLAGS, _free_port, _load_demo, _served, _window
from tests.browser.person import call, settle
from tests.browser.test_screens import PAGES

SIZES = ((390, 844), (820, 1180), (1366, 768), (1920, 1080), (3840, 2160))
"""Phone, tablet, laptop, projector, wall of a hall."""

SCREENS = 3
HEIGHT = "Math.max(...[...document.querySelectorAll('[data-testid=stMain]')].map((main) => main.scrollHeight))"


def photograph(browser: Browser, address: str, folder: Path) -> None:
    """Open every page as a link that somebody sent, and keep a picture of it."""
    for size in SIZES:
        for ground in ("light", "dark"):
            with _window(browser, size=size, dark=ground == "dark") as page:
                for title, path in PAGES.items():
                    call(page, f"{address}/{path}")
                    _picture(page, size, folder / f"{ground}-{size[0]}-{path or 'overview'}.png")
                    print(title, size, ground, flush=True)


def _picture(page: Page, size: tuple[int, int], path: Path) -> None:
    """The window is made as high as the page: what scrolls would be cut off."""
    page.set_viewport_size({"width": size[0], "height": min(max(page.evaluate(HEIGHT), size[1]), SCREENS * size[1])})
    settle(page)
    page.screenshot(path=path)
    page.set_viewport_size({"width": size[0], "height": size[1]})


def main() -> None:
    """Photograph the demo district."""
    parser = argparse.ArgumentParser(prog="python -m tests.browser.photographs", description=__doc__)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as store, sync_playwright() as playwright:
        _load_demo(Path(store) / "store")
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        with _served(Path(store) / "store", port=_free_port()) as address:
            photograph(browser, address, folder)
        browser.close()


if __name__ == "__main__":
    main()
