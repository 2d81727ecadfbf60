"""What holds for every test: nothing of the developer's own surroundings, and the same examples for all on CI."""

import os
from collections.abc import Iterator
from datetime import date, datetime

import pytest
from hypothesis import settings
from playwright.sync_api import Playwright, sync_playwright

import analysis
from examples.make_district import WORKBOOKS
from ledgers.freezing import Period, freeze
from ledgers.loading import load
from ledgers.store import Store, facts, open_snapshot

# A slow machine is no fault of the code; a check that passes today and fails tomorrow on the same commit helps nobody.
settings.register_profile("here", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")


LONG = (
    "tests/browser/test_season.py", "tests/browser/test_screens.py", "tests/ledgers/test_kill.py", "tests/browser",
    "tests/ledgers/test_corpus.py", "tests/ledgers/test_commands.py", "tests/pages", "tests/examples",
)  # fmt: skip
"""What takes longest comes first: `run.py test` hands out file by file, and nobody should wait for the last of them."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Sort by `LONG`; all else keeps its order, and so do the tests of one file."""
    items.sort(key=lambda item: next((place for place, name in enumerate(LONG) if _lies(item, name)), len(LONG)))


def _lies(item: pytest.Item, name: str) -> bool:
    return item.nodeid.startswith((f"{name}/", f"{name}::"))


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """The driver of the browser: a worker can have one, whichever tests it runs."""
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def frozen_store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The demo district, loaded in November 2022, its October frozen; `content.json` beside it holds what was frozen."""
    span = analysis.named_span("2022-10")
    store = Store(tmp_path_factory.mktemp("documents") / "store")
    at = datetime(2022, 12, 1, 9)
    load(sorted(WORKBOOKS.glob("*.xlsx")), store=store, by="演示", today=date(2022, 12, 1), at=at)
    known = facts(open_snapshot(store))
    rules = analysis.rule_calendar(known["decisions"], base=analysis.rule_pack())
    content = analysis.content_bytes(analysis.period_content(known, span, rules=rules))
    told = Period("2022-10", span.first, span.last, span.last, store.current(), "default", rules.digest,
                  analysis.calendar_text(rules), analysis.content_hash(content))  # fmt: skip
    freeze(store, told, by="张三", at=at)
    (store.path / "content.json").write_bytes(content)
    return store


@pytest.fixture(autouse=True)
def _no_store_of_the_developer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LEDGER_STORE", raising=False)
