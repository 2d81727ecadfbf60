"""What a page works out from a version and a day is worked out once, for every visitor and every rerun.

Unlike Streamlit's own caches, which hash each argument anew, this looks a view up by its values: a page asks dozens of
times. What is kept is shared between visitors: nobody changes it.
"""

import inspect
from collections.abc import Callable
from functools import lru_cache, wraps
from threading import Lock
from typing import TYPE_CHECKING, TypeVar

import streamlit as st

from pages.shared.views import View

if TYPE_CHECKING:
    from pandas import DataFrame

_KEPT = 120
"""Answers that one function keeps: some versions and days, for each the units or tasks that were looked at."""

Answer = TypeVar("Answer")


def once(reckon: Callable[..., Answer]) -> Callable[..., Answer]:
    """Keep what a function says of a view, whatever the theme and width of the screen; its other arguments are plain
    values. It must rest on the version, the rules and the day alone: not on the clock, the visitor or what is frozen.

    >>> from dataclasses import replace
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


def of_table(reckon: Callable[["DataFrame"], Answer]) -> Callable[["DataFrame"], Answer]:
    """Keep what a function says of a table that is kept itself: it is known again by being the same one.

    >>> asked = []
    >>> count = of_table(lambda table: asked.append(table) or len(asked))
    >>> first, second = [1], [1]
    >>> count(first), count(first), count(second)
    (1, 1, 2)
    """
    kept: dict[int, tuple[DataFrame, Answer]] = {}
    filling = Lock()

    @wraps(reckon)
    def ask(table: "DataFrame") -> Answer:
        held = kept.get(id(table))  # a table that is held here keeps its id
        if held is not None:
            return held[1]
        answer = reckon(table)
        with filling:
            kept[id(table)] = (table, answer)
            if len(kept) > _KEPT:
                del kept[next(iter(kept))]
        return answer

    return ask


def shared(*, most: int, says: str = "") -> Callable[[Callable[..., Answer]], Callable[..., Answer]]:
    """Keep what a function answers to plain values, the newest `most` answers; parameters that begin with an underscore
    follow from the others. Streamlit's cache stands behind it: it `says` what takes so long while an answer is made,
    and lets one visitor make it for all. An answer that is there already is found without it.

    >>> asked = []
    >>> count = shared(most=2)(lambda day, _facts: asked.append(day) or len(asked))
    >>> count("1日", {}), count("1日", {"other": 1}), count("2日", {}), count("3日", {}), count("3日", {})
    (1, 1, 2, 3, 3)
    """

    def keep(reckon: Callable[..., Answer]) -> Callable[..., Answer]:
        names = inspect.signature(reckon).parameters
        asked = [place for place, name in enumerate(names) if not name.startswith("_")]
        make = st.cache_resource(show_spinner=says or False, max_entries=most, hash_funcs={View: repr})(reckon)
        kept: dict[tuple, Answer] = {}
        filling = Lock()

        @wraps(reckon)
        def ask(*given: object) -> Answer:
            key = tuple([given[place] for place in asked])
            try:
                return kept[key]
            except KeyError:
                answer = make(*given)
            with filling:
                kept[key] = answer
                if len(kept) > most:
                    del kept[next(iter(kept))]
            return answer

        return ask

    return keep


@lru_cache(maxsize=_KEPT)
def _plain(view: View) -> View:
    return view.plain()
