"""季调度 reports and 年终对账 as official papers, by the same machinery as the bulletin."""

from datetime import timedelta
from typing import TYPE_CHECKING

import analysis
from reports.documents.bulletin import Issue, brands_of, paras, red_paper, sequence_name, unit_annexes
from reports.pieces.paper import Annex, Head, Line, Paper, Para
from reports.subjects.bulletin import brands_told
from reports.subjects.bulletin_tables import urgent_grid
from reports.subjects.quarterly import proposed_decisions, quarter_grid, quarter_occasion, quarter_told, unit_changes
from reports.subjects.yearend import books_told, open_grid, reconciled_grid, year_occasion
from reports.words.prose import heading

if TYPE_CHECKING:
    from reports.documents.situation import Situation

__all__ = ["quarterly", "yearend"]


_OBJECT = "各单位对账目有异议的，在收到本通报后5个工作日内书面提出，写明是哪一笔，逾期按本通报结账。"


def quarterly(made: "Situation", issue: Issue) -> Paper:
    """Return the report to the dispatch meeting as the rules say it. `made` is the situation of a quarter: its
    `before` is the end of the one before."""
    scores, before = made.scores, made.before
    brands = brands_of(made)
    parts = [(sequence_name(kind), unit_changes(scores.units, before.units, kind))
             for kind in made.pack.ranking.kinds]  # fmt: skip
    by = issue.dated + timedelta(days=issue.desk.replies["黄牌"])
    asked = proposed_decisions(made.alerts, made.items, paper=made.paper, by=by)
    blocks = (
        Para(tuple(quarter_occasion(made.words, made.as_of, then=before.as_of, pack=made.pack.title))),
        Head(1, heading(1, 1, "推进情况")),
        Para(tuple(quarter_told(scores.tasks, before.tasks, days=(before.as_of, made.as_of)))),
        *paras([*parts, ("亮点牌", brands_told(brands))]),
        Head(1, heading(1, 2, "提请调度的事项")),
        Para((Line("议定", f"共{len(asked.rows)}件，责任单位和时限由会议议定，列在下表。", (len(asked.rows),)),)),
        *([asked] if asked.rows else []),
    )  # fmt: skip
    annexes = [Annex("任务榜期初期末对照表", (quarter_grid(scores.tasks, before.tasks),)), *unit_annexes(made)]
    urgent = urgent_grid(made.alerts)
    annexes += [Annex("黄牌、约谈任务情况表", (urgent,))] if urgent.rows else []
    title = (f"关于{made.words}“一榜一牌一令”", "调度情况的报告")
    return red_paper(made, issue, title, blocks=blocks, annexes=annexes)


def yearend(made: "Situation", issue: Issue) -> Paper:
    """Return the year's reconciliation of points as the rules say it."""
    year = made.as_of.year
    checked = analysis.reconciliation(made.points, made.balances)
    kinds = dict(zip(made.scores.units["unit"], made.scores.units["kind"], strict=True))
    charges = analysis.open_charges(made.points)
    blocks = (
        Para(tuple(year_occasion(year, made.as_of, pack=made.pack.title))),
        Head(1, heading(1, 1, "对账情况")), Para(tuple(books_told(checked, made.balances, year=year))),
        Head(1, heading(1, 2, "有关要求")),
        Para((Line("要求", _OBJECT),)),
    )  # fmt: skip
    annexes = [
        Annex(f"{sequence_name(kind)}{year}年度账目表",
              (reconciled_grid(checked, made.balances, kinds, kind=kind, year=year),))
        for kind in made.pack.ranking.kinds
    ]  # fmt: skip
    annexes += [Annex("未了结的预扣", (open_grid(charges),))] if len(charges) else []
    title = (f"关于{year}年度“一榜一牌一令”", "预扣分对账情况的通报")
    return red_paper(made, issue, title, blocks=blocks, annexes=annexes)
