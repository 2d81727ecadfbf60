"""Grids of small signs and rows of cards, as escaped HTML: who did what in which week or month, at one look.

A cell is (style code, sign, words): the sign has a shape of its own, the words are its hover text and what is read
aloud. On a phone a grid scrolls inside its own box, names stay in sight.
"""

from collections.abc import Iterable, Sequence
from html import escape

from reports.pieces.marks import marked

__all__ = ["Cell", "card_list", "flow_strip", "status_grid"]

Cell = tuple[str, str, str]


def status_grid(
    heads: Sequence[str], rows: Iterable[tuple[str, str, Sequence[Cell]]], *, corner: str, keys: Iterable[Cell] = ()
) -> str:
    """Lay out rows of (name, note, cells) under `heads`; `keys` explain the signs.

    >>> status_grid(["9月"], [("太和镇", "漏 1", [("missed", "✖", "没有去")])], corner="镇").count("<td")
    2
    """
    top = "".join(f"<th>{escape(head)}</th>" for head in (corner, *heads, ""))
    body = "".join(
        f"<tr><th>{escape(name)}</th>{''.join(map(_cell, cells))}<td class='sgt-said'>{escape(note)}</td></tr>"
        for name, note, cells in rows
    )
    told = "".join(f"<li>{_sign(code, sign)}{escape(words)}</li>" for code, sign, words in keys)
    key = f'<ul class="sgt-keys">{told}</ul>' if told else ""
    table = f"<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"
    return f'{key}<div class="sgt-grid" tabindex="0">{table}</div>'


def _cell(cell: Cell) -> str:
    code, sign, words = cell
    said = escape(words)
    return f'<td title="{said}" aria-label="{said}">{_sign(code, sign)}</td>'


def _sign(code: str, sign: str) -> str:
    return f'<i class="sgt-is-{escape(code)}">{escape(sign)}</i>'


def flow_strip(steps: Iterable[tuple[str, str, int, str]]) -> str:
    """Show where things stand on their way: (style code, word, count, note); an arrow leads from step to step.

    >>> flow_strip([("waiting", "待反馈", 2, "1 件临期")])
    '<ol class="sgt-flow"><li class="sgt-is-waiting"><b>2</b><span>待反馈</span><small>1 件临期</small></li></ol>'
    """
    marks = "".join(
        f'<li class="sgt-is-{escape(code)}{"" if count else " sgt-none"}"><b>{count}</b><span>{escape(word)}</span>'
        f"<small>{escape(note)}</small></li>"
        for code, word, count, note in steps
    )
    return f'<ol class="sgt-flow">{marks}</ol>'


def card_list(cards: Iterable[tuple[str, str, str, Sequence[str]]]) -> str:
    """Lay out cards: (style code, sign and word, name, lines under it).

    >>> card_list([("late", "▲ 逾期", "<防火>", ["太和镇"])]).count("&lt;防火&gt;")
    1
    """
    made = "".join(
        f'<li><p><i class="sgt-mark sgt-is-{escape(code)}">{escape(word)}</i><b>{escape(name)}</b></p>'
        + "".join(f"<small>{marked(line)}</small>" for line in lines if line)
        + "</li>"
        for code, word, name, lines in cards
    )
    return f'<ul class="sgt-cards">{made}</ul>'
