"""What stands on a printed page and not on the screen: whose page it is, and in full what a screen scrolls through."""

from html import escape

import pandas as pd

from reports.pieces.tables import task_table
from reports.words.wording import day, lag_words, number, percent

__all__ = ["paper", "print_line", "task_rows"]


def print_line(*parts: str) -> str:
    """Write what only stands on paper, above the title: whose page it is and which version it shows."""
    return f'<p class="sgt-printed">{"".join(f"<span>{escape(part)}</span>" for part in parts)}</p>'


def paper(html: str) -> str:
    """Keep a piece for paper alone: what a screen scrolls through stands there in full, in place of what is before it.

    >>> paper("<p>1</p>")
    '<div class="sgt-paper"><p>1</p></div>'
    """
    return f'<div class="sgt-paper">{html}</div>'


def task_rows(tasks: pd.DataFrame) -> pd.DataFrame:
    """Return `task_table` in words; nothing reported is not nothing done."""
    told = {
        "计划": tasks["planned"].map(percent),
        "实际": tasks["actual"].map(lambda value: percent(value, missing="未报")),
        "滞后": tasks["lag"].map(lambda lag: lag_words(lag, unit=False)),
        "指数": tasks["index"].map(lambda value: number(value, missing="不评")),
        "基准时限": tasks["deadline"].map(day),
    }
    return task_table(tasks).drop(columns="项目长").assign(**told)
