"""Many viewers at once: how long a click to another page takes when others click too, against a one-chart page.

Each viewer is a websocket that speaks as Streamlit's own front end does: it opens the dashboard, then goes to another
page every five seconds or so, telling the server how wide its screen is, what stands in its address and which messages
it still has. No browser draws anything, so the figures are the server's share of a click. Server and viewers share the
processors of one machine.
"""

import asyncio
import random
import statistics
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

from benchmarks import screens
from benchmarks.figures import Figure

ACTIVE = (20, 100)
AIMS = {20: 0.5, 100: 1.0}
THINKS = (2.5, 7.5)
"""Seconds between an answer and the next click, evenly spread: five on average."""

SECONDS = 40
PATIENCE = 120
"""Seconds without a word from the server after which a viewer gives up."""

WIDTH = '{"width": "laptop"}'
"""What the part of the page that measures the screen answers; before it has, the page is not laid out."""

KEPT_RUNS = 2
"""How many runs the front end keeps a message that was not shown again: Streamlit's own default."""

PAGES = (
    "overview", "board", "brands", "orders", "leaders", "towns", "departments", "indicators", "meeting", "alerts",
    "flags", "points", "exemptions", "rules", "visits", "discipline",
)  # fmt: skip


@dataclass
class Viewer:
    """One open tab: what it has been told so far."""

    socket: ClientConnection
    pages: dict[str, str] = field(default_factory=dict)
    address: str = ""
    screen: str = ""
    kept: dict[str, int] = field(default_factory=dict)
    runs: int = 0

    async def go(self, page: str) -> float:
        """Ask for a page by its name, "" for the one that is open; return the seconds until all of it is here."""
        asked = self._question(page)
        start = time.perf_counter()
        await self.socket.send(asked.SerializeToString())
        while not self._is_end(await self._heard()):
            pass
        self.runs += 1
        self.kept = {name: run for name, run in self.kept.items() if run > self.runs - KEPT_RUNS}
        return time.perf_counter() - start

    def _question(self, page: str) -> BackMsg:
        """Return what a browser sends along: where it is, its theme, what it has, and the width of its screen."""
        asked = BackMsg()
        state = asked.rerun_script
        state.page_script_hash, state.query_string = self.pages.get(page, ""), self.address
        state.context_info.color_scheme, state.context_info.locale = "light", "zh-CN"
        state.cached_message_hashes.extend(self.kept)
        if self.screen:
            state.widget_states.widgets.add(id=self.screen, json_value=WIDTH)
        return asked

    async def _heard(self) -> ForwardMsg:
        """Take in one message: the pages that there are, and what need not be sent again."""
        try:
            told = ForwardMsg.FromString(await asyncio.wait_for(self.socket.recv(), PATIENCE))
        except TimeoutError:
            raise TimeoutError(f"the server has not said anything for {PATIENCE} s") from None
        kind = told.WhichOneof("type")
        if kind == "navigation":
            names = {(page.url_pathname or PAGES[0]): page.page_script_hash for page in told.navigation.app_pages}
            self.pages = {name: names[name] for name in PAGES if name in names}
        elif kind == "page_info_changed":
            self.address = told.page_info_changed.query_string
        elif told.delta.new_element.bidi_component.component_name == "viewport":
            self.screen = told.delta.new_element.bidi_component.id
        if kind == "ref_hash":
            self.kept[told.ref_hash] = self.runs + 1
        elif told.metadata.cacheable and told.hash:
            self.kept[told.hash] = self.runs + 1
        return told

    @staticmethod
    def _is_end(told: ForwardMsg) -> bool:
        return (
            told.WhichOneof("type") == "script_finished" and told.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN
        )


async def _opened(address: str) -> Viewer:
    where = address.replace("http", "ws", 1) + "/_stcore/stream"
    viewer = Viewer(await connect(where, subprotocols=["streamlit"], max_size=None, compression=None))
    await viewer.go("")
    if viewer.screen:
        await viewer.go("")
    return viewer


async def _look_around(address: str) -> None:
    """Open every page once: what is made once a version is made."""
    viewer = await _opened(address)
    for page in list(viewer.pages) or [""]:
        await viewer.go(page)
    await viewer.socket.close()


async def _watch(address: str, seed: int, *, end: float) -> list[float]:
    """One viewer from first look to the end; the seconds of each click."""
    chance = random.Random(seed)
    await asyncio.sleep(chance.uniform(0, THINKS[1]))
    viewer, took, page = await _opened(address), [], ""
    while True:
        await asyncio.sleep(chance.uniform(*THINKS))
        if time.monotonic() > end:
            break
        page = chance.choice([each for each in viewer.pages if each != page] or [""])
        took.append(await viewer.go(page))
    await viewer.socket.close()
    return took


async def _under_load(address: str, count: int) -> list[float]:
    await _look_around(address)
    end = time.monotonic() + THINKS[1] + SECONDS
    all_took = await asyncio.gather(*(_watch(address, seed, end=end) for seed in range(count)))
    return sorted(seconds for took in all_took for seconds in took)


def _at(took: list[float], percent: int) -> float:
    """Return the milliseconds that so many of a hundred clicks do not exceed."""
    return statistics.quantiles(took, n=100, method="inclusive")[percent - 1] * 1000


def measure(*, rounds: int) -> list[Figure]:
    """Return p50 and p95 of a click for each number of viewers, beside the one-chart page under the same load."""
    found = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        screens.prepare(folder)
        for count in ACTIVE:
            with screens.served(folder / "one.py", store=folder) as one:
                plain = asyncio.run(_under_load(one, count))
            with screens.served(screens.HOME / "asgi.py", store=folder / "store") as ours:
                took = asyncio.run(_under_load(ours, count))
            for percent, aim in ((50, AIMS[count] / 2), (95, AIMS[count])):
                words = f"{count} viewers: p{percent} of a click (one-chart page: {_at(plain, percent):.0f} ms)"
                found.append(Figure(words, _at(took, percent), None, aim=aim * 1000, unit="ms"))
    return found
