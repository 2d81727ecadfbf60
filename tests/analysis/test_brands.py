"""亮点牌: whose evidence it is, ranks month by month, by hand."""

from datetime import date

import pandas as pd
import pytest

import analysis
from analysis.boards.brands import brand_evidence, brand_problems, brand_ranks, brands

DAY = date(2022, 11, 30)


def brand(name, project=None, **more):
    return {"task": name, "project": project, "board": "亮点牌", "deadline": date(2022, 12, 20)} | more


def row(project, on, rank=None, level="全市排名", **more):
    said = {"unit": "甲局", "matter": f"{project}{level}{on}", "level": level, "issued_on": on, "city_rank": rank}
    return said | {"project": project} | more


BOARD = [brand("擦亮四办", "用电报装"), {"task": "修路", "project": "公路", "board": "任务榜"}]


@pytest.mark.parametrize(("named", "subject", "board"), [
    ("用电报装", "用电报装", "亮点牌"),
    ("用电 “报装”", "用电报装", "亮点牌"),  # blanks and quotes do not matter
    ("擦亮四办", "用电报装", "亮点牌"),  # by the task's name
    ("公路", "公路", "任务榜"),
    ("没有的项目", None, None),
])  # fmt: skip
def test_evidence_belongs_to_the_project_that_it_names(make_facts, rules, named, subject, board):
    found = brand_evidence(make_facts(BOARD, honours=[row(named, date(2022, 9, 30), 1)]), as_of=DAY, rules=rules).iloc[
        0
    ]
    assert [None if pd.isna(found[name]) else found[name] for name in ("subject", "board")] == [subject, board]
    assert pd.notna(found["task_id"]) == (board == "亮点牌")


def test_a_project_on_both_boards_is_proof_of_the_brand_alone(make_facts, rules):
    both = [brand("叫响平安", "平安"), {"task": "平安建设", "project": "平安", "board": "任务榜"}]
    found = brand_evidence(make_facts(both, honours=[row("平安", date(2022, 9, 30), 1)]), as_of=DAY, rules=rules)
    assert found[["board", "task_id"]].to_numpy().tolist() == [["亮点牌", "叫响平安"]]


def test_praise_of_a_unit_alone_is_no_evidence_of_a_brand(make_facts, rules):
    facts = make_facts(BOARD, honours=[row(None, date(2022, 9, 30), level="市")])
    assert brand_evidence(facts, as_of=DAY, rules=rules).empty


RANKS = [
    row("用电报装", date(2022, 8, 31), 4), row("用电报装", date(2022, 10, 10), 3), row("用电报装", date(2022, 10, 31), 2),
    row("用电报装", date(2022, 11, 30), 3),
]  # fmt: skip


@pytest.mark.parametrize(("day", "ranks", "rank", "change", "best"), [
    (date(2022, 8, 30), [], None, None, None),
    (date(2022, 8, 31), [4], 4, None, 4),
    (date(2022, 9, 30), [4], 4, None, 4),  # no rank in September: none is made up
    (date(2022, 10, 31), [4, 2], 2, 2, 2),  # of October the last one
    (DAY, [4, 2, 3], 3, -1, 2),
])  # fmt: skip
def test_a_rank_and_its_change_are_those_published_by_the_day(make_facts, rules, day, ranks, rank, change, best):
    facts = make_facts(BOARD, honours=RANKS)
    evidence = brand_evidence(facts, as_of=day, rules=rules)
    assert brand_ranks(evidence)["rank"].tolist() == ranks
    found = brands(analysis.score(facts, as_of=day, rules=rules).tasks, evidence)
    said = found.iloc[0][["rank", "change", "best"]].tolist()
    assert [None if pd.isna(value) else value for value in said] == [rank, change, best]


def test_evidence_is_counted_by_kind(make_facts, rules):
    given = [row("用电报装", date(2022, 9, 30), 1), row("用电报装", date(2022, 9, 8), level="省级媒体"),
             row("用电报装", date(2022, 9, 9), level="市级批示"), row("用电报装", date(2022, 9, 10), level="市")]  # fmt: skip
    facts = make_facts(BOARD, honours=given)
    found = brands(analysis.score(facts, as_of=DAY, rules=rules).tasks, brand_evidence(facts, as_of=DAY, rules=rules))
    assert found.iloc[0][["表彰", "批示", "媒体", "排名", "批评"]].tolist() == [1, 1, 1, 1, 0]


@pytest.mark.parametrize(("given", "problems"), [
    ([row("用电报装", date(2022, 9, 30), 1)], []),
    ([], ["佐证缺失"]),
    ([row("用电报装", date(2022, 9, 30), 1), row("别的", date(2022, 9, 30), 1)], ["佐证无主"]),
    ([row("用电报装", date(2022, 9, 30), level="市")], ["没有文号"]),
    ([row("用电报装", date(2022, 9, 30), level="市", document_no="1号")], []),
    ([row("用电报装", date(2022, 9, 30), level="市级媒体")], []),  # press needs no number
])  # fmt: skip
def test_what_is_missing_of_a_brand_is_said(make_facts, rules, given, problems):
    people = {"leaders": ["区领导01"], "lead_people": ["某局长"]}
    facts = make_facts([BOARD[0] | people, BOARD[1]], honours=given)
    found = brand_problems(facts, as_of=DAY, rules=rules)
    assert found.loc[~found["what"].eq("榜单数量"), "what"].tolist() == problems
    assert all(message.endswith("。") for message in found["message"])


def test_too_few_brands_and_double_counting_are_among_the_problems(make_facts, rules):
    both = [brand("叫响平安", "平安"), {"task": "平安建设", "project": "平安", "board": "任务榜"}]
    found = brand_problems(make_facts(both), as_of=DAY, rules=rules)
    assert {"榜单数量", "两榜重复"} <= set(found["what"])
    assert found["message"].str.contains("亮点牌应有 10 项，现有 1 项").any()
