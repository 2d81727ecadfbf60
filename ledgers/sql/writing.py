# ruff: noqa: S608 - names come from the schema, values go as parameters
"""What is written: only what an earlier load did not say already."""

from dataclasses import dataclass

from ledgers.schema import ROLES

REQUIRED = {
    "orders": (), "units": (("unit", "没有写单位名称"),), "honours": (("unit", "没有写是哪个单位"),),
    "milestones": (("milestone", "没有写节点名称"),), "visits": (("visited_on", "没有写走访日期"),),
    "problems": (("problem", "没有写问题内容"),), "progress": (), "tasks": (),
    "supervisions": (("matter", "没有写督查事项"),),
    "indicators": (
        ("unit", "没有写是哪个单位"), ("indicator", "没有写指标名称"),
        ("period", "没有写是哪个期间，标题里也没有"),
    ),
    "exemptions": (
        ("approver", "没有写批准人，豁免须由具名的领导批准"), ("approved_on", "没有写批准日期"),
        ("until", "没有写豁免到哪一天为止"),
    ),
}  # fmt: skip
HOLD_INCOMPLETE = """
INSERT INTO noted
SELECT seq, "row", '{field}', NULL, 'error', 'no_{field}', NULL, '{message}，请补上后重新上传。' FROM stage
WHERE "{field}" IS NULL
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


_ASKED = "coalesce(array_to_string(list_sort(list_distinct({t}.lead_units)), '、'), '')"
_SUPERVISED = f"""
WITH named AS (
    SELECT ready.* REPLACE (unit_names(lead_units, names) AS lead_units) FROM ready CROSS JOIN name_map
), past AS (
    SELECT name_key(matter) AS about, {_ASKED.format(t="supervisions")} AS asked, lead_units, issued_on
    FROM supervisions
), only_units AS (
    SELECT about, any_value(lead_units) AS lead_units FROM past GROUP BY about HAVING count(DISTINCT asked) = 1
), asked_of AS (
    SELECT named.* REPLACE (coalesce(named.lead_units, only_units.lead_units) AS lead_units)
    FROM named LEFT JOIN only_units ON only_units.about = name_key(named.matter)
), last AS (
    SELECT about, asked, max(issued_on) AS issued_on FROM past GROUP BY ALL
)
SELECT asked_of.* REPLACE (coalesce(asked_of.issued_on, last.issued_on) AS issued_on),
    CASE WHEN coalesce(progress_text, status) IS NULL OR coalesce(report_date, visited_on, closed_on) IS NOT NULL
        THEN asked_of.issued_on END AS own_date
FROM asked_of LEFT JOIN last
    ON last.about = name_key(asked_of.matter) AND last.asked = {_ASKED.format(t="asked_of")}
"""
"""One matter may be asked of eight towns on one day, a row for each. A row that leaves out the units or the day means
the item that is known; what is told without any day of its own counts from the ledger's day."""

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
        _plain("city_rank", "points", "issued_on", "remark", "project"),
        ("unit", "level", "matter", "document_no"),
        _EVENT,
    ),
    "supervisions": Kept(
        _SUPERVISED,
        ("name_key({t}.matter)", _ASKED, "coalesce({t}.issued_on, DATE '0001-01-01')"),
        _plain(
            "task_id", "document_no", "due_on", "progress_text", "report_date", "visited_on", "status", "problem",
            "next_step", "remark",
        )
        | {
            "closed_on": """CASE WHEN said.done = false THEN said.closed_on
                ELSE coalesce(said.closed_on, known.closed_on) END""",
            "done": "coalesce(said.done, said.closed_on IS NOT NULL OR coalesce(known.done, false))",
        },
        ("lead_units", "issued_on", "matter"),
        _EVENT,
    ),
    "indicators": Kept(
        """SELECT named.* EXCLUDE (unit), unnest(unit_names(lead_units, names)) AS unit,
               period_end(period) AS period_end,
               least(coalesce(report_date, period_end(period)), source.known_on) AS own_date
           FROM ready AS named CROSS JOIN name_map JOIN sources AS source USING (seq)""",
        ("{t}.unit", "name_key({t}.indicator)", "{t}.period"),
        _plain("value", "target_value", "direction", "remark"),
        ("unit", "period", "period_end", "indicator"),
        _EVENT,
    ),
    # The register as it stood when the office began counts from each approval; what comes later counts from the day of
    # its ledger, or an approval dated back would change weeks that were judged already.
    "exemptions": Kept(
        "SELECT *, EXISTS (SELECT 1 FROM boards_before WHERE what = 'exemptions') AS had_board FROM ready",
        (
            "{t}.task_id", "coalesce(name_key({t}.milestone), '')",
            "{t}.approved_on",
        ),
        _plain("reason", "approver", "until", "document_no", "remark"),
        ("task_id", "approved_on", "milestone"),
        "CASE WHEN known.seq IS NULL AND NOT said.had_board THEN said.approved_on ELSE source.known_on END",
    ),
}  # fmt: skip

SAID = {name: f"CREATE OR REPLACE TEMP VIEW stated AS {kept.said}" for name, kept in KEPT.items()}


_NEWEST = """SELECT past.* FROM {table} AS past SEMI JOIN said ON {same}
        QUALIFY row_number() OVER (PARTITION BY {key} ORDER BY past.seq DESC) = 1"""
_NOTHING = "SELECT * FROM {table} WHERE false"


# Tables from `$first` to `$last` are written in one go; no two of them may speak of the same task. Rows lie in the
# order of the ledger, but for reports: there are too many, and whoever reads them sorts by day.
def _keep_changes(table: str, kept: Kept, newest: str) -> str:
    same = " AND ".join(f"{part.format(t='known')} = {part.format(t='said')}" for part in kept.key)
    past_same = " AND ".join(f"{part.format(t='past')} = {part.format(t='said')}" for part in kept.key)
    values = {name: text or f'coalesce(said."{name}", known."{name}")' for name, text in kept.fields.items()}
    differs = " OR ".join(f'{text} IS DISTINCT FROM known."{name}"' for name, text in values.items())
    return f"""
    INSERT INTO {table} BY NAME
    WITH said AS (
        SELECT * FROM stated WHERE seq BETWEEN $first AND $last
        QUALIFY NOT $dedupe OR row_number() OVER (PARTITION BY {_key(kept, "stated")} ORDER BY "row") = 1
    ), known AS (
        {newest.format(table=table, same=past_same, key=_key(kept, "past"))}
    )
    SELECT {", ".join(f'said."{name}"' for name in kept.also)},
        {", ".join(f'{text} AS "{name}"' for name, text in values.items())},
        said.import_id, source.sheet, said.row, {kept.entered_on} AS entered_on, said.seq
    FROM said JOIN sources AS source USING (seq) LEFT JOIN known ON {same}
    WHERE known.seq IS NULL OR {differs}
    {"" if table == "progress" else 'ORDER BY said.seq, said."row"'}
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

_UNIT_ROLES = ("lead_unit", "support_unit", "town")
_SAID_SETS = f"""
WITH sets AS (
    UNPIVOT (
        SELECT task_id, board, import_id, "row", seq, {", ".join(f"{field} AS {role}" for field, role in ROLES.items())}
        FROM ready WHERE seq BETWEEN $first AND $last
    ) ON {", ".join(ROLES.values())} INTO NAME role VALUE written
), resolved_sets AS (
    SELECT sets.*, CASE WHEN role IN {_UNIT_ROLES} THEN unit_names(written, name_map.names) ELSE written END AS name
    FROM sets, name_map
), said AS (
    SELECT task_id, role, board, unnest(name) AS name, unnest(written) AS written,
        generate_subscripts(name, 1) AS place, import_id, "row", seq
    FROM resolved_sets
)"""
WRITE_FIRST_RESPONSIBILITIES = f"""
INSERT INTO responsibilities BY NAME
{_SAID_SETS}
SELECT task_id, role, name, written, import_id, $sheet AS sheet, "row", NULL::DATE AS entered_on, seq FROM said
"""
"""Of one table. Nothing is joined once the lists are unfolded: names keep the order of their cell without sorting."""
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
    CASE WHEN known.task_id IS NULL
        AND said.board NOT IN (SELECT board FROM boards_before WHERE what = 'responsibilities')
    THEN NULL ELSE source.known_on END AS entered_on, said.seq
FROM said ANTI JOIN unchanged USING (task_id, role)
LEFT JOIN known USING (task_id, role)
JOIN sources AS source ON source.seq = said.seq
ORDER BY said.seq, said.row, role, place
"""
"""When the names of one role of a task change, the whole set is written again."""
DROP_SAME_UNIT_TWICE = """
DELETE FROM responsibilities WHERE seq BETWEEN $first AND $last AND rowid NOT IN (
    SELECT min(rowid) FROM responsibilities WHERE seq BETWEEN $first AND $last GROUP BY seq, task_id, role, name
) AND name IN (SELECT name FROM resolved GROUP BY name HAVING count(DISTINCT written) > 1)
"""
"""太和镇 and 太和镇人民政府 in one cell are one unit."""
