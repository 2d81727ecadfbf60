"""Columns that a table has more or less than the last one like it: a layout that drifts from month to month."""

NOTE_DRIFT = r"""
INSERT INTO findings BY NAME
WITH tables AS (
    SELECT import_id, sheet, first_row, any_value(fingerprint) AS fingerprint, min(imports.seq) AS seq,
        any_value(imports.file) AS file, any_value(imports.kinds) AS kinds,
        list(DISTINCT regexp_replace(regexp_replace(heading, '\s|[(（].*?[)）]', '', 'g'), '\d+', '#', 'g')) AS headings
    FROM source_columns JOIN imports USING (import_id) WHERE heading <> '' GROUP BY import_id, sheet, first_row
), past AS (
    SELECT * FROM tables WHERE seq <= $before
    QUALIFY row_number() OVER (PARTITION BY fingerprint ORDER BY seq DESC) = 1
), fresh AS (
    SELECT * FROM tables WHERE seq > $before AND fingerprint NOT IN (SELECT fingerprint FROM past)
), nearest AS (
    SELECT fresh.*, past.headings AS headings_before, past.file AS file_before,
        len(list_intersect(fresh.headings, past.headings))
            / len(list_distinct(list_concat(fresh.headings, past.headings))) AS alike
    FROM fresh JOIN past ON list_has_any(fresh.kinds, past.kinds)
    QUALIFY row_number() OVER (
        PARTITION BY fresh.import_id, fresh.sheet, fresh.first_row ORDER BY alike DESC, past.seq DESC
    ) = 1
), differing AS (
    SELECT *, list_sort(list_filter(headings, lambda one: NOT list_contains(headings_before, one))) AS more,
        list_sort(list_filter(headings_before, lambda one: NOT list_contains(headings, one))) AS less
    FROM nearest WHERE alike >= 0.5
)
SELECT import_id, sheet, '' AS cell, CASE WHEN len(less) > 0 THEN 'warning' ELSE 'info' END AS severity,
    'layout_changed' AS code, array_to_string(list_concat(more, less), '、') AS value,
    format('与上次的“{}”相比，这张表', file_before)
    || CASE WHEN len(more) > 0 THEN format('多了 {} 列（{}）', len(more), array_to_string(more[:8], '、')) ELSE '' END
    || CASE WHEN len(more) > 0 AND len(less) > 0 THEN '，' ELSE '' END
    || CASE WHEN len(less) > 0 THEN format('少了 {} 列（{}）', len(less), array_to_string(less[:8], '、')) ELSE '' END
    || '；如果不是有意的，请核对表头。' AS message
FROM differing WHERE len(more) + len(less) > 0
"""
"""Set against the latest table of every earlier layout; one that shares less than half of its headings is another
table, not the same one grown."""
