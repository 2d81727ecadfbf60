"""经济指标 ledgers, a row for each unit, indicator and period: whose figure, of when, and never a guess."""

from datetime import datetime

import pytest

from ledgers.cell_changes import cell_changes
from ledgers.compare import differences
from ledgers.loading import load
from ledgers.sandbox import read_json, read_upload
from ledgers.store import facts, open_snapshot
from tests.ledgers.readings import Bench, day, reading
from tests.ledgers.workbooks import save

HEADINGS = ["单位", "指标", "期间", "完成值", "目标值"]
ROW = ["太和镇", "镇工业总产值增速（%）", "2022年上半年", 26.57, 20]
FIGURE = {
    "unit": "太和镇",
    "indicator": "镇工业总产值增速（%）",
    "period": "2022年上半年",
    "value": 26.57,
    "target_value": 20.0,
}


@pytest.fixture
def bench(tmp_path):
    return Bench(tmp_path)


def take(bench, *rows, on="7-10", file="指标.xlsx"):
    return bench.load(reading(bench.table("indicators", rows), file=file, on=on))[0]


def kept(bench, *columns):
    return bench.rows(f'SELECT {", ".join(columns)} FROM indicators ORDER BY seq, "row"')


def codes(filled, severity="error"):
    return [each["code"] for each in filled.findings if each["severity"] == severity]


@pytest.mark.parametrize(("headings", "row", "kind"), [
    (HEADINGS, ROW, "indicators"),
    (["镇街", "经济指标", "统计期间", "年度目标", "实际完成值", "指标方向"],
     ["太和镇", "规上工业增加值", "2022年6月", 12, 11.5, "越高越好"], "indicators"),
    (["单位名称", "指标名称", "单位", "目标值", "实际值"], ["太和镇", "招商引资到位资金", "万元", 500, 320], "indicators"),
    (["任务名称", "牵头单位", "考核指标", "目标值", "完成值", "完成时限"],
     ["扩园", "太和镇", "亩数", 100, 50, "2022-12-20"], "tasks"),
    (["序号", "单位名称", "类别", "简称"], [1, "太和镇", "镇", "太和"], "units"),
    (["镇", "人数", "办公电话"], ["太和镇", 26, 5830000], None),
])  # fmt: skip
def test_a_ledger_is_one_of_indicators_by_its_columns(tmp_path, headings, row, kind):
    path = save(tmp_path / "工作簿1.xlsx", {"Sheet1": [headings, row]})
    answer = read_json(read_upload(path, folder=tmp_path))
    assert [each["kind"] for each in answer["sheets"]] == [kind]


def test_figures_are_read_as_they_stand(tmp_path):
    path = save(
        tmp_path / "指标.xlsx",
        {"Sheet1": [HEADINGS, ROW, ["三坑镇", "镇工业总产值增速（%）", "2022年6月", None, "15%"]]},
    )
    (sheet,) = read_json(read_upload(path, folder=tmp_path))["sheets"]
    assert [tuple(row["values"][name] for name in ("unit", "value", "target_value")) for row in sheet["rows"]] == [
        ("太和镇", 26.57, 20.0), ("三坑镇", None, 15.0),
    ]  # fmt: skip


PERIODS = [
    ("2022年上半年", "2022年1-6月", day("6-30")),
    ("2022年1—6月", "2022年1-6月", day("6-30")),
    ("2022 年 1月至6月", "2022年1-6月", day("6-30")),
    ("2022年1-6月累计", "2022年1-6月", day("6-30")),
    ("2022年前三季度", "2022年1-9月", day("9-30")),
    ("2022年第一季度", "2022年1-3月", day("3-31")),
    ("2022年4季度", "2022年10-12月", day("12-31")),
    ("2022年下半年", "2022年7-12月", day("12-31")),
    ("2022-06-01", "2022年6月", day("6-30")),  # a cell of Excel that shows 2022年6月
    ("202202", "2022年2月", day("2-28")),
    ("2022.6", "2022年6月", day("6-30")),
    ("2022/12", "2022年12月", day("12-31")),
    ("２０２２年０６月", "2022年6月", day("6-30")),
    ("2022年度", "2022年", day("12-31")),
    ("2022", "2022年", day("12-31")),
    ("2022年6月累计", "2022年6月累计", day("6-30")),  # of one month or of six
    ("2022.1", "2022.1", None),  # the number may have been 2022.10
    ("1-6月", "1-6月", None),
    ("2022年13月", "2022年13月", None),
    ("2022年6月上旬", "2022年6月上旬", None),
]


@pytest.mark.parametrize(("written", "period", "end"), PERIODS)
def test_a_period_is_written_in_one_way_and_has_a_last_day_only_when_it_is_certain(bench, written, period, end):
    filled = take(bench, FIGURE | {"period": written})
    assert kept(bench, "period", "period_end") == [(period, end)]
    assert codes(filled, "warning").count("period_unread") == (end is None)


@pytest.mark.parametrize(("title", "period"), [
    ("清新区2022年1-6月主要经济指标", "2022年1-6月"), ("2022年上半年经济指标", "2022年1-6月"),
    ("2022年6月经济指标", "2022年6月"), ("2022年经济指标", None), ("经济指标", None),
])  # fmt: skip
def test_a_table_without_a_column_of_periods_takes_that_of_its_title_or_its_rows_are_held(
    store, tmp_path, title, period
):
    book = save(tmp_path / "指标.xlsx", {"Sheet1": [[title], ["单位", "指标", "完成值"], ["太和镇", "规上工业", 22.1]]})
    at = datetime(2022, 11, 1, 8)
    loaded = load([book], store=store, by="李四", today=at.date(), at=at)
    found = facts(open_snapshot(store, loaded.snapshot))["indicators"]
    assert found["period"].tolist() == ([period] if period else [])
    assert loaded.rows_held == (period is None)


@pytest.mark.parametrize("unit", ["万元", "%", "％", "亿元", "个百分点", "户"])
def test_a_measure_is_no_unit_and_its_row_is_held(bench, unit):
    filled = take(bench, FIGURE | {"unit": unit}, FIGURE)
    assert (codes(filled), filled.rows_held) == (["measure_as_unit"], 1)
    assert bench.rows("SELECT unit FROM units") == [("太和镇",)]


def test_a_column_of_measures_beside_the_units_name_does_no_harm(bench):
    take(bench, FIGURE | {"lead_units": ["万元"]})
    assert kept(bench, "unit") == [("太和镇",)]


LATER = [
    ({}, []),
    ({"period": "2022年1-6月"}, []),
    ({"value": 27.0}, [("太和镇", 27.0, 20.0)]),
    ({"value": None, "target_value": 22.0}, [("太和镇", 26.57, 22.0)]),
    ({"unit": "太和镇人民政府"}, []),
    ({"period": "2022年1-9月"}, [("太和镇", 26.57, 20.0)]),
]


@pytest.mark.parametrize(("row", "added"), LATER)
def test_a_later_ledger_adds_only_what_it_says_anew(bench, row, added):
    take(bench, FIGURE)
    take(bench, FIGURE | row, on="10-10", file="指标10月.xlsx")
    assert kept(bench, "unit", "value", "target_value")[1:] == added


@pytest.mark.parametrize(("row", "entered"), [
    ({}, day("6-30")),
    ({"period": "2022年"}, day("7-10")),  # this year's target is known before the year is over
    ({"period": "2022.1"}, day("7-10")),
    ({"period": None, "report_date": day("5-31")}, day("5-31")),
])  # fmt: skip
def test_a_figure_counts_from_the_end_of_its_period_and_never_from_a_day_after_its_ledger(bench, row, entered):
    take(bench, FIGURE | row)
    assert kept(bench, "entered_on") == [(entered,)]


@pytest.mark.parametrize(("rows", "asked"), [
    ([{"value": 27.0}], ["value_changed"]),
    ([{"value": 26.57}], []),
    ([{"unit": "三坑镇", "value": 0.2657}], ["value_as_share"]),
    ([{"unit": "三坑镇", "value": -0.2657}, {"unit": "禾云镇", "value": 12.0}], ["value_as_share"]),
    ([{"unit": "三坑镇", "value": 0.0}, {"unit": "禾云镇", "value": 1.0}], []),
    ([{"unit": "三坑镇", "indicator": "新增规上企业", "value": 0.5}], []),
])  # fmt: skip
def test_a_changed_figure_and_a_percent_a_hundred_times_too_small_are_asked_about(bench, rows, asked):
    units = [{"unit": unit, "category": "镇"} for unit in ("太和镇", "三坑镇", "禾云镇")]
    bench.load(reading(bench.table("units", units), file="单位表.xlsx", on="7-1"))
    take(bench, FIGURE)
    filled = take(bench, *(FIGURE | row for row in rows), on="10-10", file="指标10月.xlsx")
    assert codes(filled, "warning") == asked


def test_two_rows_of_one_unit_indicator_and_period_that_differ_are_held(bench):
    filled = take(bench, FIGURE, FIGURE | {"value": 27.0}, FIGURE | {"period": "2022年1-6月"})
    assert (codes(filled), kept(bench, "value")) == (["duplicate_row"], [(26.57,)])


def test_two_versions_differ_by_figure_and_by_cell(store, tmp_path):
    def loaded(name, value):
        book = save(tmp_path / name, {"指标": [HEADINGS, [*ROW[:3], value, 20]]})
        at = datetime(2022, 11, 1, 8)
        load([book], store=store, by="李四", today=at.date(), at=at)
        return facts(open_snapshot(store))

    before, after = loaded("甲.xlsx", 26.57), loaded("乙.xlsx", 27)
    assert differences(before, after).tables == {"indicators": {"added": 0, "changed": 1, "gone": 0}}
    assert cell_changes(before, after)[["subject", "label", "before", "after"]].to_dict("records") == [
        {"subject": "太和镇 · 镇工业总产值增速（%） · 2022年1-6月", "label": "完成值", "before": "26.57", "after": "27"}
    ]
