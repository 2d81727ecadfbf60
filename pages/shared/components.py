"""The parts of a page that run in the browser: small scripts, styles and markup of our own, read from `browser/`."""

from collections.abc import Callable
from pathlib import Path

import streamlit as st

__all__ = ["part", "remember", "sheet", "text"]

_HERE = Path(__file__).with_name("browser")

_PIECES = {
    "viewport": ("handshake.js", "screen.js", "viewport.js"),
    "finder": ("handshake.js", "finder.js", "finder.css", "finder.html"),
    "favourites": ("handshake.js", "favourites.js", "favourites.css", "favourites.html"),
    "presenter": ("handshake.js", "stage.js", "presenter.js", "presenter.css", "presenter.html"),
    "kiosk": ("handshake.js", "stage.js", "kiosk.js", "presenter.css", "kiosk.html"),
}
"""What each part is joined from; `asgi.py` puts `arrival`, `language` and `turns` into the first page itself."""


@st.cache_resource(show_spinner=False)
def part(name: str) -> Callable:
    """Return the part of that name, ready to be put on a page."""
    parts: dict[str, str] = {}
    for file in _PIECES[name]:
        kind = file.rpartition(".")[2]
        parts[kind] = parts.get(kind, "") + text(file)
    return st.components.v2.component(name, **parts)


def sheet(name: str) -> Path:
    """Return where a style sheet lies, for `st.html`."""
    return _HERE / f"{name}.css"


def text(file: str) -> str:
    """Return what one file of `browser/` says."""
    return (_HERE / file).read_text(encoding="utf-8")


def remember() -> None:
    """Streamlit asks for a callback to keep what a part tells; it is read where the part is shown."""
