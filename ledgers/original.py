"""Back to the paper: rows of an original workbook as they stand there, for whoever asks where a number came from.

The workbook is opened in a child process like every upload: `python -m ledgers.original JOB.json`.
"""

import json
import sys
import tempfile
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ledgers.decisions import CELL
from ledgers.errors import LedgerError, PasswordNeeded
from ledgers.files.gate import LIMITS, Limits
from ledgers.files.sheetxml import cell_place, column_letter
from ledgers.sandbox import run_child

if TYPE_CHECKING:
    import pandas as pd

    from ledgers.store import Store

__all__ = ["OriginalRows", "original_rows"]


@dataclass(frozen=True)
class OriginalRows:
    """Rows of a sheet: column letter -> heading as it was understood, and row number -> column letter -> text.

    Empty cells are left out; a row that is not there is empty.
    """

    headings: Mapping[str, str]
    cells: Mapping[int, Mapping[str, str]]


def original_rows(
    store: "Store",
    facts: Mapping[str, "pd.DataFrame"],
    *,
    import_id: str,
    sheet: str,
    rows: Collection[int],
    limits: Limits = LIMITS,
) -> OriginalRows:
    """Return rows of the workbook of an import, as they stand in the file that was uploaded.

    LedgerError when the original is no longer in the store or cannot be opened again.
    """
    imports = facts["imports"].set_index("import_id")
    if import_id not in imports.index:
        raise LedgerError("库中没有这份台账的导入记录，可能已回到更早的版本；请刷新页面。")
    name, sha256 = imports.loc[import_id, ["file", "sha256"]]
    found = sorted(store.originals.glob(f"{sha256}.*"))
    if not found:
        raise LedgerError(f"台账库里找不到“{name}”的原件；请检查 originals 文件夹是否被移动或清理。")
    columns = facts["source_columns"]
    mine = columns[columns["import_id"].eq(import_id) & columns["sheet"].eq(sheet)]
    mine = mine[mine["first_row"].le(max(rows)) & mine["last_row"].ge(min(rows))]
    cells = _cells(found[0], sheet=sheet, rows=rows, name=name, limits=limits)
    cells = _with_mends(cells, facts["decisions"], sha256=sha256, sheet=sheet)
    return OriginalRows(dict(zip(mine["letter"], mine["heading"], strict=True)), cells)


def _with_mends(
    cells: dict[int, dict[str, str]], decided: "pd.DataFrame", *, sha256: str, sheet: str
) -> dict[int, dict[str, str]]:
    """What people put right stands beside what the file says: 80%（原件：约八成）."""
    mine = decided[decided["kind"].eq(CELL) & decided["scope"].eq(sha256)].sort_values("seq")
    told = dict(zip(mine["subject"], mine["answer"], strict=True))
    result = {row: dict(texts) for row, texts in cells.items()}
    for subject, answer in told.items():
        where, _, cell = subject.rpartition("!")
        place, column = cell_place(cell)
        row, letter = place + 1, column_letter(column)
        if where == sheet and row in result:
            result[row][letter] = f"{answer or '空白'}（原件：{result[row].get(letter) or '空白'}）"
    return result


def _cells(path: Path, *, sheet: str, rows: Collection[int], name: str, limits: Limits) -> dict[int, dict[str, str]]:
    """The non-empty cells of some rows as text, read by a child."""
    with tempfile.TemporaryDirectory() as folder:
        job, answer = Path(folder) / "job.json", Path(folder) / "cells.json"
        where = {"path": str(path.resolve()), "answer": str(answer), "memory": limits.memory, "name": name}
        asked = json.dumps(where | {"sheet": sheet, "rows": sorted(rows)}, ensure_ascii=False)
        job.write_text(asked, encoding="utf-8")
        run_child(job, name, limits, module="ledgers.original")
        if not answer.is_file():
            raise LedgerError(f"“{name}”的原件打不开了，不能显示原来的行；其他数据不受影响。")
        found = json.loads(answer.read_text(encoding="utf-8"))
        if found is None:
            raise LedgerError(f"“{name}”的原件有密码，不能在这里显示原来的行；请打开原件核对。")
        return {int(row): cells for row, cells in found.items()}


def main(arguments: list[str]) -> int:
    """Entry of the child: limit memory, open the workbook, write the rows."""
    from ledgers.files.grid import read_grids
    from ledgers.files.source import opened
    from ledgers.parse import limit_memory
    from ledgers.sheets.tables import shown_row

    job = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))
    limit_memory(job["memory"])
    try:
        grids = read_grids(opened(Path(job["path"]), name=job["name"]))
        rows = next((grid.rows for grid in grids if grid.sheet == job["sheet"]), [])
        cells = {row: shown_row(rows[row - 1]) for row in job["rows"] if 0 < row <= len(rows)}
    except PasswordNeeded:
        cells = None
    Path(job["answer"]).write_text(json.dumps(cells, ensure_ascii=False), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
