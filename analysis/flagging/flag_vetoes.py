"""What vetoes a red flag: criticism of a unit or a grave problem of a project, about safety, environment, integrity."""

from datetime import date

import pandas as pd

from analysis.facts.honours import honour_points
from analysis.facts.known import known
from analysis.facts.sifting import Facts
from analysis.rules.rulecalendar import Rules

__all__ = ["vetoes_known"]

_COLUMNS = ["subject", "kind", "board", "matter", "on"]


def vetoes_known(facts: Facts, *, as_of: date, rules: Rules) -> pd.DataFrame:
    """subject, kind (单位 | 项目), board (of a project), matter, on: everything of the calendar year known at
    `as_of` that vetoes. A problem that is closed vetoes no longer; one without a date counts."""
    pack = rules.at(as_of)
    seen = known(facts, as_of=as_of, rules=pack)
    words = pack.flags.veto_words
    bad = honour_points(seen, rules)
    bad = bad[bad["bad"].astype(bool)]
    said = bad["matter"].astype("object").fillna("") + bad["level"].astype("object").fillna("")
    said += bad["remark"].astype("object").fillna("")
    bad = bad[_mentions(said, words) & _this_year(bad["issued_on"], as_of)]
    units = pd.DataFrame({"subject": bad["unit"], "matter": bad["matter"], "on": bad["issued_on"]})
    units = units.assign(kind="单位", board="")
    open_ = seen.problems[seen.problems["closed"].isna() & seen.problems["severity"].isin(pack.flags.veto_severities)]
    open_ = open_[_mentions(open_["problem"].astype("object").fillna(""), words)]
    tasks = seen.tasks.iloc[open_["task"].to_numpy()]
    named = tasks["project"].astype("object").where(tasks["project"].notna(), tasks["task"])
    told = {"subject": named, "board": tasks["board"], "matter": open_["problem"], "on": open_["opened_on"]}
    projects = pd.DataFrame({name: column.to_numpy() for name, column in told.items()}).assign(kind="项目")
    parts = [part for part in (units, projects) if len(part)]
    return pd.concat(parts, ignore_index=True)[_COLUMNS] if parts else pd.DataFrame(columns=_COLUMNS)


def _mentions(said: pd.Series, words: tuple[str, ...]) -> pd.Series:
    return said.map(lambda text: any(word in text for word in words)).astype(bool)


def _this_year(days: pd.Series, as_of: date) -> pd.Series:
    return days.isna() | days.dt.year.eq(as_of.year)
