"""Rows of tasks and of units on slides: a table with a native chart in one of its columns."""

import pandas as pd

from reports.documents.deckcharts import paired_bars, sure_spans
from reports.documents.deckmaster import Box
from reports.documents.decktables import Column, table
from reports.documents.decktext import MUTED, PALE, Run, box_text, fitting, panel
from reports.subjects.ranks import index_span
from reports.words.levels import badge, level_mark
from reports.words.wording import day, lag_words, listed, number, task_label
from reports.words.words import place_in_words, rank_change

__all__ = ["gap_words", "held_units", "placed_units", "task_rows"]

_NEEDED = (
    "no", "task", "project", "planned", "actual", "lag", "level", "state", "lead_units", "leaders", "deadline",
)  # fmt: skip
_WIDE = 1.96
"""Standard errors on both sides of a 95 % interval."""


def task_rows(page: object, box: Box, tasks: pd.DataFrame) -> None:
    """Tasks as a table whose third column is a native chart of planned and actual."""
    rows = tasks[list(_NEEDED)].to_dict("records")
    columns = [
        Column("等级", 0.95, 12, bold=True), Column("任务", 3.15, 13), Column("计划（灰）与实际（等级色），%", 3.3),
        Column("差距，百分点", 1.25, 12), Column("牵头单位", 1.6, 11.5), Column("项目长", 1.25, 11.5),
        Column("基准时限", 1.05, 11.5),
    ]  # fmt: skip
    marks = [level_mark(row["level"], row["state"]) for row in rows]
    cells = [
        (badge(row["level"], row["state"]), task_label(row, 999).replace("＜", "<"), "", gap_words(row),
         listed(row["lead_units"]), listed(row["leaders"]), day(row["deadline"], year=False))
        for row in rows
    ]  # fmt: skip
    places = table(page, box, columns, rows=cells, inks=[mark.text() for mark in marks])
    data = [{"name": row["task"], "planned": _known(row["planned"]), "actual": _known(row["actual"]), "mark": mark}
            for row, mark in zip(rows, marks, strict=True)]  # fmt: skip
    paired_bars(page, places[2].inset(0.05, 0), data)


def gap_words(row: dict) -> str:
    """How far a task is from its plan; 未报 is said, never 0."""
    return "未报" if pd.isna(row["actual"]) else lag_words(row["lag"], unit=False)


def _known(value: float) -> float | None:
    return None if pd.isna(value) else round(float(value), 9)


def placed_units(page: object, box: Box, rows: list[dict], *, then: pd.DataFrame) -> None:
    """The units with a place, in order, with their index and how sure it is."""
    columns = [
        Column("名次（95% 区间）", 1.95, 13, bold=True), Column("单位", 2.25, 15, bold=True),
        Column("收缩后指数（深浅交界处）与 95% 区间", 4.3), Column("指数", 0.8, 13, "r"),
        Column("名次变化", 1.2, 12), Column("最重等级", 1.2, 12, bold=True), Column("项目 / 任务", 1.1, 12),
    ]  # fmt: skip
    marks = [level_mark(row["level"]) for row in rows]
    before = [then.loc[row["unit"]] if row["unit"] in then.index else pd.Series({"rank": None, "shrunk_index": None})
              for row in rows]  # fmt: skip
    cells = [
        (place_in_words(row), row["unit"], "", number(row["shrunk_index"]), rank_change(row["rank"], old["rank"]),
         badge(row["level"]), f"{int(row['projects'])} / {int(row['tasks'])}")
        for row, old in zip(rows, before, strict=True)
    ]  # fmt: skip
    inks = [mark.text() for mark in marks]
    spots = table(page, box, columns, rows=cells, inks=inks, ink_columns=(5,))
    data = [{"name": row["unit"], "value": _known(row["shrunk_index"]), "mark": mark,
             "half": 0.0 if pd.isna(row["spread"]) else _WIDE * float(row["spread"])}
            for row, mark in zip(rows, marks, strict=True)]  # fmt: skip
    ends = [each["value"] + side * each["half"] for each in data for side in (-1, 1)]
    sure_spans(page, spots[2].inset(0.08, 0), data, scale=tuple(index_span(ends)))


def held_units(page: object, box: Box, held: pd.DataFrame) -> None:
    """Who has no place, by the reason, in no order of merit."""
    panel(page, box, fill=PALE, bar=MUTED)
    groups = [(why, sorted(mine["unit"])) for why, mine in held.groupby("held_back")]
    inner = box.inset(0.22, 0.1)
    head_box, rest = Box(inner.x, inner.y, inner.w, 0.26), Box(inner.x, inner.y + 0.26, inner.w, inner.h - 0.26)
    lines = [head_box, *rest.rows(len(groups))]
    head = f"另有 {len(held)} 个单位只列出、不排名次，排列不分先后："
    box_text(page, lines[0], [[Run(head, 12, MUTED, bold=True)]], anchor="m")
    for place, (why, names) in zip(lines[1:], groups, strict=True):
        said, size = fitting(f"{why}（{len(names)} 个）：{listed(names)}", place, largest=12, smallest=8)
        box_text(page, place, [[Run(said, size)]], anchor="m")
