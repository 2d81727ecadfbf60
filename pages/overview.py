"""总览: what changed, who is behind, what to decide, all on the first screen; below it the charts that say so."""

import streamlit as st

from pages.shared import drills, favourites, front, sections, session, widgets


def show() -> None:
    """Show the whole district at the chosen day."""
    view = session.view()
    widgets.head("总览", front.lead(view), view=view)
    if widgets.is_empty(view):
        return
    front.screen(view)
    favourites.links()
    sections.phases(view)
    drills.opening("wall", view, "任务榜")
    left, right = st.columns(2, gap="medium")
    with left:
        drills.opening("movement", view)
    with right:
        drills.opening("portfolio", view)
    drills.opening("lag_heat", view, "任务榜")


if __name__ == "__main__":
    st.switch_page("app.py")
