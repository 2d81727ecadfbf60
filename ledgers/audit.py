"""The journal of who did what: JSON lines that only grow. Each line carries the hash of the one before, so a changed,
removed or inserted line shows; the head is also kept in every snapshot, so a shortened journal shows as well.
"""

import hashlib
import json
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

__all__ = ["Broken", "append", "entries", "head", "length", "verify"]

_FIRST = "0" * 64
_NAME = "journal.jsonl"


class Broken(ValueError):
    """The journal was changed after it was written; the message says at which line."""


def append(folder: Path, *, at: datetime | None, who: str, what: str, detail: dict) -> str:
    """Write one line, flush it to the disk, return its hash.

    A line that a crash left unfinished is closed off, not removed: nothing refers to it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / _NAME
    entry = {"at": at.isoformat() if at else None, "who": who, "what": what, "detail": detail, "previous": head(folder)}
    line = json.dumps(entry | {"hash": _hash(entry)}, ensure_ascii=False, sort_keys=True)
    with path.open("ab") as file:
        start = b"" if _ends_whole(path) else b"\n"
        file.write(start + line.encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())
    return _hash(entry)


def entries(folder: Path) -> Iterator[dict]:
    """Every whole line, oldest first; unfinished ones are left out."""
    return (entry for _, entry in _numbered(folder) if entry is not None)


def head(folder: Path) -> str:
    """Hash of the newest whole line; zeros for an empty journal."""
    newest = _FIRST
    for entry in entries(folder):
        newest = entry["hash"]
    return newest


def length(folder: Path) -> int:
    """How many bytes the journal has; since it only grows, the same number means the same journal."""
    path = folder / _NAME
    return path.stat().st_size if path.exists() else 0


def verify(folder: Path, *, heads: set[str] = frozenset()) -> int:
    """How many lines the chain has; `Broken` names the first line that does not fit.

    `heads` are hashes that must be there, because a snapshot remembers them.
    """
    previous, missing, count = _FIRST, set(heads) - {_FIRST}, 0
    for number, entry in _numbered(folder):
        if entry is None:
            continue
        body = {key: value for key, value in entry.items() if key != "hash"}
        if entry.get("hash") != _hash(body):
            raise Broken(f"操作日志第 {number} 行的内容被改动过。")
        if entry["previous"] != previous:
            raise Broken(f"操作日志第 {number} 行与上一行接不上：之前有记录被删除、插入或改动。")
        previous, count = entry["hash"], count + 1
        missing.discard(previous)
    if missing:
        raise Broken(f"操作日志不完整：快照记得的 {len(missing)} 条记录已不在日志中。")
    return count


def _numbered(folder: Path) -> Iterator[tuple[int, dict | None]]:
    path = folder / _NAME
    if not path.exists():
        return
    with path.open(encoding="utf-8", errors="replace") as file:
        for number, line in enumerate(file, start=1):
            yield number, _parsed(line)


def _parsed(line: str) -> dict | None:
    try:
        entry = json.loads(line)
    except json.JSONDecodeError:
        return None
    return entry if isinstance(entry, dict) and {"hash", "previous"} <= entry.keys() else None


def _hash(entry: dict) -> str:
    text = json.dumps(entry, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _ends_whole(path: Path) -> bool:
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        if size == 0:
            return True
        file.seek(size - 1)
        return file.read(1) == b"\n"
