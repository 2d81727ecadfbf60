"""What reading one workbook gives: tables, columns, findings, held rows. Plain frozen values that survive JSON.

A reading crosses a process border (`ledgers.parse` writes it, `ledgers.sandbox` reads it), so it holds only text, whole
numbers, days and paths. The rows themselves travel as one parquet file per table.
"""

from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path

__all__ = ["Column", "Finding", "Held", "Reading", "Table", "from_jsonable", "to_jsonable"]


@dataclass(frozen=True)
class Finding:
    """One thing a person should know about one cell. `cell` is like "D7", or "" for a whole sheet or file.

    severity: "error" (the cell's row is held), "warning" (loaded, please check) or "info" (how it was understood).
    """

    sheet: str
    cell: str
    severity: str
    code: str
    value: str
    message: str


@dataclass(frozen=True)
class Column:
    """A column that was understood. `report_date` is set only where the column itself carries its day (8月进度)."""

    field: str
    heading: str
    letter: str
    report_date: date | None = None

    @property
    def key(self) -> str:
        """The column's name in the parquet file.

        >>> Column("percent", "8月进度", "F", date(2022, 8, 31)).key
        'percent@2022-08-31'
        """
        return f"{self.field}@{self.report_date.isoformat()}" if self.report_date else self.field


@dataclass(frozen=True)
class Held:
    """A row that was not taken in, whole: column letter -> text as it stands in the workbook."""

    row: int
    cells: dict[str, str]


@dataclass(frozen=True)
class Table:
    """One table found on a sheet. `kind` is None when it is not a ledger; `rows` is then None too.

    Row numbers are Excel's (1-based). `first_row`..`last_row` are the data rows, 0 when there are none. `samples` are
    a few values of every column with a heading: column letter -> texts. `fingerprint` is that of its headings.
    """

    sheet: str
    kind: str | None
    title: str = ""
    board: str | None = None
    heading_rows: tuple[int, ...] = ()
    first_row: int = 0
    last_row: int = 0
    columns: tuple[Column, ...] = ()
    unknown_columns: tuple[tuple[str, str], ...] = ()
    rows: Path | None = None
    held: tuple[Held, ...] = ()
    fingerprint: str = ""
    samples: dict[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Reading:
    """One workbook as it was understood. `report_date_from` is 参数, 标题, 工作表名, 文件名 or None."""

    file: str
    sha256: str
    period: str | None = None
    report_date: date | None = None
    report_date_from: str | None = None
    tables: tuple[Table, ...] = ()
    findings: tuple[Finding, ...] = ()


def to_jsonable(reading: Reading) -> dict:
    """The reading as dicts, lists, text and numbers (days as ISO text, paths as file names within the folder)."""
    plain = asdict(reading)
    plain["report_date"] = _iso(reading.report_date)
    for table, source in zip(plain["tables"], reading.tables, strict=True):
        table["rows"] = source.rows.name if source.rows else None
        for column in table["columns"]:
            column["report_date"] = _iso(column["report_date"])
    return plain


def from_jsonable(plain: dict, *, folder: Path) -> Reading:
    """The reading that `to_jsonable` wrote; `folder` is where its parquet files lie.

    >>> reading = Reading("a.xlsx", "00", tables=(Table("Sheet1", None),))
    >>> from_jsonable(to_jsonable(reading), folder=Path(".")) == reading
    True
    """
    tables = tuple(_table(table, folder) for table in plain["tables"])
    findings = tuple(Finding(**finding) for finding in plain["findings"])
    return Reading(
        **{**plain, "report_date": _day(plain["report_date"]), "tables": tables, "findings": findings},
    )


def _table(plain: dict, folder: Path) -> Table:
    columns = tuple(Column(**{**each, "report_date": _day(each["report_date"])}) for each in plain["columns"])
    return Table(
        **{
            **plain,
            "heading_rows": tuple(plain["heading_rows"]),
            "columns": columns,
            "unknown_columns": tuple((heading, letter) for heading, letter in plain["unknown_columns"]),
            "rows": folder / plain["rows"] if plain["rows"] else None,
            "held": tuple(Held(**each) for each in plain["held"]),
            "samples": {letter: tuple(texts) for letter, texts in plain["samples"].items()},
        }
    )


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
