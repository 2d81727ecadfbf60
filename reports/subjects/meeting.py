"""A meeting as slides: what is shown one after the other, each with a finding, in the order of the agenda.

A slide is plain values: which part of the agenda it belongs to, what it is called, in which form it is shown, and what
it is about. Screens and documents show the same slides. Input is a day's `Scores` and the flags of its month.
"""

import math
from collections.abc import Iterator, Sequence
from datetime import date
from html import escape
from typing import NamedTuple

import pandas as pd

from reports.pieces.cards import flag_card
from reports.pieces.selection import of_board, of_kind, urgent_tasks
from reports.subjects.flagging import flag_place
from reports.words.levels import badge
from reports.words.wording import day, lag_words, listed

__all__ = [
    "CHART", "COVER", "DECIDED", "FLAG_SLIDE", "OVERALL", "ROWS", "UNIT", "URGENT", "Slide", "agenda_table",
    "cover_card", "flag_slide", "jump_names", "page_of", "settled_table", "slide_frame", "slides", "urgent_table",
]  # fmt: skip

ROWS = 10
"""Rows that a slide holds so that the last row of the hall can read them."""

FLAGS = 6
COVER, OVERALL, FLAG_SLIDE, CHART = "cover", "overall", "flags", "chart"
URGENT, UNIT, DECIDED = "urgent", "unit", "decided"
_CLASS_BOARD, _BRANDS = "任务榜", "亮点牌"


class Slide(NamedTuple):
    """part: of the agenda; title: what it is called in lists; form: how it is shown; about: what the form needs.

    annex: not on the way through, reached by its name."""

    part: str
    title: str
    form: str
    about: tuple = ()
    annex: bool = False


def slides(scores, flags: pd.DataFrame) -> tuple[Slide, ...]:
    """Every slide in the order of the agenda, then one for each unit. flags: rows of `flag_rows`, all sequences."""
    way = [Slide("开场", "封面", COVER), Slide("总体", "变化、落后、决定", OVERALL)]
    way += [*_flags(flags, "红旗"), *_flags(flags, "黄旗")]
    way += [*_classes(scores), *_brands(scores.tasks)]
    for kind in scores.rules.ranking.kinds:
        if len(of_kind(scores.units, kind)):
            way.append(Slide(f"{kind}排名", f"{kind}名次", CHART, ("standing", kind)))
    way += _parts("需要决定", "需要决定的任务", URGENT, (), len(urgent_tasks(scores.tasks)))
    way.append(Slide("议定", "议定事项", DECIDED))
    return (*way, *_units(scores))


def _flags(flags: pd.DataFrame, flag: str) -> list[Slide]:
    mine = flags[flags["flag"].eq(flag)]
    return _parts(flag, f"{flag} {len(mine)} 面", FLAG_SLIDE, (flag,), len(mine), most=FLAGS)


def _classes(scores) -> Iterator[Slide]:
    """The classes in the order of the rules, then any other that a ledger names."""
    board = of_board(scores.tasks, _CLASS_BOARD)
    ordered = [each.name for each in scores.rules.classes.each]
    for name in dict.fromkeys([*ordered, *board["category"].dropna()]):
        count = int(board["category"].eq(name).sum())
        yield from _parts(name, f"{name} {count} 项", CHART, ("class_page", _CLASS_BOARD, name), count)


def _brands(tasks: pd.DataFrame) -> list[Slide]:
    count = len(of_board(tasks, _BRANDS))
    return _parts(_BRANDS, f"{_BRANDS} {count} 项", CHART, ("class_page", _BRANDS, None), count)


def _units(scores) -> Iterator[Slide]:
    for kind in scores.rules.ranking.kinds:
        for unit in of_kind(scores.units, kind)["unit"]:
            yield Slide(kind, unit, UNIT, (unit,), annex=True)


def _parts(part: str, title: str, form: str, about: tuple, count: int, *, most: int = ROWS) -> list[Slide]:
    """As many slides as the rows need, none where there are none."""
    pages = math.ceil(count / most)
    more = [f"（{page + 1}/{pages}）" if pages > 1 else "" for page in range(pages)]
    return [Slide(part, title + words, form, (*about, page)) for page, words in enumerate(more)]


def page_of(rows: pd.DataFrame, page: int, *, most: int = ROWS) -> pd.DataFrame:
    """The rows of one slide, spread evenly so that no slide holds a single one.

    >>> [len(page_of(pd.DataFrame(index=range(13)), page)) for page in (0, 1)]
    [7, 6]
    """
    pages = max(1, math.ceil(len(rows) / most))
    step = math.ceil(len(rows) / pages)
    return rows.iloc[page * step : (page + 1) * step]


def agenda(shown: Sequence[Slide]) -> list[tuple[str, int, int]]:
    """The parts of the agenda: name, place of the first slide, number of slides; without the annex."""
    parts: dict[str, list[int]] = {}
    for place, slide in enumerate(shown):
        if not slide.annex:
            parts.setdefault(slide.part, []).append(place)
    return [(name, places[0], len(places)) for name, places in parts.items()]


def agenda_table(shown: Sequence[Slide]) -> pd.DataFrame:
    """The agenda as a table to look at before the meeting."""
    rows = [
        (name, f"{first + 1}" if count == 1 else f"{first + 1}–{first + count}", "、".join(dict.fromkeys(
            slide.title for slide in shown[first : first + count]
        )))
        for name, first, count in agenda(shown)
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["议程", "页", "内容"])


def jump_names(shown: Sequence[Slide]) -> list[str]:
    """The name by which each slide is found: the unit's, else the part's with its title."""
    return [slide.title if slide.annex else f"{slide.part} {slide.title}" for slide in shown]


def urgent_table(tasks: pd.DataFrame, page: int) -> pd.DataFrame:
    """The tasks at 黄牌 or 约谈 of one slide: what a meeting must know to decide."""
    rows = page_of(urgent_tasks(tasks), page).to_dict("records")
    return pd.DataFrame(
        {
            "任务": [row["task"] for row in rows],
            "牵头": [listed(row["lead_units"]) for row in rows],
            "项目长": [listed(row["leaders"]) for row in rows],
            "等级": [badge(row["level"], row["state"]) for row in rows],
            "差距": [lag_words(row["lag"]) for row in rows],
            "时限": [day(row["deadline"], year=False) for row in rows],
        }
    )  # fmt: skip


def slide_frame(slide: Slide, *, note: str) -> str:
    """What stands around a slide: its part and title above, the ground of its numbers below."""
    head = "" if slide.form == COVER else (
        f'<div class="sgt-slidehead"><b>{escape(slide.part)}</b><span>{escape(slide.title)}</span></div>'
    )  # fmt: skip
    return f'{head}<div class="sgt-slidefoot" translate="no">{escape(note)}</div>'


def cover_card(when: date, *, frozen: bool) -> str:
    """The first slide: what the meeting is about, and whether its numbers are final."""
    state = "数据已冻结" if frozen else "数据未冻结，供会商"
    return (
        f'<div class="sgt-cover"><hr><h1>{when.year}年{when.month}月<br>一榜一牌一令调度会</h1>'
        f"<p>数据截至 {day(when)} · {state}</p></div>"
    )


def flag_slide(rows: pd.DataFrame, flag: str, page: int) -> str:
    """The flags of one slide, each with whose it is, its place, and why."""
    mine = page_of(rows[rows["flag"].eq(flag)], page, most=FLAGS).to_dict("records")
    cards = "".join(flag_card(row, place=flag_place(row)) for row in mine)
    return f'<div class="sgt-slideflags">{cards}</div>'


def settled_table(items: pd.DataFrame, paper: str) -> pd.DataFrame:
    """What the meeting has settled so far (`analysis.supervision_states` with its number): what, who, by when."""
    mine = items[items["document_no"].eq(paper)].to_dict("records")
    if not mine:
        return pd.DataFrame({"议定事项": ["还没有登记"]})
    return pd.DataFrame(
        {
            "议定事项": [row["matter"] for row in mine],
            "谁来办": [listed(row["lead_units"]) for row in mine],
            "何时办成": [day(row["due_on"], missing="未定") for row in mine],
        }
    )
