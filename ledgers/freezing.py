"""Freezing a month or a quarter: the version that it was made from is pinned, with the rules and a hash of its content.

A frozen period never changes and is never frozen again, also after going back to an older version: the journal knows in
which version its row stands, and that version and the pinned one are never pruned. What the content is, `analysis`
says; here it is only a hash.
"""

from dataclasses import asdict, dataclass, fields, replace
from datetime import date, datetime

import duckdb

from ledgers import audit
from ledgers.errors import LedgerError
from ledgers.publishing import published_ids, step_on
from ledgers.snapshot import writing
from ledgers.sql import snapshots
from ledgers.store import Store, open_snapshot

__all__ = ["Period", "freeze", "frozen_periods", "pinned"]


@dataclass(frozen=True)
class Period:
    """A frozen period: 2022-10 or 2022-Q4, its days, the pinned version, the pack's whole text, the content's hash;
    `coverage` is what was open when it was frozen, `reason` why it was frozen all the same."""

    period: str
    first: date
    last: date
    as_of: date
    snapshot: str
    rules: str
    rules_digest: str
    rules_text: str
    content_hash: str
    coverage: str = ""
    reason: str = ""
    frozen_by: str = ""
    frozen_at: datetime | None = None


def freeze(store: Store, period: Period, *, by: str, at: datetime) -> str:
    """Keep the period in a new published version; returns its id. Refused when it is frozen already, or when something
    was published after the version that its content was made from."""
    kept = replace(period, frozen_by=by, frozen_at=at)
    with writing(store, at=at):
        if any(each.period == period.period for each in frozen_periods(store)):
            raise LedgerError(f"周期 {period.period} 已经冻结，不能再次冻结；之后的更正列入勘误。")
        if store.current() != period.snapshot:
            raise LedgerError(f"核对周期 {period.period} 以后又发布了别的版本，没有冻结；请重新核对一次再冻结。")

        def write(connection: duckdb.DuckDBPyConnection) -> tuple[int, bool]:
            connection.execute(snapshots.FREEZE, asdict(kept))
            return 1, True

        def note(snapshot: str, _: int) -> None:
            detail = {"snapshot": snapshot, "period": period.period, "pinned": period.snapshot,
                      "content_hash": period.content_hash}  # fmt: skip
            audit.append(store.audit, at=at, who=by, what="freeze", detail=detail)

        return step_on(store, f"冻结 {period.period}", by=by, at=at, write=write, note=note)


def frozen_periods(store: Store) -> list[Period]:
    """Every period that was ever frozen, in the order of freezing, whatever version is shown now."""
    return [period for period, _ in _frozen(store)]


def pinned(store: Store) -> set[str]:
    """The versions that must stay: those which frozen periods were made from, and those which hold their rows."""
    return {each for period, holder in _frozen(store) for each in (period.snapshot, holder)}


def _frozen(store: Store) -> list[tuple[Period, str]]:
    """Each frozen period and the version with its row; a writer that was killed in between has frozen nothing."""
    told = [entry["detail"] for entry in audit.entries(store.audit) if entry["what"] == "freeze"]
    published = published_ids(store) & set(store.ids()) if told else set()
    return [
        (_row(store, each["snapshot"], each["period"]), each["snapshot"])
        for each in told
        if each["snapshot"] in published
    ]


def _row(store: Store, snapshot: str, period: str) -> Period:
    cursor = open_snapshot(store, snapshot).cursor()
    try:
        row = cursor.execute(snapshots.FROZEN, {"period": period}).fetchone()
    finally:
        cursor.close()
    return Period(**dict(zip((each.name for each in fields(Period)), row, strict=True)))
