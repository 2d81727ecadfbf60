"""Findings that ask a person something before a draft is published, and what was answered."""

from typing import TYPE_CHECKING

from ledgers import audit
from ledgers.sql.guards import CODES

if TYPE_CHECKING:
    import pandas as pd

    from ledgers.store import Store

__all__ = ["ANSWERED", "answers", "decided", "questions"]

_OF_THE_READER = ("period_differs", "report_date_differs", "dates_after_period")
"""The wrong month, as the reader notices it."""

ANSWERED = ("file", "sheet", "cell", "code", "message", "answer", "reason")
"""What one answer holds; the first five are the finding's own."""


def questions(findings: "pd.DataFrame") -> "pd.DataFrame":
    """The findings (`Loaded.findings_table`) of the guards and of the wrong month: the ledger may be right, and then
    somebody says so."""
    return findings[findings["code"].isin((*CODES, *_OF_THE_READER))].reset_index(drop=True)


def decided(store: "Store") -> "pd.DataFrame":
    """Every decision on how a ledger is read that ever led to a version, oldest first: at (UTC), who, snapshot, kind,
    scope, subject, answer, was, since (text)."""
    import pandas as pd

    columns = ["at", "who", "snapshot", "kind", "scope", "subject", "answer", "was", "since"]
    there = set(store.ids())
    rows = [
        {"at": entry["at"], "who": entry["who"], "snapshot": entry["detail"]["snapshot"]} | each
        for entry in audit.entries(store.audit)
        if entry["what"] == "decide" and entry["detail"]["snapshot"] in there
        for each in entry["detail"]["decisions"]
    ]
    table = pd.DataFrame(rows, columns=columns)
    return table.assign(at=pd.to_datetime(table["at"], format="ISO8601"))


def answers(store: "Store") -> "pd.DataFrame":
    """Every answer that was given when a draft was published, oldest first: at (UTC), who, snapshot and `ANSWERED`."""
    import pandas as pd

    rows = [
        {"at": entry["at"], "who": entry["who"], "snapshot": entry["detail"]["snapshot"]} | answer
        for entry in audit.entries(store.audit)
        if entry["what"] == "answer"
        for answer in entry["detail"]["answers"]
    ]
    table = pd.DataFrame(rows, columns=["at", "who", "snapshot", *ANSWERED])
    return table.assign(at=pd.to_datetime(table["at"], format="ISO8601"))
