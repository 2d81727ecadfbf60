"""The versions of the store: listed, compared two by two, and gone back to."""

import pandas as pd
import streamlit as st

import analysis
import reports
from pages.shared import charts, data, drafts, questions, session, widgets

_DRAFT = "草稿"


def listed() -> pd.DataFrame:
    """Show every version, newest first, and what was answered when they were published; return them, oldest first."""
    table = data.versions()
    if not table.empty:
        widgets.table(reports.version_table(table))
        questions.record()
    return table


def compare(table: pd.DataFrame) -> None:
    """Ask for two versions and say what the later one changed: rows, then levels and ranks at the chosen day."""
    st.header("两版比较", anchor=False)
    if len(table) < 2:
        st.caption("只有一版，还没有可比的。")
        return
    titles = reports.version_titles(table)
    newest = list(titles)
    published = [each for each in newest if each not in _drafts(table)]
    older, newer = published[1::-1] if len(published) > 1 else newest[1::-1]
    left, right = st.columns(2)
    before = left.selectbox("旧版", newest, index=newest.index(older), format_func=titles.get, key="version_before")
    after = right.selectbox("新版", newest, index=newest.index(newer), format_func=titles.get, key="version_after")
    if before == after:
        st.caption("选的是同一版。")
        return
    st.html(reports.reason_list(data.differences(before, after)) or reports.lead_line("两版的内容相同。"))
    _effect(before, after)


def _drafts(table: pd.DataFrame) -> set[str]:
    """The versions that nobody published: what is compared first are two that were."""
    return set(table.loc[table["state"].eq(_DRAFT), "snapshot"])


def go_back(table: pd.DataFrame) -> None:
    """Offer the versions that were published before; going back needs a click more."""
    earlier = table[~table["state"].isin([_DRAFT, "当前"])]
    st.header("退回旧版", anchor=False)
    if earlier.empty or session.is_old():
        st.caption("没有发布过别的版本。" if earlier.empty else "正在看旧版；先回到最新版本，才能退回。")
        return
    titles = reports.version_titles(earlier)
    chosen = st.selectbox("退回到", list(titles), format_func=titles.get, key="version_back")
    with st.popover("看影响并退回", icon=":material/history:"):
        _effect(data.current(), chosen, key="back")
        by = st.text_input("经办人", value=st.session_state.get("by", ""), key="by_back", max_chars=30)
        if st.button("退回到这一版", type="primary", key="go_back"):
            drafts.roll_back(chosen, by=by or "未署名")
            st.session_state.pop(session.DATE, None)
            st.query_params.clear()
            st.toast("已退回，各页面从现在起显示这一版；新版仍在，可以再换回来。")
            st.rerun()


def _effect(before: str, after: str, *, key: str = "compared") -> None:
    view = session.view()
    then, now = (view.at(each, as_of=view.as_of) for each in (before, after))
    changes = analysis.changes(data.scores(then), data.scores(now))
    st.html(reports.lead_line(reports.effect_line(analysis.effect_sentence(changes), as_of=view.as_of, first=False)))
    if not changes.empty:
        if key == "compared":
            charts.show("effect", now, before, "旧版")
        widgets.table(reports.change_table(changes), key=f"changes_{key}")
