"""Own words of a paper: what was written holds until it is taken back, and is stale when its numbers changed."""

from datetime import date, datetime

import pandas as pd
import pytest

from reports.pieces.paper import REDHEAD, Head, Line, Paper, Para
from reports.subjects import own_words

LINE = Line("总体.规模", "目前共30项。", (30,))
OTHER = Line("总体.规模", "目前共31项。", (31,))


def decisions(*told: dict) -> pd.DataFrame:
    """The store's table of what was told, in order."""
    rows = [
        {"seq": place, "was": "", "decided_by": "李四", "decided_at": datetime(2022, 11, 10)} | each
        for place, each in enumerate(told)
    ]
    names = ["seq", "kind", "scope", "subject", "answer", "was", "decided_by", "decided_at"]
    return pd.DataFrame(rows, columns=names)


def said(text: str, *, line: Line = LINE, period: str = "2022-10") -> dict:
    return own_words.word_told("bulletin", period, line, text=text)


@pytest.mark.parametrize(
    ("told", "holds"),
    [
        ([], {}),
        ([said("共三十项。")], {"总体.规模": "共三十项。"}),
        ([said("共三十项。"), said(" 三十项在建。 ")], {"总体.规模": "三十项在建。"}),
        ([said("共三十项。", period="2022-09")], {}),
        ([said("")], {"总体.规模": ""}),
    ],
)
def test_the_newest_word_of_a_paper_holds(told, holds) -> None:
    found = own_words.own_words(decisions(*told), "bulletin", "2022-10")
    assert {key: each.text for key, each in found.items()} == holds


def test_what_was_taken_back_no_longer_holds_but_stays_in_the_record() -> None:
    own = own_words.own_words(decisions(said("共三十项。")), "bulletin", "2022-10")["总体.规模"]
    told = decisions(said("共三十项。"), own_words.taken_back("bulletin", "2022-10", own))
    assert own_words.fresh_words(told, "bulletin", "2022-10") == {}
    record = own_words.word_record(told, "bulletin", "2022-10")
    assert record["写的是"].tolist() == ["改用规则的句子", "共三十项。"]
    assert record["当时原来的句子"].tolist() == ["共三十项。", "目前共30项。"]


@pytest.mark.parametrize(
    ("now", "found"), [([LINE], []), ([OTHER], [("共三十项。", OTHER)]), ([], [("共三十项。", None)])]
)
def test_a_word_is_stale_when_its_numbers_changed_or_its_sentence_is_gone(now, found) -> None:
    own = own_words.own_words(decisions(said("共三十项。")), "bulletin", "2022-10")
    assert [(mine.text, line) for mine, line in own_words.stale_pairs(own, now)] == found


def test_a_stale_word_that_is_kept_is_fresh_again() -> None:
    own = own_words.own_words(decisions(said("共三十项。"), said("共三十项。", line=OTHER)), "bulletin", "2022-10")
    assert own_words.stale_pairs(own, [OTHER]) == []


def test_sentences_stand_under_the_heading_they_are_printed_under_and_names_are_no_sentences() -> None:
    blocks = (Para((LINE,)), Head(1, "一、红旗"), Head(2, "（一）镇"), Para((Line("a.名", "1. 三坑镇。"), OTHER)))
    paper = Paper(REDHEAD, "办公室", "", ("通报",), "", blocks, "办公室", date(2022, 11, 10), "")
    assert own_words.sentence_parts(paper) == {"开头": [LINE], "一、红旗": [OTHER]}


def test_nobody_writes_without_a_name_or_without_end() -> None:
    assert own_words.word_faults("共三十项。", "李四") == []
    assert "要具名" in own_words.word_faults("共三十项。", " ")[0]
    assert own_words.word_faults("字" * 601, "李四") == ["这一句有 601 个字，最多 600 个；请写短一些。"]


def test_number_and_day_are_kept_and_no_number_is_given_twice() -> None:
    told = own_words.issue_told("bulletin", "2022-10", number=" 9号 ", dated=date(2022, 11, 10))
    held = decisions(told)
    assert own_words.issue_kept(held, "bulletin", "2022-10") == ("9号", date(2022, 11, 10))
    assert own_words.issue_kept(held, "bulletin", "2022-11") == ("", None)
    again = own_words.issue_told("bulletin", "2022-11", number="9号", dated=date(2022, 12, 10))
    assert own_words.issue_faults(held, again) == ["文号“9号”已经给了2022-10的文件；请核对后另编一个号。"]
    assert own_words.issue_faults(held, told) == []
