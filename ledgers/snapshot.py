"""Making a snapshot: a copy of the base, one transaction, checks, and a name that appears in one step.

A crash at any point leaves `CURRENT` on a whole snapshot; what was unfinished lies in `.work`, and the next writer
clears it. Every function here but `writing` expects the writer lock to be held.
"""

import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TypeVar

import duckdb

from ledgers import audit
from ledgers.errors import LedgerError
from ledgers.lock import WAIT_SECONDS, writer
from ledgers.sql import closing, snapshots
from ledgers.store import Store, sync_folder

__all__ = ["build", "point", "writing"]

Result = TypeVar("Result")


@contextmanager
def writing(store: Store, *, at: datetime | None, wait: float = WAIT_SECONDS) -> Iterator[None]:
    """Be the one writer inside the block: what an earlier one left unfinished is cleared, nothing of ours is left."""
    with writer(store.lock, wait=wait):
        _clear(store)
        _recover(store, at)
        try:
            yield
        finally:
            shutil.rmtree(store.work, ignore_errors=True)


def _clear(store: Store) -> None:
    shutil.rmtree(store.work, ignore_errors=True)
    for folder in (store.originals, store.snapshots, store.work):
        folder.mkdir(parents=True, exist_ok=True)


def _recover(store: Store, at: datetime | None) -> None:
    """Note in the journal when a killed writer had announced a snapshot that never became the published one."""
    announced = None
    for entry in audit.entries(store.audit):
        if entry["what"] in ("publish", "rollback", "recover"):
            announced = entry["detail"]["snapshot"]
    if announced != store.current():
        detail = {"snapshot": store.current(), "announced": announced}
        audit.append(store.audit, at=at, who="", what="recover", detail=detail)


def build(
    store: Store,
    base: str | None,
    *,
    at: datetime,
    fill: Callable[[duckdb.DuckDBPyConnection], tuple[Result, bool]],
    record: Callable[[str, Result], None],
) -> tuple[str | None, Result]:
    """A new snapshot: `base` plus what `fill` writes in one transaction. Returns its id and what `fill` returned.

    `fill` also says whether it wrote anything; if not, there is no new snapshot and the id is None.
    `record` hears the id before the file gets its name, so that no snapshot is there that nobody wrote down.
    """
    part = store.work / "snapshot.duckdb"
    if base:
        shutil.copyfile(store.file(base), part)
    with duckdb.connect(str(part)) as connection:
        folder = "'" + str(store.work.resolve()).replace("'", "''") + os.sep + "'"
        connection.execute(snapshots.WRITER_SETTINGS.replace("$folder", folder))
        connection.begin()
        _migrate(connection)
        result, changed = fill(connection)
        if not changed:
            connection.rollback()
            return None, result
        _check(connection)
        connection.commit()
        connection.execute("CHECKPOINT")
    snapshot = _sealed(part, at)
    record(snapshot, result)
    os.replace(part, store.snapshots / f"{snapshot}.duckdb")
    sync_folder(store.snapshots)
    return snapshot, result


def point(store: Store, snapshot: str, *, by: str, at: datetime, what: str, detail: dict) -> None:
    """Let `CURRENT` name `snapshot`. The journal says so first: a crash in between is noticed, not hidden."""
    audit.append(store.audit, at=at, who=by, what=what, detail={"snapshot": snapshot} | detail)
    part = store.work / "CURRENT"
    with part.open("w", encoding="ascii") as file:
        file.write(snapshot + "\n")
        file.flush()
        os.fsync(file.fileno())
    os.replace(part, store.path / "CURRENT")
    sync_folder(store.path)


def _migrate(connection: duckdb.DuckDBPyConnection) -> None:
    has_version = connection.execute(snapshots.HAS_VERSION).fetchone()[0]
    version = connection.execute(snapshots.READ_VERSION).fetchone()[0] if has_version else 0
    for number, statements in snapshots.MIGRATIONS:
        if number > version:
            for statement in statements:
                connection.execute(statement)
            connection.execute(snapshots.WRITE_VERSION, {"version": number})


def _check(connection: duckdb.DuckDBPyConnection) -> None:
    for sentence, statement in closing.CHECKS.items():
        wrong = connection.execute(statement).fetchone()[0]
        if wrong:
            raise LedgerError(f"写入前的检查没有通过，台账库保持原样：{sentence.format(wrong)}。请把文件交给维护人员。")


def _sealed(part: Path, at: datetime) -> str:
    """Flush the file and return its id: when it was made and a hash of what is in it."""
    with part.open("rb+") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        os.fsync(file.fileno())
    return f"{at:%Y%m%dT%H%M%S}Z-{digest[:10]}"
