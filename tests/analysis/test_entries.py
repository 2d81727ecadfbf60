"""预扣分 as entries, by hand, and the books that must balance whatever happened."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.points.bonus import bonus_entries
from analysis.points.entries import balances, entries_of, point_entries
from analysis.standing_scores import standing_scores

ENDS = pd.date_range("2022-01-31", periods=14, freq="ME").as_unit("us")
YEAR_END, JULY = date(2022, 12, 31), date(2022, 7, 31)


def months(levels, task="修路", *, done=None, on=None, deadline="2022-06-30", weight=1.0):
    """A task's level at the end of each month from January; finished from month `done` on, by a report of day `on`."""
    count = len(levels)
    state = ["已完成" if done and i + 1 >= done else "进行中" for i in range(count)]
    return pd.DataFrame({
        "task_id": task, "task": task, "month": ENDS[:count], "as_of": ENDS[:count], "state": state, "weight": weight,
        "level": [0 if said == "已完成" else level for level, said in zip(levels, state, strict=True)],
        "deadline": pd.to_datetime(deadline), "reported_on": pd.to_datetime(on), "late_entry": False,
    })  # fmt: skip


def answer(*pairs):
    return pd.DataFrame(pairs or [("修路", "甲局")], columns=["task_id", "unit"])


def entries(rules, *tables, pairs=(), as_of=YEAR_END):
    return entries_of(pd.concat(tables, ignore_index=True), answer(*pairs), rules=rules, as_of=as_of)


def told(table):
    return [(row.month.month, row.kind, row.points) for row in table.itertuples()]


@pytest.mark.parametrize(("table", "as_of", "expected"), [
    (months([2, 3, 0]), JULY, [(1, "预扣", 0.5), (2, "预扣", 1)]),
    (months([0, 1]), JULY, []),  # a reminder costs nothing
    (months([2, 3, 0], done=3, on="2022-03-10"), JULY,  # in time: all comes back
     [(1, "预扣", 0.5), (2, "预扣", 1), (3, "返还", 0.5), (3, "返还", 1)]),
    (months([2, 3, 0], done=3, on="2022-03-10", deadline="2022-03-09"), JULY,  # a day late: half
     [(1, "预扣", 0.5), (2, "预扣", 1), (3, "返还", 0.25), (3, "返还", 0.5), (3, "确认", 0.25), (3, "确认", 0.5)]),
    (months([3, 0], done=2, on="2022-02-10", deadline="2022-02-10"), JULY, [(1, "预扣", 1), (2, "返还", 1)]),
    (months([3, 0], done=2, on="2022-02-10", deadline=None), JULY, [(1, "预扣", 1), (2, "返还", 1)]),
    (months([3]), YEAR_END, [(1, "预扣", 1), (12, "确认", 1)]),  # not finished when the year ends
    (months([3]), date(2022, 12, 30), [(1, "预扣", 1)]),
    (months([3] + [0] * 13, done=13, on="2023-01-05"), date(2023, 2, 1), [(1, "预扣", 1), (12, "确认", 1)]),  # closed before
])  # fmt: skip
def test_charged_by_level_and_settled_by_the_finish(rules, table, as_of, expected):
    assert told(entries(rules, table, as_of=as_of)) == expected


def test_every_entry_says_its_rule_and_moves_between_two_accounts(rules):
    table = entries(rules, months([3, 0], done=2, on="2022-07-10"), as_of=JULY)
    assert table[["rule", "from_account", "to_account"]].to_numpy().tolist() == [
        ["黄牌每月预扣 1 分", "得分", "预扣"], ["逾期完成，返还 50%", "预扣", "得分"], ["逾期完成，确认 50%", "预扣", "已扣"],
    ]  # fmt: skip


def test_a_task_costs_four_points_a_year_and_what_is_lost_to_the_cap_is_shown(rules):
    table = entries(rules, months([3, 4, 4, 2]), as_of=JULY)
    assert table["points"].tolist() == [1, 2, 1, 0]
    assert table["lost_to_task"].tolist() == [0, 0, 1, 0.5]
    assert table["full"].tolist() == [1, 2, 2, 0.5]


def test_a_new_year_has_a_cap_of_its_own(rules):
    table = entries(rules, months([4, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 4]), as_of=date(2023, 3, 1))
    assert table[table["kind"] == "预扣"]["points"].tolist() == [2, 2, 2, 2]


def test_a_unit_loses_ten_points_a_year_at_most(rules):
    tasks = [months([4, 4], task=f"{i}") for i in range(4)]
    table = entries(rules, *tasks, pairs=[(f"{i}", "甲局") for i in range(4)], as_of=JULY)
    assert table["points"].sum() == 10
    assert table["lost_to_unit"].tolist() == [0, 0, 0, 0, 0, 2, 2, 2]


def test_weight_counts_and_a_unit_that_carries_much_pays_a_rate(rules):
    heavy = entries(rules, months([3], weight=2.0), as_of=JULY)
    assert heavy["points"].tolist() == [2]
    many = [months([3 if i < 2 else 0], task=f"{i}") for i in range(20)]  # 2 of 20: 10 × 2 / 20
    table = entries(rules, *many, pairs=[(f"{i}", "甲局") for i in range(20)], as_of=JULY)
    assert table["points"].sum() == pytest.approx(1)


def test_each_unit_that_answers_is_charged_and_a_late_entry_charges_nobody(rules):
    late = months([4], task="补录").assign(late_entry=True)
    table = entries(rules, months([3]), late, pairs=[("修路", "甲局"), ("修路", "乙镇"), ("补录", "甲局")], as_of=JULY)
    assert table[["unit", "points"]].to_numpy().tolist() == [["乙镇", 1], ["甲局", 1]]


levels = st.lists(st.integers(0, 4), min_size=1, max_size=14)


@settings(max_examples=30)
@given(
    st.lists(
        st.tuples(levels, st.integers(1, 16), st.integers(1, 12), st.sampled_from([0.5, 1.0, 7.0])),
        min_size=1,
        max_size=6,
    )
)
def test_the_books_balance_whatever_happened(rules, district):
    tables, pairs = [], []
    for i, (told_levels, done, deadline, weight) in enumerate(district):
        finish = f"{2022 + (done - 1) // 12}-{(done - 1) % 12 + 1:02}-15"
        tables.append(
            months(told_levels, task=f"{i}", done=done, on=finish, deadline=f"2022-{deadline:02}-20", weight=weight)
        )
        pairs += [(f"{i}", "甲局")] + ([(f"{i}", "乙镇")] if i % 2 else [])
    for as_of in (JULY, date(2023, 12, 31)):
        table = entries(rules, *tables, pairs=pairs, as_of=as_of)
        book = balances(table)
        assert np.allclose(book["charged"], book["returned"] + book["confirmed"] + book["held"])
        moved = (
            table.groupby("to_account")["points"].sum().sub(table.groupby("from_account")["points"].sum(), fill_value=0)
        )
        assert abs(moved.sum()) < 1e-9  # every point that left an account arrived in another
        assert moved.get("预扣", 0) == pytest.approx(book["held"].sum())
        assert moved.get("已扣", 0) == pytest.approx(book["confirmed"].sum())
        assert (table["points"] >= -1e-12).all()
        assert (book["charged"] <= rules.deduction.unit_cap + 1e-9).all()
        charged = table[table["kind"] == "预扣"]
        assert np.allclose(charged["full"], charged["points"] + charged["lost_to_task"] + charged["lost_to_unit"])
    assert np.allclose(book["held"], 0)  # closed


def test_books_of_nothing_are_empty(rules):
    table = entries(rules, months([0]))
    assert table.empty
    assert balances(table).empty


HONOURS = [
    {"unit": "甲镇", "level": "国家级", "matter": "示范区", "document_no": "国发1号", "issued_on": date(2022, 3, 1)},
    {"unit": "甲镇", "level": "省级", "matter": "示范区", "document_no": "粤发1号", "issued_on": date(2022, 2, 1)},
    {"unit": "甲镇", "level": "省级", "matter": "卫生", "issued_on": date(2022, 4, 1)},
    {"unit": "甲镇", "level": "区级", "matter": "先进", "document_no": "区发1号", "issued_on": date(2022, 4, 2)},
    {"unit": "甲镇", "level": "国家级", "matter": "二", "document_no": "2", "issued_on": date(2022, 5, 1)},
    {"unit": "甲镇", "level": "国家级", "matter": "三", "document_no": "3", "issued_on": date(2022, 6, 1)},
    {"unit": "甲镇", "level": "市级通报批评", "matter": "迟报", "issued_on": date(2022, 7, 1)},
    {"unit": "甲镇", "level": "国家级", "matter": "四", "document_no": "4", "issued_on": date(2023, 1, 1)},
]  # fmt: skip


def test_bonus_counts_the_highest_level_with_a_document_up_to_the_cap_and_says_what_is_lost(make_facts, rules):
    found = bonus_entries(make_facts([], honours=HONOURS), as_of=date(2023, 1, 31), rules=rules)
    assert found[["matter", "points", "lost", "why"]].to_numpy().tolist() == [
        ["示范区", 0, 1, "同一事项已按最高级别计"],
        ["示范区", 2, 0, ""],
        ["卫生", 0, 1, "没有文号，不计"],
        ["先进", 0, 0, "级别不在加减分之列"],
        ["二", 2, 0, ""],
        ["三", 1, 1, "超过加分上限 5 分"],
        ["迟报", 1, 0, ""],
        ["四", 2, 0, ""],
    ]
    book = balances(entries(rules, months([0])), bonus=found)
    assert book[["unit", "year", "bonus", "criticism", "net"]].to_numpy().tolist() == [
        ["甲镇", 2022, 5, 1, 4], ["甲镇", 2023, 2, 0, 2],
    ]  # fmt: skip


def test_entries_from_a_snapshot_do_not_rewrite_a_past_month(make_facts, hundred_days, rules):
    days = pd.date_range("2022-09-02", "2022-12-30", freq="7D")
    told = [{"task_id": "修路", "report_date": day.date(), "percent": 5.0} for day in days]
    facts = make_facts([hundred_days(lead_units=["甲局"], towns=["甲镇"])], progress=told)
    early, late = (point_entries(facts, as_of=day, rules=rules) for day in (date(2022, 11, 16), date(2023, 1, 10)))
    # 5 % throughout: 24 points behind on 30 September but 18 the week before; 30 and more from 7 October on
    assert told_months(early) == [(9, 0.5), (10, 2)]
    assert told_months(late)[:2] == [(9, 0.5), (10, 2)]
    assert set(late["unit"]) == {"甲局", "甲镇"}
    book = balances(late)
    assert (book["charged"] == 4).all()
    assert (book["confirmed"] == 4).all()


def told_months(table):
    charged = table[(table["kind"] == "预扣") & (table["unit"] == "甲局")]
    return [(row.month.month, row.points) for row in charged.itertuples()]


def test_a_store_without_tasks_has_no_entries_and_scores_nobody(make_facts, rules):
    empty = make_facts([])
    assert point_entries(empty, as_of=date(2022, 11, 30), rules=rules).empty
    assert standing_scores(empty, as_of=date(2022, 11, 30), rules=rules).tasks.empty
