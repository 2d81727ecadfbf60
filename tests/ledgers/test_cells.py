"""Single cells: days, percents, names, numbers, texts. Every expected value was worked out by hand."""

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledgers.cells.dates import day_of, month_of
from ledgers.cells.names import labelled_units, people_of, units_of
from ledgers.cells.percents import percent_of, read_percents
from ledgers.cells.texts import done_of, number_of, text_of
from ledgers.cells.values import read_column
from ledgers.columns.understanding import Chosen


def code(read):
    return read.note.code if read.note else None


@pytest.mark.parametrize(
    ("raw", "day", "told"),
    [
        ("2022.9.30", "2022-09-30", None),
        ("2022/9/5", "2022-09-05", None),
        ("2022-09-05", "2022-09-05", None),
        ("2022年9月5日", "2022-09-05", None),
        ("２０２２年９月５日", "2022-09-05", None),
        ("20200422", "2020-04-22", None),
        ("20200422 00:00:00", "2020-04-22", None),
        (20220316.0, "2022-03-16", None),
        (date(2022, 9, 5), "2022-09-05", None),
        (datetime(2022, 9, 5, 14, 30), "2022-09-05", None),
        (44813.0, "2022-09-09", "date_from_serial"),
        ("2022.9", "2022-09-30", "date_from_words"),
        (2022.9, "2022-09-30", "date_from_words"),
        ("2022.10", "2022-10-31", "date_from_words"),
        ("2022年9月底前", "2022-09-30", "date_from_words"),
        ("2022年2月底", "2022-02-28", "date_from_words"),
        ("2022年下半年", "2022-12-31", "date_from_words"),
        ("2017年2季度", "2017-06-30", "date_from_words"),
        ("2022年第三季度", "2022-09-30", "date_from_words"),
        ("2022年10月上旬", "2022-10-10", "date_from_words"),
        ("2022年10月中旬前", "2022-10-20", "date_from_words"),
        ("2022年10月下旬", "2022-10-31", "date_from_words"),
        ("2022年9月第2周", "2022-09-11", "date_from_words"),  # its Thursdays are 1, 8, 15, 22 and 29 September
        ("2022年9月第二周前", "2022-09-11", "date_from_words"),
        ("2022年9月第5周", "2022-10-02", "date_from_words"),
        ("2022年9月第6周", None, "bad_date"),
        ("2022年第三十六周", "2022-09-11", "date_from_words"),
        ("36周", None, "bad_date"),  # how long, not when
        ("2022年底前", "2022-12-31", "date_from_words"),
        ("2022年12月31日前完成", "2022-12-31", "date_from_words"),
        ("2022年9月-12月", "2022-12-31", "date_from_words"),
        ("二〇二二年十二月三十一日", "2022-12-31", None),
        ("9月30日", "2022-09-30", "year_from_period"),
        ("第三季度", "2022-09-30", "year_from_period"),
        ("年底前", "2022-12-31", "year_from_period"),
        ("12月底", "2022-12-31", "year_from_period"),
        ("9月5日—12月20日", "2022-12-20", "year_from_period"),
        ("明年3月", "2023-03-31", "year_from_period"),
        ("长期坚持", None, "no_deadline"),
        ("持续推进", None, "no_deadline"),
        ("——", None, None),
        ("", None, None),
        ("2022-13-45", None, "bad_date"),
        ("2022年2月30日", None, "bad_date"),
        ("待定", None, "bad_date"),
        ("0000", None, "bad_date"),
        ("12个月", None, "bad_date"),
        (9.3, None, "bad_date"),
        (time(3, 4), None, "bad_date"),
        (2022.1, None, "ambiguous_date"),
    ],
)
def test_days_are_read_as_offices_write_them(raw, day, told):
    read = day_of(raw, year=2022)
    assert (read.value and read.value.isoformat(), code(read)) == (day, told)


@pytest.mark.parametrize("raw", ["9月30日", "第三季度", "年底前"])
def test_a_day_without_any_year_is_asked_about_and_not_guessed(raw):
    assert (day_of(raw).value, code(day_of(raw))) == (None, "year_unknown")


@pytest.mark.parametrize(
    ("raw", "day"), [("2022年9月", "2022-09-01"), ("第三季度", "2022-07-01"), ("2022.9.5-9.30", "2022-09-05")]
)
def test_a_start_in_words_is_the_first_day_meant(raw, day):
    assert day_of(raw, year=2022, end=False).value.isoformat() == day


@pytest.mark.parametrize(
    ("raw", "day"),
    [
        (8.0, "2022-08-31"),
        ("8", "2022-08-31"),
        ("8月", "2022-08-31"),
        (date(2022, 8, 1), "2022-08-31"),
        (202208.0, "2022-08-31"),
    ],
)
def test_a_cell_of_a_month_column_is_the_months_last_day(raw, day):
    assert month_of(raw, year=2022).value.isoformat() == day


@pytest.mark.parametrize("raw", ["²", "13", "0", "½"])
def test_what_only_looks_like_the_number_of_a_month_is_asked_about(raw):
    assert (month_of(raw, year=2022).value, code(month_of(raw, year=2022))) == (None, "bad_date")


@given(st.dates(date(1990, 1, 1), date(2099, 12, 31)))
def test_every_spelling_of_a_full_day_gives_that_day(day):
    spellings = ("%Y-%m-%d", "%Y.%m.%d", "%Y/%m/%d", "%Y年%m月%d日", "%Y%m%d", "%Y-%m-%d 00:00:00")
    assert {day_of(day.strftime(spelling)).value for spelling in spellings} == {day}


@given(st.text(max_size=30))
def test_no_text_breaks_the_readers_and_what_is_unread_has_a_note(text):
    for read in (day_of(text, year=2022), percent_of(text), number_of(text), units_of(text), people_of(text)):
        assert read.value is not None or read.note is None or read.note.message
    labelled_units(text)


@pytest.mark.parametrize(
    ("raw", "percent", "told"),
    [
        ("65%", 65.0, None),
        ("６５％", 65.0, None),
        ("122.6%", 122.6, None),
        ("7000.00%", 7000.0, "implausible_percent"),
        ("已完成", 100.0, "percent_from_words"),
        ("已办结", 100.0, "percent_from_words"),
        ("未启动", 0.0, "percent_from_words"),
        ("完成65%", 65.0, "percent_from_words"),
        ("过半", None, "percent_proposed"),
        ("约八成", None, "percent_proposed"),
        ("约65%", None, "percent_proposed"),
        ("按序时", None, "percent_not_given"),
        ("慢序时", None, "percent_not_given"),
        ("完成1-4月投资计划的132.1%,完成年度投资计划的21.3%", None, "two_percents"),
        ("/", None, None),
        ("——", None, None),
        ("无", None, None),
        ("未报", None, None),
        ("", None, None),
        ("-5%", None, "bad_percent"),
        ("abc", None, "bad_percent"),
        ("待定", None, "bad_percent"),
    ],
)
def test_percents_are_read_or_asked_about(raw, percent, told):
    read = percent_of(raw)
    assert (read.value, code(read)) == (percent, told)


def column(raws, *, in_percent=False, formatted=(), loose=False):
    reads = read_percents(raws, in_percent=in_percent, formatted=formatted, loose=loose)
    return [read.value for read in reads], [code(read) for read in reads]


@pytest.mark.parametrize(
    ("raws", "options", "values"),
    [
        ([65.0, 80.0, 100.0], {}, [65, 80, 100]),
        ([0.65, 0.8, 1.0], {}, [65, 80, 100]),  # all fractions
        ([0.65, 1.226], {"formatted": {0, 1}}, [65, 122.6]),
        (["100%", 1.0], {}, [100, 100]),
        (["100%", 1.0], {"formatted": {1}}, [100, 100]),
        ([0.5, 60.0], {"in_percent": True}, [0.5, 60]),
        (["65", 70.0], {}, [65, 70]),
        ([0.0, 40.0, ""], {}, [0, 40, None]),
        ([0.0, 0.0], {}, [0, 0]),
    ],
)
def test_a_columns_numbers_decide_what_a_number_means(raws, options, values):
    assert column(raws, **options)[0] == values


def test_fractions_read_as_percents_are_told_once_for_the_column():
    assert column([0.65, 0.8, 1.0])[1] == ["percent_from_fractions", None, None]
    assert column([0.65, 0.8], formatted={0, 1})[1] == [None, None]


@pytest.mark.parametrize(
    ("raws", "codes"),
    [
        ([0.8, 60.0], ["ambiguous_percent", None]),  # 80 % or 0.8 %?
        ([0.8, 1.5], ["ambiguous_percent", "ambiguous_percent"]),
        ([1.0, 0.0], ["ambiguous_percent", None]),  # 1 % or finished?
        ([-3.0, 50.0], ["bad_percent", None]),
        ([6500.0, 50.0], ["bad_percent", None]),
    ],
)
def test_a_number_that_could_mean_two_things_is_asked_about(raws, codes):
    values, told = column(raws)
    assert told == codes
    assert [value is None for value in values] == [each is not None for each in codes]


@given(st.floats(0, 1000, allow_nan=False), st.booleans())
def test_a_percent_never_comes_out_negative_or_without_a_reason_for_being_missing(number, in_percent):
    (read,) = read_percents([number], in_percent=in_percent, formatted=(), loose=False)
    assert (read.value is None and read.note.severity == "error") or read.value >= 0


@pytest.mark.parametrize(
    ("raw", "names"),
    [
        ("区教育局、区财政局", ["区教育局", "区财政局"]),
        ("甲局/乙局+丙局", ["甲局", "乙局", "丙局"]),
        ("甲局\n乙局；丙局，", ["甲局", "乙局", "丙局"]),
        ("各镇（街、场）、区直有关单位", ["各镇（街、场）", "区直有关单位"]),
        (" 太 和 镇 ", ["太和镇"]),
        ("区教育局 区财政局", ["区教育局", "区财政局"]),
        ("1.区教育局 2.区财政局", ["区教育局", "区财政局"]),
        ("甲局、甲局", ["甲局"]),
        ("0", None),
        (0.0, None),
        ("/", None),
        ("无", None),
        ("", None),
    ],
)
def test_a_cell_of_units_is_cut_into_names(raw, names):
    assert units_of(raw).value == names


@pytest.mark.parametrize(
    ("raw", "lead", "support"),
    [
        ("牵头:区教育局;配合:区财政局", ["区教育局"], ["区财政局"]),
        ("牵头单位：\n甲局\n责任单位：\n乙局、丙局", ["甲局"], ["乙局", "丙局"]),
        ("区教育局牵头，区财政局配合", ["区教育局"], ["区财政局"]),
        ("责任单位：甲局；配合单位：乙局", ["甲局"], ["乙局"]),
        ("区教育局（牵头）、区财政局", ["区教育局"], ["区财政局"]),
    ],
)
def test_labels_inside_a_cell_tell_lead_from_support(raw, lead, support):
    assert labelled_units(raw) == (lead, support)


@pytest.mark.parametrize(
    ("raw", "names", "told"),
    [
        ("陆 明俞 悦", ["陆明", "俞悦"], "names_split"),
        ("俞 悦", ["俞悦"], None),
        ("区领导01、区领导02", ["区领导01", "区领导02"], None),
        ("张三丰 李四", ["张三丰", "李四"], "names_split"),
        ("王小明陆 明", ["王小明陆明"], "names_unclear"),
        ("张三（区委常委）", ["张三（区委常委）"], None),
        ("项目长：张三；副项目长：李四", ["张三", "李四"], None),
        ("区委常委 张三", ["区委常委张三"], "names_unclear"),
    ],
)
def test_leaders_are_told_apart_and_said_so(raw, names, told):
    assert (people_of(raw).value, code(people_of(raw))) == (names, told)


@pytest.mark.parametrize(
    ("raw", "number"),
    [(3.0, 3), ("2分", 2), ("+2", 2), ("扣0.5分", -0.5), ("第1名", 1), ("1,200", 1200), ("/", None), ("-0.5", -0.5)],
)
def test_plain_numbers(raw, number):
    assert (number_of(raw).value, code(number_of(raw))) == (number, None)


SUMS_OF_MONEY = {
    "the heading's unit": ("完成投资（亿元）", ["1.2亿元", "3500万元", 2.0], [1.2, 0.35, 2.0], {1: "money_converted"}),
    "the heading's unit without brackets": ("完成投资万元", ["1.2亿元", "3,500 (万元)", "800"], [12000, 3500, 800], {0: "money_converted"}),
    "a unit of the group above": ("投资（万元）-本年完成", ["1.2亿"], [12000], {0: "money_converted"}),
    "yuan": ("奖励（元）", ["0.5万元", "300元", 7.0], [5000, 300, 7], {0: "money_converted"}),
    "only one unit written": ("完成投资", ["1.2亿元", "3亿元", "/"], [1.2, 3, None], {0: "money_unit"}),
    "one unit written, a bare number left": ("完成投资", ["3500万元", 800.0], [3500, 800], {0: "money_unit"}),
    "two units written": ("完成投资", ["1.2亿元", "3500万元", "", "扣2万元"], [12000, 3500, None, -2], {0: "money_converted"}),
    "two units written, a bare number asked about": (
        "完成投资", ["1.2亿元", "3500万元", 800.0, "900", 0.0], [12000, 3500, None, None, 0],
        {0: "money_converted", 2: "money_unclear", 3: "money_unclear"},
    ),
    "no unit at all": ("分值", ["5分", 3.0, "1,200"], [5, 3, 1200], {}),
    "a word": ("完成投资（亿元）", ["约3亿元", "若干万元"], [None, None], {0: "bad_number", 1: "bad_number"}),
}  # fmt: skip


@pytest.mark.parametrize("case", SUMS_OF_MONEY)
def test_sums_of_money_of_a_column_are_in_one_unit_and_said_so(case):
    heading, raws, numbers, told = SUMS_OF_MONEY[case]
    values = read_column(Chosen(0, "value", heading), raws, year=None, year_from="")
    assert values.values == numbers
    assert {place: note.code for place, note in values.notes.items()} == told
    assert {note.severity for note in values.notes.values() if note.code in ("money_unclear", "bad_number")} <= {
        "error"
    }


def test_a_conversion_names_both_sums():
    values = read_column(Chosen(0, "value", "完成投资（亿元）"), ["3500万元"], year=None, year_from="")
    assert values.notes[0].message == "“3500万元”换算成这一列的单位，按 0.35 亿元读入。"


def test_the_unit_over_the_table_holds_where_the_heading_names_none():
    assert read_column(Chosen(0, "value", "投资"), ["1亿元"], year=None, year_from="", money="万元").values == [10000]
    assert read_column(Chosen(0, "value", "投资（元）"), ["1万元"], year=None, year_from="", money="亿元").values == [
        10000
    ]


def test_a_number_in_words_is_an_error():
    assert code(number_of("若干")) == "bad_number"


@pytest.mark.parametrize(("raw", "text"), [(1.0, "1"), (" 甲\n乙 ", "甲\n乙"), ("——", None), (2.5, "2.5")])
def test_texts_keep_their_characters_and_nothing_is_none(raw, text):
    assert text_of(raw).value == text


@pytest.mark.parametrize(
    ("word", "done"), [("√", True), ("已 完成", True), ("推进中", False), ("", None), ("见备注", None)]
)
def test_status_words(word, done):
    assert done_of(word) is done


VERDICTS = [
    ("已核实，完成80%", 80.0),
    ("经现场核查，形象进度达到65%。", 65.0),
    ("不属实，实际完成60%", 60.0),
    ("填报不实，实际进度为45.5%", 45.5),
    ("属实", None),
    ("不属实", None),
    ("不属实，完成80%", None),  # what was reported, and is not so
    ("填报完成80%，经核查不属实", None),
    ("未核实，完成80%", None),
    ("已核实，完成80%左右", None),
    ("已核实，完成80%的拆迁", None),  # of something else
    ("已核实，完成80%，比上次多5%", None),
]


@pytest.mark.parametrize(("raw", "percent"), VERDICTS)
def test_a_verdict_tells_its_percent_only_where_it_stands_there_as_what_was_found(raw, percent):
    read = percent_of(raw)
    assert (read.value, read.note.severity) == (percent, "info")


def test_the_words_of_a_check_are_kept_as_a_remark():
    column = Chosen(0, "verified_percent", "核查情况")
    found = read_column(column, ["已核实，完成80%", "不属实", 85.0], year=2022, year_from="标题")
    assert found.values == [80.0, None, 85.0]
    assert found.beside == {"remark": ["已核实，完成80%", "不属实", None]}
