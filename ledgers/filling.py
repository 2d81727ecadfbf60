"""Readings into the copy of a snapshot that is being built: what is new is spread, what was known is left alone."""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from hashlib import sha256

import duckdb

from ledgers import decisions
from ledgers.cells.texts import quoted
from ledgers.decisions import Decision
from ledgers.reading import Reading, Table
from ledgers.schema import KINDS
from ledgers.spread import Source, insert, spread
from ledgers.sql import closing, drift, snapshots

__all__ = ["Filled", "fill"]

_WORDS = {
    "units": "单位", "unit_aliases": "单位写法", "tasks": "任务", "responsibilities": "责任分工",
    "deadlines": "完成时限", "milestones": "节点", "progress": "进展", "orders": "责任令", "visits": "走访",
    "problems": "问题", "honours": "加扣分", "supervisions": "督查事项", "indicators": "指标",
    "exemptions": "豁免",
}  # fmt: skip

_SEVERITIES = ("error", "warning", "info")


@dataclass(frozen=True)
class Filled:
    """What the readings came to: rows taken in and held (of all of them, earlier loads included), findings, effect."""

    rows_loaded: int
    rows_held: int
    findings: tuple[dict, ...]
    effect: dict


@dataclass(frozen=True)
class _Import:
    reading: Reading
    import_id: str
    known_on: date
    held_before: int | None

    @property
    def is_new(self) -> bool:
        return self.held_before is None

    @property
    def is_open(self) -> bool:
        """Never loaded, or loaded with rows that were held: those may go in by now."""
        return self.is_new or self.held_before > 0


def fill(
    connection: duckdb.DuckDBPyConnection,
    readings: list[Reading],
    *,
    by: str,
    at: datetime,
    today: date,
    decided: Sequence[Decision] = (),
    wrote: Callable[[float], None] = lambda share: None,
) -> tuple[Filled, bool]:
    """Write what `readings` add and what was `decided`; also says whether that was anything. Expects an open
    transaction. `wrote` hears which share of it is done."""
    new = decisions.record(connection, decisions.signed(decided, by=by, at=at))
    before = connection.execute(snapshots.LAST_SEQ).fetchone()[0]
    imports = [_import(connection, reading, today) for reading in readings]
    sources = _sources(imports, before)
    about_units = new > 0 and any(each.kind == decisions.UNIT for each in decided)
    staged = spread(connection, sources, today=today, decided=about_units, wrote=wrote)
    held = dict(connection.execute(closing.COUNT_HELD).fetchall())
    last = {source.import_id: source.seq for source in sources}
    seqs = {id(source.table): source.seq for source in sources}
    rows: dict[str, list[dict]] = {}
    for each in imports:
        if each.is_new:
            seq = last.get(each.import_id, before + 1)
            for table, own in _rows_of(each, by=by, at=at, seq=seq, seqs=seqs, staged=staged, held=held).items():
                rows.setdefault(table, []).extend(own)
    for table, own in rows.items():
        insert(connection, table, own)
    if before:
        connection.execute(drift.NOTE_DRIFT, {"before": before})
    retried = [_recount(connection, each, last) for each in imports if each.is_open and not each.is_new]
    effect = _effect(connection, before)
    changed = new > 0 or any(each.is_new for each in imports) or any(retried) or bool(effect["tables"])
    return _filled(connection, imports, effect), changed


def _import(connection: duckdb.DuckDBPyConnection, reading: Reading, today: date) -> _Import:
    day = reading.report_date.isoformat() if reading.report_date else ""
    import_id = sha256(f"{reading.sha256}|{day}".encode()).hexdigest()[:12]
    known = connection.execute(snapshots.KNOWN_IMPORT, {"import_id": import_id}).fetchone()
    return _Import(reading, import_id, reading.report_date or today, known[1] if known else None)


def _sources(imports: list[_Import], before: int) -> list[Source]:
    """Tables in the order of storing: kinds first, because later kinds refer to earlier ones, then by day."""
    tables = [_source(each, table) for each in imports if each.is_open for table in each.reading.tables if table.rows]
    known = [source for source in tables if source.table.kind in KINDS]
    ordered = sorted(known, key=lambda source: (KINDS.index(source.table.kind), source.known_on))
    return [replace(source, seq=before + place) for place, source in enumerate(ordered, start=1)]


def _source(each: _Import, table: Table) -> Source:
    """A table with the days that hold for it: a sheet per month (8月, 9月 …) brings its own."""
    said = [column for column in table.columns if column.field in ("percent", "progress_text")]
    days = {column.report_date for column in said}
    own_day = days.pop() if len(days) == 1 else None
    is_one_of_several = [other.kind for other in each.reading.tables].count(table.kind) > 1
    known_on = own_day if own_day and is_one_of_several else each.known_on
    only_months = bool(said) and None not in days and own_day is None
    progress_on = own_day or each.reading.report_date or (None if only_months else each.known_on)
    return Source(0, each.import_id, table, known_on, progress_on, retry=not each.is_new)


def _rows_of(
    each: _Import,
    *,
    by: str,
    at: datetime,
    seq: int,
    seqs: dict[int, int],
    staged: dict[str, int],
    held: dict[str, int],
) -> dict[str, list[dict]]:
    """What is kept of a file beside its facts: the import, its columns, its findings, the rows that the reader held."""
    reading, own = each.reading, {"import_id": each.import_id}
    tables = [table for table in reading.tables if table.kind in KINDS]
    kinds = [kind for kind in KINDS if kind in {table.kind for table in tables}]
    held_here, held_by_reader = held.get(each.import_id, 0), sum(len(table.held) for table in tables)
    row = own | {
        "seq": seq, "sha256": reading.sha256, "file": reading.file, "kinds": kinds, "period": reading.period,
        "report_date": reading.report_date, "report_date_from": reading.report_date_from, "loaded_by": by,
        "loaded_at": at, "rows_loaded": staged.get(each.import_id, 0) - held_here,
        "rows_held": held_here + held_by_reader,
    }  # fmt: skip
    return {
        "imports": [row],
        "source_columns": [
            own | column | {"seq": seqs.get(id(table))} for table in tables for column in _columns(table)
        ],
        "findings": [own | asdict(finding) for finding in reading.findings],
        "held_rows": [
            own | {"sheet": table.sheet, "row": row.row, "kind": table.kind, "cells": _json(row.cells)}
            for table in tables
            for row in table.held
        ],
    }


def _columns(table: Table) -> list[dict]:
    """The table's columns as they stand on the sheet, those too that were not understood."""
    about = {
        "sheet": table.sheet, "first_row": table.first_row, "last_row": table.last_row,
        "fingerprint": table.fingerprint,
    }  # fmt: skip
    known = [asdict(column) for column in table.columns]
    unknown = [
        {"field": None, "report_date": None, "heading": name, "letter": at} for name, at in table.unknown_columns
    ]
    return [about | each | {"samples": table.samples.get(each["letter"], ())} for each in (*known, *unknown)]


def _recount(connection: duckdb.DuckDBPyConnection, each: _Import, last: dict[str, int]) -> bool:
    """Put a retried import's counts right; says whether fewer rows are held than before."""
    held = connection.execute(closing.COUNT_STILL_HELD, {"import_id": each.import_id}).fetchone()[0]
    if held == each.held_before:
        return False
    given = {"import_id": each.import_id, "held": held, "seq": last[each.import_id]}
    connection.execute(closing.RECOUNT_RETRIED, given)
    return True


def _filled(connection: duckdb.DuckDBPyConnection, imports: list[_Import], effect: dict) -> Filled:
    loaded = held = 0
    findings: list[dict] = []
    for each in imports:
        own = {"import_id": each.import_id}
        counts = connection.execute(snapshots.KNOWN_IMPORT, own).fetchone()
        loaded, held = loaded + counts[0], held + counts[1]
        found = connection.execute(snapshots.KNOWN_FINDINGS, own)
        names = [column[0] for column in found.description]
        findings += [{"file": each.reading.file} | dict(zip(names, row, strict=True)) for row in found.fetchall()]
        if not each.is_new:
            findings.append(_again(each.reading.file))
    findings.sort(key=lambda finding: _SEVERITIES.index(finding["severity"]))
    return Filled(loaded, held, tuple(findings), effect)


def _again(file: str) -> dict:
    message = f"{file} 以前载入过，没有重复写入；只重新核对了当时保留的行。"
    return {
        "file": file, "sheet": "", "cell": "", "severity": "info", "code": "already_loaded", "value": "",
        "message": message,
    }  # fmt: skip


def _effect(connection: duckdb.DuckDBPyConnection, before: int) -> dict:
    counted = {name: connection.execute(text, {"before": before}).fetchone() for name, text in closing.EFFECT.items()}
    tables = {name: {"added": new, "changed": old} for name, (new, old) in counted.items() if new or old}
    added, changed, reported = connection.execute(closing.EFFECT_ON_TASKS, {"before": before}).fetchone()
    sentences = [_sentence(name, **counts) for name, counts in tables.items()]
    for task, old, new in connection.execute(closing.MOVED_DEADLINES, {"before": before}).fetchall():
        sentences.append(f"{quoted(task)}的完成时限由 {old} 改为 {new}（考核仍以首次时限为准）")
    tasks = {"added": added, "changed": changed, "reported": reported}
    return {"tables": tables, "tasks": tasks, "sentences": sentences}


def _sentence(name: str, *, added: int, changed: int) -> str:
    parts = [f"新增 {added} 条"] if added else []
    return _WORDS[name] + "：" + "，".join(parts + ([f"变更 {changed} 条"] if changed else []))


def _json(cells: dict[str, str]) -> str:
    return json.dumps(cells, ensure_ascii=False)
