"""What a person has pinned: beside the menu on every page, and on 总览 with how each stands today.

The browser keeps it (no account is needed); the server names it. Here too is the link that shows others the same.
"""

import streamlit as st

import reports
from pages.shared import components, finder, session
from reports.subjects import keeping

__all__ = ["beside_the_menu", "links"]

_KEY, _PINNED, _SHOWN = "favourites", "pinned_now", "favourites_shown"


def beside_the_menu() -> None:
    """Show on every page what was pinned, and the two buttons; not while a meeting is presented."""
    if not session.presents() and not session.view().is_empty:
        with st.sidebar:
            _keeper()


@st.fragment
def _keeper() -> None:
    """Show the two buttons and the favourites; take in a new one, open one, give the link."""
    lines = _lines()
    told = {
        "items": [
            {"name": each.name, "about": each.about, "gone": each.gone, "href": _href(kept, each),
             "far": _is_far(kept, each)}
            for kept, each in lines
        ],
        "kept": _told(), "version": session.shown(), "pinned": st.session_state.get(_PINNED),
    }  # fmt: skip
    components.part("favourites")(
        data=told, key=_KEY, on_kept_change=components.remember, on_pin_change=_pin, on_open_change=_open
    )
    finder.leave_for()
    if st.session_state.get(_SHOWN, _told()) != _told():  # 总览 was drawn before the browser had told
        st.session_state.pop(_SHOWN)
        st.rerun()


def links() -> None:
    """Show the favourites as links with how each stands, where there are any."""
    st.session_state[_SHOWN] = _told()
    shown = [(kept, each) for kept, each in _lines() if not each.gone]
    if not shown:
        return
    with st.container(border=True, key="favourite_links"):
        st.caption("我的收藏")
        for kept, each in shown:
            about = f" {each.about}" if each.about else ""
            st.page_link(
                session.page(each.entry.page), label=f"**{reports.plain(each.name)}**{reports.plain(about)}",
                icon=":material/star:", query_params=session.link_params(**_address(kept, each)),
            )  # fmt: skip


def _lines() -> list[tuple[keeping.Kept, keeping.Line]]:
    kept = keeping.kept_of(_told())
    entries = finder.entries() if kept else ()
    return [(each, keeping.line_of(each, entries)) for each in kept]


def _told() -> str:
    return (st.session_state.get(_KEY) or {}).get("kept") or "[]"


def _address(kept: keeping.Kept, line: keeping.Line) -> dict:
    """What an address must say; what the page is about is written as its list writes it."""
    return {key: list(value) if isinstance(value, tuple) else value for key, value in kept.chosen} | dict(
        line.entry.address
    )


def _href(kept: keeping.Kept, line: keeping.Line) -> str:
    return "" if line.gone else finder.link(line.entry._replace(address=tuple(_address(kept, line).items())))


def _pin() -> None:
    """Name what is open, for the browser to keep."""
    told = (st.session_state.get(_KEY) or {}).get("pin") or {}
    titles, address = session.titles(), told.get("address")
    page = next((name for name in titles if session.page(name).url_path == told.get("page")), "overview")
    chosen = keeping.pinned(page, address if isinstance(address, dict) else {}, st.session_state)
    line = keeping.line_of(keeping.Kept(page, chosen, titles[page]), finder.entries())
    before = (st.session_state.get(_PINNED) or {}).get("stamp", 0)
    what = {"page": page, "chosen": dict(chosen), "name": line.name}
    st.session_state[_PINNED] = {"stamp": before + 1, "what": what}


def _open() -> None:
    place, lines = (st.session_state.get(_KEY) or {}).get("open"), _lines()
    if isinstance(place, int) and 0 <= place < len(lines) and not lines[place][1].gone:
        kept, line = lines[place]
        finder.go(line.entry, _address(kept, line))


def _is_far(kept: keeping.Kept, line: keeping.Line) -> bool:
    """Whether the browser must follow the link itself: filters of the very page that is open are its lists' own."""
    if line.gone or line.entry.page != session.here():
        return False
    return not {key for key, _ in kept.chosen} <= {key for key, _ in line.entry.chosen}
