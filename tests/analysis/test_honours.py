"""What a row of the honours ledger is: a claim for points, or evidence of a brand that claims none."""

from datetime import date

import pytest

from analysis.points.bonus import bonus_entries

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


def test_an_entry_opens_to_its_row_and_says_its_project(make_facts, rules):
    row = given("省级", project="用电报装", sheet="加扣分", row=9)
    found = bonus_entries(make_facts([], honours=[row]), as_of=DAY, rules=rules).iloc[0]
    assert found[["project", "import_id", "sheet", "row"]].tolist() == ["用电报装", "imp1", "加扣分", 9]
