"""Answers to the questions about a draft: what is open, what is wrong, what goes into the journal."""

import pandas as pd
import pytest

from reports.subjects.asking import answer_table, answered, decision_table, question_kind, question_list

ASKED = pd.DataFrame(
    [
        ("九月.xlsx", "任务榜", "F5", "progress_goes_back", "比上次少了 5 个百分点"),
        ("九月.xlsx", "任务榜", "G9", "deadline_moved", "完成时限由甲改为乙"),
    ],
    columns=["file", "sheet", "cell", "code", "message"],
)
NOTHING = [None, None]


@pytest.mark.parametrize(
    ("answers", "all_right", "open_", "wrong", "may"),
    [
        (NOTHING, False, 2, 0, False),
        (["属实", None], False, 1, 0, False),
        (["属实", "属实"], False, 0, 0, True),
        (["有误", "属实"], False, 0, 1, False),
        (NOTHING, True, 0, 0, True),
        (["有误", None], True, 0, 1, False),
    ],
)
def test_a_draft_may_be_published_when_every_question_is_answered_and_nothing_is_wrong(
    answers, all_right, open_, wrong, may
):
    found = answered(ASKED, [(answer, "") for answer in answers], all_right=all_right, reason="")
    assert (found.open, found.wrong, found.may_publish) == (open_, wrong, may)


def test_a_reason_of_its_own_goes_before_the_one_for_all():
    found = answered(ASKED, [("属实", "征地重新核算")], all_right=True, reason="已电话核实")
    assert [(each["cell"], each["answer"], each["reason"]) for each in found.answers] == [
        ("F5", "属实", "征地重新核算"), ("G9", "属实", "已电话核实"),
    ]  # fmt: skip


def test_a_question_names_its_cell():
    assert question_list(ASKED)[0] == {"place": "九月.xlsx!任务榜!F5", "message": "比上次少了 5 个百分点"}


def test_the_record_shows_the_newest_answer_first():
    rows = ASKED.assign(
        at=pd.to_datetime(["2022-10-01 09:00", "2022-11-01 09:30"]), who="张三", answer="属实", reason=""
    )
    table = answer_table(rows)
    assert table["时间"].tolist() == ["2022-11-01 09:30", "2022-10-01 09:00"]
    assert table["位置"].iloc[0] == "九月.xlsx!任务榜!G9"


def test_one_answer_for_all_of_a_kind_leaves_those_alone_that_have_their_own():
    kinds = dict.fromkeys(ASKED["code"].unique()[:1], ("有误", "统一核对"))
    found = answered(ASKED, [("属实", "")], all_right=False, reason="", by_code=kinds)
    same = ASKED["code"].eq(ASKED["code"].iloc[0])
    assert found.wrong == same.sum() - 1
    assert found.open == (~same).sum()
    assert question_kind("deadline_moved") == "时限变动"
    assert question_kind("从没见过") == "其他疑点"


def test_decisions_are_listed_newest_first_with_what_stood_there_and_since_when():
    decided = pd.DataFrame(
        {
            "at": pd.to_datetime(["2022-11-01 08:00", "2022-11-02 09:30", "2022-11-03 10:00"]),
            "who": ["张三", "李四", "王五"],
            "file": ["甲.xlsx", "", ""],
            "kind": ["cell", "column", "unit"],
            "subject": ["表!H4", "难处", "区市监局"],
            "was": ["abc", "难处", "区市监局"],
            "answer": ["", "problem", "区市场监管局"],
            "since": ["", "None", "2022-09-01"],
        }
    )
    table = decision_table(decided, {"problem": "问题"})
    assert table["改为"].tolist() == ["区市场监管局（自 2022-09-01 起）", "问题", "（空白）"]
    assert table["位置"].tolist()[2] == "甲.xlsx!表!H4"
