"""走访督查, 报送, 约谈: what they say of small ledgers, and what is entered there and kept."""

from collections.abc import Callable
from datetime import date, datetime
from io import BytesIO

import openpyxl
import pytest
from streamlit.testing.v1 import AppTest

from ledgers.loading import load
from ledgers.store import Store
from pages.shared import data
from tests.pages.conftest import ROWS
from tests.pages.test_mechanism import decisions
from tests.pages.test_pages import words

TITLE = "（截至2022年10月31日）"
VISITS = ("任务序号", "走访日期", "带队领导", "重点任务", "核验进度", "走访评分", "发现问题")
PROBLEMS = ("任务序号", "发现日期", "重点任务", "存在问题", "严重程度", "整改时限", "销号日期")
ITEMS = ("序号", "督查事项", "责任单位", "文号", "交办日期", "反馈时限", "反馈日期", "反馈情况", "核查日期", "销号日期")
REPORTS = ("序号", "重点任务", "完成率")
LATE = ((1, "攻城拔寨", "公路", "公路改造", "区领导01", "区交通运输局", "三坑镇", "2022-08-01", "2022-09-20", 20),)
WENT = (1, "2022-10-12", "区领导01", "太平新城土地征收", "60%", 80, "两户未签")
FOUND = (1, "2022-10-12", "太平新城土地征收", "两户未签", "严重", "2022-10-20", None)
ASKED = (1, "秋冬季森林防火", "太平镇", "督〔2022〕1号", "2022-10-08", "2022-10-20", None, None, None, None)


def sheet(title: str, headings: tuple, *rows: tuple) -> bytes:
    """A ledger of one sheet as bytes."""
    book = openpyxl.Workbook()
    book.active.append([title])
    for row in (headings, *rows):
        book.active.append(row)
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@pytest.fixture
def watched(make_store: Callable) -> Callable:
    """A store with tasks, and what else is given: visits, problems, 督查 items, a report of a month."""

    def build(rows: tuple = ROWS, *, visits=(), problems=(), items=(), report=()):
        given = (
            ("走访.xlsx", f"每周走访台账{TITLE}", VISITS, visits), ("问题.xlsx", f"问题整改台账{TITLE}", PROBLEMS, problems),
            ("督查.xlsx", f"督查事项台账{TITLE}", ITEMS, items),
            ("月报.xlsx", "任务榜9月进度月报（截至2022年9月30日）", REPORTS, report),
        )  # fmt: skip
        books = [(name, sheet(title, headings, *rows)) for name, title, headings, rows in given if rows]

        def then(store: Store) -> None:
            if books:
                load(books, store=store, by="测试", today=date(2022, 11, 1), at=datetime(2022, 11, 1, 10))

        return make_store(rows, added=given, then=then)

    return build


def fill(page: AppTest, kind: str, **values) -> None:
    """Fill fields by key, without sending them."""
    for key, value in values.items():
        next(field for field in page.get(kind) if field.key == key).set_value(value)


def send(page: AppTest, label: str) -> AppTest:
    """Press the button of a form."""
    next(button for button in page.button if button.label == label).click().run()
    assert not page.exception, page.exception
    return page


def new_item(
    page: AppTest, matter: str = "冬季防火", units=("太平镇",), due=date(2022, 11, 10), by: str = "张三"
) -> AppTest:
    fill(page, "text_input", new_matter=matter, new_by=by, new_paper="督〔2022〕9号")
    fill(page, "multiselect", new_units=list(units))
    fill(page, "date_input", new_due=due)
    return send(page, "登记")


def record(page: AppTest, step: str, *, on: date = date(2022, 10, 31), text: str = "", back: bool = False) -> AppTest:
    next(group for group in page.get("button_group") if group.proto.id.endswith("-step")).set_value(step)
    fill(page, "date_input", step_on=on)
    fill(page, "text_area", step_text=text)
    fill(page, "checkbox", step_back=back)
    return send(page, "保存这一步")


@pytest.mark.parametrize("part", ["走访", "问题", "督查"])
@pytest.mark.parametrize("given", [{}, {"visits": [WENT], "problems": [FOUND], "items": [ASKED]}], ids=["空", "有"])
def test_every_part_opens_with_and_without_rows(watched: Callable, run_page: Callable, part: str, given: dict) -> None:
    watched(**given)
    said = words(run_page("visits", part=part))
    assert "nan" not in said.lower()
    assert "None" not in said


def test_weeks_visits_and_gaps_are_on_the_first_part(watched: Callable, run_page: Callable) -> None:
    watched(visits=[(1, "2022-10-20", *WENT[2:])])
    said = words(run_page("visits"))
    assert "区领导01" in said
    assert "10月17日起一周：去过，1 天" in said
    assert "10月10日起一周：没有去" in said
    assert "<b>1 项</b><small>核验过 1 项" in said  # 80 reported, 60 seen


def test_a_visit_opens_to_its_cells(watched: Callable, run_page: Callable) -> None:
    watched(visits=[WENT])
    page = run_page("visits")
    page.session_state["cells_visit_全部项目长"] = True
    page.run()
    said = words(page).replace("\\", "")
    assert "走访.xlsx!Sheet!B3、E3、F3、G3" in said
    assert said.count("sgt-hit") == 4


def test_problems_are_counted_by_unit_and_the_overdue_one_stands_first(watched: Callable, run_page: Callable) -> None:
    watched(problems=[FOUND, (2, "2022-10-25", "三坑公路改造", "缺料", "一般", "2022-11-20", None)], visits=[WENT])
    page = run_page("visits", part="问题")
    said = words(page)
    assert "发现 2 个，销号 0 个（按期 0、逾期 0）；2 个没有销号，其中 1 个逾期，最久的已 19 天。" in said
    assert said.index("两户未签") < said.index("缺料")


def test_an_item_is_entered_answered_checked_and_closed_on_the_screen(watched: Callable, run_page: Callable) -> None:
    store = watched()
    page = new_item(run_page("visits", part="督查"))
    assert "冬季防火" in words(page)
    assert "◇ 待反馈" in words(page)
    record(page, "反馈", text="已巡查")
    assert "◈ 已反馈待核查</i><b>冬季防火" in words(page)
    record(page, "核查", text="属实")
    record(page, "销号")
    said = words(run_page("visits", part="督查"))
    assert "● 已销号</i><b>冬季防火" in said
    assert "屏幕登记：张三" in said
    assert [row[:3] for row in decisions(store)] == [
        ("supervision", "冬季防火|太平镇|2022-10-31", step) for step in ("交办", "反馈", "核查", "销号")
    ]
    record(run_page("visits", part="督查"), "销号", back=True)
    assert "● 已销号</i><b>冬季防火" not in words(run_page("visits", part="督查"))


@pytest.mark.parametrize(("told", "said"), [
    ({"matter": ""}, "没有写督查事项"), ({"units": ()}, "没有选责任单位"), ({"due": date(2022, 10, 1)}, "早于交办日期"),
])  # fmt: skip
def test_an_item_that_makes_no_sense_is_not_kept(watched: Callable, run_page: Callable, told: dict, said: str) -> None:
    store = watched()
    page = new_item(run_page("visits", part="督查"), **told)
    assert said in words(page)
    assert decisions(store) == []


def test_a_step_before_the_item_was_issued_is_not_kept(watched: Callable, run_page: Callable) -> None:
    store = watched(items=[ASKED])
    page = record(run_page("visits", part="督查"), "反馈", on=date(2022, 10, 1), text="早了")
    assert "早于交办日期" in words(page)
    assert decisions(store) == []


def test_an_overdue_item_of_a_ledger_names_its_unit_and_its_cells(watched: Callable, run_page: Callable) -> None:
    watched(items=[ASKED])
    said = words(run_page("visits", part="督查"))
    assert "1 件逾期；要办的是太平镇（1 件）。" in said
    assert "逾期 11 天" in said
    assert "督查.xlsx!Sheet!B3" in said


def test_what_is_entered_changes_no_score_and_is_told_in_the_versions(watched: Callable, run_page: Callable) -> None:
    watched()
    view = data.View(str(data.store_path()), data.current(), "default", date(2022, 10, 31))
    then = data.scores(view)
    new_item(run_page("visits", part="督查"))
    assert data.scores(view.at(data.current(), as_of=view.as_of)) is then
    said = words(run_page("versions"))
    assert "事项 冬季防火；责任单位 太平镇" in said
    assert "{" not in said.split("更正记录")[-1].split("<style")[0] or '"matter"' not in said


def test_words_of_a_ledger_and_of_a_form_never_become_markup(watched: Callable, run_page: Callable) -> None:
    evil = "<script>alert(1)</script>**重点**"
    watched(visits=[(*WENT[:-1], evil)], problems=[(*FOUND[:3], evil, *FOUND[4:])], items=[(1, evil, *ASKED[2:])])
    for part in ("走访", "问题", "督查"):
        assert "<script>alert" not in words(run_page("visits", part=part)).replace(r"\<script\>", "")
    assert "<script>alert" not in words(new_item(run_page("visits", part="督查"), matter=evil)).replace(
        r"\<script\>", ""
    )


def test_a_late_report_a_missing_one_and_a_false_one_are_told_apart(watched: Callable, run_page: Callable) -> None:
    watched(
        report=[(1, "太平新城土地征收", "75%")],
        visits=[(1, "2022-10-08", "区领导01", "太平新城土地征收", "60%", 80, "")],
    )
    page = run_page("discipline")
    said = words(page)
    assert "太平镇" in said
    assert "不实 1 份" in said
    label = next(each.label for each in page.get("expander") if "填报" in each.label).replace("\\", "")
    assert label == "太平新城土地征收：9月30日填报 75%，10月8日核验 60%，高 15 个百分点"
    assert "走访.xlsx!Sheet!E3" in said.replace("\\", "")
    assert "月报.xlsx!Sheet!C3" in said.replace("\\", "")
    assert "9月应报 1 份：按时 1 份，不实 1 份" in said


def test_a_unit_without_reports_is_named_with_the_task_that_is_missing(watched: Callable, run_page: Callable) -> None:
    watched()
    page = run_page("discipline")
    next(group for group in page.get("button_group") if "discipline_kind" in group.proto.id).set_value("部门").run()
    page.selectbox(key="discipline_部门").set_value("区教育局").run()
    said = words(page)
    assert "区教育局没有按时的" in said.replace("\\", "")
    assert "新增公办学位" in said


def talk(page: AppTest, *, promise: str = "月底贯通", deadline: date | None = date(2022, 11, 10)) -> AppTest:
    fill(page, "text_input", talk_by_whom="区领导01", talk_with="局长", talk_by="张三")
    fill(page, "text_area", talk_promise=promise)
    fill(page, "date_input", talk_deadline=deadline)
    return send(page, "保存约谈")


def test_an_interview_is_recorded_stays_on_the_list_and_its_promise_is_kept(
    watched: Callable, run_page: Callable
) -> None:
    store = watched(LATE)
    page = run_page("alerts")
    assert "1 个项目、1 个单位、1 位项目长须约谈；还没有谈的 3 个" in words(page)
    said = words(talk(page))
    assert "◐ 已约谈，待降级</i><b>公路改造" in said
    assert "还没有谈的 2 个" in said
    assert "没有兑现的承诺 1 个" in said
    assert decisions(store)[0][0] == "interview"
    page = send(run_page("alerts"), "保存兑现")
    assert "没有兑现的承诺 0 个" in words(page)
    assert "约谈记录 1 次" in [each.label for each in page.get("expander")]


def test_an_interview_without_a_promise_is_not_kept(watched: Callable, run_page: Callable) -> None:
    store = watched(LATE)
    page = talk(run_page("alerts"), promise=" ")
    assert "没有写整改承诺" in words(page)
    assert decisions(store) == []


def test_units_and_leaders_are_listed_with_the_reason(watched: Callable, run_page: Callable) -> None:
    watched(LATE)
    page = run_page("alerts")
    for kind, why in (("单位", "牵头的 1 项任务在约谈：公路改造"), ("项目长", "领办的 1 项任务在约谈：公路改造")):
        next(group for group in page.get("button_group") if "interview_kind" in group.proto.id).set_value(kind).run()
        assert why in words(page)


def test_who_must_not_be_interviewed_is_said(make_store: Callable, run_page: Callable) -> None:
    make_store(ROWS[:1])
    assert "没有达到约谈标准的项目、单位和项目长。" in words(run_page("alerts"))
