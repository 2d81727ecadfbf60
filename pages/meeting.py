"""会议: choose what a meeting is about, then present it slide by slide; what is settled goes to 督查."""

import streamlit as st

from pages.shared import kiosks, meeting, session, widgets


def show() -> None:
    """Show the meeting that runs, else what can be presented and what was settled."""
    view = session.view()
    if not view.is_empty and session.presents():
        meeting.present(view)
        return
    widgets.head("会议", "选一期，放映；议定的事项进入督查。", view=view)
    if widgets.is_empty(view):
        return
    meeting.prepare(view)
    kiosks.section(view)


if __name__ == "__main__":
    st.switch_page("app.py")
