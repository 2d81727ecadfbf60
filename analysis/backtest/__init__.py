"""How often the warnings came true: a weekly replay on tasks of which the end is known. SCORING.md 6."""

from analysis.backtest.forecasts import error_band, forecast_errors, needed_pace
from analysis.backtest.outcomes import outcomes
from analysis.backtest.portfolio import read_portfolio
from analysis.backtest.quality import Quality, calibrated, quality, stage_quality, warning_record
from analysis.backtest.signals import SIGNALS, STAGES, alarms, at_stages

__all__ = [
    "SIGNALS", "STAGES", "Quality", "alarms", "at_stages", "calibrated", "error_band", "forecast_errors",
    "needed_pace", "outcomes", "quality", "read_portfolio", "stage_quality", "warning_record",
]  # fmt: skip
