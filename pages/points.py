"""加扣分: the accounts of all units and their proof; one unit's, number by number, down to the month and the reason."""

import streamlit as st

from pages.shared import points, session, widgets


def show() -> None:
    """Show what was held back, given back, made final and given as a bonus up to the chosen day."""
    view = session.view()
    widgets.head("加扣分", "预扣可以返还：按期完成全部退回，年终才确认；加分须有文号。", view=view)
    if widgets.is_empty(view):
        return
    unit = points.totals(view)
    if unit is None:
        points.everybody(view)
    else:
        points.account(view, unit)


if __name__ == "__main__":
    st.switch_page("app.py")
