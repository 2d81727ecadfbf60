"""Looking after a store: is everything whole, what may go, one file to carry it away and back."""

import hashlib
import os
import re
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from ledgers import audit
from ledgers.errors import LedgerError
from ledgers.freezing import pinned
from ledgers.snapshot import writing
from ledgers.sql import snapshots
from ledgers.store import Store, open_snapshot, sync_folder

__all__ = ["backup", "prune", "removable", "restore", "verify"]

_MEMBER = re.compile(
    r"CURRENT|towns\.(csv|geojson)|audit/journal\.jsonl|originals/[0-9a-f]{64}(\.[a-z0-9]{1,8})?"
    r"|snapshots/[0-9]{8}T[0-9]{6}Z-[0-9a-f]{10}\.duckdb"
)


def verify(store: Store) -> list[str]:
    """Everything that is not as it should be, one sentence each; an empty list is good news."""
    return [*_wrong_snapshots(store), *_wrong_originals(store), *_wrong_journal(store), *_wrong_periods(store)]


def removable(store: Store, *, keep: int) -> list[str]:
    """Snapshots that may go: all but the published one, the `keep` newest, those that frozen periods were made from and
    are written in, and what all of these were built on."""
    ids = store.ids()
    kept = {store.current(), *(ids[-keep:] if keep > 0 else ()), *pinned(store)}
    bases = {base for each in kept & set(ids) for base in _bases(store, each)[:1]}
    return [each for each in ids if each not in kept | bases]


def prune(store: Store, *, keep: int, by: str, at: datetime) -> list[str]:
    """Remove what `removable` names; original files stay. Returns the ids that went."""
    if not removable(store, keep=keep):
        return []
    with writing(store, at=at):
        gone = removable(store, keep=keep)
        for snapshot in gone:
            audit.append(store.audit, at=at, who=by, what="prune", detail={"snapshot": snapshot})
            store.file(snapshot).unlink()
        return gone


def backup(store: Store, target: Path, *, by: str, at: datetime) -> int:
    """The whole store as one zip file; returns how many files are in it."""
    if store.current() is None:
        raise LedgerError(f"台账库“{store.path}”还是空的，没有可备份的内容。")
    with writing(store, at=at):
        audit.append(store.audit, at=at, who=by, what="backup", detail={"file": target.name})
        part = target.with_name(target.name + ".part")
        names = [name for name in _files(store) if _MEMBER.fullmatch(name)]
        with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in names:
                archive.write(store.path / name, name)
        os.replace(part, target)
        return len(names)


def restore(store: Store, source: Path) -> int:
    """Unpack a backup into a store folder that must be empty or not exist; returns how many files it held."""
    if store.path.exists() and any(store.path.iterdir()):
        raise LedgerError(f"目录“{store.path}”不是空的；为免覆盖，只能恢复到空目录。")
    try:
        with zipfile.ZipFile(source) as archive:
            names = archive.namelist()
            strange = [name for name in names if not _MEMBER.fullmatch(name)]
            if strange or "CURRENT" not in names:
                raise LedgerError(f"“{source.name}”不是台账库的备份文件，没有恢复任何内容。")
            for name in sorted(names, key="CURRENT".__eq__):  # the pointer last: until then the store is empty
                (store.path / name).parent.mkdir(parents=True, exist_ok=True)
                archive.extract(name, store.path)
    except (OSError, zipfile.BadZipFile) as error:
        raise LedgerError(f"备份文件“{source.name}”打不开：文件不存在或已损坏。") from error
    sync_folder(store.path)
    if wrong := verify(store):
        raise LedgerError("备份已解开，但内容有问题：" + " ".join(wrong))
    return len(names)


def _files(store: Store) -> Iterator[str]:
    return (path.relative_to(store.path).as_posix() for path in sorted(store.path.rglob("*")) if path.is_file())


def _bases(store: Store, snapshot: str) -> list[str]:
    cursor = open_snapshot(store, snapshot).cursor()
    try:
        return [base for base, *_ in cursor.execute(snapshots.LAST_LINEAGE).fetchall() if base]
    finally:
        cursor.close()


def _wrong_snapshots(store: Store) -> Iterator[str]:
    current = store.current()
    if current and current not in store.ids():
        yield f"CURRENT 指向的快照“{current}”不存在。"
    for snapshot in store.ids():
        if not snapshot.endswith("-" + _sha256(store.file(snapshot))[:10]):
            yield f"快照“{snapshot}”的内容与编号对不上，文件被改动过或已损坏。"


def _wrong_originals(store: Store) -> Iterator[str]:
    there = set()
    for path in sorted(store.originals.glob("*")):
        there.add(path.name.partition(".")[0])
        if _sha256(path) != path.name.partition(".")[0]:
            yield f"原始文件“{path.name}”的内容与编号对不上，文件被改动过或已损坏。"
    for snapshot in store.ids():
        for digest in sorted(_asked(store, snapshot, snapshots.ORIGINALS_USED) - there):
            yield f"快照“{snapshot}”用到的原始文件“{digest[:12]}…”不见了。"


def _wrong_journal(store: Store) -> Iterator[str]:
    heads = {head for snapshot in store.ids() for head in _asked(store, snapshot, snapshots.JOURNAL_HEADS)}
    try:
        audit.verify(store.audit, heads=heads)
    except audit.Broken as error:
        yield str(error)


def _wrong_periods(store: Store) -> Iterator[str]:
    """A frozen period whose version is gone cannot be made again."""
    there = set(store.ids())
    for entry in audit.entries(store.audit):
        told = entry["detail"]
        if entry["what"] == "freeze" and told["snapshot"] in there and told["pinned"] not in there:
            yield f"冻结的周期 {told['period']} 依据的快照“{told['pinned']}”不见了。"


def _asked(store: Store, snapshot: str, statement: str) -> set[str]:
    """One column of a snapshot; nothing from one that cannot be opened (it is reported by its hash)."""
    try:
        cursor = open_snapshot(store, snapshot).cursor()
    except LedgerError:
        return set()
    try:
        return {value for (value,) in cursor.execute(statement).fetchall()}
    finally:
        cursor.close()


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
