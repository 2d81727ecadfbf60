"""Where tables stand on a sheet: headings of one to four rows, titles, totals, footers, sections, several tables."""

import pytest

from ledgers.files.grid import Grid
from ledgers.sheets.layout import find_tables


def grid(*rows, merges=(), sheet="Sheet1"):
    """A grid of rows padded to the same width; merges are (top, left, bottom, right) from 0."""
    width = max(map(len, rows))
    return Grid(sheet, [[*row, *[""] * (width - len(row))] for row in rows], merges=tuple(merges))


HEADING = ["序号", "任务名称", "责任单位", "完成时限"]
DATA = [1.0, "任务甲", "区教育局", "2022-10-30"]


def only(sheet):
    (table,) = find_tables(sheet)
    return table


@pytest.mark.parametrize("above", [0, 1, 2, 5])
def test_title_rows_above_the_heading_are_the_title(above):
    table = only(grid(*[[f"标题{number}"] for number in range(above)], HEADING, DATA))
    assert table.heading == range(above, above + 1)
    assert table.title.split("\n") == [f"标题{number}" for number in range(above)] or (above == 0 and table.title == "")
    assert table.rows == [above + 1]


def test_a_legend_above_and_an_empty_first_column_do_not_hide_the_heading():
    rows = [["图例"], ["进行中"], ["已完成"], [], ["", *HEADING], ["", *DATA]]
    assert only(grid(*rows)).paths == {place + 1: (name,) for place, name in enumerate(HEADING)}


def test_two_heading_rows_with_merged_groups_give_paths():
    table = only(
        grid(
            ["序号", "任务名称", "责任单位", "", "各月进度", "", "备注"],
            ["", "", "牵头单位", "配合单位", "8月", "9月", ""],
            [1.0, "任务甲", "区教育局", "区财政局", 0.2, 0.3, ""],
            merges=[(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 3), (0, 4, 0, 5), (0, 6, 1, 6)],
        )
    )
    assert (table.heading, table.rows) == (range(2), [2])
    assert table.paths[2] == ("责任单位", "牵头单位")
    assert table.paths[5] == ("各月进度", "9月")
    assert table.paths[1] == ("任务名称",)


def test_two_heading_rows_without_any_merge_are_joined_by_their_gaps():
    table = only(
        grid(
            ["序号", "任务名称", "责任单位", "", "完成时限"],
            ["", "", "牵头单位", "配合单位", ""],
            [1.0, "任务甲", "区教育局", "区财政局", "2022-10-30"],
        )
    )
    assert (table.heading, table.paths[3]) == (range(2), ("责任单位", "配合单位"))


def test_three_heading_rows():
    table = only(
        grid(
            ["序号", "任务名称", "进度", "", "", "备注"],
            ["", "", "2022年", "", "2023年", ""],
            ["", "", "11月", "12月", "1月", ""],
            [1.0, "任务甲", 0.2, 0.3, 0.4, ""],
            merges=[(0, 0, 2, 0), (0, 1, 2, 1), (0, 2, 0, 4), (1, 2, 1, 3), (0, 5, 2, 5)],
        )
    )
    assert (table.heading, table.paths[3], table.paths[4]) == (
        range(3),
        ("进度", "2022年", "12月"),
        ("进度", "2023年", "1月"),
    )


def test_a_title_merged_over_the_whole_table_is_no_heading_level():
    table = only(grid(["任务分解表"], HEADING, DATA, merges=[(0, 0, 0, 3)]))
    assert (table.heading, table.title) == (range(1, 2), "任务分解表")


@pytest.mark.parametrize(
    "row",
    [
        ["合计", "", "", ""],
        ["", "合  计", "", "3项"],
        ["小计", "", "", 5.0],
        ["重要改革小计", "", "", 3.0],
        ["总计：3项", "", "", ""],
        ["填报人：张三", "", "审核人：李四", ""],
        ["联系电话：0763-1", "", "", ""],
        ["注：本表每月5日前报送", "", "", ""],
        ["", "", "", ""],
        [" ", "", "", ""],
        [2.0, "", "", ""],  # a number prepared for a row that nobody filled
        HEADING,
    ],
)
def test_rows_that_are_no_data(row):
    assert only(grid(HEADING, DATA, row)).rows == [1]


@pytest.mark.parametrize(
    "row",
    [
        [2.0, "建立成本合计核算制度", "区财政局", ""],
        [2.0, "任务乙", "", ""],
        ["", "任务乙", "", ""],
        [2.0, "", "区财政局", ""],  # no task name: the reader holds it, the layout keeps it
    ],
)
def test_rows_that_are_data_even_if_they_look_odd(row):
    assert only(grid(HEADING, DATA, row)).rows == [1, 2]


@pytest.mark.parametrize("row", [[1.0, 2.0, 3.0, 4.0], ["甲", "乙", "丙", "丁"], ["(1)", "(2)", "(3)", "(4)"]])
def test_a_row_of_column_references_under_the_heading_is_no_data(row):
    assert only(grid(HEADING, row, DATA)).rows == [2]


def test_numbered_and_merged_lines_are_sections():
    table = only(grid(HEADING, ["一、重要改革"], DATA, ["底线必保"], DATA, merges=[(3, 0, 3, 3)]))
    assert (table.sections, table.rows) == ({1: "一、重要改革", 3: "底线必保"}, [2, 4])


def test_lines_after_a_note_belong_to_it():
    table = only(grid(HEADING, DATA, ["说明：1.本表由区府办解释；"], ["2.请按时报送。"], ["三、其他"]))
    assert (table.rows, table.sections) == ([1], {})


def test_two_tables_on_one_sheet_are_two_tables():
    first, second = find_tables(
        grid(HEADING, DATA, DATA, [], ["单位表"], ["单位名称", "类别", "简称"], ["太和镇", "镇", "太和"])
    )
    assert (first.rows, second.title, second.heading, second.rows) == ([1, 2], "单位表", range(5, 6), [6])


def test_columns_with_cells_but_no_heading_are_named():
    assert only(grid(HEADING, [*DATA, "多出来的"])).bare_columns == (4,)


@pytest.mark.parametrize(
    "rows",
    [
        [["线路", "里程", "宽度"], ["6号线", 200.0, 11.0]],
        [["架构图"], [], ["", "用户层", "WEB"]],
        [["填表说明"], ["1.请如实填写任务名称和责任单位等内容，不得漏报。"]],
        [[""]],
    ],
)
def test_a_sheet_without_a_ledger_heading_has_no_table(rows):
    assert find_tables(grid(*rows)) == []


def test_a_heading_may_stand_far_down():
    assert only(grid(*[["说明文字"]] * 40, HEADING, DATA)).heading == range(40, 41)
