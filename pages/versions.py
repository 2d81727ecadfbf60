"""版本: every version ever published, any two compared in words and in effect, a way back to an earlier one."""

import streamlit as st

from pages.shared import states, versions, widgets


def show() -> None:
    """Show the list of versions, the comparison of two of them, and the way back."""
    widgets.head("版本", "每次发布一版，版版都在；任选两版看差别，退回旧版不删新版。")
    table = versions.listed()
    if table.empty:
        states.nothing_published()
        return
    versions.compare(table)
    versions.go_back(table)


if __name__ == "__main__":
    st.switch_page("app.py")
