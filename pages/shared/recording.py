"""What was entered on the screen, kept or refused with a sentence: the end of every form that records something."""

from collections.abc import Mapping, Sequence

import streamlit as st

import reports
from pages.shared import verdicts


def keep(told: Mapping[str, str] | None, *, faults: Sequence[str], by: str, done: str) -> None:
    """Say what is wrong with it, or keep what was entered, say `done` and show the page again."""
    st.session_state["by"] = by
    for fault in faults:
        st.warning(reports.plain(fault))
    if faults or told is None:
        return
    if sentence := verdicts.keep_decisions([told], by=by.strip() or "未署名"):
        st.error(reports.plain(sentence))
        return
    st.toast(done)
    st.rerun()
