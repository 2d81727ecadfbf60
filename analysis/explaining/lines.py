"""One line of an explanation: a number with its rule, or a cell or a rule-pack entry that it rests on."""

from collections.abc import Mapping
from dataclasses import dataclass, fields

import numpy as np
import pandas as pd

from analysis.facts.days import timestamps
from analysis.facts.known import Known
from analysis.facts.sifting import Facts
from analysis.rules.rulepack import RulePack

__all__ = ["PACK", "Case", "Line", "cell", "pack", "percent", "points", "table_of"]

PACK = "规则包"
UNKNOWN = "未知"


@dataclass(frozen=True)
class Case:
    """The task that is explained: its rows, what was measured of it, the rules of the day, and its evaluations up to it
    (`analysis.memory.standing`)."""

    facts: Facts
    known: Known
    found: Mapping[str, object]
    rules: RulePack
    weeks: pd.DataFrame

    @property
    def day(self) -> float:
        """The day of the explanation."""
        return self.known.until

    @property
    def task(self) -> Mapping[str, object]:
        """The task's row in `known.tasks`."""
        return self.known.tasks.iloc[0]


@dataclass(frozen=True)
class Line:
    """One number (with `rule`) or one thing it rests on (without). table "规则包" and field = path: an entry of the
    pack."""

    part: str
    item: str
    value: str
    number: float = np.nan
    unit: str = ""
    rule: str = ""
    score: float = np.nan
    weight: float = np.nan
    contribution: float = np.nan
    table: str = ""
    field: str = ""
    import_id: str | None = None
    sheet: str | None = None
    row: int | None = None
    report_date: pd.Timestamp = pd.NaT
    seq: int | None = None


def cell(what: tuple[str, str], value: str, row: Mapping[str, object], *, at: tuple[str, str], of: str = "") -> Line:
    """The cell behind a value. what: (part, item); at: (table, field); `row` tells import_id, sheet and row, under
    names that begin with `of`."""
    source = {name: row[f"{of}{name}"] for name in ("import_id", "sheet", "row")}
    if pd.isna(source["row"]):
        return Line(*what, value)
    report_date = row["report_date"] if at[0] == "progress" else pd.NaT
    seq = row.get(f"{of}seq")  # which of several tables side by side, where the row still tells it
    return Line(*what, value, table=at[0], field=at[1], **source, report_date=report_date, seq=seq)


_WORDS = {
    "phases": "阶段", "from": "开始日", "forecast": "预计完成", "index": "综合指数", "slope": "落后扣分",
    "late_days": "迟到限",
    "visits_counted": "走访次数", "gap_slope": "虚高扣分", "min_known": "已知下限",
    "weights": "权重", "progress": "进度",
    "nodes": "节点准时", "visits": "现场质量", "problems": "问题整改",
    "ladder": "等级界线", "persistence": "升降级", "upgrade_after": "升级周数", "lag": "落后", "deduction": "预扣分",
    "by_level": "各级分值", "actual": "认定", "next_node_share": "下一节点折算", "verified_margin": "核验余量",
}  # fmt: skip
"""Keys of a rule pack as readers of the task page call them."""


def pack(case: Case, what: tuple[str, str], *, value: str, path: str) -> Line:
    """An entry of the rule pack; `path` such as "ladder.lag[2]" is put into words, the third entry being 第 3 项."""
    steps = path.replace("[", ".").replace("]", "").split(".")
    words = "·".join(f"第 {int(step) + 1} 项" if step.isdigit() else _WORDS[step] for step in steps)
    return Line(*what, value, table=PACK, field=f"《{case.rules.title}》{words}")


def percent(number: float) -> str:
    """A percentage in words; unknown is said.

    >>> percent(66.66666), percent(float("nan"))
    ('66.7%', '未知')
    """
    return UNKNOWN if pd.isna(number) else f"{number:.1f}%".replace(".0%", "%")


def points(number: float, unit: str = "", *, digits: int = 1) -> str:
    """A number in words; unknown is said.

    >>> points(5.0, " 天"), points(float("nan"))
    ('5 天', '未知')
    """
    if pd.isna(number):
        return UNKNOWN
    text = f"{number:.{digits}f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) + unit


def table_of(lines: list[Line]) -> pd.DataFrame:
    """Lines as a table, one column per field of `Line`."""
    table = pd.DataFrame({f.name: [getattr(line, f.name) for line in lines] for f in fields(Line)})
    number = {name: table[name].astype("float64") for name in ("number", "score", "weight", "contribution")}
    days = pd.to_datetime(table["report_date"]) if len(lines) else timestamps(np.zeros(0))
    places = {name: table[name].astype("Int64") for name in ("row", "seq")}
    return table.assign(**number, **places, report_date=days.astype("datetime64[us]"))
