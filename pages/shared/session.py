"""The choices that hold for every page: which store, which published version, which day. They live in the address.

Only this module and `data.py` read the environment, the clock and the address; everything below gets them as arguments.
"""

from datetime import date

import pandas as pd
import streamlit as st
from streamlit.navigation.page import Page

from pages.shared import data
from pages.shared.views import View

DATE = "date"
"""Name of the data date in the address: a link that carries it shows the same day to whoever opens it."""


WIDTH, PHONE, LAPTOP = "viewport_width", "phone", "laptop"
"""Where the width of the screen is kept, and its names; the third is "wide". A first visit is taken for a laptop's."""

_PAGES, _ADDRESSED = "pages", "addressed"


def navigate(groups: dict[str, dict[str, Page]], *, shown: bool = True) -> Page:
    """Offer the pages in the menu, heading by heading, and return the one that was chosen; links find them by name.
    The menu is not `shown` before the page is laid out: it would push the page aside."""
    st.session_state[_PAGES] = {name: page for group in groups.values() for name, page in group.items()}
    headed = {heading: list(group.values()) for heading, group in groups.items()}
    return st.navigation(
        headed, position="sidebar" if shown else "hidden", expanded=True
    )  # past a dozen pages the rest would be folded away


def stay_on(chosen: Page, *, shown: bool) -> None:
    """Keep the page that an address asked for: the run that follows once the screen is laid out may be asked for too
    early to know it, and would be given the first page."""
    if not shown:
        st.session_state[_ADDRESSED] = chosen.url_path
        return
    wanted = st.session_state.pop(_ADDRESSED, "")
    if wanted and wanted != chosen.url_path:
        st.switch_page(page(wanted), query_params=st.query_params.to_dict())


def page(name: str) -> Page:
    """Return the page of that name, for a link to it."""
    return st.session_state[_PAGES][name]


def choose_view() -> None:
    """Ask once, beside the menu, for the data date; keep it in the address from page to page."""
    snapshot = data.current()
    days = data.report_days(snapshot)
    if not days:
        return
    options = _options(days, wanted=_asked())
    if st.session_state.get(DATE) not in options:
        st.session_state[DATE] = _asked() or options[0]
    with st.sidebar:
        st.selectbox("数据日期", options, key=DATE, format_func=_day_in_words, help="所有页面都按这一天的情况计算")
        st.caption(data.version_in_words(snapshot))
    st.query_params[DATE] = st.session_state[DATE].isoformat()


def view() -> View:
    """Return what the visitor looks at: store, published version, rule pack and day."""
    snapshot = data.current()
    chosen = st.session_state.get(DATE)
    return View(str(data.store_path()), snapshot, "default", chosen, dark=_is_dark(), width=_width())


def is_phone() -> bool:
    """Whether the screen is as narrow as a phone's."""
    return _width() == PHONE


def link_params(**extra: str) -> dict[str, str]:
    """Return the address parameters of a link to another page, so that the day goes with it."""
    chosen = st.session_state.get(DATE)
    return ({DATE: chosen.isoformat()} if chosen else {}) | extra


def _asked() -> date | None:
    """Read the day that the address asks for; an address that says nonsense asks for nothing."""
    day = pd.to_datetime(st.query_params.get(DATE, ""), format="%Y-%m-%d", errors="coerce")
    return None if pd.isna(day) else day.date()


def _options(days: tuple[date, ...], *, wanted: date | None) -> list[date]:
    return sorted({*days, *([wanted] if wanted else [])}, reverse=True)


def _day_in_words(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _is_dark() -> bool:
    return st.context.theme.type == "dark"


def _width() -> str:
    return st.session_state.get(WIDTH, LAPTOP)
