"""A zip of many ledgers: stopped half-way it leaves nothing, then it is read to the end and what was refused is listed."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.person import english, go, settle
from tests.ledgers.conftest import task_book
from tests.ledgers.zips import zipped

GOOD, BAD = 80, 5


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    """Ledgers of eight towns as Windows packs them, and some files that are none."""
    members = {f"九月/坏{place}.xlsx": f"这不是表格{place}".encode() for place in range(BAD)}
    for place in range(GOOD):
        task = [[1, "攻城拔寨", f"第{place}号任务", "区领导01", "区财政局", "太和镇", "2022-12-20", ""]]
        book = task_book(tmp_path / "a.xlsx", month=9, percents=[f"{place}%"], tasks=task)
        members[f"九月/镇{place % 8}/台账{place:02d}.xlsx"] = book.read_bytes()
    path = tmp_path / "各镇报送.zip"
    path.write_bytes(zipped(members, encoding="gbk"))
    return path


def begin(page: Page, path: Path) -> None:
    """Choose the zip and start reading; return as soon as it says how far it is."""
    page.locator('input[type="file"]').set_input_files(str(path))
    page.wait_for_timeout(800)
    page.get_by_role("button", name="读取并试算").click()
    page.get_by_test_id("stProgress").wait_for(timeout=30_000)


def test_a_zip_is_stopped_without_a_trace_and_then_read_to_the_end(
    visit: Callable, serve: Callable, demo_store: Path, tmp_path: Path, bundle: Path
) -> None:
    store = shutil.copytree(demo_store, tmp_path / "store")
    before = sorted(path.name for path in (store / "snapshots").iterdir())
    page = visit(serve(store))
    go(page, "台账导入", phone=False)
    begin(page, bundle)
    expect(page.get_by_test_id("stProgress")).to_contain_text("正在读取")
    page.get_by_role("button", name="取消").click()
    page.get_by_text("上次读取没有做完就停下了").wait_for(timeout=30_000)
    settle(page)
    assert page.get_by_test_id("stProgress").count() == 0
    assert page.get_by_text("试算结果").count() == 0
    assert sorted(path.name for path in (store / "snapshots").iterdir()) == before
    assert not (store / ".work").exists()

    page.get_by_role("button", name="读取并试算").click()
    page.get_by_text("试算结果").wait_for(timeout=120_000)
    settle(page)
    said = page.get_by_test_id("stMain").inner_text()
    assert f"读入 {GOOD} 份、拒收 {BAD} 份" in said
    assert "九月/坏4.xlsx" in said
    assert "没有做完" not in said
    assert len(list((store / "snapshots").iterdir())) == len(before) + 1
    assert english(page) <= {"Excel", "WPS"}  # names of programs, in the reasons
