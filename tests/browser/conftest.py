"""A real server on a loaded store and a real Chromium, once for all browser tests of a worker."""

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright

from tests.browser.person import settle

HOME = Path(__file__).resolve().parents[2]
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything below this folder, so that `-m "not browser"` leaves it out."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def demo_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the demo district, loaded by the command line as an office would."""
    store = tmp_path_factory.mktemp("demo") / "store"
    books = sorted((HOME / "examples" / "workbooks").glob("*.xlsx"))
    command = [sys.executable, "-m", "ledgers", "load", *map(str, books), "--store", str(store), "--by", "演示"]
    done = subprocess.run(command, cwd=HOME, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stderr
    return store


@pytest.fixture
def serve() -> Iterator[Callable[[Path], str]]:
    """Start servers of a test's own on free ports; they end with the test, since an idle one costs its share too."""
    with contextlib.ExitStack() as servers:
        yield lambda store: servers.enter_context(_served(store))


@pytest.fixture(scope="session")
def address(demo_store: Path) -> Iterator[str]:
    """Where the dashboard shows the demo district."""
    with _served(demo_store) as address:
        yield address


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """Debian's Chromium, or a sentence that says what to install."""
    assert CHROMIUM, "没有找到 Chromium:请先安装(apt install chromium fonts-noto-cjk)"
    chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
    yield chromium
    chromium.close()


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Open an address in a new browser context of a given size; `page.outside` lists requests to other hosts."""
    contexts = []

    def open_page(address: str, *, size: tuple[int, int] = (1366, 768), dark: bool = False) -> Page:
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]}, color_scheme="dark" if dark else "light", locale="zh-CN"
        )
        contexts.append(context)
        page = context.new_page()
        page.outside = []
        host = address.split("/")[2]
        page.on("request", lambda request: page.outside.append(request.url) if _is_outside(request.url, host) else None)
        page.goto(address)
        settle(page)
        return page

    yield open_page
    for context in contexts:
        context.close()


def _is_outside(url: str, host: str) -> bool:
    return not url.startswith((f"http://{host}", f"ws://{host}", "data:", "blob:"))


@contextlib.contextmanager
def _served(store: Path) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port), "--server.headless", "true",
        "--server.address", "127.0.0.1",
    ]  # fmt: skip
    environment = os.environ | {"LEDGER_STORE": str(store)}
    process = subprocess.Popen(command, cwd=HOME, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(f"{address}/_stcore/health")
        yield address
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait(address: str) -> None:
    for _ in range(120):
        with contextlib.suppress(OSError), urllib.request.urlopen(address, timeout=2):
            return
        time.sleep(0.5)
    pytest.fail(f"服务器没有在 {address} 启动")
