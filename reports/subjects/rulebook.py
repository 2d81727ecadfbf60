"""A rule pack to be read and tried: its sentences, the thresholds that can be tried out, what is wrong with a copy."""

import copy
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

import analysis
from analysis.flagging.flag_decisions import with_board
from reports.words.wording import day, number

__all__ = [
    "Trial", "activation_problem", "activation_title", "first_free_day", "flag_moves", "mark_table", "pack_head",
    "pack_titles", "pack_versions", "point_moves", "rule_groups", "trial_data", "trial_error", "trial_groups",
    "trial_value",
]  # fmt: skip


@dataclass(frozen=True)
class Trial:
    """One number that can be tried: where it stands in a pack (`ladder.lag[2]`), its heading, its name with the unit,
    its step."""

    field: str
    group: str
    label: str
    step: float = 1.0

    def limits(self, data: Mapping) -> dict[str, float | str]:
        """Return value, step, least value and format for a form; counts and days stay whole numbers."""
        value = trial_value(data, self.field)
        kind = type(value)
        shown = "%d" if kind is int else "%g"
        return {"value": value, "step": kind(self.step), "min_value": kind(0), "format": shown}


_WHOLE, _HALF, _SHARE = 1.0, 0.5, 0.05
_HALVES = {"预扣分", "返还", "加分和批评"}


def trial_groups(pack: analysis.RulePack) -> list[tuple[str, list[Trial]]]:
    """Return every number of the pack under its heading, the marks of published rules left out."""
    groups: dict[str, list[Trial]] = {}
    for each in analysis.rule_entries(pack):
        if each.is_number and not each.field.startswith("published"):
            unit = f"（{each.unit}）" if each.unit else ""
            step = _HALF if each.table in _HALVES else _WHOLE
            step = _SHARE if isinstance(each.value, float) and each.value < 1 and not each.unit else step
            groups.setdefault(each.table, []).append(Trial(each.field, each.table, each.words + unit, step))
    return list(groups.items())


def pack_titles() -> dict[str, str]:
    """Return the shipped packs to choose from: name -> title, the default one first.

    >>> next(iter(pack_titles().values()))
    '默认'
    """
    return {name: analysis.rule_pack(name).title for name in analysis.pack_names()}


def pack_head(rules: analysis.RulePack) -> str:
    """Say which pack this is, from when on it holds and where it comes from."""
    when = rules.effective_from
    return f"《{rules.title}》自 {when.year}年{when.month}月{when.day}日 起施行。来源：{rules.source}。"


def rule_groups(rules: analysis.RulePack) -> list[tuple[str, list[str]]]:
    """Return the sentences of a pack under what they are about, in the order in which a reader asks."""
    groups: dict[str, list[str]] = {}
    for about, said in analysis.pack_sentences(rules):
        groups.setdefault(about, []).append(said)
    return list(groups.items())


def trial_value(data: Mapping, field: str) -> float:
    """Return what stands at a field of `analysis.pack_data`.

    >>> trial_value({"ladder": {"lag": [5, 10]}}, "ladder.lag[1]")
    10
    """
    value = data
    for key in _keys(field):
        value = value[key]
    return value


def trial_data(data: Mapping, values: Mapping[str, float]) -> dict:
    """Return a copy of `analysis.pack_data` with other values at these fields; its title says so when any differs.

    >>> trial_data({"title": "默认", "ladder": {"lag": [5, 10]}}, {"ladder.lag[1]": 12})
    {'title': '默认（试改）', 'ladder': {'lag': [5, 12]}}
    """
    found = copy.deepcopy(dict(data))
    if any(trial_value(data, field) != value for field, value in values.items()):
        found["title"] = f"{data['title']}（试改）"
    for field, value in values.items():
        *way, last = _keys(field)
        place = found
        for key in way:
            place = place[key]
        place[last] = value
    return found


def _keys(field: str) -> list[str | int]:
    return [int(word) if word.isdigit() else word for word in re.findall(r"\w+", field)]


def trial_error(error: analysis.RulePackError, pack: analysis.RulePack) -> str:
    """Say what is wrong with a copy of the pack and which field of the form it is about."""
    trials = [trial for _, group in trial_groups(pack) for trial in group]
    named = [trial for trial in trials if error.field and trial.field.startswith(error.field)]
    sentence = re.sub(r"^规则包 \S+\.toml\s*的?\s*", "", str(error))
    if named:
        sentence = re.sub(r"[a-z_]+(?:\.[a-z_]+|\[\d+\])*", "这一项", sentence, count=1).replace("这一项 ", "这一项")
    about = f"{named[0].group}·{named[0].label.split('（')[0]}" if named else ""
    where = f"“{about}”" if len(named) == 1 else f"“{about}”一组" if named else "这份规则"
    return f"{where}填得不对：{sentence}"


def pack_versions(calendar: analysis.RuleCalendar, decisions: pd.DataFrame) -> pd.DataFrame:
    """Return the packs in force, the newest first: from which day, which, what it changed, why, who decided when."""
    told = decisions[decisions["kind"].eq(analysis.RULES)].sort_values("seq")
    told = {row.since.date(): row for row in told.itertuples() if pd.notna(row.since)}
    rows, before = [], None
    for since, pack in calendar.packs:
        row, changed = told.get(since), analysis.pack_differences(before, pack) if before else []
        rows.append(
            {
                "施行日": day(max(since, pack.effective_from)) if row is None else day(since),
                "规则": pack.title,
                "改了什么": "".join(changed) or ("随系统带来" if row is None else "与前一份相同"),
                "理由": row.reason if row else None, "谁定": row.decided_by if row else None,
                "定于": day(row.decided_at) if row else None,
            }
        )  # fmt: skip
        before = pack
    return pd.DataFrame(rows[::-1])


def activation_title(pack: analysis.RulePack, in_force: analysis.RulePack) -> str:
    """Propose a name for a pack that is to come into force.

    >>> activation_title(analysis.rule_pack(), analysis.rule_pack("wuhan"))
    '默认'
    """
    return f"{in_force.title}（修订）" if pack.title.endswith("（试改）") else pack.title


def first_free_day(newest: date) -> date:
    """Return the first day that has not been judged yet.

    >>> first_free_day(date(2022, 11, 30))
    datetime.date(2022, 12, 1)
    """
    return newest + timedelta(days=1)


def activation_problem(since: date, newest: date | None, *, title: str, reason: str, backwards: bool) -> str:
    """Say what still stands against bringing a pack into force from a day; "" when nothing does. newest: the last day
    that has been judged and published.

    >>> told = {"title": "修订", "reason": "会议定", "backwards": False}
    >>> activation_problem(date(2022, 12, 1), date(2022, 11, 30), **told)
    ''
    """
    if not title.strip():
        return "请给这份规则起一个名称。"
    if not reason.strip():
        return "请写明理由：哪次会议、哪份文件定的。"
    if newest and since <= newest and not backwards:
        return (
            f"到 {day(newest)}为止的已经评过并发布。要从 {day(since)}起施行，会改动已发布的等级和分数；"
            "确要追溯，请勾选“追溯”。"
        )
    return ""


def flag_moves(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Return whose proposed flag would be another one: subject, sequence, now, on trial. Both as `flag_periods` gives
    them, for one period."""
    told = [
        table[table["proposed"].eq(True)].groupby(["kind", "board", "subject"], sort=False)["flag"].agg("、".join)
        for table in map(with_board, (before, after))
    ]
    both = pd.concat(told, axis=1, keys=["现行", "试算"]).fillna("无旗").reset_index()
    both = both[both["现行"].ne(both["试算"])].rename(columns={"kind": "序列", "subject": "对象"})
    return both[["对象", "序列", "现行", "试算"]].reset_index(drop=True)


def point_moves(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Return which units would have another amount held back, the largest change first; both as `balances` gives
    them."""
    held = pd.concat([table.groupby("unit")["held"].sum() for table in (before, after)], axis=1, keys=["now", "then"])
    held = held.fillna(0.0)
    held = held.assign(moved=held["then"] - held["now"])
    held = held[held["moved"].abs().gt(1e-9)].sort_values("moved", key=abs, ascending=False, kind="stable")
    shown = {name: [number(value, digits=2) for value in held[column]] for name, column in _HELD.items()}
    return pd.DataFrame({"单位": held.index.astype("object"), **shown})


_HELD = {"现行仍在预扣": "now", "试算仍在预扣": "then", "增减": "moved"}


def mark_table(marks: pd.DataFrame) -> pd.DataFrame:
    """Return what a published rule would light in the last period: mark, task, why; those in order are left out."""
    if marks.empty:
        return pd.DataFrame(columns=["标志", "任务", "理由"])
    last = marks[marks["period"].eq(marks["period"].max()) & marks["reasons"].map(len).gt(0) & marks["mark"].notna()]
    return pd.DataFrame({"标志": last["mark"], "任务": last["task"], "理由": last["reasons"].map("；".join)})
