"""Taking ledgers in after they were read (`upload`): look at the draft → publish or drop."""

from functools import partial

import streamlit as st

import analysis
import reports
from pages.shared import blanks, charts, data, drafts, mending, questions, session, upload, widgets
from pages.shared.views import View

_DRAFT = upload.DRAFT
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FINDINGS_SHOWN, _FINDINGS_HEIGHT, _FINDINGS_MOST = 10, 460, 300
_CELLS_MOST = 500
_OFFERED_AT_ONCE = 3


def draft() -> None:
    """Show what the draft holds, what was found in it and what it would change; then ask."""
    loaded = st.session_state.get(_DRAFT)
    if loaded is None:
        return
    upload.refusals(loaded)
    if loaded.snapshot is None:
        _mend(loaded)
        return
    st.header("试算结果", anchor=False)
    st.html(reports.key_figures(reports.intake_figures(loaded)))
    _mend(loaded)
    _findings(loaded)
    if loaded.is_new:
        _effect(loaded)
        _ask(loaded)
    else:
        st.info("这些台账已经在库中，内容没有变化，不需要发布。")


def held_before() -> None:
    """Offer the rows that earlier ledgers left behind, while no draft is being looked at."""
    if st.session_state.get(_DRAFT) is None and (mended := mending.held_before()) is not None:
        st.session_state[_DRAFT] = mended
        st.rerun()


def _mend(loaded) -> None:
    again = mending.ask(loaded)
    if again is not None and again is not loaded:
        st.session_state[_DRAFT] = again
        st.rerun()


def blank_ledgers() -> None:
    """Offer blank ledgers to fill in, with a unit's own rows in them if it is named."""
    with st.expander("下载空白台账", icon=":material/table_view:"):
        left, right, last = st.columns(3)
        names = blanks.blank_kinds()
        kind = left.selectbox(
            "种类", list(names), index=list(names).index("progress"), format_func=names.get, key="blank_kind"
        )
        units = ["", *blanks.blank_units()]
        unit = right.selectbox("单位", units, format_func=lambda each: each or "不选，只要空表", key="blank_unit")
        month = last.selectbox(
            "填报期", ["", *blanks.blank_months()], format_func=lambda each: each or "不写", key="blank_month"
        )
        st.download_button(
            "下载空白台账", data=partial(blanks.blank, kind, unit or None, month or None),
            file_name=f"{unit}{month}{names[kind]}.xlsx",
            mime=_WORKBOOK, on_click="ignore", icon=":material/download:",
        )  # fmt: skip


def _findings(loaded) -> None:
    table = reports.finding_table(loaded.findings)
    if table.empty:
        st.success("没有发现问题，所有行都已读入。", icon=":material/check:")
        return
    st.subheader(f"需要看一眼的单元格 {len(table)} 处", anchor=False)
    st.caption("“错误”的整行暂存、不计入（也不当作零），改好后重新上传即可；“提醒”“说明”已读入，请核对。")
    with st.container(height=_FINDINGS_HEIGHT if len(table) > _FINDINGS_SHOWN else "content", border=False):
        st.html(reports.table_card(table.head(_FINDINGS_MOST)))
    if len(table) > _FINDINGS_MOST:
        st.caption(f"只列出前 {_FINDINGS_MOST} 处；把这些改好再上传，就能看到其余的。")
    for name, digest in _chosen(loaded):
        st.download_button(
            f"下载标注后的原表：{reports.plain(name)}", data=partial(drafts.annotated, loaded.snapshot, name, digest),
            file_name=f"标注_{name}", mime=_WORKBOOK, on_click="ignore", key=f"annotated_{digest}",
            help="还是您的那份工作簿：每处问题写成批注，最前面多一张核对结果；就在里面改，改好再上传。",
            icon=":material/rate_review:",
        )  # fmt: skip


def _chosen(loaded) -> list[tuple[str, str]]:
    """The files to offer with their findings written in: all of a few, of many the one that is asked for."""
    files = list(loaded.annotatable)
    if len(files) <= _OFFERED_AT_ONCE:
        return files
    return [st.selectbox(f"标注后的原表（{len(files)} 份，选一份下载）", files, format_func=lambda each: each[0])]


def _effect(loaded) -> None:
    now, then = _views(loaded.snapshot)
    changes = analysis.changes(data.scores(now), data.scores(then))
    st.subheader("发布后会怎样", anchor=False)
    cells = drafts.changed_cells(now.snapshot, loaded.snapshot)
    first = now.snapshot is None
    sentence = reports.effect_line(analysis.effect_sentence(changes), as_of=then.as_of, first=first, cells=len(cells))
    st.html(reports.lead_line(sentence))
    if not first:
        st.html(reports.reason_list(data.differences(now.snapshot, loaded.snapshot)))
    if len(cells):
        with st.expander(f"逐格看变动 {len(cells)} 处"):
            st.html(reports.table_card(reports.cell_table(cells.head(_CELLS_MOST))))
    if not changes.empty:
        charts.show("effect", then, now.snapshot, "已发布")
        widgets.table(reports.change_table(changes))


def _views(snapshot: str) -> tuple[View, View]:
    """Return the view of the published version and of the draft, both at the draft's last reported day."""
    now = session.view()
    days = data.report_days(snapshot)
    then = now.at(snapshot, as_of=days[0] if days else now.as_of)
    return then.at(now.snapshot, as_of=then.as_of), then


def _ask(loaded) -> None:
    answers = questions.ask(loaded)
    publish, drop, _ = st.columns([1, 1, 4])
    if publish.button("发布", type="primary", icon=":material/publish:", width="stretch", disabled=answers is None):
        by = st.session_state.get("by") or "未署名"
        if sentence := drafts.publish(loaded.snapshot, by=by, answers=answers or []):
            st.error(sentence)
            return
        _leave("已发布，各页面从现在起显示新版本。")
    if drop.button("放弃", icon=":material/delete:", width="stretch"):
        drafts.drop(loaded.snapshot, by=st.session_state.get("by") or "未署名")
        _leave("已放弃这次导入；原文件留存备查。")


def _leave(sentence: str) -> None:
    st.session_state.pop(_DRAFT)
    st.session_state.pop(session.DATE, None)
    st.query_params.clear()
    st.toast(sentence)
    st.rerun()
