"""Boards, classes, phases, cadence and discipline as the pack has them, by hand."""

from datetime import date, timedelta

import pandas as pd
import pytest

from analysis.boards.boards import board_problems
from analysis.boards.classes import class_summary, class_verdicts
from analysis.boards.phases import due_soon, meeting_days, phase_on
from analysis.ladder.published import rated
from analysis.oversight.cadence import visit_cadence, visit_weeks
from analysis.oversight.discipline import false_reports, report_discipline, reports_owed
from analysis.rules.rulecalendar import RuleCalendar
from analysis.rules.rulepack import checked_pack, pack_data, rule_pack

DAY_50 = date(2022, 10, 21)


@pytest.fixture
def small(rules):
    """Two tasks on 任务榜, one on 亮点牌."""
    return checked_pack(pack_data(rules) | {"boards": {"expected": {"任务榜": 2, "亮点牌": 1}}}, name="小")


def task(name, leaders=("区领导01",), people=("某局长",), **more):
    return {"task": name, "leaders": leaders, "lead_people": people} | more


WHOLE = [task("一"), task("二"), task("三", board="亮点牌")]


@pytest.mark.parametrize(("tasks", "problems"), [
    (WHOLE, []),
    (WHOLE[:1] + WHOLE[2:], [("榜单数量", None, 1)]),
    ([*WHOLE, task("四")], [("榜单数量", None, 3)]),
    ([*WHOLE, task("五", board="别的榜")], [("榜单名称", None, 1)]),
    ([task("一", leaders=()), *WHOLE[1:]], [("项目长人数", "一", 0)]),
    ([task("一", leaders=("区领导01", "区领导02")), *WHOLE[1:]], []),
    ([task("一", leaders=("区领导01", "区领导02", "区领导03")), *WHOLE[1:]], [("项目长人数", "一", 3)]),
    ([task("一", people=()), *WHOLE[1:]], [("牵头单位负责人人数", "一", 0)]),
    ([task("一", people=("甲", "乙", "丙")), *WHOLE[1:]], [("牵头单位负责人人数", "一", 3)]),
    # one project of two tasks: its officials are those of both
    ([task("一", leaders=("甲", "乙"), project="路网"), task("二", leaders=("丙",), project="路网"), WHOLE[2]],
     [("项目长人数", "路网", 3)]),
    ([task("一", project="路网"), WHOLE[1], task("三", board="亮点牌", project="路网")], [("两榜重复", "路网", 2)]),
])  # fmt: skip
def test_a_board_is_held_against_the_notice(make_facts, small, tasks, problems):
    found = board_problems(make_facts(tasks), as_of=DAY_50, rules=small)
    said = [(row.what, None if pd.isna(row.subject) else row.subject, row.found) for row in found.itertuples()]
    assert said == problems
    assert all(message.endswith("。") for message in found["message"])


def test_a_board_problem_says_what_to_do(make_facts, small):
    found = board_problems(make_facts([task("一", leaders=()), *WHOLE[2:]]), as_of=DAY_50, rules=small)
    assert found["message"].tolist() == [
        "任务榜应有 2 项，现有 1 项，少 1 项；请核对台账，或在规则包里改应有数。",
        "任务榜“一”的项目长应为 1–2 名，一名也没有；请在台账里补正。",
    ]


def verdict(facts, rules, day=DAY_50):
    return class_verdicts(facts, as_of=day, rules=rules).iloc[0]


def told(percent, day=DAY_50):
    return [{"task_id": "修路", "report_date": day, "percent": percent}]


NODE = {"task_id": "修路", "milestone": "方案", "planned_on": date(2022, 9, 21)}


@pytest.mark.parametrize(("category", "percent", "node", "day", "score", "word"), [
    ("重要改革", 10, {"done_on": date(2022, 9, 21)}, DAY_50, 100, "达到要求"),  # 40 points behind do not matter here
    ("重要改革", 10, {"done": False}, DAY_50, 50, "有欠账"),  # 30 of 60 days late
    ("重要改革", 100, {"done": False}, DAY_50, 50, "有欠账"),  # said, but not finished by its nodes
    ("重要改革", 100, {}, DAY_50, 100, "达到要求"),
    ("重要改革", 90, {}, date(2022, 12, 10), None, "未知"),  # the result is due tomorrow
    ("重要改革", 90, {}, date(2022, 12, 11), 0, "有欠账"),  # due, and not there
    ("重要改革", None, {}, DAY_50, None, "未知"),
    ("重要改革", None, {}, date(2022, 12, 11), None, "未知"),  # due, but nobody says whether it is there
    ("攻城拔寨", 75, {"done": False}, DAY_50, 0.4 * 50 + 0.6 * 50, "有欠账"),  # the node was all of it: 25 behind
    ("攻城拔寨", 40, {}, DAY_50, 80, "有欠账"),
    ("攻城拔寨", 50, {}, DAY_50, 100, "达到要求"),
    ("攻城拔寨", None, {"done": False}, DAY_50, None, None),
    ("底线必保", 10, {}, DAY_50, 100, "零事件"),
    ("底线必保", None, {}, DAY_50, None, "未知"),  # nobody has looked
    (None, 50, {}, DAY_50, None, "未分类，不评"),
])  # fmt: skip
def test_each_class_is_judged_in_its_own_way(
    make_facts, hundred_days, rules, category, percent, node, day, score, word
):
    nodes = [NODE | node] if node else []
    facts = make_facts([hundred_days(category=category)], progress=told(percent, day), milestones=nodes)
    if percent is None:
        facts["progress"] = facts["progress"].iloc[:0]
    found = verdict(facts, rules, day)
    if word:
        assert found["verdict"] == word
        assert found["score"] == pytest.approx(score) if score is not None else pd.isna(found["score"])


@pytest.mark.parametrize(("problem", "score", "count"), [
    ({"problem": "发生火灾", "severity": "一般"}, 90, 1),
    ({"problem": "发生火灾", "severity": "重大"}, 40, 1),
    ({"problem": "发生火灾", "severity": "特别重大"}, 0, 1),
    ({"problem": "发生火灾"}, 90, 1),
    ({"problem": "发生火灾", "severity": "一般", "closed_on": date(2022, 10, 2)}, 90, 1),  # closed, but it happened
    ({"problem": "台账缺页", "severity": "重大"}, 100, 0),  # a problem, no incident
    ({"problem": "发生火灾", "severity": "一般", "opened_on": date(2021, 12, 31)}, 100, 0),  # last year's
])  # fmt: skip
def test_a_baseline_only_loses_and_an_incident_stays(make_facts, hundred_days, rules, problem, score, count):
    rows = [{"task_id": "修路", "opened_on": date(2022, 10, 1)} | problem]
    facts = make_facts([hundred_days(category="底线必保")], progress=told(10), problems=rows)
    found = verdict(facts, rules)
    assert (found["score"], found["incidents"]) == (score, count)
    assert found["verdict"] == ("发生事件" if count else "零事件")


def test_classes_in_sum(make_facts, hundred_days, rules):
    tasks = [hundred_days(task="修路", category="攻城拔寨"), hundred_days(task="建校", category="攻城拔寨"),
             hundred_days(task="平安", category="底线必保")]  # fmt: skip
    found = class_summary(class_verdicts(make_facts(tasks, progress=told(40)), as_of=DAY_50, rules=rules))
    assert found[["class", "tasks", "known"]].to_numpy().tolist() == [["攻城拔寨", 2, 1], ["底线必保", 1, 0]]
    assert found["score"].iloc[0] == pytest.approx(80)


@pytest.mark.parametrize(("day", "name"), [
    (date(2022, 8, 21), None), (date(2022, 8, 22), "动员部署"), (date(2022, 9, 5), "组织实施"), (date(2022, 12, 19), "组织实施"),
    (date(2022, 12, 20), "总结提升"), (date(2022, 12, 31), "总结提升"), (date(2023, 1, 1), None),
])  # fmt: skip
def test_the_phase_of_a_day(rules, day, name):
    assert getattr(phase_on(rules, day), "name", None) == name


def test_what_is_due_soon_in_the_order_of_its_days(make_facts, hundred_days, rules):
    nodes = [NODE | {"milestone": "封顶", "planned_on": date(2022, 12, 8), "done": False},
             NODE | {"milestone": "验收", "planned_on": date(2022, 12, 9), "done_on": date(2022, 12, 1)},
             NODE | {"milestone": "远", "planned_on": date(2022, 12, 21)}]  # fmt: skip
    done = [{"task_id": "建校", "report_date": date(2022, 11, 1), "percent": 100}]
    facts = make_facts([hundred_days(), hundred_days(task="建校")], milestones=nodes, progress=done)
    found = due_soon(facts, as_of=date(2022, 12, 6), rules=rules)
    assert found[["what", "subject", "days_left"]].to_numpy().tolist() == [
        ["节点", "封顶", 2], ["完成时限", "修路", 4], ["月通报", "2022年11月", 4], ["阶段结束", "组织实施", 14],
    ]  # fmt: skip
    assert [None if pd.isna(each) else each for each in found["task_id"]] == ["修路", "修路", None, None]


def test_meetings_of_a_year(rules):
    found = meeting_days(rules, date(2022, 12, 31), date(2023, 4, 15))
    assert [(row.day.isoformat(), row.what, row.period) for row in found.itertuples()] == [
        ("2023-01-10", "月通报", "2022年12月"), ("2023-01-15", "季调度", "2022年第四季度"), ("2023-02-10", "月通报", "2023年1月"),
        ("2023-03-10", "月通报", "2023年2月"), ("2023-04-10", "月通报", "2023年3月"), ("2023-04-15", "季调度", "2023年第一季度"),
    ]  # fmt: skip
    assert meeting_days(rules, date(2022, 12, 11), date(2022, 12, 31)).empty


def visit(day, visitor="区领导01", name="修路"):
    return {"task_id": name, "visited_on": day, "visitor": visitor}


@pytest.mark.parametrize(("visits", "kept"), [
    # weeks from Monday 5, 12, 19 September; looked at on Wednesday 21
    ([], [False, False, None]),
    ([visit(date(2022, 9, 5)), visit(date(2022, 9, 18))], [True, True, None]),  # Monday and Sunday
    ([visit(date(2022, 9, 4))], [False, False, None]),  # before the phase
    ([visit(date(2022, 9, 6), "区住建局")], [False, False, None]),  # somebody else
    ([visit(date(2022, 9, 6), "区领导01、区住建局")], [True, False, None]),
    ([visit(date(2022, 9, 6), "区领导012")], [False, False, None]),
    ([visit(date(2022, 9, 6), None)], [None, False, None]),  # nobody is named: not known
    ([visit(date(2022, 9, 20))], [False, False, True]),
    ([visit(date(2022, 9, 22))], [False, False, None]),  # to come
])  # fmt: skip
def test_a_week_is_kept_by_the_leader_alone(make_facts, hundred_days, rules, visits, kept):
    facts = make_facts([hundred_days(leaders=["区领导01"])], visits=visits)
    weeks = visit_weeks(facts, as_of=date(2022, 9, 21), rules=rules)
    assert weeks["kept"].tolist() == kept
    assert weeks["week"].tolist() == [date(2022, 9, 5) + timedelta(days=7 * i) for i in range(3)]


def from_day(rules, since, table, **changes):
    """The rules, and from a day on the same with other entries in one of their tables."""
    data = pack_data(rules)
    data[table] |= changes
    return RuleCalendar(((date.min, rules), (since, checked_pack(data, name="新"))))


def test_a_week_goes_by_the_pack_in_force_on_its_sunday(make_facts, hundred_days, rules):
    calendar = from_day(rules, date(2022, 9, 25), "cadence", visits_a_week=2)
    went = [visit(day) for day in (date(2022, 9, 6), date(2022, 9, 13), date(2022, 9, 20))]
    facts = make_facts([hundred_days(leaders=["区领导01"])], visits=went)
    weeks = visit_weeks(facts, as_of=date(2022, 9, 26), rules=calendar)
    assert weeks["kept"].tolist() == [True, True, False, None]  # the third ends on the 25th: two visits were due
    assert visit_weeks(facts, as_of=date(2022, 9, 26), rules=rules)["kept"].tolist() == [True, True, True, None]


def test_meetings_and_phases_go_by_the_pack_of_their_day(rules):
    calendar = from_day(rules, date(2022, 11, 1), "cadence", bulletin_day=20)
    met = meeting_days(calendar, date(2022, 10, 1), date(2022, 11, 30))
    assert [day.day for day in met.loc[met["what"].eq("月通报"), "day"]] == [10, 20]
    moved = pack_data(rules)
    moved["phases"][0]["name"] = "筹备"
    calendar = RuleCalendar(((date.min, rules), (date(2022, 9, 1), checked_pack(moved, name="新"))))
    assert [phase_on(calendar, day).name for day in (date(2022, 8, 31), date(2022, 9, 1))] == ["动员部署", "筹备"]


def test_an_incident_costs_what_the_pack_of_its_day_says(make_facts, hundred_days, rules):
    dearer = pack_data(rules)["classes"]["incident"] | {"其他": 50.0}
    calendar = from_day(rules, date(2022, 10, 1), "classes", incident=dearer)
    problems = [
        {"task_id": "修路", "problem": f"{month}月事故", "severity": "其他", "opened_on": date(2022, month, 5)}
        for month in (9, 10)
    ]
    facts = make_facts([hundred_days(category="底线必保")], problems=problems)
    old, new = dict(rules.classes.incident)["其他"], 50.0
    for packs, lost in ((rules, 2 * old), (calendar, old + new)):
        assert class_verdicts(facts, as_of=DAY_50, rules=packs).iloc[0]["score"] == 100 - lost


def test_cadence_of_each_leader_counts_what_is_missed_running(make_facts, hundred_days, rules):
    tasks = [
        hundred_days(leaders=["区领导01"]),
        hundred_days(task="建校", leaders=["区领导02"], start=date(2022, 9, 19)),
    ]
    facts = make_facts(tasks, visits=[visit(date(2022, 9, 6)), visit(date(2022, 9, 20), "区领导02", "建校")])
    found = visit_cadence(visit_weeks(facts, as_of=date(2022, 9, 25), rules=rules))
    assert found.to_numpy().tolist() == [["区领导01", 2, 1, 1, 1, 1], ["区领导02", 1, 1, 0, 0, 0]]


def test_no_leader_has_no_cadence(make_facts, hundred_days, rules):
    weeks = visit_weeks(make_facts([hundred_days()]), as_of=DAY_50, rules=rules)
    assert weeks.empty
    assert visit_cadence(weeks).empty


def report(day, entered=None, percent=10.0):
    return {"task_id": "修路", "report_date": day, "percent": percent, "entered_on": entered}


@pytest.mark.parametrize(("reports", "as_of", "september"), [
    ([report(date(2022, 9, 30), date(2022, 10, 5))], date(2022, 10, 20), "in_time"),  # due on 5 October
    ([report(date(2022, 9, 30), date(2022, 10, 6))], date(2022, 10, 20), "late_reports"),
    ([report(date(2022, 9, 30), date(2022, 10, 15))], date(2022, 10, 20), "late_reports"),
    ([report(date(2022, 9, 30), date(2022, 10, 16))], date(2022, 10, 20), "missing_reports"),
    ([], date(2022, 10, 15), "pending"),
    ([], date(2022, 10, 16), "missing_reports"),
    ([report(date(2022, 9, 30))], date(2022, 10, 16), "in_time"),  # known from the beginning
    ([report(date(2022, 8, 31)), report(date(2022, 10, 1))], date(2022, 10, 16), "missing_reports"),  # of other months
])  # fmt: skip
def test_a_report_is_in_time_late_or_missing(make_facts, hundred_days, rules, reports, as_of, september):
    facts = make_facts([hundred_days(lead_units=["甲局"])], progress=reports, units=[{"unit": "甲局", "kind": "部门"}])
    found = report_discipline(facts, as_of=as_of, rules=rules).set_index("period").loc["2022-09-30"]
    assert (found["subject"], found["kind"], found["due"], found[september]) == ("甲局", "部门", 1, 1)
    assert found[["in_time", "late_reports", "missing_reports", "pending"]].sum() == 1


def test_a_finished_task_and_a_late_entry_owe_nothing(make_facts, hundred_days, rules):
    tasks = [hundred_days(lead_units=["甲局"]), hundred_days(task="补录", lead_units=["甲局"], late_entry=True)]
    facts = make_facts(tasks, progress=[report(date(2022, 9, 20), percent=100.0)])
    found = report_discipline(facts, as_of=date(2022, 11, 30), rules=rules)
    assert found["due"].tolist() == [1]  # September; finished before October


EXEMPT = {
    "task_id": "修路", "reason": "台风停工", "approver": "区领导01", "approved_on": date(2022, 9, 20),
    "until": date(2022, 10, 31), "entered_on": date(2022, 9, 20),
}  # fmt: skip


@pytest.mark.parametrize(("change", "owed"), [
    ({}, ["2022-11"]),  # September and October end within it
    ({"until": date(2022, 10, 30)}, ["2022-10", "2022-11"]),  # October ends after it
    ({"entered_on": date(2022, 10, 3)}, ["2022-09", "2022-11"]),  # nobody knew of it when September ended
    ({"approved_on": date(2022, 10, 3), "entered_on": None}, ["2022-09", "2022-11"]),
    ({"approver": None}, ["2022-09", "2022-10", "2022-11"]),  # does not count
    ({"milestone": "封顶"}, ["2022-09", "2022-10", "2022-11"]),  # a node's exemption leaves the task its report
])  # fmt: skip
def test_an_exempt_task_owes_no_report_of_a_month_that_ends_while_it_is_known_to_be_exempt(
    make_facts, hundred_days, rules, change, owed
):
    nodes = [{"task_id": "修路", "milestone": "封顶", "planned_on": date(2022, 11, 30), "weight": 1.0}]
    facts = make_facts([hundred_days(lead_units=["甲局"])], exemptions=[EXEMPT | change], milestones=nodes)
    found = report_discipline(facts, as_of=date(2022, 12, 20), rules=rules)
    assert [f"{day:%Y-%m}" for day in found["period"]] == owed
    assert found["missing_reports"].tolist() == [1] * len(owed)
    told = reports_owed(facts, "甲局", as_of=date(2022, 12, 20), rules=rules)
    assert sorted(f"{day:%Y-%m}" for day in told["period"]) == owed


@pytest.mark.parametrize(("reports", "visits", "gaps"), [
    ([(10, 60)], [(20, 50)], [10]),
    ([(10, 60)], [(20, 50.1)], []),
    ([(10, 60)], [(25, 50)], []),  # fifteen days later: much may have happened
    ([(10, 60), (18, 52)], [(20, 50)], []),  # corrected before the visit
    ([(10, 60)], [(12, 45), (20, 40)], [20]),  # one report, held against once
    ([(10, 60)], [(9, 40)], []),  # a visit before
])  # fmt: skip
def test_a_report_that_a_visit_contradicts_is_false(make_facts, hundred_days, rules, reports, visits, gaps):
    start = date(2022, 9, 1)
    facts = make_facts(
        [hundred_days(lead_units=["甲局"])],
        progress=[report(start + timedelta(days=day), percent=percent) for day, percent in reports],
        visits=[visit(start + timedelta(days=day)) | {"verified_percent": seen} for day, seen in visits],
    )
    found = false_reports(facts, as_of=DAY_50, rules=rules)
    assert found["gap"].tolist() == pytest.approx(gaps)
    counted = report_discipline(facts, as_of=DAY_50, rules=rules)
    assert counted["false_reports"].sum() == len(gaps)


def test_discipline_costs_what_the_published_rule_says(make_facts, hundred_days, rules):
    told = [report(date(2022, 9, 30), date(2022, 10, 6), percent=60.0)]
    visits = [visit(date(2022, 10, 3)) | {"verified_percent": 20.0}]
    facts = make_facts([hundred_days(lead_units=["甲局"])], progress=told, visits=visits)
    counted = report_discipline(facts, as_of=date(2022, 11, 30), rules=rules)
    assert rated(counted, rule_pack("baosong"))["points"].tolist() == pytest.approx([-0.1, -1, -0.5])


def test_nothing_known_is_nothing_said(make_facts, small):
    facts = make_facts()
    assert report_discipline(facts, as_of=DAY_50, rules=small).empty
    assert class_verdicts(facts, as_of=DAY_50, rules=small).empty
    assert board_problems(facts, as_of=DAY_50, rules=small)["what"].tolist() == ["榜单数量", "榜单数量"]
    assert due_soon(facts, as_of=date(2022, 11, 1), rules=small)["what"].tolist() == ["月通报"]


def test_nobody_owes_a_report_for_a_month_before_the_mechanism_began(make_facts, hundred_days, rules):
    facts = make_facts([hundred_days(start=date(2022, 1, 10), lead_units=["甲局"])])
    found = report_discipline(facts, as_of=date(2022, 10, 20), rules=rules)
    assert [f"{day:%m}" for day in found["period"]] == ["08", "09"]


def test_the_tasks_behind_a_count_are_named_with_what_became_of_each(make_facts, hundred_days, rules):
    tasks = [hundred_days(lead_units=["甲局"]), hundred_days(task="建桥", lead_units=["甲局", "乙局"])]
    facts = make_facts(tasks, progress=[report(date(2022, 9, 30), date(2022, 10, 6))])
    found = reports_owed(facts, "甲局", as_of=date(2022, 10, 20), rules=rules)
    assert found[["task", "what"]].to_numpy().tolist() == [["修路", "late_reports"], ["建桥", "missing_reports"]]
    counted = report_discipline(facts, as_of=date(2022, 10, 20), rules=rules).set_index("subject").loc["甲局"]
    assert dict(counted[["due", "late_reports", "missing_reports"]]) == {
        "due": 2, "late_reports": 1, "missing_reports": 1,
    }  # fmt: skip
    assert reports_owed(facts, "没有的局", as_of=date(2022, 10, 20), rules=rules).empty


def test_a_false_report_names_the_row_of_the_report_and_that_of_the_visit(make_facts, hundred_days, rules):
    told = [report(date(2022, 9, 11), percent=60.0) | {"row": 7, "sheet": "月报"}]
    facts = make_facts(
        [hundred_days()], progress=told, visits=[visit(date(2022, 9, 20)) | {"verified_percent": 40.0, "row": 9}]
    )
    (found,) = false_reports(facts, as_of=DAY_50, rules=rules).to_dict("records")
    assert [found[name] for name in ("sheet", "row", "report_sheet", "report_row")] == ["表1", 9, "月报", 7]
