"""A locked .ods, opened with its password: AES as OpenDocument 1.2 and 1.3 use it, not the Blowfish of older programs
nor the Argon2 of the newest. Only the part that holds the sheets is decrypted.
"""

import base64
import binascii
import hashlib
import io
import zipfile
import zlib
from collections.abc import Mapping
from typing import BinaryIO
from xml.parsers import expat

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from ledgers.errors import LedgerError
from ledgers.files.gate import Limits

__all__ = ["BadOdfPassword", "unlocked"]

_MANIFEST = "META-INF/manifest.xml"
_CONTENT = "content.xml"
_KIND = b"application/vnd.oasis.opendocument.spreadsheet"
_MOST_MANIFEST = 4 << 20
_MOST_TURNS = 10_000_000
_CHECKED = 1024
_CIPHERS = {"aes128-cbc": 16, "aes192-cbc": 24, "aes256-cbc": 32}
_DIGESTS = {"sha1": hashlib.sha1, "sha256": hashlib.sha256}
_OTHERWISE = "加密方式这里解不开；请打开后去掉密码，另存为 .xlsx 再上传。"


class BadOdfPassword(ValueError):
    """The word does not open the part."""


def unlocked(stream: BinaryIO, *, name: str, password: str | None, limits: Limits) -> bytes:
    """The workbook without its lock. BadOdfPassword without the right password, LedgerError for another cipher."""
    stream.seek(0)
    with zipfile.ZipFile(stream) as archive:
        how = _how(_part(archive, _MANIFEST, _MOST_MANIFEST))
        if _CONTENT not in archive.NameToInfo or not _is_ours(how):
            raise LedgerError(f"{name} 是有密码的 ods 表格，{_OTHERWISE}")
        packed = _part(archive, _CONTENT, limits.file_bytes)
    content = _inflated(
        _decrypted(packed, how, password or ""), most=max(limits.ratio_from, limits.ratio * len(packed))
    )
    if content is None:
        raise LedgerError(f"{name} 解密后太大，没有读入；请只把台账那几张表复制到新工作簿再上传。")
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as plain:
        plain.writestr("mimetype", _KIND)
        plain.writestr(_MANIFEST, "<manifest/>")
        plain.writestr(_CONTENT, content)
    return target.getvalue()


def _part(archive: zipfile.ZipFile, part: str, most: int) -> bytes:
    with archive.open(part) as stream:
        return stream.read(most)


def _how(manifest: bytes) -> dict[str, str]:
    """How the part with the sheets is locked: the attributes of its entry and of what stands in it, by short names."""
    found: dict[str, str] = {}
    inside = False

    def start(tag: str, given: Mapping[str, str]) -> None:
        nonlocal inside
        short = {key.rpartition(":")[2]: value for key, value in given.items()}
        if tag.endswith("file-entry"):
            inside = short.get("full-path") == _CONTENT
        elif inside:
            found.update({f"{tag.rpartition(':')[2]} {key}": value for key, value in short.items()})

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.EntityDeclHandler = _refuse
    parser.Parse(manifest, True)
    return found


def _refuse(*_: object) -> None:
    raise expat.ExpatError("a list of parts has no entities")


def _is_ours(how: Mapping[str, str]) -> bool:
    turns = how.get("key-derivation iteration-count", "")
    return (
        _last(how, "algorithm algorithm-name") in _CIPHERS
        and how.get("key-derivation key-derivation-name", "").rpartition("#")[2].upper() == "PBKDF2"
        and _last(how, "start-key-generation start-key-generation-name", "sha1") in _DIGESTS
        and turns.isascii()
        and turns.isdigit()
        and 0 < int(turns[:12]) <= _MOST_TURNS
    )


def _last(how: Mapping[str, str], name: str, otherwise: str = "") -> str:
    """The end of an address that names an algorithm.

    >>> _last({"a": "http://www.w3.org/2000/09/xmldsig#sha256"}, "a")
    'sha256'
    """
    return how.get(name, otherwise).rpartition("#")[2].lower()


def _decrypted(packed: bytes, how: Mapping[str, str], password: str) -> bytes:
    digest = _DIGESTS[_last(how, "start-key-generation start-key-generation-name", "sha1")]
    word = digest(password.encode()).digest()
    salt, vector, told = (
        _bytes(how.get(name, ""))
        for name in ("key-derivation salt", "algorithm initialisation-vector", "encryption-data checksum")
    )
    size = _CIPHERS[_last(how, "algorithm algorithm-name")]
    key = hashlib.pbkdf2_hmac("sha1", word, salt, int(how["key-derivation iteration-count"]), size)
    cipher = Cipher(algorithms.AES(key), modes.CBC(vector)).decryptor()
    padded = cipher.update(packed) + cipher.finalize()
    plain = padded[: len(padded) - padded[-1]] if padded else b""
    check = hashlib.sha256 if "sha256" in how.get("encryption-data checksum-type", "").lower() else hashlib.sha1
    if told and check(plain[:_CHECKED]).digest() != told:
        raise BadOdfPassword
    return plain


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ValueError("no base64") from error


def _inflated(packed: bytes, *, most: int) -> bytes | None:
    """The part unpacked, None when it grows beyond `most`."""
    unpack = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        content = unpack.decompress(packed, most)
    except zlib.error as error:  # without a checksum only this tells a wrong word
        raise BadOdfPassword from error
    return content if unpack.eof else None
