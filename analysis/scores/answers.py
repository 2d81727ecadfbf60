"""Scores as JSON, in the shape that scripts rely on (DESIGN.md 5): unknown is null, days are ISO text."""

import math
from datetime import date

import pandas as pd

from analysis.scores.scoring import Scores

__all__ = ["score_json"]

_TASKS = (
    "task_id", "task", "planned", "actual", "reported", "verified", "lag", "spi_t", "forecast_finish", "index", "level",
    "raw_level", "deduction", "known_share",
)  # fmt: skip
_UNITS = (
    "unit", "kind", "index", "shrunk_index", "rank", "rank_low", "rank_high", "raw_rank", "held_back", "named",
    "effective", "projects", "level", "flag", "deduction", "bonus", "criticism", "final", "known_share",
)  # fmt: skip
_LEADERS = ("leader", "projects", "tasks", "index", "lag", "level", "deduction", "known_share")
_WHOLE = {"rank", "rank_low", "rank_high", "raw_rank", "projects", "tasks", "level", "raw_level"}


def score_json(scores: Scores, snapshot: str | None) -> dict:
    """The scores of one day (`standing_scores`) as plain values that `json.dumps` takes: level is the one that stands,
    raw_level what the day alone says; a unit's deduction is what its account holds back; its rank goes by the drawn
    index, with the places between which it surely lies, or held_back says why there is none."""
    return {
        "snapshot": snapshot,
        "rules": scores.rules.name,
        "as_of": scores.as_of.isoformat(),
        "tasks": _records(scores.tasks, _TASKS),
        "units": _records(scores.units, _UNITS),
        "leaders": _records(scores.leaders, _LEADERS),
    }


def _records(table: pd.DataFrame, columns: tuple[str, ...]) -> list[dict]:
    values = [[_plain(value, whole=name in _WHOLE) for value in table[name].tolist()] for name in columns]
    return [dict(zip(columns, row, strict=True)) for row in zip(*values, strict=True)]


def _plain(value: object, *, whole: bool) -> object:
    if value is None or value is pd.NaT or (isinstance(value, float) and not math.isfinite(value)):
        return None
    if isinstance(value, date):
        return value.isoformat()[:10]
    return int(value) if whole else value
