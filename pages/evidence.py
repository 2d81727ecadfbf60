"""考察材料: facts about officials with their cells. Offered and loaded only on the host itself."""

import streamlit as st

from pages.shared import evidence, session, widgets


def show() -> None:
    """Show the facts about one official; refuse with a sentence wherever anybody else may listen."""
    view = session.view()
    widgets.head("考察材料", view=view)
    if widgets.is_empty(view):
        return
    evidence.facts(view)


if __name__ == "__main__":
    st.switch_page("app.py")
