"""Names that stand for a whole sequence: where a ledger says 各镇, every town is meant."""

import re

import pandas as pd

__all__ = ["everyone_named", "sequence_named", "without_collectives"]

_EVERYONE = (
    (
        "镇",
        re.compile(r"(?:全区|区属|区|本区)?各(?:镇|乡镇|镇乡|镇街|镇街道|乡镇街道|镇[(（]街[)）])(?:人民政府|政府)?"),
    ),
    ("部门", re.compile(r"(?:全区|区直|区)?各(?:部门|单位|区直部门|区直单位)|区直各(?:部门|单位)")),
)
"""Sequence and the words that mean all of it. 各有关单位 means some of them and is not among these."""

_OF_UNITS = ("lead_unit", "support_unit", "town")


def sequence_named(name: str) -> str | None:
    """The sequence that a name stands for as a whole, None for a unit of its own.

    >>> [sequence_named(name) for name in ("各镇（街）", "区直各部门", "各有关单位", "太和镇")]
    ['镇', '部门', None, None]
    """
    return next((kind for kind, words in _EVERYONE if words.fullmatch(name)), None)


def everyone_named(people: pd.DataFrame, units: pd.DataFrame) -> pd.DataFrame:
    """The duties (task, role, name) with every unit of the sequence in place of a name that stands for all of them.

    A sequence of which no unit is known leaves the name as it is; who is named twice for a task and role is there once.
    """
    meant = people["name"].map({name: sequence_named(name) for name in people["name"].dropna().unique()})
    members = without_collectives(units)
    meant = meant.where(people["role"].isin(_OF_UNITS) & meant.isin(members["kind"]))
    if meant.isna().all():
        return people
    all_of_it = people.assign(kind=meant)[meant.notna()].drop(columns="name")
    named = all_of_it.reset_index().merge(members[["unit", "kind"]].rename(columns={"unit": "name"}), on="kind")
    named = named.set_index("index")[people.columns]
    both = pd.concat([people[meant.isna()], named]).sort_index(kind="stable")
    return both.drop_duplicates(["task", "role", "name"], ignore_index=True)


def without_collectives(units: pd.DataFrame) -> pd.DataFrame:
    """The units (unit, kind) without names that stand for a sequence of which there are units."""
    meant = units["unit"].map({name: sequence_named(name) for name in units["unit"].dropna().unique()})
    known = set(units.loc[meant.isna(), "kind"])
    return units[~meant.isin(known)]
