"""Sentences about change, phases and the ground a number stands on; and words made safe for the screen."""

import re

import pandas as pd

from reports.words.wording import UNKNOWN, number

__all__ = ["change_in_words", "data_note", "phase_marks", "place_in_words", "plain", "rank_change"]

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|~:<>$])")


def plain(text: str) -> str:
    """Escape what Streamlit would read as Markdown, so that a ledger's words stay words.

    >>> plain("**重点** [链接](x)")
    '\\\\*\\\\*重点\\\\*\\\\* \\\\[链接\\\\]\\\\(x\\\\)'
    """
    return _MARKDOWN.sub(r"\\\1", text)


def change_in_words(now: float, before: float, *, unit: str = "") -> str:
    """Write how a number moved since the period before; unknown on either side is said."""
    if pd.isna(now) or pd.isna(before):
        return "上期未知" if pd.isna(before) else UNKNOWN
    moved = now - before
    if abs(moved) < 0.05:
        return "与上期持平"
    return f"较上期 {'+' if moved > 0 else '−'}{number(abs(moved))}{unit}"


def place_in_words(unit, *, missing: str = "不排名") -> str:
    """Write a unit's place with the places between which it lies, or why it has none.

    >>> place_in_words({"rank": 3.0, "rank_low": 1.0, "rank_high": 7.0}), place_in_words({"rank": 3.0})
    ('第 3 名（1–7）', '第 3 名')
    >>> place_in_words({"rank": None, "held_back": "样本不足"})
    '样本不足'
    """
    if pd.isna(unit["rank"]):
        why = unit.get("held_back")
        return why if isinstance(why, str) else missing
    return f"第 {int(unit['rank'])} 名{between(unit.get('rank_low'), unit.get('rank_high'))}"


def between(low: float | None, high: float | None) -> str:
    """Write the places between which one lies; nothing where they are not known, or where there is only one.

    >>> between(1.0, 7.0), between(2.0, 2.0), between(None, None)
    ('（1–7）', '', '')
    """
    return "" if pd.isna(low) or pd.isna(high) or low == high else f"（{int(low)}–{int(high)}）"


def rank_change(now: float, before: float) -> str:
    """Write a change of rank: ▲ up, ▼ down, — unchanged."""
    if pd.isna(now) or pd.isna(before):
        return "上期未排名" if pd.isna(before) else "不排名"
    moved = int(before - now)
    return "名次未变" if moved == 0 else f"{'▲' if moved > 0 else '▼'} {abs(moved)} 位"


def data_note(scores, *, demo: bool = False) -> str:
    """Write what every figure shows at its foot: data date, rule pack, share known; and that a demo is one."""
    known = scores.tasks["known_share"].mean()
    share = UNKNOWN if pd.isna(known) else f"{known:.0%}"
    note = f"数据日期 {scores.as_of:%Y-%m-%d} · 规则包 {scores.rules.title} · 已知份额 {share}"
    return f"演示数据 · {note}" if demo else note


def phase_marks(phases, *, as_of: pd.Timestamp) -> list[tuple[str, str, str]]:
    """Return (name, days, past | now | ahead) for each phase at a day; both ends belong to a phase."""
    day = pd.Timestamp(as_of)
    marks = []
    for phase in phases:
        start, end = pd.Timestamp(phase.first), pd.Timestamp(phase.last)
        when = "ahead" if day < start else "past" if day > end else "now"
        marks.append((phase.name, f"{start.month}月{start.day}日—{end.month}月{end.day}日", when))
    return marks


def board_count(tasks: pd.DataFrame, board: str, rules) -> str:
    """Say how many tasks a board holds against the number that the rule pack expects (30 and 10 in the notice)."""
    held, wanted = int(tasks["board"].eq(board).sum()), rules.boards.get(board)
    if wanted is None or held == wanted:
        return f"{board}共 {held} 项" + ("" if wanted is None else "，与方案一致。")
    gap = f"{'缺' if held < wanted else '多'} {abs(wanted - held)} 项"
    return f"{board}现有 {held} 项，方案为 {wanted} 项，{gap}，请核对台账。"


def effect_line(sentence: str, *, as_of: pd.Timestamp, first: bool, cells: int = 0) -> str:
    """Say what publishing an upload would change, at which day; `cells` is how many cells say something else.

    >>> effect_line("2 项等级变化", as_of=pd.Timestamp("2022-10-31"), first=False, cells=3)
    '按 2022年10月31日 的情况：3 个单元格变动 → 2 项等级变化。'
    """
    day = f"{as_of.year}年{as_of.month}月{as_of.day}日"
    if first:
        return f"按 {day} 的情况：这是第一次导入，发布后各页面开始显示。"
    return f"按 {day} 的情况：" + (f"{cells} 个单元格变动 → " if cells else "") + f"{sentence}。"
