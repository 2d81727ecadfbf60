"""Key figures as (label, value, what it is measured against): for screens now, for bulletins later."""

import pandas as pd

from reports.pieces.selection import YELLOW
from reports.words.levels import badge
from reports.words.wording import day, lag_words, number, percent
from reports.words.words import change_in_words, place_in_words, rank_change

__all__ = ["final_figures", "intake_figures", "overview_figures", "task_figures", "unit_figures"]

Tile = tuple[str, str, str]


def overview_figures(now, before) -> list[Tile]:
    """Return the key figures of the district: how many tasks stand how, and how that moved."""
    tasks, then = now.tasks, before.tasks
    late, late_then = (int(each["level"].ge(YELLOW).sum()) for each in (tasks, then))
    silent = int(tasks["state"].eq("未报").sum())
    return [
        ("任务", f"{len(tasks)} 项", _per_board(tasks)),
        ("正常", f"{_at(tasks, 0)} 项", change_in_words(_at(tasks, 0), _at(then, 0), unit=" 项")),
        ("提醒与预警", f"{_at(tasks, 1) + _at(tasks, 2)} 项", f"提醒 {_at(tasks, 1)} · 预警 {_at(tasks, 2)}"),
        ("黄牌与约谈", f"{late} 项", change_in_words(late, late_then, unit=" 项")),
        ("未报", f"{silent} 项", "不计为零，单独列出"),
        ("平均进度", percent(tasks["actual"].mean(), missing="未报"), f"序时应达 {percent(tasks['planned'].mean())}"),
    ]


def unit_figures(now: pd.Series, before: pd.Series | None) -> list[Tile]:
    """Return the key figures of one unit beside those of the period before."""
    then = before if before is not None else pd.Series({"rank": None, "lag": None})
    return [
        ("名次", place_in_words({name: now.get(name) for name in ("rank", "held_back")}), _sure(now, then)),
        ("进度差距", lag_words(now["lag"], unit=False), f"百分点 · {change_in_words(now['lag'], then['lag'])}"),
        ("项目与任务", f"{int(now['projects'])} / {int(now['tasks'])}",
         f"折合 {number(now['effective'])} 个同等项目 · 未报 {int(now['unreported'])} 项"),
        ("已知份额", f"{now['known_share']:.0%}" if pd.notna(now["known_share"]) else "未知", "不足一半的不评"),
    ]  # fmt: skip


def _sure(now: pd.Series, then: pd.Series) -> str:
    """Between which places a unit lies, and how its own moved."""
    moved = rank_change(now["rank"], then["rank"])
    if pd.isna(now["rank"]) or pd.isna(now["rank_low"]):
        return moved
    low, high = int(now["rank_low"]), int(now["rank_high"])
    return f"95% 把握在第 {low} 到第 {high} 名 · {moved}"


def final_figures(unit: pd.Series, before: pd.Series | None) -> list[Tile]:
    """Return base, bonus, deduction and what is left of one unit, side by side: they add up."""
    moved = change_in_words(unit["index"], None if before is None else before["index"])
    drawn = unit["shrunk_index"] - unit["index"]
    pull = "没有可收缩的" if pd.isna(drawn) else f"向序列均值收缩 {_signed(drawn)} 分，排名用它"
    return [
        ("基础指数", number(unit["index"], missing="不评"), f"项目加权平均 · {moved}"),
        ("收缩后指数", number(unit["shrunk_index"], missing="不评"), pull),
        ("加分", f"+{number(unit['bonus'])}", "表彰，有文号，已封顶"),
        ("预扣分", f"−{number(unit['deduction'])}", "账户现扣，已封顶"),
        ("最终得分", number(unit["final"], missing="不评"), "收缩后 + 加分 − 预扣，不低于 0"),
    ]


def _signed(value: float) -> str:
    return f"{'−' if value < 0 else '+'}{number(abs(value))}"


def task_figures(task: pd.Series) -> list[Tile]:
    """Return the key figures of one task."""
    silent = pd.isna(task["actual"])
    grounds = "没有填报，也没有节点可认" if silent else f"填报 {percent(task['reported'], missing='未报')}"
    return [
        ("等级", badge(task["level"], task["state"]), task["state"]),
        ("计划进度", percent(task["planned"]), "到数据日期应达（序时）"),
        ("认定进度", percent(task["actual"], missing="未报"), f"{grounds} · {task['cut']}" if task["cut"] else grounds),
        ("差距", lag_words(task["lag"], unit=False), f"百分点 · {_spi(task['spi_t'])}"),
        ("预计完成", day(task["forecast_finish"], year=False), f"基准时限 {day(task['deadline'])}"),
        ("指数", number(task["index"], missing="不评"), f"已知份额 {task['known_share']:.0%}"),
    ]


def intake_figures(loaded) -> list[Tile]:
    """Return what an upload holds: files, rows read, rows held, findings."""
    counts = loaded.findings["severity"].value_counts() if len(loaded.findings) else {}
    return [
        ("台账", f"{loaded.files} 份", f"未能读取 {len(loaded.refused)} 份"),
        ("读入", f"{loaded.rows_loaded} 行", "可随时核对到单元格"),
        ("暂存", f"{loaded.rows_held} 行", "有错误，整行不计入"),
        ("提示", f"{counts.get('warning', 0)} / {counts.get('info', 0)} 处", "提醒 / 说明"),
    ]


def _at(tasks: pd.DataFrame, level: int) -> int:
    return int((tasks["level"].eq(level) & ~tasks["state"].isin(["未报", "豁免"])).sum())


def _per_board(tasks: pd.DataFrame) -> str:
    counts = [f"{board} {count}" for board, count in tasks["board"].value_counts().items()]
    exempt = int(tasks["exempt"].sum()) if "exempt" in tasks else 0
    return " · ".join([*counts, *([f"豁免 {exempt}"] if exempt else [])])


def _spi(value: float) -> str:
    return "时间绩效未知" if pd.isna(value) else f"时间绩效 {value:.2f}"
