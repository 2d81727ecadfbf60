"""Remarks: kept with what the chart told, marked when that has changed, never markup, nothing forgotten."""

import json

import pandas as pd
import plotly.graph_objects as go
import pytest

from reports.drawing.told import Told, told_by
from reports.subjects import remarking

CHART = "standing_镇"


def told(index: float = 82.3, place: int = 3, *, title: str = "三坑镇居后", more: tuple = ()) -> Told:
    return Told(title, (("三坑镇", f"指数 {index} · 第 {place} 名，项目 7 个"), ("太平镇", "指数 96 · 第 1 名"), *more))


def ledger(*said: dict, by: str = "王区长") -> pd.DataFrame:
    """Decisions as a snapshot holds them, one after the other."""
    rows = [
        {"was": "", "decided_by": by, "decided_at": pd.Timestamp("2022-12-01 09:00") + pd.Timedelta(hours=n), "seq": n}
        | one
        for n, one in enumerate(said)
    ]
    return pd.DataFrame(rows)


def said(
    text: str, *, mark: str = "", subject: str = "2022-11-30!1", saw: Told | None = None, chart: str = CHART
) -> dict:
    return remarking.remark_told(chart, saw or told(), text=text, mark=mark, subject=subject, snapshot="s1")


def one(*decisions: dict) -> remarking.Remark:
    (remark,) = remarking.of_chart(ledger(*decisions), CHART)
    return remark


@pytest.mark.parametrize(
    ("mark", "now", "sentence"),
    [
        ("三坑镇", told(), ""),
        ("三坑镇", told(79.1), "数字已变：指数当时 82.3，现在 79.1。"),
        ("三坑镇", told(79.1, 5), "数字已变：指数当时 82.3，现在 79.1；第当时 3 名，现在 5 名。"),
        ("太平镇", told(79.1, 5), ""),  # another one's number
        (
            "三坑镇",
            Told("三坑镇居后", ()),
            "数字已变：当时是“指数 82.3 · 第 3 名，项目 7 个”，现在图上没有“三坑镇”了。",
        ),
        ("", told(), ""),
        ("", told(79.1), "数字已变：三坑镇指数当时 82.3，现在 79.1。"),
        ("", told(title="石潭镇居后"), "数字已变：当时是“三坑镇居后”，现在是“石潭镇居后”。"),
        ("", told(more=(("石潭镇", "指数 70"),)), "数字已变：图上有的数字和当时不同。"),
    ],
)
def test_a_remark_says_which_number_has_changed_since(mark: str, now: Told, sentence: str) -> None:
    assert remarking.changed_since(one(said("要抓紧", mark=mark)), now) == sentence


def test_a_chart_of_hundreds_of_marks_is_kept_as_a_print_and_its_finding() -> None:
    many = Told("三项落后", tuple((f"任务{n}", f"滞后 {n}") for n in range(400)))
    remark = one(said("都要看", saw=many))
    assert "marks" not in remark.saw
    assert len(json.dumps(remark.saw, ensure_ascii=False)) < 200
    assert remarking.changed_since(remark, many) == ""
    assert remarking.changed_since(remark, Told("三项落后", many.marks[1:])) == "数字已变：图上有的数字和当时不同。"


def test_a_changed_remark_keeps_what_was_said_before() -> None:
    remark = one(said("偏慢"), said("偏慢，月底补上"))
    assert remark.text == "偏慢，月底补上"
    assert remark.before == (("偏慢", "王区长，2022年12月1日"),)
    assert not remark.withdrawn
    assert "改过 1 次" in remarking.remark_card([remark], {})


def test_a_withdrawn_remark_is_in_the_record_with_its_words() -> None:
    first = one(said("说错了"))
    remark = one(said("说错了"), remarking.withdrawal(CHART, first, reason="看错行"))
    assert remark.withdrawn
    table = remarking.record_table([remark])
    assert table["点评"].tolist() == ["说错了"]
    assert table["状态"].tolist() == ["王区长，2022年12月1日撤回"]


def test_remarks_of_one_chart_are_not_those_of_another() -> None:
    rows = ledger(said("甲"), said("乙", chart="standing_部门"), said("丙", subject="2022-10-31!2"))
    assert [each.text for each in remarking.of_chart(rows, CHART)] == ["甲", "丙"]
    assert [each.day for each in remarking.of_chart(rows, CHART)] == ["2022-11-30", "2022-10-31"]


def test_words_of_a_remark_are_never_markup() -> None:
    remark = one(said("<script>alert(1)</script>", mark="三坑镇"))
    card = remarking.remark_card([remark], {remark.subject: "数字已变：<b>"})
    assert "<script" not in card
    assert "&lt;script&gt;" in card
    assert "&lt;b&gt;" in card


def test_a_document_has_the_remark_as_a_sentence_with_what_has_changed() -> None:
    remark = one(said("要抓紧", mark="三坑镇"))
    stale = {remark.subject: remarking.changed_since(remark, told(79.1))}
    assert remarking.remark_lines([remark], stale) == [
        "点评（王区长，2022年12月1日）：三坑镇：要抓紧（数字已变：指数当时 82.3，现在 79.1。）"
    ]


@pytest.mark.parametrize(("text", "by", "count"), [("话", "人", 0), (" ", "人", 1), ("话", "", 1), ("", " ", 2)])
def test_a_remark_needs_words_and_a_name(text: str, by: str, count: int) -> None:
    assert len(remarking.remark_faults(text, by)) == count


def test_an_answer_that_is_no_record_is_a_remark_without_numbers() -> None:
    spoilt = said("话") | {"answer": "[1"}
    assert remarking.changed_since(one(spoilt), told()).startswith("数字已变")


@pytest.mark.parametrize(
    ("words", "mark"),
    [
        (
            "<b>三坑镇</b>（镇）<br>2022年8月31日<br>指数 97，收缩后<br> 97.2",
            ("三坑镇（镇），2022年8月31日", "指数 97，收缩后97.2"),
        ),
        ("<b>2022年8月31日填报 42%</b><br>没有文字说明", ("2022年8月31日填报", "42%，没有文字说明")),
        ("<b>区领导08</b><br>项目 3 个", ("区领导08", "项目 3 个")),
        ("<b>品牌</b><br>2022年8月 全市第 1", ("品牌，2022年8月", "全市第 1")),
        ("<b>工期 25%–50%</b><br>3 项", ("工期 25%–50%", "3 项")),
        ("&lt;b&gt;重点", ("<b>重点", "")),
    ],
)
def test_a_mark_has_a_name_that_stays_when_its_number_changes(words: str, mark: tuple[str, str]) -> None:
    figure = go.Figure(go.Scatter(x=[1], y=[1], hovertext=[words]))
    assert told_by(figure).marks == (mark,)


def test_a_figure_that_tells_all_in_text_is_read_line_by_line() -> None:
    figure = go.Figure(go.Scatter(x=[0, 0], y=[0, 1], text=["进度", "质量"]))
    figure.add_scatter(x=[9, 9], y=[0, 1], text=["−1.5", "−2.1"])
    assert told_by(figure).marks == (("进度", "−1.5"), ("质量", "−2.1"))


def test_marks_that_share_a_name_cannot_be_chosen() -> None:
    figure = go.Figure(go.Scatter(x=[1, 2, 3], y=[1, 1, 1], hovertext=["今日计划 80%", "今日计划 85%", "甲<br>90%"]))
    assert remarking.mark_names(told_by(figure)) == ["甲"]
