"""A draft: what readings add to the published snapshot, as a new snapshot that nobody sees yet."""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

import duckdb

from ledgers import audit, decisions
from ledgers.decisions import Decision
from ledgers.errors import LedgerError, PasswordNeeded
from ledgers.filling import Filled, fill
from ledgers.intake import Kept, Refused
from ledgers.reading import Reading
from ledgers.snapshot import build
from ledgers.sql import snapshots
from ledgers.store import Store, open_snapshot

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Loaded", "add_readings", "decided_before", "journal", "refusal", "remove"]

_REASONS = 3
"""So many reasons fit into the one sentence about files of which none could be read."""


@dataclass(frozen=True)
class Loaded:
    """What a load did.

    `snapshot` is the new one, or `base` when the files said nothing new. `findings` are dicts with file, sheet, cell,
    severity, code, value, message. `effect` is {"tables": {name: {"added", "changed"}}, "tasks": {"added", "changed",
    "reported"}, "sentences": […]}. `refused` are files that could not be read, `taken` name and hash of the others.
    """

    snapshot: str | None
    base: str | None
    published: bool
    rows_loaded: int
    rows_held: int
    findings: tuple[dict, ...]
    effect: dict
    refused: tuple[Refused, ...] = ()
    taken: tuple[tuple[str, str], ...] = ()

    @property
    def findings_table(self) -> "pd.DataFrame":
        """The findings as a table, columns as above; empty with its columns when there are none."""
        import pandas as pd

        return pd.DataFrame(
            list(self.findings), columns=["file", "sheet", "cell", "severity", "code", "value", "message"]
        )


def add_readings(
    store: Store,
    kept: list[Kept | Refused],
    readings: list[Reading],
    *,
    by: str,
    at: datetime,
    today: date,
    decided: Sequence[Decision] = (),
    opened: Callable[[duckdb.DuckDBPyConnection], None] = lambda connection: None,
    wrote: Callable[[float], None] = lambda share: None,
) -> Loaded:
    """A new draft on the published snapshot, holding what the readings add; the same snapshot when that is nothing.

    `opened` is given the connection that writes, so that somebody else can interrupt it; `wrote` hears how far it is.
    """
    base, taken = store.current(), {reading.sha256 for reading in readings}
    files = [
        {"name": each.name, "sha256": each.sha256, "path": each.path.name, "report_date": each.report_date}
        for each in kept
        if isinstance(each, Kept) and each.sha256 in taken
    ]
    step = {
        "base": base, "by": by, "at": at, "today": today, "journal": audit.head(store.audit),
        "files": json.dumps(files, default=str, ensure_ascii=False),
    }  # fmt: skip

    def write(connection: duckdb.DuckDBPyConnection) -> tuple[Filled, bool]:
        opened(connection)
        connection.execute(snapshots.INSERT_LINEAGE, step)
        return fill(connection, readings, by=by, at=at, today=today, decided=decided, wrote=wrote)

    def record(snapshot: str, filled: Filled) -> None:
        detail = {
            "snapshot": snapshot, "base": base, "files": [each["name"] for each in files],
            "rows_loaded": filled.rows_loaded, "rows_held": filled.rows_held,
        }  # fmt: skip
        if decided:
            journal(store, snapshot, decided, by=by, at=at)
        audit.append(store.audit, at=at, who=by, what="load", detail=detail)

    snapshot, filled = build(store, base, at=at, fill=write, record=record)
    return Loaded(snapshot or base, base, False, filled.rows_loaded, filled.rows_held, filled.findings, filled.effect)


def remove(store: Store, snapshot: str, *, by: str, at: datetime | None) -> None:
    """Take a draft away; the journal says so first."""
    file = store.file(snapshot)
    audit.append(store.audit, at=at, who=by, what="discard", detail={"snapshot": snapshot})
    file.unlink()


def journal(store: Store, snapshot: str, decided: Sequence[Decision], *, by: str, at: datetime) -> None:
    """Write decisions into the journal."""
    told = [json.loads(json.dumps(asdict(each), default=str)) for each in decided]
    audit.append(store.audit, at=at, who=by, what="decide", detail={"snapshot": snapshot, "decisions": told})


def decided_before(store: Store, snapshot: str | None = None) -> list[Decision]:
    """The decisions that hold in a snapshot, by default the published one."""
    cursor = open_snapshot(store, snapshot).cursor()
    try:
        return decisions.known(cursor)
    finally:
        if cursor:
            cursor.close()


def refusal(refused: list[Refused]) -> LedgerError:
    """Why nothing went in; a password is asked for when it would help one of the files."""
    kind = PasswordNeeded if any(each.locked for each in refused) else LedgerError
    shown = " ".join(each.reason for each in refused[:_REASONS])
    more = f"{len(refused)} 个文件都没有读入，前 {_REASONS} 个的原因：" if len(refused) > _REASONS else ""
    error = kind(more + shown)
    error.refused = tuple(refused)
    return error
