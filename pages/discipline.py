"""报送: which unit reported in time, late, not at all, or more than was there, month by month."""

import streamlit as st

from pages.shared import discipline, session, widgets


def show() -> None:
    """Show how the months were reported up to the chosen day."""
    view = session.view()
    widgets.head("报送", "月报迟了、没报、不实，逐单位逐月记；没报不是零。", view=view)
    if widgets.is_empty(view):
        return
    discipline.figures(view)
    discipline.months(view)
    discipline.false(view)


if __name__ == "__main__":
    st.switch_page("app.py")
