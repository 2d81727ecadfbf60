# ruff: noqa: S608 - names and patterns come from this file
r"""What the rows of some kinds need before anybody asks what they are about: units out of another column, items that
name a task, periods written in one way."""

from ledgers.sql.units import HONOURED_UNIT

__all__ = ["SHAPE"]

_UNITS_FROM_TOWNS = "UPDATE stage SET lead_units = towns WHERE lead_units IS NULL AND towns IS NOT NULL"
"""An item of a ledger that only names the town is asked of that town."""

_NO_TASK_NUMBER = 'UPDATE stage SET "no" = NULL'
"""The number of an item is no task's number."""

_TASK_OF_THAT_NAME = """
UPDATE stage SET task = matter
WHERE task IS NULL AND project IS NULL AND name_key(matter) IN (
    SELECT task_key FROM known_tasks GROUP BY task_key HAVING count(DISTINCT task_id) = 1
)
"""
"""An item called exactly like one task is about it; one that is only like a task's name is not."""

_MEASURED_UNIT = """
UPDATE stage SET unit = coalesce(unit, array_to_string(lead_units, '、')),
    lead_units = CASE WHEN unit IS NULL THEN lead_units ELSE [unit] END
"""

_MEASURE = (
    r"[十百千万亿]*(?:美元|元|吨|户|家|人|人次|个|件|项|亩|公顷|公里|平方公里|平方米|千瓦时|度|辆|套|倍|分|名|位)"
    "|[%‰]|个?百分点"
)
_HOLD_MEASURES = f"""
INSERT INTO noted
SELECT seq, "row", 'unit', NULL, 'error', 'measure_as_unit', unit,
    format('“{{}}”是计量单位，不是镇或部门；请另加一列“单位名称”，并把这一列的表头改成“计量单位”。', unit)
FROM stage WHERE regexp_full_match(half_width(unit), '{_MEASURE}')
"""
"""单位 over a column means a town in one table of indicators and 万元 in the next; no unit is called 万元."""

_RANGE = r"\d{1,2}\s*月?\s*[-—–~～至到]+\s*\d{1,2}\s*月"
_TITLED = rf"20\d\d\s*年\s*(?:{_RANGE}|\d{{1,2}}\s*月|[上下]半年|全年|第?[一二三四1-4]季度|前三季度)"
_PERIOD_OF_TITLE = f"""
UPDATE stage SET period = nullif(regexp_extract(half_width(source.title), '{_TITLED}'), '')
FROM sources AS source WHERE source.seq = stage.seq AND period IS NULL AND report_date IS NULL
"""
"""A title that names only the year leaves open up to which month its figures go."""

_PERIOD_OF_DAY = """
UPDATE stage SET period = format('{}年{}月', year(report_date), month(report_date))
WHERE period IS NULL AND report_date IS NOT NULL
"""

PERIODS = (
    (r"\s+", ""),
    ("上半年", "1-6月"), ("下半年", "7-12月"), (r"前三季度|1-[3三]季度", "1-9月"),
    (r"第?[一1]季度", "1-3月"), (r"第?[二2]季度", "4-6月"), (r"第?[三3]季度", "7-9月"), (r"第?[四4]季度", "10-12月"),
    (r"(\d)月?[-—–~至到]+(\d{1,2}月)", r"\1-\2"),
    (r"(-\d{1,2}月)累计$", r"\1"),
    (r"^(20\d\d)-(\d\d)-01$", r"\1年\2月"),
    (r"^(20\d\d)(?:[-/年](0?[1-9]|1[0-2])月?份?|\.(0[1-9]|1[0-2]|[2-9])|(0[1-9]|1[0-2]))$", r"\1年\2\3\4月"),
    (r"^(20\d\d)(?:年度?|年?全年)?$", r"\1年"),
    (r"([年-])0(\d)", r"\1\2"),
)  # fmt: skip
"""Pattern and what takes its place, in order; 上半年 and 1-6月 are one period. The number 2022.1 may have been
2022.10, so it stays as it is."""


def _in_one_way() -> str:
    text = "half_width(period)"
    for pattern, other in PERIODS:
        text = f"regexp_replace({text}, '{pattern}', '{other}', 'g')"
    return f"UPDATE stage SET period = {text} WHERE period IS NOT NULL"


PERIOD_END = r"""
CREATE OR REPLACE TEMP MACRO period_end(period) AS CASE
    WHEN regexp_full_match(period, '20\d\d年') THEN make_date(period[:4]::INTEGER, 12, 31)
    ELSE TRY(last_day(make_date(
        TRY_CAST(regexp_extract(period, '^(20\d\d)年', 1) AS INTEGER),
        TRY_CAST(regexp_extract(period, '^20\d\d年(?:\d{1,2}-)?(\d{1,2})月(?:累计|当月|末|底|止)?$', 1) AS INTEGER), 1
    ))) END
"""
"""The last day of a period written in our way, NULL when it is not certain."""

_NOTE_UNREAD_PERIODS = """
INSERT INTO noted
SELECT seq, "row", 'period', NULL, 'warning', 'period_unread', period,
    format('“{}”看不出是哪一年哪一段时间，排不进时间顺序；请写成“2022年6月”“2022年1-6月”或“2022年”。', period)
FROM stage WHERE period IS NOT NULL AND period_end(period) IS NULL
"""

_HOLD_ENDED_BEFORE_APPROVED = """
INSERT INTO noted
SELECT seq, "row", 'until', NULL, 'error', 'until_before_approved', "until"::VARCHAR,
    format('豁免至 {} 早于批准日期 {}，这项豁免一天也不起作用；请核对这两个日期。', "until", approved_on)
FROM stage WHERE "until" < approved_on
"""

SHAPE = {
    "honours": (HONOURED_UNIT,),
    "supervisions": (_UNITS_FROM_TOWNS, _NO_TASK_NUMBER, _TASK_OF_THAT_NAME),
    "indicators": (
        _MEASURED_UNIT, _HOLD_MEASURES, _PERIOD_OF_TITLE, _PERIOD_OF_DAY, _in_one_way(), PERIOD_END,
        _NOTE_UNREAD_PERIODS,
    ),
    "exemptions": (_HOLD_ENDED_BEFORE_APPROVED,),
}  # fmt: skip
"""Kind -> what is done to its stage, in order."""
