"""Which task a row of another ledger speaks about: by name, project, number; unknown ones are held."""

from ledgers.sql.stage import HOLD_NOTED

ASKED = """
CREATE OR REPLACE TEMP TABLE asked AS
WITH distinct_rows AS (
    SELECT DISTINCT board, no, project, task, lead_units, towns FROM stage
    WHERE NOT $may_be_free OR task IS NOT NULL OR project IS NOT NULL
),
numbered AS (SELECT row_number() OVER () AS ask, * FROM distinct_rows)
SELECT ask, board, no, project, task, lead_units, towns, name_key(no) AS no_key,
    coalesce(name_key(project), '') AS project_key, coalesce(name_key(task), '') AS task_key,
    list_transform(list_concat(coalesce(lead_units, []), coalesce(towns, [])), lambda name: name_key(name)) AS who
FROM numbered
"""
"""Each different way in which the stage names a task, once. Where rows may be about no task, only those that name one
are asked."""

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
IDENTIFY_FREE = f"{IDENTIFY_NOTHING} WHERE $may_be_free AND task IS NULL AND project IS NULL"

STEPS = (
    ASKED, SPLIT_ASKED, CANDIDATES, ANSWERS, HOLD_UNKNOWN_TASKS, HOLD_AMBIGUOUS_TASKS, NOTE_NUMBER_MISMATCH, HOLD_NOTED,
    IDENTIFY_REFERENCES, IDENTIFY_FREE,
)  # fmt: skip
