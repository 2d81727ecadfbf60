"""Explanations of the four scores and of the index."""

import numpy as np
import pandas as pd

from analysis.explaining.lines import Case, Line, cell, pack, percent, points
from analysis.facts.days import in_words
from analysis.scores.index import SCORE_NAMES, SCORES, counted_visits, node_scores, overstated, problem_scores

__all__ = ["explain_index", "explain_scores"]


def explain_scores(case: Case) -> list[Line]:
    """s1 … s4, each with its weight and what it adds to the index."""
    about = {"s1": _progress, "s2": _nodes, "s3": _visits, "s4": _problems}
    lines = []
    for score, part in SCORE_NAMES.items():
        rule, cells = about[score](case)
        value, weight = case.found[score], getattr(case.rules.index.weights, SCORES[score])
        head = Line(part, "得分", points(value, " 分"), value, "分", rule, value, weight, _contribution(case, score))
        lines += [
            head,
            *cells,
            pack(case, (part, "权重"), value=f"{weight:.0%}", path=f"index.weights.{SCORES[score]}"),
        ]
    return lines


def _contribution(case: Case, score: str) -> float:
    """What a score adds: score × weight ÷ known weight. The four add up to the index; without an index nothing adds."""
    weights = {name: getattr(case.rules.index.weights, SCORES[name]) for name in SCORE_NAMES}
    known = sum(weight for name, weight in weights.items() if pd.notna(case.found[name]))
    return np.nan if pd.isna(case.found["index"]) else case.found[score] * weights[score] / known


def _progress(case: Case) -> tuple[str, list[Line]]:
    lag, slope = case.found["lag"], case.rules.index.slope
    cells = [pack(case, ("进度", "每落后 1 个百分点扣"), value=f"{slope:g} 分", path="index.slope")]
    if pd.isna(lag):
        return "计划或实际未知，不计分，权重由其余各项分担", cells
    return f"100 − {slope:g} × 落后 {points(max(0.0, lag))} 个百分点，最低 0 分；超前不加分", cells


def _nodes(case: Case) -> tuple[str, list[Line]]:
    nodes, scores = case.known.milestones, node_scores(case.known, case.rules)
    limit = case.rules.index.late_days
    cells = [pack(case, ("节点准时", "迟满即为 0 分"), value=f"{limit:g} 天", path="index.late_days")]
    for score, (_, node) in zip(scores, nodes.iterrows(), strict=True):
        what = ("节点准时", f"节点“{node['milestone']}”")
        if node["exempt"]:
            cells.append(cell(what, "已批准豁免，期内不计", node, at=("milestones", "planned_on"), of="planned_"))
        if np.isnan(score):
            continue
        until = node["done_day"] if node["done"] else case.day
        late = max(0.0, until - node["due"])
        state = "完成" if node["done"] else "至今未完成"
        words = (
            f"{in_words(node['due'])}到期，{state}，迟 {late:.0f} 天，{points(score)} 分，占 {percent(node['points'])}"
        )
        cells.append(cell(what, words, node, at=("milestones", "done_on"), of="state_"))
        cells.append(cell(what, in_words(node["due"]), node, at=("milestones", "planned_on"), of="planned_"))
    if np.isnan(scores).all():
        return "还没有到期且说明了状态的节点，不计分，权重由其余各项分担", cells
    return f"到期节点按权重平均；每个节点 100 ×（1 − 迟到天数 ÷ {limit:g}），最低 0 分", cells


def _visits(case: Case) -> tuple[str, list[Line]]:
    rule, visits = case.rules.index, counted_visits(case.known, case.rules)
    cells = [
        cell(
            ("现场质量", f"{in_words(visit['day'])}走访"),
            f"{points(visit['score'])} 分",
            visit,
            at=("visits", "visit_score"),
        )
        for _, visit in visits.iterrows()
    ]
    cells.append(pack(case, ("现场质量", "取最近走访"), value=f"{rule.visits_counted} 次", path="index.visits_counted"))
    if visits.empty:
        return "没有评了分的走访，不计分，权重由其余各项分担", cells
    gap = overstated(case.known).iloc[0]
    words = f"最近 {len(visits)} 次走访评分的平均 {points(visits['score'].mean())}"
    if not gap["gap"] > 0:
        return words + "；核验没有低于当时的填报，不扣", cells
    return words + f" − {rule.gap_slope:g} × 填报高出核验 {points(gap['gap'])} 个百分点，最低 0 分", cells + _gap_cells(
        case, gap
    )


def _gap_cells(case: Case, gap: pd.Series) -> list[Line]:
    """The report and the visit that contradict each other."""
    visit = case.known.visits.iloc[int(gap["visit"])]
    report = case.facts["progress"].iloc[int(gap["place"])]
    return [
        cell(("现场质量", "当时填报"), percent(gap["report"]), report, at=("progress", "percent")),
        cell(("现场质量", "走访核验"), percent(visit["verified"]), visit, at=("visits", "verified_percent")),
        pack(
            case, ("现场质量", "每高 1 个百分点扣"), value=f"{case.rules.index.gap_slope:g} 分", path="index.gap_slope"
        ),
    ]


def _problems(case: Case) -> tuple[str, list[Line]]:
    problems, scores = case.known.problems, problem_scores(case.known, case.rules)
    limit = case.rules.index.late_days
    cells = [pack(case, ("问题整改", "逾期满即为 0 分"), value=f"{limit:g} 天", path="index.late_days")]
    for score, (_, problem) in zip(scores, problems.iterrows(), strict=True):
        if np.isnan(score):
            continue
        open_ = np.isnan(problem["closed"])
        late = max(0.0, (case.day if open_ else problem["closed"]) - problem["due"])
        state = "尚未销号" if open_ else "已销号"
        words = f"{state}，逾期 {late:.0f} 天，{points(score)} 分，按轻重计 {points(problem['weight'])}"
        what = ("问题整改", f"问题“{_short(problem['problem'])}”")
        cells.append(cell(what, words, problem, at=("problems", "due_on" if open_ else "closed_on")))
    if np.isnan(scores).all():
        return "没有到期或已销号的问题，不计分（不当作满分），权重由其余各项分担", cells
    return f"各问题按轻重平均；按期销号 100 分，逾期按 100 ×（1 − 逾期天数 ÷ {limit:g}）", cells


def _short(text: object) -> str:
    words = text if isinstance(text, str) else "未写内容"
    return words if len(words) <= 16 else words[:15] + "…"


def explain_index(case: Case) -> list[Line]:
    """The index as the sum of what the four scores add."""
    found, rule = case.found, case.rules.index
    share = found["known_share"]
    if pd.isna(found["index"]):
        why = "任务未报" if pd.isna(found["actual"]) else f"已知部分的权重 {share:.0%}，不足 {rule.min_known:.0%}"
        why = "登记晚于完成时限（补录），只列出不评分" if found["late_entry"] else why
        why = "已批准豁免，期内不评分" if found["exempt"] else why
        head = Line("指数", "指数", "不评", np.nan, "分", why)
    else:
        parts = [
            f"{part} {points(_contribution(case, name))}" for name, part in SCORE_NAMES.items() if pd.notna(found[name])
        ]
        words = f"{' + '.join(parts)}；未知的部分不计，权重由已知的 {share:.0%} 分担"
        head = Line("指数", "指数", points(found["index"]), found["index"], "分", words)
    return [head, pack(case, ("指数", "已知不足即不评"), value=f"{rule.min_known:.0%}", path="index.min_known")]
