"""What looks as if figures were made to look well: findings for the office to ask about, never penalties.

One function a pattern, all of one shape, listed in PATTERNS: from a `Case` to rows. Nothing here enters a score."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher

import numpy as np
import pandas as pd

from analysis.facts.days import day_number, days, in_words, numbers, timestamps
from analysis.facts.known import Known, known
from analysis.facts.sifting import SOURCE, Facts, name_key, of_tasks, valid
from analysis.rules.rulepack import RulePack
from analysis.rules.ruleparts import Plausibility

__all__ = ["PATTERNS", "plausibility"]

_FULL = 100 - 1e-6
_ROUNDING = 1e-9
_COLUMNS = ["task", "unit", "leader", "day", "values", "message", "table", "field", *SOURCE]
_NAMED = 3
_MARKS = 6


@dataclass(frozen=True)
class Case:
    """Rows known at the day. reports: task (position), day, percent, progress_text, before (percent of the report
    before), said_before (its text), and the cell; sorted by task and day."""

    facts: Facts
    known: Known
    reports: pd.DataFrame
    rule: Plausibility


def plausibility(facts: Facts, *, as_of: date, rules: RulePack) -> pd.DataFrame:
    """One row for each finding, by pattern, newest first: code, what (its name), unit, leader (where it is about one),
    task_id, task, lead_units, day, values, message (a Chinese sentence) and the cell that it stands on: table, field,
    import_id, sheet, row, report_date."""
    seen = known(facts, as_of=as_of, rules=rules)
    case = Case(facts, seen, _reports(facts, seen, until=day_number(as_of)), rules.plausibility)
    parts = [find(case).reindex(columns=_COLUMNS).assign(code=code, what=what) for code, what, find in PATTERNS]
    table = pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)
    place = table["task"].fillna(-1).to_numpy("int64")
    ids, names = (np.append(seen.tasks[name].to_numpy("object"), None)[place] for name in ("task_id", "task"))
    table = table.assign(
        task_id=ids, task=names, lead_units=_lead_units(seen, place), day=timestamps(table["day"].to_numpy("float64"))
    )
    table = table.assign(report_date=table["day"].where(table["table"].eq("progress")))
    order = {code: number for number, (code, *_) in enumerate(PATTERNS)}
    table = table.assign(_code=table["code"].map(order), _late=-days(table["day"]))
    table = table.sort_values(["_code", "_late", "task_id", "unit", "leader"], kind="stable", ignore_index=True)
    first = ["code", "what", "unit", "leader", "task_id", "task", "lead_units", "day", "values", "message"]
    return table[[*first, "table", "field", *SOURCE, "report_date"]]


def _reports(facts: Facts, seen: Known, *, until: float) -> pd.DataFrame:
    rows = of_tasks(facts["progress"], seen.tasks)
    rows = valid(rows[days(rows["report_date"]) <= until], ["task", "report_date"])
    rows = rows.assign(day=days(rows["report_date"]), percent=numbers(rows["percent"]))
    rows = rows.sort_values(["task", "day"], ignore_index=True)
    of = rows.groupby("task")
    last = of["percent"].ffill().groupby(rows["task"]).shift()
    text = rows["progress_text"].astype("object")
    said = text.groupby(rows["task"]).ffill().groupby(rows["task"]).shift()
    kept = rows[["task", "day", "percent", *SOURCE]]
    return kept.assign(progress_text=text, before=last, said_before=said)


def _lead_units(seen: Known, place: np.ndarray) -> pd.Series:
    rows = seen.people[seen.people["role"].eq("lead_unit")]
    rows = rows[rows["task"].isin(place)]  # a handful of findings out of many thousand tasks
    names: dict[int, list[str]] = {}
    for task, name in zip(rows["task"].tolist(), rows["name"].tolist(), strict=True):
        names.setdefault(task, []).append(name)
    return pd.Series([names.get(task, []) for task in place.tolist()], dtype="object")


def last_week_jumps(case: Case) -> pd.DataFrame:
    """Most of a month's progress, or very much, told in its last days, where an earlier report of that month shows how
    far it was. A task that reports once a month tells nothing about its last week."""
    rule, rows = case.rule, case.reports[case.reports["percent"].notna()]
    stamps = timestamps(rows["day"].to_numpy())
    end = days(stamps + pd.offsets.MonthEnd(0))
    rows = rows.assign(month=end, is_last=rows["day"].to_numpy() > end - rule.jump_days)
    rows = rows.assign(start=rows.groupby("task")["percent"].shift())
    key = ["task", "month"]
    opened = rows.drop_duplicates(key).set_index(key)["start"]
    base = rows[~rows["is_last"]].drop_duplicates(key, keep="last").set_index(key)[["percent", "day"]]
    found = rows[rows["is_last"]].drop_duplicates(key, keep="last")
    at = pd.MultiIndex.from_frame(found[key])
    then, since = (base[name].reindex(at).to_numpy() for name in ("percent", "day"))
    found = found.assign(then=then, since=since, week=found["percent"] - then)
    found = found.assign(whole=found["percent"] - opened.reindex(at).to_numpy())
    week, month = found["week"], found["whole"]
    most = (month >= rule.jump_least - _ROUNDING) & (week >= rule.jump_share * month - _ROUNDING)
    found = found[(week >= rule.jump_points - _ROUNDING) | most]
    rows = found.to_dict("records")
    values = [{"week": row["week"], "month": row["whole"]} for row in rows]
    return found.assign(message=[_jump(row) for row in rows], values=values, table="progress", field="percent")


def _jump(row: dict) -> str:
    before, after = (in_words(row[name])[5:] for name in ("since", "day"))
    said = f"{before}报 {row['then']:g}%，{after}报 {row['percent']:g}%，月末这一次增加 {row['week']:g} 个百分点"
    return said + _of_month(row["week"], row["whole"])


def _of_month(week: float, month: float) -> str:
    return "" if np.isnan(month) or month <= 0 else f"，占当月进度的 {min(week / month, 1):.0%}"


def falls(case: Case) -> pd.DataFrame:
    """A report below the one before."""
    rows = case.reports
    found = rows[rows["before"] - rows["percent"] >= case.rule.fall_points - _ROUNDING]
    said = [
        f"填报由 {before:g}% 退到 {now:g}%，退了 {before - now:g} 个百分点"
        for before, now in zip(found["before"], found["percent"], strict=True)
    ]
    values = [{"before": before, "now": now} for before, now in zip(found["before"], found["percent"], strict=True)]
    return found.assign(message=said, values=values, table="progress", field="percent")


def full_without_evidence(case: Case) -> pd.DataFrame:
    """The first report of 100 % with nothing beside it: no visit that verified anything, no node done, no words."""
    rows, nodes, visits = case.reports, case.known.milestones, case.known.visits
    count = len(case.known.tasks)
    done = np.bincount(nodes["task"][nodes["done"]].astype("int64"), minlength=count) > 0
    seen = np.bincount(visits["task"][visits["verified"].notna()].astype("int64"), minlength=count) > 0
    first = rows[rows["percent"] >= _FULL].drop_duplicates("task")
    place = first["task"].to_numpy("int64")
    silent = first["progress_text"].fillna("").str.strip().eq("").to_numpy(bool)
    found = first[silent & ~done[place] & ~seen[place]]
    said = [f"填报 {now:g}%，没有走访核验，没有完成的节点，也没有文字说明" for now in found["percent"]]
    values = [{"percent": now} for now in found["percent"]]
    return found.assign(message=said, values=values, table="progress", field="percent")


def copied_words(case: Case) -> pd.DataFrame:
    """The percentage rises while the words stay those of the report before."""
    rule, rows = case.rule, case.reports
    rows = rows[rows["percent"] - rows["before"] >= rule.copied_rise - _ROUNDING]
    rows = rows[rows["progress_text"].notna() & rows["said_before"].notna()]
    longer = rows["progress_text"].str.len() - rows["said_before"].str.len()
    rows = rows[longer.abs() <= _MARKS]  # the same words differ by a few marks at most; comparing them all is slow
    now, then = (rows[name].map(name_key) for name in ("progress_text", "said_before"))
    found = rows[(now == then) & (now.str.len() >= rule.copied_least)]
    said = [
        f"进展文字与上一次填报一字不差，进度却由 {before:g}% 报到 {percent:g}%"
        for before, percent in zip(found["before"], found["percent"], strict=True)
    ]
    values = [
        {"before": before, "now": percent} for before, percent in zip(found["before"], found["percent"], strict=True)
    ]
    return found.assign(message=said, values=values, table="progress", field="progress_text")


def deadlines_moved(case: Case) -> pd.DataFrame:
    """A lead unit, or a 项目长, many of whose tasks had their deadline moved to a later day."""
    rule, people = case.rule, case.known.people
    rows = of_tasks(case.facts["deadlines"], case.known.tasks)
    rows = rows[rows["deadline"].notna()].sort_values(["task", "seq", "sheet", "row"])
    later = rows[rows["deadline"] > rows.groupby("task")["deadline"].shift()]
    moves = later.drop_duplicates("task", keep="last").set_index("task")
    parts = []
    for role, column in (("lead_unit", "unit"), ("leader", "leader")):
        held = people[people["role"].eq(role)].drop_duplicates(["task", "name"])
        held = held.assign(moved=held["task"].isin(moves.index))
        table = held.groupby("name")["moved"].agg(["sum", "size"])
        many = table["sum"] >= rule.moved_tasks
        share = (table["sum"] >= rule.moved_least) & (table["sum"] >= rule.moved_share * table["size"] - _ROUNDING)
        parts += [
            _moved(held[held["name"].eq(name)], moves, case, column=column, tasks=int(size))
            for name, size in table.loc[many | share, "size"].items()
        ]
    return pd.DataFrame(parts, columns=_COLUMNS)


def _moved(held: pd.DataFrame, moves: pd.DataFrame, case: Case, *, column: str, tasks: int) -> dict:
    """The finding about one name; its cell is the deadline that was moved last."""
    places = held.loc[held["moved"], "task"]
    last = moves.loc[places].sort_values(["seq", "sheet", "row"]).iloc[-1]
    names = case.known.tasks["task"].iloc[places.to_numpy("int64")].tolist()
    shown = "、".join(names[:_NAMED]) + ("等" if len(names) > _NAMED else "")
    told = {name: last[name] for name in SOURCE}
    return told | {
        column: held["name"].iloc[0], "day": float(days(pd.Series([last["entered_on"]]))[0]),
        "values": {"moved": len(names), "tasks": tasks, "task_ids": last["task_id"]},
        "message": f"{tasks} 项任务中有 {len(names)} 项推后了完成时限：{shown}（评分仍按原定时限）",
        "table": "deadlines", "field": "deadline",
    }  # fmt: skip


def tasks_split(case: Case) -> pd.DataFrame:
    """Several tasks of one project, or of one unit where no project is named, that came after the first board and are
    called nearly the same. Splitting changes no score; it changes how a board looks."""
    rule, tasks = case.rule, case.known.tasks
    first = valid(of_tasks(case.facts["tasks"], tasks), ["task"], keep="first")
    new = first[first["entered_on"].notna()]
    place = new["task"].to_numpy("int64")
    lead = _lead_units(case.known, place).map(lambda names: "、".join(names))
    project = tasks["project"].astype("object").iloc[place]
    of = project.where(project.notna().to_numpy(), "\n" + lead.to_numpy()).to_numpy()
    names = tasks["task"].iloc[place].to_numpy("object")
    new = new.assign(of=of, name=names, key=[name_key(name) for name in names]).sort_values(["of", "key", "task_id"])
    near = np.array([_alike(*pair, least=rule.split_likeness) for pair in zip(new["key"], new["key"].shift().fillna(""),
                                                                             strict=True)], dtype=bool)  # fmt: skip
    run = (~(near & new["of"].eq(new["of"].shift()).to_numpy())).cumsum()
    size = pd.Series(run).groupby(run).transform("size").to_numpy()
    groups = new.assign(run=run)[size >= rule.split_tasks].groupby("run", sort=False)
    return pd.DataFrame([_split(rows) for _, rows in groups], columns=_COLUMNS)


def _alike(one: str, other: str, *, least: float) -> bool:
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= least


def _split(rows: pd.DataFrame) -> dict:
    first = rows.sort_values(["entered_on", "seq", "row"]).iloc[0]
    names = rows["name"].tolist()
    where = f"项目“{first['of']}”" if not first["of"].startswith("\n") else f"{first['of'].strip() or '同一单位'}"
    shown = "、".join(names[:_NAMED]) + ("等" if len(names) > _NAMED else "")
    day = days(pd.Series([first["entered_on"]]))[0]
    return {name: first[name] for name in SOURCE} | {
        "task": first["task"], "day": float(day), "values": {"tasks": len(names)},
        "message": f"{where}在首次上榜以后新增了 {len(names)} 项名称相近的任务：{shown}（{in_words(day)}起）",
        "table": "tasks", "field": "task",
    }  # fmt: skip


PATTERNS: tuple[tuple[str, str, Callable[[Case], pd.DataFrame]], ...] = (
    ("last_week_jump", "月末突增", last_week_jumps),
    ("fall", "进度回退", falls),
    ("full_without_evidence", "满进度没有佐证", full_without_evidence),
    ("copied_words", "文字照抄而进度上升", copied_words),
    ("deadlines_moved", "时限频繁推后", deadlines_moved),
    ("tasks_split", "疑似拆分任务", tasks_split),
)
"""Code, name for people, function; a new pattern is one entry here and one case of test."""
