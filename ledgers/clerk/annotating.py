"""The child process that writes findings into a workbook: `python -m ledgers.clerk.annotating JOB.json`.

The job names the workbook, the findings and where the annotated copy goes. Only formats, comments and the first sheet
are written; the content of the cells is put back from the original.
"""

import json
import sys
import zipfile
from pathlib import Path
from typing import Any

import openpyxl

from ledgers.clerk.comments import clear, mark
from ledgers.clerk.content import restore_content
from ledgers.clerk.summary import remembered_fills, remove_summaries, write_summary
from ledgers.parse import limit_memory

__all__ = ["losses", "main"]

_ORDER = ("error", "warning", "info")
_PARTS = (
    ("图表", ("xl/charts/", "xl/chartsheets/")), ("图片", ("xl/media/",)), ("图形", ("xl/drawings/drawing",)),
    ("表单控件", ("xl/ctrlProps/", "xl/activeX/")), ("切片器", ("xl/slicers/", "xl/timelines/")),
    ("批注的回复", ("xl/threadedComments/",)), ("外部数据连接", ("xl/connections.xml", "xl/queryTables/")),
)  # fmt: skip
_EXTENSIONS = (("引用别的表的下拉选项", b"x14:dataValidation "), ("新式的条件格式", b"x14:cfRule "))


def main(arguments: list[str]) -> int:
    """Entry of the child: limit memory, open the workbook, mark it, write it."""
    job = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))
    limit_memory(job["memory"])
    original, output = Path(job["path"]), Path(job["output"])
    book = openpyxl.load_workbook(original, keep_vba=job["macros"])
    clear(book, remembered_fills(book))
    remove_summaries(book)
    findings = sorted(job["findings"], key=lambda each: _ORDER.index(each["severity"]))
    before = mark(book, findings)
    ours = write_summary(book, findings, before, about=_about(job, original))
    look = output.with_name("look.xlsx")
    book.save(look)
    del book
    restore_content(original, look, output, ours={ours})
    return 0


def _about(job: dict[str, Any], original: Path) -> dict[str, str]:
    about = {"文件": job["name"], "核对": job["checked"]}
    if lost := losses(original):
        about["请注意"] = f"原工作簿里的{'、'.join(lost)}在这份里可能没有了，或走了样；需要时请看您手里的原件。"
    return about


def losses(original: Path) -> list[str]:
    """What the original has that the copy may lack, in words."""
    with zipfile.ZipFile(original) as archive:
        names = archive.namelist()
        found = [word for word, starts in _PARTS if any(name.startswith(starts) for name in names)]
        sheets = [name for name in names if name.startswith("xl/worksheets/") and name.endswith(".xml")]
        return found + [word for word, sign in _EXTENSIONS if any(_holds(archive, name, sign) for name in sheets)]


def _holds(archive: zipfile.ZipFile, name: str, sign: bytes) -> bool:
    with archive.open(name) as stream:
        rest = b""
        while block := stream.read(1 << 20):
            if sign in rest + block:
                return True
            rest = block[-len(sign) :]
    return False


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
