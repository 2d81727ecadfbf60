"""任务榜: every task of a board, planned against actual, class by class; then what each 项目长 carries."""

import streamlit as st

from pages.shared import drills, judged, sections, session, wallboard, widgets


def show() -> None:
    """Show one board at the chosen day, all of it or one class."""
    view = session.view()
    widgets.head("任务榜", view=view)
    if widgets.is_empty(view):
        return
    board, category = sections.board_filter(view)
    drills.opening("wall", view, board)
    sections.board_count(view, board)
    judged.problems(view, board)
    judged.classes(view, board)
    wallboard.together(view, board, category)
    wallboard.each(view, board, category)
    sections.board_tasks(view, board, category)
    drills.leaders(view)


if __name__ == "__main__":
    st.switch_page("app.py")
