"""导出: the one place on every page where its tables and charts are given out, and the way to the documents.

The page's head opens the place, its charts enrol while they are drawn, and when the page is done the place is filled.
What is given out is made when somebody presses the button.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

import analysis
import reports
from pages.shared import data, filed, mechanism, oversight, session, standing
from pages.shared.views import View
from reports.documents.pictures import picture
from reports.documents.register import DocumentError
from reports.documents.tables_out import table_csv, tables_xlsx

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

_PLACE = "_export_place"
Tables = dict[str, pd.DataFrame]


def open_place(title: str, view: View) -> None:
    """Keep room for the exports beside the title of a page."""
    place = st.container(width="content", key="export")
    st.session_state[_PLACE] = {"place": place, "title": title, "view": view, "charts": {}}


def enrol(name: str, figure: Callable[[], "Figure"]) -> None:
    """Remember a chart that the page shows; `figure` gives it on light ground."""
    held = st.session_state.get(_PLACE)
    if held is not None:
        held["charts"][name] = figure


def offer() -> None:
    """Fill the place that the page opened, if it did: its tables, its charts, the way to 文档."""
    held = st.session_state.pop(_PLACE, None)
    if held is None:
        return
    view, title, make = held["view"], held["title"], TABLES.get(held["title"])
    with held["place"], st.popover("导出", icon=":material/ios_share:"):
        if make:
            _tables(view, title, make)
        if held["charts"]:
            _charts(view, title, held["charts"])
        st.page_link(session.page("documents"), label="会议文件：幻灯片、得分表、挂图", icon=":material/description:",
                     query_params=session.link_params())  # fmt: skip


def _stem(view: View, title: str) -> str:
    return f"{'演示数据-' if data.is_demo(view) else ''}{title}-{view.as_of.isoformat()}"


def _mark(view: View) -> str:
    return f"版本 {view.snapshot}"


def _note(view: View) -> str:
    return f"{reports.data_note(data.scores(view), demo=data.is_demo(view))} · {_mark(view)}"


def _tables(view: View, title: str, make: Callable[[View], Tables]) -> None:
    """All tables of the page as one workbook, or the first as CSV."""
    st.download_button(
        "本页表格（Excel）", lambda: tables_xlsx(make(view), note=_note(view)), f"{_stem(view, title)}.xlsx",
        filed.MIME["xlsx"], key="export_xlsx", icon=":material/table:", on_click="ignore", width="stretch",
    )  # fmt: skip
    for name in make(view):
        st.download_button(
            f"{name}（CSV）", lambda name=name: table_csv(make(view)[name]), f"{_stem(view, name)}.csv",
            filed.MIME["csv"], key=f"export_csv_{name}", on_click="ignore", width="stretch",
        )  # fmt: skip


def _charts(view: View, title: str, charts: dict) -> None:
    """One of the page's charts as a picture."""
    name = st.selectbox("本页的图", list(charts), key="export_chart")
    for column, ending, words in zip(st.columns(2), ("png", "svg"), ("图片 PNG", "矢量 SVG"), strict=True):
        column.download_button(
            words, lambda ending=ending: _picture(view, charts[name], ending), f"{_stem(view, title)}-{name}.{ending}",
            filed.MIME[ending], key=f"export_{ending}", icon=":material/image:", on_click="ignore", width="stretch",
        )  # fmt: skip


def _picture(view: View, figure: Callable[[], "Figure"], ending: str) -> bytes:
    try:
        return picture(figure(), ending, mark=_mark(view))
    except DocumentError as error:
        return str(error).encode("utf-8")


# --- the tables of each page, by its title ---------------------------------------------------------------------------


def _board(view: View, board: str) -> Tables:
    return {board: reports.task_table(reports.of_board(data.scores(view).tasks, board))}


def _units(view: View, kind: str) -> Tables:
    units = reports.of_kind(data.scores(view).units, kind)
    names = {"unit": "单位", "rank": "名次", "rank_low": "名次下限", "rank_high": "名次上限", "held_back": "不排名的原因",
             "index": "指数", "shrunk_index": "收缩后指数", "bonus": "加分", "deduction": "预扣分", "final": "最终得分",
             "lag": "滞后", "known_share": "已知份额", "projects": "项目", "tasks": "任务", "unreported": "未报"}  # fmt: skip
    return {kind: units[list(names)].rename(columns=names)}


def _alerts(view: View) -> Tables:
    return {"预警与约谈": reports.alert_table(standing.alerts(view))}


def _flags(view: View) -> Tables:
    rows = reports.flag_rows(standing.flags(view, standing.months(view)), view.as_of)
    table = pd.DataFrame({
        "旗": rows["flag"], "序列": rows["kind"], "名称": rows["subject"], "状态": rows["state"],
        "理由": [reason if isinstance(reason, str) else "；".join(rules or []) for reason, rules in
               zip(rows["reason"], rows["reasons"], strict=True)],
    })  # fmt: skip
    return {"红黄旗": table}


def _overview(view: View) -> Tables:
    changes = analysis.changes(data.scores_before(view), data.scores(view))
    return _board(view, "任务榜") | _board(view, "亮点牌") | {"与上期相比": reports.change_table(changes)}


TABLES: dict[str, Callable[[View], Tables]] = {
    "总览": _overview,
    "任务榜": lambda view: _board(view, "任务榜"),
    "亮点牌": lambda view: _board(view, "亮点牌") | {"佐证": reports.evidence_table(mechanism.evidence(view))},
    "各镇": lambda view: _units(view, "镇"),
    "各部门": lambda view: _units(view, "部门"),
    "项目长": lambda view: {"项目长": reports.leader_overview(data.scores(view).leaders)},
    "预警与约谈": _alerts,
    "红黄旗": _flags,
    "加扣分": lambda view: {"加扣分": reports.balance_table(standing.balances(view))},
    "豁免与核查": lambda view: {"豁免": reports.exempt_table(standing.exemptions(view))},
    "走访督查": lambda view: {"走访": reports.visit_rows(oversight.effects(view))},
}
"""A page whose tables can be given out: one entry here. Charts enrol by themselves."""
