"""考察材料: facts with their cells, by hand; never a number that adds people up."""

from datetime import date

import pytest

from analysis.oversight.evidence import FACTS, official_facts

DAY = date(2022, 12, 31)


def found(make_facts, hundred_days, rules, **tables):
    task = hundred_days(leaders=["区领导01"], lead_people=["张三"], lead_units=["甲局"], project="路网")
    return official_facts(make_facts([task], **tables), as_of=DAY, rules=rules)


def of(table, name, kind):
    return table[table["name"].eq(name) & table["kind"].eq(kind)]["said"].tolist()


@pytest.mark.parametrize(("reports", "said"), [
    ([(date(2022, 12, 10), 100)], ["2022年12月10日填报完成，按期办结"]),
    ([(date(2022, 12, 12), 100)], ["2022年12月12日填报完成，逾期 2 天办结"]),
    ([(date(2022, 12, 9), 100), (date(2022, 12, 20), 90), (date(2022, 12, 22), 100)],
     ["2022年12月22日填报完成，逾期 12 天办结"]),  # taken back meanwhile
    ([(date(2022, 12, 9), 100), (date(2022, 12, 20), 100)], ["2022年12月9日填报完成，按期办结"]),  # the first one
    ([(date(2022, 12, 9), 99)], ["时限 2022年12月10日 已过，到数据日期没有填报完成"]),
])  # fmt: skip
def test_a_task_was_finished_in_time_late_or_not(make_facts, hundred_days, rules, reports, said):
    told = [{"task_id": "修路", "report_date": day, "percent": float(percent)} for day, percent in reports]
    assert of(found(make_facts, hundred_days, rules, progress=told), "区领导01", "办结情况") == said


@pytest.mark.parametrize(("visitor", "leader", "person"), [
    ("区领导01", 1, 0), ("区领导012", 0, 0), ("张三、区领导01", 1, 1), (None, 0, 0),
])  # fmt: skip
def test_a_visit_is_whose_name_it_bears(make_facts, hundred_days, rules, visitor, leader, person):
    visits = [{"task_id": "修路", "visited_on": date(2022, 9, 6), "visitor": visitor, "verified_percent": 5.0}]
    table = found(make_facts, hundred_days, rules, visits=visits)
    assert (len(of(table, "区领导01", "走访")), len(of(table, "张三", "走访"))) == (leader, person)


@pytest.mark.parametrize(("closed", "due", "said"), [
    (date(2022, 9, 30), date(2022, 9, 30), "“缺地”：2022年9月30日销号，在时限内"),
    (date(2022, 10, 2), date(2022, 9, 30), "“缺地”：2022年10月2日销号，超过时限 2 天"),
    (None, date(2022, 12, 30), "“缺地”：到数据日期未销号，超过时限 1 天"),
    (None, None, "“缺地”：到数据日期未销号"),
    (date(2022, 9, 30), None, "“缺地”：2022年9月30日销号，没有写时限"),
])  # fmt: skip
def test_a_problem_was_closed_in_time_or_not(make_facts, hundred_days, rules, closed, due, said):
    rows = [{"task_id": "修路", "problem": "缺地", "opened_on": date(2022, 9, 9), "due_on": due, "closed_on": closed}]
    assert of(found(make_facts, hundred_days, rules, problems=rows), "区领导01", "问题整改") == [said]


@pytest.mark.parametrize(("honour", "kind"), [
    ({"level": "市", "document_no": "1号"}, "单位表彰"),
    ({"level": "市", "project": "路网"}, "单位表彰"),
    ({"level": "市", "project": "学位"}, None),  # somebody else's project
    ({"level": "市级通报批评"}, "单位批评"),
    ({"level": "全市排名", "city_rank": 1}, None),  # a rank is neither
    ({"level": "市", "unit": "乙局"}, None),
])  # fmt: skip
def test_praise_and_criticism_are_those_of_the_unit_and_project(make_facts, hundred_days, rules, honour, kind):
    row = {"unit": "甲局", "matter": "通报", "issued_on": date(2022, 10, 1)} | honour
    table = found(make_facts, hundred_days, rules, honours=[row])
    assert table[table["kind"].str.startswith("单位")]["kind"].unique().tolist() == ([kind] if kind else [])
    if kind:
        paper = honour.get("document_no", "没有文号")
        assert of(table, "张三", kind) == [f"通报（{paper}）"]


def test_every_fact_has_a_cell_and_nobody_is_scored_or_ranked(make_facts, hundred_days, rules):
    table = found(make_facts, hundred_days, rules)
    assert table["row"].notna().all()
    assert table["source"].ne("").all()
    assert set(table["kind"]) <= set(FACTS)
    assert not {"score", "index", "rank", "total"} & set(table.columns)
    assert table["name"].tolist() == sorted(table["name"])


def test_nobody_in_charge_is_no_fact(make_facts, hundred_days, rules):
    assert official_facts(make_facts([hundred_days()]), as_of=DAY, rules=rules).empty
