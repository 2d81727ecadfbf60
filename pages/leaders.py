"""项目长: who carries how much and how it stands; one 项目长 with projects, next nodes, visits and task forces."""

import streamlit as st

from pages.shared import leaders, session, widgets


def show() -> None:
    """Show all 项目长 at the chosen day, or one."""
    view = session.view()
    widgets.head("项目长", "看所领项目的负担和滞后，不给个人打分。", view=view)
    if widgets.is_empty(view):
        return
    if leaders.are_unknown(view):
        return
    leader = leaders.choose(view)
    if leader is None:
        leaders.everybody(view)
    else:
        leaders.one(view, leader)


if __name__ == "__main__":
    st.switch_page("app.py")
