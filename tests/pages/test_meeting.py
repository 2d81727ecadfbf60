"""The page 会议: prepared, presented on what it was pinned to, and what it settles goes to 督查."""

from collections.abc import Callable
from datetime import date, datetime

from ledgers.loading import load
from pages.shared import data
from tests.pages.conftest import ROWS, ledger
from tests.pages.test_pages import words

NEXT_DAY = {"today": date(2022, 11, 2), "at": datetime(2022, 11, 2, 9)}


def test_an_empty_store_has_nothing_to_present(make_store: Callable, run_page: Callable) -> None:
    make_store(None)
    assert "还没有已发布的台账" in words(run_page("meeting"))


def test_the_agenda_is_shown_before_the_meeting(make_store: Callable, run_page: Callable) -> None:
    make_store()
    said = words(run_page("meeting"))
    assert "攻城拔寨 2 项" in said
    assert said.index("攻城拔寨") < said.index("底线必保") < said.index("镇名次") < said.rindex("议定事项")


def test_a_meeting_shows_the_slide_of_the_address(make_store: Callable, run_page: Callable) -> None:
    make_store()
    page = run_page("meeting", slide="2", date="2022-10-31")
    said = words(page)
    assert "变化、落后、决定" in said
    assert "平均进度" in said
    assert not page.title


def test_what_is_published_meanwhile_changes_no_slide(make_store: Callable, run_page: Callable) -> None:
    store = make_store()
    pinned = data.current()
    later = tuple((*row[:-1], 99) for row in ROWS)
    load([("补报.xlsx", ledger(later))], store=store, by="测试", **NEXT_DAY)
    assert data.current() != pinned
    then = words(run_page("meeting", slide="2", date="2022-10-31", version=pinned))
    now = words(run_page("meeting", slide="2", date="2022-10-31"))
    assert pinned in then
    assert "未报 1" not in now
    assert then != now


def test_what_the_meeting_settles_becomes_an_item_of_the_supervisors(make_store: Callable, run_page: Callable) -> None:
    make_store()
    page = run_page("meeting")
    page.text_input(key="settle_matter").set_value("太平新城征地倒排到户")
    page.multiselect(key="settle_units").set_value(["太平镇"])
    page.text_input(key="settle_by").set_value("张三")
    page.button[-1].click().run()
    assert any("何时办成" in each.value for each in page.warning)
    page.date_input(key="settle_due").set_value(data.today())
    page.button[-1].click().run()
    assert not page.exception
    assert "太平新城征地倒排到户" in words(run_page("meeting"))
    steps = data.version_facts(data.current())["decisions"]
    assert steps["scope"].str.startswith("太平新城征地倒排到户|太平镇").any()
