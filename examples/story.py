"""What the story of the demo district is made of: units, tasks, brands, visits, problems, honours, exemptions.

Everything in it is invented (演示数据). `story/*.toml` is the place to change it and `telling` reads it; this module
gives types, and answers about a task: how far it was said to be on a day, and what its nodes say in words.
"""

from dataclasses import dataclass
from datetime import date, timedelta

__all__ = [
    "NEAR", "Brand", "Exemption", "Honour", "Node", "OrderChange", "Problem", "Story", "Supervision", "Task", "Unit",
    "Visit",
]  # fmt: skip

NEAR = timedelta(days=14)
"""A visit this close before a report sees what that report will say."""


@dataclass(frozen=True)
class Unit:
    """A town (镇) or a department (部门) and its other spellings."""

    name: str
    kind: str
    aliases: tuple[str, ...]


@dataclass(frozen=True)
class Node:
    """One node of a plan worked out backwards from the deadline (倒排工期)."""

    name: str
    weight: float
    planned: date
    done: date | None


@dataclass(frozen=True)
class Brand:
    """An entry of a board; `deadline` is None for 长期坚持. `reports` maps the day of a report to percent (0-100)."""

    no: int
    project: str
    name: str
    target: str
    leaders: tuple[str, ...]
    lead_units: tuple[str, ...]
    lead_people: tuple[str, ...]
    towns: tuple[str, ...]
    start: date
    deadline: date | None
    written: str
    quality: int
    reports: dict[date, int]

    def reported(self, on: date) -> float | None:
        """Percent on a day, straight between two reports, the last one carried on; None before the first."""
        known = sorted(self.reports)
        before = [reported_on for reported_on in known if reported_on <= on]
        after = [reported_on for reported_on in known if reported_on > on]
        if not before:
            return None
        low = self.reports[before[-1]]
        if not after:
            return float(low)
        share = (on - before[-1]).days / (after[0] - before[-1]).days
        return low + (self.reports[after[0]] - low) * share


@dataclass(frozen=True)
class Task(Brand):
    """One of the thirty tasks. `trouble` maps the day of a report to the difficulty named in it."""

    category: str
    support_units: tuple[str, ...]
    weight: int
    nodes: tuple[Node, ...]
    trouble: dict[date, str]

    def progress_text(self, on: date) -> str:
        """What the lead unit writes on a day: last node done, next node in hand and for how long."""
        if not self.nodes:
            return "已完成现场踏勘和方案设计，正在施工。" if on.month < 11 else "主体改造完成，正在铺装和安装器材。"
        done = [node for node in self.nodes if node.done and node.done <= on]
        ahead = [node.name for node in self.nodes if not node.done or node.done > on]
        said = [f"“{done[-1].name}”已完成"] if done else []
        gone = (on - (max(node.done for node in done) if done else self.start)).days
        said += [f"“{ahead[0]}”已推进 {gone} 天"] if ahead else ["任务全部完成"]
        return "，".join(said) + "。"

    def next_step(self, on: date) -> str:
        """What the lead unit promises next on a day."""
        ahead = [node for node in self.nodes if not node.done or node.done > on]
        if not ahead:
            return "巩固成果，整理资料。" if self.nodes else "加快收尾，12月中旬验收。"
        first = ahead[0]
        if first.planned <= on:
            return f"倒排到天，尽快补上“{first.name}”。"
        return f"{first.planned.month}月{first.planned.day}日前完成“{first.name}”。"


@dataclass(frozen=True)
class Visit:
    """A weekly visit (走访): who went, what was verified on the spot, how it looked, what was found."""

    task: Brand
    on: date
    visitor: str
    verified: int
    score: int
    problem: str


@dataclass(frozen=True)
class Problem:
    """A problem and its closing; `due` stays as written, for one of them is not a date."""

    task: Task
    text: str
    opened: date
    due: date | str
    closed: date | None
    severity: str


@dataclass(frozen=True)
class Honour:
    """Praise or criticism of a unit; without a document number it earns nothing. `project`: whose it is on a board."""

    unit: str
    level: str
    matter: str
    document: str
    rank: int | None
    points: float | None
    on: date
    project: str = ""


@dataclass(frozen=True)
class OrderChange:
    """A 责任令 issued again with another deadline, or a new one, for one task of a board."""

    order: str
    task: Brand
    on: date
    deadline: date
    why: str


@dataclass(frozen=True)
class Supervision:
    """A 督查 item; `task` is None where it is about none, a day None where that step has not been reached."""

    matter: str
    task: Task | None
    units: tuple[str, ...]
    issued: date
    due: date
    document: str
    fed_back: date | None
    feedback: str
    checked: date | None
    found: str
    closed: date | None


@dataclass(frozen=True)
class Exemption:
    """A task that is not judged for a while: why, who approved it when, until when, by which document."""

    task: Task
    reason: str
    approver: str
    approved: date
    until: date
    document: str


@dataclass(frozen=True)
class Story:
    """All of it. `visits` are only those that the story fixes; the rest is made by `events.weekly_visits`. `evidence`:
    ranks in the city and press cases of the brands, which claim no points."""

    units: tuple[Unit, ...]
    tasks: tuple[Task, ...]
    brands: tuple[Brand, ...]
    visits: tuple[Visit, ...]
    problems: tuple[Problem, ...]
    honours: tuple[Honour, ...]
    supervisions: tuple[Supervision, ...]
    exemptions: tuple[Exemption, ...]
    evidence: tuple[Honour, ...]
    changes: tuple[OrderChange, ...]
