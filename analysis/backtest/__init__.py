"""How often the warnings came true: a weekly replay on tasks of which the end is known. SCORING.md 6."""

from analysis.backtest.calibrating import calibrations, years_of
from analysis.backtest.forecasts import (
    LEAST,
    Expected,
    error_band,
    expected_finish,
    forecast_errors,
    needed_pace,
    recent_pace,
)
from analysis.backtest.outcomes import outcomes
from analysis.backtest.portfolio import read_portfolio
from analysis.backtest.quality import (
    FEW,
    Quality,
    calibrated,
    false_months,
    quality,
    stage_quality,
    warning_record,
)
from analysis.backtest.record import backtest_record
from analysis.backtest.signals import SIGNALS, STAGES, Signal, alarms, at_stages

__all__ = [
    "FEW", "LEAST", "SIGNALS", "STAGES", "Expected", "Quality", "Signal", "alarms", "at_stages", "backtest_record",
    "calibrated", "calibrations", "error_band", "expected_finish", "false_months", "forecast_errors", "needed_pace",
    "outcomes", "quality", "read_portfolio", "recent_pace", "stage_quality", "warning_record", "years_of",
]  # fmt: skip
