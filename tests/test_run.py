"""run.py: what it decides before and around the installation; the installation itself is what CI does first."""

import hashlib
import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

import run
from tests.conftest import LONG

HOME = Path(run.__file__).resolve().parent


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield server.getsockname()[1]


def called(*words: str) -> subprocess.CompletedProcess:
    return subprocess.run([sys.executable, "run.py", *words], cwd=HOME, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("version", [(2, 7, 18), (3, 8, 0), (3, 10, 14)])
def test_an_old_python_is_refused_with_one_sentence(version: tuple) -> None:
    with pytest.raises(run.Trouble, match=r"需要 Python 3\.11 或更新版本，现在是 \d\.\d+"):
        run.check_python(version)


@pytest.mark.parametrize("version", [(3, 11, 0), (3, 13, 2), (4, 0)])
def test_a_new_python_is_welcome(version: tuple) -> None:
    assert run.check_python(version) is None


def test_an_old_python_can_read_the_file_as_far_as_that_sentence() -> None:
    source = (HOME / "run.py").read_text(encoding="utf-8")
    compile(source, "run.py", "exec", dont_inherit=True)
    assert "from __future__" not in source
    assert not [word for word in (":=", "match ", "list[", "dict[", "tuple[") if word in source]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--help"], 0, "--store 文件夹"),
        (["--prot", "8600"], 2, "命令写得不对：--prot 8600"),
        (["--port", "八千"], 2, "命令写得不对：--port 八千"),
        (["--port", "70000"], 2, "端口 70000 不在 1 到 65535 之间"),
        (["--host", "203.0.113.7", "--port", "8600"], 2, "不属于本机"),
    ],
)
def test_a_call_is_answered_in_chinese(words: list[str], code: int, said: str) -> None:
    done = called(*words)
    assert (done.returncode, said in done.stdout + done.stderr) == (code, True)
    assert "Traceback" not in done.stderr


def test_a_port_that_was_asked_for_and_is_taken_ends_with_a_sentence(taken_port: int) -> None:
    with pytest.raises(run.Trouble, match=f"端口 {taken_port} 已被占用"):
        run.choose_port("127.0.0.1", taken_port)


def test_the_next_free_port_is_taken_and_named(
    taken_port: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    monkeypatch.setattr(run, "PORT", taken_port)
    port = run.choose_port("127.0.0.1", None)
    assert port > taken_port
    assert f"端口 {taken_port} 已被占用，改用 {port}" in capsys.readouterr().out


STAND_IN = """#!/bin/sh
test "$1" = -c && exit 0
cd "$(dirname "$0")/../.."
echo "$@" >>calls
exit $(cat code)
"""


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a `.venv` whose Python notes its arguments and ends as `code` says."""
    if os.name == "nt":
        pytest.skip("替身程序是一个 shell 脚本")
    python = tmp_path / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(STAND_IN, encoding="utf-8")
    python.chmod(0o755)
    (tmp_path / "code").write_text("0")
    (tmp_path / "requirements.txt").write_text("one==1\n")
    for name, value in {"HERE": tmp_path, "VENV": tmp_path / ".venv", "PYTHON": python}.items():
        monkeypatch.setattr(run, name, value)
    return tmp_path


def calls(house: Path) -> list[str]:
    return (house / "calls").read_text().splitlines() if (house / "calls").exists() else []


def test_libraries_are_installed_once_and_again_when_the_list_changed(house: Path) -> None:
    wanted = house / "requirements.txt"
    for text, times in [("one==1\n", 1), ("one==1\n", 1), ("one==2\n", 2), ("one==2\n", 2)]:
        wanted.write_text(text)
        run.install(wanted)
        assert len(calls(house)) == times
    assert "--require-hashes" in calls(house)[0]
    assert (house / ".venv" / "requirements.sha256").read_text() == hashlib.sha256(b"one==2\n").hexdigest()


def test_a_failed_installation_leaves_no_marker_and_is_tried_again(house: Path) -> None:
    run.install(house / "requirements.txt")
    (house / "requirements.txt").write_text("two==1\n")
    (house / "code").write_text("1")
    with pytest.raises(run.Trouble, match="安装没有成功"):
        run.install(house / "requirements.txt")
    assert not (house / ".venv" / "requirements.sha256").exists()
    (house / "code").write_text("0")
    run.install(house / "requirements.txt")
    assert len(calls(house)) == 3


@pytest.mark.parametrize(("code", "warned"), [("0", False), ("1", False), ("2", True)])
def test_the_demo_district_goes_into_an_empty_store(
    house: Path, code: str, warned: bool, capsys: pytest.CaptureFixture
) -> None:
    books = house / "examples" / "workbooks"
    books.mkdir(parents=True)
    (books / "任务榜.xlsx").touch()
    (house / "code").write_text(code)
    run.load_demo(house / "data")
    assert calls(house) == [f"-m ledgers load {books / '任务榜.xlsx'} --by 演示 --store {house / 'data'}"]
    assert ("演示数据没有装入" in capsys.readouterr().out) is warned


def test_a_store_with_something_published_is_left_alone(house: Path) -> None:
    (house / "examples" / "workbooks").mkdir(parents=True)
    (house / "examples" / "workbooks" / "任务榜.xlsx").touch()
    (house / "data").mkdir()
    (house / "data" / "CURRENT").touch()
    run.load_demo(house / "data")
    assert calls(house) == []


def test_every_check_is_run_and_a_failure_of_any_is_a_failure(house: Path, capsys: pytest.CaptureFixture) -> None:
    (house / "requirements-test.txt").write_text("")
    run.install(house / "requirements-test.txt")
    (house / "code").write_text("3")
    assert run.test(["-k", "x"]) != 0
    assert [call.split()[1] for call in calls(house)[-3:]] == ["ruff", "ruff", "pytest"]
    assert calls(house)[-1] == "-m pytest -k x"
    assert "未通过：ruff check、ruff format --check、pytest" in capsys.readouterr().out


START = """
import sys
from pathlib import Path
import run
from tests.conftest import LONG
run.PYTHON = Path(sys.executable)
run.HERE = Path(sys.argv[1])
run.signal.signal(run.signal.SIGTERM, run.be_stopped)
print("ends", run.serve("127.0.0.1", int(sys.argv[2]), run.HERE / "store"), flush=True)
"""


@pytest.mark.skipif(os.name == "nt", reason="信号只在 Linux 和 macOS 上这样发")
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 0), (signal.SIGTERM, 143)])
def test_the_server_is_announced_and_ends_with_the_command(tmp_path: Path, number: int, code: int) -> None:
    (tmp_path / "app.py").write_text("", encoding="utf-8")
    (tmp_path / "asgi.py").write_text('import streamlit as st\n\napp = st.App("app.py")\n', encoding="utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    call = [sys.executable, "-c", START, str(tmp_path), str(port)]
    with subprocess.Popen(call, cwd=HOME, stdout=subprocess.PIPE, text=True, start_new_session=True) as command:
        said = command.stdout.readline()
        assert f"施工图已启动：http://127.0.0.1:{port}" in said
        assert urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=10).status == 200
        command.send_signal(number)
        assert command.wait(timeout=40) == code
    assert run.is_free("127.0.0.1", port)


def test_the_lists_of_libraries_are_pinned_with_hashes_and_name_no_place() -> None:
    for name in ("requirements.txt", "requirements-test.txt"):
        text = (HOME / name).read_text(encoding="utf-8")
        pins = [line for line in text.splitlines() if line and line[0].isalpha()]
        assert len(pins) > 30
        assert all("==" in pin and pin.endswith("\\") for pin in pins)
        assert text.count("--hash=sha256:") >= len(pins)
        assert "://" not in text


@pytest.mark.parametrize("name", ["requirements", "requirements-test"])
def test_a_pinned_list_holds_every_library_of_its_short_list(name: str) -> None:
    asked = [line for line in (HOME / f"{name}.in").read_text(encoding="utf-8").splitlines() if "==" in line]
    text = (HOME / f"{name}.txt").read_text(encoding="utf-8")
    assert [pin for pin in asked if not text.count(f"\n{pin} \\\n")] == []


def test_testing_uses_the_very_versions_that_run() -> None:
    def pins(name: str) -> set[str]:
        text = (HOME / name).read_text(encoding="utf-8")
        return {line for line in text.splitlines() if line and line[0].isalpha()}

    assert pins("requirements.txt") <= pins("requirements-test.txt")


def test_what_takes_longest_comes_first_and_is_there() -> None:
    assert [name for name in LONG if not (Path(run.__file__).parent / name).exists()] == []
