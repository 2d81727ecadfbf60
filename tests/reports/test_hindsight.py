"""预警成效 in words, tables and figures: worked out by hand on a handful of tasks whose end is known."""

import pandas as pd
import pytest

from analysis.backtest import SIGNALS, Expected
from reports.drawing.hindsightmarks import finish_errors, lead_dots, quality_marks
from reports.subjects.expecting import expected_line, pace_line
from reports.subjects.hindsight import (
    _AT,
    calibration_lines,
    case_counts,
    case_rows,
    case_table,
    false_grid,
    false_line,
    has_range,
    hindsight_figures,
    hindsight_lines,
)
from tests.reports.conftest import band_table, case_sample, quality_table

AS_OF = pd.Timestamp("2022-11-01")


def found(*, hits: int = 0, false: int = 0, missed: int = 0, quiet: int = 0, silent: int = 0) -> pd.DataFrame:
    """So many tasks of each kind; of the late ones `silent` are late by silence; leads are 31, 41, 51 … days."""
    kinds = [(True, True)] * hits + [(True, False)] * false + [(False, True)] * missed + [(False, False)] * quiet
    table = pd.DataFrame(kinds, columns=["warned", "late"])
    lead = [31.0 + 10 * i if warned else None for i, warned in enumerate(table["warned"])]
    return table.assign(lead_days=pd.Series(lead, dtype="float64"), heard=[i >= silent for i in range(len(table))])


@pytest.mark.parametrize(("counts", "said"), [
    ({"hits": 3, "false": 1, "missed": 2, "quiet": 1},
     ("已有结局的任务 7 项，其中 5 项逾期。", "黄牌以上报警 4 项，其中 3 项后来逾期；漏报 2 项；报中的平均提前 41 天。")),
    ({"hits": 1}, ("已有结局的任务 1 项，其中 1 项逾期。",
                   "黄牌以上报警 1 项，其中 1 项后来逾期；没有漏报；报中的平均提前 31 天。")),
    ({"false": 2}, ("已有结局的任务 2 项，都按时办结。", "黄牌以上报警 2 项，后来都没有逾期；没有逾期，谈不上漏报。")),
    ({"missed": 3}, ("已有结局的任务 3 项，其中 3 项逾期。", "黄牌以上没有报过警；漏报 3 项。")),
    ({"quiet": 2}, ("已有结局的任务 2 项，都按时办结。", "黄牌以上没有报过警；没有逾期，谈不上漏报。")),
])  # fmt: skip
def test_the_sentence_says_what_was_counted(counts, said):
    assert hindsight_lines(found(**counts), grade="黄牌")[:2] == said


@pytest.mark.parametrize(("counts", "said"), [
    ({"hits": 29}, "不足 30 项，比例只供参考，不能据此定规则。"),
    ({"hits": 30}, "已满 30 项，比例可作讨论的依据，范围见下图。"),
    ({"missed": 31, "silent": 2},
     "有 2 项过了时限再没有填报，按逾期计，补报后会变；写明结局的只有 29 项，不足 30 项，比例只供参考，不能据此定规则。"),
])  # fmt: skip
def test_how_far_the_figures_can_be_relied_on_counts_only_ends_that_somebody_reported(counts, said):
    assert hindsight_lines(found(**counts), grade="预警")[2] == said


def test_without_any_end_it_says_that_nothing_can_be_said():
    assert "还没有结局已定的任务" in hindsight_lines(found(), grade="预警")[0]
    assert not any(char.isdigit() for line in hindsight_lines(found(), grade="预警") for char in line)


def test_key_figures_are_explained_and_carry_their_range():
    record = {"warned": 8, "hits": 6, "late": 4, "precision": 0.75, "recall": 0.6, "precision_low": 0.5,
              "precision_high": 1.0, "recall_low": 0.1, "recall_high": 0.9, "false_per_unit_month": 0.125}  # fmt: skip
    tiles = hindsight_figures(record, found(hits=3, false=1, missed=2))
    assert [(label, value) for label, value, _ in tiles] == [
        ("准确率", "75%"), ("查全率", "60%"), ("平均提前", "41 天"), ("误报", "2 次"),
    ]  # fmt: skip
    assert [tiles[0][2], tiles[1][2]] == [
        "报了警的任务里，后来真逾期的占多少；多半在 50%–100%", "逾期的任务里，事先报过警的占多少；项数太少，给不出范围",
    ]  # fmt: skip
    unknown = dict.fromkeys(("precision", "recall"))
    none = hindsight_figures(record | unknown | {"warned": 0, "hits": 0, "false_per_unit_month": None}, found(quiet=1))
    assert [value for _, value, _ in none] == ["未知", "未知", "未知", "0 次"]


@pytest.mark.parametrize(("late", "low", "high", "has"), [
    (5, 0.2, 0.9, True), (4, 0.2, 0.9, False), (28, 1.0, 1.0, False), (28, None, None, False),
])  # fmt: skip
def test_a_range_is_only_shown_where_it_says_something(late, low, high, has):
    assert has_range({"late": late, "warned": 0, "recall_low": low, "recall_high": high}, "recall") is has


def test_each_task_has_its_verdict_what_went_wrong_first():
    rows = case_rows(case_sample())
    assert rows["verdict"].tolist() == ["✖ 漏报", "△ 误报", "✔ 报中", "✔ 报中", "○ 按时，未报警"]
    assert case_rows(case_sample(), verdicts=["△ 误报"])["task"].tolist() == ["<b>乙路</b>"]
    assert case_counts(case_sample()) == "漏报 1 · 误报 1 · 报中 2 · 按时，未报警 1"
    table = case_table(rows)
    assert table.iloc[0].tolist() == ["✖ 漏报", "丙路", "没有报", "—", "12月10日", "未办结，无新填报", "乙镇"]
    assert table.iloc[3].tolist()[1:6] == ["甲路", "10月20日", "51 天", "12月10日", "12月20日"]


def test_the_year_is_said_where_there_are_two():
    later = case_sample().assign(deadline=pd.Timestamp("2023-01-10"))
    assert set(case_table(case_rows(later))["原时限"]) == {"2023年1月10日"}


MONTHS = pd.DataFrame(
    [("甲局", "2022-10-01", 0), ("甲局", "2022-11-01", 2), ("<乙镇>", "2022-11-01", 1), ("丙镇", "2022-09-01", 0)],
    columns=["unit", "month", "false"],
).assign(month=lambda table: pd.to_datetime(table["month"]))  # fmt: skip


def test_false_alarms_stand_in_their_month_and_units_without_any_are_counted():
    assert false_line(MONTHS).startswith("2 个单位有过误报，其余 1 个没有。")
    grid = false_grid(MONTHS)
    assert grid.count("<tbody>") == 1
    assert grid.index("甲局") < grid.index("&lt;乙镇&gt;")
    assert 'title="2022年11月误报 2 次"' in grid
    assert 'title="2022年10月没有任务"' in grid
    assert "9月" not in grid


def test_where_nobody_had_a_false_alarm_there_is_no_grid():
    none = MONTHS.assign(false=0)
    assert (false_line(none), false_grid(none)) == ("3 个单位都没有误报。", "")
    assert false_line(none.head(0)) == "还没有结局已定的任务。"


def test_one_year_cannot_test_a_threshold_and_that_is_said():
    nothing = pd.DataFrame()
    assert calibration_lines(nothing, years=[2022])[0][1][0].startswith("已有结局的任务只有 2022 年一年，无法跨年检验")
    assert "没有前后相连的两年" in calibration_lines(nothing, years=[2020, 2022])[0][1][0]
    assert "还没有结局" in calibration_lines(nothing, years=[])[0][1][0]


def test_a_threshold_of_one_year_is_told_beside_the_one_in_use_on_the_next():
    row = {"signal": "lag", "words": "落后 10 个百分点", "year": 2022, "at": 15.0, "tasks_then": 40, "precision": 0.8,
           "recall": 0.7, "tasks": 12, "now": 10.0, "now_precision": 0.6, "now_recall": None}  # fmt: skip
    [(about, sentences)] = calibration_lines(pd.DataFrame([row]), years=[2022, 2023])
    assert about == "落后 10 个百分点，2022 年选、2023 年验"
    assert sentences == [
        "用 2022 年的 40 项，选出的门槛是“落后 15 个百分点”；现行的是“落后 10 个百分点”。",
        "放到 2023 年的 12 项上：选出的准确率 80%、查全率 70%，现行的准确率 60%、查全率 未知，项数太少，只供参考。",
    ]


@pytest.mark.parametrize("signal", [each for each in SIGNALS if each.tries], ids=lambda each: each.name)
def test_every_threshold_that_is_tried_can_be_said(signal):
    assert all("-" not in _AT[signal.name](at) for at in signal.tries)


def traces(figure, meta: str):
    return next(trace for trace in figure.data if trace.meta == meta)


def test_a_signal_without_an_alarm_has_no_mark_for_precision_and_says_so():
    figure = quality_marks(quality_table())
    assert list(traces(figure, "precision").x) == [75.0]
    assert list(traces(figure, "recall").x) == [60.0, 0.0]
    assert list(traces(figure, "ends").text) == ["报 8 中 6", "没有报警"]
    assert list(traces(figure, "precision_range").x) == [50.0, 100.0, None]


def test_a_hit_is_a_dot_in_its_week_and_opens_its_task():
    dots = traces(lead_dots(case_sample()), "leads")
    assert list(zip(dots.x, dots.y, strict=True)) == [(52.5, 0.5), (52.5, 1.5)]  # both in the eighth week
    assert [each[0] for each in dots.customdata] == ["d", "a"]


def test_errors_are_told_in_days_of_a_hundred_and_an_empty_part_has_no_mark():
    figure = finish_errors(band_table())
    assert list(traces(figure, "middle").x) == [-2.0]
    assert list(traces(figure, "band").x) == [-10.0, 20.0, None]
    assert "早 10 天到晚 20 天" in figure.layout.annotations[0].text.replace("<br>", "")
    assert list(traces(figure, "ends").text) == ["还没有", "12 项"]


SURE = Expected(pd.Timestamp("2022-12-28"), pd.Timestamp("2022-12-12"), pd.Timestamp("2023-01-20"), 38)


@pytest.mark.parametrize(("expected", "short", "said"), [
    (SURE, False, "预计 12月28日完成，按本区已办结任务的历次误差，八成把握在 12月12日—2023年1月20日之间（没有办结的不在内）。"),
    (SURE, True, "预计 12月28日完成（八成把握 12月12日—2023年1月20日）。"),
    (SURE._replace(low=pd.NaT, high=pd.NaT, tasks=4), False,
     "预计 12月28日完成；工期走到这一段、已经办结的任务只有 4 项，不足 10 项，暂不给区间。"),
    (SURE._replace(low=pd.NaT, high=pd.NaT, tasks=4), True, "预计 12月28日完成（已办结任务不足 10 项，暂不给区间）。"),
    (SURE._replace(day=pd.NaT), False, ""),
])  # fmt: skip
def test_an_expected_finish_is_said_with_its_range_or_why_there_is_none(expected, short, said):
    assert expected_line(expected, as_of=AS_OF, short=short) == said


def test_a_range_that_rests_on_few_tasks_says_so():
    assert expected_line(SURE._replace(tasks=11), as_of=AS_OF).endswith("只有 11 项可比，仅供参考。")


@pytest.mark.parametrize(("needed", "recent", "task", "said"), [
    (3.2, 1.1, ("2022-12-20", 50.0), "每周需 3.2 个百分点才能按原时限完成（近四周平均每周 1.1）。"),
    (3.2, float("nan"), ("2022-12-20", 50.0), "每周需 3.2 个百分点才能按原时限完成（近四周填报不全，速度未知）。"),
    (3.2, 0.0, ("2022-12-20", 50.0), "每周需 3.2 个百分点才能按原时限完成（近四周没有进展）。"),
    (3.2, -0.5, ("2022-12-20", 50.0), "每周需 3.2 个百分点才能按原时限完成（近四周平均每周倒退 0.5）。"),
    (float("nan"), 1.0, ("2022-12-20", float("nan")), "没有填报，算不出每周需要完成多少。"),
    (float("nan"), 1.0, ("2022-10-31", 60.0), "原时限 10月31日已到，余下的 40 个百分点已来不及按时完成。"),
    (float("nan"), 1.0, ("2022-10-31", float("nan")), "原时限 10月31日已到，至今未报进度。"),
    (float("nan"), 1.0, ("2022-12-20", 100.0), ""),
    (float("nan"), 1.0, (None, 50.0), ""),
])  # fmt: skip
def test_the_needed_pace_is_said_beside_that_of_late(needed, recent, task, said):
    row = pd.Series({"deadline": pd.Timestamp(task[0]) if task[0] else pd.NaT, "actual": task[1]})
    assert pace_line(needed, recent, task=row, as_of=AS_OF, weeks=4) == said
    short = pace_line(needed, recent, task=row, as_of=AS_OF, weeks=4, short=True)
    assert short == said.replace("才能按原时限完成", "")
