"""Orders, brands, leaders, classes and accounts in words: cards, figures, tables."""

import pandas as pd
import pytest

import analysis
from reports.drawing.brandmarks import brand_ranks
from reports.pieces.cards import board_cards
from reports.subjects.brands import brand_cards, brand_figures, evidence_table
from reports.subjects.classes import class_cards, way_words
from reports.subjects.evidence import fact_groups, officials
from reports.subjects.orders import order_cards, order_figures, order_leaders, order_page, order_titles, problems_of
from reports.subjects.reckoning import month_table, open_table, proof_line, proof_table
from tests.reports.conftest import brand_table, rank_table

RULES = analysis.rule_pack()
FIRST, LATER = pd.Timestamp("2022-12-10"), pd.Timestamp("2022-12-25")
NO_PROBLEMS = pd.DataFrame({"what": [], "message": [], "order_no": []}, dtype="object")


def orders() -> pd.DataFrame:
    """One order of two tasks led by two people, one order without a project that was amended."""
    rows = [
        ("第01号", 1, "a", "修路", "路网", ["区领导02"], ["甲局"], FIRST, FIRST, 1),
        ("第01号", 1, "b", "建桥", "路网", ["区领导02", "区领导03"], ["乙局"], FIRST, FIRST, 1),
        ("第02号", 2, "c", "建校", None, ["区领导01"], None, FIRST, LATER, 2),
    ]
    names = [
        "order_no",
        "number",
        "task_id",
        "task",
        "project",
        "leaders",
        "lead_units",
        "first_deadline",
        "deadline",
        "versions",
    ]
    table = pd.DataFrame(rows, columns=names)
    return table.assign(issued_on=pd.Timestamp("2022-09-05"), target=None, history=[["首次签发"]] * 3, series="第号")


TASKS = pd.DataFrame({
    "task_id": ["a", "b", "c"], "task": ["修路", "建桥", "建校"], "level": [0, 3, 1], "state": "进行中", "lag": [0.0, 21.0, 6.0],
})  # fmt: skip


def test_a_card_says_who_gave_the_order_to_whom_and_how_its_tasks_stand():
    cards = order_cards(orders(), TASKS, NO_PROBLEMS)
    assert [card["head"] for card in cards] == ["第02号", "第01号"]  # by 项目长
    amended, joint = cards
    assert amended["chip"] == "第 2 版"
    assert amended["lines"][0] == ("区领导01 → 没有写牵头单位", "建校")
    assert amended["lines"][1][1] == "滞后 6 个百分点 · 时限 2022年12月10日 → 2022年12月25日 · 没有写目标效果"
    assert joint["lines"][0] == ("区领导02、区领导03 → 甲局、乙局", "路网")
    assert [text for text, _ in joint["lines"][1:]] == ["● 正常  修路", "■ 黄牌  建桥"]


@pytest.mark.parametrize(("leader", "pressing", "wrong", "found"), [
    (None, False, [], ["第02号", "第01号"]),
    ("区领导03", False, [], ["第01号"]),
    (None, True, [], ["第01号"]),  # a task at 黄牌
    (None, True, ["第02号"], ["第02号", "第01号"]),
    ("没有的人", False, [], []),
])  # fmt: skip
def test_the_board_is_narrowed_to_a_leader_and_to_what_presses(leader, pressing, wrong, found):
    problems = pd.DataFrame({"what": "时限不一致", "message": "。", "order_no": wrong}, dtype="object")
    cards = order_cards(orders(), TASKS, problems, leader=leader, pressing=pressing)
    assert [card["head"] for card in cards] == found


def test_an_order_is_a_form_with_first_and_present_deadline():
    page = dict(order_page(orders(), "第02号"))
    assert page["建校"] == ["目标效果：没有写目标效果", "时限 2022年12月10日 → 2022年12月25日", "首次签发"]
    assert page["牵头单位"] == ["没有写"]


def test_choices_and_figures_of_orders():
    assert order_leaders(orders()) == ["区领导01", "区领导02", "区领导03"]
    assert order_titles(orders(), leader="区领导01") == {"第02号": "第02号 · 建校"}
    tiles = {label: value for label, value, _ in order_figures(orders(), NO_PROBLEMS, free="清执令〔2022〕第03号")}
    assert tiles == {"责任令": "2 道", "任务无令": "0 项", "有变更": "1 道", "需要核对": "0 处", "下一个令号": "第03号"}
    assert order_figures(orders().head(0), NO_PROBLEMS, free="")[-1][1] == "尚未编号"


def test_words_of_a_ledger_in_a_card_are_words():
    card = {"head": "<b>", "note": "<i>", "chip": "<u>", "lines": ["<s>", ("<q>", "<p>")]}
    said = board_cards([card])
    assert all(f"&lt;{tag}&gt;" in said for tag in "biusqp")


def test_a_problem_of_both_boards_is_one_of_each():
    told = pd.DataFrame({"board": ["任务榜", "亮点牌", "任务榜、亮点牌", None], "what": ["一", "二", "三", "四"]})
    assert problems_of(told, "任务榜")["what"].tolist() == ["一", "三", "四"]
    assert problems_of(told, "亮点牌")["what"].tolist() == ["二", "三", "四"]


def test_a_brand_says_its_rank_its_change_and_what_proves_it():
    cards = brand_cards(brand_table().assign(表彰=[2, 0, 0]))
    assert [card["chip"] for card in cards] == ["全市第 1", "全市第 4", ""]
    assert cards[0]["lines"][:2] == ["名次：2022年11月第 1，与上次相同，最好第 1", "佐证：表彰 2"]
    assert cards[1]["lines"][0] == "名次：2022年11月第 4，▼ 下降 1 位，最好第 3"
    assert cards[2]["lines"] == ["名次：还没有全市排名", "佐证：还没有", "进度：● 正常  未报，没有序时计划可比"]
    tiles = {label: (value, note) for label, value, note in brand_figures(brand_table(), wanted=10)}
    assert tiles["亮点品牌"] == ("3 个", "方案为 10 个")
    assert tiles["名次变化"][0] == "▲0 ▼1"


def test_only_published_ranks_are_drawn_and_the_first_place_is_filled():
    figure = brand_ranks(brand_table(), rank_table())
    marks = next(trace for trace in figure.data if trace.meta == "rank")
    assert sorted(zip(marks.y, marks.x, marks.text, strict=True)) == [
        (0, 0, "2"), (0, 1, "1"), (0, 2, "1"), (1, 0, "3"), (1, 2, "4"),
    ]  # fmt: skip
    filled = [
        text for text, colour in zip(marks.text, marks.marker.color, strict=True) if colour == marks.marker.line.color
    ]
    assert filled == ["1", "1"]


def test_only_praise_and_instructions_are_asked_for_a_number():
    rows = pd.DataFrame({
        "issued_on": pd.NaT, "kind": ["表彰", "排名", "媒体", "批示"], "level": None, "matter": None, "city_rank": None,
        "document_no": None, "unit": "甲局",
    })  # fmt: skip
    assert evidence_table(rows)["文号"].tolist() == ["没有文号", "—", "—", "没有文号"]


def test_each_way_of_judging_is_explained_and_an_unknown_score_is_said():
    words = [way_words(each) for each in RULES.classes.each]
    assert words[0] == "看节点和成果：节点准时占 60%，成果占 40%；成果到期才评"
    assert words[1] == "看完成量和节点：完成量占 60%，节点准时占 40%"
    summary = pd.DataFrame(
        {"class": ["未分类", "底线必保"], "tasks": 2, "known": [0, 2], "score": [None, 90.0], "incidents": [0, 1]}
    )
    cards = class_cards(summary, RULES)
    assert [(card["head"], card["chip"]) for card in cards] == [("底线必保", "90 分"), ("未分类", "未知")]
    assert cards[0]["lines"] == ["2 项，其中 2 项可评；今年 1 起事件"]


PROOF = pd.DataFrame({
    "unit": ["甲局", "乙镇"], "year": 2022, "entries": [3, 2], "charged": [3.0, 1.0], "returned": [1.0, 0.0],
    "confirmed": 0.0, "held": [2.0, 1.0], "posted_held": [2.0, 0.5], "open": [2.0, 0.5], "even": [True, False],
})  # fmt: skip


def test_books_that_do_not_agree_are_named_and_stand_first():
    assert "有 1 个单位不符（乙镇），请报告管理员" in proof_line(PROOF)
    assert proof_table(PROOF)[["单位", "结论"]].to_numpy().tolist() == [["乙镇", "不符"], ["甲局", "账平"]]
    assert "逐笔相加与余额全部相符" in proof_line(PROOF.head(1))
    assert proof_line(PROOF.head(0)) == "还没有记账。"


def test_months_stand_side_by_side_and_nothing_moved_is_blank():
    months = pd.to_datetime(["2022-09-30", "2022-10-31"])
    rows = pd.DataFrame({
        "unit": ["甲局", "甲局", "乙镇"], "month": [*months, months[0]], "charged": [1.0, 0.0, 3.0],
        "returned": [0.0, 0.5, 0.0], "confirmed": [0.0, 0.5, 0.0],
    })  # fmt: skip
    assert month_table(rows).to_numpy().tolist() == [["乙镇", "扣 3", ""], ["甲局", "扣 1", "还 0.5 确认 0.5"]]
    assert month_table(rows.head(0)).empty


def test_what_is_open_is_summed_by_task_since_its_first_month():
    left = pd.DataFrame({
        "unit": "甲局", "task_id": "a", "task": "修路", "month": pd.to_datetime(["2022-09-30", "2022-10-31"]), "open": [1.0, 2.0],
    })  # fmt: skip
    assert open_table(left).to_numpy().tolist() == [["甲局", "修路", "2022年9月", "3"]]
    assert open_table(left.head(0)).empty


def test_facts_are_listed_by_name_and_never_counted():
    facts = pd.DataFrame({
        "name": ["张三", "李四"], "role": "项目长", "kind": "走访", "subject": "修路", "said": "到现场",
        "on": pd.Timestamp("2022-09-06"), "source": "走访.xlsx!9月!B3",
    })  # fmt: skip
    assert officials(facts) == ["张三", "李四"]
    (kind, table), = fact_groups(facts, "张三")  # fmt: skip
    assert (kind, table.columns.tolist()) == ("走访", ["日期", "身份", "对象", "事实", "来源"])
