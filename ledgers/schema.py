"""What a ledger can hold: kinds of table, canonical columns, and the tables of a snapshot.

Everything here is data. `COLUMNS`, `LISTS` and the names in `TABLES` are a contract: the command line prints them,
scripts and tests use them. A fact row carries where it came from (`import_id, sheet, row`) and from which day on the
office knew it (`entered_on`; NULL means: part of the first ledger of its board, known from the beginning).
"""

__all__ = ["COLUMNS", "DATES", "KINDS", "LISTS", "NUMBERS", "PERCENTS", "ROLES", "SOURCE", "TABLES", "TEXTS"]

KINDS = (
    "units", "tasks", "orders", "milestones", "progress", "visits", "problems", "honours", "supervisions", "indicators",
    "exemptions",
)  # fmt: skip
"""Kinds of table in the order in which they are stored: later ones refer to tasks and units of earlier ones."""

LISTS = ("leaders", "lead_units", "lead_people", "support_units", "towns", "aliases")
DATES = (
    "start", "deadline", "planned_on", "done_on", "report_date", "issued_on", "visited_on", "opened_on", "due_on",
    "closed_on", "approved_on", "until",
)  # fmt: skip
PERCENTS = ("percent", "verified_percent")
NUMBERS = ("weight", "visit_score", "city_rank", "points", "value", "target_value")
TEXTS = (
    "no", "board", "category", "project", "task", "target", "milestone", "progress_text", "status", "problem",
    "next_step", "remark", "order_no", "visitor", "severity", "level", "matter", "document_no", "indicator", "unit",
    "period", "direction", "reason", "approver",
)  # fmt: skip

COLUMNS = LISTS + DATES + PERCENTS + NUMBERS + TEXTS
"""Every canonical column name. `aliases` (other names of a unit) and `reason, approver, approved_on, until` (of an
exemption) are ours; the rest is DESIGN.md 4."""

ROLES = {
    "leaders": "leader", "lead_units": "lead_unit", "lead_people": "lead_person", "support_units": "support_unit",
    "towns": "town",
}  # fmt: skip
"""A list column of a task ledger and the role its names get in `responsibilities`."""

SOURCE = {"import_id": "VARCHAR", "sheet": "VARCHAR", "row": "INTEGER", "entered_on": "DATE", "seq": "INTEGER"}
"""Ends every fact table. `seq` is the import's place in the order of loading: of two rows that say different things
about the same matter, the higher one was loaded later."""

_FACTS = {
    "units": {"unit": "VARCHAR", "kind": "VARCHAR", "sort": "INTEGER", "inferred": "BOOLEAN"},
    "unit_aliases": {"alias": "VARCHAR", "unit": "VARCHAR", "learned": "BOOLEAN"},
    "tasks": {
        "task_id": "VARCHAR", "board": "VARCHAR", "no": "VARCHAR", "category": "VARCHAR", "project": "VARCHAR",
        "task": "VARCHAR", "target": "VARCHAR", "weight": "DOUBLE", "start": "DATE", "remark": "VARCHAR",
        "late_entry": "BOOLEAN",
    },
    "responsibilities": {"task_id": "VARCHAR", "role": "VARCHAR", "name": "VARCHAR", "written": "VARCHAR"},
    "deadlines": {"task_id": "VARCHAR", "deadline": "DATE"},
    "milestones": {
        "task_id": "VARCHAR", "milestone": "VARCHAR", "planned_on": "DATE", "weight": "DOUBLE",
        "status_known": "BOOLEAN", "done": "BOOLEAN", "done_on": "DATE", "remark": "VARCHAR",
    },
    "progress": {
        "task_id": "VARCHAR", "report_date": "DATE", "percent": "DOUBLE", "progress_text": "VARCHAR",
        "status": "VARCHAR", "problem": "VARCHAR", "next_step": "VARCHAR",
    },
    "orders": {
        "task_id": "VARCHAR", "order_no": "VARCHAR", "issued_on": "DATE", "leaders": "VARCHAR[]",
        "lead_units": "VARCHAR[]", "target": "VARCHAR", "deadline": "DATE",
    },
    "visits": {
        "task_id": "VARCHAR", "visited_on": "DATE", "visitor": "VARCHAR", "verified_percent": "DOUBLE",
        "visit_score": "DOUBLE", "problem": "VARCHAR", "remark": "VARCHAR",
    },
    "problems": {
        "task_id": "VARCHAR", "problem": "VARCHAR", "opened_on": "DATE", "due_on": "DATE", "closed_on": "DATE",
        "severity": "VARCHAR", "lead_units": "VARCHAR[]",
    },
    "honours": {
        "unit": "VARCHAR", "level": "VARCHAR", "matter": "VARCHAR", "document_no": "VARCHAR", "city_rank": "DOUBLE",
        "points": "DOUBLE", "issued_on": "DATE", "remark": "VARCHAR", "project": "VARCHAR",
    },
    "supervisions": {
        "task_id": "VARCHAR", "matter": "VARCHAR", "lead_units": "VARCHAR[]", "document_no": "VARCHAR",
        "issued_on": "DATE", "due_on": "DATE", "progress_text": "VARCHAR", "report_date": "DATE", "visited_on": "DATE",
        "closed_on": "DATE", "status": "VARCHAR", "done": "BOOLEAN", "problem": "VARCHAR", "next_step": "VARCHAR",
        "remark": "VARCHAR",
    },
    "indicators": {
        "unit": "VARCHAR", "indicator": "VARCHAR", "period": "VARCHAR", "period_end": "DATE", "value": "DOUBLE",
        "target_value": "DOUBLE", "direction": "VARCHAR", "remark": "VARCHAR",
    },
    "exemptions": {
        "task_id": "VARCHAR", "milestone": "VARCHAR", "reason": "VARCHAR", "approver": "VARCHAR",
        "approved_on": "DATE", "until": "DATE", "document_no": "VARCHAR", "remark": "VARCHAR",
    },
}  # fmt: skip

TABLES = {
    "imports": {
        "import_id": "VARCHAR", "seq": "INTEGER", "sha256": "VARCHAR", "file": "VARCHAR", "kinds": "VARCHAR[]",
        "period": "VARCHAR", "report_date": "DATE", "report_date_from": "VARCHAR", "loaded_by": "VARCHAR",
        "loaded_at": "TIMESTAMP", "rows_loaded": "INTEGER", "rows_held": "INTEGER",
    },
    "source_columns": {
        "import_id": "VARCHAR", "sheet": "VARCHAR", "first_row": "INTEGER", "last_row": "INTEGER", "field": "VARCHAR",
        "report_date": "DATE", "heading": "VARCHAR", "letter": "VARCHAR", "fingerprint": "VARCHAR",
        "samples": "VARCHAR[]", "seq": "INTEGER",
    },
    "findings": {
        "import_id": "VARCHAR", "sheet": "VARCHAR", "cell": "VARCHAR", "severity": "VARCHAR", "code": "VARCHAR",
        "value": "VARCHAR", "message": "VARCHAR",
    },
    "held_rows": {
        "import_id": "VARCHAR", "sheet": "VARCHAR", "row": "INTEGER", "kind": "VARCHAR", "cells": "VARCHAR",
    },
    "decisions": {
        "kind": "VARCHAR", "scope": "VARCHAR", "subject": "VARCHAR", "answer": "VARCHAR", "was": "VARCHAR",
        "reason": "VARCHAR", "since": "DATE", "decided_by": "VARCHAR", "decided_at": "TIMESTAMP", "seq": "INTEGER",
    },
    "periods": {
        "period": "VARCHAR", "first": "DATE", "last": "DATE", "as_of": "DATE", "snapshot": "VARCHAR",
        "rules": "VARCHAR", "rules_digest": "VARCHAR", "rules_text": "VARCHAR", "content_hash": "VARCHAR",
        "coverage": "VARCHAR", "reason": "VARCHAR", "frozen_by": "VARCHAR", "frozen_at": "TIMESTAMP",
    },
} | {name: columns | SOURCE for name, columns in _FACTS.items()}  # fmt: skip
"""Tables of a snapshot: name -> column -> DuckDB type. `source_columns` says which column letter a field came from
(`report_date` is set only for month columns), so that a fact row opens to file!sheet!cell; a column that was not
understood has no field; `seq` is that of the table's rows, so that of tables side by side, and of the tables that a
wide one becomes, each row opens to its own cell. `held_rows.cells` is the row as JSON: column letter -> text.
`decisions`: see `ledgers.decisions`; `periods`: see `ledgers.freezing`.

`honours.project` is the project or brand that praise, a case or a rank in the city belongs to, as written; NULL: the
unit alone. `supervisions`: a 督查 item of one or more units. `task_id` is NULL for an item about no task;
`progress_text` and `report_date` are the feedback and its day, `visited_on` is the day on which it was checked on the
spot. `indicators`:
`period` is written in one way (2022年6月, 2022年1-6月, 2022年上半年), `period_end` its last day, NULL where it is not
certain. `exemptions`: `milestone` is NULL where the whole task is exempt; whether one counts is said by
`analysis.facts.approvals`, not here."""
