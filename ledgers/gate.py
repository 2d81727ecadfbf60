"""What is refused before anything is parsed: wrong type, password, too large, a zip that unpacks to a monster."""

import hashlib
import zipfile
from dataclasses import dataclass
from pathlib import Path

from ledgers.errors import LedgerError

__all__ = ["BROKEN", "LIMITS", "Limits", "check_file"]


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

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BROKEN = "不是完好的 Excel 工作簿（可能没有下载完整，或内容已损坏）；请用 Excel 打开确认，另存为 .xlsx 再上传。"
_AS_XLSX = "请用 Excel 或 WPS 打开，另存为 .xlsx 再上传。"
_ENCRYPTED, _OLD_BOOKS = "EncryptedPackage", ("Workbook", "Book")
_MEMBERS = (
    ("xl/workbook.bin", f"是 .xlsb 二进制工作簿，这里读不了；{_AS_XLSX}"),
    ("word/document.xml", "是 Word 文档，不是 Excel 工作簿；请把台账表格存成 .xlsx 再上传。"),
    ("ppt/presentation.xml", "是演示文稿，不是 Excel 工作簿；请把台账表格存成 .xlsx 再上传。"),
    ("content.xml", f"是 .ods 表格，这里还读不了；{_AS_XLSX}"),
)


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
    content = path.read_bytes()
    if content.startswith(_OLE):
        raise LedgerError(f"{name} {_why_not_ole(content)}")
    if not content.startswith(_ZIP):
        raise LedgerError(f"{name} {_why_not_zip(content)}")
    _check_members(path, name, limits)
    return hashlib.sha256(content).hexdigest()


def _why_not_ole(content: bytes) -> str:
    if _ENCRYPTED.encode("utf-16-le") in content:
        return "有密码，无法读入；请用 Excel 打开，去掉密码后另存为 .xlsx 再上传。"
    if any(name.encode("utf-16-le") in content for name in _OLD_BOOKS):
        return f"是 97-2003 格式的 .xls 工作簿，这里还读不了；{_AS_XLSX}"
    return f"不是 .xlsx 工作簿；{_AS_XLSX}"


def _why_not_zip(content: bytes) -> str:
    start = content[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<html", b"<!doctype html", b"<table", b"<meta", b"<head")):
        return f"其实是网页，不是 Excel 工作簿；{_AS_XLSX}"
    if start.startswith(b"<?xml"):
        return f"其实是 XML 文件，不是 .xlsx 工作簿；{_AS_XLSX}"
    if start.startswith(b"%pdf"):
        return "是 PDF，不是 Excel 工作簿；请上传原来的 .xlsx 台账。"
    if b"\x00" not in start and any(mark in start for mark in (b",", b"\t", b";")):
        return f"其实是文本（csv）文件，不是 .xlsx 工作簿；{_AS_XLSX}"
    return f"不是 Excel 工作簿；{_AS_XLSX}"


def _check_members(path: Path, name: str, limits: Limits) -> None:
    """Look at the zip's table of contents only; nothing is unpacked."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise LedgerError(f"{name} {BROKEN}") from error
    names = {member.filename.replace("\\", "/") for member in members}
    if "xl/workbook.xml" not in names:
        said = next((reason for part, reason in _MEMBERS if part in names), f"不是 Excel 工作簿；{_AS_XLSX}")
        raise LedgerError(f"{name} {said}")
    if any(member.flag_bits & 1 for member in members):
        raise LedgerError(f"{name} 有密码，无法读入；请去掉密码后另存为 .xlsx 再上传。")
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
