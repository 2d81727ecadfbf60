"""What looks made to look well: each pattern by hand, at its threshold and just below, and that no score hears of it."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from analysis.oversight.plausibility import PATTERNS, plausibility
from analysis.rules.rulepack import RulePackError, checked_pack, pack_data
from analysis.scores.scoring import score

NOV = date(2022, 11, 30)
TOLD = "已完成路基三公里，正在铺设面层"


@pytest.fixture
def found(make_facts, hundred_days, rules):
    """Codes of what is found in the reports of one task: (day, percent, text)."""

    def find(*reports: tuple, **more: list[dict]) -> list[tuple[str, str]]:
        told = [
            {"task_id": "修路", "report_date": day, "percent": percent, "progress_text": text}
            for day, percent, text in reports
        ]
        facts = make_facts([hundred_days(lead_units=["太和镇"])], progress=told, **more)
        table = plausibility(facts, as_of=NOV, rules=rules)
        assert table["task_id"].tolist() == ["修路"] * len(table)
        return list(zip(table["code"], table["message"], strict=True))

    return find


def october(*days: tuple[int, float]) -> list[tuple]:
    return [(date(2022, 9, 30), 20.0, "甲"), *((date(2022, 10, day), percent, f"第{day}日") for day, percent in days)]


def jump(before: str, after: str, gain: str, *, day: int = 15, until: int = 31) -> str:
    return f"10月{day}日报 {before}%，10月{until}日报 {after}%，月末这一次增加 {gain} 个百分点"


JUMPS = [
    (october((15, 21.0), (31, 33.0)), [jump("21", "33", "12") + "，占当月进度的 92%"]),  # 12 of the 13 points since 20
    (october((15, 22.0), (31, 30.0)), [jump("22", "30", "8") + "，占当月进度的 80%"]),
    (october((15, 22.5), (31, 30.0)), []),  # three quarters
    (october((15, 21.0), (31, 29.0)), []),  # 9 points in the whole month: too little to ask about
    (october((15, 50.0), (31, 65.0)), [jump("50", "65", "15") + "，占当月进度的 33%"]),
    (october((15, 50.0), (31, 64.0)), []),
    (october((24, 22.0), (25, 40.0)), [jump("22", "40", "18", day=24, until=25) + "，占当月进度的 90%"]),
    (october((31, 80.0)), []),  # reports once a month: nobody knows when it happened
    (october((25, 40.0), (31, 80.0)), []),  # both in the last week
    ([(date(2022, 10, 15), 5.0, "甲"), (date(2022, 10, 31), 19.0, "乙")], []),  # no month before, 14 points
    ([(date(2022, 10, 15), 5.0, "甲"), (date(2022, 10, 31), 20.0, "乙")], [jump("5", "20", "15")]),
]


@pytest.mark.parametrize(("reports", "words"), JUMPS)
def test_a_months_progress_that_comes_in_its_last_week_is_told(found, reports, words):
    assert found(*reports) == [("last_week_jump", each) for each in words]


@pytest.mark.parametrize(("percent", "words"), [
    (39.0, ["填报由 40% 退到 39%，退了 1 个百分点"]), (39.5, []), (40.0, []), (None, []),
])  # fmt: skip
def test_progress_that_falls_back_is_told(found, percent, words):
    reports = [(date(2022, 9, 30), 40.0, "甲"), (date(2022, 10, 31), percent, "乙")]
    assert found(*reports) == [("fall", each) for each in words]


FULL = [(date(2022, 9, 30), 90.0, "甲"), (date(2022, 10, 31), 100.0, None)]
NODE = {"task_id": "修路", "milestone": "封顶", "planned_on": date(2022, 10, 1)}
VISIT = {"task_id": "修路", "visited_on": date(2022, 10, 20)}


@pytest.mark.parametrize(("more", "told"), [
    ({}, True),
    ({"milestones": [NODE | {"done": False}]}, True),
    ({"milestones": [NODE | {"done_on": date(2022, 10, 1)}]}, False),
    ({"visits": [VISIT]}, True),  # somebody was there and verified nothing
    ({"visits": [VISIT | {"verified_percent": 95.0}]}, False),
])  # fmt: skip
def test_everything_done_with_nothing_to_show_for_it_is_told(found, more, told):
    assert [code for code, _ in found(*FULL, **more)] == ["full_without_evidence"] * told


@pytest.mark.parametrize("text", [" ", "已验收"])
def test_a_word_beside_the_hundred_percent_is_evidence_a_blank_is_none(found, text):
    codes = [code for code, _ in found(FULL[0], (*FULL[1][:2], text))]
    assert codes == ([] if text.strip() else ["full_without_evidence"])


@pytest.mark.parametrize(("percent", "text", "told"), [
    (45.0, TOLD, True),
    (45.0, "已完成路基三公里, 正在铺设面层。", True),  # punctuation apart
    (44.0, TOLD, False),
    (45.0, TOLD + "二期", False),
    (45.0, None, False),
])  # fmt: skip
def test_the_same_words_beside_a_higher_figure_are_told(found, percent, text, told):
    codes = [code for code, _ in found((date(2022, 9, 30), 40.0, TOLD), (date(2022, 10, 31), percent, text))]
    assert codes == ["copied_words"] * told


def test_a_short_phrase_repeated_is_no_copy(found):
    assert found((date(2022, 9, 30), 40.0, "正在推进"), (date(2022, 10, 31), 45.0, "正在推进")) == []


@pytest.fixture
def moved(make_facts, hundred_days, rules):
    """Which names are told when so many of so many tasks of one town and one leader had their deadline moved."""

    def find(moved: int, tasks: int, to: date = date(2022, 12, 31)) -> list[tuple]:
        board = [hundred_days(task=f"任务{i}", lead_units=["太和镇"], leaders=["区领导01"]) for i in range(tasks)]
        rows = [
            {"task_id": f"任务{i}", "deadline": to, "seq": 2, "row": 9, "entered_on": date(2022, 11, 10)}
            for i in range(moved)
        ]
        table = plausibility(make_facts(board, deadlines=rows), as_of=NOV, rules=rules)
        return [(row["unit"], row["leader"], row["message"], row["row"]) for row in table.to_dict("records")]

    return find


@pytest.mark.parametrize(("count", "tasks", "told"), [(3, 20, True), (2, 4, True), (2, 5, False), (1, 1, False)])
def test_many_deadlines_put_off_are_told_of_the_unit_and_of_its_leader(moved, count, tasks, told):
    names = "、".join(f"任务{i}" for i in range(count))
    words = f"{tasks} 项任务中有 {count} 项推后了完成时限：{names}（评分仍按原定时限）"
    rows = moved(count, tasks)
    assert sorted((who if isinstance(who, str) else lead, said, row) for who, lead, said, row in rows) == (
        [("区领导01", words, 9), ("太和镇", words, 9)] if told else []
    )


def test_a_deadline_brought_forward_is_not_put_off(moved):
    assert moved(3, 3, to=date(2022, 12, 1)) == []


def board_with(names: list[str], hundred_days, *, entered_on: date | None, project: str | None = "污水管网") -> list:
    return [
        hundred_days(task="修路", lead_units=["太和镇"]),
        *(hundred_days(task=name, project=project, lead_units=["太和镇"], entered_on=entered_on) for name in names),
    ]


ALIKE = ["污水管网第一标段", "污水管网第二标段", "污水管网第三标段"]


@pytest.mark.parametrize(("names", "entered_on", "project", "told"), [
    (ALIKE, date(2022, 10, 10), "污水管网", "项目“污水管网”"),
    (ALIKE, date(2022, 10, 10), None, "太和镇"),
    (ALIKE, None, "污水管网", None),  # on the first board already
    (ALIKE[:2], date(2022, 10, 10), "污水管网", None),
    ([*ALIKE[:2], "敬老院改造"], date(2022, 10, 10), "污水管网", None),
])  # fmt: skip
def test_new_tasks_of_one_project_with_nearly_one_name_are_told(
    make_facts, hundred_days, rules, names, entered_on, project, told
):
    facts = make_facts(board_with(names, hundred_days, entered_on=entered_on, project=project))
    table = plausibility(facts, as_of=NOV, rules=rules)
    words = f"{told}在首次上榜以后新增了 3 项名称相近的任务：{'、'.join(sorted(names))}（2022年10月10日起）"
    assert table["message"].tolist() == ([words] if told else [])


def test_every_pattern_has_its_name_and_opens_to_a_cell(make_facts, hundred_days, rules):
    told = [
        {"task_id": "修路", "report_date": date(2022, 9, 30), "percent": 20.0, "progress_text": TOLD},
        {"task_id": "修路", "report_date": date(2022, 10, 15), "percent": 22.0, "progress_text": TOLD},
        {"task_id": "修路", "report_date": date(2022, 10, 31), "percent": 60.0, "progress_text": TOLD},
        {"task_id": "修路", "report_date": date(2022, 11, 15), "percent": 50.0},
        {"task_id": "建校", "report_date": date(2022, 11, 15), "percent": 100.0},
    ]
    tasks = [
        hundred_days(lead_units=["太和镇"]), hundred_days(task="建校", lead_units=["太和镇"]),
        *board_with(ALIKE, hundred_days, entered_on=date(2022, 10, 10))[1:],
    ]  # fmt: skip
    rows = [{"task_id": name, "deadline": date(2022, 12, 31), "seq": 2} for name in ("修路", "建校", ALIKE[0])]
    facts = make_facts(tasks, progress=told, deadlines=rows)
    table = plausibility(facts, as_of=NOV, rules=rules)
    assert table["code"].drop_duplicates().tolist() == [code for code, *_ in PATTERNS]
    assert table[["import_id", "sheet", "row", "table", "field"]].notna().all().all()
    assert table["message"].str.len().min() > 10


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_rows_makes_no_difference_and_nothing_is_found_before_it_was_known(
    make_facts, hundred_days, rules, seed
):
    told = [
        {"task_id": "修路", "report_date": date(2022, 9, 30), "percent": 40.0, "progress_text": "甲"},
        {"task_id": "修路", "report_date": date(2022, 10, 31), "percent": 30.0, "entered_on": date(2022, 11, 20)},
    ]
    facts = make_facts([hundred_days()], progress=told)
    mixed = {name: rows.sample(frac=1, random_state=seed) for name, rows in facts.items()}
    one, other = (plausibility(each, as_of=NOV, rules=rules) for each in (facts, mixed))
    pd.testing.assert_frame_equal(one, other)
    assert len(one) == 1
    assert plausibility(facts, as_of=date(2022, 11, 19), rules=rules).empty


def test_no_threshold_of_it_enters_a_score(make_facts, hundred_days, rules):
    facts = make_facts([hundred_days()], progress=[{"task_id": "修路", "report_date": NOV, "percent": 30.0}])
    other = replace(rules, plausibility=replace(rules.plausibility, fall_points=50.0, jump_points=1.0))
    one, two = (score(facts, as_of=NOV, rules=each).tasks for each in (rules, other))
    pd.testing.assert_frame_equal(one, two)


def test_an_empty_store_has_nothing_to_ask_about(make_facts, rules):
    assert plausibility(make_facts(), as_of=NOV, rules=rules).empty


@pytest.mark.parametrize(("field", "value"), [("jump_share", 0), ("split_likeness", 1.5), ("split_tasks", 1)])
def test_a_threshold_that_makes_no_sense_is_refused_by_name(rules, field, value):
    data = pack_data(rules)
    data["plausibility"][field] = value
    with pytest.raises(RulePackError, match=f"plausibility.{field}"):
        checked_pack(data, name="试")
