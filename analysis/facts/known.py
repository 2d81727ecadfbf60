"""What counts at a day: of all rows of a snapshot those that were known by then, and of each matter the valid one.

Replay rule (SCORING.md 1): a row entered after the day is unknown, a dated event after the day has not happened. Of
two rows about the same matter the one loaded later (higher `seq`) counts, except for what is a baseline: the first
deadline, the first planned day of a node, the first start. Moving a baseline never changes a score."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from analysis.facts.approvals import approvals, exempted, judged
from analysis.facts.collective import everyone_named, without_collectives
from analysis.facts.days import day_number, days, flags, numbers
from analysis.facts.nodes import nodes_at, nodes_planned
from analysis.facts.progress import Reports, Told, progress_reports, reports_known
from analysis.facts.quarters import quarter_shares
from analysis.facts.sifting import Facts, entered, first_values, name_keys, of_tasks, valid
from analysis.rules.rulepack import RulePack

__all__ = ["Known", "Remembering", "Settled", "honours_known", "known", "known_each", "settled", "units_known"]


@dataclass(frozen=True)
class Known:
    """Everything known; `task` in every table is the position of the row's task in `tasks`.

    tasks: one row each: day (the day at which it is looked at), start, start_assumed, deadline, amended, all as day
    numbers, weight, and exempt (neutral on that day). people: task, role, name. milestones: `analysis.facts.nodes`, and
    exempt. visits: day, verified, score. problems: due, closed, weight. honours and units belong to no task; they are
    those known at `until`. exemptions: `analysis.facts.approvals.judged`.
    """

    until: float
    tasks: pd.DataFrame
    people: pd.DataFrame
    milestones: pd.DataFrame
    reports: Reports
    visits: pd.DataFrame
    problems: pd.DataFrame
    honours: pd.DataFrame
    units: pd.DataFrame
    exemptions: pd.DataFrame

    @property
    def day(self) -> np.ndarray:
        """The day of each task."""
        return self.tasks["day"].to_numpy()


class Remembering(dict[str, pd.DataFrame]):
    """The tables of a snapshot with what was known on the days that have been looked at, for as long as they are held:
    many questions about one day are one reckoning. Neither the tables nor the answers are changed in place; what is
    made of them by `|` or `dict` remembers nothing."""

    def __init__(self, facts: Facts) -> None:
        super().__init__(facts)
        self.days: dict[tuple[date, int], tuple[RulePack, Known]] = {}


def known(facts: Facts, *, as_of: date, rules: RulePack) -> Known:
    """The rows of `facts` (tables of ledgers.schema.TABLES) that count at `as_of`."""
    if not isinstance(facts, Remembering):
        return _known(facts, as_of, rules)
    place = as_of, id(rules)
    pack, found = facts.days.get(place, (None, None))
    if pack is not rules:  # an id is given again once its object is gone
        found = _known(facts, as_of, rules)
        facts.days[place] = rules, found
    return found


def _known(facts: Facts, as_of: date, rules: RulePack) -> Known:
    day = day_number(as_of)
    return known_each(facts, day=np.full(len(facts["tasks"]), day), until=day, rules=rules)


@dataclass(frozen=True)
class Settled:
    """What stays as it is from one day to the next until a row is entered that says otherwise. tasks, people and units:
    see `Known`; nodes: `analysis.facts.nodes.nodes_planned`; empty: by name what comes of tables without a row.
    reports: every report of all days (`analysis.progress.Told`), where many days are looked at."""

    tasks: pd.DataFrame
    people: pd.DataFrame
    nodes: pd.DataFrame
    units: pd.DataFrame
    empty: Mapping[str, pd.DataFrame]
    reports: Told | None = None


def settled(facts: Facts, *, day: np.ndarray, until: float, rules: RulePack) -> Settled:
    """What the rows entered by `until` say that does not change by itself; day: of each row of `facts["tasks"]`."""
    tasks, units = _tasks(facts, day, rules), units_known(facts["units"], until)
    people = everyone_named(_people(facts["responsibilities"], tasks), units)
    nodes = nodes_planned(facts["milestones"], tasks)
    known_units = without_collectives(units).reset_index(drop=True)
    events = _happened(facts, tasks, nodes_at(nodes, tasks), until=until, rules=rules)
    sources = dict(facts) | {"exemptions": approvals(facts, rules=rules)}
    empty = {name: table for name, table in events.items() if sources[name].empty}
    return Settled(tasks, people, nodes, known_units, empty)


def _happened(
    facts: Facts, tasks: pd.DataFrame, nodes: pd.DataFrame, *, until: float, rules: RulePack, but: Collection[str] = ()
) -> dict[str, pd.DataFrame]:
    """What hangs on the day, by the names that it has in `Known`; those in `but` are left out."""
    reckon = {
        "problems": lambda rows: _problems(
            _events(rows, tasks, on="opened_on", key=["task", "problem_key", "opened_on"]), tasks, rules
        ),
        "visits": lambda rows: _visits(
            _events(rows, tasks, on="visited_on", key=["task", "visited_on", "visitor_key"])
        ),
        "honours": lambda rows: honours_known(rows, until),
        "exemptions": lambda _rows: judged(approvals(facts, rules=rules), tasks, nodes),
    }
    return {name: work(facts[name]) for name, work in reckon.items() if name not in but}


def known_each(facts: Facts, *, day: np.ndarray, until: float, rules: RulePack, before: Settled | None = None) -> Known:
    """The same with a day of its own for each row of `facts["tasks"]`, so that many days are replayed in one go.
    before: what was settled on a day before and still is, all tasks being looked at on the day `until`."""
    still = settled(facts, day=day, until=until, rules=rules) if before is None else before
    tasks = still.tasks if before is None else still.tasks.assign(day=until)
    nodes, every = nodes_at(still.nodes, tasks), still.reports
    happened = _happened(facts, tasks, nodes, until=until, rules=rules, but=still.empty) | still.empty
    exempt, exempt_nodes = exempted(happened["exemptions"], tasks, nodes)
    return Known(
        until=until,
        tasks=tasks.assign(exempt=exempt),
        people=still.people,
        milestones=nodes.assign(exempt=exempt_nodes),
        reports=reports_known(every, tasks) if every else progress_reports(facts["progress"], tasks, rules),
        units=still.units,
        **happened,
    )


def _tasks(facts: Facts, day: np.ndarray, rules: RulePack) -> pd.DataFrame:
    """One row per task, in the order of the boards and of the numbers in them."""
    rows = entered(facts["tasks"].assign(day=day), day)
    tasks = valid(rows, ["task_id"]).drop(columns=["start", "entered_on", "seq"])
    dated = facts["deadlines"].merge(tasks[["task_id", "day"]], on="task_id")
    dated = entered(dated, dated["day"].to_numpy())
    last = valid(dated[dated["deadline"].notna()], ["task_id"])[["task_id", "deadline"]]
    tasks = (
        tasks.merge(first_values(rows, "start"), on="task_id", how="left")
        .merge(first_values(dated, "deadline"), on="task_id", how="left")
        .merge(last.rename(columns={"deadline": "amended"}), on="task_id", how="left")
    )
    weight = numbers(tasks["weight"])
    tasks = tasks.assign(
        weight=np.where(weight > 0, weight, rules.plan.task_weight),
        weight_given=weight > 0,
        late_entry=flags(tasks["late_entry"]),
        **{name: days(tasks[name]) for name in ("start", "deadline", "amended")},
    )
    return _in_order(_with_start(tasks.assign(**quarter_shares(tasks, rules)), rules), rules)


def _with_start(tasks: pd.DataFrame, rules: RulePack) -> pd.DataFrame:
    """A task without a usable start begins with the phases, or with the year of its deadline, and says so."""
    deadline = tasks["deadline"].to_numpy()
    assumed = ~(tasks["start"].to_numpy() < deadline) & ~np.isnan(deadline)
    first, last = day_number(rules.phases[0].first), day_number(rules.phases[-1].last)
    year = np.where(np.isnan(deadline), 0, deadline).astype("datetime64[D]").astype("datetime64[Y]")
    january = year.astype("datetime64[D]").astype("int64")
    start = np.where((first <= deadline) & (deadline <= last), first, january)
    start = np.where(start < deadline, start, deadline - 1)  # a deadline on that very day still needs a plan of a day
    return tasks.assign(start=np.where(assumed, start, tasks["start"]), start_assumed=assumed)


def _in_order(tasks: pd.DataFrame, rules: RulePack) -> pd.DataFrame:
    """By board and number; what has no number that counts ("3-1") follows in the order of its ledger."""
    place = {board: i for i, (board, _) in enumerate(rules.boards.expected)}
    tasks = tasks.sort_values("task_id", ignore_index=True)
    board = tasks["board"].map(place).astype("float64").fillna(len(place)).to_numpy()
    number = pd.to_numeric(tasks["no"], errors="coerce").to_numpy("float64", na_value=np.inf)
    number = np.where(np.isnan(number), np.inf, number)
    return tasks.iloc[np.lexsort((tasks["row"], number, board))].reset_index(drop=True)


def _people(rows: pd.DataFrame, tasks: pd.DataFrame) -> pd.DataFrame:
    """Per task and role the names of the latest ledger, in the order in which they were written."""
    rows = of_tasks(rows, tasks)
    latest = rows.groupby(["task", "role"])["seq"].transform("max")
    return rows[rows["seq"] == latest].drop_duplicates(["task", "role", "name"], ignore_index=True)


def _events(rows: pd.DataFrame, tasks: pd.DataFrame, *, on: str, key: list[str]) -> pd.DataFrame:
    """Dated rows that had happened by the day of their task, the latest word about each."""
    rows = name_keys(of_tasks(rows, tasks), [name.removesuffix("_key") for name in key if name.endswith("_key")])
    to_come = days(rows[on]) > tasks["day"].to_numpy()[rows["task"]]
    return valid(rows[~to_come], key).sort_values(["task", "seq", "row"], ignore_index=True)


def _visits(rows: pd.DataFrame) -> pd.DataFrame:
    rows = rows[rows["visited_on"].notna()].reset_index(drop=True)
    verified, score = numbers(rows["verified_percent"]), numbers(rows["visit_score"])
    return rows.assign(day=days(rows["visited_on"]), verified=verified, score=score)


def _problems(rows: pd.DataFrame, tasks: pd.DataFrame, rules: RulePack) -> pd.DataFrame:
    closed, words = days(rows["closed_on"]), dict(rules.severity.words)
    to_come = closed > tasks["day"].to_numpy()[rows["task"]]
    weight = rows["severity"].map(words).astype("float64").fillna(rules.severity.other)
    return rows.assign(due=days(rows["due_on"]), closed=np.where(to_come, np.nan, closed), weight=weight)


def honours_known(rows: pd.DataFrame, day: float) -> pd.DataFrame:
    """Praise and criticism given by the day, the latest word about each."""
    rows = entered(rows, day)
    rows = rows[~(days(rows["issued_on"]) > day)]
    return valid(rows, ["unit", "level", "matter", "document_no"]).sort_values(
        ["unit", "seq", "row"], ignore_index=True
    )


def units_known(rows: pd.DataFrame, day: float) -> pd.DataFrame:
    """The unit table at the day, in its own order."""
    return valid(entered(rows, day), ["unit"]).sort_values(["sort", "unit"], ignore_index=True)
