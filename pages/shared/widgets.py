"""Pieces that several pages put on the screen: the empty case, headings, links to tasks, tables."""

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

import reports
from pages.shared import components, data, exports, session, states
from pages.shared.keeping import of_table
from pages.shared.views import View
from reports.pieces.cards import table_card
from reports.pieces.printed import paper, print_line, task_rows

_TASK_PIXELS = 250
"""Room for a task's name: on a laptop all columns of the table fit beside the menu."""

_LISTED = 12
"""So many tasks are listed at once on a phone."""

_WHOLE = 15
"""So many rows of a table are shown without scrolling in it."""

_STYLE = components.sheet("style")


def unseen() -> DeltaGenerator:
    """Return a place for what a page needs and nobody sees: it takes no room, not even while it is loading."""
    return st.container(height=1, border=False, key="unseen")


def apply_style() -> bool:
    """Put our style sheet on the page and learn how wide the screen is: charts are laid out for it. Return whether the
    screen has answered; a page that is shown before would jump, and be drawn twice."""
    st.html(_STYLE)
    known = st.session_state.get(session.WIDTH) or session.told_width()
    viewport = components.part("viewport")
    answer = viewport(data={"width": known}, key="viewport", on_width_change=components.remember)
    width = answer.get("width") or known
    if width:
        st.session_state[session.WIDTH] = width
    return width is not None


def is_empty(view: View) -> bool:
    """Say what to do when nothing has been published; return whether that was the case."""
    if view.is_empty:
        states.nothing_published()
    return view.is_empty


def head(title: str, lead: str = "", *, view: View | None = None) -> None:
    """Write a page's title and the line under it: a sentence, and the day and kind of the data of a `view`."""
    version = data.version_in_words(view.snapshot) if view and not view.is_empty else ""
    st.html(print_line("施工图", version))
    with st.container(horizontal=True, vertical_alignment="center", key="head"):
        st.title(reports.plain(title), anchor=False)
        if view and not view.is_empty:
            exports.open_place(title, view)
    dated = data.day_in_words(view) if view and not view.is_empty else ""
    if line := " · ".join(filter(None, (dated, lead))):
        st.html(reports.lead_line(line))


def task_picker(tasks: pd.DataFrame, *, key: str, caption: str) -> None:
    """Show tasks as a table; a chosen row opens the task's page."""
    if tasks.empty:
        st.caption("没有符合条件的任务。")
        return
    if session.is_phone():
        st.caption(caption)
        listed(reports.task_labels(tasks))
        return
    st.caption(caption + "  点选一行打开任务详情。")
    table, in_full = _listed(tasks)
    chosen = st.dataframe(
        table,
        key=key,
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        column_config=_task_columns(),
        height="content" if len(tasks) <= _WHOLE else 560,
        placeholder="—",
    )
    st.html(in_full)
    for place in chosen["selection"]["rows"][:1]:
        open_task(tasks["task_id"].iloc[place])


@of_table
def _listed(tasks: pd.DataFrame) -> tuple[pd.DataFrame, str]:
    return reports.task_table(tasks), paper(table_card(task_rows(tasks)))


def listed(labels: list[tuple[str, str]]) -> None:
    """A table is wider than a phone: there a task is a line to touch, the first of many at once."""
    task_links(labels[:_LISTED])
    if len(labels) > _LISTED:
        with st.expander(f"其余 {len(labels) - _LISTED} 项"):
            task_links(labels[_LISTED:])


def table(rows: pd.DataFrame, *, key: str | None = None, columns: dict | None = None) -> None:
    """Show a table; on a phone each row is a block in which every value has its heading, the first of many at once."""
    if not session.is_phone():
        room = "content" if len(rows) <= _WHOLE else 560
        st.dataframe(rows, key=key, hide_index=True, column_config=columns, height=room, placeholder="—")
        return
    st.html(table_card(rows[:_LISTED]))
    if len(rows) > _LISTED:
        with st.expander(f"其余 {len(rows) - _LISTED} 行"):
            st.html(table_card(rows[_LISTED:]))


def open_task(task_id: str) -> None:
    """Leave for the page of one task, keeping the day."""
    st.switch_page(session.page("task"), query_params=session.link_params(task=task_id))


def task_links(labels: list[tuple[str, str]]) -> None:
    """List tasks as links, one line each: for the few that need a decision."""
    for task_id, label in labels:
        st.page_link(
            session.page("task"),
            label=reports.plain(label),
            query_params=session.link_params(task=task_id),
            width="stretch",
        )


def _task_columns() -> dict:
    percent = {"format": "%.1f%%", "width": "small"}
    return {
        "任务": st.column_config.TextColumn(width=_TASK_PIXELS),
        "计划": st.column_config.NumberColumn(**percent, help="按倒排工期到数据日期应完成的进度（序时进度）"),
        "实际": st.column_config.ProgressColumn(format="%.0f%%", min_value=0, max_value=100, width="small"),
        "滞后": st.column_config.NumberColumn(format="%.1f", width="small", help="计划减实际，百分点；负数为超前"),
        "指数": st.column_config.NumberColumn(format="%.1f", width="small", help="已知份额不足一半的不评"),
        "基准时限": st.column_config.DateColumn(format="YYYY-MM-DD", width=105),
    }
