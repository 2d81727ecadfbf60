# ruff: noqa: S608 - names come from this file, values go as parameters
"""Units: every spelling is resolved to one name; what nobody has explained is inferred and said so."""

from ledgers.sql.decided import MEANT, NOTE_RENAMED_UNITS, POINT_ALIASES

SPELLINGS = f"""
SELECT coalesce(meant.key, said.key) AS key, coalesce(meant.unit, said.unit) AS unit
FROM (SELECT name_key(alias) AS key, arg_max(unit, seq) AS unit FROM unit_aliases GROUP BY 1) AS said
FULL JOIN ({MEANT}) AS meant ON meant.key = said.key
"""
"""Every spelling with its unit; what a person decided goes before what ledgers say."""

_NAMED_IN = {
    "tasks": ("lead_units", "support_units", "towns"), "orders": ("lead_units",), "problems": ("lead_units",),
    "honours": ("lead_units",), "supervisions": ("lead_units",), "indicators": ("lead_units",),
    "milestones": (), "progress": (), "visits": (), "units": (), "exemptions": (),
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
), named AS (
    SELECT written, place, exact, coalesce(exact, via, first_value(base) OVER same) AS name
    FROM looked_up WINDOW same AS (PARTITION BY name_key(base) ORDER BY place)
)
SELECT *, name NOT IN (SELECT unit FROM units) AND row_number() OVER (PARTITION BY name ORDER BY place) = 1 AS is_new
FROM named
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

NOTE_REPEATED_UNITS = """
INSERT INTO noted
SELECT seq, "row", 'unit', NULL::DATE, 'warning', 'duplicate_unit', unit,
    format('这个单位在第 {} 行已经写过，以前一行为准；请删去一行。', first_row)
FROM (SELECT *, min("row") OVER (PARTITION BY seq, unit) AS first_row FROM ready) WHERE "row" > first_row
"""
WRITE_UNITS = r"""
INSERT INTO units BY NAME
WITH said AS (
    SELECT unit, import_id, "row", seq, coalesce(TRY_CAST(no AS INTEGER), "row") AS sort,
        coalesce(category, level) AS kind
    FROM ready WHERE seq = $seq QUALIFY row_number() OVER (PARTITION BY unit ORDER BY "row") = 1
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
ORDER BY judged.row
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
RELEARN_SPELLINGS = f"INSERT INTO spellings BY NAME {SPELLINGS}"
FORGET_SPELLINGS = "DELETE FROM spellings"
RENAME_RESPONSIBLE = """
UPDATE responsibilities SET name = spelling.unit FROM spellings AS spelling
WHERE role IN ('lead_unit', 'support_unit', 'town') AND spelling.key = name_key(written) AND name <> spelling.unit
"""
RENAME_HONOURED = """
UPDATE honours SET unit = spelling.unit FROM spellings AS spelling
WHERE spelling.key = name_key(honours.unit) AND honours.unit <> spelling.unit
"""
RENAME_MEASURED = """
UPDATE indicators SET unit = spelling.unit FROM spellings AS spelling
WHERE spelling.key = name_key(indicators.unit) AND indicators.unit <> spelling.unit
"""
RENAME_SUPERVISED = """
UPDATE supervisions SET lead_units = list_transform(lead_units, lambda one: coalesce(names[name_key(one)], one))
FROM (SELECT map(list(key), list(unit)) AS names FROM spellings WHERE key IS NOT NULL)
WHERE lead_units IS NOT NULL
"""
DROP_RENAMED_UNITS = """
DELETE FROM units WHERE inferred AND EXISTS (
    SELECT 1 FROM spellings AS spelling WHERE spelling.key = name_key(units.unit) AND spelling.unit <> units.unit
)
"""
"""When the unit table explains a name that was only inferred so far, the copy that is being built is put right; earlier
snapshots stay as they were."""

NAME_MAP = """
CREATE OR REPLACE TEMP TABLE name_map AS
SELECT map(coalesce(list(written), []), coalesce(list(name), [])) AS names FROM resolved WHERE written <> name
"""
UNIT_NAMES = """
CREATE OR REPLACE TEMP MACRO unit_names(these, names) AS list_transform(these, lambda one: coalesce(names[one], one))
"""
HAS_SEVERAL_SPELLINGS = """
SELECT EXISTS (SELECT 1 FROM resolved GROUP BY name HAVING count(DISTINCT written) > 1)
"""

LEARN = (
    RESOLVE_NAMES, WRITE_INFERRED_UNITS, NOTE_UNKNOWN_UNITS, NOTE_RENAMED_UNITS, WRITE_LEARNED_ALIASES,
    LEARN_SPELLINGS, LEARN_RESOLVED,
    NAME_MAP,
)  # fmt: skip
_RENAME = (RENAME_RESPONSIBLE, RENAME_HONOURED, RENAME_MEASURED, RENAME_SUPERVISED, DROP_RENAMED_UNITS)
RELEARN = (FORGET_SPELLINGS, RELEARN_SPELLINGS, *_RENAME)
DECIDED = (POINT_ALIASES, *_RENAME)
"""What a new decision on a unit changes in what was loaded before."""
