"""The child process that unpacks one zip of ledgers: `python -m ledgers.unzip JOB.json`.

It writes every ledger under a number of its own (no name of a stranger becomes a path) and `members.json`, which says
what each is called, or why it was left out.
"""

import io
import json
import sys
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from ledgers.bundle import BundleLimits, is_junk, no_ledger, shown
from ledgers.errors import LedgerError
from ledgers.parse import limit_memory

__all__ = ["main", "names_of", "unpack"]

_UTF8, _ENCRYPTED = 0x800, 0x1
_AES = 99
"""The way of packing that stands for a member locked with AES."""
_UNICODE_PATH = 0x7075
"""The extra field in which 7-Zip and WinRAR repeat the name in UTF-8."""
_DOCUMENTS = ("[Content_Types].xml", "content.xml", "mimetype", "xl/workbook.xml")
"""What the zip of a workbook or another document holds at its top."""
_FIRST_CHINESE = 0x2E80
_BAD = (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError, RuntimeError, EOFError)
"""What `zipfile` raises on a damaged member, or one packed in a way it does not know."""
_CHUNK = 1 << 20


@dataclass
class _Unpacking:
    """Where members go and what is left of the limits: a zip within the zip draws on the same."""

    folder: Path
    limits: BundleLimits
    password: str = field(default="", repr=False)
    members: list[dict] = field(default_factory=list)
    bytes: int = 0

    def leave_out(self, name: str, reason: str, *, locked: bool = False) -> None:
        """Say why a member is not there; `locked` when a password would help."""
        self.members.append({"name": name, "file": "", "reason": reason, "locked": locked})

    def keep(self, name: str, stream: BinaryIO) -> None:
        """Write a member; what it is packed into counts, not what the zip says about it."""
        file = f"{len(self.members):04d}"
        with (self.folder / file).open("wb") as out:
            while chunk := stream.read(_CHUNK):
                out.write(chunk)
                self.bytes += len(chunk)
        self.members.append({"name": name, "file": file, "reason": "", "locked": False})


def main(arguments: list[str]) -> int:
    """Entry of the child: limit memory, unpack, say what there is."""
    job = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))
    limit_memory(job["memory"])
    folder = Path(job["folder"])
    answer = {"refused": "", "workbook": False, "members": []}
    password = sys.stdin.buffer.read().decode()
    try:
        with Path(job["path"]).open("rb") as stream:
            limits = BundleLimits(**job["limits"])
            found = unpack(stream, job["name"], folder, limits=limits, password=password)
        answer |= {"workbook": found is None, "members": found or []}
    except LedgerError as error:
        answer["refused"] = str(error)
    (folder / "members.json").write_text(json.dumps(answer, ensure_ascii=False), encoding="utf-8")
    return 0


def unpack(stream: BinaryIO, name: str, folder: Path, *, limits: BundleLimits, password: str = "") -> list[dict] | None:
    """Write the ledgers of a zip into `folder`; name, file and reason of each member, None when it is a document.

    LedgerError when the zip as a whole is refused. `password` opens members that are locked in the old way of zip
    (ZipCrypto, which WPS and Windows programs write); AES is another library's matter.
    """
    work = _Unpacking(folder, limits, password)
    try:
        with zipfile.ZipFile(stream) as archive:
            if _is_document(archive):
                return None
            _take(archive, work, name=name, within="")
    except LedgerError:
        raise
    except _BAD as error:
        raise LedgerError(f"{name} 解不开：压缩包已损坏或没有下载完整；请重新压缩，或解压后直接上传台账。") from error
    return work.members


def _is_document(archive: zipfile.ZipFile) -> bool:
    return bool(set(_DOCUMENTS) & {name.replace("\\", "/") for name in archive.namelist()})


def _take(archive: zipfile.ZipFile, work: _Unpacking, *, name: str, within: str) -> None:
    """Every member of a zip, those that are zips themselves one level down; `within` is the name of the outer one."""
    named = list(_named(archive))
    _check_whole([info for _, info in named], work, name)
    if reason := _locked(archive, [info for _, info in named if info.flag_bits & _ENCRYPTED], work.password):
        work.leave_out(name, f"{name} {reason}", locked=True)
        named = [(inner, info) for inner, info in named if not info.flag_bits & _ENCRYPTED]
    for inner, info in named:
        _take_one(archive, info, work, name=f"{within}{inner}", is_inner=bool(within))


def _locked(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], password: str) -> str:
    """Why locked members cannot be opened, "" when there are none or the password opens them; it is then set."""
    if not members:
        return ""
    if any(info.compress_type == _AES for info in members):
        return "用 AES 加密，这里解不开；请先解压，再直接上传里面的台账或整个文件夹。"
    if not password:
        return "有压缩包密码，里面加密的文件没有读取；请给出密码，或先解压，再直接上传里面的台账或整个文件夹。"
    for coded in (password.encode(), password.encode("gb18030")):  # WPS and WinRAR take what the keyboard gives
        try:
            for info in members:
                with archive.open(info, pwd=coded) as stream:
                    stream.read(1)
        except _BAD:
            continue
        archive.setpassword(coded)
        return ""
    return "的密码不对，里面加密的文件没有读取；请核对密码（区分大小写），或先解压再上传。"


def _check_whole(members: list[zipfile.ZipInfo], work: _Unpacking, name: str) -> None:
    """Refuse a zip by its table of contents, before anything of it is unpacked."""
    limits, size = work.limits, sum(info.file_size for info in members)
    packed = sum(info.compress_size for info in members)
    if len(members) + len(work.members) > limits.members:
        raise LedgerError(f"{name} 里有 {len(members)} 个文件，一次最多读 {limits.members} 个；请分成几个压缩包。")
    if size + work.bytes > limits.unpacked_bytes or (size > limits.ratio_from and size > limits.ratio * max(packed, 1)):
        raise LedgerError(
            f"{name} 解开后有 {size >> 20} MB，大得不正常，为安全起见没有解开；请只压缩台账，或解压后直接上传。"
        )


def _take_one(archive: zipfile.ZipFile, info: zipfile.ZipInfo, work: _Unpacking, *, name: str, is_inner: bool) -> None:
    if reason := no_ledger(name):
        return work.leave_out(name, reason)
    if info.file_size > work.limits.member_bytes:
        most = work.limits.member_bytes >> 20
        return work.leave_out(
            name, f"{name} 有 {info.file_size >> 20} MB，超过 {most} MB 的上限；请删去图片和多余的表，或拆成几个文件。"
        )
    try:
        with archive.open(info) as stream:
            if not name.lower().endswith(".zip"):
                return work.keep(name, stream)
            content = io.BytesIO(stream.read())
        return _take_zip(content, work, name=name, is_inner=is_inner)
    except _BAD:
        return work.leave_out(name, f"{name} 在压缩包里已损坏，解不出来；请重新压缩，或直接上传这个文件。")


def _take_zip(content: BinaryIO, work: _Unpacking, *, name: str, is_inner: bool) -> None:
    """A zip within the zip, unless it is a workbook; one within that is left out."""
    with zipfile.ZipFile(content) as archive:
        if _is_document(archive):
            content.seek(0)
            return work.keep(name, content)
        if is_inner:
            return work.leave_out(name, f"{name} 是压缩包里的压缩包里的压缩包，没有再往里解；请解压后上传。")
        try:
            return _take(archive, work, name=name, within=f"{name}/")
        except LedgerError as error:
            return work.leave_out(name, str(error))


# -- names ------------------------------------------------------------------------------------------------------------


def _named(archive: zipfile.ZipFile) -> Iterator[tuple[str, zipfile.ZipInfo]]:
    """The files of a zip with the names that people gave them, junk and folders left out, sorted."""
    infos = archive.infolist()
    pairs = ((shown(name), info) for name, info in zip(names_of(infos), infos, strict=True) if not info.is_dir())
    return iter(sorted(((name, info) for name, info in pairs if name and not is_junk(name)), key=lambda pair: pair[0]))


def names_of(infos: list[zipfile.ZipInfo]) -> list[str]:
    """Names as they were given: in UTF-8 where the zip says so, else in what the whole zip can be read as.

    Windows and WPS write GBK without a word; macOS writes UTF-8 without a word. One zip was made by one program, so all
    of its names together decide.
    """
    said = [info.orig_filename if info.flag_bits & _UTF8 else _repeated(info) for info in infos]
    raw = [info.orig_filename.encode("cp437") for info, name in zip(infos, said, strict=True) if name is None]
    read = next(each for each in (_as_utf8, _as_gbk, _as_it_is) if all(each(name) is not None for name in raw))
    rest = iter(raw)
    return [name if name is not None else read(next(rest)) for name in said]


def _repeated(info: zipfile.ZipInfo) -> str | None:
    """The name from the extra field, if it still belongs to the name in front of it."""
    rest = info.extra
    while len(rest) >= 4:
        kind, size = int.from_bytes(rest[:2], "little"), int.from_bytes(rest[2:4], "little")
        said, rest = rest[4 : 4 + size], rest[4 + size :]
        crc = zlib.crc32(info.orig_filename.encode("cp437")).to_bytes(4, "little")
        if kind == _UNICODE_PATH and said[1:5] == crc:
            return _decoded(said[5:], "utf-8")
    return None


def _as_utf8(raw: bytes) -> str | None:
    """As UTF-8, unless that gives letters that no Chinese office writes: some GBK is UTF-8 by accident (联通)."""
    text = _decoded(raw, "utf-8")
    return text if text is not None and all(ord(each) < 0x80 or ord(each) >= _FIRST_CHINESE for each in text) else None


def _as_gbk(raw: bytes) -> str | None:
    return _decoded(raw, "gb18030")


def _as_it_is(raw: bytes) -> str:
    return raw.decode("cp437")


def _decoded(raw: bytes, encoding: str) -> str | None:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        return None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
