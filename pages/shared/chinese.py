"""Streamlit's own words in Chinese: buttons, menus, hints, calendars and error boxes that it shows in English.

Streamlit has no setting for this. The words are a table (`chinese.json`) that a small script (`chinese.js`) lays over
the page; the table also names the parts of a page that hold words of the app and of ledgers, which are never touched.
"""

import hashlib
import json
import re
from functools import cache
from pathlib import Path

import streamlit as st

from pages.shared import components

__all__ = ["chart_words", "speak_chinese"]

_TABLE = Path(__file__).with_suffix(".json")
_SCRIPT = Path(__file__).with_suffix(".js")
# The element itself takes no room; a cached function's name is no sentence for a reader.
_STYLE = (
    "[data-testid='stElementContainer']:has(> [data-testid='stHtml'] > script[data-chinese]) { position: absolute; }"
    ".stCacheSpinner code { display: none; }"
)


def speak_chinese() -> None:
    """Make every built-in English word of Streamlit Chinese; call once a run, before anything else is shown.

    The browser runs the script when it first meets it and not again on reruns: its text stays the same.
    """
    st.html(_markup(), unsafe_allow_javascript=True)


def chart_words() -> list[dict]:
    """Return what Plotly wants to be told of Chinese, as it reads it from `window.PlotlyLocales` when its code arrives.

    "en-US" is the name by which a chart without `locale` asks.

    >>> [each["name"] for each in chart_words()]
    ['zh-CN', 'en-US']
    """
    return [{"moduleType": "locale", "name": name, **_table()["plotly"]} for name in ("zh-CN", "en-US")]


@cache
def _table() -> dict:
    return json.loads(_TABLE.read_text(encoding="utf-8"))


@cache
def _markup() -> str:
    """Style, table and script in one piece, the table with a version that tells an open page of a new release."""
    table = _table() | {"plotly": chart_words()}
    told = components.text("language.js") + _SCRIPT.read_text(encoding="utf-8")
    script = re.sub(r"^\s*//.*\n", "", told, flags=re.MULTILINE)
    text = json.dumps(table, ensure_ascii=False, separators=(",", ":"))
    version = hashlib.sha256((text + script).encode()).hexdigest()[:12]
    data = f'const TABLE = {{...{text}, version: "{version}"}};'
    return f"<style>{_STYLE}</style><script data-chinese>(() => {{ {data}\n{script} }})();</script>"
