"""Start the dashboard with one command, or check everything with another; only Python itself is needed.

python run.py         installs into .venv what is missing, loads the demo district into an empty store, starts
python run.py test    installs what testing needs as well, then runs ruff and every test

This file must be readable by older Pythons too, as far as the sentence that asks for a newer one.
"""

import argparse
import contextlib
import hashlib
import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
OLDEST = (3, 11)
PORT = 8501
PORTS_TRIED = 50
START_SECONDS = 90  # a cold disk and a virus scanner may need most of it
STOP_SECONDS = 15
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")
CHINESE_FONTS = ("NotoSansCJK*", "NotoSerifCJK*", "wqy-*", "msyh*", "simsun*", "PingFang*")
FONT_FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path("~/.fonts").expanduser())
ASK_FOR_BROWSER = "界面测试要用 Chromium 浏览器和中文字体，请先安装（Debian：apt install chromium fonts-noto-cjk）。"
OFFICE = ["libreoffice-impress-nogui", "libreoffice-calc-nogui", "libreoffice-writer-nogui"]
ASK_FOR_OFFICE = f"文件测试要用 LibreOffice，没有就跳过；请先安装（Debian：apt install {' '.join(OFFICE)}）。"


class Trouble(Exception):
    """Nothing more can be done; the message says in Chinese what to do."""


class Parser(argparse.ArgumentParser):
    """argparse in Chinese: a wrong call answers with one sentence and exit code 2."""

    def error(self, message: str) -> None:
        """End with a sentence that shows the right call; `message` is argparse's own English."""
        wrong = " ".join(sys.argv[1:])
        self.exit(2, f"命令写得不对：{wrong}\n{self.format_usage()}")


class Usage(argparse.RawDescriptionHelpFormatter):
    """Help text whose first word is Chinese too."""

    def add_usage(self, usage: str, actions: list, groups: list, prefix: str = "用法：") -> None:
        """Start the line with 用法 unless a caller says otherwise."""
        super().add_usage(usage, actions, groups, prefix or "用法：")


def say(sentence: str) -> None:
    """Print at once, also when the output goes to a file."""
    print(sentence, flush=True)


def check_python(version: tuple) -> None:
    """Refuse a Python that the libraries do not know."""
    if tuple(version[:2]) < OLDEST:
        found = ".".join(str(part) for part in version[:2])
        raise Trouble(f"需要 Python 3.11 或更新版本，现在是 {found}；请到 python.org 安装后再运行。")


# --- the environment -------------------------------------------------------------------------------------------------


def works(python: Path) -> bool:
    """Whether this environment's Python starts and is new enough: its base may have been removed or replaced."""
    if not python.exists():
        return False
    ask = f"import sys; sys.exit(sys.version_info < {OLDEST})"
    with contextlib.suppress(OSError):
        return subprocess.run([str(python), "-c", ask], capture_output=True, check=False).returncode == 0
    return False


def install_by_apt(packages: list) -> bool:
    """Install Debian packages when this is Debian and we may; whether that succeeded."""
    apt = shutil.which("apt-get")
    if apt is None or not hasattr(os, "geteuid") or os.geteuid() != 0:
        return False
    say(f"正在用 apt 安装：{' '.join(packages)} ……")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for order in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
        if subprocess.run([apt, "-qq", *order], env=quiet, stdin=subprocess.DEVNULL, check=False).returncode != 0:
            return False
    return True


def make_venv() -> None:
    """Create .venv, or create it anew when its Python no longer starts."""
    if works(PYTHON):
        return
    if importlib.util.find_spec("ensurepip") is None:  # Debian keeps it in a package of its own
        package = f"python3.{sys.version_info[1]}-venv"
        if not install_by_apt([package]):
            raise Trouble(f"这个 Python 缺少 venv 组件，请先安装（Debian：apt install {package}）。")
    say("正在建立运行环境 .venv ……")
    done = subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=False)
    if done.returncode != 0:
        raise Trouble(f"建立 {VENV} 没有成功（见上），请检查磁盘空间和写入权限后再运行。")


def install(requirements: Path) -> None:
    """Install exactly what the file names, unless the marker in .venv says that this very file is installed."""
    marker = VENV / f"{requirements.stem}.sha256"
    wanted = hashlib.sha256(requirements.read_bytes()).hexdigest()
    if marker.exists() and marker.read_text(encoding="utf-8") == wanted:
        return
    marker.unlink(missing_ok=True)  # whatever ends half-way must start again next time
    say(f"正在安装 {requirements.name} 里的库（第一次约需一两分钟）……")
    call = [str(PYTHON), "-m", "pip", "install", "--require-hashes", "--disable-pip-version-check", "--no-input"]
    with subprocess.Popen(
        [*call, "-r", requirements.name],
        cwd=HERE, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True, errors="replace",
    ) as pip:  # fmt: skip
        for line in pip.stdout or ():
            if line.startswith("Collecting "):
                say(f"  取得 {line.split()[1]}")
    if pip.returncode != 0:
        raise Trouble(
            f"安装没有成功（pip 退出码 {pip.returncode}，原因见上）；请检查网络或 pip 的镜像设置后再运行一次。"
        )
    marker.write_text(wanted, encoding="utf-8")


# --- python run.py ---------------------------------------------------------------------------------------------------


def start_arguments(words: list) -> argparse.Namespace:
    """Read the options of a plain start."""
    parser = Parser(
        prog="python run.py", formatter_class=Usage, add_help=False, allow_abbrev=False,
        description="安装所需的库，空库时装入演示区数据，启动施工图看板。",
        epilog="python run.py test [pytest 的参数]    检查代码并运行全部测试",
    )  # fmt: skip
    options = parser.add_argument_group("选项")
    options.add_argument("-h", "--help", action="help", help="显示这段说明")
    options.add_argument("--port", type=int, metavar="端口", help=f"端口，默认 {PORT}，被占用时往后找")
    options.add_argument("--host", default="127.0.0.1", metavar="地址", help="监听地址，默认只限本机 127.0.0.1")
    options.add_argument("--store", type=Path, metavar="文件夹", help="数据存放处，默认 LEDGER_STORE 或 ./data")
    return parser.parse_args(words)


def is_free(host: str, port: int) -> bool:
    """Whether a server may listen there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        if os.name != "nt":  # there the option means the opposite: take the port from whoever has it
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError as refused:
            raise Trouble(f"系统不允许使用端口 {port}，请用 --port 换一个 1024 以上的端口。") from refused
        except socket.gaierror as unknown:
            raise Trouble(f"地址 {host} 不存在，请检查 --host。") from unknown
        except OSError:
            return False
    return True


def choose_port(host: str, asked: "int | None") -> int:
    """Give the port that was asked for or say that it is taken; by default the first free one from 8501 on."""
    if asked is not None:
        if not 0 < asked < 65536:
            raise Trouble(f"端口 {asked} 不在 1 到 65535 之间。")
        if not is_free(host, asked):
            raise Trouble(f"端口 {asked} 已被占用，或地址 {host} 不属于本机；请换一个 --port 或 --host。")
        return asked
    for port in range(PORT, PORT + PORTS_TRIED):
        if is_free(host, port):
            if port != PORT:
                say(f"端口 {PORT} 已被占用，改用 {port}。")
            return port
    raise Trouble(f"{host} 上端口 {PORT}–{PORT + PORTS_TRIED - 1} 都不能用，请检查 --host 或用 --port 指定端口。")


def load_demo(store: Path) -> None:
    """Fill a store in which nothing was ever published with the demo district."""
    if (store / "CURRENT").exists():
        return
    workbooks = [str(path) for path in sorted((HERE / "examples" / "workbooks").glob("*.xlsx"))]
    if not workbooks:
        return
    say(f"数据库还是空的，正在装入演示区的 {len(workbooks)} 个台账 ……")
    call = [str(PYTHON), "-m", "ledgers", "load", *workbooks, "--by", "演示", "--store", str(store)]
    done = subprocess.run(
        call, cwd=HERE, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True, errors="replace", check=False
    )
    for line in done.stdout.splitlines():
        if not line.startswith("[说明]"):  # a newcomer wants to know what went in and what did not
            say(f"  {line}")
    if done.returncode not in (0, 1):  # 1: rows were held, as some of the demo's rows are on purpose
        say("演示数据没有装入（原因见上）；看板照常启动，可在“台账导入”页上传台账。")


def is_up(address: str) -> bool:
    """Whether the dashboard answers; no proxy stands between us and this host."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with contextlib.suppress(urllib.error.URLError, OSError), opener.open(address, timeout=2) as answer:
        return answer.status == 200
    return False


def announce(server: subprocess.Popen, host: str, port: int) -> None:
    """Print the address once the dashboard answers there."""
    near = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104
    deadline = time.monotonic() + START_SECONDS
    while server.poll() is None and time.monotonic() < deadline:
        if is_up(f"http://{near}:{port}/healthz"):
            say(f"施工图已启动：http://{near}:{port}  （按 Ctrl-C 停止）")
            if near != host.strip("[]") and near != f"[{host}]":
                say("本网其他电脑请把地址中的主机名换成这台机器的 IP。")
            return
        time.sleep(0.2)


def serve(host: str, port: int, store: Path) -> int:
    """Run Streamlit until it ends or the user ends it; its exit code."""
    server = subprocess.Popen(
        [
            str(PYTHON), "-m", "streamlit", "run", "asgi.py", "--server.headless=true", "--server.port", str(port),
            "--server.address", host, "--logger.hideWelcomeMessage=true", "--browser.gatherUsageStats=false",
        ],
        cwd=HERE, env={**os.environ, "LEDGER_STORE": str(store)}, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        announce(server, host, port)
        return server.wait()
    except KeyboardInterrupt:
        say("\n正在停止 ……")
        return 0  # the user asked for it: nothing failed
    finally:
        stop(server)


def stop(server: subprocess.Popen) -> None:
    """End the server; Ctrl-C has reached it already when it came from a keyboard."""
    if server.poll() is not None:
        return
    server.terminate()
    try:
        server.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def start(words: list) -> int:
    """`python run.py`."""
    chosen = start_arguments(words)
    store = (chosen.store or Path(os.environ.get("LEDGER_STORE") or HERE / "data")).expanduser().resolve()
    port = choose_port(chosen.host, chosen.port)  # before the long installation: a taken port is known at once
    make_venv()
    install(HERE / "requirements.txt")
    load_demo(store)
    return serve(chosen.host, port, store)


# --- python run.py test ----------------------------------------------------------------------------------------------


def has_chinese_font() -> bool:
    """Whether Chinese text on a screenshot is text and not boxes."""
    if os.name == "nt" or sys.platform == "darwin":
        return True
    return any(next(folder.rglob(font), None) for folder in FONT_FOLDERS for font in CHINESE_FONTS)


def provide_browser() -> None:
    """See to it that a browser and Chinese fonts are here, or say what to install."""
    if any(map(shutil.which, BROWSERS)) and has_chinese_font():
        return
    if not install_by_apt(["chromium", "fonts-noto-cjk"]):
        say(ASK_FOR_BROWSER)


def provide_office() -> None:
    """See to it that LibreOffice is here to print and reckon what we write, or say what to install."""
    if not shutil.which("soffice") and not install_by_apt(OFFICE):
        say(ASK_FOR_OFFICE)


def test(words: list) -> int:
    """`python run.py test`: everything is run, then every failure is named; words go to pytest."""
    make_venv()
    install(HERE / "requirements-test.txt")
    provide_browser()
    provide_office()
    spread = [] if words else ["-n", "auto", "--maxprocesses", "4", "--dist", "loadfile", "--no-loadscope-reorder"]
    checks = {
        "ruff check": ["ruff", "check", "."],
        "ruff format --check": ["ruff", "format", "--check", "."],
        "pytest": ["pytest", *spread, *words],
    }
    codes = {}
    for name, call in checks.items():
        say(f"—— {name}")
        codes[name] = subprocess.run([str(PYTHON), "-m", *call], cwd=HERE, check=False).returncode
    failed = [name for name, code in codes.items() if code]
    if failed:
        say(f"未通过：{'、'.join(failed)}")
    return codes["pytest"] or int(bool(failed))


def main(words: list) -> int:
    """Do what the words say; exit code 0 fine, 1 or pytest's own: checks failed, 2 nothing could be done."""
    try:
        check_python(sys.version_info)
        return test(words[1:]) if words[:1] == ["test"] else start(words)
    except Trouble as sentence:
        print(sentence, file=sys.stderr, flush=True)
        return 2
    except KeyboardInterrupt:
        return 130


def be_stopped(number: int, _frame: object) -> None:
    """Turn a polite signal into an ordinary end, so that the server is ended too."""
    sys.exit(128 + number)


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # a console without Chinese shows ?, it does not stop the start
    signal.signal(signal.SIGTERM, be_stopped)
    sys.exit(main(sys.argv[1:]))
