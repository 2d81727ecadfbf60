"""A screen in the hall: what its link shows, how long the link holds, and the words when it does not.

A link is known by the hash of its token; the token itself is nowhere kept. What a link says is the answer of a
decision, as JSON.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from html import escape
from urllib.parse import urlencode

import pandas as pd

from reports.subjects.meeting import DECIDED, Slide
from reports.words.wording import day

__all__ = [
    "INTERVALS",
    "KIOSK",
    "Screen",
    "choices",
    "first_choice",
    "hall_cover",
    "kept_screens",
    "link_query",
    "refusal",
    "refusal_card",
    "screen_faults",
    "screen_table",
    "state_in_words",
    "token_hash",
    "told_screen",
    "way",
]  # fmt: skip

KIOSK = "kiosk"
INTERVALS = (10, 15, 20, 30, 60)
_NOT_FOR_HALLS = frozenset({DECIDED})
"""A slide with a form has no place where nobody may enter anything."""

_NOT_AT_FIRST = frozenset({"黄旗", "需要决定"})
"""Parts that a hall shows only when somebody chooses them: who is behind is said there on purpose or not at all."""


@dataclass(frozen=True)
class Screen:
    """What a link shows: parts of the agenda, seconds a slide, on which ground, of which frozen period ("": what is
    published), until which day; `on` is False when it was withdrawn. `key` is the hash of its token."""

    name: str
    parts: tuple[str, ...]
    interval: int
    dark: bool
    period: str
    until: date
    on: bool = True
    key: str = ""


def token_hash(token: str) -> str:
    """Return by what a token is known."""
    return hashlib.sha256(token.encode()).hexdigest()


def link_query(token: str, *, dark: bool) -> str:
    """Return what stands behind the ? in the address of a screen: the token, and on which ground Streamlit draws.

    >>> link_query("ab", dark=True)
    'kiosk=ab&embed=true&embed_options=hide_loading_screen&embed_options=dark_theme'
    """
    ground = "dark_theme" if dark else "light_theme"
    told = {KIOSK: token, "embed": "true", "embed_options": ["hide_loading_screen", ground]}
    return urlencode(told, doseq=True)


def told_screen(screen: Screen) -> dict[str, str]:
    """Return the decision that keeps a screen as it is.

    >>> told_screen(Screen("大厅", ("红旗",), 20, False, "", date(2022, 12, 31), key="ab"))["answer"][:44]
    '{"dark": false, "interval": 20, "name": "大厅"'
    """
    said = {name: value for name, value in asdict(screen).items() if name != "key"}
    answer = json.dumps(said, ensure_ascii=False, sort_keys=True, default=str)
    reason = "开通" if screen.on else "撤销"
    return {"kind": KIOSK, "scope": "", "subject": screen.key, "answer": answer, "reason": reason}


def kept_screens(decisions: Iterable[Mapping]) -> list[Screen]:
    """Return the screens that decisions keep (mappings with subject and answer)."""
    return [_screen(each["subject"], json.loads(each["answer"])) for each in decisions]


def _screen(key: str, said: dict) -> Screen:
    until = date.fromisoformat(said["until"])
    return Screen(**said | {"parts": tuple(said["parts"]), "until": until, "key": key})


def choices(shown: Sequence[Slide]) -> list[str]:
    """Return the parts of the agenda that a hall may see."""
    return list(dict.fromkeys(slide.part for slide in shown if _may_show(slide)))


def first_choice(shown: Sequence[Slide]) -> list[str]:
    """Return the parts that are chosen before anybody chooses."""
    return list(dict.fromkeys(s.part for s in shown if _may_show(s) and s.part not in _NOT_AT_FIRST))


def way(shown: Sequence[Slide], screen: Screen) -> tuple[Slide, ...]:
    """Return the slides that a screen shows, in the order of the agenda: nothing beside what its link names."""
    return tuple(slide for slide in shown if _may_show(slide) and slide.part in screen.parts)


def _may_show(slide: Slide) -> bool:
    return not slide.annex and slide.form not in _NOT_FOR_HALLS


def refusal(screen: Screen | None, *, today: date) -> str | None:
    """Say why a link shows nothing, None when it does."""
    if screen is None:
        return "这个链接不存在，或者抄漏了字；请向区办要一个新的大厅屏链接。"
    if not screen.on:
        return f"“{screen.name}”的链接已经撤销；需要继续放映，请区办重新生成一个。"
    if today > screen.until:
        return f"“{screen.name}”的链接已于{day(screen.until)}到期；需要继续放映，请区办重新生成一个。"
    return None


def hall_cover(when: date) -> str:
    """The first slide in a hall: what one sees here, and of which day."""
    return (
        f'<div class="sgt-cover"><hr><h1>一榜一牌一令<br>{when.year}年{when.month}月进展</h1>'
        f"<p>任务榜 · 亮点牌 · 责任令 · 数据截至 {day(when)}</p></div>"
    )


def refusal_card(sentence: str) -> str:
    """Write a sentence where the slides would be, large enough to be read across a hall."""
    return (
        '<div class="sgt-cover"><hr><h1>大厅屏没有放映</h1>'
        f'<p translate="no">{escape(sentence)}</p></div>'
    )  # fmt: skip


def screen_faults(screen: Screen, *, known: Sequence[Screen], today: date) -> list[str]:
    """Say what is wrong with a screen before its link is made."""
    faults = [] if screen.name.strip() else ["请写这块屏叫什么，比如“一楼大厅”，以后凭它撤销。"]
    if any(each.name == screen.name and refusal(each, today=today) is None for each in known):
        faults.append(f"已经有一块正在用的屏叫“{screen.name}”；请换一个名称，或者先撤销旧的。")
    if not screen.parts:
        faults.append("请至少选一部分内容来放。")
    if screen.until < today:
        faults.append("到期日已经过去了，请选今天或以后的日子。")
    return faults


def state_in_words(screen: Screen, *, today: date) -> str:
    """Write in one word whether a link still opens."""
    return "已撤销" if not screen.on else "已到期" if today > screen.until else "使用中"


def screen_table(screens: Sequence[Screen], *, today: date) -> pd.DataFrame:
    """Write every link that was ever made as a table, those in use first."""
    ordered = sorted(screens, key=lambda each: refusal(each, today=today) is not None)
    return pd.DataFrame(
        {
            "大厅屏": [each.name for each in ordered],
            "状态": [state_in_words(each, today=today) for each in ordered],
            "放什么": ["、".join(each.parts) for each in ordered],
            "数据": [f"{each.period}（已冻结）" if each.period else "最新发布" for each in ordered],
            "每页": [f"{each.interval} 秒" for each in ordered],
            "到期": [day(each.until) for each in ordered],
        }
    )  # fmt: skip
