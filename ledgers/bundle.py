"""Many files in one go: a folder or a zip becomes the ledgers in it, each under its name in there (太和镇/9月.xlsx).

What systems leave lying about is passed over in silence; whatever else is no ledger is named with the reason. A zip is
opened in a child process like every upload: `ledgers.unzip`.
"""

import io
import json
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath

from ledgers.errors import LedgerError
from ledgers.files.filetypes import ODS, XLS, XLSX
from ledgers.files.gate import LIMITS, Limits
from ledgers.sandbox import run_child

__all__ = ["BUNDLE_LIMITS", "BundleLimits", "Found", "below", "is_junk", "may_be_zip", "no_ledger", "shown", "unzipped"]

_JUNK_NAMES = {"thumbs.db", "desktop.ini", "__macosx", "$recycle.bin", "system volume information"}
_JUNK_STARTS = (".", "~$")
"""Hidden files and folders, macOS's halves (._), the lock files of Excel (~$) and of WPS and LibreOffice (.~)."""
_NO_LEDGERS = (
    (("doc", "docx", "wps", "rtf"), "是文字文档，不是台账，没有读取。"),
    (("ppt", "pptx", "dps"), "是演示文稿，不是台账，没有读取。"),
    (("pdf", "ofd"), "是版式文件，不是台账，没有读取。"),
    (("jpg", "jpeg", "png", "gif", "bmp", "tif", "tiff", "webp", "heic"), "是图片，不是台账，没有读取。"),
    (("mp3", "mp4", "mov", "avi", "wav", "amr", "m4a"), "是音像文件，不是台账，没有读取。"),
    (("exe", "msi", "bat", "lnk", "url", "ini", "log", "apk"), "是程序或系统文件，不是台账，没有读取。"),
    (("rar", "7z", "gz", "tar", "bz2", "xz"), "是这里解不开的压缩包；请解压后上传里面的台账，或改压成 zip。"),
)
"""Endings of what lies beside ledgers and is none; any other content is looked at, whatever it is called."""
_WORKBOOKS = tuple(ending for kind in (XLSX, XLS, ODS) for ending in kind.endings)
_LOCAL_HEADER = 30
_LONGEST = 200


@dataclass(frozen=True)
class BundleLimits:
    """How much a zip or a folder may hold. Counts, bytes; a member may be as large as an upload."""

    members: int = 2_000
    file_bytes: int = 200 << 20
    unpacked_bytes: int = 1 << 30
    ratio: int = 100
    """Unpacked to packed size of the whole, above `ratio_from`; workbooks are packed already, old ones ten to one."""
    ratio_from: int = 64 << 20
    member_bytes: int = LIMITS.file_bytes


BUNDLE_LIMITS = BundleLimits()


@dataclass(frozen=True)
class Found:
    """A file of a folder or zip: the name for people, and where its bytes lie, or the sentence why it is left out;
    `locked` when a password would help."""

    name: str
    path: Path | None = None
    reason: str = ""
    locked: bool = False


def is_junk(name: str) -> bool:
    """Whether a path within a folder or zip is something a system left lying about.

    >>> [is_junk(each) for each in ("__MACOSX/太和镇/._a.xlsx", "太和镇/~$a.xlsx", "Thumbs.db", "太和镇/a.xlsx")]
    [True, True, True, False]
    """
    parts = [part for part in PurePosixPath(name).parts if part != ".."]
    return any(part.lower() in _JUNK_NAMES or part.startswith(_JUNK_STARTS) for part in parts)


def no_ledger(name: str) -> str:
    """The sentence for a file that is no ledger by its ending; "" for one to be looked at.

    >>> no_ledger("太和镇/现场照片.jpg")
    '太和镇/现场照片.jpg 是图片，不是台账，没有读取。'
    >>> no_ledger("太和镇/台账.xlsx.bak")
    ''
    """
    ending = PurePosixPath(name).suffix.lower().lstrip(".")
    said = next((words for endings, words in _NO_LEDGERS if ending in endings), "")
    return f"{name} {said}" if said else ""


def shown(name: str) -> str:
    r"""A path from a stranger as a name for people: forward slashes, nothing that leads elsewhere or cannot be seen.

    >>> shown("C:\\报送\\..\\太和镇\\9月.xlsx"), shown("../../etc/a.xlsx"), shown("甲\n乙.xlsx")
    ('报送/太和镇/9月.xlsx', 'etc/a.xlsx', '甲_乙.xlsx')
    """
    visible = "".join(letter if letter.isprintable() else "_" for letter in name.replace("\\", "/"))
    parts = [part for part in visible.split("/") if part not in ("", ".", "..") and not part.endswith(":")]
    return "/".join(parts)[-_LONGEST:]


def below(folder: Path, *, without: Path, limits: BundleLimits = BUNDLE_LIMITS) -> list[Found]:
    """The ledgers in a folder and in those below it, sorted by name; `without` (our own store) is not looked into.

    Links that lead out of the folder are not followed.
    """
    found = sorted(_walked(folder, without), key=lambda each: each.name)
    if len(found) > limits.members:
        raise LedgerError(
            f"文件夹 {folder.name} 里有 {len(found)} 个文件，一次最多读 {limits.members} 个；请分几次载入。"
        )
    return found


def _walked(folder: Path, without: Path) -> Iterator[Found]:
    root, barred = folder.resolve(), without.resolve()
    closed: list[OSError] = []
    for where, folders, names in os.walk(folder, onerror=closed.append):
        folders[:] = [each for each in folders if not is_junk(each) and (Path(where) / each).resolve() != barred]
        for file in (Path(where) / name for name in names if not is_junk(name)):
            name = shown(file.relative_to(folder).as_posix())
            if not file.resolve().is_relative_to(root):
                yield Found(name, reason=f"{name} 是通到文件夹外面的链接，没有读取；请把原文件复制进来。")
            elif reason := no_ledger(name):
                yield Found(name, reason=reason)
            elif file.is_file():
                yield Found(name, file)
    for error in closed:
        name = shown(Path(error.filename).relative_to(folder).as_posix()) or folder.name
        yield Found(name, reason=f"{name} 这个文件夹没有读取权限，请检查权限。")


def may_be_zip(source: Path | bytes, name: str) -> bool:
    """Whether a file is worth opening as a zip of ledgers: by its name, or by its first member's.

    A workbook is a zip too; its first member is never called like a workbook.
    """
    with source.open("rb") if isinstance(source, Path) else io.BytesIO(source) as file:
        head = file.read(_LOCAL_HEADER)
        if not head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
            return False
        first = file.read(int.from_bytes(head[26:28], "little")).lower()
    return name.lower().endswith(".zip") or first.endswith(tuple(each.encode() for each in (*_WORKBOOKS, ".zip")))


def unzipped(
    path: Path,
    name: str,
    folder: Path,
    *,
    pulse: Callable[[], None],
    password: str = "",
    limits: Limits = LIMITS,
    bundle: BundleLimits = BUNDLE_LIMITS,
) -> list[Found] | None:
    """The members of a zip, unpacked into `folder` (which must exist); None when it is a workbook. `password` goes to
    the child alone.

    LedgerError, in one sentence, when the zip as a whole is refused.
    """
    if path.stat().st_size > bundle.file_bytes:
        raise LedgerError(
            f"{name} 有 {path.stat().st_size >> 20} MB，超过 {bundle.file_bytes >> 20} MB 的上限；请分成几个压缩包。"
        )
    job, answer = folder / "job.json", folder / "members.json"
    asked = {"path": str(path.resolve()), "name": name, "folder": str(folder.resolve())}
    job.write_text(json.dumps(asked | {"limits": asdict(bundle), "memory": limits.memory}), encoding="utf-8")
    run_child(job, name, limits, module="ledgers.unzip", secret=password, pulse=pulse)
    if not answer.is_file():
        raise LedgerError(f"{name} 解不开：压缩包已损坏，或大得不正常；请重新压缩，或解压后直接上传里面的台账。")
    said = json.loads(answer.read_text(encoding="utf-8"))
    if said["refused"]:
        raise LedgerError(said["refused"])
    if said["workbook"]:
        return None
    return [_found(each, folder) for each in said["members"]]


def _found(member: Mapping, folder: Path) -> Found:
    path = folder / member["file"] if member["file"] else None
    return Found(member["name"], path, member["reason"], member["locked"])
