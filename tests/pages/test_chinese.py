"""Streamlit's own words: the table is sound, still fits the installed Streamlit, and does its work in a real browser."""

import json
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit
from playwright.sync_api import Browser, Page, Playwright
from streamlit.testing.v1 import AppTest

from pages.shared import chinese

HOME = Path(chinese.__file__).resolve().parents[2]
TABLE = json.loads(Path(chinese.__file__).with_suffix(".json").read_text(encoding="utf-8"))
WORDS = TABLE["words"] | TABLE["options"]
PATTERNS = TABLE["patterns"] + TABLE["option_patterns"]
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def said(text: str) -> str | None:
    """What the script would put in place of a text, by the same rules in Python."""
    if text in WORDS:
        return WORDS[text]
    for source, target in PATTERNS:
        if found := re.fullmatch(source, text, re.DOTALL):
            return found.expand(re.sub(r"\$(\d)", r"\\\1", target))
    return None


def shell() -> str:
    """Everything that the installed Streamlit may say: its scripts and its Python sources."""
    root = Path(streamlit.__file__).parent
    files = [*root.glob("static/static/js/*.js"), *root.glob("elements/**/*.py")]
    text = " ".join(file.read_text(encoding="utf-8") for file in files)
    return re.sub(r"\s+", " ", text.replace("\\'", "'").replace("\\u2013", "–"))


def test_every_word_of_the_table_is_one_that_streamlit_still_says() -> None:
    text = shell()
    assert [word for word in [*WORDS, *TABLE["plotly"]["dictionary"]] if word not in text] == []


def test_every_translation_is_chinese() -> None:
    spoken = [*WORDS.values(), *(target for _, target in PATTERNS), *TABLE["plotly"]["dictionary"].values()]
    latin = [word for word in spoken if not CHINESE.search(word)]
    assert latin == ["python run.py"]


def test_no_translation_is_translated_again() -> None:
    assert [word for word in WORDS.values() if said(word) is not None] == []


@pytest.mark.parametrize(
    ("english", "translation"),
    [
        ("Upload", "选择文件"),
        ("50MB per file", "每个文件不超过 50MB"),
        ("File must be 50.0MB or smaller.", "文件不能超过 50.0MB。"),
        ("text/plain files are not allowed.", "不支持这种类型的文件。"),
        ("Remove 安县", "移除 安县"),
        ("Add: 花荄镇", "新增：花荄镇"),
        ("3 of 12 results", "第 3 处，共 12 处"),
        ("View 4 more", "再显示 4 项"),
        ("11 – November", "11 月"),
        ("Selected Date: November 05, 2022", "已选 2022 年 11 月 5 日 "),
        ("You can only select up to 2 options. Remove an option first.", "最多选 2 项，请先移除一项。"),
        ("This app has encountered an error. The original error message is redacted.", "这一页出了错，没有显示完整。"),
        ("塔水镇", None),
        ("Search results", None),
        ("upload", None),
    ],
)
def test_a_text_is_changed_as_a_whole_or_not_at_all(english: str, translation: str | None) -> None:
    answer = said(english)
    assert answer == translation or (translation and answer.startswith(translation))


def test_the_sanitizer_will_let_the_script_pass() -> None:
    script = re.search(r"<script[^>]*>(.*)</script>", chinese._markup(), re.DOTALL)[1]
    assert re.findall(r"<[/\w!]", script) == []
    assert "://" not in script


def test_a_page_gets_the_same_script_at_every_run() -> None:
    def page() -> None:
        from pages.shared import chinese

        chinese.speak_chinese()

    app = AppTest.from_function(page).run()
    first = app.get("html")[0].proto
    second = app.run().get("html")[0].proto
    assert first.unsafe_allow_javascript
    assert (len(app.get("html")), first.body) == (1, second.body)


APP = """
import datetime, sys
sys.path.insert(0, sys.argv[1])
import pandas as pd, plotly.graph_objects as go, streamlit as st
from pages.shared import chinese
st.set_page_config(page_title="试")
chinese.speak_chinese()
st.title("Search")
st.markdown("Upload")
st.text("Stop")
st.file_uploader("台账", type=["xlsx"], max_upload_size=50)
st.date_input("数据日期", datetime.date(2022, 11, 30))
st.multiselect("镇", ["安昌镇", "Stop"])
st.selectbox("部门", ["Search", "教体局"])
st.dataframe(pd.DataFrame({"镇": ["花荄镇"]}))
st.plotly_chart(go.Figure(go.Scatter(x=pd.date_range("2022-01-01", periods=99), y=list(range(99)), name="完成")))
if st.button("出错"):
    raise ValueError("secret")
"""
LATIN = """() => {
  const found = new Set();
  const add = (text) => { if (/[A-Za-z]{2}/.test(text || "")) found.add(text.trim()); };
  const skip = "script, style, noscript, [data-testid='stIconMaterial']";
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  while (walk.nextNode()) {
    const node = walk.currentNode;
    if ((node.parentElement || node).closest(skip)) continue;
    if (node.nodeType === Node.TEXT_NODE) add(node.data);
    else for (const name of ["aria-label", "title", "placeholder", "alt", "data-title"]) add(node.getAttribute(name));
  }
  return [...found].sort();
}"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a page with Streamlit's usual widgets is served."""
    folder = tmp_path_factory.mktemp("chinese")
    (folder / "app.py").write_text(APP, encoding="utf-8")
    shutil.copytree(HOME / ".streamlit", folder / ".streamlit")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        host = f"127.0.0.1:{free.getsockname()[1]}"
    call = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", host.split(":")[1]]
    with subprocess.Popen([*call, "--", str(HOME)], cwd=folder, stdout=subprocess.DEVNULL) as server:
        wait_for(f"http://{host}/_stcore/health")
        yield host
        server.terminate()


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """Debian's Chromium, or a sentence that says what to install."""
    browser_path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    assert browser_path, "没有找到 Chromium，请先安装（Debian：apt install chromium fonts-noto-cjk）"
    browser = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox", "--disable-gpu"])
    yield browser
    browser.close()


@pytest.fixture(scope="module")
def page(browser: Browser, address: str) -> Page:
    """The page in a browser that asks for English; `outside` lists other hosts asked."""
    view = browser.new_page(locale="en-US", viewport={"width": 1366, "height": 1500})
    view.outside = []
    view.on("request", lambda request: None if address in request.url else view.outside.append(request.url))
    view.goto(f"http://{address}/")
    view.locator(".modebar-btn").first.wait_for(state="attached", timeout=60_000)
    return view


def wait_for(address: str) -> None:
    for _ in range(240):
        try:
            urllib.request.urlopen(address, timeout=2).close()
        except OSError:
            time.sleep(0.25)
        else:
            return


@pytest.mark.browser
def test_no_english_word_of_streamlit_is_left_and_no_word_of_ours_is_touched(page: Page) -> None:
    page.get_by_test_id("stDateInputCalendarButton").click()
    page.get_by_test_id("stDateInputCalendar").wait_for()
    # the calendar is told the language as soon as it shows; on a busy machine that takes a moment
    page.wait_for_function("!document.querySelector('[data-testid=stDateInputCalendar]').innerHTML.includes('day, ')")
    left = set(page.evaluate(LATIN))
    assert {"Search", "Upload", "Stop"} <= left  # the page's own title and texts
    formats = {"• XLSX", "每个文件不超过 50MB", "下载为 CSV"}
    assert left - {"Search", "Upload", "Stop"} - formats == set()
    assert page.evaluate("document.documentElement.lang") == "zh-CN"
    page.keyboard.press("Escape")


@pytest.mark.browser
def test_choices_that_look_like_streamlits_words_stay_what_they_are(page: Page) -> None:
    page.get_by_test_id("stMultiSelect").locator("input").click()
    page.get_by_role("option").first.wait_for()
    assert page.get_by_role("option").all_inner_texts() == ["全选", "安昌镇", "Stop"]
    page.keyboard.press("Escape")


@pytest.mark.browser
def test_a_chart_names_months_and_buttons_in_chinese(page: Page) -> None:
    assert "月" in page.locator(".xaxislayer-above").inner_html()
    titles = {button.get_attribute("data-title") for button in page.locator(".modebar-btn").all()}
    assert {"缩放", "平移", "下载为图片"} <= titles


@pytest.mark.browser
def test_a_script_that_comes_after_chart_and_calendar_still_makes_them_chinese(browser: Browser, address: str) -> None:
    view, held = browser.new_page(locale="en-US", viewport={"width": 1366, "height": 1500}), []
    view.route("**/Html.*.js", lambda script: held.append(script))
    view.goto(f"http://{address}/")
    view.locator(".modebar-btn[data-title='Download plot as a PNG']").first.wait_for(state="attached", timeout=60_000)
    view.get_by_test_id("stDateInputCalendarButton").click()
    view.get_by_test_id("stDateInputCalendar").get_by_text("November").first.wait_for(state="attached")
    for script in held:
        script.continue_()
    view.locator(".modebar-btn[data-title='下载为图片']").first.wait_for(state="attached")
    assert "月" in view.locator(".xaxislayer-above").inner_html()
    view.wait_for_function(
        "!document.querySelector('[data-testid=stDateInputCalendar]').innerHTML.includes('November')"
    )
    view.close()


@pytest.mark.browser
def test_an_error_shows_a_chinese_sentence_and_not_its_reason(page: Page) -> None:
    page.get_by_role("button", name="出错").click()
    box = page.get_by_test_id("stException")
    box.wait_for()
    assert "这一页出了错" in box.inner_text()
    assert "secret" not in page.content()


@pytest.mark.browser
def test_nothing_is_asked_of_another_host(page: Page) -> None:
    assert page.outside == []
