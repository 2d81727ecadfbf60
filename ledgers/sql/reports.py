# ruff: noqa: S608 - names come from the schema, values go as parameters
"""Reports of progress: unpivoted from month columns, dated, and held where a file contradicts itself."""

from ledgers.sql.stage import HOLD_NOTED


def fill_reports(months: list[tuple[str, str | None, str | None]]) -> str:
    """All reports of one table (`$seq`), or with `months` empty of all tables of a kind without month columns: what a
    table says for its own day, and one per month column that says something.

    `months` holds (ISO day, percent column or None, text column or None). A month column of the same day as the row's
    own report is part of that report; a report without a day of its own belongs to its table's day, else to the row's
    latest month, else to `$today`. A day of actual completion is a report of 100 % on that day.
    """
    union = " UNION ALL ".join(
        f"SELECT row, DATE '{day}' AS report_date, {_column(percent)}::DOUBLE AS percent,"
        f" {_column(text)}::VARCHAR AS text FROM read_parquet($path)"
        for day, percent, text in months
    )
    tables = "source.seq = $seq" if months else "source.kind = $kind AND NOT source.monthly"
    none = "SELECT 0 AS row, NULL::DATE AS report_date, NULL::DOUBLE AS percent, NULL::VARCHAR AS text WHERE false"
    return f"""
    INSERT INTO reports BY NAME
    WITH monthly AS ({union or none}), latest AS (
        SELECT row, max(report_date) AS month FROM monthly WHERE percent IS NOT NULL OR text IS NOT NULL GROUP BY row
    ), today AS (
        SELECT ready.seq, ready.import_id, ready.row, task_id,
            coalesce(report_date, source.progress_on, month, $today) AS report_date,
            coalesce(percent, CASE WHEN done OR done_on IS NOT NULL THEN 100 END) AS percent, progress_text, status,
            problem, next_step, done_on
        FROM ready JOIN sources AS source ON source.seq = ready.seq AND {tables}
        LEFT JOIN latest ON latest.row = ready.row
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

STEPS = (
    REPEATED_REPORTS, HOLD_CONTRADICTING_REPORTS, HOLD_NOTED, DROP_HELD_REPORTS, REPEATED_REPORTS, JOINED_REPORTS,
    DROP_JOINED_REPORTS, KEEP_JOINED_REPORTS,
)  # fmt: skip

NOTE_FUTURE_REPORTS = """
INSERT INTO noted
SELECT seq, min(reports.row), 'percent', report_date, 'warning', 'future_report', report_date::VARCHAR,
    format('填报日期 {} 晚于载入日期 {}，请核对。', report_date, $today)
FROM reports WHERE seq IN (SELECT seq FROM stage) AND report_date > $today GROUP BY seq, report_date
"""
