"""Which rows count: known by the day, and of several about one matter the valid one. Used for every table alike."""

import unicodedata
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from analysis.facts.days import days

__all__ = [
    "SOURCE",
    "Facts",
    "coded",
    "entered",
    "first_values",
    "name_key",
    "name_keys",
    "of_tasks",
    "positions",
    "valid",
]

Facts = Mapping[str, pd.DataFrame]
"""Tables of a snapshot by name, as ledgers.schema.TABLES describes them."""

SOURCE = ["import_id", "sheet", "row"]
_ORDER = ["seq", "sheet", "row"]


def entered(rows: pd.DataFrame, day: float | np.ndarray) -> pd.DataFrame:
    """Rows known by `day` (one for all, or one for each row); without a day of entry they were known from the
    beginning."""
    late = days(rows["entered_on"]) > day
    return rows[~late] if late.any() else rows


def valid(rows: pd.DataFrame, key: list[str], *, keep: str = "last") -> pd.DataFrame:
    """One row per key: the one loaded last (or first). Sheet and row settle ties, never the order in the table."""
    if not rows.duplicated(key).any():
        return rows
    return rows.sort_values([*key, *_ORDER]).drop_duplicates(key, keep=keep)


def coded(facts: Facts, names: Sequence[str]) -> dict[str, pd.DataFrame]:
    """The facts with the task_id of the named tables as numbers behind one list of ids (a categorical in the order of
    the texts), so that days that are looked at one after the other look up numbers and not texts. An id that no row of
    `tasks` has is missing there: it belongs to no task on any day."""
    ids = pd.CategoricalDtype(pd.Index(facts["tasks"]["task_id"].dropna().unique()).sort_values())
    return dict(facts) | {name: facts[name].assign(task_id=facts[name]["task_id"].astype(ids)) for name in names}


def positions(ids: pd.Series, tasks: pd.Index) -> np.ndarray:
    """Each id's position in `tasks`, −1 where it is none of them."""
    if isinstance(tasks, pd.CategoricalIndex) and ids.dtype == tasks.dtype:
        place = np.full(len(tasks.categories) + 1, -1)
        place[tasks.codes] = np.arange(len(tasks))
        return place[ids.cat.codes.to_numpy()]  # −1, no id, finds the last place
    codes, unique = pd.factorize(ids)
    return np.append(tasks.get_indexer(unique), -1)[codes]


def of_tasks(rows: pd.DataFrame, tasks: pd.DataFrame) -> pd.DataFrame:
    """The rows known at the day of their task, with its position as `task`; rows of tasks that are not known fall
    out."""
    rows = rows.assign(task=positions(rows["task_id"], pd.Index(tasks["task_id"])))
    rows = rows[rows["task"] >= 0]
    return entered(rows, tasks["day"].to_numpy()[rows["task"]])


def name_keys(rows: pd.DataFrame, fields: list[str]) -> pd.DataFrame:
    """Adds `<field>_key` for each field: the text by which rows of different ledgers speak of the same thing, whatever
    the blanks, punctuation, width and case; as written where there is only one ledger, which the loader has seen
    to."""
    if len(rows["seq"].unique()) < 2:
        return rows.assign(**{f"{field}_key": rows[field] for field in fields})
    keys = {}
    for field in fields:
        codes, written = pd.factorize(rows[field])
        said = np.array([*(name_key(text) for text in written), ""], dtype="object")
        keys[f"{field}_key"] = said[codes]
    return rows.assign(**keys)


def name_key(text: str) -> str:
    """The text by which two spellings are one name.

    >>> name_key("用电报装“四办”") == name_key("用电 报装四办")
    True
    """
    plain = unicodedata.normalize("NFKC", text).lower()
    return "".join(sign for sign in plain if not (sign.isspace() or unicodedata.category(sign).startswith("P")))


def first_values(rows: pd.DataFrame, field: str) -> pd.DataFrame:
    """The baseline of `field` per task: its first loaded value, with the cell it came from."""
    rows = rows[rows[field].notna()]
    found = valid(rows, ["task_id"], keep="first")[["task_id", field, *SOURCE]]
    return found.rename(columns={name: f"{field}_{name}" for name in SOURCE})
