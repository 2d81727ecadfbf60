"""Loading, publishing, rolling back: everything that makes or names a snapshot."""

import contextlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from ledgers import audit
from ledgers.errors import LedgerError, PasswordNeeded
from ledgers.filling import Filled, fill
from ledgers.intake import Kept, Refused, Upload, keep, read_all
from ledgers.lock import WAIT_SECONDS
from ledgers.progress import Progress, Told, paced, silent
from ledgers.reading import Reading
from ledgers.sandbox import LIMITS, Limits
from ledgers.snapshot import build, point, writing
from ledgers.sql import snapshots
from ledgers.stopping import beside, stops_noted
from ledgers.store import Store, open_snapshot

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Loaded", "discard", "history", "load", "publish", "published_ids", "rollback"]


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


def load(
    files: Iterable[Upload],
    *,
    store: Store,
    by: str,
    today: date,
    at: datetime | None = None,
    report_date: date | None = None,
    draft: bool = False,
    limits: Limits = LIMITS,
    wait: float = WAIT_SECONDS,
    password: str | None = None,
    told: Told | None = None,
) -> Loaded:
    """Read `files` (paths, or uploads as name and bytes) into a new snapshot and publish it unless `draft`.

    `today` dates what has no date of its own; `at` (UTC without a zone, midnight of `today` when left out) names the
    snapshot. Files that cannot be read are refused, the others go in; a LedgerError when none is left. Originals are
    kept in any case. `password` opens locked files and is written nowhere. `told` hears how far it is, several times a
    second; when it raises, the load is undone: no snapshot, no child, no lock, only the originals are kept.
    """
    at, tell = at or datetime.combine(today, time()), paced(told) if told else silent
    with writing(store, at=at, wait=wait), stops_noted(store, by=by, at=at):
        kept = keep(store, files, report_date=report_date, told=tell)
        if not kept:
            raise LedgerError("没有给出要载入的文件。")
        readings, refused = read_all(store, kept, limits=limits, password=password, told=tell)
        for each in refused:
            detail = {"file": each.name, "reason": each.reason}
            audit.append(store.audit, at=at, who=by, what="refuse", detail=detail)
        if not readings:
            raise _refusal(refused)
        add = partial(_add, store, kept, readings, by=by, at=at, today=today)
        loaded = _beside(add, store, len(readings), by=by, at=at, told=tell) if told else add()
        if loaded.snapshot != loaded.base and not draft:
            point(store, loaded.snapshot, by=by, at=at, what="publish", detail={"base": loaded.base})
        published = loaded.snapshot == store.current()
        taken = tuple((reading.file, reading.sha256) for reading in readings)
        return replace(loaded, published=published, refused=tuple(refused), taken=taken)


def publish(
    store: Store,
    snapshot: str,
    *,
    by: str,
    at: datetime,
    answers: Sequence[Mapping[str, str]] = (),
    password: str | None = None,
) -> str:
    """Make a draft the published snapshot; returns the published id. `answers` (`ledgers.questions.ANSWERED`) are what
    the publisher said about the guards' findings; they go into the journal.

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
            snapshot = _replay(store, *step, at=at, password=password)
        if answers:
            detail = {"snapshot": snapshot, "answers": [dict(answer) for answer in answers]}
            audit.append(store.audit, at=at, who=by, what="answer", detail=detail)
        if snapshot != base:
            point(store, snapshot, by=by, at=at, what="publish", detail={"base": base, "draft": file.stem})
        if snapshot != file.stem:
            file.unlink()
        return snapshot


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
        _remove(store, snapshot, by=by, at=at)


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


def _add(
    store: Store,
    kept: list[Kept | Refused],
    readings: list[Reading],
    *,
    by: str,
    at: datetime,
    today: date,
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
        return fill(connection, readings, by=by, at=at, today=today, wrote=wrote)

    def record(snapshot: str, filled: Filled) -> None:
        detail = {
            "snapshot": snapshot, "base": base, "files": [each["name"] for each in files],
            "rows_loaded": filled.rows_loaded, "rows_held": filled.rows_held,
        }  # fmt: skip
        audit.append(store.audit, at=at, who=by, what="load", detail=detail)

    snapshot, filled = build(store, base, at=at, fill=write, record=record)
    return Loaded(snapshot or base, base, False, filled.rows_loaded, filled.rows_held, filled.findings, filled.effect)


def _beside(add: Callable[..., Loaded], store: Store, files: int, *, by: str, at: datetime, told: Told) -> Loaded:
    """`_add` in a thread of its own, so that `told` hears about it and can stop it: one statement may take seconds."""
    writers: list[duckdb.DuckDBPyConnection] = []
    shares = [0.0]

    def stop() -> None:
        for each in writers:
            with contextlib.suppress(duckdb.Error):  # it is closed by now
                each.interrupt()

    def undo(loaded: Loaded) -> None:
        if loaded.snapshot != loaded.base:
            _remove(store, loaded.snapshot, by=by, at=at)

    work = partial(add, opened=writers.append, wrote=shares.append)
    return beside(work, tick=lambda: told(Progress("storing", int(shares[-1] * files), files)), stop=stop, undo=undo)


def _remove(store: Store, snapshot: str, *, by: str, at: datetime | None) -> None:
    file = store.file(snapshot)
    audit.append(store.audit, at=at, who=by, what="discard", detail={"snapshot": snapshot})
    file.unlink()


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


def _replay(store: Store, by: str, today: date, kept: list[Kept], *, at: datetime, password: str | None) -> str:
    """The same files once more, on what is published now."""
    readings, refused = read_all(store, kept, password=password)
    if refused:
        raise _refusal(refused)
    return _add(store, kept, readings, by=by, at=at, today=today).snapshot


def _refusal(refused: list[Refused]) -> LedgerError:
    """Why nothing went in; a password is asked for when it would help one of the files."""
    kind = PasswordNeeded if any(each.locked for each in refused) else LedgerError
    shown = " ".join(each.reason for each in refused[:_REASONS])
    more = f"{len(refused)} 个文件都没有读入，前 {_REASONS} 个的原因：" if len(refused) > _REASONS else ""
    error = kind(more + shown)
    error.refused = tuple((each.name, each.reason) for each in refused)
    return error


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
