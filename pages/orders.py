"""责任令: the board of orders by 项目长; one order from its first deadline to the present one, down to the cells."""

import streamlit as st

from pages.shared import orders, session, widgets


def show() -> None:
    """Show every order at the chosen day, or those of one 项目长, or one in full."""
    view = session.view()
    widgets.head("责任令", "首次签发的时限永远保留，后来的变更写在旁边。", view=view)
    if widgets.is_empty(view):
        return
    if orders.are_missing(view):
        return
    orders.figures(view)
    leader, order_no = orders.choose(view)
    if order_no:
        orders.one(view, order_no)
    orders.board(view, leader)


if __name__ == "__main__":
    st.switch_page("app.py")
