"""Periods in words: where they stand, their steps, the checklist, objections, errata; the calendar and what is due."""

from dataclasses import dataclass
from datetime import date, datetime

import pandas as pd
import pytest

import analysis
from reports.pieces.cards import check_list, month_grid
from reports.pieces.tables import Source
from reports.subjects.agenda import due_table, month_cells
from reports.subjects.periods import (
    check_rows,
    coverage_figures,
    errata_groups,
    errata_subjects,
    errata_value_table,
    frozen_form,
    joined_sources,
    months_frozen,
    months_line,
    objection_choices,
    objection_lines,
    period_state,
    period_steps,
    period_table,
    point_table,
    source_place,
)

OCTOBER = analysis.named_span("2022-10")
WINDOW = (date(2022, 11, 2), date(2022, 11, 7))


@pytest.mark.parametrize(
    ("window", "frozen", "today", "state", "now"),
    [
        (None, False, date(2022, 11, 1), "未开始", ["核对", "公示"]),
        (WINDOW, False, date(2022, 11, 7), "异议期", ["异议"]),
        (WINDOW, False, date(2022, 11, 8), "草稿", ["定旗", "冻结"]),
        (WINDOW, True, date(2022, 11, 8), "已冻结", []),
    ],
)
def test_a_period_stands_somewhere_and_says_what_is_next(window, frozen, today, state, now):
    assert period_state(OCTOBER, window, frozen=frozen, today=today) == state
    assert [name for name, _, when in period_steps(state, window) if when == "now"] == now


CHECKED = pd.DataFrame(
    [
        ("公示", "全部", "blocking", "还没有打开草稿公示。"),
        ("填报", "太平镇", "open", "缺 1 项。"),
        ("填报", "太和镇", "open", "缺 2 项。"),
        ("暂存", "全部", "ok", "没有暂存的行。"),
    ],
    columns=["what", "subject", "state", "sentence"],
)


def test_a_checklist_has_one_line_a_check_with_the_worst_of_it():
    assert check_rows(CHECKED) == [
        ("blocking", "✖ 先办", "公示", "还没有打开草稿公示。"),
        ("open", "◆ 待办", "填报", "太平镇：缺 1 项。……共 2 处"),
        ("ok", "✔ 具备", "暂存", "没有暂存的行。"),
    ]
    assert [value for _, value, _ in coverage_figures(CHECKED)] == ["1 项", "2 处", "1 处"]
    assert point_table(CHECKED)["状态"].tolist() == ["先办", "待办", "待办"]


def test_words_of_a_ledger_stay_words_in_checklist_and_calendar():
    assert "<b>x" not in check_list([("ok", "✔", "填报", "<b>x</b>")])
    assert "<b>x" not in month_grid("<b>x</b>", [[("1", ["<b>x</b>"], "")]])


def test_an_objection_is_told_with_its_lateness_and_its_answer():
    said = pd.DataFrame(
        [
            ("黄旗!镇!太平镇", "太平镇", "雨天", pd.Timestamp("2022-11-08"), True, None, None, None),
            ("任务!ab", "区教育局", "已办结", pd.Timestamp("2022-11-03"), False, "采纳", "已核实", "张三"),
        ],
        columns=["subject", "unit", "reason", "lodged_on", "late", "answer", "answer_reason", "answered_by"],
    )
    assert objection_lines(said, {"任务!ab": "任务 · 建校"}) == [
        ("异议：雨天", "黄旗 · 镇 · 太平镇 · 太平镇 11月8日提出，逾期 · 还没有答复"),
        ("异议：已办结", "任务 · 建校 · 区教育局 11月3日提出 · 采纳：已核实（张三）"),
    ]


def test_one_can_object_to_flags_that_stand_and_to_tasks_but_not_to_near_misses(samples):
    tasks = pd.DataFrame({"task_id": ["ab"], "task": ["修路"]})
    choices = objection_choices(samples["flags"], tasks)
    assert choices["红旗!镇!太和镇"] == "红旗 · 镇 · 太和镇"
    assert "红旗!镇!三坑镇" not in choices  # a near miss
    assert choices["任务!ab"] == "任务 · 修路"


def test_errata_stand_under_what_brought_them_one_line_a_subject():
    day = pd.Timestamp("2022-11-20")
    rows = [
        ("任务", "修路", "实际进度", 30.0, 45.0, "更正.xlsx（李四导入）", day),
        ("任务", "修路", "等级", 4, 2, "更正.xlsx（李四导入）", day),
        ("任务", "挖渠", "是否列入", True, False, "说不清：两个版本的台账相同", pd.NaT),
    ]
    names = ["what", "subject", "number", "frozen", "now", "brought_by", "brought_at"]
    groups = errata_groups(pd.DataFrame(rows, columns=names))
    assert [head for head, _ in groups] == [
        "更正.xlsx（李四导入），2022年11月20日：2 处", "说不清：两个版本的台账相同：1 处",
    ]  # fmt: skip
    assert groups[0][1].to_numpy().tolist() == [["任务", "修路", "实际进度 30 → 45；等级 ✖ 约谈 → ▲ 预警"]]
    assert groups[1][1].to_numpy().tolist() == [["任务", "挖渠", "是否列入 是 → 否"]]


@dataclass(frozen=True)
class Kept:
    """What the words need of a frozen period."""

    frozen_at: datetime
    frozen_by: str = "张三"
    snapshot: str = "v1"
    rules_digest: str = "ab"
    content_hash: str = "cd"
    coverage: str = ""
    reason: str = ""


QUARTER = analysis.named_span("2022-Q4")
FROZEN_MONTHS = {"2022-10": Kept(datetime(2022, 11, 10)), "2022-11": Kept(datetime(2023, 1, 20))}


def test_a_quarter_names_the_state_of_its_months_now_and_when_it_was_frozen():
    assert months_frozen(QUARTER, FROZEN_MONTHS) == {"10月": True, "11月": True, "12月": False}
    then = months_frozen(QUARTER, FROZEN_MONTHS, at=datetime(2023, 1, 16))
    assert then == {"10月": True, "11月": False, "12月": False}
    form = frozen_form(Kept(datetime(2023, 1, 16)), title="默认", when="", months=then)
    assert form["冻结时的三个月"] == "10月已冻结，11月、12月未冻结"
    assert "冻结时的三个月" not in frozen_form(Kept(datetime(2023, 1, 16)), title="默认", when="")


def test_a_month_has_no_months_and_a_quarter_with_all_frozen_says_only_that():
    assert months_frozen(analysis.named_span("2022-10"), FROZEN_MONTHS) == {}
    assert months_line({}) == ""
    assert months_line({"10月": True, "11月": True, "12月": True}) == "10月、11月、12月已冻结：季度另外固定自己的内容。"


def test_the_list_of_periods_counts_the_frozen_months_of_a_quarter():
    states = {"2022-10": "已冻结", "2022-Q4": "未开始"}
    table = period_table(states, dict.fromkeys(states), {"2022-10": FROZEN_MONTHS["2022-10"]})
    assert table["所含月份"].tolist() == ["1/3 个月已冻结", "—"]


def test_an_erratum_opens_to_its_values_with_both_cells():
    names = ["what", "subject", "number", "frozen", "now", "tasks", "unit"]
    rows = [("任务", "修路", "实际进度", 30.0, 45.0, ["ab"], None), ("任务", "修路", "等级", 4, 2, ["ab"], None)]
    (told,) = errata_subjects(pd.DataFrame(rows, columns=names))
    assert told == ("任务 · 修路：实际进度、等级", {"tasks": ["ab"], "unit": None})
    values = pd.DataFrame(
        {"task_id": ["ab", None], "unit": [None, "太和镇"], "item": ["完成率", "级别"], "about": ["2022-10-31", ""],
         "before": ["30", None], "after": ["45", "省级"]}
    )  # fmt: skip
    table = errata_value_table(values, [("旧.xlsx!表!J3", "新.xlsx!表!J4"), ("", "新.xlsx!奖!B2")], {"ab": "修路"})
    assert table.to_numpy().tolist() == [
        ["修路", "完成率（2022-10-31）", "30 → 45", "旧.xlsx!表!J3 → 新.xlsx!表!J4"],
        ["太和镇", "级别", "没有写 → 省级", "新.xlsx!奖!B2"],
    ]  # fmt: skip


def test_cells_of_one_sheet_are_shown_once():
    one = Source("甲", "表", "旧.xlsx!表", ((3, "J"),))
    both = joined_sources([one, Source("甲", "表", "旧.xlsx!表", ((3, "J"), (4, "J")))])
    assert both == [Source("甲", "表", "旧.xlsx!表", ((3, "J"), (4, "J")))]
    assert (source_place(both), source_place([])) == ("旧.xlsx!表!J3、旧.xlsx!表!J4", "")


def test_a_month_of_the_calendar_begins_on_monday_and_holds_visits_meetings_and_ends_of_phases():
    rules = analysis.rule_pack()
    visits = pd.DataFrame({"week": [date(2022, 12, 5)] * 2, "kept": pd.Series([True, False], dtype="object")})
    met = analysis.meeting_days(rules, date(2022, 12, 1), date(2022, 12, 31))
    weeks = month_cells(date(2022, 12, 1), meetings=met, visits=visits, phases=rules.phases, today=date(2022, 12, 7))
    assert [len(week) for week in weeks] == [7] * 5
    assert [cell[0] for cell in weeks[0]] == ["", "", "", "1", "2", "3", "4"]
    assert weeks[1][5] == ("10", ["月通报"], "")
    assert weeks[1][6] == ("11", ["走访1/2"], "")
    assert weeks[1][2] == ("7", [], "today")
    assert weeks[2 + 1][1] == ("20", ["组织实施止"], "")


def test_what_is_due_names_its_task_and_the_days_left():
    due = pd.DataFrame(
        {
            "due_on": pd.to_datetime(["2022-11-30", "2022-12-10"]), "days_left": [0, 10], "what": ["节点", "月通报"],
            "task_id": ["ab", None], "subject": ["竣工验收", "2022年11月"],
        }
    )  # fmt: skip
    table = due_table(due, pd.DataFrame({"task_id": ["ab"], "task": ["修路"]}))
    assert table.to_numpy().tolist() == [
        ["11月30日", "今天", "节点", "修路：竣工验收"], ["12月10日", "10 天", "月通报", "2022年11月"],
    ]  # fmt: skip
