"""Pieces that several pages put on the screen: the empty case, headings, links to tasks, tables."""

from pathlib import Path

import pandas as pd
import streamlit as st

import reports
from pages.shared import data, session
from pages.shared.views import View

_TASK_PIXELS = 250
"""Room for a task's name: on a laptop all columns of the table fit beside the menu."""

_STYLE = Path(__file__).with_name("style.css")

_VIEWPORT = """
export default function (component) {
  const { data, setStateValue } = component;
  const tell = () => {
    const width = window.innerWidth < 640 ? "phone" : window.innerWidth < 1600 ? "laptop" : "wide";
    if (width !== data.width) setStateValue("width", width);
  };
  // on a phone the menu lies over the page: whoever has chosen a page wants to see it
  const chosen = (event) => {
    if (window.innerWidth < 640 && event.target.closest?.('[data-testid="stSidebarNavLink"]'))
      setTimeout(() => document.querySelector('[data-testid="stSidebarCollapseButton"] button')?.click(), 50);
  };
  tell();
  window.addEventListener("resize", tell);
  document.addEventListener("click", chosen);
  return () => {
    window.removeEventListener("resize", tell);
    document.removeEventListener("click", chosen);
  };
}
"""


def apply_style() -> None:
    """Put our style sheet on the page and learn how wide the screen is: charts are laid out for it."""
    st.html(_STYLE)
    known = st.session_state.get(session.WIDTH, session.LAPTOP)
    answer = _viewport_component()(data={"width": known}, key="viewport", on_width_change=_remember_width)
    st.session_state[session.WIDTH] = answer.get("width") or known


def is_empty(view: View) -> bool:
    """Say what to do when nothing has been published; return whether that was the case."""
    if view.is_empty:
        nothing_published()
    return view.is_empty


def nothing_published() -> None:
    """Say where to begin."""
    st.info(
        "还没有已发布的台账。请到“台账导入”上传工作台账，试算后发布，这里就会显示进展。",
        icon=":material/upload_file:",
    )
    st.page_link(session.page("intake"), label="去导入台账", icon=":material/upload_file:")


def head(title: str, lead: str = "", *, view: View | None = None) -> None:
    """Write a page's title and the line under it: a sentence, and the day and kind of the data of a `view`."""
    st.title(reports.plain(title), anchor=False)
    dated = data.day_in_words(view) if view and not view.is_empty else ""
    if line := " · ".join(filter(None, (dated, lead))):
        st.html(reports.lead_line(line))


def task_picker(tasks: pd.DataFrame, *, key: str, caption: str) -> None:
    """Show tasks as a table; a chosen row opens the task's page."""
    if tasks.empty:
        st.caption("没有符合条件的任务。")
        return
    st.caption(caption + "  点选一行打开任务详情。")
    chosen = st.dataframe(
        reports.task_table(tasks),
        key=key,
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        column_config=_task_columns(),
        height="content" if len(tasks) <= 15 else 560,
        placeholder="—",
    )
    for place in chosen["selection"]["rows"][:1]:
        open_task(tasks["task_id"].iloc[place])


def open_task(task_id: str) -> None:
    """Leave for the page of one task, keeping the day."""
    st.switch_page(session.page("task"), query_params=session.link_params(task=task_id))


def open_first(clicked: list[str]) -> None:
    """Open the task whose mark was clicked in a chart, if one was."""
    for task_id in clicked[:1]:
        open_task(task_id)


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


@st.cache_resource(show_spinner=False)
def _viewport_component():
    return st.components.v2.component("viewport", js=_VIEWPORT)


def _remember_width() -> None:
    """Streamlit asks for a callback to keep a component's state; the value is read where the component is shown."""
