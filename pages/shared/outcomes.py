"""What became of warnings and forecasts: reckoned once for what the scores rest on (`data.Ground`)."""

import pandas as pd

import analysis
import reports
from analysis import backtest
from pages.shared import data
from pages.shared.keeping import shared
from pages.shared.views import View


def ends(view: View) -> pd.DataFrame:
    """Return the tasks whose end is certain on the view's day."""
    return data.reckoned(view, backtest.outcomes)


def record(view: View) -> dict:
    """Return the whole record of the warnings."""
    return _record(*data.grounded(view))


def signal(view: View, name: str) -> dict:
    """Return the record of one signal."""
    return next(each for each in record(view)["signals"] if each["signal"] == name)


def cases(view: View, name: str) -> pd.DataFrame:
    """Return the first alarm of every task with a certain end by one signal, and what became of it."""
    return _cases(*data.grounded(view), name)


def errors(view: View) -> pd.DataFrame:
    """Return how far off the expected finish was, by part of the duration."""
    return _errors(*data.grounded(view))


def calibrations(view: View) -> pd.DataFrame:
    """Return the thresholds chosen on one year and tried on the next."""
    return pd.DataFrame(record(view)["calibration"])


def expected(view: View, task_id: str) -> backtest.Expected:
    """Return the expected finish of a task with its range."""
    task = reports.one_task(data.scores(view).tasks, task_id)
    return backtest.expected_finish(task, errors(view), as_of=pd.Timestamp(view.as_of))


def paces(view: View, task_id: str) -> tuple[float, float]:
    """Return the pace that a task needs and the one it has had of late, in percentage points a week."""
    as_of = pd.Timestamp(view.as_of)
    task = data.scores(view).tasks
    task = task[task["task_id"].eq(task_id)]
    weeks = data.weeks(view)
    weeks = weeks[weeks["task_id"].eq(task_id)]
    recent = backtest.recent_pace(weeks, as_of=as_of, days=data.rules(view).actual.recent_days)
    return float(backtest.needed_pace(task, as_of=as_of).iloc[0]), float(recent.get(task_id, float("nan")))


@shared(most=20, says="正在回看以前的报警…")
def _record(ground: data.Ground, _facts: dict, _packs: analysis.Rules) -> dict:
    known = backtest.outcomes(_facts, as_of=ground.day, rules=_packs.at(ground.day))
    return backtest.backtest_record(data.replayed(ground, _facts, _packs), known)


@shared(most=60)
def _errors(ground: data.Ground, _facts: dict, _packs: analysis.Rules) -> pd.DataFrame:
    """The page of a task needs this alone: the whole record would keep its visitor waiting."""
    known = backtest.outcomes(_facts, as_of=ground.day, rules=_packs.at(ground.day))
    return backtest.error_band(backtest.forecast_errors(data.replayed(ground, _facts, _packs), known))


@shared(most=60)
def _cases(ground: data.Ground, _facts: dict, _packs: analysis.Rules, name: str) -> pd.DataFrame:
    known = backtest.outcomes(_facts, as_of=ground.day, rules=_packs.at(ground.day))
    by = next(each for each in backtest.SIGNALS if each.name == name)
    return backtest.alarms(data.replayed(ground, _facts, _packs), known, signal=by)
