"""文字 and 文号 on the page 文档: the sentences of a paper, each to be said in own words, and its number and day.

Kept are decisions about the paper of a period; a freeze covers the numbers, not the words: those can be mended until
the paper is sent.
"""

from datetime import date

import streamlit as st

import reports
from pages.shared import data, filed, recording, session, verdicts
from pages.shared.views import View
from reports.documents.official import REWORDED
from reports.documents.register import document
from reports.documents.situation import Situation
from reports.subjects import own_words
from reports.subjects.desks import FIELDS, LONGEST, desk_faults, desk_told
from reports.subjects.own_words import OwnWords

_KEPT = "words_kept"


def issue(view: View, about: Situation) -> None:
    """Ask for number and day of the papers of this period, and keep them."""
    for kind in _kinds(about):
        number, dated = own_words.issue_kept(data.facts(view)["decisions"], kind, about.span.name)
        title = document(kind).title
        told = f"{number or '还没有编号'}，{dated:%Y年%m月%d日}印发" if dated else "还没有登记，印出来文号空着"
        with st.expander(reports.plain(f"{title}的文号和日期：{told}"), icon=":material/tag:"):
            _issue_form(view, about, kind, number=number, dated=dated or data.today())


def _issue_form(view: View, about: Situation, kind: str, *, number: str, dated: date) -> None:
    with st.form(f"issue_{kind}_{about.span.name}", border=False):
        left, right, by_ = st.columns([2, 1, 1])
        given = left.text_input(
            "发文字号", number, placeholder=f"{filed.desk(view).code}〔{dated.year}〕12号", max_chars=40
        )
        when = right.date_input("印发日期", dated, format="YYYY-MM-DD")
        by = by_.text_input("登记人", st.session_state.get("by", ""), max_chars=30)
        sent = st.form_submit_button("登记", icon=":material/save:", disabled=session.is_old())
    if sent:
        told = own_words.issue_told(kind, about.span.name, number=given, dated=when)
        faults = own_words.issue_faults(data.facts(view)["decisions"], told)
        recording.keep(told, faults=faults, by=by, done="文号和日期已登记，下次生成起印上。")


def office(view: View) -> None:
    """Ask for the office that signs: its name and code number, who receives what, how long units have to answer."""
    now = filed.desk(view)
    with st.expander(reports.plain(f"发文单位：{now.issuer}，代字“{now.code}”"), icon=":material/account_balance:"):
        st.caption("用在通报、报告和通知上，从下次生成起；以前生成的不变。单位自己的模板里写的照模板。")
        with st.form("office", border=False):
            given = {
                name: st.text_input(label, getattr(now, name), help=about, max_chars=LONGEST, key=f"office_{name}")
                for name, (label, about) in FIELDS.items()
            }  # fmt: skip
            st.caption("收到通知后几天内答复")
            replies = {
                name: column.number_input(name, 1, 60, days, key=f"office_days_{name}")
                for column, (name, days) in zip(st.columns(len(now.replies)), now.replies.items(), strict=True)
            }  # fmt: skip
            by = st.text_input("登记人", st.session_state.get("by", ""), max_chars=30, key="office_by")
            sent = st.form_submit_button("登记", icon=":material/save:", disabled=session.is_old())
        if sent:
            told = desk_told(given, replies)
            recording.keep(told, faults=desk_faults(now, told, by=by), by=by, done="发文单位已登记，下次生成起用。")


def words(view: View, about: Situation) -> None:
    """Show the sentences of each paper of this period by part, those that must be looked at first."""
    for kind in _kinds(about):
        own = own_words.own_words(data.facts(view)["decisions"], kind, about.span.name)
        # the same heading whatever is kept: another one would be another box, closed under the writer's hands
        name = f"{document(kind).title}的文字"
        opened = st.expander(name, icon=":material/edit_note:", on_change="rerun", key=f"words_{kind}")
        if opened.open:
            with opened:
                _sentences(view, about, kind, own)


def _sentences(view: View, about: Situation, kind: str, own: dict[str, OwnWords]) -> None:
    _said_before()
    parts = own_words.sentence_parts(filed.ruled(view, about, kind))
    stale = own_words.stale_pairs(own, [line for lines in parts.values() for line in lines])
    st.caption(
        f"{own_words.words_line(own, stale)}。改一句存一句，只对{about.words}；冻结管数字，不管文字，印发前都能改。"
    )
    if session.is_old():
        st.caption("正在看旧版，文字只能看；回到最新版本再改。")
    st.text_input("改的人", st.session_state.get("by", ""), key=f"words_by_{kind}", max_chars=30)
    for mine, line in stale:
        _stale(about, kind, (mine, line))
    part = st.selectbox("哪一部分", list(parts), key=f"words_part_{kind}")
    for line in parts[part]:
        _editor(about, kind, line, own.get(line.key))
    record = own_words.word_record(data.facts(view)["decisions"], kind, about.span.name)
    if len(record):
        st.caption("改过的记录")
        st.html(reports.table_card(record))


def _editor(about: Situation, kind: str, line, mine: OwnWords | None) -> None:
    """One sentence, kept when it is changed; the rules' one stands below an own one."""
    name = f"word_{kind}_{about.span.name}_{line.key}"
    label = reports.plain(line.key.replace(".", " · ")) + ("（自己写的）" if mine else "")
    st.text_area(
        label, mine.text if mine else line.text, key=f"{name}_{mine.at if mine else ''}", height="content",
        on_change=_changed, args=(about.span.name, kind, line, f"{name}_{mine.at if mine else ''}"),
        max_chars=own_words.LONGEST, disabled=session.is_old(), placeholder="这一句不写",
    )  # fmt: skip
    if mine:
        st.caption(reports.plain(f"规则的句子：{line.text}"))
        st.button("改用规则的句子", key=f"back_{name}", on_click=_back, args=(about.span.name, kind, mine))


def _stale(about: Situation, kind: str, pair: tuple) -> None:
    """An own sentence that was written for other numbers, beside what the rules say now."""
    mine, line = pair
    with st.container(border=True):
        st.markdown(reports.plain(f"△ 数字已变：{mine.key.replace('.', ' · ')}"))
        left, right = st.columns(2)
        left.caption(reports.plain(f"自己写的（{mine.by}）：{mine.text or own_words.LEFT_OUT}"))
        right.caption(reports.plain(f"规则现在写的：{line.text if line else '现在不写这一句了'}"))
        if line:
            left.button(
                "仍用", key=f"still_{kind}_{mine.key}", on_click=_still, args=(about.span.name, kind, line, mine)
            )
        right.button(
            "改用规则的句子", key=f"stale_back_{kind}_{mine.key}", on_click=_back, args=(about.span.name, kind, mine)
        )


def _changed(period: str, kind: str, line, place: str) -> None:
    text = st.session_state[place]
    if text.strip() == line.text.strip():
        return
    _keep(kind, own_words.word_told(kind, period, line, text=text), text)


def _still(period: str, kind: str, line, mine: OwnWords) -> None:
    _keep(kind, own_words.word_told(kind, period, line, text=mine.text), mine.text)


def _back(period: str, kind: str, mine: OwnWords) -> None:
    _keep(kind, own_words.taken_back(kind, period, mine), mine.text)


def _keep(kind: str, told: dict, text: str) -> None:
    """Keep it and leave a sentence for the next run, which shows it where the sentences are."""
    by = st.session_state.get(f"words_by_{kind}", "")
    st.session_state["by"] = by
    faults = own_words.word_faults(text, by)
    fault = faults[0] if faults else verdicts.keep_decisions([told], by=by.strip())
    st.session_state[_KEPT] = fault or ""


def _said_before() -> None:
    said = st.session_state.pop(_KEPT, None)
    if said:
        st.error(reports.plain(said))
    elif said == "":
        st.toast("已存，下次生成起用这一句。")


def _kinds(about: Situation) -> list[str]:
    return [kind for kind in REWORDED if document(kind).fits(about)]
