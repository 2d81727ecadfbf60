"""What the page 指标 rests on: figures, scheme, index and how sure it is, kept by version, day, period and scheme."""

import pandas as pd

import reports
from analysis import composite
from analysis.composite import explaining, uncertainty, weighting
from analysis.scores import indicators
from pages.shared import data
from pages.shared.keeping import once, shared
from pages.shared.views import View

SEED = 2022
"""The draws of the intervals are the same for everybody who looks."""


@once
def periods(view: View) -> tuple[str, ...]:
    """Return the periods of which figures are known, the latest first."""
    return indicators.indicator_periods(data.facts(view), as_of=view.as_of)


@shared(most=60)
def figures(view: View, period: str, kind: str) -> indicators.IndicatorData:
    """Return the figures of a period of one sequence, each with its cell."""
    return indicators.indicator_data(data.facts(view), as_of=view.as_of, period=period, kinds=(kind,))


@shared(most=60)
def scheme(view: View, period: str, kind: str) -> pd.DataFrame:
    """Return the scheme that holds: what the office kept, else the first one."""
    facts = data.facts(view)
    first = indicators.first_scheme(
        figures(view, period, kind), directions=indicators.directions_told(facts, as_of=view.as_of)
    )
    kept = facts["decisions"]
    kept = kept[kept["kind"].eq(reports.SCHEME) & kept["scope"].eq(kind)].sort_values("seq")
    return reports.kept_scheme(first, kept["answer"].iloc[-1]) if len(kept) else first


@shared(most=60)
def index(view: View, period: str, kind: str) -> composite.Composite:
    """Return the index with all its parts."""
    checked = composite.read_scheme(scheme(view, period, kind))
    return composite.composite_index(figures(view, period, kind).values, checked)


@shared(most=60, says="正在换一千种算法试名次…")
def sure(view: View, period: str, kind: str) -> pd.DataFrame:
    """Return between which places each unit lies."""
    found = index(view, period, kind)
    return uncertainty.uncertainty(found.values, found.scheme, runs=1000, seed=SEED)


@shared(most=60, says="正在看哪种选择影响最大…")
def moving(view: View, period: str, kind: str) -> pd.DataFrame:
    """Return which choice moves the places most."""
    found = index(view, period, kind)
    choices = uncertainty.Choices(normalisations=("", "zscore"))
    return uncertainty.sensitivity(found.values, found.scheme, runs=256, seed=SEED, choices=choices)


@shared(most=60)
def weights(view: View, period: str, kind: str) -> pd.DataFrame:
    """Return the counted indicators' weights beside those that the data would give."""
    found = index(view, period, kind)
    counted = [node.code for node in found.scheme.leaves if node.weight > 0]
    return reports.weight_table(found, weighting.data_weights(found.scores[counted]))


@once
def difference(view: View, period: str, kind: str, *, unit: str, against: str) -> pd.DataFrame:
    """Return what makes the unit's index differ from another unit's, or from its own of an earlier period (比…)."""
    found, other = index(view, period, kind), against.removeprefix("比")
    if other in found.scores.index:
        return explaining.difference(found, unit, other=other)
    before = figures(view, other, kind).values.reindex(columns=found.values.columns)
    return explaining.difference(found, unit, other=unit, before=composite.composite_index(before, found.scheme))
