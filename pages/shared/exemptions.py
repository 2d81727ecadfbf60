"""Parts of the page 豁免与核查: the exemptions by state, the form that enters one, findings with their cells."""

import streamlit as st

import reports
from pages.shared import data, sections, standing, verdicts, widgets
from pages.shared.keeping import once
from pages.shared.views import View

_OPEN = ("生效中", "尚未开始")
_FINDINGS_SHOWN = 12


def figures(view: View) -> None:
    """Show how many exemptions there are in each state, and how many findings."""
    st.html(_told(view)[0])


def listed(view: View) -> None:
    """Show every exemption, those in force at once, ended ones and those that do not count when opened."""
    st.header("豁免", anchor=False)
    _, groups, labels = _told(view)
    if not groups:
        st.caption("还没有登记过豁免。可以导入豁免审批台账，也可以在下面登记。")
    for state, words, card in groups:
        with st.expander(words, expanded=state in _OPEN):
            st.html(card)
    widgets.task_links(labels)


@once
def _told(view: View) -> tuple[str, list[tuple[str, str, str]], list[tuple[str, str]]]:
    """The key figures, each state with its heading and table, the tasks as links."""
    exempt = standing.exemptions(view)
    groups = [
        (state, f"{state} {len(rows)} 项", reports.table_card(reports.exempt_table(rows)))
        for state, rows in reports.exemption_groups(exempt)
    ]
    figures = reports.key_figures(reports.exempt_figures(exempt, standing.findings(view)))
    return figures, groups, reports.exempt_labels(exempt)


def form(view: View) -> None:
    """Ask for one exemption: which task or node, why, who approved, until when."""
    with st.expander("登记一项豁免", icon=":material/add_circle:"):
        tasks = data.scores(view).tasks
        ids = tasks["task_id"].tolist()
        labels = dict(zip(ids, reports.task_titles(tasks), strict=True))
        task_id = st.selectbox(
            "任务（可以打字查找）", ids, index=None, format_func=labels.get, key="exempt_task", placeholder="选一项任务"
        )
        if task_id is None:
            st.caption("先选任务。批准须先于原定时限，写明批准人和截止日期；不符合的只登记，不作豁免。")
            return
        _ask(view, task_id)


def _ask(view: View, task_id: str) -> None:
    """The form about one task."""
    nodes = ["整项任务", *standing.node_names(view, task_id)]
    st.caption(reports.approval_line(standing.original_day(view, task_id, "")))
    with st.form(f"exempt_{view.snapshot}_{task_id}", border=False):
        left, right = st.columns(2)
        node = left.selectbox("豁免范围", nodes)
        ground = right.selectbox("事由类别", reports.GROUNDS)
        reason = st.text_input("事由说明", max_chars=200, placeholder="什么情况，影响到什么")
        left, right = st.columns(2)
        approver = left.text_input("批准人", max_chars=30, placeholder="具名的领导")
        document_no = right.text_input("批准文号（没有可不填）", max_chars=60)
        left, right = st.columns(2)  # a row of its own: on a phone columns stand one below the other
        approved_on = left.date_input("批准日期", value=None, format="YYYY-MM-DD")
        until = right.date_input("豁免至", value=None, format="YYYY-MM-DD")
        by = st.text_input("经办人", value=st.session_state.get("by", ""), max_chars=30)
        sent = st.form_submit_button("登记豁免", type="primary", icon=":material/gavel:")
    if sent:
        st.session_state["by"] = by
        entry = reports.exemption_entry(
            task_id, node=node, ground=ground, reason=reason, approver=approver, days=(approved_on, until),
            document_no=document_no,
        )  # fmt: skip
        _keep(entry, original=standing.original_day(view, task_id, node), by=by)


def _keep(entry: dict, *, original: object, by: str) -> None:
    if faults := reports.exemption_faults(entry):
        st.warning(f"还没有登记：{'；'.join(faults)}。")
    elif sentence := verdicts.decide_exemption(entry, by=by or "未署名"):
        st.error(reports.plain(sentence))
    else:
        st.toast(reports.kept_line(entry, original=original, today=data.today()))
        st.rerun()


def findings(view: View) -> None:
    """Show what looks implausible, pattern by pattern, each finding with its task and its cell."""
    st.header("核查提示", anchor=False)
    groups = reports.finding_groups(standing.findings(view))
    if not groups:
        st.caption("没有发现月末突增、进度回退、照抄文字一类的情形。")
    for name, rows in groups:
        opened = st.expander(f"{name} {len(rows)} 条", on_change="rerun", key=f"finding_{name}")
        if opened.open:
            with opened:
                _group(view, name, rows)


def _group(view: View, name: str, rows) -> None:
    told = reports.finding_labels(rows)
    for task_id, line, source in told[:_FINDINGS_SHOWN]:
        if task_id:
            widgets.task_links([(task_id, line)])
        else:
            st.markdown(reports.plain(line))
        st.caption(reports.plain(f"来源 {source}"))
    if len(told) > _FINDINGS_SHOWN:
        st.caption(f"另有 {len(told) - _FINDINGS_SHOWN} 条，可在下面选出来看原件。")
    chosen = st.selectbox(
        "看哪一条的原件", range(len(told)), index=None, format_func=lambda i: told[i][1], key=f"cell_{name}",
        placeholder="选一条，显示原件里的那一行",
    )  # fmt: skip
    if chosen is not None and (source := reports.finding_source(rows.iloc[chosen].to_dict())):
        sections.cells(view, [source])
