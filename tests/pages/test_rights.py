"""What is for this host alone is refused everywhere else: by the answer itself, by the loader, by the menu."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
import streamlit as st
from streamlit import config
from streamlit.testing.v1 import AppTest

from pages.shared import data, rights
from tests.pages.test_pages import words

HERE = {"Host": "localhost:8501"}


@pytest.mark.parametrize(("address", "visitor", "headers", "allowed"), [
    ("127.0.0.1", None, HERE, True),
    ("localhost", "127.0.0.1", HERE, True),
    ("::1", "::1", {"Host": "[::1]:8501"}, True),
    ("127.0.0.1", None, {"host": "127.0.0.1:8501"}, True),
    ("127.0.0.1", None, {}, True),
    (None, None, HERE, False),  # the server listens everywhere
    ("", None, HERE, False),
    ("0.0.0.0", None, HERE, False),
    ("192.168.1.5", None, HERE, False),
    ("localhost.evil.cn", None, HERE, False),
    ("127.0.0.1", "192.168.1.9", HERE, False),
    ("127.0.0.1", None, HERE | {"X-Forwarded-For": "192.168.1.9"}, False),  # a proxy on this host
    ("127.0.0.1", None, HERE | {"x-real-ip": "127.0.0.1"}, False),
    ("127.0.0.1", None, {"Host": "kanban.gov.cn"}, False),
    ("127.0.0.1", None, {"Host": "kanban.gov.cn:8501"}, False),
])  # fmt: skip
def test_only_this_host_on_a_server_for_this_host_may_see_it(address, visitor, headers, allowed):
    said = rights.refused(address, visitor, headers)
    assert (said is None) == allowed
    assert said is None or said.endswith("。")


@pytest.fixture
def listening(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str | None], None]]:
    """Let the server of the test listen somewhere. Under test a visitor has a stand-in for an address: here it is none,
    as Streamlit has it for visitors on the host."""
    monkeypatch.setattr(type(st.context), "ip_address", property(lambda _: None))
    before = config.get_option("server.address")
    yield lambda address: config.set_option("server.address", address)
    config.set_option("server.address", before)


def view() -> data.View:
    return data.View(str(data.store_path()), data.current(), "default", date(2022, 10, 31))


def test_the_loader_gives_facts_on_this_host_and_a_sentence_elsewhere(make_store: Callable, listening) -> None:
    make_store()
    listening("127.0.0.1")
    assert isinstance(data.evidence(view()), pd.DataFrame)
    listening("0.0.0.0")
    assert "只在服务器只监听本机时提供" in data.evidence(view())


def test_the_page_shows_clues_here_and_nothing_but_the_refusal_elsewhere(
    make_store: Callable, run_page: Callable, listening
) -> None:
    make_store()
    listening("127.0.0.1")
    said = words(run_page("evidence"))
    assert "仅作线索，不作评分" in said
    assert "太平新城土地征收" in said
    listening(None)
    page = run_page("evidence")
    assert "只在服务器只监听本机时提供" in words(page)
    assert "太平新城土地征收" not in words(page)
    assert len(page.selectbox) == 1  # the day alone


@pytest.mark.parametrize(("address", "offered"), [("127.0.0.1", True), (None, False)])
def test_the_menu_offers_the_page_on_this_host_alone(make_store: Callable, listening, address, offered) -> None:
    make_store()
    listening(address)
    app = AppTest.from_file(Path(__file__).parents[2] / "app.py", default_timeout=60).run()
    assert not app.exception, app.exception
    assert ("evidence" in app.session_state["pages"]) == offered
