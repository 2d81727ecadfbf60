"""Cells, headings and small sheets out of anything: never an exception, never a number out of nothing, and what is told
is a Chinese sentence. The same examples every time."""

import re
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledgers.cells.dates import day_of, month_of
from ledgers.cells.months import month_heading, month_without_year, period_of
from ledgers.cells.names import labelled_units, people_of, units_of
from ledgers.cells.percents import looks_like_percent, percent_of, read_percents
from ledgers.cells.texts import NOTHING, money_of, money_unit, number_of, text_of
from ledgers.cells.values import read_column
from ledgers.columns.headings import candidates, claims, normal
from ledgers.columns.kinds import RULES
from ledgers.columns.nearest import nearest
from ledgers.columns.understanding import Chosen
from ledgers.files.filetypes import XLSX
from ledgers.files.formats import Formats
from ledgers.files.grid import Grid, clipped
from ledgers.files.sheetxml import column_number
from ledgers.files.source import Source
from ledgers.reading import Finding
from ledgers.schema import COLUMNS, DATES, NUMBERS, PERCENTS
from ledgers.sheets.layout import find_tables
from ledgers.sheets.tables import Setting, take_tables

steady = settings(derandomize=True, deadline=None, max_examples=300, database=None)
few = settings(steady, max_examples=120)

WORDS = (
    "2022 22 9 12 31 0 1.5 １２ ３０ ² ٣ ½ Ⅳ 一 二 三 十 十二 二十 〇 百 百分之 年 月 日 号 季度 第 周 旬 上 中 下 半年 底 末 前 初 "
    "至 到 - — – ~ / . 。 ， , ； ; ： : （ ） ( ) 【 】 % ％ ‰ + 约 近 过半 成 完成 已完成 未启动 推进中 长期 持续 今年 明年 "
    "亿元 万元 元 万 千 分 名 项 减 扣 牵头 配合 责任单位 太和镇 区教育局 张三 李 四 同上 无 暂无 未报 — ―― \n \t \u3000 \u200b "
    "序号 任务名称 完成时限 进度 进展情况 投资 计划 实际 单位 合计 平均 填报人 备注 截至 印发 nan NaN inf 1e9 1_000 0x1F -0 −5 \x00 \ud7ff 😀"
).split(" ")
texts = st.lists(st.sampled_from(WORDS), max_size=7).map("".join) | st.text(max_size=12)
moments = (
    st.dates(date(1900, 1, 1), date(2200, 1, 1)) | st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1))
    | st.times() | st.timedeltas(timedelta(0), timedelta(9))
)  # fmt: skip
numbers = st.floats(allow_nan=False, allow_infinity=False) | st.sampled_from(
    [
        0.0,
        -0.0,
        0.5,
        1.0,
        3.0,
        65.0,
        2022.0,
        2022.1,
        202209.0,
        20220930.0,
        44813.0,
        60000.0,
        1e15,
        1e300,
        -1e300,
        5e-324,
    ]
)
told = texts | numbers | moments | st.just("")
cells = told | st.booleans()
years = st.none() | st.integers(1990, 2100)

READERS = {
    "day_of": lambda raw, year: day_of(raw, year=year),
    "the first day": lambda raw, year: day_of(raw, year=year, end=False),
    "month_of": lambda raw, year: month_of(raw, year=year),
    "percent_of": lambda raw, year: percent_of(raw),
    "number_of": lambda raw, year: number_of(raw),
    "number_of in 万元": lambda raw, year: number_of(raw, unit="万元"),
    "units_of": lambda raw, year: units_of(raw),
    "people_of": lambda raw, year: people_of(raw),
    "text_of": lambda raw, year: text_of(raw),
}
COUNTS = re.compile(r"[\d０-９½Ⅰ-ⅿ〇○零一二三四五六七八九十百²³¹①-⑳半]")


def is_sentence(note):
    return (
        note.severity in ("error", "warning", "info")
        and re.fullmatch(r"[a-z_]+", note.code)
        and re.search(r"[\u4e00-\u9fff]{2}.*[。；]$", note.message, re.DOTALL)
    )


@pytest.mark.parametrize("name", READERS)
@steady
@given(raw=cells, year=years)
def test_a_cell_is_read_or_asked_about_and_never_breaks_the_reader(name, raw, year):
    read = READERS[name](raw, year)
    assert read.note is None or is_sentence(read.note)
    assert read.note is None or read.note.severity != "error" or read.value is None
    assert read == READERS[name](raw, year)


@pytest.mark.parametrize("name", [name for name in READERS if name != "text_of"])
@pytest.mark.parametrize("blank", ["", " ", "\n", "\u3000"])
def test_nothing_stays_nothing_however_it_is_spaced(name, blank):
    read = {word: READERS[name](f"{blank}{word}{blank}", 2022).value for word in NOTHING}
    assert {word: value for word, value in read.items() if value is not None} == {}


@steady
@given(texts)
def test_a_number_or_a_day_comes_only_out_of_something_that_counts(text):
    counts = COUNTS.search(text) or any(sign.isnumeric() for sign in text)
    percent = percent_of(text).value
    assert counts or number_of(text).value is None
    assert counts or day_of(text).value is None
    assert counts or percent in (None, 0.0, 100.0)


@steady
@given(st.lists(told, max_size=8), st.booleans(), st.booleans(), st.sets(st.integers(0, 7)))
def test_a_column_of_percents_is_read_cell_by_cell(raws, in_percent, loose, formatted):
    reads = read_percents(raws, in_percent=in_percent, formatted=formatted, loose=loose)
    assert len(reads) == len(raws)
    for raw, read in zip(raws, reads, strict=True):
        assert read.note is None or is_sentence(read.note)
        assert read.value is None or (isinstance(read.value, float) and raw != "")
        looks_like_percent(raw)


@pytest.mark.parametrize("name", ["deadline", "report_date", "start", "done_on", "value", "points", "percent", "status", "unit", "lead_units", "leaders", "remark"])  # fmt: skip
@few
@given(raws=st.lists(cells, max_size=8), heading=texts, year=years)
def test_a_column_has_a_value_or_none_for_every_cell(name, raws, heading, year):
    values = read_column(Chosen(0, name, heading), raws, year=year, year_from="标题")
    assert len(values.values) == len(raws)
    assert all(is_sentence(note) for note in values.notes.values())
    if name in (*NUMBERS, *PERCENTS, *DATES) and name != "done_on":
        assert all(value is None or raw != "" for raw, value in zip(raws, values.values, strict=True))
    assert all(len(beside) == len(raws) for beside in values.beside.values())


@steady
@given(texts, years)
def test_a_period_or_a_month_is_told_by_the_text_or_not_at_all(text, year):
    told, named = period_of(text), month_without_year(text, year=year)
    assert told.day is None or (told.period and told.year and 2000 <= told.year <= 2099)
    assert named.day is None or year is not None
    assert month_heading((text,), year=year) is None or isinstance(month_heading((text,), year=year).strong, bool)


@steady
@given(st.lists(texts, min_size=1, max_size=3).map(tuple), st.sampled_from([None, *RULES]))
def test_any_heading_means_known_fields_or_none(path, kind):
    assert all(isinstance(part, str) for level in path for part in normal(level))
    assert len(set(candidates(path))) == len(candidates(path))
    assert {claim.field for claim in claims(path, kind=kind)} <= {*COLUMNS, "progress"}
    near = nearest(path)
    assert near is None or (near.field in (*COLUMNS, "progress") and 0 <= near.likeness <= 1)
    assert money_unit("".join(path)) in ("", "元", "千元", "万元", "百万元", "千万元", "亿元")


@steady
@given(texts)
def test_labels_and_sums_of_money_never_break(text):
    labelled, money = labelled_units(text), money_of(text)
    assert labelled is None or not set(labelled.lead) & set(labelled.support)
    assert money is None or float(money.digits) is not None


# -- small sheets ------------------------------------------------------------------------------------------------------

HEADINGS = (
    "序号 任务名称 责任单位 牵头单位 配合单位 完成时限 完成率 进度 8月进度 2022年9月 第36周 进展情况 状态 权重 项目长 属地镇 类别 节点名称 "
    "计划完成时间 实际完成时间 走访日期 走访人 存在问题 整改时限 单位名称 简称 级别 事项 加扣分（万元） 责任令编号 签发日期 填报日期 备注 投资额 单位"
).split()
USUAL = st.sampled_from(
    [
        "",
        "",
        "太和镇",
        "任务甲",
        "区教育局、区财政局",
        "2022-12-20",
        "9月底前",
        "65%",
        0.5,
        65.0,
        1.0,
        2.0,
        "已完成",
        "推进中",
        "合计",
        "同上",
    ]
)
sheet_cells = USUAL | st.sampled_from(HEADINGS) | cells


@st.composite
def grids(draw):
    width = draw(st.integers(2, 9))
    rows = [
        [
            draw(st.sampled_from(["2022年9月任务榜", "太和镇2022年任务台账", "填报日期：2022年9月30日", ""])),
            *[""] * (width - 1),
        ]
    ]
    for _ in range(draw(st.integers(1, 2))):
        rows.append([draw(st.sampled_from([*HEADINGS, ""])) for _ in range(width)])
    for _ in range(draw(st.integers(0, 5))):
        rows.append([draw(sheet_cells) for _ in range(width)])
    spans = st.tuples(st.integers(0, 6), st.integers(0, 8), st.integers(0, 2), st.integers(0, 4))
    merges = [(top, left, top + down, left + right) for top, left, down, right in draw(st.lists(spans, max_size=3))]
    rows = [[cell if cell is not None else "" for cell in row] for row in rows]
    return Grid(draw(st.sampled_from(["Sheet1", "太和镇", "第36周", "9月"])), rows, clipped(merges, rows))


@settings(steady, max_examples=400)
@given(grids(), years)
def test_a_small_sheet_is_taken_whole_or_asked_about(grid, year):
    before = [list(row) for row in grid.rows]
    formats = Formats(Source(Path("无.xlsx"), "无.xlsx", XLSX))
    for layout in find_tables(grid):
        assert set(layout.rows) <= set(range(layout.heading.stop, len(grid.rows)))
        setting = Setting(year, "标题", f"{grid.sheet} {layout.title}")
        for taken in take_tables(grid, layout, setting=setting, formats=formats):
            taken_whole(grid, layout, taken)
    assert grid.rows == before


def taken_whole(grid, layout, taken):
    if taken.table.kind is None:
        return
    held = [row.row - 1 for row in taken.table.held]
    assert sorted([*(number - 1 for number in taken.numbers), *held]) == layout.rows
    assert {len(values) for values in taken.columns.values()} <= {len(taken.numbers)}
    assert all(is_told(finding) for finding in taken.findings)
    assert numbers_out_of_nothing(grid, taken) == []


def is_told(finding: Finding) -> bool:
    return is_sentence(finding) and re.fullmatch(r"(?:[A-Z]+\d*)?", finding.cell)


def numbers_out_of_nothing(grid, taken):
    """Cells that are empty, and not part of a merged one, but were given a number or a day."""
    merged = {
        (row, column)
        for top, left, bottom, right in grid.merges
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
    }
    return [
        (number, column.letter)
        for column in taken.table.columns
        if column.field in (*NUMBERS, *PERCENTS)
        for number, value in zip(taken.numbers, taken.columns[column.key], strict=True)
        if (place := (number - 1, column_number(column.letter))) not in merged
        and value is not None
        and grid.rows[place[0]][place[1]] in ("", *NOTHING)
    ]
