"""各部门: where every unit of the sequence stands, then one of them in full. 镇 and 部门 are never in one list."""

import streamlit as st

from pages.shared import sections, session, widgets


def show() -> None:
    """Show the sequence of 部门 at the chosen day and the unit that the visitor chose."""
    view = session.view()
    widgets.head("各部门", "镇与部门分开排名；样本不足、差异不显著和不评的只列出，不排名。", view=view)
    if widgets.is_empty(view):
        return
    sections.sequence(view, "部门")


if __name__ == "__main__":
    st.switch_page("app.py")
