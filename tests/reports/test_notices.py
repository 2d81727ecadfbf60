"""Notices and orders: to whom, what caused them with cells, what by when, numbered, one file each."""

from dataclasses import replace
from datetime import date
from io import BytesIO
from types import SimpleNamespace

import pandas as pd
import pytest
from docx import Document

import analysis
from reports.documents.notices import Sending, notice_papers, notices, order_papers
from reports.documents.word_paper import paper_docx
from reports.pieces.paper import COMMAND, Desk, DocumentError, Grid, Paper, Para
from reports.subjects.notices import NOTICES, item_notice, notice_name, notice_of, task_notice
from reports.subjects.order_paper import order_paper, printable_orders, unprintable_orders
from tests.reports.papers import HOSTILE

NAN, DAY = float("nan"), pd.Timestamp("2022-11-30")
ROW = {
    "task_id": "t1", "no": "14", "board": "任务榜", "task": "路基工程", "lead_units": ["区交通局"], "leaders": ["区领导08"],
    "level": 3, "state": "进行中", "as_of": DAY, "since": pd.Timestamp("2022-11-11"), "held_days": 19, "planned": 94.3,
    "actual": 56.0, "lag": 38.3, "triggers": ["落后序时进度 38.3 个百分点（黄牌线：20 个百分点）", "节点“路基贯通”超期 25 天"], "why": "x",
    "way_down": "补上 18.3 个百分点以上。", "late_node": "路基贯通", "late_days": 25.0, "soon_node": None, "exempt": False,
}  # fmt: skip
LINES = pd.DataFrame(
    [
        ("计划进度", "完成时限", "2022年12月10日", "02榜.xlsx!任务榜!L18"), ("实际进度", "填报", "56%", "由本页其他数值算得"),
        ("实际进度", "填报", "56%", "08月报.xlsx!11月!E18"), ("实际进度", "核验", "55%", "10走访.xlsx!11月!F39"),
        ("计划进度", "节点“路基贯通”", "2022年11月5日，占 30%", "05工期.xlsx!攻城拔寨!E22"), ("等级", "原因", "x", "台账中没有"),
    ],
    columns=["part", "item", "value", "source"],
)  # fmt: skip
ITEM = {
    "item": "管线|区交通局", "matter": "管线迁改", "lead_units": ["区交通局"], "document_no": "督〔2022〕01号",
    "issued_on": pd.Timestamp("2022-09-26"), "due_on": pd.Timestamp("2022-10-20"), "days_overdue": 41, "state": "逾期",
    "feedback": "已签协议。", "problem": "仍有3处", "import_id": "a", "sheet": "督查", "row": 4,
}  # fmt: skip
SENT = Sending(date(2022, 12, 5))


def situation(*rows: dict, items: tuple = ()) -> SimpleNamespace:
    """What notices ask of a situation."""
    facts = {
        "imports": pd.DataFrame({"import_id": ["a"], "file": ["17督查.xlsx"]}),
        "source_columns": pd.DataFrame(
            {
                "import_id": ["a"],
                "sheet": ["督查"],
                "field": ["matter"],
                "first_row": [4],
                "last_row": [9],
                "letter": ["B"],
            }
        ),
    }
    return SimpleNamespace(
        alerts=pd.DataFrame([{**ROW, **row} for row in rows]), items=pd.DataFrame(items), facts=facts, orders=ORDERS,
        mark="版本 x · 校验 y", pack=analysis.rule_pack(), as_of=date(2022, 11, 30), demo=True, frozen=False,
    )  # fmt: skip


def made(*rows: dict, items: tuple = (), sending: Sending = SENT) -> list[tuple[str, Paper]]:
    return list(notice_papers(situation(*rows, items=items), sending, lambda _task: LINES))


def words(paper: Paper) -> str:
    return "".join(block.text for block in paper.blocks if not isinstance(block, Grid))


def grid(paper: Paper) -> Grid:
    return next(block for block in paper.blocks if isinstance(block, Grid))


@pytest.mark.parametrize(("level", "name", "days"), [(1, "提醒", 12), (2, "预警", 10), (3, "黄牌", 8), (4, "约谈", 8)])
def test_each_level_has_its_notice_with_its_own_day(level, name, days) -> None:
    [(file, paper)] = made({"level": level})
    assert name in file
    assert f"于2022年12月{days}日前" in words(paper)
    assert notice_of(level).title == paper.title[1]


@pytest.mark.parametrize("level", [0, NAN, 5])
def test_no_notice_below_a_reminder_or_beyond_the_ladder(level) -> None:
    assert made({"level": level}) == []


@pytest.mark.parametrize("change", [{"exempt": True}, {"state": "已完成"}])
def test_exempt_and_finished_tasks_are_left_alone(change) -> None:
    assert made(change) == []


def test_a_notice_says_to_whom_about_what_and_since_when() -> None:
    [(_, paper)] = made({})
    assert (paper.addressee, paper.name) == ("区交通局", "关于“路基工程”的黄牌预警通知书")
    assert words(paper).startswith(
        "截至2022年11月30日，你单位牵头的任务榜第14项“路基工程”（项目长区领导08）处于黄牌等级，自2022年11月11日起已19天。"
        "序时进度94.3%，实际进度56%，滞后38.3个百分点。"
    )
    assert "1. 落后序时进度38.3个百分点（黄牌线：20个百分点）。2. 节点“路基贯通”超期25天。" in words(paper)


def test_what_caused_it_stands_with_values_and_cells_of_ledgers_only() -> None:
    [(_, paper)] = made({})
    assert grid(paper).rows == (
        ("完成时限（基准）", "2022年12月10日", "02榜.xlsx!任务榜!L18"), ("最近一次填报", "56%", "08月报.xlsx!11月!E18"),
        ("最近一次核验", "55%", "10走访.xlsx!11月!F39"), ("超期节点“路基贯通”", "2022年11月5日，占30%", "05工期.xlsx!攻城拔寨!E22"),
    )  # fmt: skip


@pytest.mark.parametrize(("change", "said"), [
    ({"actual": NAN, "lag": NAN, "state": "未报", "level": 1}, "实际进度未报，未知。"), ({"held_days": 0}, "，为本次新到。"),
    ({"leaders": []}, "项目长台账没有写"), ({"triggers": [], "why": "本周评估已是预警"}, "1. 本周评估已是预警。"), ({"no": None}, "任务榜“路基工程”"),
])  # fmt: skip
def test_what_is_not_known_is_said(change, said) -> None:
    assert said in words(made(change)[0][1])


def test_a_task_of_two_units_makes_two_notices_and_one_of_none_is_not_lost() -> None:
    assert [paper.addressee for _, paper in made({"lead_units": ["甲", "乙"]})] == ["甲", "乙"]
    assert [paper.addressee for _, paper in made({"lead_units": []})] == ["台账没有写牵头单位"]


def test_numbers_run_by_kind_and_tell_the_month_and_go_on_where_the_office_says() -> None:
    rows = ({"level": 2}, {"level": 4}, {"level": 2})
    assert [name.split("-")[0] for name, _ in made(*rows)] == [
        "清执办约〔2022〕1201号",
        "清执办警〔2022〕1201号",
        "清执办警〔2022〕1202号",
    ]
    mine = replace(SENT, first={"预警": 7}, kinds=("预警",), desk=Desk(code="清办"))
    assert [paper.number for _, paper in made(*rows, sending=mine)] == ["清办警〔2022〕7号", "清办警〔2022〕8号"]


def test_an_overdue_item_is_chased_with_its_cell() -> None:
    [(name, paper)] = made(items=(ITEM, {**ITEM, "state": "已销号"}))
    assert name == "清执办督〔2022〕1201号-督查-区交通局"
    assert words(paper).startswith(
        "2022年9月26日交办你单位的“管线迁改”（督〔2022〕01号），应于2022年10月20日反馈，已逾期41天。已反馈：已签协议。核查发现：仍有3处。"
    )
    assert grid(paper).rows == (("督查台账", "17督查.xlsx!督查!B4"),)


def test_an_item_that_was_entered_on_the_screen_has_no_cell() -> None:
    paper = item_notice(
        {**ITEM, "source": "", "feedback": None}, "甲", number="1号", dated=date(2022, 12, 5), desk=Desk()
    )
    assert not any(isinstance(block, Grid) for block in paper.blocks)


def test_every_notice_is_one_file_and_says_how_far_it_is() -> None:
    told = []
    rows = [{"task": f"任务{n}", "level": n % 4 + 1} for n in range(8)]
    files = dict(
        notices(
            situation(*rows),
            SENT,
            lambda _task: LINES,
            write=paper_docx,
            ending="docx",
            told=lambda done, name: told.append((done, name)),
        )
    )
    assert (len(files), [done for done, _ in told]) == (8, list(range(1, 9)))
    assert [f"{name}.docx" for _, name in told] == list(files)
    opened = Document(BytesIO(next(iter(files.values()))))
    assert any(
        "校验 y" in text.text
        for text in opened.element.iter("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t")
    )


def test_a_file_name_is_never_a_path() -> None:
    name = notice_name(NOTICES[0], "1号", "../" + HOSTILE)
    assert not set(name) & set('\\/:*?"<>|\n')


def test_hostile_names_stay_names() -> None:
    paper = task_notice(
        {**ROW, "task": HOSTILE, "triggers": [HOSTILE]},
        HOSTILE,
        LINES,
        number="1号",
        dated=date(2022, 12, 5),
        desk=Desk(),
    )
    assert HOSTILE in "".join(each.text for each in Document(BytesIO(paper_docx(paper))).paragraphs)


ORDERS = pd.DataFrame([
    {"order_no": "清执令〔2022〕第11号", "task_id": "t1", "task": "路基工程", "project": "北环路", "target": "路面贯通", "leaders": ["区领导08"],
     "lead_units": ["区交通局"], "issued_on": pd.Timestamp("2022-09-05"), "first_deadline": pd.Timestamp("2022-12-10"),
     "deadline": pd.Timestamp("2022-12-25"), "versions": 2, "history": ["2022年9月5日 首次签发", "2022年11月10日 第 2 版"]},
    {"order_no": None, "task_id": "t2", "task": "无号", "project": None, "target": None, "leaders": [], "lead_units": [],
     "issued_on": pd.NaT, "first_deadline": pd.NaT, "deadline": pd.NaT, "versions": 1, "history": []},
    {"order_no": "清执令〔2022〕第12号", "task_id": "t3", "task": "没有日期", "project": None, "target": None, "leaders": [], "lead_units": [],
     "issued_on": pd.NaT, "first_deadline": pd.NaT, "deadline": pd.NaT, "versions": 1, "history": []},
])  # fmt: skip


def test_an_order_keeps_its_first_deadline_beside_the_present_one() -> None:
    paper = order_paper(ORDERS, "清执令〔2022〕第11号")
    assert (paper.form, paper.addressee, paper.signer, paper.dated) == (
        COMMAND,
        "区交通局",
        "项目长：区领导08",
        date(2022, 9, 5),
    )
    assert grid(paper).rows == (("1", "路基工程", "路面贯通", "2022年12月10日", "2022年12月25日", "区交通局"),)
    assert "其中1项的时限后来有调整，首次时限照旧保留" in words(paper)
    assert "变更记录：“路基工程”：2022年9月5日 首次签发；2022年11月10日 第2版。" in words(paper)
    assert isinstance(paper.blocks[-1], Para)


@pytest.mark.parametrize(
    ("number", "said"), [("第99号", "没有“第99号”这道责任令"), ("清执令〔2022〕第12号", "没有写签发日期，印不出来")]
)
def test_an_order_that_cannot_be_printed_says_why(number, said) -> None:
    with pytest.raises(DocumentError, match=said):
        order_paper(ORDERS, number)


def test_every_order_is_printed_that_can_be_and_the_others_are_named() -> None:
    assert printable_orders(ORDERS) == ["清执令〔2022〕第11号"]
    assert unprintable_orders(ORDERS) == [
        "责任令清执令〔2022〕第12号没有写签发日期，印不出来；请在责任令台账补上。", "“无号”的责任令没有令号，印不出来；请在责任令台账补上。",
    ]  # fmt: skip
    assert [name for name, _ in order_papers(situation())] == ["责任令-清执令〔2022〕第11号"]
