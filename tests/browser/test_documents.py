"""文档 in a browser: October is frozen, all its documents are made in one press, downloaded, and each opens."""

import io
import shutil
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pdfplumber
import pytest
from docx import Document
from playwright.sync_api import Page, expect
from pptx import Presentation

from ledgers.decisions import Decision
from ledgers.publishing import decide
from ledgers.store import Store
from tests.browser.person import english, go, pick, settle

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported.*:UserWarning")


def _of_pdf(content: bytes) -> int:
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        return len(pdf.pages)


OPENS = {
    "docx": lambda content: len(Document(io.BytesIO(content)).paragraphs),
    "pptx": lambda content: len(Presentation(io.BytesIO(content)).slides),
    "xlsx": lambda content: len(openpyxl.load_workbook(io.BytesIO(content)).sheetnames),
    "zip": lambda content: len(zipfile.ZipFile(io.BytesIO(content)).namelist()),
    "pdf": _of_pdf,
}


def freeze(page: Page) -> None:
    go(page, "周期", phone=False)
    pick(page, "月份或季度", "2022年10月")
    page.get_by_label("经办人").last.fill("督查室")
    page.get_by_label("仍然冻结的理由").fill("未报的已电话催过")
    page.get_by_role("button", name="冻结2022年10月").last.click()
    settle(page)
    expect(page.get_by_text("内容与冻结时逐字节一致")).to_be_visible()


def downloads(page: Page) -> dict[str, bytes]:
    """Every document that can be downloaded, by its name."""
    found = {}
    for button in page.get_by_role("button", name="下载", exact=True).all():
        if not button.is_visible():
            continue
        with page.expect_download() as download:
            button.click()
        found[download.value.suggested_filename] = Path(download.value.path()).read_bytes()
    return found


def test_all_documents_of_a_frozen_month_are_made_in_one_press_and_open(
    visit: Callable, serve: Callable, demo_store: Path, tmp_path: Path
) -> None:
    folder = shutil.copytree(demo_store, tmp_path / "store")
    october = Decision("period_draft", "2022-10", "", "公示", since=date(2022, 11, 2))  # its window is over
    decide(Store(folder), [october], by="督查室", at=datetime(2022, 11, 2, 9))
    page = visit(serve(folder))
    freeze(page)
    go(page, "文档", phone=False)
    expect(page.get_by_text("已冻结，重做一遍内容不变")).to_be_visible()
    page.get_by_label("经办人").first.fill("李四")
    page.get_by_role("button", name="生成").last.click()
    expect(page.get_by_text("生成了 7 份")).to_be_visible(timeout=300_000)
    settle(page)
    found = downloads(page)
    assert sorted(name.rpartition(".")[2] for name in found) == ["docx", "pdf", "pdf", "pptx", "xlsx", "zip", "zip"]
    assert all(name.startswith("演示数据-2022年10月-") for name in found)
    assert all(OPENS[name.rpartition(".")[2]](content) for name, content in found.items())
    assert not english(page) - {"docx", "pptx", "docx、", "PDF", "Word", "Excel", "DOCX", "PPTX"}
