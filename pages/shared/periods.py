"""Parts of the page 周期: the year, the periods, and what is to be done next: check, draft, objections, freeze."""

from datetime import date, timedelta

import pandas as pd
import streamlit as st

import analysis
import reports
from pages.shared import data, errata, freezes, oversight, standing, verdicts
from pages.shared.keeping import once
from pages.shared.views import View


def year(view: View) -> None:
    """Show the phase that the day is in, the calendar of this month and the next, and what is due soon."""
    rules, day = data.rules(view), view.as_of
    st.html(reports.phase_strip(reports.phase_marks(rules.phases, as_of=day)))
    line, table = _due(view)
    with st.expander(reports.plain(line), icon=":material/event_upcoming:"):
        if table.empty:
            st.caption("往后两周没有到期的。")
        else:
            st.html(reports.table_card(table))
    with st.expander("日历：每周走访、月通报、季调度", icon=":material/calendar_month:"):
        this = day.replace(day=1)
        for column, first in zip(st.columns(2), (this, (this + timedelta(days=31)).replace(day=1)), strict=True):
            column.html(_calendar(view, first))


def choose(view: View) -> analysis.Span:
    """Show every period with its state and ask for one; return it. The first one asked for is the one to work on."""
    spans = {span.name: span for span in freezes.spans(view)}
    windows = {name: _window(view, name) for name in spans}
    states = {name: _state(view, span) for name, span in spans.items()}
    labels = reports.period_labels(spans)
    begun = [name for name, span in spans.items() if span.last <= view.as_of and states[name] != reports.FROZEN]
    first = (begun or list(spans))[-1]
    names = list(labels)
    chosen = st.selectbox(
        "月份或季度", names, index=names.index(first), format_func=labels.get, key="period", bind="query-params"
    )
    with st.expander(reports.plain(reports.period_line(states)), icon=":material/table_rows:"):
        st.html(reports.table_card(reports.period_table(states, windows, data.frozen())))
    return spans[chosen]


def work(view: View, span: analysis.Span) -> None:
    """Show where the period stands and what can be done in it next."""
    state = _state(view, span)
    st.html(reports.phase_strip(reports.period_steps(state, _window(view, span.name))))
    if state == reports.FROZEN:
        _frozen(view, span)
        return
    checked = freezes.coverage(view, span)
    _checked(checked)
    if _window(view, span.name) is None:
        _open(view, span)
        return
    _objections(view, span)
    _freeze(view, span, checked)


def _state(view: View, span: analysis.Span) -> str:
    frozen = span.name in data.frozen()
    return reports.period_state(span, _window(view, span.name), frozen=frozen, today=data.today())


@once
def _due(view: View) -> tuple[str, pd.DataFrame]:
    due = analysis.due_soon(data.facts(view), as_of=view.as_of, rules=data.calendar(view))
    return reports.due_line(due), reports.due_table(due, data.facts(view)["tasks"])


@once
def _window(view: View, name: str) -> tuple[date, date] | None:
    return analysis.objection_window(data.facts(view)["decisions"], name, rules=data.calendar(view))


@once
def _calendar(view: View, first: date) -> str:
    rules, last = data.rules(view), (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    met = analysis.meeting_days(data.calendar(view), first, last)
    cells = reports.month_cells(
        first, meetings=met, visits=oversight.weeks(view), phases=rules.phases, today=view.as_of
    )
    return reports.month_grid(reports.month_title(first), cells)


def _checked(checked: pd.DataFrame) -> None:
    st.header("核对", anchor=False)
    st.html(reports.key_figures(reports.coverage_figures(checked)))
    st.html(reports.check_list(reports.check_rows(checked)))
    points = reports.point_table(checked)
    if not points.empty:
        with st.expander(f"逐条看 {len(points)} 处", icon=":material/checklist:"):
            st.html(reports.table_card(points))


def _open(view: View, span: analysis.Span) -> None:
    st.header("公示草稿", anchor=False)
    days = data.rules(view).flags.objection_days
    st.caption(f"打开以后，{span.words}拟定的红黄旗在“红黄旗”页公示，{days} 天内可以提出异议，过后提出的注明逾期。")
    with st.form(f"open_{span.name}", border=False):
        by = _by(f"open_by_{span.name}")
        sent = st.form_submit_button("打开草稿，开始公示", type="primary", icon=":material/campaign:")
    if sent:
        _done(verdicts.open_draft(span.name, by=_signed(by)), f"{span.words}的草稿已公示。")


def _objections(view: View, span: analysis.Span) -> None:
    st.header("异议和答复", anchor=False)
    said = standing.objections(view)
    mine = said[said["period"].eq(span.name)]
    tasks = reports.objection_tasks(data.facts(view)["tasks"])
    for line, row in zip(reports.objection_lines(mine, tasks), mine.to_dict("records"), strict=True):
        with st.container(border=True):
            st.html(reports.question_card(line[1], line[0]))
            if row["answer"] is None:
                _answer(row, key=f"{span.name}_{row['subject']}_{row['unit']}_{row['lodged_on']}")
    if mine.empty:
        st.caption("还没有单位提出异议。")
    _lodge(view, span)


def _answer(row: dict, *, key: str) -> None:
    with st.form(f"answer_{key}", border=False):
        answer = st.segmented_control("答复", [analysis.ACCEPTED, analysis.REFUSED], key=f"said_{key}")
        left, right = st.columns(2)
        reason = left.text_input("答复理由", key=f"because_{key}", max_chars=200)
        by = right.text_input("答复人", value=st.session_state.get("by", ""), key=f"answered_{key}", max_chars=30)
        sent = st.form_submit_button("答复", icon=":material/reply:")
    if sent and not (answer and reason.strip()):
        st.warning("还没有答复：请选“采纳”或“不采纳”，并写明理由。")
    elif sent:
        _done(verdicts.answer_objection(row, answer, reason=reason.strip(), by=_signed(by)), "已答复。")


def _lodge(view: View, span: analysis.Span) -> None:
    choices = reports.objection_choices(freezes.flags(view, span), data.facts(view)["tasks"])
    units = list(dict.fromkeys(data.facts(view)["units"]["unit"]))
    with (
        st.expander("登记一条异议", icon=":material/add_comment:"),
        st.form(f"objection_{span.name}_{view.snapshot}", border=False),
    ):
        subject = st.selectbox("对什么有异议", list(choices), format_func=choices.get, key=f"about_{span.name}",
                               index=None, placeholder="选一面旗或一项任务")  # fmt: skip
        unit = st.selectbox("提出单位", units, key=f"unit_{span.name}", index=None, placeholder="选单位")
        reason = st.text_area("异议内容", key=f"objection_text_{span.name}", max_chars=500)
        by = _by(f"objection_by_{span.name}")
        sent = st.form_submit_button("登记异议", icon=":material/save:")
    if sent and not (subject and unit and reason.strip()):
        st.warning("还没有登记：请选对什么有异议、提出单位，并写明内容。")
    elif sent:
        told = verdicts.lodge_objection(span.name, subject, unit=unit, reason=reason.strip(), by=_signed(by))
        _done(told, "异议已登记。")


def _freeze(view: View, span: analysis.Span, checked: pd.DataFrame) -> None:
    st.header("冻结", anchor=False)
    if said := reports.months_line(reports.months_frozen(span, data.frozen())):
        st.html(reports.lead_line(said))
    blocking, open_ = analysis.open_points(checked, analysis.BLOCKING), analysis.open_points(checked)
    if blocking:
        st.info("现在还不能冻结：" + reports.plain(blocking[0]), icon=":material/lock_clock:")
        return
    st.caption("冻结以后，这个周期的数字、红黄旗和规则都不再变；以后台账有更正，另列勘误。")
    with st.form(f"freeze_{span.name}", border=False):
        label = f"还有 {len(open_)} 处待办，仍然冻结的理由" if open_ else "说明（可不填）"
        reason = st.text_input(label, key=f"freeze_reason_{span.name}", max_chars=200)
        by = _by(f"freeze_by_{span.name}")
        sent = st.form_submit_button(f"冻结{span.words}", type="primary", icon=":material/lock:")
    if sent:
        made = (span, view.snapshot, freezes.content(view, span))
        told = verdicts.freeze(made, data.calendar(view), checked=checked, reason=reason, by=_signed(by))
        _done(told, f"{span.words}已冻结。")


def _frozen(view: View, span: analysis.Span) -> None:
    kept = data.frozen()[span.name]
    content, rules = freezes.frozen_content(view, span), analysis.calendar_from_text(kept.rules_text).at(kept.last)
    if analysis.content_hash(content) == kept.content_hash:
        st.success("已冻结；刚才重做了一遍，内容与冻结时逐字节一致。", icon=":material/lock:")
    else:
        st.error("重做出来的内容与冻结时的指纹不一致，请报告管理员；冻结时的版本没有丢。", icon=":material/error:")
    when = f"{data.local(kept.frozen_at):%Y-%m-%d %H:%M}"
    months = reports.months_frozen(span, data.frozen(), at=kept.frozen_at)
    form = reports.frozen_form(kept, title=rules.title, when=when, months=months)
    st.html(reports.definition_list(form, codes=reports.FROZEN_CODES))
    name = f"{span.words}冻结内容.json"
    st.download_button("下载冻结的全部内容", content, name, "application/json", icon=":material/download:")
    found = freezes.errata(view, span)
    st.header("勘误", anchor=False)
    st.caption(reports.errata_lead(found))
    for i, (cause, table) in enumerate(reports.errata_groups(found)):
        with st.expander(reports.plain(cause), expanded=i == 0):
            st.html(reports.table_card(table))
    if not found.empty:
        errata.choose(view, span, found)


def _by(key: str) -> str:
    return st.text_input("经办人", value=st.session_state.get("by", ""), key=key, max_chars=30)


def _signed(by: str) -> str:
    """Keep the name for the next form of the visit."""
    st.session_state["by"] = by
    return by or "未署名"


def _done(sentence: str, said: str) -> None:
    if sentence:
        st.error(reports.plain(sentence))
    else:
        st.toast(said)
        st.rerun()
