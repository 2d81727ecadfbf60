"""What every figure is told about the screen and about the numbers it shows."""

import reports
from pages.shared import data
from pages.shared.views import SLIDE, View


def whole(view: View) -> dict:
    """Return the look of a chart as wide as the page: its footer says data date, rule pack and share known; a slide
    says that itself."""
    note = "" if view.width == SLIDE else reports.data_note(data.scores(view), demo=data.is_demo(view))
    return {"dark": view.dark, "narrow": view.is_narrow, "note": note}


def half(view: View) -> dict:
    """Return the same for a chart in half of the page: on a laptop that is as narrow as a phone."""
    return whole(view) | {"narrow": not view.is_wide}
