"""How sure a place is, what moves it, and why two indices differ: seeded, exact, and against known answers."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from analysis.composite import composite_index, read_scheme
from analysis.composite.explaining import difference, difference_sentence, losses
from analysis.composite.uncertainty import Choices, rank_shift, sensitivity, sobol, uncertainty, what_if
from analysis.composite.weighting import data_weights

ROWS = {
    "code": ["a", "b", "c", "d", "P", "Q", "I"], "name": ["甲", "乙", "丙", "丁", "上", "下", "指数"],
    "parent": ["P", "P", "Q", "Q", "I", "I", ""], "weight": [1, 2, 1, 1, 3, 1, 1],
}  # fmt: skip
UNITS = [f"镇{i}" for i in range(6)]


def scheme(**settings):
    return read_scheme(pd.DataFrame(ROWS), normalisation="none", **settings)


def data(values):
    return pd.DataFrame(values, index=UNITS[: len(values)], columns=list("abcd"))


DATA = data(np.random.default_rng(1).integers(20, 95, (6, 4)).astype("float64"))


def test_the_same_seed_gives_the_same_places_and_another_one_other_draws():
    first, again = (uncertainty(DATA, scheme(), runs=200, seed=7) for _ in range(2))
    pd.testing.assert_frame_equal(first, again)
    draws = [uncertainty(DATA, scheme(), runs=200, seed=seed)["share_kept"].tolist() for seed in (7, 8)]
    assert draws[0] != draws[1]


SEEDED = [[2, 2, 2, 3], [6, 6, 6, 6], [5, 5, 4, 5], [3, 3, 2, 3], [4, 4, 4, 5], [1, 1, 1, 1]]


def test_seeded_places_are_the_same_on_every_machine():
    table = uncertainty(DATA, scheme(), runs=400, seed=2022)
    assert table[["rank", "median", "low", "high"]].to_numpy().tolist() == SEEDED


def test_places_of_all_runs_lie_around_the_own_one_when_nothing_is_uncertain():
    sure = uncertainty(DATA, scheme(), runs=20, seed=1, choices=Choices(spread=0, aggregations=("",)))
    assert (sure["low"] == sure["rank"]).all()
    assert (sure["high"] == sure["rank"]).all()
    assert (sure["share_kept"] == 1).all()


def test_a_unit_that_is_best_in_everything_is_first_in_every_run():
    best = DATA.copy()
    best.loc["镇3"] = 100.0
    table = uncertainty(best, scheme(), runs=300, seed=3)
    assert table.loc["镇3", ["rank", "low", "high", "share_kept"]].tolist() == [1, 1, 1, 1]


def test_a_unit_without_an_index_has_no_place():
    holed = DATA.copy()
    holed.loc["镇2"] = np.nan
    assert uncertainty(holed, scheme(), runs=50, seed=3).loc["镇2"].isna().all()


def test_runs_in_several_parts_are_the_same_as_in_one(monkeypatch):
    whole = uncertainty(DATA, scheme(), runs=100, seed=5)
    monkeypatch.setattr("analysis.composite.uncertainty._AT_ONCE", 200)
    pd.testing.assert_frame_equal(uncertainty(DATA, scheme(), runs=100, seed=5), whole)


def test_sobol_indices_of_a_known_model_come_out():
    """Ishigami: S = .3139 .4424 0, ST = .5576 .4424 .2437 (Saltelli et al. 2008)."""

    def ishigami(drawn):
        x = np.pi * (2 * drawn - 1)
        return np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])

    first, total = sobol(ishigami, 3, runs=4096, seed=1)
    assert first == pytest.approx([0.3139, 0.4424, 0.0], abs=0.02)
    assert total == pytest.approx([0.5576, 0.4424, 0.2437], abs=0.02)


def test_a_model_that_nothing_moves_has_no_sensitivity():
    first, total = sobol(lambda drawn: np.zeros(len(drawn)), 2, runs=64, seed=1)
    assert (first.tolist(), total.tolist()) == ([0, 0], [0, 0])


def test_only_a_weight_that_moves_places_is_sensitive():
    rows = pd.DataFrame({"code": ["a", "b", "c", "I"], "parent": ["I", "I", "I", ""]})
    values = pd.DataFrame({"a": [10.0, 60, 40], "b": [60.0, 10, 35], "c": [50.0, 50, 50]}, index=list("甲乙丙"))
    found = sensitivity(
        values, read_scheme(rows, normalisation="none"), runs=256, seed=1, choices=Choices(aggregations=("",))
    ).set_index("factor")
    assert found.loc["c", "total"] == pytest.approx(0, abs=1e-9)
    assert (found.loc[["a", "b"], "total"] > 0.2).all()


def test_a_shift_is_the_mean_change_of_place():
    assert rank_shift(np.array([[3.0, 2.0, 1.0], [1.0, 2.0, 3.0]]), np.array([1.0, 2.0, 3.0])).tolist() == [4 / 3, 0]


def test_what_would_be_without_an_indicator_or_with_another_weight():
    table = what_if(data([[90.0, 10, 50, 50], [10.0, 80, 50, 50]]), scheme(), scheme().weighing(a=9))
    assert table["rank"].tolist() == [2, 1]
    assert table["rank_then"].tolist() == [1, 2]
    assert table["change"].tolist() == [1, -1]


MEANS = st.sampled_from(["arithmetic", "geometric", "harmonic"])
two_units = arrays("float64", (2, 4), elements=st.one_of(st.floats(2, 100), st.just(np.nan)))


@settings(max_examples=200)
@given(two_units, MEANS)
def test_the_parts_of_a_difference_add_up_to_it(values, way):
    found = composite_index(data(values), scheme(aggregation=way))
    index = found.index
    if index.isna().any():
        return
    table = difference(found, UNITS[0], other=UNITS[1])
    assert table["part"].sum() == pytest.approx(index.iloc[0] - index.iloc[1], abs=1e-9)


@settings(max_examples=200)
@given(two_units, MEANS)
def test_what_is_taken_off_full_marks_adds_up_and_never_gives(values, way):
    found = composite_index(data(values), scheme(aggregation=way))
    if np.isnan(found.index.iloc[0]):
        return
    table = losses(found, UNITS[0])
    assert table["part"].sum() == pytest.approx(found.index.iloc[0] - 100, abs=1e-9)
    assert (table["part"] <= 1e-12).all()


def test_a_difference_by_hand_and_in_one_sentence():
    found = composite_index(data([[80.0, 50, 60, 60], [50.0, 80, 60, 20]]), scheme())
    # I = .75·(a + 2b)/3 + .25·(c + d)/2: 60 and 62.5; a +7.5, b −15, d +5
    table = difference(found, "镇0", other="镇1")
    assert dict(zip(table["code"], table["part"].round(9), strict=True)) == {"b": -15.0, "a": 7.5, "d": 5.0}
    assert difference_sentence(table, "镇0", "镇1") == "镇0比镇1低 2.5 分：乙低 15.0 分，甲高 7.5 分，丁高 5.0 分。"


def test_a_difference_between_two_months_is_split_the_same_way():
    now = composite_index(data([[80.0, 50, 60, 60]]), scheme())
    before = composite_index(data([[80.0, 44, 60, 60]]), scheme())
    table = difference(now, "镇0", other="镇0", before=before)
    assert table[["code", "why"]].to_numpy().tolist() == [["b", "数值"]]
    assert table["part"].tolist() == pytest.approx([3.0])


def test_what_comes_from_a_missing_part_is_told_apart():
    found = composite_index(data([[80.0, np.nan, 60, 60], [80.0, 50, 60, 60]]), scheme(min_known=0.3))
    table = difference(found, "镇0", other="镇1")
    assert set(table["why"]) == {"缺项改权重"}
    assert table["part"].sum() == pytest.approx(15.0)  # the mean of a and b was 60 and is 80, at a weight of .75


def test_there_is_no_difference_where_one_is_unknown():
    found = composite_index(data([[np.nan] * 4, [80.0, 50, 60, 60]]), scheme())
    assert difference(found, "镇0", other="镇1").empty


def test_weights_by_data_sum_to_one_and_are_unknown_where_a_column_is_constant():
    assert data_weights(DATA).sum().tolist() == pytest.approx([1, 1, 1])
    assert data_weights(DATA.assign(a=5.0)).isna().all().all()
    assert data_weights(DATA.head(2)).isna().all().all()


def test_entropy_weights_move_when_a_constant_is_added_and_so_are_no_score():
    first, moved = data_weights(DATA)["entropy"], data_weights(DATA.assign(a=DATA["a"] + 100))["entropy"]
    assert abs(first["a"] - moved["a"]) > 0.05
