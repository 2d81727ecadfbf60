"""责任令: versions, numbering, and what does not agree with the board, by hand."""

from datetime import date

import pandas as pd
import pytest

from analysis.boards.order_problems import order_problems
from analysis.boards.orders import next_order_no, order_lines, order_number, order_versions, orders

DAY = date(2022, 11, 30)
FIRST, LATER = date(2022, 9, 5), date(2022, 11, 10)
NO = "清执令〔2022〕第{:02d}号"


def task(name, *, deadline=date(2022, 12, 10), leaders=("区领导01",), units=("甲局",), **more):
    return {"task": name, "deadline": deadline, "leaders": leaders, "lead_units": units} | more


def order(name, number=1, *, on=FIRST, deadline=date(2022, 12, 10), **more):
    said = {"leaders": ["区领导01"], "lead_units": ["甲局"]}
    return {"task_id": name, "order_no": NO.format(number), "issued_on": on, "deadline": deadline} | said | more


CHANGED = [
    order("修路"),
    order("修路", on=LATER, deadline=date(2022, 12, 25), seq=2, entered_on=LATER),
    order("修路", on=LATER, deadline=date(2022, 12, 10), seq=3, entered_on=date(2022, 11, 20)),
]


@pytest.mark.parametrize(("written", "series", "number"), [
    ("清执令〔2022〕第07号", "清执令〔2022〕第号", 7),
    ("清执令〔2022〕第７号", "清执令〔2022〕第号", 7),
    ("清新府令3", "清新府令", 3),
    ("清执令〔2022〕", "清执令〔2022〕", None),
    ("口头交办", "口头交办", None),
    (None, "", None),
])  # fmt: skip
def test_a_number_is_taken_apart(written, series, number):
    part = order_number(written)
    assert (f"{part.before}{part.after}", part.number) == (series, number)


@pytest.mark.parametrize(("day", "deadlines"), [
    (date(2022, 9, 4), []),  # not issued yet
    (FIRST, [10]),
    (LATER, [10, 25]),
    (DAY, [10, 25, 10]),  # moved back: a version of its own
])  # fmt: skip
def test_versions_are_those_known_at_the_day_and_none_is_lost(make_facts, day, deadlines):
    found = order_versions(make_facts([task("修路")], orders=CHANGED), as_of=day)
    assert found["deadline"].dt.day.tolist() == deadlines
    assert found["version"].tolist() == list(range(1, len(deadlines) + 1))


def test_the_first_deadline_stays_beside_the_one_that_holds_now(make_facts, rules):
    found = orders(make_facts([task("修路")], orders=CHANGED[:2]), as_of=DAY, rules=rules).iloc[0]
    assert (found["first_deadline"].day, found["deadline"].day, found["versions"]) == (10, 25, 2)
    assert found["history"] == [
        "2022年9月5日 首次签发，时限 2022年12月10日",
        "2022年11月10日 第 2 版：完成时限由 2022年12月10日 改为 2022年12月25日",
    ]


def test_what_a_later_version_leaves_open_holds_from_the_one_before(make_facts, rules):
    later = order("修路", on=LATER, deadline=None, leaders=None, lead_units=["乙局"], seq=2)
    found = orders(make_facts([task("修路")], orders=[order("修路"), later]), as_of=DAY, rules=rules).iloc[0]
    assert (found["deadline"].day, found["leaders"].tolist(), found["lead_units"].tolist()) == (
        10,
        ["区领导01"],
        ["乙局"],
    )
    assert found["history"][1] == "2022年11月10日 第 2 版：牵头单位由 甲局 改为 乙局"


@pytest.mark.parametrize(("tasks", "given", "problems"), [
    ([task("修路")], [order("修路")], []),
    ([task("修路")], [], [("任务无令", "修路")]),
    ([task("名片", board="亮点牌")], [], []),  # a brand may have one
    ([task("修路"), task("建校")], [order("修路", 1), order("建校", 3)], [("令号缺号", NO.format(3))]),
    ([task("修路", project="甲"), task("建校", project="甲")], [order("修路"), order("建校")], []),  # one project
    ([task("修路", project="甲"), task("建校", project="乙")], [order("修路"), order("建校")], [("令号重复", NO.format(1))]),
    ([task("修路")], [order("修路") | {"order_no": "口头"}], [("令号不明", "修路")]),
    ([task("修路")], [order("修路", deadline=date(2022, 12, 9))], [("时限不一致", "修路")]),
    ([task("修路")], CHANGED[:2], [("时限不一致", "修路")]),  # the ledger was never amended
    ([task("修路", deadline=None)], [order("修路")], []),  # the ledger has none to differ from
    ([task("修路", leaders=("区领导02",))], [order("修路")], [("项目长不一致", "修路")]),
    ([task("修路", leaders=("区领导02", "区领导01"))], [order("修路", leaders=["区领导01", "区领导02"])], []),
    ([task("修路", units=("乙局",))], [order("修路")], [("牵头单位不一致", "修路")]),
    ([task("修路")], [order("修路", leaders=None)], []),  # an order that names nobody contradicts nobody
])  # fmt: skip
def test_what_does_not_agree_is_named(make_facts, rules, tasks, given, problems):
    found = order_problems(make_facts(tasks, orders=given), as_of=DAY, rules=rules)
    assert list(zip(found["what"], found["subject"], strict=True)) == problems
    assert all(message.endswith("。") for message in found["message"])


def test_an_amended_ledger_agrees_with_an_amended_order(make_facts, rules):
    amended = [{"task_id": "修路", "deadline": date(2022, 12, 25), "seq": 2, "entered_on": LATER}]
    facts = make_facts([task("修路")], orders=CHANGED[:2], deadlines=amended)
    assert order_problems(facts, as_of=DAY, rules=rules).empty


def test_an_order_that_names_no_task_is_named_by_its_place(make_facts, rules):
    held = [{"import_id": "imp1", "sheet": "责任令", "row": 9, "kind": "orders", "cells": "{}"}]
    imports = [{"import_id": "imp1", "file": "令.xlsx"}]
    found = order_problems(make_facts([], held_rows=held, imports=imports), as_of=DAY, rules=rules)
    assert found["message"].tolist() == [
        "令.xlsx!责任令!第 9 行的责任令没有读进来，对不上任何一项任务；请到“台账导入”补正，或改成台账里的任务名称。"
    ]


@pytest.mark.parametrize(("numbers", "free"), [([], ""), ([9], NO.format(10)), ([1, 28], NO.format(29))])
def test_the_next_free_number_follows_the_highest_and_a_gap_is_not_filled(make_facts, rules, numbers, free):
    names = [f"任务{number}" for number in numbers]
    given = [order(name, number) for name, number in zip(names, numbers, strict=True)]
    found = orders(make_facts([task(name) for name in names], orders=given), as_of=DAY, rules=rules)
    assert next_order_no(found) == free


def test_every_word_of_an_order_stands_in_a_cell(make_facts):
    facts = make_facts(
        [task("修路")], orders=[each | {"sheet": "责任令", "row": 4 + i} for i, each in enumerate(CHANGED[:2])]
    )
    lines = order_lines(facts, NO.format(1), as_of=DAY)
    assert lines[lines["field"].eq("deadline")][["value", "row"]].to_numpy().tolist() == [
        ["2022年12月10日", 4], ["2022年12月25日", 5],
    ]  # fmt: skip
    assert lines["row"].notna().all()


def test_no_order_is_no_row(make_facts, rules):
    assert orders(make_facts(), as_of=DAY, rules=rules).empty
    assert pd.isna(order_problems(make_facts(), as_of=DAY, rules=rules)["message"]).sum() == 0
