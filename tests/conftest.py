"""What holds for every test: nothing of the developer's own surroundings, and the same examples for all on CI."""

import os
from collections.abc import Iterator

import pytest
from hypothesis import settings
from playwright.sync_api import Playwright, sync_playwright

# A slow machine is no fault of the code; a check that passes today and fails tomorrow on the same commit helps nobody.
settings.register_profile("here", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """The driver of the browser: a worker can have one, whichever tests it runs."""
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(autouse=True)
def _no_store_of_the_developer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LEDGER_STORE", raising=False)
