"""From a mark in a chart to what it stands for: a task's page, a unit in full, a 项目长. Each has the same way by
keyboard: the table or the list of choices under the chart."""

import streamlit as st

import reports
from pages.shared import charts, data, session, whereabouts, widgets
from pages.shared.views import View

_WISH = "wish_{}"
_TAKEN = "taken_{}"
_PAGES = {"镇": "towns", "部门": "departments"}


def chart_of_units(name: str, view: View, kind: str, *about: str) -> None:
    """Draw a chart of a sequence; a clicked unit is shown in full, where the page shows one."""
    clicked = charts.show(name, view, kind, *about, opens=True)
    _choose(f"{name}_{kind}", clicked, key=f"unit_{kind}")


def town_tiles(view: View) -> None:
    """Draw the towns where they lie; a clicked one is shown in full. Say so where a file about them is wrong."""
    found = whereabouts.town_map(view)
    if found.problem:
        st.warning(reports.plain(found.problem))
    _choose("town_tiles", charts.show("town_tiles", view, found.stamp, opens=True), key="unit_镇")


def leaders(view: View) -> None:
    """Draw load and lag of all 项目长; a clicked one opens."""
    for leader in charts.show("leaders", view, opens=True)[:1]:
        if _is_new("leaders", leader):
            wish("leader", leader)
            st.switch_page(session.page("leaders"), query_params=session.link_params())


def opening(name: str, view: View, *about: str | None) -> None:
    """Draw a chart of tasks, projects or units; a clicked task opens, a unit on its page, of a project the task that
    is furthest behind."""
    for key in charts.show(name, view, *about, opens=True)[:1]:
        _open(key, view, chart=charts.key_of(name, *about))


def _open(key: str, view: View, *, chart: str) -> None:
    scores = data.scores(view)
    kinds = scores.units.loc[scores.units["unit"].eq(key), "kind"]
    if kinds.empty:
        mine = reports.by_lag(scores.tasks[scores.tasks["project"].eq(key)])
        widgets.open_task(mine["task_id"].iloc[0] if len(mine) else key)
    elif kinds.iloc[0] in _PAGES and _is_new(chart, key):
        wish(f"unit_{kinds.iloc[0]}", key)
        st.switch_page(session.page(_PAGES[kinds.iloc[0]]), query_params=session.link_params())


def wish(key: str, value: str) -> None:
    """Ask that a list of choices stands at a value when it is next shown."""
    st.session_state[_WISH.format(key)] = value


def grant(key: str, options: list[str]) -> None:
    """Set a list of choices, about to be shown, to what was wished; what is not in it is forgotten."""
    wanted = st.session_state.pop(_WISH.format(key), None)
    if wanted in options:
        st.session_state[key] = wanted


def _choose(chart: str, clicked: list[str], *, key: str) -> None:
    for unit in clicked[:1]:
        if _is_new(chart, unit):
            wish(key, unit)
            st.toast(f"已选{reports.plain(unit)}，详情见下方。")
    if not clicked:
        st.session_state.pop(_TAKEN.format(chart), None)


def _is_new(chart: str, value: str) -> bool:
    """Whether this click has not been followed yet: a chart keeps its selection from rerun to rerun."""
    name = _TAKEN.format(chart)
    if st.session_state.get(name) == value:
        return False
    st.session_state[name] = value
    return True
