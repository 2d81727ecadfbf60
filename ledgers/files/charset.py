"""Which encoding a text file is in: by its byte order mark, else UTF-8 or GB18030, whichever fits all of it."""

import codecs
from typing import BinaryIO

from ledgers.errors import LedgerError

__all__ = ["encoding_of"]

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip
_CHUNK = 1 << 20
_TAIL = 4


def encoding_of(stream: BinaryIO, *, name: str) -> str:
    """Python's name of the encoding; the stream is read to its end. LedgerError when no encoding fits all of it."""
    start = stream.read(_TAIL)
    marked = next((each for mark, each in _MARKS if start.startswith(mark)), None)
    for encoding in (marked,) if marked else ("utf-8", "gb18030"):
        stream.seek(0)
        if _fits(stream, encoding):
            return encoding
    raise LedgerError(
        f"{name} 的文字编码认不出（不是 UTF-8、UTF-16 或 GB18030），或文件不完整；"
        "请用 Excel 打开确认，另存为 .xlsx 再上传。"
    )


def _fits(stream: BinaryIO, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        while chunk := stream.read(_CHUNK):
            if "\0" in decoder.decode(chunk):
                return False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
