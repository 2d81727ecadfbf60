"""The one door for uploads: a look at the file, then parsing in a child process with limits on memory and time.

A workbook of a few kilobytes can abort the process that parses it; here that costs one child and gives one sentence.
"""

import contextlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any

from ledgers.errors import LedgerError, PasswordNeeded
from ledgers.files.gate import LIMITS, Limits, check_file
from ledgers.mends import NO_MENDS, Mends
from ledgers.reading import Column, Reading, Table, from_jsonable
from ledgers.schema import COLUMNS

__all__ = [
    "LIMITS", "Asked", "Limits", "answer_of", "died", "end_child", "has_answer", "read_json", "read_upload",
    "run_child", "start_child", "too_slow", "write_job",
]  # fmt: skip

_ROOT = Path(__file__).resolve().parents[1]
_PASSED_ON = ("PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "LD_LIBRARY_PATH", "VIRTUAL_ENV")
_QUIET = {
    "PYTHONUTF8": "1", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "ARROW_DEFAULT_MEMORY_POOL": "system",
}  # fmt: skip
"""Threads of the number libraries each reserve address space, which the memory limit counts."""
_READ, _REFUSED = "reading.json", "refused.json"
_PULSE_SECONDS = 0.1


@dataclass(frozen=True)
class Asked:
    """A file that a child shall read, the folder (which must exist) for its answer and its parquet files, and what
    people put right in it."""

    path: Path
    name: str
    sha256: str
    folder: Path
    report_date: date | None = None
    mends: Mends = NO_MENDS


def read_upload(
    path: str | Path,
    *,
    folder: str | Path,
    report_date: date | None = None,
    name: str | None = None,
    limits: Limits = LIMITS,
    password: str | None = None,
    mends: Mends = NO_MENDS,
) -> Reading:
    """Read a workbook; its rows lie as parquet files in `folder` (made when missing).

    `name` is the file's name as people know it (titles may hide in it), by default the path's. LedgerError, with one
    sentence to show, when the file cannot be read at all; the folder then holds nothing of use. PasswordNeeded, one of
    those, when it is locked and `password` does not open it; only the child sees the password. `mends` is what people
    decided about its columns and cells.
    """
    path, folder = Path(path), Path(folder)
    name = PurePosixPath(name).name if name else path.name
    sha256 = check_file(path, name=name, limits=limits)
    folder.mkdir(parents=True, exist_ok=True)
    for answer in (_READ, _REFUSED):
        (folder / answer).unlink(missing_ok=True)  # of an earlier file, if the folder is used again
    asked = Asked(path, name, sha256, folder, report_date, mends)
    job = folder / "job.json"
    write_job(job, [asked], limits=limits)
    run_child(job, name, limits, secret=password or "")
    answer = answer_of(asked)
    if isinstance(answer, LedgerError):
        raise answer
    return answer


def write_job(job: Path, files: Iterable[Asked], *, limits: Limits) -> None:
    """Write down what `ledgers.parse` shall read, one file after the other."""
    lines = [
        {
            "path": str(each.path.resolve()),
            "folder": str(each.folder.resolve()),
            "name": each.name,
            "sha256": each.sha256,
            "report_date": each.report_date.isoformat() if each.report_date else None,
            "mends": asdict(each.mends),
        }
        for each in files
    ]
    asked = {"files": lines, "limits": asdict(limits), "parent": os.getpid()}
    job.write_text(json.dumps(asked), encoding="utf-8")


def has_answer(folder: Path) -> bool:
    """Whether the child has done with the file of this folder."""
    return (folder / _READ).is_file() or (folder / _REFUSED).is_file()


def answer_of(asked: Asked) -> Reading | LedgerError:
    """What the child said about a file, or the sentence for one that ended it."""
    if (asked.folder / _REFUSED).is_file():
        said = json.loads((asked.folder / _REFUSED).read_text(encoding="utf-8"))
        return (PasswordNeeded if said["locked"] else LedgerError)(said["message"])
    if not (asked.folder / _READ).is_file():
        return died(asked.name)
    return from_jsonable(json.loads((asked.folder / _READ).read_text(encoding="utf-8")), folder=asked.folder)


def died(name: str) -> LedgerError:
    """The sentence for a file that ended its child."""
    return LedgerError(
        f"{name} 无法读入：解析时超出了内存或内容有损坏；请只把台账那几张表复制到新工作簿，另存为 .xlsx 再上传。"
    )


def too_slow(name: str, limits: Limits) -> LedgerError:
    """The sentence for a file whose child was ended by the clock."""
    return LedgerError(
        f"{name} 读了 {limits.seconds:.0f} 秒还没有读完，已停止；请删去多余的表和公式，或拆成几个文件再上传。"
    )


# -- children ---------------------------------------------------------------------------------------------------------


def child_environment(own: Mapping[str, str]) -> dict[str, str]:
    """What the child may know of this process's environment: where Python finds itself, and no secret.

    >>> "TOKEN" in child_environment({"PATH": "/bin", "TOKEN": "x"})
    False
    """
    return {key: own[key] for key in _PASSED_ON if key in own} | _QUIET


def start_child(job: Path, *, module: str = "ledgers.parse", secret: str = "") -> subprocess.Popen:
    """Start a child, which gets no input but the secret and whose words go nowhere.

    It has a process group of its own: Ctrl-C at the prompt reaches only us, and we end it with all that it started.
    """
    child = subprocess.Popen(
        [sys.executable, "-s", "-m", module, str(job.resolve())],
        cwd=_ROOT,
        env=child_environment(os.environ),
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    with contextlib.suppress(BrokenPipeError), child.stdin:  # it may be gone before it hears the secret
        child.stdin.write(secret.encode())
    return child


def end_child(child: subprocess.Popen) -> None:
    """End a child and whatever it started, now; nothing happens to one that has ended by itself."""
    if child.poll() is None:
        if hasattr(os, "killpg"):
            with contextlib.suppress(ProcessLookupError):  # it ended in this very moment
                os.killpg(child.pid, signal.SIGKILL)
        else:
            child.kill()
    child.wait()


def run_child(
    job: Path,
    name: str,
    limits: Limits,
    *,
    module: str = "ledgers.parse",
    secret: str = "",
    pulse: Callable[[], None] = lambda: None,
) -> int:
    """Exit code of a child that is waited for; `pulse` is called all the while and may raise to stop it."""
    child, left = start_child(job, module=module, secret=secret), limits.seconds
    try:
        while left > 0:
            pulse()
            with contextlib.suppress(subprocess.TimeoutExpired):
                return child.wait(min(_PULSE_SECONDS, left))
            left -= _PULSE_SECONDS
        raise too_slow(name, limits)
    finally:
        end_child(child)


# -- for the command line ---------------------------------------------------------------------------------------------


_SHOWN_AS = {"serial": "no"}
"""A count of rows (序号) in a table that refers to tasks is no task's number: the store must not find it as `no`."""


def read_json(reading: Reading) -> dict[str, Any]:
    """What `ledgers read --json` prints: sheets with columns and rows, then the findings. Days are ISO text.

    A sheet with month columns has `months`, and its rows have `progress`; held rows stand under `held`.
    """
    return {
        "file": reading.file,
        "sha256": reading.sha256,
        "period": reading.period,
        "report_date": _plain(reading.report_date),
        "report_date_from": reading.report_date_from,
        "sheets": [_sheet(table) for table in reading.tables],
        "findings": [asdict(finding) for finding in reading.findings],
    }


def _sheet(table: Table) -> dict[str, Any]:
    from ledgers.rowfile import read_rows  # pyarrow: only where rows are printed; a load starts without it

    current = [column for column in table.columns if column.report_date is None]
    months = [column for column in table.columns if column.report_date]
    return {
        "sheet": table.sheet,
        "kind": table.kind,
        "title": table.title,
        "board": table.board,
        "heading_rows": list(table.heading_rows),
        "first_row": table.first_row,
        "last_row": table.last_row,
        "columns": {
            _SHOWN_AS.get(column.field, column.field): {"heading": column.heading, "column": column.letter}
            for column in current
        },
        "months": [_month(column) for column in months],
        "unknown_columns": [{"heading": heading, "column": letter} for heading, letter in table.unknown_columns],
        "rows": [_row(row, table, months) for row in read_rows(table.rows)] if table.rows else [],
        "held": [asdict(held) for held in table.held],
    }


def _month(column: Column) -> dict[str, Any]:
    day = _plain(column.report_date)
    return {"report_date": day, "field": column.field, "heading": column.heading, "column": column.letter}


def _row(row: dict[str, Any], table: Table, months: list[Column]) -> dict[str, Any]:
    values = {
        _SHOWN_AS.get(key, key): _plain(value) for key, value in row.items() if _SHOWN_AS.get(key, key) in COLUMNS
    }
    if table.board and table.kind not in ("units", "honours") and not values.get("board"):
        values["board"] = table.board
    result = {"row": row["row"], "values": values}
    if months:
        days = sorted({column.report_date for column in months if column.report_date})
        result["progress"] = [
            {
                "report_date": day.isoformat(),
                "percent": row.get(f"percent@{day}"),
                "progress_text": row.get(f"progress_text@{day}"),
            }
            for day in days
        ]
    return result


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
