"""History is the same reckoning, day by day; and the days that are looked at."""

from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.facts.periods import previous_period_end, review_days
from analysis.memory.history import history
from analysis.memory.standing import standings
from analysis.memory.standing_words import worded
from analysis.scores.places import OF_PLACES
from analysis.scores.scoring import score
from tests.analysis.test_properties import copy, districts, on

DAYS = [date(2022, 9, 1) + timedelta(days=14 * week) for week in range(7)]


@pytest.fixture
def facts(make_facts, hundred_days):
    tasks = [
        hundred_days(task="修路", no="2", lead_units=["甲局"], towns=["太和镇"]),
        hundred_days(task="建校", no="1", project="教育", lead_units=["乙局"]),
        hundred_days(task="挖渠", no="3", lead_units=["甲局"], entered_on=date(2022, 10, 10)),
    ]
    told = [
        {"task_id": name, "report_date": day, "percent": 8.0 * i + 3 * len(tasks), "entered_on": day + timedelta(days=i)}
        for name in ("修路", "建校", "挖渠") for i, day in enumerate(DAYS[1:])
    ]  # fmt: skip
    nodes = [{"task_id": "修路", "milestone": "封顶", "planned_on": DAYS[3], "done_on": DAYS[5]}]
    honours = [{"unit": "太和镇", "level": "省", "matter": "示范", "document_no": "1", "issued_on": DAYS[4]}]
    units = [{"unit": "太和镇", "kind": "镇"}, {"unit": "甲局", "kind": "部门", "entered_on": DAYS[2]}]
    return make_facts(tasks, progress=told, milestones=nodes, honours=honours, units=units)


@pytest.mark.parametrize("at_once", [10_000, 1])  # all days in one go, and one by one
@pytest.mark.parametrize("of", ["tasks", "units"])
def test_every_day_of_the_history_is_what_score_gives_for_it(facts, rules, of, at_once):
    found = history(facts, days=DAYS, rules=rules, of=of, at_once=at_once)
    for day in DAYS:
        table = found[found["as_of"] == pd.Timestamp(day)].drop(columns="as_of").reset_index(drop=True)
        alone = getattr(score(facts, as_of=day, rules=rules), of)
        if of == "units":  # how sure a place is, is asked of a day that is shown, not of all days
            alone = alone.drop(columns=[*OF_PLACES, "final", "named"])
        pd.testing.assert_frame_equal(table, alone, check_dtype=False, check_column_type=False)


@settings(max_examples=5, deadline=None)
@given(districts(most=3), st.integers(20, 150))
def test_days_one_by_one_and_all_at_once_are_the_same_history(make_facts, rules, district, last):
    tasks, tables = district
    known = make_facts(tasks, **copy(tables))
    days = [on(day) for day in range(10, last, 11)]
    for of in ("tasks", "units"):
        one, other = (history(known, days=days, rules=rules, of=of, at_once=n) for n in (1, 10**6))
        pd.testing.assert_frame_equal(one, other, check_dtype=False, check_column_type=False)


@settings(max_examples=5, deadline=None)
@given(districts(most=3), st.integers(20, 150), st.integers(0, 20))
def test_the_words_asked_for_one_day_are_those_of_the_whole_replay(make_facts, rules, district, last, which):
    tasks, tables = district
    known = make_facts(tasks, **copy(tables))
    whole = standings(known, as_of=on(last), rules=rules)
    bare = standings(known, as_of=on(last), rules=rules, words=False)
    days = bare["as_of"].unique()
    shown = bare["as_of"].eq(days[which % len(days)])
    some = worded(bare, rules, rows=shown)
    pd.testing.assert_frame_equal(some[shown], whole[shown])
    pd.testing.assert_frame_equal(worded(bare[shown], rules), whole[shown])
    assert some.loc[~shown, ["triggers", "why"]].isna().all(axis=None)


def test_no_days_and_no_rows_give_an_empty_history(make_facts, facts, rules):
    assert history(facts, days=[], rules=rules).empty
    assert history(make_facts(), days=DAYS, rules=rules).empty


def test_another_table_has_no_history(facts, rules):
    with pytest.raises(ValueError, match="没有“leaders”的历史"):
        history(facts, days=DAYS, rules=rules, of="leaders")


@pytest.mark.parametrize(("day", "end"), [
    (date(2022, 11, 30), date(2022, 10, 31)), (date(2022, 11, 1), date(2022, 10, 31)), (date(2023, 1, 5), date(2022, 12, 31)),
])  # fmt: skip
def test_the_last_period_ends_with_the_month_before(day, end):
    assert previous_period_end(day) == end


def test_weeks_are_counted_back_from_the_day_to_the_first_report(facts, make_facts):
    first = DAYS[1]
    days = review_days(facts, as_of=first + timedelta(days=20))
    assert days == tuple(first + timedelta(days=d) for d in (6, 13, 20))
    assert review_days(make_facts(), as_of=first) == (first,)
    assert review_days(facts, as_of=first - timedelta(days=30)) == (first - timedelta(days=30),)
