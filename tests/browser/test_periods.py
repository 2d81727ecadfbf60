"""周期 in a browser: a draft is opened, an objection lodged and answered, a month frozen; then it cannot be changed."""

import io
import re
import shutil
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect
from pptx import Presentation

from ledgers.decisions import Decision
from ledgers.publishing import decide
from ledgers.store import Store
from tests.browser.person import english, go, pick, settle

ALL = sorted(
    [
        "月通报.docx",
        "月通报.pdf",
        "调度会幻灯片.pptx",
        "评价得分.xlsx",
        "挂图.pdf",
        "提醒预警约谈通知.zip",
        "责任令.zip",
    ]
)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).last.click()
    settle(page)


def lodge_and_answer(page: Page) -> None:
    """An objection of a unit is written down, late, and answered."""
    page.get_by_text("登记一条异议").click()
    pick(page, "对什么有异议", "黄旗 · 镇 · 浸潭镇")
    pick(page, "提出单位", "浸潭镇")
    page.get_by_label("异议内容").fill("征地手续在上级部门")
    press(page, "登记异议")
    said = page.locator(".sgt-question", has_text="征地手续在上级部门")
    expect(said).to_contain_text("逾期 · 还没有答复")

    page.get_by_role("radio", name="不采纳").or_(page.get_by_role("button", name="不采纳")).first.click()
    page.get_by_label("答复理由").fill("征地由镇负责")
    press(page, "答复")
    expect(said).to_contain_text("不采纳：征地由镇负责（督查室）")


def freeze(page: Page) -> str:
    """The month is frozen with a reason; returns its content as it is downloaded."""
    page.get_by_label("仍然冻结的理由").fill("未报的已电话催过")
    press(page, "冻结2022年10月")
    expect(page.get_by_text("内容与冻结时逐字节一致")).to_be_visible()
    expect(page.get_by_text("没有勘误")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="下载冻结的全部内容").click()
    return Path(download.value.path()).read_text(encoding="utf-8")


def make_everything(page: Page) -> dict[str, bytes]:
    """All documents of the frozen month in one press; returns them by name as they are downloaded."""
    pick(page, "哪一期", "2022年10月（已冻结）")
    page.get_by_label("经办人").first.fill("办公室")
    page.get_by_role("button", name="生成", exact=False).first.click()
    expect(page.get_by_text("份，可以下载")).to_be_visible(timeout=90_000)
    settle(page)
    buttons = page.get_by_role("button", name="下载", exact=False).filter(has_text=re.compile("下载$"))
    held = {}
    for place in range(len(ALL)):
        with page.expect_download() as download:
            buttons.nth(place).click()
        held[download.value.suggested_filename] = Path(download.value.path()).read_bytes()
    return held


@pytest.mark.filterwarnings("ignore:.*extension is not supported.*:UserWarning")
def test_a_month_goes_from_draft_to_objection_to_answer_to_freeze_to_everything_for_its_meeting(
    visit: Callable, serve: Callable, demo_store: Path, tmp_path: Path
) -> None:
    folder = shutil.copytree(demo_store, tmp_path / "store")
    october = Decision("period_draft", "2022-10", "", "公示", since=date(2022, 11, 2))  # its window is over
    decide(Store(folder), [october], by="督查室", at=datetime(2022, 11, 2, 9))
    page = visit(serve(folder))
    go(page, "周期", phone=False)

    expect(page.get_by_test_id("stSelectbox").last.locator("input")).to_have_value("2022年11月")
    page.get_by_label("经办人").fill("督查室")
    press(page, "打开草稿，开始公示")
    expect(page.get_by_text("现在还不能冻结")).to_contain_text("异议期到")

    pick(page, "月份或季度", "2022年10月")
    lodge_and_answer(page)
    assert freeze(page).startswith('{"as_of":"2022-10-31"')
    assert english(page) == set()

    go(page, "红黄旗", phone=False)
    pick(page, "月份", "2022年10月")
    expect(page.get_by_text("2022年10月已经冻结")).to_be_visible()
    expect(page.locator(".sgt-question", has_text="征地手续在上级部门")).to_be_visible()
    assert page.get_by_role("button", name="保存决定").count() == 0

    go(page, "文档", phone=False)
    held = make_everything(page)
    assert sorted(name.rpartition("-")[2] for name in held) == ALL
    assert english(page) == set()
    told = Presentation(io.BytesIO(next(held[name] for name in held if name.endswith(".pptx"))))
    book = openpyxl.load_workbook(io.BytesIO(next(held[name] for name in held if name.endswith(".xlsx"))))
    assert told.core_properties.keywords == book.properties.keywords
    expect(page.get_by_text(told.core_properties.keywords)).to_be_visible()  # the page says the same version and hash
