"""周期: a period is checked, opened, objected to, answered and frozen; what is frozen stays, on 红黄旗 too."""

import json
from collections.abc import Callable
from datetime import date, datetime

import pytest
from streamlit.testing.v1 import AppTest

from ledgers.decisions import Decision
from ledgers.freezing import frozen_periods
from ledgers.loading import load
from ledgers.publishing import decide, rollback
from ledgers.store import Store
from pages.shared import data, verdicts
from tests.pages.conftest import ROWS, ledger
from tests.pages.test_mechanism import decisions
from tests.pages.test_pages import words

FLAG = "黄旗!镇!三坑镇"
OPENED = Decision("period_draft", "2022-10", "", "公示", since=date(2022, 11, 2))
ASKED = Decision("objection", "2022-10", FLAG, "三坑镇", reason="征地手续**在上级**", since=date(2022, 11, 3))
LATE = Decision("objection", "2022-10", FLAG, "三坑镇", reason="雨天影响", since=date(2022, 11, 8))
AT = datetime(2022, 11, 9, 9)


def press(page: AppTest, label: str) -> AppTest:
    next(button for button in page.button if button.label == label).click().run()
    assert not page.exception, page.exception
    return page


def field(page: AppTest, label: str):
    return next(each for each in page.text_input if each.label.startswith(label))


def freeze(page: AppTest, *, reason: str) -> AppTest:
    field(page, "还有").set_value(reason)
    next(each for each in page.text_input if each.key == "freeze_by_2022-10").set_value("督查室")
    return press(page, "冻结2022年10月")


@pytest.fixture
def store(make_store: Callable) -> Store:
    """October is published and its draft was opened on 2 November."""
    made = make_store()
    decide(made, [OPENED], by="张三", at=AT)
    return made


def test_a_draft_is_opened_once_and_objections_are_waited_for(make_store: Callable, run_page: Callable) -> None:
    store = make_store()
    page = run_page("periods", period="2022年10月")
    assert "还没有打开草稿公示" in words(page)
    next(each for each in page.text_input if each.label == "经办人").set_value("督查室")
    page = press(page, "打开草稿，开始公示")
    assert decisions(store) == [("period_draft", "2022-10", "", "公示", "", "督查室")]
    said = words(page)
    assert "现在还不能冻结" in said
    assert "异议期到" in said
    assert "已经公示过" in verdicts.open_draft("2022-10", by="李四")


def test_an_objection_is_lodged_for_a_unit_and_marked_late(store: Store, run_page: Callable) -> None:
    page = run_page("periods", period="2022年10月")
    page.selectbox(key="about_2022-10").set_value(FLAG)
    page.selectbox(key="unit_2022-10").set_value("三坑镇")
    page.text_area(key="objection_text_2022-10").set_value("雨天影响")
    page = press(page, "登记异议")
    assert decisions(store)[-1][:5] == ("objection", "2022-10", FLAG, "三坑镇", "雨天影响")
    assert "逾期 · 还没有答复" in words(page)  # four years after the draft
    assert "异议：雨天影响" in words(run_page("flags"))


def test_an_objection_without_a_unit_is_not_kept(store: Store, run_page: Callable) -> None:
    page = run_page("periods", period="2022年10月")
    page.text_area(key="objection_text_2022-10").set_value("雨天影响")
    assert "还没有登记" in words(press(page, "登记异议"))
    assert len(decisions(store)) == 1


def test_an_objection_in_time_must_be_answered_first_and_the_answer_stands_beside_the_flag(
    store: Store, run_page: Callable
) -> None:
    decide(store, [ASKED], by="三坑镇", at=AT)
    page = run_page("periods", period="2022年10月")
    assert "现在还不能冻结：异议·三坑镇" in words(page).replace("\\", "")
    assert "还没有答复：请选" in words(press(page, "答复"))
    next(each for each in page.get("button_group") if "said_2022-10" in each.proto.id).set_value("不采纳")
    field(page, "答复理由").set_value("材料不足")
    field(page, "答复人").set_value("督查室")
    page = press(page, "答复")
    assert decisions(store)[-1] == ("reply", "2022-10", f"{FLAG}!三坑镇", "不采纳", "材料不足", "督查室")
    assert "不采纳：材料不足（督查室）" in words(page)
    assert "不采纳：材料不足（督查室）" in words(run_page("flags"))
    assert '<p class="sgt-question">异议：征地手续**在上级**' in words(page)


def test_a_period_with_open_points_is_frozen_only_with_a_reason_that_is_kept(store: Store, run_page: Callable) -> None:
    page = freeze(run_page("periods", period="2022年10月"), reason=" ")
    assert "要冻结请写明理由" in words(page)
    assert frozen_periods(store) == []
    page = freeze(page, reason="未报的已电话催过")
    (kept,) = frozen_periods(store)
    assert (kept.period, kept.reason, kept.frozen_by) == ("2022-10", "未报的已电话催过", "督查室")
    assert "填报·区教育局：10月应报 1 项，缺 1 项：新增公办学位。" in json.loads(kept.coverage)
    said = words(page)
    assert kept.content_hash in said
    assert "理由：未报的已电话催过" in said
    assert "没有勘误" in said
    assert "内容与冻结时逐字节一致" in "".join(each.value for each in page.success)


def test_a_period_that_has_not_ended_or_has_no_draft_is_not_frozen(store: Store) -> None:
    from pages.shared import freezes

    view = data.View(str(store.path), data.current(), "default", date(2022, 10, 31))
    november = next(span for span in freezes.spans(view) if span.name == "2022-11")
    checked = freezes.coverage(view, november)
    told = verdicts.freeze((november, view.snapshot, b"{}"), data.rules(view), checked=checked, reason="急", by="张三")
    assert told == "还不能冻结：公示·全部：还没有打开草稿公示，各单位无从提出异议。"
    assert frozen_periods(store) == []


def test_nothing_can_be_decided_about_a_frozen_month_and_its_flags_stay_as_they_were(
    store: Store, run_page: Callable
) -> None:
    before = store.current()
    freeze(run_page("periods", period="2022年10月"), reason="已催")
    verdict = [{"subject": FLAG, "answer": "不同意", "reason": "弄错了", "was": "待确认"}]
    assert "2022年10月已经冻结" in verdicts.decide_flags("2022-10", verdict, by="张三")
    assert "已经冻结" in verdicts.lodge_objection("2022-10", FLAG, unit="三坑镇", reason="晚了", by="张三")
    better = (ROWS[0], (*ROWS[1][:-1], 60), ROWS[2])  # 三坑镇 is on its plan after all
    load(
        [("任务榜台账更正.xlsx", ledger(better))],
        store=store,
        by="李四",
        today=date(2022, 11, 20),
        at=datetime(2022, 11, 20),
    )
    page = run_page("flags", month="2022年10月")
    assert "2022年10月已经冻结" in words(page).replace("\\", "")
    assert "三坑镇" in words(page)
    assert not any(button.label == "保存决定" for button in page.button)
    page = run_page("periods", period="2022年10月")
    assert "实际进度 20 → 60" in words(page)
    labels = [each.label.replace("\\", "") for each in page.get("expander")]
    assert any(label.startswith("任务榜台账更正.xlsx（李四导入），2022年11月20日") for label in labels)
    rollback(store, before, by="张三", at=datetime(2022, 11, 21))
    assert "2022年10月已经冻结" in words(run_page("flags", month="2022年10月")).replace("\\", "")
    assert "内容与冻结时逐字节一致" in "".join(each.value for each in run_page("periods", period="2022年10月").success)


def test_what_is_frozen_is_no_longer_what_the_present_ledgers_say(store: Store, run_page: Callable) -> None:
    freeze(run_page("periods", period="2022年10月"), reason="已催")
    better = (ROWS[0], (*ROWS[1][:-1], 60), ROWS[2])
    load(
        [("任务榜台账更正.xlsx", ledger(better))],
        store=store,
        by="李四",
        today=date(2022, 11, 20),
        at=datetime(2022, 11, 20),
    )
    from pages.shared import standing

    view = data.View(str(store.path), data.current(), "default", date(2022, 10, 31))
    flags = standing.flags(view, standing.months(view))
    road = flags[flags["period"].eq("2022-10-31") & flags["subject"].eq("三坑镇")].iloc[0]
    assert (road["flag"], bool(road["proposed"])) == ("黄旗", True)
    now = data.scores(view).units.set_index("unit")
    assert now.loc["三坑镇", "lag"] == 0
