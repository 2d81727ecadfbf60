"""督查 ledgers from the workbook to the snapshot: known by their columns, linked to tasks only by name, kept by day."""

from datetime import date, datetime

import duckdb
import pytest

from ledgers.cell_changes import cell_changes
from ledgers.clerk.template import write_template
from ledgers.compare import differences
from ledgers.decisions import UNIT, Decision
from ledgers.loading import load
from ledgers.sandbox import read_json, read_upload
from ledgers.sql import snapshots
from ledgers.store import Snapshot, facts, open_snapshot
from tests.ledgers.readings import Bench, day, reading
from tests.ledgers.workbooks import save

TASKS = [
    {"no": "1", "task": "扩园", "lead_units": ["太和镇"], "deadline": day("12-20")},
    {"no": "2", "task": "智慧停车", "project": "停车", "lead_units": ["区城管局"]},
    {"no": "3", "task": "智慧停车", "project": "停车二期", "lead_units": ["区城管局"]},
]
ITEM = {"matter": "秋冬季森林防火", "lead_units": ["太和镇"], "issued_on": day("10-8"), "due_on": day("10-20")}
HEADINGS = [
    "序号",
    "督查事项",
    "责任单位",
    "交办日期",
    "反馈时限",
    "反馈情况",
    "反馈日期",
    "核查日期",
    "办结日期",
    "备注",
]
ROW = [1, "秋冬季森林防火", "太和镇", "2022-10-08", "2022年10月20日前", "已巡查", "2022-10-18", "2022-10-21", None, "/"]


@pytest.fixture
def bench(tmp_path):
    bench = Bench(tmp_path)
    bench.load(reading(bench.table("tasks", TASKS), file="任务榜.xlsx", on="9-5"))
    return bench


def take(bench, *rows, on="10-31", file="督查.xlsx"):
    return bench.load(reading(bench.table("supervisions", rows), file=file, on=on))[0]


def kept(bench, *columns):
    return bench.rows(f'SELECT {", ".join(columns)} FROM supervisions ORDER BY seq, "row"')


# ---- which ledger is one ------------------------------------------------------------------------------------------------

KINDS = [
    ("", HEADINGS, ROW, "supervisions"),
    ("督查台账", ["督查事项", "责任单位", "办结时限", "办理情况"], ["甲", "太和镇", "2022-10-20", "正在办"], "supervisions"),
    ("督办件", ["督办事项", "承办单位", "配合单位", "责任人", "办结时限", "办理情况"],
     ["甲", "太和镇", "区财政局", "张三", "2022-10-20", "正在办"], "supervisions"),
    ("", ["交办事项", "被督查单位", "交办时间", "办理情况", "销号日期"], ["甲", "太和镇", "2022-10-08", "好", "2022-10-20"],
     "supervisions"),
    # a list of tasks that are called 督办事项
    ("", ["督办事项", "牵头单位", "完成时限", "进展情况"], ["甲", "太和镇", "2022-10-20", "正在办"], "tasks"),
    ("督查重点任务台账", ["重点任务", "牵头单位", "完成时限", "进展情况"], ["甲", "太和镇", "2022-10-20", "好"], "tasks"),
    # 督查 in the title of a visit, a problem
    ("督查走访", ["督查日期", "督查事项", "督查人员", "核查进度", "发现问题"], ["2022-10-08", "甲", "张三", "50%", "缺人"],
     "visits"),
    ("督查发现问题", ["任务名称", "存在问题", "交办日期", "整改时限", "办结日期"],
     ["甲", "缺人", "2022-10-08", "2022-10-20", None], "problems"),
    ("督查通报", ["单位", "通报事项", "级别", "扣分", "通报日期"], ["太和镇", "迟报", "区级", -1, "2022-10-08"], "honours"),
]  # fmt: skip


@pytest.mark.parametrize(("title", "headings", "row", "kind"), KINDS)
def test_a_ledger_is_one_of_supervision_by_its_columns_and_title(tmp_path, title, headings, row, kind):
    path = save(tmp_path / "工作簿1.xlsx", {"Sheet1": [[title], headings, row] if title else [headings, row]})
    answer = read_json(read_upload(path, folder=tmp_path))
    assert [each["kind"] for each in answer["sheets"]] == [kind]


def test_every_column_of_a_usual_ledger_is_read(tmp_path):
    path = save(tmp_path / "工作簿1.xlsx", {"Sheet1": [HEADINGS, ROW]})
    (sheet,) = read_json(read_upload(path, folder=tmp_path))["sheets"]
    assert sheet["unknown_columns"] == []
    assert sheet["rows"][0]["values"] == {
        "no": "1", "matter": "秋冬季森林防火", "lead_units": ["太和镇"], "issued_on": "2022-10-08",
        "due_on": "2022-10-20", "progress_text": "已巡查", "report_date": "2022-10-18", "visited_on": "2022-10-21",
        "closed_on": None, "remark": None,
    }  # fmt: skip


# ---- what it is about ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("row", "task"), [
    ({}, None),
    ({"task": "扩园"}, "扩园"),
    ({"matter": "扩 园"}, "扩园"),  # called exactly like one task, blanks apart
    ({"matter": "扩园工作"}, None),
    ({"matter": "智慧停车"}, None),  # two tasks of that name
    ({"project": "停车二期"}, "智慧停车"),
    ({"no": "1"}, None),  # the item's own number
])  # fmt: skip
def test_an_item_is_about_the_task_that_it_names_or_about_none(bench, row, task):
    filled = take(bench, ITEM | row)
    assert (filled.rows_loaded, filled.rows_held) == (1, 0)
    found = bench.rows("SELECT task FROM supervisions LEFT JOIN tasks USING (task_id)")
    assert found == [(task,)]


@pytest.mark.parametrize(("row", "code"), [
    ({"task": "没有的任务"}, "unknown_task"), ({"task": "智慧停车"}, "ambiguous_task"),
    ({"task": "智慧停车", "no": "2"}, "ambiguous_task"),  # the item's own number ({"matter": None}, "no_matter"),
])  # fmt: skip
def test_a_row_that_names_an_unknown_task_or_no_matter_is_held(bench, row, code):
    filled = take(bench, ITEM | row, ITEM | {"lead_units": ["三坑镇"]})
    assert [each["code"] for each in filled.findings if each["severity"] == "error"] == [code]
    assert (filled.rows_held, kept(bench, "lead_units")) == (1, [(["三坑镇"],)])


def test_items_can_be_loaded_before_there_is_any_task(tmp_path):
    bench = Bench(tmp_path)
    assert take(bench, ITEM).rows_held == 0


# ---- one matter, many units; later words --------------------------------------------------------------------------------


def test_one_matter_asked_of_two_towns_is_two_items_and_the_same_row_twice_is_held(bench):
    filled = take(bench, ITEM, ITEM | {"lead_units": ["三坑镇"]}, ITEM | {"due_on": day("10-25")})
    assert [each["code"] for each in filled.findings if each["severity"] == "error"] == ["duplicate_row"]
    assert kept(bench, "lead_units") == [(["太和镇"],), (["三坑镇"],)]


LATER = [
    ({}, []),  # nothing new
    ({"progress_text": "已巡查", "report_date": day("10-18")}, [("已巡查", day("10-20"), None, False)]),
    ({"due_on": None, "closed_on": day("10-30")}, [(None, day("10-20"), day("10-30"), True)]),
    ({"issued_on": None, "lead_units": None, "done": True}, [(None, day("10-20"), None, True)]),
    ({"lead_units": ["太和镇人民政府"]}, []),
]


@pytest.mark.parametrize(("row", "added"), LATER)
def test_a_later_ledger_adds_only_what_it_says_anew_and_blanks_keep_what_was_known(bench, row, added):
    take(bench, ITEM, on="10-10")
    take(bench, ITEM | row, on="10-31", file="督查10月.xlsx")
    assert kept(bench, "progress_text", "due_on", "closed_on", "done")[1:] == added


def test_a_row_without_units_is_an_item_of_its_own_where_several_units_were_asked(bench):
    take(bench, ITEM, ITEM | {"lead_units": ["三坑镇"]}, on="10-10")
    take(bench, ITEM | {"lead_units": None, "progress_text": "已巡查", "report_date": day("10-18")}, file="乙.xlsx")
    assert kept(bench, "lead_units")[2:] == [(None,)]


def test_the_town_is_asked_where_the_ledger_names_no_other_unit(bench):
    take(
        bench,
        ITEM | {"lead_units": None, "towns": ["太和镇"]},
        {**ITEM, "lead_units": ["区林业局"], "towns": ["太和镇"]},
    )
    assert kept(bench, "lead_units") == [(["太和镇"],), (["区林业局"],)]


@pytest.mark.parametrize(("row", "entered"), [
    ({}, day("10-8")),
    ({"progress_text": "已巡查", "report_date": day("10-18")}, day("10-8")),
    ({"progress_text": "已巡查"}, day("10-31")),  # nobody knows since when
    ({"status": "已反馈"}, day("10-31")),
    ({"issued_on": None}, day("10-31")),
])  # fmt: skip
def test_an_item_counts_from_the_day_it_was_issued_unless_it_tells_things_without_a_day(bench, row, entered):
    take(bench, ITEM | row)
    assert kept(bench, "entered_on") == [(entered,)]


def test_a_reopened_item_loses_its_day_of_closing(bench):
    take(bench, ITEM | {"closed_on": day("10-30"), "done": True}, on="10-30")
    take(bench, ITEM | {"done": False}, on="11-30", file="乙.xlsx")
    assert kept(bench, "closed_on", "done") == [(day("10-30"), True), (None, False)]


def test_a_name_explained_later_renames_the_units_asked(bench):
    take(bench, ITEM | {"lead_units": ["太和"]}, on="10-10")
    table = bench.table("units", [{"unit": "太和镇", "category": "镇", "aliases": ["太和"]}])
    bench.load(reading(table, file="单位表.xlsx", on="10-11"))
    assert kept(bench, "lead_units") == [(["太和镇"],)]
    take(bench, ITEM | {"lead_units": ["太和"]}, on="10-31", file="乙.xlsx")
    assert len(kept(bench, "matter")) == 1


# ---- what a person is asked ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("row", "code", "words"), [
    ({"due_on": day("11-20")}, "due_moved", "由 2022-10-20 改为 2022-11-20：作为调整留下记录，逾期仍按最早的 2022-10-20 算"),
    ({"closed_on": day("9-30")}, "before_issued", "办结日期 2022-09-30 早于交办日期 2022-10-08"),
    ({"report_date": day("10-7")}, "before_issued", "反馈日期 2022-10-07 早于"),
    ({"visited_on": day("10-8")}, None, ""),
])  # fmt: skip
def test_odd_days_of_an_item_are_asked_about_at_their_cell(bench, row, code, words):
    take(bench, ITEM, on="10-10")
    filled = take(bench, ITEM | row, file="乙.xlsx")
    warned = [each for each in filled.findings if each["severity"] == "warning"]
    assert [each["code"] for each in warned] == ([code] if code else [])
    assert words in "".join(each["message"] for each in warned)
    assert all(each["cell"].endswith("3") and each["cell"] != "A3" for each in warned)


# ---- in a store ---------------------------------------------------------------------------------------------------------


def loaded(store, path, *rows, month=10):
    book = save(path, {"督查": [[f"督查台账（截至2022年{month}月31日）"], HEADINGS, *rows]})
    at = datetime(2022, month, 31, 8)
    return load([book], store=store, by="张三", today=at.date(), at=at)


def test_two_versions_differ_by_item_and_by_cell(store, tmp_path):
    other = [2, "秋冬季森林防火", "三坑镇、太和镇", *ROW[3:]]
    loaded(store, tmp_path / "甲.xlsx", ROW, other)
    before = facts(open_snapshot(store))
    loaded(store, tmp_path / "乙.xlsx", [*ROW[:8], "2022-12-10", "/"], other, month=12)
    after = facts(open_snapshot(store))
    assert differences(before, after).tables == {"supervisions": {"added": 0, "changed": 1, "gone": 0}}
    changed = cell_changes(before, after)
    assert changed[["subject", "label", "before", "after", "row"]].to_dict("records") == [
        {"subject": "秋冬季森林防火 · 太和镇", "label": "办结日期", "before": None, "after": "2022-12-10", "row": 3}
    ]


def test_a_snapshot_made_before_there_were_these_tables_is_read_and_can_be_a_base(store, tmp_path):
    file = store.file(store.current())
    with duckdb.connect(str(file)) as old:
        old.execute("DROP TABLE supervisions; DROP TABLE indicators; DELETE FROM schema_version WHERE version > 2")
    bytes_before = file.read_bytes()
    found = facts(Snapshot("old", file))
    assert (len(found["supervisions"]), len(found["indicators"]), len(found["tasks"])) == (0, 0, 2)
    assert loaded(store, tmp_path / "甲.xlsx", ROW).published
    assert len(facts(open_snapshot(store))["supervisions"]) == 1
    assert file.read_bytes() == bytes_before
    with duckdb.connect(str(store.file(store.current())), read_only=True) as new:
        assert new.execute(snapshots.READ_VERSION).fetchone() == (len(snapshots.MIGRATIONS),)


def test_a_units_blank_holds_its_open_items_and_changes_nothing_when_loaded_untouched(store, tmp_path):
    closed = [3, "信访积案化解", "太和镇", *ROW[3:8], "2022-10-30", "/"]
    both = [4, "扩园", "三坑镇、太和镇", *ROW[3:]]
    loaded(store, tmp_path / "甲.xlsx", ROW, [2, ROW[1], "三坑镇", *ROW[3:]], closed, both)
    path = tmp_path / "空白.xlsx"
    assert write_template("supervisions", path, store=store, unit="太和镇") == 2
    again = load([path], store=store, by="李四", today=date(2022, 12, 1), at=datetime(2022, 12, 1, 9), draft=True)
    assert (again.rows_held, again.rows_loaded, again.effect["tables"]) == (0, 2, {})


def test_a_decision_on_a_unit_also_holds_for_items_loaded_before(store, tmp_path):
    loaded(store, tmp_path / "甲.xlsx", [1, ROW[1], "太和镇办", *ROW[3:]])
    decided = Decision(UNIT, "", "太和镇办", "太和镇", was="太和镇办", since=None)
    at = datetime(2022, 11, 1, 8)
    book = save(tmp_path / "乙.xlsx", {"督查": [HEADINGS, ROW]})
    load([book], store=store, by="李四", today=at.date(), at=at, decided=[decided])
    assert [list(each) for each in facts(open_snapshot(store))["supervisions"]["lead_units"]] == [["太和镇"]]
