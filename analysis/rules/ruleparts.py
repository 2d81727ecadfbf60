"""The tables of a rule pack that say what follows from a state: memory of the ladder, flags, entries, cadence, and the
rules that other places have published. All of them are data; the functions that read them stand elsewhere."""

from dataclasses import dataclass

__all__ = [
    "MEASURES", "OPS", "Cadence", "Classes", "Condition", "Flags", "MarkRule", "Persistence", "Plausibility",
    "Published", "Quarters", "Quota", "Rate", "Repeat", "Reporting", "Returns", "Rung", "Staffing", "Supervision",
    "TaskClass",
]  # fmt: skip

MEASURES = {
    "level": ("本系统等级", "级"),
    "lag": ("落后序时进度", "个百分点"),
    "ratio": ("实际完成占计划的", "%"),
    "gap_share": ("落后部分占计划的", "%"),
    "percent": ("完成率", "%"),
    "unstarted_months": ("应开未开连续", "个月"),
    "overdue_days": ("超过完成时限", "天"),
    "early_days": ("提前完成", "天"),
    "slip_days": ("预计晚于时限", "天"),
    "from_top": ("本序列正数名次", "名"),
    "from_bottom": ("本序列倒数名次", "名"),
    "short": ("未完成部分", "个百分点"),
    "over": ("超额部分", "个百分点"),
    "late_reports": ("迟报", "次"),
    "missing_reports": ("漏报", "次"),
    "false_reports": ("虚报", "次"),
    "behind_periods": ("未达序时连续", "期"),
}
"""What a published rule may ask about: column of the table of periods -> (words, unit)."""

OPS = {">=": "达到", ">": "超过", "<=": "不超过", "<": "低于"}
"""Comparisons a rule may make, in words."""

Words = tuple[tuple[str, float], ...]
Ranks = tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Rung:
    """From `level` to `to`, once it stood at the end of `running` months one after the other, or of `times` months out
    of the last `months` (0: not counted)."""

    level: int
    to: int
    running: int = 0
    times: int = 0
    months: int = 12


@dataclass(frozen=True)
class Persistence:
    """How long something must last before the level of a task follows it."""

    weekday: int
    upgrade_after: int
    downgrade_after: int
    near_points: float
    near_days: float
    lights: tuple[str, ...]
    rungs: tuple[Rung, ...]


@dataclass(frozen=True)
class Quota:
    """How many red and yellow flags there are in one sequence."""

    kind: str
    red: int
    yellow: int


@dataclass(frozen=True)
class Flags:
    """Red flag (praise) and yellow flag: absolute conditions, and a place within the own sequence; for how many days
    after the draft of a month somebody may object."""

    red: str
    yellow: str
    red_index: float
    red_lag: float
    red_level: int
    yellow_lag: float
    yellow_level: int
    min_known: float
    min_projects: int
    veto_words: tuple[str, ...]
    veto_severities: tuple[str, ...]
    objection_days: int
    quotas: tuple[Quota, ...]


@dataclass(frozen=True)
class Returns:
    """What share of a provisional deduction comes back after the task was finished in time, or late."""

    in_time: float
    late: float


@dataclass(frozen=True)
class Staffing:
    """How many district officials and heads of the lead unit a listed project has."""

    leaders: tuple[int, ...]
    lead_people: tuple[int, ...]


@dataclass(frozen=True)
class TaskClass:
    """One class of the board: the words of the ledgers' 类别 that mean it, its weight, and the way it is judged
    (milestones | quantity | incidents) with the share that its nodes have."""

    name: str
    words: tuple[str, ...]
    way: str
    weight: float
    nodes: float = 0.0


@dataclass(frozen=True)
class Classes:
    """The classes, and what an incident under a baseline costs."""

    each: tuple[TaskClass, ...]
    incident: Words
    incident_words: tuple[str, ...]


@dataclass(frozen=True)
class Cadence:
    """How often people go, report and meet, and by which clock: hours before UTC."""

    visits_a_week: int
    visit_phases: tuple[str, ...]
    bulletin_day: int
    dispatch_day: int
    dispatch_months: tuple[int, ...]
    due_days: int
    utc_hours: float


@dataclass(frozen=True)
class Quarters:
    """Tasks of a year's investment without nodes, told by these words in name or target, are planned by quarters:
    `shares` are the percentages due at the ends of the four quarters. No words: no such tasks."""

    words: tuple[str, ...]
    shares: tuple[float, ...]


@dataclass(frozen=True)
class Supervision:
    """督查: the days before the day due from which one is reminded, and the days after it after which the item goes one
    level up."""

    remind_days: int
    escalate_days: int


@dataclass(frozen=True)
class Reporting:
    """The monthly report of a task: the day of the month after on which it is due, how many days later it is missing
    and no longer late, and what makes one false: a visit within `false_days` that saw `false_points` less."""

    due_day: int
    missing_after_days: int
    false_points: float
    false_days: int


@dataclass(frozen=True)
class Plausibility:
    """From when on a pattern is worth asking about (`analysis.oversight.plausibility`); none of it enters a score."""

    jump_days: int
    jump_points: float
    jump_share: float
    jump_least: float
    fall_points: float
    copied_rise: float
    copied_least: int
    moved_tasks: int
    moved_least: int
    moved_share: float
    split_tasks: int
    split_likeness: float


@dataclass(frozen=True)
class Condition:
    """`measure op value`, op being one of ≥ > ≤ < written >= > <= <."""

    measure: str
    op: str
    value: float


@dataclass(frozen=True)
class MarkRule:
    """All conditions met: the mark. `kinds`: only in these sequences."""

    mark: str
    when: tuple[Condition, ...]
    kinds: tuple[str, ...] = ()
    then: str = ""


@dataclass(frozen=True)
class Repeat:
    """A mark so many periods running, or so many times a year: what follows. `every`: each time the number is full
    again. `becomes`: the mark that stands from then on while the first one goes on."""

    mark: str
    running: int = 0
    times: int = 0
    then: str = ""
    points: float = 0.0
    becomes: str = ""
    every: bool = False
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rate:
    """Points for each full or partial unit of a measure."""

    measure: str
    points: float
    note: str = ""


@dataclass(frozen=True)
class Published:
    """The rules of one notice. `marks`: word and grade, 0 in order, higher graver, below 0 praise. `months`: length of
    a period. `trace_from`/`trace_to`: once marked so, never better than that again in the year. `cap`: limit of what
    the rates add up to, upwards and downwards (0: none). `unused`: what the notice says besides, in words."""

    quality: str
    subject: str
    marks: Ranks
    rules: tuple[MarkRule, ...] = ()
    repeats: tuple[Repeat, ...] = ()
    rates: tuple[Rate, ...] = ()
    months: int = 1
    trace_from: str = ""
    trace_to: str = ""
    cap: float = 0.0
    unused: str = ""
