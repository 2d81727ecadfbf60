"""The whole content of a month or a quarter as canonical JSON: the same bytes from the same version on any machine.

What stands in it is listed column by column (`CONTENT`), so that a column that is added elsewhere changes no hash.
Days are ISO text, unknown is null, numbers have nine decimals at most; no path, no import, no time of making.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import date, datetime
from functools import partial

import numpy as np
import pandas as pd

from analysis.facts.evaluations import month_ends
from analysis.facts.periods import Span
from analysis.facts.sifting import Facts
from analysis.flagging.flags import flags_decided
from analysis.flagging.objections import objections
from analysis.memory.standing import standings
from analysis.oversight.cadence import visit_weeks
from analysis.oversight.exemptions import exemptions_known
from analysis.points.bonus import bonus_entries
from analysis.points.entries import balances, point_entries
from analysis.rules.rulecalendar import Rules
from analysis.standing_scores import scores_on, standing_scores

__all__ = ["CONTENT", "content_bytes", "content_hash", "period_content"]

FORM = 2
"""Number of the form of the content; a change of `CONTENT` is a new one."""

_DECIMALS = 9

CONTENT = {
    "tasks": (
        "task_id", "no", "board", "category", "project", "task", "weight", "start", "deadline", "amended_deadline",
        "late_entry", "lead_units", "support_units", "towns", "leaders", "state", "planned", "reported", "reported_on",
        "milestone_percent", "verified", "verified_on", "actual", "cut", "lag", "spi_t", "tspi", "forecast_finish",
        "s1", "s2", "s3", "s4", "index", "known_share", "raw_level", "level", "how", "why", "triggers", "deduction",
    ),
    "projects": ("board", "project", "category", "tasks", "weight", "index", "known_share", "level", "lag"),
    "units": (
        "unit", "kind", "projects", "tasks", "weight", "index", "shrunk_index", "effective", "raw_rank", "rank",
        "rank_low", "rank_high", "held_back", "named", "known_share", "lag", "level", "unreported", "deduction",
        "level_deduction", "criticism", "bonus", "final",
    ),
    "leaders": ("leader", "projects", "tasks", "index", "known_share", "lag", "level"),
    "flags": (
        "period", "kind", "subject", "flag", "rank", "rank_before", "change", "running", "proposed", "near", "place",
        "reasons", "state", "final", "answer", "reason", "decided_by", "decided_at",
    ),
    "objections": (
        "period", "subject", "unit", "lodged_on", "lodged_by", "reason", "late", "answer", "answer_reason",
        "answered_by", "answered_on",
    ),
    "points": (
        "month", "kind", "unit", "task_id", "task", "points", "from_account", "to_account", "rule", "full",
        "lost_to_task", "lost_to_unit", "charged_in",
    ),
    "bonus": ("unit", "year", "kind", "matter", "level", "document_no", "issued_on", "points", "lost", "why"),
    "balances": (
        "unit", "year", "charged", "returned", "confirmed", "held", "lost", "bonus", "criticism", "net",
    ),
    "exemptions": (
        "task_id", "task", "milestone", "ground", "reason", "approver", "approved_on", "until", "document_no", "state",
        "counts", "why",
    ),
    "visits": ("leader", "week", "visits", "unnamed", "kept"),
}  # fmt: skip
"""Table of the content -> its columns. Rows are in the order of their own JSON text, which no engine decides."""


def period_content(facts: Facts, span: Span, *, rules: Rules, weeks: pd.DataFrame | None = None) -> dict:
    """Everything that is said of the period, as plain values: scores with memory on its last day, flags of its months
    with what people decided, objections, points and balances up to that day, visits of its weeks, exemptions.

    weeks: `standings` of the same facts, day and rules, where they are at hand."""
    weeks = standings(facts, as_of=span.last, rules=rules, words=False) if weeks is None else weeks
    scores = standing_scores(facts, as_of=span.last, rules=rules, weeks=weeks)
    points = point_entries(facts, as_of=span.last, rules=rules, weeks=weeks)
    pack = rules.at(span.last)
    bonus = bonus_entries(facts, as_of=span.last, rules=rules)
    visits = visit_weeks(facts, as_of=span.last, rules=rules)
    said = objections(facts["decisions"], rules=rules)
    tables = {name: getattr(scores, name) for name in ("tasks", "projects", "units", "leaders")} | {
        "flags": _flags(facts, span, rules=rules, weeks=weeks),
        "objections": said[said["period"].isin([span.name, *span.months])],
        "points": points,
        "bonus": bonus,
        "balances": balances(points, bonus=bonus),
        "exemptions": exemptions_known(facts, as_of=span.last, rules=pack),
        "visits": visits[np.array([span.holds(week) for week in visits["week"]], dtype=bool)],
    }
    return {
        "form": FORM,
        "period": span.name,
        "first": span.first.isoformat(),
        "last": span.last.isoformat(),
        "as_of": span.last.isoformat(),
        "rules": {"name": pack.name, "title": pack.title, "digest": rules.digest},
        **{name: _records(tables[name], columns) for name, columns in CONTENT.items()},
    }


def content_bytes(content: dict) -> bytes:
    """The content as canonical JSON, UTF-8.

    >>> content_bytes({"b": None, "a": [0.5, "镇"]}).decode()
    '{"a":[0.5,"镇"],"b":null}\\n'
    """
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return (text + "\n").encode()


def content_hash(content: bytes) -> str:
    """The hash under which a period is frozen: sha256 of its bytes."""
    return hashlib.sha256(content).hexdigest()


def _flags(facts: Facts, span: Span, *, rules: Rules, weeks: pd.DataFrame) -> pd.DataFrame:
    """Flags of the months of the span, ranks compared with the months before it."""
    days = month_ends(min(rules.at(span.last).phases[0].first, span.first), span.last)
    scored = partial(scores_on, facts, rules=rules, weeks=weeks)
    table = flags_decided(facts, days, rules=rules, scores=scored)
    return table[(table["period"] >= pd.Timestamp(span.first)) & table["flag"].notna()]


def _records(table: pd.DataFrame, columns: tuple[str, ...]) -> list[dict]:
    values = [[_plain(value) for value in table[name].tolist()] for name in columns]
    rows = [dict(zip(columns, row, strict=True)) for row in zip(*values, strict=True)]
    return sorted(rows, key=lambda row: json.dumps(list(row.values()), ensure_ascii=False))


def _plain(value: object) -> object:
    """A value as JSON has it.

    >>> _plain(float("nan")), _plain(0.1 + 0.2), _plain(-0.0), _plain(pd.Timestamp("2022-10-31")), _plain(np.True_)
    (None, 0.3, 0.0, '2022-10-31', True)
    """
    if isinstance(value, Mapping):
        return {str(key): _plain(held) for key, held in value.items()}
    if isinstance(value, (list, tuple, np.ndarray)):
        return [_plain(held) for held in value]
    if value is None or pd.isna(value):
        return None
    if isinstance(value, (bool, np.bool_)):
        return bool(value)
    if isinstance(value, (int, np.integer)):
        return int(value)
    if isinstance(value, (float, np.floating)):
        return round(float(value), _DECIMALS) + 0.0  # + 0.0: no "-0.0"
    if isinstance(value, datetime):
        return value.isoformat() if value != datetime(value.year, value.month, value.day) else value.isoformat()[:10]
    return value.isoformat() if isinstance(value, date) else str(value)
