"""A whole season of the demo district as its office lives it, on the screen: from an empty store in August to the
reconciliation at the end of the year; and a figure of the frozen October opened down to its cell."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import openpyxl
from playwright.sync_api import Page, expect

from ledgers.decisions import Decision
from ledgers.publishing import decide
from ledgers.store import Store
from tests.browser.person import english, go, pick, settle

BOOKS = Path(__file__).parents[2] / "examples" / "workbooks"
OBJECTIONS_OVER = {"2022-09": date(2022, 10, 3), "2022-10": date(2022, 11, 2)}


def books(*numbers: str) -> list[str]:
    return [str(path) for path in sorted(BOOKS.glob("*.xlsx")) if path.name[:2] in numbers]


def december(folder: Path) -> str:
    """The report of December: what was late is done."""
    path = folder / "任务榜进度月报2022年12月.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "进度月报"
    sheet.append(["任务榜进度月报（截至2022年12月20日）（演示数据）"])
    sheet.append(["序号", "重点任务", "完成进度", "进展情况"])
    board = openpyxl.load_workbook(books("02")[0]).active
    names = [row for row in board.iter_rows(values_only=True) if isinstance(row[0], (int, float))]
    for row in names:
        task = next(text for text in row[2:] if isinstance(text, str))
        sheet.append([row[0], task, "100%", "已完成验收"])
    book.save(path)
    return str(path)


def load(page: Page, files: list[str]) -> str:
    """Take files in, answer what is asked with 属实, publish; returns what the trial said."""
    go(page, "台账导入", phone=False)
    page.locator('input[type="file"]').first.set_input_files(files)
    page.wait_for_timeout(800)
    page.get_by_role("button", name="读取并试算").click()
    page.get_by_text("试算结果").wait_for(timeout=90_000)
    settle(page)
    said = page.get_by_test_id("stMain").inner_text()
    every = page.get_by_role("radio", name="属实").or_(page.get_by_role("button", name="属实"))
    for place in range(every.count()):
        every.nth(place).click()
    page.wait_for_timeout(500)
    for box in page.get_by_label("理由").all():
        if box.is_visible() and not box.input_value():
            box.fill("已核对原件")
    page.get_by_role("button", name="发布", exact=True).click()
    page.wait_for_timeout(1500)
    settle(page)
    return said


def confirm_flags(page: Page, month: str) -> None:
    """Confirm what the rules propose for a month, with one reason for all."""
    go(page, "红黄旗", phone=False)
    pick(page, "月份", month)
    answers = page.get_by_role("radio", name="确认").or_(page.get_by_role("button", name="确认"))
    for place in range(answers.count()):
        answers.nth(place).click()
    page.get_by_label("统一理由").fill("会议研究同意")
    page.get_by_label("经办人").last.fill("督查室")
    page.get_by_role("button", name="保存决定").click()
    page.wait_for_timeout(1500)
    settle(page)


def freeze(page: Page, month: str) -> None:
    go(page, "周期", phone=False)
    pick(page, "月份或季度", month)
    reason = page.get_by_label("仍然冻结的理由").or_(page.get_by_label("说明（可不填）"))
    reason.fill("待办的已电话催过")
    page.get_by_role("button", name=f"冻结{month}").click()
    settle(page)
    expect(page.get_by_text("内容与冻结时逐字节一致")).to_be_visible(timeout=60_000)


def see(page: Page, day: str) -> None:
    """Look at the district as it was on a day."""
    pick(page, "数据日期", day)


def open_draft(store: Path, period: str) -> None:
    """The draft of a month was opened when the month was over; its window for objections is past."""
    told = Decision("period_draft", period, "", "公示", since=OBJECTIONS_OVER[period])
    decide(Store(store), [told], by="督查室", at=datetime.now())  # noqa: DTZ005


def august(page: Page) -> None:
    """The boards, orders and plans go in."""
    load(page, books("01", "02", "03", "04", "05"))
    go(page, "任务榜", phone=False)
    expect(page.get_by_text("30 项").first).to_be_visible()


def september(page: Page, store: Path) -> None:
    """Reports, visits, problems, praise; who is warned; flags; the month is frozen."""
    load(page, books("06", "10", "11", "12"))
    see(page, "2022年9月30日")
    go(page, "预警与约谈", phone=False)
    expect(page.get_by_test_id("stMain")).to_contain_text("提醒")
    close_month(page, store, "2022-09")


def october(page: Page, store: Path) -> None:
    load(page, books("07", "09"))
    close_month(page, store, "2022-10")


def close_month(page: Page, store: Path, period: str) -> None:
    """Flags are confirmed, the draft was open long enough, the month is frozen."""
    month = f"{period[:4]}年{int(period[5:])}月"
    confirm_flags(page, month)
    open_draft(store, period)
    page.reload()
    settle(page)
    freeze(page, month)


def amended_and_back(page: Page, store: Path) -> None:
    """A ledger is amended and published, then the office goes back; the frozen October stays what it was."""
    before = (store / "CURRENT").read_text(encoding="utf-8")
    load(page, books("13"))
    assert (store / "CURRENT").read_text(encoding="utf-8") != before
    go(page, "版本", phone=False)
    page.get_by_role("button", name="看影响并退回").click()
    page.get_by_role("button", name="退回到这一版").click()
    page.wait_for_timeout(1500)
    settle(page)
    go(page, "周期", phone=False)
    pick(page, "月份或季度", "2022年10月")
    expect(page.get_by_text("内容与冻结时逐字节一致")).to_be_visible(timeout=60_000)


def year_end(page: Page, folder: Path) -> None:
    """November and December go in; the accounts are reconciled."""
    load(page, books("08"))
    load(page, [december(folder)])
    go(page, "加扣分", phone=False)
    page.get_by_text("年终对账").first.click()
    settle(page)
    expect(page.get_by_test_id("stMain")).to_contain_text("逐笔")


def a_figure_of_october(page: Page) -> None:
    """A number of the frozen month opens to its rule, its value and its cell."""
    see(page, "2022年10月31日")
    go(page, "任务详情", phone=False)
    part = page.get_by_test_id("stExpander").filter(has_text="实际进度").first
    part.locator("summary").click()
    settle(page)
    expect(part).to_contain_text(".xlsx!")


def test_a_season_is_lived_through_on_the_screen(visit: Callable, serve: Callable, tmp_path: Path) -> None:
    store = tmp_path / "store"
    page = visit(serve(store), size=(1366, 1400))
    august(page)
    september(page, store)
    october(page, store)
    amended_and_back(page, store)
    year_end(page, tmp_path)
    a_figure_of_october(page)
    assert english(page) == set()
    assert page.get_by_test_id("stException").count() == 0
