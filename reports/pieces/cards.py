"""Small pieces of HTML for screen and print: values in, an escaped string out.

Text that comes from ledgers is escaped here and nowhere else: whoever builds HTML from their words calls a function of
this module. Colours follow the text around them, so that a card reads on light and on dark ground.
"""

from collections.abc import Collection, Iterable, Mapping
from html import escape

import pandas as pd

from reports.pieces.marks import marked
from reports.words.levels import badge
from reports.words.wording import number

__all__ = [
    "board_cards", "briefing_card", "cell_grid", "check_list", "definition_list", "flag_card", "front_card",
    "key_figures", "lead_line", "level_chip", "month_grid", "phase_strip", "question_card", "reason_list", "rung_strip",
    "sentence_groups", "table_card", "task_head",
]  # fmt: skip


_NO_WORDS = ' translate="no"'
_SHORT = 8
"""A text of so many characters stays on one line of a table."""


def key_figures(figures: Iterable[tuple[str, str, str]]) -> str:
    """Lay out key figures: (label, value, what it is measured against).

    >>> key_figures([("任务", "30", "两张榜")])
    '<div class="sgt-figures"><div class="sgt-figure"><span>任务</span><b>30</b><small>两张榜</small></div></div>'
    """
    tiles = "".join(
        f'<div class="sgt-figure"><span>{escape(label)}</span><b>{escape(value)}</b><small>{escape(note)}</small></div>'
        for label, value, note in figures
    )
    return f'<div class="sgt-figures">{tiles}</div>'


def briefing_card(sentences: Iterable[str], *, heads: Iterable[str] = ("变化", "落后", "决定")) -> str:
    """Lay out the three sentences that a leader reads first."""
    lines = "".join(
        f"<p><b>{escape(head)}</b><span>{escape(sentence)}</span></p>"
        for head, sentence in zip(heads, sentences, strict=True)
    )
    return f'<div class="sgt-briefing">{lines}</div>'


def level_chip(level: float | None, state: str | None = None) -> str:
    """Show a level as shape and word.

    >>> level_chip(3)
    '<span class="sgt-chip">■ 黄牌</span>'
    """
    return f'<span class="sgt-chip">{badge(level, state)}</span>'


def definition_list(pairs: Mapping[str, str], *, codes: Collection[str] = ()) -> str:
    """Lay out names and what they are, as on a form; what is empty says 未填. `codes` are names whose values are no
    words (hashes, numbers of versions).

    >>> definition_list({"指纹": "ab12"}, codes=["指纹"])
    '<dl class="sgt-form"><dt>指纹</dt><dd translate="no">ab12</dd></dl>'
    """
    rows = "".join(
        f"<dt>{escape(name)}</dt><dd{_NO_WORDS if name in codes else ''}>"
        f"{escape(value) if value else '<em>未填</em>'}</dd>"
        for name, value in pairs.items()
    )
    return f'<dl class="sgt-form">{rows}</dl>'


def phase_strip(phases: Iterable[tuple[str, str, str]]) -> str:
    """Show the phases in their order: (name, days, past | now | ahead)."""
    marks = "".join(
        f'<li class="sgt-{when}"><b>{escape(name)}</b><small>{escape(days)}</small></li>' for name, days, when in phases
    )
    return f'<ol class="sgt-phases">{marks}</ol>'


def lead_line(text: str) -> str:
    """Write the sentence under a page's title."""
    return f'<p class="sgt-lead">{escape(text)}</p>'


def task_head(task: Mapping[str, object]) -> str:
    """Write what a task is under its name: board, class, number, level."""
    words = [
        task["board"],
        task["category"],
        f"第 {task['no']} 项" if isinstance(task["no"], str) else None,
        task["project"],
    ]
    known = " · ".join(escape(word) for word in words if isinstance(word, str) and word)
    return f'<p class="sgt-lead">{level_chip(task["level"], task["state"])} {known}</p>'


def reason_list(reasons: Iterable[str]) -> str:
    """List why a task has its level; no reason, no list."""
    items = "".join(f"<li>{escape(reason)}</li>" for reason in reasons)
    return f'<ul class="sgt-reasons">{items}</ul>' if items else ""


def rung_strip(rungs: Iterable[tuple[str, str, int]]) -> str:
    """Show how many stand on each rung: (style code, shape and word, count); an empty one is pale.

    >>> rung_strip([("yellow", "■ 黄牌", 3)])
    '<ul class="sgt-rungs"><li class="sgt-yellow"><b>3</b><span>■ 黄牌</span></li></ul>'
    """
    marks = "".join(
        f'<li class="sgt-{code}{"" if count else " sgt-none"}"><b>{count}</b><span>{escape(word)}</span></li>'
        for code, word, count in rungs
    )
    return f'<ul class="sgt-rungs">{marks}</ul>'


def flag_card(flag: Mapping[str, object], *, place: str) -> str:
    """Show one flag: which (red is praise), whose, what has been decided, and why by the rule."""
    colour = "sgt-red" if flag["flag"] == "红旗" else "sgt-yellowflag"
    given = " sgt-given" if flag["state"] in ("已确认", "人工增列") else ""
    reasons = "；".join(flag["reasons"]) or "规则没有提名，由人工增列"
    said = [str(flag["state"]), f"理由：{flag['reason']}" if isinstance(flag["reason"], str) and flag["reason"] else ""]
    said += [f"{flag['decided_by']}定" if isinstance(flag["decided_by"], str) and flag["decided_by"] else ""]
    state = " · ".join(word for word in said if word)
    return (
        f'<div class="sgt-flagcard"><p><span class="sgt-flag {colour}{given}">{escape(str(flag["flag"]))}</span>'
        f"<b>{escape(str(flag['subject']))}</b><small>{escape(place)} · {escape(state)}</small></p>"
        f"<small>{escape(reasons)}</small></div>"
    )


def board_cards(cards: Iterable[Mapping[str, object]]) -> str:
    """Lay out cards of a board side by side: `head`, `note`, `chip` (a word that stands out, may be empty), `lines`,
    each a text or a text and a smaller one below it.

    >>> board_cards([{"head": "第01号", "note": "公路", "chip": "", "lines": ["已签收"]}])
    '<div class="sgt-board"><div class="sgt-card"><p><b>第01号</b></p><small>公路</small><p>已签收</p></div></div>'
    """
    return f'<div class="sgt-board">{"".join(map(_board_card, cards))}</div>'


def _board_card(card: Mapping[str, object]) -> str:
    chip = f'<span class="sgt-chip">{escape(str(card["chip"]))}</span>' if card["chip"] else ""
    pairs = [(line, "") if isinstance(line, str) else line for line in card["lines"]]
    small = [f"<small>{escape(below)}</small>" if below else "" for _, below in pairs]
    lines = "".join(f"<p>{marked(text)}</p>{below}" for (text, _), below in zip(pairs, small, strict=True))
    return (
        f'<div class="sgt-card"><p><b>{escape(str(card["head"]))}</b>{chip}</p>'
        f"<small>{escape(str(card['note']))}</small>{lines}</div>"
    )


def sentence_groups(groups: Iterable[tuple[str, Iterable[str]]]) -> str:
    """Lay out sentences under what they are about.

    >>> sentence_groups([("等级", ["落后的，提醒。"])])
    '<dl class="sgt-form"><dt>等级</dt><dd><p>落后的，提醒。</p></dd></dl>'
    """
    rows = "".join(
        f"<dt>{escape(about)}</dt><dd>{''.join(f'<p>{escape(said)}</p>' for said in sentences)}</dd>"
        for about, sentences in groups
    )
    return f'<dl class="sgt-form">{rows}</dl>'


def check_list(checks: Iterable[tuple[str, str, str, str]]) -> str:
    """Lay out what was checked: (style code, sign and word, what, in a few words).

    >>> check_list([("ok", "✔ 具备", "填报", "都报了。")])
    '<ul class="sgt-checks"><li class="sgt-ok"><b>填报</b><i>✔ 具备</i><span>都报了。</span></li></ul>'
    """
    rows = "".join(
        f'<li class="sgt-{code}"><b>{escape(what)}</b><i>{escape(sign)}</i><span>{escape(words)}</span></li>'
        for code, sign, what, words in checks
    )
    return f'<ul class="sgt-checks">{rows}</ul>'


def month_grid(title: str, weeks: Iterable[Iterable[tuple[str, Iterable[str], str]]]) -> str:
    """Lay out a month, Monday first: (day, what is on, "today" | "off" | "") a cell."""
    head = "".join(f"<th>{name}</th>" for name in "一二三四五六日")
    rows = "".join("<tr>" + "".join(_day_cell(*cell) for cell in week) + "</tr>" for week in weeks)
    return f'<table class="sgt-month"><caption>{escape(title)}</caption><tr>{head}</tr>{rows}</table>'


def _day_cell(number: str, marks: Iterable[str], when: str) -> str:
    on = "".join(f"<i>{escape(mark)}</i>" for mark in marks)
    return f'<td class="sgt-{when or "day"}"><b>{escape(number)}</b>{on}</td>'


def question_card(place: str, message: str) -> str:
    """Write a question about a cell: what is the case, and where.

    >>> question_card("a.xlsx!表!D7", "<少了>")
    '<p class="sgt-question">&lt;少了&gt;<small>a.xlsx!表!D7</small></p>'
    """
    return f'<p class="sgt-question">{escape(message)}<small>{escape(place)}</small></p>'


def table_card(table: pd.DataFrame) -> str:
    """Lay out a small table whose texts wrap: for a screen of any width, and for print.

    Every cell carries its heading: on a phone a row becomes a block of lines, each with its own.
    """
    heads = [escape(str(name)) for name in table.columns]
    rows = "".join(
        "<tr>" + "".join(map(_plain_cell, heads, map(_written, row))) + "</tr>" for row in table.itertuples(index=False)
    )
    first = "".join(f"<th>{head}</th>" for head in heads)
    return f'<div class="sgt-table"><table><thead><tr>{first}</tr></thead><tbody>{rows}</tbody></table></div>'


def _written(value: object) -> str:
    """A value as people write it: nothing is a dash, a number has two decimals at most.

    >>> _written(None), _written(1.5), _written(0.1 + 0.2), _written("第 3")
    ('—', '1.5', '0.3', '第 3')
    """
    if pd.isna(value):
        return "—"
    return number(value, digits=2).replace("-", "−") if isinstance(value, float) else str(value)


def _plain_cell(head: str, text: str) -> str:
    short = ' class="sgt-short"' if len(text) <= _SHORT else ""
    return f'<td{short} data-head="{head}">{marked(text)}</td>'


def cell_grid(
    headings: Mapping[str, str], cells: Mapping[int, Mapping[str, str]], *, hits: Collection[tuple[int, str]]
) -> str:
    """Lay out rows of a ledger as they stand in the workbook, the cells that a number came from marked.

    `headings`: column letter -> heading; `cells`: row number -> column letter -> text; `hits`: (row, letter).
    """
    letters = sorted({letter for row in cells.values() for letter in row}, key=lambda letter: (len(letter), letter))
    heads = "".join(f"<th>{escape(letter)}<br>{escape(headings.get(letter, ''))}</th>" for letter in letters)
    rows = "".join(
        f"<tr><th>{number}</th>"
        + "".join(_cell(row.get(letter, ""), hit=(number, letter) in hits) for letter in letters)
        + "</tr>"
        for number, row in cells.items()
    )
    return f'<div class="sgt-cells" tabindex="0"><table><tr><th>行</th>{heads}</tr>{rows}</table></div>'


def _cell(text: str, *, hit: bool) -> str:
    return f'<td class="sgt-hit">{escape(text)}</td>' if hit else f"<td>{escape(text)}</td>"


def front_card(head: str, text: str, figures: Iterable[tuple[str, str, str]]) -> str:
    """Lay out what changed: a heading, the few large numbers, the sentence.

    >>> front_card("变化", "1 项好转。", [])
    '<section class="sgt-front"><h2>变化</h2><div class="sgt-figures"></div><p>1 项好转。</p></section>'
    """
    return f'<section class="sgt-front"><h2>{escape(head)}</h2>{key_figures(figures)}<p>{escape(text)}</p></section>'
