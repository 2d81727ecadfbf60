"""Cells that could not be taken as they stand, the same words asked about once; and rows that were held."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from ledgers.cells.percents import proposed_percent
from ledgers.decisions import CELL, Decision

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["cell_decisions", "cells_asked", "held_rows", "held_sheets", "row_decisions"]

_PERCENT = re.compile(r"\d+(?:\.\d+)?[%％]")
_SMALL = re.compile(r"(\d*\.\d+)")


def _two(value: str) -> list[str]:
    return [found.replace("％", "%") for found in _PERCENT.findall(value)]


def _vague(value: str) -> list[str]:
    number = proposed_percent(value)
    return [f"{number:g}%"] if number is not None else []


def _fraction(value: str) -> list[str]:
    found = _SMALL.fullmatch(value.strip())
    return [f"{float(found[1]) * 100:g}%", f"{float(found[1]):g}%"] if found else []


def _nothing(value: str) -> list[str]:
    return []


_CHOICES: dict[str, Callable[[str], list[str]]] = {
    "two_percents": _two, "percent_proposed": _vague, "ambiguous_percent": _fraction, "bad_percent": _nothing,
    "bad_date": _nothing, "bad_number": _nothing, "error_cell": _nothing, "formula_without_value": _nothing,
    "implausible_percent": _nothing,
}  # fmt: skip
"""Findings that a better value mends: code -> the values to choose from, read out of the cell."""


def cells_asked(facts: Mapping[str, "pd.DataFrame"], *, files: Sequence[str]) -> "pd.DataFrame":
    """One row for each value in each column that needs a better one: file, sha256, sheet, letter, heading, code, value,
    message, cells (names), choices. The same words in one column are asked about once."""
    import pandas as pd

    findings = facts["findings"].merge(_mine(facts, files), on="import_id")
    findings = findings[findings["code"].isin(list(_CHOICES)) & findings["cell"].str.contains(r"\d", na=False)]
    findings = findings.assign(letter=findings["cell"].str.rstrip("0123456789"), value=findings["value"].fillna(""))
    same = ["file", "sha256", "import_id", "sheet", "letter", "code", "value", "message"]
    grouped = findings.groupby(same, sort=False)["cell"].agg(list).rename("cells").reset_index()
    headings = facts["source_columns"].drop_duplicates(["import_id", "sheet", "letter"])
    headings = headings[["import_id", "sheet", "letter", "heading"]]
    table = grouped.merge(headings, on=["import_id", "sheet", "letter"], how="left")
    choices = [_CHOICES[code](value) for code, value in zip(table["code"], table["value"], strict=True)]
    table = table.assign(choices=pd.Series(choices, index=table.index, dtype=object))
    return table.drop(columns="import_id")


def cell_decisions(asked: "pd.DataFrame", answers: Sequence[str | None]) -> list[Decision]:
    """What was answered to `cells_asked`, row by row, for every cell that holds the same words: the text to read there,
    "" for nothing, None: not answered."""
    rows = zip(asked.to_dict("records"), answers, strict=True)
    return [
        Decision(CELL, row["sha256"], f"{row['sheet']}!{cell}", answer, was=row["value"])
        for row, answer in rows
        if answer is not None and answer != row["value"]
        for cell in row["cells"]
    ]


def row_decisions(before: "pd.DataFrame", after: "pd.DataFrame", *, sha256: str, sheet: str) -> list[Decision]:
    """The cells in which two tables like `held_rows` differ, each as a decision."""
    return [
        Decision(CELL, sha256, f"{sheet}!{letter}{row}", new.strip(), was=old)
        for letter in before.columns
        for row, old, new in zip(before.index, before[letter], after[letter].fillna(""), strict=True)
        if new.strip() != old
    ]


def held_sheets(facts: Mapping[str, "pd.DataFrame"], *, files: Sequence[str] | None = None) -> "pd.DataFrame":
    """Where rows are held, of these files (hashes) or of all: file, sha256, import_id, sheet, rows."""
    held = facts["held_rows"].merge(_mine(facts, files), on="import_id")
    counted = held.groupby(["file", "sha256", "import_id", "sheet"], sort=False).size().rename("rows")
    return counted.reset_index()


def held_rows(facts: Mapping[str, "pd.DataFrame"], *, import_id: str, sheet: str) -> "pd.DataFrame":
    """The held rows of a sheet as they stand there: index is the row's number, columns are letters in their order, each
    with its heading in `attrs["headings"]`; a cell that is empty is ""."""
    import pandas as pd

    held = facts["held_rows"]
    mine = held[held["import_id"].eq(import_id) & held["sheet"].eq(sheet)].sort_values("row")
    columns = facts["source_columns"]
    here = columns[columns["import_id"].eq(import_id) & columns["sheet"].eq(sheet)].drop_duplicates("letter")
    headings = dict(zip(here["letter"], here["heading"].fillna(""), strict=True))
    rows = [json.loads(cells) for cells in mine["cells"]]
    letters = sorted({*headings, *(letter for row in rows for letter in row)}, key=lambda each: (len(each), each))
    table = pd.DataFrame(
        [[row.get(letter, "") for letter in letters] for row in rows], mine["row"], letters, dtype="str"
    )
    table.attrs["headings"] = {letter: headings.get(letter) or f"{letter} 列" for letter in letters}
    return table


def _mine(facts: Mapping[str, "pd.DataFrame"], files: Sequence[str] | None) -> "pd.DataFrame":
    imports = facts["imports"][["import_id", "file", "sha256"]]
    return imports if files is None else imports[imports["sha256"].isin(files)]
