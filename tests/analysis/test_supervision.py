"""督查 items at a day, worked out by hand: asked on 8 October, due on the 20th, seen on 1 November (12 days past)."""

from datetime import date, timedelta

import pandas as pd
import pytest

from analysis.oversight.supervision import CHECKING, CLOSED, MENDING, OVERDUE, STATES, WAITING, supervision_states

SEEN = date(2022, 11, 1)
ISSUED, DUE = date(2022, 10, 8), date(2022, 10, 20)
ITEM = {"matter": "森林防火", "lead_units": ["太和镇"], "issued_on": ISSUED, "due_on": DUE, "done": False}


def october(day):
    return date(2022, 10, day)


def states(make_facts, *rows, as_of=SEEN, **options):
    return supervision_states(make_facts(supervisions=[ITEM | row for row in rows]), as_of=as_of, **options)


FED = {"progress_text": "已巡查", "report_date": october(18)}
LATE = {"progress_text": "已巡查", "report_date": october(25)}
CHECKED = {"visited_on": october(22)}
DONE = {"done": True}
CASES = [
    # what is known, seen on, state, days past the day due
    ({}, october(20), WAITING, 0),
    ({}, october(21), OVERDUE, 1),
    ({}, SEEN, OVERDUE, 12),
    ({"due_on": None}, SEEN, WAITING, None),
    (FED, october(17), WAITING, 0),  # not yet fed back on that day
    (FED, october(18), CHECKING, 0),
    (FED, SEEN, CHECKING, 0),  # the office has not checked: no fault of the town
    (LATE, SEEN, CHECKING, 5),
    (LATE, october(24), OVERDUE, 4),
    ({"progress_text": "已巡查"}, SEEN, CHECKING, None),  # fed back, nobody knows when
    ({"status": "已反馈"}, SEEN, CHECKING, None),
    ({"status": "已反馈"} | LATE, october(24), OVERDUE, 4),
    (FED | {"visited_on": october(19)}, october(20), MENDING, 0),
    (FED | CHECKED, october(21), CHECKING, 0),
    (FED | CHECKED, SEEN, OVERDUE, 12),  # sent back and past the day due
    (FED | CHECKED | {"due_on": None}, SEEN, MENDING, None),
    (LATE | CHECKED, SEEN, CHECKING, 5),  # answered again after the check
    ({"status": "整改中"}, october(19), MENDING, 0),
    (FED | CHECKED | {"closed_on": october(22)} | DONE, SEEN, CLOSED, 0),  # found in order on the spot
    (FED | CHECKED | {"closed_on": october(30)} | DONE, SEEN, CLOSED, 10),  # put right after the check
    (FED | CHECKED | {"closed_on": october(30)} | DONE, october(29), OVERDUE, 9),
    (LATE | {"closed_on": october(26)} | DONE, SEEN, CLOSED, 5),
    ({"closed_on": october(19)} | DONE, SEEN, CLOSED, 0),
    ({"closed_on": october(28)} | DONE, SEEN, CLOSED, 8),
    (DONE, SEEN, CLOSED, None),
    ({"closed_on": october(19), "due_on": None} | DONE, SEEN, CLOSED, None),
]


@pytest.mark.parametrize(("row", "as_of", "state", "late"), CASES)
def test_an_item_stands_where_its_days_put_it(make_facts, row, as_of, state, late):
    (found,) = states(make_facts, row, as_of=as_of).itertuples()
    assert (found.state, None if pd.isna(found.days_overdue) else found.days_overdue) == (state, late)


@pytest.mark.parametrize(("row", "after", "escalated"), [
    ({}, 11, True), ({}, 12, False), ({}, None, False),
    (LATE, 3, False),  # has answered
    (FED | CHECKED, 11, True),
    ({"due_on": None}, 0, False),
    ({"closed_on": october(31)} | DONE, 3, False),
])  # fmt: skip
def test_only_what_is_still_owed_for_too_long_goes_one_level_up(make_facts, row, after, escalated):
    assert states(make_facts, row, escalate_after=after)["escalated"].tolist() == [escalated]


def test_moving_the_day_due_never_shortens_the_delay_and_both_days_are_shown(make_facts):
    found = states(make_facts, {}, {"due_on": date(2022, 11, 20), "seq": 2, "entered_on": october(19)})
    assert found[["due_on", "amended", "days_overdue"]].to_dict("records") == [
        {"due_on": pd.Timestamp(DUE), "amended": pd.Timestamp(2022, 11, 20), "days_overdue": 12}
    ]


def test_a_day_sees_only_rows_entered_and_items_issued_by_then(make_facts):
    rows = ({"entered_on": ISSUED}, FED | {"seq": 2, "entered_on": october(31)}, {"matter": "信访", "issued_on": SEEN})
    assert states(make_facts, *rows, as_of=ISSUED - timedelta(days=1)).empty
    assert states(make_facts, *rows, as_of=october(20))["state"].tolist() == [WAITING]
    assert states(make_facts, *rows)[["matter", "state"]].values.tolist() == [["森林防火", CHECKING], ["信访", OVERDUE]]


def test_one_matter_asked_of_two_towns_is_two_items_and_other_spellings_are_the_same_one(make_facts):
    found = states(
        make_facts,
        {"lead_units": ["太和镇", "三坑镇"]},
        {"lead_units": ["禾云镇"]},
        FED | {"matter": "森林 防火。", "lead_units": ["三坑镇", "太和镇"], "seq": 2},
    )
    assert [list(names) for names in found["lead_units"]] == [["禾云镇"], ["三坑镇", "太和镇"]]
    assert found["state"].tolist() == [OVERDUE, CHECKING]


def test_an_item_without_units_or_day_of_issue_is_still_one(make_facts):
    found = states(make_facts, {"lead_units": None, "issued_on": None}, {})
    assert found["issued_on"].isna().tolist() == [False, True]
    assert found["state"].tolist() == [OVERDUE, OVERDUE]


def test_what_has_not_happened_by_the_day_is_not_told(make_facts):
    (found,) = states(make_facts, FED | CHECKED | {"closed_on": october(30)} | DONE, as_of=october(10)).itertuples()
    assert [pd.isna(day) for day in (found.fed_back_on, found.checked_on, found.closed_on)] == [True] * 3
    assert pd.isna(found.feedback)


def test_the_place_of_the_last_row_and_no_row_at_all(make_facts):
    found = states(make_facts, {}, FED | {"seq": 2, "import_id": "imp2", "sheet": "督查", "row": 9})
    assert found[["import_id", "sheet", "row"]].values.tolist() == [["imp2", "督查", 9]]
    empty = supervision_states(make_facts(), as_of=SEEN)
    assert (len(empty), list(empty.columns)) == (0, list(found.columns))


def test_every_state_is_met_above_and_the_facts_are_left_as_they_were(make_facts):
    assert {state for _, _, state, _ in CASES} == set(STATES)
    facts = make_facts(supervisions=[ITEM, ITEM | FED | {"seq": 2}])
    before = facts["supervisions"].copy(deep=True)
    supervision_states(facts, as_of=SEEN)
    pd.testing.assert_frame_equal(facts["supervisions"], before)


@pytest.mark.parametrize(("due", "soon", "escalated"), [
    (4, False, False), (3, True, False), (0, True, False), (-1, False, False), (-7, False, False), (-8, False, True),
])  # fmt: skip
def test_the_pack_says_when_one_is_reminded_and_when_an_item_goes_up(make_facts, rules, due, soon, escalated):
    row = {"due_on": SEEN + timedelta(days=due), "issued_on": SEEN - timedelta(days=30)}
    found = states(make_facts, row, rules=rules)
    assert found[["remind", "escalated"]].to_numpy().tolist() == [[soon, escalated]]
