"""Parts of the page 报送: figures, the months of every unit, one unit report by report, false reports to the cell."""

import streamlit as st

import reports
from pages.shared import cells, data, oversight
from pages.shared.views import View

_KINDS = ("镇", "部门")


def figures(view: View) -> None:
    """Show how the months were reported, in figures and one sentence."""
    table, points = oversight.discipline(view), oversight.discipline_points(view)
    st.html(
        reports.key_figures(reports.discipline_figures(oversight.owed(view), oversight.false_reports(view), points))
    )
    st.html(reports.lead_line(reports.discipline_line(table, points)))


def months(view: View) -> None:
    """Show every unit of a sequence month by month."""
    kind = st.segmented_control(
        "序列", _KINDS, default=_KINDS[0], key="discipline_kind", required=True, bind="query-params"
    )
    table = oversight.discipline(view)
    if not table["kind"].eq(kind).any():
        st.caption(f"还没有{kind}的应报月份。")
        return
    st.html(reports.discipline_grid(table, oversight.discipline_points(view), kind=kind))
    units = sorted(table.loc[table["kind"].eq(kind), "subject"].unique())
    unit = st.selectbox(f"看哪个{kind}", units, key=f"discipline_{kind}", bind="query-params")
    late = reports.owed_table(oversight.owed(view, unit))
    st.header(f"{reports.plain(unit)}没有按时的 {len(late)} 份", anchor=False)
    if late.empty:
        st.caption("到期的都按时报了。")
    else:
        st.html(reports.table_card(late))


def false(view: View) -> None:
    """List the reports that a visit contradicts; each opens to the report's cell and to the visit's."""
    found = oversight.false_reports(view)
    st.header(f"不实 {len(found)} 份", anchor=False)
    rule = data.rules(view).reporting
    st.caption(f"填报以后 {rule.false_days} 天内走访，核验低 {rule.false_points:g} 个百分点及以上的记不实。")
    for place, title in enumerate(reports.false_titles(found)):
        row = found.iloc[place]
        with st.expander(reports.plain(title), icon=":material/report:"):
            cells.show(view, cells.of_row(view, row.to_dict(), of=cells.FALSE_REPORT))
