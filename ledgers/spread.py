"""From rows as read to facts: who is meant, what is held back, what is new. All work is done by the statements in
`ledgers.sql`; this file says in which order.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

import duckdb

from ledgers.reading import Table
from ledgers.schema import KINDS
from ledgers.sql import closing, guards, references, reports, shaping, stage, tasks, units, writing

__all__ = ["Source", "insert", "spread"]

_NAMES = tuple(units.WRITTEN_NAMES)
_MULTIPLE = "orders"
_TABLES = {"tasks": ("tasks", "deadlines", "progress")}
"""What a kind of ledger is written into, if not only into its own table."""
_REPORTING = ("tasks", "progress")
_MAY_BE_FREE = "supervisions"
_ABOUT_TASKS = ("orders", "milestones", "progress", "visits", "problems", "supervisions", "exemptions")


_MANY = 50
"""From so many tables on each is small, and sharing a statement among threads costs more than running it."""


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
    connection: duckdb.DuckDBPyConnection,
    sources: list[Source],
    *,
    today: date,
    decided: bool = False,
    wrote: Callable[[float], None] = lambda share: None,
) -> dict[str, int]:
    """Write everything that `sources` say and the snapshot does not hold yet. Returns rows looked at per import.

    `decided`: there are new decisions about units, which also hold for what was loaded before. `wrote` hears which
    share of the writing is done.
    """
    for statement in (*stage.SETUP, *(units.DECIDED if decided else ()), units.NAME_MAP, units.UNIT_NAMES):
        connection.execute(statement)
    sources = [replace(source, keys=_keys(connection, source)) for source in sources]
    if len(sources) >= _MANY:
        connection.execute(stage.ONE_THREAD)
    _describe(connection, sources)
    counts: dict[str, int] = {}
    step = _counted(sum(_steps(source.table.kind) for source in sources), wrote)
    for kind in KINDS:
        chosen = [source for source in sources if source.table.kind == kind]
        if chosen:
            _stage(connection, kind, chosen, step)
            for import_id, rows in connection.execute(closing.COUNT_STAGE).fetchall():
                counts[import_id] = counts.get(import_id, 0) + rows
            _identify(connection, kind)
            if kind in _REPORTING:
                _report(connection, chosen, today, step)
            _write(connection, kind, chosen, step)
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
                "progress_on": source.progress_on, "monthly": bool(_days(source)),
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


def _stage(connection: duckdb.DuckDBPyConnection, kind: str, sources: list[Source], step: Callable[[], None]) -> None:
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
        step()
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


def _report(
    connection: duckdb.DuckDBPyConnection, sources: list[Source], today: date, step: Callable[[], None]
) -> None:
    connection.execute(reports.fill_reports([]), {"kind": sources[0].table.kind, "today": today})
    for source in sources:
        if days := _days(source):
            keys = [(day.isoformat(), f"percent@{day}", f"progress_text@{day}") for day in days]
            months = [(day, *(key if key in source.keys else None for key in pair)) for day, *pair in keys]
            given = {"seq": source.seq, "today": today, "path": str(source.table.rows)}
            connection.execute(reports.fill_reports(months), given)
        step()
    for statement in reports.STEPS:
        connection.execute(statement)
    connection.execute(reports.NOTE_FUTURE_REPORTS, {"today": today})


def _days(source: Source) -> list[date]:
    """The days of its month columns."""
    return sorted({column.report_date for column in source.table.columns if column.report_date})


def _steps(kind: str) -> int:
    """How often `step` is called for a source: staged, reported, written into its tables, its people written."""
    return 1 + (kind in _REPORTING) + (0 if kind == "units" else len(_TABLES.get(kind, (kind,)))) + (kind == "tasks")


def _counted(total: int, wrote: Callable[[float], None]) -> Callable[[], None]:
    """What is called after each step of `total`."""
    done = 0

    def step() -> None:
        nonlocal done
        done += 1
        wrote(done / total)

    return step


def _write(connection: duckdb.DuckDBPyConnection, kind: str, sources: list[Source], step: Callable[[], None]) -> None:
    if kind in writing.HOLD_REPEATED:
        connection.execute(writing.SAID[kind])
        connection.execute(writing.HOLD_REPEATED[kind])
        connection.execute(stage.HOLD_NOTED)
    if kind == "units":
        return _write_units(connection, sources)
    if kind in _NAMES:
        _learn_names(connection, kind)
    groups = _groups(connection, kind, sources)
    for table in _TABLES.get(kind, (kind,)):
        connection.execute(writing.SAID[table])
        for together in groups:
            write = writing.WRITE_FIRST if _is_empty(connection, table) else writing.WRITE
            connection.execute(write[table], _range(together) | {"dedupe": table in writing.HOLD_REPEATED})
            for _ in together:
                step()
    if kind == "tasks":
        _write_people(connection, groups, step)
    return None


def _write_people(connection: duckdb.DuckDBPyConnection, groups: list[list[Source]], step: Callable[[], None]) -> None:
    for together in groups:
        if len(together) == 1 and _is_empty(connection, "responsibilities"):
            given = {"sheet": together[0].table.sheet}
            connection.execute(writing.WRITE_FIRST_RESPONSIBILITIES, _range(together) | given)
        else:
            connection.execute(writing.WRITE_RESPONSIBILITIES, _range(together))
        if connection.execute(units.HAS_SEVERAL_SPELLINGS).fetchone()[0]:
            connection.execute(writing.DROP_SAME_UNIT_TWICE, _range(together))
        for _ in together:
            step()


def _range(together: list[Source]) -> dict[str, int]:
    return {"first": together[0].seq, "last": together[-1].seq}


def _groups(connection: duckdb.DuckDBPyConnection, kind: str, sources: list[Source]) -> list[list[Source]]:
    """Neighbours that speak of different tasks, so that one statement writes them all: 500 ledgers of 500 units.

    A later table must see what an earlier one wrote about the same task; tables that are not about tasks stay alone.
    """
    if kind not in ("tasks", *_ABOUT_TASKS) or kind == _MAY_BE_FREE:
        return [[source] for source in sources]
    named: dict[int, set[str]] = {}
    for seq, task_id in connection.execute(stage.TASKS_NAMED).fetchall() if len(sources) > 1 else ():
        named.setdefault(seq, set()).add(task_id)
    groups: list[list[Source]] = []
    seen: set[str] = set()
    for source in sources:
        own = named.get(source.seq, set())
        if groups and seen.isdisjoint(own):
            groups[-1].append(source)
        else:
            groups.append([source])
            seen = set()
        seen |= own
    return groups


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
