"""Scoring 1,000,000 progress rows of 30,000 tasks, against the same reduction as one plain DuckDB query."""

import resource
import time
from datetime import date

import duckdb
import numpy as np
import pandas as pd

import analysis
from analysis.backtest.record import store_record
from benchmarks.figures import Figure, paired
from ledgers.schema import TABLES

TASKS, REPORTS, UNITS = 30_000, 1_000_000, 60
AS_OF = pd.Timestamp("2022-11-30")
YEAR_ON = date(2023, 8, 21)

PLAIN = """
WITH latest AS (
    SELECT task_id, arg_max(percent, report_date) AS actual, max(report_date) AS reported_on,
        arg_max(percent, report_date) FILTER (WHERE report_date <= $day::DATE - 28) AS earlier
    FROM progress WHERE report_date <= $day GROUP BY task_id
), timed AS (
    SELECT task_id, t.weight, actual, reported_on, earlier, date_diff('day', t.start, d.deadline) AS pd,
        date_diff('day', t.start, $day::DATE) AS gone, date_diff('day', d.deadline, $day::DATE) AS overdue
    FROM tasks t JOIN deadlines d USING (task_id) JOIN latest USING (task_id)
), measured AS (
    SELECT *, least(100, greatest(0, 100.0 * gone / pd)) AS planned, least(actual, 100) / 100 * pd AS es FROM timed
), rated AS (
    SELECT *, planned - actual AS lag, es / gone AS spi, (pd - es) / nullif(pd - gone, 0) AS tspi,
        least(3, greatest(0.05, (4 * (actual - coalesce(earlier, 0)) / 100 * pd / 28 + 8 * es / gone + 4) / 16)) AS pace
    FROM measured
), scored AS (
    SELECT *, gone + (pd - es) / pace AS finish, 100 - 2 * greatest(0, least(50, lag)) AS index,
        CASE WHEN actual >= 100 THEN 0 WHEN lag >= 30 OR overdue > 30 THEN 4 WHEN lag >= 20 OR overdue > 15 THEN 3
             WHEN lag >= 10 OR overdue > 7 OR spi < 0.9 OR tspi > 1.1 THEN 2
             WHEN lag >= 5 OR overdue > 0 OR date_diff('day', reported_on, $day::DATE) > 14 THEN 1 ELSE 0 END AS level
    FROM rated
), by_unit AS (
    SELECT r.name, sum(weight * index) / sum(weight) AS index, sum(weight * lag) / sum(weight) AS lag,
        max(level) AS level, count(*) AS tasks
    FROM scored JOIN responsibilities r USING (task_id) GROUP BY r.name
)
SELECT scored.*, NULL AS name, NULL AS rank FROM scored
UNION ALL BY NAME
SELECT name, index, lag, level, rank() OVER (ORDER BY index DESC) AS rank FROM by_unit
"""
"""The same district by hand: lag, earned schedule, forecast, level and index of every task, index and rank of every
unit. Reports, plans and weights only: the product also looks for nodes, visits, problems, amendments and honours."""


def district(*, tasks: int = TASKS, reports: int = REPORTS) -> dict[str, pd.DataFrame]:
    """Return seeded facts of a very large board, in the shape that the store gives."""
    random = np.random.default_rng(20220902)
    ids = np.array([f"{place:012x}" for place in range(tasks)])
    start = pd.Timestamp("2022-08-22") + pd.to_timedelta(random.integers(0, 20, tasks), unit="D")
    made = {name: pd.DataFrame(columns=list(columns)) for name, columns in TABLES.items()}
    source = {"import_id": "0" * 12, "sheet": "任务榜", "entered_on": pd.NaT, "seq": 1}
    rows = np.arange(tasks) + 3
    text = {
        "board": "任务榜",
        "no": ids,
        "category": "攻城拔寨",
        "project": None,
        "task": ids,
        "target": None,
        "remark": None,
    }
    made["tasks"] = pd.DataFrame(
        {"task_id": ids, **text, "weight": 1.0, "start": start, "late_entry": False, "row": rows, **source}
    )
    due = start + pd.to_timedelta(random.integers(60, 120, tasks), unit="D")
    made["deadlines"] = pd.DataFrame({"task_id": ids, "deadline": due, "row": rows, **source})
    units = np.array([f"部门{place:02d}局" for place in range(UNITS)])
    name = units[random.integers(0, UNITS, tasks)]
    made["responsibilities"] = pd.DataFrame(
        {"task_id": ids, "role": "lead_unit", "name": name, "written": name, "row": rows, **source}
    )
    made["units"] = pd.DataFrame(
        {"unit": units, "kind": "部门", "sort": range(UNITS), "inferred": False, "row": range(UNITS), **source}
    )
    made["progress"] = _reports(random, ids, reports, source)
    return {name: _typed(frame, TABLES[name]) for name, frame in made.items()}


def _reports(random: np.random.Generator, ids: np.ndarray, count: int, source: dict) -> pd.DataFrame:
    per_task = count // len(ids) + 1
    place = np.arange(count)
    day = pd.Timestamp("2022-08-25") + pd.to_timedelta((place // len(ids)) * 98 // per_task, unit="D")
    grown = np.clip((place // len(ids)) * 100 / per_task + random.normal(0, 9, count), 0, 100)
    words = {"progress_text": None, "status": None, "problem": None, "next_step": None}
    return pd.DataFrame(
        {"task_id": ids[place % len(ids)], "report_date": day, "percent": grown, **words, "row": place, **source}
    )


def _typed(frame: pd.DataFrame, columns: dict[str, str]) -> pd.DataFrame:
    kinds = {"VARCHAR": "str", "DATE": "datetime64[us]", "TIMESTAMP": "datetime64[us]", "DOUBLE": "float64"}
    return frame.astype({name: kinds[kind] for name, kind in columns.items() if kind in kinds})


def measure(*, rounds: int) -> list[Figure]:
    """Return the ratio of the product's scoring to the plain query over the same frames."""
    facts, rules = district(), analysis.rule_pack()
    with duckdb.connect() as connection:
        for name in ("tasks", "deadlines", "responsibilities", "progress"):
            connection.register(f"frame_{name}", facts[name])
            connection.execute(f"CREATE TABLE {name} AS FROM frame_{name}")

        _check_same(facts, rules, connection)

        def ours() -> float:
            return _seconds(lambda: analysis.score(facts, as_of=AS_OF, rules=rules))

        def plain() -> float:
            return _seconds(lambda: connection.execute(PLAIN, {"day": AS_OF.date()}).df())

        seconds = paired(ours, plain, rounds=rounds)
    return [
        Figure("score 1,000,000 reports of 30,000 tasks / plain DuckDB", *seconds, aim=10),
        *_replays(facts, rules, rounds=rounds),
    ]


def _replays(facts: dict, rules: analysis.RulePack, *, rounds: int) -> list[Figure]:
    """A year of weekly evaluations and month ends with memory, and the record of their warnings, against the plain
    scores of the last day; and the memory that is held by then. Words are made for the rows that a screen shows."""
    found = []
    for tasks, held, times in ((40, district(tasks=40, reports=1_400), rounds), (TASKS, facts, 1)):

        def replayed(held: dict = held) -> float:
            return _seconds(lambda: analysis.standings(held, as_of=YEAR_ON, rules=rules, words=False))

        def one_day(held: dict = held) -> float:
            return _seconds(lambda: analysis.score(held, as_of=YEAR_ON, rules=rules))

        seconds = paired(replayed, one_day, rounds=times)
        found.append(Figure(f"replay a year of weeks, {tasks:,} tasks / score of one day", *seconds, aim=20))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    found.append(Figure("replay: peak memory of the process so far", peak, None, aim=1500, unit="MB"))

    def recorded() -> float:
        return _seconds(lambda: store_record(facts, as_of=YEAR_ON, rules=rules))

    seconds = paired(recorded, one_day, rounds=1)
    return [*found, Figure(f"back-test of a year of weeks, {TASKS:,} tasks / score of one day", *seconds, aim=60)]


def _check_same(facts: dict, rules: analysis.RulePack, connection: duckdb.DuckDBPyConnection) -> None:
    """The query must give the lags and unit indices of the product: a ratio of two different things says nothing."""
    by_hand = connection.execute(PLAIN, {"day": AS_OF.date()}).df()
    scores = analysis.score(facts, as_of=AS_OF, rules=rules)
    lags = by_hand.dropna(subset="task_id").set_index("task_id")["lag"]
    indices = by_hand.dropna(subset="name").set_index("name")["index"]
    for ours, theirs in (
        (scores.tasks.set_index("task_id")["lag"], lags),
        (scores.units.set_index("unit")["index"], indices),
    ):
        np.testing.assert_allclose(ours.sort_index(), theirs.sort_index(), atol=1e-6)


def _seconds(work) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
