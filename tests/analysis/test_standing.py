"""The ladder with memory: weeks and months worked out by hand. Fridays from 2 September 2022, and the last days of
months, on which everything is as on the Friday before unless a test says otherwise."""

from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.facts.evaluations import evaluation_days
from analysis.memory.standing import remembered, standings
from analysis.memory.standing_words import near_next, worded
from analysis.scores.scoring import score

FRIDAY = date(2022, 9, 2)  # its month has five: 2, 9, 16, 23, 30; October 7, 14, 21, 28; November 4, 11, 18, 25


def weeks(levels, dated=None, *, finished=(), late=False, first=FRIDAY, ends=None):
    """A task's evaluations: raw level per Friday, what dates alone say, weeks in which it is finished. ends: what the
    last day of a month (by its number) says, where that is not what the Friday before said."""
    rows = []
    for i, (level, told) in enumerate(zip(levels, dated or [0] * len(levels), strict=True)):
        friday = first + timedelta(days=7 * i)
        end = (pd.Timestamp(friday) + pd.offsets.MonthEnd(0)).date()
        done = i in finished
        row = {"level": 0 if done else max(level, told), "dated_level": told, "state": "已完成" if done else "进行中"}
        rows.append(row | {"as_of": friday})
        if friday < end < friday + timedelta(days=7):
            rows.append(row | {"as_of": end, "level": (ends or {}).get(end.month, row["level"])})
    table = pd.DataFrame(rows, columns=["as_of", "level", "dated_level", "state"])
    triggers = pd.Series([[f"数值 {level}"] if level else [] for level in table["level"]], dtype="object")
    return table.assign(as_of=pd.to_datetime(table["as_of"]), task_id="修路", late_entry=late, triggers=triggers)


def fridays(found):
    return found[found["as_of"].dt.day_of_week == 4].reset_index(drop=True)


def stands(rules, *args, **more):
    return fridays(remembered(weeks(*args, **more), rules))["level"].tolist()


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


def test_a_bad_last_day_between_two_better_fridays_does_not_hold_the_level_up(rules):
    # 7, 14, 21 October: 1; 28 October: 0; 31 October: 1; 4 November: 0
    assert stands(rules, [1, 1, 1, 0, 0], first=date(2022, 10, 7), ends={10: 1}) == [0, 1, 1, 1, 0]


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
    # 30 September: 2; 31 October: 2 again, so 3; 30 November: 3 again, so 4
    assert stands(rules, [0, 0, 0, 2, 2] + [2] * 9) == [0, 0, 0, 0, 2, 2, 2, 2, 2, 3, 3, 3, 3, 4]


def test_a_month_counts_as_its_last_day_reads_so_that_an_end_of_month_report_is_heard(rules):
    raw = [0, 0, 0, 2, 2] + [2] * 9
    assert stands(rules, raw, ends={10: 1}) == [0, 0, 0, 0] + [2] * 10
    ends = remembered(weeks(raw, ends={10: 1}), rules).dropna(subset="month_level")
    assert ends[["level", "month_level"]].to_numpy().tolist() == [[2, 2], [2, 1], [2, 2]]
    # and a bad last day alone makes no bad month
    ends = remembered(weeks([0] * 6, ends={9: 0}).assign(level=[0, 0, 0, 0, 4, 0]), rules).dropna(subset="month_level")
    assert ends["month_level"].tolist() == [0]


def test_a_raise_by_months_ends_with_the_improvement_step_by_step(rules):
    # raised on 31 October while weekly 2; from 4 November weekly 1: two lower weeks for each step
    assert stands(rules, [0, 0, 0, 2, 2] + [2] * 4 + [1, 1, 1, 1])[8:] == [2, 3, 2, 2, 1]


def test_falling_from_a_graver_level_is_no_repetition(rules):
    # September counts as 3, October as 2, November as 2: only the last two are running
    found = stands(rules, [0, 0, 0, 3, 3, 2, 2, 2, 2] + [2] * 5)
    assert (found[4], found[9], found[13]) == (3, 2, 3)


def test_three_yellow_months_in_twelve_are_an_interview(rules):
    # months count as: September 3, October 0, November 3, December 0, January 3 (Fridays 6, 13, 20, 27)
    raw = [3] * 5 + [0] * 4 + [3] * 4 + [0] * 5 + [3] * 4
    found = worded(remembered(weeks(raw), rules), rules)
    assert found["month_level"].dropna().tolist() == [3, 0, 3, 0, 4]
    last = found.iloc[-1]
    assert (last["as_of"], last["level"], last["how"]) == (pd.Timestamp("2023-01-31"), 4, "按月升级")
    assert last["why"].startswith("月末等级连续 2 个月或12 个月内 3 次为黄牌，升为约谈；本周评估为黄牌")


@pytest.mark.parametrize(("raw", "dated", "week", "how", "why"), [
    ([2], [0], 0, "待确认", "本周达到预警，须连续 2 周才升级，暂为正常：数值 2"),
    ([2, 2], [0, 0], 1, "升级", "连续 2 周达到，由正常升为预警：数值 2"),
    ([0], [3], 0, "日期触发", "日期触发，不等确认，由正常升为黄牌：数值 3"),
    ([2, 2, 2], [0, 0, 0], 2, "不变", "维持预警：数值 2"),
    ([2, 2, 1], [0, 0, 0], 2, "待降级", "本周评估为提醒，低于预警已 1 周，满 2 周降一级：数值 1"),
    ([2, 2, 1, 1], [0, 0, 0, 0], 3, "降级", "连续 2 周低于预警，降一级为提醒：数值 1"),
    ([0], [0], 0, "不变", "没有达到任何一级的界线"),
])  # fmt: skip
def test_every_week_is_explained(rules, raw, dated, week, how, why):
    found = worded(remembered(weeks(raw, dated, first=date(2022, 10, 7)), rules), rules).iloc[week]
    assert (found["how"], found["why"]) == (how, why)


def test_the_light_is_that_of_the_level(rules):
    found = remembered(weeks([1, 1, 2, 2, 4, 4]), rules)
    assert found["light"].tolist() == ["绿", "蓝", "蓝", "黄", "黄", "红"]


def test_a_day_between_two_evaluations_confirms_nothing_but_dates_count(rules):
    table = weeks([3, 3])
    table.loc[1, "as_of"] = pd.Timestamp("2022-09-07")  # a Wednesday
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
    assert len(fridays(found)) == len(raw)


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


def days(facts, rules, as_of):
    return [f"{day:%m-%d}" for day in evaluation_days(facts, as_of=as_of, rules=rules)]


def test_evaluations_are_fridays_last_days_of_months_and_the_day_itself(lagging, make_facts, rules):
    assert days(lagging, rules, date(2022, 9, 19)) == ["09-02", "09-09", "09-16", "09-19"]
    assert days(lagging, rules, date(2022, 11, 1))[-4:] == ["10-21", "10-28", "10-31", "11-01"]
    assert days(make_facts(), rules, FRIDAY) == ["09-02"]


def test_nobody_is_judged_before_the_mechanism_begins_nor_for_what_is_long_past(make_facts, hundred_days, rules):
    old = make_facts([hundred_days(start=date(2022, 1, 3))])
    assert evaluation_days(old, as_of=date(2022, 9, 2), rules=rules)[0] == date(2022, 8, 26)
    assert evaluation_days(old, as_of=date(2022, 8, 5), rules=rules)[0] == date(2022, 1, 7)  # asked before it began
    assert evaluation_days(old, as_of=date(2024, 6, 28), rules=rules)[0] == date(2023, 1, 6)


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
