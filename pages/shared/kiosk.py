"""The screen in the hall: opened by a link, it goes through the slides that the link names and takes no input.

Whoever has the link sees these slides and nothing else of this visit: there is no menu, and date, version and page of
the address are not asked. What was published meanwhile comes with the next round.
"""

from dataclasses import replace

import streamlit as st

from pages.shared import components, data, meeting, rights, session, verdicts
from pages.shared.views import SLIDE, View
from reports.subjects import kiosk as screens
from reports.subjects.meeting import COVER, Slide, slide_frame

__all__ = ["asked", "link_refused", "run"]

_ROUND, _TURN = "kiosk_round", "kiosk_turn"
_PULSE = "healthz"


def asked() -> bool:
    """Whether the address is the link of a screen."""
    return screens.KIOSK in st.query_params


def run() -> None:
    """Show the screen instead of the dashboard, whatever page the address names."""
    st.navigation([st.Page(_show, title="大厅屏", default=True)], position="hidden").run()


def link_refused() -> str | None:
    """Say why this visitor may make no link, None when they may: it is for whoever sits at the server itself."""
    if rights.is_elsewhere(st.context.ip_address, st.context.headers):
        return "大厅屏的链接只能在服务器这台电脑上生成和撤销；请到那台电脑上打开本页。"
    return None


def _show() -> None:
    for name in ("style", "meeting", "kiosk"):
        st.html(components.sheet(name))
    _stage(st.query_params.get(screens.KIOSK, ""))


@st.fragment
def _stage(token: str) -> None:
    """One slide, or why there is none; first the clockwork, so that a slide that fails does not stop the round."""
    screen = verdicts.kiosks().get(screens.token_hash(token))
    said = screens.refusal(screen, today=data.today())
    view = _round(screen) if said is None else None
    way = screens.way(meeting.slides(view), screen) if view and not view.is_empty else ()
    place = st.session_state.get(meeting.SLIDE, 0) % max(len(way), 1)
    _wind(screen, place, count=max(len(way), 1))
    if way:
        st.html(slide_frame(way[place], note=meeting.note(view)))
        with st.container(key="slide"):
            _draw(way[place], view)
    else:
        st.html(screens.refusal_card(said or "要放的内容现在还没有数据；发布以后会自动开始。"))


def _wind(screen: screens.Screen | None, place: int, *, count: int) -> None:
    """Tell the clockwork in the browser where the round is; it asks for the next slide when it is time."""
    st.session_state[_TURN] = st.session_state.get(_TURN, 0) + 1
    told = {
        "slide": place, "count": count, "turn": st.session_state[_TURN], "fit": meeting.fit(), "pulse": _PULSE,
        "interval": screen.interval if screen else screens.INTERVALS[-1], "dark": bool(screen and screen.dark),
    }  # fmt: skip
    with st.container(key="presenter"):
        components.part("kiosk")(
            data=told, key=meeting.HAND, on_go_change=meeting.remember, on_fit_change=meeting.remember
        )


def _draw(slide: Slide, view: View) -> None:
    if slide.form == COVER:
        st.html(screens.hall_cover(view.as_of))
    else:
        meeting.draw(slide, view)


def _round(screen: screens.Screen) -> View:
    """Return what this round shows: looked up at its first slide, then held, so that a round is of one version."""
    if _ROUND not in st.session_state or not st.session_state.get(meeting.SLIDE, 0):
        st.session_state[_ROUND] = _newest(screen)
    return replace(st.session_state[_ROUND], dark=screen.dark, width=SLIDE)


def _newest(screen: screens.Screen) -> View:
    snapshot = data.current()
    days = data.report_days(snapshot)
    view = replace(session.view(), snapshot=snapshot, as_of=days[0] if days else None)
    return meeting.pinned_to(view, screen.period or None)
