"""Kill the loader at many moments: what was published stays whole, and the next load works."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from ledgers.store import Store, facts, open_snapshot
from ledgers.upkeep import verify

ROOT = Path(__file__).resolve().parents[2]
SEPTEMBER, OCTOBER = [20.0, 35.0], [20.0, 35.0, 50.0, 60.0]

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and SIGKILL")


@pytest.fixture(scope="module")
def runs(_loaded, tmp_path_factory):
    from tests.ledgers.conftest import task_book

    folder = tmp_path_factory.mktemp("killed")
    book = task_book(folder / "任务榜10月.xlsx", month=10, percents=["50%", "60%"])
    done = subprocess.run(
        [sys.executable, "-m", "tests.ledgers.killed", _loaded.path, book, folder],
        cwd=ROOT, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return _loaded, [json.loads(line) for line in done.stdout.splitlines()]


def percents(store, snapshot=None):
    return sorted(facts(open_snapshot(store, snapshot))["progress"]["percent"])


def test_the_loader_was_really_killed_at_many_different_moments(runs):
    _, lines = runs
    assert {each["killed"] for each in lines} <= {signal.SIGKILL, signal.SIGALRM}
    assert len(lines) >= 25
    assert {"replace", "commit"} <= {each["moment"].partition("-")[0] for each in lines}


def test_current_opens_and_holds_everything_published_whenever_the_loader_was_killed(runs):
    base, lines = runs
    for each in lines:
        store = Store(each["store"])
        expected = SEPTEMBER if each["current"] == base.current() else OCTOBER
        assert percents(store, each["current"]) == expected, each


def test_the_next_load_works_and_nothing_unfinished_is_left(runs):
    _, lines = runs
    for each in lines:
        store = Store(each["store"])
        assert (each["after"], percents(store), verify(store)) == (0, OCTOBER, []), each
        assert not store.work.exists(), each
