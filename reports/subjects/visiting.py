"""每周走访 and the problems found there: strips, tables, key figures and sentences.

Input is `analysis.visit_weeks`, `visit_cadence`, `visit_checks`, `visit_effects`, `problem_states`.
"""

import pandas as pd

from analysis.oversight.problems import CLOSED_IN_TIME, CLOSED_LATE, LATE, OPEN, PROBLEM_STATES
from analysis.oversight.supervision import OVERDUE
from reports.pieces.grids import Cell, status_grid
from reports.words.wording import day, listed, number, percent

__all__ = [
    "ageing_grid", "cadence_line", "leader_grid", "open_problems", "problem_grid", "problem_line", "problem_titles",
    "visit_effect_line", "visit_figures", "visit_rows", "visit_titles", "with_tasks",
]  # fmt: skip

_KEPT: dict[object, Cell] = {
    True: ("kept", "●", "去过"), False: ("missed", "✖", "没有去"), None: ("unsure", "◐", "不能断定"),
}  # fmt: skip
_AHEAD, _NONE = ("ahead", "○", "这周未过完"), ("none", "·", "不用去")
_STATE_CODES = {LATE: "late", OPEN: "open", CLOSED_LATE: "shutlate", CLOSED_IN_TIME: "shut"}
_NAMED = 3


def with_tasks(table: pd.DataFrame, tasks: pd.DataFrame) -> pd.DataFrame:
    """Return the rows with number, name, lead units and leaders of their task."""
    known = tasks.set_index("task_id")[["no", "task", "lead_units", "leaders"]]
    own = [name for name in known.columns if name not in table.columns]
    return table.join(known[own], on="task_id")


def leader_grid(weeks: pd.DataFrame, cadence: pd.DataFrame) -> str:
    """Lay out who went in which week: a row a 项目长, those who have missed most weeks running first."""
    days = sorted(weeks["week"].unique())
    told = {(row.leader, row.week): _week(row, last=days[-1]) for row in weeks.itertuples()}
    order = cadence.sort_values(["missed_running", "missed"], ascending=False, kind="stable")
    rows = [
        (row.leader, _missed(row), [told.get((row.leader, week), _NONE) for week in days]) for row in order.itertuples()
    ]
    heads = [f"{week.month}/{week.day}" for week in days]
    return status_grid(heads, rows, corner="项目长", keys=(*_KEPT.values(), _AHEAD, _NONE))


def _week(row, *, last) -> Cell:
    code, sign, words = _KEPT[row.kept]
    when = f"{row.week.month}月{row.week.day}日起一周"
    if row.kept is None and not row.unnamed and row.week == last:
        code, sign, words = _AHEAD
    more = f"，{row.visits} 天" if row.visits else f"，{row.unnamed} 天有人走访，台账没有写是谁" if row.unnamed else ""
    return code, sign, f"{when}：{words}{more}"


def _missed(row) -> str:
    """How often somebody missed, and how often running."""
    running = f"，连续 {row.missed_running} 周" if row.missed_running > 1 else ""
    return f"漏 {row.missed}/{row.weeks} 周{running}"


def cadence_line(cadence: pd.DataFrame) -> str:
    """Say in one sentence whether everybody went.

    >>> cadence_line(pd.DataFrame({"leader": ["甲"], "weeks": [3], "kept": [3], "missed": [0], "missed_running": [0]}))
    '1 位项目长周周都去了。'
    """
    if cadence.empty:
        return "还没有到应当每周走访的日子，或台账里没有项目长。"
    missed = cadence[cadence["missed"].gt(0)]
    if missed.empty:
        return f"{len(cadence)} 位项目长周周都去了。"
    still = cadence[cadence["missed_running"].gt(0)].sort_values("missed_running", ascending=False, kind="stable")
    if still.empty:
        return f"{len(missed)} 位项目长漏访过，最近一周都去了。"
    named = "、".join(f"{row.leader}（{row.missed_running} 周）" for row in still.head(_NAMED).itertuples())
    rest = f"等 {len(still)} 位" if len(still) > _NAMED else ""
    return f"{len(missed)} 位项目长漏访过；至今连续漏访的是{named}{rest}。"


def visit_figures(
    cadence: pd.DataFrame,
    checks: pd.DataFrame,
    problems: pd.DataFrame,
    *,
    items: pd.DataFrame,
    walked: bool = True,
) -> list[tuple[str, str, str]]:
    """Return the key figures of the page: visits due and made, reports above what was seen, problems, 督查 items. Where
    nobody has handed in a visit (not `walked`) no week is missed: it is not known."""
    due, kept = int(cadence["weeks"].sum()), int(cadence["kept"].sum())
    open_ = problems[problems["state"].isin([OPEN, LATE])]
    score, late = checks["score"].mean(), int(items["state"].eq(OVERDUE).sum())
    weekly = [
        ("每周走访", "未到期" if not due else f"{kept / due:.0%}", f"应访 {due} 人周，做到 {kept}"),
        ("连续漏访", f"{int(cadence['missed_running'].gt(0).sum())} 人", "最近一个整周没有去"),
    ]
    return [
        *(weekly if walked else [("每周走访", "未知", "没有走访台账，不当作没去")]),
        ("填报高于核验", f"{int(checks['over'].sum())} 项", f"核验过 {len(checks)} 项"),
        ("现场评分", number(score, missing="未评"), "各任务最近几次的平均"),
        ("未销号问题", f"{len(open_)} 个", f"逾期 {int(open_['state'].eq(LATE).sum())} 个")
        if len(problems)
        else ("未销号问题", "未知", "还没有问题台账"),
        ("督查逾期", f"{late} 件", f"共 {len(items)} 件，临期 {int(items['remind'].sum())}"),
    ]


def visit_effect_line(summary: dict[str, float]) -> str:
    """Say what went with visits, and that it is no cause.

    >>> visit_effect_line({"visits": 3, "known": 0})
    '3 次走访，前后四周都有填报的还没有，不作对照。'
    """
    if not summary["known"]:
        return f"{summary['visits']} 次走访，前后四周都有填报的还没有，不作对照。"
    return (
        f"{summary['known']} 次走访前后四周都有填报：走访前平均每周推进 {number(summary['before'])} 个百分点，"
        f"走访后 {number(summary['after'])} 个；{summary['faster']} 次更快，{summary['slower']} 次更慢，"
        f"{summary['same']} 次持平。另有 {summary['visits'] - summary['known']} 次缺填报，不推算。"
        "这只是前后对照，不说明是走访引起的。"
    )


def visit_rows(effects: pd.DataFrame) -> pd.DataFrame:
    """Return visits as people read them, newest first: day, task, what was seen, before and after, problems."""
    newest = effects.iloc[::-1]
    return pd.DataFrame(
        {
            "日期": newest["visited_on"].map(lambda when: day(when, year=False)),
            "任务": newest["task"],
            "核实": newest["verified"].map(lambda value: percent(value, missing="未核")),
            "评分": newest["score"].map(lambda value: number(value, missing="未评")),
            "前后四周": [_pace(*pair) for pair in zip(newest["before"], newest["after"], strict=True)],
            "问题": [_found(row) for row in newest.to_dict("records")],
        }
    )


def _pace(before: float, after: float) -> str:
    said = [number(value, missing="缺报") for value in (before, after)]
    return f"每周 {said[0]} → {said[1]}"


def _found(row: dict) -> str:
    """What a visit found, and what became of it."""
    words = row["found"] if isinstance(row["found"], str) and row["found"] else ""
    if row["opened"]:
        return f"{words + '；' if words else ''}登记 {row['opened']} 个，已销号 {row['closed']} 个"
    return f"{words}（没有登入问题台账）" if words else "—"


def visit_titles(effects: pd.DataFrame) -> list[str]:
    """Return one line a visit for a list to choose from."""
    rows = zip(effects["visited_on"], effects["visitor"], effects["task"], strict=True)
    return [
        f"{day(when, year=False)} · {who if isinstance(who, str) else '未写走访人'} · {task}"
        for when, who, task in rows
    ]


def problem_line(problems: pd.DataFrame) -> str:
    """Say in one sentence how many problems were found, closed, are open and overdue.

    >>> problem_line(pd.DataFrame({"state": ["整改中", "按期销号"], "age": [9.0, 3.0]}))
    '发现 2 个，销号 1 个（按期 1、逾期 0）；1 个没有销号，其中 0 个逾期，最久的已 9 天。'
    """
    counts = {state: int(problems["state"].eq(state).sum()) for state in PROBLEM_STATES}
    in_time, late = counts[CLOSED_IN_TIME], counts[CLOSED_LATE]
    said = f"发现 {len(problems)} 个，销号 {in_time + late} 个（按期 {in_time}、逾期 {late}）"
    open_ = counts[OPEN] + counts[LATE]
    if not open_:
        return f"{said}，全部销号。"
    oldest = problems.loc[problems["state"].isin([OPEN, LATE]), "age"].max()
    age = "" if pd.isna(oldest) else f"，最久的已 {oldest:.0f} 天"
    return f"{said}；{open_} 个没有销号，其中 {counts[LATE]} 个逾期{age}。"


def problem_grid(problems: pd.DataFrame) -> str:
    """Lay out how many problems each unit has in which state, those with most overdue first; units that
    closed everything in time share the last row."""
    named = problems.explode("lead_units")
    named = named.assign(unit=named["lead_units"].astype("object").fillna("未写单位"))
    counts = pd.crosstab(named["unit"], named["state"]).reindex(columns=list(PROBLEM_STATES), fill_value=0)
    counts = counts.sort_values([LATE, OPEN, CLOSED_LATE], ascending=False, kind="stable")
    good = counts[list(PROBLEM_STATES[:3])].sum(axis=1).eq(0)
    told = list(zip(counts.index[~good], counts[~good].to_numpy().tolist(), strict=True))
    if good.any():
        told.append((f"其余 {int(good.sum())} 个单位", counts[good].sum().tolist()))
    rows = [
        (unit, f"共 {sum(row)} 个", [_count(state, n) for state, n in zip(PROBLEM_STATES, row, strict=True)])
        for unit, row in told
    ]
    return status_grid(PROBLEM_STATES, rows, corner="单位")


def _count(state: str, count: int) -> Cell:
    return (_STATE_CODES.get(state, "age") if count else "none", str(count) if count else "·", f"{state} {count} 个")


def ageing_grid(ageing: pd.DataFrame) -> str:
    """Lay out how long the open problems of each severity have been open."""
    ages = [name for name in ageing.columns if name != "severity" and (ageing[name].any() or "未写" not in name)]
    rows = [(row["severity"], "", [_count(age, int(row[age])) for age in ages]) for row in ageing.to_dict("records")]
    return status_grid(ages, rows, corner="严重程度")


def open_problems(problems: pd.DataFrame) -> pd.DataFrame:
    """Return the problems that are open, longest overdue first, as a table that wraps."""
    rows = problems[problems["state"].isin([OPEN, LATE])]
    late = rows["days_late"].where(rows["state"].eq(LATE))
    return pd.DataFrame(
        {
            "状态": rows["state"],
            "问题": rows["problem"],
            "程度": rows["severity"].fillna("未填"),
            "单位": rows["lead_units"].map(listed),
            "应销号": rows["due_on"].map(lambda when: day(when, year=False, missing="未定")),
            "逾期": late.map(lambda days: "—" if pd.isna(days) else f"{days:.0f} 天"),
            "已开": rows["age"].map(lambda days: "未知" if pd.isna(days) else f"{days:.0f} 天"),
        }
    )


def problem_titles(problems: pd.DataFrame) -> list[str]:
    """Return one line a problem for a list to choose from."""
    return [f"{state} · {text}" for state, text in zip(problems["state"], problems["problem"], strict=True)]
