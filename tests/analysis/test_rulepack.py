"""Rule packs: what is refused, and in which words."""

import re
from dataclasses import FrozenInstanceError
from datetime import date

import pytest

from analysis.rules import rulepack
from analysis.rules.rulepack import RulePackError, read_rule_pack, rule_pack

TEXT = (rulepack._FOLDER / "default.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(("old", "new", "words"), [
    ("slope = 2.0", "slope = 2.0\nsolpe = 1", r"规则包 试.toml 的 index 有不认识的键“solpe”"),
    ("slope = 2.0", "", r"的 index 缺少键“slope”"),
    ("slope = 2.0", 'slope = "二"', r"slope 的值“二”类型不对，应为数字"),
    ("progress = 0.50", "progress = 0.60", r"index.weights 合计为 1.1，应当等于 1"),
    ("lag = [5.0, 10.0, 20.0, 30.0]", "lag = [5.0, 20.0, 10.0, 30.0]", r"ladder.lag 应是 4 个逐级升高的数"),
    ("overdue = [0.0, 7.0, 15.0, 30.0]", "overdue = [0.0, 7.0, 15.0]", r"ladder.overdue 应是 4 个逐级升高的数"),
    ("by_level = [0.0, 0.0, 0.5, 1.0, 2.0]", "by_level = [0.0, 0.0, 0.5, 1.0, 0.2]", r"by_level 应逐级不减"),
    ("by_level = [0.0, 0.0, 0.5, 1.0, 2.0]", 'by_level = [0.0, 0.0, "半", 1.0, 2.0]', r"by_level 第 3 项 的值“半”类型不对"),
    ("from = 2022-09-05", "from = 2022-08-01", r"phases 至少要有一个阶段，并按时间先后排列"),
    ("from = 2022-12-20", "since = 2022-12-20", r"不认识的键“since”"),
    ("remind_unreported = true", "remind_unreported = 1", r"remind_unreported 的值“1”类型不对，应为 ?true 或 false"),
    ('"市级" = "市"', '"市级" = "县"', r"honours.levels 有未定分值的级别"),
    ("[ranking]", "[ranking", r"规则包 试.toml 读不出来"),
])  # fmt: skip
def test_a_pack_that_makes_no_sense_is_refused_by_name(old, new, words):
    assert old in TEXT
    with pytest.raises(RulePackError, match=words):
        read_rule_pack(TEXT.replace(old, new, 1).encode(), name="试")


def test_an_unknown_pack_names_those_that_exist():
    with pytest.raises(RulePackError, match=re.escape("没有名为“银川”的规则包；现有：") + ".*default"):
        rule_pack("银川")


def test_the_default_pack_holds_the_numbers_of_the_contract():
    rules = rule_pack()
    weights = rules.index.weights
    assert (weights.progress, weights.nodes, weights.visits, weights.problems) == (0.5, 0.2, 0.15, 0.15)
    assert rules.ladder.lag == (5, 10, 20, 30)
    assert rules.ladder.overdue == (0, 7, 15, 30)
    assert rules.phases[1].first == date(2022, 9, 5)
    assert (rules.boards.get("任务榜"), rules.boards.get("亮点牌"), rules.boards.get("别的榜")) == (30, 10, None)


def test_a_pack_cannot_be_changed_and_says_which_bytes_it_is():
    rules = rule_pack()
    with pytest.raises(FrozenInstanceError):
        rules.ladder.lag = (1, 2, 3, 4)
    assert hash(rules) == hash(rule_pack())
    assert rules.digest != read_rule_pack((TEXT + "\n").encode(), name="default").digest
