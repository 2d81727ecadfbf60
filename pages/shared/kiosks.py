"""Part of the page 会议 about screens in halls: make a read-only link, see which there are, withdraw one."""

import secrets
from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlsplit

import streamlit as st

import analysis
import reports
from pages.shared import data, kiosk, meeting, recording, verdicts
from pages.shared.views import View
from reports.subjects import kiosk as screens

_FRESH = "kiosk_link"
_GROUNDS = ("浅色", "深色")
_NEWEST = "跟随最新发布"
_DAYS = 90


def section(view: View) -> None:
    """Show the links of the screens, and the form that makes one."""
    with st.expander("大厅屏：给大厅电视一个只读链接，自动循环放映", icon=":material/tv:"):
        _fresh()
        if sentence := kiosk.link_refused():
            st.caption(sentence)
            return
        known = list(verdicts.kiosks().values())
        _make(view, known)
        if known:
            st.html(reports.table_card(screens.screen_table(known, today=data.today())))
            _withdraw(known)


def _fresh() -> None:
    """Show the link that was just made: it is kept nowhere and shown this once."""
    link = st.session_state.get(_FRESH)
    if link is None:
        return
    st.success("链接已生成，只显示这一次：请现在抄到大屏电脑的浏览器里打开，按 F11 全屏。", icon=":material/link:")
    st.code(link, language=None, wrap_lines=True)
    if st.button("已经抄好，收起", key="kiosk_noted"):
        del st.session_state[_FRESH]
        st.rerun()


def _make(view: View, known: list[screens.Screen]) -> None:
    """The form of a new link."""
    shown = meeting.slides(view)
    frozen = sorted(data.frozen(), reverse=True)
    with st.form(f"kiosk_{len(known)}", border=False):
        left, right = st.columns(2)
        name = left.text_input(
            "这块屏叫什么", key=f"kiosk_name_{len(known)}", max_chars=30, placeholder="比如：一楼大厅"
        )
        period = right.selectbox("放哪一期", [_NEWEST, *frozen], key="kiosk_period", format_func=_period_words)
        parts = st.multiselect(
            "放哪些内容", screens.choices(shown), default=screens.first_choice(shown), key="kiosk_parts",
            placeholder="按议程选", help="议定事项不上大厅屏；黄旗和需要决定的任务默认不放",
        )  # fmt: skip
        one, two, three, four = st.columns(4)
        interval = one.selectbox(
            "每页停留", screens.INTERVALS, index=2, key="kiosk_interval", format_func=lambda seconds: f"{seconds} 秒"
        )
        ground = two.selectbox("底色", _GROUNDS, key="kiosk_ground")
        until = three.date_input("放到哪一天", data.today() + timedelta(days=_DAYS), format="YYYY-MM-DD")
        by = four.text_input("经办人", value=st.session_state.get("by", ""), key="kiosk_by", max_chars=30)
        sent = st.form_submit_button("生成链接", type="primary", icon=":material/add_link:")
    if sent:
        period = "" if period == _NEWEST else period
        asked = screens.Screen(name.strip(), tuple(parts), interval, ground == _GROUNDS[1], period, until)
        _keep(asked, known, by=by)


def _period_words(period: str) -> str:
    return period if period == _NEWEST else f"{analysis.named_span(period).words}（已冻结，不再变）"


def _keep(asked: screens.Screen, known: list[screens.Screen], *, by: str) -> None:
    st.session_state["by"] = by
    faults = screens.screen_faults(asked, known=known, today=data.today())
    for fault in faults:
        st.warning(reports.plain(fault))
    if faults:
        return
    token = secrets.token_urlsafe(32)
    told = screens.told_screen(replace(asked, key=screens.token_hash(token)))
    if sentence := verdicts.keep_decisions([told], by=by.strip() or "未署名"):
        st.error(reports.plain(sentence))
        return
    st.session_state[_FRESH] = _link(screens.link_query(token, dark=asked.dark))
    st.rerun()


def _link(query: str) -> str:
    """The address of the screen, on the same server by which this visitor came."""
    came = urlsplit(st.context.url or "")
    return f"{came.scheme or 'http'}://{came.netloc or 'localhost'}/?{query}"


def _withdraw(known: list[screens.Screen]) -> None:
    """Ask which link to withdraw: from the next slide on it shows nothing."""
    using = [each for each in known if screens.refusal(each, today=data.today()) is None]
    if not using:
        return
    with st.popover("撤销一个链接", icon=":material/link_off:"), st.form("kiosk_withdraw", border=False):
        place = st.selectbox("撤销哪一块屏", range(len(using)), format_func=lambda place: using[place].name)
        by = st.text_input("经办人", value=st.session_state.get("by", ""), key="kiosk_by_off", max_chars=30)
        sent = st.form_submit_button("撤销", type="primary")
    if sent:
        told = screens.told_screen(replace(using[place], on=False))
        recording.keep(told, faults=[], by=by, done="已撤销，那块屏到下一页就不再放。")
