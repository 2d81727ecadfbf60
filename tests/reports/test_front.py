"""The first screen: what it counts, whom it names, whom it does not."""

import pandas as pd
import pytest

from reports.subjects.front import behind_labels, behind_units, front_decisions, phase_line, week_line


def tasks(*rows: tuple) -> pd.DataFrame:
    names = ("task_id", "task", "lag", "level", "state", "late_entry", "lead_units")
    return pd.DataFrame([dict(zip(names, row, strict=True)) for row in rows], columns=list(names))


def units(*rows: tuple) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["kind", "unit", "rank", "named"]).astype({"rank": "float64"})


def test_the_furthest_behind_come_first_and_finished_exempt_and_late_ones_are_left_out() -> None:
    known = tasks(
        ("a", "甲", 12.0, 2, "滞后", False, ["区教育局"]),
        ("b", "乙", 30.0, 4, "滞后", False, ["区教育局", "区财政局"]),
        ("c", "丙", 90.0, 0, "已完成", False, ["区财政局"]),
        ("d", "丁", 80.0, None, "豁免", False, ["区财政局"]),
        ("e", "戊", 70.0, 3, "滞后", True, ["区财政局"]),
        ("f", "己", 0.04, 0, "进行中", False, []),
        ("g", "庚", None, None, "未报", False, []),
    )
    assert behind_labels(known) == [
        ("b", "✖ 约谈 乙 · 滞后 30 · 区教育局等 2 家"),
        ("a", "▲ 预警 甲 · 滞后 12 · 区教育局"),
    ]


def test_a_task_that_nobody_answers_for_says_so() -> None:
    assert behind_labels(tasks(("a", "甲", 12.0, 2, "滞后", False, [])))[0][1].endswith("牵头单位未填")


@pytest.mark.parametrize(
    ("rows", "label"),
    [
        ([("镇", "甲镇", 1, None), ("镇", "乙镇", 2, "居后")], "镇：确实居后的是乙镇"),
        ([("镇", "甲镇", 1, None), ("镇", "乙镇", 2, None)], "镇：排名次的 2 个都不能断定居后，不点名"),
        ([("镇", "甲镇", None, None)], "镇：没有能排名次的，不点名"),
        ([], "镇：没有能排名次的，不点名"),
        ([("镇", "**甲**", 1, "居后")], r"镇：确实居后的是\*\*甲\*\*"),
    ],
)
def test_a_unit_is_named_only_where_its_place_is_sure(rows: list, label: str) -> None:
    (said,) = behind_units(units(*rows, ("部门", "区教育局", 1, "居后")), {"镇": "towns"})
    assert (said.page, said.label) == ("towns", label)


def test_a_unit_that_is_named_is_opened_by_its_link() -> None:
    (said,) = behind_units(units(("部门", "区教育局", 1, "居后")), {"部门": "departments"})
    assert said.address == (("unit_部门", "区教育局"),)


def test_what_is_to_be_decided_is_counted_and_what_is_not_open_is_left_out() -> None:
    states = {"interviews": ["待约谈", "已约谈", "待约谈"], "flags": ["已确认"], "items": ["逾期", "已销号"]}
    said = front_decisions({name: pd.DataFrame({"state": each}) for name, each in states.items()})
    assert [(each.page, each.label) for each in said] == [
        ("alerts", "**2** 个待约谈"),
        ("visits", "**1** 件督查已逾期"),
    ]
    assert said[1].address == (("part", "督查"),)


def test_an_order_without_a_deadline_and_an_objection_without_an_answer_wait() -> None:
    said = front_decisions(
        {
            "orders": pd.DataFrame({"deadline": pd.to_datetime(["2022-12-10", None])}),
            "objections": pd.DataFrame({"answer": [None, "维持"]}),
        }
    )
    assert [each.label for each in said] == ["**1** 条异议待答复", "**1** 项责任令没有时限"]


def test_no_more_than_six_kinds_fill_the_first_screen() -> None:
    open_ = {"state": ["待约谈", "待确认", "逾期", "逾期未销号", "未报", "不计"]}
    names = ("interviews", "flags", "items", "problems", "tasks", "exemptions", "periods", "order_problems")
    assert len(front_decisions({name: pd.DataFrame(open_) for name in names})) == 6


@pytest.mark.parametrize(
    ("levels", "words"),
    [
        ({"a": (1, 2), "b": (3, 1), "c": (0, 0)}, "1 项变差、1 项好转。"),
        ({"a": (1, 1)}, "等级都没有变化。"),
        ({"a": (None, 2)}, "等级都没有变化。"),
    ],
)
def test_the_last_evaluation_is_compared_with_the_one_before_it(levels: dict, words: str) -> None:
    days = pd.to_datetime(["2022-11-18", "2022-11-25"])
    rows = [(day, key, pair[i]) for key, pair in levels.items() for i, day in enumerate(days)]
    weeks = pd.DataFrame(rows, columns=["as_of", "task_id", "level"]).astype({"level": "float64"})
    assert week_line(weeks) == f"比上次评估（11月18日）：{words}"
    assert week_line(weeks[weeks["as_of"].eq(days[1])]) == ""


def test_a_day_outside_of_all_phases_has_no_phase() -> None:
    assert phase_line([], as_of=pd.Timestamp("2022-11-30")) == ""
