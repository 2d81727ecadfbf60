"""Figures of an indicator ledger as data: the latest of a period, with its cell, of one sequence only."""

from datetime import date

import pytest

from analysis.scores.indicators import directions_told, indicator_data, indicator_periods

UNITS = [{"unit": "太和镇", "kind": "镇"}, {"unit": "太平镇", "kind": "镇"}, {"unit": "区财政局", "kind": "部门"}]


def figure(
    unit, value, *, indicator="税收", period="2022年1-6月", end=date(2022, 6, 30), entered=date(2022, 7, 5), **more
):
    return {"unit": unit, "indicator": indicator, "period": period, "period_end": end, "value": value,
            "entered_on": entered} | more  # fmt: skip


@pytest.fixture
def store(make_facts):
    rows = [
        figure("太和镇", 30.0, target_value=60.0), figure("太平镇", 10.0, direction="越高越好"),
        figure("太和镇", 33.0, seq=2, entered=date(2022, 8, 1), target_value=60.0),
        figure("区财政局", 9.0), figure("太和镇", 50.0, period="2022年1-10月", end=date(2022, 10, 31), entered=date(2022, 11, 5)),
        figure("太和镇", 5.0, period="说不清", end=None),
    ]  # fmt: skip
    imports = [{"import_id": "imp1", "file": "指标.xlsx"}]
    columns = [
        {"import_id": "imp1", "sheet": "表1", "field": "value", "letter": "D", "seq": 1, "first_row": 5, "last_row": 9}
    ]
    return make_facts([], units=UNITS, indicators=rows, imports=imports, source_columns=columns)


def test_periods_come_latest_first_and_only_those_known(store):
    assert indicator_periods(store, as_of=date(2022, 11, 30)) == ("2022年1-10月", "2022年1-6月", "说不清")
    assert indicator_periods(store, as_of=date(2022, 10, 31)) == ("2022年1-6月", "说不清")


@pytest.mark.parametrize(("day", "value"), [(date(2022, 7, 31), 30.0), (date(2022, 8, 1), 33.0)])
def test_the_figure_known_on_the_day_counts_and_what_it_reached_of_its_target(store, day, value):
    found = indicator_data(store, as_of=day, period="2022年1-6月", kinds=("镇",))
    assert found.values.index.tolist() == ["太和镇", "太平镇"]
    assert found.values.loc["太和镇"].tolist() == [value, 100 * value / 60]
    assert found.values.loc["太平镇", "税收-完成率（%）"] != found.values.loc["太平镇", "税收-完成率（%）"]


def test_every_figure_opens_to_its_cell(store):
    cells = indicator_data(store, as_of=date(2022, 7, 31), period="2022年1-6月", kinds=("镇",)).cells
    told = cells[["unit", "field", "source"]].to_numpy().tolist()
    assert told == [
        ["太和镇", "value", "指标.xlsx!表1!D5"], ["太平镇", "value", "指标.xlsx!表1!D6"],
        ["太和镇", "target_value", "指标.xlsx!表1!第 5 行"],
    ]  # fmt: skip


def test_towns_and_departments_are_never_in_one_table(store):
    found = indicator_data(store, as_of=date(2022, 7, 31), period="2022年1-6月", kinds=("部门",))
    assert found.values.index.tolist() == ["区财政局"]


def test_what_a_ledger_says_of_the_direction_is_kept(store):
    assert directions_told(store, as_of=date(2022, 7, 31)) == {"税收": "越高越好"}
