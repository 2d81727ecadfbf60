"""Flags, points and rule trials in words and on figures."""

from datetime import date

import pandas as pd
import pytest

import analysis
from reports.drawing.flagstrip import flag_strip
from reports.drawing.pointmarks import point_balances
from reports.subjects.asking import decision_table
from reports.subjects.flagging import (
    boards_apart,
    decisions_about,
    flag_decisions,
    flag_figures,
    flag_name,
    flag_names,
    flag_place,
    flag_rows,
    flag_verdicts,
    near_flag_table,
    reading_decisions,
    stray_lines,
    tie_lines,
    unreasoned,
)
from reports.subjects.points import account_check, account_lines, balance_table, point_figures, points, reasoned_entries
from reports.subjects.rulebook import (
    activation_problem,
    flag_moves,
    pack_versions,
    point_moves,
    rule_groups,
    trial_data,
    trial_error,
    trial_groups,
    trial_value,
)

NOVEMBER = date(2022, 11, 30)
RULES = analysis.rule_pack()


def decided(*rows: tuple[str, str, str, str]) -> pd.DataFrame:
    """The store's decisions: kind, scope, subject, answer."""
    table = pd.DataFrame(rows, columns=["kind", "scope", "subject", "answer"])
    more = {"was": "", "reason": "现场会", "since": pd.NaT, "decided_by": "张三", "decided_at": pd.Timestamp(NOVEMBER)}
    return table.assign(**more, seq=range(1, len(rows) + 1))


def test_decisions_about_flags_are_read_back_in_the_shape_of_the_analysis():
    told = decided(("flag", "2022-11", "红旗!项目!太平!新城", "确认"), ("unit", "", "太和", "太和镇"))
    found = flag_decisions(told).iloc[0]
    assert found[["kind", "sequence", "subject", "answer", "period"]].tolist() == [
        "红旗", "项目", "太平!新城", "确认", "2022-11",
    ]  # fmt: skip
    assert reading_decisions(told)["kind"].tolist() == ["unit"]
    assert flag_decisions(told.head(0)).empty


@pytest.mark.parametrize("kind", ["remark", "kiosk", "wording", "issue", "desk", "template", "rules", "period_draft"])
def test_what_no_score_asks_of_makes_no_score_be_reckoned_again(kind):
    assert reading_decisions(decided((kind, "", "", "x"), ("exemption", "a", "", "{}")))["kind"].tolist() == [
        "exemption"
    ]


def test_a_decision_about_a_flag_stands_in_the_record_with_its_month():
    told = decided(("flag", "2022-11", "红旗!镇!太平镇", "确认")).assign(
        at=pd.Timestamp(NOVEMBER), who="张三", was="待确认", file="", since=None
    )
    row = decision_table(told, {}).iloc[0]
    assert row[["种类", "位置", "原来", "改为"]].tolist() == ["红黄旗", "2022-11 红旗·镇·太平镇", "待确认", "确认"]


def test_a_decision_about_somebody_the_ledgers_no_longer_know_is_said_and_left_out():
    told = flag_decisions(
        decided(("flag", "2022-11", "红旗!镇!旧镇", "确认"), ("flag", "2022-11", "黄旗!镇!太和镇", "确认"))
    )
    known = {NOVEMBER: pd.DataFrame({"kind": ["镇"], "subject": ["太和镇"]})}
    assert decisions_about(told, known)["subject"].tolist() == ["太和镇"]
    assert [line[:4] for line in stray_lines(told, known)] == ["“旧镇”"]
    assert stray_lines(told.head(0), known) == []


TWINS = pd.DataFrame(
    {"kind": "项目", "board": ["任务榜", "亮点牌", "任务榜"], "subject": ["太平新城", "太平新城", "北江路"],
     "flag": "红旗"}
)  # fmt: skip


def test_a_flag_of_a_project_is_named_with_its_board_and_the_old_name_is_still_known():
    assert [flag_names(row) for row in TWINS.to_dict("records")[:2]] == [
        ("红旗!项目·任务榜!太平新城", "红旗!项目!太平新城"), ("红旗!项目·亮点牌!太平新城", "红旗!项目!太平新城"),
    ]  # fmt: skip
    told = flag_decisions(
        decided(("flag", "2022-11", "红旗!项目·亮点牌!太平·新城", "确认"), ("flag", "2022-11", "红旗!项目!路", "确认"))
    )
    assert told[["sequence", "board", "subject"]].to_numpy().tolist() == [
        ["项目", "亮点牌", "太平·新城"], ["项目", "", "路"],
    ]  # fmt: skip


def test_a_decision_about_another_board_hangs_in_the_air():
    told = flag_decisions(decided(("flag", "2022-11", "红旗!项目·亮点牌!北江路", "确认")))
    assert decisions_about(told, {NOVEMBER: TWINS}).empty
    assert len(decisions_about(told.assign(board=""), {NOVEMBER: TWINS})) == 1


def test_only_namesakes_are_told_apart_by_their_boards():
    assert boards_apart(TWINS)["subject"].tolist() == ["太平新城（任务榜）", "太平新城（亮点牌）", "北江路"]


def test_a_month_shows_proposed_and_given_flags_and_lists_near_misses_apart(samples):
    rows = flag_rows(samples["flags"], NOVEMBER)
    assert rows[["subject", "flag"]].to_numpy().tolist() == [["太和镇", "红旗"], ["太平镇", "红旗"], ["石潭镇", "黄旗"]]
    assert near_flag_table(samples["flags"], NOVEMBER)["差在哪一项"].tolist() == ["镇第 3 名，不在前 2 名之内"]
    tiles = {label: value for label, value, _ in flag_figures(samples["flags"], NOVEMBER)}
    assert tiles == {"红旗（表扬）": "2 面", "黄旗（滞后）": "1 面", "已确认": "1 面", "待确认": "2 面"}


def test_a_flag_that_a_person_gave_stands_among_the_proposed_ones_and_no_longer_as_a_near_miss(samples):
    near = samples["flags"]["near"]
    given = samples["flags"].assign(state=samples["flags"]["state"].mask(near, "人工增列"))
    assert flag_rows(given, NOVEMBER)["subject"].tolist() == ["太和镇", "太平镇", "三坑镇", "石潭镇"]
    assert near_flag_table(given, NOVEMBER).empty


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"kind": "镇", "rank": 2.0, "change": 3.0, "running": 1}, "镇第 2 名（▲ 3）"),
        ({"kind": "部门", "rank": 9.0, "change": -1.0, "running": 2}, "部门第 9 名（▼ 1） · 连续 2 个月"),
        ({"kind": "项目", "rank": 1.0, "change": float("nan"), "running": 1}, "项目第 1 名"),
        ({"kind": "项目", "rank": float("nan"), "change": float("nan"), "running": 0}, "不排名次"),
    ],
)
def test_a_place_is_said_with_its_change(row, said):
    assert flag_place(row) == said


ROW = {"flag": "红旗", "kind": "镇", "subject": "太平镇", "state": "待确认", "answer": None, "reason": None}
KEPT = ROW | {"state": "已确认", "answer": "确认", "reason": "现场会"}


@pytest.mark.parametrize(
    ("row", "answer", "common", "told"),
    [
        (ROW, (None, ""), "都同意", []),
        (ROW, ("确认", "指数第一"), "都同意", [("确认", "指数第一")]),
        (ROW, ("确认", " "), "都同意", [("确认", "都同意")]),
        (ROW, ("不同意", ""), "", [("不同意", "")]),
        (KEPT, ("确认", "现场会"), "别的理由", []),
        (KEPT, ("确认", "现场会和通报"), "", [("确认", "现场会和通报")]),
        (KEPT, ("不同意", "弄错了"), "", [("不同意", "弄错了")]),
        (KEPT, ("不同意", "现场会"), "重新核实", [("不同意", "重新核实")]),
        (KEPT, ("不同意", "现场会"), "", [("不同意", "")]),
    ],
)
def test_only_what_is_newly_decided_is_kept(row, answer, common, told):
    found = flag_verdicts([row], [answer], reason=common)
    assert [(each["answer"], each["reason"]) for each in found] == told
    assert all(each["subject"] == flag_name(row) for each in found)


def test_a_decision_without_a_reason_is_named():
    assert unreasoned(flag_verdicts([ROW], [("确认", "")], reason="")) == ["红旗·镇·太平镇"]


def tied(name: str, place: float = 2.0, **more: object) -> dict:
    return ROW | {"subject": name, "place": place, "values": {"index": 93.25}} | more


def test_equals_who_share_the_last_place_are_named_until_enough_are_declined():
    rows = [tied("甲镇", 1.0), tied("乙镇"), tied("丙镇")]
    assert tie_lines(rows, RULES) == [
        "镇红旗名额 2 面，现有 3 个：乙镇、丙镇指数相同（93.2），并列第 2 名，规则不替人取舍，请择定，其余选“不同意”。"
    ]
    assert tie_lines([*rows[:2], rows[2] | {"state": "不同意"}], RULES) == []


def test_the_last_who_are_equal_are_tied_from_the_bottom():
    rows = [tied(name, 1.0, flag="黄旗") for name in ("甲镇", "乙镇")]
    assert "黄旗名额 1 面，现有 2 个：甲镇、乙镇指数相同（93.2），并列倒数第 1 名" in tie_lines(rows, RULES)[0]


def test_a_flag_that_a_person_gave_above_the_quota_is_no_tie():
    rows = [tied("甲镇", 1.0), tied("乙镇"), tied("丙镇", float("nan"), values=None, state="人工增列")]
    assert tie_lines(rows, RULES) == ["镇红旗名额 2 面，现有 3 个，请择定，其余选“不同意”。"]


def test_a_confirmed_flag_is_filled_and_a_proposed_one_hollow_and_a_near_miss_has_none(samples):
    figure = flag_strip(samples["flags"])
    symbols = [symbol for trace in figure.data if trace.meta == "flags" for symbol in trace.marker.symbol]
    assert sorted(symbols) == sorted(
        ["triangle-right", "triangle-right-open", "triangle-right", "triangle-right-open"] + ["triangle-left-open"] * 2
    )


def entries() -> pd.DataFrame:
    """Two months of one unit: 3 charged of 4, 1 of them given back."""
    september, october = pd.Timestamp("2022-09-30"), pd.Timestamp("2022-10-31")
    rows = [
        ("甲局", "a", "修路", september, "预扣", 1.0, "黄牌每月预扣 1 分", 1.0, 0.0, 0.0, september),
        ("甲局", "a", "修路", october, "预扣", 2.0, "约谈每月预扣 2 分", 3.0, 0.25, 0.75, october),
        ("甲局", "a", "修路", october, "返还", 1.0, "按期完成，返还 100%", 1.0, 0.0, 0.0, september),
    ]
    names = ["unit", "task_id", "task", "month", "kind", "points", "rule", "full", "lost_to_task", "lost_to_unit"]
    return pd.DataFrame(rows, columns=[*names, "charged_in"])


BONUS = pd.DataFrame({
    "unit": ["甲局"], "year": [2022], "kind": ["加分"], "matter": ["全市第一"], "level": ["市"], "document_no": [None],
    "issued_on": [pd.Timestamp("2022-09-02")], "points": [0.0], "lost": [0.5], "why": ["没有文号，不计"],
})  # fmt: skip


def test_every_number_of_an_account_opens_to_entries_that_sum_to_it():
    account = analysis.balances(entries(), bonus=BONUS).to_dict("records")[0]
    said = entries().assign(why="落后 22 个百分点")
    lines = {key: (words, table) for key, words, table in account_lines(said, BONUS, account)}
    assert {key: words for key, (words, _) in lines.items()} == {
        "charged": "累计预扣  3 分 · 2 笔", "lost": "封顶免去  1 分 · 1 笔", "returned": "返还  1 分 · 1 笔",
        "bonus": "加分  0 分 · 1 笔",
    }  # fmt: skip
    assert lines["lost"][1]["封顶免去"].tolist() == ["任务上限 0.25、单位上限 0.75"]
    assert lines["bonus"][1][["文号", "没有计足的原因"]].to_numpy().tolist() == [["没有文号", "没有文号，不计"]]
    assert "预扣 3 = 返还 1 + 确认 0 + 仍在预扣 2，账平" in account_check(account)


def test_an_account_that_does_not_add_up_is_not_called_even():
    account = analysis.balances(entries()).to_dict("records")[0] | {"held": 1.0}
    assert "账不平" in account_check(account)


def test_sums_of_all_units_are_the_sums_of_the_table(samples):
    table = balance_table(samples["balances"])
    tiles = {label: value for label, value, _ in point_figures(samples["balances"])}
    assert tiles["累计预扣（分）"] == points(table["累计预扣"].sum()) == "18.13"
    assert tiles["仍在预扣（分）"] == points(table["仍在预扣"].sum()) == "16.63"
    assert tiles["加分 · 批评"] == "+2 −1"


def test_entries_say_why_the_task_stood_there_in_that_month():
    weeks = pd.DataFrame({"task_id": ["a"], "as_of": [pd.Timestamp("2022-09-30")], "why": ["落后 22 个百分点"]})
    assert reasoned_entries(entries(), weeks)["why"].fillna("").tolist() == ["落后 22 个百分点", "", ""]
    assert reasoned_entries(entries(), weeks.head(0))["why"].tolist() == ["", "", ""]


def test_the_mark_of_a_unit_is_what_is_still_gone_and_dots_are_what_the_cap_took_off(samples):
    figure = point_balances(samples["balances"])
    kept, lost = (next(trace for trace in figure.data if trace.meta == meta) for meta in ("kept", "lost"))
    assert list(kept.x) == [10.0, 7.125]
    assert list(lost.x)[:2] == [10.0, 27.7]
    assert "1 个已到年度上限 10 分" in figure.layout.annotations[0].text


@pytest.mark.parametrize("name", analysis.pack_names())
def test_every_threshold_on_trial_stands_in_every_pack_and_leaves_it_sound(name):
    pack = analysis.rule_pack(name)
    data, trials = analysis.pack_data(pack), [trial for _, group in trial_groups(pack) for trial in group]
    for trial in trials:
        limits = trial.limits(data)
        assert limits["value"] >= limits["min_value"]
        assert type(limits["value"]) is type(limits["step"])
    same = analysis.checked_pack(
        trial_data(data, {each.field: trial_value(data, each.field) for each in trials}), name=name
    )
    assert analysis.pack_data(same) == data


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"ladder.lag[2]": 8.0}, "“等级界线·落后达到”一组填得不对：这一项应是 4 个逐级升高的数。"),
        ({"index.weights.progress": 0.6}, "“指数·权重：进度”一组填得不对：这一项合计为 1.1，应当等于 1。"),
        ({"persistence.upgrade_after": 0}, "“升降级·升级须连续”填得不对：这一项应至少为 1。"),
    ],
)
def test_a_threshold_that_makes_no_sense_is_named_as_the_form_names_it(values, said):
    with pytest.raises(analysis.RulePackError) as wrong:
        analysis.checked_pack(trial_data(analysis.pack_data(RULES), values), name="试")
    assert trial_error(wrong.value, RULES) == said


def test_the_rules_are_read_under_what_they_are_about():
    groups = dict(rule_groups(RULES))
    assert list(groups) == [
        "来源", "等级", "升降级", "红黄旗", "预扣分", "加分", "指数", "排名", "计划", "督查", "豁免", "核查（只提示，不扣分）",
    ]  # fmt: skip
    assert sum(map(len, groups.values())) == len(analysis.pack_sentences(RULES))


SINCE, NEWEST = date(2022, 12, 1), date(2022, 11, 30)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({}, ""),
        ({"title": " "}, "名称"),
        ({"reason": ""}, "请写明理由"),
        ({"since": NEWEST}, "到 2022年11月30日为止的已经评过并发布。要从 2022年11月30日起施行"),
        ({"since": NEWEST, "backwards": True}, ""),
        ({"since": NEWEST, "backwards": True, "reason": " "}, "请写明理由"),
    ],
)
def test_rules_come_into_force_after_what_was_judged_unless_one_says_so_and_why(change, said):
    told = {"since": SINCE, "title": "修订", "reason": "会议定", "backwards": False} | change
    found = activation_problem(told.pop("since"), NEWEST, **told)
    assert said in found
    assert bool(said) == bool(found)


def test_packs_are_listed_newest_first_with_what_each_changed_and_who_decided():
    data = analysis.pack_data(RULES) | {"title": "修订"}
    data["deduction"] |= {"task_cap": 3.0}
    row = {
        "seq": 1, "kind": "rules", "subject": "修订", "answer": analysis.pack_text(analysis.checked_pack(data, name="修订")),
        "since": pd.Timestamp(SINCE), "reason": "会议定", "decided_by": "张三", "decided_at": pd.Timestamp("2022-11-25 09:00"),
    }  # fmt: skip
    decisions = pd.DataFrame([row])
    table = pack_versions(analysis.rule_calendar(decisions, base=RULES), decisions)
    assert table.iloc[0].tolist() == [
        "2022年12月1日", "修订", "预扣分：每项任务每年最多由 4 分改为 3 分。", "会议定", "张三", "2022年11月25日",
    ]  # fmt: skip
    assert table.iloc[1].tolist()[:3] == ["2022年8月22日", "默认", "随系统带来"]


def test_only_flags_and_points_that_would_differ_are_listed():
    now = pd.DataFrame(
        {"kind": "镇", "subject": ["甲", "乙", "丙"], "flag": ["红旗", "黄旗", "红旗"], "proposed": [True, True, False]}
    )
    then = now.assign(flag=["红旗", "红旗", "黄旗"], proposed=[True, False, True])
    moved = sorted(flag_moves(now, then).to_numpy().tolist())
    assert moved == [["丙", "镇", "无旗", "黄旗"], ["乙", "镇", "黄旗", "无旗"]]
    before = pd.DataFrame({"unit": ["甲", "乙"], "held": [1.0, 2.0]})
    after = pd.DataFrame({"unit": ["乙", "丙"], "held": [2.0, 3.0]})
    assert point_moves(before, after).to_numpy().tolist() == [["丙", "0", "3", "3"], ["甲", "1", "0", "-1"]]


def test_a_flag_opens_its_subject_under_the_name_that_the_ledgers_have():
    month = pd.Timestamp(NOVEMBER)
    rows = pd.DataFrame({
        "kind": "项目", "board": ["任务榜", "亮点牌"], "subject": "太平新城", "flag": "红旗", "period": month, "proposed": True,
        "final": None, "rank": [1, 2], "change": None, "state": "待确认", "reasons": [[], []],
    })  # fmt: skip
    drawn = next(trace for trace in flag_strip(rows).data if trace.name == "红旗")
    assert [named for [named] in drawn.customdata] == ["太平新城"] * 2
