"""The office that signs: set by a person, kept, printed on every paper from then on."""

import json

import pandas as pd
import pytest

from reports.documents.bulletin import Issue, bulletin
from reports.pieces.paper import Desk
from reports.subjects.desks import desk_faults, desk_kept, desk_told

OURS = {"issuer": "银江区督查室", "code": "银督", "addressee": "各街道", "copies": ""}
REPLIES = {"提醒": 7, "预警": 5, "黄牌": 3, "约谈": 2, "督查": 3}


def kept(*told: dict) -> pd.DataFrame:
    return pd.DataFrame(told).assign(seq=range(1, len(told) + 1))


def test_the_office_that_was_set_last_holds():
    other = desk_told(OURS | {"issuer": "银江区委督查室"}, REPLIES)
    found = desk_kept(kept(desk_told(OURS, REPLIES), other))
    assert found == Desk("银江区委督查室", "银督", "各街道", "", REPLIES)


@pytest.mark.parametrize(
    ("change", "by", "said"),
    [
        ({}, "张三", []),
        ({"issuer": " "}, "张三", ["“发文机关”还空着，请填写。"]),
        ({"copies": "区" * 121}, "张三", ["“抄送机关”有 121 个字，最多 120 个；请写短一些。"]),
        ({}, " ", ["还没有写登记人：换发文单位要具名。"]),
    ],
)
def test_what_is_missing_is_said_before_anything_is_kept(change, by, said):
    assert desk_faults(Desk(), desk_told(OURS | change, REPLIES), by=by) == said


def test_an_office_that_is_set_to_what_it_is_changes_nothing():
    told = desk_told(OURS, REPLIES)
    assert desk_faults(desk_kept(kept(told)), told, by="张三") == ["和现在的一样，没有改动。"]
    assert json.loads(told["answer"])["replies"]["约谈"] == 2


def test_the_office_stands_on_the_bulletin(october):
    paper = bulletin(october, Issue("", october.as_of, desk_kept(kept(desk_told(OURS, REPLIES)))))
    assert (paper.issuer, paper.signer, paper.addressee, paper.copies) == ("银江区督查室", "银江区督查室", "各街道", "")
