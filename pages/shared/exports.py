"""导出: the one place on every page where its tables and charts are given out, and the way to the documents.

The page's head opens the place, its charts enrol while they are drawn, and when the page is done the place is filled,
for those who have opened it. What is given out is made when somebody presses the button.
"""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

import analysis
import reports
from pages.shared import data, filed, mechanism, oversight, session, standing
from pages.shared.views import View
from reports.documents.pictures import NO_BROWSER, can_draw, picture
from reports.documents.situation import DEMO
from reports.documents.tables_out import table_csv, tables_xlsx
from reports.pieces.paper import DocumentError

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

_PLACE = "_export_place"
Table = Callable[[View], pd.DataFrame]


def open_place(title: str, view: View) -> None:
    """Keep room for the exports beside the title of a page."""
    place = st.container(width="content", key="export")
    st.session_state[_PLACE] = {"place": place, "title": title, "view": view, "charts": []}


def enrol(shown: "Figure", on_paper: Callable[[], "Figure"]) -> None:
    """Remember a chart that the page shows; `on_paper` gives it on light ground."""
    held = st.session_state.get(_PLACE)
    if held is not None:
        held["charts"].append((shown, on_paper))


def offer() -> None:
    """Fill the place that the page opened, if it did: its tables, its charts, the way to 文档."""
    held = st.session_state.pop(_PLACE, None)
    if held is None:
        return
    view, title, makers = held["view"], held["title"], TABLES.get(held["title"])
    with held["place"]:
        door = st.popover("导出", icon=":material/ios_share:", key="export_door", on_change="rerun")
    if not door.open:
        return
    with door:
        if makers:
            _tables(view, title, makers)
        if held["charts"]:
            _charts(view, title, _titled(held["charts"]))
        st.page_link(session.page("documents"), label="会议文件：幻灯片、挂图等", icon=":material/description:",
                     query_params=session.link_params())  # fmt: skip


def _titled(charts: list[tuple["Figure", Callable[[], "Figure"]]]) -> dict[str, Callable[[], "Figure"]]:
    """Name each chart by the beginning of its title."""
    named = {}
    for shown, on_paper in charts:
        titles = [re.sub(r"<[^>]*>", "", each.text)[:20] for each in shown.layout.annotations if each.name == "title"]
        named[titles[0] if titles else f"图 {len(named) + 1}"] = on_paper
    return named


def _stem(view: View, title: str) -> str:
    return f"{f'{DEMO}-' if data.is_demo(view) else ''}{title}-{view.as_of.isoformat()}"


def _mark(view: View) -> str:
    return f"版本 {view.snapshot}"


def _note(view: View) -> str:
    return f"{reports.data_note(data.scores(view), demo=data.is_demo(view))} · {_mark(view)}"


def _tables(view: View, title: str, makers: dict[str, Table]) -> None:
    """All tables of the page as one workbook, and each as CSV."""
    st.download_button(
        "本页表格（Excel）",
        lambda: tables_xlsx({name: make(view) for name, make in makers.items()}, note=_note(view)),
        f"{_stem(view, title)}.xlsx", filed.MIME["xlsx"], key="export_xlsx", icon=":material/table:",
        on_click="ignore", width="stretch",
    )  # fmt: skip
    for name, make in makers.items():
        st.download_button(
            f"{name}（CSV）", lambda make=make: table_csv(make(view)), f"{_stem(view, name)}.csv", filed.MIME["csv"],
            key=f"export_csv_{name}", on_click="ignore", width="stretch",
        )  # fmt: skip


def _charts(view: View, title: str, charts: dict) -> None:
    """One of the page's charts as a picture, where this machine can draw one."""
    if not can_draw():
        st.caption(NO_BROWSER)
        return
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


def _tasks(board: str) -> Table:
    return lambda view: reports.task_table(reports.of_board(data.scores(view).tasks, board))


_UNIT = {
    "unit": "单位", "rank": "名次", "rank_low": "名次下限", "rank_high": "名次上限", "held_back": "不排名的原因",
    "index": "指数", "shrunk_index": "收缩后指数", "bonus": "加分", "deduction": "预扣分", "final": "最终得分",
    "lag": "滞后", "known_share": "已知份额", "projects": "项目", "tasks": "任务", "unreported": "未报",
}  # fmt: skip


def _units(kind: str) -> Table:
    return lambda view: reports.of_kind(data.scores(view).units, kind)[list(_UNIT)].rename(columns=_UNIT)


def _flags(view: View) -> pd.DataFrame:
    rows = standing.flagged(view)
    pairs = zip(rows["reason"], rows["reasons"], strict=True)
    why = [reason if isinstance(reason, str) else "；".join(rules or []) for reason, rules in pairs]
    return rows[["flag", "kind", "subject", "state"]].set_axis(["旗", "序列", "名称", "状态"], axis=1).assign(理由=why)


def _changes(view: View) -> pd.DataFrame:
    return reports.change_table(analysis.changes(data.scores_before(view), data.scores(view)))


TABLES: dict[str, dict[str, Table]] = {
    "总览": {"任务榜": _tasks("任务榜"), "亮点牌": _tasks("亮点牌"), "与上期相比": _changes},
    "任务榜": {"任务榜": _tasks("任务榜")},
    "亮点牌": {
        "亮点牌": _tasks("亮点牌"),
        "佐证": lambda view: reports.evidence_table(mechanism.evidence(view)),
    },
    "各镇": {"镇": _units("镇")},
    "各部门": {"部门": _units("部门")},
    "项目长": {"项目长": lambda view: reports.leader_overview(data.scores(view).leaders)},
    "预警与约谈": {"预警与约谈": lambda view: reports.alert_table(standing.alerts(view))},
    "红黄旗": {"红黄旗": _flags},
    "加扣分": {"加扣分": lambda view: reports.balance_table(standing.balances(view))},
    "豁免与核查": {"豁免": lambda view: reports.exempt_table(standing.exemptions(view))},
    "走访督查": {"走访": lambda view: reports.visit_rows(oversight.effects(view))},
}
"""The tables of each page, by its title, each made when it is asked for. Charts enrol by themselves."""
