"""Numbers, days and names as Chinese words for titles, labels and hover texts. What is not known is said, never 0."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from reports.words.levels import badge

__all__ = [
    "day",
    "lag_words",
    "listed",
    "number",
    "percent",
    "share",
    "shortened",
    "task_label",
    "task_words",
    "width",
    "wrapped",
]

UNKNOWN = "未知"

CLOSING = "，。、；：）】》”%"
"""A line must not begin with one of these: it may hang over the edge."""

NUMBERS = re.compile(r"[0-9.%]{1,8}|.")
"""A number is not broken in two where a line has room for it."""

OPENING = tuple("（《【“")
"""A line must not end with one of these: it goes with what follows."""


def number(value: float | None, *, digits: int = 1, missing: str = UNKNOWN) -> str:
    """A number with at most `digits` decimals, or `missing`.

    >>> number(12.0), number(12.34), number(float("nan"))
    ('12', '12.3', '未知')
    """
    if pd.isna(value):
        return missing
    text = f"{value:.{digits}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def percent(value: float | None, *, missing: str = UNKNOWN) -> str:
    """A percentage 0–100 as text.

    >>> percent(63.25), percent(None)
    ('63.2%', '未知')
    """
    return missing if pd.isna(value) else number(value) + "%"


def share(value: float | None) -> str:
    """A share 0–1 as a whole percentage.

    >>> share(0.855), share(None)
    ('86%', '未知')
    """
    return UNKNOWN if pd.isna(value) else f"{value:.0%}"


def day(value: object, *, year: bool = True, missing: str = "未定") -> str:
    """A day as 2022年9月5日 (9月5日 without `year`), or `missing`.

    >>> day("2022-09-05"), day(None)
    ('2022年9月5日', '未定')
    """
    if value is None or pd.isna(value):
        return missing
    when = pd.Timestamp(value)
    return f"{when.year}年{when.month}月{when.day}日" if year else f"{when.month}月{when.day}日"


def lag_words(lag: float | None, *, unit: bool = True) -> str:
    """A lag in percentage points (positive: behind the plan) as words.

    >>> lag_words(12.3), lag_words(-4, unit=False), lag_words(0.01), lag_words(None)
    ('滞后 12.3 个百分点', '超前 4', '持平', '未知')
    """
    if pd.isna(lag):
        return UNKNOWN
    if abs(lag) < 0.05:
        return "持平"
    return f"{'滞后' if lag > 0 else '超前'} {number(abs(lag))}" + (" 个百分点" if unit else "")


def listed(names: object, *, missing: str = "无") -> str:
    """Names joined by 、; a single text stays as it is.

    >>> listed(["太和镇", "禾云镇"]), listed(None)
    ('太和镇、禾云镇', '无')
    """
    if isinstance(names, str):
        return names or missing
    return "、".join(map(str, names)) or missing if isinstance(names, Iterable) else missing


def width(text: str) -> float:
    """Width in Chinese characters: a Latin letter or digit counts as 0.6."""
    return sum(1.0 if unicodedata.east_asian_width(c) in "WFA" else 0.6 for c in text)


def wrapped(text: str, chars: float, *, lines: int | None = None) -> str:
    """Text broken by <br> into lines at most `chars` wide; beyond `lines` it ends with ….

    >>> wrapped("广清接合片区城乡融合", 4), wrapped("广清接合片区城乡融合", 4, lines=2)
    ('广清接合<br>片区城乡<br>融合', '广清接合<br>片区城…')
    """
    rows, room = [""], chars
    # plotly reads < as the beginning of a tag: words of a ledger must stay words
    plain = " ".join(str(text).split()).replace("<", "＜")
    for char in re.findall(NUMBERS, plain) if chars > 8 else plain:
        room -= width(char)
        if room < 0 and char not in CLOSING:
            if lines is not None and len(rows) == lines:
                rows[-1] = rows[-1][:-1] + "…"
                break
            taken = rows[-1][-1:] if rows[-1][-1:] in OPENING else ""
            rows[-1] = rows[-1].removesuffix(taken)
            rows.append(taken)
            room = chars - width(taken + char)
        rows[-1] += char
    return "<br>".join(rows)


def folded(text: str, chars: float) -> str:
    """Each line of a text with <b> in it broken again at `chars`; what follows a break begins with a small indent.

    >>> folded("<b>太和镇</b>工业园<br>指数", 4)
    '<b>太和镇</b>工<br> 业园<br>指数'
    """
    lines = []
    for line in text.split("<br>"):
        room = chars
        for piece in re.findall(r"</?b>|.", line):
            room -= 0 if piece[0] == "<" else width(piece)
            if room < 0 and piece[0] != "<" and piece not in CLOSING:
                lines.append("<br> ")
                room = chars - width(piece)
            lines.append(piece)
        lines.append("<br>")
    return "".join(lines[:-1])


def shortened(text: str, chars: float) -> str:
    """One line at most `chars` wide, ending with … where it was cut.

    >>> shortened("太和镇工业园区扩建", 6)
    '太和镇工业…'
    """
    return wrapped(text, chars, lines=1)


def task_label(task: Mapping[str, Any], chars: float) -> str:
    """Number and name of a task in one line of `chars`."""
    no = task.get("no")
    prefix = "" if no is None or pd.isna(no) else f"{no} "
    return shortened(prefix + str(task.get("task") or task.get("project") or "未命名任务"), chars)


def task_words(task: Mapping[str, Any]) -> str:
    """Everything a leader asks about one task, for its hover text: one fact a line."""
    name = wrapped(task_label(task, 999), 24)
    lines = [
        f"<b>{name}</b>",
        f"{badge(task['level'], task.get('state'))} · {task.get('state') or '状态未知'} · {lag_words(task['lag'])}",
        f"计划 {percent(task['planned'])} · 实际 {percent(task['actual'], missing='未报')}",
        _evidence(task),
        f"指数 {number(task['index'], missing='不评')} · 已知份额 {share(task['known_share'])}",
        _dates(task),
        wrapped(f"牵头单位：{listed(task.get('lead_units'))}", 26),
        wrapped(f"属地：{listed(task.get('towns'))} · 项目长：{listed(task.get('leaders'))}", 26),
    ]
    lines += ["补录的任务，不计入指数和名次"] if task.get("late_entry") is True else []
    lines += ["已批准豁免，期内不评"] if task.get("exempt") is True else []
    lines += [wrapped(f"原因：{reason}", 26) for reason in _triggers(task)]
    return "<br>".join(line for line in lines if line)


def _evidence(task: Mapping[str, Any]) -> str:
    """What the actual rests on: report, nodes, visit."""
    reported, verified = task.get("reported"), task.get("verified")
    parts = [] if pd.isna(reported) else [f"{day(task.get('reported_on'), year=False)}填报 {percent(reported)}"]
    if pd.notna(task.get("milestone_percent")):
        parts.append(f"节点 {percent(task['milestone_percent'])}")
    if pd.notna(verified):
        parts.append(f"{day(task.get('verified_on'), year=False)}核验 {percent(verified)}")
    cut = task.get("cut")
    return " · ".join(parts) + (f"（{cut}）" if isinstance(cut, str) and cut else "")


def _dates(task: Mapping[str, Any]) -> str:
    """Baseline deadline, the amended one beside it, and the forecast."""
    text = f"时限 {day(task.get('deadline'))}"
    amended = task.get("amended_deadline")
    if pd.notna(amended) and amended != task.get("deadline"):
        text += f"（调整为 {day(amended)}，不计入评分）"
    forecast = task.get("forecast_finish")
    return text if pd.isna(forecast) else f"{text}<br>预计完成 {day(forecast)}"


def _triggers(task: Mapping[str, Any]) -> list[str]:
    """Reasons of the level; an absent list is no reason."""
    triggers = task.get("triggers")
    return list(triggers) if isinstance(triggers, Iterable) and not isinstance(triggers, str) else []
