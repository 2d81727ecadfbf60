"""Locked workbooks, opened with the password a person gave. In the child only; the password is told to nobody."""

import io
import struct
import zipfile
import zlib
from typing import BinaryIO
from xml.parsers import expat

import msoffcrypto
from msoffcrypto.exceptions import DecryptionError, FileFormatError, InvalidKeyError, ParseError

from ledgers.errors import LedgerError, PasswordNeeded
from ledgers.files import odslock
from ledgers.files.filetypes import BROKEN, ODS, XLS, FileType
from ledgers.files.gate import LIMITS, Limits

__all__ = ["unlocked"]

_NOBODYS = "VelvetSweatshop"
"""Excel locks "protected" workbooks with this word and opens them without asking."""
_MOST_TURNS = 10_000_000
"""More turns of the key than the format allows only cost time."""
_BROKEN = (
    FileFormatError, ParseError, DecryptionError, OSError, ValueError, KeyError, struct.error, zipfile.BadZipFile,
    expat.ExpatError, NotImplementedError, EOFError, zlib.error,
)  # fmt: skip


def unlocked(stream: BinaryIO, kind: FileType, *, name: str, password: str | None, limits: Limits = LIMITS) -> bytes:
    """The content of a locked workbook. PasswordNeeded without the right password."""
    try:
        if kind is ODS:
            return odslock.unlocked(stream, name=name, password=password, limits=limits)
        return _decrypted(stream, kind, [word for word in (password, _NOBODYS) if word])
    except (InvalidKeyError, odslock.BadOdfPassword) as error:
        if password:
            raise PasswordNeeded(
                f"{name} 的密码不对，没有读入；请核对密码（注意大小写和中英文输入法）再试一次。"
            ) from error
        raise PasswordNeeded(
            f"{name} 有密码，无法读入；请填上打开密码再读一次，或用 Excel 去掉密码后另存为 .xlsx 再上传。"
        ) from error
    except LedgerError:
        raise
    except _BROKEN as error:
        raise LedgerError(f"{name} 有密码，而且{BROKEN}") from error


def _decrypted(stream: BinaryIO, kind: FileType, words: list[str]) -> bytes:
    """With the first of the words that opens it."""
    verified = {} if kind is XLS else {"verify_password": True}  # of an old file it is always verified
    for place, word in enumerate(words, 1):
        stream.seek(0)
        locked = msoffcrypto.OfficeFile(stream)
        if getattr(locked, "info", None) and dict(locked.info).get("spinValue", 0) > _MOST_TURNS:
            raise ParseError("key is turned too often")
        try:
            locked.load_key(password=word, **verified)
        except InvalidKeyError:
            if place == len(words):
                raise
            continue
        content = io.BytesIO()
        locked.decrypt(content)
        return content.getvalue()
    raise AssertionError(words)
