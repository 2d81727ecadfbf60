"""A workbook of ours onto the disk: the whole file or none."""

import os
from pathlib import Path

from ledgers.errors import LedgerError

__all__ = ["write_whole"]


def write_whole(output: Path, content: bytes) -> None:
    """Write `content` to `output` in one step; LedgerError, and the old file as it was, when that cannot be done."""
    part = output.with_name(f".{output.name}.{os.getpid()}")
    try:
        part.write_bytes(content)
        os.replace(part, output)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise LedgerError(f"写不了 {output}；请确认文件夹存在、可以写，文件没有正被打开。") from error
