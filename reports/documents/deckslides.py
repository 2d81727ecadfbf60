"""One function per form of a slide: what it draws in the room that the layout leaves, its title, its notes."""

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

import pandas as pd

import analysis
from reports.documents import headlines
from reports.documents.deckcharts import count_lines, level_ring
from reports.documents.deckmaster import Box
from reports.documents.decknotes import notes_of
from reports.documents.deckrows import gap_words, held_units, placed_units, task_rows
from reports.documents.decktables import Column, table
from reports.documents.decktext import (
    ACCENT,
    INK,
    LINE,
    MUTED,
    PALE,
    WHITE,
    Run,
    box_text,
    fitting,
    panel,
    pennant,
    tile,
)
from reports.documents.situation import Situation
from reports.pieces.selection import YELLOW, by_lag, of_board, of_kind, tasks_of_unit, urgent_tasks
from reports.pieces.tiles import overview_figures, unit_figures
from reports.subjects import meeting
from reports.subjects.flagging import flag_place
from reports.subjects.meeting import Slide, page_of
from reports.words.levels import LEVELS, badge, level_mark
from reports.words.wording import day, lag_words, listed, number, percent
from reports.words.words import place_in_words

__all__ = ["FORMS", "Shown", "Told"]

_UNIT_ROWS = 7
FLAGS = {"红旗": "#c8102e", "黄旗": "#f2c200"}
"""Colours of the two flags: red is praise."""


class Shown(NamedTuple):
    """A slide that is being made: the page, its room, what it is about."""

    page: object
    body: Box
    made: Situation
    slide: Slide


class Told(NamedTuple):
    """What a slide says beside what it draws."""

    title: str
    notes: str


def _cover(shown: Shown) -> Told:
    made = shown.made
    state = "数据已冻结" if made.frozen else "数据未冻结，供会商"
    for holder in shown.page.placeholders:
        if holder.placeholder_format.type == 4:
            holder.text_frame.text = f"数据截至 {day(made.as_of)} · {state}" + (" · 演示数据" if made.demo else "")
    if shown.body.w > 12:
        _cover_figures(shown)
    return Told(f"{made.words}\n一榜一牌一令调度会", notes_of(made, ["会议材料与看板“会议”页同源，数字一致。"]))


def _cover_figures(shown: Shown) -> None:
    """Four key figures at the foot of the cover."""
    told = overview_figures(shown.made.scores, shown.made.before)
    wanted = [each for each in told if each[0] in ("任务", "正常", "黄牌与约谈", "未报")]
    for (name, value, beside), box in zip(wanted, Box(0.9, 5.62, 11.5, 1.25).columns(1, 1, 1, 1, gap=0.3), strict=True):
        lines = [(name, 13, False), (value, 28, True), (beside, 11, False)]
        paragraphs = [[Run(*fitting(text, Box(0, 0, box.w, 0.5), largest=size, smallest=8), WHITE, bold)]
                      for text, size, bold in lines]  # fmt: skip
        box_text(shown.page, box, paragraphs, anchor="m")


def _overall(shown: Shown) -> Told:
    made, page = shown.made, shown.page
    figures, rest = _split(shown.body, 1.18, gap=0.2)
    told = overview_figures(made.scores, made.before)
    for box, each in zip(figures.columns(*[1] * len(told), gap=0.15), told, strict=True):
        tile(page, box, each)
    ring, lines, words = rest.columns(3.3, 4.1, 4.7, gap=0.3)
    _ring(page, ring, made)
    _weekly(page, lines, made)
    said = analysis.briefing(made.scores, made.before)
    for box, name, sentence in zip(words.rows(3, gap=0.15), ("变化", "落后", "决定"), said, strict=True):
        panel(page, box, fill=WHITE, edge=LINE, bar=ACCENT)
        head, text = _split(box.inset(0.22, 0.1), 0.3)
        box_text(page, head, [[Run(name, 13, ACCENT, bold=True)]], anchor="m")
        box_text(page, text, [[Run(*fitting(sentence, text, largest=15, smallest=10))]], anchor="m")
    title = headlines.overall_headline(made.scores, made.before)
    return Told(title, notes_of(made, said))


def _ring(page: object, box: Box, made: Situation) -> None:
    """Tasks by level as a ring with its key."""
    tasks = made.tasks
    marks = [level_mark(*pair) for pair in zip(tasks["level"], tasks["state"], strict=True)]
    counts = [(mark, marks.count(mark)) for mark in sorted(set(marks), key=lambda mark: -mark.number)]
    head, body = _split(box, 0.34)
    box_text(page, head, [[Run("各等级任务数", 13, MUTED, bold=True)]], anchor="m")
    side = min(body.w, body.h - 0.3 * ((len(counts) + 1) // 2) - 0.1)
    place = Box(body.x + (body.w - side) / 2, body.y, side, side)
    level_ring(page, place, counts)
    middle = Box(place.x + side * 0.25, place.y + side * 0.32, side * 0.5, side * 0.36)
    box_text(
        page, middle, [[Run(str(len(tasks)), 30, INK, bold=True)], [Run("项任务", 12, MUTED)]], align="c", anchor="m"
    )
    keys = Box(body.x, body.y + side + 0.08, body.w, body.h - side - 0.08).rows((len(counts) + 1) // 2)
    for number_, (mark, count) in enumerate(counts):
        cell = keys[number_ // 2].columns(1, 1)[number_ % 2]
        box_text(page, cell, [[Run(f"{mark.shape} ", 13, mark.text(), bold=True), Run(f"{mark.word} {count} 项", 13)]])


def _weekly(page: object, box: Box, made: Situation) -> None:
    """How many tasks stood at 预警 or worse, evaluation by evaluation."""
    head, body = _split(box, 0.34)
    weeks = made.weeks
    days = sorted(weeks["as_of"].unique())[-12:]
    box_text(page, head, [[Run("预警、黄牌、约谈逐周任务数", 13, MUTED, bold=True)]], anchor="m")
    counts = {level: [int((weeks["as_of"].eq(when) & weeks["level"].eq(level)).sum()) for when in days]
              for level in (2, 3, 4)}  # fmt: skip
    lines = [(badge(level), LEVELS[level].fill(), LEVELS[level], counts[level]) for level in (2, 3, 4)]
    count_lines(page, body, [f"{pd.Timestamp(when).month}/{pd.Timestamp(when).day}" for when in days], lines=lines)


def _flags(shown: Shown, flag: str, page: int) -> Told:
    made = shown.made
    rows = made.flagged
    mine = page_of(rows[rows["flag"].eq(flag)], page, most=meeting.FLAGS).to_dict("records")
    across = 3 if len(mine) > 2 else max(1, len(mine))
    lines = shown.body.rows(-(-len(mine) // across), gap=0.22) if len(mine) > across else [
        Box(shown.body.x, shown.body.y, shown.body.w, min(3.2, shown.body.h))
    ]  # fmt: skip
    boxes = [box for line in lines for box in line.columns(*[1] * across, gap=0.22)]
    for box, row in zip(boxes, mine, strict=False):
        _flag_card(shown.page, box, row)
    said = [f"{row['kind']}“{row['subject']}”：{'；'.join(row['reasons'])}。" for row in mine if row["reasons"]]
    return Told(headlines.flag_headline(rows, flag), notes_of(made, said))


def _flag_card(page: object, box: Box, row: dict) -> None:
    panel(page, box, fill=PALE, bar=FLAGS[row["flag"]])
    inner = Box(box.x + 0.24, box.y + 0.13, box.w - 0.4, box.h - 0.26)
    pennant(page, Box(inner.x, inner.y + 0.02, 0.42, 0.46), FLAGS[row["flag"]])
    name = Box(inner.x + 0.56, inner.y, inner.w - 0.56, 0.5)
    box_text(page, name, [[Run(*fitting(row["subject"], name, largest=18, smallest=11), INK, bold=True)]], anchor="m")
    place = Box(inner.x, inner.y + 0.54, inner.w, 0.46)
    said, size = fitting(f"{row['flag']} · {flag_place(row)} · {row['state']}", place, largest=12, smallest=9)
    box_text(page, place, [[Run(said, size, ACCENT, bold=True)]], anchor="m")
    reasons = [row["reason"]] if isinstance(row["reason"], str) and row["reason"] else row["reasons"] or []
    room = Box(inner.x, inner.y + 1.04, inner.w, inner.h - 1.04)
    line = Box(0, 0, room.w, 0.24)
    fits = [fitting(f"· {each}", line, largest=11.5, smallest=9) for each in reasons[: max(1, int(room.h / 0.22))]]
    if fits:
        box_text(page, room, [[Run(*each)] for each in fits])


def _chart(shown: Shown, name: str, *about: object) -> Told:
    return {"class_page": _class_page, "standing": _standing}[name](shown, *about)


def _class_page(shown: Shown, board: str, category: str | None, page: int) -> Told:
    tasks = of_board(shown.made.tasks, board, category=category)
    mine = page_of(by_lag(tasks), page)
    task_rows(shown.page, shown.body, mine)
    title = headlines.class_headline(shown.made.tasks, board, category)
    pages = -(-len(tasks) // meeting.ROWS)
    title += f"（{page + 1}/{pages}）" if pages > 1 else ""
    return Told(title, notes_of(shown.made, [title + "。"], tasks=mine))


def _standing(shown: Shown, kind: str) -> Told:
    made = shown.made
    units, then = of_kind(made.scores.units, kind), made.before.units.set_index("unit")
    placed, held = units[units["rank"].notna()], units[units["rank"].isna()]
    below = 0.0 if held.empty else min(1.75, 0.5 + 0.5 * held["held_back"].nunique())
    box = Box(shown.body.x, shown.body.y, shown.body.w, shown.body.h - below - (0.15 if below else 0))
    if len(placed):
        placed_units(shown.page, box, placed.to_dict("records"), then=then)
    if below:
        top = box.y + box.h + 0.15 if len(placed) else shown.body.y
        held_units(shown.page, Box(box.x, top, box.w, below if len(placed) else shown.body.h), held)
    said = [f"{row['unit']}：{place_in_words(row)}，收缩后指数 {number(row['shrunk_index'], missing='不评')}。"
            for row in placed.to_dict("records")]  # fmt: skip
    about = "名次后的括号是 95% 把握的名次区间；区间重叠的分不出先后。指数向本序列均值收缩，项目少的收缩多。"
    return Told(headlines.standing_headline(made.scores.units, kind), notes_of(made, [about, *said]))


def _urgent(shown: Shown, page: int) -> Told:
    made = shown.made
    rows = page_of(urgent_tasks(made.tasks), page)
    told, alerts = rows.to_dict("records"), made.alerts.set_index("task_id")
    columns = [
        Column("等级", 0.95, 13, bold=True), Column("任务", 2.7, 13.5, bold=True), Column("差距", 1.5, 12),
        Column("牵头单位", 1.6, 12), Column("项目长", 1.15, 12), Column("为什么", 3.1, 12), Column("怎样降级", 2.5, 12),
    ]  # fmt: skip
    cells = [
        (badge(row["level"], row["state"]), row["task"], lag_words(row["lag"]), listed(row["lead_units"]),
         listed(row["leaders"]), _why(row["triggers"]), alerts["way_down"].get(row["task_id"], ""))
        for row in told
    ]  # fmt: skip
    inks = [level_mark(row["level"], row["state"]).text() for row in told]
    high = min(1.2, (shown.body.h - 0.4) / max(1, len(told)))
    table(shown.page, shown.body, columns, rows=cells, inks=inks, row_height=high)
    title = headlines.urgent_headline(made.tasks)
    said = [f"“{row['task']}”：{row['why']}" for row in told]
    return Told(title, notes_of(made, [title + "。", *said], tasks=rows))


def _why(triggers: Sequence[str]) -> str:
    """The two gravest reasons without their thresholds, which stand in the notes.

    >>> _why(["落后 31.3 个百分点（约谈线：30 个百分点）", "工期绩效 0.77，低于 0.90（已过 244 天）", "别的"])
    '落后 31.3 个百分点；工期绩效 0.77，低于 0.90'
    """
    return "；".join(re.sub("（[^）]*）", "", trigger) for trigger in list(triggers)[:2])


def _unit(shown: Shown, unit: str) -> Told:
    made = shown.made
    now, then = (each.get(unit) for each in made.units)
    figures, rest = _split(shown.body, 1.15, gap=0.2)
    told = unit_figures(now, then)
    for box, each in zip(figures.columns(*[1] * len(told), gap=0.2), told, strict=True):
        tile(shown.page, box, each)
    tasks = tasks_of_unit(made.tasks, unit)
    mine = tasks.head(_UNIT_ROWS)
    if len(mine):
        task_rows(shown.page, Box(rest.x, rest.y, rest.w, rest.h - 0.3), mine)
    more = f"共 {len(tasks)} 项任务，列出落后最多的 {len(mine)} 项。" if len(tasks) > len(mine) else ""
    if more:
        box_text(shown.page, Box(rest.x, rest.y + rest.h - 0.26, rest.w, 0.26), [[Run(more, 11, MUTED)]], anchor="m")
    return Told(headlines.unit_headline(now), notes_of(made, [], tasks=mine))


def _decided(shown: Shown) -> Told:
    made = shown.made
    settled = made.items[made.items["document_no"].eq(made.paper)].to_dict("records")
    open_ = _to_settle(made, settled)
    rows = [(f"{i}", "已议定", row["matter"], listed(row["lead_units"]), day(row["due_on"], missing="未定"))
            for i, row in enumerate(settled, start=1)]  # fmt: skip
    rows += [(f"{i}", "待议", matter, who, "会上定") for i, (matter, who) in enumerate(open_, start=len(rows) + 1)]
    rows = rows[: meeting.ROWS] or [("", "", "没有登记的议定事项，也没有黄牌和约谈的任务。", "", "")]
    columns = [Column("序", 0.5, 13, "c"), Column("状态", 0.9, 13, bold=True), Column("议定事项", 6.2, 14.5),
               Column("谁来办", 2.8, 13), Column("何时办成", 1.8, 13)]  # fmt: skip
    inks = [ACCENT if row[1] == "已议定" else MUTED for row in rows]
    table(shown.page, shown.body, columns, rows=rows, inks=inks, ink_columns=(1, 4))
    said = ["议定后请在看板“会议”页登记，事项自动进入督查；本页“待议”由规则提出，人来决定。"]
    return Told(headlines.decided_headline(len(settled), len(open_)), notes_of(made, said))


def _to_settle(made: Situation, settled: Sequence[dict]) -> list[tuple[str, str]]:
    """What the rules bring before the meeting: every task at 黄牌 or 约谈, as far as there is room."""
    grave = urgent_tasks(made.tasks).head(meeting.ROWS - len(settled)).to_dict("records")
    return [(_matter(row), f"{listed(row['lead_units'])}（建议）") for row in grave]


def _matter(row: dict) -> str:
    """One task to be settled: its level, how it stands, what the mechanism has for it."""
    told = f"{badge(row['level'], row['state'])}“{row['task']}”{gap_words(row)}"
    what = "约谈并限期整改" if row["level"] > YELLOW else "限期赶上序时进度"
    return f"{told}，实际 {percent(row['actual'], missing='未报')}：{what}"


def _split(box: Box, first: float, *, gap: float = 0.0) -> tuple[Box, Box]:
    """The upper part of a height, and the rest."""
    return Box(box.x, box.y, box.w, first), Box(box.x, box.y + first + gap, box.w, box.h - first - gap)


FORMS: dict[str, Callable[[Shown], Told]] = {
    meeting.COVER: _cover,
    meeting.OVERALL: _overall,
    meeting.FLAG_SLIDE: lambda shown: _flags(shown, *shown.slide.about),
    meeting.CHART: lambda shown: _chart(shown, *shown.slide.about),
    meeting.URGENT: lambda shown: _urgent(shown, *shown.slide.about),
    meeting.UNIT: lambda shown: _unit(shown, *shown.slide.about),
    meeting.DECIDED: _decided,
}
"""Every form of a slide of the meeting mode."""
