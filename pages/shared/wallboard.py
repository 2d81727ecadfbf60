"""Parts of 任务榜: its classes, the curve of all together; then every task: wall chart, rows or small curves."""

import streamlit as st

from pages.shared import charts, drills, mechanism
from pages.shared.views import View

_WALL, _ROWS, _SMALL = "挂图作战", "计划与实际", "逐项曲线"
_EVERY = "全部项目长"


def together(view: View, board: str, category: str | None) -> None:
    """Show how far classes (of one class its tasks) are from their plans, and the S-curve of all."""
    left, right = st.columns(2, gap="medium")
    with left:
        if category is None:
            charts.show("bullets", view, board, category)
        else:
            drills.opening("bullets", view, board, category)
    with right:
        charts.show("board_curve", view, board, category)


def each(view: View, board: str, category: str | None) -> None:
    """Show every task, in the way that the visitor chooses; a click opens its page."""
    left, right = st.columns([1, 1])
    way = left.segmented_control("逐项看", (_WALL, _ROWS, _SMALL), default=_WALL, key=f"way_{board}", required=True)
    if way == _WALL:
        names = sorted(mechanism.leaders(view)["leader"])
        chosen = right.selectbox("项目长", [_EVERY, *names], key=f"wall_leader_{board}")
        leader = None if chosen == _EVERY else chosen
        drills.opening("wall_plan", view, board, category, leader)
    elif way == _ROWS:
        drills.opening("dumbbell", view, board, category)
    else:
        drills.opening("multiples", view, board, category)
