"""Units at the ends of months, worked out by hand."""

from collections.abc import Callable
from datetime import date

from analysis.memory.months import unit_months
from analysis.rules.rulecalendar import RuleCalendar
from analysis.rules.rulepack import rule_pack

DAY = date(2022, 11, 16)
TASK = {"start": "2022-09-01", "deadline": "2022-12-10", "lead_units": ["甲局"], "towns": ["乙镇"]}


def test_months_end_on_their_last_days_and_the_running_one_on_the_data_date(make_facts: Callable) -> None:
    calendar = RuleCalendar(((date.min, rule_pack()), (date(2022, 11, 1), rule_pack("wuhan"))))
    until = {
        "task_id": "甲路",
        "reason": "暴雨",
        "approver": "区领导01",
        "approved_on": "2022-10-20",
        "until": "2022-11-10",
    }
    units = [{"unit": "甲局", "kind": "部门"}, {"unit": "乙镇", "kind": "镇"}, {"unit": "丙镇", "kind": "镇"}]
    facts = make_facts([TASK | {"task": "甲路"}, TASK | {"task": "乙桥"}], units=units, exemptions=[until])
    found = unit_months(facts, as_of=DAY, rules=calendar)
    days = [f"{day:%m-%d}" for day in sorted(found["as_of"].unique())]
    assert days[-3:] == ["09-30", "10-31", "11-16"]
    told = {(f"{row.as_of:%m-%d}", row.unit): (row.exempt, row.rules) for row in found.itertuples()}
    default, other = rule_pack().title, rule_pack("wuhan").title
    assert told["09-30", "甲局"] == (0, default)
    assert told["10-31", "甲局"] == told["10-31", "乙镇"] == (1, default)
    assert told["10-31", "丙镇"] == (0, default)
    assert told["11-16", "甲局"] == (0, other)
