"""Parts of the page 指标: places and how sure they are, figures, one unit, what the index is made of and what if."""

import pandas as pd
import streamlit as st

import reports
from analysis import composite
from analysis.composite import uncertainty
from pages.shared import charts, indexed, session, states, verdicts
from pages.shared.keeping import once
from pages.shared.views import View

_KINDS = ("镇", "部门")


def choose(view: View) -> tuple[str, str] | None:
    """Ask for the period and the sequence; None after a sentence when there are no figures."""
    periods = indexed.periods(view)
    if not periods:
        states.missing("指标")
        return None
    left, right = st.columns([2, 1])
    period = left.selectbox("期间", periods, key="period", bind="query-params")
    kinds = [kind for kind in _KINDS if not indexed.figures(view, period, kind).values.empty]
    if not kinds:
        st.info(f"{period}的指标没有一个属于镇或部门；请核对台账里的单位名称。")
        return None
    kind = right.segmented_control(
        "序列", kinds, default=kinds[0], key="index_kind", required=True, bind="query-params"
    )
    return period, kind


def places(view: View, period: str, kind: str) -> None:
    """Show who stands where, and how sure that is."""
    found, sure = indexed.index(view, period, kind), indexed.sure(view, period, kind)
    st.html(reports.key_figures(reports.index_figures(found, sure)))
    charts.show("index_places", view, period, kind)
    charts.show("index_figures", view, period, kind)


def one_unit(view: View, period: str, kind: str) -> None:
    """Show what takes points off one unit, and what makes it differ from another, or from an earlier period."""
    found = indexed.index(view, period, kind)
    st.header("一个单位的分是怎么来的", anchor=False)
    left, right = st.columns(2)
    unit = left.selectbox("单位", list(found.scores.index), key=f"index_unit_{kind}", bind="query-params")
    options = [*(f"比{other}" for other in found.scores.index if other != unit), *_earlier(view, period, kind, unit)]
    against = right.selectbox("和谁比", options, key=f"index_other_{kind}_{unit}", bind="query-params")
    left, right = st.columns(2, gap="medium")
    with left:
        charts.show("index_losses", view, period, kind, unit)
    with right:
        if against:
            charts.show("index_difference", view, period, kind, unit, against)
    if against:
        st.html(reports.lead_line(_told(view, period, kind, unit=unit, against=against)))
    with st.expander(f"{unit}的数从哪里来", icon=":material/table_view:"):
        cells = indexed.figures(view, period, kind).cells
        st.html(reports.table_card(reports.indicator_cells(cells, unit, found.scores.loc[unit])))


def _earlier(view: View, period: str, kind: str, unit: str) -> list[str]:
    """The periods before this one of which the unit has figures."""
    periods = indexed.periods(view)
    older = periods[periods.index(period) + 1 :]
    return [f"比{each}" for each in older if unit in indexed.figures(view, each, kind).values.index]


def _told(view: View, period: str, kind: str, *, unit: str, against: str) -> str:
    parts = indexed.difference(view, period, kind, unit=unit, against=against)
    other = against.removeprefix("比")
    return reports.told_difference(parts, unit, other)


def made_of(view: View, period: str, kind: str) -> None:
    """Show what the index is made of; let one try other weights, and keep them."""
    st.header("指数由什么组成，换个权重会怎样", anchor=False)
    now = indexed.scheme(view, period, kind)
    st.html(_composed(view, period, kind))
    if session.is_phone():
        st.caption("想换个权重试算，请在电脑上打开本页：手机上放不下这张可改的表。")
        return
    st.caption("在表里改权重（0 为只列不计）、方向和换算办法，下面立刻试算；不保存就只在您这个窗口里。")
    rows = reports.scheme_editor(now)
    edited = st.data_editor(
        rows, key=f"scheme_{kind}_{period}_{view.snapshot}", hide_index=True, num_rows="fixed",
        disabled=["指标", "类型"], column_config=_columns(), placeholder="",
    )  # fmt: skip
    if edited.equals(rows):
        return
    try:
        other = reports.edited_scheme(now, edited)
        tried = composite.read_scheme(other)
    except (ValueError, composite.SchemeError) as error:
        st.error(reports.plain(str(error)))
        return
    changes = reports.scheme_changes(now, other)
    if not changes:
        return
    found = indexed.index(view, period, kind)
    st.html(reports.sentence_groups([("试算的改动", changes)]))
    st.html(reports.table_card(reports.what_if_table(uncertainty.what_if(found.values, found.scheme, tried))))
    _keep(kind, other)


@once
def _composed(view: View, period: str, kind: str) -> str:
    return reports.sentence_groups(reports.made_of(indexed.scheme(view, period, kind)))


def _columns() -> dict:
    ways = [each.words for each in composite.NORMALISATIONS]
    return {
        "权重": st.column_config.NumberColumn(min_value=0.0, max_value=100.0, step=0.1, format="%.2f", required=True),
        "方向": st.column_config.SelectboxColumn(options=["越高越好", "越低越好"], required=True),
        "换算": st.column_config.SelectboxColumn(options=ways),
    }


def _keep(kind: str, other: pd.DataFrame) -> None:
    with st.form(f"keep_scheme_{kind}"):
        left, right = st.columns([2, 1])
        reason = left.text_input("理由", key=f"scheme_reason_{kind}", max_chars=200)
        by = right.text_input("经办人", value=st.session_state.get("by", ""), key=f"scheme_by_{kind}", max_chars=30)
        sent = st.form_submit_button("存为本区的办法", type="primary", icon=":material/save:")
    if not sent:
        return
    if not reason.strip():
        st.warning("还没有保存：请写理由，以后有人问起来说得清。")
        return
    st.session_state["by"] = by
    if sentence := verdicts.keep_scheme(kind, reports.saved_scheme(other), reason=reason, by=by or "未署名"):
        st.error(reports.plain(sentence))
    else:
        st.toast("已保存，大家看到的都按这个办法算。")
        st.rerun()


def sureness(view: View, period: str, kind: str) -> None:
    """Show which choice moves the places most, and the weights that the data alone would give."""
    st.header("名次经得起推敲吗", anchor=False)
    left, right = st.columns(2, gap="medium")
    with left:
        charts.show("index_moving", view, period, kind)
    with right:
        st.subheader("如果让数据自己定权重", anchor=False)
        st.html(reports.table_card(indexed.weights(view, period, kind)))
        st.caption("只作对照：给一列加个常数，熵权就会变，所以不用来打分。")
