"""Serve the dashboard: Streamlit's own server with packed files, a pulse for screens, and pages reached by their link.

`python run.py` starts it; by hand `streamlit run asgi.py`, or `uvicorn asgi:app` behind a proxy. What the pages show is
no matter of this file.
"""

import asyncio
import contextlib
import functools
import gc
import gzip
import importlib
import json
import logging
import re
import secrets
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from streamlit.file_util import get_static_dir
from streamlit.runtime.pages_manager import PagesManager

from pages.shared import chinese, components

HERE = Path(__file__).resolve().parent
STARTED = secrets.token_hex(8)
"""Another one after every start: a screen in the hall sees by it that the server is not the one it was."""

PACKED = (".js", ".css", ".json", ".html", ".svg", ".map")
LEAST, MOST = 1000, 24_000_000
"""Bytes from which on packing pays, and that are kept in all: Streamlit's own files packed are a third of that."""

LEVEL = 6
TIDY_SECONDS = 60
_HTML = "text/html; charset=utf-8"
_LATE = (
    "PlotlyChart", "withFullScreenWrapper", "printWidthCap", "resolveDefaultExport", "BidiComponent", "serialization",
    "recordbatch", "_arrayReduce", "Html", "purify.es", "Selectbox", "Autocomplete", "PageLink",
)  # fmt: skip
_FIRST = ("screen.js", "language.js", "arrival.js", "turns.js")
_WORDS = (
    (re.compile(r'lang="en"'), 'lang="zh-CN"'),
    (re.compile(r"<title>.*?</title>"), "<title>施工图</title>"),
    (
        re.compile(r"<noscript>.*?</noscript>", re.DOTALL),
        "<noscript>请在浏览器里允许运行脚本，再打开施工图。</noscript>",
    ),
)
Send = Callable[[dict], Awaitable[None]]


class PackedFiles:
    """Sends Streamlit's own scripts and styles packed, each packed once for all visitors.

    Streamlit leaves them unpacked, since packing 4.7 MB for every visitor costs more than it saves. They carry a hash
    in their name and do not change while the server runs, so one packing is enough; all of them are some megabytes.
    """

    def __init__(self, app: Callable) -> None:
        self._app = app
        self._kept: dict[str, Response] = {}

    async def __call__(self, scope: dict, receive: Callable, send: Send) -> None:
        """Answer from what is kept, else let the file be read once and keep it."""
        if not _takes_packed(scope):
            await self._app(scope, receive, send)
            return
        path = scope["path"]
        if path not in self._kept:
            answer = await self._read(scope, receive)
            if answer is None or sum(len(each.body) for each in self._kept.values()) > MOST:
                await self._app(scope, receive, send)
                return
            self._kept[path] = answer
        await self._kept[path](scope, receive, send)

    async def _read(self, scope: dict, receive: Callable) -> Response | None:
        """Return the packed answer, None where the file is small or is not there."""
        heard: list[dict] = []

        async def hear(message: dict) -> None:
            heard.append(message)

        await self._app(scope, receive, hear)
        body = b"".join(message.get("body", b"") for message in heard[1:])
        told = {name.decode(): value.decode() for name, value in heard[0]["headers"]}
        if heard[0]["status"] != 200 or len(body) < LEAST or "immutable" not in told.get("cache-control", ""):
            return None
        kept = {name: told[name] for name in ("content-type", "cache-control") if name in told}
        packed = await asyncio.to_thread(gzip.compress, body, LEVEL, mtime=0)
        return Response(packed, headers=kept | {"content-encoding": "gzip", "vary": "Accept-Encoding"})


class Arrival:
    """Sends the empty page that the browser meets first, in Chinese and with what it will need.

    Streamlit's own asks for its drawing library only when the first chart has arrived, and the server must ask how wide
    the screen is before it can lay out anything: both are told in the page instead, one round trip earlier.
    """

    def __init__(self, app: Callable) -> None:
        self._app = app

    async def __call__(self, scope: dict, receive: Callable, send: Send) -> None:
        """Let everything pass but that page, which is read as it lies: neither packed nor "not modified"."""
        if not _asks_for_page(scope):
            await self._app(scope, receive, send)
            return
        plain = [pair for pair in scope["headers"] if pair[0] not in (b"accept-encoding", b"if-none-match")]
        is_page, body = False, b""

        async def pass_on(message: dict) -> None:
            nonlocal is_page, body
            if message["type"] == "http.response.start":
                is_page = _is_page(message)
            if not is_page:
                await send(message)
                return
            body += message.get("body", b"")
            if message["type"] == "http.response.body" and not message.get("more_body"):
                ours = Response(arrival(body), headers={"content-type": _HTML, "cache-control": "no-cache"})
                await ours(scope, receive, send)

        await self._app({**scope, "headers": plain}, receive, pass_on)


def _asks_for_page(scope: dict) -> bool:
    """Whether a browser goes to an address, rather than fetching something for a page that it has."""
    if scope["type"] != "http" or scope["method"] != "GET":
        return False
    return b"text/html" in dict(scope["headers"]).get(b"accept", b"")


def _is_page(start: dict) -> bool:
    return start["status"] == 200 and dict(start["headers"]).get(b"content-type", b"").startswith(b"text/html")


def arrival(page: bytes) -> bytes:
    """Return Streamlit's first page as ours: its language, its name, the words for a browser without scripts, the words
    of charts and the order in which they are drawn, the width of the screen in a cookie, and a hint to fetch what the
    first chart needs while the page is still connecting.

    >>> arrival(b'<html lang="en"><head><title>Streamlit</title></head>').decode()[:50]
    '<html lang="zh-CN"><head><title>施工图</title><style>'
    """
    told = page.decode()
    for found, ours in _WORDS:
        told = found.sub(ours, told, count=1)
    return told.replace("</head>", f"{_ahead()}</head>", 1).encode()


@functools.cache
def _ahead() -> str:
    words = json.dumps(chinese.chart_words(), ensure_ascii=False)
    script = f"window.PlotlyLocales = {words};\n" + "".join(map(components.text, _FIRST))
    hints = [f'<link rel="modulepreload" crossorigin href="./static/js/{name}">' for name in _soon()]
    return f"<style>{components.text('arrival.css')}</style><script>(() => {{\n{script}}})();</script>{''.join(hints)}"


def _soon() -> list[str]:
    """Names of the scripts that every first page needs and Streamlit fetches late: they carry a hash in their name."""
    folder = Path(get_static_dir()) / "static" / "js"
    return sorted(path.name for name in _LATE for path in folder.glob(f"{name}.*.js"))


def _takes_packed(scope: dict) -> bool:
    """Whether this asks for a whole file of Streamlit's own that gets smaller, by somebody who can unpack it."""
    if scope["type"] != "http" or scope["method"] != "GET":
        return False
    told = dict(scope["headers"])
    own = scope["path"].startswith("/static/") and scope["path"].endswith(PACKED)
    return own and b"range" not in told and b"gzip" in told.get(b"accept-encoding", b"")


async def pulse(_request: Request) -> Response:
    """Say that the server lives, and since which start: for screens in halls, proxies and `run.py`."""
    return JSONResponse({"alive": True, "started": STARTED}, headers={"cache-control": "no-store"})


@contextlib.asynccontextmanager
async def tidied(_app: st.App) -> AsyncIterator[None]:
    """Get ready for the first visitor, and collect garbage once a minute for as long as the server runs."""
    send_at_once()
    running = asyncio.create_task(_run())
    try:
        yield
    finally:
        running.cancel()


def send_at_once() -> int:
    """Let every connection send small pieces without waiting for more; return how many listening sockets were told.

    Streamlit binds its socket without naming the protocol, and asyncio then does not turn the wait off as it otherwise
    does: the head and the body of an answer are two pieces, and each of some eighty files of a first visit took 40 ms.
    A connection has the options of the socket that it came in by.
    """
    listening = [each for each in gc.get_objects() if isinstance(each, socket.socket) and _listens(each)]
    for each in listening:
        each.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return len(listening)


def _listens(each: socket.socket) -> bool:
    if each.fileno() == -1 or each.family not in (socket.AF_INET, socket.AF_INET6) or each.type != socket.SOCK_STREAM:
        return False
    return bool(each.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN))


def _warm() -> None:
    """Load the dashboard and what every visit needs, so that the first visitor after a start does not wait for it. What
    is wrong with the store is told on the screen, not here."""
    logging.getLogger("streamlit.runtime.scriptrunner_utils.script_run_context").setLevel(logging.ERROR)
    with contextlib.suppress(Exception):
        importlib.import_module("pages.shared.data").warm()
        importlib.import_module("pages.overview")


async def _run() -> None:
    """What outlives a minute is taken out of the collector's sight until the next one: it then costs no click anything,
    and what has become garbage meanwhile is found."""
    await asyncio.to_thread(_warm)
    while True:
        gc.unfreeze()
        gc.collect()
        gc.freeze()
        await asyncio.sleep(TIDY_SECONDS)


# The folder beside app.py holds the parts of the dashboard, not pages for Streamlit to find: without this the first
# link that is opened after a start would run a part of it alone and end on the first page.
PagesManager.uses_pages_directory = False

app = st.App(
    HERE / "app.py",
    lifespan=tidied,
    routes=[Route("/healthz", pulse)],
    middleware=[Middleware(PackedFiles), Middleware(Arrival)],
)
