"""预警与约谈: who must act now, what is close to the next rung, everybody's rung, and the weeks before."""

import streamlit as st

from pages.shared import alerts, drills, interviews, session, widgets


def show() -> None:
    """Show who stands on which rung of the ladder at the chosen day."""
    view = session.view()
    widgets.head("预警与约谈", view=view)
    if widgets.is_empty(view):
        return
    alerts.must_act(view)
    interviews.due(view)
    interviews.promises(view)
    alerts.near(view)
    alerts.reasons(view)
    alerts.exempt(view)
    alerts.everybody(view)
    drills.opening("level_strip", view)


if __name__ == "__main__":
    st.switch_page("app.py")
