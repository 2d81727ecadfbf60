"""Finding anything by its name from every page: a box beside the menu, and the way to what was chosen in it."""

import re
from collections.abc import Mapping
from urllib.parse import urlencode

import streamlit as st

from pages.shared import components, data, mechanism, oversight, session
from pages.shared.keeping import shared
from pages.shared.views import View
from reports.subjects import finding
from reports.subjects.finding import Entry

__all__ = ["beside_the_menu", "entries", "go", "leave_for", "link"]

_KEY, _GOING, _TASK = "finder", "going_to", "task"


def beside_the_menu() -> None:
    """Show the box on every page; a meeting has keys of its own."""
    if not session.presents() and data.current():
        with st.sidebar:
            _box()


@st.fragment
def _box() -> None:
    """Show the box and what answers to the words in it; leave for what was chosen."""
    typed = str((st.session_state.get(_KEY) or {}).get("typed") or "")[:60]
    components.part("finder")(data=_answers(typed), key=_KEY, on_typed_change=components.remember, on_open_change=_open)
    leave_for()


def entries() -> tuple[Entry, ...]:
    """Return everything that this visitor can find in what they look at."""
    view = session.view()
    return () if view.is_empty else _findable(view, tuple(session.titles().items()))


def link(entry: Entry) -> str:
    """Return the address of what was found, for a tab of its own."""
    asked = urlencode(session.link_params(**dict(entry.address)), doseq=True)
    return f"{session.page(entry.page).url_path}?{asked}"


def go(entry: Entry, address: Mapping[str, str]) -> None:
    """Leave for what was found, as soon as the run allows: for a callback. On the page that is open already it is
    chosen in the lists themselves, since an address that a list has written is the list's own."""
    if entry.page != session.here():
        st.session_state[_GOING] = (entry.page, dict(address))
        return
    for key, value in entry.chosen:
        if key == _TASK:  # the one choice that its page writes into the address itself
            st.query_params[key] = value
        if st.session_state.get(key) != value:
            st.session_state[key] = value
    st.session_state[_GOING] = None


def leave_for() -> None:
    """Leave for what a callback has asked for."""
    if _GOING not in st.session_state:
        return
    going = st.session_state.pop(_GOING)
    if going is None:
        st.rerun()
    page, address = going
    st.switch_page(session.page(page), query_params=session.link_params(**address))


def _answers(typed: str) -> dict:
    if not typed:
        return {"typed": "", "answers": [], "said": "", "more": ""}
    found = finding.found(entries(), typed)
    shown = found.hits or found.near
    return {
        "typed": typed,
        "answers": [
            {"name": each.name, "kind": each.kind, "about": each.about, "href": link(each), "shown": _where(each)}
            for each in shown
        ],
        "said": "" if found.hits else finding.nothing_found(typed, found.near),
        "more": f"另有 {found.more} 条，请再多写几个字。" if found.more else "",
    }  # fmt: skip


def _where(entry: Entry) -> str:
    """Return the class of the list in which the page has it chosen: what is found is not left below the screen."""
    return re.sub(r"[^a-zA-Z0-9_-]", "-", f"st-key-{entry.chosen[-1][0]}") if entry.chosen else ""


def _open() -> None:
    """Go to the answer that was chosen: found anew, so that nobody is sent where they may not go."""
    told = (st.session_state.get(_KEY) or {}).get("open") or {}
    found = finding.found(entries(), str(told.get("typed", ""))[:60])
    shown, place = found.hits or found.near, told.get("place")
    if isinstance(place, int) and 0 <= place < len(shown):
        entry = shown[place]
        go(entry, dict(entry.address))


def _findable(view: View, pages: tuple[tuple[str, str], ...]) -> tuple[Entry, ...]:
    """Kept by version and day: neither the ground nor the width of the screen changes what there is."""
    return _kept(view.store, view.snapshot, view.rules, view.as_of.isoformat(), pages, view)


@shared(most=20)
def _kept(store: str, snapshot: str, rules: str, day: str, pages: tuple, _view: View) -> tuple[Entry, ...]:
    known = data.facts(_view)
    tables = {
        "leaders": mechanism.leaders(_view), "orders": mechanism.orders(_view), "brands": mechanism.brands(_view),
        "items": oversight.items(_view), "problems": oversight.problems(_view), "papers": known["honours"],
    }  # fmt: skip
    return finding.findable(data.scores(_view), known["unit_aliases"], tables, pages=dict(pages))
