"""Loading: files in, a draft or a published snapshot out."""

import contextlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from functools import partial

import duckdb

from ledgers import audit, decisions
from ledgers.decisions import Decision
from ledgers.drafting import Loaded, add_readings, decided_before, refusal, remove
from ledgers.errors import LedgerError
from ledgers.intake import Upload, keep, read_all
from ledgers.lock import WAIT_SECONDS
from ledgers.progress import Progress, Told, paced, silent
from ledgers.sandbox import LIMITS, Limits
from ledgers.snapshot import point, writing
from ledgers.stopping import beside, stops_noted
from ledgers.store import Store

__all__ = ["load"]


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
    decided: Sequence[Decision] = (),
) -> Loaded:
    """Read `files` (paths, or uploads as name and bytes) into a new snapshot and publish it unless `draft`.

    `today` dates what has no date of its own; `at` (UTC without a zone, midnight of `today` when left out) names the
    snapshot. Files that cannot be read are refused, the others go in; a LedgerError when none is left. Originals are
    kept in any case. `password` opens locked files and is written nowhere. `told` hears how far it is, several times a
    second; when it raises, the load is undone: no snapshot, no child, no lock, only the originals are kept. `decided`
    is what people said about columns, cells and units; it holds for this load and, once published, for later ones.
    """
    at, tell = at or datetime.combine(today, time()), paced(told) if told else silent
    with writing(store, at=at, wait=wait), stops_noted(store, by=by, at=at):
        kept = keep(store, files, report_date=report_date, password=password, told=tell)
        if not kept:
            raise LedgerError("没有给出要载入的文件。")
        decided = decisions.signed(decided, by=by, at=at)
        holding = [*decided_before(store), *decided]
        readings, refused = read_all(store, kept, limits=limits, password=password, decided=holding, told=tell)
        for each in refused:
            detail = {"file": each.name, "reason": each.reason}
            audit.append(store.audit, at=at, who=by, what="refuse", detail=detail)
        if not readings:
            raise refusal(refused)
        add = partial(add_readings, store, kept, readings, by=by, at=at, today=today, decided=decided)
        loaded = _beside(add, store, len(readings), by=by, at=at, told=tell) if told else add()
        if loaded.snapshot != loaded.base and not draft:
            point(store, loaded.snapshot, by=by, at=at, what="publish", detail={"base": loaded.base})
        published = loaded.snapshot == store.current()
        taken = tuple((reading.file, reading.sha256) for reading in readings)
        return replace(loaded, published=published, refused=tuple(refused), taken=taken)


def _beside(add: Callable[..., Loaded], store: Store, files: int, *, by: str, at: datetime, told: Told) -> Loaded:
    """Add in a thread of its own, so that `told` hears about it and can stop it: one statement may take seconds."""
    writers: list[duckdb.DuckDBPyConnection] = []
    shares = [0.0]

    def stop() -> None:
        for each in writers:
            with contextlib.suppress(duckdb.Error):  # it is closed by now
                each.interrupt()

    def undo(loaded: Loaded) -> None:
        if loaded.snapshot != loaded.base:
            remove(store, loaded.snapshot, by=by, at=at)

    work = partial(add, opened=writers.append, wrote=shares.append)
    return beside(work, tick=lambda: told(Progress("storing", int(shares[-1] * files), files)), stop=stop, undo=undo)
