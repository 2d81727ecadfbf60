"""月通报 in sentences, from tables worked out by hand; what a person wrote in their place; the tables behind."""

from datetime import date

import pandas as pd
import pytest

import analysis
from reports.pieces.paper import Line, Para, Rewording, paper_lines, reworded, stale_words
from reports.subjects.bulletin import (
    brands_told,
    change_told,
    classes_told,
    next_steps,
    occasion,
    overall,
    units_told,
)
from reports.subjects.bulletin_flags import corrections_told, exemptions_told, flags_told, proposed_line, stories
from reports.subjects.bulletin_tables import board_grids, errata_grid, flag_grid, unit_grid, urgent_grid
from reports.subjects.quarterly import proposed_decisions, quarter_told, unit_changes
from reports.subjects.yearend import books_told, open_grid, reconciled_grid
from tests.reports.papers import paper

DAY = pd.Timestamp("2022-11-30")
NAN = float("nan")


def tasks(*rows: dict) -> pd.DataFrame:
    """Tasks of 任务榜, on plan and at 正常 where a row says nothing else."""
    plain = {
        "board": "任务榜", "category": "重要改革", "project": None, "no": "1", "task": "修路", "lead_units": ["区交通局"],
        "leaders": ["区领导01"], "towns": ["太和镇"], "state": "进行中", "level": 0, "lag": 0.0, "planned": 80.0,
        "actual": 80.0, "deadline": pd.Timestamp("2022-12-10"), "late_node": None, "late_days": NAN, "triggers": [],
        "why": "", "way_down": "", "since": DAY, "index": 90.0, "exempt": False,
    }  # fmt: skip
    return pd.DataFrame([{**plain, "task_id": f"t{place}", **row} for place, row in enumerate(rows)])


def told(lines: list[Line]) -> str:
    return "".join(line.text for line in lines)


def text_of(lines: list[Line], key: str) -> str:
    return next(line.text for line in lines if line.key == key)


NINE = tasks(
    {"level": 0, "state": "已完成"}, {"level": 1, "lag": 6.0}, {"level": 2, "lag": 10.0}, {"level": 3, "lag": 21.5},
    {"level": 4, "lag": 40.0}, {"level": 0, "state": "未报", "lag": NAN, "actual": NAN},
    {"level": 0, "state": "豁免", "lag": 3.0}, {"level": 0, "lag": -4.0},
    {"board": "亮点牌", "category": None, "level": 2},
)  # fmt: skip


@pytest.mark.parametrize(("key", "text"), [
    ("总体.规模", "目前任务榜共8项（方案为30项，少22项），亮点牌共1项。"),
    ("总体.等级", "任务榜中，正常2项、提醒1项、预警1项、黄牌1项、约谈1项、未报1项、豁免1项。"),
    ("总体.进度", "已完成1项；达到或超过序时进度的2项，滞后的5项，其中滞后10个百分点以上的3项。另有1项进度未知。"),
])  # fmt: skip
def test_the_whole_is_told_with_unreported_and_exempt_apart(key, text) -> None:
    assert text_of(overall(NINE, wanted={"任务榜": 30, "亮点牌": 1}), key) == text


def test_change_is_told_by_level_with_the_names_that_are_new_at_yellow() -> None:
    before = NINE.assign(level=[1, 1, 2, 2, 3, 0, 0, 1, 0])
    lines = change_told(NINE, before, date(2022, 10, 31))
    assert told(lines) == "与10月31日相比，等级加重的2项，减轻的2项，不变的4项。新进入黄牌、约谈的1项：“修路”。"


def test_a_task_that_was_not_there_before_is_neither_better_nor_worse() -> None:
    lines = change_told(NINE, NINE.head(0), date(2022, 10, 31))
    assert told(lines) == "与10月31日相比，等级加重的0项，减轻的0项，不变的0项。没有新进入黄牌、约谈的任务。"


def test_classes_come_in_the_order_of_the_notice_with_the_task_furthest_behind() -> None:
    found = classes_told(
        tasks({"category": "底线必保"}, {"task": "“一路”改造", "lag": 12.34, "level": 2}, {"lag": 1.0}), ["重要改革", "底线必保"]
    )  # fmt: skip
    assert [(name, told(lines)) for name, lines in found] == [
        ("重要改革", "共2项，正常1项、预警1项。滞后2项，滞后最多的是“‘一路’改造”（区交通局），滞后12.3个百分点。"),
        ("底线必保", "共1项，正常1项。没有滞后于序时进度的任务。"),
    ]


def units(*rows: tuple) -> pd.DataFrame:
    columns = ["unit", "kind", "rank", "rank_low", "rank_high", "held_back", "named"]
    table = pd.DataFrame(rows, columns=columns)
    return table.assign(projects=4, index=80.0, shrunk_index=79.0, lag=2.0, deduction=1.0, bonus=0.5, level=2)


TOWNS = units(
    ("太和镇", "镇", 2.0, 1.0, 3.0, None, None), ("太平镇", "镇", 1.0, 1.0, 3.0, None, None),
    ("三坑镇", "镇", NAN, NAN, NAN, "样本不足", None), ("区交通局", "部门", 1.0, 1.0, 1.0, None, "居前"),
    ("区教育局", "部门", NAN, NAN, NAN, "不评", None),
)  # fmt: skip


def test_overlapping_places_name_nobody_first_or_last() -> None:
    said = told(units_told(TOWNS, "镇", annex="附件3"))
    assert said == (
        "共3个，参加排名的2个；样本不足的1个，只列出、不排名；名次和名次区间见附件3。"
        "各镇的名次区间互相重叠，还没有把握说哪个镇居前、哪个镇居后。"
    )
    assert not any(name in said for name in ("太平镇", "太和镇", "三坑镇"))


def test_who_is_ahead_with_certainty_is_named_with_the_place() -> None:
    assert told(units_told(TOWNS, "部门", annex="附件4")).endswith("有把握居前的：区交通局（第1名）。")


def test_a_table_of_units_keeps_the_sequences_apart_and_gives_no_place_to_who_is_held_back() -> None:
    rows = unit_grid(TOWNS, "镇").rows
    assert [row[:2] for row in rows] == [("第1名（1–3）", "太平镇"), ("第2名（1–3）", "太和镇"), ("样本不足", "三坑镇")]
    assert [row[4] for row in rows] == ["79", "79", "—"]


def test_brands_are_told_by_rank_and_proof() -> None:
    table = pd.DataFrame({
        "task": ["一", "二", "三"], "rank": [1.0, 3.0, NAN], "change": [2.0, -1.0, NAN], "表彰": [1, 0, 0], "批示": [0, 0, 0],
        "媒体": [0, 2, 0],
    })  # fmt: skip
    assert told(brands_told(table)) == (
        "3个亮点品牌中，2个有全市排名，位列全市第一的1个：“一”；名次上升的1个，下降的1个。累计表彰1项、典型宣传2项。"
    )
    assert brands_told(table.head(0)) == []


def flag(**told) -> dict:
    plain = {
        "flag": "红旗", "kind": "项目", "board": "任务榜", "subject": "北环路", "state": "已确认", "running": 1, "rank": 1.0,
        "held_back": None, "values": {"index": 91.25, "lag": 0.0}, "reasons": ["指数 91.2，达到 90"], "reason": None,
    }  # fmt: skip
    return {**plain, **told}


ROAD = tasks({"project": "北环路", "task": "路基工程", "state": "已完成"})
SAID = {
    "t0": {"progress_text": "全线贯通", "problem": "征地未完成，资金紧"},
    ("项目", "北环路"): {"praise": ["市政府通报表扬"]},
}


def flags(row: dict, table: pd.DataFrame = ROAD) -> tuple[str, str, str]:
    (group, [(who, lines)]) = flags_told(pd.DataFrame([row]), row["flag"], tasks=table, told=SAID, as_of=DAY)[0]
    return group, who, told(lines)


def test_a_red_flag_says_what_was_done_and_who_praised_it() -> None:
    assert flags(flag()) == (
        "项目红旗1面", "北环路（区交通局牵头，项目长区领导01）。",
        "指数91.2，与序时进度持平。全线贯通。获得：市政府通报表扬。",
    )  # fmt: skip


@pytest.mark.parametrize(("change", "said"), [
    ({"state": "待确认"}, "（拟评）"), ({"running": 3}, "连续3个月红旗"), ({"held_back": "样本不足", "rank": NAN}, "样本不足，不排名次"),
    ({"values": None}, "。全线贯通。"),
])  # fmt: skip
def test_a_flag_that_is_open_or_often_given_or_without_place_says_so(change, said) -> None:
    assert said in "".join(flags(flag(**change)))


@pytest.mark.parametrize(("deadline", "said"), [
    ("2022-12-10", "须于2022年12月10日前完成。"), ("2022-11-30", "完成时限2022年11月30日已到，要立即组织攻坚，并书面说明。"),
    (None, "台账没有写完成时限，请牵头单位核对补上。"),
])  # fmt: skip
def test_a_yellow_flag_says_gap_reason_who_and_by_when(deadline, said) -> None:
    late = tasks({"project": "北环路", "task": "路基工程", "lag": 21.0, "level": 3, "late_node": "路基贯通", "late_days": 9.0,
                  "deadline": pd.Timestamp(deadline) if deadline else pd.NaT})  # fmt: skip
    found = flags(flag(flag="黄旗", values={"index": 50.0, "lag": 21.0}), late)
    assert found == (
        "项目黄旗1面", "北环路（区交通局牵头，项目长区领导01）。",
        f"指数50，滞后21个百分点。“路基工程”滞后21个百分点，节点“路基贯通”超期9天。原因：征地未完成，资金紧。{said}",
    )  # fmt: skip


def test_a_task_without_a_reason_in_the_ledger_asks_for_one_and_is_told_once() -> None:
    late = tasks({"task_id": "x", "project": "北环路", "task": "路基工程", "lag": 21.0, "level": 3})
    rows = pd.DataFrame([flag(flag="黄旗"), flag(flag="黄旗", kind="镇", board="", subject="太和镇")])
    groups = flags_told(rows, "黄旗", tasks=late, told={}, as_of=DAY)
    first, second = (told(lines) for _, [(_, lines)] in groups)
    assert "台账没有填写存在问题，请牵头单位书面说明原因。" in first
    assert second.endswith("“路基工程”滞后21个百分点，原因和要求同前。")


def test_a_declined_flag_is_not_told_and_none_is_said_to_be_none() -> None:
    rows = pd.DataFrame([flag(state="不同意")])
    assert flags_told(rows, "红旗", tasks=ROAD, told={}, as_of=DAY) == []
    assert told(proposed_line(rows, "红旗")) == "本期没有达到红旗条件的项目和单位。"
    assert told(proposed_line(pd.DataFrame([flag(state="待确认"), flag()]), "红旗")).startswith(
        "本期红旗2面，其中1面由规则提名"
    )


def test_stories_are_the_newest_words_that_the_office_had_by_that_day() -> None:
    progress = pd.DataFrame({
        "task_id": ["t0"] * 3, "report_date": pd.to_datetime(["2022-10-31", "2022-11-30", "2022-11-30"]), "seq": [1, 2, 3],
        "entered_on": pd.to_datetime(["2022-10-31", "2022-11-30", "2022-12-02"]), "progress_text": ["旧", None, "后来才报"],
        "problem": [None, "缺资金", None], "next_step": [None] * 3,
    })  # fmt: skip
    bonus = pd.DataFrame(
        {"kind": ["加分", "批评"], "unit": ["甲", "甲"], "project": [None, None], "matter": ["表扬", "批评"]}
    )
    found = stories({"progress": progress}, bonus, as_of=DAY)
    assert found == {"t0": {"progress_text": "旧", "problem": "缺资金"}, ("单位", "甲"): {"praise": ["表扬"]}}


EXEMPTION = {
    "task": "修路", "milestone": None, "ground": "不可抗力", "reason": "台风停工", "approver": "区领导01",
    "approved_on": pd.Timestamp("2022-10-05"), "until": pd.Timestamp("2022-11-20"), "document_no": "6号", "state": "生效中",
    "in_force": True,
}  # fmt: skip


def test_exemptions_are_listed_with_approver_day_and_end_and_the_refused_are_counted() -> None:
    rows = pd.DataFrame([EXEMPTION, {**EXEMPTION, "in_force": False, "state": "不计"}])
    assert told(exemptions_told(rows)) == (
        "本期生效的豁免1项。“修路”因不可抗力：台风停工，经区领导01于2022年10月5日批准（6号），至2022年11月20日不评、不预扣，"
        "时限不后移。另有1项登记不符合先批、具名、有期限的条件，不作豁免，照常评定。"
    )
    assert told(exemptions_told(rows.head(0))) == "本期没有生效的豁免。"


@pytest.mark.parametrize(("errata", "objections", "frozen", "said"), [
    (0, 0, False, "本期还没有收到异议。"),
    (0, 0, True, "公示期间没有收到异议。冻结以后没有勘误。"),
    (2, 2, True, "公示期间收到异议2件，已答复1件，其中采纳1件。本期冻结以后，台账更正带来2处不同，来自更正.xlsx；已通报的数字不改，另列勘误。"),
])  # fmt: skip
def test_objections_and_corrections_are_told(errata, objections, frozen, said) -> None:
    wrong = pd.DataFrame({"brought_by": ["更正.xlsx"] * errata})
    asked = pd.DataFrame({"answer": ["采纳", None][:objections]}, dtype=object)
    assert told(corrections_told(wrong, asked, frozen=frozen)) == said


def steps(alerts: pd.DataFrame, **more) -> dict[str, str]:
    none = pd.DataFrame(columns=["what", "due_on", "state", "lead_units"])
    held = {"items": none, "due": none, "waiting": {}, "answer_by": date(2022, 12, 8), "phases": ()}
    return {name: told(lines) for name, lines in next_steps(alerts, **{**held, **more})}


def test_next_steps_are_only_those_that_there_is_reason_for() -> None:
    assert steps(tasks({})) == {}
    found = steps(
        tasks({"level": 4, "lead_units": ["甲"]}, {"level": 3, "lead_units": ["乙"]}), waiting={"项目": 1, "项目长": 2}
    )
    assert (
        found["抓紧约谈"]
        == "对处于约谈等级的1项任务，由办公室会同项目长约谈牵头单位主要负责人，还没有约谈的项目1个、项目长2位要尽快落实。"
    )
    assert found["限期整改"] == "甲、乙对照附件所列原因制定补救措施，倒排到周，于12月8日前把整改方案报办公室。"
    assert set(found) == {"抓紧约谈", "限期整改"}


def test_next_steps_name_unreported_overdue_and_what_falls_due() -> None:
    due = pd.DataFrame(
        {"what": ["节点", "完成时限", "月通报"], "due_on": pd.to_datetime(["2022-12-05", "2022-12-12", "2022-12-13"])}
    )
    items = pd.DataFrame({"state": ["逾期", "已销号"], "lead_units": [["甲"], ["乙"]]})
    phases = analysis.rule_pack().phases
    found = steps(tasks({"state": "未报", "lag": NAN}), due=due, items=items, phases=phases)
    assert found == {
        "补齐填报": "未报的1项任务，由区交通局于12月8日前补报进度。",
        "督查销号": "逾期的督查事项1件，由甲限期反馈，办公室逐件核查销号。",
        "盯紧节点": "12月12日以前到期的节点1个、完成时限1个，各项目长要到现场逐个过堂，确保按期完成；时限一律不因后来的调整放宽。",
        "准备总结提升": "12月20日转入总结提升阶段，各牵头单位要提前准备完成情况和经验材料。",
    }


def test_the_occasion_names_day_and_rules() -> None:
    assert "数据截至2022年11月30日，按规则包《默认》评定" in told(
        occasion("2022年11月", date(2022, 11, 30), pack="默认")
    )


def test_boards_are_tables_by_class_with_shape_and_word_and_unreported_said() -> None:
    first, second = board_grids(
        tasks({"level": 2, "lag": 12.0}, {"category": None, "state": "未报", "actual": NAN, "lag": NAN}),
        "任务榜",
        ["重要改革"],
    )
    assert (first.title, second.title) == ("重要改革（1项）", "未分类（1项）")
    assert first.rows[0] == ("1", "修路", "区交通局", "区领导01", "80%", "80%", "滞后12", "▲ 预警", "12月10日")
    assert second.rows[0][5:8] == ("未报", "未知", "○ 未报")


def test_urgent_tasks_show_two_reasons_and_how_many_there_are() -> None:
    rows = urgent_grid(
        tasks({"level": 3, "triggers": ["甲 1", "乙", "丙"]}, {"level": 4, "why": "本周评估为正常"}, {"level": 2})
    ).rows
    assert [row[4] for row in rows] == ["甲1；乙等3条", "本周评估为正常"]


def test_flags_and_errata_are_tables_of_what_was_decided() -> None:
    assert flag_grid(pd.DataFrame([flag()])).rows == (("红旗", "项目", "北环路", "指数91.2，达到90", "已确认", "—"),)
    wrong = pd.DataFrame(
        [{"what": "任务", "subject": "修路", "number": "指数", "frozen": 71.25, "now": None, "brought_by": "a.xlsx"}]
    )
    assert errata_grid(wrong).rows == (("任务", "修路", "指数", "71.2", "未知", "a.xlsx"),)


def test_a_sentence_in_own_words_is_kept_and_stale_when_its_numbers_change() -> None:
    then, now = (Line("总体", f"共{count}项。", (count,)) for count in (3, 4))
    words = {"总体": Rewording("一共三项。", then.fingerprint), "没有这句": Rewording("x", "y")}
    fresh, none = reworded(paper(blocks=(Para((then,)),), annexes=()), words)
    stale, [left] = reworded(paper(blocks=(Para((now,)),), annexes=()), words)
    assert ([line.text for line in paper_lines(fresh)], none) == (["一共三项。"], [])
    assert [(line.text, line.own, line.stale) for line in paper_lines(stale)] == [("一共三项。", True, True)]
    assert (left.text, stale_words([left])[:10]) == ("共4项。", "有 1 句是按以前的")


def test_a_sentence_with_empty_words_is_left_out_and_its_paragraph_too() -> None:
    line = Line("结语", "抓紧。")
    told_, _ = reworded(paper(blocks=(Para((line,)),), annexes=()), {"结语": Rewording("", line.fingerprint)})
    assert told_.blocks == ()


@pytest.mark.parametrize(("one", "other", "same"), [
    ((1, "a"), (1.0, "a"), True), ((1,), (2,), False), ((NAN,), (None,), False), ((NAN,), (NAN,), True),
    ((0.1 + 0.2,), (0.3,), True), ((), (0,), False), ((True,), (1,), False),
])  # fmt: skip
def test_a_fingerprint_knows_numbers_by_what_is_printed_of_them(one, other, same) -> None:
    assert (Line("a", "", one).fingerprint == Line("a", "", other).fingerprint) is same


def test_a_quarter_compares_levels_progress_and_what_stood_still() -> None:
    then = tasks({"actual": 50.0, "level": 1}, {"actual": 60.0}, {"actual": NAN, "state": "未报"})
    now = tasks({"actual": 70.0, "level": 0, "state": "已完成"}, {"actual": 60.0, "task": "停着"}, {"actual": 30.0})
    assert told(quarter_told(now, then, days=(date(2022, 9, 30), date(2022, 11, 30)))) == (
        "任务榜2022年9月30日正常1项、提醒1项、未报1项；2022年11月30日正常3项。已完成的由0项增加到1项。"
        "有前后两次进度的2项任务，平均推进10个百分点。期间没有推进的1项：“停着”。"
    )


def test_units_of_a_quarter_are_counted_and_not_ranked_by_their_moves() -> None:
    before = TOWNS.assign(index=[70.0, 85.0, 80.0, 80.0, 80.0])
    assert (
        told(unit_changes(TOWNS, before, "镇"))
        == "前后都有指数的3个，上升的1个，下降的1个；前后都参加排名的2个，名次见附件。"
    )


def test_decisions_have_owner_and_day_and_what_is_settled_is_not_asked_again() -> None:
    items = pd.DataFrame(
        [
            {
                "task_id": "t0",
                "matter": "征地",
                "lead_units": ["甲"],
                "due_on": pd.Timestamp("2022-12-20"),
                "document_no": "会",
            }
        ]
    )
    alerts = tasks({"level": 4, "lag": 30.0}, {"level": 3, "lag": 20.0, "task": "建桥"}, {"level": 2})
    assert proposed_decisions(alerts, items, paper="会", by=date(2022, 12, 8)).rows == (
        ("1", "征地", "甲", "2022年12月20日", "已议定"),
        ("2", "“建桥”滞后20个百分点，请研究补救措施和责任领导", "区交通局、区领导01", "2022年12月8日", "提请议定"),
    )


BOOK = pd.DataFrame([
    {"unit": "甲", "year": 2022, "charged": 3.0, "returned": 1.0, "confirmed": 0.5, "held": 1.5, "lost": 0.25, "bonus": 1.0, "criticism": 0.0, "net": 0.5},
    {"unit": "乙", "year": 2021, "charged": 9.0, "returned": 0.0, "confirmed": 0.0, "held": 9.0, "lost": 0.0, "bonus": 0.0, "criticism": 0.0, "net": 0.0},
])  # fmt: skip


@pytest.mark.parametrize(("even", "said"), [(True, "全部账平"), (False, "账不平的1个：甲，请报告管理员核对")])
def test_the_year_end_tells_the_sums_of_its_year_and_whether_books_are_even(even, said) -> None:
    proof = pd.DataFrame({"unit": ["甲"], "year": [2022], "even": [even]})
    text = told(books_told(proof, BOOK, year=2022))
    assert text.startswith("有账的单位1个；累计预扣3分，已返还1分，已确认扣0.5分，仍在预扣1.5分，封顶免去0.2分。")
    assert said in text
    rows = reconciled_grid(proof, BOOK, {"甲": "镇", "乙": "镇"}, kind="镇", year=2022).rows
    assert rows == (("甲", "3", "1", "0.5", "1.5", "0.25", "1", "0", "0.5", "账平" if even else "不平"),)


def test_open_charges_are_listed_one_by_one() -> None:
    left = pd.DataFrame({"unit": ["甲"], "task": ["修路"], "month": [DAY], "points": [2.0], "open": [0.75]})
    assert open_grid(left).rows == (("甲", "修路", "2022年11月", "2", "0.75"),)
