"""Errata of a frozen period opened to the cells that they come from: both values, both places, the rows themselves."""

import pandas as pd
import streamlit as st

import analysis
import reports
from pages.shared import cells, data, freezes
from pages.shared.views import View

_MOST = 12
"""So many differing values are opened at once; a correction of a whole column is read in its file."""


def choose(view: View, span: analysis.Span, found: pd.DataFrame) -> None:
    """Let one choose an erratum; show what the ledgers say otherwise, and the rows of both workbooks."""
    opened = st.expander("打开勘误的单元格", icon=":material/grid_on:", on_change="rerun", key=f"errata_{span.name}")
    if not opened.open:
        return
    told = reports.errata_subjects(found)
    with opened:
        place = st.selectbox(
            "看哪一条", range(len(told)), format_func=lambda i: told[i][0], key=f"erratum_{span.name}"
        )  # fmt: skip
        values = analysis.cells_behind(told[place][1], freezes.changed_values(view, span))
        if values.empty:
            st.caption("这一条不是台账的某一格改了：是人的决定、规则或其他单位的变化带来的。")
            return
        _show(view, span, values.head(_MOST))
        if len(values) > _MOST:
            st.caption(f"另有 {len(values) - _MOST} 处，请到更正的台账里看。")


def _show(view: View, span: analysis.Span, values: pd.DataFrame) -> None:
    """The values with both cells, then the rows themselves."""
    kept = data.frozen()[span.name]
    sides = {"before": view.at(kept.snapshot, as_of=span.last), "after": view}
    found = [
        [cells.of_row(where, row, of=[(row["table"], row["field"], f"{side}_")]) for side, where in sides.items()]
        for row in values.to_dict("records")
    ]
    tasks = {name: task for where in sides.values() for name, task in _names(where).items()}
    places = [tuple(reports.source_place(sources) for sources in pair) for pair in found]
    st.html(reports.table_card(reports.errata_value_table(values, places, tasks)))
    for side, where in zip((0, 1), sides.values(), strict=True):
        cells.show(where, reports.joined_sources(source for pair in found for source in pair[side]))


def _names(view: View) -> dict[str, str]:
    tasks = data.facts(view)["tasks"]
    return dict(zip(tasks["task_id"], tasks["task"], strict=True))
