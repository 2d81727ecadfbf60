"""The server as it runs for an office: packed files, a pulse, whole uploads, links that open at once."""

import contextlib
import gzip
import json
import os
import re
import secrets
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from email.message import Message
from pathlib import Path

import pytest
from streamlit.file_util import get_static_dir
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.Navigation_pb2 import Navigation
from websockets.sync.client import connect

from tests.browser.conftest import _free_port, _served

HOME = Path(__file__).resolve().parents[1]
STATIC = Path(get_static_dir())
LARGEST = max((STATIC / "static" / "js").glob("*.js"), key=lambda path: path.stat().st_size)
MEGABYTES = 50


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server on an empty store."""
    with _served(tmp_path_factory.mktemp("store"), port=_free_port()) as address:
        yield address


def got(url: str, **headers: str) -> tuple[int, Message, bytes]:
    asked = urllib.request.Request(url, headers={name.replace("_", "-"): value for name, value in headers.items()})
    with urllib.request.urlopen(asked, timeout=30) as answer:
        return answer.status, answer.headers, answer.read()


def printed(code: str, *, store: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=HOME, env=os.environ | {"LEDGER_STORE": str(store)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.stdout


@contextlib.contextmanager
def visited(address: str, **headers: str) -> Iterator[tuple[str, list[ForwardMsg]]]:
    """Open the dashboard as a browser does, see its first page, and stay; the session's name and what was told."""
    stream = address.replace("http", "ws") + "/_stcore/stream"
    with connect(stream, subprotocols=["streamlit"], max_size=None, additional_headers=headers) as socket:
        asked = BackMsg()
        asked.rerun_script.query_string = ""
        socket.send(asked.SerializeToString())
        told = [ForwardMsg.FromString(socket.recv(timeout=60))]
        while told[-1].WhichOneof("type") != "script_finished":
            told.append(ForwardMsg.FromString(socket.recv(timeout=60)))
        assert told[-1].script_finished == ForwardMsg.FINISHED_SUCCESSFULLY
        started = next(each for each in told if each.WhichOneof("type") == "new_session")
        yield started.new_session.initialize.session_id, told


def test_large_scripts_are_sent_packed_and_kept_by_the_browser(address: str) -> None:
    url = f"{address}/static/js/{LARGEST.name}"
    for _ in range(2):  # the second answer is the one that was kept
        status, headers, body = got(url, Accept_Encoding="gzip, br")
        assert (status, headers["content-encoding"], headers["vary"]) == (200, "gzip", "Accept-Encoding")
        assert "immutable" in headers["cache-control"]
        assert len(body) < 0.4 * LARGEST.stat().st_size
        assert gzip.decompress(body) == LARGEST.read_bytes()


@pytest.mark.parametrize("headers", [{}, {"Accept_Encoding": "br"}, {"Accept_Encoding": "gzip", "Range": "bytes=0-9"}])
def test_who_cannot_unpack_or_wants_a_part_gets_it_as_it_is(address: str, headers: dict) -> None:
    status, told, body = got(f"{address}/static/js/{LARGEST.name}", **headers)
    assert told["content-encoding"] is None
    assert body == (LARGEST.read_bytes() if status == 200 else LARGEST.read_bytes()[:10])


def test_a_file_that_is_not_there_is_not_kept(address: str) -> None:
    for name in ("nothing.js", "nothing.css"):
        _, headers, _ = got(f"{address}/static/js/{name}", Accept_Encoding="gzip")
        assert "immutable" not in headers["cache-control"]


def test_the_page_that_comes_first_is_chinese_and_asks_soon_for_what_a_chart_needs(address: str) -> None:
    for path in ("", "towns", "deep/link"):
        status, headers, body = got(f"{address}/{path}", Accept="text/html,*/*", Accept_Encoding="gzip")
        page = body.decode()
        assert (status, headers["content-type"]) == (200, "text/html; charset=utf-8")
        assert int(headers["content-length"]) == len(body)
        assert '<html lang="zh-CN">' in page
        assert "<title>施工图</title>" in page
        assert "下载为图片" in page
        assert "enable JavaScript" not in page
        hinted = re.findall(r'modulepreload" crossorigin href="\./(static/js/[^"]+)"', page)
        assert {"PlotlyChart", "BidiComponent"} <= {name.split("/")[-1].split(".")[0] for name in hinted}
        assert all(got(f"{address}/{name}")[0] == 200 for name in hinted[-5:])


@pytest.mark.parametrize(("cookie", "asks"), [("sgt_width=phone", False), ("sgt_width=huge", True), ("", True)])
def test_who_tells_the_width_with_the_first_question_gets_the_menu_at_once(
    address: str, cookie: str, asks: bool
) -> None:
    with visited(address, Cookie=cookie) as (_, told):
        [menu] = [each.navigation for each in told if each.WhichOneof("type") == "navigation"]
        assert menu.position == (Navigation.Position.HIDDEN if asks else Navigation.Position.SIDEBAR)


def test_small_pieces_are_sent_at_once_by_every_socket_that_listens(tmp_path: Path) -> None:
    code = """
import socket, asgi
with socket.socket() as listening, socket.socket() as idle:
    listening.bind(("127.0.0.1", 0)), listening.listen()
    print(asgi.send_at_once())
    with socket.create_connection(listening.getsockname()), listening.accept()[0] as accepted:
        print(*(each.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) for each in (listening, accepted, idle)))
"""
    assert printed(code, store=tmp_path).split() == ["1", "1", "1", "0"]


def test_the_pulse_tells_one_start_from_another(address: str) -> None:
    said = [json.loads(got(f"{address}/healthz")[2]) for _ in range(2)]
    assert said[0] == said[1]
    assert said[0]["alive"]
    assert len(said[0]["started"]) == 16


def test_a_page_answers(address: str) -> None:
    with visited(address) as (session, _):
        assert session


def test_an_upload_of_fifty_megabytes_comes_through_whole(address: str) -> None:
    content, edge = secrets.token_bytes(MEGABYTES * 2**20), "edge"
    head = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="台账.xlsx"\r\n\r\n'.encode()
    with visited(address) as (session, _):
        url = f"{address}/_stcore/upload_file/{session}/{'a' * 32}"
        asked = urllib.request.Request(url, method="PUT", data=head + content + f"\r\n--{edge}--\r\n".encode())
        asked.add_header("Content-Type", f"multipart/form-data; boundary={edge}")
        mark = got(f"{address}/_stcore/health")[1]["set-cookie"].split(";")[0]  # against requests from other sites
        asked.add_header("Cookie", mark)
        asked.add_header("X-Xsrftoken", mark.split("=", 1)[1])
        with urllib.request.urlopen(asked, timeout=60) as answer:
            assert answer.status == 204


def test_it_starts_under_a_plain_server_for_proxies(tmp_path: Path) -> None:
    code = "import asgi; print(type(asgi.app).__name__, asgi.app.script_path.name)"
    assert printed(code, store=tmp_path).split() == ["App", "app.py"]
