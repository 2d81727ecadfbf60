"""The composite engine against COINr's published results (51 countries, 49 indicators; github.com/bluefoxr/COINr), and
objective weights against the papers that gave them."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.composite import composite_index, read_scheme
from analysis.composite.treating import treated
from analysis.composite.weighting import data_weights

CASES = Path(__file__).parents[4] / "shared" / "cases"
pytestmark = pytest.mark.skipif(not CASES.is_dir(), reason="没有放参考案例的文件夹 shared/cases。")
PARTS = "Index Conn Sust Physical ConEcFin Political Instit P2P Environ Social SusEcFin".split()


def table(name: str) -> pd.DataFrame:
    return pd.read_csv(CASES / "composite" / name, index_col="uCode")


def meta() -> pd.DataFrame:
    return pd.read_csv(CASES / "composite" / "meta.csv")


def denominated() -> pd.DataFrame:
    raw, found = table("indicators.csv"), meta()
    for row in found[found["Denominator"].notna()].itertuples():
        raw[row.iCode] = raw[row.iCode] / raw[row.Denominator]
    return raw


def test_every_score_and_place_of_the_published_index_comes_out():
    found = composite_index(table("treated.csv"), read_scheme(meta()))
    wanted = table("expected_scores.csv").loc[found.scores.index]
    assert (found.scores[PARTS] - wanted[PARTS]).abs().max().max() < 1e-6
    assert all((found.ranks[code] == wanted[f"rank_{code}"]).all() for code in PARTS)


def test_the_published_normalised_values_come_out():
    found = composite_index(table("treated.csv"), read_scheme(meta()))
    wanted = table("normalised_minmax_0_100.csv")
    assert (found.scores[wanted.columns] - wanted.loc[found.scores.index]).abs().max().max() < 1e-6


@pytest.mark.parametrize(("levels", "column"), [
    ((2, 3, 4), "Index_gmean_1_100"),
    ((3,), "Index_amean_gmean_amean_1_100"),
])  # fmt: skip
def test_geometric_variants_come_out(levels, column):
    scheme = meta().assign(aggregation=lambda rows: np.where(rows["Level"].isin(levels), "geometric", ""))
    found = composite_index(table("treated.csv"), read_scheme(scheme, scale=(1, 100)))
    assert (found.index - table("expected_scores.csv")[column]).abs().max() < 1e-6


def test_missing_values_are_neutral_as_in_the_published_flow():
    wanted = table("expected_scores_missing_data_flow.csv")
    scheme = read_scheme(meta(), treatment="winsorise")
    data = denominated()[[node.code for node in scheme.leaves]]
    data = data[data.notna().mean(axis=1) >= 0.9]  # the flow screens countries first
    found = composite_index(data, scheme)
    assert set(data.index) == set(wanted.index)
    assert (found.scores[PARTS] - wanted.loc[found.scores.index, PARTS]).abs().max().max() < 1e-6
    assert (found.rank == wanted.loc[found.scores.index, "rank_Index"]).all()


def test_outliers_are_treated_exactly_where_and_how_the_published_data_have_them():
    raw, wanted = denominated(), table("treated.csv")
    filled = raw[wanted.columns].fillna(wanted)  # the published data were filled in first
    found = filled.apply(lambda values: treated(values.to_numpy("float64"), way="winsorise"))
    assert (found - wanted.loc[found.index]).abs().max().max() < 1e-9
    assert (found != filled).any().sum() > 0


@pytest.mark.parametrize(("file", "method", "wanted"), [
    ("entropy_xu2004.csv", "entropy", [0.4630, 0.3992, 0.1378, 0.0000]),  # Xu 2004, EJOR 156(2)
    ("critic_diakoulaki1995.csv", "critic", [0.20222554, 0.48090173, 0.31687273]),  # Computers & OR 22(7)
])  # fmt: skip
def test_objective_weights_are_those_of_their_papers(file, method, wanted):
    values = pd.read_csv(CASES / "weights" / file, index_col=0)
    found = data_weights(values)[method]
    assert found.to_numpy() == pytest.approx(wanted, abs=5e-5 if method == "entropy" else 5e-9)
