"""Figures of units and leaders: standing, race, trend, load and lag."""

import numpy as np
import pandas as pd
import pytest

from reports.drawing.canvas import LIGHT
from reports.drawing.leaders import load_and_lag
from reports.drawing.racing import race, trend
from reports.drawing.ranking import place_intervals, standing


def traces(figure, meta: str) -> list:
    return [trace for trace in figure.data if trace.meta == meta]


def heading(figure) -> str:
    told = [each.text for each in figure.layout.annotations if each.name in ("title", "subtitle")]
    return "".join(told).replace("<br>", "")


@pytest.fixture
def units(samples) -> pd.DataFrame:
    """Four towns: one surely first, two of equal rank, one 不评."""
    return samples["units"].head(4).assign(
        index=[80.0, 90.0, 80.0, np.nan], shrunk_index=[80.0, 90.0, 80.0, np.nan], spread=[5.0, 5.0, 5.0, np.nan],
        rank=[2.0, 1.0, 2.0, np.nan], rank_low=[2.0, 1.0, 2.0, np.nan], rank_high=[3.0, 1.0, 3.0, np.nan],
        held_back=[None, None, None, "不评"], known_share=[1, 1, 1, 0.4],
    )  # fmt: skip


def test_ranking_runs_from_first_to_last_and_unrated_below(units):
    assert list(traces(standing(units), "names")[0].text) == ["1 太平镇", "2 三坑镇", "2 太和镇", "禾云镇"]


def test_an_unrated_unit_has_no_mark_and_says_why(units):
    figure = standing(units)
    assert sum(len(trace.x) for trace in traces(figure, "now")) == 3
    assert traces(figure, "ends")[0].text[-1] == "○ 不评，已知 40%"


@pytest.mark.parametrize(("why", "said"), [
    ("样本不足", "○ 样本不足，2 个项目"), ("差异不显著", "○ 差异不显著"), (None, "○ 不排名"),
])  # fmt: skip
def test_who_has_an_index_but_no_place_is_listed_below_without_number_and_mark(units, why, said):
    held = units.assign(
        rank=[2.0, np.nan, 1.0, np.nan], index=[80.0, 99, 80, np.nan], held_back=[None, why, None, "不评"], projects=2
    )
    figure = standing(held)
    assert list(traces(figure, "names")[0].text) == ["1 三坑镇", "2 太和镇", "太平镇", "禾云镇"]
    assert traces(figure, "ends")[0].text[2] == said
    assert sum(len(trace.x) for trace in traces(figure, "now")) == 2


def test_a_unit_without_tasks_is_listed_as_such_and_is_not_called_normal(units):
    idle = units.assign(tasks=[3, 3, 3, 0], lag=[1.0, 1.0, np.nan, np.nan], level=0)
    figure = standing(idle)
    assert traces(figure, "ends")[0].text[-1] == "○ 没有任务"
    told = [text for trace in traces(figure, "now") for text in trace.hovertext]
    assert sum("○ 未报" in text for text in told) == 1


@pytest.mark.parametrize(("before", "end"), [(3.0, "90 ▲2"), (1.0, "90 —"), (np.nan, "90")])
def test_change_of_rank(units, before, end):
    was = units.assign(rank=[1.0, before, 2.0, 4.0], shrunk_index=[85.0, 75.0, 80.0, 60.0])
    assert traces(standing(units, was), "ends")[0].text[0] == end


def test_the_places_between_which_a_unit_lies_stand_beside_its_index(units):
    assert list(traces(standing(units), "ends")[0].text)[:2] == ["90", "80（2–3）"]
    hovers = [text for trace in traces(standing(units), "now") for text in trace.hovertext]
    assert sum("第2名（2–3）" in text.replace("<br>", "").replace(" ", "").replace("　", "") for text in hovers) == 2


def test_the_period_before_is_a_ring_in_the_same_row(units):
    was = units.assign(shrunk_index=[70.0, 71.0, np.nan, 60.0])
    ring = traces(standing(units, was), "before")[0]
    assert dict(zip(ring.y, ring.x, strict=True)) == {0: 71.0, 2: 70.0}


def test_the_interval_of_an_index_reaches_two_standard_errors_to_both_sides(units):
    lines = traces(standing(units), "interval")[0]
    # 90 ± 1.96 × 5 and 80 ± 9.8
    assert [x for x in lines.x if x is not None] == pytest.approx([80.2, 99.8, 70.2, 89.8, 70.2, 89.8])


@pytest.mark.parametrize(("low", "finding"), [
    ([2.0, 1, 2, np.nan], "太平镇领先"),
    ([2.0, 1, 1, np.nan], "3 个镇的名次大多分不出先后，太平镇指数最高"),
])  # fmt: skip
def test_a_lead_is_claimed_only_where_nobody_else_may_be_first(units, low, finding):
    assert f"镇：{finding}" in heading(standing(units.assign(rank_low=low)))


def test_of_many_it_is_said_how_many_may_be_first_too(units):
    more = units.assign(unit=["甲镇", "乙镇", "丙镇", "丁镇"], rank=[4.0, 5, 6, np.nan], rank_low=[3.0, 3, 3, np.nan])
    both = pd.concat([units.assign(rank_low=[1.0, 1, 2, np.nan]), more])
    assert "镇：太平镇指数最高，另有 1 个镇也可能第一" in heading(standing(both))


@pytest.mark.parametrize(("held", "said"), [
    (["差异不显著", "差异不显著", "样本不足"], "各镇差异不显著，不排先后"),
    (["样本不足", "样本不足", "不评"], "有效项目都太少，只列出不排名"),
    (["不评", "不评", "不评"], "本期都不评"),
])  # fmt: skip
def test_where_nobody_has_a_place_the_heading_says_why(units, held, said):
    assert said in heading(standing(units.assign(rank=np.nan, held_back=[*held, "不评"])))


def test_how_sure_each_place_is_has_a_figure_of_its_own(units):
    figure = place_intervals(units)
    assert "镇名次有多大把握：3 个里 1 个能确定到一位" in heading(figure)
    assert list(traces(figure, "ends")[0].text) == ["90 分 第 1（1–1）", "80 分 第 2（2–3）", "80 分 第 2（2–3）"]
    nobody = units.assign(rank=np.nan, rank_low=np.nan, rank_high=np.nan, held_back="差异不显著")
    assert "另有 1 个不排名" in heading(figure)
    assert any("各镇差异不显著，不排先后" in each.text for each in place_intervals(nobody).layout.annotations)


def test_towns_and_departments_are_refused_in_one_list(units):
    mixed = units.assign(kind=["镇", "部门", "镇", "镇"])
    with pytest.raises(ValueError, match="请先按序列分开"):
        standing(mixed)
    with pytest.raises(ValueError, match="请先按序列分开"):
        race(mixed.assign(as_of=pd.Timestamp("2022-11-30")))


def test_the_heading_names_leader_and_a_climb_that_is_beyond_doubt(units):
    was = units.assign(rank=[4.0, 1.0, 3.0, np.nan])  # now both lie between 2 and 3
    assert "镇：太平镇领先，太和镇升 2 位最多" in heading(standing(units, was))
    assert "升" not in heading(standing(units, was.assign(rank=[3.0, 1.0, 2.0, np.nan])))


def test_the_race_claims_no_more_than_the_places_of_today_support(units):
    history = pd.concat([
        units.assign(as_of=pd.Timestamp("2022-10-31"), rank=[4.0, 1.0, 3.0, 2.0]),
        units.assign(as_of=pd.Timestamp("2022-11-30")),
    ])  # fmt: skip
    history = history.drop(columns=["rank_low", "rank_high"])
    assert "赛龙夺锦（镇）：太平镇指数最高</b>绿线" in heading(race(history))
    assert "赛龙夺锦（镇）：太平镇领先，太和镇升 2 位最多" in heading(race(history, units))
    unsure = units.assign(rank_low=1.0, rank_high=4.0)
    said = heading(race(history, unsure))
    assert "赛龙夺锦（镇）：3 个镇的名次大多分不出先后，太平镇指数最高，升降都没有超出名次区间" in said
    few = history.assign(held_back=[None, None, None, None, None, None, None, "样本不足"])
    labels = [each.text for each in race(few).layout.annotations if each.xref == "paper" and not each.name]
    assert "禾云镇 样本不足" in labels


def test_the_race_leaves_a_gap_where_a_unit_was_not_rated(samples):
    history = samples["unit_history"]
    gap = history[history["rank"].isna()]
    assert len(gap) == 2
    line = next(trace for trace in traces(race(history), "unit") if trace.name == gap["unit"].iloc[0])
    assert sum(pd.isna(y) for y in line.y) == 2
    assert line.connectgaps is False


def test_equal_ranks_do_not_lie_on_one_another_and_keep_their_number(units):
    history = pd.concat([units.assign(as_of=pd.Timestamp(d)) for d in ("2022-10-31", "2022-11-30")])
    lines = traces(race(history), "unit")
    assert len({line.y[-1] for line in lines}) == len(lines) == 3
    assert sorted(line.text[-1] for line in lines) == ["1", "2", "2"]


def test_names_at_the_end_of_the_race_never_share_a_place(samples):
    history = samples["unit_history"]
    last = history["as_of"].max()
    history = history.assign(rank=history["rank"].mask((history["as_of"] == last) & (history["unit"] == "太平镇")))
    labels = [each for each in race(history).layout.annotations if each.xref == "paper" and not each.name]
    assert len({each.y for each in labels}) == len(labels) == 8
    assert [each.text for each in labels if "太平镇" in each.text] == ["太平镇 不评"]


def test_the_race_colours_the_three_that_rose_and_the_three_that_fell_most():
    ends = {"甲": 1, "乙": 2, "丙": 3, "丁": 4, "戊": 5, "己": 6, "庚": 7, "辛": 8}
    starts = {"甲": 8, "乙": 6, "丙": 5, "丁": 7, "戊": 4, "己": 3, "庚": 2, "辛": 1}
    rows = [
        {"unit": unit, "kind": "镇", "rank": rank, "index": 100.0 - rank, "as_of": pd.Timestamp(day), "projects": 1,
         "tasks": 1, "unreported": 0, "lag": 0.0, "bonus": 0.0, "deduction": 0.0, "known_share": 1.0, "level": 0}
        for day, ranks in (("2022-10-31", starts), ("2022-11-30", ends)) for unit, rank in ranks.items()
    ]  # fmt: skip
    colours = {trace.name: trace.line.color for trace in traces(race(pd.DataFrame(rows)), "unit")}
    # rose by 7, 4, 2, 3; fell by 1, 3, 5, 7
    assert {unit for unit, colour in colours.items() if colour == LIGHT.better} == {"甲", "乙", "丁"}
    assert {unit for unit, colour in colours.items() if colour == LIGHT.worse} == {"己", "庚", "辛"}


def test_trend_draws_the_unit_against_middle_and_range_of_its_own_sequence(samples):
    history = samples["unit_history"]
    other = history.assign(kind="部门", unit="某" + history["unit"], index=history["index"] - 50)
    figure = trend(pd.concat([history, other]), "太和镇")
    middle = history.groupby("as_of")["index"].median()
    assert list(traces(figure, "middle")[0].y) == pytest.approx(list(middle))
    assert min(traces(figure, "band")[0].y) == history["index"].min()


def test_a_period_without_rating_is_a_gap_and_a_hollow_mark_on_the_middle(samples):
    history = samples["unit_history"]
    unit = history.loc[history["rank"].isna(), "unit"].iloc[0]
    figure = trend(history, unit)
    hollow = traces(figure, "unknown")[0]
    middle = history.groupby("as_of")["index"].median()
    assert list(hollow.y) == pytest.approx([middle[when] for when in hollow.x])
    assert hollow.marker.symbol == "circle-open"


def test_a_unit_that_is_not_there_gets_a_figure_that_says_so(samples):
    assert "没有可显示的数据" in trend(samples["unit_history"], "没有这个镇").layout.annotations[-1].text


def test_a_leader_without_known_lag_is_named_not_placed(samples):
    leaders = samples["leaders"]
    figure = load_and_lag(leaders)
    placed = [item[0] for trace in traces(figure, "leaders") for item in trace.customdata]
    silent = leaders.loc[leaders["lag"].isna(), "leader"].item()
    assert sorted([*placed, silent]) == sorted(leaders["leader"])
    rows = list(next(iter(traces(figure, "names"))).text)
    assert next(iter(traces(figure, "ends"))).text[rows.index(silent)].startswith("○ 未报")


def test_leaders_of_equal_lag_have_a_row_each(samples):
    crowd = samples["leaders"].head(5).assign(projects=2, lag=5.0)
    figure = load_and_lag(crowd)
    places = [y for trace in traces(figure, "leaders") for y in trace.y]
    assert sorted(places) == [0, 1, 2, 3, 4]
    assert sorted(next(iter(traces(figure, "names"))).text) == sorted(crowd["leader"])
