"""Which phase of the year a day is in, what is due by then, and on which days people meet."""

from datetime import date, timedelta

import pandas as pd

from analysis.facts.days import day_number, timestamps
from analysis.facts.known import Known, known
from analysis.facts.sifting import Facts
from analysis.progress.measures import measures
from analysis.rules.rulecalendar import Rules
from analysis.rules.rulepack import Phase, RulePack

__all__ = ["due_soon", "meeting_days", "phase_on"]

_COLUMNS = ["due_on", "days_left", "what", "task_id", "subject"]


def phase_on(rules: Rules, day: date) -> Phase | None:
    """The phase that a day is in, by the pack in force on it; a day on which one ends and the next begins is in the
    next. None outside all.

    >>> from analysis.rules.rulepack import rule_pack
    >>> [phase_on(rule_pack(), day).name for day in (date(2022, 9, 4), date(2022, 9, 5))]
    ['动员部署', '组织实施']
    """
    held = [phase for phase in rules.at(day).phases if phase.first <= day <= phase.last]
    return held[-1] if held else None


def due_soon(facts: Facts, *, as_of: date, rules: Rules) -> pd.DataFrame:
    """What falls due from `as_of` on within the pack's days, in that order: due_on, days_left, what (节点 | 完成时限 |
    阶段结束 | 月通报 | 季调度), task_id (None for the office's own), subject. Finished tasks and nodes known to be done
    are not due, nor is what is exempt; a node whose state nobody tells is."""
    pack = rules.at(as_of)
    last = as_of + timedelta(days=pack.cadence.due_days)
    seen = known(facts, as_of=as_of, rules=pack)
    table = pd.DataFrame([*_of_tasks(seen, pack), *_of_office(rules, as_of, last)], columns=["due", *_COLUMNS[2:]])
    due = table["due"].astype("float64")
    table = table.assign(due_on=timestamps(due.to_numpy()), days_left=due - day_number(as_of))
    table = table[(due >= day_number(as_of)) & (due <= day_number(last))]
    table = table.sort_values(["due_on", "what"], kind="stable", ignore_index=True)
    return table.astype({"days_left": "int64"})[_COLUMNS]


def _of_tasks(seen: Known, rules: RulePack) -> list[tuple]:
    """Nodes and deadlines of tasks that are not finished."""
    tasks, ids = seen.tasks, seen.tasks["task_id"].tolist()
    open_ = ~(measures(seen, rules)["finished"] | tasks["exempt"]).to_numpy(bool)
    nodes = seen.milestones[~(seen.milestones["done"] | seen.milestones["exempt"])]
    nodes = nodes[nodes["planned"].notna()]
    nodes = nodes[open_[nodes["task"].to_numpy("int64")]]
    due = zip(nodes["planned"], nodes["task"], nodes["milestone"], strict=True)
    ends = zip(tasks["deadline"], ids, tasks["task"], open_, strict=True)
    return [(day, "节点", ids[task], name) for day, task, name in due] + [
        (day, "完成时限", task, name) for day, task, name, left in ends if left
    ]


def _of_office(rules: Rules, first: date, last: date) -> list[tuple]:
    """Ends of phases and meetings."""
    ends = [(day_number(phase.last), "阶段结束", None, phase.name) for phase in rules.at(first).phases]
    met = meeting_days(rules, first, last)
    return ends + [(day_number(day), what, None, period) for day, what, period in met.itertuples(index=False)]


def meeting_days(rules: Rules, first: date, last: date) -> pd.DataFrame:
    """月通报 and 季调度 within `first` … `last`: day, what, period (2022年9月, 2022年第三季度), of the month and the
    quarter before; each month by the pack in force on its first day.

    >>> from analysis.rules.rulepack import rule_pack
    >>> meeting_days(rule_pack(), date(2022, 10, 1), date(2022, 10, 31))[["what", "period"]].to_numpy().tolist()
    [['月通报', '2022年9月'], ['季调度', '2022年第三季度']]
    """
    rows: list[tuple[date, str, str]] = []
    month = first.replace(day=1)
    while month <= last:
        rule = rules.at(month).cadence
        before = month - timedelta(days=1)
        rows.append((month.replace(day=rule.bulletin_day), "月通报", f"{before.year}年{before.month}月"))
        if month.month in rule.dispatch_months:
            quarter = "一二三四"[(before.month - 1) // 3]
            rows.append((month.replace(day=rule.dispatch_day), "季调度", f"{before.year}年第{quarter}季度"))
        month = (month + timedelta(days=31)).replace(day=1)
    rows = [row for row in rows if first <= row[0] <= last]
    return pd.DataFrame(rows, columns=["day", "what", "period"])
