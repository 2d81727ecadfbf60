"""Rule packs: every threshold, weight and cap, read from `rules/<name>.toml` into frozen dataclasses.

A pack that says too much, too little or something impossible is refused with one Chinese sentence that names the file,
the table and the key. No business number stands anywhere else in `analysis/`.
"""

import hashlib
import json
import re
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from analysis.rules.rulecheck import sense
from analysis.rules.rulefields import RulePackError, build, plain
from analysis.rules.ruleparts import (
    Cadence,
    Classes,
    Flags,
    Persistence,
    Plausibility,
    Published,
    Quarters,
    Reporting,
    Returns,
    Staffing,
    Supervision,
)

__all__ = [
    "Phase",
    "RulePack",
    "RulePackError",
    "checked_pack",
    "pack_data",
    "pack_names",
    "read_rule_pack",
    "rule_pack",
]

_FOLDER = Path(__file__).parent
DEFAULT = "default"
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
    quarters: Quarters


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
    evidence_words: tuple[str, ...]
    bonus: Words
    criticism: Words
    levels: Synonyms


@dataclass(frozen=True)
class Ranking:
    """min_effective: equal projects that a unit must be worth; quarter, probability: who is surely among so many may be
    named; interval, draws, seed: how sure a place is; target_met, target_missed: the absolute half of naming."""

    kinds: tuple[str, ...]
    min_effective: float
    quarter: float
    probability: float
    interval: float
    draws: int
    seed: int
    target_met: float
    target_missed: float


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
    persistence: Persistence
    flags: Flags
    returns: Returns
    staffing: Staffing
    classes: Classes
    cadence: Cadence
    reporting: Reporting
    plausibility: Plausibility
    supervision: Supervision
    published: Published | None = None

    def at(self, _day: date) -> "RulePack":
        """Itself, whatever the day: a pack is the calendar of one pack (`analysis.rules.rulecalendar`)."""
        return self


def pack_names() -> tuple[str, ...]:
    """The shipped packs, the default one first.

    >>> pack_names()[0]
    'default'
    """
    names = sorted(path.stem for path in _FOLDER.glob("*.toml"))
    return tuple(sorted(names, key=lambda name: name != DEFAULT))


@cache
def rule_pack(name: str = DEFAULT) -> RulePack:
    """The shipped pack of this name.

    >>> rule_pack().ladder.lag
    (5.0, 10.0, 20.0, 30.0)
    """
    if name not in pack_names():
        raise RulePackError(f"没有名为“{name}”的规则包；现有：{'、'.join(pack_names())}。")
    return read_rule_pack((_FOLDER / f"{name}.toml").read_bytes(), name=name)


def read_rule_pack(content: bytes, *, name: str) -> RulePack:
    """A pack from the bytes of its file. Raises RulePackError when a key is unknown, missing, of the wrong kind or the
    whole makes no sense (weights that do not sum to 1, a ladder that is not monotone).

    `extends = "default"`: what the file does not say is as in that shipped pack.
    """
    data = _parsed(content, name)
    used = [content]
    base = data.pop("extends", None)
    if base is not None:
        if base not in pack_names():
            raise RulePackError(f"规则包 {name}.toml 的 extends 指向没有的规则包“{base}”。", "extends")
        used.append((_FOLDER / f"{base}.toml").read_bytes())
        data = _laid_over(_parsed(used[1], base), data)
    return _checked(data | {"name": name, "digest": hashlib.sha256(b"\n".join(used)).hexdigest()[:12]})


def checked_pack(data: dict, *, name: str) -> RulePack:
    """A pack from an edited copy of `pack_data`. Raises RulePackError with the entry it is about as `field`.

    >>> copy = pack_data(rule_pack())
    >>> copy["ladder"]["lag"][1] = 50
    >>> checked_pack(copy, name="试")
    Traceback (most recent call last):
        ...
    analysis.rules.rulefields.RulePackError: 规则包 试.toml 的 ladder.lag 应是 4 个逐级升高的数。
    """
    said = {key: value for key, value in data.items() if key not in ("name", "digest")}
    digest = hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True, default=str).encode()).hexdigest()[:12]
    return _checked(said | {"name": name, "digest": digest})


def pack_data(pack: RulePack) -> dict:
    """A pack as plain dicts and lists under the keys of its file, to be edited and given to `checked_pack`."""
    data = plain(pack)
    return {key: value for key, value in data.items() if key not in ("name", "digest") and value is not None}


def _parsed(content: bytes, name: str) -> dict:
    try:
        return tomllib.loads(content.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RulePackError(f"规则包 {name}.toml 读不出来，请检查文件格式：{error}。") from error


def _laid_over(base: dict, own: dict) -> dict:
    """`own` over `base`: tables key by key, lists and values whole."""
    both = {
        key: _laid_over(base[key], value) if isinstance(value, dict) and isinstance(base.get(key), dict) else value
        for key, value in own.items()
    }
    return base | both


def _checked(data: dict) -> RulePack:
    where = f"规则包 {data['name']}.toml"
    pack = build(RulePack, data, where)
    for holds, sentence in sense(pack):
        if not holds:
            field = re.search(r"[a-z_]+(?:\.[a-z_]+|\[\d+\])*", sentence)
            raise RulePackError(f"{where} {sentence}", field.group() if field else "")
    return pack
