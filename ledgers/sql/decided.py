"""What people decided: kept, looked up, and applied to the names of units."""

HAS_DECISIONS = "SELECT count(*) FROM duckdb_tables() WHERE table_name = 'decisions'"
COUNT = "SELECT count(*) FROM decisions"
HOLDING = """
SELECT kind, scope, subject, answer, was, reason, since, decided_by, decided_at FROM decisions
QUALIFY row_number() OVER (PARTITION BY kind, scope, subject ORDER BY seq DESC) = 1 ORDER BY seq
"""
RECORD = """
INSERT INTO decisions BY NAME
SELECT $kind AS kind, $scope AS scope, $subject AS subject, $answer AS answer, $was AS was, $reason AS reason,
    $since AS since, $decided_by AS decided_by, $decided_at AS decided_at,
    (SELECT coalesce(max(seq), 0) + 1 FROM decisions) AS seq
WHERE NOT EXISTS (
    SELECT 1 FROM (
        SELECT arg_max(answer, seq) AS answer, arg_max(reason, seq) AS reason, arg_max(since, seq) AS since
        FROM decisions WHERE kind = $kind AND scope = $scope AND subject = $subject HAVING count(*) > 0
    ) AS last
    WHERE last.answer = $answer AND last.reason = $reason AND last.since IS NOT DISTINCT FROM $since
)
"""

MEANT = """
SELECT name_key(subject) AS key, arg_max(answer, seq) AS unit, arg_max(since, seq) AS since
FROM decisions WHERE kind = 'unit' GROUP BY 1
"""
"""A unit that somebody said is another one, or one of its own."""

POINT_ALIASES = f"""
UPDATE unit_aliases SET unit = meant.unit, learned = true FROM ({MEANT}) AS meant
WHERE meant.key = name_key(unit_aliases.alias) AND unit_aliases.unit <> meant.unit
"""  # noqa: S608 - the text of this file
NOTE_RENAMED_UNITS = f"""
INSERT INTO noted
SELECT place.seq, place."row", place.field, NULL, 'info', 'renamed_unit', written,
    format('“{{}}”自 {{}} 起归入“{{}}”，已按“{{}}”读入；请把台账里的名称改过来。',
        written, meant.since, meant.unit, meant.unit)
FROM spelled JOIN ({MEANT}) AS meant ON meant.key = name_key(written)
JOIN sources AS source ON source.seq = place.seq
WHERE meant.since IS NOT NULL AND source.known_on >= meant.since AND meant.key <> name_key(meant.unit)
"""  # noqa: S608 - the text of this file
