"""Zips as offices receive them: made by Windows, WPS, macOS or 7-Zip, locked, nested, swollen."""

import io
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path


class _Named(zipfile.ZipInfo):
    """A member whose name is stored in bytes of our choice, without a word about what they are."""

    raw: bytes = b""

    def _encodeFilenameFlags(self):  # noqa: N802 - zipfile's own name for it
        return self.raw, self.flag_bits & ~0x800


def zipped(members: Mapping[str, bytes], *, encoding: str = "", repeated: bool = False) -> bytes:
    """A zip; `encoding` stores names in it without the UTF-8 flag, `repeated` adds them again in an extra field."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            info = zipfile.ZipInfo(name)
            if encoding:
                info = _Named(name)
                info.raw = name.encode(encoding, errors="replace")
            if repeated:
                body = b"\1" + zlib.crc32(info.raw).to_bytes(4, "little") + name.encode()
                info.extra = (0x7075).to_bytes(2, "little") + len(body).to_bytes(2, "little") + body
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return out.getvalue()


def locked(content: bytes) -> bytes:
    """The same zip, every member marked as encrypted."""
    changed = bytearray(content)
    for sign, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(sign)
        while at >= 0:
            changed[at + place] |= 1
            at = content.find(sign, at + 4)
    return bytes(changed)


def encrypted(members: Mapping[str, bytes], password: bytes) -> bytes:
    """A zip locked in its own old way (ZipCrypto, APPNOTE 6.1), which Python can read and not write."""
    plain = zipped(members)
    out = bytearray(locked(plain))
    with zipfile.ZipFile(io.BytesIO(plain)) as archive:
        for info in sorted(archive.infolist(), key=lambda info: -info.header_offset):
            start = info.header_offset + 30 + len(info.filename.encode()) + len(info.extra)
            packed = plain[start : start + info.compress_size]
            head = bytes(11) + bytes([info.CRC >> 24])
            out[start : start + len(packed)] = _scrambled(head + packed, password)
            size = (info.compress_size + 12).to_bytes(4, "little")
            out[info.header_offset + 18 : info.header_offset + 22] = size
    return bytes(_listed(out))


def _listed(content: bytearray) -> bytearray:
    """The table of contents made right after members grew by their twelve bytes of encryption."""
    first, at, moved = content.find(b"PK\x01\x02"), content.find(b"PK\x01\x02"), 0
    while content[at : at + 4] == b"PK\x01\x02":
        size = int.from_bytes(content[at + 20 : at + 24], "little") + 12
        content[at + 20 : at + 24] = size.to_bytes(4, "little")
        place = int.from_bytes(content[at + 42 : at + 46], "little") + moved
        content[at + 42 : at + 46] = place.to_bytes(4, "little")
        moved += 12
        at += 46 + sum(int.from_bytes(content[at + k : at + k + 2], "little") for k in (28, 30, 32))
    content[at + 16 : at + 20] = first.to_bytes(4, "little")
    return content


def _scrambled(content: bytes, password: bytes) -> bytes:
    keys = [0x12345678, 0x23456789, 0x34567890]

    def crc(value: int, byte: int) -> int:
        return ~zlib.crc32(bytes([byte]), ~value & 0xFFFFFFFF) & 0xFFFFFFFF

    def update(byte: int) -> None:
        keys[0] = crc(keys[0], byte)
        keys[1] = ((keys[1] + (keys[0] & 0xFF)) * 134775813 + 1) & 0xFFFFFFFF
        keys[2] = crc(keys[2], keys[1] >> 24)

    for byte in password:
        update(byte)
    out = bytearray()
    for byte in content:
        near = (keys[2] | 2) & 0xFFFF
        out.append(byte ^ ((near * (near ^ 1)) >> 8 & 0xFF))
        update(byte)
    return bytes(out)


def explosive(path: Path, *, cells: int = 3_000_000) -> Path:
    """A workbook of some kilobytes whose cells need more memory than a child is given."""
    from tests.ledgers.workbooks import save

    plain = save(path.with_name("原.xlsx"), {"任务榜": [["任务名称", "责任单位"], ["甲", "区教育局"]]})
    row = b"<row>" + b"<c><v>1</v></c>" * 30 + b"</row>"
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for part in source.namelist():
            content = source.read(part)
            if part == "xl/worksheets/sheet1.xml":
                content = content.replace(b"</sheetData>", row * (cells // 30) + b"</sheetData>")
            target.writestr(part, content)
    plain.unlink()
    return path
