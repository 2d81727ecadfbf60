"""预警成效 and what a task says of its finish, on ledgers of three tasks."""

from collections.abc import Callable

import pytest

from tests.pages.conftest import ROWS
from tests.pages.test_pages import words

ROAD = ("攻城拔寨", "公路", "公路改造", "区领导01", "区交通运输局", "三坑镇", "2022-09-01", "2022-10-20")
ENDED = ((1, *ROAD, 20), (2, "攻城拔寨", "水厂", "水厂扩建", *ROAD[3:-1], "2022-11-20", 100), ROWS[2])
"""Late and unheard of since; finished in time; not due yet on 31 October."""


def test_an_empty_store_leads_to_the_import_page(make_store: Callable, run_page: Callable) -> None:
    make_store(None)
    assert "还没有已发布的台账" in words(run_page("hindsight"))


def test_while_no_end_is_known_it_says_so_and_shows_no_figure(make_store: Callable, run_page: Callable) -> None:
    make_store()
    page = run_page("hindsight")
    assert "还没有结局已定的任务" in words(page)
    assert len(page.dataframe) == 0
    assert "sgt-figures" not in words(page)


def test_the_sentence_counts_what_the_ledger_says_by_that_day(make_store: Callable, run_page: Callable) -> None:
    make_store(ENDED)
    page = run_page("hindsight")
    said = words(page)
    assert "已有结局的任务 2 项，其中 1 项逾期。" in said
    assert "比例只供参考，不能据此定规则" in said
    assert "只有 2022 年一年，无法跨年检验" in said
    assert len(page.get("plotly_chart")) == 4
    assert sorted(page.dataframe[0].value["任务"]) == ["公路改造", "水厂扩建"]


@pytest.mark.parametrize(("grade", "said"), [("提醒", "提醒以上报警"), ("黄牌", "黄牌以上")])
def test_it_can_be_asked_from_which_level_on(make_store: Callable, run_page: Callable, grade: str, said: str) -> None:
    make_store(ENDED)
    page = run_page("hindsight")
    next(group for group in page.get("button_group") if "grade" in group.proto.id).set_value(grade).run()
    assert not page.exception
    assert said in words(page)


def test_the_cases_are_narrowed_by_what_they_were(make_store: Callable, run_page: Callable) -> None:
    make_store(ENDED)
    page = run_page("hindsight")
    chosen = next(group for group in page.get("button_group") if "verdicts" in group.proto.id)
    chosen.set_value(["△ 误报"]).run()
    assert "没有符合条件的任务。" in words(page)


def test_a_task_says_what_pace_it_needs_and_that_there_is_no_range_yet(
    make_store: Callable, run_page: Callable
) -> None:
    make_store((ROWS[1],))
    said = words(run_page("task"))
    assert "每周需 14 个百分点才能按原时限完成（近四周填报不全，速度未知）。" in said  # 80 points, 40 days
    assert "不足 10 项，暂不给区间" in said


def test_a_task_that_reported_nothing_says_that_nothing_can_be_reckoned(
    make_store: Callable, run_page: Callable
) -> None:
    make_store((ROWS[2],))
    assert "没有填报，算不出每周需要完成多少。" in words(run_page("task"))
