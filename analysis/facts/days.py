"""Days as plain numbers (days since 1970-01-01, NaN where there is none), so that plans are arithmetic on arrays."""

from collections.abc import Sequence
from datetime import date

import numpy as np
import pandas as pd

__all__ = ["as_date", "day_number", "days", "flags", "in_words", "numbers", "office_days", "texts", "timestamps"]

_DAY = np.timedelta64(1, "D")


def days(column: pd.Series) -> np.ndarray:
    """The days of a datetime column as float64; NaT becomes NaN.

    >>> days(pd.Series(pd.to_datetime(["1970-01-03", None]))).tolist()
    [2.0, nan]
    """
    stamps = column.to_numpy("datetime64[D]")
    return np.where(np.isnat(stamps), np.nan, stamps.astype("int64").astype("float64"))


def timestamps(numbers: np.ndarray) -> pd.Series:
    """The way back: day numbers as datetime64[us], NaN as NaT; parts of a day are dropped."""
    known = np.isfinite(numbers)
    whole = np.where(known, numbers, 0).astype("int64").astype("datetime64[D]")
    return pd.Series(np.where(known, whole, np.datetime64("NaT")).astype("datetime64[us]"))


def day_number(day: date | pd.Timestamp | str) -> float:
    """One day as a number.

    >>> day_number("1970-01-03")
    2.0
    """
    return float(np.datetime64(pd.Timestamp(day).date(), "D").astype("int64"))


def as_date(number: float) -> date:
    """One number as a day.

    >>> as_date(2.0)
    datetime.date(1970, 1, 3)
    """
    return pd.Timestamp(int(number), unit="D").date()


def in_words(number: float) -> str:
    """A day number as people write it here.

    >>> in_words(2.0)
    '1970年1月3日'
    """
    day = as_date(number)
    return f"{day.year}年{day.month}月{day.day}日"


def office_days(moments: pd.Series, *, utc_hours: float) -> pd.Series:
    """The days on which moments of the store, which are UTC, fell for people so many hours before it.

    >>> late = pd.Series(pd.to_datetime(["2022-10-07T15:59", "2022-10-07T16:00"]))
    >>> office_days(late, utc_hours=8).dt.day.tolist()
    [7, 8]
    """
    return (moments + pd.Timedelta(hours=utc_hours)).dt.normalize()


def numbers(column: pd.Series) -> np.ndarray:
    """A number column as float64, unknown as NaN, whatever nullable dtype the store gave it."""
    return column.to_numpy("float64", na_value=np.nan)


def flags(column: pd.Series) -> np.ndarray:
    """A boolean column as plain bools; unknown is not true."""
    return column.eq(True).to_numpy(bool, na_value=False)


def texts(cases: Sequence[np.ndarray], words: Sequence[str], *, default: str) -> pd.Series:
    """The word of the first case that holds for each row, as text; numpy's own texts are slow to become a column.

    >>> texts([np.array([True, False])], ["已完成"], default="进行中").tolist()
    ['已完成', '进行中']
    """
    which = np.select(cases, list(range(len(words))), default=len(words))
    return pd.Series(pd.array([*words, default], dtype="str").take(which))
