"""Columns that were not understood, with a few of their values: what are they?"""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from ledgers.columns.fingerprints import heading_key
from ledgers.columns.headings import is_ignored, normal
from ledgers.columns.kinds import LABELS
from ledgers.columns.nearest import nearest
from ledgers.decisions import COLUMN, Decision
from ledgers.sql.stage import STAGED

if TYPE_CHECKING:
    import pandas as pd

    from ledgers.intake import Refused

__all__ = ["COLUMNS", "column_decisions", "columns_asked", "field_choices"]

COLUMNS = (
    "file", "sheet", "letter", "heading", "samples", "kind", "fingerprint", "key", "field", "proposed", "likeness",
    "earlier",
)  # fmt: skip
"""What is known of one column. `field` is how it was read ("": not read), `proposed` what its heading is near to,
`earlier` what was answered for the same heading of another layout (None: nothing)."""


def field_choices(kind: str | None) -> dict[str, str]:
    """Columns that a table of this kind can hold: name and what people call it. Of no kind: all of them.

    >>> field_choices("visits")["verified_percent"]
    '核验进度'
    """
    names = STAGED.get(kind or "", tuple(LABELS))
    return {name: LABELS[name] for name in names if name in LABELS and name != "serial"}


def columns_asked(
    facts: Mapping[str, "pd.DataFrame"],
    *,
    files: Sequence[str],
    refused: Iterable["Refused"] = (),
    decided: Sequence[Decision] = (),
) -> "pd.DataFrame":
    """Every column with a heading of the files (hashes) in this draft, and of workbooks refused because no table was
    recognised; those that were not understood first. One row for the same column of the same layout."""
    import pandas as pd

    rows = [*_loaded(facts, set(files)), *_refused(refused)]
    told = {(each.scope, each.subject): each.answer for each in decided if each.kind == COLUMN}
    by_heading = {each.subject: each.answer for each in decided if each.kind == COLUMN}
    found: dict[tuple[str, str], dict] = {}
    for row in rows:
        key = heading_key(row["heading"])
        if row["heading"] and told.get((row["fingerprint"], key)) != "":
            found.setdefault((row["fingerprint"], key), row | _about(row, key, by_heading))
    table = pd.DataFrame(list(found.values()), columns=list(COLUMNS), dtype=object)
    return table.sort_values("field", key=lambda fields: fields.ne(""), kind="stable", ignore_index=True)


def column_decisions(asked: "pd.DataFrame", answers: Sequence[str | None]) -> list[Decision]:
    """What was answered to `columns_asked`, row by row: a column's name, "" to leave it out, None: not answered."""
    rows = zip(asked.to_dict("records"), answers, strict=True)
    return [
        Decision(COLUMN, row["fingerprint"], row["key"], answer, was=row["heading"])
        for row, answer in rows
        if answer is not None and (answer != row["field"] or not answer)
    ]


def _about(row: Mapping, key: str, by_heading: Mapping[str, str]) -> dict:
    near = None if row["field"] else nearest(tuple(row["heading"].split("-")))
    proposed = near.field if near and near.field in field_choices(row["kind"]) else ""
    if is_ignored(normal(row["heading"].rpartition("-")[2])[0]):
        proposed = ""
    likeness = near.likeness if proposed else 0.0
    return {"key": key, "proposed": proposed, "likeness": likeness, "earlier": by_heading.get(key)}


def _loaded(facts: Mapping[str, "pd.DataFrame"], files: set[str]) -> list[dict]:
    imports, columns = facts["imports"], facts["source_columns"]
    mine = imports[imports["sha256"].isin(files)]
    known = columns.merge(mine[["import_id", "file", "kinds"]], on="import_id")
    known = known[known["report_date"].isna() & known["fingerprint"].notna()]
    return [
        {
            "file": row["file"], "sheet": row["sheet"], "letter": row["letter"], "heading": row["heading"] or "",
            "samples": list(row["samples"] or ()), "kind": row["kinds"][0] if len(row["kinds"]) == 1 else None,
            "fingerprint": row["fingerprint"], "field": row["field"] if isinstance(row["field"], str) else "",
        }
        for row in known.to_dict("records")
    ]  # fmt: skip


def _refused(refused: Iterable["Refused"]) -> list[dict]:
    return [
        {
            "file": each.name, "sheet": table.sheet, "letter": letter, "heading": heading, "kind": None,
            "samples": list(table.samples.get(letter, ())), "fingerprint": table.fingerprint, "field": field,
        }
        for each in refused
        for table in each.tables
        if table.fingerprint
        for heading, letter, field in (
            *((heading, letter, "") for heading, letter in table.unknown_columns),
            *((column.heading, column.letter, column.field) for column in table.columns if not column.report_date),
        )
    ]  # fmt: skip
