"""Parts of the page 任务榜 beside its charts: what is wrong with the boards, and each class judged in its own way."""

import streamlit as st

import analysis
import reports
from pages.shared import data, mechanism
from pages.shared.keeping import once
from pages.shared.views import View


def problems(view: View, board: str) -> None:
    """List what is not as the notice has it: how many tasks, who is in charge, nothing on two boards."""
    found = mechanism.board_problems(view)
    found = reports.problems_of(found, board)
    if not found.empty:
        with st.expander(reports.named_problems(found), icon=":material/rule:"):
            st.html(reports.table_card(reports.problem_list(found, order_no=None)))


def classes(view: View, board: str) -> None:
    """Show how each class of 任务榜 is judged and what came of it; 亮点牌 is judged on a page of its own."""
    if board != "任务榜":
        return
    verdicts = mechanism.verdicts(view)
    if verdicts.empty:
        return
    st.header("三类任务，各按各的办法评", anchor=False)
    cards, table = _judged(view)
    st.html(cards)
    with st.expander("逐项结论和依据", icon=":material/fact_check:"):
        st.html(table)


@once
def _judged(view: View) -> tuple[str, str]:
    """How each class is judged, and the verdict of every task with its ground."""
    verdicts = mechanism.verdicts(view)
    cards = reports.class_cards(analysis.class_summary(verdicts), data.rules(view))
    return reports.board_cards(cards), reports.table_card(reports.verdict_table(verdicts))
