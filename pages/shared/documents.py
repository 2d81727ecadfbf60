"""Parts of the page 文档: which period, everything for its meeting in one go, what was made before, templates."""

from collections.abc import Sequence

import streamlit as st

import analysis
import reports
from pages.shared import data, filed
from pages.shared.views import View
from reports.documents.fonts import font_folders, font_line, font_table
from reports.documents.register import DOCUMENTS, Document, document, fitting
from reports.documents.situation import Situation
from reports.documents.word_template import starting_template
from reports.subjects import filing

_ALL = "全部文档"
_SHOWN = 30


def choose(view: View) -> str | None:
    """Ask which period the documents are about: the frozen ones first, then those that are over, then the day."""
    frozen = data.frozen()
    names = sorted(frozen, reverse=True)
    over = [span.name for span in _over(view) if span.name not in frozen]
    labels = {name: f"{analysis.named_span(name).words}（已冻结）" for name in names}
    labels |= {name: f"{analysis.named_span(name).words}（未冻结）" for name in over}
    labels[""] = f"现在所看的日期（{view.as_of.year}年{view.as_of.month}月{view.as_of.day}日）"
    chosen = st.selectbox("哪一期", list(labels), format_func=labels.get, key="documents_period")
    return chosen or None


def _over(view: View) -> list[analysis.Span]:
    """Months and quarters that are over by the view's day, the newest first."""
    phases = data.rules(view).phases
    spans = analysis.spans_between(min(phases[0].first, view.as_of), view.as_of)
    return [span for span in reversed(spans) if span.last <= view.as_of]


def make(view: View, about: Situation) -> None:
    """Make everything for the meeting, or one document, and offer what there is."""
    st.html(reports.lead_line(_state(about)))
    forms = {f"{each.title}（.{ending}）": (each, ending) for each in fitting(about) for ending in each.endings}
    with st.form("documents_make", border=False):
        left, right = st.columns([2, 1])
        wanted = left.selectbox("做什么", [_ALL, *forms], key="documents_kind")
        by = right.text_input("经办人", value=st.session_state.get("by", ""), key="documents_by", max_chars=30)
        formal = st.checkbox("正式件（要已冻结，PDF 缺字体就不排）", key="documents_formal")
        numbered = st.checkbox("登记通知文号（每种接着今年的号往下编，编过的不变）", key="documents_numbers")
        sent = st.form_submit_button("生成", type="primary", icon=":material/description:")
    if sent:
        st.session_state["by"] = by
        chosen = list(forms.values()) if wanted == _ALL else [forms[wanted]]
        if numbered and (fault := filed.give_numbers(about, by=by.strip() or "未署名")):
            st.error(reports.plain(fault))
        _build(view, about, chosen, by=by.strip() or "未署名", formal=formal)
    _offer(filing.latest_papers(filed.kept(), about.span.name, about.fingerprint))


def _state(about: Situation) -> str:
    """Say of which data the documents are."""
    state = "已冻结，重做一遍内容不变" if about.frozen else "未冻结，台账更新后数字会变"
    return f"{about.words}：{state} · {about.mark}"


def _build(view: View, about: Situation, forms: Sequence[tuple[Document, str]], *, by: str, formal: bool) -> None:
    """One after the other, saying which; one that fails does not keep the others."""
    bar, refused = st.progress(0.0, text="准备中…"), []
    for number, (kind, ending) in enumerate(forms):
        bar.progress(number / len(forms), text=f"正在生成{kind.title}（{number + 1}/{len(forms)}）…")
        answer = filed.build(view, about, kind, ending=ending, by=by, formal=formal)
        refused += [(kind.title, answer)] if isinstance(answer, filed.Refusal) else []
    bar.empty()
    for title, refusal in refused:
        (st.info if refusal.nothing else st.error)(reports.plain(f"{title}：{refusal.sentence}"))
    if len(refused) < len(forms):
        st.success(f"生成了 {len(forms) - len(refused)} 份，可以下载；以后也能在下面的记录里找到。")


def _offer(ready: Sequence) -> None:
    """The newest of every kind, each to be downloaded."""
    if not ready:
        st.caption("这一期还没有生成过文档。")
        return
    order = [each.kind for each in DOCUMENTS]
    ready = sorted((each for each in ready if each.kind in order), key=lambda each: (order.index(each.kind), each.name))
    st.header("可以下载", anchor=False)
    for start in range(0, len(ready), 3):
        for column, each in zip(st.columns(3), ready[start : start + 3], strict=False):
            with column.container(border=True):
                st.markdown(f"**{document(each.kind).title}** · {_ending(each).upper()}")
                st.caption(reports.plain(f"{each.made_at:%m月%d日 %H:%M} · {each.made_by}"))
                download(each, key=f"ready_{each.kind}_{_ending(each)}")


def _ending(paper) -> str:
    return paper.name.rpartition(".")[2]


def download(paper, *, key: str) -> None:
    """A button that gives out a kept document; it is read when somebody presses it."""
    st.download_button(
        "下载", lambda: filed.content(paper.sha256, paper.name), paper.name, filed.MIME.get(_ending(paper)), key=key,
        icon=":material/download:", on_click="ignore", width="stretch",
    )  # fmt: skip


def fonts() -> None:
    """Show the self-check of the fonts: which is wanted where, what stands in for it, what then looks different."""
    folders = font_folders(data.fonts())
    table = font_table(folders)
    lacking = int(table["用什么代替"].ne("不用代替").sum())
    said = f"缺 {lacking} 种，PDF 只能出送审稿" if lacking else "都在，可以出正式的 PDF"
    with st.expander(f"字体：{said}", icon=":material/font_download:"):
        st.html(reports.lead_line(font_line(folders)))
        st.html(reports.table_card(table))
        st.caption("把字体放进一个文件夹，启动时用环境变量 LEDGER_FONTS 指到它；Word 文件由打开它的电脑配字体。")


def history() -> None:
    """What was made when by whom of which version, and any of it again."""
    papers = filed.kept()
    with st.expander(f"生成记录 {len(papers)} 份", icon=":material/history:"):
        if not papers:
            st.caption("还没有生成过文档。")
            return
        st.html(reports.table_card(filing.paper_table(papers[:_SHOWN])))
        labels = filing.paper_labels(papers)
        chosen = st.selectbox("再下载一次", range(len(papers)), format_func=labels.__getitem__, key="documents_again")
        download(papers[chosen], key="documents_again_button")


def templates(view: View) -> None:
    """The office's own templates: which holds, another one, back to ours."""
    with st.expander("模板：用单位自己的母版和格式", icon=":material/palette:"):
        for kind in DOCUMENTS:
            for ending in kind.templates:
                _template(view, kind, ending)


def _template(view: View, kind: Document, ending: str) -> None:
    name = filed.template_name(view, kind, ending)
    st.markdown(f"**{kind.title}**：{reports.plain(f'用“{name}”') if name else '用内置模板'}")
    if ending == "docx":
        st.download_button(
            "下载内置模板，从它改起", lambda: starting_template(filed.desk(view)), "公文模板.docx", filed.MIME["docx"],
            key=f"template_start_{kind.kind}", icon=":material/download:", on_click="ignore",
        )  # fmt: skip
        st.caption("用 {{ 标题 }} 这样的字段写明哪里放什么；附件的表接在后面。PDF 仍用内置格式。")
    held = st.file_uploader(f"换成单位的模板（.{ending}）", type=[ending], key=f"template_{kind.kind}_{ending}")
    by = st.text_input("经办人", value=st.session_state.get("by", ""), key=f"template_by_{kind.kind}_{ending}")
    use, back = st.columns(2)
    faults, pressed = [], False
    if use.button("用这个模板", key=f"template_use_{kind.kind}_{ending}", disabled=held is None):
        pressed = True
        faults = filed.keep_template(kind, ending, name=held.name, held=held.getvalue(), by=by.strip() or "未署名")
    if back.button("回到内置模板", key=f"template_back_{kind.kind}_{ending}", disabled=not name):
        pressed = True
        faults = filed.keep_template(kind, ending, name="", held=None, by=by.strip() or "未署名")
    for sentence in faults:
        st.error(reports.plain(sentence))
    if pressed and not faults:
        st.toast("模板已更换，下次生成起使用。")
        st.rerun()
