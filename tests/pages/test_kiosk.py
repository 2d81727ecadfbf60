"""The hall screen on the page 会议 and behind its link: made once, shown read-only, withdrawn for good."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from ledgers.loading import load
from ledgers.publishing import rollback
from ledgers.store import Store
from pages.shared import data
from reports.subjects.kiosk import token_hash
from tests.pages.conftest import ROWS, ledger
from tests.pages.test_pages import words

APP = str(Path(__file__).resolve().parents[2] / "app.py")


@pytest.fixture(autouse=True)
def _at_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(st.context), "ip_address", property(lambda _: None))


def made(run_page: Callable) -> tuple[AppTest, str]:
    """Make a link as a person does; return the page and the token."""
    page = run_page("meeting")
    page.text_input(key="kiosk_name_0").set_value("一楼大厅")
    next(each for each in page.button if each.label == "生成链接").click().run()
    assert not page.exception
    return page, page.code[0].value.split("kiosk=")[1].split("&")[0]


def screen(token: str, **address: str) -> AppTest:
    """What the link shows."""
    test = AppTest.from_file(APP, default_timeout=60)
    for name, value in {"kiosk": token, **address}.items():
        test.query_params[name] = value
    test.run()
    assert not test.exception
    return test


def test_a_link_is_shown_once_and_its_token_is_nowhere_kept(make_store: Callable, run_page: Callable) -> None:
    store = make_store()
    page, token = made(run_page)
    assert len(token) >= 43
    assert "一楼大厅" in words(page)
    kept = b"".join(path.read_bytes() for path in store.path.rglob("*") if path.is_file())
    assert token.encode() not in kept
    assert token_hash(token).encode() in kept
    assert not run_page("meeting").code


def test_the_link_shows_its_slides_and_no_widget(make_store: Callable, run_page: Callable) -> None:
    make_store()
    _, token = made(run_page)
    shown = screen(token, date="2022-09-01", slide="9")  # what the address asks beside it is not heard
    assert "2022年10月进展" in words(shown)
    for widget in (shown.button, shown.selectbox, shown.text_input, shown.sidebar):
        assert not len(widget)


@pytest.mark.parametrize("token", ["", "x", "' OR 1=1", "../CURRENT"])
def test_an_unknown_token_shows_a_sentence(make_store: Callable, token: str) -> None:
    make_store()
    said = words(screen(token))
    assert "这个链接不存在" in said
    assert "数据日期" not in said


def test_a_withdrawn_link_stays_withdrawn_also_after_going_back(make_store: Callable, run_page: Callable) -> None:
    def later(store: Store) -> None:
        rows = tuple((*row[:-1], 99) for row in ROWS)
        load(
            [("补报.xlsx", ledger(rows))], store=store, by="测试", today=date(2022, 11, 2), at=datetime(2022, 11, 2, 9)
        )

    store = make_store(added="补报", then=later)
    page, token = made(run_page)
    with_link = data.current()
    page.button[-1].click().run()  # the form in the popover
    assert not page.exception
    assert "已经撤销" in words(screen(token))
    rollback(store, with_link, by="测试", at=data.now())
    assert "已经撤销" in words(screen(token))


def test_links_are_made_at_the_server_alone(
    make_store: Callable, run_page: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_store()
    monkeypatch.setattr(type(st.context), "ip_address", property(lambda _: "192.168.1.9"))
    page = run_page("meeting")
    assert "只能在服务器这台电脑上" in words(page)
    assert not [each for each in page.button if each.label == "生成链接"]
