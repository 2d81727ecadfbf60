"""From rows as read to facts: who is meant, what is held, what is written again and what is not."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.ledgers.readings import Bench, day, reading

WIDE = [
    {
        "no": "1", "category": "重要改革", "task": "六项改革", "leaders": ["区领导01"], "lead_units": ["区财政局"],
        "towns": ["太和镇"], "deadline": day("12-20"), "percent": 20.0, "percent@2022-08-31": 10.0,
    },
    {"no": "2", "category": "攻城拔寨", "task": "扩园", "lead_units": ["太和镇"], "deadline": day("11-30")},
]  # fmt: skip


@pytest.fixture
def bench(tmp_path):
    return Bench(tmp_path)


@pytest.fixture
def board(bench):
    """A store that knows the two tasks above since the end of September."""
    bench.load(reading(bench.table("tasks", WIDE), file="任务榜.xlsx", on="9-30"))
    return bench


def codes(filled, severity="error"):
    return sorted(each["code"] for each in filled.findings if each["severity"] == severity)


# ---- a wide ledger feeds several tables -----------------------------------------------------------------------------


def test_a_wide_ledger_becomes_tasks_people_deadlines_and_reports(board):
    assert board.rows("SELECT board, no, task FROM tasks ORDER BY no") == [
        ("任务榜", "1", "六项改革"),
        ("任务榜", "2", "扩园"),
    ]
    assert board.rows("SELECT role, name FROM responsibilities ORDER BY ALL") == [
        ("lead_unit", "区财政局"), ("lead_unit", "太和镇"), ("leader", "区领导01"), ("town", "太和镇"),
    ]  # fmt: skip
    assert board.rows('SELECT deadline, "row" FROM deadlines ORDER BY 1') == [(day("11-30"), 4), (day("12-20"), 3)]
    assert board.rows("SELECT report_date, percent FROM progress ORDER BY 1") == [(day("8-31"), 10), (day("9-30"), 20)]


def test_the_same_ledger_under_another_name_says_nothing_new(board):
    filled, changed = board.load(reading(board.table("tasks", WIDE), file="任务榜 副本.xlsx", on="9-30"))
    assert (filled.effect["tables"], changed, filled.rows_loaded) == ({}, True, 2)  # a file more, not a fact more


def test_the_same_file_again_changes_nothing_and_repeats_its_counts(board):
    filled, changed = board.load(reading(board.table("tasks", WIDE), file="任务榜.xlsx", on="9-30"))
    assert (changed, filled.rows_loaded, filled.rows_held) == (False, 2, 0)
    assert "already_loaded" in codes(filled, "info")


def test_a_new_month_column_adds_only_that_month(board):
    rows = [
        row | {"percent@2022-09-30": row.get("percent"), "percent@2022-10-31": 40.0, "percent": None} for row in WIDE
    ]
    filled, _ = board.load(reading(board.table("tasks", rows), file="十月.xlsx", on="10-31"))
    assert filled.effect["tables"] == {"progress": {"added": 2, "changed": 0}}
    assert filled.effect["tasks"] == {"added": 0, "changed": 0, "reported": 2}


def test_a_moved_deadline_adds_one_row_and_keeps_the_first(board):
    rows = [WIDE[0] | {"deadline": date(2023, 1, 31)}, WIDE[1]]
    filled, _ = board.load(reading(board.table("tasks", rows), file="十月.xlsx", on="10-31"))
    assert filled.effect["tables"]["deadlines"] == {"added": 0, "changed": 1}
    assert "“六项改革”的完成时限由 2022-12-20 改为 2023-01-31" in filled.effect["sentences"][-1]
    assert board.rows("""SELECT deadline, deadlines.entered_on FROM deadlines JOIN tasks USING (task_id) WHERE task = '六项改革'
        ORDER BY deadlines.seq""") == [(day("12-20"), None), (date(2023, 1, 31), day("10-31"))]


@pytest.mark.parametrize(("units", "written"), [
    (["区财政局"], []),
    (["区财政局", "区财政局"], []),
    (["区财政局", "区教育局"], ["区教育局", "区财政局"]),  # a changed set is written whole
    (["区教育局"], ["区教育局"]),
    (None, []),  # left blank: not said
])  # fmt: skip
def test_responsibilities_are_written_again_when_the_set_of_names_changes(board, units, written):
    rows = [WIDE[0] | {"lead_units": units}, WIDE[1]]
    board.load(reading(board.table("tasks", rows), file="十月.xlsx", on="10-31"))
    assert board.rows("SELECT name FROM responsibilities WHERE entered_on = DATE '2022-10-31' ORDER BY 1") == [
        (name,) for name in written
    ]


def test_names_stay_in_the_order_of_their_cell_and_of_the_rows(bench):
    rows = [{"task": f"任务{number}", "lead_units": ["丙局", "甲局", "乙局人民政府"]} for number in range(20)]
    bench.load(reading(bench.table("tasks", rows)))
    again = [{"task": f"任务{number}", "lead_units": ["丁局", "甲局"]} for number in range(20)]
    bench.load(reading(bench.table("tasks", again), file="乙.xlsx"))
    names = [name for (name,) in bench.rows("SELECT name FROM responsibilities")]
    assert names == ["丙局", "甲局", "乙局人民政府"] * 20 + ["丁局", "甲局"] * 20


def test_two_spellings_of_one_unit_in_a_cell_are_one_unit(bench):
    bench.load(reading(bench.table("tasks", [{"task": "甲", "lead_units": ["太和镇", "太和镇人民政府"]}])))
    assert bench.rows("SELECT name, written FROM responsibilities") == [("太和镇", "太和镇")]


def test_a_cell_left_blank_keeps_what_was_known(board):
    rows = [{"task": "六项改革", "category": None, "target": "完成试点"}]
    board.load(reading(board.table("tasks", rows), file="十月.xlsx", on="10-31"))
    assert board.rows("SELECT category, target, no FROM tasks ORDER BY seq DESC LIMIT 1") == [
        ("重要改革", "完成试点", "1")
    ]


# ---- which day it counts from -----------------------------------------------------------------------------------------


def test_the_first_ledger_of_a_board_is_known_from_the_beginning_later_rows_from_their_day(board):
    rows = [*WIDE, {"no": "3", "task": "新任务", "deadline": day("12-31")}]
    board.load(reading(board.table("tasks", rows), file="十月.xlsx", on="10-31"))
    brand = board.table("tasks", [{"task": "单项冠军"}], board="亮点牌")
    board.load(reading(brand, file="亮点牌.xlsx", on="10-31"))
    assert board.rows("SELECT task, entered_on, late_entry FROM tasks ORDER BY seq, no") == [
        ("六项改革", None, False), ("扩园", None, False), ("新任务", day("10-31"), False), ("单项冠军", None, False),
    ]  # fmt: skip


@pytest.mark.parametrize(("row", "late"), [
    ({"deadline": day("10-30")}, True),
    ({"deadline": day("10-31")}, False),
    ({"deadline": day("12-31"), "percent": 100.0}, True),
    ({"deadline": day("12-31"), "percent": 99.0}, False),
    ({"deadline": day("12-31"), "done": True}, True),
    ({}, False),
])  # fmt: skip
def test_a_task_entered_after_its_deadline_or_its_end_is_a_late_entry(board, row, late):
    board.load(reading(board.table("tasks", [{"task": "补录"} | row]), file="十月.xlsx", on="10-31"))
    assert board.rows("SELECT late_entry FROM tasks WHERE task = '补录'") == [(late,)]


def test_a_report_counts_from_its_own_day_a_correction_from_the_day_of_its_ledger(board):
    rows = [
        {"task": "六项改革", "report_date": day("9-30"), "percent": 25.0},
        {"task": "扩园", "report_date": day("9-30"), "percent": 5.0},
    ]
    board.load(reading(board.table("progress", rows), file="更正.xlsx", on="10-31"))
    assert board.rows("SELECT percent, entered_on FROM progress WHERE report_date = DATE '2022-09-30' ORDER BY 1") == [
        (5.0, day("9-30")), (20.0, day("9-30")), (25.0, day("10-31")),
    ]  # fmt: skip


@pytest.mark.parametrize(("row", "on", "expected"), [
    ({"percent": 50.0}, "10-31", ["10-31"]),
    ({"percent": 50.0}, None, ["12-1"]),  # no day anywhere: the day of loading
    ({"percent": 50.0, "report_date": day("10-15")}, "10-31", ["10-15"]),
    ({"percent@2022-10-31": 50.0, "percent@2022-11-30": None, "problem": "征地"}, None, ["10-31"]),  # latest month that speaks
    ({"percent@2022-10-31": 50.0, "percent": 50.0}, "10-31", ["10-31"]),  # one report, not two
    ({"percent@2022-10-31": 50.0, "problem": "征地"}, "11-30", ["10-31"]),  # a sheet of one month
    ({"problem": None, "percent": None}, "10-31", []),  # nothing said is no report
])  # fmt: skip
def test_every_report_gets_a_day(board, row, on, expected):
    board.load(reading(board.table("tasks", [{"task": "扩园"} | row]), file="下一期.xlsx", on=on))
    found = board.rows("SELECT report_date FROM progress JOIN tasks USING (task_id) WHERE task = '扩园' ORDER BY 1")
    assert found == [(day(each),) for each in expected]


def test_a_day_of_actual_completion_is_a_report_of_one_hundred_percent(board):
    rows = [{"task": "扩园", "done_on": day("10-20")}]
    board.load(reading(board.table("tasks", rows), file="十月.xlsx", on="10-31"))
    assert board.rows("SELECT report_date, percent FROM progress WHERE percent = 100 ORDER BY 1") == [
        (day("10-20"), 100), (day("10-31"), 100),
    ]  # fmt: skip


def test_a_report_of_a_day_to_come_is_warned_about(board):
    rows = [{"task": "扩园", "report_date": day("12-31"), "percent": 50.0}]
    filled, _ = board.load(reading(board.table("progress", rows), file="年底.xlsx", on="10-31"))
    assert codes(filled, "warning") == ["future_report"]


# ---- the same task twice -----------------------------------------------------------------------------------------------


def test_tasks_of_one_name_are_told_apart_by_their_units_and_stay_themselves(bench):
    rows = [{"task": "固定资产投资", "lead_units": [town], "percent": 10.0} for town in ("太和镇", "三坑镇")]
    filled, _ = bench.load(reading(bench.table("tasks", rows), on="9-30"))
    assert (filled.rows_held, codes(filled, "info")) == (0, ["same_name_task", "same_name_task"])
    again = [rows[1] | {"percent": 30.0}]
    filled, _ = bench.load(reading(bench.table("tasks", again), file="乙.xlsx", on="10-31"))
    assert filled.effect["tasks"] == {"added": 0, "changed": 0, "reported": 1}
    assert bench.rows("""SELECT name FROM progress JOIN responsibilities USING (task_id) WHERE percent = 30""") == [
        ("三坑镇",)
    ]


def test_the_same_task_twice_in_a_table_holds_the_second_row_and_names_the_first(bench):
    rows = [{"task": "扩 园", "lead_units": ["太和镇"]}, {"task": "扩园。", "lead_units": ["太和镇"]}]
    filled, _ = bench.load(reading(bench.table("tasks", rows)))
    held = next(each for each in filled.findings if each["severity"] == "error")
    assert (held["code"], held["cell"], filled.rows_loaded, filled.rows_held) == ("duplicate_task", "A4", 1, 1)
    assert "第 3 行" in held["message"]
    assert bench.rows("SELECT cells FROM held_rows") == [('{"A":"扩园。","B":"太和镇"}',)]


def test_a_sheet_per_month_is_one_task_with_several_reports(bench):
    sheets = [
        bench.table("tasks", [{"task": "扩园", "deadline": day(end), f"percent@2022-{month}": done}], sheet=month)
        for month, end, done in (("09-30", "12-1", 20.0), ("08-31", "11-1", 10.0))
    ]
    filled, _ = bench.load(reading(*sheets, on="9-30"))
    assert filled.rows_held == 0
    assert bench.rows("SELECT report_date, percent FROM progress ORDER BY 1") == [(day("8-31"), 10), (day("9-30"), 20)]
    assert bench.rows("SELECT deadline, entered_on FROM deadlines ORDER BY seq") == [
        (day("11-1"), None),
        (day("12-1"), day("9-30")),
    ]


def test_a_ledger_without_projects_means_the_one_task_of_that_name(bench):
    bench.load(reading(bench.table("tasks", [{"project": "甲", "task": "扩园"}]), on="9-30"))
    filled, _ = bench.load(
        reading(bench.table("tasks", [{"task": "扩园", "percent": 5.0}]), file="乙.xlsx", on="10-31")
    )
    assert filled.effect["tables"] == {"progress": {"added": 1, "changed": 0}}


@pytest.mark.parametrize(("one", "other", "same"), [
    ("增长5.5%", "增长55%", False),
    ("增长5.5%", "增长 5．5％", True),
    ("ABC工程（一期）", "ａｂｃ工程(一期)", True),
    ("扩园", "扩园二期", False),
])  # fmt: skip
def test_names_are_compared_without_blanks_punctuation_width_and_case(bench, one, other, same):
    bench.load(reading(bench.table("tasks", [{"task": one}])))
    bench.load(reading(bench.table("tasks", [{"task": other}]), file="乙.xlsx"))
    assert bench.rows("SELECT count(DISTINCT task_id) FROM tasks") == [(1 if same else 2,)]


# ---- rows that speak about a task ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("asked", "found"), [
    ({"task": "六项 改革"}, "六项改革"),
    ({"project": "扩园"}, "扩园"),
    ({"no": "2"}, "扩园"),
    ({"no": "2", "board": "亮点牌"}, None),
    ({"task": "没有这项"}, None),
    ({"task": "没有这项", "no": "2"}, None),  # a wrong name is not mended by a number
    ({}, None),
])  # fmt: skip
def test_a_visit_finds_its_task_by_name_then_project_then_number(board, asked, found):
    filled, _ = board.load(reading(board.table("visits", [asked | {"visited_on": day("9-9")}]), file="走访.xlsx"))
    assert board.rows("SELECT task FROM visits JOIN tasks USING (task_id)") == ([(found,)] if found else [])
    assert filled.rows_held == (0 if found else 1)


def test_an_unknown_task_is_held_with_the_nearest_name_and_goes_in_once_the_task_is_there(board):
    visits = reading(
        board.table(
            "visits", [{"task": "扩园二期工程", "visited_on": day("9-9")}, {"task": "扩园", "visited_on": day("9-9")}]
        ),
        file="走访.xlsx",
    )
    filled, _ = board.load(visits)
    error = next(each for each in filled.findings if each["severity"] == "error")
    assert (error["code"], error["cell"], error["value"]) == ("unknown_task", "A3", "扩园二期工程")
    assert (filled.rows_loaded, filled.rows_held) == (1, 1)
    assert board.load(visits)[1] is False  # still unknown: nothing changes
    board.load(reading(board.table("tasks", [{"task": "扩园二期工程"}]), file="补.xlsx", on="10-31"))
    filled, changed = board.load(visits)
    assert (changed, filled.rows_loaded, filled.rows_held, codes(filled)) == (True, 2, 0, [])
    assert board.rows("SELECT count(*) FROM visits") == [(2,)]


def test_files_of_one_call_are_stored_tasks_first(bench):
    visits = reading(bench.table("visits", [{"task": "扩园", "visited_on": day("9-9")}]), file="走访.xlsx")
    filled, _ = bench.load(visits, reading(bench.table("tasks", WIDE), file="任务榜.xlsx"))
    assert (filled.rows_held, bench.rows("SELECT count(*) FROM visits")) == (0, [(1,)])


@pytest.mark.parametrize(
    ("asked", "found"), [({"towns": ["三坑镇"]}, "三坑镇"), ({"lead_units": ["太和镇"]}, "太和镇"), ({}, None)]
)
def test_of_several_tasks_with_one_name_the_unit_decides(bench, asked, found):
    rows = [{"task": "固定资产投资", "lead_units": [town]} for town in ("太和镇", "三坑镇")]
    bench.load(reading(bench.table("tasks", rows)))
    row = {"task": "固定资产投资", "report_date": day("10-31"), "percent": 30.0} | asked
    filled, _ = bench.load(reading(bench.table("progress", [row]), file="十月.xlsx"))
    assert bench.rows("SELECT name FROM progress JOIN responsibilities USING (task_id)") == (
        [(found,)] if found else []
    )
    assert codes(filled) == ([] if found else ["ambiguous_task"])


@pytest.mark.parametrize(("numbers", "warned"), [(["2", "1"], 2), (["1", "2"], 0), (["7", "8"], 0), (["2", None], 1)])
def test_a_number_that_belongs_to_another_task_is_warned_about_unless_it_only_counts_rows(board, numbers, warned):
    names = ["六项改革", "扩园"]
    rows = [{"no": no, "task": task, "visited_on": day("9-9")} for no, task in zip(numbers, names, strict=True)]
    filled, _ = board.load(reading(board.table("visits", rows), file="走访.xlsx"))
    assert board.rows("SELECT task FROM visits JOIN tasks USING (task_id) ORDER BY visits.row") == [
        (name,) for name in names
    ]
    if numbers != ["2", None]:  # a single number is indistinguishable from a count that starts there
        assert codes(filled, "warning").count("number_mismatch") == warned


@pytest.mark.parametrize(("cell", "found"), [
    ("六项改革、扩园", ["六项改革", "扩园"]),
    ("1.扩园\n2.六项改革", ["六项改革", "扩园"]),
    ("教育、医疗、文体", ["教育、医疗、文体"]),
    ("教育、医疗、文体、扩园", ["扩园", "教育、医疗、文体"]),
    ("扩园、没有这项", None),  # one unknown name holds the order, whole
])  # fmt: skip
def test_an_order_may_name_several_tasks(board, cell, found):
    board.load(reading(board.table("tasks", [{"task": "教育、医疗、文体"}]), file="补.xlsx"))
    row = {
        "order_no": "1号",
        "task": cell,
        "issued_on": day("9-5"),
        "leaders": ["区领导01"],
        "lead_units": ["太和镇人民政府"],
    }
    filled, _ = board.load(reading(board.table("orders", [row]), file="责任令.xlsx"))
    rows = board.rows("SELECT task, lead_units FROM orders JOIN tasks USING (task_id) ORDER BY task")
    assert rows == [(name, ["太和镇"]) for name in found or []]
    assert codes(filled) == ([] if found else ["unknown_task"])


# ---- reports that contradict each other -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("first", "second", "held", "kept"), [
    ({"percent": 10.0}, {"percent": 20.0}, 1, [(10.0, None)]),
    ({"percent": 10.0}, {"percent": 10.0}, 0, [(10.0, None)]),
    ({"percent": 10.0, "progress_text": "甲"}, {"progress_text": "乙"}, 0, [(10.0, "乙；甲")]),
])  # fmt: skip
def test_two_reports_of_one_day_in_a_file_are_joined_or_the_second_is_held(board, first, second, held, kept):
    rows = [{"task": "扩园", "report_date": day("10-31")} | each for each in (first, second)]
    filled, _ = board.load(reading(board.table("progress", rows), file="十月.xlsx"))
    assert filled.rows_held == held
    assert board.rows("SELECT percent, progress_text FROM progress WHERE report_date = DATE '2022-10-31'") == kept


def test_the_sheet_that_contradicts_the_task_ledger_of_its_own_file_is_held(bench):
    wide = bench.table("tasks", [{"task": "扩园", "percent": 10.0}], sheet="任务榜")
    reports = bench.table("progress", [{"task": "扩园", "report_date": day("9-30"), "percent": 20.0}], sheet="进度")
    filled, _ = bench.load(reading(wide, reports, on="9-30"))
    error = next(each for each in filled.findings if each["severity"] == "error")
    assert (error["sheet"], error["cell"], error["code"]) == ("进度", "C3", "duplicate_report")
    assert "工作表“任务榜”第 3 行是 10%" in error["message"]


# ---- units -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("written", "unit", "kind"), [
    ("太和镇", "太和镇", "镇"),
    ("太和镇人民政府", "太和镇", "镇"),
    ("洲心街道办事处", "洲心街道", "镇"),
    ("区财政局", "区财政局", "部门"),
    ("各镇", "各镇", "其他"),
    ("各镇人民政府", "各镇", "其他"),
    ("有关单位", "有关单位", "其他"),
    ("区供电局", "区供电局", "部门"),
])  # fmt: skip
def test_a_unit_that_no_table_lists_is_inferred_from_its_name(bench, written, unit, kind):
    filled, _ = bench.load(reading(bench.table("tasks", [{"task": "甲", "lead_units": [written]}])))
    assert bench.rows("SELECT unit, kind, inferred FROM units") == [(unit, kind, True)]
    assert bench.rows("SELECT name, written FROM responsibilities") == [(unit, written)]
    assert codes(filled, "warning") == ["unknown_unit"]


def test_names_are_resolved_by_the_unit_table_and_its_aliases(bench):
    units = bench.table(
        "units",
        [{"unit": "区工业和信息化局", "aliases": ["区工信局"], "category": "区直部门"}, {"unit": "太和镇"}],
        sheet="单位",
    )
    rows = [{"task": "甲", "lead_units": ["区 工信局", "太和镇人民政府"]}]
    filled, _ = bench.load(reading(bench.table("tasks", rows), units))
    assert bench.rows("SELECT name FROM responsibilities ORDER BY 1") == [("区工业和信息化局",), ("太和镇",)]
    assert bench.rows("SELECT unit, kind, inferred FROM units ORDER BY sort") == [
        ("区工业和信息化局", "部门", False),
        ("太和镇", "镇", False),
    ]
    assert codes(filled, "warning") == []
    assert ("太和镇人民政府", True) in bench.rows("SELECT alias, learned FROM unit_aliases")


def test_a_unit_table_that_comes_later_puts_inferred_names_right(bench):
    honours = bench.table("honours", [{"unit": "区工信局", "level": "市", "matter": "表彰"}], sheet="加分")
    bench.load(reading(bench.table("tasks", [{"task": "甲", "lead_units": ["区工信局"]}]), honours, on="9-30"))
    units = bench.table("units", [{"unit": "区工业和信息化局", "aliases": ["区工信局"]}])
    bench.load(reading(units, file="单位表.xlsx", on="10-31"))
    assert bench.rows("SELECT unit FROM units") == [("区工业和信息化局",)]
    assert (
        bench.rows("SELECT name FROM responsibilities UNION ALL SELECT unit FROM honours")
        == [("区工业和信息化局",)] * 2
    )


# ---- milestones, problems, honours ---------------------------------------------------------------------------------------


def test_a_milestone_keeps_its_first_day_and_gets_a_new_row_when_its_state_changes(board):
    first = [{"task": "扩园", "milestone": "开工", "planned_on": day("9-9"), "done": False}]
    board.load(reading(board.table("milestones", first), file="节点.xlsx", on="9-30"))
    later = [{"task": "扩园", "milestone": "开工", "planned_on": day("10-9"), "done_on": day("10-8")}]
    board.load(reading(board.table("milestones", later), file="节点2.xlsx", on="10-31"))
    assert board.rows("SELECT planned_on, status_known, done, done_on, entered_on FROM milestones ORDER BY seq") == [
        (day("9-9"), True, False, None, None), (day("10-9"), True, True, day("10-8"), day("10-31")),
    ]  # fmt: skip


def test_a_plan_without_any_status_is_not_a_plan_with_nothing_done(board):
    rows = [{"task": "扩园", "milestone": "开工", "planned_on": day("9-9")}]
    board.load(reading(board.table("milestones", rows), file="节点.xlsx"))
    assert board.rows("SELECT status_known, done FROM milestones") == [(False, False)]


def test_a_problem_that_is_closed_later_is_the_same_problem(board):
    opened = [{"task": "扩园", "problem": "征地难", "opened_on": day("9-9"), "lead_units": ["太和镇人民政府"]}]
    board.load(reading(board.table("problems", opened), file="问题.xlsx", on="9-30"))
    closed = [{"task": "扩园", "problem": "征地难", "closed_on": day("10-8")}]
    filled, _ = board.load(reading(board.table("problems", closed), file="问题2.xlsx", on="10-31"))
    assert filled.effect["tables"] == {"problems": {"added": 0, "changed": 1}}
    assert board.rows("SELECT opened_on, closed_on, lead_units, entered_on FROM problems ORDER BY seq") == [
        (day("9-9"), None, ["太和镇"], day("9-9")), (day("9-9"), day("10-8"), ["太和镇"], day("10-31")),
    ]  # fmt: skip


@pytest.mark.parametrize(("kind", "row", "code"), [
    ("visits", {"task": "扩园"}, "no_visited_on"),
    ("milestones", {"task": "扩园", "planned_on": day("9-9")}, "no_milestone"),
    ("problems", {"task": "扩园"}, "no_problem"),
    ("honours", {"matter": "表彰"}, "no_unit"),
    ("tasks", {"task": "——"}, "no_task"),
])  # fmt: skip
def test_a_row_without_its_main_cell_is_held(board, kind, row, code):
    filled, _ = board.load(reading(board.table(kind, [row]), file="缺.xlsx"))
    assert (codes(filled), filled.rows_held, filled.rows_loaded) == ([code], 1, 0)


def test_two_rows_about_one_visit_that_differ_hold_the_second(board):
    rows = [
        {"task": "扩园", "visited_on": day("9-9"), "visitor": "区领导01", "verified_percent": each}
        for each in (10.0, 10.0, 20.0)
    ]
    filled, _ = board.load(reading(board.table("visits", rows), file="走访.xlsx"))
    assert (codes(filled), filled.rows_held) == (["duplicate_row"], 1)
    assert board.rows("SELECT verified_percent FROM visits") == [(10.0,)]


# ---- properties ------------------------------------------------------------------------------------------------------------

_NAMES = st.sampled_from(["六项改革", "扩园", "单项冠军"])
_UNITS = st.lists(st.sampled_from(["区财政局", "太和镇", "太和镇人民政府", "各镇"]), max_size=3).map(
    lambda names: names or None
)
_PERCENTS = st.none() | st.sampled_from([0.0, 35.5, 122.6])
_ROWS = st.lists(
    st.fixed_dictionaries({
        "task": _NAMES, "lead_units": _UNITS, "towns": _UNITS, "deadline": st.none() | st.sampled_from([day("9-9"), day("12-1")]),
        "percent": _PERCENTS, "percent@2022-08-31": _PERCENTS, "problem": st.none() | st.just("征地"),
    }), max_size=6,
)  # fmt: skip


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=_ROWS)
def test_the_same_rows_a_second_time_add_nothing_and_every_row_is_loaded_or_held(tmp_path_factory, rows):
    bench = Bench(tmp_path_factory.mktemp("bench"))
    filled, _ = bench.load(reading(bench.table("tasks", rows), on="9-30"))
    assert filled.rows_loaded + filled.rows_held == len(rows)
    again, _ = bench.load(reading(bench.table("tasks", rows), file="副本.xlsx", on="9-30"))
    assert again.effect["tables"] == {}
