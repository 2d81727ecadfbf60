"""Every number of a task opens to its rule and to the cell that it came from."""

from datetime import date, timedelta

import pandas as pd
import pytest

from analysis.explaining.explain import explain_task
from analysis.explaining.sources import trace
from analysis.progress.timeline import plan_curve, task_timeline
from analysis.standing_scores import standing_scores

START = date(2022, 9, 1)
NUMBERS = {"planned": ("计划进度", "应达"), "actual": ("实际进度", "认定"), "lag": ("落后", "落后"), "index": ("指数", "指数"),
           "reported": ("实际进度", "填报"), "verified": ("实际进度", "核验"), "milestone_percent": ("实际进度", "节点"),
           "es_days": ("工期", "相当于计划第几天"), "spi_t": ("工期", "工期绩效"), "tspi": ("工期", "按期所需速度"),
           "ieac": ("工期", "照此需要"), "level": ("等级", "等级"),
           "raw_level": ("等级", "当日评估"), "deduction": ("预扣分", "预扣分")}  # fmt: skip


def on(day):
    return START + timedelta(days=day)


COLUMNS = [
    ("表1", 5, 20, "start", "D", None), ("表1", 5, 20, "deadline", "E", None), ("表1", 5, 20, "percent", "F", None),
    ("表1", 5, 20, "percent", "G", on(30)), ("节点", 3, 9, "planned_on", "C", None),
    ("节点", 3, 9, "done_on", "D", None), ("走访", 2, 9, "verified_percent", "H", None),
    ("走访", 2, 9, "visit_score", "I", None), ("问题", 2, 9, "due_on", "J", None),
    ("责任令", 5, 30, "order_no", "A", None), ("责任令", 5, 30, "issued_on", "B", None),
]  # fmt: skip
COLUMN = ("sheet", "first_row", "last_row", "field", "letter", "report_date")


@pytest.fixture
def facts(make_facts, hundred_days):
    """修路 with everything that can be known of it; 建校 with nothing but a plan."""
    road = {"task_id": "修路"}
    node, visit, problem = (road | {"sheet": sheet} for sheet in ("节点", "走访", "问题"))
    return make_facts(
        [hundred_days(), hundred_days(task="建校")],
        progress=[
            road | {"report_date": on(day), "percent": percent, "row": 5} for day, percent in ((30, 25), (48, 60))
        ],
        milestones=[
            node | {"milestone": "封顶", "planned_on": on(40), "done_on": on(46), "row": 3},
            node | {"milestone": "验收", "planned_on": on(90), "done": False, "row": 4},
        ],
        visits=[visit | {"visited_on": on(40), "verified_percent": 20, "visit_score": 90, "row": 2}],
        problems=[problem | {"problem": "占道", "due_on": on(44), "severity": "重大", "row": 2}],
        orders=[road | {"order_no": "清执令〔2022〕第1号", "issued_on": on(4), "sheet": "责任令", "row": 7}],
        deadlines=[road | {"deadline": on(130), "row": 5, "seq": 2, "entered_on": on(45)}],
        imports=[{"import_id": "imp1", "seq": 1, "file": "任务.xlsx", "sha256": "0"}],
        source_columns=[
            dict(zip(COLUMN, said, strict=True)) | {"import_id": "imp1", "heading": said[3]} for said in COLUMNS
        ],
    )


@pytest.mark.parametrize("task_id", ["修路", "建校"])
@pytest.mark.parametrize("day", [-3, 10, 50, 99, 140])
def test_explained_numbers_are_the_scored_ones_and_add_up_to_the_index(facts, rules, task_id, day):
    lines = explain_task(facts, task_id, as_of=on(day), rules=rules)
    row = standing_scores(facts, as_of=on(day), rules=rules).tasks.set_index("task_id").loc[task_id]
    heads = lines[lines["rule"] != ""].drop_duplicates(["part", "item"]).set_index(["part", "item"])["number"]
    for name, place in NUMBERS.items():
        if pd.notna(row[name]):
            assert heads[place] == pytest.approx(row[name]), name
    assert lines["contribution"].sum(min_count=1) == pytest.approx(row["index"], nan_ok=True)
    assert lines.groupby("part")["score"].first()[
        ["进度", "节点准时", "现场质量", "问题整改"]
    ].tolist() == pytest.approx(row[["s1", "s2", "s3", "s4"]].tolist(), nan_ok=True)


def test_contributions_by_hand(facts, rules):
    # planned 50 + 50 × 10/50 = 60; a visit ten days ago saw 20, so at most 25 counts: lag 35, s1 30; node 6 days late: 90;
    # visit 90 − 2 × (25 − 20) = 80; problem 6 days overdue: 90
    lines = explain_task(facts, "修路", as_of=on(50), rules=rules)
    added = lines.dropna(subset="contribution").set_index("part")["contribution"].to_dict()
    assert added == pytest.approx({"进度": 15, "节点准时": 18, "现场质量": 12, "问题整改": 13.5})
    rule = lines[lines["rule"] != ""].set_index(["part", "item"])["rule"]
    assert rule[("进度", "得分")] == "100 − 2 × 落后 35 个百分点，最低 0 分；超前不加分"
    assert "14 天内走访核验 20%，最多再加 5 个百分点；本次因“高于核验”被调低" in rule[("实际进度", "认定")]


def test_every_line_says_where_it_is_from(facts, rules):
    lines = trace(explain_task(facts, "修路", as_of=on(50), rules=rules), facts)
    assert (lines["source"].str.len() > 0).all()
    by_item = lines[lines["row"].notna()].groupby(["part", "item"])["source"].agg(list)
    assert by_item[("计划进度", "开始")] == ["任务.xlsx!表1!D5"]
    assert by_item[("计划进度", "完成时限")] == ["任务.xlsx!表1!E5"]
    assert by_item[("计划进度", "节点“封顶”")] == ["任务.xlsx!节点!C3"]
    assert by_item[("实际进度", "填报")] == ["任务.xlsx!表1!F5"]
    assert by_item[("节点准时", "节点“封顶”")] == ["任务.xlsx!节点!D3", "任务.xlsx!节点!C3"]
    assert by_item[("现场质量", "走访核验")] == ["任务.xlsx!走访!H2"]
    assert by_item[("现场质量", "当时填报")] == ["任务.xlsx!表1!G5"]  # the month column of that day
    assert by_item[("问题整改", "问题“占道”")] == ["任务.xlsx!问题!J2"]
    assert "规则包《默认》综合指数·落后扣分" in set(lines["source"])
    assert lines.loc[lines["row"].isna(), "letter"].eq("").all()


def test_every_record_that_the_page_shows_opens_to_its_cell(facts, rules):
    lines = trace(explain_task(facts, "修路", as_of=on(50), rules=rules), facts)
    told = {
        (part, item): (value, source)
        for part, item, value, source in lines[["part", "item", "value", "source"]].itertuples(index=False)
    }
    assert told["责任令", "令号"] == ("清执令〔2022〕第1号", "任务.xlsx!责任令!A7")
    assert told["责任令", "签发"] == ("2022年9月5日", "任务.xlsx!责任令!B7")
    assert told["责任令", "完成时限（基准）"] == ("2022年12月10日", "任务.xlsx!表1!E5")
    assert told["责任令", "完成时限（调整）"] == ("2023年1月9日", "任务.xlsx!表1!E5")
    assert told["填报记录", "2022年10月1日"] == ("25%", "任务.xlsx!表1!G5")
    assert told["走访记录", "2022年10月11日 核实进度"] == ("20%", "任务.xlsx!走访!H2")
    assert told["走访记录", "2022年10月11日 现场评分"] == ("90", "任务.xlsx!走访!I2")
    assert told["问题记录", "“占道”应销号"] == ("2022年10月15日", "任务.xlsx!问题!J2")
    counts = lines[lines["item"].isin(["次数", "个数"])].set_index("part")["value"].to_dict()
    assert counts == {"填报记录": "2 次", "走访记录": "1 次", "问题记录": "1 个"}


def test_the_level_opens_to_the_weeks_that_confirmed_it_and_their_reports(make_facts, hundred_days, rules):
    # 14 October: day 43, 30 told, 13 behind, for the first time; 21 October: day 50, 38 told, 12 behind: 预警
    told = [(36, 33), (42, 30), (49, 38)]
    rows = [{"task_id": "修路", "report_date": on(day), "percent": percent, "row": day} for day, percent in told]
    facts = make_facts([hundred_days()], progress=rows, imports=[{"import_id": "imp1", "seq": 1, "file": "表.xlsx"}])
    lines = trace(explain_task(facts, "修路", as_of=on(50), rules=rules), facts)
    level = lines[lines["part"] == "等级"].set_index("item")
    assert level["value"][["等级", "当日评估"]].tolist() == ["预警", "预警"]
    assert level["rule"]["等级"].startswith("连续 2 周达到，由提醒升为预警：")
    assert level["value"]["2022年10月14日评估"].startswith("预警：落后序时进度 13.0 个百分点")
    assert level["value"]["2022年10月21日评估"].startswith("预警：落后序时进度 12.0 个百分点")
    cells = level[level["row"].notna()]
    assert cells["value"].to_dict() == {"2022年10月14日所据填报": "30%", "2022年10月21日所据填报": "38%"}
    assert cells["source"].tolist() == ["表.xlsx!表1!第 42 行", "表.xlsx!表1!第 49 行"]
    waiting = explain_task(facts, "修路", as_of=on(43), rules=rules).set_index("item")
    assert waiting["value"][["等级", "当日评估"]].tolist() == ["提醒", "预警"]
    assert "须连续 2 周才升级" in waiting["rule"]["等级"]


def test_a_level_raised_by_months_opens_to_the_ends_of_those_months(make_facts, hundred_days, rules):
    # 15 points behind from 3 October on: 预警 at the end of October and of November, so 黄牌 then
    rows = [{"task_id": "修路", "report_date": on(d), "percent": d - 15 * (d > 31), "row": d} for d in range(20, 91)]
    facts = make_facts([hundred_days()], progress=rows)
    level = explain_task(facts, "修路", as_of=on(90), rules=rules).set_index("item")
    assert level["value"]["等级"] == "黄牌"
    assert level["value"]["2022年10月31日评估"].startswith("预警，本月计为预警：")
    assert level["value"]["2022年11月30日评估"].startswith("预警，本月计为黄牌：")


def test_a_cell_whose_column_is_not_known_still_names_its_row(facts, rules):
    bare = facts | {"source_columns": facts["source_columns"].iloc[:0]}
    lines = trace(explain_task(bare, "修路", as_of=on(50), rules=rules), bare)
    assert lines.loc[lines["row"].notna(), "source"].str.fullmatch(r"任务\.xlsx!.+!第 \d+ 行").all()


def test_of_two_tables_side_by_side_no_cell_is_named_at_a_guess(facts, rules):
    beside = facts["source_columns"].assign(letter="Z")
    both = facts | {"source_columns": pd.concat([facts["source_columns"], beside])}
    lines = trace(explain_task(both, "修路", as_of=on(50), rules=rules), both)
    assert lines.loc[lines["row"].notna(), "source"].str.fullmatch(r"任务\.xlsx!.+!第 \d+ 行").all()


def test_of_two_tables_side_by_side_the_one_of_the_row_is_named(make_facts, hundred_days, rules):
    place = {
        "import_id": "imp1",
        "sheet": "表1",
        "first_row": 5,
        "last_row": 9,
        "field": "percent",
        "heading": "完成率",
    }
    facts = make_facts(
        [hundred_days(), hundred_days(task="建校")],
        progress=[
            {"task_id": name, "report_date": on(30), "percent": 25, "row": 5, "seq": seq}
            for seq, name in enumerate(("修路", "建校"), 1)
        ],
        imports=[{"import_id": "imp1", "seq": 1, "file": "任务.xlsx", "sha256": "0"}],
        source_columns=[place | {"letter": letter, "seq": seq} for seq, letter in enumerate("DJ", 1)],
    )
    for name, letter in (("修路", "D"), ("建校", "J")):
        lines = trace(explain_task(facts, name, as_of=on(50), rules=rules), facts)
        told = lines[lines["table"].eq("progress") & lines["field"].eq("percent")]
        assert set(told["letter"]) == {letter}


def test_a_task_that_is_not_known_has_no_lines(facts, rules):
    lines = trace(explain_task(facts, "没有", as_of=on(50), rules=rules), facts)
    assert lines.empty
    assert {"part", "source", "letter"} <= set(lines)


def test_not_reported_is_explained_as_not_known(facts, rules):
    lines = explain_task(facts, "建校", as_of=on(50), rules=rules)
    lines = lines[lines["rule"] != ""].set_index(["part", "item"])
    assert lines["rule"][("实际进度", "认定")] == "没有填报，台账也没有说明节点是否完成，记为未报，不算作 0"
    assert lines["value"][("指数", "指数")] == "不评"


def test_an_assumed_start_is_traced_to_the_rule_pack(make_facts, hundred_days, rules):
    facts = make_facts([hundred_days(start=None)])
    lines = trace(explain_task(facts, "修路", as_of=on(50), rules=rules), facts)
    start = lines[(lines["part"] == "计划进度") & (lines["item"] == "开始")].iloc[0]
    assert start["value"] == "2022年8月22日（台账没有可用的开始时间，按第一阶段开始日）"
    assert start["source"] == "规则包《默认》阶段·第 1 项·开始日"


def test_plan_curve_names_its_nodes(facts, rules):
    curve = plan_curve(facts, "修路", rules=rules)
    assert curve["day"].tolist() == [pd.Timestamp(on(d)) for d in (0, 40, 90, 100)]
    assert curve["planned"].tolist() == pytest.approx([0, 50, 100, 100])
    assert curve["node"].tolist() == [None, "封顶", "验收", None]
    assert plan_curve(facts, "没有", rules=rules).empty


def test_timeline_shows_only_what_was_known_on_the_day(facts, rules):
    seen = task_timeline(facts, "修路", as_of=on(45), rules=rules)
    assert seen["reports"]["percent"].tolist() == [25]
    assert seen["milestones"]["done"].tolist() == [False, False]
    assert seen["milestones"]["state"].tolist() == ["已过期", "未到期"]
    assert len(seen["visits"]) == 1
    assert (seen["deadline"], seen["as_of"]) == (pd.Timestamp(on(100)), pd.Timestamp(on(45)))
    nothing = task_timeline(facts, "没有", as_of=on(45), rules=rules)
    assert nothing["curve"].empty
    assert pd.isna(nothing["deadline"])
