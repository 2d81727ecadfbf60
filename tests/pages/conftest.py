"""Stores small enough to know by heart, and a page run as `app.py` runs it."""

from collections.abc import Callable
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from ledgers.loading import load
from ledgers.store import Store

HEADINGS = ("序号", "任务类别", "所属项目", "重点任务", "项目长", "牵头单位", "属地", "启动时间", "完成时限", "完成率")
ROWS = (
    (1, "攻城拔寨", "太平新城", "太平新城土地征收", "区领导01", "太平镇", "太平镇", "2022-09-01", "2022-12-10", 80),
    (2, "攻城拔寨", "三坑公路", "三坑公路改造", "区领导02", "区交通运输局", "三坑镇", "2022-09-01", "2022-12-10", 20),
    (3, "底线必保", "学位建设", "新增公办学位", "区领导01", "区教育局", "", "2022-09-01", "2022-12-10", None),
)


def ledger(rows: tuple = ROWS) -> bytes:
    """A task ledger of 31 October 2022 with these rows, as bytes."""
    book = openpyxl.Workbook()
    book.active.title = "任务榜"
    book.active.append(["任务榜工作台账(截至2022年10月31日)"])
    for row in (HEADINGS, *rows):
        book.active.append(row)
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@pytest.fixture
def make_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Store]:
    """Publish a ledger into a new store and let the pages look at it."""

    def build(rows: tuple | None = ROWS) -> Store:
        store = Store(tmp_path / "store")
        monkeypatch.setenv("LEDGER_STORE", str(store.path))
        if rows is not None:
            at = datetime(2022, 11, 1, 9)
            load([("任务榜台账.xlsx", ledger(rows))], store=store, by="测试", today=date(2022, 11, 1), at=at)
        return store

    yield build
    st.cache_resource.clear()


@pytest.fixture
def run_page() -> Callable[..., AppTest]:
    """Run one page between the pieces that `app.py` puts around it; fail on any error that it shows."""

    def run(name: str, **address: str) -> AppTest:
        test = AppTest.from_function(_script, kwargs={"name": name}, default_timeout=60)
        for key, value in address.items():
            test.query_params[key] = value
        test.run()
        assert not test.exception, test.exception
        return test

    return run


def _script(name: str) -> None:
    import importlib

    import streamlit

    from pages.shared import data, session, widgets

    names = (
        "overview", "board", "brands", "orders", "leaders", "towns", "departments", "task", "alerts", "flags", "points",
        "exemptions", "rules", "evidence", "intake", "hindsight", "versions", "periods", "indicators", "visits", "discipline",
        "meeting",
    )  # fmt: skip
    modules = {each: importlib.import_module(f"pages.{each}") for each in names}
    group = {
        each: streamlit.Page(module.show, title=each, url_path=each, default=each == name)
        for each, module in modules.items()
    }
    page = session.navigate({"看板": group})
    widgets.apply_style()
    data.warm()
    session.choose_view()
    page.run()
