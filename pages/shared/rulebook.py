"""Parts of the page 规则: the pack in force in words; a trial of another one, or of other thresholds.

A trial lives in the visitor's session: nothing of it is written, and no other page reads it.
"""

import streamlit as st

import analysis
import reports
from pages.shared import charts, data
from pages.shared.views import View

_TRIED = "tried_rules"


def in_force(view: View) -> None:
    """Say in words which rules the scores follow."""
    pack = data.rules(view)
    st.html(reports.lead_line(reports.pack_head(pack)))
    st.html(reports.sentence_groups(reports.rule_groups(pack)[1:]))


def trial(view: View) -> None:
    """Let one choose a pack and other thresholds, and show what would change; nothing is kept."""
    st.subheader("试一试别的规则", anchor=False)
    st.info(
        "这里只是试算：只在您这个窗口里，关掉就没有了；不改规则，也不影响已发布的分数、等级和名次。",
        icon=":material/science:",
    )
    titles = reports.pack_titles()
    name = st.selectbox("从哪一份规则开始", list(titles), format_func=titles.get, key="trial_pack")
    base = analysis.rule_pack(name)
    if base.published or name != data.rules(view).name:
        with st.expander(f"《{base.title}》全文", icon=":material/menu_book:"):
            st.html(reports.lead_line(reports.pack_head(base)))
            st.html(reports.sentence_groups(reports.rule_groups(base)))
    pack = _edited(base)
    if pack is not None:
        _effect(view, pack)


def _edited(base: analysis.RulePack) -> analysis.RulePack | None:
    """The pack with the thresholds of the form; None after a sentence about what is wrong with them."""
    kept = analysis.pack_data(base)
    with st.form(f"trial_{base.name}"):
        values = {}
        for group, trials in reports.trial_groups():
            st.markdown(f"**{group}**")
            places = st.columns(len(trials))
            for place, each in zip(places, trials, strict=True):
                values[each.field] = place.number_input(
                    each.label, key=f"{base.name}_{each.field}", **each.limits(kept)
                )
        sent = st.form_submit_button("试算", type="primary", icon=":material/calculate:")
    if sent:
        st.session_state[_TRIED] = base.name
    elif st.session_state.get(_TRIED) != base.name:
        st.caption("改几个数（也可以不改），按“试算”看会怎样。")
        return None
    try:
        return analysis.checked_pack(reports.trial_data(kept, values), name=base.name)
    except analysis.RulePackError as error:
        st.error(reports.plain(reports.trial_error(error)))
        return None


def _effect(view: View, pack: analysis.RulePack) -> None:
    """What would change on the view's day, against the rules in force."""
    tried = data.scores(view, by=pack)
    changes = analysis.changes(data.scores(view), tried)
    st.markdown("##### 用这份规则会怎样（试算）")
    sentence = reports.effect_line(analysis.effect_sentence(changes), as_of=view.as_of, first=False)
    st.html(reports.lead_line(sentence))
    if not changes.empty:
        charts.trial(view, changes, scores=tried)
        st.dataframe(reports.change_table(changes), hide_index=True)
    if pack.published:
        _published(view, pack)


def _published(view: View, pack: analysis.RulePack) -> None:
    periods = analysis.task_periods(data.weeks(view), months=pack.published.months)
    marks = reports.mark_table(analysis.marked(periods, pack))
    st.markdown(f"##### 按《{pack.title}》的亮灯亮牌，这一期会亮 {len(marks)} 项（试算）")
    if marks.empty:
        st.caption("这一期没有任务会亮，或者台账里没有它要看的数。")
    else:
        st.html(reports.table_card(marks))
