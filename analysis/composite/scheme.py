"""What an index is made of: indicators, the aggregates above them, their weights and how each is read. A table in, a
checked `Scheme` out.

The columns are DESIGN.md 5: code, name, level, parent, direction, weight, normalisation, low, high; and target, unit,
aggregation, treatment besides. COINr's own headings (iCode, Parent, Direction …) and Chinese ones are known too."""

import math
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from analysis.composite.aggregating import AGGREGATIONS
from analysis.composite.normalising import NORMALISATIONS
from analysis.composite.treating import TREATMENTS

__all__ = ["Node", "Scheme", "SchemeError", "read_scheme"]

_HEADINGS = {
    "code": "icode 代码 指标代码 编码", "name": "iname 名称 指标 指标名称", "level": "层级 级别 级",
    "parent": "上级 上级代码 所属", "direction": "方向 指标方向", "weight": "权重", "unit": "单位 计量单位",
    "normalisation": "normalization 归一化 无量纲化", "low": "下限 最低", "high": "上限 最高", "target": "目标 目标值",
    "aggregation": "合成 合成方式", "treatment": "离群 离群处理", "type": "类型",
}  # fmt: skip
"""Column -> other headings it goes by, in lower case."""

_DIRECTIONS = dict.fromkeys(("", "1", "1.0", "+", "正", "正向", "越高越好"), 1.0) | dict.fromkeys(
    ("-1", "-1.0", "-", "负", "负向", "逆", "逆向", "越低越好"), -1.0
)

_NOT_PART = ("group", "denominator")
"""COINr's meta table lists columns too that are no part of the index."""

_FAMILIES = {"normalisation": NORMALISATIONS, "aggregation": AGGREGATIONS, "treatment": TREATMENTS}


class SchemeError(Exception):
    """The scheme cannot be used; the message is one Chinese sentence that says where and what to do."""


@dataclass(frozen=True)
class Node:
    """An indicator or an aggregate. `weight` counts beside the others of the same parent; low and high are goalposts;
    a family that is "" is the scheme's own."""

    code: str
    name: str
    level: int
    parent: str
    direction: float = 1.0
    weight: float = 1.0
    unit: str = ""
    normalisation: str = ""
    low: float = math.nan
    high: float = math.nan
    target: float = math.nan
    aggregation: str = ""
    treatment: str = ""


@dataclass(frozen=True)
class Scheme:
    """A checked index: indicators first, then aggregates from the lowest level up, the index itself last.

    scale: the range onto which values are normalised. min_known: an aggregate with less than this share of its weight
    known is not reckoned (COINr `dat_thresh`)."""

    nodes: tuple[Node, ...]
    normalisation: str = "minmax"
    aggregation: str = "arithmetic"
    treatment: str = ""
    scale: tuple[float, float] = (0.0, 100.0)
    min_known: float = 0.5

    @cached_property
    def leaves(self) -> tuple[Node, ...]:
        """The indicators, in the order of the table."""
        return tuple(node for node in self.nodes if node.level == 1)

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """Codes of all nodes in order."""
        return tuple(node.code for node in self.nodes)

    @cached_property
    def weights(self) -> np.ndarray:
        """Weight of every node in order."""
        return np.array([node.weight for node in self.nodes])

    @property
    def top(self) -> Node:
        """The index itself."""
        return self.nodes[-1]

    @cached_property
    def children(self) -> tuple[tuple[int, np.ndarray], ...]:
        """For each aggregate, lowest first: its place and the places of its parts."""
        place = {code: at for at, code in enumerate(self.codes)}
        below: dict[str, list[int]] = {}
        for at, node in enumerate(self.nodes):
            below.setdefault(node.parent, []).append(at)
        return tuple((place[node.code], np.array(below[node.code])) for node in self.nodes if node.level > 1)

    def family(self, node: Node, what: str) -> str:
        """Which normalisation, aggregation or treatment holds for a node."""
        return getattr(node, what) or getattr(self, what)

    def weighing(self, **weights: float) -> "Scheme":
        """The same with other weights for some nodes; weight 0 leaves a node out.

        >>> scheme = read_scheme(pd.DataFrame({"code": ["a", "b", "I"], "level": [1, 1, 2], "parent": ["I", "I", ""]}))
        >>> scheme.weighing(a=3).weights.tolist()
        [3.0, 1.0, 1.0]
        """
        unknown = sorted(set(weights) - set(self.codes))
        if unknown:
            raise SchemeError(f"指标体系里没有“{'、'.join(unknown)}”，不能改它的权重。")
        nodes = tuple(replace(node, weight=float(weights.get(node.code, node.weight))) for node in self.nodes)
        return replace(self, nodes=nodes)

    def without(self, *codes: str) -> "Scheme":
        """The same without some indicators or whole branches; an aggregate left without parts goes too."""
        gone = set(codes)
        while True:
            kept = [node for node in self.nodes if node.code not in gone and node.parent not in gone]
            parents = {node.parent for node in kept}
            empty = {node.code for node in kept if node.level > 1 and node.code not in parents}
            if not empty and len(kept) == len(self.nodes) - sum(node.code in gone for node in self.nodes):
                break
            gone |= empty | {node.code for node in self.nodes if node.parent in gone}
        if not kept:
            raise SchemeError("去掉这些指标以后，指数里什么都不剩了；请至少留一个指标。")
        return replace(self, nodes=tuple(kept))


def read_scheme(table: pd.DataFrame, **settings: object) -> Scheme:
    """A scheme from its table (one row per indicator and aggregate); `settings` are fields of `Scheme`. Raises
    SchemeError with a Chinese sentence: a code twice, an unknown parent, no single top, a level that does not rise, a
    weight below 0, goalposts that are missing or the wrong way round, an unknown family."""
    rows = _named(table)
    nodes = [_node(row) for row in rows.to_dict("records") if str(row.get("type", "")).lower() not in _NOT_PART]
    nodes = _with_levels(nodes)
    scheme = Scheme(tuple(sorted(nodes, key=lambda node: node.level)), **settings)
    for check in _CHECKS:
        if problem := check(scheme):
            raise SchemeError(problem)
    return scheme


def _named(table: pd.DataFrame) -> pd.DataFrame:
    known = {other: name for name, others in _HEADINGS.items() for other in (name, *others.split())}
    found = {column: known[str(column).strip().lower()] for column in table if str(column).strip().lower() in known}
    table = table.rename(columns=found)
    for needed in ("code", "parent"):
        if needed not in table:
            raise SchemeError(
                f"指标体系缺“{needed}”列；请写上 code（代码）、parent（上级）、level（层级）、weight（权重）。"
            )
    return table


def _node(row: dict) -> Node:
    text = {name: "" if pd.isna(row.get(name)) else str(row.get(name, "")).strip() for name in _TEXTS}
    number = {name: _number(row, name, default) for name, default in _NUMBERS.items()}
    said = text["direction"]
    if said not in _DIRECTIONS:
        raise SchemeError(f"指标“{text['code']}”的方向写的是“{said}”；请写 1（越高越好）或 -1（越低越好）。")
    return Node(
        code=text["code"], name=text["name"] or text["code"], level=int(number["level"]), parent=text["parent"],
        direction=_DIRECTIONS[said], weight=number["weight"], unit=text["unit"],
        normalisation=text["normalisation"].lower(), low=number["low"], high=number["high"], target=number["target"],
        aggregation=text["aggregation"].lower(), treatment=text["treatment"].lower(),
    )  # fmt: skip


_TEXTS = ("code", "name", "parent", "direction", "unit", "normalisation", "aggregation", "treatment")
_NUMBERS = {"level": 0.0, "weight": 1.0, "low": math.nan, "high": math.nan, "target": math.nan}


def _number(row: dict, name: str, default: float) -> float:
    said = row.get(name)
    if said is None or pd.isna(said) or str(said).strip() == "":
        return default
    try:
        return float(said)
    except ValueError:
        raise SchemeError(f"指标“{row.get('code')}”的 {name} 写的是“{said}”，不是数；请改成数。") from None


def _with_levels(nodes: list[Node]) -> list[Node]:
    """Levels where the table names none: an indicator 1, an aggregate one above its highest part."""
    if all(node.level for node in nodes):
        return nodes
    below: dict[str, list[str]] = {}
    for node in nodes:
        below.setdefault(node.parent, []).append(node.code)

    def level(code: str, seen: frozenset[str] = frozenset()) -> int:
        if code in seen:
            raise SchemeError(f"“{code}”绕了一圈又是自己的上级；请改正 parent 列。")
        return 1 + max((level(each, seen | {code}) for each in below.get(code, ())), default=0)

    return [replace(node, level=level(node.code)) for node in nodes]


# -- checks: each gives a sentence or "" -------------------------------------------------------------------------------


def _once(scheme: Scheme) -> str:
    codes = list(scheme.codes)
    twice = sorted({code for code in codes if codes.count(code) > 1})
    if "" in codes:
        return "指标体系里有一行没有代码；请写上 code。"
    return f"代码“{'、'.join(twice)}”用了不止一次；每个指标的代码要各不相同。" if twice else ""


def _has_top(scheme: Scheme) -> str:
    tops = [node.code for node in scheme.nodes if not node.parent]
    if len(tops) != 1:
        what = f"有 {len(tops)} 个（{'、'.join(tops)}）" if tops else "一个也没有"
        return f"没有上级的应当只有总指数一个，现在{what}；请检查 parent 列。"
    return "" if scheme.top.code == tops[0] and scheme.top.level > 1 else f"总指数“{tops[0]}”要在最高一级。"


def _parents(scheme: Scheme) -> str:
    levels = {node.code: node.level for node in scheme.nodes}
    for node in scheme.nodes:
        if node.parent and node.parent not in levels:
            return f"“{node.code}”的上级“{node.parent}”不在表里；请补上这一行，或改正 parent。"
        if node.parent and levels[node.parent] <= node.level:
            return f"“{node.code}”的上级“{node.parent}”层级不比它高；请改正 level 或 parent。"
    parents = {node.parent for node in scheme.nodes}
    bare = [node.code for node in scheme.nodes if node.level > 1 and node.code not in parents]
    return f"“{'、'.join(bare)}”下面没有指标；请补上，或删去这一行。" if bare else ""


def _weights(scheme: Scheme) -> str:
    wrong = [node.code for node in scheme.nodes if not node.weight >= 0 or math.isinf(node.weight)]
    if wrong:
        return f"“{'、'.join(wrong)}”的权重不是不小于 0 的数；请改正 weight。"
    for at, parts in scheme.children:
        if scheme.weights[parts].sum() == 0:
            return f"“{scheme.nodes[at].code}”下面各项的权重都是 0；请至少给一项权重。"
    return ""


def _families(scheme: Scheme) -> str:
    for what, family in _FAMILIES.items():
        names = {each.name for each in family} | {""}
        for node in (*scheme.nodes, scheme):
            if (said := getattr(node, what)) not in names:
                which = f"“{node.code}”" if isinstance(node, Node) else "指标体系"
                return f"{which}的 {what} 写的是“{said}”；可用：{'、'.join(sorted(names - {''}))}。"
    return ""


def _posts(scheme: Scheme) -> str:
    needs = {each.name: each.needs for each in NORMALISATIONS}
    for node in scheme.leaves:
        way = scheme.family(node, "normalisation")
        if missing := [name for name in needs[way] if math.isnan(getattr(node, name))]:
            return f"“{node.code}”按 {way} 归一化，要写上 {'、'.join(missing)}。"
        if "low" in needs[way] and not node.low < node.high:
            return f"“{node.code}”的下限 {node.low:g} 不小于上限 {node.high:g}；请改正。"
    return ""


_CHECKS = (_once, _has_top, _parents, _weights, _families, _posts)
