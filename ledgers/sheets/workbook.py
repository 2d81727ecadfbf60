"""A whole workbook to a `Reading`: its sheets one after the other, then its report dates, then its parquet files."""

from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from ledgers.cells.months import Period, period_of
from ledgers.clerk.own_sheets import is_own, skipped
from ledgers.errors import LedgerError
from ledgers.files.formats import Formats
from ledgers.files.gate import LIMITS, Limits
from ledgers.files.grid import Grid, read_grids
from ledgers.files.source import Source, opened
from ledgers.mends import NO_MENDS, Mends, mended
from ledgers.reading import Finding, Reading, Table
from ledgers.sheets.layout import Layout, find_tables
from ledgers.sheets.report_dates import Draft, Settled, dated, own_period
from ledgers.sheets.tables import Setting, Taken, take_tables
from ledgers.sheets.unseen import about_unseen

__all__ = ["Job", "parse"]

_BOARDS = (("亮点", "亮点牌"), ("任务榜", "任务榜"))


@dataclass(frozen=True)
class Job:
    """What to read: the workbook, the name people know it by, the folder for parquet files, limits, a password, and
    what people put right in it."""

    path: Path
    name: str
    sha256: str
    folder: Path
    report_date: date | None = None
    limits: Limits = LIMITS
    password: str | None = field(default=None, repr=False)
    mends: Mends = NO_MENDS

    @property
    def period(self) -> Period:
        """What the file's name tells of its period."""
        return period_of(Path(self.name).stem)


def parse(job: Job) -> Reading:
    """Read every table of every sheet; parquet files go into the job's folder. LedgerError when nothing can be read."""
    drafts: list[Draft] = []
    source = opened(job.path, name=job.name, limits=job.limits, password=job.password)
    formats = Formats(source)
    for grid in read_grids(source):
        year = next((draft.own.year for draft in drafts if draft.own.year), None)
        drafts += _mended_sheet(grid, job, formats=formats, year=year)
    reading = _written(job, dated(drafts, given=job.report_date, from_file=job.period))
    return replace(reading, findings=(*_disguise(source), *reading.findings))


def _disguise(source: Source) -> list[Finding]:
    if not source.disguise:
        return []
    message = f"文件名以 {source.disguise} 结尾，其实是{source.type.called}，已按它的内容读入。"
    return [Finding("", "", "info", "other_format", source.disguise, message)]


def _written(job: Job, settled: Settled) -> Reading:
    """The reading, its rows as parquet files."""
    from ledgers.rowfile import write_rows  # pyarrow: imported while the workbook was being read (ledgers.parse)

    tables, findings = [], []
    for place, draft in enumerate(settled.drafts):
        rows = job.folder / f"{place:03d}.parquet" if draft.taken.table.kind else None
        if rows:
            write_rows(rows, draft.taken.numbers, draft.taken.columns)
        tables.append(replace(draft.taken.table, board=_board(draft.taken.table, job.name), rows=rows))
        findings += draft.taken.findings
    return Reading(
        job.name,
        job.sha256,
        settled.period,
        settled.report_date,
        settled.report_date_from,
        tuple(tables),
        (*findings, *dict.fromkeys(settled.findings)),
    )


# -- sheets ----------------------------------------------------------------------------------------------------------


def _mended_sheet(grid: Grid, job: Job, *, formats: Formats, year: int | None) -> list[Draft]:
    grid, findings = mended(grid, job.mends.cells.get(grid.sheet, {}))
    drafts = _sheet(grid, job, formats=formats, year=year)
    drafts[0].taken.findings.extend(findings)
    return drafts


def _sheet(grid: Grid, job: Job, *, formats: Formats, year: int | None) -> list[Draft]:
    """The tables of one sheet; `year` is what earlier sheets say, for sheets that are only called 9月."""
    if grid.width and is_own(grid.sheet, grid.rows[0][0]):
        return [Draft(Taken(Table(grid.sheet, None), [], {}, [skipped(grid.sheet)]))]
    limits = job.limits
    if len(grid.rows) > limits.rows or grid.width > limits.columns:
        raise LedgerError(
            f"{job.name} 的工作表“{grid.sheet}”有 {len(grid.rows)} 行 {grid.width} 列，"
            f"超过了 {limits.rows} 行 {limits.columns} 列的上限；请删去数据以外的行列，或拆成几个文件。"
        )
    layouts = find_tables(grid) if grid.rows else []
    if not layouts:
        return [Draft(Taken(Table(grid.sheet, None), [], {}, [_nothing(grid)]))]
    drafts = [draft for layout in layouts for draft in _drafts(grid, layout, job, formats=formats, year=year)]
    drafts[0].taken.findings[:0] = about_unseen(grid)
    if not grid.visible:
        message = f"工作表“{grid.sheet}”是隐藏的，也读入了；如果不该读入，请删去它再上传。"
        drafts[0].taken.findings.insert(0, Finding(grid.sheet, "", "warning", "hidden_sheet", "", message))
    return drafts


def _nothing(grid: Grid) -> Finding:
    if not grid.worksheet:
        return Finding(grid.sheet, "", "info", "not_a_worksheet", "", "这是图表页，没有台账。")
    if not any(cell != "" for row in grid.rows for cell in row):
        return Finding(grid.sheet, "", "info", "empty_sheet", "", "工作表是空的。")
    message = (
        "没有找到台账的表头：没有一行同时写着两个以上台账用语（例如“任务名称、责任单位、完成时限”），这张表没有读入。"
    )
    return Finding(grid.sheet, "", "warning", "no_ledger", "", message)


def _drafts(grid: Grid, layout: Layout, job: Job, *, formats: Formats, year: int | None) -> list[Draft]:
    given = job.report_date.year if job.report_date else None
    own, own_from = own_period(layout.title, grid.sheet, year=job.period.year or given or year)
    found = next(((each, source) for each, source in _years(own, own_from, job, year) if each), (None, ""))
    setting = Setting(*found, names=f"{grid.sheet} {layout.title}", told=job.mends.columns)
    taken = take_tables(grid, layout, setting=setting, formats=formats)
    return [Draft(each, own, own_from) if each.table.kind else Draft(each) for each in taken]


def _years(own: Period, own_from: str, job: Job, earlier: int | None) -> tuple[tuple[int | None, str], ...]:
    """Years for days written without one, the nearest source first."""
    given = job.report_date.year if job.report_date else None
    return (own.year, own_from), (job.period.year, "文件名"), (given, "数据日期"), (earlier, "前面的工作表")


def _board(table: Table, name: str) -> str | None:
    """任务榜 or 亮点牌, from the sheet's name, the title or the file's name; a task ledger without either is 任务榜."""
    for text in (table.sheet, table.title, name):
        said = [board for word, board in _BOARDS if word in text]
        if len(said) == 1:
            return said[0]
    return "任务榜" if table.kind == "tasks" else None
