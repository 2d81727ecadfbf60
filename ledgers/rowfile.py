"""Rows of a table as one parquet file: written by the child that parses, read by the store and the command line."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from ledgers.schema import DATES, LISTS, NUMBERS, PERCENTS

__all__ = ["read_rows", "write_rows"]


def write_rows(path: Path, numbers: Sequence[int], columns: Mapping[str, Sequence[Any]]) -> None:
    """Write `row` (Excel row numbers) and one column per field; a key may carry its day (percent@2022-08-31)."""
    arrays = {"row": pa.array(numbers, pa.int32())}
    arrays |= {key: pa.array(values, _type(key.partition("@")[0])) for key, values in columns.items()}
    pq.write_table(pa.table(arrays), path, compression="none", use_dictionary=False, write_statistics=False)


def read_rows(path: Path) -> list[dict[str, Any]]:
    """The rows as dicts: key -> value, None where the ledger says nothing."""
    return pq.read_table(path).to_pylist()


def _type(field: str) -> pa.DataType:
    if field in LISTS:
        return pa.list_(pa.string())
    if field in DATES:
        return pa.date32()
    if field in (*PERCENTS, *NUMBERS):
        return pa.float64()
    return pa.bool_() if field == "done" else pa.string()
