"""The ladder with memory: weeks and months worked out by hand. Fridays from 2 September 2022."""

from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.evaluations import evaluation_days
from analysis.scoring import score
from analysis.standing import remembered, standings
from analysis.standing_words import near_next

FRIDAY = date(2022, 9, 2)  # its month has five: 2, 9, 16, 23, 30; October 7, 14, 21, 28; November 4, 11, 18, 25


def weeks(levels, dated=None, *, finished=(), late=False, first=FRIDAY):
    """A task's evaluations: raw level per week, what dates alone say, weeks in which it is finished."""
    dated = dated or [0] * len(levels)
    return pd.DataFrame({
        "as_of": pd.to_datetime([first + timedelta(days=7 * i) for i in range(len(levels))]),
        "task_id": "修路",
        "level": [0 if i in finished else max(pair) for i, pair in enumerate(zip(levels, dated, strict=True))],
        "dated_level": dated,
        "state": ["已完成" if i in finished else "进行中" for i in range(len(levels))],
        "late_entry": late,
        "triggers": [[f"数值 {level}"] if level else [] for level in levels],
    })  # fmt: skip


def stands(rules, *args, **more):
    return remembered(weeks(*args, **more), rules)["level"].tolist()


@pytest.mark.parametrize(("raw", "level"), [
    ([3], [0]),  # one evaluation confirms nothing
    ([0, 3, 0, 0], [0, 0, 0, 0]),  # a spike of one week
    ([3, 3], [0, 3]),
    ([2, 3, 3], [0, 2, 3]),  # what both weeks reached, then more
    ([3, 2, 2], [0, 2, 2]),
    ([3, 3, 2, 3, 2, 2], [0, 3, 3, 3, 3, 2]),  # lower once is not lower twice
    ([4, 4, 0, 0, 0, 0, 0], [0, 4, 4, 3, 3, 2, 2]),  # a step takes two lower evaluations of its own
    ([2, 2, 1, 0, 0, 0], [0, 2, 2, 1, 1, 0]),
])  # fmt: skip
def test_up_after_two_weeks_and_down_one_step_after_two(rules, raw, level):
    assert stands(rules, raw, first=date(2022, 10, 7) if len(raw) < 5 else FRIDAY) == level


@pytest.mark.parametrize(("raw", "dated", "level"), [
    ([0, 0], [0, 2], [0, 2]),  # at once
    ([3, 0, 0], [2, 0, 0], [2, 2, 1]),  # the date at once, the lag after its second week
    ([3, 3], [2, 2], [2, 3]),
    ([1, 1, 1], [3, 0, 0], [3, 3, 2]),
])  # fmt: skip
def test_dates_do_not_wait(rules, raw, dated, level):
    assert stands(rules, raw, dated) == level


def test_finished_leaves_at_once_and_starts_anew(rules):
    assert stands(rules, [3, 3, 0, 3, 3], finished=[2]) == [0, 3, 0, 0, 3]


def test_a_late_entry_is_never_judged(rules):
    found = remembered(weeks([0, 0], late=True), rules)
    assert found["level"].tolist() == [0, 0]
    assert found["how"].tolist() == ["不评", "不评"]


def test_level_2_at_the_end_of_two_months_is_a_yellow_card_and_that_twice_an_interview(rules):
    # 30 September: 2; 28 October: 2 again, so 3; 25 November: 3 again, so 4
    assert stands(rules, [0, 0, 0, 2, 2] + [2] * 8) == [0, 0, 0, 0, 2, 2, 2, 2, 3, 3, 3, 3, 4]


def test_a_raise_by_months_ends_with_the_improvement_step_by_step(rules):
    # raised on 28 October while weekly 2; from 4 November weekly 1: two lower weeks for each step
    assert stands(rules, [0, 0, 0, 2, 2] + [2] * 4 + [1, 1, 1, 1])[8:] == [3, 3, 2, 2, 1]


def test_falling_from_a_graver_level_is_no_repetition(rules):
    # September ends at 3, October at 2, November at 2: only the last two are running
    found = stands(rules, [0, 0, 0, 3, 3, 2, 2, 2, 2] + [2] * 4)
    assert (found[4], found[8], found[12]) == (3, 2, 3)


def test_three_yellow_months_in_twelve_are_an_interview(rules):
    # ends: Sep 3, Oct 0, Nov 3 (25), Dec 0 (30), Jan 3 (27)
    fall = [0] * 8
    raw = [3, 3, 3, 3, 3, *fall[:4], 3, 3, 3, 3, *[0] * 5, 3, 3, 3, 3]
    found = remembered(weeks(raw), rules)
    ends = found[found["as_of"].isin(pd.to_datetime(["2022-09-30", "2022-10-28", "2022-11-25", "2022-12-30"]))]
    assert ends["level"].tolist() == [3, 1, 3, 1]
    last = found.iloc[-1]
    assert (last["level"], last["how"]) == (4, "按月升级")
    assert last["why"].startswith("月末等级连续 2 个月或12 个月内 3 次为黄牌，升为约谈；本周评估为黄牌")


@pytest.mark.parametrize(("raw", "dated", "week", "how", "why"), [
    ([2], [0], 0, "待确认", "本周达到预警，须连续 2 周才升级，暂为正常：数值 2"),
    ([2, 2], [0, 0], 1, "升级", "连续 2 周达到，由正常升为预警：数值 2"),
    ([0], [3], 0, "日期触发", "日期触发，不等确认，由正常升为黄牌"),
    ([2, 2, 2], [0, 0, 0], 2, "不变", "维持预警：数值 2"),
    ([2, 2, 1], [0, 0, 0], 2, "待降级", "本周评估为提醒，低于预警已 1 周，满 2 周降一级：数值 1"),
    ([2, 2, 1, 1], [0, 0, 0, 0], 3, "降级", "连续 2 周低于预警，降一级为提醒：数值 1"),
    ([0], [0], 0, "不变", "没有达到任何一级的界线"),
])  # fmt: skip
def test_every_week_is_explained(rules, raw, dated, week, how, why):
    found = remembered(weeks(raw, dated, first=date(2022, 10, 7)), rules).iloc[week]
    assert (found["how"], found["why"]) == (how, why)


def test_the_light_is_that_of_the_level(rules):
    found = remembered(weeks([1, 1, 2, 2, 4, 4]), rules)
    assert found["light"].tolist() == ["绿", "蓝", "蓝", "黄", "黄", "红"]


def test_a_day_between_two_evaluations_confirms_nothing_but_dates_count(rules):
    table = weeks([3, 3])
    table.loc[1, "as_of"] = pd.Timestamp("2022-09-07")  # Wednesday
    assert remembered(table, rules)["level"].tolist() == [0, 0]
    assert remembered(table.assign(dated_level=[0, 3]), rules)["level"].tolist() == [0, 3]


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4), st.booleans()), min_size=1, max_size=60))
def test_invariant_14_and_15_spikes_do_not_raise_and_levels_fall_by_one(rules, told):
    raw, dated, done = (list(column) for column in zip(*told, strict=True))
    done = [i for i, each in enumerate(done) if each]
    found = remembered(weeks(raw, [0 if i in done else d for i, d in enumerate(dated)], finished=done), rules)
    for before, row in zip([None, *found.to_dict("records")], found.to_dict("records"), strict=False):
        if row["state"] == "已完成":
            assert row["level"] == 0
        else:
            assert row["level"] >= row["before"] - 1
            assert row["level"] >= row["dated_level"]
        if before is not None and row["level"] > row["before"] and row["how"] == "升级":
            assert min(before["raw_level"], row["raw_level"]) >= row["before"]
    assert len(found) == len(raw)


def test_tasks_do_not_mix_and_rows_keep_their_order(rules):
    one, other = weeks([3, 3, 3]), weeks([0, 0, 2]).assign(task_id="建校")
    both = pd.concat([other, one], ignore_index=True).sample(frac=1, random_state=1)
    found = remembered(both, rules)
    assert found.index.tolist() == both.index.tolist()
    latest = found[found["as_of"] == found["as_of"].max()].set_index("task_id")["level"]
    assert latest.to_dict() == {"修路": 3, "建校": 0}


def test_nothing_known_has_no_standing(rules):
    assert remembered(weeks([]), rules).empty


@pytest.fixture
def lagging(make_facts, hundred_days):
    """A task reported every Friday that stays some 20 points behind."""
    told = [
        {"task_id": "修路", "report_date": FRIDAY + timedelta(days=7 * i), "percent": max(0.0, 7.0 * i - 19)}
        for i in range(13)
    ]
    return make_facts([hundred_days()], progress=told)


def test_standings_replay_the_past_the_same_whenever_asked(lagging, rules):
    early, late = (standings(lagging, as_of=day, rules=rules) for day in (date(2022, 10, 21), date(2022, 11, 16)))
    past = late[late["as_of"] <= pd.Timestamp("2022-10-21")].reset_index(drop=True)
    pd.testing.assert_frame_equal(early, past)
    assert late["as_of"].iloc[-1] == pd.Timestamp("2022-11-16")
    assert late["raw_level"].iloc[-1] == score(lagging, as_of=date(2022, 11, 16), rules=rules).tasks["level"].iat[0]


def test_evaluation_days_are_fridays_and_the_day_itself(lagging, make_facts):
    days = evaluation_days(lagging, as_of=date(2022, 9, 19), weekday=5)
    assert days == (date(2022, 9, 2), date(2022, 9, 9), date(2022, 9, 16), date(2022, 9, 19))
    assert evaluation_days(make_facts(), as_of=FRIDAY, weekday=5) == (FRIDAY,)
    old = evaluation_days(lagging, as_of=date(2024, 6, 28), weekday=5)
    assert (old[0], old[-1]) == (date(2023, 1, 6), date(2024, 6, 28))


@pytest.mark.parametrize(("day", "percent", "words"), [
    (50, 31.2, "距黄牌 1.2 个百分点"),
    (50, 32.0, "距黄牌 2.0 个百分点"),
    (50, 32.1, None),
    (50, 30.0, None),  # reached
    (50, 30.04, "距黄牌 0.1 个百分点"),
    (15, 11.0, None),  # 4 points, but not days enough behind
    (106, 99.5, "距预警 2 天"),  # more than 7 days
    (104, 99.5, None),
])  # fmt: skip
def test_near_the_next_line(make_facts, hundred_days, rules, day, percent, words):
    on = date(2022, 9, 1) + timedelta(days=day)
    facts = make_facts([hundred_days()], progress=[{"task_id": "修路", "report_date": on, "percent": percent}])
    tasks = score(facts, as_of=on, rules=rules).tasks.assign(as_of=pd.Timestamp(on))
    assert near_next(tasks, rules).tolist() == [words]
