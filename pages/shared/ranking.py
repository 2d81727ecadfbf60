"""Parts of the pages 各镇 and 各部门 for whoever distrusts a place: what it is made of, what it is beside others, what
other choices would make of it."""

from dataclasses import asdict

import streamlit as st

import reports
from pages.shared import charts, data, drills, placed, widgets
from pages.shared.keeping import once
from pages.shared.views import View

_WEIGHT_STEP = 5.0


def places(view: View, kind: str) -> None:
    """Show where everybody stands, how sure that is, and how it came about over the weeks."""
    left, right = st.columns(2, gap="medium")
    with left:
        drills.chart_of_units("standing", view, kind)
    with right:
        drills.chart_of_units("places", view, kind)
    drills.chart_of_units("boats", view, kind)
    left, right = st.columns(2, gap="medium")
    with left:
        drills.chart_of_units("bump", view, kind)
        if kind == "镇":
            drills.town_tiles(view)
    with right:
        drills.chart_of_units("month_heat", view, kind)


def figures(view: View, unit: str) -> None:
    """Show the key figures of one unit, whether it is named and why, and how its final score comes about."""
    st.html(_figures(view, unit))


@once
def _figures(view: View, unit: str) -> str:
    row, before = (reports.one_unit(each.units, unit) for each in (data.scores(view), data.scores_before(view)))
    line = reports.named_line(row, data.rules(view))
    pieces = (
        reports.key_figures(reports.unit_figures(row, before)),
        reports.lead_line(line) if line else "",
        reports.key_figures(reports.final_figures(row, before)),
    )
    return "\n".join(pieces)


def made_of(view: View, unit: str) -> None:
    """Show what takes points off a unit: by score, by project, and the tasks that cost most."""
    left, right = st.columns(2, gap="medium")
    with left:
        drills.opening("unit_losses", view, unit, "score")
    with right:
        drills.opening("unit_losses", view, unit, "project")
    if lost := placed.lost_tasks(view, unit):
        st.header("失分最多的任务", anchor=False)
        widgets.task_links(lost)


def beside(view: View, kind: str, unit: str) -> None:
    """Ask with whom the unit is to be compared; show the parts of the difference, and say it in a sentence."""
    options = _others(view, kind, unit)
    other = st.selectbox("与谁比", options, key=f"beside_{unit}", bind="query-params")
    st.html(reports.lead_line(placed.difference_told(view, unit, other=other)))
    if other != reports.BEFORE:
        charts.show("unit_difference", view, unit, other, "score")
        return
    left, right = st.columns(2, gap="medium")
    with left:
        charts.show("unit_difference", view, unit, other, "score")
    with right:
        charts.show("unit_difference", view, unit, other, "project")


@once
def _others(view: View, kind: str, unit: str) -> list[str]:
    others = reports.of_kind(data.scores(view).units, kind)["unit"]
    return [*(each for each in others if each != unit), reports.BEFORE]


def sureness(view: View, kind: str) -> None:
    """Show how places come about and what other choices would make of them; reckoned only when somebody opens it."""
    opened = st.expander(
        "名次怎么来的、换个算法会怎样", icon=":material/rule:", on_change="rerun", key=f"sureness_{kind}"
    )
    if not opened.open:
        return
    with opened:
        st.html(reports.sentence_groups(reports.how_placed(data.rules(view))))
        st.html(reports.lead_line(reports.runs_line(placed.runs(view, kind), kind, runs=placed.RUNS)))
        left, right = st.columns(2, gap="medium")
        with left:
            charts.show("unit_runs", view, kind)
        with right:
            charts.show("unit_moving", view, kind)
        _what_if(view, kind)


def _what_if(view: View, kind: str) -> None:
    st.header("自己换权重试试", anchor=False)
    st.caption("只是试算，不影响发布的名次，也不保存；权重按四项之和折算，0 就是不计这一项。")
    now = asdict(data.rules(view).index.weights)
    columns = st.columns(len(now))
    asked = {
        code: columns[place].number_input(
            f"{name}（%）", 0.0, 100.0, 100 * now[code], _WEIGHT_STEP, key=f"weight_{code}_{kind}", format="%.1f"
        )
        for place, (code, name) in enumerate(reports.weight_names().items())
    }
    if asked == {code: 100 * weight for code, weight in now.items()}:
        st.caption("改上面任何一项，这里就列出试算的名次。")
        return
    try:
        table = reports.reweighed_table(placed.reweighed(view, asked), kind)
    except ValueError as error:
        st.warning(reports.plain(str(error)))
        return
    if table.empty:
        st.caption(f"按这些权重，没有{kind}能排名次。")
    else:
        st.html(reports.table_card(table))
