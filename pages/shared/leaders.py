"""Parts of the page 项目长: load and state of all, one leader's projects, next nodes, visits, task forces."""

import streamlit as st

import reports
from pages.shared import drills, mechanism, widgets
from pages.shared.views import View

_EVERY = "全部项目长"


def choose(view: View) -> str | None:
    """Show the figures of all or of one 项目长; return who was chosen, None for all."""
    leaders = mechanism.leaders(view)
    names = sorted(leaders["leader"])
    drills.grant("leader", names)
    chosen = st.selectbox("项目长", [_EVERY, *names], key="leader", bind="query-params")
    if chosen == _EVERY:
        st.html(reports.key_figures(reports.leaders_figures(leaders)))
        return None
    st.html(reports.key_figures(reports.leader_figures(leaders.set_index("leader", drop=False).loc[chosen])))
    return chosen


def everybody(view: View) -> None:
    """Show load against lag, and the list by name."""
    drills.leaders(view)
    st.caption("按姓名排列，供调度用；在上面选一位或点图上的标记，看领办的项目、节点、走访和专班。")
    table = reports.leader_overview(mechanism.leaders(view))
    st.dataframe(table, hide_index=True, height="content", placeholder="—")


def one(view: View, leader: str) -> None:
    """Show the tasks of one 项目长, each a link, then plan, next node and last visit, then the task forces."""
    tasks = mechanism.leader_tasks(view, leader)
    st.markdown("#### 领办的任务")
    widgets.task_links(reports.leader_labels(tasks))
    st.html(reports.table_card(reports.leader_projects(tasks)))
    st.markdown("#### 工作专班")
    st.html(reports.sentence_groups(reports.force_list(mechanism.task_forces(view, leader))))
