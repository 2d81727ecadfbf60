"""规则: the rules in force in words; another pack or other thresholds tried out without touching what is published."""

import streamlit as st

from pages.shared import rulebook, session, widgets


def show() -> None:
    """Show the rule pack in force, then the trial."""
    view = session.view()
    widgets.head("规则", view=view)
    rulebook.in_force(view)
    if not widgets.is_empty(view):
        rulebook.trial(view)


if __name__ == "__main__":
    st.switch_page("app.py")
