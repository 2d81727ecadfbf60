"""Files as they arrive: kept byte for byte first, then read in child processes."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp

from ledgers.bundle import below, may_be_zip, shown, unzipped
from ledgers.capacity import available_memory, children_at_once, processors
from ledgers.decisions import Decision, mends_of
from ledgers.errors import LedgerError, PasswordNeeded
from ledgers.fleet import read_each
from ledgers.progress import Progress, Told, silent
from ledgers.reading import Reading, Table
from ledgers.sandbox import LIMITS, Asked, Limits
from ledgers.schema import KINDS
from ledgers.store import Store, keep_original

__all__ = ["Kept", "Refused", "Upload", "keep", "read_all"]

Upload = str | Path | tuple[str, bytes]
"""A path, of a folder too, or an upload's name and content; a zip stands for the files in it."""

_SAME = "{name} 与 {first} 的内容完全相同，只读一份；如果拿错了文件，请换上正确的再上传。"


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


def keep(
    store: Store,
    files: Iterable[Upload],
    *,
    report_date: date | None = None,
    password: str | None = None,
    told: Told = silent,
) -> list[Kept | Refused]:
    """Originals of all files, each content once; a folder or a zip stands for the ledgers in it.

    A zip is kept too: it is what was uploaded. `report_date` is what the person said about them, if anything;
    `password` is tried on locked zips.
    """
    kept: list[Kept | Refused] = []
    first: dict[str, str] = {}
    for name, file in _each(store, files, told, password or ""):
        told(Progress("keeping", len(kept), 0, name))
        if isinstance(file, Refused):
            kept.append(file)
            continue
        digest, path = keep_original(store, name, file)
        if digest not in first:
            first[digest] = name
            kept.append(Kept(name, digest, path, report_date))
        elif first[digest] != name:
            kept.append(Refused(name, _SAME.format(name=name, first=first[digest])))
    return kept


def read_all(
    store: Store,
    kept: Iterable[Kept | Refused],
    *,
    limits: Limits = LIMITS,
    password: str | None = None,
    decided: Sequence[Decision] = (),
    told: Told = silent,
) -> tuple[list[Reading], list[Refused]]:
    """Readings of all files that can be read, in their order, and the others with the reason.

    The kept bytes are read, not the file they came from: what was read is what was kept. `password` is tried on locked
    files; it goes to the children that read and nowhere else. `decided` is what people said about columns and cells.
    """
    files = list(kept)
    folder = Path(mkdtemp(dir=store.work, prefix="read-"))  # never that of a child which a killed load left behind
    places = [place for place, file in enumerate(files) if isinstance(file, Kept)]
    answers = read_each(
        [_asked(files[place], folder / f"{place:04d}", decided) for place in places],
        at_once=children_at_once(each=limits.memory, memory=available_memory(), processors=processors()),
        pulse=lambda done, name: told(Progress("reading", done, len(places), name)),
        limits=limits,
        password=password or "",
    )
    for place, answer in zip(places, answers, strict=True):
        files[place] = _judged(files[place], answer)
    readings = [answer for answer in files if isinstance(answer, Reading)]
    return readings, [answer for answer in files if isinstance(answer, Refused)]


def _asked(file: Kept, folder: Path, decided: Sequence[Decision]) -> Asked:
    mends = mends_of(decided, sha256=file.sha256)
    return Asked(file.path, file.name, file.sha256, folder, file.report_date, mends)


def _judged(file: Kept, answer: Reading | LedgerError) -> Reading | Refused:
    if isinstance(answer, LedgerError):
        return Refused(file.name, str(answer), locked=isinstance(answer, PasswordNeeded))
    if not any(table.kind in KINDS for table in answer.tables):
        reasons = " ".join(dict.fromkeys(finding.message for finding in answer.findings))
        reason = f"{file.name}：没有找到能识别的台账表。{reasons}"
        return Refused(file.name, reason, sha256=file.sha256, tables=answer.tables)
    return answer


# -- one upload, many files -------------------------------------------------------------------------------------------


def _each(
    store: Store, files: Iterable[Upload], told: Told, password: str
) -> Iterator[tuple[str, Path | bytes | Refused]]:
    """Every single file with its name, those of folders and zips too, or why it is none.

    Of several zips each member is called by its zip too: every town has a 9月台账.xlsx.
    """
    files = list(files)
    for file in files:
        name, source = (shown(file[0]), file[1]) if isinstance(file, tuple) else (Path(file).name, Path(file))
        if isinstance(source, Path) and source.is_dir():
            yield from _of_folder(store, source, told, password)
        elif isinstance(source, Path) and not source.is_file():
            yield name, Refused(name, f"{name}：找不到这个文件，请核对路径。")
        else:
            yield from _of_file(store, name, source, told=told, named=len(files) > 1, password=password)


def _of_folder(store: Store, folder: Path, told: Told, password: str) -> Iterator[tuple[str, Path | Refused]]:
    try:
        found = below(folder, without=store.path)
    except LedgerError as error:
        yield folder.name, Refused(folder.name, str(error))
        return
    if not found:
        yield folder.name, Refused(folder.name, f"文件夹 {folder.name} 里没有台账；请核对路径。")
    for each in found:
        if each.path:
            yield from _of_file(store, each.name, each.path, told=told, named=True, password=password)
        else:
            yield each.name, Refused(each.name, each.reason)


def _of_file(
    store: Store, name: str, source: Path | bytes, *, told: Told, named: bool, password: str
) -> Iterator[tuple[str, Path | bytes | Refused]]:
    """The file itself, or what is in it when it is a zip of ledgers; the zip is then kept here."""
    try:
        is_single = not may_be_zip(source, name)
    except PermissionError:
        yield name, Refused(name, f"{name}：没有读取权限，请检查文件权限。")
        return
    if is_single:
        yield name, source
        return
    _, path = keep_original(store, name, source)
    with TemporaryDirectory(dir=store.work, prefix="zip-") as work:
        try:
            pulse = partial(told, Progress("keeping", 0, 0, name))
            found = unzipped(path, name, Path(work), pulse=pulse, password=password)
        except LedgerError as error:
            yield name, Refused(name, str(error))
            return
        if found is None:
            yield name, source
        elif not found:
            yield name, Refused(name, f"{name} 里没有台账；请核对压缩包。")
        within = f"{name}/" if named else ""
        for each in found or ():
            yield within + each.name, each.path or Refused(within + each.name, within + each.reason, locked=each.locked)
