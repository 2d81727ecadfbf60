"""Exemptions: which count, from when until when, and that an exempt item is as if it were not there."""

import json
from datetime import date, datetime, timedelta

import numpy as np
import pandas as pd
import pytest

from analysis.boards.phases import due_soon
from analysis.explaining.explain import explain_task
from analysis.flagging.flags import flag_subjects, proposals
from analysis.ladder.month_tables import task_periods
from analysis.ladder.published import rated
from analysis.memory.history import history
from analysis.memory.standing import standings
from analysis.oversight.exemptions import exemptions_known
from analysis.points.entries import point_entries
from analysis.rules.rulepack import rule_pack
from analysis.scores.scoring import score
from analysis.standing_scores import standing_scores

NOV = date(2022, 11, 30)
GRANTED = {
    "task_id": "修路", "reason": "不可抗力：台风停工", "approver": "区领导01", "approved_on": date(2022, 10, 5),
    "until": date(2022, 11, 20), "document_no": "6号", "entered_on": date(2022, 10, 5),
}  # fmt: skip
UNITS = [{"unit": "太和镇", "kind": "镇"}, {"unit": "太平镇", "kind": "镇"}]


@pytest.fixture
def district(make_facts, hundred_days):
    """Two towns with two tasks each: 修路 stands still at 10 %, the others keep pace or fall a little behind."""
    pace = {"修路": 0.1, "建校": 1.0, "挖渠": 0.9, "植树": 0.8}
    towns = {"修路": "太和镇", "建校": "太和镇", "挖渠": "太平镇", "植树": "太平镇"}

    def make(*exempt: dict, without: str | None = None, **more: list[dict]) -> dict:
        tasks = [
            hundred_days(task=name, lead_units=[town], leaders=["区领导01"])
            for name, town in towns.items() if name != without
        ]  # fmt: skip
        told = [
            {"task_id": name, "report_date": day, "percent": min(10.0, 100 * share) if name == "修路" else gone * share,
             "entered_on": day}
            for name, share in pace.items() if name != without
            for gone in range(10, 100, 10) if (day := date(2022, 9, 1) + timedelta(days=gone))
        ]  # fmt: skip
        return make_facts(tasks, progress=told, units=UNITS, exemptions=list(exempt), **more)

    return make


def only(facts, rules, *, at=NOV):
    (row,) = exemptions_known(facts, as_of=at, rules=rules).to_dict("records")
    return row


def told(table: pd.DataFrame, name: str) -> pd.Series:
    return table.set_index("task_id").loc[name]


# ---- which count, and when ----------------------------------------------------------------------------------------------

COUNTING = [
    ({}, "已结束", ""),
    ({"until": date(2022, 11, 30)}, "生效中", ""),  # the last day is part of it
    ({"until": date(2022, 12, 5)}, "生效中", ""),
    ({"approved_on": date(2022, 12, 1), "until": date(2022, 12, 20)}, "尚未开始", ""),
    ({"approved_on": date(2022, 12, 9), "until": date(2022, 12, 20)}, "尚未开始", ""),
    ({"approved_on": date(2022, 12, 10), "until": date(2022, 12, 20)}, "不计", "批准日期不早于原定时限，不作豁免"),
    ({"approver": None}, "不计", "没有写明批准人，不作豁免"),
    ({"approver": ""}, "不计", "没有写明批准人，不作豁免"),
    ({"until": None}, "不计", "没有写明豁免到哪一天为止，不作豁免"),
    ({"approved_on": None}, "不计", "没有批准日期，不作豁免"),
    ({"until": date(2022, 10, 4)}, "不计", "截止日期早于批准日期，不作豁免"),
    ({"milestone": "封顶"}, "不计", "倒排工期里没有这个节点，不作豁免"),
    ({"task_id": "没有的"}, "不计", "库中没有这项任务，不作豁免"),
]


@pytest.mark.parametrize(("row", "state", "why"), COUNTING)
def test_an_exemption_counts_with_a_name_an_end_and_an_approval_before_the_original_date(
    district, rules, row, state, why
):
    found = only(district(GRANTED | row), rules)
    assert (found["state"], found["why"], found["counts"]) == (state, why, not why)


def test_a_task_without_an_original_date_cannot_be_exempt(make_facts, rules):
    found = only(make_facts([{"task": "修路", "start": date(2022, 9, 1)}], exemptions=[GRANTED]), rules)
    assert found["why"] == "没有原定时限，无法核对是否先于时限批准，不作豁免"


def test_the_original_date_is_the_first_one_whatever_was_moved_later(district, rules):
    moved = [{"task_id": "修路", "deadline": date(2023, 3, 1), "seq": 2, "entered_on": date(2022, 11, 1)}]
    late = GRANTED | {"approved_on": date(2022, 12, 12), "until": date(2023, 2, 1)}
    found = only(district(late, deadlines=moved), rules)
    assert (found["counts"], found["original"]) == (False, pd.Timestamp("2022-12-10"))


def test_of_two_words_about_one_approval_the_one_entered_last_holds_from_its_own_day(district, rules):
    longer = GRANTED | {"until": date(2022, 12, 5), "seq": 2, "entered_on": date(2022, 11, 25)}
    facts = district(longer, GRANTED)
    states = [only(facts, rules, at=date(2022, 11, day))["state"] for day in (20, 24, 25)]
    assert states == ["生效中", "已结束", "生效中"]


def decision(subject: str, *, at: datetime, said: dict, since: date, task: str = "修路") -> dict:
    return {
        "kind": "exemption", "scope": task, "subject": subject, "answer": json.dumps(said, ensure_ascii=False),
        "reason": "上级调整：线位变更", "since": since, "decided_by": "张三", "decided_at": at, "seq": 1,
    }  # fmt: skip


@pytest.fixture
def with_decision(district):
    """The district with one exemption entered on the screen."""

    def make(row: dict, *ledger: dict) -> dict:
        facts = district(*ledger)
        columns = facts["decisions"].columns
        table = pd.DataFrame([row], columns=columns).astype({"since": "datetime64[us]", "decided_at": "datetime64[us]"})
        return facts | {"decisions": table.astype({"seq": "int64"})}

    return make


@pytest.mark.parametrize(("utc", "first"), [
    (datetime(2022, 10, 7, 15, 59), 7),
    (datetime(2022, 10, 7, 16, 0), 8),  # midnight in Beijing: the office has already turned the page
    (datetime(2022, 10, 8, 15, 59), 8),
])  # fmt: skip
def test_an_exemption_entered_in_the_small_hours_is_known_on_the_offices_own_day(with_decision, rules, utc, first):
    said = {"approver": "区领导02", "until": "2022-12-05"}
    facts = with_decision(decision("!2022-10-05", at=utc, said=said, since=date(2022, 10, 5)))
    days = [date(2022, 10, day) for day in (6, 7, 8)]
    exempt = [day.day for day in days if told(score(facts, as_of=day, rules=rules).tasks, "修路")["exempt"]]
    assert exempt == [day.day for day in days if day.day >= first]
    replayed = history(facts, days=days, rules=rules)
    assert replayed.loc[replayed["exempt"] & replayed["task_id"].eq("修路"), "as_of"].dt.day.tolist() == exempt


def test_an_exemption_of_the_screen_is_known_from_the_day_on_which_it_was_entered(with_decision, rules):
    said = {"approver": "区领导02", "until": "2022-12-05", "document_no": "7号"}
    entered = datetime(2022, 10, 8, 7, 30)
    facts = with_decision(decision("!2022-10-05", at=entered, said=said, since=date(2022, 10, 5)))
    found = only(facts, rules)
    assert [found[name] for name in ("state", "approver", "entered_by", "ground")] == [
        "生效中", "区领导02", "张三", "上级调整",
    ]  # fmt: skip
    assert exemptions_known(facts, as_of=date(2022, 10, 7), rules=rules).empty
    (later,) = exemptions_known(facts, as_of=date(2022, 10, 7), rules=rules, later=True).to_dict("records")
    assert (later["state"], later["counts"]) == ("此日尚未录入", False)
    assert not told(score(facts, as_of=date(2022, 10, 7), rules=rules).tasks, "修路")["exempt"]
    assert told(score(facts, as_of=date(2022, 10, 8), rules=rules).tasks, "修路")["exempt"]


def test_the_screen_can_end_an_exemption_of_a_ledger_early(with_decision, rules):
    said = {"approver": "区领导01", "until": "2022-10-31", "document_no": "6号"}
    row = decision("!2022-10-05", at=datetime(2022, 10, 30), said=said, since=date(2022, 10, 5))
    facts = with_decision(row, GRANTED)
    states = [only(facts, rules, at=day)["state"] for day in (date(2022, 10, 29), date(2022, 11, 1))]
    assert states == ["生效中", "已结束"]


# ---- neutral ------------------------------------------------------------------------------------------------------------

ENDS = [date(2022, 10, 5), date(2022, 10, 31), date(2022, 11, 20)]
COMPARED = ["unit", "kind", "index", "known_share", "projects", "weight", "lag", "level", "deduction", "rank"]


@pytest.mark.parametrize("day", ENDS)
def test_units_and_leaders_stand_as_if_an_exempt_task_were_not_there(district, rules, day):
    found = score(district(GRANTED), as_of=day, rules=rules)
    gone = score(district(without="修路"), as_of=day, rules=rules)
    pd.testing.assert_frame_equal(found.units[COMPARED], gone.units[COMPARED])
    columns = ["leader", "index", "known_share", "projects", "level", "deduction", "lag"]
    pd.testing.assert_frame_equal(found.leaders[columns], gone.leaders[columns])


@pytest.mark.parametrize("day", [date(2022, 10, 4), date(2022, 11, 21), NOV])
def test_before_the_approval_and_after_the_end_everything_is_as_without_an_exemption(district, rules, day):
    found, plain = (score(facts, as_of=day, rules=rules) for facts in (district(GRANTED), district()))
    pd.testing.assert_frame_equal(found.tasks, plain.tasks)
    pd.testing.assert_frame_equal(found.units, plain.units)


def test_a_late_approval_changes_no_score(district, rules):
    late = GRANTED | {"approved_on": date(2022, 12, 10), "until": date(2022, 12, 31)}
    day = date(2022, 12, 20)
    found, plain = (score(facts, as_of=day, rules=rules) for facts in (district(late), district()))
    pd.testing.assert_frame_equal(found.tasks, plain.tasks)


def test_an_exempt_task_is_shown_without_index_level_and_deduction_and_its_date_is_not_moved(district, rules):
    row = told(standing_scores(district(GRANTED), as_of=date(2022, 10, 31), rules=rules).tasks, "修路")
    assert (row["state"], row["level"], row["raw_level"], row["deduction"], row["how"]) == ("豁免", 0, 0, 0.0, "豁免")
    assert np.isnan(row["index"])
    assert row["lag"] == pytest.approx(50.0)  # 60 planned, 10 reported: still to be read
    assert row["deadline"] == pd.Timestamp("2022-12-10")


def test_a_replay_ignores_what_was_entered_later_and_is_the_score_of_each_day(district, rules):
    facts = district(GRANTED | {"entered_on": date(2022, 10, 20)})
    days = [date(2022, 10, 14), date(2022, 10, 19), date(2022, 10, 20), date(2022, 11, 20), date(2022, 11, 21)]
    for at_once in (10_000, 1):
        weeks = history(facts, days=days, rules=rules, at_once=at_once)
        assert weeks[weeks["task_id"] == "修路"]["exempt"].tolist() == [False, False, True, True, False]
    for day in days:
        alone = score(facts, as_of=day, rules=rules).tasks
        replayed = weeks[weeks["as_of"] == pd.Timestamp(day)].drop(columns="as_of").reset_index(drop=True)
        pd.testing.assert_frame_equal(replayed, alone, check_dtype=False, check_column_type=False)


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_rows_makes_no_difference(district, rules, seed):
    rows = (GRANTED, GRANTED | {"until": date(2022, 11, 1), "seq": 2}, GRANTED | {"task_id": "植树"})
    facts = district(*rows)
    mixed = {name: table.sample(frac=1, random_state=seed) for name, table in facts.items()}
    day = date(2022, 11, 10)
    one, other = (score(each, as_of=day, rules=rules) for each in (facts, mixed))
    pd.testing.assert_frame_equal(one.tasks, other.tasks)
    lists = [exemptions_known(each, as_of=day, rules=rules) for each in (facts, mixed)]
    pd.testing.assert_frame_equal(*lists)


# ---- ladder, points, flags, published rules -----------------------------------------------------------------------------


def test_the_ladder_leaves_the_task_at_its_approval_and_begins_anew_after_the_end(district, rules):
    weeks = standings(district(GRANTED), as_of=date(2022, 12, 2), rules=rules)
    mine = weeks[weeks["task_id"] == "修路"].set_index("as_of")
    exempt = mine[(mine.index >= "2022-10-05") & (mine.index <= "2022-11-20")]
    assert (exempt["level"].max(), set(exempt["how"]), exempt["month_level"].max()) == (0, {"豁免"}, 0)
    assert exempt["why"].iloc[0] == "已批准豁免，由预警退出，只列出不评"  # 12 and 19 points behind on two Fridays
    after = mine[mine.index > "2022-11-20"]
    assert after["how"].tolist() == ["待确认", "待确认", "升级"]  # Friday, the month's end, Friday
    assert after["level"].tolist() == [0, 0, 4]


def test_exempt_months_hold_no_points_and_dilute_nobody_elses(district, rules):
    with_it = point_entries(district(GRANTED), as_of=NOV, rules=rules)
    charged = with_it[with_it["task_id"] == "修路"]
    assert "2022-10-31" not in set(charged["month"].dt.strftime("%Y-%m-%d"))
    plain = point_entries(district(), as_of=NOV, rules=rules)
    assert "2022-10-31" in set(plain.loc[plain["task_id"] == "修路", "month"].dt.strftime("%Y-%m-%d"))
    october = [each[each["month"] == "2022-10-31"] for each in (with_it, point_entries(
        district(without="修路"), as_of=NOV, rules=rules))]  # fmt: skip
    pd.testing.assert_frame_equal(*(each.reset_index(drop=True) for each in october))


def test_a_project_that_is_exempt_gets_no_flag_of_either_kind(district, rules):
    scores = standing_scores(district(GRANTED), as_of=date(2022, 10, 31), rules=rules)
    assert "修路" not in set(proposals(flag_subjects(scores), rules=rules)["subject"])
    plain = standing_scores(district(), as_of=date(2022, 10, 31), rules=rules)
    assert "修路" in set(proposals(flag_subjects(plain), rules=rules)["subject"])


def test_published_rules_count_nothing_against_an_exempt_month(district, rules):
    periods = task_periods(history(district(GRANTED), days=[date(2022, 10, 31), NOV], rules=rules))
    mine = periods[periods["subject"] == "修路"]
    assert mine["exempt"].tolist() == [True, False]
    assert mine["behind_periods"].fillna(-1).tolist() == [-1, 1]
    points = rated(periods, rule_pack("pingfen-2020"))
    months = points.loc[points["subject"] == "修路", "period"].dt.month.tolist()
    assert 10 not in months


# ---- a node alone -------------------------------------------------------------------------------------------------------


@pytest.fixture
def built(make_facts, hundred_days):
    """A task with two nodes: one done in time, one overdue since 11 October."""

    def make(*exempt: dict) -> dict:
        nodes = [
            {"task_id": "修路", "milestone": "征地", "planned_on": date(2022, 9, 21), "done_on": date(2022, 9, 21)},
            {"task_id": "修路", "milestone": "路基", "planned_on": date(2022, 10, 11), "done": False},
        ]
        told = [{"task_id": "修路", "report_date": date(2022, 10, 31), "percent": 60.0}]
        return make_facts([hundred_days()], milestones=nodes, progress=told, exemptions=list(exempt))

    return make


def test_an_exempt_node_is_not_overdue_and_leaves_the_score_of_the_nodes(built, rules):
    node, day = GRANTED | {"milestone": "路 基"}, date(2022, 10, 31)
    plain, found = (score(facts, as_of=day, rules=rules).tasks.iloc[0] for facts in (built(), built(node)))
    assert plain["s2"] == pytest.approx((100 + 100 * (1 - 20 / 60)) / 2)
    assert found["s2"] == 100
    assert any("节点“路基”超期 20 天" in said for said in plain["triggers"])
    assert not any("路基" in said for said in found["triggers"])
    assert (found["exempt"], found["planned"]) == (False, plain["planned"])  # the plan itself does not move


def test_a_node_is_exempt_only_when_approved_before_its_own_day(built, rules):
    late = GRANTED | {"milestone": "路基", "approved_on": date(2022, 10, 11)}  # still before the task's deadline
    assert only(built(late), rules)["why"] == "批准日期不早于原定时限，不作豁免"
    day = date(2022, 10, 31)
    plain, found = (score(facts, as_of=day, rules=rules).tasks for facts in (built(), built(late)))
    pd.testing.assert_frame_equal(plain, found)


def test_what_is_exempt_does_not_fall_due(built, rules):
    day = date(2022, 10, 6)
    due = [due_soon(facts, as_of=day, rules=rules) for facts in (built(), built(GRANTED | {"milestone": "路基"}))]
    assert [each.loc[each["what"] == "节点", "subject"].tolist() for each in due] == [["路基"], []]


def test_the_explanation_opens_to_the_cell_of_the_exemption(built, rules):
    lines = explain_task(built(GRANTED), "修路", as_of=date(2022, 10, 31), rules=rules)
    (mine,) = lines[(lines["part"] == "豁免") & (lines["table"] == "exemptions")].to_dict("records")
    assert (mine["field"], mine["sheet"], mine["row"]) == ("until", "表1", 5)
    assert mine["value"] == "2022年10月5日批准，至2022年11月20日：生效中"
