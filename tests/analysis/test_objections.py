"""Objections by hand: in time, late, answered, answered again; and what a coverage check finds in a small district."""

from datetime import date

import pandas as pd
import pytest

import analysis
from analysis.flagging.objections import draft_day, objection_window, objections, reply_name
from analysis.freezing.coverage import CHECKS, coverage, open_points
from analysis.rules.rulecalendar import RuleCalendar
from analysis.rules.rulepack import checked_pack, pack_data

FLAG = "黄旗!镇!太和镇"
OCTOBER = analysis.named_span("2022-10")


def told(*rows):
    """The store's decisions: kind, subject, answer, reason, day."""
    table = pd.DataFrame(
        [
            {"kind": kind, "scope": "2022-10", "subject": subject, "answer": answer, "was": "", "reason": reason,
             "since": pd.Timestamp(day), "decided_by": "张三", "decided_at": pd.Timestamp(day), "seq": i}
            for i, (kind, subject, answer, reason, day) in enumerate(rows)
        ],
        columns=["kind", "scope", "subject", "answer", "was", "reason", "since", "decided_by", "decided_at", "seq"],
    )  # fmt: skip
    return table.astype({"since": "datetime64[us]", "decided_at": "datetime64[us]"})


DRAFT = ("period_draft", "", "公示", "", "2022-11-02")
ASKED = ("objection", FLAG, "太和镇", "征地手续在上级", "2022-11-07")
LATE = ("objection", FLAG, "太和镇", "又想起一条", "2022-11-08")
YES = ("reply", reply_name(FLAG, "太和镇"), "采纳", "已核实", "2022-11-07")
NO = ("reply", reply_name(FLAG, "太和镇"), "不采纳", "材料不足", "2022-11-09")


def test_the_window_is_counted_from_the_day_on_which_the_draft_was_first_opened(rules):
    again = ("period_draft", "", "公示", "", "2022-11-20")
    assert draft_day(told(DRAFT, again), "2022-10") == date(2022, 11, 2)
    assert objection_window(told(DRAFT), "2022-10", rules=rules) == (date(2022, 11, 2), date(2022, 11, 7))
    assert objection_window(told(DRAFT), "2022-11", rules=rules) is None


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([DRAFT, ASKED], [(False, None)]),
        ([DRAFT, LATE], [(True, None)]),
        ([LATE], [(False, None)]),  # without a draft nothing can be late
        ([DRAFT, ASKED, YES], [(False, "采纳")]),
        ([DRAFT, ASKED, YES, NO], [(False, "不采纳")]),  # the last answer holds
        ([DRAFT, ASKED, YES, LATE], [(False, "采纳"), (True, None)]),  # said after the answer: open again
        ([DRAFT, ASKED, LATE, NO], [(False, "不采纳"), (True, "不采纳")]),
        ([DRAFT, ASKED, ASKED], [(False, None)]),  # said again by a replayed draft: one objection
        ([DRAFT, ASKED, ("reply", reply_name(FLAG, "区教育局"), "采纳", "别人的", "2022-11-07")], [(False, None)]),
    ],
)
def test_an_objection_is_in_time_or_late_answered_or_open(rules, rows, expected):
    found = objections(told(*rows), rules=rules)
    assert list(zip(found["late"], found["answer"], strict=True)) == expected


def test_objections_of_two_units_about_one_flag_are_two(rules):
    other = ("objection", FLAG, "区教育局", "应由别的单位负责", "2022-11-06")
    found = objections(told(DRAFT, other, ASKED, YES), rules=rules)
    assert found[["unit", "answer"]].to_numpy().tolist() == [["区教育局", None], ["太和镇", "采纳"]]


@pytest.fixture
def district(make_facts, hundred_days):
    """Two towns of one task each; 太平镇 reports nothing in October, a leader misses visits, a row is held."""
    tasks = [
        hundred_days(task="修路", towns=["太和镇"], leaders=["区领导01"]),
        hundred_days(task="建校", towns=["太平镇"]),
    ]
    progress = [
        {"task_id": "修路", "report_date": date(2022, 10, 10), "percent": 60.0},
        {"task_id": "建校", "report_date": date(2022, 9, 30), "percent": 30.0},
        {"task_id": "建校", "report_date": date(2022, 10, 31), "percent": 60.0, "entered_on": date(2022, 11, 4)},
    ]
    visits = [
        {"task_id": "修路", "visited_on": day, "visitor": "区领导01"} for day in (date(2022, 10, 5), date(2022, 10, 26))
    ]
    files = [{"import_id": "甲", "sha256": "ab", "file": "10月.xlsx", "report_date": date(2022, 10, 31)},
             {"import_id": "乙", "sha256": "cd", "file": "9月.xlsx", "report_date": date(2022, 9, 30)}]  # fmt: skip
    findings = [
        {"import_id": which, "sheet": "表", "cell": "D7", "code": "progress_goes_back"} for which in ("甲", "乙")
    ]
    held = [{"import_id": which, "sheet": "表", "row": 7} for which in ("甲", "乙")]
    units = [{"unit": "太和镇", "kind": "镇"}, {"unit": "太平镇", "kind": "镇"}]
    return make_facts(
        tasks, progress=progress, visits=visits, imports=files, findings=findings, held_rows=held, units=units
    )


def checked(facts, rules, *, today=date(2022, 11, 20), decisions=()):
    facts = facts | {"decisions": told(*decisions)}
    scores = analysis.standing_scores(facts, as_of=OCTOBER.last, rules=rules)
    flags = analysis.flag_history(facts, days=[OCTOBER.last], rules=rules)
    table = coverage(
        facts, OCTOBER, rules=rules, scores=scores, flags=flags, today=today, asked=("progress_goes_back",)
    )
    return {(row.what, row.subject): (row.state, row.sentence) for row in table.itertuples()}


def test_what_is_open_is_said_unit_by_unit(district, rules):
    found = checked(district, rules, decisions=[DRAFT])
    assert found["填报", "太平镇"] == ("open", "10月应报 1 项，缺 1 项：建校。")  # it came after the month's end
    assert ("填报", "太和镇") not in found
    assert found["时效", "修路"] == ("open", "最近一次填报是 2022年10月10日，到期末已 21 天，超过 14 天。")
    assert found["走访", "区领导01"] == ("open", "应走访 5 周，缺 2 周（10月10日、10月17日起的一周）。")
    assert found["疑点", "10月.xlsx"] == ("open", "有 1 处疑点还没有答复“属实”或“有误”。")
    assert found["暂存", "10月.xlsx"] == ("open", "有 1 行暂存待核对，没有计入。")
    assert ("暂存", "9月.xlsx") not in found
    assert found["评旗", "镇·太平镇"] == ("open", "10月拟定的黄旗还没有确认或不同意。")
    assert found["期末", "全部"][0] == found["公示", "全部"][0] == found["异议", "全部"][0] == "ok"


def test_the_window_is_that_of_the_pack_in_force_when_the_draft_was_opened(rules):
    data = pack_data(rules)
    data["flags"]["objection_days"] = 10
    later = checked_pack(data, name="新")
    for since, last in ((date(2022, 11, 1), 12), (date(2022, 11, 3), 7)):
        calendar = RuleCalendar(((date.min, rules), (since, later)))
        assert objection_window(told(DRAFT), "2022-10", rules=calendar) == (date(2022, 11, 2), date(2022, 11, last))


def test_an_exempt_task_is_neither_missing_nor_stale(district, make_facts, rules):
    given = {"reason": "台风", "approver": "区领导01", "approved_on": date(2022, 10, 5), "until": date(2022, 11, 5)}
    exempt = [given | {"task_id": task, "entered_on": date(2022, 10, 6)} for task in ("修路", "建校")]
    found = checked(district | {"exemptions": make_facts(exemptions=exempt)["exemptions"]}, rules, decisions=[DRAFT])
    assert found["填报", "全部"][0] == found["时效", "全部"][0] == "ok"


@pytest.mark.parametrize(
    ("today", "decisions", "key", "expected"),
    [
        (date(2022, 10, 31), [], ("期末", "全部"), "2022年10月要到 2022年10月31日 才结束。"),
        (date(2022, 11, 1), [], ("公示", "全部"), "还没有打开草稿公示，各单位无从提出异议。"),
        (date(2022, 11, 7), [DRAFT], ("公示", "全部"), "异议期到 2022年11月7日 为止，还没有过。"),
        (date(2022, 11, 8), [DRAFT, ASKED], ("异议", "太和镇"), "2022年11月7日提出的异议还没有答复：征地手续在上级"),
    ],
)
def test_what_stands_in_the_way_blocks(district, rules, today, decisions, key, expected):
    assert checked(district, rules, today=today, decisions=decisions)[key] == ("blocking", expected)


def test_a_late_objection_is_open_and_an_answered_one_is_settled(district, rules):
    assert checked(district, rules, decisions=[DRAFT, LATE])["异议", "太和镇"][0] == "open"
    assert checked(district, rules, decisions=[DRAFT, ASKED, YES])["异议", "全部"][0] == "ok"


def test_an_answered_finding_is_no_open_point(district, rules):
    said = told(DRAFT, ("finding", "表!D7!progress_goes_back", "属实", "已核实", "2022-11-02"))
    said.loc[1, "scope"] = "ab"
    facts = district | {"decisions": said}
    scores = analysis.standing_scores(facts, as_of=OCTOBER.last, rules=rules)
    flags = analysis.flag_history(facts, days=[OCTOBER.last], rules=rules)
    table = coverage(facts, OCTOBER, rules=rules, scores=scores, flags=flags, today=date(2022, 11, 20),
                     asked=("progress_goes_back",))  # fmt: skip
    assert table.loc[table["what"].eq("疑点"), "state"].tolist() == ["ok"]


def test_every_check_says_something_and_an_empty_district_has_nothing_open_but_the_draft(make_facts, rules):
    found = checked(make_facts(), rules)
    assert {what for what, _ in found} == {what for what, *_ in CHECKS}
    assert [key for key, (state, _) in found.items() if state != "ok"] == [("公示", "全部")]
    assert open_points(pd.DataFrame([("填报", "甲", "ok", "")], columns=["what", "subject", "state", "sentence"])) == []
