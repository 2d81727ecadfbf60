"""What a row of the honours ledger is: a claim for points, or evidence of a brand that claims none."""

from datetime import date

import pytest

from analysis.facts.honours import unit_honours
from analysis.facts.known import known
from analysis.points.bonus import bonus_entries
from analysis.rules.rulecalendar import RuleCalendar
from analysis.rules.rulepack import checked_pack, pack_data

DAY = date(2022, 11, 30)


def given(level, **more):
    return {"unit": "甲镇", "level": level, "matter": "四办", "document_no": "1", "issued_on": date(2022, 10, 1)} | more


@pytest.mark.parametrize(("row", "points"), [
    (given("省级"), [1.0]),
    (given("省级批示"), [1.0]),  # praise from above, whatever its form
    (given("省级媒体"), []),  # evidence, although it begins with 省级 and has a number
    (given("全市排名", city_rank=1), []),
    (given("市级媒体通报批评"), [1.0]),  # criticism stays criticism
    (given("市级媒体", points=-1), [1.0]),  # the ledger itself says that it is no praise
    (given("市", matter="媒体融合工作获表扬"), [0.5]),  # the level decides, not what it is about
])  # fmt: skip
def test_ranks_and_press_claim_no_points_and_criticism_always_counts(make_facts, rules, row, points):
    found = bonus_entries(make_facts([], honours=[row]), as_of=DAY, rules=rules)
    assert found["points"].tolist() == points


def two_packs(rules, *, since, cap=None, **bonus):
    """The rules, and from a day on others: what each level is worth, and up to what."""
    data = pack_data(rules)
    data["honours"]["bonus"] |= bonus
    data["honours"]["bonus_cap"] = cap or data["honours"]["bonus_cap"]
    return RuleCalendar(((date.min, rules), (since, checked_pack(data, name="新"))))


@pytest.mark.parametrize(("issued", "points"), [
    (date(2022, 10, 31), 1.0),
    (date(2022, 11, 1), 3.0),  # the first day of the new pack
    (None, 3.0),  # no day: by the pack of the day looked at
])  # fmt: skip
def test_praise_is_worth_what_the_pack_in_force_on_its_day_says(make_facts, rules, issued, points):
    calendar = two_packs(rules, since=date(2022, 11, 1), 省=3.0)
    facts = make_facts([], honours=[given("省级", issued_on=issued)])
    assert bonus_entries(facts, as_of=DAY, rules=calendar)["points"].tolist() == [points]
    seen = known(facts, as_of=DAY, rules=rules)
    assert unit_honours(seen, calendar)["bonus"].tolist() == [points]


def test_of_one_matter_the_highest_counts_whatever_packs_they_go_by(make_facts, rules):
    calendar = two_packs(rules, since=date(2022, 11, 1), 市=1.5)
    rows = [given("省级"), given("市级", document_no="2", issued_on=date(2022, 11, 5))]
    found = bonus_entries(make_facts([], honours=rows), as_of=DAY, rules=calendar)
    assert found["points"].tolist() == [0.0, 1.5]
    assert found["why"].tolist() == ["同一事项已按最高级别计", ""]


def test_the_cap_is_that_of_the_day_and_takes_back_nothing(make_facts, rules):
    calendar = two_packs(rules, since=date(2022, 11, 1), cap=2.0)
    rows = [
        given("国家级", matter=str(number), document_no=str(number), issued_on=day)
        for number, day in enumerate((date(2022, 9, 1), date(2022, 10, 1), date(2022, 11, 5)))
    ]
    found = bonus_entries(make_facts([], honours=rows), as_of=DAY, rules=calendar)
    assert found["points"].tolist() == [2.0, 2.0, 0.0]
    assert found["why"].tolist() == ["", "", "超过加分上限 2 分"]
    assert unit_honours(known(make_facts([], honours=rows), as_of=DAY, rules=rules), calendar)["bonus"].item() == 4.0


def test_an_entry_opens_to_its_row_and_says_its_project(make_facts, rules):
    row = given("省级", project="用电报装", sheet="加扣分", row=9)
    found = bonus_entries(make_facts([], honours=[row]), as_of=DAY, rules=rules).iloc[0]
    assert found[["project", "import_id", "sheet", "row"]].tolist() == ["用电报装", "imp1", "加扣分", 9]
