"""What a page works out from a version and a day is worked out once, for every visitor and every rerun.

Unlike Streamlit's own caches, which hash each argument anew, this looks a view up by its values: a page asks dozens of
times. What is kept is shared between visitors: nobody changes it.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache, wraps
from typing import TypeVar

from pages.shared.views import LAPTOP, View

_KEPT = 120
"""Answers that one function keeps: some versions and days, for each the units or tasks that were looked at."""

Answer = TypeVar("Answer")


def once(reckon: Callable[..., Answer]) -> Callable[..., Answer]:
    """Keep what a function says of a view, whatever the theme and width of the screen; its other arguments are plain
    values. It must rest on the version, the rules and the day alone: not on the clock, the visitor or what is frozen.

    >>> asked = []
    >>> count = once(lambda view, unit: asked.append(unit) or len(asked))
    >>> view = View("store", "1", "default", None)
    >>> count(view, "太平镇"), count(replace(view, dark=True), "太平镇"), count(view, "浸潭镇")
    (1, 1, 2)
    """
    kept = lru_cache(maxsize=_KEPT)(reckon)

    @wraps(reckon)
    def ask(view: View, *about: object, **named: object) -> Answer:
        return kept(_plain(view), *about, **named)

    return ask


@lru_cache(maxsize=_KEPT)
def _plain(view: View) -> View:
    return replace(view, dark=False, width=LAPTOP)
