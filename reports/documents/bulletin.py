"""月通报 as an official paper: what its subjects say of one situation, put into the order in which offices read it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pandas as pd

import analysis
from reports.documents.situation import DEMO
from reports.pieces.paper import REDHEAD, Annex, Desk, Head, Line, Paper, Para
from reports.subjects.bulletin import (
    brands_told,
    change_told,
    classes_told,
    next_steps,
    occasion,
    overall,
    units_told,
)  # fmt: skip
from reports.subjects.bulletin_flags import corrections_told, exemptions_told, flags_told, proposed_line, stories
from reports.subjects.bulletin_tables import board_grids, brand_grid, errata_grid, unit_grid, urgent_grid
from reports.words.prose import heading

if TYPE_CHECKING:
    from reports.documents.situation import Situation

__all__ = [
    "Issue", "brands_of", "bulletin", "paper_foot", "paper_mark", "paras", "red_paper", "sequence_name", "unit_annexes",
]  # fmt: skip

BOARD, BRANDS = "任务榜", "亮点牌"


@dataclass(frozen=True)
class Issue:
    """What a person gives to a paper: its number, its day and the office that signs."""

    number: str
    dated: date
    desk: Desk = field(default_factory=Desk)


def bulletin(made: "Situation", issue: Issue) -> Paper:
    """Return the bulletin of a situation as the rules say it."""
    brands = brands_of(made)
    blocks = (
        Para(tuple(occasion(made.words, made.as_of, pack=made.pack.title))),
        *_sections(made, issue, brands),
        Para((Line("结语", "各镇、各单位要对照本通报，压实责任，抓紧整改，确保全年任务如期完成。"),)),
    )
    title = (f"关于{made.words}“一榜一牌一令”", "工作进展情况的通报")
    return red_paper(made, issue, title, blocks=blocks, annexes=_annexes(made, brands))


def red_paper(
    made: "Situation", issue: Issue, title: tuple[str, ...], *, blocks: tuple, annexes: Sequence[Annex]
) -> Paper:
    """Return a paper with the red head of the office that signs, tied to the data of the situation."""
    desk = issue.desk
    return Paper(
        form=REDHEAD, issuer=desk.issuer, number=issue.number, title=title, addressee=desk.addressee, blocks=blocks,
        signer=desk.issuer, dated=issue.dated, mark=paper_mark(made), annexes=tuple(annexes), copies=desk.copies,
        foot=paper_foot(made),
    )  # fmt: skip


def sequence_name(kind: str) -> str:
    """Return a sequence as papers call it.

    >>> sequence_name("镇"), sequence_name("部门")
    ('镇', '区直部门')
    """
    return kind if kind == "镇" else f"区直{kind}"


def unit_annexes(made: "Situation") -> list[Annex]:
    """Return the indices of the units, a table a sequence."""
    return [
        Annex(f"{sequence_name(kind)}量化综合评价指数表", (unit_grid(made.scores.units, kind),))
        for kind in made.pack.ranking.kinds
    ]


def paper_mark(made: "Situation") -> str:
    """What ties a paper to its data, in its imprint."""
    return f"数据{made.mark} · 规则包《{made.pack.title}》 · 数据日期{made.as_of:%Y-%m-%d}"


def paper_foot(made: "Situation") -> str:
    """What every page says of a paper that is no final one."""
    return " · ".join(said for said in (DEMO if made.demo else "", "" if made.frozen else "送审稿，数据未冻结") if said)


def brands_of(made: "Situation") -> pd.DataFrame:
    """The brands of a situation with their ranks and proofs."""
    proofs = analysis.brand_evidence(made.facts, as_of=made.as_of, rules=made.pack)
    return analysis.brands(made.scores.tasks, proofs)


def _sections(made: "Situation", issue: Issue, brands: pd.DataFrame) -> list:
    """The sections with their numbers."""
    sections = (
        ("总体情况", _whole(made, brands)),
        ("红旗表扬", _flags(made, "红旗")),
        ("黄旗通报", _flags(made, "黄旗")),
        ("豁免和更正", _corrections(made)),
        ("下一步工作", _next(made, issue)),
    )
    told = []
    for number, (name, blocks) in enumerate(sections, 1):
        told += [Head(1, heading(1, number, name)), *blocks]
    return told


def _whole(made: "Situation", brands: pd.DataFrame) -> list[Para]:
    scores = made.scores
    wanted = dict(made.pack.boards.expected)
    whole = [*overall(scores.tasks, wanted=wanted), *change_told(scores.tasks, made.before.tasks, made.before.as_of)]
    names = [each.name for each in made.pack.classes.each]
    parts = [*classes_told(scores.tasks, names)]
    for kind, annex in zip(made.pack.ranking.kinds, ("附件3", "附件4"), strict=False):
        parts.append((sequence_name(kind), units_told(scores.units, kind, annex=annex)))
    parts.append((BRANDS, brands_told(brands)))
    return [Para(tuple(whole)), *paras(parts)]


def _flags(made: "Situation", flag: str) -> list:
    """How many flags; then a heading a sequence, a paragraph a flag."""
    when = pd.Timestamp(made.as_of)
    told = stories(made.facts, made.bonus, as_of=when)
    blocks: list = [Para(tuple(proposed_line(made.flagged, flag)))]
    groups = flags_told(made.flagged, flag, tasks=made.scores.tasks, told=told, as_of=when)
    for number, (name, flags) in enumerate(groups, 1):
        blocks.append(Head(2, heading(2, number, name)))
        blocks += [
            Para((Line(f"{lines[0].key}.名", heading(3, place, who), (who,)), *lines))
            for place, (who, lines) in enumerate(flags, 1)
        ]
    return blocks


def _corrections(made: "Situation") -> list[Para]:
    return [
        Para(tuple(exemptions_told(made.exemptions))),
        Para(tuple(corrections_told(made.errata, made.objections, frozen=made.frozen))),
    ]


def _next(made: "Situation", issue: Issue) -> list[Para]:
    rows = made.interviews
    waiting = rows.loc[rows["state"].eq("待约谈"), "kind"].value_counts(sort=False).to_dict() if len(rows) else {}
    answer_by = issue.dated + timedelta(days=issue.desk.replies["黄牌"])
    return paras(
        next_steps(made.alerts, items=made.items, due=made.due, waiting=waiting, answer_by=answer_by,
                   phases=made.pack.phases)
    )  # fmt: skip


def paras(parts: Iterable[tuple[str, Sequence[Line]]]) -> list[Para]:
    """Paragraphs with a numbered lead each: （一）重要改革。"""
    told = [(name, lines) for name, lines in parts if lines]
    return [
        Para(tuple(lines), lead=heading(2, number, name if name.endswith("。") else f"{name}。"))
        for number, (name, lines) in enumerate(told, 1)
    ]


def _annexes(made: "Situation", brands: pd.DataFrame) -> list[Annex]:
    tasks = made.scores.tasks
    names = [each.name for each in made.pack.classes.each]
    urgent = urgent_grid(made.alerts)
    annexes = [
        Annex(f"任务榜{made.words}进展情况表", tuple(board_grids(tasks, BOARD, names))),
        Annex(f"亮点牌{made.words}进展情况表", (brand_grid(brands),)),
    ]
    annexes += unit_annexes(made)
    annexes += [Annex("黄牌、约谈任务情况表", (urgent,))] if urgent.rows else []
    annexes += [Annex("勘误表", (errata_grid(made.errata),))] if len(made.errata) else []
    return annexes
