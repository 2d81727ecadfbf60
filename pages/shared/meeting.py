"""Parts of the page 会议: what is presented, slide by slide, and what the meeting settles.

A meeting is pinned to a version and a day when it starts: what is published meanwhile changes no slide. Only what the
meeting itself settles is read anew.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import streamlit as st

import analysis
import reports
from pages.shared import charts, components, data, oversight, recording, remarks, session, standing, views
from pages.shared.views import View
from reports.subjects import meeting as deck

SLIDE, HAND, _INTERVAL = session.SLIDE, "presenter_hand", "interval"
"""Where the place of the slide is kept, what the browser tells of it, and the seconds of a carousel."""
_INTERVALS = (0, 10, 15, 20, 30, 60)
_NOW = "现在所看的日期"
_KEYS = (
    "左右方向键、翻页键、空格翻页，起始键、结尾键到首尾，直接输入单位名或页号跳转；"
    "B 黑屏，F 全屏，P 暂停轮播，T 重新计时，退出键结束。"
)
_SPOKEN_OF = {"class_page": ("dumbbell", 2)}
"""A chart that is on the screen whole and on slides in parts: its name there, and how much of `about` it has there."""

_BELOW_FIGURES = 380
"""Pixels of a slide below a row of key figures."""


def prepare(view: View) -> None:
    """Ask what the meeting is about, show its agenda, and start it."""
    frozen = {f"{analysis.named_span(name).words}（已冻结）": name for name in sorted(data.frozen(), reverse=True)}
    left, right = st.columns([2, 1])
    chosen = left.selectbox("讲哪一期", [*frozen, _NOW], key="meeting_period")
    interval = right.selectbox(
        "自动轮播", _INTERVALS, key="meeting_interval", format_func=lambda n: f"每 {n} 秒一页" if n else "不轮播"
    )
    pinned = pinned_to(view, frozen.get(chosen))
    shown = slides(pinned)
    if st.button("开始放映", type="primary", icon=":material/slideshow:"):
        st.query_params.from_dict(_address(pinned, interval))
        st.rerun()
    if not session.is_phone():  # it has no keys
        st.caption(_KEYS)
    st.html(reports.table_card(deck.agenda_table(shown)))
    _settled(view, pinned)


def present(view: View) -> None:
    """Show the slide at which the meeting is, in full screen, with the hand of the presenter."""
    st.html(components.sheet("meeting"))
    pinned = view.at(session.wanted_version(), as_of=view.as_of)
    _stage(replace(pinned, width=views.SLIDE))


@st.fragment
def _stage(pinned: View) -> None:
    shown = slides(pinned)
    place = min(st.session_state.setdefault(SLIDE, _asked(len(shown))), len(shown) - 1)
    slide = shown[place]
    st.query_params[SLIDE] = str(place + 1)
    st.html(deck.slide_frame(slide, note=note(pinned)))
    with st.container(key="slide"):
        draw(slide, pinned)
    names = deck.jump_names(shown)
    count = sum(not each.annex for each in shown)
    told = {
        "slide": place, "way": names[:count], "annex": names[count:], "interval": _seconds(), "fit": fit(),
    }  # fmt: skip
    with st.container(key="presenter"):
        answer = components.part("presenter")(
            data=told, key=HAND, on_go_change=remember, on_leave_change=remember, on_fit_change=remember
        )
    if answer.get("leave"):
        _leave()


def draw(slide: deck.Slide, view: View) -> None:
    """Show what is on a slide."""
    _FORMS[slide.form](view, *slide.about)


def remember() -> None:
    """Go to the slide that the presenter asked for."""
    wanted = (st.session_state.get(HAND) or {}).get("go")
    if wanted is not None:
        st.session_state[SLIDE] = int(wanted)


def fit() -> float:
    """Return how many times as large as it is laid out the slide is shown, as the browser told."""
    return (st.session_state.get(HAND) or {}).get("fit") or 1.0


def _leave() -> None:
    for name in (SLIDE, session.VERSION, _INTERVAL):
        st.query_params.pop(name, None)
    st.session_state.pop(SLIDE, None)
    st.rerun(scope="app")


def _asked(count: int) -> int:
    """Return the slide that the address asks for; nonsense asks for the first."""
    told = st.query_params.get(SLIDE, "")
    return min(max(int(told) - 1, 0), count - 1) if told.isdecimal() else 0


def _seconds() -> int:
    told = st.query_params.get(_INTERVAL, "")
    return int(told) if told.isdecimal() and int(told) in _INTERVALS else 0


def _address(pinned: View, interval: int) -> dict[str, str]:
    told = {session.DATE: pinned.as_of.isoformat(), session.VERSION: pinned.snapshot, SLIDE: "1"}
    return told | ({_INTERVAL: str(interval)} if interval else {})


def pinned_to(view: View, period: str | None) -> View:
    """Return the view of a frozen period, or of what is shown where none is named."""
    kept = data.frozen().get(period) if period else None
    return view.at(kept.snapshot, as_of=kept.last) if kept else view


@st.cache_resource(show_spinner="正在准备会议材料…", max_entries=40, hash_funcs={View: repr})
def slides(view: View) -> tuple[deck.Slide, ...]:
    """Return every slide of a version and a day."""
    return deck.slides(data.scores(view), standing.flagged(view))


def note(view: View) -> str:
    """Say what the numbers of a slide rest on."""
    return f"{reports.data_note(data.scores(view), demo=data.is_demo(view))} · 版本 {view.snapshot}"


# --- one function per form of a slide --------------------------------------------------------------------------------


def _cover(view: View) -> None:
    st.html(deck.cover_card(view.as_of, frozen=_period_of(view) in data.frozen()))


def _period_of(view: View) -> str:
    return f"{view.as_of:%Y-%m}"


def _overall(view: View) -> None:
    now, before = data.scores(view), data.scores_before(view)
    st.html(reports.briefing_card(analysis.briefing(now, before)))
    st.html(reports.key_figures(reports.overview_figures(now, before)))


def _flagged(view: View, flag: str, page: int) -> None:
    st.html(deck.flag_slide(standing.flagged(view), flag, page))


def _chart(view: View, name: str, *about: object) -> None:
    charts.on_slide(name, view, *about, fit=fit())
    same, part = _SPOKEN_OF.get(name, (name, None))
    told = about[:part]
    key = charts.key_of(same, *told)
    if said := remarks.card(key, view, lambda: charts.CHARTS[same](view.plain(), *told)):
        st.html(said)


def _urgent(view: View, page: int) -> None:
    st.html(reports.table_card(deck.urgent_table(data.scores(view).tasks, page)))


def _unit(view: View, unit: str) -> None:
    units, before = data.scores(view).units, data.scores_before(view).units
    st.html(reports.key_figures(reports.unit_figures(reports.one_unit(units, unit), reports.one_unit(before, unit))))
    charts.on_slide("unit_tasks", view, unit, fit=fit(), room=_BELOW_FIGURES)


def _decided(view: View) -> None:
    left, right = st.columns([3, 2])
    with left:
        st.html(reports.table_card(deck.settled_table(_items(view), _paper(view))))
    with right:
        _settle(view)


_FORMS: dict[str, Callable[..., None]] = {
    deck.COVER: _cover,
    deck.OVERALL: _overall,
    deck.FLAG_SLIDE: _flagged,
    deck.CHART: _chart,
    deck.URGENT: _urgent,
    deck.UNIT: _unit,
    deck.DECIDED: _decided,
}
"""Every form of a slide. A new form is one function above and one entry here."""


# --- what the meeting settles ----------------------------------------------------------------------------------------


def _paper(view: View) -> str:
    """Return under which number the matters of this meeting stand in 督查."""
    return f"{view.as_of.year}年{view.as_of.month}月调度会议定"


def _items(view: View):
    """Return the 督查 items of the version that is published now: what was settled a minute ago is among them."""
    return oversight.items(view.at(data.current(), as_of=max(view.as_of, data.today())))


def _settled(view: View, pinned: View) -> None:
    st.header("议定事项", anchor=False)
    _decided(pinned)


def _settle(view: View) -> None:
    """The form that keeps what was settled, with owner and day, as a 督查 item."""
    with st.form(f"settle_{data.current()}", border=False):
        matter = st.text_input("议定什么", key="settle_matter", max_chars=120)
        units = st.multiselect(
            "谁来办", data.scores(view).units["unit"].tolist(), key="settle_units", placeholder="可选几个"
        )
        due = st.date_input("何时办成", value=None, key="settle_due", format="YYYY-MM-DD")
        by = st.text_input("记录人", value=st.session_state.get("by", ""), key="settle_by", max_chars=30)
        sent = st.form_submit_button("记入督查", type="primary", icon=":material/add_task:")
    if sent:
        _record(view, matter, units, due=due, by=by)


def _record(view: View, matter: str, units: list[str], *, due: date | None, by: str) -> None:
    told = {"issued_on": data.today(), "due_on": due}
    faults = analysis.item_faults(matter, units, known=_items(view)["item"].tolist(), **told)
    faults += [] if due else ["还没有写何时办成：议定事项要有时限。"]
    made = None if faults else analysis.new_item(matter, units, document_no=_paper(view), **told)
    recording.keep(made, faults=faults, by=by, done="已记入督查。")
