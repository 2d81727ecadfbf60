"""点评 below every chart: what people said about it, what has changed since, and the form in which they say it."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

import reports
from pages.shared import data, recording, session
from pages.shared.keeping import shared
from pages.shared.views import View
from reports.drawing.told import Told, told_by
from reports.subjects import remarking
from reports.subjects.remarking import Remark

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

__all__ = ["below", "card"]

_NEW = "新写一条"
_WHOLE_CHART = "整张图"


def below(chart: str, view: View, figure: Callable[[], "Figure"]) -> None:
    """Show the remarks about a chart, those of this data date in full, and the small door to saying something."""
    if view.snapshot != session.shown():  # a draft or an earlier version beside it: nobody speaks about that
        return
    mine = _about(view, chart)
    now = [each for each in mine if each.day == view.as_of.isoformat() and not each.withdrawn]
    if now:
        st.html(_card(now, figure))
    label = f"点评 {len(now)}" if now else "点评"
    door = st.popover(label, type="tertiary", icon=":material/comment:", key=f"remarks_{chart}", on_change="rerun")
    if door.open:
        with door:
            _record([each for each in mine if each not in now])
            _form(chart, view, now, told_by(figure()))


def card(chart: str, view: View, figure: Callable[[], "Figure"]) -> str:
    """Return the remarks of this data date as markup, "" where there are none: for a slide."""
    now = [each for each in _about(view, chart) if each.day == view.as_of.isoformat() and not each.withdrawn]
    return _card(now, figure) if now else ""


def _card(now: list[Remark], figure: Callable[[], "Figure"]) -> str:
    told = told_by(figure())
    return remarking.remark_card(now, {each.subject: remarking.changed_since(each, told) for each in now})


def _about(view: View, chart: str) -> list[Remark]:
    return _every(view.store, view.snapshot).get(chart, [])


@shared(most=6)
def _every(store: str, snapshot: str) -> dict[str, list[Remark]]:
    """Every remark of a version by chart: most charts have none, and are asked at every run."""
    told = data.version_facts(snapshot)["decisions"]
    told = told[told["kind"].eq(remarking.REMARK)]
    told = told.assign(decided_at=data.local(pd.to_datetime(told["decided_at"])))
    return {chart: remarking.of_chart(told, chart) for chart in told["scope"].unique()}


def _record(others: list[Remark]) -> None:
    """Show what was said at other dates or taken back."""
    if others:
        st.caption("别的数据日期的点评和撤回的点评")
        st.html(reports.table_card(remarking.record_table(others)))


def _form(chart: str, view: View, now: list[Remark], told: Told) -> None:
    if session.is_old():
        st.caption("正在看旧版，点评只能看；回到最新版本再写。")
        return
    titles = {_NEW: _NEW} | {each.subject: f"改：{each.text[:16]}（{each.by}）" for each in now}
    chosen = st.selectbox("写哪一条", list(titles), format_func=titles.get, key=f"which_{chart}") if now else _NEW
    old = next((each for each in now if each.subject == chosen), None)
    place = f"{chart}_{chosen}_{data.current()}"
    with st.form(f"remark_form_{place}", border=False):
        marks = [_WHOLE_CHART, *remarking.mark_names(told)]
        first = marks.index(old.mark) if old and old.mark in marks else 0
        mark = st.selectbox("说的是", marks, index=first, key=f"mark_{place}")
        text = st.text_area("点评", value=old.text if old else "", key=f"said_{place}", max_chars=remarking.LONGEST)
        by = st.text_input("点评人", value=st.session_state.get("by", ""), key=f"said_by_{place}", max_chars=30)
        keep = st.form_submit_button("记下", type="primary", icon=":material/add_comment:")
        drop = st.form_submit_button("撤回这一条", icon=":material/undo:") if old else False
    if drop:
        faults = remarking.remark_faults(old.text, by)
        recording.keep(remarking.withdrawal(chart, old, reason=text), faults=faults, by=by, done="已撤回，记录仍在。")
    elif keep:
        subject = old.subject if old else remarking.new_subject(view.as_of, pd.Timestamp(data.now()))
        about = {"mark": "" if mark == _WHOLE_CHART else mark, "subject": subject, "snapshot": view.snapshot}
        made = remarking.remark_told(chart, told, text=text, **about)
        recording.keep(made, faults=remarking.remark_faults(text, by), by=by, done="已记下，写在图的下面。")
