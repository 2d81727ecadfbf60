"""Words about places of units, by hand."""

import pandas as pd
import pytest

import reports
from analysis.rules.rulepack import rule_pack

RULES = rule_pack()
UNIT = {
    "unit": "太和镇", "kind": "镇", "index": 83.1, "shrunk_index": 85.3, "rank": 6.0, "rank_low": 2.0, "rank_high": 8.0,
    "held_back": None, "named": None, "p_top": 0.05, "p_bottom": 0.43, "lag": 3.0, "projects": 14, "tasks": 14,
    "effective": 11.9, "unreported": 0, "known_share": 1.0, "bonus": 1.0, "deduction": 4.7, "final": 81.6,
}  # fmt: skip


def told(figures):
    return {label: (value, note) for label, value, note in figures}


def test_a_place_is_told_with_the_places_between_which_it_lies():
    found = told(reports.unit_figures(pd.Series(UNIT), pd.Series(UNIT | {"rank": 8.0})))
    assert found["名次"] == ("第 6 名", "95% 把握在第 2 到第 8 名 · ▲ 2 位")
    assert found["项目与任务"] == ("14 / 14", "折合 11.9 个同等项目 · 未报 0 项")
    held = pd.Series(UNIT | {"rank": None, "held_back": "样本不足"})
    assert told(reports.unit_figures(held, None))["名次"] == ("样本不足", "上期未排名")


def test_base_bonus_deduction_and_final_stand_side_by_side():
    found = told(reports.final_figures(pd.Series(UNIT), pd.Series(UNIT | {"index": 84.1})))
    assert {name: value for name, (value, _) in found.items()} == {
        "基础指数": "83.1", "收缩后指数": "85.3", "加分": "+1", "预扣分": "−4.7", "最终得分": "81.6",
    }  # fmt: skip
    assert found["基础指数"][1] == "项目加权平均 · 较上期 −1"
    assert found["收缩后指数"][1] == "向序列均值收缩 +2.2 分，排名用它"


def test_why_somebody_is_not_named_is_a_sentence():
    assert reports.named_line(UNIT, RULES) == "太和镇：居后的把握 43%，不到 80%，不点名。"
    assert reports.named_line(UNIT | {"kind": "其他"}, RULES) == ""


def test_what_costs_most_is_told_by_score_without_what_rounds_to_nothing():
    lost = pd.DataFrame(
        {"task_id": ["a"], "task": ["修路"], "loss": [3.24], "names": [[("进度", 3.2), ("节点准时", 0.04)]]}
    )
    assert reports.lost_labels(lost) == [("a", "修路 —— 失 3.2 分：进度 3.2")]


def test_places_over_all_runs_are_told_in_a_sentence():
    runs = pd.DataFrame(
        {"unit": ["甲镇", "乙镇"], "rank": [1.0, 2], "low": [1.0, 2], "high": [2.0, 2], "share_kept": [0.78, 0.9],
         "share_even": 0.1}
    )  # fmt: skip
    assert "其中 10% 的算法下差异不显著、不排先后；2 个镇里 1 个九成以上的时候名次不变。" in reports.runs_line(
        runs, "镇", runs=200
    )
    assert reports.runs_title(runs, runs=200) == "换 200 种算法：甲镇 78% 的时候第一"
    assert reports.runs_line(runs.head(0), "镇", runs=200) == "没有镇排了名次，换什么算法都谈不上先后。"


@pytest.mark.parametrize(("row", "said"), [
    ((90.0, 1.0, None, 85.0, 3.0, None), ["第 1 名，90.0 分", "第 3 名，85.0 分", "降 2 位"]),
    ((90.0, 1.0, None, 85.0, None, "差异不显著"), ["第 1 名，90.0 分", "差异不显著，85.0 分", "—"]),
    ((None, None, "不评", 85.0, 2.0, None), ["不评", "第 2 名，85.0 分", "—"]),
])  # fmt: skip
def test_what_other_weights_would_make_is_told_place_by_place(row, said):
    names = ["index", "rank", "held", "index_then", "rank_then", "held_then"]
    table = pd.DataFrame([row], columns=names).assign(unit="甲镇", kind="镇")
    table = table.assign(change=table["rank"].astype(float) - table["rank_then"].astype(float))
    assert reports.reweighed_table(table, "镇").iloc[0].tolist() == ["甲镇", *said]
    assert reports.reweighed_table(table, "部门").empty


def test_how_places_come_about_has_the_numbers_of_the_rule_pack():
    words = "".join(sentence for _, group in reports.how_placed(RULES) for sentence in group)
    for number in ("50%", "折合不足 3 个", "2000 次", "95%", "达到 80%", "达到 90", "低于 80"):
        assert number in words
