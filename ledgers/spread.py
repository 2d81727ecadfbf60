"""From rows as read to facts: who is meant, what is held back, what is new. All work is done by the statements in
`ledgers.sql`; this file says in which order.
"""

import json
from dataclasses import dataclass, replace
from datetime import date

import duckdb

from ledgers import sql
from ledgers.reading import Table
from ledgers.schema import KINDS

__all__ = ["Source", "insert", "spread"]

_NAMES = tuple(sql.WRITTEN_NAMES)
_MULTIPLE = "orders"
_ABOUT_TASKS = ("orders", "milestones", "progress", "visits", "problems")


@dataclass(frozen=True)
class Source:
    """One table of one file in this load. `seq` is its place in the order of storing.

    `known_on` is the day from which its changes count, `progress_on` the day of progress that has no date of its own
    (None: the latest month column that says something).
    `retry`: the file was loaded before; only rows that were held then are looked at.
    """

    seq: int
    import_id: str
    table: Table
    known_on: date
    progress_on: date | None
    retry: bool = False
    keys: frozenset[str] = frozenset()
    """Columns of its parquet file; `spread` looks them up."""


def spread(connection: duckdb.DuckDBPyConnection, sources: list[Source], *, today: date) -> dict[str, int]:
    """Write everything that `sources` say and the snapshot does not hold yet. Returns rows looked at per import."""
    for statement in (*sql.SETUP, sql.NAME_MAP, sql.UNIT_NAMES):
        connection.execute(statement)
    sources = [replace(source, keys=_keys(connection, source)) for source in sources]
    _describe(connection, sources)
    counts: dict[str, int] = {}
    for kind in KINDS:
        chosen = [source for source in sources if source.table.kind == kind]
        if chosen:
            _stage(connection, kind, chosen)
            for import_id, rows in connection.execute(sql.COUNT_STAGE).fetchall():
                counts[import_id] = counts.get(import_id, 0) + rows
            _identify(connection, kind)
            if kind in ("tasks", "progress"):
                _report(connection, chosen, today)
            _write(connection, kind, chosen)
            if kind == "tasks" and any(source.table.kind in _ABOUT_TASKS for source in sources):
                connection.execute(sql.LEARN_TASKS)
    _finish(connection, sources)
    return counts


def insert(connection: duckdb.DuckDBPyConnection, table: str, rows: list[dict]) -> None:
    """Many small rows in one statement."""
    statement, shape = sql.insert_json(table)
    connection.execute(statement, {"rows": json.dumps(rows, default=str, ensure_ascii=False), "shape": shape})


def _keys(connection: duckdb.DuckDBPyConnection, source: Source) -> frozenset[str]:
    found = connection.execute(sql.PARQUET_COLUMNS, {"path": str(source.table.rows)})
    return frozenset(column[0] for column in found.description)


def _describe(connection: duckdb.DuckDBPyConnection, sources: list[Source]) -> None:
    about, letters = [], []
    for source in sources:
        about.append(
            {
                "seq": source.seq, "import_id": source.import_id, "sheet": source.table.sheet,
                "kind": source.table.kind, "known_on": source.known_on,
                "board": source.table.board or {"tasks": "任务榜"}.get(source.table.kind),
                "has_project": "project" in source.keys, "retry": source.retry,
                "has_status": bool(source.keys & {"done", "done_on", "status"}),
            }
        )  # fmt: skip
        letters += [
            {"seq": source.seq, "field": column.field, "report_date": column.report_date, "letter": column.letter}
            for column in source.table.columns
        ]
    insert(connection, "sources", about)
    insert(connection, "letters", letters)


def _stage(connection: duckdb.DuckDBPyConnection, kind: str, sources: list[Source]) -> None:
    connection.execute(sql.STAGE[kind])
    for source in sources:
        fields = [field for field in sql.STAGED[kind] if field in source.keys]
        connection.execute(
            sql.fill_stage(fields),
            {
                "seq": source.seq, "import_id": source.import_id, "path": str(source.table.rows),
                "sheet": source.table.sheet, "retry": source.retry,
            },
        )  # fmt: skip
    connection.execute(sql.READY)
    if any(source.retry for source in sources):
        connection.execute(sql.FORGET_RETRIED_FINDINGS)
        connection.execute(sql.FORGET_RETRIED_ROWS)
    if kind == "honours":
        connection.execute(sql.HONOURED_UNIT)
    for field, message in sql.REQUIRED[kind]:
        connection.execute(sql.HOLD_INCOMPLETE.format(field=field, message=message))
    connection.execute(sql.HOLD_NOTED)


def _identify(connection: duckdb.DuckDBPyConnection, kind: str) -> None:
    if kind in ("units", "honours"):
        steps = (sql.IDENTIFY_NOTHING,)
    elif kind == "tasks":
        steps = (
            sql.DEFAULT_BOARD, sql.TASK_OR_PROJECT, sql.NAMED_ROWS, sql.HOLD_NAMELESS_TASKS, sql.CROWDED_NAMES,
            sql.IDENTIFY_TASKS, sql.NOTE_TOLD_APART, sql.HOLD_REPEATED_TASKS, sql.HOLD_NOTED,
        )  # fmt: skip
    else:
        steps = (
            sql.ASKED, sql.SPLIT_ASKED, sql.CANDIDATES, sql.ANSWERS, sql.HOLD_UNKNOWN_TASKS, sql.HOLD_AMBIGUOUS_TASKS,
            sql.NOTE_NUMBER_MISMATCH, sql.HOLD_NOTED, sql.IDENTIFY_REFERENCES,
        )  # fmt: skip
    several = {"several": kind == _MULTIPLE}
    for step in steps:
        connection.execute(step, several if "$several" in step else None)


def _report(connection: duckdb.DuckDBPyConnection, sources: list[Source], today: date) -> None:
    for source in sources:
        days = sorted({column.report_date for column in source.table.columns if column.report_date})
        keys = [(day.isoformat(), f"percent@{day}", f"progress_text@{day}") for day in days]
        months = [(day, *(key if key in source.keys else None for key in pair)) for day, *pair in keys]
        given = {"seq": source.seq, "progress_on": source.progress_on, "today": today}
        if months:
            given["path"] = str(source.table.rows)
        connection.execute(sql.fill_reports(months), given)
    connection.execute(sql.REPEATED_REPORTS)
    for step in (
        sql.HOLD_CONTRADICTING_REPORTS, sql.HOLD_NOTED, sql.DROP_HELD_REPORTS, sql.REPEATED_REPORTS, sql.JOINED_REPORTS,
        sql.DROP_JOINED_REPORTS, sql.KEEP_JOINED_REPORTS,
    ):  # fmt: skip
        connection.execute(step)
    connection.execute(sql.NOTE_FUTURE_REPORTS, {"today": today})


def _write(connection: duckdb.DuckDBPyConnection, kind: str, sources: list[Source]) -> None:
    if kind in sql.HOLD_REPEATED:
        connection.execute(sql.SAID[kind])
        connection.execute(sql.HOLD_REPEATED[kind])
        connection.execute(sql.HOLD_NOTED)
    if kind == "units":
        return _write_units(connection, sources)
    if kind in _NAMES:
        _learn_names(connection, kind)
    tables = {"tasks": ("tasks", "deadlines", "progress")}.get(kind, (kind,))
    for table in tables:
        connection.execute(sql.SAID[table])
        for source in sources:
            write = sql.WRITE_FIRST if _is_empty(connection, table) else sql.WRITE
            connection.execute(write[table], {"seq": source.seq, "dedupe": table in sql.HOLD_REPEATED})
    for source in sources if kind == "tasks" else ():
        is_first = _is_empty(connection, "responsibilities")
        write = sql.WRITE_FIRST_RESPONSIBILITIES if is_first else sql.WRITE_RESPONSIBILITIES
        connection.execute(write, {"seq": source.seq})
        if connection.execute(sql.HAS_SEVERAL_SPELLINGS).fetchone()[0]:
            connection.execute(sql.DROP_SAME_UNIT_TWICE, {"seq": source.seq})
    return None


def _is_empty(connection: duckdb.DuckDBPyConnection, table: str) -> bool:
    return connection.execute(sql.IS_EMPTY[table]).fetchone()[0]


def _learn_names(connection: duckdb.DuckDBPyConnection, kind: str) -> None:
    for step in (
        sql.WRITTEN_NAMES[kind], sql.RESOLVE_NAMES, sql.WRITE_INFERRED_UNITS, sql.NOTE_UNKNOWN_UNITS,
        sql.WRITE_LEARNED_ALIASES, sql.LEARN_SPELLINGS, sql.LEARN_RESOLVED, sql.NAME_MAP,
    ):  # fmt: skip
        connection.execute(step)


def _write_units(connection: duckdb.DuckDBPyConnection, sources: list[Source]) -> None:
    first = not connection.execute(sql.ANY_LISTED_UNIT).fetchone()[0]
    for source in sources:
        for step in (sql.WRITE_UNITS, sql.WRITE_ALIASES):
            connection.execute(step, {"seq": source.seq, "first": first})
    for step in (
        sql.FORGET_SPELLINGS, sql.RELEARN_SPELLINGS, sql.RENAME_RESPONSIBLE, sql.RENAME_HONOURED, sql.DROP_RENAMED_UNITS
    ):  # fmt: skip
        connection.execute(step)


def _finish(connection: duckdb.DuckDBPyConnection, sources: list[Source]) -> None:
    held = {seq for (seq,) in connection.execute(sql.HELD_TABLES).fetchall()}
    for source in sources:
        cells: dict[str, list[str]] = {}
        for column in source.table.columns:
            if column.key in source.keys:
                cells.setdefault(column.letter, []).append(column.key)
        if cells and source.seq in held:
            connection.execute(
                sql.keep_held_rows(cells),
                {
                    "seq": source.seq, "import_id": source.import_id, "sheet": source.table.sheet,
                    "kind": source.table.kind, "path": str(source.table.rows),
                },
            )  # fmt: skip
    connection.execute(sql.WRITE_FINDINGS)
