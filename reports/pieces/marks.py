"""Words as markup: nothing in a word of a ledger is a tag, and a level has its colour wherever it is named."""

import re
from html import escape

from reports.words.levels import EXEMPT, LEVELS, UNREPORTED

__all__ = ["marked"]

_CODES = {f"{level.shape} {level.word}": level.code for level in (*LEVELS.values(), UNREPORTED, EXEMPT)}
_BADGES = re.compile("|".join(map(re.escape, _CODES)))


def marked(text: str) -> str:
    """Return the text for a page, every badge of a level in the colour of its level.

    >>> marked("■ 黄牌 <桥>")
    '<i class="sgt-at-yellow">■ 黄牌</i> &lt;桥&gt;'
    """
    return _BADGES.sub(lambda found: f'<i class="sgt-at-{_CODES[found[0]]}">{found[0]}</i>', escape(text))
