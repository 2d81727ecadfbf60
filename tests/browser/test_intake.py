"""A workbook from outside the repository: uploaded, looked at, published, and the chart changes; or dropped."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page

from tests.browser.person import english, go, settle


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """A ledger in words that no demo workbook uses, with one cell that cannot be read."""
    path = tmp_path / "某局2022年11月重点工作推进表.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "推进表"
    sheet.append(["某局2022年重点工作推进表(截至2022年11月30日)"])
    sheet.append(["序号", "工作事项", "承办单位", "计划开始时间", "办结时限", "形象进度(%)", "卡点堵点"])
    sheet.append([1, "智慧停车二期建设", "区城市管理综合执法局", "2022.9.1", "2022年12月20日前", 35, "用地未落实"])
    sheet.append([2, "滨江步道贯通工程", "太和镇", "2022-09-01", "2022/11/25", "92%", "无"])
    sheet.append([3, "老旧小区加装电梯", "区住房和城乡建设局", "2022-09-01", "待定", 40, ""])
    sheet.append(["合计", "", "", "", "", 55, ""])
    sheet.append(["填报人:负责人01", "", "", "审核人:负责人02"])
    book.save(path)
    return path


def upload(page: Page, path: Path) -> None:
    """Take a file in through the form, as a clerk does."""
    go(page, "台账导入", phone=False)
    page.locator('input[type="file"]').set_input_files(str(path))
    page.wait_for_timeout(800)
    page.get_by_role("button", name="读取并试算").click()
    page.get_by_text("试算结果").wait_for(timeout=60_000)
    settle(page)


def tasks_on_board(page: Page) -> int:
    """How many tasks the first screen of 总览 counts."""
    go(page, "总览", phone=False)
    tile = page.locator(".sgt-figure").filter(has_text="黄牌与约谈").first
    return int(re.search(r"共 (\d+) 项", tile.inner_text())[1])


def test_an_uploaded_workbook_shows_its_effect_publishes_and_changes_the_charts(
    visit: Callable, serve: Callable, demo_store: Path, tmp_path: Path, workbook: Path
) -> None:
    store = shutil.copytree(demo_store, tmp_path / "store")
    page = visit(serve(store))
    before = tasks_on_board(page)
    upload(page, workbook)
    said = page.get_by_test_id("stMain").inner_text()
    assert "暂存" in said
    assert "发布后会怎样" in said
    assert english(page) == set()
    page.get_by_role("button", name="发布", exact=True).click()
    settle(page)
    assert tasks_on_board(page) == before + 2


def test_a_dropped_draft_changes_nothing(
    visit: Callable, serve: Callable, demo_store: Path, tmp_path: Path, workbook: Path
) -> None:
    store = shutil.copytree(demo_store, tmp_path / "store")
    published = (store / "CURRENT").read_text(encoding="utf-8")
    page = visit(serve(store))
    upload(page, workbook)
    page.get_by_role("button", name="放弃").click()
    settle(page)
    assert (store / "CURRENT").read_text(encoding="utf-8") == published


def test_a_file_that_is_no_workbook_is_refused_in_one_sentence(visit: Callable, address: str, tmp_path: Path) -> None:
    path = tmp_path / "假的.xlsx"
    path.write_text("这不是表格", encoding="utf-8")
    page = visit(address)
    go(page, "台账导入", phone=False)
    page.locator('input[type="file"]').set_input_files(str(path))
    page.wait_for_timeout(800)
    page.get_by_role("button", name="读取并试算").click()
    settle(page)
    alert = page.get_by_test_id("stAlert").filter(has_text="假的.xlsx")
    assert alert.count() == 1
    assert page.get_by_test_id("stException").count() == 0


@pytest.fixture
def unclear(tmp_path: Path) -> Path:
    """A ledger with a column nobody knows, a unit written short, vague percents, and a row that is held."""
    path = tmp_path / "补充任务榜2022年11月.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "任务榜"
    sheet.append(["2022年任务榜(截至2022年11月30日)"])
    sheet.append(
        ["序号", "任务类别", "重点任务", "项目长", "牵头单位", "属地镇", "启动时间", "完成时限", "完成率", "难处啥呀"]
    )
    for place, unit, percent in ((1, "区市监局", "约八成"), (2, "区财政局", "约八成"), (3, "区教育局", "20%")):
        name = f"补充任务{place}" if place < 3 else None
        sheet.append([place, "攻城拔寨", name, "区领导01", unit, "太和镇", "2022-09-01", "2022-12-20", percent, "缺地"])
    book.save(path)
    return path


def choose(page: Page, place: int, option: str) -> None:
    """Choose an answer in the form that asks about the ledger."""
    form = page.get_by_test_id("stForm").filter(has_text="请帮着认一认")
    box = form.get_by_test_id("stSelectbox").nth(place).locator("input")
    for _ in range(5):  # a list that is just closing swallows the click that should open the next one
        box.click()
        if page.get_by_role("option").count():
            break
        page.wait_for_timeout(300)
    page.get_by_role("option", name=option, exact=True).click()
    page.wait_for_timeout(300)


def mend_first_row(page: Page, name: str) -> None:
    """Write a task's name into the first held row, as into a sheet: until the sheet shows it.

    The sheet is drawn on a canvas and takes its first clicks as it finishes drawing, so a slow machine may lose one; the
    table that it keeps for screen readers says what it holds.
    """
    form = page.get_by_test_id("stForm").filter(has_text="请帮着认一认")
    form.get_by_text("请帮着认一认").click()  # leave the last list
    grid = form.get_by_test_id("stDataFrame").last
    cell = grid.locator('[role="gridcell"]').filter(has_text=name)
    for _ in range(5):
        grid.scroll_into_view_if_needed()
        corner = grid.bounding_box()
        where = corner["x"] + 300, corner["y"] + 52
        page.mouse.click(*where)
        page.wait_for_timeout(500)
        page.mouse.dblclick(*where)
        page.wait_for_timeout(500)
        editor = page.locator("textarea.gdg-input")
        if editor.count():
            editor.fill(name)
            page.keyboard.press("Enter")
            page.wait_for_timeout(1000)
        if cell.count():
            return
    raise AssertionError("表格里没有写进去")


def test_what_the_reader_could_not_know_is_answered_and_mended_on_the_screen(
    visit: Callable, serve: Callable, demo_store: Path, tmp_path: Path, unclear: Path
) -> None:
    store = shutil.copytree(demo_store, tmp_path / "store")
    page = visit(serve(store), size=(1366, 1900))
    upload(page, unclear)
    form = page.get_by_test_id("stForm").filter(has_text="请帮着认一认")
    choose(page, 0, "问题")
    choose(page, 1, "就是区市场监管局")
    choose(page, 2, "80%")
    mend_first_row(page, "补充任务3")
    form.get_by_role("button", name="按答复重新试算").click()
    page.wait_for_timeout(1500)
    settle(page)
    said = page.get_by_test_id("stMain").inner_text()
    assert "按更正读作“补充任务3”" in said
    assert said.count("原件写的是“约八成”，按更正读作“80%”") == 2
    assert "“难处啥呀”按以前的答复读作问题" in said
    assert page.locator(".sgt-figure").filter(has_text="暂存").locator("b").inner_text() == "0 行"
    assert english(page) == set()
    page.get_by_role("button", name="发布", exact=True).click()
    page.wait_for_timeout(1500)
    settle(page)
    go(page, "版本", phone=False)
    assert "更正记录 5 条" in page.get_by_test_id("stMain").inner_text()
