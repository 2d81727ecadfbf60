"""What must hold in a rule pack beyond the kind of each value: sums, order, limits."""

from itertools import pairwise
from typing import TYPE_CHECKING

from analysis.rules.ruleparts import MEASURES, OPS, MarkRule, Repeat

if TYPE_CHECKING:
    from analysis.rules.rulepack import RulePack

__all__ = ["WAYS", "sense"]

_LEVELS = 5
WAYS = {"milestones", "quantity", "incidents"}
_KNOWN = "、".join(MEASURES)


def sense(pack: "RulePack") -> list[tuple[bool, str]]:
    """Conditions on a whole pack: (holds, what to say when it does not)."""
    ladder, weights = pack.ladder, pack.index.weights
    total = weights.progress + weights.nodes + weights.visits + weights.problems
    parts = [weights.progress, weights.nodes, weights.visits, weights.problems]
    spans = [(phase.first, phase.last) for phase in pack.phases]
    blend = pack.forecast.recent + pack.forecast.spi + pack.forecast.neutral
    return [
        (abs(total - 1) < 1e-9, f"的 index.weights 合计为 {total:g}，应当等于 1。"),
        (min(parts) >= 0, "的 index.weights 有负数，权重不能小于 0。"),
        (len(ladder.words) == _LEVELS, f"的 ladder.words 应有 {_LEVELS} 个等级名称。"),
        (_rises(ladder.lag), f"的 ladder.lag 应是 {_LEVELS - 1} 个逐级升高的数。"),
        (_rises(ladder.overdue), f"的 ladder.overdue 应是 {_LEVELS - 1} 个逐级升高的数。"),
        (0 < ladder.reminder_level < _LEVELS, "的 ladder.reminder_level 应在 1 到 4 之间。"),
        (0 < ladder.ratio_level < _LEVELS, "的 ladder.ratio_level 应在 1 到 4 之间。"),
        (list(pack.deduction.by_level) == sorted(pack.deduction.by_level), "的 deduction.by_level 应逐级不减。"),
        (len(pack.deduction.by_level) == _LEVELS, f"的 deduction.by_level 应有 {_LEVELS} 个数。"),
        (0 < pack.forecast.slowest <= pack.forecast.fastest, "的 forecast.slowest 应大于 0 且不大于 fastest。"),
        (blend > 0 and pack.forecast.neutral > 0, "的 forecast 权重中 neutral 应大于 0。"),
        (0 <= pack.index.min_known <= 1, "的 index.min_known 应在 0 到 1 之间。"),
        (pack.index.late_days > 0, "的 index.late_days 应大于 0。"),
        (pack.index.visits_counted > 0, "的 index.visits_counted 应大于 0。"),
        (bool(pack.boards.expected), "的 boards.expected 至少要有一个榜。"),
        (pack.plan.task_weight > 0, "的 plan.task_weight 应大于 0。"),
        (pack.deduction.unit_scale > 0, "的 deduction.unit_scale 应大于 0。"),
        (bool(spans) and spans == sorted(spans), "的 phases 至少要有一个阶段，并按时间先后排列。"),
        (all(first <= last for first, last in spans), "的 phases 有阶段的结束日早于开始日。"),
        (
            all(means in dict(pack.honours.bonus) for _, means in pack.honours.levels),
            "的 honours.levels 有未定分值的级别。",
        ),
        *_of_memory(pack),
        *_of_plausibility(pack),
        *_of_people(pack),
        *_of_published(pack),
    ]


def _of_plausibility(pack: "RulePack") -> list[tuple[bool, str]]:
    rule = pack.plausibility
    shares = [(name, getattr(rule, name)) for name in ("jump_share", "moved_share", "split_likeness")]
    least = [(name, getattr(rule, name)) for name in ("jump_days", "fall_points", "copied_rise", "moved_least")]
    return [
        *((0 < share <= 1, f"的 plausibility.{name} 应大于 0 且不大于 1。") for name, share in shares),
        *((value > 0, f"的 plausibility.{name} 应大于 0。") for name, value in least),
        (rule.split_tasks >= 2, "的 plausibility.split_tasks 应至少为 2。"),
    ]


def _of_memory(pack: "RulePack") -> list[tuple[bool, str]]:
    rule = pack.persistence
    rungs = [
        held
        for i, rung in enumerate(rule.rungs)
        for held in (
            (0 < rung.level < rung.to < _LEVELS, f"的 persistence.rungs[{i}].to 应高于 level，且在 1 到 4 之间。"),
            (max(rung.running, rung.times) > 0, f"的 persistence.rungs[{i}].running 与 times 至少填一个。"),
            (0 < rung.months <= 12, f"的 persistence.rungs[{i}].months 应在 1 到 12 之间。"),
        )
    ]
    return [
        (1 <= rule.weekday <= 7, "的 persistence.weekday 应在 1（周一）到 7（周日）之间。"),
        (rule.upgrade_after >= 1, "的 persistence.upgrade_after 应至少为 1。"),
        (rule.downgrade_after >= 1, "的 persistence.downgrade_after 应至少为 1。"),
        (len(rule.lights) == _LEVELS, f"的 persistence.lights 应有 {_LEVELS} 个灯色。"),
        *rungs,
    ]


def _of_people(pack: "RulePack") -> list[tuple[bool, str]]:
    staff, cadence, reporting, back = pack.staffing, pack.cadence, pack.reporting, pack.returns
    phases = {phase.name for phase in pack.phases}
    ways = {each.way for each in pack.classes.each}
    return [
        *_of_calendar(pack),
        (_span(staff.leaders), "的 staffing.leaders 应是“最少、最多”两个数。"),
        (_span(staff.lead_people), "的 staffing.lead_people 应是“最少、最多”两个数。"),
        (0 <= back.late <= back.in_time <= 1, "的 returns.late 应在 0 到 in_time 之间，in_time 不大于 1。"),
        (set(cadence.visit_phases) <= phases, "的 cadence.visit_phases 有 phases 里没有的阶段。"),
        (1 <= cadence.bulletin_day <= 28, "的 cadence.bulletin_day 应在 1 到 28 之间。"),
        (1 <= cadence.dispatch_day <= 28, "的 cadence.dispatch_day 应在 1 到 28 之间。"),
        (set(cadence.dispatch_months) <= set(range(1, 13)), "的 cadence.dispatch_months 应是 1 到 12 的月份。"),
        (-12 <= cadence.utc_hours <= 14, "的 cadence.utc_hours 应在 −12 到 14 之间，北京时间是 8。"),
        (1 <= reporting.due_day <= 28, "的 reporting.due_day 应在 1 到 28 之间。"),
        (ways <= WAYS, f"的 classes.each 的 way 只能是 {'、'.join(sorted(WAYS))}。"),
        ("其他" in dict(pack.classes.incident), "的 classes.incident 应有“其他”一项。"),
        (all(q.red >= 0 and q.yellow >= 0 for q in pack.flags.quotas), "的 flags.quotas 名额不能小于 0。"),
        (pack.flags.objection_days >= 0, "的 flags.objection_days 不能小于 0。"),
        (pack.flags.red != pack.flags.yellow, "的 flags.yellow 不能与 flags.red 相同。"),
    ]


def _of_calendar(pack: "RulePack") -> list[tuple[bool, str]]:
    shares, watch = pack.plan.quarters.shares, pack.supervision
    rising = len(shares) == 4 and all(a <= b for a, b in pairwise((0.0, *shares, 100.0)))
    return [
        (rising, "的 plan.quarters.shares 应是四个季度末的百分比，逐季不减，在 0 到 100 之间。"),
        (watch.remind_days >= 0, "的 supervision.remind_days 不能小于 0。"),
        (watch.escalate_days >= 0, "的 supervision.escalate_days 不能小于 0。"),
    ]


def _of_ranking(pack: "RulePack") -> list[tuple[bool, str]]:
    rule = pack.ranking
    shares = ("quarter", "probability", "interval")
    return [
        *((0 < getattr(rule, name) < 1, f"的 ranking.{name} 应大于 0 且小于 1。") for name in shares),
        (rule.min_effective >= 0, "的 ranking.min_effective 不能小于 0。"),
        (100 <= rule.draws <= 100_000, "的 ranking.draws 应在 100 到 100000 之间。"),
        (rule.target_missed <= rule.target_met, "的 ranking.target_missed 不能高于 target_met。"),
    ]


def _of_published(pack: "RulePack") -> list[tuple[bool, str]]:
    said = pack.published
    if said is None:
        return []
    marks = dict(said.marks)
    both = bool(said.trace_from) == bool(said.trace_to) and {said.trace_from, said.trace_to} <= {"", *marks}
    return [
        (0 in marks.values() or not said.rules, "的 published.marks 应有一个为 0 的正常标志。"),
        (both, "的 published.trace_to 应与 trace_from 同时填写，且都在 marks 里。"),
        (said.cap >= 0, "的 published.cap 不能小于 0。"),
        (said.months in (1, 2, 3, 6, 12), "的 published.months 只能是 1、2、3、6、12。"),
        *(held for i, rule in enumerate(said.rules) for held in _of_rule(rule, f"的 published.rules[{i}]", marks)),
        *(
            held
            for i, rule in enumerate(said.repeats)
            for held in _of_repeat(rule, f"的 published.repeats[{i}]", marks)
        ),
        *(_measured(rate.measure, f"的 published.rates[{i}]") for i, rate in enumerate(said.rates)),
    ]


def _of_rule(rule: MarkRule, at: str, marks: dict[str, int]) -> list[tuple[bool, str]]:
    return [
        (rule.mark in marks, f"{at}.mark “{rule.mark}”不在 marks 里。"),
        (bool(rule.when), f"{at}.when 至少要有一个条件。"),
        *(_measured(held.measure, f"{at}.when[{i}]") for i, held in enumerate(rule.when)),
        *(
            (held.op in OPS, f"{at}.when[{i}].op “{held.op}”不认识；可用：{'、'.join(OPS)}。")
            for i, held in enumerate(rule.when)
        ),
    ]


def _of_repeat(rule: Repeat, at: str, marks: dict[str, int]) -> list[tuple[bool, str]]:
    return [
        (rule.mark in marks, f"{at}.mark “{rule.mark}”不在 marks 里。"),
        ((rule.running > 0) != (rule.times > 0), f"{at}.times 与 running 应当只填一个。"),
        (rule.becomes in {"", *marks}, f"{at}.becomes “{rule.becomes}”不在 marks 里。"),
    ]


def _measured(measure: str, at: str) -> tuple[bool, str]:
    return measure in MEASURES, f"{at}.measure “{measure}”不认识；可用：{_KNOWN}。"


def _span(numbers: tuple[int, ...]) -> bool:
    return len(numbers) == 2 and 0 <= numbers[0] <= numbers[1]


def _rises(steps: tuple[float, ...]) -> bool:
    return len(steps) == _LEVELS - 1 and all(a < b for a, b in pairwise(steps))
