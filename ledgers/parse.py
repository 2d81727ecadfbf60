"""The child process that parses workbooks one after the other: `python -m ledgers.parse JOB.json`.

The job names each workbook and a folder; the child writes `reading.json` there, or `refused.json` with one sentence.
A password comes by standard input, so that it never lies on a disk.
Nothing heavy is imported here (no pandas, no duckdb), so that the child starts fast.
"""

import gc
import json
import os
import sys
from datetime import date
from importlib import import_module
from importlib.abc import MetaPathFinder
from pathlib import Path
from threading import Thread

from ledgers.errors import LedgerError, PasswordNeeded
from ledgers.files.gate import Limits
from ledgers.mends import Mends
from ledgers.reading import to_jsonable
from ledgers.sheets.workbook import Job, parse

__all__ = ["limit_memory", "main"]


class _WithoutPandas(MetaPathFinder):
    """pyarrow imports pandas, half a second, only to ask whether a list is a Series; here it is told there is none."""

    def find_spec(self, fullname: str, path: object, target: object = None) -> None:
        """Refuse pandas, leave everything else to the other finders."""
        if fullname == "pandas":
            raise ModuleNotFoundError("pandas is not used by the child that parses")


def main(arguments: list[str]) -> int:
    """Entry of the child: limit memory, read the job, write an answer for each of its files, one after the other."""
    plain = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))
    limits = Limits(**plain["limits"])
    limit_memory(limits.memory)
    password = sys.stdin.buffer.read().decode() or None
    sys.meta_path.insert(0, _WithoutPandas())
    Thread(target=import_module, args=("ledgers.rowfile",)).start()  # beside the library that reads the workbook
    gc.disable()  # one short-lived process full of small cells: collecting only costs time
    for place, file in enumerate(plain["files"]):
        if place == 1:
            gc.freeze()  # libraries are loaded by now: nothing of them has to be looked at again and again
        elif place:
            gc.collect()  # what the file before left leaves the next one all the memory
        if os.name != "nt" and os.getppid() != plain["parent"]:
            return 1  # nobody waits for the answers any more
        _answer(file, limits=limits, password=password)
    return 0


def _answer(plain: dict, *, limits: Limits, password: str | None) -> None:
    """`reading.json` or `refused.json` in the file's folder; under its name once it is whole."""
    folder, day = Path(plain["folder"]), plain["report_date"]
    given = {"path": Path(plain["path"]), "folder": folder, "report_date": date.fromisoformat(day) if day else None}
    given |= {"limits": limits, "password": password, "mends": Mends(**plain["mends"])}
    try:
        answer, name = to_jsonable(parse(Job(**(plain | given)))), "reading.json"
    except LedgerError as error:
        answer, name = {"message": str(error), "locked": isinstance(error, PasswordNeeded)}, "refused.json"
    part = folder / "answer.part"
    part.write_text(json.dumps(answer, ensure_ascii=False), encoding="utf-8")
    os.replace(part, folder / name)


def limit_memory(size: int) -> None:
    """Address space of this process; where the system has no such limit (Windows) only the parent's clock guards."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
