"""Red and yellow flags, by hand: who is proposed, who misses by what, what a person decided."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from analysis.flagging.flag_vetoes import vetoes_known
from analysis.flagging.flags import flag_history, flag_periods, flag_subjects, proposals
from analysis.rules.rulepack import checked_pack, pack_data
from analysis.standing_scores import standing_scores

OCTOBER, NOVEMBER = date(2022, 10, 28), date(2022, 11, 25)


@pytest.fixture
def one_each(rules):
    """One red and one yellow flag for towns and for departments."""
    data = pack_data(rules)
    data["flags"]["quotas"] = [{"kind": kind, "red": 1, "yellow": 1} for kind in ("项目", "镇", "部门")]
    return checked_pack(data, name="一面")


def town(name, index, lag, level=0, *, kind="镇", share=1.0):
    return {
        "subject": name,
        "kind": kind,
        "index": index,
        "lag": lag,
        "level": level,
        "known_share": share,
        "projects": 2,
    }


def found(rules, *towns, **more):
    table = proposals(pd.DataFrame(list(towns)), rules=rules, **more)
    return {(row.subject, row.flag): row for row in table.itertuples()}


GOOD, FAIR, POOR = town("甲镇", 95.0, -1.0), town("乙镇", 85.0, 5.0), town("丙镇", 50.0, 25.0, 3)


def test_the_first_who_meets_the_standard_and_the_last_who_is_behind(one_each):
    rows = found(one_each, GOOD, FAIR, POOR)
    assert {key for key, row in rows.items() if row.proposed} == {("甲镇", "红旗"), ("丙镇", "黄旗")}
    assert rows["甲镇", "红旗"].reasons == [
        "已知份额 100%，不少于 50%", "指数 95.0，达到 90", "落后 0.0 个百分点，不超过 0 个百分点", "等级为正常，不高于提醒",
        "没有一票否决的情形", "镇第 1 名，在前 1 名之内",
    ]  # fmt: skip
    assert rows["丙镇", "黄旗"].reasons == ["落后 25.0 个百分点，达到 10 个百分点", "镇倒数第 1 名，在末 1 名之内"]
    assert rows["甲镇", "红旗"].values["index"] == 95


@pytest.mark.parametrize(("leader", "missed"), [
    (town("甲镇", 89.9, -1.0), "指数 89.9，未达到 90"),
    (town("甲镇", 90.0, 0.1), "落后 0.1 个百分点，超过 0 个百分点"),
    (town("甲镇", 90.0, 0.0, 2), "等级为预警，高于提醒"),
    (town("甲镇", 90.0, float("nan")), "落后多少未知"),
])  # fmt: skip
def test_a_near_miss_for_a_red_flag_says_what_is_missing(one_each, leader, missed):
    row = found(one_each, leader, FAIR, POOR)["甲镇", "红旗"]
    assert (row.proposed, row.near, row.reasons[-1], row.state) == (False, True, missed, "差一项")


def test_exactly_at_the_standard_is_enough(one_each):
    assert found(one_each, town("甲镇", 90.0, 0.0, 1), FAIR)["甲镇", "红旗"].proposed


def test_being_first_is_not_enough_and_the_standard_is_not_enough(one_each):
    rows = found(one_each, GOOD, town("乙镇", 94.0, -1.0), town("丙镇", 80.0, 3.0))
    assert rows["乙镇", "红旗"].reasons[-1] == "镇第 2 名，不在前 1 名之内"
    assert ("丙镇", "红旗") not in rows  # misses three conditions: not near
    assert rows["丙镇", "黄旗"].near  # last, but hardly behind
    assert not any(row.proposed for key, row in rows.items() if key[1] == "黄旗")


def test_behind_but_not_last_is_near(one_each):
    row = found(one_each, GOOD, town("乙镇", 60.0, 12.0), POOR)["乙镇", "黄旗"]
    assert (row.near, row.reasons[-1]) == (True, "镇倒数第 2 名，不在末 1 名之内")


def test_a_level_is_enough_for_a_yellow_flag(one_each):
    row = found(one_each, GOOD, town("乙镇", 60.0, 2.0, 3))["乙镇", "黄旗"]
    assert (row.proposed, row.reasons[0]) == (True, "等级为黄牌，达到黄牌")


def test_sequences_are_apart_and_other_kinds_get_none(one_each):
    rows = found(one_each, GOOD, town("区教育局", 91.0, 0.0, kind="部门"), town("某处", 99.0, 0.0, kind="其他"))
    assert {key for key, row in rows.items() if row.proposed} == {("甲镇", "红旗"), ("区教育局", "红旗")}


def test_what_is_hardly_known_gets_no_flag_and_no_place(one_each):
    rows = found(
        one_each, town("甲镇", 99.0, 0.0, share=0.4), town("乙镇", 91.0, 0.0), town("丙镇", None, None, 4, share=0.0)
    )
    assert ("甲镇", "红旗") not in rows
    assert rows["乙镇", "红旗"].proposed
    assert rows["丙镇", "黄旗"].reasons == ["等级为约谈，达到黄牌", "指数未知，不排名次"]


def test_a_veto_takes_a_red_flag_and_is_named(one_each):
    vetoes = pd.DataFrame([{"subject": "甲镇", "kind": "单位", "matter": "安全生产事故通报"}])
    row = found(one_each, GOOD, FAIR, vetoes=vetoes)["甲镇", "红旗"]
    assert (row.proposed, row.reasons[-1]) == (False, "一票否决：安全生产事故通报")
    of_a_project = vetoes.assign(kind="项目")
    assert found(one_each, GOOD, FAIR, vetoes=of_a_project)["甲镇", "红旗"].proposed


def said(*rows):
    columns = ["kind", "subject", "answer", "reason", "decided_by", "decided_at"]
    return pd.DataFrame([dict(zip(columns, row, strict=True)) for row in rows]).assign(sequence="镇")


YES = ("红旗", "甲镇", "确认", "同意授旗", "区领导01", pd.Timestamp("2022-11-01"))
NO = ("红旗", "甲镇", "不同意", "走访不实", "区领导02", pd.Timestamp("2022-11-02"))


@pytest.mark.parametrize(("decisions", "state", "final", "by"), [
    ([], "待确认", None, None),
    ([YES], "已确认", "红旗", "区领导01"),
    ([NO], "不同意", None, "区领导02"),
    ([NO, YES], "不同意", None, "区领导02"),  # the later answer, whatever the order of rows
    ([("批注", "甲镇", "随便", "", "某人", pd.Timestamp("2022-11-03"))], "待确认", None, None),
])  # fmt: skip
def test_a_decision_lies_over_the_proposal(one_each, decisions, state, final, by):
    row = found(one_each, GOOD, FAIR, decisions=said(*decisions))["甲镇", "红旗"]
    assert (row.proposed, row.state, row.final) == (True, state, final)
    assert (row.decided_by if by else pd.isna(row.decided_by)) == (by or True)


def test_a_person_may_give_a_flag_that_no_rule_proposed(one_each):
    given = said(("黄旗", "乙镇", "确认", "信访突出", "区领导01", pd.Timestamp("2022-11-01")))
    row = found(one_each, GOOD, FAIR, POOR, decisions=given)["乙镇", "黄旗"]
    assert (row.kind, row.proposed, row.state, row.final, row.reason) == ("镇", False, "人工增列", "黄旗", "信访突出")


def test_a_project_and_a_unit_of_one_name_are_decided_apart(one_each):
    project = town("甲镇", 96.0, -1.0, kind="项目")
    told = pd.concat([said(NO), said(YES).assign(sequence="项目")], ignore_index=True)
    table = proposals(pd.DataFrame([GOOD, FAIR, project]), rules=one_each, decisions=told)
    red = table[table["flag"] == "红旗"].set_index(["kind", "subject"])["state"].to_dict()
    assert red == {("镇", "甲镇"): "不同意", ("项目", "甲镇"): "已确认"}


def on_board(board, index, **more):
    return town("太平新城", index, -1.0, kind="项目", **more) | {"board": board}


def of_project(board, *rows):
    return said(*((flag, "太平新城", *rest) for flag, _, *rest in rows)).assign(sequence="项目", board=board)


@pytest.mark.parametrize(("told", "states"), [
    ([of_project("任务榜", YES)], {"任务榜": "已确认", "亮点牌": "待确认"}),
    ([of_project("任务榜", YES), of_project("亮点牌", NO)], {"任务榜": "已确认", "亮点牌": "不同意"}),
    ([of_project("", YES)], {"任务榜": "已确认", "亮点牌": "已确认"}),  # a journal from before boards were named
    ([of_project("", YES), of_project("亮点牌", NO)], {"任务榜": "已确认", "亮点牌": "不同意"}),
    ([of_project("", NO), of_project("亮点牌", YES)], {"任务榜": "不同意", "亮点牌": "不同意"}),  # the last word holds
])  # fmt: skip
def test_projects_of_one_name_on_two_boards_are_decided_apart(one_each, told, states):
    both = pd.DataFrame([on_board("任务榜", 96.0), on_board("亮点牌", 96.0)])
    table = proposals(both, rules=one_each, decisions=pd.concat(told, ignore_index=True))
    red = table[table["flag"] == "红旗"]
    assert red.set_index("board")["state"].to_dict() == states


def test_a_decision_about_a_board_on_which_the_project_is_not_is_refused(one_each):
    with pytest.raises(ValueError, match="“太平新城”（项目，红旗）不在参评"):
        proposals(pd.DataFrame([on_board("任务榜", 96.0)]), rules=one_each, decisions=of_project("亮点牌", YES))


def test_a_veto_of_a_project_is_none_for_its_namesake_on_another_board(one_each):
    vetoes = pd.DataFrame([{"subject": "太平新城", "kind": "项目", "board": "亮点牌", "matter": "环保手续不全"}])
    both = pd.DataFrame([on_board("任务榜", 96.0), on_board("亮点牌", 96.0)])
    table = proposals(both, rules=one_each, vetoes=vetoes)
    red = table[table["flag"] == "红旗"].set_index("board")["proposed"]
    assert red.to_dict() == {"任务榜": True, "亮点牌": False}


def test_months_of_namesakes_are_counted_apart(one_each):
    both = pd.DataFrame([on_board("任务榜", 96.0), on_board("亮点牌", 95.0)]).assign(rank=np.nan)
    rows = flag_periods([(date(2022, 9, 30), both, None), (OCTOBER, both, None)], rules=one_each)
    assert not rows[["period", "board", "flag"]].duplicated().any()
    red = rows[rows["proposed"].eq(True)]
    assert red[["board", "running"]].to_numpy().tolist() == [["任务榜", 1], ["任务榜", 2]]


def test_a_flag_given_to_a_project_is_none_for_the_unit_of_its_name(one_each):
    both = pd.DataFrame([GOOD, town("乙镇", 60.0, 5.0), town("乙镇", 40.0, 5.0, kind="项目")])
    given = said(("黄旗", "乙镇", "确认", "信访突出", "区领导01", pd.Timestamp("2022-11-01"))).assign(sequence="项目")
    table = proposals(both, rules=one_each, decisions=given)
    assert table[table["final"] == "黄旗"]["kind"].tolist() == ["项目"]


def test_a_month_that_was_frozen_keeps_the_rules_it_was_judged_by(district, one_each, rules):
    days = [date(2022, 9, 30), OCTOBER]
    months = [(day, flag_subjects(standing_scores(district, as_of=day, rules=rules)), None) for day in days]
    data = pack_data(one_each)
    data["flags"]["red_index"] = 100.5  # nobody reaches it
    strict = checked_pack(data, name="严")
    rows = flag_periods(months, rules=one_each, packs={OCTOBER: strict})
    red = rows[(rows["flag"] == "红旗") & rows["proposed"].eq(True)]
    assert set(red["period"]) == {pd.Timestamp(days[0])}


@pytest.mark.parametrize(("row", "words"), [
    (("红旗", "甲镇", "好", "", "某人", pd.Timestamp("2022-11-01")), "甲镇的红旗决定“好”不认识；只能是确认或不同意"),
    (("红旗", "申镇", "确认", "", "某人", pd.Timestamp("2022-11-01")), "“申镇”（镇，红旗）不在参评的项目和单位之中"),
])  # fmt: skip
def test_a_decision_that_cannot_be_meant_is_refused(one_each, row, words):
    with pytest.raises(ValueError, match=words):
        found(one_each, GOOD, FAIR, decisions=said(row))


@pytest.fixture
def district(make_facts, hundred_days):
    """甲镇 ahead throughout; 乙镇 ahead until October, then nothing more is done."""
    days = [date(2022, 9, d) for d in (2, 9, 16, 23, 30)] + [date(2022, 10, d) for d in (7, 14, 21, 28)]
    days += [date(2022, 11, d) for d in (4, 11, 18, 25)]
    told = [{"task_id": "一", "report_date": day, "percent": float((day - date(2022, 9, 1)).days + 1)} for day in days]
    told += [row | {"task_id": "二", "percent": min(row["percent"] + 1, 60.0)} for row in told]
    honours = [{"unit": "甲镇", "level": "市级通报批评", "matter": "安全生产事故", "issued_on": date(2022, 11, 3)}]
    problems = [{"task_id": "二", "problem": "环保手续不全", "severity": "重大", "opened_on": date(2022, 11, 3)},
                {"task_id": "二", "problem": "环保台账缺页", "severity": "一般", "opened_on": date(2022, 11, 3)}]  # fmt: skip
    tasks = [hundred_days(task="一", towns=["甲镇"]), hundred_days(task="二", towns=["乙镇"], project="乙项目")]
    units = [{"unit": "甲镇", "kind": "镇"}, {"unit": "乙镇", "kind": "镇"}]
    return make_facts(tasks, progress=told, honours=honours, problems=problems, units=units)


def test_vetoes_come_from_criticism_and_grave_problems_once_they_are_known(district, rules):
    assert vetoes_known(district, as_of=OCTOBER, rules=rules).empty
    held = vetoes_known(district, as_of=NOVEMBER, rules=rules)
    assert held[["subject", "kind", "matter"]].to_numpy().tolist() == [
        ["甲镇", "单位", "安全生产事故"], ["乙项目", "项目", "环保手续不全"],
    ]  # fmt: skip
    assert vetoes_known(district, as_of=date(2023, 2, 1), rules=rules)["subject"].tolist() == ["乙项目"]


def test_flags_month_by_month_with_rank_and_change(district, one_each):
    rows = flag_history(district, days=[OCTOBER, NOVEMBER], rules=one_each)
    red = rows[(rows["flag"] == "红旗") & (rows["kind"] == "镇")]
    first = red[red["period"] == pd.Timestamp(OCTOBER)].set_index("subject")
    assert first["proposed"].to_dict() == {"甲镇": True, "乙镇": True}  # both at 100: a tie shares the place
    later = rows[rows["period"] == pd.Timestamp(NOVEMBER)].set_index(["subject", "kind"])
    assert later.loc[("乙镇", "镇"), "flag"] == "黄旗"
    assert later.loc[("乙镇", "镇"), "running"] == 1
    assert later.loc[("乙项目", "项目"), ["rank", "rank_before", "change"]].tolist() == [2, 1, -1]
    assert later.loc[("乙镇", "镇"), ["rank", "rank_before"]].isna().all()  # one project: a town without a place
    assert later.loc[("甲镇", "镇"), "reasons"][-1] == "一票否决：安全生产事故"


def test_a_flag_that_stays_is_counted_and_decisions_belong_to_their_month(district, one_each):
    told = said(YES).assign(period="2022-10")
    days = [date(2022, 9, 30), OCTOBER]
    rows = flag_history(district, days=days, rules=one_each, decisions=told)
    mine = rows[(rows["subject"] == "甲镇") & (rows["flag"] == "红旗")]
    assert mine["running"].tolist() == [1, 2]
    assert mine["state"].tolist() == ["待确认", "已确认"]


def test_no_days_have_no_flags(district, one_each):
    assert flag_history(district, days=[], rules=one_each).empty


def test_standing_scores_carry_the_level_with_memory_up_to_units(district, rules):
    # 25 November: 乙镇 has done 60 of 85; the week before 60 of 78: 黄牌 needs 20 points twice, 18 and 25
    scores = standing_scores(district, as_of=NOVEMBER, rules=rules)
    task = scores.tasks.set_index("task_id").loc["二"]
    assert (task["raw_level"], task["level"], task["how"]) == (3, 2, "待确认")
    assert scores.units.set_index("unit")["level"].to_dict() == {"甲镇": 0, "乙镇": 2}
    held = [standing_scores(district, as_of=day, rules=rules).units.set_index("unit")["deduction"]["乙镇"]
            for day in (NOVEMBER, date(2022, 11, 30))]  # fmt: skip
    assert held == [0, 0.5]  # a month is charged on its last day, not before
    assert flag_subjects(scores)["kind"].tolist() == ["项目", "项目", "镇", "镇"]
