"""Readings made by hand: what the reader would hand over, without a workbook. And a database to fill with them."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from ledgers.filling import Filled, fill
from ledgers.reading import Column, Reading, Table
from ledgers.schema import DATES, LISTS, NUMBERS, PERCENTS
from ledgers.sql import closing, snapshots

TODAY = date(2022, 12, 1)
FIRST_ROW = 3
Row = Mapping[str, Any]


def day(text: str) -> date:
    """ "9-30" -> 2022-09-30."""
    month, number = text.split("-")
    return date(2022, int(month), int(number))


class Bench:
    """A database with the tables of a snapshot, and a folder for parquet files."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.count = folder, 0
        self.database = duckdb.connect()
        for _, statements in snapshots.MIGRATIONS:
            for statement in statements:
                self.database.execute(statement)

    def table(self, kind: str, rows: Sequence[Row], *, sheet: str = "表", board: str | None = None) -> Table:
        """A table whose columns are the keys of the rows, in columns A, B, C …, from Excel row 3 on."""
        keys = list(dict.fromkeys(key for row in rows for key in row))
        arrays = {"row": pa.array(range(FIRST_ROW, FIRST_ROW + len(rows)), pa.int32())}
        arrays |= {key: pa.array([row.get(key) for row in rows], _type(key)) for key in keys}
        self.count += 1
        path = self.folder / f"{self.count}.parquet"
        pq.write_table(pa.table(arrays), path, compression="none")
        columns = [_column(key, chr(ord("A") + place)) for place, key in enumerate(keys)]
        return Table(sheet, kind, "", board, (2,), FIRST_ROW, FIRST_ROW + len(rows) - 1, tuple(columns), (), path)

    def load(self, *readings: Reading, today: date = TODAY) -> tuple[Filled, bool]:
        """Fill as one load does; the temporary tables go with the connection's transaction being closed."""
        cursor = self.database.cursor()
        with cursor:
            cursor.begin()
            outcome = fill(cursor, list(readings), by="测试员", at=datetime(2022, 12, 1), today=today)
            for sentence, statement in closing.CHECKS.items():
                assert cursor.execute(statement).fetchone() == (0,), sentence
            cursor.commit()
        return outcome

    def rows(self, statement: str) -> list[tuple]:
        return self.database.execute(statement).fetchall()


def reading(*tables: Table, file: str = "甲.xlsx", content: str | None = None, on: str | None = None) -> Reading:
    """A reading of `tables`; `content` stands for the file's bytes, `on` for its report date ("9-30")."""
    return Reading(file, content or file, None, day(on) if on else None, "参数" if on else None, tables)


def _column(key: str, letter: str) -> Column:
    field, _, month = key.partition("@")
    return Column("status" if field == "done" else field, key, letter, date.fromisoformat(month) if month else None)


def _type(key: str) -> pa.DataType:
    field = key.partition("@")[0]
    if field in LISTS:
        return pa.list_(pa.string())
    if field in DATES:
        return pa.date32()
    if field == "done":
        return pa.bool_()
    return pa.float64() if field in PERCENTS + NUMBERS else pa.string()
