"""Parts of the page 预警与约谈 about 约谈: who, why, since when; what was promised; the months."""

import streamlit as st

import analysis
import reports
from pages.shared import oversight, recording
from pages.shared.keeping import once
from pages.shared.views import View


def due(view: View) -> None:
    """Show who must be interviewed and record an interview."""
    found = oversight.interviews_due(view)
    st.header("约谈", anchor=False)
    st.html(reports.lead_line(reports.interview_line(found)))
    kind = st.segmented_control(
        "约谈谁", analysis.INTERVIEW_KINDS, default=analysis.INTERVIEW_KINDS[0], key="interview_kind", required=True
    )
    mine = found[found["kind"].eq(kind)]
    if mine.empty:
        st.caption(f"没有须约谈的{kind}。")
    else:
        cards, choices = _due(view, kind)
        st.html(cards)
        _record(view, choices, kind=kind)
    _months(view, kind)


@once
def _due(view: View, kind: str) -> tuple[str, dict[str, str]]:
    found = oversight.interviews_due(view)
    return reports.interview_cards(found, kind=kind), reports.interview_choices(found, kind=kind)


def _record(view: View, choices: dict[str, str], *, kind: str) -> None:
    """The form that records an interview."""
    with (
        st.expander("登记一次约谈", icon=":material/record_voice_over:"),
        st.form(f"talk_{kind}_{view.snapshot}", border=False),
    ):
        key = st.selectbox("约谈对象", list(choices), format_func=choices.get, key=f"talk_key_{kind}")
        left, middle, right = st.columns(3)
        on = left.date_input("约谈日期", value=view.as_of, key="talk_on", format="YYYY-MM-DD")
        interviewer = middle.text_input("约谈人", key="talk_by_whom", max_chars=30)
        interviewee = right.text_input("被约谈人", key="talk_with", max_chars=60)
        promised = st.text_area("整改承诺", key="talk_promise", max_chars=500, placeholder="答应做到什么")
        left, right = st.columns(2)
        deadline = left.date_input("承诺期限", value=None, key="talk_deadline", format="YYYY-MM-DD")
        by = right.text_input("经办人", value=st.session_state.get("by", ""), key="talk_by", max_chars=30)
        sent = st.form_submit_button("保存约谈", type="primary", icon=":material/record_voice_over:")
    if sent:
        told = {"interviewer": interviewer, "interviewee": interviewee, "commitments": promised, "deadline": deadline}
        faults = analysis.interview_faults(on=on, as_of=view.as_of, **told)
        made = None if faults else analysis.held_interview(kind, key, on=on, **told)
        recording.keep(made, faults=faults, by=by, done="已登记约谈。")


def promises(view: View) -> None:
    """Show what was promised and is not done, and record that it is."""
    held, names = oversight.held(view), oversight.task_names(view)
    if held.empty:
        return
    open_ = analysis.open_commitments(held, as_of=view.as_of)
    st.subheader(f"没有兑现的承诺 {len(open_)} 个", anchor=False)
    if not open_.empty:
        st.html(reports.table_card(reports.promise_table(open_, names)))
        _fulfil(view, open_, reports.promise_choices(open_, names))
    with st.expander(f"约谈记录 {len(held)} 次", icon=":material/history:"):
        st.html(reports.table_card(reports.interview_table(held, names)))


def _fulfil(view: View, open_, titles: list[str]) -> None:
    """The form that says that a promise was kept."""
    with st.popover("登记兑现", icon=":material/task_alt:"), st.form(f"kept_{view.snapshot}", border=False):
        place = st.selectbox("哪一个承诺", range(len(titles)), format_func=titles.__getitem__, key="kept_which")
        on = st.date_input("兑现日期", value=view.as_of, key="kept_on", format="YYYY-MM-DD")
        by = st.text_input("经办人", value=st.session_state.get("by", ""), key="kept_by", max_chars=30)
        sent = st.form_submit_button("保存兑现", type="primary")
    if sent:
        row = open_.iloc[place]
        faults = [] if row["held_on"].date() <= on <= view.as_of else ["兑现日期要在约谈之后、数据日期之前，请核对。"]
        recording.keep(reports.kept_promise(row, on=on), faults=faults, by=by, done="已登记兑现。")


def _months(view: View, kind: str) -> None:
    """Show month by month who stood at 约谈 and who was interviewed."""
    if said := _grid(view, kind):
        st.subheader("逐月约谈", anchor=False)
        st.html(said)


@once
def _grid(view: View, kind: str) -> str:
    table = oversight.interview_months(view)
    return reports.interview_grid(table, kind=kind) if table["kind"].eq(kind).any() else ""
