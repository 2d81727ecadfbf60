"""The cells that errata of a frozen period rest on: old and new value, each with its place, nothing from after the day."""

from datetime import date

import pandas as pd
import pytest

from analysis.freezing.errata_cells import cells_behind, changed_values

END = date(2022, 10, 31)
OLD = {"task_id": "修路", "report_date": END, "percent": 30.0, "import_id": "甲", "row": 5, "seq": 1}
NEW = OLD | {"percent": 45.0, "import_id": "乙", "row": 9, "seq": 2, "entered_on": date(2022, 10, 31)}


def sides(make_facts, before: dict, after: dict):
    """What differs between two versions, as rows."""
    found = changed_values(make_facts(**before), make_facts(**after), until=END)
    return found.to_dict("records")


def test_a_corrected_percent_is_named_with_both_values_and_both_places(make_facts):
    (row,) = sides(make_facts, {"progress": [OLD]}, {"progress": [OLD, NEW]})
    assert [row[name] for name in ("table", "field", "task_id", "about", "item", "before", "after")] == [
        "progress", "percent", "修路", "2022-10-31", "完成率", "30", "45",
    ]  # fmt: skip
    assert [row[f"{side}_{part}"] for side in ("before", "after") for part in ("import_id", "row")] == [
        "甲", 5, "乙", 9,
    ]  # fmt: skip
    assert row["report_date"] == pd.Timestamp(END)


@pytest.mark.parametrize(
    "again",
    [
        NEW | {"percent": 30.0},  # the later ledger says the same
        NEW | {"entered_on": date(2022, 11, 1)},  # known only after the period
    ],
)
def test_what_is_said_again_or_came_after_the_period_is_no_difference(make_facts, again):
    assert sides(make_facts, {"progress": [OLD]}, {"progress": [OLD, again]}) == []


def test_what_only_one_version_has_has_one_place(make_facts):
    node = {"task_id": "修路", "milestone": "封顶", "planned_on": date(2022, 11, 1), "weight": 1.0}
    (went, weight) = sides(make_facts, {}, {"milestones": [node]})
    assert (went["about"], went["before"], went["after"], weight["after"]) == ("封顶", None, "2022-11-01", "1")
    assert (went["before_import_id"], went["after_import_id"], pd.isna(went["before_row"])) == (None, "imp1", True)
    (gone, _) = sides(make_facts, {"milestones": [node]}, {})
    assert (gone["before"], gone["after"]) == ("2022-11-01", None)


def test_of_people_the_latest_ledger_counts(make_facts):
    lead = {"task_id": "修路", "role": "lead_unit", "row": 5}
    before = [lead | {"name": "甲局"}]
    after = [*before, lead | {"name": "乙局", "seq": 2, "import_id": "乙"}]
    rows = sides(make_facts, {"responsibilities": before}, {"responsibilities": after})
    assert [(row["field"], row["before"], row["after"]) for row in rows] == [
        ("lead_units", None, "乙局"), ("lead_units", "甲局", None),
    ]  # fmt: skip


def test_behind_an_erratum_stand_the_values_of_its_tasks_and_of_its_unit(make_facts):
    other = OLD | {"task_id": "建校"}
    honour = {"unit": "太和镇", "matter": "四办", "document_no": "1", "level": "省级"}
    found = changed_values(
        make_facts(progress=[OLD, other]),
        make_facts(progress=[OLD, NEW, other | {"percent": 50.0, "seq": 2}], honours=[honour]), until=END,
    )  # fmt: skip
    assert cells_behind({"tasks": ["修路"], "unit": None}, found)["task_id"].tolist() == ["修路"]
    of_unit = cells_behind({"tasks": [], "unit": "太和镇"}, found)
    assert set(of_unit["table"]) == {"honours"}
    assert cells_behind({"tasks": [], "unit": None}, found).empty
