"""The register: which kinds are made of which period, what a kind that does not fit says, and single papers."""

import io
from dataclasses import replace
from datetime import date

import pytest
from docx import Document as WordFile

import analysis
from reports.documents.register import Wish, document, fitting, kinds
from reports.documents.situation import day_span
from reports.pieces.paper import DocumentError, NothingToMake

ALWAYS = ["deck", "scores", "wallchart", "notice", "order"]


def of(october, name):
    """The situation with the name of another period: what fits is seen from the span alone."""
    span = day_span(date.fromisoformat(name)) if name.count("-") > 1 else analysis.named_span(name)
    return replace(october, span=span)


def test_the_kinds_stand_in_the_order_in_which_a_meeting_needs_them() -> None:
    assert kinds() == ["bulletin", "dispatch", "yearend", *ALWAYS]


@pytest.mark.parametrize(
    ("period", "reports"),
    [
        ("2022-10", ["bulletin"]),
        ("2022-Q3", ["dispatch"]),
        ("2022-Q4", ["dispatch", "yearend"]),
        ("2022-12", ["bulletin", "yearend"]),
        ("2022-11-18", ["bulletin"]),
        ("2022-12-19", ["bulletin"]),
        ("2022-12-20", ["bulletin", "yearend"]),
    ],
)
def test_all_documents_of_a_period_are_those_that_fit_it(october, period, reports) -> None:
    assert [each.kind for each in fitting(of(october, period))] == [*reports, *ALWAYS]


@pytest.mark.parametrize(
    ("kind", "period", "said"),
    [
        ("bulletin", "2022-Q3", "没有做月通报：月通报按月做，月内按日期可以先出送审稿，现在选的是2022年第三季度。"),
        ("dispatch", "2022-10", "没有做季调度报告：季调度报告只按季度做，如 2022-Q4，现在选的是2022年10月。"),
        ("yearend", "2022-10", "没有做年终对账通报：年终对账通报只在年底做"),
    ],
)
def test_a_kind_that_does_not_fit_refuses_with_a_sentence(october, kind, period, said) -> None:
    with pytest.raises(DocumentError, match=said):
        document(kind).build(of(october, period), Wish("docx"))


def test_nothing_to_notify_is_no_fault(october) -> None:
    calm = replace(october, alerts=october.alerts.iloc[:0], items=october.items.iloc[:0])
    with pytest.raises(NothingToMake, match="2022年10月没有需要发的通知"):
        document("notice").build(calm, Wish("zip"))


def test_one_order_may_be_a_file_of_its_own_and_without_a_number_it_is_refused(october) -> None:
    number = october.orders["order_no"].dropna().iloc[0]
    held = WordFile(io.BytesIO(document("order", "docx").build(october, Wish("docx", number=number))))
    assert number in "".join(each.text for each in held.paragraphs)
    with pytest.raises(DocumentError, match="只放一份；请写明文号，或用"):
        document("order", "docx").build(october, Wish("docx"))


def test_what_keeps_a_paper_back_is_an_error_of_documents(october) -> None:
    with pytest.raises(DocumentError, match="还没有冻结"):
        document("bulletin").build(replace(october, frozen=False), Wish("docx", formal=True))
