"""周期: months and quarters from the coverage check to the freeze; what was frozen, and errata since."""

import streamlit as st

from pages.shared import periods, session, widgets


def show() -> None:
    """Show the year, then the chosen period with what can be done in it next."""
    view = session.view()
    widgets.head("周期", "核对、公示、听异议、定旗，最后冻结；冻结以后只出勘误。", view=view)
    if widgets.is_empty(view):
        return
    periods.year(view)
    periods.work(view, periods.choose(view))


if __name__ == "__main__":
    st.switch_page("app.py")
