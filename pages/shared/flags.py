"""Parts of the page 红黄旗: the month, its proposals and the form that decides them, near misses, the months."""

from datetime import date

import pandas as pd
import streamlit as st

import analysis
import reports
from pages.shared import data, drills, session, standing, verdicts
from pages.shared.keeping import once
from pages.shared.views import View

_KINDS = ("项目", "镇", "部门")


def choose_month(view: View) -> tuple[str, date]:
    """Ask for the month, the newest first; return it (2022-11) and the day that it is judged on."""
    days = standing.months(view)
    words = reports.flag_months(days)
    chosen = st.selectbox("月份", list(words), format_func=words.get, key="month", bind="query-params")
    return chosen, dict(zip(words, reversed(days), strict=True))[chosen]


def month(view: View, chosen: str, day: date) -> None:
    """Show what is proposed and what was decided, and take decisions."""
    figures, strays, rows, near, kept = _told(view, day, frozen=tuple(data.frozen()))
    st.html(figures)
    for sentence in strays:
        st.warning(reports.plain(sentence))
    said = _objections(view, chosen)
    if chosen in data.frozen():
        _frozen(chosen, rows, said)
        return
    for sentence in reports.tie_lines(rows, data.rules(view)):
        st.warning(reports.plain(sentence))
    if not rows and not near:
        st.info("这个月没有达到条件的，也没有差一项的。")
    else:
        _decide(chosen, rows, near, key=f"{chosen}_{view.snapshot}", said=said)
    with st.expander("评旗规则和名额", icon=":material/rule:"):
        st.html(reports.sentence_groups([("红黄旗", reports.flag_rules(data.rules(view)))]))
    if not kept.empty:
        with st.expander(f"本月已作的决定 {len(kept)} 条", icon=":material/history:"):
            st.html(reports.table_card(kept))


@once
def _told(
    view: View, day: date, *, frozen: tuple[str, ...]
) -> tuple[str, list[str], list[dict], dict[str, str], pd.DataFrame]:
    """The figures of a month, decisions about nobody, its flags, who misses one, what was decided; kept by what is
    frozen too, as the flags are."""
    flags = standing.flags(view, standing.months(view))
    rows = reports.flag_rows(flags, day)
    figures = reports.key_figures(reports.flag_figures(flags, day))
    near = reports.near_flag_labels(flags, day)
    kept = reports.flag_table(data.on_the_wall(rows, "decided_at"))
    return figures, standing.strays(view, [day]), rows.to_dict("records"), near, kept


@once
def _near(view: View, day: date, *, frozen: tuple[str, ...]) -> pd.DataFrame:
    return reports.near_flag_table(standing.flags(view, standing.months(view)), day)


def near(view: View, day: date) -> None:
    """List who misses a flag by one condition."""
    table = _near(view, day, frozen=tuple(data.frozen()))
    if not table.empty:
        with st.expander(f"只差一项的 {len(table)} 个", icon=":material/straighten:"):
            st.html(reports.table_card(table))


def months(view: View) -> None:
    """Show the flags and ranks of every month of one sequence."""
    st.header("逐月红黄旗", anchor=False)
    kind = st.segmented_control("序列", _KINDS, default=_KINDS[0], key="flag_kind", required=True, bind="query-params")
    drills.opening("flag_strip", view, kind)


def _objections(view: View, chosen: str) -> pd.DataFrame:
    """The objections of the month: of a frozen one those that were frozen with it."""
    kept = data.frozen().get(chosen)
    said = standing.objections(view, kept.snapshot if kept else None)
    return said[said["period"].eq(chosen)]


def _frozen(chosen: str, rows: list[dict], said: pd.DataFrame) -> None:
    """Show the flags of a frozen month; nothing can be decided about it any more."""
    words = analysis.named_span(chosen).words
    st.info(f"{words}已经冻结：下面是冻结时的红黄旗，不能再改。", icon=":material/lock:")
    st.page_link(session.page("periods"), label="看冻结的内容和勘误", icon=":material/event_available:")
    for kind in _KINDS:
        mine = [row for row in rows if row["kind"] == kind]
        if mine:
            st.header(f"{kind} {len(mine)} 面", anchor=False)
        for row in mine:
            with st.container(border=True):
                st.html(reports.flag_card(row, place=reports.flag_place(row)))
                _said(row, said)


def _said(row: dict, said: pd.DataFrame) -> None:
    """Show what was objected to a flag, and the answer."""
    if said.empty:
        return
    about = _about(row, said)
    for message, place in reports.objection_lines(about) if len(about) else ():
        st.html(reports.question_card(place, message))


def _about(row: dict, said: pd.DataFrame) -> pd.DataFrame:
    return said[said["subject"].isin(reports.flag_names(row))]


def _decide(chosen: str, rows: list[dict], near: dict[str, str], *, key: str, said: pd.DataFrame) -> None:
    """The form: every flag with its answer and reason, one to add, who decides."""
    with st.form(f"flags_{key}", border=False):
        answers = [pair for kind in _KINDS for pair in _sequence(rows, kind, key=key, said=said)]
        added = st.selectbox(
            "人工增列（规则没有提名、只差一项的；可不选）", ["", *near], key=f"added_{key}",
            format_func=lambda name: near.get(name, "不增列"),
        )  # fmt: skip
        left, right = st.columns(2)
        reason = left.text_input("统一理由", key=f"reason_{key}", max_chars=200, placeholder="没有单独写理由的用这一条")
        by = right.text_input("经办人", value=st.session_state.get("by", ""), key=f"by_{key}", max_chars=30)
        sent = st.form_submit_button("保存决定", type="primary", icon=":material/gavel:")
    if sent:
        st.session_state["by"] = by
        told = reports.flag_verdicts([row for row, _ in answers], [said for _, said in answers], reason=reason)
        told += reports.added_flag(added, reason=reason)
        _keep(chosen, told, by=by)


def _sequence(
    rows: list[dict], kind: str, *, key: str, said: pd.DataFrame
) -> list[tuple[dict, tuple[str | None, str]]]:
    mine = [row for row in rows if row["kind"] == kind]
    if mine:
        st.header(f"{kind} {len(mine)} 面", anchor=False)
    return [(row, _one(row, key=f"{key}_{reports.flag_name(row)}", said=said)) for row in mine]


def _one(row: dict, *, key: str, said: pd.DataFrame) -> tuple[str | None, str]:
    """Show one flag with the objections to it and ask; return the answer and its own reason."""
    with st.container(border=True):
        shown, choice, why = st.columns([6, 2, 3], gap="small", vertical_alignment="center")
        shown.html(reports.flag_card(row, place=reports.flag_place(row)))
        answer = choice.segmented_control(
            "决定", [reports.CONFIRM, reports.DECLINE], key=f"answer_{key}", label_visibility="collapsed",
            default=row["answer"] if isinstance(row["answer"], str) else None,
        )  # fmt: skip
        reason = why.text_input(
            "理由", key=f"why_{key}", max_chars=200, placeholder="理由", label_visibility="collapsed",
            value=row["reason"] if isinstance(row["reason"], str) else "",
        )  # fmt: skip
        _said(row, said)
    return answer, reason


def _keep(chosen: str, told: list[dict], *, by: str) -> None:
    if not told:
        st.info("没有新的决定：请先对旗选“确认”或“不同意”。")
    elif bare := reports.unreasoned(told):
        st.warning(f"还没有保存：{'、'.join(map(reports.plain, bare))}没有写理由，请写在旁边，或填“统一理由”。")
    elif sentence := verdicts.decide_flags(chosen, told, by=by or "未署名"):
        st.error(reports.plain(sentence))
    else:
        st.toast(f"已保存 {len(told)} 条决定。")
        st.rerun()
