"""500 small workbooks from one zip, against bare calamine over the same files in one process."""

import io
import shutil
import sys
import tempfile
import zipfile
from pathlib import Path

import xlsxwriter

from benchmarks.figures import Figure, paired, run_apart
from benchmarks.reading import CLASSES, TOWNS

FILES, ROWS = 500, 20
HEADINGS = ("序号", "任务类别", "重点任务", "项目长", "牵头单位", "属地", "启动时间", "完成时限", "完成率", "存在问题")
BARE = """
import sys, zipfile, io, python_calamine as c
with zipfile.ZipFile(sys.argv[1]) as archive:
    for name in archive.namelist():
        c.CalamineWorkbook.from_filelike(io.BytesIO(archive.read(name))).get_sheet_by_index(0).to_python()
"""
READ = """
import sys, tempfile
from pathlib import Path
from ledgers.intake import keep, read_all
from ledgers.store import Store
store = Store(Path(tempfile.mkdtemp(dir=sys.argv[2])))
store.work.mkdir(parents=True)
readings, refused = read_all(store, keep(store, [Path(sys.argv[1])]))
assert (len(readings), refused) == (int(sys.argv[3]), []), refused[:3]
"""


def bundle(path: Path, *, files: int = FILES) -> None:
    """Write the zip: every town sends one ledger of its own tasks after the other."""
    with zipfile.ZipFile(path, "w") as archive:
        for place in range(files):
            town = TOWNS[place % len(TOWNS)]
            archive.writestr(f"{town}/{town}第{place}号任务台账2022年9月.xlsx", _workbook(town, place))


def _workbook(town: str, place: int) -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        sheet = book.add_worksheet("任务榜")
        sheet.write_row(0, 0, [f"{town}任务榜工作台账(基准测试数据)2022年9月"])
        sheet.write_row(1, 0, HEADINGS)
        for row in range(ROWS):
            no = place * ROWS + row
            texts = [no + 1, CLASSES[no % 3], f"第{no}号任务：完成年度建设内容", f"区领导{no % 16:02d}"]
            texts += [f"区直部门{no % 40:02d}局", town, "2022-08-22", "2022-12-20", f"{no % 100}%", f"问题{no % 700}"]
            sheet.write_row(row + 2, 0, texts)
    return content.getvalue()


def measure(*, rounds: int) -> list[Figure]:
    """Return the time ratios of reading the files, and of the whole way to a published version."""
    with tempfile.TemporaryDirectory() as folder:
        path, store = Path(folder) / "各镇报送.zip", Path(folder) / "store"
        bundle(path)
        bare = [sys.executable, "-c", BARE, str(path)]
        read = [sys.executable, "-c", READ, str(path), folder, str(FILES)]
        load = [sys.executable, "-m", "ledgers", "load", str(path), "--store", str(store), "--by", "基准", "--json"]

        def loaded() -> float:
            shutil.rmtree(store, ignore_errors=True)
            return run_apart(load)[0]

        reading = paired(lambda: run_apart(read)[0], lambda: run_apart(bare)[0], rounds=rounds)
        whole = paired(loaded, lambda: run_apart(bare)[0], rounds=rounds)
    return [
        Figure(f"keep and read {FILES} small workbooks from a zip / bare calamine", *reading, aim=25),
        Figure(f"the same {FILES} to a published version / bare calamine", *whole, aim=60),
    ]
