"""Who is meant by a row of a task ledger: the same task as before, a new one, or the same one twice."""

from ledgers.sql.stage import HOLD_NOTED

DEFAULT_BOARD = """
UPDATE stage SET board = source.board FROM sources AS source WHERE source.seq = stage.seq AND stage.board IS NULL
"""
TASK_OR_PROJECT = "UPDATE stage SET task = project WHERE task IS NULL"

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

STEPS = (
    DEFAULT_BOARD, TASK_OR_PROJECT, NAMED_ROWS, HOLD_NAMELESS_TASKS, CROWDED_NAMES, IDENTIFY_TASKS, NOTE_TOLD_APART,
    HOLD_REPEATED_TASKS, HOLD_NOTED,
)  # fmt: skip
