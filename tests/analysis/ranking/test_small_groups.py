"""Shrinkage, places and naming of few units: published figures, known limits, and what must hold always."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from analysis.ranking import (
    dersimonian_laird,
    effective_number,
    expected_ranks,
    james_stein,
    named,
    paule_mandel,
    pooled_variance,
    rank_intervals,
    shrunk,
)

CASES = Path(__file__).parents[4] / "shared" / "cases" / "shrinkage"
here = pytest.mark.skipif(not CASES.is_dir(), reason="没有放参考案例的文件夹 shared/cases。")
SCHOOLS = np.array([28.0, 8, -3, 7, -1, 1, 18, 12]), np.array([15.0, 10, 16, 11, 9, 11, 10, 18]) ** 2


@here
def test_eighteen_players_are_shrunk_as_published():
    """Efron & Morris 1977: mean .265, factor .212."""
    table = pd.read_csv(CASES / "baseball_efron_morris.csv")
    y = table["hits"].to_numpy() / 45
    factor, found = james_stein(y, y.mean() * (1 - y.mean()) / 45)
    assert round(y.mean(), 3) == 0.265
    assert round(factor, 3) == 0.212
    assert found == pytest.approx(table["js_1977"].to_numpy(), abs=1e-9)


@here
def test_thirteen_trials_are_put_together_as_published():
    """BCG: Q 152.2330, fixed −.4303, DerSimonian–Laird −.7141 [−1.0644, −.3638]."""
    table = pd.read_csv(CASES / "bcg_dersimonian_laird.csv")
    y, v = table["yi"].to_numpy(), table["vi"].to_numpy()
    found = dersimonian_laird(y, v)
    told = [round(value, 4) for value in (found.q, found.fixed, found.mean, found.low, found.high)]
    assert told == [152.2330, -0.4303, -0.7141, -1.0644, -0.3638]
    each = shrunk(y, v, tau2=found.tau2)
    wanted = [table[name].to_numpy() for name in ("B_shrink", "eb_mean", "eb_sd")]
    for own, published in zip((each.pull, each.index, each.sd), wanted, strict=True):
        assert own == pytest.approx(published, abs=1e-9)


@here
def test_paule_and_mandel_agree_with_a_published_package_on_the_trials():
    """metafor 4: rma(yi, vi, method="PM") gives τ² 0.3181 for the BCG data."""
    table = pd.read_csv(CASES / "bcg_dersimonian_laird.csv")
    assert paule_mandel(table["yi"].to_numpy(), table["vi"].to_numpy()) == pytest.approx(0.3181, abs=5e-5)


def test_eight_schools_do_not_differ_and_all_get_the_mean():
    found = shrunk(*SCHOOLS)
    assert (found.tau2, found.differ) == (0.0, False)
    assert found.index.round(3).tolist() == [7.686] * 8
    assert found.sd.tolist() == [0.0] * 8


indices = arrays("float64", st.integers(2, 9), elements=st.floats(0, 100).map(lambda x: round(x, 2)))


@given(indices, st.floats(0.01, 200))
def test_no_index_is_drawn_further_from_the_mean_than_it_was(y, v):
    found = shrunk(y, np.full(len(y), v))
    assert (np.abs(found.index - found.mean) <= np.abs(y - found.mean) + 1e-9).all()


@given(indices)
def test_of_equal_indices_the_one_with_the_fewest_projects_is_drawn_most(y):
    number = np.arange(1.0, len(y) + 1)
    found = shrunk(y, 50 / number)
    assert (np.diff(found.pull) <= 1e-12).all()


@given(indices, st.floats(0.1, 100))
def test_paule_and_mandels_equation_holds_where_units_differ(y, v):
    tau2 = paule_mandel(y, np.full(len(y), v))
    if tau2 > 0:
        assert ((y - y.mean()) ** 2 / (v + tau2)).sum() == pytest.approx(len(y) - 1, rel=1e-6)


@given(indices, st.floats(0.1, 30))
def test_expected_ranks_sum_to_those_of_a_full_list(y, sd):
    assert expected_ranks(y, np.full(len(y), sd)).sum() == pytest.approx(len(y) * (len(y) + 1) / 2)


def test_expected_ranks_are_those_of_the_draws():
    mean, sd = np.array([90.0, 85, 80, 60]), np.array([2.0, 5, 3, 1])
    drawn = mean + sd * np.random.default_rng(0).standard_normal((40_000, 4))
    ranks = pd.DataFrame(drawn).rank(axis=1, ascending=False).mean().to_numpy()
    assert expected_ranks(mean, sd) == pytest.approx(ranks, abs=0.02)


def test_places_are_drawn_the_same_way_every_time():
    mean, sd = np.array([90.0, 85, 80, 60]), np.array([2.0, 5, 3, 1])
    found = rank_intervals(mean, sd, draws=4000, seed=2022)
    pd.testing.assert_frame_equal(found, rank_intervals(mean, sd, draws=4000, seed=2022))
    assert found[["low", "high"]].to_numpy().tolist() == [[1, 2], [1, 3], [2, 3], [4, 4]]


@pytest.mark.parametrize(("count", "top"), [(1, 1), (3, 1), (4, 1), (5, 2), (8, 2)])
def test_the_first_quarter_has_at_least_one_place(count, top):
    found = rank_intervals(np.arange(count, 0, -1.0), np.zeros(count), draws=10, seed=1)
    assert int(found["p_top"].sum()) == top
    assert int(found["p_bottom"].sum()) == top


def test_nobody_has_a_place_among_nobody():
    assert rank_intervals(np.zeros(0), np.zeros(0), draws=10, seed=1).empty


def test_splitting_a_project_into_equal_tasks_is_not_more_projects():
    assert effective_number(np.array([2.0, 2, 2])) == pytest.approx(3)
    assert effective_number(np.zeros(0)) == 0


def test_the_variance_within_units_by_hand():
    # 甲: 80 and 60, mean 70, Σ(x−x̄)² 200, one degree of freedom; 乙: one project, none; together 200
    found = pooled_variance(np.array([0, 0, 1]), np.array([80.0, 60, 10]), np.ones(3))
    assert found == pytest.approx(200)
    assert np.isnan(pooled_variance(np.array([0, 1]), np.array([80.0, 60]), np.ones(2)))


@given(arrays("float64", 6, elements=st.floats(0, 100)), st.floats(0.1, 9))
def test_the_variance_within_units_does_not_change_with_the_scale_of_weights(values, scale):
    group, weights = np.array([0, 0, 0, 1, 1, 2]), np.array([1.0, 2, 3, 1, 1, 5])
    assert pooled_variance(group, values, weights * scale) == pytest.approx(pooled_variance(group, values, weights))


@pytest.mark.parametrize(("row", "wanted"), [
    ({"p_top": 0.8, "met": True}, "居前"),
    ({"p_top": 0.79, "met": True}, None),
    ({"p_top": 1.0, "met": False}, None),
    ({"p_top": 1.0, "met": None}, None),
    ({"p_bottom": 0.8, "missed": True}, "居后"),
    ({"p_bottom": 1.0, "missed": False}, None),
    ({"p_bottom": np.nan, "missed": True}, None),
])  # fmt: skip
def test_a_unit_is_named_only_when_it_is_sure_and_the_target_says_so(row, wanted):
    table = pd.DataFrame([{"p_top": 0.0, "p_bottom": 0.0, "met": False, "missed": False} | row])
    assert named(table, probability=0.8).tolist() == [wanted]
