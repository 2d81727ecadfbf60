"""What the publisher is asked about a draft, and what earlier publishers answered."""

import pandas as pd
import streamlit as st

import reports
from pages.shared import drafts
from pages.shared.views import Draft

_ONE_BY_ONE = 30
"""So many questions are asked one by one; of more only the first, the rest are answered together."""
_WORTH_GROUPING = 3
"""From so many of one kind on they can be answered together."""


def ask(draft: Draft) -> list[dict[str, str]] | None:
    """Show the questions; return the answers, None while one is open or says that the ledger is wrong."""
    asked = drafts.questions(draft)
    if asked.empty:
        return []
    st.subheader(f"发布前请逐条答复 {len(asked)} 处", anchor=False)
    st.caption("台账可能是对的，也可能填错了：属实的可以发布，答复和说明会记入操作日志；有误的请改好台账再上传。")
    every = st.checkbox(f"以上 {len(asked)} 处都已核对，全部属实", key=f"every_{draft.snapshot}")
    reason = st.text_input("统一说明（可不填）", key=f"reason_{draft.snapshot}", max_chars=200) if every else ""
    by_code = _by_code(asked, draft.snapshot)
    given = [_one(row, key=f"{draft.snapshot}_{place}") for place, row in _first(asked)]
    found = reports.answered(asked, given, all_right=every, reason=reason, by_code=by_code)
    if found.wrong:
        st.warning(f"有 {found.wrong} 处答复有误：请放弃这次导入，改好台账后重新上传。")
    elif found.open:
        st.info(f"还有 {found.open} 处没有答复，答复后才能发布。")
    return list(found.answers) if found.may_publish else None


def _by_code(asked: pd.DataFrame, key: str) -> dict[str, tuple[str, str]]:
    """Offer one answer for all questions of a kind; return code -> answer and reason."""
    counts = asked["code"].value_counts()
    told = {}
    for code, count in counts[counts >= _WORTH_GROUPING].items():
        said, choice, why = st.columns([6, 2, 3], gap="small", vertical_alignment="center")
        said.markdown(f"**{reports.question_kind(code)} {count} 处**，一并答复")
        answer = choice.segmented_control(
            "一并答复", [reports.RIGHT, reports.WRONG], key=f"all_{code}_{key}", label_visibility="collapsed"
        )
        reason = why.text_input(
            "说明", key=f"all_why_{code}_{key}", max_chars=200, placeholder="说明（可不填）",
            label_visibility="collapsed",
        )  # fmt: skip
        if answer:
            told[code] = (answer, reason)
    return told


def record() -> None:
    """List what was answered and decided before, newest first."""
    given = drafts.answers()
    if not given.empty:
        with st.expander(f"核对记录 {len(given)} 条"):
            st.html(reports.table_card(reports.answer_table(given.tail(200))))
    mended = drafts.decided()
    if not mended.empty:
        with st.expander(f"更正记录 {len(mended)} 条"):
            st.html(reports.table_card(reports.decision_table(mended.tail(200), drafts.field_choices(None))))


def _first(asked: pd.DataFrame) -> list[tuple[int, dict[str, str]]]:
    if len(asked) > _ONE_BY_ONE:
        st.caption(f"下面逐条列出前 {_ONE_BY_ONE} 处，其余 {len(asked) - _ONE_BY_ONE} 处统一答复。")
    return list(enumerate(reports.question_list(asked.head(_ONE_BY_ONE))))


def _one(question: dict[str, str], *, key: str) -> tuple[str | None, str]:
    """Ask one question; return the answer and the reason."""
    with st.container(border=True):
        said, choice, why = st.columns([6, 2, 3], gap="small", vertical_alignment="center")
        said.html(reports.question_card(question["place"], question["message"]))
        answer = choice.segmented_control(
            "答复", [reports.RIGHT, reports.WRONG], key=f"answer_{key}", label_visibility="collapsed"
        )
        reason = why.text_input(
            "说明", key=f"why_{key}", max_chars=200, placeholder="说明（可不填）", label_visibility="collapsed"
        )
    return answer, reason
