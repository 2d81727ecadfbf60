# ruff: noqa: S608 - names come from the schema, values go as parameters
"""The stage: rows of one kind as they were read, and the temporary tables of one load."""

from ledgers.schema import DATES, LISTS, NUMBERS, PERCENTS, TABLES
from ledgers.sql.snapshots import create
from ledgers.sql.units import SPELLINGS

_FULL = "".join(chr(code) for code in range(0xFF01, 0xFF5F)) + "\u3000"
_HALF = "".join(chr(code) for code in range(0x21, 0x7F)) + " "

NAME_KEY = rf"""
CREATE OR REPLACE TEMP MACRO name_key(given) AS regexp_replace(
    CASE WHEN regexp_matches(given, '[A-Z０-９Ａ-Ｚａ-ｚ．＋＝＜＞～＄]|[0-9]\.[0-9]') THEN regexp_replace(
        lower(translate(given, '{_FULL}', '{_HALF.replace("'", "''")}')), '([0-9])\.([0-9])', '\1点\2', 'g'
    ) ELSE given END,
    '[\s\p{{P}}]+', '', 'g'
)
"""
"""Two spellings are the same name when they differ only in blanks, punctuation, width and case. The point of a number
counts: 5.5 is not 55. (`translate` is slow, so it only runs where it may change something that stays.)"""

HALF_WIDTH = f"""
CREATE OR REPLACE TEMP MACRO half_width(given) AS translate(given, '{_FULL}', '{_HALF.replace("'", "''")}')
"""

SOURCES = {
    "seq": "INTEGER", "import_id": "VARCHAR", "sheet": "VARCHAR", "kind": "VARCHAR", "board": "VARCHAR",
    "known_on": "DATE", "progress_on": "DATE", "monthly": "BOOLEAN", "title": "VARCHAR", "has_project": "BOOLEAN",
    "has_status": "BOOLEAN", "retry": "BOOLEAN",
}  # fmt: skip
"""One row per table of this load, in the order of storing."""

LETTERS = {"seq": "INTEGER", "field": "VARCHAR", "report_date": "DATE", "letter": "VARCHAR"}

_WHO = ("no", "board", "project", "task", "lead_units", "towns")
_REPORT = ("report_date", "percent", "progress_text", "status", "problem", "next_step", "done")
STAGED = {
    "units": ("unit", "aliases", "category", "level", "no"),
    "tasks": (*_WHO, "category", "target", "weight", "start", "deadline", "remark", "leaders", "lead_people",
              "support_units", "done_on", *_REPORT),
    "orders": (*_WHO, "order_no", "issued_on", "leaders", "target", "deadline"),
    "milestones": (*_WHO, "milestone", "planned_on", "weight", "done_on", "done", "remark"),
    "progress": (*_WHO, *_REPORT, "done_on"),
    "visits": (*_WHO, "visited_on", "visitor", "verified_percent", "visit_score", "problem", "remark"),
    "problems": (*_WHO, "problem", "opened_on", "due_on", "closed_on", "severity"),
    "honours": ("unit", "lead_units", "level", "matter", "document_no", "city_rank", "points", "issued_on", "remark",
                "project"),
    "supervisions": (*_WHO, "matter", "document_no", "issued_on", "due_on", "progress_text", "report_date",
                     "visited_on", "closed_on", "status", "done", "problem", "next_step", "remark"),
    "indicators": ("unit", "lead_units", "indicator", "period", "report_date", "value", "target_value", "direction",
                   "remark"),
    "exemptions": (*_WHO, "milestone", "reason", "approver", "approved_on", "until", "document_no", "remark"),
}  # fmt: skip
"""Which columns of a kind of table are taken over; others are listed in `source_columns` only."""


def _staged_type(field: str) -> str:
    if field in LISTS:
        return "VARCHAR[]"
    if field in DATES:
        return "DATE"
    if field == "done":
        return "BOOLEAN"
    return "DOUBLE" if field in PERCENTS + NUMBERS else "VARCHAR"


SETUP = (
    NAME_KEY,
    HALF_WIDTH,
    create("sources", SOURCES).replace("CREATE", "CREATE TEMP"),
    create("letters", LETTERS).replace("CREATE", "CREATE TEMP"),
    'CREATE TEMP TABLE identity (seq INTEGER, import_id VARCHAR, "row" INTEGER, task_id VARCHAR)',
    'CREATE TEMP TABLE held (seq INTEGER, "row" INTEGER, kind VARCHAR)',
    """CREATE TEMP TABLE noted (seq INTEGER, "row" INTEGER, field VARCHAR, report_date DATE, severity VARCHAR,
       code VARCHAR, value VARCHAR, message VARCHAR)""",
    """CREATE TEMP TABLE reports (seq INTEGER, import_id VARCHAR, "row" INTEGER, task_id VARCHAR, report_date DATE,
       percent DOUBLE, progress_text VARCHAR, status VARCHAR, problem VARCHAR, next_step VARCHAR)""",
    f"CREATE TEMP TABLE spellings AS {SPELLINGS}",
    """CREATE TEMP TABLE resolved AS
       SELECT NULL::VARCHAR AS written, NULL::VARCHAR AS name WHERE false""",
    """CREATE TEMP TABLE known_tasks AS
       SELECT task_id, board, name_key(no) AS no_key, name_key(coalesce(project, '')) AS project_key,
           name_key(task) AS task_key, no, task
       FROM tasks QUALIFY row_number() OVER (PARTITION BY task_id ORDER BY seq DESC) = 1""",
    """CREATE TEMP TABLE boards_before AS
       SELECT DISTINCT 'tasks' AS what, board FROM tasks
       UNION ALL SELECT DISTINCT 'responsibilities', board FROM known_tasks SEMI JOIN responsibilities USING (task_id)
       UNION ALL SELECT DISTINCT 'deadlines', board FROM known_tasks SEMI JOIN deadlines USING (task_id)
       UNION ALL SELECT DISTINCT 'milestones', board FROM known_tasks SEMI JOIN milestones USING (task_id)
       UNION ALL SELECT DISTINCT 'exemptions', board FROM known_tasks SEMI JOIN exemptions USING (task_id)""",
)
"""Temporary tables of one load. `boards_before`: which boards had such rows before this load; the first plan of a board
is known from the beginning (`entered_on` NULL), later ones from the day of their ledger."""

STAGE = {
    kind: 'CREATE OR REPLACE TEMP TABLE stage (seq INTEGER, import_id VARCHAR, "row" INTEGER, '
    + ", ".join(f'"{field}" {_staged_type(field)}' for field in fields)
    + ")"
    for kind, fields in STAGED.items()
}


def fill_stage(fields: list[str]) -> str:
    """Rows of one parquet file into the stage; on a retry only those that were held before.

    >>> "SELECT $seq AS seq, $import_id AS import_id, read.row, read.\\"task\\"" in fill_stage(["task"])
    True
    """
    chosen = "".join(f', read."{field}"' for field in fields)
    return f"""
    INSERT INTO stage BY NAME
    SELECT $seq AS seq, $import_id AS import_id, read.row{chosen}
    FROM read_parquet($path) AS read
    WHERE NOT $retry OR read.row IN (
        SELECT h.row FROM held_rows AS h WHERE h.import_id = $import_id AND h.sheet = $sheet
    )
    """


TASKS_NAMED = "SELECT DISTINCT seq, task_id FROM identity WHERE task_id IS NOT NULL"
ONE_THREAD = "SET threads = 1"
PARQUET_COLUMNS = "SELECT * FROM read_parquet($path) LIMIT 0"


HOLD_NOTED = """
INSERT INTO held
SELECT DISTINCT seq, "row", source.kind
FROM noted JOIN sources AS source USING (seq)
WHERE severity = 'error' AND NOT EXISTS (SELECT 1 FROM held WHERE held.seq = noted.seq AND held.row = noted.row)
"""
"""An error holds its row, whole."""

READY = """
CREATE OR REPLACE TEMP VIEW ready AS
SELECT stage.*, identity.task_id
FROM stage JOIN identity USING (seq, "row")
WHERE NOT EXISTS (SELECT 1 FROM held WHERE held.seq = stage.seq AND held.row = stage.row)
"""
"""What of the stage goes in: identified, not held. An order for several tasks is there once for each of them."""


def insert_json(table: str) -> tuple[str, str]:
    """An INSERT of many small rows given as one JSON parameter `$rows`, and the value of its `$shape`.

    >>> insert_json("held_rows")[1]
    '[{"import_id":"VARCHAR","sheet":"VARCHAR","row":"INTEGER","kind":"VARCHAR","cells":"VARCHAR"}]'
    """
    columns = {"sources": SOURCES, "letters": LETTERS}.get(table) or TABLES[table]
    shape = ",".join(f'"{name}":' + _json_type(kind) for name, kind in columns.items())
    return f"INSERT INTO {table} BY NAME SELECT unnest(from_json($rows, $shape), max_depth := 2)", "[{" + shape + "}]"


def _json_type(kind: str) -> str:
    return f'["{kind[:-2]}"]' if kind.endswith("[]") else f'"{kind}"'
