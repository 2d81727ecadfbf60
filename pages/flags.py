"""红黄旗: what the rules propose for a month, with reasons; a person confirms or declines; month after month."""

import streamlit as st

from pages.shared import flags, session, widgets


def show() -> None:
    """Show the flags of the chosen month and take decisions about them."""
    view = session.view()
    widgets.head("红黄旗", "红旗是表扬，黄旗是滞后；规则只提名，由人确认。", view=view)
    if widgets.is_empty(view):
        return
    month, day = flags.choose_month(view)
    flags.month(view, month, day)
    flags.near(view, day)
    flags.months(view)


if __name__ == "__main__":
    st.switch_page("app.py")
