"""指标: the index of economic and other figures of towns and departments, how sure it is, and what it is made of."""

import streamlit as st

from pages.shared import indicators, session, widgets


def show() -> None:
    """Show the index of the chosen period and sequence, one unit, what it is made of and how it stands up."""
    view = session.view()
    widgets.head("指标", "各镇、各部门的指标合成一个指数：怎么合的、谁领先、有多大把握。", view=view)
    if widgets.is_empty(view):
        return
    chosen = indicators.choose(view)
    if not chosen:
        return
    indicators.places(view, *chosen)
    indicators.one_unit(view, *chosen)
    indicators.made_of(view, *chosen)
    indicators.sureness(view, *chosen)


if __name__ == "__main__":
    st.switch_page("app.py")
