"""From a mark to what it stands for, and the same way by keyboard; the ways of looking at a board."""

import json
from collections.abc import Callable

import pytest

from pages.shared import whereabouts
from pages.shared.views import View
from tests.pages.test_pages import words


def headings(page) -> str:
    """What the figures of a page say in their layout."""
    specs = [json.loads(each.proto.spec) for each in page.get("plotly_chart")]
    return json.dumps(specs, ensure_ascii=False).replace("<br>", "")


def test_what_a_click_wished_for_is_chosen_once_and_then_the_visitor_is_free(
    make_store: Callable, run_page: Callable
) -> None:
    make_store()
    page = run_page("towns")
    page.session_state["wish_unit_镇"] = "三坑镇"
    page.run()
    assert page.selectbox(key="unit_镇").value == "三坑镇"
    page.selectbox(key="unit_镇").set_value("太平镇").run()
    assert page.selectbox(key="unit_镇").value == "太平镇"


def test_a_wish_for_what_is_not_there_is_forgotten(make_store: Callable, run_page: Callable) -> None:
    make_store()
    page = run_page("towns")
    before = page.selectbox(key="unit_镇").value
    page.session_state["wish_unit_镇"] = "<b>别处</b>"
    page.run()
    assert page.selectbox(key="unit_镇").value == before
    assert not page.exception


def test_a_leader_who_was_clicked_is_shown_in_full(make_store: Callable, run_page: Callable) -> None:
    make_store()
    page = run_page("leaders")
    wanted = page.selectbox(key="leader").options[-1]
    page.session_state["wish_leader"] = wanted
    page.run()
    assert page.selectbox(key="leader").value == wanted
    assert "领办的任务" in words(page)


@pytest.mark.parametrize(
    ("way", "said"), [("挂图作战", "浅条为计划工期"), ("计划与实际", "竖线为今日计划"), ("逐项曲线", "每格一项")]
)
def test_a_board_is_shown_task_by_task_in_three_ways(
    make_store: Callable, run_page: Callable, way: str, said: str
) -> None:
    make_store()
    page = run_page("board")
    page.session_state["way_任务榜"] = way
    page.run()
    assert not page.exception
    assert said in headings(page)


def test_the_wall_of_one_leader_hangs_the_tasks_of_that_leader_alone(make_store: Callable, run_page: Callable) -> None:
    make_store()
    page = run_page("board")
    box = page.selectbox(key="wall_leader_任务榜")
    box.set_value(box.options[1]).run()
    assert not page.exception
    assert box.options[0] == "全部项目长"


def test_a_wrong_file_about_the_towns_is_named_and_the_page_goes_on(make_store: Callable, run_page: Callable) -> None:
    store = make_store()
    (store.path / "towns.csv").write_text("镇,行,列\n甲镇,一,1\n", encoding="utf-8")
    page = run_page("towns")
    assert any("towns" in warning.value and "第 2 行" in warning.value for warning in page.warning)
    assert page.selectbox(key="unit_镇").options


def test_a_file_about_the_towns_counts_from_the_moment_it_is_there(make_store: Callable) -> None:
    store = make_store()
    view = View(str(store.path), store.current(), "default", None)
    assert "太和镇" in whereabouts.town_map(view).places
    (store.path / "towns.csv").write_text("镇,行,列\n甲镇,1,1\n", encoding="utf-8")
    assert whereabouts.town_map(view).places == {"甲镇": (1, 1)}
    (store.path / "towns.csv").unlink()
