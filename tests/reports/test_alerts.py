"""Rungs in words: since when, what brings a task down, who must act. Every case worked out by hand."""

from datetime import date

import pandas as pd
import pytest

import analysis
from reports.subjects.alerts import (
    acting_line,
    alert_rows,
    alert_table,
    alert_units,
    chosen_alerts,
    must_act,
    rung_counts,
    way_down,
)

RULES = analysis.rule_pack()
FRIDAYS = [pd.Timestamp(date(2022, 9, day)) for day in (2, 9, 16, 23)]


def weeks(levels: dict[str, list[int]], **more) -> pd.DataFrame:
    """Tasks with a level at each Friday, nothing else of interest."""
    rows = [
        {
            "task_id": task, "task": f"任务{task}", "as_of": day, "level": level, "raw_level": level, "how": "不变",
            "why": "", "state": "进行中", "late_entry": False, "lag": 5.0 * level, "at_days": 20.0, "es_days": 20.0,
            "deadline": pd.Timestamp("2022-12-20"), "triggers": [], "lead_units": [f"{task}局"], "towns": ["太平镇"],
            "leaders": ["区领导01"],
        }
        | {name: value[task] for name, value in more.items() if task in value}
        for task, held in levels.items()
        for day, level in zip(FRIDAYS, held, strict=True)
    ]  # fmt: skip
    return pd.DataFrame(rows)


def test_a_task_is_on_its_rung_since_it_last_came_to_it():
    rows = alert_rows(weeks({"甲": [3, 1, 3, 3], "乙": [2, 2, 2, 2], "丙": [0, 0, 0, 1]}), rules=RULES)
    assert dict(zip(rows["task_id"], rows["held_days"], strict=True)) == {"甲": 7, "乙": 21, "丙": 0}


def test_the_worst_stand_first_and_of_equal_ones_the_longest_there():
    rows = alert_rows(weeks({"甲": [0, 0, 0, 3], "乙": [1, 1, 1, 1], "丙": [0, 3, 3, 3]}), rules=RULES)
    assert rows["task_id"].tolist() == ["丙", "甲", "乙"]
    assert must_act(rows)["task_id"].tolist() == ["丙", "甲"]


LATE = "节点“验收”超期 20 天未完成（黄牌线：超过 15 天）"
CASES = [
    ("no rung to come down from", {"level": 0, "raw_level": 0}, ""),
    ("points", {"lag": 21.25}, "补上 1.3 个百分点以上（落后须低于 20）；此后连续 2 周低于黄牌，降为预警。"),
    ("a node", {"triggers": [LATE]}, "办结已超期的节点“验收”；此后连续 2 周低于黄牌，降为预警。"),
    (
        "a node of a lower rung does not hold it",
        {"level": 4, "raw_level": 4, "lag": 30.0, "triggers": [LATE]},
        "补上 0 个百分点以上（落后须低于 30）；此后连续 2 周低于约谈，降为黄牌。",
    ),
    (
        "a ratio alone",
        {"level": 2, "raw_level": 2, "triggers": ["工期绩效 0.85，低于 0.90（已过 20 天）"]},
        "消除：工期绩效 0.85，低于 0.90；此后连续 2 周低于预警，降为提醒。",
    ),
    (
        "a deadline that has passed",
        {"lag": 40.0, "triggers": ["超过完成时限 20 天（黄牌线：超过 15 天）"]},
        "办结任务，当即退出：已过完成时限，别的都降不下来。",
    ),
    ("already better", {"raw_level": 1}, "本周评估已是提醒，保持满 2 周，降为预警。"),
    ("raised by months", {"hold": 2.0}, "按月累计升上来的：评估好于预警并连续 2 周，降为预警。"),
    ("nothing is known of the lag", {"lag": float("nan")}, "消除：触发情形；此后连续 2 周低于黄牌，降为预警。"),
]


@pytest.mark.parametrize(("case", "said"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_what_brings_a_task_down_is_said(case, said):
    row = {"level": 3, "raw_level": 3, "hold": None, "lag": 5.0, "triggers": []} | case
    assert way_down(row, rules=RULES) == said


def months(raw: list[int], how: list[str]) -> pd.Series:
    table = weeks({"甲": [2, 2, 3, 3]}).assign(raw_level=raw, how=how)
    return alert_rows(table, rules=RULES).iloc[0]


def test_a_rung_that_months_have_raised_holds_until_an_evaluation_is_better_than_the_one_of_that_day():
    assert months([2, 2, 2, 3], ["不变", "不变", "按月升级", "不变"])["hold"] == 2
    assert pd.isna(months([2, 2, 2, 1], ["不变", "不变", "按月升级", "待降级"])["hold"])
    assert pd.isna(months([2, 2, 3, 3], ["不变", "不变", "升级", "不变"])["hold"])
    assert months([2, 2, 1, 1], ["不变", "不变", "按月升级", "不变"])["hold"] == 1  # that day read no more than 提醒


def test_who_must_act_is_said_with_the_units_that_answer_for_most():
    rows = alert_rows(weeks({"甲": [4] * 4, "乙": [3] * 4, "丙": [2] * 4}), rules=RULES)
    assert acting_line(rows) == "约谈 1 项、黄牌 1 项，要动起来的是甲局（1 项）、乙局（1 项）。"
    assert acting_line(rows[rows["level"] < 3]) == "没有黄牌和约谈，按月通报跟进即可。"
    assert acting_line(rows.assign(lead_units=[[]] * 3)).endswith("台账没有写牵头单位。")


def test_rungs_are_counted_and_silence_is_not_order():
    rows = alert_rows(weeks({"甲": [4] * 4, "乙": [0] * 4}, state={"乙": "未报"}), rules=RULES)
    counts = {code: count for code, _, count in rung_counts(rows)}
    assert counts == {"interview": 1, "yellow": 0, "warning": 0, "reminder": 0, "normal": 0, "unreported": 1}
    assert alert_table(rows)["等级"].tolist() == ["✖ 约谈", "○ 未报"]


def test_alerts_are_chosen_by_level_and_by_a_unit_that_leads_or_lies_below():
    rows = alert_rows(weeks({"甲": [4] * 4, "乙": [0] * 4}), rules=RULES)
    assert chosen_alerts(rows, levels=["约谈"], unit=None)["task_id"].tolist() == ["甲"]
    assert chosen_alerts(rows, levels=[], unit="乙局")["task_id"].tolist() == ["乙"]
    assert len(chosen_alerts(rows, levels=[], unit="太平镇")) == 2
    assert chosen_alerts(rows.head(0), levels=[], unit=None).empty
    assert alert_units(rows) == ["太平镇", "甲局", "乙局"]


def test_nothing_known_yet_gives_no_rows():
    assert alert_rows(weeks({"甲": [1] * 4}).head(0), rules=RULES).empty
