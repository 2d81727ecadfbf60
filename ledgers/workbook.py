"""A whole workbook to a `Reading`: its sheets one after the other, its periods and report dates, its parquet files."""

import zipfile
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from python_calamine import CalamineError, PasswordError, XmlError, ZipError

from ledgers.errors import LedgerError
from ledgers.formats import Formats
from ledgers.gate import BROKEN
from ledgers.grid import Grid, read_grids
from ledgers.layout import Layout, find_tables
from ledgers.months import Period, month_without_year, period_of
from ledgers.reading import Column, Finding, Reading, Table
from ledgers.rowfile import write_rows
from ledgers.sheetxml import declared_cells, real_cells, sheet_parts
from ledgers.tables import Setting, Taken, take_table

__all__ = ["Job", "parse"]

_BOARDS = (("亮点", "亮点牌"), ("任务榜", "任务榜"))
_PROGRESS = ("percent", "progress_text")


@dataclass(frozen=True)
class Job:
    """What to read: the workbook, the name people know it by, the folder for parquet files, limits."""

    path: Path
    name: str
    sha256: str
    folder: Path
    report_date: date | None = None
    rows: int = 200_000
    columns: int = 500
    cells: int = 5_000_000

    @property
    def period(self) -> Period:
        """What the file's name tells of its period."""
        return period_of(Path(self.name).stem)


def parse(job: Job) -> Reading:
    """Read every table of every sheet; parquet files go into the job's folder. LedgerError when nothing can be read."""
    told = "参数" if job.report_date else None
    reading = Reading(job.name, job.sha256, report_date=job.report_date, report_date_from=told)
    try:
        _check_extents(job)
        for grid in read_grids(job.path):
            reading = _with_sheet(reading, grid, job)
    except PasswordError as error:
        raise LedgerError(f"{job.name} 有密码，无法读入；请用 Excel 打开，去掉密码后另存为 .xlsx 再上传。") from error
    except (CalamineError, XmlError, ZipError, zipfile.BadZipFile, KeyError, OSError, EOFError) as error:
        raise LedgerError(f"{job.name} {BROKEN}") from error
    reading = _with_file_date(reading, job.period)
    return replace(reading, findings=(*reading.findings, *_undated(reading)))


def _check_extents(job: Job) -> None:
    """Refuse a sheet whose cells reach so far that holding them would break the process (two cells can do that).

    The sheet's declared extent is believed when it is small – a lie costs this process, which is made for that – and
    checked against the real cells when it is large, because many offices format a whole column.
    """
    with zipfile.ZipFile(job.path) as archive:
        for sheet, part in sheet_parts(archive).items():
            declared = declared_cells(archive, part)
            if declared is not None and declared <= job.cells:
                continue
            rows, columns = real_cells(archive, part)
            if rows * columns > job.cells:
                raise LedgerError(
                    f"{job.name} 的工作表“{sheet}”从第 1 行铺到第 {rows} 行、共 {columns} 列，范围太大，无法读入；"
                    "请删去数据以外的单元格（选中多余的行和列，右键删除）后另存，或拆成几个文件。"
                )


# -- sheets ----------------------------------------------------------------------------------------------------------


def _with_sheet(reading: Reading, grid: Grid, job: Job) -> Reading:
    if len(grid.rows) > job.rows or grid.width > job.columns:
        raise LedgerError(
            f"{job.name} 的工作表“{grid.sheet}”有 {len(grid.rows)} 行 {grid.width} 列，"
            f"超过了 {job.rows} 行 {job.columns} 列的上限；请删去数据以外的行列，或拆成几个文件。"
        )
    layouts = find_tables(grid) if grid.rows else []
    if not layouts:
        return _add(reading, Table(grid.sheet, None), [_nothing(grid)])
    if not grid.visible:
        message = f"工作表“{grid.sheet}”是隐藏的，也读入了；如果不该读入，请删去它再上传。"
        hidden = Finding(grid.sheet, "", "warning", "hidden_sheet", "", message)
        reading = replace(reading, findings=(*reading.findings, hidden))
    for layout in layouts:
        reading = _with_table(reading, grid, layout, job=job)
    return reading


def _nothing(grid: Grid) -> Finding:
    if not grid.worksheet:
        return Finding(grid.sheet, "", "info", "not_a_worksheet", "", "这是图表页，没有台账。")
    if not any(cell != "" for row in grid.rows for cell in row):
        return Finding(grid.sheet, "", "info", "empty_sheet", "", "工作表是空的。")
    message = (
        "没有找到台账的表头：没有一行同时写着两个以上台账用语（例如“任务名称、责任单位、完成时限”），这张表没有读入。"
    )
    return Finding(grid.sheet, "", "warning", "no_ledger", "", message)


def _with_table(reading: Reading, grid: Grid, layout: Layout, *, job: Job) -> Reading:
    own, own_from = _own_period(grid, layout, reading, job.period)
    setting = _setting(own, own_from, job, reading.report_date)
    setting = replace(setting, names=f"{grid.sheet} {layout.title}")
    taken = take_table(grid, layout, setting=setting, formats=Formats(job.path))
    if taken.table.kind is None:
        return _add(reading, taken.table, taken.findings)
    reading, taken = _dated(reading, taken, own=own, own_from=own_from)
    rows = job.folder / f"{len(reading.tables):03d}.parquet"
    write_rows(rows, taken.numbers, taken.columns)
    table = replace(taken.table, board=_board(taken.table, job.name), rows=rows)
    return _add(reading, table, [*taken.findings, *_totals(grid, layout)])


def _totals(grid: Grid, layout: Layout) -> list[Finding]:
    if not layout.totals:
        return []
    rows = "、".join(str(row + 1) for row in layout.totals[:20])
    message = f"第 {rows} 行是合计、小计一类的行，没有作为数据读入。"
    return [Finding(grid.sheet, f"A{layout.totals[0] + 1}", "info", "total_rows", "", message)]


def _add(reading: Reading, table: Table, findings: list[Finding]) -> Reading:
    return replace(reading, tables=(*reading.tables, table), findings=(*reading.findings, *findings))


def _board(table: Table, name: str) -> str | None:
    """任务榜 or 亮点牌, from the sheet's name, the title or the file's name; a task ledger without either is 任务榜."""
    for text in (table.sheet, table.title, name):
        said = [board for word, board in _BOARDS if word in text]
        if len(said) == 1:
            return said[0]
    return "任务榜" if table.kind == "tasks" else None


# -- days ------------------------------------------------------------------------------------------------------------


def _own_period(grid: Grid, layout: Layout, reading: Reading, from_file: Period) -> tuple[Period, str]:
    """What the table's title says of its period, else the sheet's name (which may leave out the year)."""
    title = period_of(layout.title)
    if title.day:
        return title, "标题"
    year = title.year or from_file.year or (reading.report_date.year if reading.report_date else None)
    sheet = period_of(grid.sheet)
    sheet = sheet if sheet.day else month_without_year(grid.sheet, year=sheet.year or year)
    return (sheet, "工作表名") if sheet.day else (Period(title.year or sheet.year), "标题或工作表名")


def _setting(own: Period, own_from: str, job: Job, report_date: date | None) -> Setting:
    """The year for days without one: of the title or sheet, of the file's name, of the report date."""
    told = report_date.year if report_date else None
    for year, source in ((own.year, own_from), (job.period.year, "文件名"), (told, "数据日期")):
        if year:
            return Setting(year, source, "")
    return Setting(None, "", "")


def _dated(reading: Reading, taken: Taken, *, own: Period, own_from: str) -> tuple[Reading, Taken]:
    """The first dated table gives the workbook's report date; a table of another month keeps its own in its columns."""
    if reading.period is None and own.period:
        reading = replace(reading, period=own.period)
    if own.day is None or own.day == reading.report_date:
        return reading, taken
    if reading.report_date is None:
        return replace(reading, report_date=own.day, report_date_from=own_from), taken
    if reading.report_date_from == "参数":
        return _differs(reading, taken.table, own=own, own_from=own_from), taken
    return reading, _with_own_day(taken, own.day)


def _differs(reading: Reading, table: Table, *, own: Period, own_from: str) -> Reading:
    given = f"与指定的数据日期 {reading.report_date} 不同"
    message = f"{own_from}里写的是 {own.day}，{given}，按指定的日期读入；请确认没有传错月份。"
    finding = Finding(table.sheet, "", "warning", "report_date_differs", str(own.day), message)
    return replace(reading, findings=(*reading.findings, finding))


def _with_own_day(taken: Taken, day: date) -> Taken:
    """The table's current progress as columns of its own day (sheets named 9月, 10月 in one workbook)."""
    if "report_date" in taken.columns or any(f"{field}@{day}" in taken.columns for field in _PROGRESS):
        return taken
    columns = {f"{key}@{day}" if key in _PROGRESS else key: values for key, values in taken.columns.items()}
    described = tuple(
        Column(each.field, each.heading, each.letter, day) if each.key in _PROGRESS else each
        for each in taken.table.columns
    )
    return replace(taken, columns=columns, table=replace(taken.table, columns=described))


def _with_file_date(reading: Reading, from_file: Period) -> Reading:
    reading = replace(reading, period=reading.period or from_file.period)
    if reading.report_date is None and from_file.day:
        return replace(reading, report_date=from_file.day, report_date_from="文件名")
    return reading


def _undated(reading: Reading) -> list[Finding]:
    """A warning for every table whose current progress belongs to no day."""
    if reading.report_date:
        return []
    message = "有进度列，但标题、工作表名、文件名里都没有写明是哪一天的数据；请指定数据日期，否则按导入当天计。"
    return [
        Finding(table.sheet, "", "warning", "no_report_date", "", message)
        for table in reading.tables
        if table.kind and _has_undated_progress(table)
    ]


def _has_undated_progress(table: Table) -> bool:
    keys = {column.key for column in table.columns}
    return bool(keys & set(_PROGRESS)) and "report_date" not in keys
