# ruff: noqa: S608 - names come from the schema, values go as parameters
"""The end of a load: findings, held rows, counts, what was changed, and checks of the whole."""

from ledgers.schema import LISTS, SOURCE, TABLES
from ledgers.sql.writing import KEPT

WRITE_FINDINGS = """
INSERT INTO findings BY NAME
SELECT source.import_id, source.sheet,
    coalesce(own.letter, undated.letter, task.letter, first_.letter, '') || noted.row AS cell, severity, code, value,
    replace(message, '{sheet}', source.sheet) AS message
FROM noted JOIN sources AS source USING (seq)
LEFT JOIN letters AS own ON own.seq = noted.seq AND own.field = noted.field
    AND own.report_date IS NOT DISTINCT FROM noted.report_date
LEFT JOIN letters AS undated ON undated.seq = noted.seq AND undated.field = noted.field
    AND undated.report_date IS NULL
LEFT JOIN (
    SELECT seq, arg_min(letter, list_position(['task', 'project', 'no', 'unit', 'lead_units'], field)) AS letter
    FROM letters WHERE field IN ('task', 'project', 'no', 'unit', 'lead_units') GROUP BY seq
) AS task ON task.seq = noted.seq
LEFT JOIN (SELECT seq, min(letter) AS letter FROM letters GROUP BY seq) AS first_ ON first_.seq = noted.seq
ORDER BY noted.seq, noted.row, code, value
"""
HELD_TABLES = "SELECT DISTINCT seq FROM held"
COUNT_HELD = "SELECT import_id, count(DISTINCT (seq, held.row)) FROM held JOIN sources USING (seq) GROUP BY import_id"


def keep_held_rows(cells: dict[str, list[str]]) -> str:
    """Held rows of one table as JSON, column letter -> text; `cells` is letter -> parquet columns made from it."""
    packed = ", ".join(f'"{letter}" := coalesce({", ".join(map(_as_text, keys))})' for letter, keys in cells.items())
    return f"""
    INSERT INTO held_rows BY NAME
    SELECT $import_id AS import_id, $sheet AS sheet, read.row, $kind AS kind,
        json_merge_patch('{{}}', to_json(struct_pack({packed})))::VARCHAR AS cells
    FROM read_parquet($path) AS read WHERE read.row IN (SELECT "row" FROM held WHERE seq = $seq)
    """


def _as_text(key: str) -> str:
    return f"array_to_string(\"{key}\", '、')" if key in LISTS else f'"{key}"::VARCHAR'


FORGET_RETRIED_ROWS = """
DELETE FROM held_rows WHERE EXISTS (
    SELECT 1 FROM stage JOIN sources AS source USING (seq)
    WHERE source.retry AND source.import_id = held_rows.import_id AND source.sheet = held_rows.sheet
        AND stage.row = held_rows.row
        AND EXISTS (
            SELECT 1 FROM letters WHERE letters.seq = stage.seq AND list_contains(json_keys(held_rows.cells), letter)
        )
)
"""
"""Another table may have a row of the same number beside it: its cells have other letters."""
FORGET_RETRIED_FINDINGS = """
DELETE FROM findings WHERE severity = 'error' AND EXISTS (
    SELECT 1 FROM stage JOIN sources AS source USING (seq)
    WHERE source.retry AND source.import_id = findings.import_id AND source.sheet = findings.sheet
        AND stage.row::VARCHAR = regexp_extract(findings.cell, '[0-9]+$')
        AND regexp_extract(findings.cell, '^[A-Z]*') IN (
            SELECT letter FROM letters WHERE letters.seq = stage.seq UNION ALL SELECT ''
        )
)
"""
RECOUNT_RETRIED = """
UPDATE imports SET rows_loaded = rows_loaded + rows_held - $held, rows_held = $held, seq = $seq
WHERE import_id = $import_id
"""
COUNT_STILL_HELD = "SELECT count(*) FROM held_rows WHERE import_id = $import_id"
COUNT_STAGE = "SELECT source.import_id, count(*) FROM stage JOIN sources AS source USING (seq) GROUP BY 1"

FACTS = tuple(name for name, columns in TABLES.items() if SOURCE.keys() <= columns.keys())

_KEYS = {
    "units": "{t}.unit", "unit_aliases": "{t}.alias", "responsibilities": "({t}.task_id, {t}.role)",
} | {name: "row(" + ", ".join(kept.key) + ")" for name, kept in KEPT.items()}  # fmt: skip
EFFECT = {
    name: f"""
    SELECT count(*) FILTER (past.key IS NULL), count(*) FILTER (past.key IS NOT NULL)
    FROM (SELECT {_KEYS[name].format(t="new")} AS key FROM {name} AS new WHERE seq > $before) AS fresh
    LEFT JOIN (
        SELECT DISTINCT {_KEYS[name].format(t="old")} AS key FROM {name} AS old WHERE seq <= $before
    ) AS past ON past.key = fresh.key
    """
    for name in FACTS
}
"""Rows that a load wrote: about something new, about something known before."""
EFFECT_ON_TASKS = """
WITH before AS (SELECT DISTINCT task_id FROM tasks WHERE seq <= $before), plan AS (
    SELECT task_id FROM tasks WHERE seq > $before
    UNION ALL SELECT task_id FROM responsibilities WHERE seq > $before
    UNION ALL SELECT task_id FROM deadlines WHERE seq > $before
    UNION ALL SELECT task_id FROM milestones WHERE seq > $before
)
SELECT (SELECT count(DISTINCT task_id) FROM tasks ANTI JOIN before USING (task_id) WHERE seq > $before),
    (SELECT count(DISTINCT task_id) FROM plan SEMI JOIN before USING (task_id)),
    (SELECT count(DISTINCT task_id) FROM progress WHERE seq > $before)
"""
MOVED_DEADLINES = """
SELECT task.task, old.deadline, new.deadline
FROM deadlines AS new
JOIN (SELECT task_id, arg_max(deadline, seq) AS deadline FROM deadlines WHERE seq <= $before GROUP BY 1) AS old
    USING (task_id)
JOIN (SELECT task_id, arg_max(task, seq) AS task FROM tasks GROUP BY 1) AS task USING (task_id)
WHERE new.seq > $before ORDER BY task.task LIMIT 20
"""

_WITHOUT_IMPORT = """
SELECT count(*) FROM (SELECT DISTINCT import_id FROM {}) WHERE import_id NOT IN (SELECT import_id FROM imports)
"""
_WITHOUT_TASK = "SELECT count(*) FROM {} WHERE task_id IS NOT NULL AND task_id NOT IN (SELECT task_id FROM tasks)"
_ABOUT_TASKS = tuple(name for name in FACTS if "task_id" in TABLES[name] and name != "tasks")
CHECKS = {
    **{
        f"{name} 中有 {{}} 次载入没有来历": _WITHOUT_IMPORT.format(name)
        for name in (*FACTS, "findings", "held_rows", "source_columns")
    },
    **{f"{name} 中有 {{}} 行指向不存在的任务": _WITHOUT_TASK.format(name) for name in _ABOUT_TASKS},
    "有 {} 个责任单位不在单位表中": """SELECT count(DISTINCT name) FROM responsibilities
        WHERE role IN ('lead_unit', 'support_unit', 'town') AND name NOT IN (SELECT unit FROM units)""",
    "有 {} 次载入的保留行数对不上": """SELECT count(*) FROM imports LEFT JOIN (
            SELECT import_id, count(*) AS held FROM held_rows GROUP BY 1
        ) AS counted USING (import_id) WHERE rows_held <> coalesce(held, 0)""",
}
"""Sentence -> statement that counts what must not be there."""
