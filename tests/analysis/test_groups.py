"""Projects, units and leaders: who answers for what, by hand. All tasks last 100 days from 1 September; day 50."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from analysis.scores.groups import unit_deduction
from analysis.scores.places import ranks
from analysis.scores.scoring import score

DAY_50 = date(2022, 10, 21)
UNITS = [{"unit": "太和镇", "kind": "镇"}, {"unit": "太平镇", "kind": "镇"}, {"unit": "区教育局", "kind": "部门"}]


@pytest.fixture
def scores(make_facts, hundred_days, rules):
    """Scores of tasks given as (name, percent reported or None, more fields); s1 of p percent is 100 − 2 × (50 − p)."""

    def build(*tasks, **tables):
        rows = [hundred_days(task=name, **more) for name, _, more in tasks]
        told = [{"task_id": name, "report_date": DAY_50, "percent": p} for name, p, _ in tasks if p is not None]
        facts = make_facts(rows, progress=told, **({"units": UNITS} | tables))
        return score(facts, as_of=DAY_50, rules=rules)

    return build


def unit(scores, name):
    return scores.units.set_index("unit").loc[name]


def test_a_project_is_the_weighted_mean_of_its_tasks(scores):
    found = scores(
        ("一", 40, {"project": "路网", "weight": 3.0}), ("二", 20, {"project": "路网"}), ("三", 30, {"project": None})
    ).projects  # fmt: skip
    assert found["project"].tolist() == ["路网", "三"]  # a row without a project is its own
    assert found["index"].tolist() == pytest.approx([(3 * 80 + 40) / 4, 60])
    assert found[["tasks", "weight"]].to_numpy().tolist() == [[2, 4], [1, 1]]


def test_a_unit_is_the_weighted_mean_of_its_projects_not_of_its_tasks(scores):
    # project 路网: one of two tasks is known, 80, weight 2; project 学校: 40, weight 1 → (2 × 80 + 40) / 3
    found = unit(scores(
        ("一", 40, {"project": "路网", "lead_units": ["区教育局"]}), ("二", None, {"project": "路网", "lead_units": ["区教育局"]}),
        ("三", 20, {"project": "学校", "lead_units": ["区教育局"]}),
    ), "区教育局")  # fmt: skip
    assert found["index"] == pytest.approx(200 / 3)
    assert found["known_share"] == pytest.approx(2 / 3)
    assert (found["projects"], found["tasks"], found["unreported"]) == (2, 3, 1)


def test_a_task_counts_fully_for_lead_units_towns_and_leaders_and_not_for_supporters(scores):
    found = scores(("一", 40, {
        "lead_units": ["区教育局", "区财政局"], "towns": ["太和镇", "太和镇"], "support_units": ["太平镇"], "leaders": ["区领导01"],
    }))  # fmt: skip
    table = found.units.set_index("unit")
    assert table.loc[["区教育局", "区财政局", "太和镇"], "index"].tolist() == pytest.approx([80, 80, 80])
    assert table.loc["太和镇", "tasks"] == 1
    assert (table.loc["太平镇", "tasks"], table.loc["太平镇", "supports"]) == (0, 1)
    assert pd.isna(table.loc["太平镇", "index"])
    assert found.leaders[["leader", "tasks", "index"]].to_numpy().tolist() == [["区领导01", 1, pytest.approx(80)]]


def test_a_unit_that_both_leads_and_is_the_place_has_the_task_once(scores):
    assert unit(scores(("一", 40, {"lead_units": ["太和镇"], "towns": ["太和镇"]})), "太和镇")["tasks"] == 1


def test_every_unit_of_the_table_is_listed_in_its_order_then_others(scores):
    found = scores(("一", 40, {"lead_units": ["没听说过的局"]})).units
    assert found["unit"].tolist() == ["太和镇", "太平镇", "区教育局", "没听说过的局"]
    assert found["kind"].tolist() == ["镇", "镇", "部门", "其他"]


@pytest.mark.parametrize(("told", "index"), [(1, None), (2, 80)])
def test_less_than_half_known_is_not_judged_and_not_ranked(scores, told, index):
    tasks = [(f"{i}", 40 if i < told else None, {"lead_units": ["区教育局"]}) for i in range(4)]
    found = unit(scores(*tasks), "区教育局")
    assert found["known_share"] == told / 4
    assert found["index"] == pytest.approx(index) if index else pd.isna(found["index"])
    assert pd.isna(found["raw_rank"]) == (index is None)
    assert found["held_back"] == ("不评" if index is None else "样本不足" if told < 3 else None)


def test_towns_and_departments_are_ranked_apart_and_ties_share_the_smaller_rank(scores):
    units = [*UNITS, {"unit": "三坑镇", "kind": "镇"}, {"unit": "驻区单位", "kind": "其他"}]
    found = scores(
        ("一", 40, {"towns": ["太和镇", "太平镇"]}), ("二", 20, {"towns": ["三坑镇"], "lead_units": ["区教育局", "驻区单位"]}), units=units
    ).units.set_index("unit")  # fmt: skip
    assert found["raw_rank"].to_dict() == {
        "太和镇": 1,
        "太平镇": 1,
        "三坑镇": 3,
        "区教育局": 1,
        "驻区单位": pytest.approx(np.nan, nan_ok=True),
    }


def test_a_task_of_every_town_counts_for_every_town_and_for_no_unit_of_that_name(scores):
    units = [*UNITS, {"unit": "三坑镇", "kind": "镇"}, {"unit": "各镇", "kind": "其他"}]
    found = scores(("一", 40, {"lead_units": ["各镇"]}), units=units).units.set_index("unit")
    assert found.loc[found["kind"].eq("镇"), "tasks"].tolist() == [1, 1, 1]
    assert "各镇" not in found.index


def test_sums_that_differ_by_rounding_alone_are_a_tie():
    index, kind = pd.Series([0.1 + 0.2, 0.3, 0.2]), pd.Series(["镇"] * 3)
    assert ranks(index, kind, ("镇",)).tolist() == [1, 1, 3]


def test_a_late_entry_counts_in_nothing_but_the_list(scores):
    found = unit(
        scores(("一", 40, {"towns": ["太和镇"]}), ("二", 0, {"towns": ["太和镇"], "late_entry": True})), "太和镇"
    )
    assert (found["tasks"], found["weight"], found["index"], found["level"]) == (2, 1, pytest.approx(80), 2)


@pytest.mark.parametrize(("loss", "weight", "deduction"), [
    (2, 4, 2),  # a plain sum up to 10 weight units
    (2, 10, 2),
    (8, 40, 2),  # 4 times the tasks, 4 times the loss: the same
    (2, 20, 1),
    (30, 12, 10),  # capped
    (0, 0, 0),
])  # fmt: skip
def test_deduction_of_a_unit(rules, loss, weight, deduction):
    found = unit_deduction(np.array([loss], dtype=float), np.array([weight], dtype=float), rules)
    assert found[0] == pytest.approx(deduction)


def test_deduction_of_a_unit_adds_its_tasks_and_criticism(scores):
    honours = [{"unit": "太和镇", "level": "市级", "matter": "通报批评", "issued_on": DAY_50}]
    found = unit(
        scores(("一", 30, {"towns": ["太和镇"]}), ("二", 20, {"towns": ["太和镇"], "weight": 2.0}), honours=honours),
        "太和镇",
    )
    # levels 3 and 4: 1 + 2 × 2; criticism at city level: 1
    assert (found["level"], found["level_deduction"], found["criticism"], found["deduction"]) == (4, 5, 1, 6)
    assert found[[f"levels_{k}" for k in range(5)]].tolist() == [0, 0, 0, 1, 1]


@pytest.mark.parametrize(("honours", "bonus", "criticism"), [
    ([("国家级", "示范区", "国发1号")], 2, 0),
    ([("省级", "示范区", "粤发1号"), ("国家级", "示范区", "国发1号")], 2, 0),  # the highest level of a matter only
    ([("省级", "示范区", "粤发1号"), ("市级", "卫生镇", "清发1号")], 1.5, 0),
    ([("国家级", "示范区", None)], 0, 0),  # no document, no points
    ([("区级", "示范区", "清新发1号")], 0, 0),
    ([("国家级", f"事项{i}", f"国发{i}号") for i in range(4)], 5, 0),  # capped
    ([("省级通报批评", "安全", None)], 0, 2),
    ([("国家", "被通报批评", "国发3号"), ("市", "示范", "清发2号")], 0.5, 3),
])  # fmt: skip
def test_bonus_and_criticism_of_a_unit(scores, honours, bonus, criticism):
    rows = [
        {"unit": "太和镇", "level": level, "matter": matter, "document_no": document, "issued_on": DAY_50}
        for level, matter, document in honours
    ]
    found = unit(scores(("一", 40, {}), honours=rows), "太和镇")
    assert (found["bonus"], found["criticism"]) == (bonus, criticism)


def test_honours_of_a_later_day_do_not_count_yet(scores):
    row = {
        "unit": "太和镇",
        "level": "国家级",
        "matter": "示范区",
        "document_no": "国发1号",
        "issued_on": date(2022, 10, 22),
    }
    assert unit(scores(("一", 40, {}), honours=[row]), "太和镇")["bonus"] == 0


def test_negative_points_are_criticism(scores):
    row = {"unit": "太和镇", "level": "省", "matter": "督查", "points": -2.0}
    assert unit(scores(("一", 40, {}), honours=[row]), "太和镇")["criticism"] == 2


def test_the_lag_of_a_unit_sees_at_most_all_of_a_task(scores):
    found = unit(scores(("一", 130, {"towns": ["太和镇"]}), ("二", 30, {"towns": ["太和镇"]})), "太和镇")
    assert found["lag"] == pytest.approx((-50 + 20) / 2)
