"""亮点牌: rank of each brand in the city and its change, what proves it; judged apart from the classes of 任务榜."""

import streamlit as st

from pages.shared import brands, session, widgets


def show() -> None:
    """Show the brands at the chosen day."""
    view = session.view()
    widgets.head("亮点牌", "争全市单项冠军：看排名和佐证，与任务榜三类分开评。", view=view)
    if widgets.is_empty(view):
        return
    if brands.are_missing(view):
        return
    brands.figures(view)
    brands.cards(view)
    brands.ranks(view)
    brands.one(view)


if __name__ == "__main__":
    st.switch_page("app.py")
