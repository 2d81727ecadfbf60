"""Findings that ask a person something before a draft is published, and what was answered."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ledgers import audit
from ledgers.sql.guards import CODES

if TYPE_CHECKING:
    import pandas as pd

    from ledgers.store import Store

__all__ = ["ANSWERED", "ASKED", "answers", "decided", "questions"]

_OF_THE_READER = ("period_differs", "report_date_differs", "dates_after_period")
"""The wrong month, as the reader notices it."""

ASKED = (*CODES, *_OF_THE_READER)
"""Codes of the findings that somebody must answer."""

ANSWERED = ("file", "sheet", "cell", "code", "message", "answer", "reason")
"""What one answer holds; the first five are the finding's own."""


def questions(findings: "pd.DataFrame") -> "pd.DataFrame":
    """The findings (`Loaded.findings_table`) of the guards and of the wrong month: the ledger may be right, and then
    somebody says so."""
    return findings[findings["code"].isin(ASKED)].reset_index(drop=True)


def decided(store: "Store") -> "pd.DataFrame":
    """Every decision on how a ledger is read that ever led to a version, oldest first: at (UTC), who, snapshot, kind,
    scope, subject, answer, was, since (text)."""
    told = _journal(store, "decide", "decisions", ["kind", "scope", "subject", "answer", "was", "since"])
    return told[told["snapshot"].isin(store.ids())].reset_index(drop=True)


def answers(store: "Store") -> "pd.DataFrame":
    """Every answer that was given when a draft was published, oldest first: at (UTC), who, snapshot and `ANSWERED`."""
    return _journal(store, "answer", "answers", ANSWERED)


def _journal(store: "Store", what: str, of: str, columns: Sequence[str]) -> "pd.DataFrame":
    """One row for each item that the journal's entries of a kind hold under `of`, oldest first."""
    import pandas as pd

    rows = [
        {"at": entry["at"], "who": entry["who"], "snapshot": entry["detail"]["snapshot"]} | each
        for entry in audit.entries(store.audit)
        if entry["what"] == what
        for each in entry["detail"][of]
    ]
    table = pd.DataFrame(rows, columns=["at", "who", "snapshot", *columns])
    return table.assign(at=pd.to_datetime(table["at"], format="ISO8601"))
