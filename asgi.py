"""Serve the dashboard: Streamlit's own server with packed files, a pulse for screens, and pages reached by their link.

`python run.py` starts it; by hand `streamlit run asgi.py`, or `uvicorn asgi:app` behind a proxy. What the pages show is
no matter of this file.
"""

import asyncio
import contextlib
import gc
import gzip
import importlib
import logging
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from streamlit.runtime.pages_manager import PagesManager

HERE = Path(__file__).resolve().parent
STARTED = secrets.token_hex(8)
"""Another one after every start: a screen in the hall sees by it that the server is not the one it was."""

PACKED = (".js", ".css", ".json", ".html", ".svg", ".map")
LEAST, MOST = 1000, 24_000_000
"""Bytes from which on packing pays, and that are kept in all: Streamlit's own files packed are a third of that."""

LEVEL = 6
TIDY_SECONDS = 60
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
    tasks = [asyncio.create_task(asyncio.to_thread(_warm)), asyncio.create_task(_tidy())]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()


def _warm() -> None:
    """Load the dashboard and what every visit needs, so that the first visitor after a start does not wait for it. What
    is wrong with the store is told on the screen, not here."""
    logging.getLogger("streamlit.runtime.scriptrunner_utils.script_run_context").setLevel(logging.ERROR)
    with contextlib.suppress(Exception):
        importlib.import_module("pages.shared.data").warm()
        importlib.import_module("pages.overview")


async def _tidy() -> None:
    """What outlives a minute is taken out of the collector's sight until the next one: it then costs no click anything,
    and what has become garbage meanwhile is found."""
    while True:
        await asyncio.sleep(TIDY_SECONDS)
        gc.unfreeze()
        gc.collect()
        gc.freeze()


# The folder beside app.py holds the parts of the dashboard, not pages for Streamlit to find: without this the first
# link that is opened after a start would run a part of it alone and end on the first page.
PagesManager.uses_pages_directory = False

app = st.App(HERE / "app.py", lifespan=tidied, routes=[Route("/healthz", pulse)], middleware=[Middleware(PackedFiles)])
