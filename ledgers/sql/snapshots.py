# ruff: noqa: S608 - names come from the schema, values go as parameters
"""A snapshot's own tables: how they are made, migrated, set up for a writer or a reader, and read whole."""

from ledgers.schema import TABLES


def create(name: str, columns: dict[str, str]) -> str:
    """A CREATE TABLE for these columns."""
    body = ", ".join(f'"{column}" {kind}' for column, kind in columns.items())
    return f"CREATE TABLE IF NOT EXISTS {name} ({body})"


LINEAGE = {
    "step": "INTEGER", "base": "VARCHAR", "made_by": "VARCHAR", "made_at": "TIMESTAMP", "today": "DATE",
    "files": "VARCHAR", "journal": "VARCHAR",
}  # fmt: skip
"""One row per load that led to this snapshot; the last one is its own. `files` is JSON: what must be read again to
replay the step. `journal` is the newest line of the audit journal at that moment, so a shortened journal shows."""

MIGRATIONS: tuple[tuple[int, tuple[str, ...]], ...] = (
    (
        1,
        (
            "CREATE TABLE IF NOT EXISTS schema_version (version INTEGER)",
            create("lineage", LINEAGE),
            *(create(name, columns) for name, columns in TABLES.items()),
        ),
    ),
    (
        2,
        (
            create("decisions", TABLES["decisions"]),
            "ALTER TABLE source_columns ADD COLUMN IF NOT EXISTS fingerprint VARCHAR",
            "ALTER TABLE source_columns ADD COLUMN IF NOT EXISTS samples VARCHAR[]",
        ),
    ),
    (3, (create("supervisions", TABLES["supervisions"]), create("indicators", TABLES["indicators"]))),
    (4, (create("exemptions", TABLES["exemptions"]),)),
    (5, (create("periods", TABLES["periods"]),)),
    (6, ("ALTER TABLE source_columns ADD COLUMN IF NOT EXISTS seq INTEGER",)),
    (7, ("ALTER TABLE honours ADD COLUMN IF NOT EXISTS project VARCHAR",)),
)
"""Numbered, run in order on a copy when an older snapshot is the base. Number 1 always creates today's tables, so a
later one that adds a column says ADD COLUMN IF NOT EXISTS."""

HAS_VERSION = "SELECT count(*) FROM duckdb_tables() WHERE table_name = 'schema_version'"
READ_VERSION = "SELECT coalesce(max(version), 0) FROM schema_version"
WRITE_VERSION = "INSERT INTO schema_version VALUES ($version)"

READER_SETTINGS = """
SET autoinstall_known_extensions = false; SET autoload_known_extensions = false; SET enable_external_access = false;
SET memory_limit = '1GB'; SET threads = 4
"""
WRITER_SETTINGS = """
SET autoinstall_known_extensions = false; SET autoload_known_extensions = false; SET temp_directory = $folder;
SET allowed_directories = [$folder]; SET enable_external_access = false; SET memory_limit = '450MB'; SET threads = 4
"""
"""`$folder` is replaced by a quoted literal: SET takes no parameters."""

INSERT_LINEAGE = """
INSERT INTO lineage
SELECT coalesce(max(step), 0) + 1, $base, $by, $at, $today, $files, $journal FROM lineage
"""
LAST_LINEAGE = "SELECT base, made_by, today, files FROM lineage ORDER BY step DESC LIMIT 1"
JOURNAL_HEADS = "SELECT journal FROM lineage WHERE journal IS NOT NULL"
LAST_SEQ = "SELECT coalesce(max(seq), 0) FROM imports"
KNOWN_IMPORT = "SELECT rows_loaded, rows_held FROM imports WHERE import_id = $import_id"
KNOWN_FINDINGS = "SELECT sheet, cell, severity, code, value, message FROM findings WHERE import_id = $import_id"
FINDINGS_OF_FILE = """
SELECT sheet, cell, severity, code, value, message FROM findings
WHERE import_id = (SELECT import_id FROM imports WHERE sha256 = $sha256 ORDER BY seq DESC LIMIT 1)
"""
FREEZE = f"INSERT INTO periods VALUES ({', '.join('$' + column for column in TABLES['periods'])})"
FROZEN = f"SELECT {', '.join(TABLES['periods'])} FROM periods WHERE period = $period"
ORIGINALS_USED = "SELECT DISTINCT sha256 FROM imports"


COLUMNS_THERE = "SELECT table_name, column_name FROM duckdb_columns() WHERE schema_name = 'main' AND NOT internal"


def whole_table(name: str, there: set[str]) -> str:
    """Every column that `ledgers.schema` gives the table, in its order; one that an older snapshot lacks is NULL.

    >>> whole_table("unit_aliases", {"alias"})[:43]
    'SELECT "alias" AS "alias", NULL::VARCHAR AS'
    """
    values = ", ".join(_value(column, kind, column in there) for column, kind in TABLES[name].items())
    return f"SELECT {values} FROM {name}" if there else f"SELECT {values} WHERE false"


def _value(column: str, kind: str, is_there: bool) -> str:
    written = f'"{column}"' if is_there else f"NULL::{kind}"
    if kind == "DATE":  # a day leaves as a timestamp: that becomes datetime64 without a Python object per row
        written += "::TIMESTAMP"
    if kind == "BOOLEAN":
        written = f"coalesce({written}, false)"
    return f'{written} AS "{column}"'
