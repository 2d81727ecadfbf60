"""`python -m ledgers` as scripts call it: exit codes, JSON, one sentence for a wrong call."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.ledgers.conftest import task_book

ROOT = Path(__file__).resolve().parents[2]


def run(*words, **environment):
    """Exit code, standard output, standard error of a call."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", "ledgers", *map(str, words)],
        cwd=ROOT, env=os.environ | environment, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    return done.returncode, done.stdout, done.stderr


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    folder = tmp_path_factory.mktemp("commands")
    book = task_book(folder / "任务榜.xlsx", month=9, percents=["20%", "abc"])
    return folder, book, run("load", book, "--store", folder / "store", "--by", "张三", "--json")


@pytest.mark.parametrize(("words", "said"), [
    ((), "还缺少参数 命令"),
    (("bogus",), "没有 'bogus' 这个命令"),
    (("template", "tasks"), "还缺少参数 -o"),
    (("template", "bulletins", "-o", "{tmp}/没有.xlsx"), "没有“bulletins”这种台账"),
    (("template", "tasks", "-o", "{tmp}/没有/a.xlsx", "--store", "{tmp}/没有"), "写不了"),
    (("template", "tasks", "-o", "{tmp}/a.docx"), ".xlsx 工作簿"),
    (("template", "tasks", "-o", "{tmp}/a.xlsx", "--period", "十一月"), "2022-11 的样子"),
    (("template", "tasks", "-o", "{tmp}/a.xlsx", "--unit", "太和镇", "--store", "{tmp}/没有"), "还没有已发布的台账"),
    (("annotate", "没有这个文件.xlsx", "-o", "{tmp}/a.xlsx"), "没有这个文件.xlsx"),
    (("annotate", "甲.xlsx", "-o", "{tmp}/a.xlsm"), "同样的结尾"),
    (("load",), "还缺少参数 文件"),
    (("load", "a.xlsx", "--bogus"), "不认识的参数 --bogus"),
    (("load", "a.xlsx", "--report-date", "昨天"), "日期 '昨天' 应写成 2022-09-30 的样子"),
    (("backup", "-o"), "参数 -o 后面要跟一个值"),
    (("prune", "--keep", "x"), "参数 --keep 的值写得不对"),
    (("publish", "20220101T000000Z-0000000000", "--store", "{tmp}/没有"), "没有快照"),
    (("load", "没有这个文件.xlsx", "--store", "{tmp}"), "找不到这个文件"),
    (("read", "没有这个文件.xlsx"), "没有这个文件.xlsx"),
])  # fmt: skip
def test_a_wrong_call_is_one_sentence_and_exit_code_2(tmp_path, words, said):
    code, out, error = run(*(word.replace("{tmp}", str(tmp_path)) for word in words))
    assert (code, out) == (2, "")
    assert said in error
    assert not (tmp_path / "没有").exists()
    assert len(error.strip().splitlines()) == 1


def test_load_prints_the_promised_json_and_says_by_its_exit_code_that_rows_were_held(loaded):
    code, out, error = loaded[2]
    answer = json.loads(out)
    assert (code, error) == (1, "")
    assert set(answer) == {"snapshot", "base", "published", "rows_loaded", "rows_held", "findings", "effect"}
    assert (answer["base"], answer["published"], answer["rows_loaded"], answer["rows_held"]) == (None, True, 1, 1)
    held = next(each for each in answer["findings"] if each["severity"] == "error")
    assert {"sheet": "任务榜", "cell": "H4", "value": "abc"}.items() <= held.items()
    assert answer["effect"]["tables"]["tasks"] == {"added": 1, "changed": 0}


def test_load_for_people_names_file_sheet_and_cell_of_what_was_held(loaded):
    folder, book, _ = loaded
    code, out, _ = run("load", book, LEDGER_STORE=str(folder / "store"))
    assert code == 1
    assert "任务榜.xlsx!任务榜!H4" in out
    assert "没有新的变化" in out


def test_a_file_that_cannot_be_read_is_one_sentence_and_code_2_alone_and_1_among_others(loaded, tmp_path):
    folder, book, _ = loaded
    bad = tmp_path / "坏.xlsx"
    bad.write_bytes(b"no workbook")
    code, out, error = run("load", bad, "--store", folder / "store")
    assert (code, out, len(error.strip().splitlines())) == (2, "", 1)
    good = task_book(tmp_path / "任务榜10月.xlsx", month=10, percents=["30%", "40%"])
    code, _, error = run("load", bad, good, "--store", folder / "other", "--json")
    assert (code, "坏.xlsx" in error, "Traceback" in error) == (1, True, False)
    assert run("load", good, "--store", folder / "another")[0] == 0
    assert book.exists()


def test_read_prints_what_was_understood_and_touches_no_store(loaded, tmp_path):
    code, out, error = run("read", loaded[1], "--json", LEDGER_STORE=str(tmp_path / "store"))
    answer = json.loads(out)
    assert (code, error, (tmp_path / "store").exists()) == (1, "", False)
    (sheet,) = answer["sheets"]
    assert (sheet["kind"], sheet["columns"]["task"]) == ("tasks", {"heading": "重点任务", "column": "C"})
    assert sheet["rows"][0]["values"]["lead_units"] == ["区财政局"]


def test_draft_publish_rollback_history_diff_verify_prune_backup_restore(loaded, tmp_path):
    store = ("--store", loaded[0] / "store")
    first = json.loads(loaded[2][1])["snapshot"]
    book = task_book(tmp_path / "任务榜10月.xlsx", month=10, percents=["30%", "40%"])
    draft = json.loads(run("load", book, "--draft", "--json", *store)[1])
    assert (draft["published"], draft["base"]) == (False, first)
    assert "进展：新增 2 条" in run("diff", first, draft["snapshot"], *store)[1]
    assert run("rollback", draft["snapshot"], *store)[0] == 2
    assert json.loads(run("publish", draft["snapshot"], "--json", *store)[1]) == {"snapshot": draft["snapshot"]}
    assert run("rollback", first, *store)[0] == 0
    states = {row["snapshot"]: row["state"] for row in json.loads(run("history", "--json", *store)[1])}
    assert states == {first: "当前", draft["snapshot"]: "已发布"}
    assert "将删除 0 个" in run("prune", *store)[1]
    assert run("backup", "-o", tmp_path / "备份.zip", *store)[0] == 0
    assert run("restore", tmp_path / "备份.zip", "--store", tmp_path / "copy")[0] == 0
    assert run("verify", "--store", tmp_path / "copy")[0] == 0
    (tmp_path / "copy" / "audit" / "journal.jsonl").write_text("", encoding="utf-8")
    assert run("verify", "--store", tmp_path / "copy")[0] == 1


@pytest.mark.parametrize("command", ["read", "load"])
def test_a_password_comes_as_an_argument_or_from_the_environment(tmp_path, command):
    book, store = Path(__file__).parent / "files" / "有密码.xls", ("--store", tmp_path / "store")
    code, _, error = run(command, book, *store)
    assert (code, "有密码" in error, len(error.strip().splitlines())) == (2, True, 1)
    assert run(command, book, "--password", "错的", *store)[0] == 2
    for words, environment in ((("--password", "kouling1"), {}), ((), {"LEDGER_PASSWORD": "kouling1"})):
        code, out, error = run(command, book, *words, *store, "--json", **environment)
        assert (code, error, "kouling1" in out) == (1, "", False)
    journal = (tmp_path / "store" / "audit" / "journal.jsonl").read_text("utf-8") if command == "load" else ""
    assert "kouling1" not in journal


def test_help_is_chinese():
    code, out, _ = run("--help")
    assert (code, out.startswith("用法：")) == (0, True)
    assert "usage" not in out
