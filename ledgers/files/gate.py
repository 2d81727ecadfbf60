"""What is refused before anything is parsed: wrong type, too large, a zip that unpacks to a monster."""

import hashlib
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from ledgers.errors import LedgerError
from ledgers.files.filetypes import BROKEN, ODS, XLSX, FileType, file_type

__all__ = ["LIMITS", "Limits", "check_file", "looked"]


@dataclass(frozen=True)
class Limits:
    """How large a workbook may be. Bytes, seconds, counts."""

    file_bytes: int = 50 << 20
    unpacked_bytes: int = 1 << 30
    members: int = 5_000
    ratio: int = 250
    """Unpacked to packed size of one member above `ratio_from`; real sheets stay below 100."""
    ratio_from: int = 64 << 20
    rows: int = 200_000
    columns: int = 500
    cells: int = 5_000_000
    memory: int = 2 << 30
    seconds: float = 60.0


LIMITS = Limits()


def check_file(path: Path, *, name: str, limits: Limits = LIMITS) -> str:
    """The file's sha256 when it may be parsed; LedgerError with one sentence otherwise."""
    if not path.is_file():
        raise LedgerError(f"找不到文件 {name}；请确认路径和文件名。")
    size = path.stat().st_size
    if size == 0:
        raise LedgerError(f"{name} 是空文件（0 字节）；请重新导出或下载后再上传。")
    if size > limits.file_bytes:
        raise LedgerError(
            f"{name} 有 {size / (1 << 20):.0f} MB，超过 {limits.file_bytes >> 20} MB 的上限；"
            "请删去图片和多余的表，或拆成几个文件。"
        )
    with path.open("rb") as stream:
        looked(stream, name=name, limits=limits)
        stream.seek(0)
        return hashlib.file_digest(stream, "sha256").hexdigest()


def looked(stream: BinaryIO, *, name: str, limits: Limits = LIMITS) -> FileType:
    """What the content is; LedgerError with one sentence when it may not be parsed. Nothing is unpacked."""
    try:
        found = file_type(stream)
    except LedgerError as error:
        raise LedgerError(f"{name} {error}") from error
    if found in (XLSX, ODS):
        _check_members(stream, name, limits)
    return found


def _check_members(stream: BinaryIO, name: str, limits: Limits) -> None:
    """Look at the zip's table of contents only."""
    try:
        with zipfile.ZipFile(stream) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise LedgerError(f"{name} {BROKEN}") from error
    if any(member.flag_bits & 1 for member in members):
        raise LedgerError(f"{name} 有压缩包密码，无法读入；请去掉密码后另存为 .xlsx 再上传。")
    unpacked = sum(member.file_size for member in members)
    swollen = any(
        member.file_size > limits.ratio_from and member.file_size > limits.ratio * max(member.compress_size, 1)
        for member in members
    )
    if unpacked > limits.unpacked_bytes or swollen or len(members) > limits.members:
        raise LedgerError(
            f"{name} 解开后有 {unpacked / (1 << 20):.0f} MB、{len(members)} 个部分，大得不正常，为安全起见没有读入；"
            "请只把台账那几张表复制到新工作簿，另存为 .xlsx 再上传。"
        )
