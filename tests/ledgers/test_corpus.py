"""The corpus of messy workbooks: nothing is read wrong in silence, and the shares reached are kept."""

import datetime

import pytest

from benchmarks.corpus import Judged, figures, judge, read
from ledgers.columns.nearest import nearest
from ledgers.sandbox import read_json, read_upload
from tests.ledgers.corpus import BOOKS, Desk, one
from tests.ledgers.corpus_pages import Dress, save
from tests.ledgers.corpus_truth import TOWNS
from tests.ledgers.test_reading import REAL, codes, values
from tests.ledgers.workbooks import save as save_rows

COLUMNS, CELLS = 99.0, 99.0
"""Shares in percent below which the reader has got worse; reached are 100 and 100."""


@pytest.fixture(scope="module")
def judged(tmp_path_factory):
    """Every workbook of the corpus, written, read and judged once."""
    folder, found = tmp_path_factory.mktemp("corpus"), {}
    for place, (name, recipe) in enumerate(BOOKS.items()):
        book = recipe(name)
        writer = "openpyxl" if place % 2 or "错误值" in name else "xlsxwriter"
        found[name] = judge(book, read(save(book, folder, writer=writer), folder))
    return found


@pytest.mark.parametrize("name", BOOKS)
def test_a_messy_workbook_is_read_right_or_asked_about(judged, name):
    assert judged[name].silent == []
    assert [line for line in judged[name].complaints if "no data but was held" in line] == []


def test_the_shares_reached_over_the_whole_corpus_are_kept(judged):
    whole = Judged()
    for each in judged.values():
        whole.add(each)
    columns, cells, wrong = figures(whole, len(judged))
    assert (len(judged) >= 60, columns.value >= COLUMNS, cells.value >= CELLS, wrong.value) == (True, True, True, 0)


def test_the_corpus_is_the_same_every_time():
    assert BOOKS["m03_混合"]("m03_混合") == BOOKS["m03_混合"]("m03_混合")


FAULTS = {
    "a percent": lambda rows: rows[0]["values"].update(percent=1.0),
    "a missing row": lambda rows: rows.pop(0),
    "a row too many": lambda rows: rows.append(rows[0] | {"row": 99}),
    "a lost unit": lambda rows: rows[0]["values"].update(lead_units=None),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_the_measure_sees_a_planted_mistake(tmp_path, fault):
    book = BOOKS["01_无标题"]("01_无标题")
    answer = read(save(book, tmp_path, writer="openpyxl"), tmp_path)
    assert judge(book, answer).silent == []
    FAULTS[fault](answer["sheets"][0]["rows"])
    assert len(judge(book, answer).silent) == 1


# -- the real files ----------------------------------------------------------------------------------------------------

NOT_A_LEDGER = {
    "sstqa049_城市管理事件问题处理标准_责任单位_限期.xlsx": ["no_ledger", "empty_sheet", "empty_sheet"],
    "sstqa085_计划与实际比较_三行表头_完成百分比.xlsx": ["no_ledger"],
    "sstqa090_应收账款余额_双行重复表头.xlsx": ["no_ledger"],
    "任务清单_合并向下填充.xlsx": ["no_ledger", "empty_sheet", "empty_sheet"],
    "区域数据源调研表_双行表头.xlsx": ["no_ledger"],
    "正念_项目进度.xlsx": ["no_ledger", "no_ledger"],
    "隧道台账_文本日期.xlsx": ["no_ledger", "no_ledger"],
}
LEDGERS = {
    "南陵县2024_目标任务分解表_节选.xlsx": {
        "columns": {"no": "A", "task": "B", "leaders": "C", "lead_units": "D", "support_units": "E"},
        "rows": 2,
        "last": {
            "no": "81",
            "leaders": ["陆明", "俞悦"],
            "lead_units": ["县教育局"],
            "support_units": ["县各有关单位"],
        },
    },
    "沙坪坝区2022_预期目标任务分解表.xlsx": {
        "columns": {"no": "A", "task": "B", "lead_units": "C"},
        "rows": 10,
        "first": {"no": "1", "task": "地区生产总值增长5.5%左右", "lead_units": ["区发展改革委"]},
    },
}


def real(name):
    """The real file, or skip the test by its name."""
    if not (REAL / name).is_file():
        pytest.skip(f"{name} is not here")
    return REAL / name


@pytest.mark.parametrize("name", NOT_A_LEDGER)
def test_a_real_file_that_is_no_ledger_is_left_alone_with_a_reason(tmp_path, name):
    answer = read(real(name), tmp_path)
    assert [sheet["kind"] for sheet in answer["sheets"]] == [None] * len(NOT_A_LEDGER[name])
    assert [finding["code"] for finding in answer["findings"]] == NOT_A_LEDGER[name]


@pytest.mark.parametrize("name", LEDGERS)
def test_a_real_ledger_reads_to_what_stands_in_it(tmp_path, name):
    answer, expected = read(real(name), tmp_path), LEDGERS[name]
    (sheet,) = answer["sheets"]
    assert (sheet["kind"], len(sheet["rows"]), sheet["held"]) == ("tasks", expected["rows"], [])
    assert {key: column["column"] for key, column in sheet["columns"].items()} == expected["columns"]
    for place, row in ((0, expected.get("first", {})), (-1, expected.get("last", {}))):
        assert {key: values(answer)[place][key] for key in row} == row


# -- what the corpus brought to light ----------------------------------------------------------------------------------


def rows_of(*rows, heading=("序号", "任务名称", "责任单位", "权重")):
    return {"任务榜": [list(heading), *map(list, rows)]}


@pytest.mark.parametrize(
    ("total", "told"),
    [
        (["合计", None, None, 5], []),
        (["合计", "2项", None, 5], []),
        (["合计", None, None, 6], ["D4"]),
        (["合计", "3项", None, 5], ["B4"]),
        (["平均", None, None, 2.5], []),
        (["合计", None, None, None], []),
    ],
)
def test_a_total_that_is_not_the_sum_of_its_rows_is_told(tmp_path, total, told):
    rows = rows_of([1, "甲", "区教育局", 2], [2, "乙", "区财政局", 3], total)
    answer = read(save_rows(tmp_path / "a.xlsx", rows), tmp_path)
    assert [cell for cell, code in codes(answer, "warning") if code == "total_differs"] == told
    assert len(values(answer)) == 2


PERCENT_TOTALS = {
    "the mean": (["50%", "70%"], "60%", None),
    "the mean, rounded": (["50%", "50%", "51%"], "50%", None),
    "the mean with what was not reported as nothing": (["60%", None], "30%", None),
    "the mean without what was not reported": (["60%", None], "60%", None),
    "weighed by the investment": (["50%", "70%"], "55%", None),  # 300 and 100: (50·300 + 70·100) / 400
    "the sum": (["10%", "20%"], "30%", None),
    "some other mean": (["50%", "70%"], "66%", ("info", "total_not_mean")),
    "larger than any": (["50%", "70%"], "85%", ("warning", "total_differs")),
    "smaller than any": (["50%", "70%"], "40%", ("warning", "total_differs")),
    "smaller, but one is not known": (["50%", "70%", None], "12%", ("info", "total_not_mean")),
    "fractions": ([0.5, 0.7], 0.6, None),
    "fractions, too large": ([0.5, 0.7], 0.85, ("warning", "total_differs")),
    "plain numbers": ([50, 70], 60, None),
    "a word": (["50%", "70%"], "正常", None),
    "nothing": (["50%", "70%"], None, None),
    "nothing above": ([None, None], "60%", None),
}


@pytest.mark.parametrize("word", ["合计", "平均"])
@pytest.mark.parametrize("case", PERCENT_TOTALS)
def test_a_total_of_percents_is_told_only_when_it_is_no_mean(tmp_path, case, word):
    percents, total, expected = PERCENT_TOTALS[case]
    money = [300, 100, 200]
    rows = [[place + 1, f"任务{place}", "区教育局", money[place], each] for place, each in enumerate(percents)]
    book = rows_of(*rows, [word, None, None, None, total], heading=("序号", "任务名称", "责任单位", "投资额", "完成率"))
    answer = read(save_rows(tmp_path / "2022年9月.xlsx", book), tmp_path)
    told = [
        (f["severity"], f["code"])
        for f in answer["findings"]
        if f["code"].startswith("total_") and f["code"] != "total_rows"
    ]
    assert told == ([expected] if expected else [])


def test_subtotals_are_compared_with_their_own_rows(tmp_path):
    rows = rows_of(
        ["一、改革"], [1, "甲", "区教育局", 2], ["小计", None, None, 2], ["二、底线"], [2, "乙", "区财政局", 3],
        ["小计", None, None, 4], ["合计", None, None, 5],
    )  # fmt: skip
    answer = read(save_rows(tmp_path / "a.xlsx", rows), tmp_path)
    assert [cell for cell, code in codes(answer) if code == "total_differs"] == ["D7"]


@pytest.mark.parametrize(
    ("heading", "field", "code"),
    [
        ("存在困难和问题呢", "problem", "heading_alike"),
        ("完成时现", None, "heading_near"),
        ("牵头责任但位", None, "heading_near"),
        ("副牵头单外", None, "heading_near"),
        ("里程", None, "unknown_columns"),
    ],
)
def test_a_misspelt_heading_is_taken_only_when_sure_and_always_told(tmp_path, heading, field, code):
    rows = {"Sheet1": [["任务名称", "责任领导", heading], ["甲", "陆明", "继续"]]}
    answer = read_json(read_upload(save_rows(tmp_path / "a.xlsx", rows), folder=tmp_path / "rows"))
    named = {column["column"]: key for key, column in answer["sheets"][0]["columns"].items()}
    assert named.get("C") == field
    assert code in [each for _, each in codes(answer)]


@pytest.mark.parametrize("heading", ["序时进度", "上月进度", "计划完成率", "投资额", "里程"])
def test_a_heading_to_be_left_alone_is_near_nothing(heading):
    assert nearest((heading,)) is None


@pytest.mark.parametrize(("sheet", "towns"), [("太和镇", ["太和镇"]), ("各镇", None), ("任务榜", None)])
def test_a_sheet_called_by_a_town_gives_the_town(tmp_path, sheet, towns):
    rows = {sheet: [["任务名称", "责任单位", "完成时限"], ["甲", "区教育局", "2022-12-20"]]}
    assert values(read(save_rows(tmp_path / "a.xlsx", rows), tmp_path))[0].get("towns") == towns


TITLES = {
    "太和镇2022年重点任务台账": "太和镇",
    "清新区太和镇2022年重点任务台账": "太和镇",
    "2022年太和镇重点任务台账": "太和镇",
    "2022年任务台账（太和镇）": "太和镇",
    "清新区太和镇人民政府任务台账": "太和镇",
    "福堂 镇 2022年任务": "福堂镇",
    "清新区2022年重点任务台账": None,
    "区乡村振兴局2022年任务台账": None,
    "2022年城镇重点任务台账": None,
    "推进特色小镇重点任务台账": None,
    "清新区各镇2022年任务台账": None,
    "全区8个镇任务台账": None,
    "太和镇、太平镇2022年任务台账": None,
    "太和镇和太平镇任务台账": None,
    "太和镇工业园扩园任务台账": None,
    "2022年任务台账\n填报单位：太和镇": None,
}


@pytest.mark.parametrize("title", TITLES)
def test_a_title_gives_its_town_only_when_the_whole_sheet_is_of_that_town(tmp_path, title):
    rows = [
        *([line] for line in title.splitlines()),
        ["任务名称", "责任单位", "完成时限"],
        ["甲", "区教育局", "2022-12-20"],
    ]
    answer = read(save_rows(tmp_path / "a.xlsx", {"Sheet1": rows}), tmp_path)
    town = TITLES[title]
    assert values(answer)[0].get("towns") == ([town] if town else None)
    assert (("", "towns_from_title") in codes(answer, "info")) is (town is not None)


@pytest.mark.parametrize(("sheet", "own"), [(TOWNS[1], None), ("Sheet1", TOWNS[1])])
def test_what_is_nearer_to_the_rows_than_the_title_says_the_town(tmp_path, sheet, own):
    heading, row = ["任务名称", "责任单位", "属地镇"], ["甲", "区教育局", own]
    rows = [[f"{TOWNS[0]}2022年任务台账"], heading[: 3 if own else 2], row[: 3 if own else 2]]
    answer = read(save_rows(tmp_path / "a.xlsx", {sheet: rows}), tmp_path)
    assert values(answer)[0]["towns"] == [TOWNS[1]]
    assert "towns_from_title" not in [code for _, code in codes(answer)]


def test_a_column_of_towns_stands_above_the_name_of_the_sheet(tmp_path):
    rows = {TOWNS[0]: [["任务名称", "责任单位", "属地镇"], ["甲", "区教育局", TOWNS[1]]]}
    assert values(read(save_rows(tmp_path / "a.xlsx", rows), tmp_path))[0]["towns"] == [TOWNS[1]]


def test_weeks_are_read_by_the_national_standard_and_said_so(tmp_path):
    rows = {"Sheet1": [["2022年"], ["任务名称", "责任单位", "第36周", "第37周进度"], ["甲", "区教育局", "20%", "30%"]]}
    answer = read(save_rows(tmp_path / "a.xlsx", rows), tmp_path)
    assert [each["report_date"] for each in answer["sheets"][0]["months"]] == ["2022-09-11", "2022-09-18"]
    assert ("C2", "week_read") in codes(answer)


@pytest.mark.parametrize("under", ["allowed", "example"])
def test_rows_that_say_how_to_fill_in_are_left_out_and_said_so(tmp_path, under):
    book = one("a.xlsx", Desk(under).columns(), Dress(under=under))
    assert ("A3", "hint_rows") in codes(read(save(book, tmp_path, writer="openpyxl"), tmp_path))


def test_a_task_that_only_sounds_like_an_example_stays_a_task(tmp_path):
    rows = rows_of([1, "示例", "区教育局", 2], [2, "填写统计报表", "选填事项办公室", 3])
    answer = read(save_rows(tmp_path / "a.xlsx", rows), tmp_path)
    assert [row["row"] for row in answer["sheets"][0]["rows"]] == [3]
    assert ("A2", "hint_rows") in codes(answer)


def test_words_under_the_numbers_head_a_group_above_data_and_are_an_aside_below(tmp_path):
    rows = rows_of(["重要改革"], [1, "甲", "区教育局", 2], ["以上任务由区府办督办，按月通报"])
    answer = read(save_rows(tmp_path / "a.xlsx", rows), tmp_path)
    assert [row["category"] for row in values(answer)] == ["重要改革"]
    assert ("A4", "aside_rows") in codes(answer)


def test_a_serial_kept_as_text_is_a_day(tmp_path):
    rows = {"Sheet1": [["任务名称", "责任单位", "完成时限"], ["甲", "区教育局", "44813"]]}
    answer = read(save_rows(tmp_path / "a.xlsx", rows), tmp_path)
    assert values(answer)[0]["deadline"] == datetime.date(2022, 9, 9).isoformat()
    assert ("C2", "date_from_serial") in codes(answer)
