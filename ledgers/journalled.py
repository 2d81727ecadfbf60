"""Decisions as the journal has them: for what must hold whatever version is shown, also after going back to an older
one. Who may see a screen is such a thing: a link that was withdrawn stays withdrawn."""

from datetime import date, datetime

from ledgers import audit
from ledgers.decisions import Decision
from ledgers.store import Store

__all__ = ["journalled"]


def journalled(store: Store, kind: str) -> list[Decision]:
    """The newest decision of a kind about each scope and subject, in the order in which they were first decided."""
    found: dict[tuple[str, str], Decision] = {}
    for entry in audit.entries(store.audit):
        if entry["what"] == "decide":
            told = [_decision(each) for each in entry["detail"]["decisions"] if each["kind"] == kind]
            found |= {(each.scope, each.subject): each for each in told}
    return list(found.values())


def _decision(told: dict) -> Decision:
    since, at = told["since"], told["decided_at"]
    return Decision(**told | {
        "since": date.fromisoformat(since) if since else None,
        "decided_at": datetime.fromisoformat(at) if at else None,
    })  # fmt: skip
