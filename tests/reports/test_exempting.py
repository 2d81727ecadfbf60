"""Exemptions and findings in words: what a form lacks, what an entry does, how a row reads, where it stands."""

from datetime import date

import pandas as pd
import pytest

from reports.drawing.strip import level_strip
from reports.subjects.asking import decision_table
from reports.subjects.exempting import (
    exempt_figures,
    exempt_lines,
    exempt_table,
    exemption_entry,
    exemption_faults,
    finding_groups,
    finding_labels,
    finding_source,
    kept_line,
)
from reports.words.levels import badge, level_mark

ROW = {
    "task_id": "t1", "task": "修路", "milestone": None, "ground": "不可抗力", "reason": "不可抗力：台风停工",
    "approver": "区领导01", "approved_on": pd.Timestamp("2022-10-05"), "until": pd.Timestamp("2022-11-20"),
    "document_no": "6号", "original": pd.Timestamp("2022-12-10"), "state": "生效中", "counts": True, "in_force": True,
    "why": "", "note": "", "entered_on": pd.Timestamp("2022-10-06"), "entered_by": None, "source": "豁免.xlsx!表!G5",
}  # fmt: skip
ENTRY = {"reason": "台风", "approver": "甲", "approved_on": date(2022, 10, 5), "until": date(2022, 11, 20)}


@pytest.mark.parametrize(("change", "column", "words"), [
    ({}, "任务", "修路"),
    ({"milestone": "路基"}, "任务", "修路（节点“路基”）"),
    ({}, "事由", "不可抗力：台风停工"),
    ({"reason": "台风停工"}, "事由", "不可抗力：台风停工"),
    ({"reason": None, "ground": "其他"}, "事由", "其他：没有写事由"),
    ({}, "批准", "区领导01，2022年10月5日，6号"),
    ({"approver": None, "document_no": None, "approved_on": pd.NaT}, "批准", "未写批准人，未定，没有文号"),
    ({}, "期限", "至 2022年11月20日（原定时限 2022年12月10日）"),
    ({"until": pd.NaT, "original": pd.NaT}, "期限", "至 未写（原定时限 未知）"),
    ({}, "登记", "豁免.xlsx!表!G5，2022年10月6日起有效"),
    ({"entered_by": "张三"}, "登记", "张三在屏幕上录入，2022年10月6日起有效"),
    ({"why": "批准太晚"}, "说明", "批准太晚"),
    ({}, "说明", "—"),
])  # fmt: skip
def test_a_row_reads_as_people_say_it_and_what_is_missing_is_said(change, column, words):
    assert exempt_table(pd.DataFrame([ROW | change]))[column].tolist() == [words]


def test_a_task_says_what_is_exempt_now_and_nothing_of_what_has_ended():
    table = pd.DataFrame([ROW, ROW | {"milestone": "路基"}, ROW | {"in_force": False}, ROW | {"task_id": "t2"}])
    assert exempt_lines(table, "t1") == [
        "整项任务豁免中（不可抗力：台风停工）：区领导01 2022年10月5日批准，至 2022年11月20日；"
        "期内不评、不预扣，时限不后移。",
        "节点“路基”豁免中（不可抗力：台风停工）：区领导01 2022年10月5日批准，至 2022年11月20日；"
        "不计超期，也不计准时得分，时限不后移。",
    ]


@pytest.mark.parametrize(("change", "faults"), [
    ({}, []),
    ({"reason": ""}, ["没有写事由"]),
    ({"approver": "", "until": None}, ["没有写批准人，豁免须由具名的领导批准", "没有选截止日期，豁免必须有期限"]),
    ({"approved_on": None}, ["没有选批准日期"]),
    ({"until": date(2022, 10, 4)}, ["截止日期早于批准日期"]),
    ({"until": date(2022, 10, 5)}, []),
])  # fmt: skip
def test_a_form_names_everything_that_it_lacks(change, faults):
    assert exemption_faults(ENTRY | change) == faults


def test_blanks_are_no_reason_and_a_node_is_named():
    given = {"ground": "其他", "approver": " 甲 ", "days": (None, None), "document_no": ""}
    assert exemption_entry("t1", node="路基", reason="  ", **given)["reason"] == ""
    entry = exemption_entry("t1", node="路基", reason="等批复", **given)
    assert (entry["milestone"], entry["reason"], entry["approver"]) == ("路基", "其他：等批复", "甲")


@pytest.mark.parametrize(("original", "today", "words"), [
    ("2022-12-10", date(2022, 10, 8), "自今天起生效"), ("2022-12-10", date(2022, 10, 1), "自 2022年10月5日起生效"),
    ("2022-10-06", date(2022, 10, 8), "自今天起生效"), ("2022-10-05", date(2022, 10, 8), "不作豁免，照常评"),
    ("2022-12-10", date(2022, 11, 21), "对任何一天的评分都没有影响"), (None, date(2022, 11, 20), "自今天起生效"),
])  # fmt: skip
def test_what_an_entry_does_is_said_at_once(original, today, words):
    assert words in kept_line(ENTRY, original=None if original is None else pd.Timestamp(original), today=today)


FINDINGS = pd.DataFrame(
    [
        {"what": "进度回退", "task_id": "t1", "task": "修路", "unit": None, "leader": None, "lead_units": ["太和镇"],
         "message": "填报由 40% 退到 30%", "source": "月报.xlsx!表!D7", "row": 7, "letter": "D", "import_id": "i",
         "sheet": "表"},
        {"what": "时限频繁推后", "task_id": None, "task": None, "unit": "太和镇", "leader": None, "lead_units": [],
         "message": "3 项推后", "source": "台账中没有", "row": None, "letter": "", "import_id": None, "sheet": None},
    ]
)  # fmt: skip


def test_findings_are_told_by_pattern_with_the_task_or_the_unit_and_the_cell():
    assert [(name, len(rows)) for name, rows in finding_groups(FINDINGS)] == [("进度回退", 1), ("时限频繁推后", 1)]
    assert finding_labels(FINDINGS) == [
        ("t1", "修路：填报由 40% 退到 30%（太和镇）", "月报.xlsx!表!D7"), (None, "太和镇：3 项推后", "台账中没有"),
    ]  # fmt: skip
    one, none = (finding_source(row) for row in FINDINGS.to_dict("records"))
    assert (one.place, one.cells, one.rows) == ("月报.xlsx!表", ((7, "D"),), (7,))
    assert none is None


def test_key_figures_count_by_state():
    table = pd.DataFrame([ROW, ROW | {"milestone": "路基"}, ROW | {"state": "不计", "in_force": False}])
    told = {label: (value, note) for label, value, note in exempt_figures(table, FINDINGS)}
    assert told["生效中"] == ("2 项", "涉及 1 项任务，期内不评")
    assert (told["不计"][0], told["已结束"][0], told["核查提示"][0]) == ("1 项", "0 项", "2 条")


def test_exempt_is_a_mark_of_its_own_and_never_hides_a_level():
    assert badge(0, "豁免") == "◎ 豁免"
    assert level_mark(3, "豁免").word == "黄牌"


@pytest.mark.parametrize("dark", [False, True])
def test_the_strip_marks_exempt_weeks(dark):
    days = pd.to_datetime(["2022-10-07", "2022-10-14"])
    weeks = pd.DataFrame(
        {"task_id": "t1", "task": "修路", "no": "1", "as_of": days, "level": [2, 0], "state": ["进行中", "豁免"],
         "why": "甲", "project": None}
    )  # fmt: skip
    figure = level_strip(weeks, dark=dark)
    (marks,) = [trace for trace in figure.data if trace.meta == "marks" and trace.name == "豁免"]
    assert list(marks.x) == [1]


def test_an_exemption_stands_in_the_record_of_decisions_with_who_and_until_when():
    told = pd.DataFrame(
        [{"at": pd.Timestamp("2022-10-06"), "who": "张三", "kind": "exemption", "scope": "t1", "subject": "!2022-10-05",
          "answer": '{"approver": "区领导01", "document_no": null, "until": "2022-11-20"}', "was": "",
          "since": "2022-10-05", "file": ""}]
    )  # fmt: skip
    row = decision_table(told, {}).iloc[0]
    assert (row["种类"], row["改为"]) == ("豁免", "区领导01批准，豁免至 2022-11-20（自 2022-10-05 起）")
