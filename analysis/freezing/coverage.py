"""Before a period is frozen: what is there, what is open, what stands in the way.

ok: nothing to do. open: the period can be frozen, with a reason that is kept. blocking: it cannot be frozen yet.
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from analysis.facts.approvals import exempt_on
from analysis.facts.days import day_number, days, in_words
from analysis.facts.evaluations import month_ends
from analysis.facts.known import Known, known
from analysis.facts.periods import Span
from analysis.facts.sifting import Facts, positions
from analysis.flagging.objections import objection_window, objections
from analysis.oversight.cadence import visit_weeks
from analysis.rules.rulecalendar import Rules
from analysis.rules.rulepack import RulePack
from analysis.scores.groups import ANSWERABLE
from analysis.scores.scoring import Scores

__all__ = ["BLOCKING", "OK", "OPEN", "coverage", "open_points"]

OK, OPEN, BLOCKING = "ok", "open", "blocking"
COLUMNS = ["what", "subject", "state", "sentence"]
_EVERYONE = "全部"
Row = tuple[str, str, str]


@dataclass(frozen=True)
class _Ground:
    """What the checks look at."""

    facts: Facts
    span: Span
    rules: RulePack
    by_day: Rules
    seen: Known
    scores: Scores
    flags: pd.DataFrame
    today: date
    asked: Collection[str]


def coverage(
    facts: Facts,
    span: Span,
    *,
    rules: Rules,
    scores: Scores,
    flags: pd.DataFrame,
    today: date,
    asked: Collection[str] = (),
) -> pd.DataFrame:
    """One row per point: what (填报, 走访, …), subject, state (ok | open | blocking), sentence; a check that finds
    nothing has one row that says so. scores: of the span's last day. flags: `flag_periods` of its months. today: the
    day of the check. asked: codes of findings that somebody must answer."""
    pack = rules.at(span.last)
    seen = known(facts, as_of=span.last, rules=pack)
    ground = _Ground(facts, span, pack, rules, seen, scores, flags, today, asked)
    rows = []
    for what, check, fine in CHECKS:
        found = list(check(ground))
        rows += [(what, *row) for row in found] or [(what, _EVERYONE, OK, fine)]
    return pd.DataFrame(rows, columns=COLUMNS)


def open_points(table: pd.DataFrame, state: str = OPEN) -> list[str]:
    """The sentences of one state, each with its subject.

    >>> open_points(pd.DataFrame([("填报", "太平镇", "open", "缺 1 项。")], columns=COLUMNS))
    ['填报·太平镇：缺 1 项。']
    """
    rows = table[table["state"].eq(state)]
    return [f"{row.what}·{row.subject}：{row.sentence}" for row in rows.itertuples()]


def _ended(ground: _Ground) -> Iterator[Row]:
    if ground.today <= ground.span.last:
        yield _EVERYONE, BLOCKING, f"{ground.span.words}要到 {_day(ground.span.last)} 才结束。"


def _published(ground: _Ground) -> Iterator[Row]:
    window = objection_window(ground.facts["decisions"], ground.span.name, rules=ground.by_day)
    if window is None:
        yield _EVERYONE, BLOCKING, "还没有打开草稿公示，各单位无从提出异议。"
    elif ground.today <= window[1]:
        yield _EVERYONE, BLOCKING, f"异议期到 {_day(window[1])} 为止，还没有过。"


def _reported(ground: _Ground) -> Iterator[Row]:
    """Per answerable unit and month the tasks that owed a report of that month and gave none by the last day."""
    seen, people = ground.seen, ground.seen.people
    answers = people[people["role"].isin(ANSWERABLE)].drop_duplicates(["task", "name"])
    names = seen.tasks["task"].to_numpy()
    for end in month_ends(ground.span.first, ground.span.last):
        owed, told = _owed(ground, end)
        for unit, mine in answers.groupby("name", sort=False)["task"]:
            due = [task for task in mine if owed[task]]
            missing = [names[task] for task in due if not told[task]]
            if missing:
                said = f"{end.month}月应报 {len(due)} 项，缺 {len(missing)} 项：{'、'.join(missing)}。"
                yield unit, OPEN, said


def _owed(ground: _Ground, end: date) -> tuple[np.ndarray, np.ndarray]:
    """Per task: whether a report of the month was owed (begun, not finished before, not exempt at its end), whether
    one is there."""
    seen, rows = ground.seen, ground.facts["progress"]
    first, last, count = day_number(end.replace(day=1)), day_number(end), len(seen.tasks)
    exempt = exempt_on(ground.facts, seen.tasks, seen.milestones, day=last, rules=ground.rules)
    start, judged = seen.tasks["start"].to_numpy(), ~(seen.tasks["late_entry"].to_numpy(bool) | exempt)
    done = seen.reports.percent >= 100
    finished = np.full(count, np.inf)
    np.minimum.at(finished, seen.reports.task[done], seen.reports.day[done])
    task, on = positions(rows["task_id"], pd.Index(seen.tasks["task_id"])), days(rows["report_date"])
    heard = (task >= 0) & (on >= first) & (on <= last) & ~(days(rows["entered_on"]) > day_number(ground.span.last))
    told = np.zeros(count, dtype=bool)
    told[task[heard]] = True
    return judged & (start <= last) & ~(finished < first), told


def _fresh(ground: _Ground) -> Iterator[Row]:
    tasks, limit = ground.scores.tasks, ground.rules.ladder.stale_days
    first = pd.Timestamp(ground.span.last) - pd.Timedelta(days=limit)
    month = pd.Timestamp(ground.span.last.replace(day=1))
    old = tasks[tasks["state"].ne("已完成") & ~(tasks["late_entry"] | tasks["exempt"]) & tasks["reported_on"].lt(first)]
    for row in old[old["reported_on"] >= month].itertuples():  # one that is older is missing for the month
        age = (pd.Timestamp(ground.span.last) - row.reported_on).days
        yield row.task, OPEN, f"最近一次填报是 {_day(row.reported_on)}，到期末已 {age} 天，超过 {limit} 天。"


def _visited(ground: _Ground) -> Iterator[Row]:
    weeks = visit_weeks(ground.facts, as_of=ground.span.last, rules=ground.by_day)
    weeks = weeks[np.array([ground.span.holds(week) for week in weeks["week"]], dtype=bool)]
    for leader, mine in weeks.groupby("leader", sort=False):
        missed = [week for week, kept in zip(mine["week"], mine["kept"], strict=True) if kept is False]
        if missed:
            said = "、".join(f"{week.month}月{week.day}日" for week in missed)
            yield leader, OPEN, f"应走访 {len(mine)} 周，缺 {len(missed)} 周（{said}起的一周）。"


def _known(ground: _Ground) -> Iterator[Row]:
    units, least = ground.scores.units, ground.rules.index.min_known
    ranked = units[units["kind"].isin(ground.rules.ranking.kinds) & units["tasks"].gt(0)]
    for row in ranked[~(ranked["known_share"] >= least - 1e-9)].itertuples():
        share = "没有已知的部分" if np.isnan(row.known_share) else f"已知份额 {row.known_share:.0%}"
        yield row.unit, OPEN, f"{share}，不足 {least:.0%}，不评指数。"


def _decided(ground: _Ground) -> Iterator[Row]:
    flags = ground.flags
    for row in flags[flags["state"].eq("待确认")].itertuples():
        yield f"{row.kind}·{row.subject}", OPEN, f"{row.period.month}月拟定的{row.flag}还没有确认或不同意。"


def _answered(ground: _Ground) -> Iterator[Row]:
    said = objections(ground.facts["decisions"], rules=ground.by_day)
    said = said[said["period"].isin([ground.span.name, *ground.span.months]) & said["answer"].isna()]
    for row in said.itertuples():
        late = "（逾期提出）" if row.late else ""
        yield row.unit, OPEN if row.late else BLOCKING, f"{_day(row.lodged_on)}提出的异议还没有答复{late}：{row.reason}"


def _settled(ground: _Ground) -> Iterator[Row]:
    """Per file of the period the findings that somebody must answer and nobody did."""
    imports, decisions = _imports(ground), ground.facts["decisions"]
    said = decisions[decisions["kind"].eq("finding")]
    done = set(zip(said["scope"], said["subject"], strict=True))
    found = ground.facts["findings"].merge(imports[["import_id", "sha256", "file"]], on="import_id")
    found = found[found["code"].isin(set(ground.asked))]
    names = [f"{row.sheet}!{row.cell}!{row.code}" for row in found.itertuples()]
    open_ = [pair not in done for pair in zip(found["sha256"], names, strict=True)]
    left = found[np.array(open_, dtype=bool)]
    for file, mine in left.groupby("file", sort=False):
        yield file, OPEN, f"有 {len(mine)} 处疑点还没有答复“属实”或“有误”。"


def _loaded(ground: _Ground) -> Iterator[Row]:
    imports = _imports(ground)
    held = ground.facts["held_rows"].merge(imports[["import_id", "file"]], on="import_id")
    for file, mine in held.groupby("file", sort=False):
        yield file, OPEN, f"有 {len(mine)} 行暂存待核对，没有计入。"


def _imports(ground: _Ground) -> pd.DataFrame:
    """Files of the period, by their report date; of those without one, all."""
    imports = ground.facts["imports"]
    day = imports["report_date"]
    inside = (day >= pd.Timestamp(ground.span.first)) & (day <= pd.Timestamp(ground.span.last))
    return imports[day.isna() | inside]


def _day(when: date | float) -> str:
    return in_words(day_number(when) if isinstance(when, date) else when)


CHECKS: tuple[tuple[str, Callable[[_Ground], Iterator[Row]], str], ...] = (
    ("期末", _ended, "周期已经结束。"),
    ("公示", _published, "草稿已公示，异议期已过。"),
    ("异议", _answered, "没有未答复的异议。"),
    ("评旗", _decided, "拟定的旗都已决定。"),
    ("填报", _reported, "应报的任务都已填报。"),
    ("时效", _fresh, "期末的填报都不陈旧。"),
    ("走访", _visited, "每周走访都已做到，或没有应走访的周。"),
    ("已知份额", _known, "各单位的已知份额都够评指数。"),
    ("疑点", _settled, "导入时的疑点都已答复。"),
    ("暂存", _loaded, "没有暂存待核对的行。"),
)
"""What is checked, in the order of the screen: (what, the check, what is said when it finds nothing)."""
