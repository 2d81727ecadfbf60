"""任务详情: one task from its order to its index, each number down to the cell that it came from."""

import streamlit as st

from pages.shared import charts, hindsight, sections, session, widgets


def show() -> None:
    """Show the task that the address names, else the one that is furthest behind."""
    view = session.view()
    widgets.head("任务详情", view=view)
    if widgets.is_empty(view):
        return
    task_id = sections.choose_task(view)
    if task_id is None:
        return
    sections.task_state(view, task_id)
    hindsight.outlook(view, task_id)
    left, right = st.columns([3, 2], gap="medium")
    with left:
        charts.show("curve", view, task_id)
    with right:
        sections.order(view, task_id)
    left, right = st.columns(2, gap="medium")
    with left:
        charts.show("parts", view, task_id)
    with right:
        sections.visits_and_problems(view, task_id)
    sections.numbers_and_cells(view, task_id)


if __name__ == "__main__":
    st.switch_page("app.py")
