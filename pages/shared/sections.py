"""Parts of pages: each loads what it shows, asks `analysis` and `reports` for it, and puts it on the screen."""

import pandas as pd
import streamlit as st

import reports
from pages.shared import charts, data, drills, ranking, standing, states, traced, widgets
from pages.shared.keeping import once
from pages.shared.views import View
from reports.subjects import leading

_BOARDS = ("任务榜", "亮点牌")
_EVERY = "全部"


def phases(view: View) -> None:
    """Show the phases of the mechanism with their days, the present one marked."""
    st.html(reports.phase_strip(reports.phase_marks(data.rules(view).phases, as_of=view.as_of)))


def board_filter(view: View) -> tuple[str, str | None]:
    """Ask which board and which class; return them, None for every class."""
    left, right = st.columns([1, 2])
    board = left.segmented_control("榜", _BOARDS, default=_BOARDS[0], key="board", required=True, bind="query-params")
    classes = [_EVERY, *_classes(view, board)]
    category = right.segmented_control(
        "类别", classes, default=_EVERY, key=f"class_{board}", required=True, bind="query-params"
    )
    return board, None if category == _EVERY else category


@once
def _classes(view: View, board: str) -> list[str]:
    return reports.categories(data.scores(view).tasks, board)


def board_count(view: View, board: str) -> None:
    """Say how many tasks the board holds against the number that the district set."""
    st.caption(reports.plain(reports.board_count(data.scores(view).tasks, board, data.rules(view))))


def board_tasks(view: View, board: str, category: str | None) -> None:
    """Show the tasks of a board as a table."""
    tasks = _of_board(view, board, category)
    widgets.task_picker(tasks, key=f"tasks_{board}_{category}", caption=f"{len(tasks)} 项任务，按滞后从大到小。")


@once
def _of_board(view: View, board: str, category: str | None) -> pd.DataFrame:
    return reports.of_board(data.scores(view).tasks, board, category=category)


@once
def _of_unit(view: View, unit: str) -> pd.DataFrame:
    return reports.tasks_of_unit(data.scores(view).tasks, unit)


def sequence(view: View, kind: str) -> None:
    """Show where every unit of a sequence stands, and one unit in full."""
    units = _names(view, kind)
    if not units:
        states.missing(kind)
        return
    states.lost(f"unit_{kind}", units, what=kind)
    ranking.places(view, kind)
    ranking.sureness(view, kind)
    drills.grant(f"unit_{kind}", units)
    unit = st.selectbox(f"看哪个{kind}", units, key=f"unit_{kind}", bind="query-params")
    _unit(view, kind, unit)


@once
def _names(view: View, kind: str) -> list[str]:
    return reports.of_kind(data.scores(view).units, kind)["unit"].tolist()


def choose_task(view: View) -> str | None:
    """Ask for a task, starting from the one that the address names; None when there is none."""
    tasks = reports.by_lag(data.scores(view).tasks)
    if tasks.empty:
        states.missing("任务")
        return None
    ids = tasks["task_id"].tolist()
    wanted = st.query_params.get("task")
    if wanted in ids:
        st.session_state["task"] = wanted
    states.lost("task", ids, what="任务")
    chosen = st.selectbox("任务", ids, format_func=_titles(view).get, key="task")
    st.query_params["task"] = chosen
    return chosen


@once
def _task(view: View, task_id: str) -> pd.Series:
    return reports.one_task(data.scores(view).tasks, task_id)


@once
def _titles(view: View) -> dict[str, str]:
    tasks = data.scores(view).tasks
    return dict(zip(tasks["task_id"], reports.task_titles(tasks), strict=True))


def task_state(view: View, task_id: str) -> None:
    """Show what the task is and where it stands, in words and key figures."""
    task = _task(view, task_id)
    st.header(reports.plain(task["task"]), anchor=False)
    st.html(reports.task_head(task))
    st.html(reports.key_figures(reports.task_figures(task)))
    for sentence in reports.exempt_lines(standing.exemptions(view), task_id):
        st.html(reports.lead_line(sentence))
    if task["level"] != task["raw_level"]:
        st.html(reports.lead_line(f"{task['why']}。"))
    calm = "豁免期内不触发预警。" if task["exempt"] else "当日没有触发任何预警规则。"
    st.html(reports.reason_list(task["triggers"]) or reports.lead_line(calm))


def order(view: View, task_id: str) -> None:
    """Show the 责任令: who leads, who answers, by when, to what effect."""
    st.subheader("责任令", anchor=False)
    st.html(_order(view, task_id))


@once
def _order(view: View, task_id: str) -> str:
    form = reports.order_form(data.facts(view), reports.one_task(data.scores(view).tasks, task_id))
    return reports.definition_list(form)


def visits_and_problems(view: View, task_id: str) -> None:
    """Show visits to the task and the problems found, open ones first."""
    for title in ("走访", "问题"):
        rows = _records(view, task_id, title)
        st.subheader(f"{title} {len(rows)} {'次' if title == '走访' else '个'}", anchor=False)
        if rows.empty:
            st.caption(f"没有{title}记录：不计分，也不当作满分。")
        else:
            st.html(reports.table_card(rows))


@once
def _records(view: View, task_id: str, title: str) -> pd.DataFrame:
    table = reports.visit_table if title == "走访" else reports.problem_table
    return table(data.facts(view), task_id, as_of=view.as_of)


def numbers_and_cells(view: View, task_id: str) -> None:
    """Open each number: its rule, its value, and the cells that it came from, shown in their row of the ledger."""
    st.subheader("每个数字从哪里来", anchor=False)
    st.caption("点开一个数字：规则、取值、来源单元格，和原件里的那一行。")
    for part, number, about in _parts(view, task_id):
        opened = st.expander(reports.plain(number), on_change="rerun", key=f"part_{part}")
        if opened.open:
            with opened:
                st.html(reports.table_card(about))
                cells(view, reports.sources_of(traced.explained(view, task_id), part))


@once
def _parts(view: View, task_id: str) -> list[tuple[str, str, pd.DataFrame]]:
    return reports.explained_parts(traced.explained(view, task_id))


def cells(view: View, sources: list[reports.Source]) -> None:
    """Show the rows of the original workbooks that a number came from, its cells marked."""
    for source in sources:
        found = traced.original_rows(view, source.import_id, source.sheet, rows=source.rows)
        st.caption(reports.plain(f"原件 {source.place}"))
        if isinstance(found, str):
            st.warning(reports.plain(found))
        else:
            st.html(reports.cell_grid(found.headings, found.cells, hits=source.cells))


def _unit(view: View, kind: str, unit: str) -> None:
    ranking.figures(view, unit)
    ranking.made_of(view, unit)
    ranking.beside(view, kind, unit)
    charts.show("trend", view, kind, unit)
    tasks = _of_unit(view, unit)
    widgets.task_picker(tasks, key=f"tasks_{unit}", caption=f"{unit}承担的 {len(tasks)} 项任务。")
    st.html(reports.sentence_groups([("要办的事", leading.todo_lines(tasks))]))
