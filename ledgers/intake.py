"""Files as they arrive: kept byte for byte first, then read in a child process."""

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import NamedTuple

from ledgers.decisions import Decision, mends_of
from ledgers.errors import LedgerError, PasswordNeeded
from ledgers.reading import Reading, Table
from ledgers.sandbox import LIMITS, Limits, read_upload
from ledgers.schema import KINDS
from ledgers.store import Store, keep_original

__all__ = ["Kept", "Refused", "Upload", "keep", "read_all"]

Upload = str | Path | tuple[str, bytes]
"""A path, or an upload's name and content."""

_READ_AT_ONCE = 2


@dataclass(frozen=True)
class Kept:
    """An original in the store; `name` is what the person called it and never becomes a path in the store."""

    name: str
    sha256: str
    path: Path
    report_date: date | None = None


@dataclass(frozen=True)
class Refused:
    """A file that could not be taken in, and the sentence for the person; `locked` when a password would help.

    `tables` are those of a workbook that could be read, but of which no table is a ledger: naming its columns may help.
    """

    name: str
    reason: str
    locked: bool = False
    sha256: str = ""
    tables: tuple[Table, ...] = ()


def keep(store: Store, files: Iterable[Upload], *, report_date: date | None = None) -> list[Kept | Refused]:
    """Originals of all files, each content once. `report_date` is what the person said about them, if anything."""
    kept: dict[str, Kept | Refused] = {}
    for file in files:
        name, source = file if isinstance(file, tuple) else (Path(file).name, Path(file))
        if isinstance(source, Path) and not source.is_file():
            kept[str(source)] = Refused(name, f"{name}：找不到这个文件，请核对路径。")
            continue
        try:
            digest, path = keep_original(store, name, source)
        except PermissionError:
            kept[str(source)] = Refused(name, f"{name}：没有读取权限，请检查文件权限。")
        else:
            kept.setdefault(digest, Kept(name, digest, path, report_date))
    return list(kept.values())


def read_all(
    store: Store,
    kept: Iterable[Kept | Refused],
    *,
    limits: Limits = LIMITS,
    password: str | None = None,
    decided: Sequence[Decision] = (),
) -> tuple[list[Reading], list[Refused]]:
    """Readings of all files that can be read, in their order, and the others with the reason.

    `password` is tried on locked files; it goes to the child that reads and nowhere else. `decided` is what people
    said about columns and cells.
    """
    with ThreadPoolExecutor(_READ_AT_ONCE) as pool:
        read = partial(_read, store.work, _How(limits, password, decided))
        answers = list(pool.map(read, *zip(*enumerate(kept), strict=True)))
    readings = [answer for answer in answers if isinstance(answer, Reading)]
    return readings, [answer for answer in answers if isinstance(answer, Refused)]


class _How(NamedTuple):
    limits: Limits
    password: str | None
    decided: Sequence[Decision]


def _read(work: Path, how: _How, number: int, file: Kept | Refused) -> Reading | Refused:
    """Read the kept bytes, not the file they came from: what was read is what was kept."""
    if isinstance(file, Refused):
        return file
    folder = work / f"read-{number}"
    try:
        reading = read_upload(
            file.path, folder=folder, report_date=file.report_date, name=file.name, limits=how.limits,
            password=how.password, mends=mends_of(how.decided, sha256=file.sha256),
        )  # fmt: skip
    except LedgerError as error:
        return Refused(file.name, str(error), locked=isinstance(error, PasswordNeeded))
    if not any(table.kind in KINDS for table in reading.tables):
        reasons = " ".join(dict.fromkeys(finding.message for finding in reading.findings))
        reason = f"{file.name}：没有找到能识别的台账表。{reasons}"
        return Refused(file.name, reason, sha256=file.sha256, tables=reading.tables)
    return replace(reading, file=file.name)
