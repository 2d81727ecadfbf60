"""Whole workbooks through the door: file in, kinds, columns, rows, findings out."""

import datetime
import hashlib
from pathlib import Path

import openpyxl
import pytest

from ledgers.reading import from_jsonable, to_jsonable
from ledgers.rowfile import read_rows
from ledgers.sandbox import read_json, read_upload
from ledgers.sheets.workbook import Job, parse
from tests.ledgers.workbooks import milestone_ledger, order_ledger, plain_tasks, save, wide_ledger

REAL = Path(__file__).parents[2].parent / "shared" / "ledgers" / "real"


@pytest.fixture
def read(tmp_path):
    """Read a workbook as the child process does, and give what the command line prints."""

    def go(path, **options):
        folder = tmp_path / f"rows-{path.stem}"
        folder.mkdir(exist_ok=True)
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
        return read_json(parse(Job(path, path.name, sha256, folder, **options)))

    return go


def codes(answer, severity=None):
    return [
        (finding["cell"], finding["code"])
        for finding in answer["findings"]
        if severity is None or finding["severity"] == severity
    ]


def values(answer, sheet=0):
    return [row["values"] for row in answer["sheets"][sheet]["rows"]]


def test_a_wide_ledger_with_merged_headings(read, tmp_path):
    answer = read(wide_ledger(tmp_path / "台账.xlsx"))
    sheet = answer["sheets"][0]
    assert (sheet["kind"], sheet["heading_rows"], sheet["first_row"], sheet["last_row"]) == ("tasks", [3, 4], 5, 7)
    assert sheet["columns"]["lead_units"] == {"heading": "责任单位-牵头单位", "column": "D"}
    assert sheet["columns"]["deadline"] == {"heading": "时限-完成时限", "column": "G"}
    assert [(each["report_date"], each["column"]) for each in sheet["months"]] == [
        ("2022-08-31", "H"),
        ("2022-09-30", "I"),
    ]
    assert [row["task"] for row in values(answer)] == ["推进广清接合片区改革", "农村宅基地改革试点", "太和工业园扩园"]
    assert [row["category"] for row in values(answer)] == ["重要改革", "重要改革", "攻城拔寨"]
    assert [row["lead_units"] for row in values(answer)] == [["区发改局"], ["区农业农村局"], ["太和镇", "区工信局"]]
    assert [row["deadline"] for row in values(answer)] == ["2022-12-31", None, "2022-12-31"]
    assert [row["start"] for row in values(answer)] == ["2022-08-01", "2022-09-01", "2022-09-05"]
    percents = [[each["percent"] for each in row["progress"]] for row in sheet["rows"]]
    assert percents == [[20.0, 35.5], [30.0, None], [10.0, None]]
    assert (answer["report_date"], answer["report_date_from"], answer["period"]) == ("2022-10-31", "标题", "2022-10")
    assert codes(answer, "error") == []


def test_an_order_ledger(read, tmp_path):
    answer = read(order_ledger(tmp_path / "责任令.xlsx"))
    assert answer["sheets"][0]["kind"] == "orders"
    assert [row["issued_on"] for row in values(answer)] == ["2022-09-05", "2022-09-06"]
    assert values(answer)[1]["leaders"] == ["区领导02"]
    assert values(answer)[1]["task"] == "太和工业园扩园\n规上工业培育"


def test_a_milestone_ledger_with_merged_tasks_and_words_instead_of_days(read, tmp_path):
    reading = read_upload(milestone_ledger(tmp_path / "节点.xlsx"), folder=tmp_path / "rows")
    answer = read_json(reading)
    assert answer["sheets"][0]["kind"] == "milestones"
    assert [row["task"] for row in values(answer)] == ["太和工业园扩园"] * 3 + ["农村宅基地改革试点"]
    assert [row["planned_on"] for row in values(answer)] == ["2022-09-30", "2022-10-31", "2022-12-20", "2022-09-30"]
    assert [row["done_on"] for row in values(answer)] == ["2022-09-28", None, None, None]
    assert [row["done"] for row in read_rows(reading.tables[0].rows)] == [True, False, False, True]


KINDS = {
    "visits": (
        ["走访日期", "走访任务", "带队领导", "现场核实进度", "走访评分", "发现问题"],
        ["2022年9月8日", "任务甲", "区领导01", "45%", "90分", "用地指标不足"],
        {"visited_on": "2022-09-08", "visitor": "区领导01", "verified_percent": 45.0, "visit_score": 90.0},
    ),
    "problems": (
        ["任务名称", "存在问题", "发现日期", "严重程度", "整改时限", "销号日期", "责任单位"],
        ["任务甲", "用地指标不足", "2022/9/8", "严重", "2022年10月底", "", "区自然资源局"],
        {"opened_on": "2022-09-08", "due_on": "2022-10-31", "closed_on": None, "lead_units": ["区自然资源局"]},
    ),
    "honours": (
        ["单位", "级别", "事项", "文号", "全市排名", "加扣分", "日期"],
        ["太和镇", "省级", "获评示范镇", "粤农〔2022〕8号", "第1名", 2, "2022-10-12"],
        {"unit": "太和镇", "level": "省级", "matter": "获评示范镇", "city_rank": 1.0, "points": 2.0},
    ),
    "units": (
        ["序号", "单位名称", "类别", "简称"],
        [1, "太和镇人民政府", "镇", "太和镇、太和"],
        {"unit": "太和镇人民政府", "category": "镇", "aliases": ["太和镇", "太和"], "no": "1"},
    ),
    "progress": (
        ["序号", "任务名称", "责任单位", "完成进度（%）", "进展情况", "存在问题", "下一步工作打算"],
        [1, "任务甲", "太和镇", 55, "征地完成", "无", "加快"],
        {"no": "1", "percent": 55.0, "progress_text": "征地完成", "problem": None, "next_step": "加快"},
    ),
    "orders": (
        ["文号", "签发时间", "签发领导", "责任单位", "责任事项", "要求完成时间"],
        ["清执责1号", "2022-09-05", "区领导01", "区教育局", "任务甲", "2022-12-20"],
        {"order_no": "清执责1号", "issued_on": "2022-09-05", "deadline": "2022-12-20", "task": "任务甲"},
    ),
    "milestones": (
        ["任务名称", "节点", "完成时间", "完成情况"],
        ["任务甲", "完成征地", "2022-09-30", "已完成"],
        {"milestone": "完成征地", "planned_on": "2022-09-30", "status": "已完成"},
    ),
    "tasks": (
        ["编号", "项目名称", "包干领导", "承办单位", "办结时限"],
        ["3-1", "任务甲", "区领导01", "区教育局", "2022-12-20"],
        {"no": "3-1", "task": "任务甲", "leaders": ["区领导01"], "deadline": "2022-12-20", "board": "任务榜"},
    ),
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_known_by_its_columns_whatever_the_sheet_is_called(read, tmp_path, kind):
    heading, row, expected = KINDS[kind]
    answer = read(save(tmp_path / "工作簿1.xlsx", {"Sheet1": [heading, row]}))
    assert (answer["sheets"][0]["kind"], answer["sheets"][0]["unknown_columns"]) == (kind, [])
    assert {key: values(answer)[0][key] for key in expected} == expected


def test_a_cell_that_cannot_be_read_holds_its_row_whole_and_the_others_go_in(read, tmp_path):
    rows = [
        ["序号", "工作任务", "责任单位", "完成时限", "完成率"],
        [1, "任务甲", "区教育局", "2022-13-45", "50%"],
        [2, "任务乙", "区财政局", "2022-12-20", "abc"],
        [3, "任务丙", "区财政局", "2022-12-20", "60%"],
        [4, None, "区财政局", "2022-12-20", "60%"],
    ]
    answer = read(save(tmp_path / "a.xlsx", {"2022年9月": rows}))
    assert codes(answer, "error") == [("D2", "bad_date"), ("E3", "bad_percent"), ("B5", "no_task")]
    assert [row["row"] for row in answer["sheets"][0]["rows"]] == [4]
    assert [held["row"] for held in answer["sheets"][0]["held"]] == [2, 3, 5]
    assert answer["sheets"][0]["held"][0]["cells"]["D"] == "2022-13-45"
    assert all(finding["message"] for finding in answer["findings"])


@pytest.mark.parametrize(
    ("percents", "formats", "expected"),
    [
        ([0.65, 1.226], [2, 3], [65.0, 122.6]),
        ([0.65, 0.8], [], [65.0, 80.0]),
        (["100%", 1.0], [3], [100.0, 100.0]),
        ([65, "七成"], [], [65.0, None]),
        ([65, None, "/"], [], [65.0, None, None]),
    ],
)
def test_percent_columns_of_workbooks(read, tmp_path, percents, formats, expected):
    answer = read(plain_tasks(tmp_path / "a.xlsx", percents, formats=formats))
    assert [row["percent"] for row in values(answer)] == expected


def test_a_percent_that_could_mean_two_things_is_held(read, tmp_path):
    answer = read(plain_tasks(tmp_path / "a.xlsx", [0.8, 60]))
    assert codes(answer, "error") == [("D2", "ambiguous_percent")]
    assert [row["percent"] for row in values(answer)] == [60.0]


def test_words_in_a_percent_column_are_kept_as_progress_text(read, tmp_path):
    answer = read(plain_tasks(tmp_path / "a.xlsx", ["已完成", "过半", "按序时", 40], heading="完成进度"))
    assert [(row["percent"], row["progress_text"]) for row in values(answer)] == [
        (100.0, "已完成"),
        (None, "过半"),
        (None, "按序时"),
        (40.0, None),
    ]
    assert codes(answer, "info")[:3] == [
        ("D2", "percent_from_words"),
        ("D3", "percent_proposed"),
        ("D4", "percent_not_given"),
    ]


def test_broken_cells_hold_their_rows(read, tmp_path):
    path = save(
        tmp_path / "a.xlsx",
        {"2022年9月": [["任务名称", "责任单位", "完成率"], ["甲", "区教育局", "#REF!"], ["乙", "区教育局", "=1+1"]]},
    )
    book = openpyxl.load_workbook(path)
    book.active["C2"].data_type = "e"
    book.save(path)
    assert codes(read(path), "error") == [("C2", "error_cell"), ("C3", "formula_without_value")]


def test_a_category_on_its_first_row_is_filled_down_and_said_so(read, tmp_path):
    rows = [
        ["类别", "工作任务", "责任单位"],
        ["改革", "甲", "区教育局"],
        [None, "乙", None],
        ["底线", "丙", "区财政局"],
    ]
    answer = read(save(tmp_path / "a.xlsx", {"Sheet1": rows}))
    assert [row["category"] for row in values(answer)] == ["改革", "改革", "底线"]
    assert [row["lead_units"] for row in values(answer)] == [["区教育局"], None, ["区财政局"]]
    assert codes(answer) == [("A3", "filled_down")]


def test_ditto_takes_the_cell_above_and_says_so(read, tmp_path):
    rows = [["工作任务", "责任单位", "完成时限"], ["甲", "区教育局", "2022-12-20"], ["乙", "同上", "同上"]]
    answer = read(save(tmp_path / "a.xlsx", {"Sheet1": rows}))
    assert (values(answer)[1]["lead_units"], values(answer)[1]["deadline"]) == (["区教育局"], "2022-12-20")
    assert codes(answer) == [("B3", "same_as_above"), ("C3", "same_as_above")]


def test_percents_inside_sentences_are_not_loaded_but_said(read, tmp_path):
    rows = [
        ["任务名称", "责任单位", "进展情况"],
        ["甲", "区教育局", "完成投资的30%，正在施工"],
        ["乙", "区教育局", "方案起草"],
    ]
    answer = read(save(tmp_path / "2022年9月.xlsx", {"Sheet1": rows}))
    assert codes(answer) == [("C2", "percent_in_text")]
    assert "percent" not in answer["sheets"][0]["columns"]


def test_labels_inside_a_unit_cell_fill_both_roles(read, tmp_path):
    rows = [["工作任务", "责任单位", "完成时限"], ["甲", "牵头:区教育局;配合:区财政局", "2022-12-20"]]
    answer = read(save(tmp_path / "a.xlsx", {"Sheet1": rows}))
    assert (values(answer)[0]["lead_units"], values(answer)[0]["support_units"]) == (["区教育局"], ["区财政局"])


def test_section_rows_give_the_category(read, tmp_path):
    rows = [["工作任务", "责任单位"], ["一、重要改革"], ["甲", "区教育局"], ["二、攻城拔寨（2项）"], ["乙", "区住建局"]]
    answer = read(save(tmp_path / "a.xlsx", {"Sheet1": rows}))
    assert [row["category"] for row in values(answer)] == ["重要改革", "攻城拔寨"]
    assert codes(answer) == [("A2", "section_read")]


@pytest.mark.parametrize(
    ("name", "sheet", "title", "option", "expected"),
    [
        ("进度.xlsx", "Sheet1", "2022年9月进度表", None, ("2022-09-30", "标题")),
        ("进度.xlsx", "2022年10月", "进度表", None, ("2022-10-31", "工作表名")),
        ("2022年11月进度.xlsx", "Sheet1", "进度表", None, ("2022-11-30", "文件名")),
        ("进度2022-11.xlsx", "Sheet1", "进度表", None, ("2022-11-30", "文件名")),
        ("进度.xlsx", "10月", "2022年进度表", None, ("2022-10-31", "工作表名")),
        ("进度.xlsx", "Sheet1", "2022年9月进度表", datetime.date(2022, 9, 15), ("2022-09-15", "参数")),
        ("进度.xlsx", "Sheet1", "进度表", None, (None, None)),
    ],
)
def test_the_report_date_is_found_in_this_order(read, tmp_path, name, sheet, title, option, expected):
    rows = [[title], ["任务名称", "责任单位", "完成率"], ["甲", "区教育局", "50%"]]
    answer = read(save(tmp_path / name, {sheet: rows}), report_date=option)
    assert (answer["report_date"], answer["report_date_from"]) == expected
    assert ("no_report_date" in [code for _, code in codes(answer)]) is (expected[0] is None)
    assert ("report_date_differs" in [code for _, code in codes(answer)]) is (option is not None)


@pytest.mark.parametrize(
    ("name", "title", "differs"),
    [
        ("2022年9月进度.xlsx", "进度表（截至2022年10月31日）", True),
        ("2022年10月进度.xlsx", "进度表（截至2022年10月25日）", False),
        ("进度.xlsx", "进度表（截至2022年10月31日）", False),
        ("2022年9月进度.xlsx", "进度表", False),
    ],
)
def test_a_file_name_of_another_month_than_its_title_is_asked_about(read, tmp_path, name, title, differs):
    rows = [[title], ["任务名称", "责任单位", "完成率"], ["甲", "区教育局", "50%"]]
    answer = read(save(tmp_path / name, {"Sheet1": rows}))
    said = [each["message"] for each in answer["findings"] if each["code"] == "period_differs"]
    assert said == (
        ["文件名里写的是 2022年9月，标题里写的是 2022年10月，按标题读入；请确认没有传错月份。"] if differs else []
    )


def test_one_sheet_per_month_keeps_each_months_day_and_the_last_one_dates_the_workbook(read, tmp_path):
    rows = [["任务名称", "责任单位", "完成率"], ["甲", "区教育局", "50%"]]
    answer = read(save(tmp_path / "2022年进度.xlsx", {"9月": rows, "10月": rows}))
    assert (answer["report_date"], answer["report_date_from"]) == ("2022-10-31", "工作表名")
    assert [sheet["months"] for sheet in answer["sheets"]] == [
        [{"report_date": "2022-09-30", "field": "percent", "heading": "完成率", "column": "C"}],
        [],
    ]


AUGUST = "2022年8月任务榜"
PROGRESS = ["任务名称", "完成率", "填报日期"]
VISITS = ["走访任务", "走访日期", "走访人", "走访评分"]
LATER = {
    "a report after the month": (AUGUST, PROGRESS, [["甲", "50%", "2022-08-31"], ["乙", "60%", "2022-09-01"]], [("C4", "2022-09-01")]),
    "reports of the month": (AUGUST, PROGRESS, [["甲", "50%", "2022-08-31"], ["乙", "60%", "2022-07-31"]], []),
    "all reports of an earlier month": (AUGUST, PROGRESS, [["甲", "50%", "2022-06-30"], ["乙", "60%", "2022-07-31"]], [("C4", "2022-07-31")]),
    "earlier reports of a quarter": ("2022年第三季度任务榜", PROGRESS, [["甲", "50%", "2022-07-31"]], []),
    "a report after the quarter": ("2022年第三季度任务榜", PROGRESS, [["甲", "50%", "2022-10-31"]], [("C3", "2022-10-31")]),
    "after the day but within the month": ("任务榜（截至2022年8月15日）", PROGRESS, [["甲", "50%", "2022-08-31"]], []),
    "only a year": ("2022年任务榜", PROGRESS, [["甲", "50%", "2023-08-31"]], []),
    "a month column later": (AUGUST, ["任务名称", "责任单位", "8月进度", "9月进度"], [["甲", "区教育局", "50%", None], ["乙", "区教育局", "50%", "60%"]], [("D4", "2022-09-30")]),
    "a month column prepared for later": (AUGUST, ["任务名称", "责任单位", "8月进度", "9月进度"], [["甲", "区教育局", "50%", None]], []),
    "earlier month columns": (AUGUST, ["任务名称", "责任单位", "6月进度", "7月进度"], [["甲", "区教育局", "50%", "60%"]], []),
    "finished after the month": (AUGUST, ["任务名称", "节点", "计划完成时间", "实际完成时间"], [["甲", "征地", "2022-12-30", "2022-09-02"], ["甲", "开工", "2022-12-30", "2022-09-03"]], [("D3", "2022-09-02")]),
    "finished before the month": (AUGUST, ["任务名称", "节点", "计划完成时间", "实际完成时间"], [["甲", "征地", "2022-12-30", "2022-03-02"]], []),
    "visited after the month": (AUGUST, VISITS, [["甲", "2022-09-02", "张三", "90"]], [("B3", "2022-09-02")]),
    "all visits in an earlier month": (AUGUST, VISITS, [["甲", "2022-07-02", "张三", "90"]], [("B3", "2022-07-02")]),
    "found after the month": (AUGUST, ["任务名称", "存在问题", "发现日期", "整改时限"], [["甲", "缺地", "2022-09-02", "2022-12-20"]], [("C3", "2022-09-02")]),
    "found long before, due later": (AUGUST, ["任务名称", "存在问题", "发现日期", "整改时限"], [["甲", "缺地", "2022-03-02", "2022-12-20"]], []),
}  # fmt: skip


@pytest.mark.parametrize("case", LATER)
def test_days_that_do_not_fit_the_month_of_the_title_are_asked_about(read, tmp_path, case):
    title, heading, rows, told = LATER[case]
    answer = read(save(tmp_path / "a.xlsx", {"Sheet1": [[title], heading, *rows]}))
    said = [f for f in answer["findings"] if f["code"] == "dates_after_period"]
    assert [(f["cell"], f["value"]) for f in said] == told
    assert {f["severity"] for f in said} <= {"warning"}


@pytest.mark.parametrize(
    ("name", "sheet", "source"), [("2022年8月.xlsx", "Sheet1", "文件名"), ("a.xlsx", "2022年8月", "工作表名")]
)
def test_the_month_may_also_be_that_of_the_sheet_or_the_file(read, tmp_path, name, sheet, source):
    rows = [PROGRESS, ["甲", "50%", "2022-09-30"], ["乙", "50%", "2022-10-01"], ["丙", "50%", "2022-08-30"]]
    answer = read(save(tmp_path / name, {sheet: rows}))
    assert [f["message"] for f in answer["findings"] if f["code"] == "dates_after_period"] == [
        f"{source}说的是 2022年8月，“填报日期”却有 2 处在这个月以后，第一处是 C2 的 2022-09-30；请确认没有传错月份、写错日期。"
    ]


NAMED_BY_PARTS = {
    ("第36周", "2022年任务进度"): ("2022-09-11", "工作表名", "第36周"),
    ("9月第2周", "2022年任务进度"): ("2022-09-11", "工作表名", "9月第2周"),
    ("九月第二周", "2022年任务进度"): ("2022-09-11", "工作表名", "9月第2周"),
    ("第三季度", "2022年任务进度"): ("2022-09-30", "工作表名", "第3季度"),
    ("上半年", "2022年任务进度"): ("2022-06-30", "工作表名", "上半年"),
    ("9月上旬", "2022年任务进度"): ("2022-09-10", "工作表名", "9月上旬"),
    ("2022年第36周", "任务进度"): ("2022-09-11", "工作表名", "第36周"),
    ("第36周", "2022年9月任务进度"): ("2022-09-11", "工作表名", "第36周"),  # nearer than its month
    ("第39周", "2022年9月任务进度"): ("2022-10-02", "工作表名", "第39周"),  # its Sunday is in October
    ("第30周", "2022年9月任务进度"): ("2022-09-30", "标题", None),
    ("第36周", "任务进度（截至2022年9月8日）"): ("2022-09-08", "标题", None),
    ("Sheet1", "2022年9月任务进度（第36周）"): ("2022-09-11", "标题", "第36周"),
    ("Sheet1", "2022年1-3季度任务进度"): ("2022-09-30", "标题", "3季度"),
    ("第36周", "任务进度"): (None, None, None),
    ("第1周-第5周", "2022年任务进度"): (None, None, None),
    ("十周年", "2022年任务进度"): (None, None, None),
}


@pytest.mark.parametrize(("sheet", "title"), NAMED_BY_PARTS)
def test_a_week_a_quarter_or_a_half_names_its_last_day_and_is_told(read, tmp_path, sheet, title):
    rows = [[title], ["任务名称", "责任单位", "完成率"], ["甲", "区教育局", "50%"]]
    answer = read(save(tmp_path / "a.xlsx", {sheet: rows}))
    day, source, words = NAMED_BY_PARTS[sheet, title]
    assert (answer["report_date"], answer["report_date_from"]) == (day, source)
    assert [f["value"] for f in answer["findings"] if f["code"] == "day_from_words"] == ([words] if words else [])


def test_one_sheet_per_week_keeps_each_weeks_day(read, tmp_path):
    rows = [["2022年9月任务进度"], ["任务名称", "责任单位", "完成率"], ["甲", "区教育局", "50%"]]
    answer = read(save(tmp_path / "a.xlsx", {"第36周": rows, "第37周": rows}))
    assert (answer["report_date"], answer["period"]) == ("2022-09-18", "2022-W37")
    assert [[month["report_date"] for month in sheet["months"]] for sheet in answer["sheets"]] == [["2022-09-11"], []]
    assert [code for _, code in codes(answer)].count("day_from_words") == 2


def test_a_file_called_by_its_week_is_dated_by_it_and_told(read, tmp_path):
    rows = [["任务名称", "责任单位", "完成率"], ["甲", "区教育局", "50%"]]
    answer = read(save(tmp_path / "2022年第36周.xlsx", {"Sheet1": rows}))
    assert (answer["report_date"], answer["report_date_from"]) == ("2022-09-11", "文件名")
    assert ("", "day_from_words") in codes(answer)


def test_a_sheet_called_by_its_month_takes_the_year_of_the_sheet_before(read, tmp_path):
    rows = [["任务名称", "责任单位", "完成率"], ["甲", "区教育局", "50%"]]
    answer = read(save(tmp_path / "a.xlsx", {"8月": [["2022年8月进度"], *rows], "9月": rows}))
    assert answer["report_date"] == "2022-09-30"


def test_a_month_column_of_rows_is_each_rows_report_date(read, tmp_path):
    rows = [
        ["月份", "任务名称", "完成率"],
        ["2022年8月", "甲", "50%"],
        [202209, "甲", "60%"],
        [datetime.date(2022, 10, 1), "甲", "70%"],
    ]
    answer = read(save(tmp_path / "a.xlsx", {"Sheet1": rows}))
    assert [row["report_date"] for row in values(answer)] == ["2022-08-31", "2022-09-30", "2022-10-31"]
    assert codes(answer, "warning") == []


def test_month_columns_take_the_year_of_the_deadlines_or_are_left_out(read, tmp_path):
    heading = ["任务名称", "责任单位", "完成时限", "8月进度"]
    known = read(save(tmp_path / "a.xlsx", {"Sheet1": [heading, ["甲", "区教育局", "2022-12-20", "50%"]]}))
    assert [each["report_date"] for each in known["sheets"][0]["months"]] == ["2022-08-31"]
    assert ("", "month_year") in codes(known, "info")
    unknown = read(save(tmp_path / "b.xlsx", {"Sheet1": [heading, ["甲", "区教育局", "长期坚持", "50%"]]}))
    assert unknown["sheets"][0]["months"] == []
    assert unknown["sheets"][0]["unknown_columns"] == [{"heading": "8月进度", "column": "D"}]
    assert ("D1", "month_without_year") in codes(unknown, "warning")


def test_date_cells_as_headings_are_months(read, tmp_path):
    rows = [
        ["任务名称", "责任单位", datetime.date(2022, 8, 31), datetime.date(2022, 9, 1)],
        ["甲", "区教育局", "20%", "30%"],
    ]
    answer = read(save(tmp_path / "a.xlsx", {"Sheet1": rows}))
    assert [each["report_date"] for each in answer["sheets"][0]["months"]] == ["2022-08-31", "2022-09-30"]


@pytest.mark.parametrize(
    ("name", "sheet", "title", "board"),
    [
        ("a.xlsx", "亮点牌", "任务", "亮点牌"),
        ("a.xlsx", "Sheet1", "十大亮点品牌", "亮点牌"),
        ("亮点牌.xlsx", "Sheet1", "任务", "亮点牌"),
        ("a.xlsx", "Sheet1", "任务", "任务榜"),
        ("亮点牌与任务榜.xlsx", "任务榜", "任务", "任务榜"),
    ],
)
def test_the_board_is_taken_from_sheet_title_or_file(read, tmp_path, name, sheet, title, board):
    rows = [[title], ["任务名称", "责任单位", "完成时限"], ["甲", "区教育局", "2022-12-20"]]
    assert values(read(save(tmp_path / name, {sheet: rows})))[0]["board"] == board


def test_a_count_of_rows_is_no_task_number_where_tasks_are_only_referred_to(tmp_path):
    rows = [
        ["序号", "任务名称", "走访日期", "走访人"],
        [1, "甲", "2022-09-08", "张三"],
        [2, "甲", "2022-09-15", "张三"],
    ]
    reading = read_upload(save(tmp_path / "a.xlsx", {"走访": rows}), folder=tmp_path / "rows")
    assert "no" not in {column.field for column in reading.tables[0].columns}
    assert read_json(reading)["sheets"][0]["columns"]["no"] == {"heading": "序号", "column": "A"}


def test_unknown_and_conflicting_columns_are_reported_and_not_read(read, tmp_path):
    rows = [["工作任务", "责任单位", "责任部门", "投资额（万元）"], ["甲", "区教育局", "区财政局", 100]]
    answer = read(save(tmp_path / "a.xlsx", {"Sheet1": rows}))
    assert answer["sheets"][0]["unknown_columns"] == [
        {"heading": "责任部门", "column": "C"},
        {"heading": "投资额（万元）", "column": "D"},
    ]
    assert codes(answer) == [("C1", "heading_conflict"), ("", "unknown_columns")]


def test_the_unit_of_money_over_the_table_is_that_of_its_sums(read, tmp_path):
    rows = [
        ["2022年加扣分表"],
        ["单位：万元"],
        ["单位", "级别", "事项", "加扣分"],
        ["太和镇", "省级", "示范镇", "0.5亿元"],
    ]
    answer = read(save(tmp_path / "a.xlsx", {"Sheet1": rows}))
    assert (values(answer)[0]["points"], codes(answer, "info")) == (5000.0, [("D4", "money_converted")])


NOT_STORED = {
    "整改时限 of progress": (["任务名称", "完成率", "整改时限", "填报日期"], ["甲", "50%", "2022-12-20", "2022-09-30"], "progress", ["C1"]),
    "several of progress": (["任务名称", "完成率", "进展情况", "项目长", "备注", "填报日期"], ["甲", "50%", "征地", "张三", "无", "2022-09-30"], "progress", ["D1"]),
    "状态 of problems": (["任务名称", "存在问题", "发现日期", "整改状态"], ["甲", "缺地", "2022-09-01", "已销号"], "problems", ["D1"]),
    "整改措施 of problems": (["任务名称", "存在问题", "整改时限", "整改措施"], ["甲", "缺地", "2022-09-01", "协调"], "problems", ["D1"]),
    "a month of visits": (["走访任务", "走访日期", "走访人", "走访评分", "2022年8月进度"], ["甲", "2022-09-08", "张三", "90", "50%"], "visits", ["E1"]),
    "状态 of milestones says done": (["任务名称", "节点", "计划完成时间", "状态"], ["甲", "征地", "2022-09-30", "已完成"], "milestones", []),
    "numbering of honours": (["序号", "单位", "级别", "事项"], [1, "太和镇", "省级", "示范镇"], "honours", []),
    "everything of tasks": (["序号", "任务名称", "项目长", "责任单位", "完成时限", "状态", "存在问题"], [1, "甲", "张三", "区教育局", "2022-12-20", "推进中", "无"], "tasks", []),
}  # fmt: skip


@pytest.mark.parametrize("case", NOT_STORED)
def test_a_column_that_its_kind_of_table_does_not_keep_is_told(read, tmp_path, case):
    heading, row, kind, cells = NOT_STORED[case]
    answer = read(save(tmp_path / "a.xlsx", {"Sheet1": [heading, row]}))
    assert answer["sheets"][0]["kind"] == kind
    assert [cell for cell, code in codes(answer) if code == "columns_not_stored"] == cells


def test_what_is_told_of_a_column_not_kept_names_it_and_what_it_was_taken_for(read, tmp_path):
    answer = read(
        save(
            tmp_path / "a.xlsx",
            {"Sheet1": [["任务名称", "完成率", "填报日期", "整改期限"], ["甲", "50%", "2022-09-30", "2022-12-20"]]},
        )
    )
    (said,) = [f["message"] for f in answer["findings"] if f["code"] == "columns_not_stored"]
    assert said.startswith("1 列认出来了，但进度类台账不存：“整改期限”（认出是整改时限）；")


def test_sheets_without_a_ledger_are_listed_with_the_reason(read, tmp_path):
    sheets = {
        "空": [],
        "其他": [["线路", "里程"], ["6号线", 200]],
        "半张": [["序号", "单位名称", "期末余额"], [1, "甲公司", 3]],
    }
    answer = read(save(tmp_path / "a.xlsx", sheets))
    assert [(sheet["sheet"], sheet["kind"]) for sheet in answer["sheets"]] == [
        ("空", None),
        ("其他", None),
        ("半张", None),
    ]
    assert [code for _, code in codes(answer)] == ["empty_sheet", "no_ledger", "no_ledger"]


def test_a_reading_survives_json(tmp_path):
    reading = read_upload(wide_ledger(tmp_path / "a.xlsx"), folder=tmp_path / "rows")
    assert from_jsonable(to_jsonable(reading), folder=(tmp_path / "rows").resolve()) == reading


def test_reading_the_same_file_twice_gives_the_same(read, tmp_path):
    path = wide_ledger(tmp_path / "a.xlsx")
    assert read(path) == read(path)


REAL_FILES = {
    "sstqa049_城市管理事件问题处理标准_责任单位_限期.xlsx": [None, None, None],
    "sstqa085_计划与实际比较_三行表头_完成百分比.xlsx": [None],
    "sstqa090_应收账款余额_双行重复表头.xlsx": [None],
    "任务清单_合并向下填充.xlsx": [None, None, None],
    "区域数据源调研表_双行表头.xlsx": [None],
    "南陵县2024_目标任务分解表_节选.xlsx": ["tasks"],
    "正念_项目进度.xlsx": [None, None],
    "沙坪坝区2022_预期目标任务分解表.xlsx": ["tasks"],
    "隧道台账_文本日期.xlsx": [None, None],
}


@pytest.mark.parametrize("name", REAL_FILES)
def test_real_files_are_read_as_what_they_are(read, name):
    path = REAL / name
    if not path.is_file():
        pytest.skip(f"{name} is not here")
    answer = read(path)
    assert [sheet["kind"] for sheet in answer["sheets"]] == REAL_FILES[name]
    assert all(any(f["sheet"] == s["sheet"] for f in answer["findings"]) for s in answer["sheets"] if s["kind"] is None)


def test_the_leaders_and_units_of_a_real_file(read):
    path = REAL / "南陵县2024_目标任务分解表_节选.xlsx"
    if not path.is_file():
        pytest.skip(f"{path.name} is not here")
    last = values(read(path))[-1]
    assert (last["no"], last["leaders"]) == ("81", ["陆明", "俞悦"])
    assert (last["lead_units"], last["support_units"]) == (["县教育局"], ["县各有关单位"])
