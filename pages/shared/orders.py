"""Parts of the page 责任令: figures and problems, the board by 项目长, one order down to its cells."""

import streamlit as st

import analysis
import reports
from pages.shared import data, mechanism, sections, states, widgets
from pages.shared.keeping import once
from pages.shared.views import View

_EVERY, _NONE = "全部项目长", ""
_ALL, _PRESSING = "全部", "要过问的"


def are_missing(view: View) -> bool:
    """Whether no ledger has an order; say so."""
    nothing = mechanism.orders(view).empty
    if nothing:
        states.missing("责任令")
    return nothing


def figures(view: View) -> None:
    """Show how many orders there are, what is wrong with them, and the next free number."""
    orders, problems = mechanism.orders(view), mechanism.order_problems(view)
    free = analysis.next_order_no(orders)
    st.html(reports.key_figures(reports.order_figures(orders, problems, free=free)))
    if not problems.empty:
        with st.expander(reports.named_problems(problems), icon=":material/rule:"):
            st.html(reports.table_card(reports.problem_list(problems)))


def choose(view: View) -> tuple[str | None, str | None]:
    """Ask for a 项目长 and for one order; return them, None for all and for none."""
    orders = mechanism.orders(view)
    left, right = st.columns(2)
    leader = left.selectbox("项目长", [_EVERY, *reports.order_leaders(orders)], key="order_leader", bind="query-params")
    leader = None if leader == _EVERY else leader
    titles = {_NONE: "不选，看全部"} | _titles(view, leader)
    no = right.selectbox("看哪一道令", list(titles), format_func=titles.get, key="order_no", bind="query-params")
    return leader, no or None


def board(view: View, leader: str | None) -> None:
    """Show the orders as cards, by the 项目长 who gave them."""
    first = _PRESSING if view.is_narrow else _ALL
    shown = st.segmented_control(
        "范围", (_ALL, _PRESSING), default=first, key="order_range", required=True, bind="query-params"
    )
    count, cards = _cards(view, leader, shown == _PRESSING)
    st.caption(f"{count} 道，按项目长排列；箭头前是项目长，后是牵头单位。")
    st.html(cards)


@once
def _cards(view: View, leader: str | None, pressing: bool) -> tuple[int, str]:
    tasks, problems = data.scores(view).tasks, mechanism.order_problems(view)
    cards = reports.order_cards(mechanism.orders(view), tasks, problems, leader=leader, pressing=pressing)
    return len(cards), reports.board_cards(cards)


@once
def _titles(view: View, leader: str | None) -> dict[str, str]:
    return reports.order_titles(mechanism.orders(view), leader=leader)


def one(view: View, order_no: str) -> None:
    """Show one order in full: form, tasks as links, what is wrong with it, every word with its cell."""
    orders, problems = mechanism.orders(view), mechanism.order_problems(view)
    st.html(reports.sentence_groups(reports.order_page(orders, order_no)))
    wrong = reports.problem_list(problems, order_no=order_no)
    if not wrong.empty:
        st.html(reports.table_card(wrong))
    widgets.task_links(reports.order_task_labels(orders, data.scores(view).tasks, order_no))
    lines = mechanism.order_lines(view, order_no)
    opened = st.expander("各版原文在哪一格", on_change="rerun", key=f"order_cells_{order_no}")
    if opened.open:
        with opened:
            for part, _, about in reports.explained_parts(lines):
                st.html(reports.table_card(about[["项", "值", "来源"]]))
                sections.cells(view, reports.sources_of(lines, part))
