"""预警成效: how often the warnings came true, how early, where they were false, and how sure all of this is."""

import streamlit as st

from pages.shared import hindsight, session, widgets


def show() -> None:
    """Show what became of the warnings up to the chosen day."""
    view = session.view()
    widgets.head("预警成效", "只看结局已定的任务；每周的等级只用当周已经填报的内容回放。", view=view)
    if widgets.is_empty(view):
        return
    signal = hindsight.told(view)
    if signal:
        hindsight.pictures(view, signal)
        hindsight.every_case(view, signal)
        hindsight.false_alarms(view, signal)
        hindsight.thresholds(view)
    hindsight.grounds(view)


if __name__ == "__main__":
    st.switch_page("app.py")
