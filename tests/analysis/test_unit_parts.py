"""Where the points of a unit go: by hand, and that the parts add up for all numbers. Day 50 of tasks of 100 days."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.rules.rulepack import rule_pack
from analysis.scores.groups import group_index
from analysis.scores.index import SCORES, composite
from analysis.scores.scoring import score
from analysis.scores.unit_parts import (
    answered,
    lost_by,
    lost_tasks,
    unit_difference,
    unit_difference_sentence,
    unit_parts,
)

DAY_50 = date(2022, 10, 21)
UNITS = [{"unit": "太和镇", "kind": "镇"}, {"unit": "太平镇", "kind": "镇"}, {"unit": "区教育局", "kind": "部门"}]
PACK = rule_pack()


@pytest.fixture
def scored(make_facts, hundred_days, rules):
    """Scores of tasks given as (name, percent reported or None, more fields); s1 of p percent is 100 − 2 × (50 − p)."""

    def build(*tasks, **tables):
        rows = [hundred_days(task=name, **more) for name, _, more in tasks]
        told = [{"task_id": name, "report_date": DAY_50, "percent": p} for name, p, _ in tasks if p is not None]
        return score(make_facts(rows, progress=told, **({"units": UNITS} | tables)), as_of=DAY_50, rules=rules)

    return build


TOWN = {"towns": ["太和镇"]}


def told(table):
    return dict(zip(table["name"], table["part"].round(6), strict=True))


def test_a_task_takes_off_what_it_falls_short_times_its_share(scored):
    # 路网 weighs 4 of 5: its tasks .8 × 3/4 and .8 × 1/4; the third is its own project: .2. 80, 40, 60 → 12 + 12 + 8
    found = scored(
        ("一", 40, TOWN | {"project": "路网", "weight": 3.0}), ("二", 20, TOWN | {"project": "路网"}), ("三", 30, TOWN)
    )  # fmt: skip
    parts = unit_parts(found.tasks, PACK)
    assert parts["share"].tolist() == pytest.approx([0.6, 0.2, 0.2])
    assert parts["loss"].tolist() == pytest.approx([12, 12, 8])
    assert found.units.set_index("unit").loc["太和镇", "index"] == pytest.approx(68)
    assert told(lost_by(parts, "太和镇", by="project")) == {"路网": -24, "三": -8}
    assert told(lost_by(parts, "太和镇", by="project", most=1)) == {"路网": -24, "三": -8}  # one more is no "rest"
    assert lost_by(parts, "太和镇", by="project")["task"].tolist() == ["一", "三"]  # of two equal ones the first


def test_what_is_lost_names_the_task_that_loses_most_of_it_and_the_rest_none(scored):
    road = TOWN | {"project": "路网"}
    found = scored(("一", 45, road), ("二", 10, road), ("三", 30, TOWN), ("四", 32, TOWN), ("五", 35, TOWN))
    parts = unit_parts(found.tasks, PACK)
    assert lost_by(parts, "太和镇", by="score")["task_id"].tolist() == ["二"]
    table = lost_by(parts, "太和镇", by="project", most=2)
    assert table["name"].tolist() == ["路网", "三", "其余 2 个合计"]
    assert table["task"].tolist() == ["二", "三", None]


def test_scores_share_by_the_weight_of_those_that_are_known(scored):
    # progress 80 with 50 of 65 known parts, visits 67 with 15 of 65: 20 × 10/13 and 33 × 3/13, together 23
    visits = [{"task_id": "一", "visited_on": DAY_50, "visit_score": 67.0}]
    parts = unit_parts(scored(("一", 40, TOWN), visits=visits).tasks, PACK)
    assert told(lost_by(parts, "太和镇", by="score")) == {"进度": round(-200 / 13, 6), "现场质量": round(-99 / 13, 6)}
    worst = lost_tasks(parts, "太和镇").iloc[0]
    assert (worst["task"], worst["loss"]) == ("一", pytest.approx(23))
    assert [name for name, _ in worst["names"]] == ["进度", "现场质量"]


def test_two_units_differ_by_what_each_score_takes_off_them(scored):
    visits = [{"task_id": "一", "visited_on": DAY_50, "visit_score": 67.0}]
    found = scored(("一", 40, TOWN), ("二", 30, {"towns": ["太平镇"]}), visits=visits)
    parts = unit_parts(found.tasks, PACK)
    table = unit_difference(parts, "太和镇", other="太平镇")
    assert told(table) == {"进度": round(40 - 200 / 13, 6), "现场质量": round(-99 / 13, 6)}
    assert table["part"].sum() == pytest.approx(77 - 60)
    said = "太和镇比太平镇高 17.0 分：进度高 24.6 分，现场质量低 7.6 分。"
    assert unit_difference_sentence(table, "太和镇", "太平镇") == said


def test_two_days_of_one_unit_differ_by_what_each_project_takes_off_then_and_now(scored):
    before = unit_parts(scored(("一", 50, TOWN), ("二", 20, TOWN)).tasks, PACK)  # 100 and 40: 0 and 30 lost
    now = unit_parts(scored(("一", 40, TOWN), ("二", 30, TOWN)).tasks, PACK)  # 80 and 60: 10 and 20 lost
    table = unit_difference(now, "太和镇", other="太和镇", before=before, by="project")
    assert sorted(told(table).items()) == sorted({"一": -10, "二": 10}.items())
    assert unit_difference_sentence(table, "太和镇", "上期") == "太和镇与上期持平：一低 10.0 分，二高 10.0 分。"


def test_who_has_no_index_has_no_parts_and_no_difference(scored):
    found = scored(("一", 40, TOWN), ("二", None, {"towns": ["太平镇"]}))
    parts = unit_parts(found.tasks, PACK)
    assert set(parts["unit"]) == {"太和镇"}
    assert unit_difference(parts, "太和镇", other="太平镇").empty
    assert lost_by(parts, "太平镇", by="score").empty
    assert lost_tasks(parts, "太平镇").empty


@pytest.mark.parametrize("left_out", [{"late_entry": True}, {"lead_units": [], "towns": []}])
def test_what_counts_for_nobody_takes_nothing_off(scored, left_out):
    found = scored(("一", 40, TOWN), ("二", 10, TOWN | left_out))
    assert told(lost_by(unit_parts(found.tasks, PACK), "太和镇", by="score")) == {"进度": -20}


def test_a_task_counts_once_for_each_unit_that_answers_for_it(scored):
    found = scored(("一", 40, {"lead_units": ["区教育局", "太和镇"], "towns": ["太和镇", "太平镇"]}))
    assert answered(found.tasks)["unit"].tolist() == ["区教育局", "太和镇", "太平镇"]


POINTS = st.one_of(st.none(), st.floats(0, 100))
TASKS = st.lists(
    st.tuples(st.sets(st.integers(0, 3), max_size=3), st.integers(0, 4), st.floats(0.1, 9), *[POINTS] * 4, st.booleans()),
    min_size=1, max_size=14,
)  # fmt: skip


def table_of(drawn):
    """Scored tasks; the last of each tuple: whether anything was reported."""
    scores = pd.DataFrame([row[3:7] for row in drawn], columns=list(SCORES), dtype="float64")
    weights = pd.Series({name: getattr(PACK.index.weights, field) for name, field in SCORES.items()})
    index, _ = composite(scores, weights, min_known=PACK.index.min_known)
    return scores.assign(
        index=index.where([row[7] for row in drawn]), task_id=[f"任务{i}" for i in range(len(drawn))], board="任务榜",
        project=[f"项目{row[1]}" if row[1] else None for row in drawn], weight=[row[2] for row in drawn],
        late_entry=False, exempt=False, lead_units=[[f"镇{i}" for i in sorted(row[0])] for row in drawn],
        towns=[[] for _ in drawn],
    ).assign(task=lambda rows: rows["task_id"])  # fmt: skip


def lost(parts):
    return parts.groupby(["unit", "score"])["loss"].sum().sort_index()


@settings(deadline=None, max_examples=30)
@given(TASKS)
def test_the_parts_of_every_unit_add_up_to_what_its_index_lacks(drawn):
    tasks = table_of(drawn)
    rows, parts = answered(tasks), unit_parts(tasks, PACK)
    codes, names = pd.factorize(rows["unit"])
    index = group_index(codes, rows, count=len(names), min_known=PACK.index.min_known)["index"]
    index = pd.Series(index, index=names).dropna().sort_index()
    by_unit = parts.groupby("unit")[["loss", "share"]].sum().sort_index()
    assert by_unit.index.tolist() == index.index.tolist()
    np.testing.assert_allclose(100 - by_unit["loss"], index, atol=1e-9)
    np.testing.assert_allclose(by_unit["share"], 1)
    for by in ("score", "project"):
        for unit in index.index:
            assert lost_by(parts, unit, by=by, most=2)["part"].sum() == pytest.approx(index[unit] - 100, abs=1e-9)
        for unit, other in zip(index.index, reversed(index.index), strict=True):
            part = unit_difference(parts, unit, other=other, by=by)["part"].sum()
            assert part == pytest.approx(index[unit] - index[other], abs=1e-9)


@settings(deadline=None, max_examples=30)
@given(TASKS, st.randoms(use_true_random=False))
def test_the_order_of_tasks_changes_no_part(drawn, dice):
    tasks = table_of(drawn)
    order = list(range(len(tasks)))
    dice.shuffle(order)
    pd.testing.assert_series_equal(lost(unit_parts(tasks.iloc[order], PACK)), lost(unit_parts(tasks, PACK)))


@settings(deadline=None, max_examples=30)
@given(TASKS, st.floats(0.05, 0.95), st.integers(0, 13))
def test_a_task_split_in_two_within_its_project_changes_no_part(drawn, share, which):
    tasks = table_of([(row[0], row[1] + 1, *row[2:]) for row in drawn])
    at = which % len(tasks)
    half = tasks.iloc[[at]].assign(task_id="另一半", weight=tasks["weight"].iloc[at] * (1 - share))
    split = tasks.assign(weight=tasks["weight"].where(tasks.index != at, tasks["weight"] * share))
    found = lost(unit_parts(pd.concat([split, half], ignore_index=True), PACK))
    pd.testing.assert_series_equal(found, lost(unit_parts(tasks, PACK)), check_exact=False, atol=1e-9)
