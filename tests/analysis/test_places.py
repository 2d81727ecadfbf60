"""Places among few: worked by hand where it can be, and what must hold for all numbers."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.rules.rulepack import rule_pack
from analysis.scores.places import Projects, drawn_in, final_index, unnamed_why, with_intervals

RULE = rule_pack().ranking
TOWNS = ("太和镇", "太平镇", "山塘镇")


def table(units, *, kind="镇", rule=RULE):
    """Places of units given as {name: (indices of its projects, all of weight 1, or (index, weight))}; a unit with no
    project has no index."""
    parts = [(i, *(p if isinstance(p, tuple) else (p, 1.0))) for i, own in enumerate(units.values()) for p in own]
    group, index, weight = (np.array(column) for column in zip(*parts, strict=True)) if parts else ([], [], [])
    projects = Projects(np.array(group, dtype="int64"), np.array(index, "float64"), np.array(weight, "float64"))
    mean = [
        np.average(projects.index[projects.unit == i], weights=projects.weight[projects.unit == i]) if own else np.nan
        for i, own in enumerate(units.values())
    ]
    rows = pd.DataFrame({"unit": list(units), "kind": kind, "index": mean})
    return rows.assign(**drawn_in(rows, projects, rule)).set_index("unit")


def test_three_towns_by_hand():
    # means 90, 80, 70, each of four projects at mean ± 2: s² within = 3 × 4 × 4 ÷ (3 × 3) = 16/3, v = 4/3;
    # equal variances: Σ(y − 80)² ÷ (v + τ²) = 2 → τ² = 100 − 4/3; B = v ÷ 100 = 1/75
    found = table({name: [m - 2, m - 2, m + 2, m + 2] for name, m in zip(TOWNS, (90, 80, 70), strict=True)})
    assert found["effective"].tolist() == [4, 4, 4]
    assert found["shrunk_index"].tolist() == pytest.approx([90 - 10 / 75, 80, 70 + 10 / 75])
    assert found["spread"].tolist() == pytest.approx([np.sqrt(74 / 75 * 4 / 3)] * 3)
    assert found["rank"].tolist() == found["raw_rank"].tolist() == [1, 2, 3]
    assert found["held_back"].tolist() == [None] * 3


@pytest.mark.parametrize(("own", "effective", "held"), [
    ([95.0, 95, 95], 3, None),
    ([95.0, 95], 2, "样本不足"),
    ([(95.0, 8.0), (95.0, 1.0), (95.0, 1.0)], 100 / 66, "样本不足"),  # three projects, but one is nearly all of it
    ([], 0, "不评"),
])  # fmt: skip
def test_who_has_fewer_than_three_projects_worth_is_listed_without_a_place(own, effective, held):
    found = table({"太和镇": own, "太平镇": [80.0, 84, 82], "山塘镇": [60.0, 64, 62]})
    assert found.loc["太和镇", "effective"] == pytest.approx(effective)
    assert found.loc["太和镇", "held_back"] == held
    assert pd.isna(found.loc["太和镇", "rank"]) == (held is not None)
    assert found.loc["太平镇", "rank"] == (2 if held is None else 1)


def test_where_units_differ_by_chance_alone_there_is_no_order():
    found = table({name: [50.0 + i, 90, 70] for i, name in enumerate(TOWNS)})
    assert found["rank"].isna().all()
    assert found["held_back"].tolist() == ["差异不显著"] * 3
    assert found["shrunk_index"].nunique() == 1
    assert found["raw_rank"].tolist() == [3, 2, 1]


def test_one_unit_alone_has_nobody_to_be_ranked_with():
    found = table({"太和镇": [90.0, 91, 92], "太平镇": [50.0]})
    assert found["held_back"].tolist() == ["差异不显著", "样本不足"]


def test_where_no_unit_has_two_projects_nothing_is_known_of_chance():
    found = table({"太和镇": [90.0], "太平镇": [50.0]})
    assert found["shrunk_index"].isna().all()
    assert found["held_back"].tolist() == ["样本不足"] * 2


def test_kinds_that_are_not_ranked_are_left_alone():
    found = table({"驻区单位": [90.0, 91, 92]}, kind="其他")
    assert found[["rank", "raw_rank", "shrunk_index"]].isna().all(axis=None)
    assert found["held_back"].tolist() == [None]


def test_places_come_with_intervals_that_hold_the_expected_place():
    found = with_intervals(table({name: [m - 2, m, m + 2] for name, m in zip(TOWNS, (90, 80, 70), strict=True)}), RULE)
    assert found[["rank_low", "rank_high"]].to_numpy().tolist() == [[1, 1], [2, 2], [3, 3]]
    assert found["expected_rank"].tolist() == pytest.approx([1, 2, 3], abs=1e-3)
    assert found["named"].tolist() == [None, None, "居后"]  # 90 is drawn to just below 90: the target is not met
    easier = with_intervals(found, replace(RULE, target_met=89.0))
    assert easier["named"].tolist() == ["居前", None, "居后"]


@pytest.mark.parametrize(("row", "said"), [
    ({"held_back": "样本不足"}, "有效项目不足 3 个，只列出不排名"),
    ({"held_back": "差异不显著"}, "各单位差异不显著，不排先后"),
    ({"held_back": "不评"}, "已知的太少，不评"),
    ({"p_bottom": 0.5}, "居后的把握 50%，不到 80%，不点名"),
    ({"p_top": 0.9, "shrunk_index": 85.0}, "居前的把握 90%，但指数 85.0 未达到 90，不点名"),
    ({"p_bottom": 0.9, "shrunk_index": 85.0}, "居后的把握 90%，但指数 85.0 不低于 80，不点名"),
    ({"p_bottom": 0.9, "shrunk_index": 70.0, "named": "居后"}, "居后的把握 90%，指数 70.0，可以点名"),
    ({"kind": "其他"}, ""),
])  # fmt: skip
def test_why_a_unit_is_named_or_not_is_said(row, said):
    whole = {"kind": "镇", "held_back": None, "named": None, "p_top": 0.1, "p_bottom": 0.1, "shrunk_index": 80.0} | row
    assert unnamed_why(whole, RULE) == said


def test_the_final_index_has_bonus_and_deduction_and_is_never_below_nothing():
    units = pd.DataFrame({"shrunk_index": [98, 3, np.nan], "bonus": [5.0, 0, 5], "deduction": [0.0, 10, 0]})
    assert final_index(units).tolist() == pytest.approx([103, 0, np.nan], nan_ok=True)


OWN = st.lists(st.floats(0, 100), min_size=0, max_size=6)


@given(st.lists(OWN, min_size=1, max_size=8))
def test_what_holds_of_all_numbers(own):
    found = with_intervals(table({f"镇{i}": values for i, values in enumerate(own)}), RULE)
    told, ranked = found["shrunk_index"].notna(), found["rank"].notna()
    mean = found.loc[told, "index"]
    assert ((found["held_back"].isna()) == ranked).all()
    assert (ranked <= (found["effective"] >= 3 - 1e-6)).all()
    low, high = mean.min() - 1e-6, mean.max() + 1e-6
    assert found.loc[told, "shrunk_index"].between(low, high).all()
    assert (found.loc[ranked, "rank_low"] <= found.loc[ranked, "rank_high"]).all()
    count = ranked.sum()
    assert found["expected_rank"].sum() == pytest.approx(count * (count + 1) / 2)
    again = with_intervals(table({f"镇{i}": values for i, values in enumerate(own)}), RULE)
    pd.testing.assert_frame_equal(found, again)


@given(st.permutations(range(4)), st.floats(0.1, 9))
def test_neither_the_order_of_units_nor_the_scale_of_weights_changes_a_place(order, scale):
    units = {
        "甲": [90.0, 80, 85],
        "乙": [(60.0, 2.0), (70.0, 1.0), (65.0, 1.0), (50.0, 1.0)],
        "丙": [40.0, 99],
        "丁": [75.0, 77, 79],
    }
    plain = {name: [p if isinstance(p, tuple) else (p, 1.0) for p in own] for name, own in units.items()}
    names = [list(units)[i] for i in order]
    other = table({name: [(p, w * scale) for p, w in plain[name]] for name in names})
    first = table(plain)
    for column in ("rank", "shrunk_index", "spread", "effective"):
        np.testing.assert_allclose(other[column].reindex(first.index), first[column], rtol=1e-9)
