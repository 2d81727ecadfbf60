"""What a file really is, told by its content; the ending of its name is only compared with that."""

import re
import zipfile
from dataclasses import dataclass
from typing import BinaryIO

from ledgers.errors import LedgerError

__all__ = ["AS_XLSX", "BROKEN", "HTML", "LOCKED", "ODS", "OLE", "TEXT", "XLS", "XLSX", "XML", "FileType", "file_type"]


@dataclass(frozen=True)
class FileType:
    """A kind of file: what people are told it is, and the endings that promise it."""

    code: str
    called: str
    endings: tuple[str, ...] = ()


_OF_WPS = (".et", ".ett")
"""WPS writes either of two contents under its own endings."""
XLSX = FileType("xlsx", "xlsx 工作簿", (".xlsx", ".xlsm", ".xltx", ".xltm", *_OF_WPS))
XLS = FileType("xls", "97-2003 格式的 xls 工作簿", (".xls", ".xlt", *_OF_WPS))
ODS = FileType("ods", "ods 表格", (".ods", ".ots"))
TEXT = FileType("text", "文本表格（csv）", (".csv", ".tsv", ".tab", ".txt"))
HTML = FileType("html", "网页表格（html）", (".html", ".htm"))
XML = FileType("xml", "XML 电子表格 2003", (".xml",))
LOCKED = FileType("locked", "有密码的工作簿")

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_HEAD = 64 << 10
AS_XLSX = "请用 Excel 或 WPS 打开，另存为 .xlsx 再上传。"
BROKEN = "不是完好的 Excel 工作簿（可能没有下载完整，或内容已损坏）；请用 Excel 打开确认，另存为 .xlsx 再上传。"
_MEMBERS = (
    ("xl/workbook.bin", f"是 .xlsb 二进制工作簿，这里读不了；{AS_XLSX}"),
    ("word/document.xml", "是 Word 文档，不是 Excel 工作簿；请把台账表格存成 .xlsx 再上传。"),
    ("ppt/presentation.xml", "是演示文稿，不是 Excel 工作簿；请把台账表格存成 .xlsx 再上传。"),
)
_STREAMS = (("EncryptedPackage", LOCKED), ("Workbook", XLS), ("Book", XLS))
_HTML_START = re.compile(
    rb"(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|meta|body|table|style|div|center)\b", re.DOTALL
)
_STARTS = (
    (b"%pdf", "是 PDF，不是 Excel 工作簿；请上传原来的 .xlsx 台账。"),
    (b"mime-version", f"是“单个文件网页”（mht），这里读不了；{AS_XLSX}"),
    (b"{\\rtf", "是 RTF 文档，不是 Excel 工作簿；请把台账表格存成 .xlsx 再上传。"),
    (b"<?xml", f"其实是 XML 文件，不是 Excel 工作簿；{AS_XLSX}"),
)
_SEPARATORS = ",\t;|"


def file_type(stream: BinaryIO) -> FileType:
    """What the content is. LedgerError with the end of a sentence ("是 PDF，…") when it is nothing we read."""
    head = stream.read(_HEAD)
    if head.startswith(OLE):
        return _of_ole(head + stream.read())
    if head.startswith(_ZIP):
        return _of_zip(stream)
    text = _as_text(head)
    start = text[:4096].lstrip().lower().encode()
    if b"urn:schemas-microsoft-com:office:spreadsheet" in start and start.startswith(b"<?xml"):
        return XML
    if (start.startswith(b"<") and b"<table" in start) or _HTML_START.match(re.sub(rb"^<\?xml.*?\?>\s*", b"", start)):
        return HTML
    if said := next((words for sign, words in _STARTS if start.startswith(sign)), None):
        raise LedgerError(said)
    if any(sign in text for sign in _SEPARATORS):
        return TEXT
    raise LedgerError(f"不是 Excel 工作簿；{AS_XLSX}")


def _of_ole(content: bytes) -> FileType:
    """By the names of its streams, which are in the file as UTF-16; the child looks again, at its directory."""
    found = next((kind for name, kind in _STREAMS if name.encode("utf-16-le") in content), None)
    if found is None:
        raise LedgerError(f"不是 Excel 工作簿（可能是 Word、WPS 或别的程序的文件）；{AS_XLSX}")
    return found


def _of_zip(stream: BinaryIO) -> FileType:
    """By the zip's table of contents."""
    try:
        with zipfile.ZipFile(stream) as archive:
            names = {name.replace("\\", "/") for name in archive.namelist()}
            kind = _begin(archive, "mimetype") if "mimetype" in names else b""
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        raise LedgerError(BROKEN) from error
    if "xl/workbook.xml" in names:
        return XLSX
    if "content.xml" in names and (b"spreadsheet" in kind or not kind):
        return ODS
    if "content.xml" in names:
        raise LedgerError("是 OpenDocument 文字或演示文档，不是表格；请把台账表格存成 .xlsx 再上传。")
    raise LedgerError(next((words for part, words in _MEMBERS if part in names), f"不是 Excel 工作簿；{AS_XLSX}"))


def _begin(archive: zipfile.ZipFile, part: str) -> bytes:
    with archive.open(part) as stream:
        return stream.read(200)


def _as_text(head: bytes) -> str:
    """The beginning as text, by its byte order mark or as ASCII with holes; "" when it holds what no text holds."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head[: len(head) // 2 * 2].decode("utf-16", errors="replace")
    text = head.removeprefix(b"\xef\xbb\xbf").decode("ascii", errors="replace")
    return "" if re.search(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]", text) else text
