"""Parts of the page 走访督查 about 督查: the flow, every item, one item to its cells, new items and steps."""

from datetime import date

import streamlit as st

import analysis
import reports
from pages.shared import cells, data, oversight, recording, states, widgets
from pages.shared.views import View

_EVERY = "全部"


def flow(view: View) -> None:
    """Show where all items stand, which press, and the form for a new one."""
    items = oversight.items(view)
    st.html(reports.lead_line(reports.supervision_line(items)))
    for sentence in oversight.strays(view, items):
        st.warning(reports.plain(sentence))
    if items.empty:
        states.missing("督查")
        return
    st.html(reports.supervision_flow(items))
    left, right = st.columns([2, 1], vertical_alignment="bottom")
    state = left.pills(
        "状态", analysis.SUPERVISION_STATES, key="item_states", selection_mode="multi", bind="query-params"
    )
    units = sorted({unit for names in items["lead_units"] if names is not None for unit in names})
    unit = right.selectbox("看哪个单位", [_EVERY, *units], key="item_unit", bind="query-params")
    chosen = reports.chosen_items(items, states=state, unit=None if unit == _EVERY else unit)
    if chosen.empty:
        st.caption("没有符合条件的督查事项。")
    else:
        st.html(reports.item_cards(chosen))


def one(view: View) -> None:
    """Open one item to its cells and decisions, and record a step of it."""
    items = oversight.items(view)
    if items.empty:
        return
    st.header("看一件，登记反馈、核查、销号", anchor=False)
    titles = reports.item_titles(items)
    item = st.selectbox("看哪一件", list(titles), format_func=titles.get, key="item", bind="query-params")
    row = items[items["item"].eq(item)].iloc[0]
    left, right = st.columns([3, 2], gap="medium")
    with left:
        lines = oversight.item_lines(view, item)
        st.html(reports.table_card(reports.line_table(lines)))
        sources = reports.line_sources(lines)
        if sources:
            opened = st.expander("打开原件单元格", icon=":material/grid_on:", on_change="rerun", key=f"cells_{item}")
            if opened.open:
                with opened:
                    cells.show(view, sources)
        if isinstance(row["task_id"], str):
            name = oversight.task_names(view).get(row["task_id"], "对应的任务")
            widgets.task_links([(row["task_id"], f"对应任务：{name}")])
    with right:
        _step(view, row.to_dict())


def _step(view: View, row: dict) -> None:
    """The form that records one step of an item."""
    with st.form(f"step_{row['item']}_{view.snapshot}"):
        step = st.segmented_control("登记哪一步", list(analysis.STEPS), key="step", required=True, default="反馈")
        on = st.date_input("日期", value=view.as_of, key="step_on", format="YYYY-MM-DD")
        text = st.text_area("情况", key="step_text", max_chars=500, placeholder="反馈了什么、核查发现什么；销号可不写")
        back = st.checkbox("这一步登记错了，撤回", key="step_back")
        by = st.text_input("经办人", value=st.session_state.get("by", ""), key="step_by", max_chars=30)
        sent = st.form_submit_button("保存这一步", type="primary", icon=":material/edit_note:")
    if not sent:
        return
    faults = [] if back else analysis.step_faults(row, step, on=on, as_of=view.as_of)
    told = analysis.supervision_step(row["item"], step, on=None if back else on, text=text)
    recording.keep(told, faults=faults, by=by, done=f"已{'撤回' if back else '登记'}{step}。")


def enter(view: View) -> None:
    """The form that issues a new item."""
    with st.expander("登记新的督查事项", icon=":material/add_task:"), st.form(f"item_{view.snapshot}", border=False):
        matter = st.text_input("督查事项", key="new_matter", max_chars=120)
        units = st.multiselect("责任单位", _units(view), key="new_units", placeholder="可选几个")
        first, second, third = st.columns(3)
        issued = first.date_input("交办日期", value=view.as_of, key="new_issued", format="YYYY-MM-DD")
        due = second.date_input("反馈时限", value=None, key="new_due", format="YYYY-MM-DD")
        paper = third.text_input("文号", key="new_paper", max_chars=60, placeholder="可不填")
        names = oversight.task_names(view)
        task = st.selectbox(
            "对应任务", ["", *names], format_func=lambda key: names.get(key, "不对应任务"), key="new_task"
        )
        by = st.text_input("经办人", value=st.session_state.get("by", ""), key="new_by", max_chars=30)
        sent = st.form_submit_button("登记", type="primary", icon=":material/add_task:")
    if sent:
        told = {"issued_on": issued, "due_on": due}
        faults = analysis.item_faults(matter, units, known=oversight.items(view)["item"].tolist(), **told)
        faults += _ahead(view, issued)
        made = None if faults else analysis.new_item(matter, units, document_no=paper, task_id=task or None, **told)
        recording.keep(made, faults=faults, by=by, done="已登记，见上面的卡片。")


def _ahead(view: View, issued: date) -> list[str]:
    return (
        [f"交办日期 {issued} 晚于数据日期 {view.as_of}，请核对，或在左边换一个数据日期。"]
        if issued > view.as_of
        else []
    )


def _units(view: View) -> list[str]:
    return data.scores(view).units["unit"].tolist()
