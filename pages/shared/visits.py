"""Parts of the page 走访督查 about visits and problems: weeks, what was seen, what changed, what was closed."""

import streamlit as st

import analysis
import reports
from pages.shared import cells, data, drills, oversight, states
from pages.shared.keeping import once
from pages.shared.views import View

PARTS = ("走访", "问题", "督查")
_ALL = "全部项目长"
_SHOWN = 12


def choose_part() -> str:
    """Ask which of the three parts to look at."""
    return st.segmented_control(
        "看哪一块", PARTS, default=PARTS[0], key="part", required=True, bind="query-params",
        label_visibility="collapsed",
    )  # fmt: skip


def figures(view: View) -> None:
    """Show the key figures of all three parts."""
    st.html(_figures(view))


@once
def _figures(view: View) -> str:
    cadence = analysis.visit_cadence(oversight.weeks(view))
    checks, problems, items = oversight.checks(view), oversight.problems(view), oversight.items(view)
    return reports.key_figures(reports.visit_figures(cadence, checks, problems, items=items, walked=_is_walked(view)))


def cadence(view: View) -> None:
    """Show which 项目长 went in which week."""
    st.header("项目长是不是周周都去了", anchor=False)
    st.html(_cadence(view))


@once
def _cadence(view: View) -> str:
    weeks = oversight.weeks(view)
    kept = analysis.visit_cadence(weeks)
    line = reports.lead_line(reports.cadence_line(kept))
    return line if kept.empty else line + reports.leader_grid(weeks, kept)


def is_walked(view: View) -> bool:
    """Whether anybody has handed in a visit: without one no week is missed, it is only not known. Say so."""
    if not _is_walked(view):
        states.missing("走访")
    return _is_walked(view)


def _is_walked(view: View) -> bool:
    return not data.facts(view)["visits"].empty


def effect(view: View) -> None:
    """Show reported beside verified, and the pace before and after visits."""
    left, right = st.columns(2, gap="medium")
    with left:
        st.header("填报和现场是不是一个数", anchor=False)
        drills.opening("verified", view)
    with right:
        st.header("走访以后，进度快了没有", anchor=False)
        drills.opening("effects", view)
    st.html(reports.lead_line(reports.visit_effect_line(analysis.effect_summary(oversight.effects(view)))))


def records(view: View) -> None:
    """List the visits of one 项目长 and open one of them to its cells."""
    effects = oversight.effects(view)
    if effects.empty:
        return
    with st.expander(f"走访记录 {len(effects)} 次", icon=":material/history:"):
        leaders = [_ALL, *sorted(effects["visitor"].dropna().unique())]
        who = st.selectbox("带队领导", leaders, key="visitor")
        mine = effects if who == _ALL else effects[effects["visitor"].eq(who)]
        shown = mine.tail(_SHOWN)
        st.html(_listed(view, None if who == _ALL else who))
        if len(mine) > len(shown):
            st.caption(f"共 {len(mine)} 次，这里是最近 {len(shown)} 次；选一位项目长看得更全。")
    newest = mine.iloc[::-1].reset_index(drop=True)
    cells.choose(view, newest, reports.visit_titles(newest), of=cells.VISIT, key=f"visit_{who}")


@once
def _listed(view: View, who: str | None) -> str:
    effects = oversight.effects(view)
    mine = effects if who is None else effects[effects["visitor"].eq(who)]
    return reports.table_card(reports.visit_rows(mine.tail(_SHOWN)))


def problems(view: View) -> None:
    """Show what visits and others found, what is open, overdue, closed."""
    found = oversight.problems(view)
    if found.empty:
        states.missing("问题")
        return
    st.html(reports.lead_line(reports.problem_line(found)))
    left, right = st.columns(2, gap="medium")
    with left:
        st.header("哪个单位的问题没有销号", anchor=False)
        st.html(reports.problem_grid(found))
    with right:
        st.header("没有销号的拖了多久", anchor=False)
        ageing = analysis.problem_ageing(found)
        st.html(reports.ageing_grid(ageing) if len(ageing) else reports.lead_line("没有未销号的问题。"))
    st.header("没有销号的问题", anchor=False)
    table = reports.open_problems(found)
    if table.empty:
        st.caption("全部销号。")
    else:
        st.html(reports.table_card(table))
    cells.choose(view, found, reports.problem_titles(found), of=cells.PROBLEM, key="problem")
