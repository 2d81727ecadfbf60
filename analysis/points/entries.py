"""预扣分 as double-entry: every point that is held back, given back or made final moves from one account to another.

Accounts of a unit: 得分 (what it can still keep), 预扣 (held back), 已扣 (final). 预扣 moves 得分 → 预扣, 返还 back,
确认 moves 预扣 → 已扣; so nothing is lost between two months, and after the year is closed nothing is held back.
SCORING.md 3."""

from collections.abc import Callable
from datetime import date

import numpy as np
import pandas as pd

from analysis.facts.known import Known, known
from analysis.facts.sifting import Facts
from analysis.memory.standing import standings
from analysis.rules.rulecalendar import Rules
from analysis.rules.rulepack import RulePack
from analysis.scores.groups import ANSWERABLE

__all__ = ["answers_of", "balances", "entries_of", "month_levels", "point_entries"]

SCORE, HELD, FINAL = "得分", "预扣", "已扣"
CHARGE, RETURN, CONFIRM = "预扣", "返还", "确认"
_DECIMALS = 9  # what differs by rounding of sums alone is no point
_COLUMNS = [
    "unit", "task_id", "task", "month", "kind", "points", "from_account", "to_account", "rule", "full", "lost_to_task",
    "lost_to_unit", "charged_in",
]  # fmt: skip


def point_entries(facts: Facts, *, as_of: date, rules: Rules, weeks: pd.DataFrame | None = None) -> pd.DataFrame:
    """All entries of all units up to `as_of`, from the levels at which tasks stood at the end of each month; see
    `entries_of`. Replayed from the rows known in each month, by the pack in force at its end: a past month is not
    written anew. `weeks` are the
    `standings` of the same facts, day and rules where they are at hand."""
    months = month_levels(standings(facts, as_of=as_of, rules=rules, words=False) if weeks is None else weeks)
    seen = known(facts, as_of=as_of, rules=rules.at(as_of))
    return entries_of(months, answers_of(seen), rules=rules, as_of=as_of)


def answers_of(seen: Known) -> pd.DataFrame:
    """task_id and unit: who answers for which task."""
    people = seen.people[seen.people["role"].isin(ANSWERABLE)]
    ids = seen.tasks["task_id"].to_numpy()[people["task"].to_numpy()]
    return pd.DataFrame({"task_id": ids, "unit": people["name"].to_numpy()}).drop_duplicates()


def month_levels(weeks: pd.DataFrame) -> pd.DataFrame:
    """Of `standings` the last day of every month, with month (that day) and the level that the month counts as."""
    found = weeks[weeks["month_level"].notna()].reset_index(drop=True)
    return found.assign(month=found["as_of"], level=found["month_level"].astype("int64"))


def entries_of(months: pd.DataFrame, answers: pd.DataFrame, *, rules: Rules, as_of: date) -> pd.DataFrame:
    """One row per entry, oldest first: unit, task_id, task, month, kind, points (what moved, never below 0),
    from_account, to_account, rule (in words), full (points before the caps), lost_to_task and lost_to_unit (what the
    caps took off), charged_in (the month of the charge that a return or confirmation settles).

    months: task_id, task, month, as_of, level, state, weight, deadline, reported_on, late_entry, exempt, one row per
    task and month. answers: task_id, unit. A task costs each of its units its level's points × weight, scaled down
    above `unit_scale` of weight, at most `task_cap` (before weight) and the unit `unit_cap` in a calendar year.
    Finished in time, or without a deadline: all comes back; late: a share; not finished when the year ends (`as_of`
    is past it): final.
    """
    charges = _capped(_charges(months, answers, rules), rules)
    settled = _settlements(charges, months, rules=rules, as_of=as_of) if len(charges) else charges
    table = pd.concat([part for part in (charges, settled) if len(part)] or [charges], ignore_index=True)
    order = {CHARGE: 0, RETURN: 1, CONFIRM: 2}
    table = table.assign(_order=table["kind"].map(order))
    return table.sort_values(["month", "_order", "unit", "task_id"], kind="stable", ignore_index=True)[_COLUMNS]


def _charges(months: pd.DataFrame, answers: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    """What the level of each month costs each unit before any cap; amount: points of the task itself."""
    judged = months[~months["late_entry"].astype(bool)]
    if "exempt" in months:
        judged = judged[~judged["exempt"].astype(bool)]  # costs nothing, and its weight dilutes nobody else's points
    if judged.empty:  # an empty column of names has no kind of its own
        judged = judged.astype({"task_id": answers["task_id"].dtype})
    each = judged.merge(answers, on="task_id")
    carried = each.groupby(["unit", "month"])["weight"].transform("sum").to_numpy("float64")
    scale = _by_month(each["month"], rules, lambda pack: pack.deduction.unit_scale)
    level = each["level"].to_numpy("int64")
    every = np.arange(len(each))
    amount = _by_month(each["month"], rules, lambda pack: pack.deduction.by_level)[every, level]
    words = _by_month(each["month"], rules, lambda pack: pack.ladder.words)[every, level]
    each = each.assign(
        amount=amount,
        share=each["weight"].to_numpy("float64") * scale / np.maximum(carried, scale),
        rule=[f"{word}每月预扣 {points:g} 分" for word, points in zip(words, amount, strict=True)],
    )
    return each[amount > 0].sort_values(["month", "unit", "task_id"], ignore_index=True)


def _by_month(months: pd.Series, rules: Rules, value: Callable[[RulePack], object]) -> np.ndarray:
    """For each row what the pack in force at its month's end says, in the first dimension."""
    codes, days = pd.factorize(months)
    told = np.array([value(rules.at(day)) for day in days] or [value(rules.at(date.max))])
    return told[codes]


def _capped(charges: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    year = charges["month"].dt.year
    task_cap, unit_cap = (
        _by_month(charges["month"], rules, cap)
        for cap in (lambda pack: pack.deduction.task_cap, lambda pack: pack.deduction.unit_cap)
    )
    allowed = _within(charges["amount"], [charges["unit"], charges["task_id"], year], task_cap)
    asked = (allowed * charges["share"]).round(_DECIMALS)
    points = _within(asked, [charges["unit"], year], unit_cap)
    full = (charges["amount"] * charges["share"]).round(_DECIMALS)
    return charges.assign(
        kind=CHARGE, from_account=SCORE, to_account=HELD, full=full, points=points,
        lost_to_task=(full - asked).round(_DECIMALS),
        lost_to_unit=(asked - points).round(_DECIMALS), charged_in=charges["month"],
    )  # fmt: skip


def _within(amounts: pd.Series, keys: list[pd.Series], caps: np.ndarray) -> pd.Series:
    """What of each amount fits under the cap on the running sum of its group. Where the cap changes on the way, what
    was taken before stays taken."""
    group = pd.Series(pd.MultiIndex.from_arrays(keys).factorize()[0], index=amounts.index)
    taken, kept = pd.Series(0.0, index=group.unique()), pd.Series(0.0, index=amounts.index)
    part = np.cumsum(np.diff(caps, prepend=caps[:1]) != 0)
    for number in np.unique(part):
        some, cap = part == number, caps[part == number][0]
        before = group[some].map(taken)
        total = before + amounts[some].groupby(group[some]).cumsum()
        kept[some] = np.maximum(total.clip(upper=cap), before) - np.maximum(
            (total - amounts[some]).clip(upper=cap), before
        )
        taken = taken.add(kept[some].groupby(group[some]).sum(), fill_value=0.0)
    return kept.round(_DECIMALS)


def _settlements(charges: pd.DataFrame, months: pd.DataFrame, *, rules: Rules, as_of: date) -> pd.DataFrame:
    """Returns and confirmations of each charge: in the first month that finds the task finished, else at year's end."""
    done = months[months["state"].eq("已完成")].sort_values("month")
    on = done["reported_on"].where(done["reported_on"].notna(), done["as_of"])
    done = pd.DataFrame({"task_id": done["task_id"], "done_in": done["month"], "late": on > done["deadline"]})
    open_ = charges[charges["points"] > 0].sort_values("month")
    open_ = pd.merge_asof(
        open_, done, left_on="month", right_on="done_in", by="task_id", direction="forward", allow_exact_matches=False
    )
    year_end = open_["month"] + pd.offsets.YearEnd(0)
    finished = open_["done_in"].notna() & (open_["done_in"] <= year_end)
    closed = ~finished & (year_end <= pd.Timestamp(as_of))
    when = open_["done_in"].where(finished, year_end)
    back = _by_month(when, rules, lambda pack: (pack.returns.in_time, pack.returns.late))
    share = np.where(finished, np.where(open_["late"].eq(True), back[:, 1], back[:, 0]), 0.0)
    open_ = open_.assign(month=when, back=open_["points"] * share)
    why = np.where(~finished, "年终未完成", np.where(open_["late"].eq(True), "逾期完成", "按期完成"))
    open_ = open_.assign(rest=open_["points"] - open_["back"], why=why, share=share)[finished | closed]
    back = _moved(open_, "back", RETURN, accounts=(HELD, SCORE))
    return pd.concat([back, _moved(open_, "rest", CONFIRM, accounts=(HELD, FINAL))], ignore_index=True)


def _moved(open_: pd.DataFrame, column: str, kind: str, *, accounts: tuple[str, str]) -> pd.DataFrame:
    part = open_[open_[column] > 0]
    shares = part["share"] if kind == RETURN else 1 - part["share"]
    words = [f"{why}，{kind} {share:.0%}" for why, share in zip(part["why"], shares, strict=True)]
    return part.assign(
        kind=kind, points=part[column], from_account=accounts[0], to_account=accounts[1], rule=words, full=part[column],
        lost_to_task=0.0, lost_to_unit=0.0,
    )  # fmt: skip


def balances(entries: pd.DataFrame, *, bonus: pd.DataFrame | None = None) -> pd.DataFrame:
    """Reconciliation of every unit and year: charged, returned, confirmed, held (what is still held back), lost (to
    caps), bonus, criticism, net (bonus − criticism − confirmed). bonus: `analysis.points.bonus.bonus_entries`.

    charged = returned + confirmed + held always holds; held is 0 once the year is closed."""
    keys = ["unit", "year"]
    moved = entries.assign(year=entries["charged_in"].dt.year, lost=entries["lost_to_task"] + entries["lost_to_unit"])
    sums = moved.pivot_table(index=keys, columns="kind", values="points", aggfunc="sum", observed=True)
    sums = sums.reindex(columns=[CHARGE, RETURN, CONFIRM]).rename(
        columns={CHARGE: "charged", RETURN: "returned", CONFIRM: "confirmed"}
    )
    table = sums.join(moved.groupby(keys)["lost"].sum(), how="outer")
    given = pd.DataFrame(columns=["bonus", "criticism"], dtype="float64")
    if bonus is not None and len(bonus):
        given = bonus.pivot_table(index=keys, columns="kind", values="points", aggfunc="sum")
        given = given.rename(columns={"加分": "bonus", "批评": "criticism"}).reindex(columns=["bonus", "criticism"])
        table = table.join(given, how="outer")
    table = table.reindex(columns=["charged", "returned", "confirmed", "lost", "bonus", "criticism"]).fillna(0.0)
    table = table.assign(
        held=table["charged"] - table["returned"] - table["confirmed"],
        net=table["bonus"] - table["criticism"] - table["confirmed"],
    )
    return table.round(_DECIMALS).rename_axis(index=keys).reset_index()
