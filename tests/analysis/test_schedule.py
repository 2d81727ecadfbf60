"""Earned schedule against published series, and at the edges by hand."""

import csv
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.facts.days import day_number
from analysis.facts.known import known
from analysis.progress.actual import node_progress
from analysis.progress.schedule import Curves, earned_schedule, planned_percent, ratios, time_at, value_at

CASES = Path(__file__).parents[3] / "shared" / "cases" / "schedule"
PLAN = ([0, 10, 20, 30], [0, 40, 40, 100])


@pytest.mark.parametrize(("earned", "at", "spi", "ieac"), [
    # EVapp case 1 (github.com/castor00/EVapp), periods 1 to 3, plan of 9 periods
    (25.645, 1, 25.645 / 28.975, 10.16864885942679),
    (68.074, 2, (1 + 39.099 / 52.706) / 2, 10.33394695278035),  # 28.975 is planned after 1 period, 81.681 after 2
    (89.135, 3, (2 + 7.454 / 10) / 3, 9.834632476141905),
])  # fmt: skip
def test_first_periods_of_a_published_series(earned, at, spi, ieac):
    es = earned_schedule([0, 1, 2, 3], [0, 28.975, 81.681, 91.681], earned)
    found = ratios(es, at, 9.0)
    assert float(found[0]) == pytest.approx(spi, abs=1e-12)
    assert float(found[2]) == pytest.approx(ieac, abs=1e-9)


@pytest.mark.skipif(not CASES.exists(), reason="shared reference cases are not here")
def test_whole_published_series_of_thirteen_periods():
    with (CASES / "case1_evapp_13periods.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    at, planned, earned, es, spi, eac = (
        np.array([float(row[name]) for row in rows]) for name in ("AT", "PV", "EV", "ES", "SPIt", "EACt_SPIt")
    )
    found = earned_schedule([0, *at], [0, *planned], earned)  # the origin belongs to the plan
    assert found == pytest.approx(es, abs=1e-9)
    assert ratios(found, at, 9.0)[0] == pytest.approx(spi, abs=1e-9)
    assert ratios(found, at, 9.0)[2] == pytest.approx(eac, abs=1e-9)


@pytest.mark.skipif(not CASES.exists(), reason="shared reference cases are not here")
def test_small_published_cases(make_facts, hundred_days, rules):
    for case in json.loads((CASES / "case4_small.json").read_text(encoding="utf-8")):
        if "weights" in case:
            assert _done(make_facts, hundred_days, rules, case) == pytest.approx(case["expected_pct"])
        else:
            found = float(ratios(case["ES"], case["AT"], 100.0)[0])
            assert found == pytest.approx(case.get("expected", {}).get("SPIt", found))


def _done(make_facts, hundred_days, rules, case):
    nodes = [
        {
            "task_id": "修路",
            "milestone": f"{i}",
            "planned_on": f"2022-10-{i + 1:02}",
            "weight": weight,
            "done": bool(done),
        }
        for i, (weight, done) in enumerate(zip(case["weights"], case["done"], strict=True))
    ]
    seen = known(make_facts([hundred_days()], milestones=nodes), as_of="2022-11-01", rules=rules)
    return node_progress(seen, at=np.array([day_number("2022-11-01")]))["percent"].iat[0]


@pytest.mark.parametrize(("weights", "done", "percent"), [
    # Oracle P6 help, weighted milestones; 20/40/30/10 after two: cumulative earned value 6,000 of 10,000
    ([1, 1, 1, 1], [1, 0, 0, 0], 25), ([9, 1, 1, 1], [1, 0, 0, 0], 75), ([20, 40, 30, 10], [1, 1, 0, 0], 60),
])  # fmt: skip
def test_weighted_milestones(make_facts, hundred_days, rules, weights, done, percent):
    case = {"weights": weights, "done": done}
    assert _done(make_facts, hundred_days, rules, case) == pytest.approx(percent)


@pytest.mark.parametrize(("earned", "time"), [
    (0, 0), (20, 5), (40, 10),  # on the plateau: the earliest time
    (70, 25), (100, 30),
    (130, 30),  # more than was ever planned: when the plan's end is reached
    (-5, 0), (float("nan"), float("nan")),
])  # fmt: skip
def test_time_at_which_the_plan_reaches_what_is_earned(earned, time):
    assert earned_schedule(*PLAN, earned) == pytest.approx(time, nan_ok=True)


def test_plan_that_ends_flat_is_reached_when_its_highest_value_is():
    assert earned_schedule([0, 5, 10], [0, 80, 80], [80, 90]).tolist() == [5, 5]


@pytest.mark.parametrize(("at", "planned"), [(-1, 0), (0, 0), (5, 20), (15, 40), (25, 70), (30, 100), (99, 100)])
def test_plan_at_a_time(at, planned):
    assert planned_percent(*PLAN, at) == pytest.approx(planned)


@pytest.mark.parametrize(("times", "planned", "words"), [
    ([0, 1], [0], "等长"), ([], [], "至少一个点"), ([0, 0], [0, 1], "逐点增大"), ([0, 1], [1, 0], "不得减小"),
    ([0, 1], [0, float("nan")], "缺失"),
])  # fmt: skip
def test_what_is_no_plan_is_refused(times, planned, words):
    with pytest.raises(ValueError, match=words):
        earned_schedule(times, planned, 1)


def test_ratios_by_hand():
    # 18 of 20 days earned, 30 planned: 18/20; 12 days of plan left in 10 days; 30 / 0.9
    assert [float(x) for x in ratios(18, 20, 30)] == pytest.approx([0.9, 1.2, 100 / 3])
    assert float(ratios(21, 24, 30)[0]) == pytest.approx(0.875)


@pytest.mark.parametrize(("es", "at", "duration", "known"), [
    (0.0, 0.0, 30.0, (False, False, False)),  # not started: nothing can be said
    (0.0, 10.0, 30.0, (True, True, False)),  # nothing earned: no estimate at completion
    (20.0, 30.0, 30.0, (True, False, True)),  # no time left: no speed that would do
])  # fmt: skip
def test_what_cannot_be_divided_is_unknown(es, at, duration, known):
    assert tuple(not np.isnan(x) for x in ratios(es, at, duration)) == known


plans = st.lists(st.tuples(st.floats(0.1, 50), st.floats(0, 50)), min_size=1, max_size=8).map(
    lambda steps: (np.cumsum([0, *(a for a, _ in steps)]), np.cumsum([0, *(b for _, b in steps)]))
)


@given(plans, st.floats(0, 1))
def test_plan_at_the_earned_time_is_what_is_earned(plan, share):  # invariant 2
    times, planned = plan
    earned = share * planned[-1]
    assert planned_percent(times, planned, earned_schedule(times, planned, earned)) == pytest.approx(earned, abs=1e-9)


@given(st.floats(0.1, 500), st.floats(0.1, 500), st.floats(1, 500))
def test_two_forms_of_the_time_estimate_agree(es, at, duration):  # invariant 3
    spi, _, ieac = (float(x) for x in ratios(es, at, duration))
    assert ieac == pytest.approx(at + (duration - es) / spi, rel=1e-9)


@given(st.lists(plans, min_size=1, max_size=5), st.floats(-10, 300))
def test_many_plans_at_once_answer_as_each_alone(several, wanted):
    lengths = np.array([len(times) for times, _ in several])
    last = lengths.cumsum() - 1
    curves = Curves(last - lengths + 1, last, *(np.concatenate([plan[i] for plan in several]) for i in (0, 1)))
    which, ask = np.arange(len(several)), np.full(len(several), wanted)
    assert time_at(curves, which, ask).tolist() == [earned_schedule(*plan, wanted) for plan in several]
    assert value_at(curves, which, ask).tolist() == [planned_percent(*plan, wanted) for plan in several]
