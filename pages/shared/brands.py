"""Parts of the page 亮点牌: figures and problems, the cards, the ranks, what proves one brand."""

import streamlit as st

import reports
from pages.shared import data, drills, mechanism, sections, states, widgets
from pages.shared.views import View


def are_missing(view: View) -> bool:
    """Whether no ledger has a brand; say so."""
    nothing = mechanism.brands(view).empty
    if nothing:
        states.missing("亮点牌")
    return nothing


def figures(view: View) -> None:
    """Show how many brands there are, how many are the city's first, and what is wrong."""
    wanted = dict(data.rules(view).boards.expected).get("亮点牌")
    st.html(reports.key_figures(reports.brand_figures(mechanism.brands(view), wanted=wanted)))
    problems = mechanism.brand_problems(view)
    if not problems.empty:
        with st.expander(reports.named_problems(problems), icon=":material/rule:"):
            st.html(reports.table_card(reports.problem_list(problems)))


def ranks(view: View) -> None:
    """Show rank and change of every brand month by month; a click opens the brand's task."""
    drills.opening("brand_ranks", view)


def cards(view: View) -> None:
    """Show every brand as a card."""
    st.html(reports.board_cards(reports.brand_cards(mechanism.brands(view))))


def one(view: View) -> None:
    """Ask for a brand and show what proves it, with document numbers and cells."""
    titles = reports.brand_titles(mechanism.brands(view))
    if not titles:
        return
    task_id = st.selectbox("看哪个品牌的佐证", list(titles), format_func=titles.get, key="brand", bind="query-params")
    evidence = reports.evidence_of(mechanism.evidence(view), task_id)
    if evidence.empty:
        st.caption("还没有全市排名、表彰、批示或典型宣传。")
    else:
        st.html(reports.table_card(reports.evidence_table(evidence)))
        opened = st.expander("佐证在台账的哪一行", on_change="rerun", key=f"brand_cells_{task_id}")
        if opened.open:
            with opened:
                sections.cells(view, mechanism.evidence_cells(view, evidence))
    widgets.task_links([(task_id, f"打开 {titles[task_id]}")])
