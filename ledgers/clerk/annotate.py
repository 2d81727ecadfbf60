"""Back to the clerk: a person's own workbook with every finding as a comment on its cell and a summary in front."""

import hashlib
import json
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from io import BytesIO
from pathlib import Path

import openpyxl

from ledgers.clerk.own_sheets import OWN_SHEET, SUMMARY, mark
from ledgers.clerk.trial import tried
from ledgers.clerk.writing import write_whole
from ledgers.decisions import mends_of
from ledgers.drafting import decided_before
from ledgers.errors import LedgerError
from ledgers.files.gate import LIMITS, Limits
from ledgers.mends import NO_MENDS, Mends
from ledgers.reading import Reading
from ledgers.sandbox import read_upload, run_child
from ledgers.schema import KINDS
from ledgers.sql import snapshots
from ledgers.store import Snapshot, Store

__all__ = ["Annotated", "annotate", "annotated", "findings_of", "sorry", "takes_comments"]

Findings = Iterable[Mapping[str, str]]

_NOT_SAID = (OWN_SHEET, "already_loaded")
"""Findings about our own doings, not about the workbook."""
_ALONE = "只查了工作簿本身；台账库里还没有已发布的台账，任务和单位的名称没有核对。"
_WITH_STORE = "连同台账库里的任务和单位一起核对过。"


@dataclass(frozen=True)
class Annotated:
    """What was written: the file, and how many findings of each severity are in it."""

    output: Path
    counts: dict[str, int]


def annotate(
    file: Path, output: Path, *, store: Store, today: date, report_date: date | None = None, limits: Limits = LIMITS
) -> Annotated:
    """Read `file`, check it against what the store holds, and write the annotated copy to `output`.

    Nothing is loaded. LedgerError, and no output, when the file cannot be read or the copy cannot be written.
    """
    _check_output(file, output)
    if file.is_file() and not takes_comments(file):
        raise LedgerError(f"{file.name} 不是没有密码的 .xlsx 工作簿，批注写不进去；请另存为 .xlsx 再试。")
    with tempfile.TemporaryDirectory() as folder:
        mends = _known_mends(store, file) if file.is_file() else NO_MENDS
        reading = read_upload(file, folder=folder, report_date=report_date, limits=limits, mends=mends)
        findings, checked = _found(store, reading, folder=Path(folder), today=today)
        content = annotated(file, name=file.name, findings=findings, checked=checked, limits=limits)
    write_whole(output, content)
    counts = Counter(each["severity"] for each in findings)
    return Annotated(output, {severity: counts[severity] for severity in ("error", "warning", "info")})


def _known_mends(store: Store, file: Path) -> Mends:
    """What people decided about this file and layouts like its own."""
    with file.open("rb") as content:
        return mends_of(decided_before(store), sha256=hashlib.file_digest(content, "sha256").hexdigest())


def takes_comments(file: Path) -> bool:
    """Whether findings can be written into this file: an .xlsx or .xlsm workbook without a password."""
    return file.suffix.lower() in (".xlsx", ".xlsm") and zipfile.is_zipfile(file)


def annotated(
    file: Path, *, name: str, findings: Findings, checked: str = _WITH_STORE, limits: Limits = LIMITS
) -> bytes:
    """The annotated copy of a workbook that was read, made by a child process. `name` is what people call it."""
    said = [{key: each[key] or "" for key in _KEYS} for each in findings if each["code"] not in _NOT_SAID]
    with tempfile.TemporaryDirectory() as folder:
        job, output = Path(folder) / "job.json", Path(folder) / "annotated.xlsx"
        asked = {
            "path": str(file.resolve()), "output": str(output), "name": name, "findings": said, "checked": checked,
            "macros": Path(name).suffix.lower() == ".xlsm", "memory": limits.memory,
        }  # fmt: skip
        job.write_text(json.dumps(asked), encoding="utf-8")
        if run_child(job, name, limits, module="ledgers.clerk.annotating") != 0 or not output.is_file():
            raise LedgerError(f"{name} 读得了，但它的格式写不回去，没有做成标注；请用 Excel 另存为 .xlsx 再试。")
        return output.read_bytes()


_KEYS = ("sheet", "cell", "severity", "code", "value", "message")


def sorry(sentence: str) -> bytes:
    """A workbook with one sentence in it, for whoever asked for a copy that could not be made."""
    book = openpyxl.Workbook()
    book.active.title, book.active["A1"] = SUMMARY, mark(SUMMARY)
    book.active["A2"].value, book.active["A2"].data_type = sentence, "s"
    book.active.column_dimensions["A"].width = 120
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def findings_of(snapshot: Snapshot, sha256: str) -> list[dict[str, str]]:
    """What a snapshot knows to say about the workbook with this hash, as it was loaded last."""
    cursor = snapshot.cursor()
    if cursor is None:
        return []
    with cursor:
        rows = cursor.execute(snapshots.FINDINGS_OF_FILE, {"sha256": sha256}).fetchall()
    return [dict(zip(_KEYS, row, strict=True)) for row in rows]


def _found(store: Store, reading: Reading, *, folder: Path, today: date) -> tuple[list[dict[str, str]], str]:
    """All findings, and in words how far the check went."""
    if store.current() and any(table.kind in KINDS for table in reading.tables):
        found, checked = tried(store, reading, folder=folder, today=today).findings, _WITH_STORE
    else:
        found, checked = [asdict(finding) for finding in reading.findings], _ALONE
    return [finding for finding in found if finding["code"] not in _NOT_SAID], checked


def _check_output(file: Path, output: Path) -> None:
    if output.suffix.lower() != file.suffix.lower():
        raise LedgerError(
            f"写到哪里要用同样的结尾：{file.name} 的标注应写成 {file.suffix} 文件，给出的是 {output.name}。"
        )
    if output.exists() and file.exists() and output.samefile(file):
        raise LedgerError(f"{file.name} 是原件，不能写在它上面；请用 -o 给出另一个文件名。")
