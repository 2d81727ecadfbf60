"""A workbook from outside the repository: uploaded, looked at, published, and the chart changes; or dropped."""

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
    """How many tasks the wall of 总览 counts."""
    go(page, "总览", phone=False)
    tile = page.locator(".sgt-figure").filter(has_text="任务").first
    return int(tile.locator("b").inner_text().removesuffix(" 项"))


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
