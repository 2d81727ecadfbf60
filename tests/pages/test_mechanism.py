"""预警, 红黄旗, 预扣分, 规则: what they say of a small ledger, what a decision leaves behind, what a trial leaves alone."""

import re
from collections.abc import Callable
from datetime import date, datetime

import pytest
from streamlit.testing.v1 import AppTest

from ledgers.decisions import Decision
from ledgers.loading import load
from ledgers.publishing import decide
from ledgers.store import open_snapshot
from pages.shared import data
from tests.pages.conftest import ROWS, ledger
from tests.pages.test_pages import words

SCREENS = ("alerts", "flags", "points", "exemptions", "visits", "discipline", "periods", "rules", "hindsight")
CHARTS = {
    "alerts": 1, "flags": 1, "points": 1, "exemptions": 0, "visits": 0, "discipline": 0, "periods": 0, "rules": 0,
    "hindsight": 1,
}  # fmt: skip
NAME = "红旗!镇!太平镇"
GOOD = (
    (1, "攻城拔寨", "太平新城", "太平新城土地征收", "区领导01", "太平镇", "太平镇", "2022-09-01", "2022-12-10", 80),
)


def decisions(store) -> list[tuple]:
    """What the published version holds of decisions."""
    cursor = open_snapshot(store).cursor()
    return cursor.execute(
        "SELECT kind, scope, subject, answer, reason, decided_by FROM decisions ORDER BY seq"
    ).fetchall()


def answer(page: AppTest, name: str, said: str, *, reason: str = "", by: str = "张三") -> AppTest:
    """Answer about one flag in the form and save."""
    next(group for group in page.get("button_group") if name in group.proto.id).set_value(said)
    next(field for field in page.text_input if field.label == "统一理由").set_value(reason)
    next(field for field in page.text_input if field.label == "经办人").set_value(by)
    next(button for button in page.button if button.label == "保存决定").click().run()
    assert not page.exception, page.exception
    return page


@pytest.mark.parametrize("name", SCREENS)
def test_a_page_of_the_mechanism_opens_on_a_published_ledger(make_store: Callable, run_page: Callable, name) -> None:
    make_store()
    assert len(run_page(name).get("plotly_chart")) == CHARTS[name]


@pytest.mark.parametrize("name", SCREENS[:6])
def test_an_empty_store_leads_to_the_import_page(make_store: Callable, run_page: Callable, name) -> None:
    make_store(None)
    assert "还没有已发布的台账" in words(run_page(name))


def test_an_empty_store_can_still_be_asked_for_the_rules(make_store: Callable, run_page: Callable) -> None:
    make_store(None)
    said = words(run_page("rules"))
    assert "落后序时进度 30 个百分点及以上" in said
    assert "还没有已发布的台账" in said


@pytest.mark.parametrize("name", SCREENS)
def test_silence_everywhere_is_shown_as_silence(make_store: Callable, run_page: Callable, name) -> None:
    make_store(tuple((*row[:-1], None) for row in ROWS))
    said = words(run_page(name))
    assert "nan" not in said.lower()
    assert "None" not in said


def test_words_of_a_ledger_never_become_markup(make_store: Callable, run_page: Callable) -> None:
    evil = "<script>alert(1)</script>**重点**"
    make_store(((1, "攻城拔寨", evil, evil, "区领导01", "太平镇", "太平镇", "2022-09-01", "2022-10-10", 20),))
    for name in SCREENS:
        assert "<script>alert" not in words(run_page(name)).replace(r"\<script\>", "")


def test_an_overdue_task_is_named_with_its_unit_its_reason_and_the_way_down(
    make_store: Callable, run_page: Callable
) -> None:
    make_store(
        ((1, "攻城拔寨", "公路", "公路改造", "区领导01", "区交通运输局", "三坑镇", "2022-08-01", "2022-09-20", 20),)
    )
    said = words(run_page("alerts"))
    assert "约谈 1 项，要动起来的是区交通运输局（1 项）" in said
    assert "✖ 约谈" in said
    assert "超过完成时限 41 天" in said
    assert "办结任务，当即退出" in said


def test_a_task_that_is_little_short_of_the_next_rung_is_listed_with_what_is_missing(
    make_store: Callable, run_page: Callable
) -> None:
    make_store(((*ROWS[1][:-1], 41.5), ROWS[0]))  # 60 % is due: 18.5 points behind, 黄牌 is at 20
    said = words(run_page("alerts")).replace("\\", "")
    assert "快要升级的 1 项" in said
    assert "距黄牌 1.5 个百分点  三坑公路改造" in said


def test_the_table_of_levels_is_narrowed_by_level_and_by_unit(make_store: Callable, run_page: Callable) -> None:
    make_store(
        (
            (1, "攻城拔寨", "公路", "公路改造", "区领导01", "区交通运输局", "三坑镇", "2022-08-01", "2022-09-20", 20),
            ROWS[0],
        )
    )
    page = run_page("alerts")
    assert len(page.dataframe[0].value) == 2
    next(group for group in page.get("button_group") if "alert_levels" in group.proto.id).set_value(["约谈"]).run()
    assert page.dataframe[0].value["任务"].tolist() == ["公路改造"]
    page.selectbox(key="alert_unit").set_value("太平镇").run()
    assert "没有符合条件的任务。" in words(page)


def test_levels_on_every_page_are_those_with_memory(make_store: Callable, run_page: Callable) -> None:
    make_store()
    view = data.View(str(data.store_path()), data.current(), "default", date(2022, 10, 31))
    tasks = data.scores(view).tasks
    assert {"raw_level", "why"} <= set(tasks.columns)
    late = tasks[tasks["level"] < tasks["raw_level"]]
    assert late["task"].tolist() == ["三坑公路改造"]  # 40 points behind for the first time: waits for a second week
    assert late["why"].str.contains("须连续 2 周才升级").all()


def test_a_confirmed_flag_is_kept_with_who_and_why_and_shown_so(make_store: Callable, run_page: Callable) -> None:
    store = make_store(GOOD)
    before = store.current()
    page = answer(run_page("flags"), NAME, "确认", reason="指数第一，现场会推广")
    assert decisions(store) == [("flag", "2022-10", NAME, "确认", "指数第一，现场会推广", "张三")]
    assert store.current() != before
    said = words(page)
    assert "已确认 · 理由：指数第一，现场会推广 · 张三定" in said
    assert "本月已作的决定 1 条" in [each.label for each in page.get("expander")]
    assert "更正记录 1 条" in [each.label for each in run_page("versions").get("expander")]


def test_a_flag_is_declined_and_confirmed_again_and_both_answers_are_kept(
    make_store: Callable, run_page: Callable
) -> None:
    store = make_store(GOOD)
    answer(run_page("flags"), NAME, "不同意", reason="材料不实")
    page = answer(run_page("flags"), NAME, "确认", reason="已核实")
    assert [row[3:5] for row in decisions(store)] == [("不同意", "材料不实"), ("确认", "已核实")]
    assert "已确认" in words(page)


def test_a_decision_without_a_reason_is_not_kept(make_store: Callable, run_page: Callable) -> None:
    store = make_store(GOOD)
    page = answer(run_page("flags"), NAME, "不同意")
    assert decisions(store) == []
    assert "没有写理由" in words(page)


def test_a_decision_changes_no_score_and_nothing_is_scored_again(make_store: Callable, run_page: Callable) -> None:

    make_store(GOOD)
    view = data.View(str(data.store_path()), data.current(), "default", date(2022, 10, 31))
    then = data.scores(view)
    answer(run_page("flags"), NAME, "确认", reason="现场会")
    now = data.scores(view.at(data.current(), as_of=view.as_of))
    assert now is then


def test_a_new_ledger_is_scored_again_after_a_decision(make_store: Callable, run_page: Callable) -> None:

    store = make_store(GOOD)
    view = data.View(str(data.store_path()), data.current(), "default", date(2022, 10, 31))
    then = data.scores(view)
    at = datetime(2022, 11, 2, 9)
    load([("任务榜台账补充.xlsx", ledger(ROWS))], store=store, by="李四", today=date(2022, 11, 2), at=at)
    assert len(data.scores(view.at(data.current(), as_of=view.as_of)).tasks) == len(then.tasks) + 2


def test_a_decision_about_a_unit_that_is_gone_is_said_and_breaks_nothing(
    make_store: Callable, run_page: Callable
) -> None:
    store = make_store(GOOD)
    told = Decision("flag", "2022-10", "红旗!镇!没有的镇", "确认", reason="现场会")
    decide(store, [told], by="张三", at=datetime(2022, 11, 2, 9))
    assert "在现在的台账里找不到" in words(run_page("flags"))


def test_a_month_that_has_not_ended_says_so(make_store: Callable, run_page: Callable) -> None:
    make_store(GOOD)
    page = run_page("flags", date="2022-10-20")
    assert page.selectbox(key="month").options == ["2022年10月（截至20日）", "2022年9月", "2022年8月"]


def test_the_account_of_a_unit_adds_up_on_the_screen(make_store: Callable, run_page: Callable) -> None:
    make_store(
        ((1, "攻城拔寨", "公路", "公路改造", "区领导01", "区交通运输局", "三坑镇", "2022-08-01", "2022-09-20", 20),)
    )
    page = run_page("points", points_unit="区交通运输局")
    found = re.search(r"预扣 ([\d.]+) = 返还 ([\d.]+) \+ 确认 ([\d.]+) \+ 仍在预扣 ([\d.]+)，账平", words(page))
    charged, *parts = map(float, found.groups())
    assert charged > 0
    assert charged == sum(parts)
    assert any(label.label.startswith("累计预扣") for label in page.get("expander"))


def tried(page: AppTest, label: str, value: float) -> AppTest:
    """Change one threshold of the form and try it."""
    page.toggle(key="trial_numbers").set_value(True).run()
    next(field for field in page.number_input if field.key == f"default_{label}").set_value(value)
    next(button for button in page.button if button.label == "试算").click().run()
    assert not page.exception, page.exception
    return page


def test_a_trial_shows_what_would_change_and_leaves_the_store_and_the_scores_alone(
    make_store: Callable, run_page: Callable
) -> None:
    store = make_store()
    before, shown = store.ids(), words(run_page("alerts"))
    page = tried(run_page("rules"), "ladder.stale_days", 60)
    said = words(page)
    assert "也不影响已发布的分数、等级和名次" in said
    assert "3 项等级变化" in said
    assert (store.ids(), words(run_page("alerts"))) == (before, shown)


def test_a_trial_that_makes_no_sense_names_the_field(make_store: Callable, run_page: Callable) -> None:
    make_store()
    said = words(tried(run_page("rules"), "ladder.lag[2]", 8.0))
    assert "“等级界线·落后达到”一组填得不对" in said
    assert "用这份规则会怎样" not in said


def test_a_published_rule_shows_what_it_would_light(make_store: Callable, run_page: Callable) -> None:
    make_store()
    page = run_page("rules")
    page.selectbox(key="trial_pack").set_value("wuhan").run()
    next(button for button in page.button if button.label == "试算").click().run()
    assert not page.exception, page.exception
    said = words(page)
    assert "这一期会亮 1 项" in said
    assert "红牌" in said


def activated(page: AppTest, since: date, *, reason: str = "第三次会议定", backwards: bool = False) -> AppTest:
    """Bring what was tried into force."""
    next(field for field in page.date_input if field.label == "从哪一天起施行").set_value(since)
    page.text_input(key="rules_reason").set_value(reason)
    page.text_input(key="rules_by").set_value("张三")
    page.checkbox(key="rules_backwards").set_value(backwards)
    next(button for button in page.button if button.label == "启用").click().run()
    assert not page.exception, page.exception
    return page


def test_rules_brought_into_force_hold_from_their_day_and_leave_the_days_before_alone(
    make_store: Callable, run_page: Callable
) -> None:
    store = make_store()
    view = data.View(str(data.store_path()), data.current(), "default", date(2022, 10, 31))
    then = data.scores(view)
    page = activated(tried(run_page("rules"), "ladder.lag[0]", 2.0), date(2022, 11, 1))
    assert "《默认（修订）》已启用，自 2022-11-01 起施行" in page.success[0].value.replace("\\", "")
    assert "等级界线：落后达到（提醒）由 5 百分点改为 2 百分点。" in words(page)
    assert [row[2:] for row in decisions(store)] == [("默认（修订）", decisions(store)[0][3], "第三次会议定", "张三")]
    now = view.at(data.current(), as_of=view.as_of)
    assert data.rules(now).title == "默认"
    assert data.scores(now).tasks["level"].tolist() == then.tasks["level"].tolist()
    assert data.rules(now.at(now.snapshot, as_of=date(2022, 11, 1))).ladder.lag[0] == 2.0


def test_rules_for_a_day_already_judged_need_the_tick_and_a_reason(make_store: Callable, run_page: Callable) -> None:
    store = make_store()
    page = activated(tried(run_page("rules"), "ladder.lag[0]", 2.0), date(2022, 10, 1))
    assert "确要追溯，请勾选“追溯”" in words(page)
    assert decisions(store) == []
    assert "请写明理由" in words(activated(page, date(2022, 10, 1), reason="", backwards=True))
    activated(page, date(2022, 10, 1), backwards=True)
    assert len(decisions(store)) == 1
