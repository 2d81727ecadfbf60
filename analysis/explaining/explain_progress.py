"""Explanations of planned and actual progress, lag and time."""

import numpy as np
import pandas as pd

from analysis.explaining.lines import UNKNOWN, Case, Line, cell, pack, percent, points
from analysis.facts.days import in_words
from analysis.progress.plan import plan_points, planned_days

__all__ = ["explain_actual", "explain_lag", "explain_planned", "explain_time"]


def explain_planned(case: Case) -> list[Line]:
    """P(t): the two points of the plan around the day, and the cells that made the plan."""
    value = case.found["planned"]
    head = Line("计划进度", "应达", percent(value), value, "%", _plan_rule(case))
    return [head, *_plan_cells(case)]


def _plan_rule(case: Case) -> str:
    curve, day = plan_points(case.known), case.day
    if curve.empty:
        return "没有完成时限，计划无从算起，记为未知"
    days, values = curve["day"].to_numpy(), curve["value"].to_numpy()
    if day <= days[0]:
        return f"{in_words(days[0])}才开始，此前应达 0%"
    if day >= days[-1]:
        return f"已到完成时限 {in_words(days[-1])}，应达 100%"
    i = int(np.searchsorted(days, day))
    ends = [f"{in_words(days[k])}应达 {percent(values[k])}" for k in (i - 1, i)]
    return f"{ends[0]}，{ends[1]}；其间按天数直线推算，{in_words(day)}应达 {percent(case.found['planned'])}"


def _plan_cells(case: Case) -> list[Line]:
    task, what = case.task, ("计划进度", "开始")
    start = points(np.nan) if pd.isna(task["start"]) else in_words(task["start"])
    lines = [cell(what, start, task, at=("tasks", "start"), of="start_")]
    if task["start_assumed"]:
        first = case.rules.phases[0].first
        from_phase = task["start"] == np.datetime64(first, "D").astype(int)
        why = f"台账没有可用的开始时间，按{'第一阶段开始日' if from_phase else '完成时限当年起算'}"
        lines = [pack(case, what, value=f"{start}（{why}）", path="phases[0].from" if from_phase else "phases")]
    if pd.notna(task["deadline"]):
        lines.append(
            cell(
                ("计划进度", "完成时限"), in_words(task["deadline"]), task, at=("deadlines", "deadline"), of="deadline_"
            )
        )
    return lines + _node_cells(case)


def _node_cells(case: Case) -> list[Line]:
    lines, nodes = [], case.known.milestones
    for day, (_, node) in zip(planned_days(case.known), nodes.iterrows(), strict=True):
        what = ("计划进度", f"节点“{node['milestone']}”")
        when = UNKNOWN if np.isnan(day) else in_words(day)
        lines.append(
            cell(what, f"{when}，占 {percent(node['points'])}", node, at=("milestones", "planned_on"), of="planned_")
        )
        if pd.notna(node["weight"]):
            lines.append(cell(what, f"权重 {points(node['weight'])}", node, at=("milestones", "weight")))
    return lines


def explain_actual(case: Case) -> list[Line]:
    """A(t): what was reported, which nodes are done, what a visit saw, and which of them decided."""
    found = case.found
    head = Line("实际进度", "认定", percent(found["actual"]), found["actual"], "%", _actual_rule(case))
    return [head, *_report_lines(case), *_node_lines(case), *_visit_lines(case)]


def _actual_rule(case: Case) -> str:
    found, rule = case.found, case.rules.actual
    reported, done, ahead = found["reported"], found["node_percent"], found["next_points"]
    if pd.isna(found["actual"]):
        return "没有填报，台账也没有说明节点是否完成，记为未报，不算作 0"
    words = [f"填报 {percent(reported)}"] if pd.notna(reported) else ["没有填报，按节点认定"]
    if pd.notna(done):
        words.append(f"节点已完成 {percent(done)}，取较大者")
    if pd.notna(ahead):
        limit = done + rule.next_node_share * ahead
        words.append(f"不超过节点完成加下一节点的 {rule.next_node_share:g} 倍，即 {percent(limit)}")
    if pd.notna(found["verified"]) and case.day - found["verified_on"] <= rule.verified_days:
        margin = f"最多再加 {points(rule.verified_margin)} 个百分点"
        words.append(f"{rule.verified_days} 天内走访核验 {percent(found['verified'])}，{margin}")
    if found["cut"]:
        words.append(f"本次因“{found['cut']}”被调低")
    return "；".join(words)


def _report_lines(case: Case) -> list[Line]:
    found = case.found
    if pd.isna(found["reported"]):
        return [Line("实际进度", "填报", "未报", rule="还没有带百分比的填报")]
    row = case.facts["progress"].iloc[int(found["report_place"])]
    field = "percent" if pd.notna(row["percent"]) else "status"
    age = case.day - found["reported_on"]
    rule = f"最近一次填报是 {in_words(found['reported_on'])}，沿用 {age:.0f} 天，不外推"
    value = percent(found["reported"])
    return [
        Line("实际进度", "填报", value, found["reported"], "%", rule),
        cell(("实际进度", "填报"), value, row, at=("progress", field)),
    ]


def _node_lines(case: Case) -> list[Line]:
    done = case.found["node_percent"]
    told = case.known.milestones[case.known.milestones["known"]]
    if told.empty:
        return []
    rule = "已完成节点的权重 ÷ 全部节点的权重，完成记满、未完成记 0"
    lines = [Line("实际进度", "节点", percent(done), done, "%", rule)]
    for _, node in told.iterrows():
        dated = pd.notna(node["done_day"])
        state = (in_words(node["done_day"]) if dated else "") + "完成" if node["done"] else "未完成"
        what = ("实际进度", f"节点“{node['milestone']}”")
        lines.append(cell(what, state, node, at=("milestones", "done_on"), of="state_"))
    return lines


def _visit_lines(case: Case) -> list[Line]:
    found = case.found
    if pd.isna(found["verified"]):
        return []
    visits = case.known.visits
    row = visits[(visits["day"] == found["verified_on"]) & (visits["verified"] == found["verified"])].iloc[0]
    rule = f"最近一次走访核验，{in_words(found['verified_on'])}"
    value = percent(found["verified"])
    return [
        Line("实际进度", "核验", value, found["verified"], "%", rule),
        cell(("实际进度", "核验"), value, row, at=("visits", "verified_percent")),
    ]


def explain_lag(case: Case) -> list[Line]:
    """lag = P − A."""
    lag, found = case.found["lag"], case.found
    rule = f"应达 {percent(found['planned'])} 减认定 {percent(found['actual'])}；正数为落后"
    rule = "计划或实际进度未知，落后多少也未知" if pd.isna(lag) else rule
    return [Line("落后", "落后", points(lag, " 个百分点"), lag, "百分点", rule)]


def explain_time(case: Case) -> list[Line]:
    """ES, SPI(t), TSPI, IEAC and the forecast, each from the numbers before it."""
    found = case.found
    if pd.isna(found["es_days"]):
        return [Line("工期", "相当于计划第几天", UNKNOWN, rule="计划或实际进度未知，工期各数无从算起")]
    es, at, whole = (points(found[name]) for name in ("es_days", "at_days", "pd_days"))
    return [
        Line("工期", "相当于计划第几天", points(found["es_days"], " 天"), found["es_days"], "天",
             f"计划在第 {es} 天应达到 {percent(min(found['actual'], 100))}；现在是第 {at} 天，总工期 {whole} 天"),
        Line("工期", "工期绩效", points(found["spi_t"], digits=2), found["spi_t"], "", f"{es} ÷ {at}"),
        Line("工期", "按期所需速度", points(found["tspi"], digits=2), found["tspi"], "倍",
             f"（{whole} − {es}）÷（{whole} − {at}）；到期后不再计算"),
        Line("工期", "照此需要", points(found["ieac"], " 天"), found["ieac"], "天", f"{whole} ÷ 工期绩效"),
        *_forecast_lines(case),
    ]  # fmt: skip


def _forecast_lines(case: Case) -> list[Line]:
    found, rule = case.found, case.rules.forecast
    day = found["forecast"]
    value = UNKNOWN if pd.isna(day) else in_words(np.ceil(day - 1e-6))
    total = rule.recent + rule.spi + rule.neutral
    recent = f"近 {case.rules.actual.recent_days} 天速度 {points(found['recent'], digits=2)} 占 {rule.recent:g}"
    others = f"工期绩效占 {rule.spi:g}、计划速度 1 占 {rule.neutral:g}"
    sentence = f"剩余计划工期 ÷ 速度；速度由{recent}、{others} 合成，共 {total:g} 份"
    what = ("工期", "预计完成")
    if pd.isna(day):
        return [Line(*what, value, rule="已经完成" if found["finished"] else "还没有开始，无从推算")]
    return [
        Line(*what, value, rule=sentence),
        pack(case, what, value=f"{rule.recent:g}、{rule.spi:g}、{rule.neutral:g}", path="forecast"),
    ]
