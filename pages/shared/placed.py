"""What the pages of the sequences rest on beside the scores: where points go, what other choices would make of the
places; kept by version, day and sequence."""

import pandas as pd

import reports
from analysis.scores import unit_parts, unit_trust
from pages.shared import data
from pages.shared.keeping import once, shared
from pages.shared.views import View

RUNS, MOVING_RUNS = 200, 256
"""How many runs with other choices a place is tried in, and how many tell which choice moves places most."""


@shared(most=60)
def parts(view: View) -> pd.DataFrame:
    """Return what each score of each task takes off the units' indices."""
    scores = data.scores(view)
    return unit_parts.unit_parts(scores.tasks, scores.rules)


@shared(most=60)
def parts_before(view: View) -> pd.DataFrame:
    """Return the same at the end of the period before."""
    scores = data.scores_before(view)
    return unit_parts.unit_parts(scores.tasks, scores.rules)


@once
def losses(view: View, unit: str, *, by: str) -> pd.DataFrame:
    """Return what scores or projects take off a unit's full marks."""
    return unit_parts.lost_by(parts(view), unit, by=by, most=7)


@once
def lost_tasks(view: View, unit: str) -> list[tuple[str, str]]:
    """Return the tasks that cost a unit most, as lines to click."""
    return reports.lost_labels(unit_parts.lost_tasks(parts(view), unit))


@once
def difference(view: View, unit: str, *, other: str, by: str) -> pd.DataFrame:
    """Return what makes a unit differ from another, or from itself in the period before."""
    if other == reports.BEFORE:
        return unit_parts.unit_difference(parts(view), unit, other=unit, before=parts_before(view), by=by)
    return unit_parts.unit_difference(parts(view), unit, other=other, by=by)


@once
def difference_told(view: View, unit: str, *, other: str) -> str:
    """Return the same in a sentence to read aloud."""
    table = difference(view, unit, other=other, by="score")
    return unit_parts.unit_difference_sentence(table, unit, "上期" if other == reports.BEFORE else other)


@shared(most=60, says="正在换两百种算法试名次…")
def runs(view: View, kind: str) -> pd.DataFrame:
    """Return the places over all runs with other choices."""
    scores = data.scores(view)
    return unit_trust.unit_places(scores, _lags(view), kind=kind, runs=RUNS, seed=scores.rules.ranking.seed)


@shared(most=60, says="正在看哪种选择影响最大…")
def moving(view: View, kind: str) -> pd.DataFrame:
    """Return which choice moves the places most."""
    scores = data.scores(view)
    return unit_trust.moving_choices(scores, _lags(view), kind=kind, runs=MOVING_RUNS, seed=scores.rules.ranking.seed)


def reweighed(view: View, weights: dict[str, float]) -> pd.DataFrame:
    """Return what other weights would make of the places; ValueError with a sentence where none is left."""
    return unit_trust.reweighed(data.scores(view), weights)


def _lags(view: View) -> pd.DataFrame:
    return data.reckoned(view, unit_trust.node_share_lags)
