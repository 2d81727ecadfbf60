"""Figures: a table in, a Plotly figure out, the same for the same table."""

from reports.drawing.board import planned_against_actual
from reports.drawing.brandmarks import brand_ranks
from reports.drawing.canvas import enlarged, ready
from reports.drawing.curve import plan_and_reports
from reports.drawing.flagstrip import flag_strip
from reports.drawing.heat import lag_heat
from reports.drawing.indexing import difference_bars, figure_heat, loss_steps, moving_parts, sure_places
from reports.drawing.leaders import load_and_lag
from reports.drawing.overview import movement
from reports.drawing.parts import index_parts
from reports.drawing.pointmarks import point_balances
from reports.drawing.racing import race, trend
from reports.drawing.ranking import place_intervals, standing
from reports.drawing.slope import portfolio
from reports.drawing.strip import level_strip
from reports.drawing.visitmarks import before_and_after, reported_and_verified
from reports.drawing.wall import board_waffle

__all__ = [
    "before_and_after", "board_waffle", "brand_ranks", "difference_bars", "enlarged", "figure_heat", "flag_strip",
    "index_parts", "lag_heat", "level_strip", "load_and_lag", "loss_steps", "movement", "moving_parts",
    "place_intervals", "plan_and_reports", "planned_against_actual", "point_balances", "portfolio", "race", "ready",
    "reported_and_verified", "standing", "sure_places", "trend",
]  # fmt: skip
