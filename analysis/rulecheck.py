"""What must hold in a rule pack beyond the kind of each value: sums, order, limits."""

from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from analysis.rulepack import RulePack

__all__ = ["sense"]

_LEVELS = 5


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
    ]


def _rises(steps: tuple[float, ...]) -> bool:
    return len(steps) == _LEVELS - 1 and all(a < b for a, b in pairwise(steps))
