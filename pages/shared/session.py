"""The choices that hold for every page: which store, which published version, which day. They live in the address.

Only this module and `data.py` read the environment, the clock and the address; everything below gets them as arguments.
"""

from datetime import date, datetime

import pandas as pd
import streamlit as st
from streamlit.navigation.page import Page

from pages.shared import data, drafts
from pages.shared.views import LAPTOP, PHONE, WIDE, View

DATE = "date"
"""Name of the data date in the address: a link that carries it shows the same day to whoever opens it."""


VERSION = "version"
"""Name of a version in the address: a link that carries it shows that version, also when a newer one is published."""

SLIDE = "slide"
"""In the address while a meeting is presented: the version that stands beside it is the meeting's own."""

WIDTH = "viewport_width"
"""Where the width of the screen is kept. A first visit is taken for a laptop's."""

_WIDTH_COOKIE = "sgt_width"
"""Written by `browser/arrival.js`, which the server puts into the page."""

_PAGES, _HERE, _SHOWN, _ADDRESSED = "pages", "page_here", "version_shown", "addressed"


def navigate(groups: dict[str, dict[str, Page]], *, shown: bool = True) -> Page:
    """Offer the pages in the menu, heading by heading, and return the one that was chosen; links find them by name.
    The menu is not `shown` before the page is laid out: it would push the page aside."""
    st.session_state[_PAGES] = {name: page for group in groups.values() for name, page in group.items()}
    headed = {heading: list(group.values()) for heading, group in groups.items()}
    place = "sidebar" if shown else "hidden"
    chosen = st.navigation(headed, position=place, expanded=True)  # past a dozen the rest would be folded away
    st.session_state[_HERE] = next((name for name, page in st.session_state[_PAGES].items() if page == chosen), None)
    return chosen


def note_address() -> None:
    """Keep which page a visit began with: the run that follows once the screen has answered may be asked for too early
    to know it, and would be given the first page."""
    if WIDTH not in st.session_state:
        st.session_state.setdefault(_ADDRESSED, str(st.context.url or "").rstrip("/").rpartition("/")[2])


def stay_on(chosen: Page, *, shown: bool) -> None:
    """Go to the page that the visit began with, once the page can be shown."""
    wanted = st.session_state.pop(_ADDRESSED, "") if shown else ""
    if wanted and wanted != chosen.url_path:
        found = [page for page in st.session_state[_PAGES].values() if page.url_path == wanted]
        if found:
            st.switch_page(found[0], query_params=st.query_params.to_dict())


def page(name: str) -> Page:
    """Return the page of that name, for a link to it."""
    return st.session_state[_PAGES][name]


def here() -> str | None:
    """Return the name of the page that is open."""
    return st.session_state.get(_HERE)


def titles() -> dict[str, str]:
    """Return the names of the pages that this visitor may open, with what they are called."""
    return {name: page.title for name, page in st.session_state[_PAGES].items()}


def choose_view() -> None:
    """Ask once, beside the menu, for the data date; keep it and a version that a link asked for in the address."""
    _choose_version()
    snapshot = st.session_state[_SHOWN] = st.session_state.get(VERSION) or data.current()
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


def shown() -> str | None:
    """Return the version that is shown: the one that a link asked for, else the one that was published when this run
    of the page began."""
    return st.session_state.get(_SHOWN) or data.current()


def is_old() -> bool:
    """Whether a version is shown that is not the published one any more: it can be looked at and not changed."""
    return bool(st.session_state.get(VERSION))


def view() -> View:
    """Return what the visitor looks at: store, version, rule pack and day."""
    chosen = st.session_state.get(DATE)
    return View(str(data.store_path()), shown(), "default", chosen, dark=_is_dark(), width=_width())


def is_phone() -> bool:
    """Whether the screen is as narrow as a phone's."""
    return _width() == PHONE


def link_params(**extra: str) -> dict[str, str]:
    """Return the address parameters of a link to another page, so that the day and an older version go with it."""
    chosen = st.session_state.get(DATE)
    kept = {DATE: chosen.isoformat()} if chosen else {}
    return kept | ({VERSION: shown()} if is_old() else {}) | extra


def newest_again() -> None:
    """Leave an older version for the published one; who stood at its newest day goes to the newest day."""
    if st.session_state.get(DATE) in data.report_days(shown())[:1]:
        st.session_state.pop(DATE, None)
        st.query_params.pop(DATE, None)
    forget_version()


def forget_version() -> None:
    """Look at the published version from the next run on, whatever the address asked for."""
    st.session_state.pop(VERSION, None)
    st.session_state.pop(_SHOWN, None)
    st.query_params.pop(VERSION, None)


def wanted_version() -> str | None:
    """Return the version that the address or the visit asks for and that exists, else the published one."""
    asked = st.query_params.get(VERSION) or st.session_state.get(VERSION)
    return asked if asked in drafts.published() else data.current()


def presents() -> bool:
    """Whether a meeting is on the screen: it has a version and keys of its own. The address keeps it, so that a reload
    goes on where it was."""
    return SLIDE in st.query_params


def _choose_version() -> None:
    """Look at the version that the address asks for, or go on looking at it on the next page; say so."""
    asked = st.query_params.get(VERSION)
    if presents() or not (asked or is_old()):
        return
    wanted = asked or st.session_state[VERSION]
    newest = data.current()
    known = wanted in drafts.published()
    st.session_state[VERSION] = wanted if known and wanted != newest else None
    if not known:
        st.warning(
            "链接里的这一版在台账库里找不到：可能已经清理，或者链接没有复制全。现在显示的是最新版本。",
            icon=":material/link_off:",
        )
    elif wanted != newest:
        st.query_params[VERSION] = wanted
        _say_old(wanted, newest)
    elif asked:
        st.query_params.pop(VERSION)


def _say_old(snapshot: str, newest: str | None) -> None:
    """Say on top of the page that this is not the newest version, and offer that."""
    with st.container(border=True, key="old_version", horizontal=True, vertical_alignment="center"):
        st.markdown(
            f":material/history: **正在看旧版，只能看、不能改**：{made(snapshot)} 的一版；"
            f"最新的是 {made(newest)} 的一版。"
        )
        st.button("回到最新版本", key="newest_again", icon=":material/update:", on_click=newest_again)


def made(snapshot: str | None) -> str:
    """Return when a version was made, to the minute: two of one day must not look the same."""
    made = data.local(datetime.strptime(str(snapshot)[:15], "%Y%m%dT%H%M%S"))
    return f"{made.year}年{made.month}月{made.day}日 {made:%H:%M}"


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


def told_width() -> str | None:
    """Return the width that the browser told with its first question, None where it tells none (see `browser/`): the
    page can then be laid out at once, without asking first."""
    told = st.context.cookies.get(_WIDTH_COOKIE)
    return told if told in (PHONE, LAPTOP, WIDE) else None


def _width() -> str:
    return st.session_state.get(WIDTH, LAPTOP)
