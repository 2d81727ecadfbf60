"""Tables beside each other on one sheet: each is read as itself, and one wide table is left whole."""

from datetime import date, datetime

import pytest

from ledgers.loading import load
from ledgers.sheets.layout import find_tables
from ledgers.store import Store, facts, open_snapshot
from tests.ledgers.test_layout_of_sheets import grid, only
from tests.ledgers.test_reading import codes, read, values  # noqa: F401 - `read` is a fixture
from tests.ledgers.workbooks import save

TASKS = ["序号", "任务名称", "责任单位", "完成率"]
LEFT, RIGHT = [1.0, "任务甲", "区教育局", "50%"], [1.0, "任务乙", "区财政局", "60%"]
UNITS = ["单位名称", "类别", "简称"]


def places(sheet):
    """First and last column, heading row, and data rows of every table."""
    tables = find_tables(sheet)
    return [(min(t.paths), max(t.paths), t.heading.start, t.rows) for t in tables]


BESIDE = {
    "an empty column between": ([[*TASKS, "", *TASKS], [*LEFT, "", *RIGHT]], (), [(0, 3, 0, [1]), (5, 8, 0, [1])]),
    "no column between": ([[*TASKS, *TASKS], [*LEFT, *RIGHT]], (), [(0, 3, 0, [1]), (4, 7, 0, [1])]),
    "three of them": (
        [[*TASKS, *TASKS, "", *TASKS], [*LEFT, *RIGHT, "", *LEFT]], (), [(0, 3, 0, [1]), (4, 7, 0, [1]), (9, 12, 0, [1])],
    ),
    "two empty columns between": ([[*TASKS, "", "", *TASKS], [*LEFT, "", "", *RIGHT]], (), [(0, 3, 0, [1]), (6, 9, 0, [1])]),
    "the left one is shorter": (
        [[*TASKS, "", *TASKS], [*LEFT, "", *RIGHT], ["", "", "", "", "", *RIGHT]], (), [(0, 3, 0, [1]), (5, 8, 0, [1, 2])],
    ),
    "the right one begins further down": (
        [["太和镇", "", "", "", "", ""], [*TASKS, ""], [*LEFT, "", "单位表"], [*LEFT, "", *UNITS], [*LEFT, "", "太和镇", "镇", "太和"]],
        (), [(0, 3, 1, [2, 3, 4]), (5, 7, 3, [4])],
    ),
    "units beside tasks": ([[*TASKS, "", *UNITS], [*LEFT, "", "太和镇", "镇", "太和"]], (), [(0, 3, 0, [1]), (5, 7, 0, [1])]),
    "a title merged over each": (
        [["太和镇", "", "", "", "", "太平镇", "", "", ""], [*TASKS, "", *TASKS], [*LEFT, "", *RIGHT]],
        ((0, 0, 0, 3), (0, 5, 0, 8)), [(0, 3, 1, [2]), (5, 8, 1, [2])],
    ),
    "a note merged below both": (
        [[*TASKS, "", *TASKS], [*LEFT, "", *RIGHT], ["注：本表按月报送"]], ((2, 0, 2, 8),), [(0, 3, 0, [1]), (5, 8, 0, [1])],
    ),
    "a section merged over both": (
        [[*TASKS, "", *TASKS], ["一、重要改革"], [*LEFT, "", *RIGHT]], ((1, 0, 1, 8),), [(0, 3, 0, [2]), (5, 8, 0, [2])],
    ),
    "other tables below each": (
        [[*TASKS, "", *TASKS], [*LEFT, "", *RIGHT], [], ["单位表", "", "", "", "", *RIGHT[:0]], UNITS, ["太和镇", "镇", "太和"]],
        (), [(0, 3, 0, [1]), (0, 2, 4, [5]), (5, 8, 0, [1])],
    ),
    "below one wide table": (
        [[*TASKS, "完成时限", "备注", "存在问题", "属地镇", "项目长"], [*LEFT, "2022-12-20", "无", "无", "太和镇", "区领导01"], [], [*TASKS, "", *TASKS], [*LEFT, "", *RIGHT]],
        (), [(0, 8, 0, [1]), (0, 3, 3, [4]), (5, 8, 3, [4])],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BESIDE)
def test_tables_beside_each_other_are_found_each_by_itself(name):
    rows, merges, expected = BESIDE[name]
    assert places(grid(*rows, merges=merges)) == expected


ONE = {
    "an empty column inside": [[*TASKS, "", "完成时限", "备注"], [*LEFT, "", "2022-12-20", "无"]],
    "problems after an empty column": [
        [*TASKS, "", "存在问题", "整改时限", "整改措施"], [*LEFT, "", "缺地", "2022-12-20", "协调"],
    ],
    "a numbering of the problems too": [[*TASKS, "", "序号", "存在问题", "整改时限"], [*LEFT, "", 1.0, "缺地", "2022-12-20"]],
    "milestones after an empty column": [
        [*TASKS, "", "节点名称", "计划完成时间", "实际完成时间"], [*LEFT, "", "征地", "2022-10-20", ""],
    ],
    "projects and their tasks": [["序号", "项目名称", "序号", "任务名称", "责任单位"], [1.0, "扩园", 1.0, "征地", "区教育局"]],
    "a project and its progress after an empty column": [
        [*TASKS, "", "所属项目", "完成时限", "进展情况"], [*LEFT, "", "扩园", "2022-12-20", "已开工"],
    ],
    "units and their kind after an empty column": [["序号", "任务名称", "完成时限", "", "责任单位", "类别"], [1.0, "甲", "2022-12-20", "", "太和镇", "镇"]],
    "a legend beside": [[*TASKS, "", "图例"], [*LEFT, "", "■ 正常"], [*LEFT, "", "■ 滞后"]],
    "a column of notes without heading": [[*TASKS, "", ""], [*LEFT, "", "请核对责任单位和任务名称"]],
    "a date at the end of the title line": [["任务榜", "", "", "", "", "填报日期：2022年9月30日"], [*TASKS, "", "完成时限", "项目长"], [*LEFT, "", "2022-12-20", "区领导01"]],
}  # fmt: skip


@pytest.mark.parametrize("name", ONE)
def test_a_wide_table_is_not_cut(name):
    assert len(find_tables(grid(*ONE[name]))) == 1


def test_the_same_group_heading_twice_does_not_cut():
    heading = ["序号", "任务名称", "上半年", "", "下半年", ""], ["", "", "牵头单位", "完成率", "牵头单位", "完成率"]
    merges = [(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 3), (0, 4, 0, 5)]
    only(grid(*heading, [1.0, "甲", "区教育局", "50%", "区财政局", "60%"], merges=merges))


def test_a_group_merged_across_an_empty_column_keeps_the_table_whole():
    heading = [[*TASKS, "各月进度", "", ""], ["", "", "", "", "8月", "", "9月"]]
    only(grid(*heading, [*LEFT, "20%", "", "30%"], merges=[(0, 4, 0, 6)]))


@pytest.mark.parametrize(
    ("above", "merges", "titles"),
    [
        (["2022年任务榜"], (), ["2022年任务榜", "2022年任务榜"]),
        (["2022年任务榜"], ((0, 0, 0, 8),), ["2022年任务榜", "2022年任务榜"]),
        (["太和镇", "", "", "", "", "太平镇"], (), ["太和镇", "太平镇"]),
        (["太和镇"], ((0, 0, 0, 3),), ["太和镇", ""]),
        (["", "", "", "", "", "太平镇"], (), ["", "太平镇"]),
        (["太和镇", "", "", "", "", "填报日期：2022年9月"], (), ["填报日期：2022年9月 太和镇", "填报日期：2022年9月"]),
    ],
)  # fmt: skip
def test_a_title_belongs_to_the_tables_it_stands_over(above, merges, titles):
    tables = find_tables(grid(above, [*TASKS, "", *TASKS], [*LEFT, "", *RIGHT], merges=merges))
    assert [table.title for table in tables] == titles


def test_a_held_row_is_not_forgotten_because_a_row_beside_it_went_in(tmp_path):
    heading = [*TASKS[:3], "完成时限", "完成率"]
    rows = [
        ["2022年9月任务榜"],
        [*heading, None, *heading],
        [1, "任务甲", "区教育局", "2022-12-20", "错", None, 11, "任务乙", "区财政局", "2022-12-20", "60%"],
        [2, "任务丙", "区教育局", "2022-12-20", "55%", None, 12, "任务丁", "区财政局", "2022-12-20", "65%"],
    ]
    book, store = save(tmp_path / "a.xlsx", {"Sheet1": rows}), Store(tmp_path / "store")
    for _ in range(2):
        loaded = load([book], store=store, by="张三", today=date(2022, 10, 1), at=datetime(2022, 10, 1))
        held = facts(open_snapshot(store))["held_rows"]
        assert (loaded.rows_loaded, loaded.rows_held, list(held["row"])) == (3, 1, [3])
        assert "E3" in list(loaded.findings_table["cell"])


def test_a_section_merged_over_both_is_a_section_of_both(read, tmp_path):  # noqa: F811
    rows = [[*TASKS, None, *TASKS], ["一、重要改革"], [*LEFT, None, *RIGHT]]
    answer = read(save(tmp_path / "2022年9月.xlsx", {"Sheet1": rows}, merges=["A2:I2"]))
    assert [[row["values"]["category"] for row in sheet["rows"]] for sheet in answer["sheets"]] == [["重要改革"]] * 2


def test_each_table_is_read_from_its_own_cells(read, tmp_path):  # noqa: F811
    rows = [
        ["2022年9月任务榜"],
        [*TASKS, None, *TASKS],
        [*LEFT, None, *RIGHT],
        [2, "任务丙", "区教育局", "abc", None, 2, "任务丁", "区财政局", "70%"],
        ["合计", None, None, None, None, None, None, None, None],
        [None, None, None, None, None, 3, "任务戊", "区民政局", "错"],
    ]
    answer = read(save(tmp_path / "a.xlsx", {"Sheet1": rows}, merges=["A1:I1"]))
    left, right = answer["sheets"]
    assert (left["columns"]["task"]["column"], right["columns"]["task"]["column"]) == ("B", "G")
    assert [(row["row"], row["values"]["task"], row["values"]["percent"]) for row in left["rows"]] == [
        (3, "任务甲", 50.0)
    ]
    assert [(row["row"], row["values"]["task"]) for row in right["rows"]] == [(3, "任务乙"), (4, "任务丁")]
    assert left["held"] == [{"row": 4, "cells": {"A": "2", "B": "任务丙", "C": "区教育局", "D": "abc"}}]
    assert right["held"] == [{"row": 6, "cells": {"F": "3", "G": "任务戊", "H": "区民政局", "I": "错"}}]
    assert codes(answer, "error") == [("D4", "bad_percent"), ("I6", "bad_percent")]
    assert answer["report_date"] == "2022-09-30"
    assert not any(code in ("heading_conflict", "unknown_columns") for _, code in codes(answer))
