"""Parts of the page 加扣分: sums, the accounts of all units and their proof, the account of one down to the cells."""

import pandas as pd
import streamlit as st

import analysis
import reports
from pages.shared import data, drills, mechanism, sections, standing, widgets
from pages.shared.keeping import once
from pages.shared.views import View

_EVERY = "全部单位"


def totals(view: View) -> str | None:
    """Ask for a unit and show its sums or those of all; return the unit, None for all."""
    balances = standing.balances(view)
    unit = st.selectbox("单位", [_EVERY, *reports.point_units(balances)], key="points_unit", bind="query-params")
    chosen = None if unit == _EVERY else unit
    st.html(reports.key_figures(reports.point_figures(reports.balances_of(balances, chosen))))
    return chosen


def everybody(view: View) -> None:
    """Show the accounts of all units, month by month, praise and criticism, and the proof that they add up."""
    kinds = standing.account_kinds(view)
    if not kinds:
        drills.opening("points", view, None)
        st.caption("还没有预扣、加分或批评。")
        return
    kind = st.segmented_control("序列", kinds, default=kinds[0], key="points_kind", required=True, bind="query-params")
    drills.opening("points", view, kind)
    accounts, months, praise, proof = st.tabs(["各单位账户", "逐月", "加分与批评", "年终对账"])
    with accounts:
        _accounts(view, kind)
    with months:
        st.caption("扣、还、确认分别记账，单位：分。")
        widgets.table(_months(view, kind))
    with praise:
        _praise(view)
    with proof:
        _proof(view)


def _accounts(view: View, kind: str) -> None:
    table = reports.balance_table(standing.balances_in(view, kind))
    st.caption("每一行账都平：累计预扣 = 返还 + 确认 + 仍在预扣。在上面选一个单位，逐笔看为什么。")
    numbers = [name for name in table.columns if name not in ("单位", "年度")]
    config = {name: st.column_config.NumberColumn(format="%.2f", width="small") for name in numbers}
    year = st.column_config.NumberColumn(format="%d", width="small")
    widgets.table(table, columns=config | {"年度": year})


def _praise(view: View) -> None:
    if standing.bonuses(view).empty:
        st.caption("还没有表彰或通报批评。")
        return
    st.html(_praised(view))


def _proof(view: View) -> None:
    proof, count, left = _proven(view)
    st.html(proof)
    with st.expander(f"还没有了结的 {count} 项任务", icon=":material/pending_actions:"):
        st.caption("任务完成就返还，年终没有完成的确认扣分。")
        st.html(left)


@once
def _months(view: View, kind: str) -> pd.DataFrame:
    entries = standing.entries(view)
    mine = entries["unit"].isin(standing.balances_in(view, kind)["unit"])
    return reports.month_table(analysis.monthly_points(entries[mine]))


@once
def _praised(view: View) -> str:
    bonuses = standing.bonuses(view)
    line = reports.lead_line(reports.bonus_line(bonuses, cap=data.rules(view).honours.bonus_cap))
    return line + reports.table_card(reports.all_bonuses(bonuses))


@once
def _proven(view: View) -> tuple[str, int, str]:
    """The proof that the accounts add up; how many tasks are not settled, and which."""
    proof, left = mechanism.proof(view), analysis.open_charges(standing.entries(view))
    said = reports.lead_line(reports.proof_line(proof)) + reports.table_card(reports.proof_table(proof))
    return said, left["task_id"].nunique(), reports.table_card(reports.open_table(left))


def account(view: View, unit: str) -> None:
    """Show the account of one unit: how it adds up, every number with its entries, tasks and cells, the statement."""
    entries, bonuses = standing.entries(view), standing.bonuses(view)
    for one in reports.unit_accounts(standing.balances(view), unit):
        st.html(reports.lead_line(reports.account_check(one)))
        for key, number, table in reports.account_lines(entries, bonuses, one):
            with st.expander(reports.plain(number), expanded=key == "charged"):
                st.html(reports.table_card(table))
                if key == "charged":
                    st.caption("点一项任务，看等级和分数从哪个单元格来。")
                    widgets.task_links(reports.point_tasks(entries, one))
        _statement(view, one)
        _praise_cells(view, one)


def _statement(view: View, one: dict) -> None:
    rows = analysis.statement(standing.entries(view), one["unit"], int(one["year"]))
    if not rows.empty:
        with st.expander(f"对账单  {one['year']} 年 {len(rows)} 笔", icon=":material/receipt_long:"):
            st.html(reports.table_card(reports.statement_table(rows)))


def _praise_cells(view: View, one: dict) -> None:
    """The rows of the ledger behind praise and criticism of one account."""
    rows = standing.bonuses(view)
    rows = reports.bonuses_of(rows, one)
    if rows.empty:
        return
    label = f"加分和批评在台账的哪一行  {one['year']} 年"
    opened = st.expander(label, icon=":material/table_view:", on_change="rerun", key=f"praise_cells_{one['year']}")
    if opened.open:
        with opened:
            sections.cells(view, mechanism.evidence_cells(view, rows))
