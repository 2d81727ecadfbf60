"""Parts of the page 预扣分: sums, the accounts of all units, the account of one down to the reason of every entry."""

import streamlit as st

import reports
from pages.shared import standing
from pages.shared.views import View

_EVERY = "全部单位"


def totals(view: View) -> str | None:
    """Ask for a unit and show its sums or those of all; return the unit, None for all."""
    balances = standing.balances(view)
    unit = st.selectbox("单位", [_EVERY, *reports.point_units(balances)], key="points_unit", bind="query-params")
    chosen = None if unit == _EVERY else unit
    st.html(reports.key_figures(reports.point_figures(reports.balances_of(balances, chosen))))
    return chosen


def accounts(view: View) -> None:
    """Show the accounts of all units; a chosen row opens the account."""
    balances = standing.balances(view)
    if balances.empty:
        st.caption("还没有预扣、加分或批评。")
        return
    table = reports.balance_table(balances)
    st.caption("每一行账都平：累计预扣 = 返还 + 确认 + 仍在预扣。在上面选一个单位，逐笔看为什么。")
    numbers = [name for name in table.columns if name not in ("单位", "年度")]
    config = {name: st.column_config.NumberColumn(format="%.2f", width="small") for name in numbers}
    year = st.column_config.NumberColumn(format="%d", width="small")
    st.dataframe(table, hide_index=True, column_config=config | {"年度": year}, height="content")


def account(view: View, unit: str) -> None:
    """Show the account of one unit: how it adds up, then every number with the entries behind it."""
    entries, bonuses = standing.entries(view), standing.bonuses(view)
    for one in reports.unit_accounts(standing.balances(view), unit):
        st.html(reports.lead_line(reports.account_check(one)))
        for key, number, table in reports.account_lines(entries, bonuses, one):
            with st.expander(reports.plain(number), expanded=key == "charged"):
                st.html(reports.table_card(table))
