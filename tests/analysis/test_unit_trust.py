"""What other choices would make of the places of units: by hand where it can be, and against the scores themselves."""

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.composite import uncertainty
from analysis.ranking import pooled_variance, shrunk
from analysis.ranking.in_runs import drawn_in_runs, pooled_in_runs
from analysis.rules.rulepack import Weights
from analysis.scores.scoring import score
from analysis.scores.unit_trust import Spread, moving_choices, node_share_lags, reweighed, unit_places

DAY_50 = date(2022, 10, 21)


@pytest.fixture
def towns(make_facts, hundred_days):
    """A district in which every town has as many tasks, each its own project, as (percent, visit score or None) pairs
    are given; day 50 of 100, so that s1 of p percent is 100 − 2 × (50 − p)."""

    def build(units):
        named = [(f"{unit}{i}", unit, *own) for unit, tasks in units.items() for i, own in enumerate(tasks)]
        rows = [hundred_days(task=task, towns=[unit]) for task, unit, _, _ in named]
        told = [{"task_id": task, "report_date": DAY_50, "percent": p} for task, _, p, _ in named]
        seen = [{"task_id": t, "visited_on": DAY_50, "visit_score": v} for t, _, _, v in named if v is not None]
        listed = [{"unit": unit, "kind": "镇"} for unit in units]
        return make_facts(rows, progress=told, visits=seen, units=listed)

    return build


def asked(facts, rules, **more):
    return score(facts, as_of=DAY_50, rules=rules), node_share_lags(facts, as_of=DAY_50, rules=rules, **more)


FAR = {
    "太和镇": [(49, None), (50, None), (48, None)],
    "太平镇": [(40, None), (41, None), (39, None)],
    "山塘镇": [(21, None), (20, None), (22, None)],
}
CLOSE = {  # 太和镇 is better at progress, 太平镇 at visits
    "太和镇": [(48, 60.0), (47, 61), (48, 62)], "太平镇": [(39, 90.0), (40, 91), (40, 92)],
    "山塘镇": [(11, 50.0), (10, 51), (12, 52)],
}  # fmt: skip


def test_places_that_no_choice_can_change_are_sure(towns, rules):
    scores, lags = asked(towns(FAR), rules)
    found = unit_places(scores, lags, kind="镇", seed=1).set_index("unit")
    assert found[["rank", "median", "low", "high"]].to_numpy().tolist() == [[1] * 4, [2] * 4, [3] * 4]
    assert found["share_kept"].tolist() == [1, 1, 1]
    assert found["share_even"].tolist() == [0, 0, 0]
    assert moving_choices(scores, lags, kind="镇", runs=16, seed=1)[["first", "total"]].eq(0).all(axis=None)


def test_places_that_hang_on_a_weight_are_not(towns, rules):
    # progress 95.3 and 79.3, visits 61 and 91: (.5 × 95.3 + .15 × 61) ÷ .65 = 87.4 and 82.0; at weights .375 and .1875
    # 83.9 and 83.2; at slope 1.5, progress 96.5 and 84.5, 88.3 and 86.0; with both 84.7 and 86.7
    scores, lags = asked(towns(CLOSE), rules)
    found = unit_places(scores, lags, kind="镇", seed=1).set_index("unit")
    assert found["rank"].tolist() == [1, 2, 3]
    assert found.loc[["太和镇", "太平镇"], ["low", "high"]].to_numpy().tolist() == [[1, 2], [1, 2]]
    assert 0.5 < found.loc["太和镇", "share_kept"] < 1
    assert found.loc["山塘镇", ["low", "high"]].tolist() == [3, 3]
    moved = moving_choices(scores, lags, kind="镇", runs=64, seed=1).set_index("factor")
    assert moved.loc["problems", "total"] == moved.loc["node_share", "total"] == 0  # neither problems nor nodes
    assert moved.loc[["progress", "visits", "slope"], "total"].gt(0.1).all()
    assert moved.loc["slope", "name"] == "落后一点扣几分"


def test_the_same_seed_gives_the_same_answer_however_the_work_is_cut(towns, rules, monkeypatch):
    scores, lags = asked(towns(CLOSE), rules)
    whole = unit_places(scores, lags, kind="镇", seed=7)
    monkeypatch.setattr(uncertainty, "_AT_ONCE", 500)
    pd.testing.assert_frame_equal(unit_places(scores, lags, kind="镇", seed=7), whole)
    assert not unit_places(scores, lags, kind="镇", seed=8).equals(whole)


def test_without_any_spread_only_the_mean_and_drawing_in_are_left(towns, rules):
    still = Spread(weights=0, slope=0, node_share=0, steps=1)
    scores, lags = asked(towns(CLOSE), rules, spread=still)
    moved = moving_choices(scores, lags, kind="镇", runs=16, seed=1, spread=still).set_index("factor")
    assert moved.loc[["progress", "nodes", "visits", "problems", "slope", "node_share"], "total"].eq(0).all()


def test_only_units_with_a_place_take_part(towns, rules):
    few = FAR | {"石潭镇": [(45, None)]}
    scores, lags = asked(towns(few), rules)
    assert unit_places(scores, lags, kind="镇", seed=1)["unit"].tolist() == list(FAR)
    assert unit_places(scores, lags, kind="部门", seed=1).empty
    assert moving_choices(scores, lags, kind="部门", runs=16, seed=1)["total"].eq(0).all()


def test_the_allowance_for_reports_ahead_of_their_nodes_is_tried_on_both_sides(make_facts, hundred_days, rules):
    # two nodes of half the task, none done; reported 50: min(50, κ × 50) at κ = .7 … .9 is 35 … 45, the plan is at 50
    nodes = [
        {"task_id": "修路", "milestone": name, "planned_on": day, "done": False, "weight": 50.0}
        for name, day in (("一", DAY_50), ("二", date(2022, 12, 10)))
    ]
    told = [{"task_id": "修路", "report_date": DAY_50, "percent": 50.0}]
    facts = make_facts([hundred_days()], progress=told, milestones=nodes)
    lags = node_share_lags(facts, as_of=DAY_50, rules=rules)
    assert lags.loc["修路"].tolist() == pytest.approx([15, 12.5, 10, 7.5, 5])


@pytest.mark.parametrize("weights", [(0.5, 0.2, 0.15, 0.15), (0.3, 0.2, 0.4, 0.1), (0.0, 0.0, 1.0, 0.0)])
def test_other_weights_make_what_a_rule_pack_with_them_would_make(towns, rules, weights):
    names = ("progress", "nodes", "visits", "problems")
    facts = towns(CLOSE | {"石潭镇": [(45, 70.0)]})
    now = score(facts, as_of=DAY_50, rules=rules)
    pack = replace(rules, index=replace(rules.index, weights=Weights(**dict(zip(names, weights, strict=True)))))
    then = score(facts, as_of=DAY_50, rules=pack).units
    found = reweighed(now, dict(zip(names, weights, strict=True)))
    np.testing.assert_allclose(found["index_then"], then["shrunk_index"], atol=1e-9)
    assert found["rank_then"].fillna(0).tolist() == then["rank"].fillna(0).tolist()
    assert found["held_then"].tolist() == then["held_back"].tolist()
    assert found["change"].dropna().tolist() == (now.units["rank"] - then["rank"]).dropna().tolist()


def test_no_weight_at_all_is_refused_with_a_sentence(towns, rules):
    scores, _ = asked(towns(FAR), rules)
    with pytest.raises(ValueError, match="四项权重都是 0"):
        reweighed(scores, dict.fromkeys(("progress", "nodes", "visits", "problems"), 0.0))


@settings(deadline=None, max_examples=30)
@given(st.lists(st.lists(st.floats(0, 100), min_size=4, max_size=4), min_size=1, max_size=5))
def test_many_runs_at_once_say_what_each_says_alone(rows):
    y, v = np.array(rows), np.array([1.0, 4, 9, 16]) * np.ones((len(rows), 1))
    for found, one in zip(drawn_in_runs(y, v), y, strict=True):
        alone = shrunk(one, v[0])
        np.testing.assert_allclose(found, alone.index if alone.differ else np.full(4, np.nan), atol=1e-6)


@given(st.lists(st.lists(st.floats(0, 100), min_size=5, max_size=5), min_size=1, max_size=4))
def test_the_variance_within_units_is_the_same_in_many_runs_at_once(rows):
    group, weights = np.array([0, 0, 1, 1, 1]), np.array([1.0, 2, 1, 1, 3])
    alone = [pooled_variance(group, np.array(row), weights) for row in rows]
    np.testing.assert_allclose(pooled_in_runs(group, np.array(rows), weights), alone, rtol=1e-9, atol=1e-9)
