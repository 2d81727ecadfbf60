"""The bytes that are read: as they lie on disk or, of a locked file, as they came out of the lock."""

import io
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from ledgers.errors import LedgerError
from ledgers.files.filetypes import LOCKED, ODS, XLS, FileType
from ledgers.files.gate import LIMITS, Limits, looked
from ledgers.files.odsxml import is_locked as odf_is_locked

__all__ = ["Source", "opened"]


@dataclass(frozen=True)
class Source:
    """A file that was looked at: what it is, what people call it, how far its sheets may reach."""

    path: Path
    name: str
    type: FileType
    limits: Limits = LIMITS
    content: bytes | None = field(default=None, repr=False)

    @property
    def stem(self) -> str:
        """The name without its ending: what Excel calls the one sheet of a file that has no sheets."""
        return Path(self.name).stem

    @property
    def disguise(self) -> str:
        """The ending of the name where the content is something else, else ""."""
        ending = Path(self.name).suffix.lower()
        return "" if self.content is not None or ending in self.type.endings else ending

    def open(self) -> BinaryIO:
        """A new stream of the bytes."""
        return self.path.open("rb") if self.content is None else io.BytesIO(self.content)

    def check_reach(self, sheet: str, rows: int, columns: int) -> None:
        """Refuse a sheet whose cells reach so far that holding them would break the process."""
        if rows * columns > self.limits.cells:
            raise LedgerError(
                f"{self.name} 的工作表“{sheet}”从第 1 行铺到第 {rows} 行、共 {columns} 列，范围太大，无法读入；"
                "请删去数据以外的单元格（选中多余的行和列，右键删除）后另存，或拆成几个文件。"
            )


def opened(path: Path, *, name: str, limits: Limits = LIMITS, password: str | None = None) -> Source:
    """Look at the file, unlock it if it is locked, and look again at what was inside."""
    with path.open("rb") as stream:
        found = looked(stream, name=name, limits=limits)
        if not _is_locked(stream, found, name):
            return Source(path, name, found, limits)
        from ledgers.files.unlocking import unlocked  # a library that only locked files need

        content = unlocked(stream, found, name=name, password=password, limits=limits)
    if len(content) > limits.unpacked_bytes:
        raise LedgerError(f"{name} 解密后太大，没有读入；请只把台账那几张表复制到新工作簿再上传。")
    return Source(path, name, looked(io.BytesIO(content), name=name, limits=limits), limits, content)


def _is_locked(stream: BinaryIO, kind: FileType, name: str) -> bool:
    if kind is XLS:
        from ledgers.files.biff import is_locked  # a library that only old files need

        return is_locked(stream, name=name)
    return kind is LOCKED or (kind is ODS and odf_is_locked(stream))
