"""Parts of the page 预警成效, and what the page of a task says of its finish."""

import pandas as pd
import streamlit as st

import reports
from analysis import backtest
from pages.shared import charts, data, drills, outcomes, session, widgets
from pages.shared.keeping import once
from pages.shared.views import View
from reports.subjects import expecting
from reports.subjects import hindsight as spoken


def told(view: View) -> str | None:
    """Ask from which level on a warning counts, say in three sentences what became of them; return the signal, None
    while no end is known."""
    grades = list(spoken.GRADES)
    grade = st.segmented_control(
        "从哪一级算起", grades, default=grades[-1], key="grade", required=True, bind="query-params"
    )
    found = outcomes.cases(view, spoken.GRADES[grade])
    sentences = spoken.hindsight_lines(found, grade=grade)
    st.html(reports.briefing_card(sentences, heads=spoken.hindsight_heads()))
    if found.empty:
        return None
    record = outcomes.signal(view, spoken.GRADES[grade])
    st.html(reports.key_figures(spoken.hindsight_figures(record, found)))
    return spoken.GRADES[grade]


def pictures(view: View, name: str) -> None:
    """Show how right the warnings were, at which stage, and how early."""
    left, right = st.columns(2, gap="medium")
    with left:
        charts.show("signals", view)
    with right:
        charts.show("stages", view, name)
        drills.opening("leads", view, name)


def every_case(view: View, name: str) -> None:
    """List each hit, miss and false alarm; a chosen row opens the task's page."""
    st.header("逐项对照", anchor=False)
    opens = "" if session.is_phone() else "点选一行打开任务详情。"
    st.caption(f"{_counts(view, name)}。{opens}")
    chosen = st.pills("结果", spoken.case_words(), selection_mode="multi", key="verdicts", bind="query-params")
    rows, table = _cases(view, name, tuple(chosen))
    if rows.empty:
        st.caption("没有符合条件的任务。")
        return
    if session.is_phone():
        widgets.table(table)
        return
    picked = st.dataframe(
        table, key=f"cases_{name}_{'_'.join(chosen)}", hide_index=True, on_select="rerun",
        selection_mode="single-row", column_config=_columns(),
        height="content" if len(rows) <= 10 else 390, placeholder="—",
    )  # fmt: skip
    for place in picked["selection"]["rows"][:1]:
        widgets.open_task(rows["task_id"].iloc[place])


@once
def _counts(view: View, name: str) -> str:
    return spoken.case_counts(outcomes.cases(view, name))


@once
def _cases(view: View, name: str, verdicts: tuple[str, ...]) -> tuple[pd.DataFrame, pd.DataFrame]:
    rows = spoken.case_rows(outcomes.cases(view, name), verdicts=verdicts)
    return rows, spoken.case_table(rows)


def false_alarms(view: View, name: str) -> None:
    """Show where and when the alarms were false."""
    line, grid = _false(view, name)
    st.header("误报在哪个单位、哪个月", anchor=False)
    st.caption(line)
    if grid:
        st.html(grid)


@once
def _false(view: View, name: str) -> tuple[str, str]:
    months = backtest.false_months(outcomes.cases(view, name))
    return spoken.false_line(months), spoken.false_grid(months)


def thresholds(view: View) -> None:
    """Say what thresholds chosen on one year did on the next, or why nobody can know."""
    st.header("门槛：一年选，下一年验", anchor=False)
    years = backtest.years_of(outcomes.ends(view))
    st.html(reports.sentence_groups(spoken.calibration_lines(outcomes.calibrations(view), years=years)))


def grounds(view: View) -> None:
    """Show how far off the expected finish was, and say what each signal means."""
    left, right = st.columns(2, gap="medium")
    with left:
        charts.show("finish_errors", view)
    with right:
        st.header("这些信号是什么", anchor=False)
        st.html(reports.sentence_groups(spoken.signal_notes()))


def outlook(view: View, task_id: str) -> None:
    """Say when a task is expected to be finished, how sure that is, and what pace it needs from here."""
    for sentence in filter(None, _outlook(view, task_id, short=view.is_narrow)):
        st.html(reports.lead_line(sentence))


@once
def _outlook(view: View, task_id: str, *, short: bool) -> tuple[str, str]:
    task, as_of = reports.one_task(data.scores(view).tasks, task_id), pd.Timestamp(view.as_of)
    needed, recent = outcomes.paces(view, task_id)
    weeks = data.rules(view).actual.recent_days // 7
    return (
        expecting.expected_line(outcomes.expected(view, task_id), as_of=as_of, short=short),
        expecting.pace_line(needed, recent, task=task, as_of=as_of, weeks=weeks, short=short),
    )


def _columns() -> dict:
    return {
        "结果": st.column_config.TextColumn(width=115),
        "任务": st.column_config.TextColumn(width=230),
        "首次报警": st.column_config.TextColumn(width=105),
        "提前": st.column_config.TextColumn(width=70, help="首次报警到原时限的天数"),
        "原时限": st.column_config.TextColumn(width=105),
        "办结": st.column_config.TextColumn(width=140),
        "责任单位": st.column_config.TextColumn(width=200),
    }
