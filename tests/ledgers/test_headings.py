"""Headings to fields: synonyms, neighbours, levels, months, periods."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledgers.cells.months import month_heading, period_of
from ledgers.columns.headings import assign, candidates, claims, normal
from ledgers.columns.kinds import CALLED, KEYS, RULES, WEIGHTS
from ledgers.columns.vocabulary import FALLBACKS, KIND_WORDS, LOOSE, SYNONYMS
from ledgers.schema import COLUMNS, KINDS
from ledgers.sql.stage import STAGED

LISTED = {
    "task": "工作任务 重点工作任务 重点任务 目标与任务 任务内容 任务名称 工作目标 支撑项目 预期目标 工作事项 攻坚事项",
    "category": "类别 任务类别 攻坚类别 问题类型 工作属性",
    "leaders": "项目长 牵头区领导 分管县领导 牵头领导 责任领导 包干领导 挂点领导 领办领导",
    "lead_units": "牵头单位 牵头责任单位 主要责任单位 责任单位 责任主体 责任部门 承办单位 主责单位",
    "lead_people": "责任人 负责人 单位负责人 牵头单位负责人 经办人",
    "support_units": "配合单位 协同配合单位 协同责任单位 协办单位",
    "towns": "属地 属地镇 所在镇 涉及镇街",
    "deadline": "完成时限 完成时间 计划完成日期 计划结束时间 时间节点 办结时限",
    "start": "启动时间 开始时间 开工时间 计划开始时间",
    "done_on": "实际完成时间",
    "percent": "完成率 %完成 完成百分比 投资完成率",
    "progress": "进展情况 目前进展状况 工作进展 项目进展情况 形象进度 最新进展 完成进度 完成情况",
    "status": "状态 是否完成 是否滞后",
    "problem": "存在问题 存在困难 延期原因 卡点堵点",
    "next_step": "下一步工作打算 下步措施 下一步计划 整改措施",
    "target": "目标效果 年度目标 工作标准 预期成效",
    "remark": "备注 说明",
    "order_no": "责任令编号 令号",
    "issued_on": "签发日期",
    "visited_on": "走访日期",
    "visitor": "走访人 带队领导",
    "verified_percent": "核验进度 现场核实进度 实际核实进度",
    "visit_score": "现场评分 走访评分",
    "opened_on": "发现日期",
    "due_on": "整改时限 应办结日期",
    "closed_on": "办结日期 销号日期",
    "severity": "严重程度",
    "level": "级别",
    "matter": "表彰事项",
    "document_no": "文号",
    "city_rank": "全市排名",
    "aliases": "简称 别名 曾用名",
    "milestone": "节点 节点名称 关键节点 工作节点",
    "weight": "权重",
}


@pytest.mark.parametrize(
    ("field", "heading"), [(field, name) for field, names in LISTED.items() for name in names.split()]
)
def test_every_heading_met_in_real_files_is_known(field, heading):
    assert claims((heading,))[0].field == field


@pytest.mark.parametrize(
    ("kind", "heading", "field"),
    [
        ("milestones", "完成时间", "planned_on"),
        ("milestones", "计划完成日期", "planned_on"),
        ("milestones", "时间节点", "planned_on"),
        ("problems", "完成时限", "due_on"),
        ("honours", "单位", "unit"),
        ("honours", "事项", "matter"),
        ("units", "单位名称", "unit"),
        ("units", "序列", "category"),
        ("visits", "日期", "visited_on"),
        ("orders", "文号", "order_no"),
        ("progress", "日期", "report_date"),
    ],
)
def test_a_heading_means_what_its_kind_of_table_makes_of_it(kind, heading, field):
    assert claims((heading,), kind=kind)[0].field == field


@pytest.mark.parametrize(
    "heading",
    "序时进度 计划进度 计划完成率 目标进度 上月进度 上月完成率 去年同期 实际开始时间 完成投资 联系电话 计量单位".split(),
)
def test_a_plan_or_last_month_is_never_taken_for_a_report(heading):
    assert claims((heading,)) == ()


@pytest.mark.parametrize("path", [("计划", "完成率"), ("计划", "进度"), ("目标", "百分比"), ("2022年计划", "完成情况")])
def test_progress_under_a_plan_group_is_not_a_report(path):
    assert claims(path) == ()


def test_a_plan_group_still_gives_its_days():
    assert claims(("计划", "完成时间"))[0].field == "deadline"
    assert claims(("实际", "完成时间"))[0].field == "done_on"


@pytest.mark.parametrize(
    ("raw", "name", "hint"),
    [
        (" 分 管\n县领导 ", "分管县领导", ""),
        ("形象进度（％）", "形象进度", "%"),
        ("总投资(万元)", "总投资", "万元"),
        ("*任务名称：", "任务名称", ""),
        ("（一）任务", "任务", "一"),
        ("完成时间（月/日）", "完成时间", "月/日"),
        ("（%）", "%", ""),
    ],
)
def test_headings_are_compared_without_blanks_brackets_and_decoration(raw, name, hint):
    assert normal(raw) == (name, hint)


@given(st.text(alphabet="牵头责任单位 \n　", min_size=1, max_size=12))
def test_blanks_never_change_what_a_heading_means(text):
    assert normal(" " + text) == normal(text.replace("\n", ""))


@pytest.mark.parametrize(
    ("headings", "fields"),
    [
        (("牵头责任单位", "责任单位"), ("lead_units", "support_units")),
        (("责任单位", "牵头单位"), ("support_units", "lead_units")),
        (("牵头单位", "责任单位", "配合单位"), ("lead_units", None, "support_units")),
        (("责任单位", "责任部门"), ("lead_units", None)),
        (("计划完成时间", "完成时间"), ("deadline", "done_on")),
        (("完成时间", "计划完成时间"), ("done_on", "deadline")),
        (("完成时间",), ("deadline",)),
        (("完成时限", "实际完成时间"), ("deadline", "done_on")),
        (("项目名称",), ("project",)),
        (("任务名称", "工作目标"), ("task", "target")),
        (("工作目标",), ("task",)),
        (("整改时限", "完成时限"), ("due_on", "deadline")),
    ],
)
def test_neighbours_decide_what_an_ambiguous_heading_means(headings, fields):
    match = assign([claims((heading,)) for heading in headings], headings=headings)
    assert tuple(match.fields.get(place) for place in range(len(headings))) == fields


def test_the_heading_that_loses_is_named_with_its_winner():
    match = assign([claims(("责任部门",)), claims(("责任单位",))], headings=("责任部门", "责任单位"))
    assert match.losers == {0: ("lead_units", 1)}


@given(st.lists(st.sampled_from([word for words in SYNONYMS.values() for word in words.split()]), max_size=12))
def test_any_row_of_headings_is_settled_with_every_field_given_once(headings):
    match = assign([claims((heading,)) for heading in headings], headings=headings)
    assert len(set(match.fields.values())) == len(match.fields)
    assert not match.fields.keys() & match.losers.keys()


@given(st.permutations(["牵头单位", "责任单位", "完成时间", "计划完成时间", "任务名称", "项目名称", "备注"]))
def test_the_order_of_columns_does_not_matter(headings):
    match = assign([claims((heading,)) for heading in headings], headings=headings)
    found = {headings[place]: field for place, field in match.fields.items()}
    assert found == {
        "牵头单位": "lead_units",
        "责任单位": "support_units",
        "完成时间": "done_on",
        "计划完成时间": "deadline",
        "任务名称": "task",
        "项目名称": "project",
        "备注": "remark",
    }


@pytest.mark.parametrize(
    ("path", "day", "strong"),
    [
        (("8月进度",), "2022-08-31", False),
        (("8月底形象进度",), "2022-08-31", False),
        (("2022年9月完成率",), "2022-09-30", True),
        (("9月(%)",), "2022-09-30", True),
        (("10月进展情况",), "2022-10-31", False),
        (("2022-08-31",), "2022-08-31", False),
        (("2022-08-01",), "2022-08-31", False),  # a date cell shown as 2022年8月
        (("各月进度", "8月"), "2022-08-31", False),
        (("2023年", "8月"), "2023-08-31", False),
        (("1-9月进度",), "2022-09-30", False),
        (("形象进度（截至9月底）",), "2022-09-30", False),
        (("第三季度进展",), "2022-09-30", False),
        (("9月15日进度",), "2022-09-15", False),
        (("8月", "进度"), "2022-08-31", False),
    ],
)
def test_headings_that_carry_their_own_day(path, day, strong):
    found = month_heading(path, year=2022)
    assert (found.day.isoformat(), found.strong) == (day, strong)


@pytest.mark.parametrize(
    "path",
    [
        ("8月计划",),
        ("8月计划进度",),
        ("计划进度", "8月"),
        ("8月完成投资",),
        ("8月", "存在问题"),
        ("任务",),
        ("8月产值",),
    ],
)
def test_a_months_plan_or_money_is_no_progress(path):
    assert month_heading(path, year=2022) is None


def test_a_month_without_any_year_has_no_day():
    assert month_heading(("8月进度",), year=None).day is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2022年9月工作台账", date(2022, 9, 30)),
        ("任务榜（截至2022年11月15日）", date(2022, 11, 15)),
        ("填报日期：2022年10月8日", date(2022, 10, 8)),
        ("2022年1-9月进度", date(2022, 9, 30)),
        ("2022年第三季度", date(2022, 9, 30)),
        ("202209台账", date(2022, 9, 30)),
        ("2022.09.30", date(2022, 9, 30)),
        ("2022年8月—12月任务榜", None),
        ("2022年任务榜", None),
        ("（2022年9月5日印发）", None),
        ("附件1", None),
    ],
)
def test_what_a_title_says_of_its_day(text, day):
    assert period_of(text).day == day


def test_fuller_names_are_looked_up_first():
    assert candidates(("责任单位", "牵头"))[:2] == ("责任单位牵头", "牵头责任单位")


def test_the_tables_of_words_name_only_fields_and_kinds_that_exist():
    fields = {*SYNONYMS, *(field for field, _ in LOOSE), *(field for words in KIND_WORDS.values() for field in words)}
    fields |= {field for *_, field in FALLBACKS} | {field for weights in WEIGHTS.values() for field in weights}
    assert fields - {"progress", "month"} <= set(COLUMNS)
    assert set(KEYS) == set(RULES) == set(WEIGHTS) == set(CALLED) == set(STAGED) == set(KINDS)
