"""The store on disk: original files by hash, immutable snapshots, one pointer. Reading whole tables out of a snapshot.

Readers need no lock: a snapshot file never changes once it has its name, and `CURRENT` is replaced in one step.
"""

import hashlib
import os
import re
import threading
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from ledgers.errors import LedgerError
from ledgers.schema import TABLES
from ledgers.sql import snapshots

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Snapshot", "Store", "facts", "keep_original", "open_snapshot", "sync_folder"]

_OPEN_AT_MOST = 8
_ID = re.compile(r"[0-9]{8}T[0-9]{6}Z-[0-9a-f]{10}")
_ENDING = re.compile(r"\.[a-z0-9]{1,8}")
_CHUNK = 1 << 20
_DAMAGED = "快照“{}”打不开，文件可能已损坏；请用 verify 命令检查，或回退到上一个快照。"


@dataclass(frozen=True)
class Store:
    """A folder of ledgers (DESIGN.md 2). Nothing is created before the first write."""

    path: Path

    def __post_init__(self) -> None:
        object.__setattr__(self, "path", Path(self.path))

    @property
    def originals(self) -> Path:
        """Every file ever uploaded, named by its hash."""
        return self.path / "originals"

    @property
    def snapshots(self) -> Path:
        """Immutable DuckDB files."""
        return self.path / "snapshots"

    @property
    def audit(self) -> Path:
        """The journal of who did what."""
        return self.path / "audit"

    @property
    def work(self) -> Path:
        """What a running write has not finished; the next writer clears it."""
        return self.path / ".work"

    @property
    def lock(self) -> Path:
        """One writer at a time."""
        return self.path / "writer.lock"

    def current(self) -> str | None:
        """Id of the published snapshot; None for a store that has none yet."""
        try:
            return (self.path / "CURRENT").read_text(encoding="utf-8", errors="replace").strip() or None
        except FileNotFoundError:
            return None

    def file(self, snapshot: str) -> Path:
        """Where a snapshot lies; a LedgerError when there is none of that name."""
        path = self.snapshots / f"{snapshot}.duckdb"
        if not _ID.fullmatch(snapshot) or not path.exists():
            raise LedgerError(f"台账库中没有快照“{snapshot}”；可用 history 命令查看已有的快照。")
        return path

    def ids(self) -> list[str]:
        """Every snapshot there is, drafts too, oldest first."""
        return sorted(path.stem for path in self.snapshots.glob("*.duckdb") if _ID.fullmatch(path.stem))


@dataclass(frozen=True)
class Snapshot:
    """One immutable state of the ledgers; `id` and `file` are None for an empty store."""

    id: str | None
    file: Path | None

    def cursor(self) -> duckdb.DuckDBPyConnection | None:
        """A connection for one caller; threads must not share it. None for an empty store."""
        return _cursor(self.file) if self.file else None


def open_snapshot(store: Store, snapshot: str | None = None) -> Snapshot:
    """The snapshot of that id, or the published one; a LedgerError for an unknown id.

    An empty store gives an empty snapshot.
    """
    wanted = snapshot or store.current()
    return Snapshot(wanted, store.file(wanted)) if wanted else Snapshot(None, None)


def facts(snapshot: Snapshot) -> dict[str, "pd.DataFrame"]:
    """Every table of `schema.TABLES`, all rows, columns in the schema's order.

    Text is `str`, days and moments `datetime64[us]`, lists are Python lists (or None), true/false is `bool`.
    """
    cursor = snapshot.cursor() or duckdb.connect()
    try:
        there = _columns(cursor)
        return {name: _frame(cursor, name, there.get(name, set())) for name in TABLES}
    except duckdb.Error as error:
        raise LedgerError(_DAMAGED.format(snapshot.id)) from error
    finally:
        cursor.close()


def keep_original(store: Store, name: str, source: Path | bytes) -> tuple[str, Path]:
    """Keep a file byte for byte under its hash; returns the hash and where it is. `name` lends only its ending."""
    store.work.mkdir(parents=True, exist_ok=True)
    store.originals.mkdir(parents=True, exist_ok=True)
    ending = Path(name).suffix.lower()
    part = store.work / f"original-{os.getpid()}-{threading.get_ident()}"
    digest = _copy_hashed(source, part)
    path = store.originals / (digest + (ending if _ENDING.fullmatch(ending) else ""))
    if path.exists():
        part.unlink()
    else:
        os.replace(part, path)
        sync_folder(store.originals)
    return digest, path


def sync_folder(folder: Path) -> None:
    """Make the names in a folder survive a power cut; Windows has no way to ask for it and needs none."""
    if os.name != "nt":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _copy_hashed(source: Path | bytes, target: Path) -> str:
    digest = hashlib.sha256()
    with target.open("wb") as out:
        for chunk in _chunks(source):
            digest.update(chunk)
            out.write(chunk)
        out.flush()
        os.fsync(out.fileno())
    return digest.hexdigest()


def _chunks(source: Path | bytes):
    if isinstance(source, bytes):
        yield source
        return
    with source.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk


# One connection per file and process: opening costs milliseconds and memory, a cursor of it almost nothing. What is
# closed here stays usable for whoever still holds a cursor.
_connections: OrderedDict[tuple[int, Path], duckdb.DuckDBPyConnection] = OrderedDict()
_guard = threading.Lock()


def _cursor(file: Path) -> duckdb.DuckDBPyConnection:
    key = (os.getpid(), file.resolve())
    with _guard:
        if key not in _connections:
            _connections[key] = _connect(file)
        _connections.move_to_end(key)
        cursor = _connections[key].cursor()
        while len(_connections) > _OPEN_AT_MOST:
            _connections.popitem(last=False)[1].close()
    return cursor


def _connect(file: Path) -> duckdb.DuckDBPyConnection:
    try:
        connection = duckdb.connect(str(file), read_only=True)
    except duckdb.Error as error:
        raise LedgerError(_DAMAGED.format(file.stem)) from error
    connection.execute(snapshots.READER_SETTINGS)
    return connection


def _columns(cursor: duckdb.DuckDBPyConnection) -> dict[str, set[str]]:
    there: dict[str, set[str]] = {}
    for table, column in cursor.execute(snapshots.COLUMNS_THERE).fetchall():
        there.setdefault(table, set()).add(column)
    return there


def _frame(cursor: duckdb.DuckDBPyConnection, name: str, there: set[str]) -> "pd.DataFrame":
    import pandas as pd
    import pyarrow as pa

    # By way of Arrow: DuckDB's own .df() makes a Python object of every text first and takes eight times as long.
    text = pd.StringDtype(na_value=float("nan"))
    table = cursor.sql(snapshots.whole_table(name, there)).to_arrow_table()
    if not table.num_rows:  # pandas cannot merge text columns that have no chunk at all
        table = pa.table([pa.array([], field.type) for field in table.schema], schema=table.schema)
    frame = table.to_pandas(types_mapper={pa.string(): text}.get)
    lists = [column for column, kind in TABLES[name].items() if kind.endswith("[]")]
    plain = {column: [None if value is None else list(value) for value in frame[column]] for column in lists}
    return frame.assign(
        **{column: pd.Series(values, index=frame.index, dtype=object) for column, values in plain.items()}
    )
