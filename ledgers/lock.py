"""One writer at a time, across processes. The lock goes with its process: a killed writer leaves none behind."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from ledgers.errors import LedgerError

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None
    import msvcrt

__all__ = ["WAIT_SECONDS", "writer"]

WAIT_SECONDS = 120.0
"""Longer than one large upload takes to read, shorter than a person's patience."""
_POLL_SECONDS = 0.05


@contextmanager
def writer(path: Path, *, wait: float = WAIT_SECONDS) -> Iterator[None]:
    """Hold the lock file `path` inside the block; after `wait` seconds in vain, a LedgerError in one sentence.

    The lock belongs to the open file, so threads of one process exclude each other too.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b") as file:
        _wait_for(file, wait)
        try:
            yield
        finally:
            _release(file)


def _wait_for(file: IO[bytes], wait: float) -> None:
    until = time.monotonic() + wait
    while not _try(file):
        if time.monotonic() >= until:
            raise LedgerError(f"另一个程序正在写入台账库，等了 {wait:g} 秒仍未轮到；请稍后再试。")
        time.sleep(_POLL_SECONDS)


def _try(file: IO[bytes]) -> bool:
    try:
        if fcntl:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        else:
            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    except OSError:
        return False
    return True


def _release(file: IO[bytes]) -> None:
    if fcntl:
        fcntl.flock(file, fcntl.LOCK_UN)
    else:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)
