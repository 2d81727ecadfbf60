"""走访督查: did every 项目长 go, are the problems closed, is what was asked for done."""

import streamlit as st

from pages.shared import session, supervision, visits, widgets


def show() -> None:
    """Show visits, problems or 督查 items up to the chosen day."""
    view = session.view()
    widgets.head("走访督查", view=view)
    if widgets.is_empty(view):
        return
    visits.figures(view)
    part = visits.choose_part()
    if part == "走访":
        if visits.is_walked(view):
            visits.cadence(view)
            visits.effect(view)
            visits.records(view)
    elif part == "问题":
        visits.problems(view)
    else:
        supervision.flow(view)
        supervision.enter(view)
        supervision.one(view)


if __name__ == "__main__":
    st.switch_page("app.py")
