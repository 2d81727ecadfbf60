"""Rule packs: every threshold, weight and cap, read from `rules/<name>.toml` into frozen dataclasses.

A pack that says too much, too little or something impossible is refused with one Chinese sentence that names the file,
the table and the key. No business number stands anywhere else in `analysis/`.
"""

import hashlib
import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from analysis.rulecheck import sense
from analysis.rulefields import RulePackError, build

__all__ = ["Phase", "RulePack", "RulePackError", "read_rule_pack", "rule_pack"]

_FOLDER = Path(__file__).parent / "rules"
Words = tuple[tuple[str, float], ...]
Synonyms = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Phase:
    """One phase of the year; `first` and `last` day are both part of it."""

    name: str
    first: date
    last: date


@dataclass(frozen=True)
class Boards:
    """The boards in their order, and how many tasks the notice puts on each."""

    expected: tuple[tuple[str, int], ...]

    def get(self, board: str) -> int | None:
        """How many tasks the board should hold; None for a board that the notice does not know."""
        return dict(self.expected).get(board)


@dataclass(frozen=True)
class Plan:
    task_weight: float


@dataclass(frozen=True)
class Actual:
    next_node_share: float
    verified_days: int
    verified_margin: float
    recent_days: int
    finished_words: tuple[str, ...]


@dataclass(frozen=True)
class Forecast:
    recent: float
    spi: float
    neutral: float
    slowest: float
    fastest: float


@dataclass(frozen=True)
class Ladder:
    words: tuple[str, ...]
    lag: tuple[float, ...]
    overdue: tuple[float, ...]
    stale_days: int
    soon_days: int
    reminder_level: int
    remind_unreported: bool
    spi_below: float
    tspi_above: float
    slip_above: float
    ratio_level: int
    judged_after: float
    behind_days: float


@dataclass(frozen=True)
class Weights:
    progress: float
    nodes: float
    visits: float
    problems: float


@dataclass(frozen=True)
class Index:
    slope: float
    late_days: float
    visits_counted: int
    gap_slope: float
    min_known: float
    weights: Weights


@dataclass(frozen=True)
class Severity:
    other: float
    words: Words


@dataclass(frozen=True)
class Deduction:
    by_level: tuple[float, ...]
    task_cap: float
    unit_cap: float
    unit_scale: float


@dataclass(frozen=True)
class Honours:
    bonus_cap: float
    criticism_words: tuple[str, ...]
    bonus: Words
    criticism: Words
    levels: Synonyms


@dataclass(frozen=True)
class Ranking:
    kinds: tuple[str, ...]


@dataclass(frozen=True)
class RulePack:
    """One dated set of rules. `name` is the file's, `title` the reader's, `digest` says which bytes were used."""

    name: str
    digest: str
    title: str
    effective_from: date
    source: str
    phases: tuple[Phase, ...]
    boards: Boards
    plan: Plan
    actual: Actual
    forecast: Forecast
    ladder: Ladder
    index: Index
    severity: Severity
    deduction: Deduction
    honours: Honours
    ranking: Ranking


def rule_pack(name: str = "default") -> RulePack:
    """The shipped pack of this name.

    >>> rule_pack().ladder.lag
    (5.0, 10.0, 20.0, 30.0)
    """
    known = sorted(path.stem for path in _FOLDER.glob("*.toml"))
    if name not in known:
        raise RulePackError(f"没有名为“{name}”的规则包；现有：{'、'.join(known)}。")
    return read_rule_pack((_FOLDER / f"{name}.toml").read_bytes(), name=name)


def read_rule_pack(content: bytes, *, name: str) -> RulePack:
    """A pack from the bytes of its file. Raises RulePackError when a key is unknown, missing, of the wrong kind or the
    whole makes no sense (weights that do not sum to 1, a ladder that is not monotone)."""
    try:
        data = tomllib.loads(content.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RulePackError(f"规则包 {name}.toml 读不出来，请检查文件格式：{error}。") from error
    data |= {"name": name, "digest": hashlib.sha256(content).hexdigest()[:12]}
    pack = build(RulePack, data, f"规则包 {name}.toml")
    for holds, sentence in sense(pack):
        if not holds:
            raise RulePackError(f"规则包 {name}.toml {sentence}")
    return pack
