"""预扣分 as a ledger: what was held back, given back, made final; what caps took off; praise and criticism.

Input is `analysis.point_entries`, `analysis.bonus_entries` and `analysis.balances`.
"""

import math

import pandas as pd

from reports.words.wording import day, number

__all__ = [
    "account_check", "account_lines", "balance_table", "balances_of", "bonus_table", "bonuses_of", "entry_table",
    "point_figures", "point_tasks", "point_units", "reasoned_entries", "unit_accounts",
]  # fmt: skip

_EPSILON = 1e-6


def points(value: float) -> str:
    """Points with two decimals at most.

    Half a hundredth goes up, as in the tables of a browser: two figures on one screen must not differ.

    >>> points(1.428571), points(2.0), points(8.125)
    ('1.43', '2', '8.13')
    """
    return number(math.floor(value * 100 + 0.5 + 1e-7) / 100, digits=2)


def reasoned_entries(entries: pd.DataFrame, weeks: pd.DataFrame) -> pd.DataFrame:
    """Return entries with why: the reason (of `analysis.standings`) for which the task stood there that month."""
    said = weeks.drop_duplicates(["task_id", "as_of"])[["task_id", "as_of", "why"]] if len(weeks) else None
    if said is None:
        return entries.assign(why="")
    return entries.merge(said.rename(columns={"as_of": "month"}), on=["task_id", "month"], how="left")


def point_figures(balances: pd.DataFrame) -> list[tuple[str, str, str]]:
    """Return the key figures of a year: sums over the units that are shown."""
    total = balances[["charged", "returned", "confirmed", "held", "lost", "bonus", "criticism", "net"]].sum()
    units = int(balances["held"].gt(_EPSILON).sum())
    return [
        ("累计预扣（分）", points(total["charged"]), f"{int(balances['charged'].gt(_EPSILON).sum())} 个单位"),
        ("已返还（分）", points(total["returned"]), "完成后按规则返还"),
        ("已确认扣（分）", points(total["confirmed"]), "年终或逾期后确认"),
        ("仍在预扣（分）", points(total["held"]), f"{units} 个单位"),
        ("封顶免去（分）", points(total["lost"]), "超过上限的部分"),
        ("加分 · 批评", f"+{points(total['bonus'])} −{points(total['criticism'])}", "同一事项只计最高级"),
    ]


def balance_table(balances: pd.DataFrame) -> pd.DataFrame:
    """Return the accounts, one row a unit and year, most held back first."""
    rows = balances.sort_values(["year", "held", "unit"], ascending=[False, False, True])
    names = {
        "unit": "单位", "year": "年度", "charged": "累计预扣", "returned": "返还", "confirmed": "确认",
        "held": "仍在预扣", "lost": "封顶免去", "bonus": "加分", "criticism": "批评", "net": "年度净分",
    }  # fmt: skip
    return rows[list(names)].rename(columns=names).reset_index(drop=True)


def point_units(balances: pd.DataFrame) -> list[str]:
    """Return the units that have an account, most held back first."""
    return list(dict.fromkeys(balances.sort_values(["held", "unit"], ascending=[False, True])["unit"]))


def balances_of(balances: pd.DataFrame, unit: str | None) -> pd.DataFrame:
    """Return the accounts of a unit, of all where none is named."""
    return balances if unit is None else balances[balances["unit"].eq(unit)]


def unit_accounts(balances: pd.DataFrame, unit: str) -> list[dict]:
    """Return the accounts of one unit, the newest year first."""
    return balances[balances["unit"].eq(unit)].sort_values("year", ascending=False).to_dict("records")


def account_check(account: dict) -> str:
    """Write how the account adds up, and what the year has come to.

    >>> account = {"year": 2022, "charged": 3.0, "returned": 1.0, "confirmed": 0.5, "held": 1.5, "bonus": 1.0,
    ...            "criticism": 0.0, "net": 0.5}
    >>> account_check(account)
    '2022 年：预扣 3 = 返还 1 + 确认 0.5 + 仍在预扣 1.5，账平；净分 +0.5 = 加分 1 − 批评 0 − 确认 0.5。'
    """
    returned, confirmed, held = (points(account[name]) for name in ("returned", "confirmed", "held"))
    even = abs(account["charged"] - account["returned"] - account["confirmed"] - account["held"]) < _EPSILON
    net, checked = account["net"], "账平" if even else "账不平，请报告管理员"
    sign = "+" if net > _EPSILON else "−" if net < -_EPSILON else ""
    sums = f"预扣 {points(account['charged'])} = 返还 {returned} + 确认 {confirmed} + 仍在预扣 {held}，{checked}"
    given = f"加分 {points(account['bonus'])} − 批评 {points(account['criticism'])} − 确认 {confirmed}"
    return f"{account['year']} 年：{sums}；净分 {sign}{points(abs(net))} = {given}。"


def account_lines(entries: pd.DataFrame, bonuses: pd.DataFrame, account: dict) -> list[tuple[str, str, pd.DataFrame]]:
    """Return (key, number in words, the entries behind it) of every number of an account that is not 0."""
    mine = entries[entries["unit"].eq(account["unit"]) & entries["charged_in"].dt.year.eq(account["year"])]
    given = bonuses_of(bonuses, account)
    capped = mine[(mine["lost_to_task"] + mine["lost_to_unit"]).gt(_EPSILON)]
    parts = [
        ("charged", "累计预扣", entry_table(mine[mine["kind"].eq("预扣")])),
        ("lost", "封顶免去", entry_table(capped)),
        ("returned", "返还", entry_table(mine[mine["kind"].eq("返还")])),
        ("confirmed", "确认扣分", entry_table(mine[mine["kind"].eq("确认")])),
        ("bonus", "加分", bonus_table(given[given["kind"].eq("加分")])),
        ("criticism", "批评", bonus_table(given[given["kind"].eq("批评")])),
    ]
    return [
        (key, f"{name}  {points(account[key])} 分 · {len(table)} 笔", table) for key, name, table in parts if len(table)
    ]


def entry_table(entries: pd.DataFrame) -> pd.DataFrame:
    """Return movements of points as people read them: month, task, rule, reason, and what a cap took off."""
    return pd.DataFrame(
        {
            "月份": entries["month"].map(lambda when: f"{when.year}年{when.month}月"),
            "任务": entries["task"],
            "应记": entries["full"].map(points),
            "实记": entries["points"].map(points),
            "封顶免去": [_lost(*pair) for pair in zip(entries["lost_to_task"], entries["lost_to_unit"], strict=True)],
            "规则": entries["rule"],
            "为什么": entries["why"].fillna("—"),
        }
    )


def bonuses_of(bonuses: pd.DataFrame, account: dict) -> pd.DataFrame:
    """Return praise and criticism of one unit and year."""
    return bonuses[bonuses["unit"].eq(account["unit"]) & bonuses["year"].eq(account["year"])]


def point_tasks(entries: pd.DataFrame, account: dict) -> list[tuple[str, str]]:
    """Return (task_id, line) of the tasks that an account was charged for, the dearest first: links to their cells."""
    mine = entries[entries["unit"].eq(account["unit"]) & entries["charged_in"].dt.year.eq(account["year"])]
    sums = mine[mine["kind"].eq("预扣")].groupby(["task_id", "task"], sort=False)["points"].sum()
    return [
        (task_id, f"{task} —— 预扣 {points(value)} 分")
        for (task_id, task), value in sums.sort_values(ascending=False, kind="stable").items()
    ]


def _lost(task: float, unit: float) -> str:
    said = [f"{word}上限 {points(lost)}" for word, lost in (("任务", task), ("单位", unit)) if lost > _EPSILON]
    return "、".join(said) or "—"


def bonus_table(bonuses: pd.DataFrame) -> pd.DataFrame:
    """Return praise and criticism as people read them: matter, level, document, points, why it counts less."""
    return pd.DataFrame(
        {
            "日期": bonuses["issued_on"].map(day),
            "事项": bonuses["matter"],
            "级别": bonuses["level"].fillna("未填"),
            "文号": bonuses["document_no"].fillna("没有文号"),
            "计分": bonuses["points"].map(points),
            "没有计的": bonuses["lost"].map(lambda lost: points(lost) if lost > _EPSILON else "—"),
            "没有计足的原因": bonuses["why"].replace("", "—"),
        }
    )
