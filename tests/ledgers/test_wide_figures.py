"""Tables of figures with a column for each indicator, or for each town: every figure is one row, and keeps its cell."""

from datetime import datetime
from pathlib import Path

import pytest

from ledgers.loading import load
from ledgers.sandbox import read_json, read_upload
from ledgers.store import facts, open_snapshot
from tests.ledgers.workbooks import save

LOADED = datetime(2022, 7, 10, 9)
TWO_LEVELS = [
    ["2022年1-6月清新区各镇主要经济指标完成情况表"],
    ["序号", "镇", "规上工业增加值（万元）", None, None, "固定资产投资", None],
    [None, None, "目标", "完成", "增速(%)", "完成", "排名"],
    [1, "太和镇", 500, 265, 26.57, 31.2, 1],
    [2, "太平镇", 400, 100, -3.2, 11, 2],
    [None, "合计", 900, 365, None, 42.2, None],
]


def read(folder: Path, rows: list, *, file: str = "指标.xlsx") -> dict:
    return read_json(read_upload(save(folder / file, {"Sheet1": rows}), folder=folder))


def figures(answer: dict) -> list[tuple]:
    """(unit, indicator, value, target, letter of the figure) of every row."""
    found = []
    for sheet in answer["sheets"]:
        letter = (sheet["columns"].get("value") or sheet["columns"]["target_value"])["column"]
        for row in sheet["rows"]:
            said = row["values"]
            found.append(
                (said["unit"], said["indicator"], said.get("value"), said.get("target_value"), f"{letter}{row['row']}")
            )
    return found


CASES = [
    (
        "one heading a column",
        [["镇", "镇工业总产值增速(%)", "规上工业增速(%)"], ["太和镇", 26.57, 22.1], ["三坑镇", 12, "—"]],
        [("太和镇", "镇工业总产值增速(%)", 26.57, None, "B2"), ("三坑镇", "镇工业总产值增速(%)", 12.0, None, "B3"),
         ("太和镇", "规上工业增速(%)", 22.1, None, "C2"), ("三坑镇", "规上工业增速(%)", None, None, "C3")],
    ),
    (
        "目标, 完成 and more below an indicator",
        TWO_LEVELS,
        [("太和镇", "规上工业增加值（万元）", 265.0, 500.0, "D4"), ("太平镇", "规上工业增加值（万元）", 100.0, 400.0, "D5"),
         ("太和镇", "规上工业增加值（万元）-增速(%)", 26.57, None, "E4"),
         ("太平镇", "规上工业增加值（万元）-增速(%)", -3.2, None, "E5"),
         ("太和镇", "固定资产投资", 31.2, None, "F4"), ("太平镇", "固定资产投资", 11.0, None, "F5")],
    ),
    (
        "the title names the one indicator",
        [["2022年上半年各镇税收完成情况表"], ["镇街", "全年任务", "完成", "完成率"], ["太和镇", 500, 265, "53%"]],
        [("太和镇", "税收", 265.0, 500.0, "C3"), ("太和镇", "税收-完成率", 53.0, None, "D3")],
    ),
    (
        "a column for each town",
        [["2022年主要经济指标"], ["指标", "计量单位", "太和镇", "太平镇"], ["工业总产值", "万元", 1, 2], ["增速", "%", 3, 4]],
        [("太和镇", "工业总产值（万元）", 1.0, None, "C3"), ("太和镇", "增速（%）", 3.0, None, "C4"),
         ("太平镇", "工业总产值（万元）", 2.0, None, "D3"), ("太平镇", "增速（%）", 4.0, None, "D4")],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "wanted"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_every_figure_of_a_wide_table_is_a_row_with_its_own_cell(tmp_path, rows, wanted):
    answer = read(tmp_path, rows)
    assert {sheet["kind"] for sheet in answer["sheets"]} == {"indicators"}
    assert figures(answer) == wanted
    assert [finding["code"] for finding in answer["findings"]].count("wide_figures") == 1


def test_a_column_for_each_month_gives_each_figure_its_month(tmp_path):
    rows = [["2022年各镇固定资产投资情况"], ["镇", "1月", "1-2月累计"], ["太和镇", 1, 2], ["太平镇", 4, 5]]
    values = [row["values"] for sheet in read(tmp_path, rows)["sheets"] for row in sheet["rows"]]
    assert [(each["indicator"], each["period"], each["value"]) for each in values] == [
        ("固定资产投资", "2022年1月", 1.0), ("固定资产投资", "2022年1月", 4.0),
        ("固定资产投资", "2022年1-2月", 2.0), ("固定资产投资", "2022年1-2月", 5.0),
    ]  # fmt: skip


@pytest.mark.parametrize("rows", [
    [["清新区各镇通讯录"], ["镇", "人数", "办公电话"], ["太和镇", 10, 5830000], ["太平镇", 12, 5831111]],
    [["应收账款余额统计表"], ["单位名称", "期初余额（元）", "期末余额（元）"], ["利耘大商场", 5200, 9], ["家居世界", 1, 2]],
    [["镇", "书记", "镇长"], ["太和镇", "甲", "乙"]],
    [["序号", "镇", "排名"], [1, "太和镇", 1], [2, "太平镇", 2]],
])  # fmt: skip
def test_numbers_beside_towns_that_speak_of_no_figures_are_no_ledger(tmp_path, rows):
    assert [sheet["kind"] for sheet in read(tmp_path, rows)["sheets"]] == [None]


def test_what_stands_in_a_wide_table_and_is_not_a_figure_is_told_once(tmp_path):
    told = read(tmp_path, TWO_LEVELS)["findings"]
    assert [(each["code"], each["cell"]) for each in told] == [
        ("wide_figures", ""), ("unknown_columns", ""), ("total_rows", "A6"),
    ]  # fmt: skip
    assert "固定资产投资-排名" in told[1]["message"]


def test_an_unreadable_figure_holds_the_row_for_its_own_indicator_only(tmp_path):
    rows = [["镇", "税收（万元）", "投资（万元）"], ["太和镇", 1, 2], ["太平镇", "去年十二", 4], ["三坑镇", 5, 6]]
    answer = read(tmp_path, rows)
    assert [(unit, value) for unit, _, value, *_ in figures(answer)] == [
        ("太和镇", 1.0), ("三坑镇", 5.0), ("太和镇", 2.0), ("太平镇", 4.0), ("三坑镇", 6.0),
    ]  # fmt: skip
    assert [each["cell"] for each in answer["findings"] if each["severity"] == "error"] == ["B3"]


def test_a_wide_table_goes_into_the_store_like_a_long_one(tmp_path, store):
    path = save(tmp_path / "指标.xlsx", {"Sheet1": TWO_LEVELS})
    load([path], store=store, by="张三", today=LOADED.date(), at=LOADED)
    table = facts(open_snapshot(store))["indicators"]
    kept = table[["unit", "indicator", "period", "value", "target_value"]].fillna(-1).to_numpy().tolist()
    assert ["太和镇", "规上工业增加值（万元）", "2022年1-6月", 265.0, 500.0] in kept
    assert len(kept) == 6
    assert set(table["row"]) == {4, 5}
