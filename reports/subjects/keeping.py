"""Favourites as a browser keeps them: read with suspicion, named by what the things are called today.

A favourite is a page with what is chosen on it; neither day nor version belongs to it, so it always shows the newest.
"""

import json
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from reports.subjects.finding import CHOSEN, Entry, named_by

__all__ = ["Kept", "Line", "kept_of", "line_of", "pinned"]

_MOST, _LONG = 40, 200

Choice = str | tuple[str, ...]
"""What one key of an address says; a list in which several may be chosen says several."""

_NOT_KEPT = {"date", "version"}


class Kept(NamedTuple):
    """page: its name; chosen: key and value of every choice, as they stand in an address; name: as it was called."""

    page: str
    chosen: tuple[tuple[str, Choice], ...]
    name: str


class Line(NamedTuple):
    """A favourite today: what it is called, a line about it, whether it is gone, and the thing it shows."""

    name: str
    about: str
    gone: bool
    entry: Entry | None


def kept_of(text: object) -> tuple[Kept, ...]:
    """Read what a browser has kept; what is not understood is left out.

    >>> kept_of('[{"page": "towns", "chosen": {"unit_镇": "三坑镇"}, "name": "三坑镇"}, 7]')
    (Kept(page='towns', chosen=(('unit_镇', '三坑镇'),), name='三坑镇'),)
    >>> kept_of("<script>"), kept_of(None)
    ((), ())
    """
    try:
        told = json.loads(text) if isinstance(text, str) else []
    except ValueError:
        return ()
    each = told[:_MOST] if isinstance(told, list) else []
    return tuple(_read(one) for one in each if isinstance(one, dict) and isinstance(one.get("page"), str))


def pinned(page: str, address: Mapping, chosen: Mapping[str, object]) -> tuple[tuple[str, Choice], ...]:
    """Return the choices of a page that a favourite keeps: its address without day and version, and what the page is
    about even where that is the first of the list and so not in the address (`chosen`: every choice that is known)."""
    told = {str(key): _said(value) for key, value in address.items() if key not in _NOT_KEPT}
    key = CHOSEN.get(page)
    if key and isinstance(chosen.get(key), str):
        told[key] = str(chosen[key])
    return tuple(sorted(told.items()))


def line_of(kept: Kept, entries: Sequence[Entry]) -> Line:
    """Say what a favourite is today."""
    entry = named_by(entries, kept.page, dict(kept.chosen))
    if entry is None:
        return Line(kept.name or "一项收藏", "现在的台账里没有了，可以取消收藏。", True, None)
    if entry.page in CHOSEN and entry.chosen:
        return Line(entry.name, entry.about, False, entry)
    filters = "、".join(each for _, value in kept.chosen for each in (value if isinstance(value, tuple) else (value,)))
    return Line(entry.name + (f" · {filters}" if filters else ""), "", False, entry)


def _read(told: Mapping) -> Kept:
    chosen = told.get("chosen")
    pairs = chosen.items() if isinstance(chosen, dict) else ()
    short = sorted((str(key)[:_LONG], _said(value)) for key, value in pairs)
    return Kept(told["page"][:_LONG], tuple(short), str(told.get("name") or "")[:_LONG])


def _said(value: object) -> Choice:
    """One text, or several: an address may say a thing more than once."""
    if not isinstance(value, list | tuple):
        return str(value)[:_LONG]
    each = tuple(str(one)[:_LONG] for one in value[:_MOST])
    return each[0] if len(each) == 1 else each
