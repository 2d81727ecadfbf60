"""The records that the task page shows beside its numbers, with cells: order, deadlines, exemptions, reports, visits,
problems."""

import pandas as pd

from analysis.explaining.lines import UNKNOWN, Case, Line, cell, percent, points
from analysis.facts.approvals import WHY
from analysis.facts.days import as_date, day_number, in_words
from analysis.facts.sifting import entered
from analysis.progress.timeline import reports_until

__all__ = ["explain_exemptions", "explain_order", "explain_problems", "explain_reports", "explain_visits"]

_LONG = 24


def explain_order(case: Case) -> list[Line]:
    """The 责任令 in force, and every deadline that the ledgers ever gave: the first one counts."""
    orders = entered(case.facts["orders"], case.day).sort_values(["seq", "row"]).tail(1)
    number = next((no for no in orders["order_no"] if pd.notna(no)), "尚未下达")
    lines = [Line("责任令", "令号", number, rule="台账中最近一道责任令；评分按最早批准的完成时限")]
    for _, order in orders.iterrows():
        given = (("令号", "order_no", str), ("签发", "issued_on", _day), ("目标效果", "target", _shortened))
        lines += [
            cell(("责任令", name), write(order[field]), order, at=("orders", field))
            for name, field, write in given
            if pd.notna(order[field])
        ]
    return [*lines, *_deadline_lines(case)]


def _deadline_lines(case: Case) -> list[Line]:
    rows = entered(case.facts["deadlines"], case.day)
    rows = rows[rows["deadline"].notna()].sort_values(["seq", "sheet", "row"])
    lines, before = [], None
    for _, row in rows.iterrows():
        if row["deadline"] != before:  # a ledger that only repeats the deadline changes nothing
            name = "完成时限（基准）" if before is None else "完成时限（调整）"
            lines.append(cell(("责任令", name), _day(row["deadline"]), row, at=("deadlines", "deadline")))
        before = row["deadline"]
    return lines


def explain_exemptions(case: Case) -> list[Line]:
    """Every exemption known at the day: whether it holds now, until when, why it does not count."""
    rows = case.known.exemptions.sort_values("approved_on")
    if rows.empty:
        return []
    held = int(rows["in_force"].sum())
    words = "先于原定时限批准、具名、有截止日期的才计；期内不评，时限不因此后移"
    lines = [Line("豁免", "生效中", f"{held} 项" if held else "没有", held, "项", words)]
    for _, row in rows.iterrows():
        name = f"节点“{_shortened(row['milestone'])}”" if isinstance(row["milestone"], str) else "整项任务"
        state = WHY.get(row["why"], "生效中" if row["in_force"] else "已结束或尚未开始")
        span = f"{_day(row['approved_on'])}批准，至{_day(row['until'])}"
        lines.append(cell(("豁免", name), f"{span}：{state}", row, at=("exemptions", "until")))
    return lines


def explain_reports(case: Case) -> list[Line]:
    """Every report up to the day, newest first."""
    rows = reports_until(case.facts["progress"], as_date(case.day)).iloc[::-1]
    head = Line(
        "填报记录", "次数", f"{len(rows)} 次", len(rows), "次", "截至数据日期的各次填报，同一天的以后载入的为准"
    )
    return [head, *(_report(row) for _, row in rows.iterrows())]


def _report(row: pd.Series) -> Line:
    told = next((name for name in ("percent", "status", "progress_text") if pd.notna(row[name])), "progress_text")
    value = percent(row["percent"]) if told == "percent" else _shortened(row[told])
    return cell(("填报记录", _day(row["report_date"])), value, row, at=("progress", told))


def explain_visits(case: Case) -> list[Line]:
    """Every visit up to the day, newest first: what was verified, and the score."""
    visits = case.known.visits.sort_values("day", ascending=False)
    lines = [Line("走访记录", "次数", f"{len(visits)} 次", len(visits), "次", "截至数据日期的各次走访")]
    for _, visit in visits.iterrows():
        day = in_words(visit["day"])
        told = (("核实进度", "verified_percent", percent), ("现场评分", "visit_score", points))
        found = [
            cell(("走访记录", f"{day} {name}"), write(visit[field]), visit, at=("visits", field))
            for name, field, write in told
            if pd.notna(visit[field])
        ]
        lines += found or [cell(("走访记录", day), "没有核实进度，也没有评分", visit, at=("visits", "visited_on"))]
    return lines


def explain_problems(case: Case) -> list[Line]:
    """Every problem found up to the day: when it was found, is due, was closed."""
    problems = case.known.problems
    lines = [Line("问题记录", "个数", f"{len(problems)} 个", len(problems), "个", "截至数据日期发现的问题")]
    for _, problem in problems.iterrows():
        name = _shortened(problem["problem"])
        open_ = pd.isna(problem["closed"])
        for what, field in (("发现", "opened_on"), ("应销号", "due_on"), ("销号", "closed_on")):
            if pd.notna(problem[field]) and not (field == "closed_on" and open_):
                lines.append(
                    cell(("问题记录", f"“{name}”{what}"), _day(problem[field]), problem, at=("problems", field))
                )
    return lines


def _day(day: pd.Timestamp) -> str:
    return UNKNOWN if pd.isna(day) else in_words(day_number(day))


def _shortened(text: object) -> str:
    words = text if isinstance(text, str) else "未写内容"
    return words if len(words) <= _LONG else words[: _LONG - 1] + "…"
