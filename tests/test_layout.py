"""The house rules as tests: who imports whom, what a page file holds, how big things get, what nobody may do.

Each rule is a function from a folder and a file in it to a list of complaints; `FAULTS` plants one breach of each.
"""

import ast
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path

import pytest

HOME = Path(__file__).resolve().parents[1]
LAYERS = ("ledgers", "analysis", "reports", "pages", "app", "asgi")
MAY_IMPORT = {
    "ledgers": {"ledgers"},
    "analysis": {"analysis"},
    "reports": {"analysis", "reports"},
    "pages": {"analysis", "reports", "pages"},
    "app": {"pages"},
    "asgi": {"pages"},
}
ROOMS = {  # of a layer with many subjects: a room may use those before it
    "analysis": (
        "rules", "facts", "composite", "ranking", "progress", "ladder", "scores", "memory", "points", "standing_scores",
        "explaining", "oversight", "boards", "flagging", "freezing", "backtest",
    ),
    "reports": ("words", "pieces", "subjects", "drawing", "documents"),
}  # fmt: skip
DOORS = {  # files that may look one step further
    ("analysis/__main__.py", "ledgers"),
    ("reports/__main__.py", "ledgers"),
    ("pages/shared/data.py", "ledgers"),
    ("pages/shared/drafts.py", "ledgers"),
    ("pages/shared/verdicts.py", "ledgers"),
    ("pages/shared/blanks.py", "ledgers"),
    ("pages/shared/traced.py", "ledgers"),
    ("pages/shared/whereabouts.py", "ledgers"),
    ("pages/shared/filed.py", "ledgers"),
}
PASSED_ON = {("ledgers/sandbox.py", "os.environ")}  # a child process is given a selection of ours
ONLY_IN = {
    "streamlit": ("pages", "app", "asgi"),
    "starlette": ("asgi",),
    "duckdb": ("ledgers",),
    "plotly": ("reports",),
    "openpyxl": ("ledgers", "reports"),
    "python_calamine": ("ledgers",),
    "docx": ("reports",),
    "pptx": ("reports",),
    "typst": ("reports",),
    "xlsxwriter": ("reports",),
    "kaleido": ("reports",),
}
GUARD = 'if __name__ == "__main__":\n    st.switch_page("app.py")'
FUNCTION_LINES, MODULE_LINES, PAGE_LINES, POSITIONAL = 40, 300, 60, 3
ONE_FILE = {"run.py": 360}  # must start from Python alone, so it cannot be split
EMPTY_NAMES = {"utils", "helpers", "common", "core", "manager"}
SURROUNDINGS = re.compile(
    r"\b(?:date\.today|datetime\.(?:now|utcnow|today)|Timestamp\.(?:now|today|utcnow)|time\.(?:time|localtime|gmtime)"
    r"|os\.(?:environ|getenv)|getpass\.getuser)$"
)
# Split so that this file does not name them.
OUR_MACHINE = re.compile(r"(?<![\w.])/(?:" + "|".join(("work", "tmp", "root", "opt")) + r")/")
INDEX_ADDRESS = re.compile(r"https?://[^\s\"')]*(?:" + "|".join(("py" + "pi", "/simple", "npm" + "js")) + ")")
TEXT_ENDINGS = {"", ".py", ".toml", ".md", ".txt", ".in", ".json", ".js", ".css", ".yml", ".csv", ".cfg"}
LATIN_ALLOWED = {"Excel", "WPS", "CSV", "XLSX", "xlsx", "SPI", "PDF", "PPT", "Word", "JSON"}
HALF_WIDTH = re.compile(
    r"[\u4e00-\u9fff”）][,;:?!](?:[\u4e00-\u9fff“（]|$)|^[,;:?!][\u4e00-\u9fff]|\([\u4e00-\u9fff]|[\u4e00-\u9fff]\)"
)
SPOKEN = {"label", "help", "placeholder", "title", "caption", "page_title", "text", "body", "empty"}
SILENT_CALLS = {"Page", "html", "switch_page", "page_link", "query_params", "session_state", "context", "navigation"}


def layer_of(file: str) -> str:
    """The layer a file belongs to; tests, examples and benchmarks have none of the five."""
    return file.removesuffix(".py").split("/")[0]


@lru_cache(maxsize=8)  # the rules come to one file after another
def tree(home: Path, file: str) -> ast.Module:
    """The file's syntax, parsed."""
    return ast.parse((home / file).read_text(encoding="utf-8"))


def imported(module: ast.Module, file: str) -> set[str]:
    """First names of everything imported when the file runs; an import for type checkers alone is none."""
    unseen = {
        id(inner)
        for node in ast.walk(module)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        for inner in ast.walk(node)
    }
    names = set()
    for node in ast.walk(module):
        if id(node) in unseen:
            continue
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(layer_of(file) if node.level else str(node.module).split(".")[0])
    return names


def imports_only_to_the_left(home: Path, file: str) -> list[str]:
    """Layers import their left neighbours, and each library is met in its own layer."""
    layer = layer_of(file)
    if layer not in LAYERS:
        return []
    names = imported(tree(home, file), file)
    wrong = [n for n in names & set(LAYERS) if n not in MAY_IMPORT[layer] and (file, n) not in DOORS]
    return wrong + [library for library, homes in ONLY_IN.items() if library in names and layer not in homes]


def rooms_have_an_order(home: Path, file: str) -> list[str]:
    """Within a layer a room uses the rooms before it, never one after: the house can be read from the first room on."""
    layer, room, *_ = [*file.split("/"), ""]
    order = ROOMS.get(layer, ())
    if file.count("/") < 2 or not order:
        return []
    if room not in order:
        return [f"{room} is not in the list of rooms"]
    used = re.findall(rf"^\s*(?:from|import) {layer}\.(\w+)", (home / file).read_text(encoding="utf-8"), re.MULTILINE)
    return [f"uses {name}" for name in used if name not in order[: order.index(room) + 1]]


def a_page_only_defines_show(home: Path, file: str) -> list[str]:
    """Imports, `show` and the guard: a page beside app.py runs without app.py on a fresh server."""
    if not re.fullmatch(r"pages/\w+\.py", file):
        return []
    module = tree(home, file)
    body = [node for node in module.body if not isinstance(node, ast.Import | ast.ImportFrom)]
    if ast.get_docstring(module):
        body = body[1:]
    if [type(node) for node in body] != [ast.FunctionDef, ast.If] or body[0].name != "show":
        return ["holds more than imports, show() and the guard"]
    text = (home / file).read_text(encoding="utf-8")
    return [] if text.endswith(f"\n\n\n{GUARD}\n") else ["does not end with the guard"]


def code_lines(node: ast.AST) -> int:
    """Lines of a function or module without docstrings and without the inside of long texts such as SQL."""
    first = min((inner.lineno for inner in ast.walk(node) if hasattr(inner, "lineno")), default=1)
    first = node.lineno if hasattr(node, "lineno") else first
    last = max((inner.end_lineno for inner in ast.walk(node) if hasattr(inner, "end_lineno")), default=1)
    texts = {
        line
        for inner in ast.walk(node)
        if isinstance(inner, ast.Constant | ast.JoinedStr) and inner.end_lineno > inner.lineno
        for line in range(inner.lineno + 1, inner.end_lineno + 1)
    }
    return last - first + 1 - len(texts)


def functions(module: ast.Module) -> Iterator[ast.FunctionDef]:
    """Every function and method."""
    return (node for node in ast.walk(module) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def nothing_is_too_big(home: Path, file: str) -> list[str]:
    """Hard limits; STYLE.md's aims (25, 200, 40) are for the eye of a reviewer."""
    module = tree(home, file)
    most = PAGE_LINES if re.fullmatch(r"pages/\w+\.py", file) else ONE_FILE.get(file, MODULE_LINES)
    # as many cases as there are; and the door of a layer is as long as the list of what goes through it
    listed = layer_of(file) == "tests" or all(
        isinstance(node, ast.ImportFrom | ast.Assign | ast.Expr) for node in module.body
    )
    big = [f"module: {code_lines(module)} lines"] if code_lines(module) > most and not listed else []
    return big + [f"{f.name}: {code_lines(f)} lines" for f in functions(module) if code_lines(f) > FUNCTION_LINES]


def public_functions_are_plain(home: Path, file: str) -> list[str]:
    """A return type, at most three positional arguments, the rest by keyword."""
    if layer_of(file) not in LAYERS:
        return []
    module = tree(home, file)
    outer = [node for node in module.body if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")]
    wrong = [f"{f.name}: no return type" for f in outer if f.returns is None]
    many = [f for f in outer if len(f.args.posonlyargs + f.args.args) > POSITIONAL]
    return wrong + [f"{f.name}: more than {POSITIONAL} positional arguments" for f in many]


def names_say_something(_home: Path, file: str) -> list[str]:
    """No module is called after nothing, nor like one of Python's own."""
    name = Path(file).stem
    taken = layer_of(file) in LAYERS and name in sys.stdlib_module_names
    return [f"module is called {name}"] if name in EMPTY_NAMES or taken else []


def surroundings_are_arguments(home: Path, file: str) -> list[str]:
    """Below the pages and the command lines nobody reads the clock, the environment or the user."""
    if layer_of(file) not in {"ledgers", "analysis", "reports"} or file.endswith("__main__.py"):
        return []
    read = [ast.unparse(node) for node in ast.walk(tree(home, file)) if isinstance(node, ast.Attribute)]
    return [text for text in read if SURROUNDINGS.search(text) and (file, text) not in PASSED_ON]


def errors_are_caught_by_name(home: Path, file: str) -> list[str]:
    """No `except:` and no `except Exception:`: a failure must not turn into an answer."""
    caught = [ast.unparse(h.type) if h.type else "all" for h in ast.walk(tree(home, file)) if is_handler(h)]
    return [f"catches {what}" for what in caught if re.search(r"\b(?:all|Exception|BaseException)\b", what)]


def is_handler(node: ast.AST) -> bool:
    """Whether this is an `except`."""
    return isinstance(node, ast.ExceptHandler)


def spoken(call: ast.Call) -> Iterator[str]:
    """Texts of a Streamlit call that a person will read."""
    path = ast.unparse(call.func).split(".")
    if path[0] != "st" or SILENT_CALLS & set(path):
        return
    for value in [*call.args, *(word.value for word in call.keywords if word.arg in SPOKEN)]:
        for node in ast.walk(value):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value


def screens_speak_chinese(home: Path, file: str) -> list[str]:
    """No Latin word in what a page says; names of formats are the exception."""
    if layer_of(file) not in {"pages", "app"}:
        return []
    said = [text for node in ast.walk(tree(home, file)) if isinstance(node, ast.Call) for text in spoken(node)]
    bare = [re.sub(r":[a-z]+/\w+:|<[^>]*>|\{[^}]*\}|[./#][\w-]+", "", text) for text in said]
    return [
        text
        for text in bare
        if set(re.findall(r"[A-Za-z]{2,}", text)) - LATIN_ALLOWED and not re.search(r"_|^\w+$", text)
    ]


def tables_say_what_is_missing(home: Path, file: str) -> list[str]:
    """Streamlit writes the word None where a table has nothing; a page says itself what stands there."""
    if layer_of(file) not in {"pages", "app"}:
        return []
    calls = [node for node in ast.walk(tree(home, file)) if isinstance(node, ast.Call)]
    tables = [call for call in calls if ast.unparse(call.func).endswith((".dataframe", ".data_editor"))]
    return [ast.unparse(call)[:60] for call in tables if "placeholder" not in {word.arg for word in call.keywords}]


def chinese_has_chinese_punctuation(home: Path, file: str) -> list[str]:
    """What people read has ，；：（） between Chinese words, not the half-width marks of code."""
    if layer_of(file) not in {"reports", "pages", "app"}:
        return []
    nodes = list(ast.walk(tree(home, file)))
    for_readers_of_code = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    texts = [node for node in nodes if isinstance(node, ast.Constant) and id(node) not in for_readers_of_code]
    return [node.value for node in texts if isinstance(node.value, str) and HALF_WIDTH.search(node.value)]


def no_trace_of_this_machine(home: Path, file: str) -> list[str]:
    """Neither a path of the machine it was written on nor the address that packages came from."""
    lines = (home / file).read_text(encoding="utf-8").splitlines()
    return [line.strip()[:80] for line in lines if OUR_MACHINE.search(line) or INDEX_ADDRESS.search(line)]


RULES = (
    imports_only_to_the_left,
    rooms_have_an_order,
    a_page_only_defines_show,
    nothing_is_too_big,
    public_functions_are_plain,
    names_say_something,
    surroundings_are_arguments,
    errors_are_caught_by_name,
    screens_speak_chinese,
    tables_say_what_is_missing,
    chinese_has_chinese_punctuation,
)


def files_of(home: Path) -> list[str]:
    """What the repository holds or is about to: tracked files and new ones that are not ignored."""
    call = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(call, cwd=home, capture_output=True, text=True, encoding="utf-8", check=False)
    if listed.returncode != 0:  # a copy without its history
        found = (path.relative_to(home).as_posix() for path in home.rglob("*") if path.is_file())
        return [file for file in found if not re.search(r"(?:^|/)(?:\.venv|\.git|data|__pycache__|\.\w+_cache)/", file)]
    return [file for file in listed.stdout.split("\0") if file and (home / file).is_file()]


FILES = sorted(files_of(HOME))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
@pytest.mark.parametrize("file", [file for file in FILES if file.endswith(".py")])
def test_a_source_file_keeps_the_house_rules(file: str, rule: Callable) -> None:
    assert rule(HOME, file) == []


@pytest.mark.parametrize("file", [file for file in FILES if Path(file).suffix in TEXT_ENDINGS])
def test_a_text_file_tells_nothing_of_the_machine_it_was_made_on(file: str) -> None:
    assert no_trace_of_this_machine(HOME, file) == []


def test_no_page_hides_in_a_folder_that_is_not_shared() -> None:
    assert {file.split("/")[1] for file in FILES if file.startswith("pages/") and file.count("/") > 1} <= {"shared"}


PAGE = f'import streamlit as st\n\n\ndef show() -> None:\n    st.title("总览")\n\n\n{GUARD}\n'
FAULTS = [
    (imports_only_to_the_left, "ledgers/a.py", "from analysis.scores.index import index"),
    (imports_only_to_the_left, "analysis/a.py", "import ledgers"),
    (imports_only_to_the_left, "analysis/a.py", "def f():\n    import duckdb"),
    (imports_only_to_the_left, "reports/a.py", "import streamlit as st"),
    (imports_only_to_the_left, "reports/a.py", "from ledgers import store"),
    (imports_only_to_the_left, "pages/a.py", "import ledgers.store"),
    (imports_only_to_the_left, "pages/shared/a.py", "import plotly.graph_objects as go"),
    (imports_only_to_the_left, "app.py", "import reports"),
    (rooms_have_an_order, "analysis/rules/a.py", "from analysis.scores.index import index"),
    (
        rooms_have_an_order,
        "analysis/facts/a.py",
        "def f():\n    from analysis import standing_scores\n    import analysis.flagging",
    ),
    (rooms_have_an_order, "analysis/cellar/a.py", "x = 1"),
    (rooms_have_an_order, "reports/words/a.py", "from reports.pieces.cards import card"),
    (a_page_only_defines_show, "pages/a.py", PAGE.replace("\n\n\ndef", '\n\nst.title("x")\n\n\ndef')),
    (a_page_only_defines_show, "pages/a.py", PAGE.replace("def show", "def render")),
    (a_page_only_defines_show, "pages/a.py", PAGE.replace("\n\n\ndef", "\n\nLIMIT = 3\n\n\ndef")),
    (a_page_only_defines_show, "pages/a.py", PAGE.replace(GUARD, "show()")),
    (a_page_only_defines_show, "pages/a.py", PAGE.replace("app.py", "pages/b.py")),
    (nothing_is_too_big, "analysis/a.py", "def f():\n" + "    x = 1\n" * 41),
    (nothing_is_too_big, "analysis/a.py", "import os\n" + "x += 1\n" * 301),
    (nothing_is_too_big, "pages/a.py", "x += 1\n" * 61),
    (public_functions_are_plain, "analysis/a.py", "def f(a):\n    return a"),
    (public_functions_are_plain, "analysis/a.py", "def f(a, b, c, d) -> int:\n    return a"),
    (names_say_something, "analysis/utils.py", ""),
    (names_say_something, "analysis/calendar.py", ""),
    (surroundings_are_arguments, "analysis/a.py", "from datetime import date\nx = date.today()"),
    (surroundings_are_arguments, "ledgers/a.py", "import datetime\nx = datetime.datetime.now()"),
    (surroundings_are_arguments, "ledgers/a.py", "import os\nx = os.environ['A']"),
    (surroundings_are_arguments, "reports/a.py", "import pandas as pd\nx = pd.Timestamp.today()"),
    (errors_are_caught_by_name, "ledgers/a.py", "try:\n    x = 1\nexcept:\n    x = 2"),
    (errors_are_caught_by_name, "ledgers/a.py", "try:\n    x = 1\nexcept (ValueError, Exception) as e:\n    x = 2"),
    (screens_speak_chinese, "pages/a.py", 'import streamlit as st\nst.button("Upload 台账")'),
    (
        screens_speak_chinese,
        "pages/shared/a.py",
        'import streamlit as st\nst.sidebar.selectbox("日期", [], help="Pick a day")',
    ),
    (tables_say_what_is_missing, "pages/shared/a.py", "import streamlit as st\nst.dataframe(table, hide_index=True)"),
    (chinese_has_chinese_punctuation, "reports/a.py", 'x = "先试算,再发布"'),
    (chinese_has_chinese_punctuation, "reports/a.py", 'x = f"{n} 项" + ",与方案一致"'),
    (chinese_has_chinese_punctuation, "pages/a.py", 'x = f"任务(共 {n} 项)"'),
    (no_trace_of_this_machine, "README.md", "see /" + "tmp/x"),
    (no_trace_of_this_machine, "requirements.txt", "--index-url https://" + "py" + "pi.example/simple"),
]


@pytest.mark.parametrize(("rule", "file", "source"), FAULTS, ids=lambda value: getattr(value, "__name__", None))
def test_a_planted_fault_is_found(tmp_path: Path, rule: Callable, file: str, source: str) -> None:
    (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / file).write_text(source, encoding="utf-8")
    assert rule(tmp_path, file) != []


SOUND = [
    ("pages/a.py", PAGE),
    ("pages/shared/data.py", "import ledgers\nimport streamlit as st\n"),
    ("analysis/__main__.py", "import ledgers\nfrom datetime import date\nx = date.today()\n"),
    ("analysis/a.py", "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import duckdb\n"),
    ("ledgers/sql.py", 'LONG = """\n' + "SELECT 1\n" * 400 + '"""\n'),
]


@pytest.mark.parametrize(("file", "source"), SOUND, ids=lambda value: value if value.endswith(".py") else "")
def test_what_the_rules_allow_is_left_alone(tmp_path: Path, file: str, source: str) -> None:
    (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / file).write_text(source, encoding="utf-8")
    assert [complaint for rule in RULES for complaint in rule(tmp_path, file)] == []
