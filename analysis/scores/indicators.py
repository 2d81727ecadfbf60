"""Figures of an indicator ledger as data for a composite index: unit × indicator at a period, and a first scheme that
the office then changes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from analysis.facts.days import day_number
from analysis.facts.known import units_known
from analysis.facts.sifting import SOURCE, Facts, entered, valid

__all__ = ["IndicatorData", "directions_told", "first_scheme", "indicator_data", "indicator_periods"]

_KEY = ["unit", "indicator", "period"]
_REACHED = "-完成率（%）"
_PARTED = "-"
_LESS_IS_BETTER = (
    "时长",
    "时间",
    "时限",
    "能耗",
    "排放",
    "事故",
    "投诉",
    "负债",
    "失业",
    "死亡",
    "发案",
    "PM2",
    "超标",
    "欠",
)
_COMPARABLE = ("%", "％", "率", "增速", "增幅", "同比", "人均", "比例", "占比")
"""What stands in a figure that can be compared between a large and a small town."""
_TOP = "指数"


@dataclass(frozen=True)
class IndicatorData:
    """values: unit × indicator; what a figure with a target has reached of it stands beside it as 完成率. cells: one
    row per figure with unit, indicator, field, number, its place (import_id, sheet, row, seq) and source
    (file!sheet!cell)."""

    period: str
    values: pd.DataFrame
    cells: pd.DataFrame


def indicator_periods(facts: Facts, *, as_of: date) -> tuple[str, ...]:
    """Periods of which figures are known at the day, the latest end first; those without a certain end last."""
    rows = entered(facts["indicators"], day_number(as_of))
    ends = rows.groupby("period", dropna=True)["period_end"].max()
    ends = ends.fillna(pd.Timestamp.min.as_unit("us"))
    order = sorted(ends.items(), key=lambda item: (item[1], len(item[0])), reverse=True)
    return tuple(period for period, _ in order)


def indicator_data(facts: Facts, *, as_of: date, period: str, kinds: Sequence[str]) -> IndicatorData:
    """The figures of a period known at the day, of units of these kinds, in the order of the unit table; the row loaded
    last counts."""
    day = day_number(as_of)
    rows = valid(entered(facts["indicators"], day), _KEY)
    rows = rows[rows["period"].eq(period)]
    units = units_known(facts["units"], day)
    listed = [unit for unit, kind in zip(units["unit"], units["kind"], strict=True) if kind in kinds]
    rows = rows[rows["unit"].isin(listed)]
    values = rows.pivot(index="unit", columns="indicator", values="value")
    first = rows.sort_values(["seq", "row"], kind="stable")["indicator"].drop_duplicates()
    values = values.reindex(index=[unit for unit in listed if unit in set(rows["unit"])], columns=list(first))
    targets = rows.pivot(index="unit", columns="indicator", values="target_value").reindex_like(values)
    reached = {
        f"{name}{_REACHED}": 100 * values[name] / targets[name].where(targets[name] != 0)
        for name in values
        if targets[name].notna().any()
    }
    table = pd.concat([values, pd.DataFrame(reached, index=values.index)], axis=1).astype("float64")
    return IndicatorData(period, _side_by_side(table).rename_axis(columns=None), _cells(rows, facts))


def _side_by_side(table: pd.DataFrame) -> pd.DataFrame:
    """Columns with those of one matter beside each other, in the order in which the matters came."""
    matters = list(dict.fromkeys(name.split(_PARTED)[0] for name in table))
    return table[sorted(table, key=lambda name: matters.index(name.split(_PARTED)[0]))]


def _cells(rows: pd.DataFrame, facts: Facts) -> pd.DataFrame:
    columns = [*SOURCE, "seq", "unit", "indicator", "value", "target_value"]
    long = rows[columns].melt(id_vars=columns[:-2], var_name="field", value_name="number")
    long = long[long["number"].notna()]
    key = ["import_id", "sheet", "seq", "field"]
    letters = facts["source_columns"].dropna(subset=["field"]).drop_duplicates(key)[[*key, "letter"]]
    letters = letters.assign(seq=letters["seq"].astype("Int64"))
    files = facts["imports"][["import_id", "file"]].drop_duplicates()
    long = long.assign(seq=long["seq"].astype("Int64"))
    long = long.merge(letters, on=key, how="left").merge(files, how="left")
    places = [
        f"{letter}{row}" if isinstance(letter, str) else f"第 {row} 行"
        for letter, row in zip(long["letter"], long["row"], strict=True)
    ]
    source = [f"{file}!{sheet}!{at}" for file, sheet, at in zip(long["file"], long["sheet"], places, strict=True)]
    return long.assign(source=source).drop(columns=["letter", "file"])


def directions_told(facts: Facts, *, as_of: date) -> dict[str, str]:
    """What ledgers say of which way is better, indicator by indicator; the word loaded last counts."""
    rows = entered(facts["indicators"], day_number(as_of))
    rows = rows[rows["direction"].notna()].sort_values(["seq", "row"])
    return dict(zip(rows["indicator"], rows["direction"], strict=True))


def first_scheme(data: IndicatorData, *, directions: dict[str, str] | None = None) -> pd.DataFrame:
    """A scheme to begin with: one matter beside the other with equal weights, in each the figures that can be compared
    between large and small units (rates, what is reached of a target); the others are listed with weight 0. Less is
    better where the ledger (`directions`) or the name says so.

    >>> figures = {"税收（万元）": [3.0], "税收（万元）-增速（%）": [2.0], "办理时长（天）": [5.0]}
    >>> table = first_scheme(IndicatorData("2022年6月", pd.DataFrame(figures, index=["甲"]), pd.DataFrame()))
    >>> table[["name", "direction", "weight"]].to_numpy().tolist()[:3]
    [['税收（万元）', 1, 0.0], ['税收（万元）-增速（%）', 1, 1.0], ['办理时长（天）', -1, 1.0]]
    """
    names = list(data.values)
    matters: dict[str, list[str]] = {}
    for name in names:
        matters.setdefault(name.split(_PARTED)[0], []).append(name)
    rows = []
    for matter, own in matters.items():
        parent = f"{matter}·" if len(own) > 1 else _TOP
        rows += [_row(name, parent, own, directions or {}) for name in own]
    several = [matter for matter, own in matters.items() if len(own) > 1]
    rows += [{"code": f"{matter}·", "name": matter, "level": 2, "parent": _TOP} for matter in several]
    rows.append({"code": _TOP, "name": _TOP, "level": 3, "parent": ""})
    table = pd.DataFrame(rows).astype({"level": "int64"})
    whole = {"direction": 1, "weight": 1.0, "normalisation": ""}
    table = table.fillna(whole).astype({"direction": "int64", "weight": "float64"})
    return table.assign(low=np.nan, high=np.nan, target=np.nan)


def _row(name: str, parent: str, own: list[str], directions: dict[str, str]) -> dict:
    less = any(word in name for word in _LESS_IS_BETTER) or "低" in directions.get(name, "")
    comparable = [each for each in own if any(word in each for word in _COMPARABLE)]
    counts = name in comparable or not comparable
    return {
        "code": name, "name": name, "level": 1, "parent": parent, "direction": -1 if less else 1,
        "weight": 1.0 if counts else 0.0, "normalisation": "minmax",
    }  # fmt: skip
