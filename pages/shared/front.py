"""The first screen of 总览: what changed, who is behind, what to decide, each a link to where it is dealt with."""

from typing import NamedTuple

import pandas as pd
import streamlit as st

import analysis
from pages.shared import data, freezes, mechanism, oversight, session, standing, widgets
from pages.shared.keeping import shared
from pages.shared.views import View
from reports.pieces.cards import front_card
from reports.subjects import front

_SEQUENCES = {"部门": "departments", "镇": "towns"}


class _Front(NamedTuple):
    """The words of the first screen."""

    changed: str
    tasks: list[tuple[str, str]]
    units: tuple[front.Decision, ...]
    decisions: tuple[front.Decision, ...]


def lead(view: View) -> str:
    """Return the phase that the day is in, and how long it lasts, for the line under the title."""
    return "" if view.is_empty else front.phase_line(data.rules(view).phases, as_of=view.as_of)


def screen(view: View) -> None:
    """Show the first screen: nothing of it has to be looked for further down."""
    said = _front(view, tuple(data.frozen()))
    st.html(said.changed)
    left, right = st.columns([3, 2], gap="medium")
    with left, st.container(key="front_behind", gap=None):
        st.html("<h2>谁落后</h2>")
        widgets.task_links(said.tasks)
        if not said.tasks:
            st.caption("已填报的任务都达到了序时进度。")
        _links(said.units)
    with right, st.container(key="front_decide", gap=None):
        st.html("<h2>要决定</h2>")
        _links(said.decisions)
        if not said.decisions:
            st.caption("没有等着决定的事项。")


def _links(decisions: tuple[front.Decision, ...]) -> None:
    for each in decisions:
        params = session.link_params(**dict(each.address))
        st.page_link(session.page(each.page), label=each.label, query_params=params, width="stretch")


@shared(most=100, says="正在汇总变化和要决定的事…")
def _front(view: View, _frozen: tuple[str, ...]) -> _Front:
    """Kept by the frozen months too: freezing one is not a new version."""
    now, before = data.scores(view), data.scores_before(view)
    sentences = (analysis.briefing(now, before)[0], front.week_line(data.weeks(view)), _since_version(view))
    changed = front_card("变化", "".join(sentences), front.front_figures(now, before))
    units = front.behind_units(now.units, _SEQUENCES)
    return _Front(changed, front.behind_labels(now.tasks), units, front.front_decisions(_waiting(view)))


def _waiting(view: View) -> dict[str, pd.DataFrame]:
    """Every table in which something may wait for a person."""
    past = [span.name for span in freezes.spans(view) if span.last <= view.as_of and span.name not in data.frozen()]
    return {
        "interviews": oversight.interviews_due(view),
        "flags": standing.flags(view, [view.as_of]),
        "items": oversight.items(view),
        "problems": oversight.problems(view),
        "objections": standing.objections(view),
        "tasks": data.scores(view).tasks,
        "orders": mechanism.orders(view),
        "order_problems": mechanism.order_problems(view),
        "exemptions": standing.exemptions(view),
        "periods": pd.DataFrame({"period": past}),
    }


def _since_version(view: View) -> str:
    """What this version changed beside the one published before it, at the same day; "" where it is the first."""
    table = data.versions()
    earlier = table[table["state"].ne("草稿") & table["snapshot"].ne(view.snapshot)]
    earlier = earlier[earlier["snapshot"] < view.snapshot]
    if earlier.empty:
        return ""
    changes = analysis.changes(data.scores(view.at(earlier["snapshot"].iloc[-1], as_of=view.as_of)), data.scores(view))
    return f"比上一版：{analysis.effect_sentence(changes)}。"
