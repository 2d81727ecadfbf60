"""Reading a 100,000 × 20 task ledger to a published version, against bare calamine on the same file."""

import shutil
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path

import xlsxwriter

from benchmarks.figures import Figure, paired, peak_megabytes, run_apart

ROWS = 100_000
HEADINGS = (
    "序号", "任务类别", "所属项目", "重点任务", "目标效果", "项目长", "牵头单位", "责任人", "配合单位", "属地",
    "启动时间", "完成时限", "权重", "8月进度", "9月进度", "10月进度", "11月进度", "存在问题", "下一步计划", "备注",
)  # fmt: skip
CLASSES = ("重要改革", "攻城拔寨", "底线必保")
TOWNS = ("太和镇", "太平镇", "三坑镇", "禾云镇", "山塘镇", "龙颈镇", "浸潭镇", "石潭镇")
BARE = "import sys, python_calamine as c; c.CalamineWorkbook.from_path(sys.argv[1]).get_sheet_by_index(0).to_python()"


def ledger(path: Path, *, rows: int = ROWS) -> None:
    """Write the ledger: dates as dates, percents as numbers, names that repeat as names do."""
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet = book.add_worksheet("任务榜")
        sheet.write_row(0, 0, ["任务榜工作台账(基准测试数据)2022年11月"])
        sheet.write_row(1, 0, HEADINGS)
        for place in range(rows):
            _row(sheet, place, day)


def _row(sheet: xlsxwriter.worksheet.Worksheet, place: int, day: xlsxwriter.format.Format) -> None:
    start = date(2022, 8, 22) + timedelta(days=place % 20)
    done = [min(100, (place % 40) + 18 * month) for month in range(4)]
    texts = [
        place + 1, CLASSES[place % 3], f"项目{place // 4}", f"第{place}号任务：完成年度建设内容",
        f"完成投资{place % 900}万元", f"区领导{place % 16:02d}", f"区直部门{place % 40:02d}局",
        f"负责人{place % 200:03d}", "区财政局、区自然资源局", TOWNS[place % 8],
    ]  # fmt: skip
    sheet.write_row(place + 2, 0, texts)
    sheet.write_datetime(place + 2, 10, start, day)
    sheet.write_datetime(place + 2, 11, start + timedelta(days=60 + place % 60), day)
    notes = [f"问题{place % 700}" if place % 5 == 0 else "", f"下一步{place % 900}", ""]
    sheet.write_row(place + 2, 12, [1 + place % 5, *done, *notes])


def measure(*, rounds: int) -> list[Figure]:
    """Return the time ratio and the peak memory of the way from file to published version."""
    with tempfile.TemporaryDirectory() as folder:
        path, store = Path(folder) / "大台账2022年11月.xlsx", Path(folder) / "store"
        ledger(path)
        load = [sys.executable, "-m", "ledgers", "load", str(path), "--store", str(store), "--by", "基准", "--json"]
        bare = [sys.executable, "-c", BARE, str(path)]

        def ours() -> float:
            shutil.rmtree(store, ignore_errors=True)
            return run_apart(load)[0]

        seconds = paired(ours, lambda: run_apart(bare)[0], rounds=rounds)
        shutil.rmtree(store, ignore_errors=True)
        memory = peak_megabytes(load)
    return [
        Figure("read 100,000 × 20 to a published version / bare calamine", *seconds, aim=3),
        Figure("peak memory of the largest process while loading it", memory, None, aim=600, unit="MB"),
    ]
