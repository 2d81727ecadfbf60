"""考察识别: facts about officials in hard tasks, each with the cell that it stands in. A list and nothing else: no
score, no sum, no order but that of names."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.explaining.sources import trace
from analysis.facts.days import days, in_words
from analysis.facts.honours import evidence_kind
from analysis.facts.known import Known, known
from analysis.facts.sifting import Facts, name_key
from analysis.oversight.cadence import is_named
from analysis.rules.rulepack import RulePack

__all__ = ["FACTS", "official_facts"]

ROLES = {"leader": "项目长", "lead_person": "牵头单位负责人"}
FACTS = ("承担任务", "办结情况", "走访", "问题整改", "单位表彰", "单位批评")
"""Kinds of fact in the order in which they are listed."""


class Fact(NamedTuple):
    """One fact about one official; the last five fields say in which cell of which ledger it stands."""

    name: str
    role: str
    kind: str
    subject: str
    said: str
    on: pd.Timestamp
    table: str
    field: str
    import_id: str | None
    sheet: str | None
    row: int | None
    report_date: pd.Timestamp = pd.NaT
    rule: str = ""


def official_facts(facts: Facts, *, as_of: date, rules: RulePack) -> pd.DataFrame:
    """One row per fact (see `Fact`), with source and letter as `analysis.trace` gives them; by name, kind and day.

    Tasks carried; finished in time, late, or not when due; visits made in person; problems of their tasks closed in
    time or not; praise and criticism of their tasks' lead units, where the ledger names no other project. Whether it
    was this person's doing is for people to find out."""
    seen = known(facts, as_of=as_of, rules=rules)
    mine = seen.people[seen.people["role"].isin(ROLES)]
    rows = [
        fact
        for person in mine.to_dict("records")
        for find in (_carried, _finished, _visits, _problems)
        for fact in find(seen, person, facts)
    ]
    rows += _honours(seen, mine)
    table = pd.DataFrame(rows, columns=Fact._fields)
    place = table["kind"].map({kind: i for i, kind in enumerate(FACTS)})
    table = table.assign(place=place).sort_values(["name", "place", "on", "subject"], kind="stable", ignore_index=True)
    return trace(table.drop(columns="place"), facts)


def _fact(person: dict, kind: str, subject: str, *, said: str, on: object, row: dict, at: tuple[str, str]) -> Fact:
    report = row["report_date"] if at[0] == "progress" else pd.NaT
    source = (row["import_id"], row["sheet"], row["row"])
    return Fact(person["name"], ROLES[person["role"]], kind, subject, said, pd.Timestamp(on), *at, *source, report)


def _carried(seen: Known, person: dict, facts: Facts) -> Iterable[Fact]:
    task = seen.tasks.iloc[person["task"]]
    due = f"，基准时限 {in_words(task['deadline'])}" if not np.isnan(task["deadline"]) else "，没有时限"
    column = {"leader": "leaders", "lead_person": "lead_people"}[person["role"]]
    said = f"{task['board']}{due}"
    yield _fact(person, "承担任务", task["task"], said=said, on=pd.NaT, row=person, at=("responsibilities", column))


def _finished(seen: Known, person: dict, facts: Facts) -> Iterable[Fact]:
    """By the first report of everything done that no later one took back; past the deadline without one, that too."""
    task = seen.tasks.iloc[person["task"]]
    deadline, reports = task["deadline"], seen.reports.where(seen.reports.task == person["task"])
    short = reports.day[reports.percent < 100]
    full = np.flatnonzero((reports.percent >= 100) & (reports.day > (short.max() if len(short) else -np.inf)))
    if len(full):
        first = full[np.argmin(reports.day[full])]
        on, row = reports.day[first], facts["progress"].iloc[int(reports.place[first])].to_dict()
        late = on - deadline
        how = "办结，没有时限" if np.isnan(deadline) else "按期办结" if late <= 0 else f"逾期 {late:.0f} 天办结"
        when = pd.Timestamp(on, unit="D")
        yield _fact(person, "办结情况", task["task"], said=f"{in_words(on)}填报完成，{how}", on=when, row=row,
                    at=("progress", "percent"))  # fmt: skip
    elif seen.until > deadline:
        row = {name: task[f"deadline_{name}"] for name in ("import_id", "sheet", "row")}
        said = f"时限 {in_words(deadline)} 已过，到数据日期没有填报完成"
        when = pd.Timestamp(deadline, unit="D")
        yield _fact(person, "办结情况", task["task"], said=said, on=when, row=row, at=("deadlines", "deadline"))


def _visits(seen: Known, person: dict, facts: Facts) -> Iterable[Fact]:
    """Visits on which the ledger names the person; nobody else's are theirs."""
    own = seen.visits[seen.visits["task"].eq(person["task"])]
    for visit in own.sort_values("day", kind="stable").to_dict("records"):
        if isinstance(visit["visitor"], str) and is_named(person["name"], visit["visitor"]):
            seen_then = "" if np.isnan(visit["verified"]) else f"，核验进度 {visit['verified']:g}%"
            said = f"到现场{seen_then}"
            subject = seen.tasks["task"].iloc[person["task"]]
            yield _fact(
                person, "走访", subject, said=said, on=visit["visited_on"], row=visit, at=("visits", "visited_on")
            )


def _problems(seen: Known, person: dict, facts: Facts) -> Iterable[Fact]:
    own = seen.problems[seen.problems["task"].eq(person["task"])]
    for problem in own.to_dict("records"):
        field = "due_on" if np.isnan(problem["closed"]) else "closed_on"
        said = f"“{problem['problem']}”{_closed(problem['due'], problem['closed'], seen.until)}"
        subject = seen.tasks["task"].iloc[person["task"]]
        yield _fact(
            person, "问题整改", subject, said=said, on=problem["opened_on"], row=problem, at=("problems", field)
        )


def _closed(due: float, closed: float, day: float) -> str:
    """How a problem was closed.

    >>> _closed(10.0, 9.0, 20.0), _closed(10.0, float("nan"), 20.0), _closed(float("nan"), 9.0, 20.0)
    ('：1970年1月10日销号，在时限内', '：到数据日期未销号，超过时限 10 天', '：1970年1月10日销号，没有写时限')
    """
    if np.isnan(closed):
        late = f"，超过时限 {day - due:.0f} 天" if day > due else ""
        return f"：到数据日期未销号{late}"
    if np.isnan(due):
        return f"：{in_words(closed)}销号，没有写时限"
    return f"：{in_words(closed)}销号，" + ("在时限内" if closed <= due else f"超过时限 {closed - due:.0f} 天")


def _honours(seen: Known, mine: pd.DataFrame) -> list[Fact]:
    """Of the lead units of a person's tasks, a row once a person; one that names a project only for who carries it."""
    units = seen.people[seen.people["role"].eq("lead_unit")]
    units = units.groupby("task")["name"].agg(list)
    rows = []
    for (name, role), own in mine.groupby(["name", "role"], sort=False):
        led = {unit for task in own["task"] for unit in units.get(task, [])}
        tasks = seen.tasks.iloc[own["task"].to_numpy()]
        projects = {name_key(text) for field in ("project", "task") for text in tasks[field].dropna()}
        for row in seen.honours[seen.honours["unit"].isin(led)].to_dict("records"):
            kind = {"批评": "单位批评", "表彰": "单位表彰", "批示": "单位表彰"}.get(
                evidence_kind(row["level"], row["matter"])
            )
            named = isinstance(row["project"], str)
            if kind and (not named or name_key(row["project"]) in projects):
                paper = row["document_no"] if isinstance(row["document_no"], str) else "没有文号"
                said = f"{row['matter'] if isinstance(row['matter'], str) else '事项未写'}（{paper}）"
                person = {"name": name, "role": role}
                on = row["issued_on"] if not np.isnan(days(pd.Series([row["issued_on"]]))[0]) else pd.NaT
                rows.append(_fact(person, kind, row["unit"], said=said, on=on, row=row, at=("honours", "matter")))
    return rows
