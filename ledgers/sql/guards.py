"""Guards: what a new ledger says that a person should look at before it counts, beside what was known before it.

Each guard fills `guarded`, a table shaped like `noted`. `$before` is the last import's place before this load. None of
them holds a row: the ledger may be right, and then a person says so.
"""

SETUP = "CREATE OR REPLACE TEMP TABLE guarded AS SELECT *, NULL::VARCHAR AS task_id FROM noted WHERE false"

PROGRESS_GOES_BACK = """
INSERT INTO guarded
WITH stepped AS (
    SELECT task_id, seq, "row", report_date, percent, lag(percent) OVER same AS percent_before,
        lag(report_date) OVER same AS day_before
    FROM progress WHERE percent IS NOT NULL WINDOW same AS (PARTITION BY task_id ORDER BY report_date, seq, "row")
)
SELECT seq, "row", 'percent', report_date, 'warning', 'progress_goes_back', format('{:g}%', percent),
    format('的进度比 {} 的 {:g}% 少了 {:.1f} 个百分点；如果确实回退，请在进展里写明原因，否则请改正。',
        day_before, percent_before, percent_before - percent), task_id
FROM stepped WHERE seq > $before AND percent < percent_before AND day_before < report_date
"""
"""A day that is reported anew is compared by the next guard."""

REPORT_CHANGED = """
INSERT INTO guarded
WITH told AS (
    SELECT *, lag(percent) OVER (PARTITION BY task_id, report_date ORDER BY seq, "row") AS percent_before FROM progress
)
SELECT seq, "row", 'percent', report_date, 'warning', 'report_changed', format('{:g}%', percent),
    format(' {} 的进度以前填报 {:g}%，这里写的是 {:g}%，以这里的为准；如果传错了月份，请不要发布。',
        report_date, percent_before, percent), task_id
FROM told WHERE seq > $before AND percent <> percent_before
"""

TEXT_REPEATED = """
INSERT INTO guarded
WITH told AS (
    SELECT *, arg_max(
            struct_pack(said := progress_text, day := report_date), struct_pack(day := report_date, seq := seq)
        ) OVER earlier AS past
    FROM progress WHERE length(progress_text) >= 10
    WINDOW earlier AS (
        PARTITION BY task_id ORDER BY report_date RANGE BETWEEN UNBOUNDED PRECEDING AND INTERVAL 20 DAYS PRECEDING
    )
)
SELECT seq, "row", 'progress_text', report_date, 'warning', 'text_repeated', left(progress_text, 30),
    format('的进展文字与 {} 填报的一字不差；没有新进展请写明原因，有进展请更新。', past.day), task_id
FROM told WHERE seq > $before AND progress_text = past.said AND coalesce(percent, 0) < 100
"""
"""Beside what was said some three weeks or more ago: two ledgers of one month may well use the same words."""

FULL_WITHOUT_EVIDENCE = """
INSERT INTO guarded
WITH finished AS (
    SELECT task_id, arg_min(seq, report_date) AS seq, arg_min("row", report_date) AS "row",
        min(report_date) AS report_date, bool_or(progress_text IS NOT NULL OR status IS NOT NULL) AS told
    FROM progress WHERE percent >= 100 GROUP BY task_id
)
SELECT seq, "row", 'percent', report_date, 'warning', 'full_without_evidence', '100%',
    '报了 100%，但没有进展说明，也没有节点完成、走访核验可以佐证；请补上说明或佐证材料。', task_id
FROM finished
WHERE seq > $before AND NOT told
    AND NOT EXISTS (SELECT 1 FROM milestones AS node WHERE node.task_id = finished.task_id AND node.done_on IS NOT NULL)
    AND NOT EXISTS (
        SELECT 1 FROM visits AS visit WHERE visit.task_id = finished.task_id AND visit.verified_percent IS NOT NULL
    )
"""

DEADLINE_MOVED = """
INSERT INTO guarded
WITH told AS (
    SELECT *, lag(deadline) OVER same AS deadline_before, first_value(deadline) OVER same AS baseline
    FROM deadlines WINDOW same AS (PARTITION BY task_id ORDER BY seq, "row")
)
SELECT seq, "row", 'deadline', NULL, 'warning', 'deadline_moved', deadline::VARCHAR,
    format('的完成时限由 {} 改为 {}：作为调整留下记录，评分仍按最早的 {}。',
        deadline_before, deadline, baseline), task_id
FROM told WHERE seq > $before AND deadline <> deadline_before
"""

SIMILAR_TASK = """
INSERT INTO guarded
WITH known AS (
    SELECT *, name_key(task) AS key FROM (
        SELECT task_id, board, arg_max(task, seq) AS task FROM tasks
        WHERE seq <= $before AND task_id NOT IN (SELECT task_id FROM identity WHERE task_id IS NOT NULL)
        GROUP BY ALL ORDER BY ALL LIMIT 5000
    )
), fresh AS (
    SELECT *, name_key(task) AS key FROM (
        SELECT task_id, seq, "row", board, task FROM tasks
        WHERE seq > $before AND task_id NOT IN (SELECT task_id FROM tasks WHERE seq <= $before)
        ORDER BY seq, "row" LIMIT 300
    )
), near AS (
    SELECT fresh.*, known.task AS other,
        1 - levenshtein(fresh.key, known.key) / greatest(strlen(fresh.key), strlen(known.key)) AS likeness
    FROM fresh JOIN known USING (board)
    WHERE abs(length(fresh.key) - length(known.key)) <= 6
    QUALIFY row_number() OVER (PARTITION BY seq, "row" ORDER BY likeness DESC, other) = 1
)
SELECT seq, "row", 'task', NULL, 'warning', 'similar_task', task,
    format('与已有任务“{}”很像（相似 {:.0f}%），现在按新任务读入；如果是同一项，请改成一样的名称再上传。',
        other, 100 * likeness), task_id
FROM near WHERE likeness >= 0.75
"""
"""Only of tasks that this load does not mention: two similar names in one ledger are two tasks. `levenshtein` counts
bytes, so it is set against lengths in bytes."""

DUE_MOVED = """
INSERT INTO guarded
WITH told AS (
    SELECT *, lag(due_on) OVER same AS due_before, first_value(due_on) OVER same AS baseline
    FROM supervisions WHERE due_on IS NOT NULL
    WINDOW same AS (PARTITION BY name_key(matter), lead_units, issued_on ORDER BY seq, "row")
)
SELECT seq, "row", 'due_on', NULL, 'warning', 'due_moved', due_on::VARCHAR,
    format('“{}”的反馈时限由 {} 改为 {}：作为调整留下记录，逾期仍按最早的 {} 算。',
        translate(matter, '“”', '‘’'), due_before, due_on, baseline), NULL
FROM told WHERE seq > $before AND due_on <> due_before
"""

BEFORE_ISSUED = """
INSERT INTO guarded
SELECT seq, "row", field, CASE WHEN field = 'report_date' THEN NULL END, 'warning', 'before_issued', day::VARCHAR,
    format('“{}”的{} {} 早于交办日期 {}；请核对这两个日期。',
        translate(matter, '“”', '‘’'), word, day, issued_on), NULL
FROM (
    SELECT *, 'due_on' AS field, '反馈时限' AS word, due_on AS day FROM supervisions
    UNION ALL BY NAME SELECT *, 'report_date' AS field, '反馈日期' AS word, report_date AS day FROM supervisions
    UNION ALL BY NAME SELECT *, 'visited_on' AS field, '核查日期' AS word, visited_on AS day FROM supervisions
    UNION ALL BY NAME SELECT *, 'closed_on' AS field, '办结日期' AS word, closed_on AS day FROM supervisions
) WHERE seq > $before AND day < issued_on
"""

VALUE_CHANGED = """
INSERT INTO guarded
WITH told AS (
    SELECT *, lag(value) OVER (PARTITION BY unit, name_key(indicator), period ORDER BY seq, "row") AS value_before
    FROM indicators WHERE value IS NOT NULL
)
SELECT seq, "row", 'value', NULL, 'warning', 'value_changed', format('{:g}', value),
    format('{}“{}”{}的完成值以前填报 {:g}，这里写的是 {:g}，以这里的为准；如果写错了期间，请不要发布。',
        unit, translate(indicator, '“”', '‘’'), period, value_before, value), NULL
FROM told WHERE seq > $before AND value <> value_before
"""

VALUE_AS_SHARE = """
INSERT INTO guarded
SELECT seq, "row", 'value', NULL, 'warning', 'value_as_share', format('{:g}', value),
    format('“{}”按百分数填报，{}写的是 {:g}；如果单元格设成了百分比格式，请改成数字'
        || '（26.57% 写 26.57）；确实不到百分之一就不用改。',
        translate(indicator, '“”', '‘’'), unit, value), NULL
FROM indicators
WHERE seq > $before AND value <> 0 AND abs(value) < 1 AND regexp_matches(indicator, '[%％]|增速|增幅|增长率')
"""
"""A cell with the format of a percent holds a hundredth of what it shows. A growth of less than one percent is asked
about for nothing; a figure a hundred times too small is worse."""

APPROVED_LATE = """
INSERT INTO guarded
WITH ends AS (
    SELECT task_id, arg_min(deadline, (seq, "row")) AS day FROM deadlines WHERE deadline IS NOT NULL GROUP BY 1
), nodes AS (
    SELECT task_id, name_key(milestone) AS key, arg_min(planned_on, (seq, "row")) AS day FROM milestones
    WHERE planned_on IS NOT NULL GROUP BY ALL
), told AS (
    SELECT exempt.*, CASE WHEN milestone IS NULL THEN ends.day ELSE coalesce(nodes.day, ends.day) END AS original
    FROM exemptions AS exempt LEFT JOIN ends USING (task_id)
    LEFT JOIN nodes ON nodes.task_id = exempt.task_id AND nodes.key = name_key(exempt.milestone)
)
SELECT seq, "row", 'approved_on', NULL, 'warning', 'approved_late', approved_on::VARCHAR,
    format('的豁免 {} 才批准，不早于原定时限 {}：只登记，不作豁免，照常评分。', approved_on, original), task_id
FROM told WHERE seq > $before AND approved_on >= original
"""

EXEMPT_NODE_UNKNOWN = """
INSERT INTO guarded
SELECT seq, "row", 'milestone', NULL, 'warning', 'exempt_node_unknown', milestone,
    format('的倒排工期里没有节点“{}”：这项豁免暂不起作用；请核对节点名称，整项任务豁免的请把节点留空。',
        translate(milestone, '“”', '‘’')), task_id
FROM exemptions AS exempt
WHERE seq > $before AND milestone IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM milestones AS node
    WHERE node.task_id = exempt.task_id AND name_key(node.milestone) = name_key(exempt.milestone)
)
"""

MISSING_TASKS = """
INSERT INTO guarded
WITH known AS (
    SELECT task_id, board, arg_max(task, seq) AS task FROM tasks WHERE seq <= $before GROUP BY ALL
), told AS (
    SELECT source.import_id, min(source.seq) AS seq, min(identity.row) AS "row", known.board,
        list(DISTINCT identity.task_id) AS ids
    FROM identity JOIN sources AS source USING (seq) JOIN known USING (task_id) WHERE source.kind = 'tasks'
    GROUP BY source.import_id, known.board
), missing AS (
    SELECT told.seq, told.row, told.board, list(known.task ORDER BY known.task) AS names
    FROM told JOIN known ON known.board = told.board AND NOT list_contains(told.ids, known.task_id)
    WHERE len(told.ids) * 2 >= (SELECT count(*) FROM known AS every_ WHERE every_.board = told.board)
    GROUP BY told.seq, told.row, told.board
)
SELECT seq, "row", 'task', NULL, 'warning', 'missing_tasks', len(names)::VARCHAR,
    format('以前{}有、这份台账没有写到的任务 {} 项：{}。它们仍按原来的保留；如果确已取消，请在台账里写明。',
        board, len(names), array_to_string(names[:8], '、') || CASE WHEN len(names) > 8 THEN '等' ELSE '' END), NULL
FROM missing
"""
"""Only where the ledger speaks of at least half of the board: a town's own ledger leaves most tasks out rightly."""

GUARDS = (
    PROGRESS_GOES_BACK, REPORT_CHANGED, TEXT_REPEATED, FULL_WITHOUT_EVIDENCE, DEADLINE_MOVED, SIMILAR_TASK,
    MISSING_TASKS, DUE_MOVED, BEFORE_ISSUED, VALUE_CHANGED, VALUE_AS_SHARE, APPROVED_LATE, EXEMPT_NODE_UNKNOWN,
)  # fmt: skip
"""Every guard; a new one is one statement here and one case of test."""

WITHIN_ONE_TABLE = (PROGRESS_GOES_BACK, TEXT_REPEATED, FULL_WITHOUT_EVIDENCE, BEFORE_ISSUED, VALUE_AS_SHARE)

CODES = (
    "progress_goes_back", "report_changed", "text_repeated", "full_without_evidence", "deadline_moved", "similar_task",
    "missing_tasks", "due_moved", "before_issued", "value_changed", "value_as_share", "approved_late",
    "exempt_node_unknown",
)  # fmt: skip
"""What they find, in findings: questions that a person answers before publishing."""

TELL = """
INSERT INTO noted
SELECT seq, "row", field, report_date, severity, code, value,
    coalesce('“' || translate(names.task, '“”', '‘’') || '”', '') || message || CASE WHEN rank = $most AND count > $most
        THEN format('（同样的情况还有 {} 处，不再逐个列出。）', count - $most) ELSE '' END
FROM (
    SELECT *, row_number() OVER same AS rank, count(*) OVER (PARTITION BY seq, code) AS count
    FROM guarded WINDOW same AS (PARTITION BY seq, code ORDER BY report_date, "row")
) AS told LEFT JOIN (
    SELECT task_id, arg_max(task, seq) AS task FROM tasks SEMI JOIN guarded USING (task_id) GROUP BY task_id
) AS names USING (task_id)
WHERE rank <= $most
"""
MOST_TOLD = 50
