"""Publishing, deciding, going back: what moves the pointer to the snapshot that everybody sees."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from ledgers import audit, decisions
from ledgers.decisions import Decision
from ledgers.drafting import add_readings, decided_before, journal, refusal, remove
from ledgers.errors import LedgerError
from ledgers.intake import Kept, read_all
from ledgers.snapshot import build, point, writing
from ledgers.sql import snapshots
from ledgers.store import Store, open_snapshot

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["decide", "discard", "history", "publish", "published_ids", "rollback", "step_on"]


def publish(
    store: Store,
    snapshot: str,
    *,
    by: str,
    at: datetime,
    answers: Sequence[Mapping[str, str]] = (),
    password: str | None = None,
) -> str:
    """Make a draft the published snapshot; returns the published id. `answers` (`ledgers.asking.guards.ANSWERED`) are
    what the publisher said about the guards' findings; they go into the journal and, as decisions, into the snapshot,
    which then has a new id.

    When something else was published since the draft was made, its files are read again on top of that: the id is then
    a new one, and the draft goes. Only then is the `password` of locked files asked for again.
    """
    file = store.file(snapshot)
    with writing(store, at=at):
        base = store.current()
        if snapshot == base:
            return snapshot
        if snapshot in published_ids(store):
            raise LedgerError(f"快照“{snapshot}”以前发布过；要回到它，请用 rollback。")
        based_on, *step = _own_step(store, snapshot)
        if based_on != base:
            snapshot = _replay(store, *step, at=at, password=password, decided=decided_before(store, snapshot))
        replayed = snapshot
        if answers:
            snapshot = _answered(store, snapshot, answers, by=by, at=at)
        if snapshot != base:
            point(store, snapshot, by=by, at=at, what="publish", detail={"base": base, "draft": file.stem})
        for each in {file.stem, replayed} - {snapshot, base}:
            store.file(each).unlink()
        return snapshot


def decide(store: Store, decided: Sequence[Decision], *, by: str, at: datetime) -> str:
    """Keep decisions that need no ledger (a flag confirmed, a meeting's decision) in a new published snapshot; returns
    its id, or the present one's when they say nothing new. LedgerError for an empty store."""
    said = decisions.signed(decided, by=by, at=at)
    with writing(store, at=at):
        if store.current() is None:
            raise LedgerError("台账库里还没有已发布的台账，没有可以决定的事项；请先导入台账。")

        def write(connection: duckdb.DuckDBPyConnection) -> tuple[int, bool]:
            new = decisions.record(connection, said)
            return new, new > 0

        def note(snapshot: str, _: int) -> None:
            journal(store, snapshot, said, by=by, at=at)

        return step_on(store, "决定 {} 条", by=by, at=at, write=write, note=note)


def step_on(
    store: Store,
    words: str,
    *,
    by: str,
    at: datetime,
    write: Callable[[duckdb.DuckDBPyConnection], tuple[int, bool]],
    note: Callable[[str, int], None],
) -> str:
    """Publish the present version plus what `write` adds that comes from no file; the present one when that is nothing.
    `words` ({} is how much was written) stand where a version of ledgers has its files; `note` writes into the journal.
    The lock must be held."""
    base = store.current()
    step = {"base": base, "by": by, "at": at, "today": at.date(), "journal": audit.head(store.audit), "files": "[]"}

    def fill(connection: duckdb.DuckDBPyConnection) -> tuple[int, bool]:
        connection.execute(snapshots.INSERT_LINEAGE, step)
        return write(connection)

    def record(snapshot: str, written: int) -> None:
        note(snapshot, written)
        said = words.format(written)
        detail = {"snapshot": snapshot, "base": base, "files": [said], "rows_loaded": 0, "rows_held": 0}
        audit.append(store.audit, at=at, who=by, what="load", detail=detail)

    snapshot, _ = build(store, base, at=at, fill=fill, record=record)
    if snapshot:
        point(store, snapshot, by=by, at=at, what="publish", detail={"base": base})
    return snapshot or base


def rollback(store: Store, snapshot: str, *, by: str, at: datetime) -> str:
    """Let the store show an earlier published snapshot again; nothing is deleted. Returns its id."""
    open_snapshot(store, snapshot).cursor().close()
    with writing(store, at=at):
        base = store.current()
        if snapshot not in published_ids(store):
            raise LedgerError(f"快照“{snapshot}”是没有发布过的草稿；要发布它，请用 publish。")
        if snapshot != base:
            point(store, snapshot, by=by, at=at, what="rollback", detail={"base": base})
        return snapshot


def discard(store: Store, snapshot: str, *, by: str = "", at: datetime | None = None) -> None:
    """Remove a draft. Its original files stay, and a snapshot that was ever published cannot be removed."""
    store.file(snapshot)
    with writing(store, at=at):
        if snapshot in published_ids(store):
            raise LedgerError(f"快照“{snapshot}”已发布过，不能丢弃。")
        remove(store, snapshot, by=by, at=at)


def history(store: Store) -> "pd.DataFrame":
    """Every snapshot that exists, oldest first: snapshot, state (当前, 已发布, 草稿), base, made_by, made_at (UTC),
    files (list of names), rows_loaded, rows_held."""
    import pandas as pd

    published, current, there = published_ids(store), store.current(), set(store.ids())
    rows = {}
    for entry in audit.entries(store.audit):
        detail = entry["detail"]
        if entry["what"] == "load" and detail["snapshot"] in there:
            state = "当前" if detail["snapshot"] == current else "已发布" if detail["snapshot"] in published else "草稿"
            rows[detail["snapshot"]] = {"state": state, "made_by": entry["who"], "made_at": entry["at"]} | detail
    columns = ["snapshot", "state", "base", "made_by", "made_at", "files", "rows_loaded", "rows_held"]
    table = pd.DataFrame(list(rows.values()), columns=columns)
    return table.assign(made_at=pd.to_datetime(table["made_at"], format="ISO8601"))


def published_ids(store: Store) -> set[str]:
    """Every snapshot that was ever published, and those they were built on."""
    found, before, bases = set(), set(), {}
    for entry in audit.entries(store.audit):
        if entry["what"] in ("publish", "rollback"):
            before, found = found, found | {entry["detail"]["snapshot"]}
        elif entry["what"] == "recover":  # announced, but its writer was killed before it happened
            found = before
        elif entry["what"] == "load":
            bases[entry["detail"]["snapshot"]] = entry["detail"]["base"]
    found.add(store.current())
    for snapshot in list(found):
        while snapshot := bases.get(snapshot):
            found.add(snapshot)
    return found - {None}


def _own_step(store: Store, snapshot: str) -> tuple[str | None, str, date, list[Kept]]:
    """What made this snapshot: its base, who, which day, which files."""
    cursor = open_snapshot(store, snapshot).cursor()
    base, by, today, files = cursor.execute(snapshots.LAST_LINEAGE).fetchone()
    cursor.close()
    kept = [
        Kept(each["name"], each["sha256"], store.originals / Path(each["path"]).name, _day(each["report_date"]))
        for each in json.loads(files)
    ]
    return base, by, today, kept


def _replay(
    store: Store,
    by: str,
    today: date,
    kept: list[Kept],
    *,
    at: datetime,
    password: str | None,
    decided: Sequence[Decision],
) -> str:
    """The same files and decisions once more, on what is published now."""
    readings, refused = read_all(store, kept, password=password, decided=[*decided_before(store), *decided])
    if refused:
        raise refusal(refused)
    return add_readings(store, kept, readings, by=by, at=at, today=today, decided=decided).snapshot


def _answered(store: Store, snapshot: str, answers: Sequence[Mapping[str, str]], *, by: str, at: datetime) -> str:
    """The draft once more, with the answers in it; what it came from stays what it was."""
    *_, kept = _own_step(store, snapshot)
    said = decisions.of_answers(answers, digests={each.name: each.sha256 for each in kept})
    said = decisions.signed(said, by=by, at=at)
    loads = [entry for entry in audit.entries(store.audit) if entry["what"] == "load"]
    own = next(entry for entry in reversed(loads) if entry["detail"]["snapshot"] == snapshot)

    def write(connection: duckdb.DuckDBPyConnection) -> tuple[None, bool]:
        return None, decisions.record(connection, said) > 0

    def record(made: str, _: None) -> None:
        audit.append(store.audit, at=at, who=own["who"], what="load", detail=own["detail"] | {"snapshot": made})

    made = build(store, snapshot, at=at, fill=write, record=record)[0] or snapshot
    detail = {"snapshot": made, "answers": [dict(answer) for answer in answers]}
    audit.append(store.audit, at=at, who=by, what="answer", detail=detail)
    return made


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
