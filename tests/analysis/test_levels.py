"""The raw ladder: each trigger at its edges. A task of 100 days from 1 September 2022; a day is a percent."""

from datetime import date, timedelta

import pytest

from analysis.scores.scoring import score

START = date(2022, 9, 1)


def on(day):
    return START + timedelta(days=day)


def one(facts, rules, *, day):
    return score(facts, as_of=on(day), rules=rules).tasks.iloc[0]


def report(day, percent):
    return [{"task_id": "修路", "report_date": on(day), "percent": percent}]


@pytest.mark.parametrize(("day", "percent", "level", "words"), [
    (15, 11, 0, None),  # 4 points
    (15, 10, 0, None),  # 5 points, but only 5 days behind
    (15, 8, 1, "落后序时进度 7.0 个百分点（提醒线：5 个百分点）"),  # 7 points, 7 days; too early for ratios
    (15, 5, 2, "落后序时进度 10.0 个百分点（预警线：10 个百分点）"),
    (50, 30.1, 2, "落后序时进度 19.9 个百分点（预警线：10 个百分点）"),
    (50, 30, 3, "落后序时进度 20.0 个百分点（黄牌线：20 个百分点）"),
    (50, 20, 4, "落后序时进度 30.0 个百分点（约谈线：30 个百分点）"),
    (50, 70, 0, None),  # ahead
])  # fmt: skip
def test_lag_in_points(make_facts, hundred_days, rules, day, percent, level, words):
    found = one(make_facts([hundred_days()], progress=report(day, percent)), rules, day=day)
    assert found["level"] == level
    assert found["triggers"][:1] == ([words] if words else [])


def test_a_short_task_needs_days_behind_not_points_alone(make_facts, rules):
    # 10 days: 60 points behind are 6 days; 70 points are 7 days
    task = {"task": "修路", "start": START, "deadline": on(10)}
    assert one(make_facts([task], progress=report(9, 30)), rules, day=9)["level"] == 0
    assert one(make_facts([task], progress=report(9, 20)), rules, day=9)["level"] == 4


@pytest.mark.parametrize(("day", "percent", "words"), [
    (60, 53, "工期绩效 0.88，低于 0.90（已过 60 天，完成的只是计划前 53 天的量）"),
    (80, 73, "按期完成须达到计划速度的 1.35 倍，超过 1.10 倍"),  # 27 days of plan in 20
    (80, 73, "预计2022年12月18日完成，晚于时限 8 天（线：总工期的 5%）"),  # (8 × .9125 + 4) / 12 = .9417; 28.67 days → 108.67
])  # fmt: skip
def test_ratios_raise_level_2_after_a_fifth_of_the_time(make_facts, hundred_days, rules, day, percent, words):
    found = one(make_facts([hundred_days()], progress=report(day, percent)), rules, day=day)
    assert found["level"] == 2
    assert any(words[:10] in said for said in found["triggers"])


@pytest.mark.parametrize(("day", "fires"), [(19, False), (20, True)])
def test_ratios_are_silent_before_a_fifth_of_the_time(make_facts, hundred_days, rules, day, fires):
    found = one(make_facts([hundred_days()], progress=report(day, day - 8)), rules, day=day)
    assert any("工期绩效" in said for said in found["triggers"]) == fires
    assert found["level"] == (2 if fires else 1)


@pytest.mark.parametrize(("late", "level"), [
    (0, 0), (1, 1), (7, 1), (8, 2), (15, 2), (16, 3), (30, 3), (31, 4),
])  # fmt: skip
def test_an_overdue_node_counts_in_days(make_facts, rules, late, level):
    # without a deadline there is no plan, so the node speaks alone
    node = {"task_id": "修路", "milestone": "封顶", "planned_on": on(20), "done": False}
    facts = make_facts([{"task": "修路"}], milestones=[node], progress=report(20 + late, 0))
    found = one(facts, rules, day=20 + late)
    assert found["level"] == max(level, 1 if late == 0 else 0)  # due today is a reminder, see below
    if level:
        assert found["triggers"][0].startswith(f"节点“封顶”超期 {late} 天未完成")


@pytest.mark.parametrize(("late", "level"), [(0, 0), (1, 1), (8, 2), (16, 3), (31, 4)])
def test_an_overdue_deadline_counts_in_days(make_facts, hundred_days, rules, late, level):
    found = one(make_facts([hundred_days()], progress=report(100 + late, 99.5)), rules, day=100 + late)
    assert found["level"] == level
    if level:
        assert any(said.startswith(f"超过完成时限 {late} 天（") for said in found["triggers"])


def test_the_baseline_deadline_counts_not_the_amended_one(make_facts, hundred_days, rules):
    later = [{"task_id": "修路", "deadline": on(300), "seq": 2}]
    found = one(make_facts([hundred_days()], deadlines=later, progress=report(131, 99.5)), rules, day=131)
    assert found["level"] == 4


@pytest.mark.parametrize(("days", "level"), [(14, 0), (15, 1)])
def test_a_stale_report_is_a_reminder(make_facts, rules, days, level):
    found = one(make_facts([{"task": "修路"}], progress=report(10, 40)), rules, day=10 + days)
    assert found["level"] == level
    assert found["triggers"] == (["最近一次填报是2022年9月11日，已 15 天未更新"] if level else [])


@pytest.mark.parametrize(("days", "words"), [
    (15, []), (14, ["节点“封顶”还有 14 天到期，尚未完成"]), (0, ["节点“封顶”今天到期，尚未完成"]),
])  # fmt: skip
def test_a_node_that_is_due_soon_is_a_reminder(make_facts, rules, days, words):
    node = {"task_id": "修路", "milestone": "封顶", "planned_on": on(20), "done": False}
    found = one(make_facts([{"task": "修路"}], milestones=[node], progress=report(20 - days, 0)), rules, day=20 - days)
    assert found["triggers"] == words
    assert found["level"] == len(words)


def test_nodes_without_a_state_raise_nothing(make_facts, rules):
    node = {"task_id": "修路", "milestone": "封顶", "planned_on": on(20)}
    assert one(make_facts([{"task": "修路"}], milestones=[node], progress=report(60, 0)), rules, day=60)["level"] == 0


@pytest.mark.parametrize(("day", "level", "words"), [
    (14, 0, []),
    (15, 1, ["开始已 15 天，尚未填报进度"]),
    (90, 1, ["开始已 90 天，尚未填报进度"]),  # planned 90, but not known to be behind
    (131, 4, ["超过完成时限 31 天，至今没有填报（约谈线：超过 30 天）", "开始已 131 天，尚未填报进度"]),
])  # fmt: skip
def test_not_reported_is_not_zero_but_is_said(make_facts, hundred_days, rules, day, level, words):
    found = one(make_facts([hundred_days()]), rules, day=day)
    assert (found["level"], found["triggers"], found["state"]) == (level, words, "未报")


def test_finished_is_level_0_however_late(make_facts, hundred_days, rules):
    found = one(make_facts([hundred_days()], progress=report(140, 100)), rules, day=170)
    assert (found["level"], found["triggers"], found["deduction"]) == (0, [], 0)


def test_a_late_entry_is_shown_but_not_judged(make_facts, hundred_days, rules):
    found = one(make_facts([hundred_days(late_entry=True)], progress=report(131, 10)), rules, day=131)
    assert (found["planned"], found["actual"], found["lag"]) == (100, 10, 90)
    assert (found["level"], found["deduction"]) == (0, 0)
    assert found["index"] != found["index"]


def test_the_gravest_reason_comes_first(make_facts, hundred_days, rules):
    found = one(make_facts([hundred_days()], progress=report(20, 20)), rules, day=50)
    assert found["triggers"][0].startswith("落后序时进度 30.0")
    assert found["triggers"][-1].startswith("最近一次填报")
