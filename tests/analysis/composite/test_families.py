"""Normalisations, means and treatments: each by hand, and what must hold of every one of them."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from analysis.composite import AGGREGATIONS, NORMALISATIONS, TREATMENTS, Node, composite_index, read_scheme
from analysis.composite.aggregating import aggregated, shares
from analysis.composite.engine import places
from analysis.composite.normalising import normalised
from analysis.composite.treating import has_outliers, treated

NAN = math.nan
NODE = Node("a", "a", 1, "I", low=0.0, high=50.0, target=30.0)

BY_HAND = [
    ("goalposts", 1, [-5, 10, 60, NAN], [0, 20, 100, NAN]),
    ("goalposts", -1, [-5, 10, 60, NAN], [100, 80, 0, NAN]),
    ("minmax", 1, [10, 20, 50, NAN], [0, 25, 100, NAN]),
    ("minmax", -1, [10, 20, 50, NAN], [100, 75, 0, NAN]),
    ("minmax", 1, [7, 7, NAN], [NAN, NAN, NAN]),
    ("zscore", 1, [10, 20, 30], [40, 50, 60]),
    ("zscore", -1, [10, 20, 30], [60, 50, 40]),
    ("zscore", 1, [10, NAN], [NAN, NAN]),
    ("rank", 1, [5, 9, 9, NAN, 1], [2, 3, 3, NAN, 1]),
    ("rank", -1, [5, 9, 9, NAN, 1], [3, 1, 1, NAN, 4]),
    ("percentile_rank", 1, [5, 9, 7, NAN], [0, 100, 50, NAN]),
    ("percentile_rank", 1, [5, NAN], [NAN, NAN]),
    ("target", 1, [10, 20, 40, NAN], [0, 50, 100, NAN]),
    ("target", -1, [70, 50, 20, NAN], [0, 50, 100, NAN]),
    ("target", 1, [30, 45], [100, 100]),
    ("none", 1, [12, NAN], [12, NAN]),
    ("none", -1, [12, NAN], [88, NAN]),
]


@pytest.mark.parametrize(("way", "direction", "values", "wanted"), BY_HAND)
def test_a_normalisation_is_what_was_worked_out_by_hand(way, direction, values, wanted):
    node = Node(**{**NODE.__dict__, "direction": float(direction)})
    found = normalised(np.array(values, dtype="float64"), node, way=way, scale=(0, 100))
    assert found == pytest.approx(wanted, nan_ok=True)


def test_every_normalisation_has_a_case_by_hand():
    assert {way for way, *_ in BY_HAND} == {each.name for each in NORMALISATIONS}


WAYS = [each.name for each in NORMALISATIONS]
tables = arrays("float64", st.integers(2, 12), elements=st.floats(-1e4, 1e4).map(lambda x: round(x, 3)))


@given(tables, st.sampled_from(WAYS), st.sampled_from([1.0, -1.0]))
def test_a_better_value_never_gets_less_and_one_on_the_scale_stays_there(values, way, direction):
    assume(np.ptp(values) > 1e-3)
    node = Node("a", "a", 1, "I", direction=direction, low=-100.0, high=100.0, target=float(np.median(values)))
    found = normalised(values, node, way=way, scale=(0, 100))
    ordered = found[np.argsort(direction * values, kind="stable")]
    assert (np.diff(ordered) >= -1e-9).all()
    if next(each for each in NORMALISATIONS if each.name == way).on_scale and way != "none":
        assert ((found >= -1e-9) & (found <= 100 + 1e-9)).all()


@given(tables, st.sampled_from(WAYS))
def test_an_unknown_value_stays_unknown_and_gives_nobody_anything(values, way):
    node = Node("a", "a", 1, "I", low=-100.0, high=100.0, target=0.0)
    with_hole = np.append(values, np.nan)
    found = normalised(with_hole, node, way=way, scale=(0, 100))
    assert np.isnan(found[-1])
    assert found[:-1] == pytest.approx(normalised(values, node, way=way, scale=(0, 100)), nan_ok=True)


@pytest.mark.parametrize(("way", "values", "weights", "wanted"), [
    ("arithmetic", [80, 40], [3, 1], 70),
    ("geometric", [80, 20], [1, 1], 40),
    ("geometric", [100, 0], [1, 1], 10),  # 0 counts as 1
    ("harmonic", [60, 30], [1, 1], 40),
    ("harmonic", [NAN, 30], [9, 1], NAN),  # a tenth of the weight is known
    ("arithmetic", [NAN, 30], [1, 1], 30),
    ("arithmetic", [NAN, NAN], [1, 1], NAN),
])  # fmt: skip
def test_a_mean_is_what_was_worked_out_by_hand(way, values, weights, wanted):
    found = aggregated(np.array([values], float), np.array(weights, float), way=way, min_known=0.5)
    assert found == pytest.approx([wanted], nan_ok=True)


MEANS = st.sampled_from([each.name for each in AGGREGATIONS])
scores = arrays("float64", (3, 4), elements=st.floats(1, 100))
weights = arrays("float64", 4, elements=st.floats(0.1, 10))


@given(scores, weights, MEANS)
def test_a_mean_lies_between_its_parts_and_does_not_change_with_the_scale_of_weights(values, own, way):
    found = aggregated(values, own, way=way, min_known=0)
    assert (found >= values.min(axis=1) - 1e-6).all()
    assert (found <= values.max(axis=1) + 1e-6).all()
    assert aggregated(values, own * 7, way=way, min_known=0) == pytest.approx(found)


@given(scores, weights, MEANS, st.integers(0, 3), st.floats(0, 50))
def test_a_better_part_never_makes_the_whole_worse(values, own, way, part, more):
    better = values.copy()
    better[:, part] += more
    assert (aggregated(better, own, way=way, min_known=0) >= aggregated(values, own, way=way, min_known=0) - 1e-6).all()


@given(scores, weights, MEANS, st.integers(0, 3))
def test_a_missing_part_is_neutral(values, own, way, part):
    without = np.delete(values, part, axis=1)
    holed = values.copy()
    holed[:, part] = np.nan
    found = aggregated(holed, own, way=way, min_known=0)
    assert found == pytest.approx(aggregated(without, np.delete(own, part), way=way, min_known=0))


def test_the_known_share_is_a_share_of_weight():
    found, known = shares(np.array([[80.0, NAN]]), np.array([3.0, 1.0]))
    assert (found.tolist(), known.tolist()) == ([[1.0, 0.0]], [0.75])


PEAKED = [*range(1, 16), 900.0]


@pytest.mark.parametrize(("way", "wanted"), [
    ("winsorise", [*range(1, 16), 15.0]),
    ("winsorise_or_log", [*range(1, 16), 15.0]),
])  # fmt: skip
def test_the_farthest_value_is_moved_to_the_next(way, wanted):
    assert treated(np.array(PEAKED, float), way=way).tolist() == wanted
    assert (-treated(-np.array(PEAKED, float), way=way)).tolist() == wanted


def test_a_logarithm_keeps_the_order_and_takes_the_long_tail():
    values = np.exp(np.linspace(0, 12, 40))
    found = treated(values, way="log")
    assert has_outliers(values)
    assert not has_outliers(found)
    assert (np.diff(found) > 0).all()
    assert (np.diff(treated(-values, way="log")) < 0).all()


@pytest.mark.parametrize("way", [each.name for each in TREATMENTS])
def test_values_without_outliers_are_left_alone(way):
    values = np.arange(20.0)
    assert treated(values, way=way) is values


@given(st.permutations(range(6)))
def test_the_order_of_units_changes_nothing(order):
    data = pd.DataFrame({"a": [1.0, 2, 3, NAN, 5, 6], "b": [6.0, 1, 1, 4, 2, 9]}, index=list("甲乙丙丁戊己"))
    scheme = read_scheme(pd.DataFrame({"code": ["a", "b", "I"], "parent": ["I", "I", ""]}))
    found, other = composite_index(data, scheme), composite_index(data.iloc[list(order)], scheme)
    pd.testing.assert_series_equal(found.index, other.index.loc[found.scores.index])
    pd.testing.assert_series_equal(found.rank, other.rank.loc[found.scores.index])


def test_places_are_shared_and_many_runs_are_placed_at_once():
    assert places(np.array([[3.0, 1.0, 3.0], [NAN, 1.0, 2.0]])) == pytest.approx(
        np.array([[1, 3, 1], [NAN, 2, 1]]), nan_ok=True
    )


def test_with_fixed_goalposts_another_unit_changes_nobody_else():
    rows = {"code": ["a", "I"], "parent": ["I", ""], "normalisation": ["goalposts", ""], "low": [0, 0], "high": [10, 0]}
    scheme = read_scheme(pd.DataFrame(rows))
    data = pd.DataFrame({"a": [2.0, 4.0]}, index=["甲", "乙"])
    more = pd.DataFrame({"a": [2.0, 4.0, 9.0]}, index=["甲", "乙", "丙"])
    assert composite_index(data, scheme).index.tolist() == composite_index(more, scheme).index.tolist()[:2]
