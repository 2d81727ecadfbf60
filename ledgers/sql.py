"""All SQL of the project: whole statements, each with a name. Values travel as `$parameters`; identifiers come from
`ledgers.schema` only.

The order of the file is the order of a load: a snapshot's own tables, the stage (rows of one kind as read), who is
meant (tasks, units), what is held back, what is written, what a load changed, and how a reader gets whole tables.
"""

from dataclasses import dataclass

from ledgers.schema import DATES, LISTS, NUMBERS, PERCENTS, ROLES, TABLES

# ---- a snapshot's own tables ----------------------------------------------------------------------


def _create(name: str, columns: dict[str, str]) -> str:
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
            _create("lineage", LINEAGE),
            *(_create(name, columns) for name, columns in TABLES.items()),
        ),
    ),
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
ORIGINALS_USED = "SELECT DISTINCT sha256 FROM imports"


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


# ---- the stage: rows of one kind, as read ---------------------------------------------------------

_FULL = "".join(chr(code) for code in range(0xFF01, 0xFF5F)) + "\u3000"
_HALF = "".join(chr(code) for code in range(0x21, 0x7F)) + " "

NAME_KEY = rf"""
CREATE OR REPLACE TEMP MACRO name_key(given) AS regexp_replace(
    regexp_replace(
        lower(CASE WHEN regexp_matches(given, '[０-９Ａ-Ｚａ-ｚ．＋＝＜＞～＄]')
            THEN translate(given, '{_FULL}', '{_HALF.replace("'", "''")}') ELSE given END),
        '([0-9])\.([0-9])', '\1点\2', 'g'
    ),
    '[\s\p{{P}}]+', '', 'g'
)
"""
"""Two spellings are the same name when they differ only in blanks, punctuation, width and case. The point of a number
counts: 5.5 is not 55. (`translate` is slow, so it only runs where there is a full-width sign that stays.)"""

SOURCES = {
    "seq": "INTEGER", "import_id": "VARCHAR", "sheet": "VARCHAR", "kind": "VARCHAR", "board": "VARCHAR",
    "known_on": "DATE", "has_project": "BOOLEAN", "has_status": "BOOLEAN", "retry": "BOOLEAN",
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
    "honours": ("unit", "lead_units", "level", "matter", "document_no", "city_rank", "points", "issued_on", "remark"),
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
    _create("sources", SOURCES).replace("CREATE", "CREATE TEMP"),
    _create("letters", LETTERS).replace("CREATE", "CREATE TEMP"),
    'CREATE TEMP TABLE identity (seq INTEGER, import_id VARCHAR, "row" INTEGER, task_id VARCHAR)',
    'CREATE TEMP TABLE held (seq INTEGER, "row" INTEGER, kind VARCHAR)',
    """CREATE TEMP TABLE noted (seq INTEGER, "row" INTEGER, field VARCHAR, report_date DATE, severity VARCHAR,
       code VARCHAR, value VARCHAR, message VARCHAR)""",
    """CREATE TEMP TABLE reports (seq INTEGER, import_id VARCHAR, "row" INTEGER, task_id VARCHAR, report_date DATE,
       percent DOUBLE, progress_text VARCHAR, status VARCHAR, problem VARCHAR, next_step VARCHAR)""",
    """CREATE TEMP TABLE spellings AS
       SELECT name_key(alias) AS key, arg_max(unit, seq) AS unit FROM unit_aliases GROUP BY 1""",
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
       UNION ALL SELECT DISTINCT 'milestones', board FROM known_tasks SEMI JOIN milestones USING (task_id)""",
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


DEFAULT_BOARD = """
UPDATE stage SET board = source.board FROM sources AS source WHERE source.seq = stage.seq AND stage.board IS NULL
"""
PARQUET_COLUMNS = "SELECT * FROM read_parquet($path) LIMIT 0"
TASK_OR_PROJECT = "UPDATE stage SET task = project WHERE task IS NULL"

READY = """
CREATE OR REPLACE TEMP VIEW ready AS
SELECT stage.*, identity.task_id
FROM stage JOIN identity USING (seq, "row")
WHERE NOT EXISTS (SELECT 1 FROM held WHERE held.seq = stage.seq AND held.row = stage.row)
"""
"""What of the stage goes in: identified, not held. An order for several tasks is there once for each of them."""

# ---- who is meant: tasks --------------------------------------------------------------------------

NAMED_ROWS = """
CREATE OR REPLACE TEMP TABLE named AS
SELECT stage.seq, stage.import_id, "row", stage.board, name_key(coalesce(project, '')) AS project_key,
    name_key(task) AS task_key, no, task, source.has_project,
    left(md5(concat_ws('|', stage.board, project_key, task_key)), 12) AS plain
FROM stage JOIN sources AS source USING (seq)
"""
HOLD_NAMELESS_TASKS = """
INSERT INTO noted
SELECT seq, "row", 'task', NULL, 'error', 'no_task', task, '没有任务名称，请补上后重新上传。'
FROM named WHERE coalesce(task_key, '') = ''
"""
CROWDED_NAMES = """
CREATE OR REPLACE TEMP TABLE crowded AS
WITH several AS (
    SELECT import_id, plain FROM named GROUP BY ALL HAVING count(*) > 1
    UNION
    SELECT import_id, plain FROM named JOIN (
        SELECT board, project_key, task_key FROM known_tasks GROUP BY ALL HAVING count(*) > 1
    ) USING (board, project_key, task_key)
), told_apart AS (
    SELECT named.seq, named.row, import_id, plain,
        array_to_string(list_sort(list_distinct(list_transform(
            list_concat(coalesce(stage.lead_units, []), coalesce(stage.towns, [])), lambda name: name_key(name)
        ))), '、') AS who
    FROM named JOIN several USING (import_id, plain)
    JOIN stage ON stage.seq = named.seq AND stage.row = named.row
)
SELECT seq, "row", plain, left(md5(plain || '|' || who), 12) AS with_who,
    len(list_distinct(list(nullif(who, '')) OVER (PARTITION BY import_id, plain))) AS parties
FROM told_apart
"""
"""Same board, project and name more than once in a file, or in the store: lead units and towns tell them apart."""

IDENTIFY_TASKS = """
INSERT INTO identity
WITH once AS (
    SELECT board, task_key, any_value(task_id) AS task_id, any_value(project_key) AS project_key
    FROM known_tasks GROUP BY board, task_key HAVING count(*) = 1
), single AS (
    SELECT import_id, board, task_key FROM named GROUP BY ALL HAVING count(DISTINCT project_key) = 1
)
SELECT named.seq, named.import_id, named.row,
    CASE
        WHEN crowded.with_who IN (SELECT task_id FROM known_tasks) THEN crowded.with_who
        WHEN crowded.parties > 1 THEN crowded.with_who
        WHEN named.plain IN (SELECT task_id FROM known_tasks) THEN named.plain
        WHEN single.board IS NOT NULL AND (NOT named.has_project OR once.project_key = '')
            THEN coalesce(once.task_id, named.plain)
        ELSE named.plain
    END
FROM named
LEFT JOIN crowded ON crowded.seq = named.seq AND crowded.row = named.row
LEFT JOIN single ON single.import_id = named.import_id AND single.board = named.board
    AND single.task_key = named.task_key
LEFT JOIN once ON once.board = named.board AND once.task_key = named.task_key
"""
"""A ledger without a project column means the task of that name that the store already has, if there is exactly one."""

NOTE_TOLD_APART = """
INSERT INTO noted
SELECT named.seq, named.row, 'task', NULL, 'info', 'same_name_task', named.task,
    '本文件有多项同名任务，已按牵头单位和属地区分。'
FROM named JOIN crowded ON crowded.seq = named.seq AND crowded.row = named.row WHERE crowded.parties > 1
"""
HOLD_REPEATED_TASKS = """
INSERT INTO noted
WITH repeated AS (
    SELECT seq, task_id, min(identity.row) AS first_row FROM identity GROUP BY seq, task_id HAVING count(*) > 1
), counted AS (
    SELECT seq, identity.row, first_row FROM identity JOIN repeated USING (seq, task_id)
)
SELECT counted.seq, counted.row, 'task', NULL, 'error', 'duplicate_task', named.task,
    format('与第 {} 行是同一项任务（项目、名称、牵头单位都相同），请合并两行，或改成不同的名称。', first_row)
FROM counted JOIN named ON named.seq = counted.seq AND named.row = counted.row
WHERE counted.row > first_row
"""
LEARN_TASKS = """
INSERT INTO known_tasks BY NAME
SELECT DISTINCT ON (identity.task_id) identity.task_id, board, name_key(no) AS no_key, project_key, task_key, no, task
FROM named JOIN identity USING (seq, "row")
WHERE NOT EXISTS (SELECT 1 FROM held WHERE held.seq = named.seq AND held.row = named.row)
    AND identity.task_id NOT IN (SELECT task_id FROM known_tasks)
"""

HOLD_NOTED = """
INSERT INTO held
SELECT DISTINCT seq, "row", source.kind
FROM noted JOIN sources AS source USING (seq)
WHERE severity = 'error' AND NOT EXISTS (SELECT 1 FROM held WHERE held.seq = noted.seq AND held.row = noted.row)
"""
"""An error holds its row, whole."""

# ---- who is meant: rows that speak about a task ---------------------------------------------------

ASKED = """
CREATE OR REPLACE TEMP TABLE asked AS
WITH distinct_rows AS (SELECT DISTINCT board, no, project, task, lead_units, towns FROM stage),
numbered AS (SELECT row_number() OVER () AS ask, * FROM distinct_rows)
SELECT ask, board, no, project, task, lead_units, towns, name_key(no) AS no_key,
    coalesce(name_key(project), '') AS project_key, coalesce(name_key(task), '') AS task_key,
    list_transform(list_concat(coalesce(lead_units, []), coalesce(towns, [])), lambda name: name_key(name)) AS who
FROM numbered
"""
"""Each different way in which the stage names a task, once."""

SPLIT_ASKED = r"""
CREATE OR REPLACE TEMP TABLE parts AS
WITH unknown AS (
    SELECT ask, task, task_key FROM asked
    WHERE $several AND task_key NOT IN (SELECT task_key FROM known_tasks)
        AND task_key NOT IN (SELECT project_key FROM known_tasks)
), contained AS (
    SELECT DISTINCT ask, known.task_key AS part, known.task AS written
    FROM unknown JOIN known_tasks AS known ON contains(unknown.task_key, known.task_key)
), covered AS (
    SELECT ask FROM contained JOIN unknown USING (ask)
    GROUP BY ask, unknown.task_key HAVING sum(length(part)) = length(unknown.task_key)
), cut AS (
    SELECT ask, part, written FROM contained SEMI JOIN covered USING (ask)
    UNION ALL
    SELECT ask, name_key(piece), piece
    FROM (
        SELECT ask, trim(regexp_replace(one, '^\s*[0-9]{1,2}[.．)）]', '')) AS piece
        FROM (SELECT ask, unnest(string_split_regex(task, '[、;；,，\n]+')) AS one FROM unknown)
        ANTI JOIN covered USING (ask)
    ) WHERE name_key(piece) <> ''
)
SELECT ask, board, no_key, project_key, cut.part AS task_key, cut.written, who FROM cut JOIN asked USING (ask)
UNION ALL
SELECT ask, board, no_key, project_key, task_key, coalesce(task, project, no), who
FROM asked ANTI JOIN cut USING (ask)
"""
"""Only an order may name several tasks in one cell. Names may hold the separator themselves: known names that together
make up the whole cell win over cutting it."""

CANDIDATES = """
CREATE OR REPLACE TEMP TABLE candidates AS
WITH found AS (
    SELECT ask, parts.task_key AS part, known.task_id, 3 AS strength
    FROM parts JOIN known_tasks AS known USING (task_key) WHERE parts.task_key <> ''
    UNION ALL
    SELECT ask, parts.task_key, known.task_id, 2
    FROM parts JOIN known_tasks AS known
        ON known.project_key = CASE WHEN parts.task_key = '' THEN parts.project_key ELSE parts.task_key END
    WHERE known.project_key <> ''
    UNION ALL
    SELECT ask, parts.task_key, known.task_id, 2
    FROM parts JOIN known_tasks AS known ON parts.task_key = '' AND known.task_key = parts.project_key
    WHERE parts.project_key <> ''
    UNION ALL
    SELECT ask, parts.task_key, known.task_id, 1
    FROM parts JOIN known_tasks AS known
        ON known.no_key = parts.no_key AND known.board = coalesce(parts.board, known.board)
    WHERE parts.task_key = '' AND parts.project_key = ''
), ranked AS (
    SELECT * FROM found QUALIFY strength = max(strength) OVER (PARTITION BY ask, part)
), several AS (
    SELECT ask, part FROM ranked GROUP BY ALL HAVING count(DISTINCT task_id) > 1
), fitting AS (
    SELECT ranked.ask, ranked.part, ranked.task_id, ranked.strength,
        8 * (asked.project_key <> '' AND known.project_key = asked.project_key)::INTEGER
        + 4 * (len(asked.who) > 0 AND EXISTS (
            SELECT 1 FROM responsibilities AS duty
            WHERE duty.task_id = ranked.task_id AND duty.role IN ('lead_unit', 'town')
                AND (list_contains(asked.who, name_key(duty.written)) OR list_contains(asked.who, name_key(duty.name)))
        ))::INTEGER
        + 2 * coalesce(known.no_key = asked.no_key, false)::INTEGER
        + coalesce(known.board = asked.board, false)::INTEGER AS fit
    FROM ranked SEMI JOIN several USING (ask, part)
    JOIN asked USING (ask) JOIN known_tasks AS known USING (task_id)
)
SELECT DISTINCT ask, part, task_id, strength FROM fitting QUALIFY fit = max(fit) OVER (PARTITION BY ask, part)
UNION ALL
SELECT DISTINCT ask, part, task_id, strength FROM ranked ANTI JOIN several USING (ask, part)
"""
"""Task name first, then project, then board and number; of several the one that fits project, units, number, board."""

ANSWERS = """
CREATE OR REPLACE TEMP TABLE answers AS
SELECT stage.seq, stage.import_id, stage.row, asked.ask, asked.task_key, asked.project_key, asked.no_key, asked.board,
    coalesce(asked.task, asked.project, asked.no) AS written,
    CASE WHEN asked.task IS NOT NULL THEN 'task' WHEN asked.project IS NOT NULL THEN 'project' ELSE 'no' END AS field
FROM stage JOIN asked ON asked.board IS NOT DISTINCT FROM stage.board AND asked.no IS NOT DISTINCT FROM stage.no
    AND asked.project IS NOT DISTINCT FROM stage.project AND asked.task IS NOT DISTINCT FROM stage.task
    AND asked.lead_units IS NOT DISTINCT FROM stage.lead_units AND asked.towns IS NOT DISTINCT FROM stage.towns
"""
HOLD_UNKNOWN_TASKS = """
INSERT INTO noted
WITH missing AS (
    SELECT ask, any_value(written) AS written, task_key FROM parts
    WHERE NOT EXISTS (SELECT 1 FROM candidates WHERE candidates.ask = parts.ask AND candidates.part = parts.task_key)
    GROUP BY ask, task_key
), near AS (
    SELECT missing.task_key, arg_max(known.task, jaro_winkler_similarity(missing.task_key, known.task_key)) AS task,
        max(jaro_winkler_similarity(missing.task_key, known.task_key)) AS likeness
    FROM (SELECT DISTINCT task_key FROM missing WHERE task_key <> '' LIMIT 50) AS missing CROSS JOIN (
        SELECT DISTINCT task, task_key FROM known_tasks LIMIT 5000
    ) AS known GROUP BY 1
)
SELECT answers.seq, answers.row, answers.field, NULL, 'error',
    CASE WHEN missing.written IS NULL THEN 'no_task' ELSE 'unknown_task' END, missing.written,
    CASE WHEN missing.written IS NULL THEN '没有写明是哪项任务，请填写任务名称。'
    ELSE '库中没有这项任务，请先载入任务台账，或核对名称后重新上传'
        || CASE WHEN likeness > 0.8 THEN '（最接近的是“' || near.task || '”）。' ELSE '。' END END
FROM missing JOIN answers USING (ask) LEFT JOIN near ON near.task_key = missing.task_key
"""
HOLD_AMBIGUOUS_TASKS = """
INSERT INTO noted
WITH several AS (
    SELECT ask, part, count(*) AS tasks FROM candidates
    WHERE NOT ($several AND strength = 2) GROUP BY ask, part HAVING count(*) > 1
)
SELECT answers.seq, answers.row, answers.field, NULL, 'error', 'ambiguous_task', answers.written,
    format('库中有 {} 项任务都符合，请写明任务名称、所属项目或牵头单位。', several.tasks)
FROM several JOIN answers USING (ask)
"""
NOTE_NUMBER_MISMATCH = """
INSERT INTO noted
WITH running AS (
    SELECT seq FROM (
        SELECT seq, TRY_CAST(no AS INTEGER) - row_number() OVER (PARTITION BY seq ORDER BY "row") AS offset_
        FROM stage WHERE no IS NOT NULL
    ) GROUP BY seq HAVING count(DISTINCT offset_) = 1 AND count(offset_) = count(*)
)
SELECT DISTINCT answers.seq, answers.row, 'no', NULL::DATE, 'warning', 'number_mismatch', stage.no,
    format('编号与任务名称不一致：“{}”的编号是 {}，已按名称归入。', known.task, known.no)
FROM answers JOIN candidates ON candidates.ask = answers.ask AND candidates.strength = 3
JOIN known_tasks AS known USING (task_id)
JOIN stage ON stage.seq = answers.seq AND stage.row = answers.row
WHERE answers.no_key <> known.no_key AND answers.seq NOT IN (SELECT seq FROM running)
    AND EXISTS (SELECT 1 FROM known_tasks AS other WHERE other.no_key = answers.no_key AND other.board = known.board)
"""
"""A sheet that only counts its rows (1, 2, 3 …) does not mean the task's number."""

IDENTIFY_REFERENCES = """
INSERT INTO identity
SELECT DISTINCT answers.seq, answers.import_id, answers.row, candidates.task_id
FROM answers JOIN candidates USING (ask)
WHERE NOT EXISTS (SELECT 1 FROM held WHERE held.seq = answers.seq AND held.row = answers.row)
"""
IDENTIFY_NOTHING = 'INSERT INTO identity SELECT seq, import_id, "row", NULL FROM stage'

# ---- who is meant: units --------------------------------------------------------------------------

_NAMED_IN = {
    "tasks": ("lead_units", "support_units", "towns"), "orders": ("lead_units",), "problems": ("lead_units",),
    "honours": ("lead_units",), "milestones": (), "progress": (), "visits": (), "units": (),
}  # fmt: skip
WRITTEN_NAMES = {
    kind: "CREATE OR REPLACE TEMP TABLE written AS SELECT written, min(place) AS place FROM ("
    + " UNION ALL ".join(
        f'SELECT unnest({field}) AS written, struct_pack(seq := seq, "row" := "row", field := \'{field}\') AS place'
        " FROM ready"
        for field in fields
    )
    + ") GROUP BY written"
    for kind, fields in _NAMED_IN.items()
    if fields
}
"""Every spelling of a unit met in the stage, and where first."""

HONOURED_UNIT = """
UPDATE stage SET lead_units = coalesce(lead_units, [unit]), unit = coalesce(unit, array_to_string(lead_units, '、'))
WHERE unit IS NOT NULL OR lead_units IS NOT NULL
"""

RESOLVE_NAMES = r"""
CREATE OR REPLACE TEMP TABLE spelled AS
WITH based AS (
    SELECT written, place, name_key(written) AS key, regexp_replace(written, '(?:人民)政府$', '') AS bare
    FROM written WHERE written NOT IN (SELECT written FROM resolved)
), town AS (
    SELECT *, CASE WHEN bare SIMILAR TO '.+(镇|乡|街道)' THEN bare
        WHEN bare SIMILAR TO '.+街道办(事处)?' THEN regexp_replace(bare, '办(事处)?$', '') ELSE written END AS base
    FROM based
), looked_up AS (
    SELECT town.*, direct.unit AS exact, via.unit AS via
    FROM town LEFT JOIN spellings AS direct ON direct.key = town.key
    LEFT JOIN spellings AS via ON via.key = name_key(town.base)
)
SELECT written, place, exact, via, coalesce(exact, via, first_value(base) OVER same) AS name,
    exact IS NULL AND via IS NULL AND row_number() OVER same = 1 AS is_new
FROM looked_up WINDOW same AS (PARTITION BY name_key(base) ORDER BY place)
"""
"""A town's government is the town. A name that nobody has explained becomes a unit of its own, marked as inferred."""

WRITE_INFERRED_UNITS = r"""
INSERT INTO units BY NAME
SELECT name AS unit,
    CASE WHEN name SIMILAR TO '(各|有关|相关|其他|全区|区直).*' OR name LIKE '%各有关%'
        OR name SIMILAR TO '.*等(单位|部门)?'
        THEN '其他'
    WHEN name SIMILAR TO '.*(镇|乡|街道|街道办|街道办事处|镇人民政府|乡人民政府)' THEN '镇'
    ELSE '部门' END AS kind,
    9999 AS sort, true AS inferred, source.import_id, source.sheet, place."row" AS "row", NULL::DATE AS entered_on,
    place.seq AS seq
FROM spelled JOIN sources AS source ON source.seq = place.seq WHERE is_new ORDER BY place
"""
WRITE_LEARNED_ALIASES = """
INSERT INTO unit_aliases BY NAME
SELECT written AS alias, name AS unit, true AS learned, source.import_id, source.sheet, place."row" AS "row",
    NULL::DATE AS entered_on, place.seq AS seq
FROM spelled JOIN sources AS source ON source.seq = place.seq WHERE exact IS NULL
"""
NOTE_UNKNOWN_UNITS = """
INSERT INTO noted
SELECT place.seq, place."row", place.field, NULL, 'warning', 'unknown_unit', written,
    '单位表中没有“' || name || '”，暂按名称归为“' || kind || '”；请在单位表中补上，或写成它的别名。'
FROM spelled JOIN (SELECT DISTINCT unit AS name, kind FROM units WHERE inferred) USING (name) WHERE is_new
"""
LEARN_SPELLINGS = """
INSERT INTO spellings
SELECT DISTINCT name_key(written), name FROM spelled WHERE exact IS NULL
    AND name_key(written) NOT IN (SELECT key FROM spellings)
"""
LEARN_RESOLVED = "INSERT INTO resolved SELECT written, name FROM spelled"

WRITE_UNITS = r"""
INSERT INTO units BY NAME
WITH said AS (
    SELECT unit, import_id, "row", seq, coalesce(TRY_CAST(no AS INTEGER), "row") AS sort,
        coalesce(category, level) AS kind
    FROM ready WHERE seq = $seq
), known AS (
    SELECT units.* FROM units SEMI JOIN said USING (unit)
    QUALIFY row_number() OVER (PARTITION BY unit ORDER BY units.seq DESC) = 1
), judged AS (
    SELECT said.* EXCLUDE (kind), known.seq AS before, known.kind AS kind_before, known.sort AS sort_before,
        known.inferred AS inferred_before,
        CASE WHEN said.kind SIMILAR TO '.*(镇|乡|街道).*' THEN '镇'
            WHEN said.kind SIMILAR TO '.*(部门|区直|委|局|办|单位).*' THEN '部门'
            WHEN said.kind IS NOT NULL THEN '其他'
            WHEN said.unit SIMILAR TO '.*(镇|乡|街道|街道办|街道办事处|人民政府)' THEN '镇' ELSE '部门' END AS kind
    FROM said LEFT JOIN known USING (unit)
)
SELECT unit, judged.kind, sort, false AS inferred, judged.import_id, source.sheet, judged.row,
    CASE WHEN $first THEN NULL ELSE source.known_on END AS entered_on, seq
FROM judged JOIN sources AS source USING (seq)
WHERE before IS NULL OR inferred_before OR judged.kind <> kind_before OR sort <> sort_before
"""
ANY_LISTED_UNIT = "SELECT count(*) FROM units WHERE NOT inferred"
WRITE_ALIASES = """
INSERT INTO unit_aliases BY NAME
WITH said AS (
    SELECT unit AS alias, unit, import_id, "row", seq FROM ready WHERE seq = $seq
    UNION ALL SELECT unnest(aliases), unit, import_id, "row", seq FROM ready WHERE seq = $seq
), known AS (
    SELECT alias, arg_max(unit, seq) AS unit, arg_max(learned, seq) AS learned FROM unit_aliases GROUP BY alias
)
SELECT DISTINCT ON (said.alias) said.alias, said.unit, false AS learned, said.import_id, source.sheet, said.row,
    CASE WHEN $first THEN NULL ELSE source.known_on END AS entered_on, said.seq
FROM said JOIN sources AS source USING (seq) LEFT JOIN known USING (alias)
WHERE known.unit IS DISTINCT FROM said.unit OR known.learned
"""
RELEARN_SPELLINGS = """
INSERT INTO spellings BY NAME
SELECT name_key(alias) AS key, arg_max(unit, seq) AS unit FROM unit_aliases GROUP BY 1
"""
FORGET_SPELLINGS = "DELETE FROM spellings"
RENAME_RESPONSIBLE = """
UPDATE responsibilities SET name = spelling.unit FROM spellings AS spelling
WHERE role IN ('lead_unit', 'support_unit', 'town') AND spelling.key = name_key(written) AND name <> spelling.unit
"""
RENAME_HONOURED = """
UPDATE honours SET unit = spelling.unit FROM spellings AS spelling
WHERE spelling.key = name_key(honours.unit) AND honours.unit <> spelling.unit
"""
DROP_RENAMED_UNITS = """
DELETE FROM units WHERE inferred AND EXISTS (
    SELECT 1 FROM spellings AS spelling WHERE spelling.key = name_key(units.unit) AND spelling.unit <> units.unit
)
"""
"""When the unit table explains a name that was only inferred so far, the copy that is being built is put right; earlier
snapshots stay as they were."""

# ---- reports of progress --------------------------------------------------------------------------


def fill_reports(months: list[tuple[str, str | None, str | None]]) -> str:
    """All reports of one table: what it says for its own day, and one per month column that says something.

    `months` holds (ISO day, percent column or None, text column or None). A month column of the same day as the row's
    own report is part of that report; a report without a day of its own belongs to `$progress_on`, else to the row's
    latest month, else to `$today`. A day of actual completion is a report of 100 % on that day.
    """
    union = " UNION ALL ".join(
        f"SELECT row, DATE '{day}' AS report_date, {_column(percent)}::DOUBLE AS percent,"
        f" {_column(text)}::VARCHAR AS text FROM read_parquet($path)"
        for day, percent, text in months
    )
    none = "SELECT 0 AS row, NULL::DATE AS report_date, NULL::DOUBLE AS percent, NULL::VARCHAR AS text WHERE false"
    return f"""
    INSERT INTO reports BY NAME
    WITH monthly AS ({union or none}), latest AS (
        SELECT row, max(report_date) AS month FROM monthly WHERE percent IS NOT NULL OR text IS NOT NULL GROUP BY row
    ), today AS (
        SELECT seq, import_id, ready.row, task_id, coalesce(report_date, $progress_on, month, $today) AS report_date,
            coalesce(percent, CASE WHEN done OR done_on IS NOT NULL THEN 100 END) AS percent, progress_text, status,
            problem, next_step, done_on
        FROM ready LEFT JOIN latest ON latest.row = ready.row WHERE seq = $seq
    ), own AS (
        SELECT today.* EXCLUDE (done_on) REPLACE (
            coalesce(today.percent, monthly.percent) AS percent, coalesce(progress_text, monthly.text) AS progress_text
        )
        FROM today LEFT JOIN monthly ON monthly.row = today.row AND monthly.report_date = today.report_date
        WHERE coalesce(today.percent, monthly.percent) IS NOT NULL
            OR coalesce(progress_text, monthly.text, status, problem, next_step) IS NOT NULL
    )
    SELECT * FROM own
    UNION ALL BY NAME
    SELECT seq, import_id, "row", task_id, done_on AS report_date, 100.0 AS percent
    FROM today WHERE done_on < report_date
        AND NOT EXISTS (SELECT 1 FROM monthly WHERE monthly.row = today.row AND monthly.report_date = today.done_on)
    UNION ALL BY NAME
    SELECT today.seq, today.import_id, today.row, today.task_id, monthly.report_date, monthly.percent,
        monthly.text AS progress_text
    FROM monthly JOIN today ON today.row = monthly.row
    WHERE (monthly.percent IS NOT NULL OR monthly.text IS NOT NULL) AND monthly.report_date <> today.report_date
    """


def _column(key: str | None) -> str:
    return f'"{key}"' if key else "NULL"


REPEATED_REPORTS = """
CREATE OR REPLACE TEMP TABLE repeated AS
WITH several AS (SELECT import_id, task_id FROM identity GROUP BY ALL HAVING count(*) > 1)
SELECT import_id, task_id, report_date FROM reports SEMI JOIN several USING (import_id, task_id)
GROUP BY ALL HAVING count(*) > 1
"""
HOLD_CONTRADICTING_REPORTS = """
INSERT INTO noted
WITH compared AS (
    SELECT reports.*, first_value(percent IGNORE NULLS) OVER same AS first_percent,
        first_value(struct_pack(seq := seq, "row" := "row")) OVER same AS first_place
    FROM reports SEMI JOIN repeated USING (import_id, task_id, report_date)
    WINDOW same AS (
        PARTITION BY import_id, task_id, report_date ORDER BY seq, "row"
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    )
)
SELECT compared.seq, compared.row,
    'percent', report_date, 'error', 'duplicate_report', format('{:g}', percent),
    format('同一任务 {} 的进度在本文件中写了两次：工作表“{}”第 {} 行是 {:g}%，这里是 {:g}%；请核对后只留一个。',
        report_date, source.sheet, first_place."row", first_percent, percent)
FROM compared JOIN sources AS source ON source.seq = first_place.seq
WHERE percent <> first_percent AND compared.seq IN (SELECT seq FROM stage)
"""
DROP_HELD_REPORTS = """
DELETE FROM reports WHERE EXISTS (SELECT 1 FROM held WHERE held.seq = reports.seq AND held.row = reports.row)
"""
JOINED_REPORTS = """
CREATE OR REPLACE TEMP TABLE joined AS
SELECT seq, import_id, min(reports.row) AS row, task_id, report_date, any_value(percent) AS percent,
    string_agg(DISTINCT progress_text, '；' ORDER BY progress_text) AS progress_text, any_value(status) AS status,
    string_agg(DISTINCT problem, '；' ORDER BY problem) AS problem,
    string_agg(DISTINCT next_step, '；' ORDER BY next_step) AS next_step
FROM reports SEMI JOIN repeated USING (import_id, task_id, report_date)
GROUP BY seq, import_id, task_id, report_date HAVING count(*) > 1
"""
"""Two rows of one table that report the same day without contradicting each other are one report."""
DROP_JOINED_REPORTS = """
DELETE FROM reports WHERE (seq, task_id, report_date) IN (SELECT (seq, task_id, report_date) FROM joined)
"""
KEEP_JOINED_REPORTS = "INSERT INTO reports BY NAME SELECT * FROM joined"

NOTE_FUTURE_REPORTS = """
INSERT INTO noted
SELECT seq, min(reports.row), 'percent', report_date, 'warning', 'future_report', report_date::VARCHAR,
    format('填报日期 {} 晚于载入日期 {}，请核对。', report_date, $today)
FROM reports WHERE seq IN (SELECT seq FROM stage) AND report_date > $today GROUP BY seq, report_date
"""

# ---- what is written: only what an earlier load did not say already -------------------------------

REQUIRED = {
    "orders": (), "units": (("unit", "没有写单位名称"),), "honours": (("unit", "没有写是哪个单位"),),
    "milestones": (("milestone", "没有写节点名称"),), "visits": (("visited_on", "没有写走访日期"),),
    "problems": (("problem", "没有写问题内容"),), "progress": (), "tasks": (),
}  # fmt: skip
HOLD_INCOMPLETE = """
INSERT INTO noted
SELECT seq, "row", '{field}', NULL, 'error', 'no_{field}', NULL, '{message}，请补上后重新上传。' FROM stage
WHERE "{field}" IS NULL
"""

NAME_MAP = """
CREATE OR REPLACE TEMP TABLE name_map AS
SELECT map(coalesce(list(written), []), coalesce(list(name), [])) AS names FROM resolved
"""
UNIT_NAMES = """
CREATE OR REPLACE TEMP MACRO unit_names(these, names) AS list_transform(these, lambda one: coalesce(names[one], one))
"""


@dataclass(frozen=True)
class Kept:
    """How rows of one fact table are told apart and compared with the newest known row of the same key.

    `said` is a relation with the table's columns plus `had_board` (plan rows) or `own_date` (dated events). In `key`,
    {t} stands for a table alias. `fields` are compared: name -> expression over `said` and `known`; "" means: what is
    left blank keeps what was known. `also` is taken over with a row, but does not make it different.
    """

    said: str
    key: tuple[str, ...]
    fields: dict[str, str]
    also: tuple[str, ...]
    entered_on: str


_PLAN = "CASE WHEN known.seq IS NULL AND NOT said.had_board THEN NULL ELSE source.known_on END"
_EVENT = "CASE WHEN known.seq IS NULL THEN coalesce(said.own_date, source.known_on) ELSE source.known_on END"


def _had(what: str) -> str:
    return f"ready.board IN (SELECT board FROM boards_before WHERE what = '{what}') AS had_board"


def _plain(*names: str) -> dict[str, str]:
    return dict.fromkeys(names, "")


KEPT = {
    "tasks": Kept(
        f"SELECT *, {_had('tasks')} FROM ready",
        ("{t}.task_id",),
        _plain("no", "category", "project", "task", "target", "weight", "start", "remark")
        | {
            "late_entry": """coalesce(known.late_entry, said.had_board AND (
                coalesce(source.known_on > said.deadline, false) OR coalesce(said.done, said.percent >= 100, false)))"""
        },
        ("task_id", "board"),
        _PLAN,
    ),
    "deadlines": Kept(
        f"SELECT *, {_had('deadlines')} FROM ready WHERE deadline IS NOT NULL",
        ("{t}.task_id",),
        _plain("deadline"),
        ("task_id",),
        _PLAN,
    ),
    "orders": Kept(
        """SELECT ready.* REPLACE (unit_names(lead_units, names) AS lead_units), issued_on AS own_date
           FROM ready CROSS JOIN name_map""",
        ("{t}.task_id", "coalesce(name_key({t}.order_no), '')"),
        _plain("issued_on", "leaders", "lead_units", "target", "deadline"),
        ("task_id", "order_no"),
        _EVENT,
    ),
    "milestones": Kept(
        """SELECT ready.*, nullif(source.has_status, false) AS status_known,
               EXISTS (SELECT 1 FROM known_tasks AS k JOIN boards_before AS b USING (board)
                   WHERE b.what = 'milestones' AND k.task_id = ready.task_id) AS had_board
           FROM ready JOIN sources AS source USING (seq)""",
        ("{t}.task_id", "name_key({t}.milestone)"),
        _plain("planned_on", "weight", "remark")
        | {
            "status_known": "coalesce(said.status_known, known.status_known, false)",
            "done": "coalesce(said.done, said.done_on IS NOT NULL OR coalesce(known.done, false))",
            "done_on": "CASE WHEN said.done = false THEN said.done_on ELSE coalesce(said.done_on, known.done_on) END",
        },
        ("task_id", "milestone"),
        _PLAN,
    ),
    "progress": Kept(
        "SELECT *, report_date AS own_date FROM reports",
        ("{t}.task_id", "{t}.report_date"),
        _plain("percent", "progress_text", "status", "problem", "next_step"),
        ("task_id", "report_date"),
        _EVENT,
    ),
    "visits": Kept(
        "SELECT *, visited_on AS own_date FROM ready",
        ("{t}.task_id", "{t}.visited_on", "coalesce(name_key({t}.visitor), '')"),
        _plain("verified_percent", "visit_score", "problem", "remark"),
        ("task_id", "visited_on", "visitor"),
        _EVENT,
    ),
    "problems": Kept(
        """SELECT ready.* REPLACE (
               unit_names(ready.lead_units, names) AS lead_units, coalesce(ready.opened_on, last.opened_on) AS opened_on
           ), ready.opened_on AS own_date
           FROM ready CROSS JOIN name_map LEFT JOIN (
               SELECT task_id, name_key(problem) AS about, max(opened_on) AS opened_on FROM problems GROUP BY ALL
           ) AS last ON last.task_id = ready.task_id AND last.about = name_key(ready.problem)""",
        ("{t}.task_id", "name_key({t}.problem)", "coalesce({t}.opened_on, DATE '0001-01-01')"),
        _plain("due_on", "closed_on", "severity", "lead_units"),
        ("task_id", "problem", "opened_on"),
        _EVENT,
    ),
    "honours": Kept(
        """SELECT named.* EXCLUDE (unit), unnest(unit_names(lead_units, names)) AS unit, issued_on AS own_date
           FROM ready AS named CROSS JOIN name_map""",
        (
            "{t}.unit", "coalesce(name_key({t}.matter), '')", "coalesce({t}.level, '')",
            "coalesce(name_key({t}.document_no), '')",
        ),
        _plain("city_rank", "points", "issued_on", "remark"),
        ("unit", "level", "matter", "document_no"),
        _EVENT,
    ),
}  # fmt: skip

SAID = {name: f"CREATE OR REPLACE TEMP VIEW stated AS {kept.said}" for name, kept in KEPT.items()}


_NEWEST = """SELECT past.* FROM {table} AS past SEMI JOIN said ON {same}
        QUALIFY row_number() OVER (PARTITION BY {key} ORDER BY past.seq DESC) = 1"""
_NOTHING = "SELECT * FROM {table} WHERE false"


def _keep_changes(table: str, kept: Kept, newest: str) -> str:
    same = " AND ".join(f"{part.format(t='known')} = {part.format(t='said')}" for part in kept.key)
    past_same = " AND ".join(f"{part.format(t='past')} = {part.format(t='said')}" for part in kept.key)
    values = {name: text or f'coalesce(said."{name}", known."{name}")' for name, text in kept.fields.items()}
    differs = " OR ".join(f'{text} IS DISTINCT FROM known."{name}"' for name, text in values.items())
    return f"""
    INSERT INTO {table} BY NAME
    WITH said AS (
        SELECT * FROM stated WHERE seq = $seq
        QUALIFY NOT $dedupe OR row_number() OVER (PARTITION BY {_key(kept, "stated")} ORDER BY "row") = 1
    ), known AS (
        {newest.format(table=table, same=past_same, key=_key(kept, "past"))}
    )
    SELECT {", ".join(f'said."{name}"' for name in kept.also)},
        {", ".join(f'{text} AS "{name}"' for name, text in values.items())},
        said.import_id, source.sheet, said.row, {kept.entered_on} AS entered_on, said.seq
    FROM said JOIN sources AS source USING (seq) LEFT JOIN known ON {same}
    WHERE known.seq IS NULL OR {differs}
    """


def _key(kept: Kept, alias: str) -> str:
    return ", ".join(part.format(t=alias) for part in kept.key)


def _hold_repeated(table: str, kept: Kept) -> str:
    content = ", ".join(f'said."{name}"' for name in kept.fields)
    return f"""
    INSERT INTO noted
    WITH compared AS (
        SELECT said.seq, said.row, to_json(row({content})) AS content,
            first_value(said.row) OVER same AS first_row,
            first_value(to_json(row({content}))) OVER same AS first_content
        FROM stated AS said WINDOW same AS (PARTITION BY said.seq, {_key(kept, "said")} ORDER BY said.row)
    )
    SELECT DISTINCT seq, "row", '{kept.also[-1]}', NULL::DATE, 'error', 'duplicate_row', NULL,
        format('与第 {{}} 行说的是同一件事，但内容不同；请核对后只留一行，或写清楚两者的区别。', first_row)
    FROM compared WHERE "row" > first_row AND content <> first_content
    """


WRITE = {name: _keep_changes(name, kept, _NEWEST) for name, kept in KEPT.items()}
WRITE_FIRST = {name: _keep_changes(name, kept, _NOTHING) for name, kept in KEPT.items()}
"""The same for a table that is still empty: twice as fast, which a first ledger of 100,000 rows notices."""
IS_EMPTY = {name: f"SELECT NOT EXISTS (SELECT 1 FROM {name})" for name in (*KEPT, "responsibilities")}
HOLD_REPEATED = {
    name: _hold_repeated(name, kept) for name, kept in KEPT.items() if name not in ("tasks", "deadlines", "progress")
}

_SAID_SETS = f"""
WITH sets AS (
    UNPIVOT (
        SELECT task_id, board, import_id, "row", seq, {", ".join(f"{field} AS {role}" for field, role in ROLES.items())}
        FROM ready WHERE seq = $seq
    ) ON {", ".join(ROLES.values())} INTO NAME role VALUE names
), said AS (
    SELECT each.*, coalesce(resolved.name, each.written) AS name,
        each.board IN (SELECT board FROM boards_before WHERE what = 'responsibilities') AS had_board
    FROM (SELECT * EXCLUDE (names), unnest(names) AS written FROM sets) AS each
    LEFT JOIN resolved ON resolved.written = each.written AND each.role IN ('lead_unit', 'support_unit', 'town')
)"""
WRITE_FIRST_RESPONSIBILITIES = f"""
INSERT INTO responsibilities BY NAME
{_SAID_SETS}
SELECT task_id, role, name, written, said.import_id, source.sheet, said.row, NULL::DATE AS entered_on, said.seq
FROM said JOIN sources AS source USING (seq)
"""
WRITE_RESPONSIBILITIES = f"""
INSERT INTO responsibilities BY NAME
{_SAID_SETS}, past AS (
    SELECT duty.* FROM responsibilities AS duty SEMI JOIN said USING (task_id)
    QUALIFY duty.seq = max(duty.seq) OVER (PARTITION BY task_id, role)
), known AS (
    SELECT task_id, role, bit_xor(hash(name)) AS names FROM (SELECT DISTINCT task_id, role, name FROM past) GROUP BY ALL
), unchanged AS (
    SELECT task_id, role, bit_xor(hash(name)) AS names FROM (SELECT DISTINCT task_id, role, name FROM said) GROUP BY ALL
    INTERSECT
    SELECT task_id, role, names FROM known
)
SELECT task_id, role, name, written, said.import_id, source.sheet, said.row,
    CASE WHEN known.task_id IS NULL AND NOT said.had_board THEN NULL ELSE source.known_on END AS entered_on, said.seq
FROM said ANTI JOIN unchanged USING (task_id, role)
JOIN sources AS source USING (seq)
LEFT JOIN known USING (task_id, role)
"""
"""When the names of one role of a task change, the whole set is written again."""
HAS_SEVERAL_SPELLINGS = """
SELECT EXISTS (SELECT 1 FROM resolved GROUP BY name HAVING count(DISTINCT written) > 1)
"""
DROP_SAME_UNIT_TWICE = """
DELETE FROM responsibilities WHERE seq = $seq AND rowid NOT IN (
    SELECT min(rowid) FROM responsibilities WHERE seq = $seq GROUP BY task_id, role, name
) AND name IN (SELECT name FROM resolved GROUP BY name HAVING count(DISTINCT written) > 1)
"""
"""太和镇 and 太和镇人民政府 in one cell are one unit."""

# ---- the end of a load: findings, held rows, counts, checks ---------------------------------------

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
)
"""
FORGET_RETRIED_FINDINGS = """
DELETE FROM findings WHERE severity = 'error' AND EXISTS (
    SELECT 1 FROM stage JOIN sources AS source USING (seq)
    WHERE source.retry AND source.import_id = findings.import_id AND source.sheet = findings.sheet
        AND stage.row::VARCHAR = regexp_extract(findings.cell, '[0-9]+$')
)
"""
RECOUNT_RETRIED = """
UPDATE imports SET rows_loaded = rows_loaded + rows_held - $held, rows_held = $held, seq = $seq
WHERE import_id = $import_id
"""
COUNT_STILL_HELD = "SELECT count(*) FROM held_rows WHERE import_id = $import_id"
COUNT_STAGE = "SELECT source.import_id, count(*) FROM stage JOIN sources AS source USING (seq) GROUP BY 1"

FACTS = tuple(name for name, columns in TABLES.items() if "seq" in columns and name != "imports")

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

_WITHOUT_IMPORT = "SELECT count(*) FROM {} WHERE import_id NOT IN (SELECT import_id FROM imports)"
_WITHOUT_TASK = "SELECT count(*) FROM {} WHERE task_id NOT IN (SELECT task_id FROM tasks)"
_ABOUT_TASKS = tuple(name for name in FACTS if "task_id" in TABLES[name] and name != "tasks")
CHECKS = {
    **{
        f"{name} 中有 {{}} 行没有来历": _WITHOUT_IMPORT.format(name)
        for name in (*FACTS, "findings", "held_rows", "source_columns")
    },
    **{f"{name} 中有 {{}} 行指向不存在的任务": _WITHOUT_TASK.format(name) for name in _ABOUT_TASKS},
    "有 {} 个责任单位不在单位表中": """SELECT count(*) FROM responsibilities
        WHERE role IN ('lead_unit', 'support_unit', 'town') AND name NOT IN (SELECT unit FROM units)""",
    "有 {} 次载入的保留行数对不上": """SELECT count(*) FROM imports LEFT JOIN (
            SELECT import_id, count(*) AS held FROM held_rows GROUP BY 1
        ) AS counted USING (import_id) WHERE rows_held <> coalesce(held, 0)""",
}
"""Sentence -> statement that counts what must not be there."""

# ---- reading whole tables -------------------------------------------------------------------------

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
