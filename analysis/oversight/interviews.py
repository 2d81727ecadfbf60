"""约谈: who must be interviewed and why, what came of it, and how long somebody has stood where he stands.

A task that stands at the highest rung of the ladder must be talked about: with its lead units and with its 项目长. So
must a unit whose confirmed yellow flag comes again as often as the rungs of the pack say. An interview does not lower a
level: whoever must be interviewed stays on the list until the level falls. Interviews are decisions of people.
"""

import json
from collections.abc import Sequence
from datetime import date

import numpy as np
import pandas as pd

from analysis.facts.evaluations import is_month_end
from analysis.rules.rulepack import RulePack

__all__ = [
    "HELD", "INTERVIEW", "INTERVIEW_KINDS", "NOT_HELD", "UNKEPT", "held_interview", "interview_faults",
    "interview_months", "interviews_due", "interviews_held", "months_at_level", "open_commitments",
]  # fmt: skip

INTERVIEW = "interview"
"""Kind of a decision that records an interview: scope kind!key, subject the day, answer JSON."""

INTERVIEW_KINDS = ("项目", "单位", "项目长")
NOT_HELD, HELD, UNKEPT = "待约谈", "已约谈，待降级", "承诺逾期"
_TOLD = ("interviewer", "interviewee", "commitments", "deadline", "kept_on")
_HELD = ["kind", "key", "held_on", *_TOLD, "decided_by", "decided_at"]
_DUE = ["kind", "key", "name", "tasks", "since", "days", "months", "why", "held_on", "state"]


def held_interview(
    kind: str,
    key: str,
    *,
    on: date,
    interviewer: str,
    interviewee: str,
    commitments: str,
    deadline: date | None = None,
    kept_on: date | None = None,
) -> dict[str, str]:
    """The decision that records an interview; said again with `kept_on`, that what was promised has been done.

    >>> told = {"interviewer": "区领导01", "interviewee": "局长", "commitments": "月底通车"}
    >>> held_interview("单位", "区交通局", on=date(2022, 11, 3), **told)["scope"]
    '单位!区交通局'
    """
    told = {
        "interviewer": interviewer.strip(), "interviewee": interviewee.strip(), "commitments": commitments.strip(),
        "deadline": deadline.isoformat() if deadline else None, "kept_on": kept_on.isoformat() if kept_on else None,
    }  # fmt: skip
    answer = json.dumps({name: value for name, value in told.items() if value}, ensure_ascii=False)
    return {"kind": INTERVIEW, "scope": f"{kind}!{key}", "subject": on.isoformat(), "answer": answer, "reason": ""}


def interview_faults(
    *, on: date, as_of: date, interviewer: str, interviewee: str, commitments: str, deadline: date | None
) -> list[str]:
    """What keeps an interview from being kept, in sentences."""
    told = (("约谈人", interviewer), ("被约谈人", interviewee), ("整改承诺", commitments))
    faults = [f"没有写{name}，请补上。" for name, text in told if not text.strip()]
    if on > as_of:
        faults.append(f"约谈日期 {on} 晚于数据日期 {as_of}，请核对，或在左边换一个数据日期。")
    if deadline and deadline < on:
        faults.append(f"承诺期限 {deadline} 早于约谈日期 {on}，请改正其中一个。")
    return faults


def interviews_held(decisions: pd.DataFrame, *, as_of: date) -> pd.DataFrame:
    """The interviews held by `as_of`, oldest first, the last word about each: kind, key, held_on, interviewer,
    interviewee, commitments, deadline, kept_on (NaT: not by `as_of`), decided_by, decided_at."""
    mine = decisions[decisions["kind"].eq(INTERVIEW)].sort_values("seq")
    mine = mine.drop_duplicates(["scope", "subject"], keep="last")
    rows = []
    for row in mine.to_dict("records"):
        told = json.loads(row["answer"])
        kind, _, key = row["scope"].partition("!")
        rows.append({"kind": kind, "key": key, "held_on": row["subject"], **{name: told.get(name) for name in _TOLD},
                     "decided_by": row["decided_by"], "decided_at": row["decided_at"]})  # fmt: skip
    table = pd.DataFrame(rows, columns=_HELD)
    dates = {name: pd.to_datetime(table[name]).astype("datetime64[us]") for name in ("held_on", "deadline", "kept_on")}
    table = table.assign(**dates)
    table = table[table["held_on"].le(pd.Timestamp(as_of))].sort_values("held_on", kind="stable", ignore_index=True)
    return table.assign(kept_on=table["kept_on"].where(table["kept_on"].le(pd.Timestamp(as_of))))


def months_at_level(weeks: pd.DataFrame) -> pd.Series:
    """Per task of the last evaluation (index: task_id) the ends of months running, up to now, at which it stood at the
    level that it has now or a graver one."""
    if weeks.empty:
        return pd.Series(dtype="int64")
    now = weeks[weeks["as_of"].eq(weeks["as_of"].max())].set_index("task_id")["level"]
    ends = weeks[[is_month_end(day) for day in weeks["as_of"].dt.date]]
    grid = ends.pivot(index="task_id", columns="as_of", values="level").reindex(now.index)
    held = grid.ge(now, axis=0).to_numpy()[:, ::-1]
    return pd.Series(np.cumprod(held, axis=1).sum(axis=1), index=now.index).astype("int64")


def interviews_due(
    weeks: pd.DataFrame, held: pd.DataFrame, *, rules: RulePack, flags: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Who must be interviewed on the last day of `weeks` (`analysis.standings`): kind (one of INTERVIEW_KINDS), key,
    name, tasks (ids at the highest level), since, days, months (ends of months running), why (sentences), held_on (the
    last interview since then), state (NOT_HELD, HELD, UNKEPT: what was promised is overdue).

    `held`: `interviews_held`. `flags`: period (a month's last day), subject, kind, flag, final (None: not confirmed),
    as `analysis.flag_history` has them; of these confirmed yellow flags of units count."""
    if weeks.empty:
        return pd.DataFrame(columns=_DUE)
    top, today = len(rules.ladder.words) - 1, weeks["as_of"].max()
    now = weeks[weeks["as_of"].eq(today) & weeks["level"].ge(top)]
    arrived = _arrivals(weeks[weeks["task_id"].isin(now["task_id"])], top)
    rows = now.merge(arrived, on="task_id").assign(months=lambda t: t["task_id"].map(months_at_level(weeks)))
    found = [
        *_tasks(rows),
        *_groups(rows, rules, kind="单位"),
        *_groups(rows, rules, kind="项目长"),
        *_flagged(flags, rules, today),
    ]
    table = _merged(pd.DataFrame(found, columns=["kind", "key", "name", "tasks", "since", "months", "why"]))
    table = table.assign(days=(today - table["since"]).dt.days.astype("int64"))
    return _with_interviews(table, held, today)[_DUE]


def _arrivals(weeks: pd.DataFrame, top: int) -> pd.DataFrame:
    """Per task the day from which on it has stood at the highest level, and why it came there."""
    ordered = weeks.sort_values(["task_id", "as_of"])
    below = ordered["level"].lt(top)
    spell = below.groupby(ordered["task_id"]).cumsum()
    first = ordered[~below].assign(_spell=spell).drop_duplicates(["task_id", "_spell"])
    first = first.drop_duplicates("task_id", keep="last")
    return first[["task_id", "as_of", "why"]].rename(columns={"as_of": "since", "why": "came"})


def _tasks(rows: pd.DataFrame) -> list[tuple]:
    return [
        ("项目", row.task_id, row.task, [row.task_id], row.since, row.months, [row.came]) for row in rows.itertuples()
    ]


def _groups(rows: pd.DataFrame, rules: RulePack, *, kind: str) -> list[tuple]:
    """Units that lead tasks at the highest level, or the 项目长 of them."""
    column, verb = {"单位": ("lead_units", "牵头"), "项目长": ("leaders", "领办")}[kind]
    word = rules.ladder.words[-1]
    pairs = rows.explode(column).dropna(subset=column)
    return [
        (kind, name, name, own["task_id"].tolist(), own["since"].min(), own["months"].max(),
         [f"{verb}的 {len(own)} 项任务在{word}：{'、'.join(own['task'])}"])
        for name, own in pairs.groupby(column, sort=False)
    ]  # fmt: skip


def _flagged(flags: pd.DataFrame | None, rules: RulePack, today: pd.Timestamp) -> list[tuple]:
    """Units whose confirmed yellow flag has come so often running that the pack's rungs lead to the highest level."""
    top = len(rules.ladder.words) - 1
    needed = [rung.running for rung in rules.persistence.rungs if rung.to == top and rung.running]
    if flags is None or flags.empty or not needed:
        return []
    yellow = flags[flags["flag"].eq(rules.flags.yellow) & flags["final"].notna() & flags["kind"].ne("项目")]
    if yellow.empty:
        return []
    months, rows = pd.date_range(yellow["period"].min(), today + pd.offsets.MonthEnd(0), freq="ME"), []
    for (kind, name), own in yellow.groupby(["kind", "subject"], sort=False):
        running = _running(months, set(own["period"]))
        if len(running) >= min(needed):
            why = f"{kind}{rules.flags.yellow}连续 {len(running)} 个月"
            rows.append(("单位", name, name, [], running[min(needed) - 1], len(running), [why]))
    return rows


def _running(months: Sequence, held: set) -> list:
    """The last months, one after the other, that are in `held`; one about which nothing is decided yet breaks
    nothing."""
    ended = list(months) if months[-1] in held else list(months)[:-1]
    gap = next((place for place, month in enumerate(reversed(ended)) if month not in held), len(ended))
    return ended[len(ended) - gap :]


def _merged(table: pd.DataFrame) -> pd.DataFrame:
    """One row for whoever there are two reasons for."""
    if table.empty:
        return table.astype({"since": "datetime64[us]"})
    order = {kind: place for place, kind in enumerate(INTERVIEW_KINDS)}
    joined = table.groupby(["kind", "key"], sort=False, as_index=False).agg(
        name=("name", "first"),
        tasks=("tasks", "sum"),
        since=("since", "min"),
        months=("months", "max"),
        why=("why", "sum"),
    )
    joined = joined.assign(why=joined["why"].map("；".join), _kind=joined["kind"].map(order))
    return joined.sort_values(["_kind", "since"], kind="stable", ignore_index=True).drop(columns="_kind")


def _with_interviews(table: pd.DataFrame, held: pd.DataFrame, today: pd.Timestamp) -> pd.DataFrame:
    """held_on and state: only an interview since somebody came on the list is one about it."""
    states, days = [], []
    for row in table.itertuples():
        own = held[held["kind"].eq(row.kind) & held["key"].eq(row.key) & held["held_on"].ge(row.since)]
        unkept = own["kept_on"].isna() & own["deadline"].lt(today)
        states.append(NOT_HELD if own.empty else UNKEPT if unkept.any() else HELD)
        days.append(own["held_on"].max() if len(own) else pd.NaT)
    return table.assign(state=pd.Series(states, dtype="object"), held_on=pd.Series(days, dtype="datetime64[us]"))


def open_commitments(held: pd.DataFrame, *, as_of: date) -> pd.DataFrame:
    """What was promised and is not done, the earliest deadline first, with days_left (below 0: overdue; missing without
    a deadline)."""
    rows = held[held["kept_on"].isna() & held["commitments"].notna()]
    left = (rows["deadline"] - pd.Timestamp(as_of)).dt.days.astype("Int64")
    return rows.assign(days_left=left).sort_values("deadline", kind="stable", na_position="last", ignore_index=True)


def interview_months(weeks: pd.DataFrame, held: pd.DataFrame, *, rules: RulePack) -> pd.DataFrame:
    """Month by month who stood at the highest level and who was interviewed: kind, key, name, period (its last day),
    stood, held (how many). Only who ever stood there or was interviewed; every month of `weeks` for each."""
    if weeks.empty:
        return pd.DataFrame(columns=["kind", "key", "name", "period", "stood", "held"])
    month = weeks["as_of"] + pd.offsets.MonthEnd(0)
    top = weeks[weeks["level"].ge(len(rules.ladder.words) - 1)].assign(period=month)
    parts = [top.assign(kind="项目", key=top["task_id"], name=top["task"])]
    for kind, column in (("单位", "lead_units"), ("项目长", "leaders")):
        named = top.explode(column).dropna(subset=column)
        parts.append(named.assign(kind=kind, key=named[column], name=named[column]))
    stood = pd.concat([part[["kind", "key", "name", "period"]] for part in parts]).drop_duplicates()
    talked = held.assign(period=held["held_on"] + pd.offsets.MonthEnd(0)).groupby(["kind", "key", "period"]).size()
    names = dict(zip(weeks["task_id"], weeks["task"], strict=True))
    who = {(row.kind, row.key): row.name for row in stood.itertuples(index=False)}
    who |= {(kind, key): names.get(key, key) for kind, key, _ in talked.index if (kind, key) not in who}
    there = set(stood[["kind", "key", "period"]].itertuples(index=False, name=None))
    rows = [
        (kind, key, name, period, (kind, key, period) in there, int(talked.get((kind, key, period), 0)))
        for (kind, key), name in who.items()
        for period in sorted(month.unique())
    ]
    return pd.DataFrame(rows, columns=["kind", "key", "name", "period", "stood", "held"])
