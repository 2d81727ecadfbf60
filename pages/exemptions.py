"""豁免与核查: what is exempt and why, the form for one more, and what looks implausible in the reports."""

import streamlit as st

from pages.shared import exemptions, session, widgets


def show() -> None:
    """Show exemptions and findings at the chosen day, and take an exemption."""
    view = session.view()
    widgets.head("豁免与核查", "豁免期内不评，时限不后移；核查只提示，不扣分。", view=view)
    if widgets.is_empty(view):
        return
    exemptions.figures(view)
    exemptions.listed(view)
    exemptions.form(view)
    exemptions.findings(view)


if __name__ == "__main__":
    st.switch_page("app.py")
