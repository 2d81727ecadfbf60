"""Parts of the page 规则: the packs in force in words and by date; a trial of another one, or of other numbers; the
step that brings it into force.

A trial lives in the visitor's session: nothing of it is written, and no other page reads it. What comes into force is a
decision, and holds from its day on.
"""

from datetime import date

import streamlit as st

import analysis
import reports
from pages.shared import charts, data, standing, verdicts
from pages.shared.views import View

_TRIED = "tried_rules"
_KEPT = "rules_kept"
_ABREAST = 4
_OPEN = ("等级界线", "预扣分")


def in_force(view: View) -> None:
    """Say in words which rules the scores of the view's day follow, and which ones hold from which day."""
    if said := st.session_state.pop(_KEPT, ""):
        st.success(said, icon=":material/check_circle:")
    pack = data.rules(view)
    st.html(reports.lead_line(reports.pack_head(pack)))
    st.html(reports.sentence_groups(reports.rule_groups(pack)[1:]))
    packs, decisions = data.calendar(view), data.on_the_wall(data.facts(view)["decisions"], "decided_at")
    with st.expander(f"各日期施行的规则 {len(packs.packs)} 份", icon=":material/event:"):
        st.html(reports.table_card(reports.pack_versions(packs, decisions)))


def trial(view: View) -> None:
    """Let one choose a pack and other numbers, show what would change, and bring it into force."""
    st.header("试一试别的规则", anchor=False)
    st.info(
        "这里先是试算：只在您这个窗口里，关掉就没有了；不改规则，也不影响已发布的分数、等级和名次。"
        "启用要另按一次，从选定的一天起施行，以前各期照旧。",
        icon=":material/science:",
    )
    base = _base(view)
    pack, since = _edited(view, base)
    if pack is not None:
        _effect(view, pack, since)
        _activation(view, pack)


def _base(view: View) -> analysis.RulePack:
    """The pack to begin with: the one in force, or a shipped one."""
    titles = {"": f"现行的《{data.rules(view).title}》"} | reports.pack_titles()
    name = st.selectbox("从哪一份规则开始", list(titles), format_func=titles.get, key="trial_pack")
    base = analysis.rule_pack(name) if name else data.rules(view)
    if name:
        with st.expander(f"《{base.title}》全文", icon=":material/menu_book:"):
            st.html(reports.lead_line(reports.pack_head(base)))
            st.html(reports.sentence_groups(reports.rule_groups(base)))
    return base


def _edited(view: View, base: analysis.RulePack) -> tuple[analysis.RulePack | None, date]:
    """The pack with the numbers of the form, and the day from which to try it; None after a sentence about what is
    wrong with them."""
    kept, name = analysis.pack_data(base), base.name
    asked = st.toggle("逐项改数", key="trial_numbers", help="打开以后，规则里的每个数都可以改；不打开就按原来的数试算")
    with st.form(f"trial_{name}"):
        values = _numbers(base, kept) if asked else {}
        month = view.as_of.replace(day=1)
        since = st.date_input("假定从哪一天起施行", value=month, format="YYYY-MM-DD", key=f"from_{name}")
        sent = st.form_submit_button("试算", type="primary", icon=":material/calculate:")
    if sent:
        st.session_state[_TRIED] = name
    elif st.session_state.get(_TRIED) != name:
        st.caption("打开“逐项改数”改几个数（也可以不改），按“试算”看会怎样。")
        return None, since
    try:
        return analysis.checked_pack(reports.trial_data(kept, values), name=name), since
    except analysis.RulePackError as error:
        st.error(reports.plain(reports.trial_error(error, base)))
        return None, since


def _numbers(base: analysis.RulePack, kept: dict) -> dict[str, float]:
    """Ask for every number of the pack, heading by heading; return them by their field."""
    values = {}
    for group, trials in reports.trial_groups(base):
        with st.expander(group, expanded=group in _OPEN):
            for i in range(0, len(trials), _ABREAST):
                for place, each in zip(st.columns(_ABREAST), trials[i : i + _ABREAST], strict=False):
                    key, limits = f"{base.name}_{each.field}", each.limits(kept)
                    values[each.field] = place.number_input(reports.plain(each.label), key=key, **limits)
    return values


def _effect(view: View, pack: analysis.RulePack, since: date) -> None:
    """What the pack says otherwise, and what would change on the view's day had it come into force on that day."""
    changed = analysis.pack_differences(data.rules(view), pack)
    st.subheader("与现行规则比（试算）", anchor=False)
    st.html(reports.sentence_groups([("改动", changed or ["没有改动。"])]))
    by = data.calendar(view).activated(pack, since=since)
    tried = data.scores(view, by=by)
    changes = analysis.changes(data.scores(view), tried)
    st.subheader("用这份规则会怎样（试算）", anchor=False)
    sentence = reports.effect_line(analysis.effect_sentence(changes), as_of=view.as_of, first=False)
    st.html(reports.lead_line(sentence))
    if not changes.empty:
        charts.trial(view, changes, scores=tried)
        with st.expander(f"逐项看 {len(changes)} 处变化", icon=":material/compare_arrows:"):
            st.html(reports.table_card(reports.change_table(changes)))
    _flags_and_points(view, by)
    if pack.published:
        _published(view, pack)


def _flags_and_points(view: View, by: analysis.RuleCalendar) -> None:
    """Whose flag and whose points would be others."""
    flags = reports.flag_moves(standing.proposed(view), standing.proposed(view, by=by))
    points = reports.point_moves(standing.balances(view), standing.balances(view, by=by))
    for title, table in (("红黄旗提名", flags), ("预扣分", points)):
        if table.empty:
            st.caption(f"{title}没有变化。")
        else:
            with st.expander(f"{title}变化 {len(table)} 个", icon=":material/swap_vert:"):
                st.html(reports.table_card(table))


def _published(view: View, pack: analysis.RulePack) -> None:
    periods = analysis.task_periods(data.weeks(view), months=pack.published.months)
    marks = reports.mark_table(analysis.marked(periods, pack))
    st.subheader(f"按《{reports.plain(pack.title)}》的亮灯亮牌，这一期会亮 {len(marks)} 项（试算）", anchor=False)
    if marks.empty:
        st.caption("这一期没有任务会亮，或者台账里没有它要看的数。")
    else:
        st.html(reports.table_card(marks))


def _activation(view: View, pack: analysis.RulePack) -> None:
    """Ask from when on, why and who, and bring the tried pack into force."""
    st.subheader("启用这份规则", anchor=False)
    newest = next(iter(data.report_days(view.snapshot)), None)
    with st.form(f"activate_{pack.name}_{view.snapshot}"):
        title = st.text_input("规则名称", value=reports.activation_title(pack, data.rules(view)), max_chars=40)
        left, right = st.columns(2)
        since = left.date_input("从哪一天起施行", value=reports.first_free_day(newest), format="YYYY-MM-DD")
        by = right.text_input("经办人", value=st.session_state.get("by", ""), max_chars=30, key="rules_by")
        reason = st.text_input("理由", max_chars=200, placeholder="哪次会议、哪份文件定的", key="rules_reason")
        backwards = st.checkbox("追溯：施行日以后已发布的等级和分数一并重算", key="rules_backwards")
        sent = st.form_submit_button("启用", icon=":material/gavel:")
    if not sent:
        return
    st.session_state["by"] = by
    if problem := reports.activation_problem(since, newest, title=title, reason=reason, backwards=backwards):
        st.warning(reports.plain(problem))
        return
    whole = analysis.pack_data(pack) | {"title": title.strip(), "effective_from": since}
    named = analysis.checked_pack(whole, name=title.strip())
    if sentence := verdicts.activate_rules(named, since=since, reason=reason.strip(), by=by or "未署名"):
        st.error(reports.plain(sentence))
        return
    st.session_state.pop(_TRIED, None)
    st.session_state[_KEPT] = reports.plain(f"《{title.strip()}》已启用，自 {since.isoformat()} 起施行；以前各期不变。")
    st.rerun()
