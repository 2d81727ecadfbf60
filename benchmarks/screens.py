"""The screens in a real browser: a warm rerun of 总览, and the first chart that a new visitor sees."""

import contextlib
import os
import pickle
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from benchmarks.figures import Figure, paired

HOME = Path(__file__).resolve().parents[1]
BROWSER = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
SLIDES = 10
CHARTS = ("wall", "movement", "portfolio", "lag_heat")

READY_PAGE = """
import gc, pickle, sys
import streamlit as st
st.set_page_config(layout="wide")

@st.cache_resource
def figures():
    with open(sys.argv[1], "rb") as file:
        ready = pickle.load(file)
    gc.collect()
    gc.freeze()
    return ready

st.title("charts")
for place, figure in enumerate(figures()):
    st.plotly_chart(figure, key=str(place), theme=None)
"""

ONE_CHART_PAGE = """
import streamlit as st
import plotly.graph_objects as go

@st.cache_resource
def figure():
    return go.Figure(go.Bar(x=list("abcdefgh"), y=list(range(8))))

st.title("chart")
st.plotly_chart(figure())
"""

WATCH = """
() => {
  const app = document.querySelector('[data-testid="stApp"]');
  document.activeElement.blur();
  window.rerunTook = new Promise((done, fail) => {
    let start = null;
    addEventListener("keydown", () => { start = performance.now(); }, { once: true, capture: true });
    const watch = new MutationObserver(() => {
      if (start && app.getAttribute("data-test-script-state") === "notRunning") {
        watch.disconnect();
        done(performance.now() - start);
      }
    });
    watch.observe(app, { attributes: true, attributeFilter: ["data-test-script-state"] });
    setTimeout(() => fail(new Error("no rerun was seen")), 30000);
  });
}
"""

NEXT = """
() => {
  const app = document.querySelector('[data-testid="stApp"]');
  const told = () => new URLSearchParams(location.search).get("slide");
  const here = () => ![...document.querySelectorAll(".st-key-slide .stPlotlyChart")]
    .some((one) => !one.querySelector(".main-svg") || one.closest('[data-stale="true"]'));
  const before = told();
  window.slideTook = new Promise((done, fail) => {
    let start = null;
    addEventListener("keydown", () => { start = performance.now(); }, { once: true, capture: true });
    const look = () => {
      if (start && told() !== before && app.getAttribute("data-test-script-state") === "notRunning" && here())
        done(performance.now() - start);
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
    setTimeout(() => fail(new Error("the next slide did not come")), 30000);
  });
}
"""


def measure(*, rounds: int) -> list[Figure]:
    """Return the ratios of the rerun and of the first chart, and the milliseconds to the next slide."""
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        prepare(folder)
        browser = playwright.chromium.launch(executable_path=BROWSER, args=list(FLAGS))
        with (
            served(HOME / "asgi.py", store=folder / "store") as ours,
            served(folder / "ready.py", str(folder / "figures.pickle"), store=folder) as ready,
            served(folder / "one.py", store=folder) as one,
        ):
            rerun = _reruns(browser, ours, ready, rounds=rounds)
            first = paired(lambda: _first_chart(browser, ours), lambda: _first_chart(browser, one), rounds=rounds)
            slides = _slides(browser, ours)
        browser.close()
    return [
        Figure(f"warm rerun of 总览 / a page with {len(CHARTS)} ready charts", *rerun, aim=1.5),
        Figure("first chart in a new browser / a one-chart page", *first, aim=1.15),
        Figure("next slide, warm, p95", 1000 * statistics.quantiles(slides, n=20)[-1], None, 300, unit="ms"),
    ]


def prepare(folder: Path) -> None:
    """Load the demo district and write the baselines: the page's own figures, ready."""
    books = [str(path) for path in sorted((HOME / "examples" / "workbooks").glob("*.xlsx"))]
    load = [sys.executable, "-m", "ledgers", "load", *books, "--store", str(folder / "store"), "--by", "基准"]
    subprocess.run(load, cwd=HOME, check=False, stdout=subprocess.DEVNULL)
    os.environ["LEDGER_STORE"] = str(folder / "store")
    from pages.shared import charts, data
    from pages.shared.views import View

    snapshot = data.current()
    view = View(str(folder / "store"), snapshot, "default", data.report_days(snapshot)[0])
    about = {"wall": ("任务榜",), "lag_heat": ("任务榜",)}
    figures = [charts.CHARTS[chart](view, *about.get(chart, ())) for chart in CHARTS]
    (folder / "figures.pickle").write_bytes(pickle.dumps(figures))
    (folder / "ready.py").write_text(READY_PAGE, encoding="utf-8")
    (folder / "one.py").write_text(ONE_CHART_PAGE, encoding="utf-8")


@contextlib.contextmanager
def served(app: Path, *arguments: str, store: Path) -> Iterator[str]:
    """Serve an app on a free port for the length of the block; yield its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        sys.executable, "-m", "streamlit", "run", str(app), "--server.port", str(port), "--server.headless", "true",
        "--browser.gatherUsageStats", "false", "--server.address", "127.0.0.1", "--", *arguments,
    ]  # fmt: skip
    environment = os.environ | {"LEDGER_STORE": str(store)}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(command, cwd=HOME, env=environment, **quiet)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(f"{address}/_stcore/health")
        yield address
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait(address: str) -> None:
    for _ in range(120):
        with contextlib.suppress(OSError), urllib.request.urlopen(address, timeout=2):  # noqa: S310
            return
        time.sleep(0.5)
    raise TimeoutError(address)


def _opened(browser, address: str):
    page = browser.new_context(viewport={"width": 1366, "height": 768}).new_page()
    page.goto(address)
    page.wait_for_selector(".js-plotly-plot .main-svg", timeout=60_000)
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]', timeout=60_000)
    return page


def _reruns(browser, ours: str, ready: str, *, rounds: int) -> tuple[float, float]:
    pages = [_opened(browser, address) for address in (ours, ready)]
    for page in pages:
        page.wait_for_timeout(3_000)
    seconds = paired(*[lambda page=page: _rerun(page) for page in pages], rounds=rounds * 4)
    for page in pages:
        page.context.close()
    return seconds


def _rerun(page) -> float:
    """Seconds from the key R, Streamlit's own for "run again", to the end of the run as the browser sees it."""
    page.bring_to_front()
    page.evaluate(WATCH)
    page.keyboard.press("r")
    seconds = page.evaluate("() => window.rerunTook") / 1000
    page.wait_for_timeout(150)
    return seconds


def _slides(browser, address: str) -> list[float]:
    """Seconds from a press of PageDown until the next slide stands, for every slide of October, gone through before."""
    context = browser.new_context(viewport={"width": 1920, "height": 1080})
    page = context.new_page()
    page.goto(f"{address}/meeting?date=2022-10-31&slide=1")
    page.wait_for_selector(".st-key-presenter", timeout=60_000)
    page.wait_for_timeout(4_000)
    found = []
    for measured in (False, True):
        page.keyboard.press("Home")
        page.wait_for_timeout(2_500)
        for _ in range(SLIDES):
            page.evaluate(NEXT)
            page.keyboard.press("PageDown")
            took = page.evaluate("() => window.slideTook") / 1000
            found += [took] if measured else []
            page.wait_for_timeout(1_200)
    context.close()
    return found


def _first_chart(browser, address: str) -> float:
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    page = context.new_page()
    start = time.perf_counter()
    page.goto(address)
    page.wait_for_selector(".js-plotly-plot .main-svg", timeout=60_000)
    seconds = time.perf_counter() - start
    context.close()
    return seconds
