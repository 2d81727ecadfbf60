"""Parts of the page 预警: who must act, what is close to the next rung, everybody by level and unit."""

import streamlit as st

import reports
from pages.shared import standing, widgets
from pages.shared.views import View

_EVERY = "全部单位"
_NEAR_SHOWN = 6


def must_act(view: View) -> None:
    """Say in one sentence who must act, how many stand on each rung, and list the worst as links."""
    rows = standing.alerts(view)
    st.html(reports.rung_strip(reports.rung_counts(rows)))
    st.html(reports.lead_line(reports.acting_line(rows)))
    widgets.task_links(reports.alert_labels(reports.must_act(rows)))


def reasons(view: View) -> None:
    """Say of each of the worst why it stands there and what brings it down."""
    rows = reports.must_act(standing.alerts(view))
    if not rows.empty:
        st.markdown("##### 为什么在这一级，怎样降下来")
        st.html(reports.table_card(reports.reason_table(rows)))


def near(view: View) -> None:
    """List what is little short of the next rung."""
    rows = reports.near_rows(standing.alerts(view))
    st.markdown(f"##### 快要升级的 {len(rows)} 项")
    if rows.empty:
        st.caption("没有任务临近下一级的界线。")
        return
    widgets.task_links(reports.near_labels(rows.head(_NEAR_SHOWN)))
    if len(rows) > _NEAR_SHOWN:
        st.caption(f"另有 {len(rows) - _NEAR_SHOWN} 项，见下表“临界”一列。")


def exempt(view: View) -> None:
    """List what is exempt now: it stands on no rung."""
    labels = reports.exempt_labels(standing.exemptions(view))
    if labels:
        st.markdown(f"##### 正在豁免的 {len(labels)} 项")
        widgets.task_links(labels)


def everybody(view: View) -> None:
    """Show every task, or those at some levels and of one unit; a chosen row opens the task's page."""
    rows = standing.alerts(view)
    st.markdown("##### 全部任务的等级")
    left, right = st.columns([2, 1], vertical_alignment="bottom")
    levels = left.pills("等级", reports.level_words(), selection_mode="multi", key="alert_levels", bind="query-params")
    unit = right.selectbox("单位", [_EVERY, *reports.alert_units(rows)], key="alert_unit", bind="query-params")
    chosen = reports.chosen_alerts(rows, levels=levels, unit=None if unit == _EVERY else unit)
    if chosen.empty:
        st.caption("没有符合条件的任务。")
        return
    st.caption(f"{len(chosen)} 项；等级按周评估、有升有降有记忆。点选一行打开任务详情。")
    picked = st.dataframe(
        reports.alert_table(chosen), key=f"alerts_{'_'.join(levels)}_{unit}", hide_index=True, on_select="rerun",
        selection_mode="single-row", column_config=_columns(),
        height="content" if len(chosen) <= 12 else 460, placeholder="—",
    )  # fmt: skip
    for place in picked["selection"]["rows"][:1]:
        widgets.open_task(chosen["task_id"].iloc[place])


def _columns() -> dict:
    return {
        "等级": st.column_config.TextColumn(width=75),
        "任务": st.column_config.TextColumn(width=210),
        "已持续": st.column_config.TextColumn(width=130, help="到达现在这一级的评估日，和至今的天数"),
        "临界": st.column_config.TextColumn(width=110, help="离上一级界线还差多少"),
        "为什么": st.column_config.TextColumn(width=260),
        "怎样降级": st.column_config.TextColumn(width=260),
    }
