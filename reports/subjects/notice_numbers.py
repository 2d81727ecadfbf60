"""Numbers of notices: each kind runs on through the year, what was given out is kept and never given to another one.

A decision of the kind `issue` about the notices of a period (scope notice!2022-10, subject 文号): answer is JSON of the
year and of every notice's number, by its name (`Sending`).
"""

import json
from collections.abc import Iterable

import pandas as pd

from reports.subjects.own_words import ISSUE

__all__ = ["NUMBERS", "numbers_given", "numbers_told"]

NUMBERS = "文号"
"""Subject of the decision."""


def numbers_given(decisions: pd.DataFrame, period: str, *, year: int) -> dict[str, int]:
    """Return the numbers that the notices of a period have, by name; {} where none were given out."""
    return _by_period(decisions, year).get(f"notice!{period}", {})


def numbers_told(decisions: pd.DataFrame, period: str, *, year: int, names: Iterable[str]) -> dict | None:
    """Return as a decision the numbers of all notices of a period: those that they have, and for the others the next
    free ones of their kind; None where every one has its number. A name begins with its kind: 预警!task!unit."""
    known = _by_period(decisions, year)
    mine = dict(known.get(f"notice!{period}", {}))
    last: dict[str, int] = {}
    for numbers in known.values():
        for name, number in numbers.items():
            kind = name.partition("!")[0]
            last[kind] = max(last.get(kind, 0), number)
    new = [name for name in dict.fromkeys(names) if name not in mine]
    for name in new:
        kind = name.partition("!")[0]
        mine[name] = last[kind] = last.get(kind, 0) + 1
    answer = json.dumps({"year": year, "numbers": mine}, ensure_ascii=False)
    return {"kind": ISSUE, "scope": f"notice!{period}", "subject": NUMBERS, "answer": answer} if new else None


def _by_period(decisions: pd.DataFrame, year: int) -> dict[str, dict[str, int]]:
    """All numbers of a year by scope. What was given out for another year stands in an earlier decision."""
    mine = decisions[decisions["kind"].eq(ISSUE) & decisions["subject"].eq(NUMBERS)].sort_values("seq")
    told = [(row["scope"], json.loads(row["answer"])) for row in mine.to_dict("records")]
    return {scope: each["numbers"] for scope, each in told if each["year"] == year}
