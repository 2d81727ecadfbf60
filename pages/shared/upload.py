"""Choosing ledgers and reading them into a draft: one, many, a zip, a folder; how far it is, and a way to stop it."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

import reports
from pages.shared import drafts
from pages.shared.views import Draft

DRAFT = "draft"
"""Where a visitor's draft is kept between runs."""

_READING = "reading"
_SIZE_MB = 200
_ENDINGS = ["xlsx", "xlsm", "xls", "et", "ods", "csv", "tsv", "txt", "html", "htm", "xml", "zip"]
_FILES, _FOLDER = "文件或 zip 压缩包", "整个文件夹"
_LABELS = {_FILES: "选择台账（可多选，也可以是装着台账的 zip）", _FOLDER: "选择文件夹（连同里面各层的台账）"}
_REFUSED_ONE_BY_ONE, _REFUSED_MOST, _REFUSED_HEIGHT = 3, 500, 360


def choose_files() -> None:
    """Ask for workbooks and read them into a draft."""
    if st.session_state.pop(_READING, False):
        st.warning(
            "上次读取没有做完就停下了：没有生成草稿，原文件留存备查；需要时请重新读取。", icon=":material/cancel:"
        )
    chosen = st.segmented_control("台账在哪里", list(_LABELS), default=_FILES, required=True, key="upload_from")
    place = st.empty()  # for the bar: above the form it is on the screen of a phone too
    with st.form("ledgers", border=True):
        files = st.file_uploader(
            _LABELS[chosen], type=_ENDINGS, max_upload_size=_SIZE_MB,
            accept_multiple_files="directory" if chosen == _FOLDER else True,
        )  # fmt: skip
        left, right = st.columns(2)
        report_date = left.date_input(
            "报告日期", value=None, format="YYYY-MM-DD", help="台账里没有写明报告期时按这一天；写明了的按台账"
        )
        by = right.text_input("经办人", value=st.session_state.get("by", ""), placeholder="姓名或科室", max_chars=30)
        asked = _is_locked()
        password = _password() if asked else ""
        sent = st.form_submit_button("读取并试算", type="primary", icon=":material/calculate:")
    if sent and files:
        st.session_state["by"] = by
        _read(files, place, by=by or "未署名", report_date=report_date, password=password)
        if _is_locked() != asked:
            st.rerun()  # the form with or without the field for a password
    elif sent:
        st.warning("请先选择至少一个台账文件。")


def refusals(draft: Draft) -> None:
    """Say which files were refused and why: a few one by one, many in a table under how many there were."""
    if len(draft.refused) <= _REFUSED_ONE_BY_ONE:
        for sentence in draft.refused:
            st.error(reports.plain(sentence))
        return
    st.error(reports.refusal_line(read=draft.files - len(draft.refused), refused=len(draft.refused)))
    table = reports.refusal_table([each.name for each in draft.unread], draft.refused)
    with st.container(height=_REFUSED_HEIGHT, border=True):
        st.html(reports.table_card(table.head(_REFUSED_MOST)))


def _read(files: list, place: DeltaGenerator, **options) -> None:
    """Read into a draft, with a bar and a button that stops it.

    A click on any button ends this run at the next move of the bar; what was read so far is undone on the way out, and
    the mark that is then still there tells the next run.
    """
    with place.container():
        left, right = st.columns([6, 1], vertical_alignment="bottom")
        bar = left.progress(0.0, text="正在准备…")
        right.button("取消", key="stop_reading", icon=":material/close:", width="stretch")
    st.session_state[_READING] = True
    st.session_state[DRAFT] = drafts.read_into_draft(
        files, told=lambda progress: bar.progress(progress.share, text=reports.plain(progress.sentence)), **options
    )
    st.session_state.pop(_READING)
    place.empty()


def _is_locked() -> bool:
    """Whether a file of the last attempt was refused for its password."""
    return getattr(st.session_state.get(DRAFT), "locked", False)


def _password() -> str:
    return st.text_input(
        "打开密码",
        type="password",
        max_chars=255,
        placeholder="有文件设了密码，请填写",
        help="只用来打开这一次上传的文件，不保存",
    )
