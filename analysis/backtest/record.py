"""The whole record of the warnings of a store or of a portfolio, as plain values and as text."""

import math
from collections.abc import Sequence
from datetime import date

import pandas as pd

from analysis.backtest.calibrating import calibrations
from analysis.backtest.forecasts import error_band, forecast_errors
from analysis.backtest.outcomes import outcomes
from analysis.backtest.quality import FEW, stage_quality, warning_record
from analysis.backtest.signals import SIGNALS, Signal, open_weeks
from analysis.facts.sifting import Facts
from analysis.memory.standing import standings
from analysis.rules.rulecalendar import Rules

__all__ = ["SEED", "backtest_record", "record_text", "store_record"]

SEED = 2022


def store_record(facts: Facts, *, as_of: date, rules: Rules) -> dict:
    """The record of a store's own tasks whose end is certain at `as_of`, from levels with memory, each week from what
    was entered by then."""
    weeks = standings(facts, as_of=as_of, rules=rules, words=False)
    ends = outcomes(facts, as_of=as_of, rules=rules.at(as_of))
    return {"as_of": as_of.isoformat()} | backtest_record(weeks, ends)


def backtest_record(weeks: pd.DataFrame, ends: pd.DataFrame, *, signals: Sequence[Signal] = SIGNALS) -> dict:
    """The record as plain values: tasks, few, inferred (ends that nobody wrote down), signals (each with its first
    alarms and by stage), forecast (the error of the expected finish by share of the duration), calibration (thresholds
    chosen on one year and tried on the next; empty while there is only one)."""
    band = error_band(forecast_errors(weeks, ends)) if len(weeks) else error_band(_NO_ERRORS)
    opened = open_weeks(weeks, ends) if len(weeks) else weeks
    return {
        "tasks": len(ends), "late": int(ends["late"].sum()), "few": len(ends) < FEW,
        "inferred": int(ends["inferred"].sum()) if "inferred" in ends else 0,
        "signals": [_record(opened, ends, signal) for signal in signals],
        "forecast": [_known(row) for row in band.to_dict("records")],
        "calibration": [_known(row) for row in calibrations(weeks, ends, signals=tuple(signals)).to_dict("records")],
    }  # fmt: skip


_NO_ERRORS = pd.DataFrame({"task_id": [], "share": [], "relative": []}, dtype="float64")


def _record(weeks: pd.DataFrame, ends: pd.DataFrame, signal: Signal) -> dict:
    stages = stage_quality(weeks, ends, signal=signal, seed=SEED)
    own = warning_record(weeks, ends, signal=signal, seed=SEED)
    told = {"signal": signal.name, "words": signal.words} | own
    return _known(told) | {"stages": [_known(row) for row in stages.to_dict("records")]}


def _known(row: dict) -> dict:
    """Unknown and endless as None, so that it is JSON."""
    plain = {name: value.item() if hasattr(value, "item") else value for name, value in row.items()}
    return {
        name: None if isinstance(value, float) and not math.isfinite(value) else value for name, value in plain.items()
    }


def record_text(record: dict) -> str:
    """The record in lines."""
    lines = [f"结局确定的任务 {record['tasks']} 项，其中逾期 {record['late']} 项。"]
    if record["few"]:
        lines.append(f"不足 {FEW} 项，下面的比例只供参考，不能据此定规则。")
    if record["inferred"]:
        lines.append(f"其中 {record['inferred']} 项没有写明完成，只是不再列入报告，按最后一次预计日期算作完成。")
    for each in record["signals"]:
        lines.append(
            f"  {each['words']}：报警 {each['warned']} 项，命中 {each['hits']} 项，准确率 {_share(each['precision'])}，"
            f"查全率 {_share(each['recall'])}，提前 {_days(each['lead_days'])}"
        )
    lines += _tried(record["calibration"])
    return "\n".join(lines)


def _tried(rows: Sequence[dict]) -> list[str]:
    if not rows:
        return ["没有前后两年的结局，门槛无法跨年检验。"]
    return [
        f"  {row['words']}：用 {row['year']} 年的 {row['tasks_then']} 项选出门槛 {abs(row['at']):g}，"
        f"在 {row['year'] + 1} 年的 {row['tasks']} 项上准确率 {_share(row['precision'])}，"
        f"查全率 {_share(row['recall'])}"
        for row in rows
    ]


def _share(value: float | None) -> str:
    return "未知" if value is None else f"{value:.0%}"


def _days(value: float | None) -> str:
    return "未知" if value is None else f"{value:.0f} 天"
