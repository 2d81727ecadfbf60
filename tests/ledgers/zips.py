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
