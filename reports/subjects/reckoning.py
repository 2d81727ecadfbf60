"""The accounts proved and followed: month by month, the proof, what is still open, a unit's own statement, all bonuses.

Input is `analysis.monthly_points`, `analysis.reconciliation`, `analysis.open_charges`, `analysis.statement` and
`analysis.bonus_entries`.
"""

import pandas as pd

from reports.subjects.points import bonus_table, points

__all__ = ["all_bonuses", "bonus_line", "month_table", "open_table", "proof_line", "proof_table", "statement_table"]

_EPSILON = 1e-6
_MOVES = (("charged", "扣"), ("returned", "还"), ("confirmed", "确认"))


def month_table(monthly: pd.DataFrame) -> pd.DataFrame:
    """Return a row a unit and a column a month: 扣 2.69 还 1; empty where nothing moved. Most charged first."""
    if monthly.empty:
        return pd.DataFrame(columns=["单位"])
    rows = monthly.assign(said=[_moved(row) for row in monthly.to_dict("records")])
    order = rows.groupby("unit")["charged"].sum().sort_values(ascending=False, kind="stable").index
    months = sorted(rows["month"].unique())
    table = rows.pivot(index="unit", columns="month", values="said").reindex(index=order, columns=months).fillna("")
    years = {pd.Timestamp(month).year for month in months}
    table.columns = [_month(month, year=len(years) > 1) for month in months]
    return table.rename_axis(index="单位", columns=None).reset_index()


def _moved(row: dict) -> str:
    return " ".join(f"{word} {points(row[name])}" for name, word in _MOVES if row[name] > _EPSILON)


def _month(month: pd.Timestamp, *, year: bool = True) -> str:
    when = pd.Timestamp(month)
    return f"{when.year}年{when.month}月" if year else f"{when.month}月"


def proof_line(proof: pd.DataFrame) -> str:
    """Say whether the sum of the entries is the balance for every unit, with the figures of all.

    >>> proof_line(pd.DataFrame({"entries": [4], "charged": [3.0], "returned": [1.0], "confirmed": [0.0], "held": [2.0],
    ...                          "posted_held": [2.0], "even": [True], "unit": ["甲局"]}))
    '1 个单位 4 笔账，逐笔相加与余额全部相符：预扣 3 − 返还 1 − 确认 0 = 仍在预扣 2，逐笔余额合计 2。'
    """
    if proof.empty:
        return "还没有记账。"
    total = proof[["entries", "charged", "returned", "confirmed", "held", "posted_held"]].sum()
    wrong = proof.loc[~proof["even"], "unit"].tolist()
    found = f"有 {len(wrong)} 个单位不符（{'、'.join(wrong)}），请报告管理员" if wrong else "逐笔相加与余额全部相符"
    charged, returned, confirmed, held, posted = (points(total[name]) for name in total.index[1:])
    return (
        f"{proof['unit'].nunique()} 个单位 {int(total['entries'])} 笔账，{found}：预扣 {charged} − 返还 {returned} − "
        f"确认 {confirmed} = 仍在预扣 {held}，逐笔余额合计 {posted}。"
    )


def proof_table(proof: pd.DataFrame) -> pd.DataFrame:
    """Return the proof unit by unit, what does not agree first."""
    rows = proof.sort_values(["even", "held", "unit"], ascending=[True, False, True], kind="stable")
    return pd.DataFrame(
        {
            "单位": rows["unit"],
            "年度": rows["year"].map(str),
            "笔数": rows["entries"].map(str),
            "预扣−返还−确认": [
                f"{points(row.charged)} − {points(row.returned)} − {points(row.confirmed)}" for row in rows.itertuples()
            ],
            "账面仍扣": rows["held"].map(points),
            "逐笔余额": rows["posted_held"].map(points),
            "未了结": rows["open"].map(points),
            "结论": rows["even"].map({True: "账平", False: "不符"}),
        }
    ).reset_index(drop=True)


def open_table(left: pd.DataFrame) -> pd.DataFrame:
    """Return what stays open by unit and task: since when, how much; it comes back or becomes final at year's end."""
    if left.empty:
        return pd.DataFrame(columns=["单位", "任务", "始于", "仍在预扣"])
    sums = left.groupby(["unit", "task_id", "task"], sort=False).agg(month=("month", "min"), open=("open", "sum"))
    sums = sums.reset_index().sort_values(["open", "unit"], ascending=[False, True], kind="stable")
    return pd.DataFrame(
        {
            "单位": sums["unit"], "任务": sums["task"], "始于": sums["month"].map(_month),
            "仍在预扣": sums["open"].map(points),
        }
    ).reset_index(drop=True)  # fmt: skip


def statement_table(statement: pd.DataFrame) -> pd.DataFrame:
    """Return a unit's account as a statement: every movement, and the balance after it."""
    charged = statement["kind"].eq("预扣")
    return pd.DataFrame(
        {
            "月份": statement["month"].map(_month),
            "摘要": statement["kind"] + "：" + statement["task"],
            "规则": statement["rule"],
            "增": statement["points"].map(points).where(charged, "—"),
            "减": statement["points"].map(points).where(~charged, "—"),
            "余额": statement["balance"].map(points),
        }
    )


def all_bonuses(bonuses: pd.DataFrame) -> pd.DataFrame:
    """Return praise and criticism of all units, newest first, with the unit and the project in front."""
    rows = bonuses.sort_values(["issued_on", "unit"], ascending=[False, True], kind="stable", na_position="last")
    table = bonus_table(rows)
    table.insert(0, "单位", rows["unit"])
    table.insert(1, "种类", rows["kind"])
    return table.reset_index(drop=True)


def bonus_line(bonuses: pd.DataFrame, *, cap: float) -> str:
    """Say how much praise counts, and how much does not and why.

    >>> bonus_line(pd.DataFrame({"kind": ["加分", "加分"], "points": [1.0, 0.0], "lost": [0.0, 0.5],
    ...                          "why": ["", "没有文号，不计"]}), cap=5.0)
    '加分计 1 分，没有计的 0.5 分：没有文号，不计 0.5 分。每个单位每年上限 5 分，同一事项只计最高一级，须有文号。'
    """
    praise = bonuses[bonuses["kind"].eq("加分")]
    lost = praise[praise["lost"].gt(_EPSILON)].groupby("why")["lost"].sum()
    why = "；".join(f"{reason} {points(value)} 分" for reason, value in lost.items())
    more = f"，没有计的 {points(lost.sum())} 分：{why}" if len(lost) else ""
    rule = f"每个单位每年上限 {points(cap)} 分，同一事项只计最高一级，须有文号。"
    return f"加分计 {points(praise['points'].sum())} 分{more}。{rule}"
