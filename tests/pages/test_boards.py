"""责任令, 亮点牌, 项目长, 加扣分 and the classes of 任务榜: what they say of small ledgers."""

from collections.abc import Callable
from datetime import date, datetime
from io import BytesIO

import openpyxl
import pytest

from ledgers.loading import load
from tests.pages.conftest import ROWS
from tests.pages.test_pages import words

SCREENS = ("brands", "orders", "leaders")
CHARTS = {"brands": 1, "orders": 0, "leaders": 1}
AT = datetime(2022, 11, 2, 9)


def book(title: str, *rows: tuple) -> bytes:
    """A workbook of one sheet."""
    workbook = openpyxl.Workbook()
    workbook.active.title = title
    for row in ((f"{title}（截至2022年10月31日）",), *rows):
        workbook.active.append(row)
    buffer = BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


ORDERS = book(
    "责任令台账",
    ("责任令编号", "签发日期", "所属项目", "重点任务", "项目长", "牵头单位", "完成时限", "目标效果"),
    (
        "清执令〔2022〕第01号",
        "2022-09-05",
        "太平新城",
        "太平新城土地征收",
        "区领导01",
        "太平镇",
        "2022-12-10",
        "征地500亩",
    ),
    (
        "清执令〔2022〕第03号",
        "2022-09-05",
        "三坑公路",
        "三坑公路改造",
        "区领导02",
        "区交通运输局",
        "2022-12-01",
        "改造9公里",
    ),
)
BRANDS = book(
    "亮点牌工作台账",
    ("序号", "所属项目", "重点任务", "牵头区领导", "牵头单位", "启动时间", "完成时限", "完成率"),
    (1, "用电报装", "擦亮四办品牌", "区领导01", "区供电局", "2022-09-01", "2022-12-10", 60),
)
HONOURS = book(
    "加扣分台账",
    ("日期", "单位", "级别", "事项", "所属项目", "文号", "全市排名"),
    ("2022-09-30", "区供电局", "全市排名", "9月评价", "用电报装", None, 3),
    ("2022-10-31", "区供电局", "全市排名", "10月评价", "用电报装", None, 1),
    ("2022-10-08", "区供电局", "省", "四办经验推广", "用电报装", "粤1号", None),
    ("2022-10-09", "区供电局", "省级媒体", "典型宣传", "用电报装", None, None),
    ("2022-10-10", "太平镇", "市", "产值增长", None, None, None),
)


@pytest.fixture
def full(make_store: Callable):
    """Orders, a brand and honours beside the three tasks."""
    files = [("责任令台账.xlsx", ORDERS), ("亮点牌台账.xlsx", BRANDS), ("加扣分台账.xlsx", HONOURS)]
    return make_store(
        added="责任令、亮点牌、加扣分",
        then=lambda store: load(files, store=store, by="李四", today=date(2022, 11, 2), at=AT),
    )


def labels(page) -> list[str]:
    return [each.label.replace("\\", "") for each in page.get("expander")]


@pytest.mark.parametrize("name", SCREENS)
def test_a_page_opens_with_orders_brands_and_without(make_store: Callable, run_page: Callable, full, name) -> None:
    assert len(run_page(name).get("plotly_chart")) == CHARTS[name]


@pytest.mark.parametrize("name", SCREENS)
def test_a_page_opens_where_the_ledgers_have_none_of_it(make_store: Callable, run_page: Callable, name) -> None:
    make_store(tuple((*row[:-1], None) for row in ROWS))
    said = words(run_page(name))
    assert "nan" not in said.lower()
    assert "None" not in said


@pytest.mark.parametrize("name", [*SCREENS, "evidence"])
def test_an_empty_store_leads_to_the_import_page(make_store: Callable, run_page: Callable, name) -> None:
    make_store(None)
    assert "还没有已发布的台账" in words(run_page(name))


def test_words_of_a_ledger_never_become_markup(make_store: Callable, run_page: Callable) -> None:
    evil = "<script>alert(1)</script>**重点**"
    store = make_store(((1, "攻城拔寨", evil, evil, evil, "太平镇", "太平镇", "2022-09-01", "2022-10-10", 20),))
    order = book("责任令台账", ("责任令编号", "签发日期", "重点任务", "目标效果"), (evil, "2022-09-05", evil, evil))
    load([("责任令.xlsx", order)], store=store, by="李四", today=date(2022, 11, 2), at=AT)
    for name in (*SCREENS, "points", "board"):
        said = words(run_page(name)).replace(r"\<script\>", "")
        assert "<script>alert" not in said


def test_the_orders_say_what_is_wrong_and_which_number_is_free(run_page: Callable, full) -> None:
    page = run_page("orders")
    said = words(page)
    assert "需要核对 3 处：任务无令 1，令号缺号 1，时限不一致 1" in labels(page)
    assert "任务榜“新增公办学位”还没有责任令" in said
    assert "<b>第04号</b>" in said
    assert "首次签发的时限是 2022年12月1日，台账的基准时限是 2022年12月10日" in said


def test_one_order_is_shown_in_full_with_its_cells(run_page: Callable, full) -> None:
    page = run_page("orders", order_no="清执令〔2022〕第03号 · 三坑公路")
    said = words(page)
    assert "<p>目标效果：改造9公里</p><p>时限 2022年12月1日</p><p>2022年9月5日 首次签发，时限 2022年12月1日</p>" in said
    assert "各版原文在哪一格" in labels(page)
    assert any("三坑公路改造" in each.proto.label for each in page.get("page_link"))


def test_the_orders_of_one_leader(run_page: Callable, full) -> None:
    said = words(run_page("orders", order_leader="区领导02"))
    assert "第03号" in said
    assert "1 道，按项目长排列" in said


def test_a_brand_shows_rank_change_and_proof_and_praise_alone_counts(run_page: Callable, full) -> None:
    said = words(run_page("brands"))
    assert "2022年10月第 1，▲ 上升 2 位，最好第 1" in said
    assert "佐证：表彰 1、媒体 1" in said
    assert "粤1号" in said
    points = words(run_page("points", points_unit="区供电局"))
    assert "加分 1 − 批评 0" in points


def test_a_leader_is_shown_with_projects_and_no_score_of_the_person(run_page: Callable, full) -> None:
    page = run_page("leaders", leader="区领导01")
    said = words(page)
    assert "太平新城土地征收" in said
    assert "清执令〔2022〕第01号" in said
    assert "牵头单位：太平镇" in said
    assert not [word for word in ("名次", "排名", "得分") if word in said]


def test_every_leader_has_a_row_and_they_stand_by_name(run_page: Callable, full) -> None:
    assert run_page("leaders").dataframe[0].value["项目长"].tolist() == ["区领导01", "区领导02"]


def test_each_class_says_how_it_is_judged(make_store: Callable, run_page: Callable) -> None:
    make_store()
    page = run_page("board")
    said = words(page)
    assert "看完成量和节点：完成量占 60%，节点准时占 40%" in said
    assert "看是否零事件：从 100 分里只扣不加，销号不减免" in said
    assert "逐项结论和依据" in labels(page)
    assert "任务榜应有 30 项，现有 3 项，少 27 项" in said


def test_the_books_are_proved_on_the_screen(make_store: Callable, run_page: Callable) -> None:
    late = (1, "攻城拔寨", "公路", "公路改造", "区领导01", "区交通运输局", "三坑镇", "2022-08-01", "2022-09-20", 20)
    make_store((late,))
    page = run_page("points")
    said = words(page)
    assert "逐笔相加与余额全部相符" in said
    assert "还没有了结的 1 项任务" in labels(page)
    account = run_page("points", points_unit="区交通运输局")
    assert any(label.startswith("对账单") for label in labels(account))
    assert any("公路改造 —— 预扣" in each.proto.label.replace("\\", "") for each in account.get("page_link"))
