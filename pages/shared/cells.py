"""Rows of the original workbooks behind what a page shows: one is chosen and opened, its cells marked."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

import analysis
import reports
from pages.shared import data, traced
from pages.shared.views import View

VISIT = (
    ("visits", "visited_on", ""), ("visits", "verified_percent", ""), ("visits", "visit_score", ""),
    ("visits", "problem", ""),
)  # fmt: skip
PROBLEM = (
    ("problems", "problem", ""), ("problems", "opened_on", ""), ("problems", "due_on", ""),
    ("problems", "closed_on", ""),
)  # fmt: skip
FALSE_REPORT = (("visits", "verified_percent", ""), ("progress", "percent", "report_"))


def choose(view: View, table: pd.DataFrame, titles: list[str], *, of: Sequence[tuple[str, str, str]], key: str) -> None:
    """Let one choose a row of a table and show the cells that it stands on."""
    opened = st.expander("打开原件单元格", icon=":material/grid_on:", on_change="rerun", key=f"cells_{key}")
    if opened.open:
        with opened:
            place = st.selectbox("看哪一条", range(len(titles)), format_func=titles.__getitem__, key=f"row_{key}")
            show(view, of_row(view, table.iloc[place].to_dict(), of=of))


def of_row(view: View, row: dict, *, of: Sequence[tuple[str, str, str]]) -> list[reports.Source]:
    """Return the cells that one row stands on, sheet by sheet."""
    return reports.line_sources(analysis.cells_of([row], data.facts(view), of=of))


def show(view: View, sources: list[reports.Source]) -> None:
    """Show the rows of the original workbooks, their cells marked."""
    for source in sources:
        found = traced.original_rows(view, source.import_id, source.sheet, rows=source.rows)
        marked = "、".join(f"{letter}{row}" for row, letter in source.cells if letter)
        st.caption(reports.plain(f"原件 {source.place}!{marked or '整行'}"))
        if isinstance(found, str):
            st.warning(reports.plain(found))
        else:
            st.html(reports.cell_grid(found.headings, found.cells, hits=source.cells))
