"""What the publisher is asked about a draft, and what earlier publishers answered."""

import pandas as pd
import streamlit as st

import reports
from pages.shared import data

_HEIGHT, _SHOWN = 420, 8


def ask(draft: data.Draft) -> list[dict[str, str]] | None:
    """Show the questions; return the answers, None while one is open or says that the ledger is wrong."""
    asked = data.questions(draft)
    if asked.empty:
        return []
    st.markdown(f"##### 发布前请逐条答复 {len(asked)} 处")
    st.caption("台账可能是对的，也可能填错了：属实的可以发布，答复和说明会记入操作日志；有误的请改好台账再上传。")
    every = st.checkbox(f"以上 {len(asked)} 处都已核对，全部属实", key=f"every_{draft.snapshot}")
    reason = st.text_input("统一说明（可不填）", key=f"reason_{draft.snapshot}", max_chars=200) if every else ""
    given = _edited(asked, draft.snapshot, frozen=every)
    found = reports.answered(asked, given, all_right=every, reason=reason)
    if found.wrong:
        st.warning(f"有 {found.wrong} 处答复有误：请放弃这次导入，改好台账后重新上传。")
    elif found.open:
        st.info(f"还有 {found.open} 处没有答复，答复后才能发布。")
    return list(found.answers) if found.may_publish else None


def record() -> None:
    """List what was answered before, newest first."""
    given = data.answers()
    if not given.empty:
        with st.expander(f"核对记录 {len(given)} 条"):
            st.html(reports.table_card(reports.answer_table(given.tail(200))))


def _edited(asked: pd.DataFrame, snapshot: str, *, frozen: bool) -> pd.DataFrame:
    """Ask row by row; with one answer for all only the reasons stay open."""
    return st.data_editor(
        reports.question_table(asked),
        key=f"answers_{snapshot}",
        hide_index=True,
        height=_HEIGHT if len(asked) > _SHOWN else "content",
        row_height=64,
        disabled=["位置", "情况", *(["答复"] if frozen else [])],
        column_config={
            "位置": st.column_config.TextColumn(width=210),
            "情况": st.column_config.TextColumn(width=430),
            "答复": st.column_config.SelectboxColumn(options=[reports.RIGHT, reports.WRONG], width=90),
            "说明": st.column_config.TextColumn(max_chars=200, width=160),
        },
    )
