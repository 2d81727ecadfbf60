"""各镇 for whoever distrusts the ranking: the page answers what a place is made of, how sure it is, what moves it."""

from collections.abc import Callable

import pytest

from tests.pages.test_pages import words

TOWNS = {"太平镇": (85, 83, 84), "三坑镇": (55, 45, 50), "太和镇": (30, 20, 25)}
"""Three projects each; 60 of 100 days are over on 31 October."""
DISTRICT = tuple(
    (i, "攻城拔寨", f"{town}项目{k}", f"{town}任务{k}", "区领导01", "", town, "2022-09-01", "2022-12-10", percent)
    for i, (town, k, percent) in enumerate(
        (each for town, own in TOWNS.items() for each in ((town, k, percent) for k, percent in enumerate(own))), 1
    )
)
LONE = (10, "攻城拔寨", "石潭项目", "石潭任务", "区领导01", "", "石潭镇", "2022-09-01", "2022-12-10", 99)


@pytest.fixture
def page(make_store: Callable, run_page: Callable):
    make_store((*DISTRICT, LONE))
    return run_page("towns")


def test_units_with_a_place_come_first_and_the_others_are_listed_with_the_reason(page):
    assert page.selectbox(key="unit_镇").options == ["太平镇", "三坑镇", "太和镇", "石潭镇"]
    assert "<b>第 1 名</b><small>95% 把握在第 1 到第 " in words(page)
    page.selectbox(key="unit_镇").select("石潭镇").run()
    assert not page.exception
    said = words(page)
    assert "<b>样本不足</b>" in said
    assert "石潭镇：有效项目不足 3 个，只列出不排名。" in said


def test_a_unit_says_why_it_is_named_and_how_its_score_comes_about(page):
    page.selectbox(key="unit_镇").select("太和镇").run()
    said = words(page)
    assert "太和镇：居后的把握 100%，指数" in said
    assert "可以点名。" in said
    for word in ("基础指数", "收缩后指数", "加分", "预扣分", "最终得分"):
        assert f"<span>{word}</span>" in said
    links = [each.proto.label.replace("\\", "") for each in page.get("page_link")]
    assert any(link.startswith("太和镇任务1 —— 失 ") for link in links)


def test_a_unit_is_compared_with_another_or_with_itself_before(page):
    page.selectbox(key="unit_镇").select("太和镇").run()
    assert page.selectbox(key="beside_太和镇").options == ["太平镇", "三坑镇", "石潭镇", "它自己的上期"]
    # s1 of 太和镇: the plan is at 60, 40 … 30 points behind: 30, 20, 10 of 100 → 30; 太平镇 is ahead throughout
    assert "太和镇比太平镇低 70.0 分：进度低 70.0 分。" in words(page)
    page.selectbox(key="beside_太和镇").select("它自己的上期").run()
    assert not page.exception
    assert "太和镇" in words(page)


def test_other_weights_are_tried_and_nothing_is_kept(page):
    page.session_state["sureness_镇"] = True
    page.run()
    assert not page.exception
    said = words(page)
    assert "每项任务四项得分按权重平均：进度 50%、节点准时 20%、现场质量 15%、问题整改 15%" in said
    assert "一起换 200 次" in said
    assert "改上面任何一项" in said
    page.number_input(key="weight_nodes_镇").set_value(0.0).run()
    assert not page.exception
    assert "不变" in words(page)
    for code in ("progress", "visits", "problems"):
        page.number_input(key=f"weight_{code}_镇").set_value(0.0)
    page.run()
    assert "四项权重都是 0" in words(page)
