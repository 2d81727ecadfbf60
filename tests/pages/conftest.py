"""Stores small enough to know by heart, and a page run as `app.py` runs it."""

import functools
import shutil
from collections.abc import Callable, Iterator
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from ledgers.loading import load
from ledgers.store import Store
from pages.shared import data, verdicts

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


@pytest.fixture(scope="session", autouse=True)
def _installed_components_are_looked_up_once() -> Iterator[None]:
    """Each `AppTest` asks every installed distribution whether it brings components; the answer stays the same."""
    with pytest.MonkeyPatch.context() as patched:
        once = functools.cache(manifest_scanner.scan_component_manifests)
        patched.setattr(manifest_scanner, "scan_component_manifests", once)
        yield


class Shelf:
    """Stores that tests look at, each loaded once and put back as it was when a test has written into it.

    A store stays at its place, so what the pages keep by place and version is there for the next test that looks at the
    same ledger, as for the next visitor of a server. A version that a test publishes has a hash of its own in its name.
    """

    def __init__(self, folder: Path) -> None:
        self._folder, self._places = folder, {}

    def take(self, key: object, fill: Callable[[Store], object]) -> Store:
        """Give the store that `fill` makes, as new."""
        if key not in self._places:
            kept = Store(self._folder / f"{len(self._places)}-kept")
            fill(kept)
            self._places[key] = self._folder / f"{len(self._places)}-store"
            self._put(self._places[key])
        return Store(self._places[key])

    def tidy(self) -> None:
        """Put back what the test has changed."""
        for place in self._places.values():
            if _files(place) != _files(_kept(place)):
                shutil.rmtree(place, ignore_errors=True)
                self._put(place)
                for kept in (
                    data._frozen,
                    verdicts._kiosks,
                ):  # by the length of the journal: two tests may have the same
                    kept.clear()

    @staticmethod
    def _put(place: Path) -> None:
        if _kept(place).exists():
            shutil.copytree(_kept(place), place)


def _kept(place: Path) -> Path:
    return place.with_name(place.name.replace("store", "kept"))


def _files(folder: Path) -> dict[str, tuple[int, int]]:
    """Name, size and time of writing of every file; a copy keeps the time."""
    found = {path.relative_to(folder).as_posix(): path.stat() for path in folder.rglob("*")}
    return {name: (about.st_size, about.st_mtime_ns) for name, about in found.items() if not name.endswith(".lock")}


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    """Every store of this run by what was loaded into it."""
    return Shelf(tmp_path_factory.mktemp("shelf"))


@pytest.fixture
def make_store(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Store]]:
    """Publish a ledger into a new store, and what `then` adds, known by what is `added`; let the pages look at it."""

    def fill(store: Store, rows: tuple | None, then: Callable[[Store], object]) -> None:
        if rows is not None:
            at = datetime(2022, 11, 1, 9)
            load([("任务榜台账.xlsx", ledger(rows))], store=store, by="测试", today=date(2022, 11, 1), at=at)
        then(store)

    def build(rows: tuple | None = ROWS, *, added: object = None, then: Callable[[Store], object] = id) -> Store:
        store = shelf.take(repr((rows, added)), lambda store: fill(store, rows, then))
        monkeypatch.setenv("LEDGER_STORE", str(store.path))
        return store

    yield build
    shelf.tidy()


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

    from pages.shared import exports, favourites, finder, session, states, widgets

    names = (
        "overview", "board", "brands", "orders", "leaders", "towns", "departments", "task", "alerts", "flags", "points",
        "exemptions", "rules", "evidence", "intake", "hindsight", "versions", "periods", "indicators", "visits", "discipline",
        "meeting", "documents",
    )  # fmt: skip
    modules = {each: importlib.import_module(f"pages.{each}") for each in names}
    group = {
        each: streamlit.Page(module.show, title=each, url_path=each, default=each == name)
        for each, module in modules.items()
    }
    page = session.navigate({"看板": group})
    widgets.apply_style()
    if not states.is_sound():
        return
    finder.beside_the_menu()
    session.choose_view()
    favourites.beside_the_menu()
    page.run()
    exports.offer()
