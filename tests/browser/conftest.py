"""A real server on a loaded store and a real Chromium, once for all browser tests of a worker."""

import contextlib
import functools
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

from tests.browser.person import Traffic, call

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
def demo_store(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A store with the demo district, loaded by the command line as an office would, by one worker for all."""
    alone = worker_id == "master"  # the name without workers
    folder = (tmp_path_factory.getbasetemp() if alone else tmp_path_factory.getbasetemp().parent) / "demo"
    try:
        folder.mkdir()
    except FileExistsError:
        _wait_until((folder / "store.ready").exists, "演示区没有装入", seconds=300)
    else:
        _load_demo(folder / "store")
        (folder / "store.ready").touch()
    return folder / "store"


def _load_demo(store: Path) -> None:
    books = sorted((HOME / "examples" / "workbooks").glob("*.xlsx"))
    command = [sys.executable, "-m", "ledgers", "load", *map(str, books), "--store", str(store), "--by", "演示"]
    done = subprocess.run(command, cwd=HOME, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stderr


@pytest.fixture
def serve() -> Iterator[Callable[..., str]]:
    """Start servers of a test's own on free ports; they end with the test, since an idle one costs its share too."""
    with contextlib.ExitStack() as servers:
        yield lambda store, port=None: servers.enter_context(_served(store, port=port or _free_port()))


@pytest.fixture(scope="session")
def servers() -> Callable[..., contextlib.AbstractContextManager[str]]:
    """Start a server for the length of a block: for tests in which it ends and is started again."""
    return lambda store, port=None: _served(store, port=port or _free_port())


@pytest.fixture(scope="session")
def address(demo_store: Path) -> Iterator[str]:
    """Where the dashboard shows the demo district."""
    with _served(demo_store, port=_free_port()) as address:
        yield address


@pytest.fixture(scope="session")
def port() -> int:
    """A free port for servers that come one after another: for the browser they are one, so it keeps their scripts."""
    return _free_port()


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
    with contextlib.ExitStack() as contexts:
        yield lambda address, **look: call(contexts.enter_context(_window(browser, **look)), address)


@pytest.fixture(scope="module")
def window(browser: Browser) -> Iterator[Callable[[tuple[int, int]], Page]]:
    """One window of each size, in which a person goes from page to page for a whole module."""
    with contextlib.ExitStack() as contexts:
        yield functools.cache(lambda size: contexts.enter_context(_window(browser, size=size)))


@contextlib.contextmanager
def _window(
    browser: Browser,
    *,
    size: tuple[int, int] = (1366, 768),
    dark: bool = False,
    touch: bool = False,
    language: str = "zh-CN",
) -> Iterator[Page]:
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, color_scheme="dark" if dark else "light", locale=language,
        has_touch=touch, is_mobile=touch,
    )  # fmt: skip
    page = context.new_page()
    page.outside, page.traffic = [], Traffic(page)
    page.on("request", lambda request: page.outside.append(request.url) if _is_outside(request.url, page.url) else None)
    yield page
    context.close()


def _is_outside(url: str, page: str) -> bool:
    host = (page if page.startswith("http") else url).split("/")[2]  # the very first request is for the page itself
    return not url.startswith((f"http://{host}/", f"ws://{host}/", "data:", "blob:"))


@contextlib.contextmanager
def _served(store: Path, *, port: int) -> Iterator[str]:
    command = [
        sys.executable, "-m", "streamlit", "run", "asgi.py", "--server.port", str(port), "--server.headless", "true",
        "--server.address", "127.0.0.1",
    ]  # fmt: skip
    environment = os.environ | {"LEDGER_STORE": str(store)}
    process = subprocess.Popen(command, cwd=HOME, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_until(lambda: _answers(f"{address}/_stcore/health"), f"服务器没有在 {address} 启动")
        yield address
    finally:
        process.terminate()
        process.wait(timeout=20)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def _answers(address: str) -> bool:
    with contextlib.suppress(OSError), urllib.request.urlopen(address, timeout=2):
        return True
    return False


def _wait_until(so: Callable[[], bool], otherwise: str, *, seconds: float = 120) -> None:
    """Look again and again until it is so; a looking may take its time too."""
    end = time.monotonic() + seconds
    while not so():
        if time.monotonic() > end:
            pytest.fail(otherwise)
        time.sleep(0.1)
