"""The proof that accounts add up, what is still open, and the statement, by hand; a wrong book is found."""

from datetime import date

import pandas as pd
import pytest

from analysis.points.entries import balances, entries_of
from analysis.points.reconciling import monthly_points, open_charges, reconciliation, statement

MONTHS = pd.to_datetime(["2022-09-30", "2022-10-31", "2022-11-30"])


def months(task, levels, *, done=None):
    state = ["已完成" if done is not None and i >= done else "进行中" for i in range(3)]
    return pd.DataFrame(
        {
            "task_id": task, "task": task, "month": MONTHS, "as_of": MONTHS, "level": levels, "state": state, "weight": 1.0,
            "deadline": pd.Timestamp("2022-12-10"), "reported_on": MONTHS, "late_entry": False,
        }
    )  # fmt: skip


@pytest.fixture
def book(rules):
    """甲局: a is charged 1 + 2 and finished in November, b is charged 0.5 a month and stays open."""
    told = pd.concat([months("a", [3, 4, 0], done=2), months("b", [2, 2, 2])], ignore_index=True)
    answers = pd.DataFrame({"task_id": ["a", "b"], "unit": ["甲局", "甲局"]})
    return entries_of(told, answers, rules=rules, as_of=date(2022, 11, 30))


def test_the_sum_of_entries_is_the_balance(book):
    found = reconciliation(book, balances(book)).iloc[0]
    assert found[["entries", "charged", "returned", "confirmed", "held"]].tolist() == [7, 4.5, 3, 0, 1.5]
    assert found[["posted_held", "posted_final", "open", "difference"]].tolist() == [1.5, 0, 1.5, 0]
    assert found["even"]


@pytest.mark.parametrize("wrong", [{"held": 1.0}, {"confirmed": 0.5}, {"charged": 5.0}, {"returned": 0.0}])
def test_a_book_that_is_not_the_sum_of_its_entries_is_found(book, wrong):
    found = reconciliation(book, balances(book).assign(**wrong)).iloc[0]
    assert not found["even"]
    assert found["difference"] >= 0.5


def test_an_entry_that_went_to_another_account_is_found(book):
    stray = book.assign(to_account=book["to_account"].where(book["kind"].ne("返还"), "已扣"))
    assert not reconciliation(stray, balances(book))["even"].any()


def test_what_stays_open_is_what_nothing_has_settled(book):
    found = open_charges(book)
    assert found[["task", "open"]].to_numpy().tolist() == [["b", 0.5]] * 3


def test_points_by_month(book):
    found = monthly_points(book)
    assert found[["unit", "charged", "returned", "confirmed"]].to_numpy().tolist() == [
        ["甲局", 1.5, 0, 0], ["甲局", 2.5, 0, 0], ["甲局", 0.5, 3, 0],
    ]  # fmt: skip


def test_a_statement_ends_with_what_is_held(book):
    found = statement(book, "甲局", 2022)
    assert found["balance"].iloc[-1] == 1.5
    assert found["balance"].ge(0).all()
    assert statement(book, "乙局", 2022).empty


def test_no_entries_are_no_rows(book):
    none = book.iloc[:0]
    assert reconciliation(none, balances(none)).empty
    assert open_charges(none).empty
    assert monthly_points(none).empty
