"""挂图: the wall chart on paper, A0 or A1: a row a task with its plan, its nodes, what is done, both deadlines, today.

The rows are those of the chart on the screen (`reports.subjects.wallrows`). Drawn on A0 in millimetres; A1 is the same
sheet, smaller.
"""

from collections.abc import Callable
from typing import NamedTuple

import pandas as pd

from analysis.progress.nodestates import wall_nodes
from reports.documents.drawn import Sheet, printed
from reports.documents.situation import Situation
from reports.subjects.wallrows import NODE_STATES, WallChart, wall_chart, wall_finding
from reports.words.levels import LEVELS, UNREPORTED, level_mark
from reports.words.wording import day, lag_words, percent, width

__all__ = ["wallchart_pdf"]

_WIDE, _HIGH, _EDGE = 1189.0, 841.0, 22.0
_TITLE, _HEAD, _FOOT = 66.0, 20.0, 50.0
_COLUMNS = (
    ("等级", 30.0), ("编号", 18.0), ("任务", 178.0), ("牵头单位", 92.0), ("项目长", 62.0), ("实际/计划", 48.0),
    ("差距", 34.0),
)  # fmt: skip
_DARK, _TEAL, _PLAN, _LINE, _MUTED, _TODAY = "#0f3d50", "#14607a", "#c9d8e0", "#d3dae1", "#5d6673", "#1763b6"
PAPERS = {"A0": 1.0, "A1": 594 / 841}


class _Room(NamedTuple):
    """Where the drawing stands: left end of the time axis, its width, top of the rows, height of a row; its days."""

    left: float
    wide: float
    top: float
    row: float
    first: pd.Timestamp
    last: pd.Timestamp

    def at(self, when: pd.Timestamp) -> float:
        """The place of a day."""
        return self.left + self.wide * (when - self.first) / (self.last - self.first)


def wallchart_pdf(made: Situation, *, paper: str = "A0") -> bytes:
    """Make the wall chart of all tasks of a situation."""
    nodes = wall_nodes(made.facts, as_of=made.as_of, rules=made.pack)
    chart = wall_chart(made.scores.tasks, nodes, as_of=pd.Timestamp(made.as_of))
    sheet = Sheet(_WIDE, _HIGH)
    groups = list(dict.fromkeys(chart.rows["group"]))
    room = _room(chart, groups)
    _heading(sheet, made, chart)
    _months(sheet, room, lines=len(chart.rows) + len(groups) * 0.72)
    _rows(sheet, room, chart, groups)
    _today(sheet, room, chart, lines=len(chart.rows) + len(groups) * 0.72)
    _legend(sheet, chart)
    _footing(sheet, made)
    return printed(sheet.scaled(PAPERS[paper]), title=f"{made.words}挂图作战", keywords=made.mark)


def _room(chart: WallChart, groups: list[str]) -> _Room:
    left = _EDGE + sum(wide for _, wide in _COLUMNS) + 4
    top = _EDGE + _TITLE + _HEAD
    lines = max(len(chart.rows) + len(groups) * 0.72, 1)
    row = min(26.0, (_HIGH - top - _FOOT - _EDGE) / lines)
    first = chart.first.replace(day=1)
    last = chart.last + pd.offsets.MonthEnd(0) + pd.Timedelta(days=1)
    return _Room(left, _WIDE - _EDGE - left, top, row, first, last)


def _heading(sheet: Sheet, made: Situation, chart: WallChart) -> None:
    sheet.rect(0, 0, _WIDE, h=_EDGE + _TITLE - 8, fill=_DARK)
    sheet.rect(0, 12, 8, h=_EDGE + _TITLE - 32, fill="#f2c200")
    boards = "、".join(f"{board} {count} 项" for board, count in made.scores.tasks["board"].value_counts().items())
    sheet.text(_EDGE, 12, 760, h=30, words=f"挂图作战 · {boards}", size=76, ink="#ffffff", bold=True, smallest=30)
    sheet.text(_EDGE, 48, 1000, h=20, words=wall_finding(chart), size=42, ink="#f2c200", smallest=20)
    state = "数据已冻结" if made.frozen else "数据未冻结"
    side = [f"{made.words}", f"数据截至 {day(made.as_of)} · {state}", *(["演示数据"] if made.demo else [])]
    for line, words in enumerate(side):
        look = {"size": 32, "bold": False} if line else {"size": 48, "bold": True}
        sheet.text(_WIDE - _EDGE - 380, 10 + 19 * line, 380, h=16, words=words, ink="#ffffff", side="r", **look)


def _months(sheet: Sheet, room: _Room, *, lines: float) -> None:
    """The head of the columns and of the months, and a line for every month."""
    top, high = room.top - _HEAD, lines * room.row
    sheet.rect(_EDGE, top, _WIDE - 2 * _EDGE, h=_HEAD - 2, fill=_TEAL)
    x = _EDGE
    for name, wide in _COLUMNS:
        sheet.text(x + 2, top, wide - 4, h=_HEAD - 2, words=name, size=26, ink="#ffffff", bold=True, smallest=15)
        x += wide
    for month in pd.date_range(room.first, room.last, freq="MS")[:-1]:
        x, end = room.at(month), room.at(month + pd.offsets.MonthBegin(1))
        words = f"{month.year}年{month.month}月" if month in (room.first,) or month.month == 1 else f"{month.month}月"
        sheet.text(x, top, end - x, h=_HEAD - 2, words=words, size=26, ink="#ffffff", side="c", bold=True, smallest=12)
        sheet.line(x, room.top, h=high, pen=_LINE, thick=0.5)
        for tenth in (10, 20):
            sheet.line(room.at(month + pd.Timedelta(days=tenth)), room.top, h=high, pen=_LINE, thick=0.2, dash="dotted")


def _rows(sheet: Sheet, room: _Room, chart: WallChart, groups: list[str]) -> None:
    y = room.top
    for group in groups:
        mine = chart.rows[chart.rows["group"].eq(group)]
        sheet.rect(_EDGE, y, _WIDE - 2 * _EDGE, h=room.row * 0.72, fill="#e2ebef")
        said = f"{group}　{len(mine)} 项"
        sheet.text(_EDGE + 4, y, 400, h=room.row * 0.72, words=said, size=room.row * 1.45, ink=_DARK, bold=True)
        y += room.row * 0.72
        for place, row in enumerate(mine.to_dict("records")):
            if place % 2:
                sheet.rect(_EDGE, y, _WIDE - 2 * _EDGE, h=room.row, fill="#f6f8fa")
            _words(sheet, room, y, row=row)
            _bar(sheet, room, y, row=row)
            _nodes(sheet, room, y, nodes=chart.nodes[chart.nodes["row"].eq(row["row"])].to_dict("records"))
            sheet.line(_EDGE, y + room.row, w=_WIDE - 2 * _EDGE, pen=_LINE, thick=0.25)
            y += room.row


def _words(sheet: Sheet, room: _Room, y: float, *, row: dict) -> None:
    """The columns of one task: level with its shape, number, names, how far."""
    mark, high = level_mark(row["level"], row["state"]), room.row
    size, x = min(26.0, high * 1.55), _EDGE
    sheet.mark(mark, x + 6, y + high / 2, r=min(3.6, high * 0.24))
    gap = "未报" if pd.isna(row["actual"]) else lag_words(row["lag"], unit=False)
    done = f"{percent(row['actual'], missing='未报')} / {percent(row['planned'])}"
    no = "" if pd.isna(row["no"]) else row["no"]
    told = (mark.word, no, row["task"], row["lead"], row["leader"], done, gap)
    for place, ((_, wide), words) in enumerate(zip(_COLUMNS, told, strict=True)):
        left, bold = (12 if place == 0 else 2), place in (0, 2)
        ink = mark.text() if place in (0, 6) else "#1f2430" if place in (2, 5) else _MUTED
        sheet.text(x + left, y, wide - left - 2, h=high, words=words, size=size if place == 2 else size * 0.86, ink=ink,
                   bold=bold, smallest=size * 0.6)  # fmt: skip
        x += wide


def _bar(sheet: Sheet, room: _Room, y: float, *, row: dict) -> None:
    """Plan, what is done of it, the first deadline and the amended one."""
    if pd.isna(row["start"]) or pd.isna(row["deadline"]):
        sheet.text(
            room.left + 2, y, 200, h=room.row, words="台账没有写时限，画不出计划", size=room.row * 1.1, ink=_MUTED
        )
        return
    middle, thick = y + room.row * 0.4, room.row * 0.4
    start, end = room.at(row["start"]), room.at(row["deadline"] + pd.Timedelta(days=1))
    mark = level_mark(row["level"], row["state"])
    sheet.rect(start, middle - thick / 2, end - start, h=thick, fill=_PLAN, pen="#8fa8b5", thick=0.3,
               dash="dashed" if row["start_assumed"] else None)  # fmt: skip
    if pd.notna(row["earned_on"]):
        inner = thick * 0.52
        wide = room.at(min(row["earned_on"], room.last)) - start
        sheet.rect(start, middle - inner / 2, wide, h=inner, fill=mark.fill(), pen=mark.text(), thick=0.3)
    sheet.rect(end - 0.9, middle - thick * 0.85, 1.8, h=thick * 1.7, fill=_DARK)
    side, at = ("l", end + 2.5) if end + 44 < _WIDE - _EDGE else ("r", end - 47)
    words = day(row["deadline"], year=False)
    sheet.text(at, y, 40, h=room.row * 0.8, words=words, size=room.row, ink=_DARK, side=side)
    if pd.notna(row["amended"]):
        later = room.at(row["amended"] + pd.Timedelta(days=1))
        sheet.rect(min(end, later), middle - thick / 2, abs(later - end), h=thick, pen=_MUTED, thick=0.5, dash="dashed")
        sheet.shape(((-1, -1), (1, 0), (-1, 1)), later, middle, r=thick * 0.55, fill="#ffffff", pen=_MUTED, thick=0.5)


def _nodes(sheet: Sheet, room: _Room, y: float, *, nodes: list[dict]) -> None:
    """The nodes on the bar, each with as much of its name as stands before the next one."""
    places = [room.at(node["at"]) for node in nodes]
    ends = [*places, room.left + room.wide][1:]
    for node, x, end in zip(nodes, places, ends, strict=True):
        _NODES[node["state"]](sheet, x, y + room.row * 0.4, min(3.2, room.row * 0.22))
        size, space = room.row * 0.78, min(end - x - 1.5, 120.0)
        if space > size * 0.353 * 2:
            words = f"{node['milestone']} {node['at'].month}/{node['at'].day}"
            wide = min(space, (width(words) + 1) * size * 0.353)
            sheet.text(x - 1.5, y + room.row * 0.66, wide, h=room.row * 0.32, words=words, size=size, ink=_MUTED)


def _today(sheet: Sheet, room: _Room, chart: WallChart, *, lines: float) -> None:
    x, high = room.at(chart.as_of), lines * room.row
    sheet.line(x, room.top - 2, h=high + 2, pen=_TODAY, thick=1.2)
    words = f"数据日期 {day(chart.as_of, year=False)}"
    sheet.rect(x - 35, room.top + high, 70, h=9, fill=_TODAY, round=1.5)
    sheet.text(x - 35, room.top + high, 70, h=9, words=words, size=19, ink="#ffffff", side="c", bold=True)


def _legend(sheet: Sheet, chart: WallChart) -> None:
    """What every sign means, levels and states of nodes with their numbers."""
    y, x = _HIGH - _EDGE - 27, _EDGE
    marks = [level_mark(*pair) for pair in zip(chart.rows["level"], chart.rows["state"], strict=True)]
    sheet.text(x, y, 24, h=9, words="等级", size=22, bold=True)
    for place, mark in enumerate((*(LEVELS[n] for n in range(5)), UNREPORTED)):
        at = x + 30 + place * 44
        sheet.mark(mark, at, y + 4.5, r=3)
        sheet.text(at + 5, y, 38, h=9, words=f"{mark.word} {marks.count(mark)}", size=21, ink=mark.text())
    sheet.text(x + 310, y, 24, h=9, words="节点", size=22, bold=True)
    states = chart.nodes["state"].value_counts()
    for place, state in enumerate(NODE_STATES):
        at = x + 342 + place * 48
        _NODES[state](sheet, at, y + 4.5, 2.8)
        sheet.text(at + 5, y, 42, h=9, words=f"{state} {states.get(state, 0)}", size=21)
    _bar_key(sheet, x + 650, y)


def _bar_key(sheet: Sheet, x: float, y: float) -> None:
    sheet.rect(x, y + 1.5, 26, h=6, fill=_PLAN, pen="#8fa8b5", thick=0.3)
    sheet.rect(x, y + 3, 15, h=3, fill="#1b9e77")
    sheet.text(x + 29, y, 110, h=9, words="计划工期，内条为已完成到", size=21)
    sheet.rect(x + 138, y, 1.8, h=9, fill=_DARK)
    sheet.text(x + 143, y, 110, h=9, words="首次批准的时限（评分用）", size=21)
    sheet.rect(x + 250, y + 1.5, 18, h=6, pen=_MUTED, thick=0.5, dash="dashed")
    sheet.shape(((-1, -1), (1, 0), (-1, 1)), x + 268, y + 4.5, r=3, fill="#ffffff", pen=_MUTED, thick=0.5)
    sheet.text(x + 274, y, 110, h=9, words="改期后的时限（不改善得分）", size=21)
    sheet.line(x + 392, y - 1, h=11, pen=_TODAY, thick=1.2)
    sheet.text(x + 397, y, 60, h=9, words="数据日期", size=21)


def _footing(sheet: Sheet, made: Situation) -> None:
    y = _HIGH - _EDGE - 8
    sheet.line(_EDGE, y - 3, w=_WIDE - 2 * _EDGE, pen=_LINE, thick=0.4)
    sheet.text(_EDGE, y, _WIDE - 2 * _EDGE, h=9, words=f"{made.note} · {made.mark}", size=19, ink=_MUTED)


def _cross(sheet: Sheet, x: float, y: float, r: float) -> None:
    sheet.mark(LEVELS[4], x, y, r=r)


def _unknown(sheet: Sheet, x: float, y: float, r: float) -> None:
    sheet.disc(x, y, r=r, fill="#ffffff", pen=_MUTED, thick=0.4)
    sheet.text(x - r, y - r, 2 * r, h=2 * r, words="?", size=r * 4.4, ink=_MUTED, side="c", bold=True)


def _half(sheet: Sheet, x: float, y: float, r: float) -> None:
    sheet.disc(x, y, r=r, fill="#ffffff", pen="#0f7a5a", thick=0.5)
    sheet.disc(x, y, r=r * 0.45, fill="#0f7a5a")


_NODES: dict[str, Callable[[Sheet, float, float, float], None]] = {
    "已核验": lambda sheet, x, y, r: sheet.disc(x, y, r=r, fill="#0f7a5a", pen="#ffffff", thick=0.4),
    "仅填报": _half,
    "已过期": _cross,
    "未到期": lambda sheet, x, y, r: sheet.disc(x, y, r=r, fill="#ffffff", pen=_MUTED, thick=0.5),
    "不明": _unknown,
    "豁免": lambda sheet, x, y, r: sheet.disc(x, y, r=r, fill="#b8acec", pen="#5b4d92", thick=0.5),
}
"""The sign of each state of a node: by shape and filling, not by colour alone."""
