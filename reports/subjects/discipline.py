"""报送纪律: who reported in time, late, not at all, or more than was there; month by month, with points.

Input is `analysis.report_discipline`, `rated`, `reports_owed`, `false_reports`.
"""

import pandas as pd

from reports.pieces.grids import Cell, status_grid
from reports.words.wording import day, number, percent

__all__ = ["discipline_figures", "discipline_grid", "discipline_line", "false_titles", "owed_table"]

_FAULTS = (("false_reports", "false", "■", "不实"), ("missing_reports", "missed", "✖", "未报"),
           ("late_reports", "unsure", "◐", "迟报"))  # fmt: skip
_WORDS = {"in_time": "按时", "late_reports": "迟报", "missing_reports": "未报", "pending": "未到期"}
_NAMED = 4
_KEYS = (
    ("kept", "●", "全部按时"), ("unsure", "◐", "有迟报"), ("missed", "✖", "有未报"), ("false", "■", "有不实"),
    ("ahead", "○", "未到期"), ("none", "·", "不用报"),
)  # fmt: skip


def discipline_figures(owed: pd.DataFrame, false: pd.DataFrame, points: pd.DataFrame) -> list[tuple[str, str, str]]:
    """Return the key figures: reports owed, in time, late, missing, false, points."""
    sums = {name: int(owed["what"].eq(name).sum()) for name in _WORDS}
    settled = len(owed) - sums["pending"]
    share = f"{sums['in_time'] / settled:.0%}" if settled else "未到期"
    lost = points["points"].sum() if len(points) else 0.0
    return [
        ("按时", share, f"应报 {settled} 份，按时 {sums['in_time']} 份"),
        ("迟报", f"{sums['late_reports']} 份", "过了报送日才到"),
        ("未报", f"{sums['missing_reports']} 份", "不计为零，单独记"),
        ("不实", f"{len(false)} 份", "走访核验差得多"),
        ("按报送规则", _points(lost), "各单位合计，只作参考，未并入预扣"),
    ]


def discipline_line(table: pd.DataFrame, points: pd.DataFrame) -> str:
    """Say in one sentence who stands out."""
    if table.empty:
        return "还没有到期的月报。"
    worst = points.groupby("subject")["points"].sum().sort_values(kind="stable") if len(points) else pd.Series()
    if worst.empty:
        return "到期的月报全部按时，没有不实。"
    named = "、".join(f"{unit}（{_points(value)}）" for unit, value in worst.head(_NAMED).items())
    rest = f"等 {len(worst)} 个单位" if len(worst) > _NAMED else ""
    return f"{named}{rest}有迟报、未报或不实。"


def discipline_grid(table: pd.DataFrame, points: pd.DataFrame, *, kind: str) -> str:
    """Lay out the months of every unit of one sequence, most points lost first."""
    mine = table[table["kind"].eq(kind)]
    months = sorted(mine["period"].unique())
    lost = points.groupby("subject")["points"].sum() if len(points) else pd.Series(dtype="float64")
    units = sorted(mine["subject"].unique(), key=lambda unit: (lost.get(unit, 0.0), unit))
    told = {(row["subject"], row["period"]): _month(row) for row in mine.to_dict("records")}
    rows = [
        (unit, _points(lost.get(unit, 0.0)), [told.get((unit, month), _KEYS[-1]) for month in months]) for unit in units
    ]
    return status_grid([f"{pd.Timestamp(month).month}月" for month in months], rows, corner=kind, keys=_KEYS)


def _month(row: dict) -> Cell:
    """The gravest fault with its count; a full month is a dot."""
    said = [f"{word} {row[name]} 份" for name, _, _, word in _FAULTS if row[name]]
    when = f"{row['period'].month}月应报 {row['due']} 份：按时 {row['in_time']} 份"
    words = "，".join([when, *said, *([f"未到期 {row['pending']} 份"] if row["pending"] else [])])
    for name, code, sign, _ in _FAULTS:
        if row[name]:
            return code, f"{sign}{row[name]}", words
    return ("ahead", "○", words) if row["pending"] else ("kept", "●", words)


def owed_table(owed: pd.DataFrame, *, all_of_it: bool = False) -> pd.DataFrame:
    """Return the reports of a unit that were not in time (or all), newest month first."""
    rows = owed if all_of_it else owed[owed["what"].ne("in_time")]
    return pd.DataFrame(
        {
            "月份": rows["period"].map(lambda when: f"{when.year}年{when.month}月"),
            "任务": rows["task"],
            "情况": rows["what"].map(_WORDS),
        }
    )


def false_titles(false: pd.DataFrame) -> list[str]:
    """Return one line a false report: task, what was reported and what was seen."""
    return [
        f"{row['task']}：{day(row['report_date'], year=False)}填报 {percent(row['percent'])}，"
        f"{day(row['visited_on'], year=False)}核验 {percent(row['verified'])}，高 {number(row['gap'])} 个百分点"
        for row in false.to_dict("records")
    ]


def _points(value: float) -> str:
    """Points with a true minus sign."""
    return f"{number(value, digits=2)} 分".replace("-", "−")
