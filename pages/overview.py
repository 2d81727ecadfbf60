"""总览: what changed, who is behind, what to decide; then the figures and charts that say so."""

import streamlit as st

from pages.shared import charts, favourites, sections, session, widgets


def show() -> None:
    """Show the whole district at the chosen day."""
    view = session.view()
    widgets.head("总览", view=view)
    if widgets.is_empty(view):
        return
    sections.overview(view)
    favourites.links()
    widgets.open_first(charts.show("wall", view, "任务榜", opens=True))
    sections.to_decide(view)
    left, right = st.columns(2, gap="medium")
    with left:
        charts.show("movement", view)
    with right:
        widgets.open_first(charts.show("portfolio", view, opens=True))
    widgets.open_first(charts.show("lag_heat", view, "任务榜", opens=True))


if __name__ == "__main__":
    st.switch_page("app.py")
