"""项目长 as people read it: load and state of each, the projects of one, the task forces.

Input is `analysis.leader_table`, `analysis.leader_tasks` and `analysis.task_forces`. Load and state of projects only:
nothing here is a score of a person, and nobody is ranked.
"""

import pandas as pd

from reports.words.levels import badge
from reports.words.wording import day, lag_words, listed, number, percent

__all__ = [
    "beside_all", "force_list", "leader_figures", "leader_labels", "leader_overview", "leader_projects",
    "leaders_figures", "todo_lines",
]  # fmt: skip


def leaders_figures(leaders: pd.DataFrame) -> list[tuple[str, str, str]]:
    """Return the key figures of all 项目长."""
    weeks, kept = int(leaders["weeks"].sum()), int(leaders["kept"].sum())
    idle = int(leaders["missed_running"].ge(2).sum())
    return [
        ("项目长", f"{len(leaders)} 位", f"人均 {number(leaders['projects'].mean())} 个项目"),
        ("黄牌、约谈在手", f"{int(leaders['level'].ge(3).sum())} 位", "所领项目最重的一级"),
        ("每周走访", f"{kept} / {weeks}", "应走访的人周数，做到的"),
        ("连续两周未走访", f"{idle} 位", "到数据日期"),
        (
            "未销号问题",
            f"{int(leaders['open_problems'].sum())} 个",
            f"逾期 {int(leaders['overdue_problems'].sum())} 个",
        ),
    ]


def leader_overview(leaders: pd.DataFrame) -> pd.DataFrame:
    """Return the load and state of every 项目长, by name: a list to look somebody up in, no order of merit."""
    rows = leaders.sort_values("leader")
    return pd.DataFrame(
        {
            "项目长": rows["leader"],
            "最重等级": rows["level"].map(badge),
            "项目": rows["projects"],
            "任务": rows["tasks"],
            "平均差距": rows["lag"].map(lambda lag: lag_words(lag, unit=False)),
            "项目指数": rows["index"].map(lambda index: number(index, missing="不评")),
            "走访": [f"{kept} / {weeks} 周" for kept, weeks in zip(rows["kept"], rows["weeks"], strict=True)],
            "未销号": rows["open_problems"],
            "责任令": rows["orders"],
        }
    ).reset_index(drop=True)


def leader_figures(leader: pd.Series) -> list[tuple[str, str, str]]:
    """Return the key figures of one 项目长."""
    running, unsure = int(leader["missed_running"]), int(leader["unsure"])
    missed = f"漏 {int(leader['missed'])} 周" if leader["missed"] else "周周做到"
    more = f"，近 {running} 周都没有" if running else f"，{unsure} 周还不能定" if unsure else ""
    index = number(leader["index"], missing="不评")
    return [
        ("项目与任务", f"{int(leader['projects'])} / {int(leader['tasks'])}", f"未报 {int(leader['unreported'])} 项"),
        ("最重等级", badge(leader["level"]), "所领任务里最重的一级"),
        ("平均差距", lag_words(leader["lag"], unit=False), f"百分点 · 项目指数 {index}"),
        ("每周走访", f"{int(leader['kept'])} / {int(leader['weeks'])}", f"{missed}{more}"),
        ("未销号问题", f"{int(leader['open_problems'])} 个", f"逾期 {int(leader['overdue_problems'])} 个"),
        ("责任令", f"{int(leader['orders'])} 道", f"最近走访 {day(leader['last_visit'], year=False, missing='没有')}"),
    ]


def leader_labels(tasks: pd.DataFrame) -> list[tuple[str, str]]:
    """Return (task_id, line) of the tasks of a 项目长 for links: level, name, how far behind."""
    return [
        (row["task_id"], f"{badge(row['level'], row['state'])}  {row['task']} —— {lag_words(row['lag'])}")
        for row in tasks.to_dict("records")
    ]


def leader_projects(tasks: pd.DataFrame) -> pd.DataFrame:
    """Return the tasks of a 项目长 as people read them: plan and actual, what comes next, who was there last."""
    return pd.DataFrame(
        {
            "任务": tasks["task"],
            "等级": [badge(*pair) for pair in zip(tasks["level"], tasks["state"], strict=True)],
            "计划": tasks["planned"].map(percent),
            "实际": tasks["actual"].map(lambda value: percent(value, missing="未报")),
            "下一个节点": [_node(row) for row in tasks.to_dict("records")],
            "最近走访": [_visit(row) for row in tasks.to_dict("records")],
            "未销号": tasks["open_problems"].map(lambda count: f"{count} 个" if count else "—"),
            "责任令": tasks["order_no"].fillna("没有"),
        }
    )


def force_list(forces: pd.DataFrame) -> list[tuple[str, list[str]]]:
    """Return (project, who is on its task force, a sentence a role) for `reports.sentence_groups`."""
    return [
        (project, [f"{row.role}：{listed(row.names)}" for row in own.itertuples()])
        for project, own in forces.groupby("project", sort=False)
    ]


def _node(row: dict) -> str:
    if not isinstance(row["node"], str):
        return "—"
    late = f"（已超期 {row['overdue_nodes']} 个节点）" if row["overdue_nodes"] else ""
    return f"{row['node']}，{day(row['node_on'], year=False, missing='没有写日期')}{late}"


def _visit(row: dict) -> str:
    if pd.isna(row["last_visit"]):
        return "没有走访"
    who = row["visited_by"] if isinstance(row["visited_by"], str) else "未写何人"
    seen = "" if pd.isna(row["verified_then"]) else f"，核实 {percent(row['verified_then'])}"
    return f"{day(row['last_visit'], year=False)} {who}{seen}"


def beside_all(leaders: pd.DataFrame, leader: str) -> str:
    """Put one 项目长 beside the middle of all: no place and no score of a person, only what is usual.

    >>> beside_all(pd.DataFrame({"leader": ["甲", "乙", "丙"], "lag": [9.0, 1.0, 2.0], "projects": [3, 1, 2]}), "甲")
    '与 3 位项目长的中间水平比：平均差距滞后 9（中间为滞后 2），项目 3 个（中间为 2）；只作对照，不评个人。'
    """
    mine, middle = leaders[leaders["leader"].eq(leader)].iloc[0], leaders[["lag", "projects"]].median()
    lags = [lag_words(each["lag"], unit=False) for each in (mine, middle)]
    return (
        f"与 {len(leaders)} 位项目长的中间水平比：平均差距{lags[0]}（中间为{lags[1]}），"
        f"项目 {int(mine['projects'])} 个（中间为 {number(middle['projects'])}）；只作对照，不评个人。"
    )


def todo_lines(tasks: pd.DataFrame, *, idle_weeks: int = 0, overdue: int = 0) -> list[str]:
    """Say what is to be done about somebody's tasks (level, state, task), the most pressing first: a unit's, or those
    of a 项目长, who has also missed `idle_weeks` of visits running and has `overdue` problems.

    >>> todo_lines(pd.DataFrame({"task": ["甲"], "level": [4], "state": ["滞后"]}), overdue=2)
    ['约谈 1 项，要定处置：甲', '2 个问题逾期没有销号，要定谁在何时销号']
    """
    said = []
    for level, word in ((4, "约谈"), (3, "黄牌")):
        names = tasks.loc[tasks["level"].eq(level), "task"].tolist()
        if names:
            said.append(f"{word} {len(names)} 项，要定处置：{'、'.join(names)}")
    if overdue:
        said.append(f"{overdue} 个问题逾期没有销号，要定谁在何时销号")
    if idle_weeks:
        said.append(f"近 {idle_weeks} 周没有走访，本周要去")
    silent = tasks.loc[tasks["state"].eq("未报"), "task"].tolist()
    if silent:
        said.append(f"未报 {len(silent)} 项，要催报：{'、'.join(silent)}")
    return said or ["没有要处置的：照计划推进"]
