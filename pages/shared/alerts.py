"""Parts of the page 预警: who must act, what is close to the next rung, everybody by level and unit."""

import pandas as pd
import streamlit as st

import reports
from pages.shared import session, standing, widgets
from pages.shared.keeping import once
from pages.shared.views import View

_EVERY = "全部单位"
_NEAR_SHOWN = 6


def must_act(view: View) -> None:
    """Say in one sentence who must act, how many stand on each rung, and list the worst as links."""
    said, labels = _acting(view)
    st.html(said)
    widgets.task_links(labels)


def reasons(view: View) -> None:
    """Say of each of the worst why it stands there and what brings it down."""
    said = _reasons(view)
    if said and session.is_phone():
        with st.expander("为什么在这一级，怎样降下来", icon=":material/stairs:"):
            st.html(said)
    elif said:
        st.header("为什么在这一级，怎样降下来", anchor=False)
        st.html(said)


def near(view: View) -> None:
    """List what is little short of the next rung."""
    rows = reports.near_rows(standing.alerts(view))
    if rows.empty:
        st.caption("没有任务临近下一级的界线。")
        return
    st.header(f"快要升级的 {len(rows)} 项", anchor=False)
    widgets.task_links(reports.near_labels(rows.head(_NEAR_SHOWN)))
    if len(rows) > _NEAR_SHOWN:
        st.caption(f"另有 {len(rows) - _NEAR_SHOWN} 项，见下表“临界”一列。")


def exempt(view: View) -> None:
    """List what is exempt now: it stands on no rung."""
    labels = _exempt(view)
    if labels:
        st.header(f"正在豁免的 {len(labels)} 项", anchor=False)
        widgets.task_links(labels)


def everybody(view: View) -> None:
    """Show every task, or those at some levels and of one unit; a chosen row opens the task's page."""
    st.header("全部任务的等级", anchor=False)
    left, right = st.columns([2, 1], vertical_alignment="bottom")
    levels = left.pills("等级", reports.level_words(), selection_mode="multi", key="alert_levels", bind="query-params")
    unit = right.selectbox("单位", [_EVERY, *_units(view)], key="alert_unit", bind="query-params")
    chosen, table = _listed(view, tuple(levels), None if unit == _EVERY else unit)
    if chosen.empty:
        st.caption("没有符合条件的任务。")
        return
    st.caption(f"{len(chosen)} 项；等级按周评估、有升有降有记忆。点一项打开任务详情。")
    if session.is_phone():
        widgets.listed(reports.alert_labels(chosen))
        return
    picked = st.dataframe(
        table, key=f"alerts_{'_'.join(levels)}_{unit}", hide_index=True, on_select="rerun",
        selection_mode="single-row", column_config=_columns(),
        height="content" if len(chosen) <= 12 else 460, placeholder="—",
    )  # fmt: skip
    for place in picked["selection"]["rows"][:1]:
        widgets.open_task(chosen["task_id"].iloc[place])


@once
def _acting(view: View) -> tuple[str, list[tuple[str, str]]]:
    """How many stand on each rung, in marks and in a sentence; and those who must act."""
    rows = standing.alerts(view)
    said = reports.rung_strip(reports.rung_counts(rows)) + reports.lead_line(reports.acting_line(rows))
    return said, reports.alert_labels(reports.must_act(rows))


@once
def _reasons(view: View) -> str:
    rows = reports.must_act(standing.alerts(view))
    return "" if rows.empty else reports.table_card(reports.reason_table(rows))


@once
def _exempt(view: View) -> list[tuple[str, str]]:
    return reports.exempt_labels(standing.exemptions(view))


@once
def _units(view: View) -> list[str]:
    return reports.alert_units(standing.alerts(view))


@once
def _listed(view: View, levels: tuple[str, ...], unit: str | None) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The tasks at some levels and of one unit, as rows and as they are shown."""
    chosen = reports.chosen_alerts(standing.alerts(view), levels=list(levels), unit=unit)
    return chosen, reports.alert_table(chosen) if len(chosen) else chosen


def _columns() -> dict:
    return {
        "等级": st.column_config.TextColumn(width=75),
        "任务": st.column_config.TextColumn(width=210),
        "已持续": st.column_config.TextColumn(width=130, help="到达现在这一级的评估日，和至今的天数"),
        "临界": st.column_config.TextColumn(width=110, help="离上一级界线还差多少"),
        "为什么": st.column_config.TextColumn(width=260),
        "怎样降级": st.column_config.TextColumn(width=260),
    }
