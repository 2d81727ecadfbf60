"""The few cells behind a level, for many tasks at once: the very ones that the whole explanation names."""

from datetime import date

import pandas as pd

from analysis.explaining.causes import level_causes

COLUMNS = [
    ("表1", "deadline", "E"), ("表1", "percent", "F"), ("节点", "planned_on", "C"), ("走访", "verified_percent", "H"),
]  # fmt: skip
AS_OF = pd.Timestamp("2022-10-31")


def scored(**told) -> dict:
    plain = {
        "as_of": AS_OF, "reported": float("nan"), "reported_on": pd.NaT, "verified": float("nan"), "verified_on": pd.NaT,
        "late_node": None, "soon_node": None,
    }  # fmt: skip
    return {**plain, **told}


def road(make_facts, hundred_days) -> dict:
    """修路: deadline moved in October, a report corrected in October and again in November, two nodes, a visit."""
    mine = {"task_id": "修路"}
    facts = make_facts(
        [hundred_days(entered_on=date(2022, 9, 1)), hundred_days(task="建校")],
        deadlines=[mine | {"deadline": date(2022, 12, 20), "row": 6, "entered_on": date(2022, 10, 8), "seq": 2}],
        progress=[
            mine | {"report_date": date(2022, 9, 30), "percent": 20, "row": 5, "entered_on": date(2022, 9, 30)},
            mine | {"report_date": date(2022, 10, 31), "percent": 40, "row": 7, "entered_on": date(2022, 10, 31), "seq": 3},
            mine | {"report_date": date(2022, 10, 31), "percent": 45, "row": 8, "entered_on": date(2022, 11, 3), "seq": 4},
        ],
        milestones=[mine | {"sheet": "节点", "milestone": "封顶", "planned_on": date(2022, 10, 11), "done": False, "row": 3}],
        visits=[mine | {"sheet": "走访", "visited_on": date(2022, 10, 20), "verified_percent": 33.3, "row": 2}],
        imports=[{"import_id": "imp1", "file": "台账.xlsx", "seq": 1}],
        source_columns=[
            {"sheet": sheet, "first_row": 2, "last_row": 30, "field": field, "letter": letter, "seq": seq}
            for seq in (1, 2, 3, 4) for sheet, field, letter in COLUMNS
        ],
    )  # fmt: skip
    return facts


def test_a_task_shows_its_baseline_its_last_report_and_visit_and_its_node_with_cells(make_facts, hundred_days) -> None:
    rows = pd.DataFrame([
        scored(task_id="修路", reported=40.0, reported_on=AS_OF, verified=33.3, verified_on=pd.Timestamp("2022-10-20"), late_node="封顶"),
        scored(task_id="建校"),
    ])  # fmt: skip
    found = level_causes(road(make_facts, hundred_days), rows)
    assert found[["task_id", "item", "value", "source"]].to_numpy().tolist() == [
        ["修路", "完成时限", "2022年12月10日", "台账.xlsx!表1!E5"],
        ["修路", "填报", "40%", "台账.xlsx!表1!F7"],
        ["修路", "核验", "33.3%", "台账.xlsx!走访!H2"],
        ["修路", "节点“封顶”", "2022年10月11日", "台账.xlsx!节点!C3"],
        ["建校", "完成时限", "2022年12月10日", "台账.xlsx!表1!E6"],
    ]


def test_nothing_is_shown_of_a_task_of_which_nothing_is_known(make_facts, hundred_days) -> None:
    assert level_causes(road(make_facts, hundred_days), pd.DataFrame([scored(task_id="没有", reported=3.0)])).empty
