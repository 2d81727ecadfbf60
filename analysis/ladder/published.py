"""Rules as other places have published them, on a table of periods: which mark a subject gets, what follows from marks
that come again, what points it costs. The rules themselves stand in the packs (`RulePack.published`).

A table of periods has one row per subject and period: subject, kind (镇, 部门, 任务 …), period (its last day), any of
the columns of `analysis.rules.ruleparts.MEASURES` (one that is missing is unknown), and exempt where there are
exemptions."""

import numpy as np
import pandas as pd

from analysis.facts.evaluations import month_number
from analysis.rules.rulepack import RulePack
from analysis.rules.ruleparts import Condition, MarkRule, Published, Repeat
from analysis.rules.rulewords import value_words

__all__ = ["followed", "marked", "rated"]

_COMPARE = {">=": np.greater_equal, ">": np.greater, "<=": np.less_equal, "<": np.less}
_DECIMALS = 9  # 70 − 60.1 is not above 9.9


def marked(periods: pd.DataFrame, rules: RulePack) -> pd.DataFrame:
    """`periods`, sorted by subject and period, with own (the mark of the period alone), mark (with what went before:
    `becomes` of a repeat, the trace that stays) and reasons (Chinese sentences). None: what must be known for the mark
    is not known, or the subject is exempt and not praised."""
    said = _said(rules)
    table = periods.sort_values(["kind", "subject", "period"], ignore_index=True)
    own, reasons = _own_marks(table, said)
    mark = own.copy()
    for rule in said.repeats:
        if rule.becomes:
            full = _counts(table.assign(own=own), rule, step=said.months) >= max(rule.running, rule.times)
            now = full & (own == rule.mark)
            mark = np.where(now, rule.becomes, mark)
            _say(reasons, now, f"{_often(rule)}{rule.mark}，升为{rule.becomes}")
    kept = _traces(table, mark, said)
    _say(reasons, kept, f"曾亮{said.trace_from}，补齐后为{said.trace_to}，留痕不再转优")
    mark = np.where(kept, said.trace_to, mark)
    return table.assign(own=own, mark=pd.Series(mark, dtype="object"), reasons=pd.Series(reasons, dtype="object"))


def followed(marks: pd.DataFrame, rules: RulePack) -> pd.DataFrame:
    """What follows, one row each, from the table of `marked`: subject, kind, period, mark, then (the consequence in
    words), points (below 0: deducted), reason."""
    said, rows = _said(rules), []
    for rule in said.rules:
        if rule.then:
            rows.append(_consequence(marks, marks["own"].eq(rule.mark).to_numpy() & _of_kind(marks, rule.kinds), rule))
    for rule in said.repeats:
        if rule.then or rule.points:
            count, full = _counts(marks, rule, step=said.months), max(rule.running, rule.times)
            now = (count > 0) & (count % full == 0) if rule.every else count == full
            rows.append(_consequence(marks, now & marks["own"].eq(rule.mark).to_numpy(), rule))
    columns = ["subject", "kind", "period", "mark", "then", "points", "reason"]
    if not rows:
        return pd.DataFrame(columns=columns)
    table = pd.concat(rows, ignore_index=True).drop_duplicates(["subject", "kind", "period", "mark", "then"])
    return table.sort_values(["period", "kind", "subject"], kind="stable", ignore_index=True)[columns]


def rated(periods: pd.DataFrame, rules: RulePack) -> pd.DataFrame:
    """Points by measure, one row for each rate and settled period: subject, kind, period, measure, amount (of the
    measure), points (counted), lost (to the cap on the sum of a subject's year). What is not known or exempt costs
    nothing."""
    said, rows = _said(rules), []
    for rate in said.rates:
        amount = _column(periods, rate.measure)
        told = ~np.isnan(amount) & (amount != 0) & ~_exempt(periods)
        part = periods.loc[told, ["subject", "kind", "period"]]
        rows.append(part.assign(measure=rate.measure, amount=amount[told], full=(amount * rate.points)[told]))
    columns = ["subject", "kind", "period", "measure", "amount", "points", "lost"]
    table = pd.concat(rows, ignore_index=True) if rows else pd.DataFrame()
    if table.empty:
        return pd.DataFrame(columns=columns)
    table = table.sort_values(["kind", "subject", "period"], kind="stable", ignore_index=True)
    year = [table["kind"], table["subject"], table["period"].dt.year]
    total = table.groupby(year)["full"].cumsum()
    limit = said.cap or np.inf
    points = total.clip(-limit, limit) - (total - table["full"]).clip(-limit, limit)
    return table.assign(points=points.round(_DECIMALS), lost=(table["full"] - points).round(_DECIMALS))[columns]


def _said(rules: RulePack) -> Published:
    if rules.published is None:
        raise ValueError(f"规则包《{rules.title}》没有公开发布的亮灯亮牌规则。")
    return rules.published


def _own_marks(table: pd.DataFrame, said: Published) -> tuple[np.ndarray, list[list[str]]]:
    """The gravest mark whose conditions are met, else praise, else in order where all that was asked is known."""
    count, grades = len(table), dict(said.marks)
    normal = next((mark for mark, grade in said.marks if grade == 0), None)
    worst, best = np.zeros(count), np.zeros(count)
    mark, reasons = np.full(count, None, dtype="object"), [[] for _ in range(count)]
    unknown = np.zeros(count, dtype=bool)
    exempt = _exempt(table)
    praised = mark.copy()
    for rule in said.rules:
        fires, blind = _fires(table, rule)
        unknown |= blind
        grade = grades[rule.mark]
        fires &= ~exempt | (grade < 0)
        _say_values(reasons, table, (fires, rule))
        mark = np.where(fires & (grade > worst), rule.mark, mark)
        praised = np.where(fires & (grade < best), rule.mark, praised)
        worst, best = (
            np.where(fires, pick(old, grade), old) for pick, old in ((np.maximum, worst), (np.minimum, best))
        )
    found = np.where(worst > 0, mark, np.where(best < 0, praised, np.where(unknown | exempt, None, normal)))
    _say(reasons, exempt & (best == 0), "已批准豁免，不计")
    return found, reasons


def _exempt(table: pd.DataFrame) -> np.ndarray:
    return table["exempt"].to_numpy(bool) if "exempt" in table else np.zeros(len(table), dtype=bool)


def _fires(table: pd.DataFrame, rule: MarkRule) -> tuple[np.ndarray, np.ndarray]:
    """Whether all conditions are met, and whether that cannot be said because something is unknown."""
    mine = _of_kind(table, rule.kinds)
    values = [np.round(_column(table, held.measure), _DECIMALS) for held in rule.when]
    met = [_COMPARE[held.op](value, held.value) for held, value in zip(rule.when, values, strict=True)]
    blind = [np.isnan(value) for value in values]
    fires = mine & np.logical_and.reduce(met)
    open_ = np.logical_and.reduce([hit | dark for hit, dark in zip(met, blind, strict=True)])
    return fires, mine & open_ & ~fires


def _column(table: pd.DataFrame, measure: str) -> np.ndarray:
    known = measure in table
    return table[measure].to_numpy("float64", na_value=np.nan) if known else np.full(len(table), np.nan)


def _of_kind(table: pd.DataFrame, kinds: tuple[str, ...]) -> np.ndarray:
    return table["kind"].isin(kinds).to_numpy() if kinds else np.ones(len(table), dtype=bool)


def _counts(marks: pd.DataFrame, rule: Repeat, *, step: int) -> np.ndarray:
    """Per row how often the mark has come: periods running, or times in the calendar year, this one included."""
    hit = marks["own"].eq(rule.mark).to_numpy() & _of_kind(marks, rule.kinds)
    number = month_number(marks["period"])
    who = marks.groupby(["kind", "subject"], sort=False).ngroup().to_numpy()
    if rule.times:
        parts = pd.DataFrame({"who": who, "year": number // 12, "hit": hit.astype("int64")})
        return np.where(hit, parts.groupby(["who", "year"])["hit"].cumsum(), 0)
    follows = np.append(False, (np.diff(who) == 0) & (np.diff(number) == step))[: len(marks)]
    run = np.cumsum(~(hit & follows & np.append(False, hit[:-1])[: len(hit)]))
    return np.where(hit, pd.Series(hit).groupby(run).cumcount().to_numpy() + 1, 0)


def _traces(table: pd.DataFrame, mark: np.ndarray, said: Published) -> np.ndarray:
    """Rows that would be better than the trace allows, after a mark of the same year that leaves one."""
    if not said.trace_from or table.empty:
        return np.zeros(len(table), dtype=bool)
    grades = dict(said.marks)
    grade = pd.Series(mark, dtype="object").map(grades).astype("float64")
    year = [table["kind"], table["subject"], table["period"].dt.year]
    left = (grade >= grades[said.trace_from]).astype("int64").groupby(year).cumsum() > 0
    return (left & (grade < grades[said.trace_to])).to_numpy()


def _say(reasons: list[list[str]], rows: np.ndarray, sentence: str) -> None:
    for i in np.flatnonzero(rows):
        reasons[i].append(sentence)


def _say_values(reasons: list[list[str]], table: pd.DataFrame, said: tuple[np.ndarray, MarkRule]) -> None:
    fires, rule = said
    columns = {held.measure: _column(table, held.measure) for held in rule.when}
    for i in np.flatnonzero(fires):
        reasons[i].append(_because(rule.when, {name: values[i] for name, values in columns.items()}, rule.mark))


def _because(when: tuple[Condition, ...], values: dict[str, float], mark: str) -> str:
    return "，".join(value_words(held, values[held.measure]) for held in when) + f"：{mark}"


def _consequence(marks: pd.DataFrame, now: np.ndarray, rule: MarkRule | Repeat) -> pd.DataFrame:
    part = marks.loc[now, ["subject", "kind", "period"]]
    often = _often(rule) if isinstance(rule, Repeat) else ""
    points = rule.points if isinstance(rule, Repeat) else 0.0
    return part.assign(mark=rule.mark, then=rule.then, points=points, reason=f"{often}{rule.mark}")


def _often(rule: Repeat) -> str:
    full = rule.running or rule.times
    if full == 1:
        return "每次" if rule.every else ""
    return f"连续 {full} 次" if rule.running else f"一年累计 {full} 次"
