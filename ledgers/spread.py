"""From rows as read to facts: who is meant, what is held back, what is new. All work is done by the statements in
`ledgers.sql`; this file says in which order.
"""

import json
from dataclasses import dataclass, replace
from datetime import date

import duckdb

from ledgers.reading import Table
from ledgers.schema import KINDS
from ledgers.sql import closing, guards, references, reports, shaping, stage, tasks, units, writing

__all__ = ["Source", "insert", "spread"]

_NAMES = tuple(units.WRITTEN_NAMES)
_MULTIPLE = "orders"
_MAY_BE_FREE = "supervisions"
_ABOUT_TASKS = ("orders", "milestones", "progress", "visits", "problems", "supervisions")


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


def spread(
    connection: duckdb.DuckDBPyConnection, sources: list[Source], *, today: date, decided: bool = False
) -> dict[str, int]:
    """Write everything that `sources` say and the snapshot does not hold yet. Returns rows looked at per import.

    `decided`: there are new decisions about units, which also hold for what was loaded before.
    """
    for statement in (*stage.SETUP, *(units.DECIDED if decided else ()), units.NAME_MAP, units.UNIT_NAMES):
        connection.execute(statement)
    sources = [replace(source, keys=_keys(connection, source)) for source in sources]
    _describe(connection, sources)
    counts: dict[str, int] = {}
    for kind in KINDS:
        chosen = [source for source in sources if source.table.kind == kind]
        if chosen:
            _stage(connection, kind, chosen)
            for import_id, rows in connection.execute(closing.COUNT_STAGE).fetchall():
                counts[import_id] = counts.get(import_id, 0) + rows
            _identify(connection, kind)
            if kind in ("tasks", "progress"):
                _report(connection, chosen, today)
            _write(connection, kind, chosen)
            if kind == "tasks" and any(source.table.kind in _ABOUT_TASKS for source in sources):
                connection.execute(tasks.LEARN_TASKS)
    _guard(connection, before=min((source.seq for source in sources), default=1) - 1, tables=len(sources))
    _finish(connection, sources)
    return counts


def insert(connection: duckdb.DuckDBPyConnection, table: str, rows: list[dict]) -> None:
    """Many small rows in one statement."""
    statement, shape = stage.insert_json(table)
    connection.execute(statement, {"rows": json.dumps(rows, default=str, ensure_ascii=False), "shape": shape})


def _keys(connection: duckdb.DuckDBPyConnection, source: Source) -> frozenset[str]:
    found = connection.execute(stage.PARQUET_COLUMNS, {"path": str(source.table.rows)})
    return frozenset(column[0] for column in found.description)


def _describe(connection: duckdb.DuckDBPyConnection, sources: list[Source]) -> None:
    about, letters = [], []
    for source in sources:
        about.append(
            {
                "seq": source.seq, "import_id": source.import_id, "sheet": source.table.sheet,
                "kind": source.table.kind, "known_on": source.known_on, "title": source.table.title,
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
    connection.execute(stage.STAGE[kind])
    for source in sources:
        fields = [field for field in stage.STAGED[kind] if field in source.keys]
        connection.execute(
            stage.fill_stage(fields),
            {
                "seq": source.seq, "import_id": source.import_id, "path": str(source.table.rows),
                "sheet": source.table.sheet, "retry": source.retry,
            },
        )  # fmt: skip
    if any(source.retry for source in sources):
        connection.execute(closing.FORGET_RETRIED_FINDINGS)
        connection.execute(closing.FORGET_RETRIED_ROWS)
    for statement in shaping.SHAPE.get(kind, ()):
        connection.execute(statement)
    for field, message in writing.REQUIRED[kind]:
        connection.execute(writing.HOLD_INCOMPLETE.format(field=field, message=message))
    connection.execute(stage.HOLD_NOTED)


def _identify(connection: duckdb.DuckDBPyConnection, kind: str) -> None:
    steps = (
        tasks.STEPS if kind == "tasks" else references.STEPS if kind in _ABOUT_TASKS else (references.IDENTIFY_NOTHING,)
    )
    given = {"several": kind == _MULTIPLE, "may_be_free": kind == _MAY_BE_FREE}
    for step in steps:
        connection.execute(step, {name: value for name, value in given.items() if f"${name}" in step} or None)
    connection.execute(stage.READY)


def _report(connection: duckdb.DuckDBPyConnection, sources: list[Source], today: date) -> None:
    for source in sources:
        days = sorted({column.report_date for column in source.table.columns if column.report_date})
        keys = [(day.isoformat(), f"percent@{day}", f"progress_text@{day}") for day in days]
        months = [(day, *(key if key in source.keys else None for key in pair)) for day, *pair in keys]
        given = {"seq": source.seq, "progress_on": source.progress_on, "today": today}
        if months:
            given["path"] = str(source.table.rows)
        connection.execute(reports.fill_reports(months), given)
    for step in reports.STEPS:
        connection.execute(step)
    connection.execute(reports.NOTE_FUTURE_REPORTS, {"today": today})


def _write(connection: duckdb.DuckDBPyConnection, kind: str, sources: list[Source]) -> None:
    if kind in writing.HOLD_REPEATED:
        connection.execute(writing.SAID[kind])
        connection.execute(writing.HOLD_REPEATED[kind])
        connection.execute(stage.HOLD_NOTED)
    if kind == "units":
        return _write_units(connection, sources)
    if kind in _NAMES:
        _learn_names(connection, kind)
    tables = {"tasks": ("tasks", "deadlines", "progress")}.get(kind, (kind,))
    for table in tables:
        connection.execute(writing.SAID[table])
        for source in sources:
            write = writing.WRITE_FIRST if _is_empty(connection, table) else writing.WRITE
            connection.execute(write[table], {"seq": source.seq, "dedupe": table in writing.HOLD_REPEATED})
    if kind == "tasks":
        _write_people(connection, sources)
    return None


def _write_people(connection: duckdb.DuckDBPyConnection, sources: list[Source]) -> None:
    for source in sources:
        given = {"seq": source.seq, "sheet": source.table.sheet}
        if _is_empty(connection, "responsibilities"):
            connection.execute(writing.WRITE_FIRST_RESPONSIBILITIES, given)
        else:
            connection.execute(writing.WRITE_RESPONSIBILITIES, given | {"known_on": source.known_on})
        if connection.execute(units.HAS_SEVERAL_SPELLINGS).fetchone()[0]:
            connection.execute(writing.DROP_SAME_UNIT_TWICE, {"seq": source.seq})


def _is_empty(connection: duckdb.DuckDBPyConnection, table: str) -> bool:
    return connection.execute(writing.IS_EMPTY[table]).fetchone()[0]


def _learn_names(connection: duckdb.DuckDBPyConnection, kind: str) -> None:
    for step in (units.WRITTEN_NAMES[kind], *units.LEARN):
        connection.execute(step)


def _write_units(connection: duckdb.DuckDBPyConnection, sources: list[Source]) -> None:
    first = not connection.execute(units.ANY_LISTED_UNIT).fetchone()[0]
    for source in sources:
        for step in (units.WRITE_UNITS, units.WRITE_ALIASES):
            connection.execute(step, {"seq": source.seq, "first": first})
    for step in (units.NOTE_REPEATED_UNITS, *units.RELEARN):
        connection.execute(step)


def _guard(connection: duckdb.DuckDBPyConnection, *, before: int, tables: int) -> None:
    """The very first table of a store can only contradict itself."""
    connection.execute(guards.SETUP)
    for guard in guards.GUARDS if before or tables > 1 else guards.WITHIN_ONE_TABLE:
        connection.execute(guard, {"before": before})
    connection.execute(guards.TELL, {"most": guards.MOST_TOLD})


def _finish(connection: duckdb.DuckDBPyConnection, sources: list[Source]) -> None:
    held = {seq for (seq,) in connection.execute(closing.HELD_TABLES).fetchall()}
    for source in sources:
        cells: dict[str, list[str]] = {}
        for column in source.table.columns:
            if column.key in source.keys:
                cells.setdefault(column.letter, []).append(column.key)
        if cells and source.seq in held:
            connection.execute(
                closing.keep_held_rows(cells),
                {
                    "seq": source.seq, "import_id": source.import_id, "sheet": source.table.sheet,
                    "kind": source.table.kind, "path": str(source.table.rows),
                },
            )  # fmt: skip
    connection.execute(closing.WRITE_FINDINGS)
