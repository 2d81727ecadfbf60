"""豁免审批 ledgers from the workbook to the snapshot: known by their columns, about a task or a node, kept by day."""

from datetime import datetime

import duckdb
import pytest

from ledgers.cell_changes import cell_changes
from ledgers.compare import differences
from ledgers.loading import load
from ledgers.sandbox import read_json, read_upload
from ledgers.sql.guards import CODES
from ledgers.store import Snapshot, Store, facts, open_snapshot
from tests.ledgers.readings import Bench, day, reading
from tests.ledgers.workbooks import save

TASKS = [
    {"no": "1", "task": "扩园", "lead_units": ["太和镇"], "deadline": day("10-20")},
    {"no": "2", "task": "修桥", "lead_units": ["太平镇"], "deadline": day("12-20")},
]
NODES = [{"task": "修桥", "milestone": "桥墩完工", "planned_on": day("10-10")}]
GRANTED = {
    "task": "修桥", "reason": "不可抗力：台风停工", "approver": "区领导01", "approved_on": day("10-5"),
    "until": day("11-15"), "document_no": "清执办〔2022〕6号",
}  # fmt: skip
HEADINGS = ["序号", "重点任务", "豁免节点", "不可抗力说明", "批准领导", "批准日期", "恢复计分时间", "批准文号", "备注"]
ROW = [1, "修桥", "桥墩完工", "台风停工", "区领导01", "2022-10-05", "2022年11月15日", "清执办〔2022〕6号", "/"]


@pytest.fixture
def bench(tmp_path):
    bench = Bench(tmp_path)
    bench.load(
        reading(bench.table("tasks", TASKS), file="任务榜.xlsx", on="9-5"),
        reading(bench.table("milestones", NODES), file="倒排.xlsx", on="9-5"),
    )
    return bench


def take(bench, *rows, on="10-31", file="豁免.xlsx"):
    return bench.load(reading(bench.table("exemptions", rows), file=file, on=on))[0]


def kept(bench, *columns):
    return bench.rows(f'SELECT {", ".join(columns)} FROM exemptions ORDER BY seq, "row"')


# ---- which ledger is one ------------------------------------------------------------------------------------------------

KINDS = [
    ("", HEADINGS, ROW, "exemptions"),
    ("豁免审批台账", ["任务", "事由", "审批人", "批准日期", "豁免至", "批准文号"],
     ["修桥", "台风", "区领导01", "2022-10-05", "2022-11-15", "6号"], "exemptions"),
    ("不可抗力豁免审批", ["任务名称", "牵头单位", "完成时限", "豁免事由", "批准领导", "审批日期", "有效期至"],
     ["修桥", "太平镇", "2022-12-20", "台风", "区领导01", "2022-10-05", "2022-11-15"], "exemptions"),
    ("豁免任务", ["重点任务", "牵头单位", "完成时限", "进展情况"], ["修桥", "太平镇", "2022-12-20", "正在办"], "tasks"),
]  # fmt: skip


@pytest.mark.parametrize(("title", "headings", "row", "kind"), KINDS)
def test_a_ledger_is_one_of_exemptions_by_its_columns(tmp_path, title, headings, row, kind):
    path = save(tmp_path / "工作簿1.xlsx", {"Sheet1": [[title], headings, row] if title else [headings, row]})
    answer = read_json(read_upload(path, folder=tmp_path))
    assert [each["kind"] for each in answer["sheets"]] == [kind]


def test_every_column_of_a_usual_ledger_is_read(tmp_path):
    path = save(tmp_path / "工作簿1.xlsx", {"Sheet1": [HEADINGS, ROW]})
    (sheet,) = read_json(read_upload(path, folder=tmp_path))["sheets"]
    assert sheet["unknown_columns"] == []
    assert sheet["rows"][0]["values"] == {
        "no": "1", "task": "修桥", "milestone": "桥墩完工", "reason": "台风停工", "approver": "区领导01",
        "approved_on": "2022-10-05", "until": "2022-11-15", "document_no": "清执办〔2022〕6号", "remark": None,
    }  # fmt: skip


# ---- what goes in, what is held, what is asked --------------------------------------------------------------------------


@pytest.mark.parametrize(("row", "code", "words"), [
    ({"approver": None}, "no_approver", "没有写批准人"),
    ({"approved_on": None}, "no_approved_on", "没有写批准日期"),
    ({"until": None}, "no_until", "没有写豁免到哪一天为止"),
    ({"until": day("10-4")}, "until_before_approved", "豁免至 2022-10-04 早于批准日期 2022-10-05"),
    ({"task": "没有的任务"}, "unknown_task", "库中没有这项任务"),
])  # fmt: skip
def test_a_row_without_what_an_exemption_needs_is_held_and_told_why(bench, row, code, words):
    filled = take(bench, GRANTED | row, GRANTED | {"task": "扩园"})
    errors = [each for each in filled.findings if each["severity"] == "error"]
    assert [each["code"] for each in errors] == [code]
    assert words in errors[0]["message"]
    assert (filled.rows_loaded, filled.rows_held) == (1, 1)


@pytest.mark.parametrize(("row", "codes"), [
    ({}, []),
    ({"task": "扩园", "approved_on": day("10-19")}, []),
    ({"task": "扩园", "approved_on": day("10-20")}, ["approved_late"]),  # on the day itself is not before it
    ({"task": "扩园", "approved_on": day("10-25")}, ["approved_late"]),
    ({"milestone": "桥墩完工", "approved_on": day("10-9")}, []),
    ({"milestone": "桥墩 完工", "approved_on": day("10-10")}, ["approved_late"]),  # the node's day, not the deadline
    ({"milestone": "桥面完工"}, ["exempt_node_unknown"]),
])  # fmt: skip
def test_an_approval_that_came_too_late_or_names_no_node_is_loaded_and_asked_about(bench, row, codes):
    filled = take(bench, GRANTED | {"milestone": None} | row)
    assert [each["code"] for each in filled.findings if each["code"] in CODES] == codes
    assert (filled.rows_loaded, filled.rows_held) == (1, 0)


# ---- from which day it is known -----------------------------------------------------------------------------------------


def test_the_first_register_counts_from_its_approvals_and_later_rows_from_the_day_of_their_ledger(bench):
    take(bench, GRANTED)
    take(bench, GRANTED, GRANTED | {"task": "扩园"}, on="11-30", file="豁免11月.xlsx")
    assert kept(bench, "approved_on", "entered_on") == [(day("10-5"), day("10-5")), (day("10-5"), day("11-30"))]


def test_another_end_of_the_same_approval_is_kept_beside_the_first_one_from_its_own_day(bench):
    take(bench, GRANTED)
    take(bench, GRANTED | {"until": day("12-15")}, on="11-30", file="豁免11月.xlsx")
    assert kept(bench, '"until"', "entered_on") == [(day("11-15"), day("10-5")), (day("12-15"), day("11-30"))]


def test_the_same_ledger_twice_says_nothing_new(bench):
    take(bench, GRANTED)
    filled = take(bench, GRANTED, file="豁免又一份.xlsx", on="11-30")
    assert len(kept(bench, "task_id")) == 1
    assert "exemptions" not in filled.effect["tables"]


# ---- in a store ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def store(tmp_path):
    store = Store(tmp_path / "store")
    head = ["序号", "重点任务", "牵头单位", "启动时间", "完成时限"]
    rows = [[1, "扩园", "太和镇", "2022-09-01", "2022-10-20"], [2, "修桥", "太平镇", "2022-09-01", "2022-12-20"]]
    put(store, save(tmp_path / "任务榜.xlsx", {"任务": [["任务榜工作台账（2022年9月5日）"], head, *rows]}), month=9)
    return store


def put(store, book, *, month):
    at = datetime(2022, month, 28, 8)
    return load([book], store=store, by="张三", today=at.date(), at=at)


def register(path, *rows):
    return save(path, {"豁免": [HEADINGS, *rows]})


def test_two_versions_say_which_exemptions_are_new_and_which_end_was_moved(store, tmp_path):
    put(store, register(tmp_path / "甲.xlsx", [1, "修桥", None, *ROW[3:]]), month=10)
    before = facts(open_snapshot(store))
    moved, new = [1, "修桥", None, *ROW[3:6], "2022-12-15", *ROW[7:]], [2, "扩园", None, *ROW[3:]]
    put(store, register(tmp_path / "乙.xlsx", moved, new), month=11)
    after = facts(open_snapshot(store))
    assert differences(before, after).tables == {"exemptions": {"added": 1, "changed": 1, "gone": 0}}
    (changed,) = cell_changes(before, after).to_dict("records")
    told = [changed[name] for name in ("subject", "label", "before", "after", "row")]
    assert told == ["修桥 · 2022-10-05", "豁免至", "2022-11-15", "2022-12-15", 2]


def test_a_snapshot_made_before_there_were_exemptions_is_read_and_can_be_a_base(store, tmp_path):
    file = store.file(store.current())
    with duckdb.connect(str(file)) as old:
        old.execute("DROP TABLE exemptions; DELETE FROM schema_version WHERE version > 3")
    bytes_before = file.read_bytes()
    assert len(facts(Snapshot("old", file))["exemptions"]) == 0
    assert put(store, register(tmp_path / "甲.xlsx", [1, "修桥", None, *ROW[3:]]), month=10).published
    assert facts(open_snapshot(store))["exemptions"]["approver"].tolist() == ["区领导01"]
    assert file.read_bytes() == bytes_before
