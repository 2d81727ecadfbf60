"""Parts of the page 项目长: load and state of all, one leader's projects, next nodes, visits, task forces."""

import streamlit as st

import reports
from pages.shared import drills, mechanism, states, widgets
from pages.shared.views import View
from reports.subjects import leading

_EVERY = "全部项目长"


def are_unknown(view: View) -> bool:
    """Whether no ledger names a 项目长; say so."""
    unknown = mechanism.leaders(view).empty
    if unknown:
        states.missing("项目长")
    return unknown


def choose(view: View) -> str | None:
    """Show where everybody stands and ask for one; return who was chosen, None for all."""
    names = sorted(mechanism.leaders(view)["leader"])
    drills.leaders(view)
    states.lost("leader", [_EVERY, *names], what="项目长")
    drills.grant("leader", names)
    chosen = st.selectbox("看哪位项目长", [_EVERY, *names], key="leader", bind="query-params")
    return None if chosen == _EVERY else chosen


def everybody(view: View) -> None:
    """Show the figures of all, and the list by name."""
    leaders = mechanism.leaders(view)
    st.html(reports.key_figures(reports.leaders_figures(leaders)))
    st.caption("按姓名排列，供调度用；在上面选一位或点图上的标记，看领办的项目、节点、走访和专班。")
    widgets.table(reports.leader_overview(leaders))


def one(view: View, leader: str) -> None:
    """Show one 项目长 as the pages of the units show one of theirs: figures, beside the others, tasks, what to do."""
    leaders, tasks = mechanism.leaders(view), mechanism.leader_tasks(view, leader)
    mine = leaders.set_index("leader", drop=False).loc[leader]
    st.html(reports.key_figures(reports.leader_figures(mine)))
    st.html(reports.lead_line(leading.beside_all(leaders, leader)))
    st.header("领办的任务", anchor=False)
    widgets.task_links(reports.leader_labels(tasks))
    st.html(reports.table_card(reports.leader_projects(tasks)))
    more = {"idle_weeks": int(mine["missed_running"]), "overdue": int(mine["overdue_problems"])}
    st.html(reports.sentence_groups([("要办的事", leading.todo_lines(tasks, **more))]))
    st.header("工作专班", anchor=False)
    st.html(reports.sentence_groups(reports.force_list(mechanism.task_forces(view, leader))))
