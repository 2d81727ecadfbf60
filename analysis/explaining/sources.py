"""From a line of an explanation to the cell: 文件.xlsx!工作表!D7, or the entry of the rule pack."""

from collections.abc import Mapping, Sequence

import pandas as pd

from analysis.explaining.lines import PACK, cell, table_of
from analysis.facts.sifting import Facts

__all__ = ["DECIDED", "cells_of", "trace"]

DECIDED = "决定"
"""Table of a line that rests on what a person decided on the screen; its field says who and when."""

_ALSO = {
    "percent": ("progress_text", "status", "done_on"),
    "status": ("percent",),
    "done_on": ("status",),
    "closed_on": ("status",),
}
"""Where a value may have been read from when its own column is not on the sheet: a percent out of a text, and so on."""


def trace(lines: pd.DataFrame, facts: Facts) -> pd.DataFrame:
    """The lines of `explain_task` with `source` and `letter` (of the column, '' where no cell is meant).

    source is never empty: file!sheet!cell; file!sheet!第 n 行 where the column is not known; the rule pack's entry; or
    that the number is reckoned from others.
    """
    files = facts["imports"].set_index("import_id")["file"].to_dict()
    sheets = dict(list(facts["source_columns"].groupby(["import_id", "sheet"], sort=False)))
    told = lines.to_dict("records")
    letters = [_letter(line, sheets, facts) for line in told]
    sources = [_source(line, letter, files) for line, letter in zip(told, letters, strict=True)]
    return lines.assign(source=pd.Series(sources, index=lines.index, dtype="str"), letter=letters)


def cells_of(rows: Sequence[Mapping[str, object]], facts: Facts, *, of: Sequence[tuple[str, str, str]]) -> pd.DataFrame:
    """The cells of rows that a table of this package stands on, as traced lines, row by row. of: (table, field, how the
    names of the place begin: "" or "report_")."""
    lines = [cell((table, field), "", row, at=(table, field), of=prefix) for row in rows for table, field, prefix in of]
    return trace(table_of(lines), facts)


def _letter(line: Mapping[str, object], sheets: Mapping[tuple[str, str], pd.DataFrame], facts: Facts) -> str:
    """The letter of the column that the line's field stood in, '' when it is not known, or may be one of two. Of tables
    side by side, which share rows and fields, it is the one whose seq the row has."""
    columns = None if pd.isna(line["row"]) else sheets.get((line["import_id"], line["sheet"]))
    if columns is None:
        return ""
    here = columns[(columns["first_row"] <= line["row"]) & (columns["last_row"] >= line["row"])]
    for field in (line["field"], *_ALSO.get(line["field"], ())):
        found = here[here["field"] == field]
        month = found[found["report_date"] == line["report_date"]]
        found = month if len(month) else found[found["report_date"].isna()]
        if found["letter"].nunique() > 1:
            found = found[found["seq"].isin(_seqs(line, facts))]
        if len(found):
            return found["letter"].iloc[0] if found["letter"].nunique() == 1 else ""
    return ""


def _seqs(line: Mapping[str, object], facts: Facts) -> list[int]:
    """Of which table the line's row is: what the line tells, else every one that has a row there."""
    if pd.notna(line.get("seq")):
        return [line["seq"]]
    rows = facts[line["table"]]
    here = rows["import_id"].eq(line["import_id"]) & rows["sheet"].eq(line["sheet"]) & rows["row"].eq(line["row"])
    return rows.loc[here, "seq"].unique().tolist()


def _source(line: Mapping[str, object], letter: str, files: Mapping[str, str]) -> str:
    if line["table"] == PACK:
        return f"{PACK}{line['field']}"
    if line["table"] == DECIDED:
        return str(line["field"])
    if pd.isna(line["row"]):
        return "由本页其他数值算得" if line["rule"] else "台账中没有"
    file = files.get(line["import_id"], "已移走的台账")
    place = f"{letter}{line['row']}" if letter else f"第 {line['row']} 行"
    return f"{file}!{line['sheet']}!{place}"
