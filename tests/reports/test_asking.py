"""Answers to the questions about a draft: what is open, what is wrong, what goes into the journal."""

import pandas as pd
import pytest

from reports.asking import answer_table, answered, question_list

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
