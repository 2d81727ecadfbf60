"""A frozen period: the same bytes anywhere, verified by the command, and every later difference listed with its cause."""

import json
import os
import shutil
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path

import pandas as pd
import pytest
import xlsxwriter

from analysis import calendar_text, content_bytes, content_hash, errata, named_span, period_content, rule_pack
from analysis.__main__ import main
from ledgers.decisions import Decision
from ledgers.freezing import Period, freeze
from ledgers.loading import load
from ledgers.publishing import decide, rollback
from ledgers.store import Store, facts, open_snapshot
from ledgers.upkeep import backup, prune, restore

HOME = Path(__file__).resolve().parents[2]
OCTOBER = named_span("2022-10")
HEADINGS = ["序号", "所属项目", "重点任务", "牵头单位", "属地", "项目长", "启动时间", "完成时限", "填报日期", "完成率"]
ROWS = [
    (1, "道路", "修路", "区交通运输局", "太和镇", "区领导01", 30),
    (2, "学校", "建校", "区教育局", "太平镇", "区领导02", 62),
    (3, "水利", "挖渠", "区教育局", "太平镇", "区领导02", None),
]


def book(folder, name, *, day, percents):
    """A task ledger of these tasks as of a day."""
    with xlsxwriter.Workbook(folder / name) as made:
        sheet = made.add_worksheet("任务榜")
        sheet.write_row(0, 0, [f"任务榜（截至{day}）"])
        sheet.write_row(1, 0, HEADINGS)
        for number, (row, percent) in enumerate(zip(ROWS, percents, strict=True)):
            sheet.write_row(2 + number, 0, [*row[:6], "2022-09-01", "2022-12-10", day, percent])
    return folder / name


def take(store, path, *, day):
    load([path], store=store, by="李四", today=day, at=datetime(day.year, day.month, day.day, 9))


def frozen(store, span=OCTOBER):
    """Freeze the span as the page does; returns the bytes of its content."""
    rules, snapshot = rule_pack(), store.current()
    made = content_bytes(period_content(facts(open_snapshot(store)), span, rules=rules))
    told = Period(span.name, span.first, span.last, span.last, snapshot, rules.name, rules.digest, calendar_text(rules),
                  content_hash(made))  # fmt: skip
    freeze(store, told, by="张三", at=datetime(2022, 11, 10, 9))
    return made


@pytest.fixture(scope="module")
def _made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("frozen")
    store = Store(folder / "store")
    take(store, book(folder, "10月.xlsx", day="2022-10-31", percents=["30%", "62%", None]), day=date(2022, 11, 1))
    told = [
        Decision("period_draft", "2022-10", "", "公示", since=date(2022, 11, 2)),
        Decision("objection", "2022-10", "黄旗!镇!太和镇", "太和镇", reason="征地手续在上级", since=date(2022, 11, 3)),
        Decision("flag", "2022-10", "黄旗!镇!太和镇", "确认", reason="落后最多"),
    ]
    decide(store, told, by="张三", at=datetime(2022, 11, 3, 9))
    return store


@pytest.fixture
def store(_made, tmp_path):
    shutil.copytree(_made.path, tmp_path / "store")
    return Store(tmp_path / "store")


def run(capsys, *arguments):
    code = main([*map(str, arguments)])
    said = capsys.readouterr()
    return code, said.out, said.err


MAKE = """
import sys
from ledgers.sql import snapshots
snapshots.READER_SETTINGS = snapshots.READER_SETTINGS.replace("threads = 4", "threads = " + sys.argv[3])
from analysis.__main__ import main
sys.exit(main(["period", "2022-10", "--store", sys.argv[1], "-o", sys.argv[2]]))
"""


@pytest.mark.parametrize(
    ("seed", "zone", "language", "threads"),
    [("0", "UTC", "C.UTF-8", "1"), ("1", "Asia/Shanghai", "zh_CN.UTF-8", "2"), ("77", "America/Lima", "C", "7")],
)
def test_another_machine_makes_the_same_bytes(store, tmp_path, seed, zone, language, threads):
    made = frozen(store)
    elsewhere = tmp_path / "别处" / "库"
    shutil.copytree(store.path, elsewhere)
    again = tmp_path / "again.json"
    surroundings = os.environ | {
        "PYTHONHASHSEED": seed, "TZ": zone, "LANG": language, "LC_ALL": language, "PYTHONIOENCODING": "utf-8",
    }  # fmt: skip
    call = [sys.executable, "-c", MAKE, str(elsewhere), str(again), threads]
    done = subprocess.run(call, cwd=HOME, env=surroundings, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert again.read_bytes() == made


def test_the_content_holds_what_the_month_was_and_nothing_of_how_it_was_made(store):
    said = json.loads(frozen(store))
    assert (said["period"], said["as_of"], said["rules"]["name"]) == ("2022-10", "2022-10-31", "default")
    road = next(row for row in said["tasks"] if row["task"] == "修路")
    assert (road["planned"], road["actual"], road["lag"], road["raw_level"]) == (60.0, 30.0, 30.0, 4)
    ditch = next(row for row in said["tasks"] if row["task"] == "挖渠")
    assert (ditch["actual"], ditch["index"], ditch["state"]) == (None, None, "未报")
    flag = next(row for row in said["flags"] if row["subject"] == "太和镇")
    assert (flag["state"], flag["final"], flag["decided_by"]) == ("已确认", "黄旗", "张三")
    assert [row["reason"] for row in said["objections"]] == ["征地手续在上级"]
    whole = json.dumps(said, ensure_ascii=False)
    assert not any(word in whole for word in ("import_id", ".xlsx", str(store.path), "made_at", "seq"))


def test_the_order_of_rows_changes_no_byte(store):
    known, rules = facts(open_snapshot(store)), rule_pack()
    one = content_bytes(period_content(known, OCTOBER, rules=rules))
    mixed = {name: table.sample(frac=1, random_state=5).reset_index(drop=True) for name, table in known.items()}
    assert content_bytes(period_content(mixed, OCTOBER, rules=rules)) == one


def test_a_later_month_is_no_erratum_and_the_frozen_bytes_stay(store, tmp_path, capsys):
    made = frozen(store)
    take(store, book(tmp_path, "11月.xlsx", day="2022-11-30", percents=["70%", "95%", "50%"]), day=date(2022, 12, 1))
    code, out, _ = run(capsys, "period", "2022-10", "--store", store.path, "-o", tmp_path / "a.json")
    assert code == 0
    assert "与冻结时一致" in out
    assert "没有勘误" in out
    assert (tmp_path / "a.json").read_bytes() == made


def test_a_correction_of_the_month_is_listed_with_the_file_that_brought_it(store, tmp_path, capsys):
    made = frozen(store)
    take(store, book(tmp_path, "11月.xlsx", day="2022-11-15", percents=["70%", "95%", "50%"]), day=date(2022, 11, 16))
    path = book(tmp_path, "10月更正.xlsx", day="2022-10-31", percents=["45%", "62%", None])
    take(store, path, day=date(2022, 11, 20))
    code, out, _ = run(capsys, "period", "2022-10", "--store", store.path, "--json", "-o", tmp_path / "a.json")
    said = json.loads(out)
    assert (code, said["same"], said["content_hash"]) == (0, True, content_hash(made))
    assert (tmp_path / "a.json").read_bytes() == made
    rows = {(row["what"], row["subject"], row["number"]): row for row in said["errata"]}
    actual = rows["任务", "修路", "实际进度"]
    assert (actual["frozen"], actual["now"]) == (30.0, 45.0)
    assert actual["brought_by"] == "10月更正.xlsx（李四导入）"
    assert actual["brought_at"].startswith("2022-11-20")
    assert (rows["单位", "太和镇", "指数"]["frozen"], rows["单位", "太和镇", "指数"]["now"]) == (40.0, 70.0)
    assert ("任务", "建校", "实际进度") not in rows
    assert {row["brought_by"] for row in said["errata"]} == {"10月更正.xlsx（李四导入）"}
    assert actual["tasks"] == rows["单位", "太和镇", "指数"]["tasks"] != []


def test_going_back_behind_what_was_frozen_is_an_erratum_too(store, tmp_path):
    first = store.current()
    take(store, book(tmp_path, "10月更正.xlsx", day="2022-10-31", percents=["45%", "62%", None]), day=date(2022, 11, 5))
    frozen(store)
    rollback(store, first, by="张三", at=datetime(2022, 11, 21))
    assert run_errata(store)["brought_by"].unique().tolist() == ["10月更正.xlsx（李四导入）（现在的版本里没有）"]


def run_errata(store):
    from ledgers.freezing import frozen_periods

    then, now = facts(open_snapshot(store, frozen_periods(store)[0].snapshot)), facts(open_snapshot(store))
    contents = (period_content(each, OCTOBER, rules=rule_pack()) for each in (then, now))
    return errata(*contents, before=then, after=now)


def test_what_was_pruned_and_carried_away_is_made_again(store, tmp_path, capsys):
    made = frozen(store)
    for month, percents in ((11, ["70%", "95%", "50%"]), (12, ["80%", "99%", "60%"])):
        path = book(tmp_path, f"{month}月.xlsx", day=f"2022-{month}-30", percents=percents)
        take(store, path, day=date(2023, 1, month))
    prune(store, keep=1, by="张三", at=datetime(2023, 1, 20))
    backup(store, tmp_path / "备份.zip", by="张三", at=datetime(2023, 1, 21))
    restore(Store(tmp_path / "again"), tmp_path / "备份.zip")
    code, *_ = run(capsys, "period", "2022-10", "--store", tmp_path / "again", "-o", tmp_path / "a.json")
    assert (code, (tmp_path / "a.json").read_bytes()) == (0, made)


def test_a_content_that_comes_out_otherwise_is_told_by_the_exit_code(store, capsys, monkeypatch):
    frozen(store)
    monkeypatch.setattr("analysis.freezing.frozen.FORM", 99)
    code, out, _ = run(capsys, "period", "2022-10", "--store", store.path)
    assert code == 1
    assert "与冻结时不一致" in out


def test_a_frozen_period_keeps_its_rules_when_the_pack_is_edited(store, capsys, monkeypatch):
    frozen(store)
    from analysis.rules import rulecalendar
    from analysis.rules.rulepack import checked_pack, pack_data

    data = pack_data(rule_pack())
    data["index"]["slope"] = 9.0
    monkeypatch.setattr(rulecalendar, "rule_pack", lambda: checked_pack(data, name="改过"))
    assert run(capsys, "period", "2022-10", "--store", store.path)[0] == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["2022-09"], "没有冻结的周期 2022-09"),
        (["2022-13"], "周期“2022-13”应写成 2022-10（月）或 2022-Q4（季度）的样子"),
        (["2022-Q5"], "周期“2022-Q5”应写成"),
    ],
)
def test_a_period_that_is_none_is_one_chinese_sentence(store, capsys, arguments, words):
    with pytest.raises(SystemExit) as stopped:
        raise SystemExit(main(["period", *arguments, "--store", str(store.path)]))
    said = capsys.readouterr()
    assert (stopped.value.code, said.out) == (2, "")
    assert words in said.err


def test_errata_of_equal_contents_are_none(store):
    known = facts(open_snapshot(store))
    said = period_content(known, OCTOBER, rules=rule_pack())
    assert errata(said, said, before=known, after=known).empty


def test_a_row_that_only_one_side_has_is_an_erratum(store):
    known = facts(open_snapshot(store))
    said = period_content(known, OCTOBER, rules=rule_pack())
    fewer = said | {"tasks": [row for row in said["tasks"] if row["task"] != "挖渠"]}
    (row,) = errata(fewer, said, before=known, after=known).to_dict("records")
    assert (row["subject"], row["number"], row["frozen"], row["now"]) == ("挖渠", "是否列入", False, True)
    assert pd.isna(row["brought_at"])
