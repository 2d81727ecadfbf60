"""Names of units that nobody has explained, beside those that they look like: is it the same unit?"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from ledgers.decisions import UNIT, Decision

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["alike", "candidates", "unit_decisions", "units_asked"]

_WORTH_ASKING = 0.7
_MOST = 4
_SHORTEST = 3
_RANK = re.compile(r"^(?:省|市|区|县|本区|全区|区直)(?=.{3,})")
_SEVERAL = r"各|有关|相关|等单位|等部门"
"""Names of more than one unit are like each other and mean no single one."""
_OFFICE = re.compile(r"(?:人民)?政府$|办事处$|\(.*?\)|（.*?）")


def units_asked(
    facts: Mapping[str, "pd.DataFrame"], *, files: Sequence[str], decided: Sequence[Decision] = ()
) -> "pd.DataFrame":
    """Units that these files (hashes) brought in by name only and that look like others: unit, kind, file, sheet, row,
    candidates (the likeliest first). What was answered before is not asked again."""
    import pandas as pd

    units, imports = facts["units"], facts["imports"]
    newest = units.sort_values("seq", kind="stable").drop_duplicates("unit", keep="last")
    mine = imports[imports["sha256"].isin(files)][["import_id", "file"]]
    told = {each.subject for each in decided if each.kind == UNIT}
    newest = newest[~newest["unit"].str.contains(_SEVERAL)]
    fresh = newest[newest["inferred"] & ~newest["unit"].isin(told)].merge(mine, on="import_id")
    listed = newest.sort_values("inferred", kind="stable")["unit"].tolist()
    known = dict(zip(newest["unit"], newest["kind"], strict=True))
    found = [candidates(unit, _others(listed, known, unit)) for unit in fresh["unit"]]
    columns = ["unit", "kind", "file", "sheet", "row"]
    table = fresh[columns].assign(candidates=pd.Series(found, index=fresh.index, dtype=object))
    return table[[bool(each) for each in found]].reset_index(drop=True)


def unit_decisions(
    asked: "pd.DataFrame", answers: Sequence[str | None], *, since: Sequence[date | None] = ()
) -> list[Decision]:
    """What was answered to `units_asked`, row by row: the unit that is meant, itself for a unit of its own, None: not
    answered. `since`: from which day it was renamed or merged, where that is said."""
    days = [*since, *[None] * (len(answers) - len(since))]
    return [
        Decision(UNIT, "", unit, answer, was=unit, since=day if answer != unit else None)
        for unit, answer, day in zip(asked["unit"], answers, days, strict=True)
        if answer is not None
    ]


def _others(listed: Iterable[str], kinds: Mapping[str, str], unit: str) -> list[str]:
    """Towns are compared with towns, departments with departments."""
    return [other for other in listed if other != unit and kinds[other] == kinds[unit]]


def candidates(name: str, others: Collection[str]) -> list[str]:
    """The units that a name may stand for, the likeliest first.

    >>> candidates("市公安局清新分局", ["区教育局", "区公安分局", "区公路局"])
    ['区公安分局']
    """
    scored = sorted(((alike(name, other), other) for other in others), key=lambda each: -each[0])
    return [other for score, other in scored[:_MOST] if score >= _WORTH_ASKING]


def alike(one: str, other: str) -> float:
    """How alike two names of units are, 0–1: letter by letter, or because one is the other shortened.

    >>> alike("区发改局", "区发展和改革局") > 0.8, alike("区教育局", "区体育局") < 0.7
    (True, True)
    """
    first, second = _core(one), _core(other)
    likeness = fuzz.ratio(first, second) / 100
    short, long = sorted((first, second), key=len)
    if len(short) >= _SHORTEST and _is_shortened(short, long):
        likeness = max(likeness, 0.8 + 0.2 * len(short) / len(long))
    return round(likeness, 3)


def _core(name: str) -> str:
    return _RANK.sub("", _OFFICE.sub("", name)) or name


def _is_shortened(short: str, long: str) -> bool:
    """Whether the letters of `short` stand in `long` in the same order.

    >>> _is_shortened("公安分局", "公安局清新分局"), _is_shortened("财政局", "教育局")
    (True, False)
    """
    letters = iter(long)
    return all(letter in letters for letter in short)
