"""预警成效: how often the warnings came true, in words and tables. Figures are in `hindsightmarks`.

Inputs are those of `analysis.backtest`: `alarms` (one row a task whose end is known), `warning_record`, `false_months`,
`calibrations`.
"""

from collections.abc import Callable, Mapping, Sequence

import pandas as pd

from analysis.backtest import FEW
from reports.pieces.grids import Cell, status_grid
from reports.words.levels import LEVELS
from reports.words.wording import day, listed, number, share

__all__ = [
    "GRADES", "calibration_lines", "case_counts", "case_rows", "case_table", "case_words", "false_grid", "false_line",
    "has_range", "hindsight_figures", "hindsight_heads", "hindsight_lines", "signal_notes", "signal_rows",
    "stage_rows",
]  # fmt: skip

GRADES = {"提醒": "remind", "预警": "level", "黄牌": "yellow"}
"""From which level on a warning counts -> the signal of the back-test that says so."""
_SHOWN_UNITS = 12
_RANGED = 5
"""A share of fewer tasks than this has no range."""

_VERDICTS = {
    (True, True): "✔ 报中", (True, False): "△ 误报", (False, True): "✖ 漏报", (False, False): "○ 按时，未报警",
}  # fmt: skip
"""(warned, late) -> what that was."""
_ORDER = ("✖ 漏报", "△ 误报", "✔ 报中", "○ 按时，未报警")

_NOTES = (
    ("等级", "按规则包的预警阶梯，每周评一次，升降有记忆。"),
    ("落后", "计划进度减认定进度，够 10 个百分点算一次报警。"),
    ("时间绩效", "按完成的量算出“应当走到哪一天”，除以实际用去的天数；1 为不快不慢，低于 0.90 算一次报警。"),
    ("余下须提速", "余下的活要按时干完，须比原计划快多少；1.10 倍即快一成。"),
    ("预计晚完成", "照目前速度推算的完成日，比时限晚出工期的 5% 算一次报警。"),
)

_AT: dict[str, Callable[[float], str]] = {
    "level": lambda at: LEVELS[int(at)].word,
    "lag": lambda at: f"落后 {at:g} 个百分点",
    "spi": lambda at: f"低于 {-at:.2f}",
    "tspi": lambda at: f"{at:.2f} 倍",
    "slip": lambda at: f"晚出工期的 {at:.0%}",
}
"""How the threshold of a signal is said; one entry for each signal that is calibrated."""


def hindsight_heads() -> tuple[str, str, str]:
    """Return what the three sentences of `hindsight_lines` are about."""
    return "结局", "报警", "可信"


def hindsight_lines(found: pd.DataFrame, *, grade: str) -> tuple[str, str, str]:
    """Say in three sentences how many ends are known, what the warnings from `grade` on were worth, and how far these
    figures can be relied on."""
    if found.empty:
        nothing = "还没有结局已定的任务：没有办结的，也没有过了时限的。"
        return nothing, "报警准不准，要等第一批任务有了结局才能说。", "现在没有数字可看。"
    late = int(found["late"].sum())
    ends = (
        f"已有结局的任务 {len(found)} 项，其中 {late} 项逾期。"
        if late
        else (f"已有结局的任务 {len(found)} 项，都按时办结。")
    )
    return ends, _warned(found, grade, late), _trust(found)


def _warned(found: pd.DataFrame, grade: str, late: int) -> str:
    warned, hits = int(found["warned"].sum()), int((found["warned"] & found["late"]).sum())
    missed = f"漏报 {late - hits} 项" if late > hits else "没有漏报" if late else "没有逾期，谈不上漏报"
    if not warned:
        return f"{grade}以上没有报过警；{missed}。"
    said = (
        f"{grade}以上报警 {warned} 项，其中 {hits} 项后来逾期"
        if hits
        else (f"{grade}以上报警 {warned} 项，后来都没有逾期")
    )
    lead = found.loc[found["warned"] & found["late"], "lead_days"].mean()
    return f"{said}；{missed}" + (f"；报中的平均提前 {lead:.0f} 天" if hits else "") + "。"


def _trust(found: pd.DataFrame) -> str:
    """Silence after a deadline is no proof of anything: only the ends that somebody reported are counted on."""
    silent = int((~found["heard"]).sum())
    heard = len(found) - silent
    few = f"不足 {FEW} 项，比例只供参考，不能据此定规则。"
    if silent:
        said = f"有 {silent} 项过了时限再没有填报，按逾期计，补报后会变；写明结局的只有 {heard} 项，"
        return said + (few if heard < FEW else f"已满 {FEW} 项。")
    return few if heard < FEW else f"已满 {FEW} 项，比例可作讨论的依据，范围见下图。"


def hindsight_figures(record: Mapping[str, object], found: pd.DataFrame) -> list[tuple[str, str, str]]:
    """Return the key figures of one signal, each with what it means; `record` as in `backtest_record`."""
    false = int(record["warned"] - record["hits"])
    rate = record["false_per_unit_month"]
    lead = found.loc[found["warned"] & found["late"], "lead_days"]
    spread = f"；最短 {lead.min():.0f} 天，最长 {lead.max():.0f} 天" if len(lead) else ""
    return [
        ("准确率", share(record["precision"]), f"报了警的任务里，后来真逾期的占多少{_range(record, 'precision')}"),
        ("查全率", share(record["recall"]), f"逾期的任务里，事先报过警的占多少{_range(record, 'recall')}"),
        ("平均提前", f"{lead.mean():.0f} 天" if len(lead) else "未知", f"报中的任务，从首次报警到原时限{spread}"),
        ("误报", f"{false} 次", f"每个单位每月 {number(rate, digits=2)} 次"),
    ]


def _range(record: Mapping[str, object], name: str) -> str:
    if has_range(record, name):
        return f"；多半在 {share(record[f'{name}_low'])}–{share(record[f'{name}_high'])}"
    return "" if pd.isna(record[name]) else "；项数太少，给不出范围" if _of(record, name) < _RANGED else ""


def has_range(record: Mapping[str, object], name: str) -> bool:
    """Whether the range of precision or recall says anything: drawing units anew from one or two tasks always gives
    the same, which looks like certainty and is none."""
    low, high = record[f"{name}_low"], record[f"{name}_high"]
    known = pd.notna(low) and pd.notna(high)
    return bool(known and _of(record, name) >= _RANGED and high > low)


def _of(record: Mapping[str, object], name: str) -> int:
    """How many tasks a share is a share of."""
    return int(record["warned"] if name == "precision" else record["late"])


def signal_rows(record: Mapping[str, Sequence[Mapping]]) -> pd.DataFrame:
    """Return the first alarms of every signal as rows of `quality_marks`; empty while no end is known."""
    rows = pd.DataFrame(record["signals"]).rename(columns={"words": "name"})
    return rows if record["tasks"] else rows.head(0)


def stage_rows(signal: Mapping[str, object]) -> pd.DataFrame:
    """Return what one signal said after a quarter, half and three quarters of the duration, as rows of
    `quality_marks`."""
    rows = pd.DataFrame(signal["stages"])
    return rows if rows.empty else rows.assign(name=[f"工期过 {stage:.0%}" for stage in rows["stage"]])


def signal_notes() -> list[tuple[str, list[str]]]:
    """Return what each kind of signal means, for `sentence_groups`."""
    return [(name, [words]) for name, words in _NOTES]


def case_words() -> list[str]:
    """Return what a warning, or its absence, can have been, what went wrong first."""
    return list(_ORDER)


def case_rows(found: pd.DataFrame, *, verdicts: Sequence[str] = ()) -> pd.DataFrame:
    """Return the tasks with their verdict (those of `verdicts`; none: all), what went wrong first."""
    pairs = zip(found["warned"], found["late"], strict=True)
    rows = found.assign(verdict=[_VERDICTS[bool(warned), bool(late)] for warned, late in pairs])
    rows = rows[rows["verdict"].isin(verdicts)] if verdicts else rows
    place = rows["verdict"].map({word: i for i, word in enumerate(_ORDER)})
    return rows.assign(place=place).sort_values(["place", "deadline", "task"]).drop(columns="place")


def case_counts(found: pd.DataFrame) -> str:
    """Say how many of each there are.

    >>> case_counts(pd.DataFrame({"warned": [True, False], "late": [True, True], "deadline": 0, "task": "路"}))
    '漏报 1 · 报中 1'
    """
    counts = case_rows(found)["verdict"].value_counts()
    return " · ".join(f"{word[2:]} {counts[word]}" for word in _ORDER if word in counts)


def case_table(rows: pd.DataFrame) -> pd.DataFrame:
    """Return `case_rows` as people read them; the year is only said where there is more than one."""
    years = pd.concat([rows[name] for name in ("alarm_on", "deadline", "finished_on")]).dropna().dt.year
    year = years.nunique() > 1
    return pd.DataFrame(
        {
            "结果": rows["verdict"],
            "任务": rows["task"],
            "首次报警": [day(when, year=year, missing="没有报") for when in rows["alarm_on"]],
            "提前": [f"{lead:.0f} 天" if pd.notna(lead) else "—" for lead in rows["lead_days"]],
            "原时限": [day(when, year=year) for when in rows["deadline"]],
            "办结": [
                day(end, year=year, missing="未办结" if heard else "未办结，无新填报")
                for end, heard in zip(rows["finished_on"], rows["heard"], strict=True)
            ],
            "责任单位": rows["units"].map(listed),
        }
    )


def false_line(months: pd.DataFrame) -> str:
    """Say how many units had a false alarm, and how many carried tasks."""
    wrong = months[months["false"].gt(0)]
    every = months["unit"].nunique()
    if wrong.empty:
        return f"{every} 个单位都没有误报。" if every else "还没有结局已定的任务。"
    units = wrong["unit"].nunique()
    rest = f"下面列出最多的 {_SHOWN_UNITS} 个，" if units > _SHOWN_UNITS else ""
    counted = "按首次报警的月份计；一项任务有几个单位的，各计一次。"
    return f"{units} 个单位有过误报，{rest}其余 {every - units} 个没有。{counted}"


def false_grid(months: pd.DataFrame) -> str:
    """Lay out the false alarms of every unit that had one, month by month, most first; "" where nobody had."""
    sums = months.groupby("unit")["false"].sum()
    units = sorted(sums.index[sums.gt(0)], key=lambda unit: (-sums[unit], unit))[:_SHOWN_UNITS]
    if not units:
        return ""
    told = {(row.unit, row.month): int(row.false) for row in months.itertuples()}
    heads = sorted(months.loc[months["unit"].isin(units), "month"].unique())
    rows = [
        (unit, f"误报 {sums[unit]} 次", [_false(told.get((unit, month)), month) for month in heads]) for unit in units
    ]
    keys = (("missed", "1", "误报几次"), ("kept", "·", "有任务，没有误报"), ("none", "", "没有任务"))
    return status_grid([_month(month) for month in heads], rows, corner="单位", keys=keys)


def _false(count: int | None, month: pd.Timestamp) -> Cell:
    when = f"{pd.Timestamp(month):%Y}年{pd.Timestamp(month).month}月"
    if count is None:
        return "none", "", f"{when}没有任务"
    return ("missed", str(count), f"{when}误报 {count} 次") if count else ("kept", "·", f"{when}没有误报")


def _month(month: pd.Timestamp) -> str:
    when = pd.Timestamp(month)
    return f"{when.year}年1月" if when.month == 1 else f"{when.month}月"


def calibration_lines(rows: pd.DataFrame, *, years: Sequence[int]) -> list[tuple[str, list[str]]]:
    """Return (signal and years, sentences): which threshold one year would have chosen, and what it and the one in use
    gave on the next; why there is nothing to say, where there is not."""
    if rows.empty:
        only = (
            f"已有结局的任务只有 {years[0]} 年一年"
            if len(years) == 1
            else (
                "还没有结局已定的任务"
                if not years
                else f"有结局的年份是 {'、'.join(map(str, years))}，没有前后相连的两年"
            )
        )
        return [("跨年检验", [f"{only}，无法跨年检验。用同一年选门槛又用同一年验证，总会显得很准，这里不这样做。"])]
    return [
        (f"{row['words']}，{row['year']} 年选、{row['year'] + 1} 年验", _tried(row)) for row in rows.to_dict("records")
    ]


def _tried(row: dict) -> list[str]:
    said = _AT[row["signal"]]
    few = "，项数太少，只供参考" if min(row["tasks_then"], row["tasks"]) < FEW else ""
    then = f"用 {row['year']} 年的 {row['tasks_then']} 项，选出的门槛是“{said(row['at'])}”"
    chosen = f"选出的准确率 {share(row['precision'])}、查全率 {share(row['recall'])}"
    now = f"现行的准确率 {share(row['now_precision'])}、查全率 {share(row['now_recall'])}"
    return [
        f"{then}；现行的是“{said(row['now'])}”。",
        f"放到 {row['year'] + 1} 年的 {row['tasks']} 项上：{chosen}，{now}{few}。",
    ]
