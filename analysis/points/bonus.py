"""Praise and criticism as entries: what each honour gives, and why one gives nothing or less."""

from datetime import date

import numpy as np
import pandas as pd

from analysis.facts.honours import honour_points, within_cap
from analysis.facts.known import known
from analysis.facts.sifting import SOURCE, Facts
from analysis.rules.rulecalendar import Rules

__all__ = ["bonus_entries"]

BONUS, CRITICISM = "加分", "批评"


def bonus_entries(facts: Facts, *, as_of: date, rules: Rules) -> pd.DataFrame:
    """One row per honour known at `as_of`: unit, year, kind (加分 | 批评), matter, level (as written), document_no,
    issued_on, points (counted, never below 0), lost and why (a sentence, empty where it counts in full), project, and
    the place of its row.

    Of one matter only the highest level counts; praise needs a document number; praise of a year counts up to the cap,
    in the order of its days. Each goes by the pack in force on its day of issue; one without a day belongs to the year
    and the pack of `as_of`."""
    seen = known(facts, as_of=as_of, rules=rules.at(as_of))
    rows = honour_points(seen, rules).sort_values(["unit", "issued_on", "row"], kind="stable", ignore_index=True)
    bad, counted = rows["bad"].to_numpy(bool), rows["counted"].to_numpy(bool)
    year = rows["issued_on"].dt.year.fillna(as_of.year).astype("int64")
    worth = rows["worth"].to_numpy("float64")
    kept = within_cap(rows, zip(rows["unit"], year, strict=True))
    points = np.where(bad, np.where(counted, rows["amount"], 0.0), kept)
    papers = rows["document_no"].notna().to_numpy()
    reasons = [
        (worth == 0, "级别不在加减分之列"),
        (~bad & ~papers, "没有文号，不计"),
        (~counted, "同一事项已按最高级别计"),
        (points < worth - 1e-9, [f"超过加分上限 {cap:g} 分" for cap in rows["cap"]]),
    ]
    why = np.select([test for test, _ in reasons], [words for _, words in reasons], default="")
    return pd.DataFrame(
        {
            "unit": rows["unit"], "year": year, "kind": np.where(bad, CRITICISM, BONUS), "matter": rows["matter"],
            "level": rows["level"], "document_no": rows["document_no"], "issued_on": rows["issued_on"],
            "points": points, "lost": worth - points, "why": why, "project": rows["project"],
            **{name: rows[name] for name in SOURCE},
        }
    )  # fmt: skip
