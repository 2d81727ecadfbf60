"""Parts of the page 考察材料: who, and the facts kind by kind, each with its cell."""

import streamlit as st

import reports
from pages.shared import data, sections, states
from pages.shared.views import View


def facts(view: View) -> None:
    """Ask for an official and list the facts; say why where they are not shown."""
    found = data.evidence(view)
    if isinstance(found, str):
        st.error(found)
        return
    st.warning(reports.ONLY_CLUES, icon=":material/gavel:")
    if found.empty:
        states.missing("项目长")
        return
    name = st.selectbox("姓名（按姓名排列）", reports.officials(found), key="official")
    for kind, table in reports.fact_groups(found, name):
        st.header(f"{kind}", anchor=False)
        st.html(reports.table_card(table))
        opened = st.expander("打开原件", on_change="rerun", key=f"facts_{name}_{kind}")
        if opened.open:
            with opened:
                sections.cells(view, reports.fact_sources(found, name, kind))
