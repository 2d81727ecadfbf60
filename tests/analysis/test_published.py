"""The published rules at their edges, by hand. A row is a month; what the sources print is in the packs' own words."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from analysis.ladder.month_tables import task_periods, unit_periods
from analysis.ladder.published import followed, marked, rated
from analysis.memory.history import history
from analysis.rules.rulepack import RulePackError, checked_pack, pack_data, pack_names, read_rule_pack, rule_pack
from analysis.rules.rulewords import pack_sentences
from analysis.scores.scoring import score

ENDS = pd.date_range("2022-01-31", periods=24, freq="ME")


def months(kind="任务", subject="修路", step=1, **measures):
    """One row per period of one subject; each measure a list."""
    count = len(next(iter(measures.values())))
    ends = ENDS[step - 1 :: step][:count]
    return pd.DataFrame({"subject": subject, "kind": kind, "period": ends} | measures)


def marks(pack, table):
    return marked(table, rule_pack(pack))["mark"].tolist()


def told(pack, table):
    found = followed(marked(table, rule_pack(pack)), rule_pack(pack))
    return [(row.period.month, row.then, row.points) for row in found.itertuples()]


@pytest.mark.parametrize(("pack", "measures", "mark"), [
    ("yinchuan-2025", {"lag": 0.0, "unstarted_months": 0}, "绿灯"),
    ("yinchuan-2025", {"lag": 9.99, "unstarted_months": 0}, "绿灯"),
    ("yinchuan-2025", {"lag": 10.0, "unstarted_months": 0}, "黄灯"),  # 10 to 30, both included
    ("yinchuan-2025", {"lag": 30.0, "unstarted_months": 0}, "黄灯"),
    ("yinchuan-2025", {"lag": 30.01, "unstarted_months": 0}, "红灯"),
    ("yinchuan-2025", {"lag": 70 - 39.9 - 0.1, "unstarted_months": 0}, "黄灯"),  # 30 but for rounding
    ("yinchuan-2025", {"lag": 2.0, "unstarted_months": 1}, "黄灯"),
    ("yinchuan-2025", {"lag": 2.0, "unstarted_months": 2}, "黄灯"),
    ("yinchuan-2025", {"lag": 2.0, "unstarted_months": 3}, "红灯"),
    ("yinchuan-2025", {"lag": np.nan, "unstarted_months": np.nan}, None),  # not reported is not green
    ("yinchuan-2025", {"lag": np.nan, "unstarted_months": 0}, None),
    ("yinchuan-2025", {"lag": 31.0, "unstarted_months": np.nan}, "红灯"),  # what is known suffices
    ("wuhan", {"ratio": 80.0}, "正常"), ("wuhan", {"ratio": 79.9}, "黄牌"), ("wuhan", {"ratio": 60.0}, "黄牌"),
    ("wuhan", {"ratio": 59.9}, "红牌"), ("wuhan", {"ratio": np.nan}, None),
    ("xinhuang-2015", {"ratio": 80.0}, "正常"), ("xinhuang-2015", {"ratio": 79.9}, "重点跟踪督导"),
    ("xinhuang-2015", {"ratio": 60.0}, "重点跟踪督导"), ("xinhuang-2015", {"ratio": 59.9}, "黄牌"),
    ("sanya-2022", {"gap_share": 0.0}, "绿灯"), ("sanya-2022", {"gap_share": 0.1}, "黄灯"),
    ("sanya-2022", {"gap_share": 50.0}, "黄灯"), ("sanya-2022", {"gap_share": 50.1}, "红灯"),
    ("tianjin-2022", {"gap_share": 30.0}, "黄灯"), ("tianjin-2022", {"gap_share": 30.1}, "红灯"),
    ("nanjing-2016", {"lag": 0.0, "early_days": 30, "over": 0}, "加分"),
    ("nanjing-2016", {"lag": 0.0, "early_days": 29, "over": 9.9}, "达序时"),
    ("nanjing-2016", {"lag": 0.0, "early_days": 0, "over": 10}, "加分"),
    ("nanjing-2016", {"lag": 1.0, "early_days": np.nan, "over": 0}, "未达序时"),
    ("jiangdong-2020", {"lag": 0.0, "slip_days": 1}, "黄灯"),  # a predicted miss
    ("jiangdong-2020", {"lag": 0.0, "slip_days": 0}, "绿灯"),
])  # fmt: skip
def test_a_mark_at_its_published_edges(pack, measures, mark):
    assert marks(pack, months(**{name: [value] for name, value in measures.items()})) == [mark]


@pytest.mark.parametrize(("kind", "lag", "top", "bottom", "mark"), [
    ("镇", -0.1, 5, 9, "红榜"), ("镇", -0.1, 6, 9, "未上榜"), ("镇", 0.0, 1, 9, "未上榜"),  # over-fulfilled *and* in front
    ("部门", -0.1, 4, 9, "红榜"), ("部门", -0.1, 5, 9, "未上榜"),
    ("镇", 0.1, 9, 4, "黑榜"), ("镇", 0.1, 9, 5, "未上榜"), ("镇", 0.0, 9, 1, "未上榜"),  # unfinished *and* last
    ("部门", 0.1, 9, 3, "黑榜"), ("部门", 0.1, 9, 4, "未上榜"),
    ("镇", np.nan, 1, 1, None), ("镇", 0.1, np.nan, 1, "黑榜"),
])  # fmt: skip
def test_mianyang_asks_for_both_conditions_in_the_own_sequence(kind, lag, top, bottom, mark):
    table = months(kind, "甲", step=3, lag=[lag], from_top=[top], from_bottom=[bottom])
    assert marks("mianyang-2022", table) == [mark]


def test_force_majeure_is_not_on_the_black_list_and_is_said():
    table = months("镇", "甲", step=3, lag=[5.0], from_top=[9], from_bottom=[1], exempt=[True])
    found = marked(table, rule_pack("mianyang-2022")).iloc[0]
    assert (found["mark"], found["reasons"]) == (None, ["已批准豁免，不计"])


def test_the_reason_names_value_and_rule():
    found = marked(months(lag=[31.5], unstarted_months=[0]), rule_pack("yinchuan-2025")).iloc[0]
    assert found["reasons"][-1] == "落后序时进度 31.5 个百分点（超过 30 个百分点）：红灯"


@pytest.mark.parametrize(("pack", "table", "then"), [
    ("sanya-2022", months(gap_share=[20.0, 0.0, 20.0, 20.0]), [
        (1, "约谈项目负责人", 0), (3, "约谈项目负责人", 0), (4, "约谈项目负责人", 0),
        (4, "分管副市长约谈业主及主管部门主要负责人", 0),
    ]),
    ("guangyuan-2018", months(level=[3, 0, 3, 3]), [(3, "专函督办，年度单项考核扣分", -1)]),
    ("guangyuan-2018", months(level=[4, 4]), [
        (1, "约谈主要负责同志，年度单项考核扣分", -2), (2, "约谈主要负责同志，年度单项考核扣分", -2),
    ]),
    ("longchang-2020", months(level=[4, 4, 0, 4, 4, 4, 4]), [(6, "约谈主要负责人", 0)]),
    ("nanjing-2016", months(lag=[1.0, 1.0, 1.0]), [(2, "约谈提醒", 0)]),
    ("huinong", months(step=3, behind_periods=[1, 2]), [(3, "年终总分扣分", -2), (6, "年终总分扣分", -4)]),
    ("yueqing-2014", months("镇", step=2, from_bottom=[1, 1]), [
        (2, "约谈主要负责人", 0), (4, "约谈主要负责人", 0), (4, "按督考办法处理", 0),
    ]),
])  # fmt: skip
def test_what_follows_from_marks_that_come_again(pack, table, then):
    assert told(pack, table) == then


@pytest.mark.parametrize(("kind", "places", "then"), [
    ("镇", [3, 3], {(2, "约谈，书面检查")}),  # twice running
    ("镇", [3, 4, 2, 4, 1], {(5, "约谈，书面检查")}),  # three times a year
    ("镇", [1, 1, 1], {(2, "约谈，书面检查"), (3, "约谈，书面检查"), (3, "通报批评或诫勉")}),
    ("部门", [3, 3], set()),
    ("部门", [3, 3, 3], {(3, "约谈，书面检查")}),
    ("部门", [1, 9, 1, 9, 1, 9, 1], {(7, "约谈，书面检查")}),  # four times
])  # fmt: skip
def test_xian_counts_places_running_and_in_a_year(kind, places, then):
    found = {(month, what) for month, what, _ in told("xian-2016", months(kind, "甲", from_bottom=places))}
    assert {pair for pair in found if pair[1] != "口头检查"} == then


def test_times_a_year_begin_again_in_january():
    table = months("镇", "甲", from_bottom=[9] * 10 + [1, 9, 1, 9, 1])  # November, January, March
    assert all(what == "口头检查" for _, what, _ in told("xian-2016", table))


@pytest.mark.parametrize(("pack", "measures", "expected"), [
    ("ouhai-2020", {"lag": [5.0, 0.0, 0.0, 3.0]}, ["红码", "黄码", "黄码", "红码"]),  # made good: never green again
    ("ouhai-2020", {"lag": [0.0, 5.0, np.nan]}, ["绿码", "红码", None]),
    ("ouhai-2020", {"lag": [0.0] * 11 + [5.0, 0.0]}, ["绿码"] * 11 + ["红码", "绿码"]),  # a new year
    ("jiangdong-2020", {"lag": [1.0, 1.0, 1.0, 0.0], "slip_days": [0.0] * 4}, ["黄灯", "红灯", "红灯", "绿灯"]),
])  # fmt: skip
def test_marks_that_remember(pack, measures, expected):
    assert marks(pack, months(**measures)) == expected


def test_a_town_that_misses_two_months_running_is_red_at_sanya():
    assert marks("sanya-2022", months("镇", "甲", lag=[1.0, 1.0])) == ["黄灯", "红灯"]


def test_a_month_that_is_missing_breaks_a_run():
    table = months(level=[4, 4, 4, 4]).drop(index=1)
    assert told("longchang-2020", table) == []


def test_subjects_are_counted_apart():
    both = pd.concat([months(level=[4, 0]), months(subject="建校", level=[0, 4])])
    assert told("longchang-2020", both) == []


@pytest.mark.parametrize(("lag", "bottom", "mark"), [
    (1.0, 3, "红灯"), (1.0, 4, "黄灯"), (0.0, 1, "绿灯"), (1.0, np.nan, "黄灯"),
])  # fmt: skip
def test_cangnan_is_red_only_when_unfinished_and_among_the_last_three(lag, bottom, mark):
    assert marks("cangnan-2022", months("镇", "甲", lag=[lag], from_bottom=[bottom])) == [mark]


@pytest.mark.parametrize(("pack", "measures", "points", "lost"), [
    ("baosong", {"late_reports": [1], "missing_reports": [1], "false_reports": [1]}, [-0.1, -0.5, -1], 0),
    ("baosong", {"late_reports": [3], "missing_reports": [0], "false_reports": [np.nan]}, [-0.3], 0),
    ("pingfen-2020", {"short": [30.0]}, [-3], 0),
    ("pingfen-2020", {"short": [100.0]}, [-10], 0),
    ("pingfen-2020", {"over": [250.0]}, [10], 15),  # the cap holds upwards too
    ("pingfen-2020", {"short": [80.0, 80.0]}, [-8, -2], -6),  # the year's sum is capped, not the row
])  # fmt: skip
def test_points_by_measure_and_their_cap(pack, measures, points, lost):
    found = rated(months("镇", "甲", **measures), rule_pack(pack))
    assert found["points"].tolist() == pytest.approx(points)
    assert found["lost"].sum() == pytest.approx(lost)


def test_praise_at_zhuzhou_counts_the_highest_level_only_up_to_five_and_needs_a_document(make_facts):
    rows = [("国家级", "示范", "一号"), ("省级", "示范", "二号"), ("国家级", "无文号", None)]
    rows += [("国家级", f"事项{i}", f"{i}号") for i in range(3)]
    given = [dict(zip(("level", "matter", "document_no"), row, strict=True), unit="甲镇") for row in rows]
    for count, bonus in ((2, 2), (3, 2), (4, 4), (6, 5)):
        facts = make_facts([{"task": "修路", "towns": ["甲镇"]}], honours=given[:count])
        found = score(facts, as_of=date(2022, 10, 1), rules=rule_pack("zhuzhou-2012")).units
        assert found["bonus"].tolist() == [bonus]


def test_the_default_pack_has_no_published_rules_and_says_so():
    with pytest.raises(ValueError, match="规则包《默认》没有公开发布的亮灯亮牌规则"):
        marked(months(lag=[1.0]), rule_pack())


def test_ten_presets_and_more_are_shipped_each_with_source_and_sentences():
    assert len(pack_names()) > 10
    for name in pack_names():
        pack = rule_pack(name)
        said = pack_sentences(pack)
        assert pack.source
        assert all(sentence.endswith("。") for _, sentence in said)
        count = len(pack.published.rules + pack.published.repeats + pack.published.rates) if pack.published else 0
        assert sum(about in ("亮灯亮牌", "累计", "计分") for about, _ in said) == count + bool(
            pack.published and pack.published.cap
        )


@pytest.mark.parametrize(("pack", "sentence"), [
    ("yinchuan-2025", "落后序时进度超过 30 个百分点的，红灯。"),
    ("mianyang-2022", "部门：落后序时进度超过 0 个百分点且本序列倒数名次不超过 3 名的，黑榜。"),
    ("guangyuan-2018", "一年累计 2 次黄牌的，专函督办，年度单项考核扣分，扣 1 分。"),
    ("ouhai-2020", "曾亮红码的，补齐后为黄码，当年不再转优。"),
    ("baosong", "漏报每 1 次扣 0.5 分。"),
    ("pingfen-2020", "加减分合计以 10 分为限。"),
    ("xian-2016", "镇：连续 2 次后三位的，约谈，书面检查。"),
])  # fmt: skip
def test_rules_in_words(pack, sentence):
    assert sentence in [said for _, said in pack_sentences(rule_pack(pack))]


def _change(path, value):
    def edit(data):
        *way, last = path
        for step in way:
            data = data[step]
        data[last] = value

    return edit


@pytest.mark.parametrize(("edit", "field", "words"), [
    (_change(("ladder", "lag", 1), 50.0), "ladder.lag", "应是 4 个逐级升高的数"),
    (_change(("ladder", "lag", 1), "十"), "ladder.lag[1]", "的值“十”类型不对，应为数字"),
    (_change(("ladder", "lags"), 1), "ladder.lags", "不认识的键“lags”"),
    (_change(("published", "rules", 0, "mark"), "紫灯"), "published.rules[0].mark", "“紫灯”不在 marks 里"),
    (_change(("published", "rules", 0, "when", 0, "measure"), "weather"), "published.rules[0].when[0].measure", "不认识"),
    (_change(("published", "rules", 0, "when", 0, "op"), "="), "published.rules[0].when[0].op", "可用：>=、>、<=、<"),
    (_change(("published", "rules", 0, "when", 0, "value"), None), "published.rules[0].when[0].value", "类型不对"),
    (_change(("published", "trace_from"), "红灯"), "published.trace_to", "同时填写"),
    (_change(("persistence", "weekday"), 8), "persistence.weekday", "应在 1（周一）到 7（周日）之间"),
    (_change(("persistence", "rungs", 0, "to"), 2), "persistence.rungs[0].to", "应高于 level"),
    (_change(("staffing", "leaders"), [2, 1]), "staffing.leaders", "最少、最多"),
    (_change(("cadence", "visit_phases"), ["冲刺"]), "cadence.visit_phases", "phases 里没有的阶段"),
    (_change(("classes", "each", 0, "way"), "dice"), "classes.each", "只能是 incidents、milestones、quantity"),
])  # fmt: skip
def test_an_edited_copy_that_does_not_hold_names_its_field(edit, field, words):
    data = pack_data(rule_pack("yinchuan-2025"))
    edit(data)
    with pytest.raises(RulePackError) as refused:
        checked_pack(data, name="试")
    assert refused.value.field == field
    assert words in str(refused.value)
    assert str(refused.value).startswith("规则包 试.toml")


@pytest.mark.parametrize("name", pack_names())
def test_an_unchanged_copy_is_the_same_pack(name):
    pack = rule_pack(name)
    again = checked_pack(pack_data(pack), name=name)
    assert pack_data(again) == pack_data(pack)
    assert again.digest == checked_pack(pack_data(again), name=name).digest


def test_a_pack_may_stand_on_another_and_says_when_there_is_none():
    text = 'extends = "default"\ntitle = "区里"\n[ladder]\nsoon_days = 3\n'
    pack = read_rule_pack(text.encode(), name="区里")
    assert (pack.ladder.soon_days, pack.ladder.stale_days, pack.title) == (3, 14, "区里")
    with pytest.raises(RulePackError, match="extends 指向没有的规则包“别处”"):
        read_rule_pack(b'extends = "\xe5\x88\xab\xe5\xa4\x84"', name="区里")


def test_periods_of_tasks_from_a_history(make_facts, hundred_days, rules):
    told = [{"task_id": "修路", "report_date": date(2022, m, d), "percent": p} for m, d, p in
            ((9, 30, 0), (10, 31, 0), (11, 30, 45), (12, 5, 100))]  # fmt: skip
    facts = make_facts([hundred_days(), hundred_days(task="建校")], progress=told)
    days = [date(2022, 9, 30), date(2022, 10, 15), date(2022, 10, 31), date(2022, 11, 30), date(2022, 12, 31)]
    found = task_periods(history(facts, days=days, rules=rules)).set_index("subject")
    road = found.loc["修路"]
    assert road["unstarted_months"].tolist() == [1, 2, 0, 0]
    assert road["ratio"].tolist() == pytest.approx([0, 0, 50, 100])  # planned 29, 60, 90, 100
    assert road["gap_share"].tolist() == pytest.approx([100, 100, 50, 0])
    assert road["behind_periods"].tolist() == [1, 2, 3, 0]
    assert road["early_days"].iloc[-1] == 5
    assert road["overdue_days"].tolist() == [0, 0, 0, 0]
    school = found.loc["建校"]
    assert school[["lag", "ratio", "unstarted_months", "percent", "behind_periods"]].isna().all(axis=None)
    assert school["overdue_days"].tolist() == [0, 0, 0, 21]


def test_periods_of_units_have_places_from_both_ends(make_facts, hundred_days, rules):
    towns, percents = ["甲镇", "乙镇", "丙镇"], [20, 10, 10]
    facts = make_facts(
        [hundred_days(task=town, towns=[town], lead_units=["某局"]) for town in towns],
        progress=[{"task_id": t, "report_date": date(2022, 9, 30), "percent": p} for t, p in zip(towns, percents, strict=True)],
        units=[{"unit": town, "kind": "镇"} for town in towns] + [{"unit": "某局", "kind": "部门"}],
    )  # fmt: skip
    days = history(facts, days=[date(2022, 9, 30)], rules=rules, of="units")
    found = unit_periods(days).set_index("subject")
    assert found.loc[towns, "from_top"].tolist() == [1, 2, 2]
    assert found.loc[towns, "from_bottom"].tolist() == [3, 1, 1]
    assert found.loc["某局", ["from_top", "from_bottom"]].tolist() == [1, 1]
