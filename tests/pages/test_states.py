"""Every page when something is missing: no exception, and a sentence that says what to do."""

from collections.abc import Callable
from datetime import date, datetime

import pytest

from ledgers.loading import load
from ledgers.store import Store
from tests.pages.conftest import ROWS, ledger
from tests.pages.test_pages import words

PAGES = (
    "overview", "board", "brands", "orders", "leaders", "towns", "departments", "indicators", "meeting", "task",
    "alerts", "hindsight", "flags", "points", "exemptions", "rules", "evidence", "visits", "discipline", "periods",
    "documents", "versions",
)  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
def test_every_page_of_an_empty_store_leads_to_the_import(make_store: Callable, run_page: Callable, name: str) -> None:
    make_store(None)
    said = words(run_page(name))
    assert "还没有已发布的台账" in said
    assert "去导入台账" in said


@pytest.mark.parametrize("name", PAGES)
def test_every_page_stands_on_a_single_task_ledger(make_store: Callable, run_page: Callable, name: str) -> None:
    make_store()
    page = run_page(name)
    assert page.title[0].value


LACKING = {
    "brands": "还没有亮点牌",
    "orders": "还没有责任令",
    "visits": "还没有走访记录",
    "indicators": "还没有指标台账",
}


@pytest.mark.parametrize("name", LACKING)
def test_a_page_whose_ledger_is_missing_says_which_one_to_import(
    make_store: Callable, run_page: Callable, name: str
) -> None:
    make_store()
    said = words(run_page(name))
    assert f"{LACKING[name]}，所以这里是空的，不是零。" in said
    assert "去导入台账" in said


def test_weeks_without_a_visit_ledger_are_not_said_to_be_missed(make_store: Callable, run_page: Callable) -> None:
    make_store()
    assert not any(word in words(run_page("visits")) for word in ("漏访", "周周都去"))


def cut(store: Store) -> None:
    """Leave the first kilobyte of the published version, as a full disk would."""
    file = store.file(store.current())
    file.write_bytes(file.read_bytes()[:1000])


def lose(store: Store) -> None:
    """Take the published version away."""
    store.file(store.current()).unlink()


def garble(store: Store) -> None:
    """Write something into CURRENT that is no name of a version."""
    (store.path / "CURRENT").write_bytes(b"\xff\xfe2022")


@pytest.mark.parametrize("harm", [cut, lose, garble], ids=lambda harm: harm.__name__)
def test_a_version_that_cannot_be_opened_is_said_with_what_to_do(
    make_store: Callable, run_page: Callable, harm: Callable
) -> None:
    make_store(added=harm.__name__, then=harm)
    page = run_page("overview")
    assert page.title[0].value == "这一版台账打不开"
    assert len(page.error) == 1
    assert "python -m ledgers verify" in page.code[0].value


def test_of_a_damaged_store_an_earlier_version_is_offered(make_store: Callable, run_page: Callable) -> None:
    whole = []

    def harm(store: Store) -> None:
        whole.append(store.current())
        more = ledger(
            (*ROWS, (4, "底线必保", "饮水", "饮水提升", "区领导01", "区教育局", "", "2022-09-01", "2022-12-10", 5))
        )
        load([("新台账.xlsx", more)], store=store, by="测试", today=date(2022, 11, 2), at=datetime(2022, 11, 2, 9))
        cut(store)

    make_store(added="two, one cut", then=harm)
    page = run_page("overview")
    assert whole[0] in page.code[0].value
    assert [link.proto.query_string for link in page.get("page_link")] == [f"version={whole[0]}"]
    assert run_page("overview", version=whole[0]).title[0].value == "总览"


@pytest.mark.parametrize(
    ("name", "address"),
    [("task", {"task": "没有这项"}), ("towns", {"unit_镇": "没有镇"}), ("leaders", {"leader": "某某"})],
)
def test_a_link_to_what_is_not_there_is_said(
    make_store: Callable, run_page: Callable, name: str, address: dict
) -> None:
    make_store()
    said = "\n".join(each.value for each in run_page(name, **address).warning)
    assert f"“{next(iter(address.values()))}”在这一版台账里找不到" in said


def test_a_meeting_of_a_version_that_is_gone_shows_the_published_one(make_store: Callable, run_page: Callable) -> None:
    make_store()
    page = run_page("meeting", slide="2", version="20220101T000000Z-0123456789")
    assert "变化" in words(page)
