"""What a link shows, and what people said below a chart: by AppTest on stores small enough to know by heart."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from streamlit.testing.v1 import AppTest

from ledgers import publishing
from ledgers.decisions import Decision
from ledgers.loading import load
from ledgers.store import Store
from pages.shared import charts
from pages.shared.views import View
from reports.drawing.told import told_by
from reports.subjects import remarking
from tests.pages.conftest import ROWS, ledger
from tests.pages.test_pages import words

WALL = "wall_任务榜"
FASTER = (ROWS[0], (*ROWS[1][:-1], 35), ROWS[2])


def correct(store: Store, *, at: datetime = datetime(2022, 11, 2, 9)) -> str:
    """Publish the ledger once more with 三坑公路改造 at 35 instead of 20 %; return the version before."""
    before = store.current()
    load([("任务榜台账更正.xlsx", ledger(FASTER))], store=store, by="李四", today=date(2022, 11, 2), at=at)
    return before


def say(store: Store, text: str, *, mark: str = "", day: date = date(2022, 10, 31)) -> None:
    """Keep a remark about the wall of 任务榜, with the numbers of the version that is published."""
    view = View(str(store.path), store.current(), "default", day)
    told = told_by(charts.CHARTS["wall"](view.plain(), "任务榜"))
    made = remarking.remark_told(WALL, told, text=text, mark=mark, subject=f"{day}!1", snapshot=view.snapshot)
    publishing.decide(store, [Decision(**made)], by="王区长", at=datetime(2022, 11, 1, 10))


def named(page: AppTest, label: str):
    return next(each for each in page.button if each.label == label)


def test_a_link_to_an_older_version_shows_it_says_so_and_leads_back(make_store: Callable, run_page: Callable) -> None:
    store = make_store()
    old = correct(store)
    page = run_page("board", date="2022-10-31", version=old)
    assert "正在看旧版，只能看、不能改" in words(page)
    assert page.dataframe[0].value.set_index("任务")["实际"].filter(like="三坑").tolist() == [20]
    named(page, "回到最新版本").click().run()
    assert not page.exception
    assert "正在看旧版" not in words(page)
    assert "version" not in page.query_params
    assert page.dataframe[0].value.set_index("任务")["实际"].filter(like="三坑").tolist() == [35]


def test_a_link_to_the_newest_version_is_an_ordinary_visit(make_store: Callable, run_page: Callable) -> None:
    store = make_store()
    page = run_page("overview", version=store.current())
    assert "正在看旧版" not in words(page)
    assert "version" not in page.query_params


@pytest.mark.parametrize("version", ["20221101T000000Z-abcdef1234", "../../etc/passwd", "<b>"])
def test_an_unknown_version_is_said_and_the_newest_is_shown(
    make_store: Callable, run_page: Callable, version: str
) -> None:
    make_store()
    page = run_page("overview", version=version)
    assert "链接里的这一版在台账库里找不到" in words(page)
    assert "共 3 项" in words(page)


def test_a_draft_that_nobody_published_cannot_be_linked_to(make_store: Callable, run_page: Callable) -> None:
    store = make_store()
    at = datetime(2022, 11, 2, 9)
    made = load([("更正.xlsx", ledger(FASTER))], store=store, by="李四", today=at.date(), at=at, draft=True)
    assert "在台账库里找不到" in words(run_page("overview", version=made.snapshot))


@pytest.mark.parametrize("name", ["intake", "versions", "flags", "exemptions"])
def test_an_older_version_can_only_be_looked_at(make_store: Callable, run_page: Callable, name: str) -> None:
    store = make_store()
    old = correct(store)
    page = run_page(name, version=old)
    assert "只能看、不能改" in words(page)
    assert not [each for each in page.button if each.label in ("读取并试算", "退回到这一版")]


def test_a_remark_stands_below_its_chart_at_its_day_and_is_never_markup(
    make_store: Callable, run_page: Callable
) -> None:
    store = make_store(added="remark", then=lambda store: say(store, "<script>x</script>抓紧", mark="2 三坑公路改造"))
    said = words(run_page("board"))
    assert "&lt;script&gt;x&lt;/script&gt;抓紧" in said
    assert "王区长" in said
    assert "数字已变" not in said
    assert "抓紧" not in words(run_page("board", date="2022-10-15"))
    assert store.current()


def test_a_remark_goes_stale_when_the_ledger_is_corrected_and_not_in_the_version_it_was_made_on(
    make_store: Callable, run_page: Callable
) -> None:
    store = make_store(added="remark", then=lambda store: say(store, "抓紧", mark="2 三坑公路改造"))
    old = correct(store)
    assert "数字已变：滞后当时 40 个百分点，现在 25 个百分点" in words(run_page("board"))
    assert "数字已变" not in words(run_page("board", version=old))


def test_a_remark_about_another_mark_stays_as_it_was(make_store: Callable, run_page: Callable) -> None:
    store = make_store(added="other", then=lambda store: say(store, "不错", mark="1 太平新城土地征收"))
    correct(store)
    said = words(run_page("board"))
    assert "不错" in said
    assert "数字已变" not in said
